"""One sign with its patterns compiled, and whether it fits a mention."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from scanner.mentions import Mention
from scanner.signatures.paths import (
    Found,
    PathPattern,
    PatternError,
    Patterns,
    Shapes,
    compile_path,
    fits,
    is_placeholder,
    match,
)
from scanner.signatures.records import Condition, Sign, Signature, TextCondition
from scanner.urls import Address, page_key

PARTS = re.compile("[-_]")
WORD = re.compile(r"""[\s"'`\\:,=(]{0,20}([A-Za-z0-9_-]{1,100})""")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known besides the data: the CRM's hosts and what is in scope (by netloc), what the page shows, and the
    address of that page. `roles` says what hosts are for that are the CRM's under another name.
    """

    crm: frozenset[str]
    in_scope: Callable[[str], bool]
    beside: frozenset[str] = frozenset()
    page: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """An address taken apart once for all rules; `address` is None for a mention that names none.

    `crm`: the host is the CRM's; `role`: what the vendor uses it for; `foreign`: it is not in scope.
    """

    address: Address | None = None
    path: tuple[str, ...] = ()
    lower: tuple[str, ...] = ()
    crm: bool = False
    role: str = ""
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Recognised:
    """A signature that fits a mention, through which sign, with the identity it gave.

    `placeholder`: an id was never filled in, so that the thing cannot work.
    """

    signature: Signature
    sign: Sign
    value: str
    placeholder: bool


@dataclass(frozen=True, slots=True)
class Demand:
    """A condition on one attribute or parameter; without `condition` it must only be there."""

    name: str
    condition: Condition | None
    shapes: Patterns


@dataclass(frozen=True, slots=True)
class Source:
    """Where an identity comes from. `kind`: @ attribute, ? parameter, = literal, or "" for what was captured.

    With `shapes` it is the part of the attribute, between `-` and `_`, that has one of them.
    """

    kind: str
    name: str
    shapes: Patterns = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A sign with its patterns compiled.

    `rank`: 0 by path, 1 by attributes, text or the vendor's use of the host, 2 by host alone; `weight` counts the
    conditions. The lowest rank, then the highest weight recognises a mention.
    """

    signature: Signature
    sign: Sign
    value: tuple[Source, ...] = ()
    paths: tuple[PathPattern, ...] = ()
    query: tuple[Demand, ...] = ()
    attrs: tuple[Demand, ...] = ()
    text: tuple[tuple[TextCondition, Patterns], ...] = ()
    rank: int = 2
    weight: int = 0


def compile_sign(signature: Signature, sign: Sign, shapes: Shapes) -> Rule:
    """Raises PatternError, with the key in front, for what cannot be understood."""
    try:
        paths = tuple(compile_path(text, shapes) for text in sign.path)
    except PatternError as error:
        raise PatternError(f"path: {error}") from None
    literals = max((pattern.literals for pattern in paths), default=0)
    told = len(sign.attrs) + len(sign.query) + len(sign.text) + bool(sign.tag) + bool(sign.role)
    return Rule(
        signature,
        sign,
        _sources(sign, paths, shapes),
        paths,
        _demands("query", sign.query, shapes),
        _demands("attrs", sign.attrs, shapes),
        tuple((condition, _shapes("text", condition.then, shapes)) for condition in sign.text),
        0 if literals else 1 if told else 2,
        literals + told + bool(paths) + isinstance(sign.host, tuple),
    )


def _sources(sign: Sign, paths: tuple[PathPattern, ...], shapes: Shapes) -> tuple[Source, ...]:
    captured = {f"{{{part.name}}}" for pattern in paths for part in pattern.parts}
    sources = []
    for text in sign.value:
        kind, (name, _, shape) = text[:1], text[1:].partition(":")
        if kind == "@":
            sources.append(Source(kind, name, _shapes("value", (shape,) if shape else (), shapes)))
        elif kind in {"?", "="}:
            sources.append(Source(kind, text[1:]))
        elif text in {"text", "host", "path", "page", *captured}:
            sources.append(Source("", text.strip("{}")))
        else:
            raise PatternError(f"value: nothing gives {text!r}")
    return tuple(sources)


def _demands(key: str, table: Mapping[str, bool | Condition], shapes: Shapes) -> tuple[Demand, ...]:
    return tuple(
        Demand(name, wanted, _shapes(f"{key}.{name}", wanted.shape, shapes))
        if isinstance(wanted, Condition)
        else Demand(name, None, ())
        for name, wanted in table.items()
    )


def _shapes(key: str, names: tuple[str, ...], shapes: Shapes) -> Patterns:
    unknown = [name for name in names if name not in shapes]
    if unknown:
        raise PatternError(f"{key}: unknown shape {unknown[0]!r}")
    return tuple(shapes[name] for name in names)


def fit(rule: Rule, mention: Mention, place: Place, known: Known, placeholders: Patterns) -> Recognised | None:
    """What `rule` recognises in `mention` at `place`, if all its conditions hold.

    A placeholder in the place of an id counts only where the rest is unmistakable: a host of the CRM, or a foreign
    address with two literal segments.
    """
    sign = rule.sign
    if not (_host_fits(sign, place) and _tag_fits(sign, mention) and _is_beside(rule, known)):
        return None
    path = _path(rule, place, placeholders)
    if path is None:
        return None
    parameters = _parameters(place.address) if rule.query else {}
    held = [_held(demand, mention.attrs, placeholders) for demand in rule.attrs]
    held += [_held(demand, parameters, placeholders) for demand in rule.query]
    words = [_word(condition, shapes, mention.text) for condition, shapes in rule.text]
    if None in held or None in words:
        return None
    found = Found({**path.values, "text": next((word for word in words if word), "")}, path.placeholder or True in held)
    unmistakable = place.crm or (place.foreign and any(pattern.literals > 1 for pattern in rule.paths))
    if found.placeholder and not unmistakable:
        return None
    value = next(filter(None, (_give(source, mention, place, known, found) for source in rule.value)), "")
    return Recognised(rule.signature, sign, value, found.placeholder)


def _host_fits(sign: Sign, place: Place) -> bool:
    if sign.host == "any":
        return True
    if place.address is None:
        return False
    if sign.host == "foreign":
        return place.foreign
    if sign.host == "crm":
        return place.crm and (not sign.role or place.role in sign.role)
    if sign.host == "learned":
        return place.crm and not place.role
    host = place.address.host
    return any(host == h or (h.startswith("*.") and host.endswith(h[1:])) for h in sign.host)


def _tag_fits(sign: Sign, mention: Mention) -> bool:
    return not sign.tag or mention.where.excerpt[: len(sign.tag) + 1].lower() == f"<{sign.tag}"


def _is_beside(rule: Rule, known: Known) -> bool:
    others = known.beside - {rule.signature.id}
    names = rule.sign.beside
    return not names or any(
        other == name or (name.endswith("/*") and other.startswith(name[:-1])) for name in names for other in others
    )


def _path(rule: Rule, place: Place, placeholders: Patterns) -> Found | None:
    if not rule.paths:
        return Found({})
    hits = [hit for pattern in rule.paths if (hit := match(pattern, place.path, placeholders))]
    return min(hits, key=lambda hit: hit.placeholder, default=None)


def _held(demand: Demand, values: Mapping[str, str], placeholders: Patterns) -> bool | None:
    """None if the condition does not hold, else whether it holds only as a placeholder."""
    value, wanted = values.get(demand.name), demand.condition
    if value is None:
        return None
    if wanted is None or value in wanted.equals or any(part in value for part in wanted.contains):
        return False
    if demand.shapes and fits(value, demand.shapes):
        return False
    return True if demand.shapes and is_placeholder(value, placeholders) else None


def _word(condition: TextCondition, shapes: Patterns, text: str) -> str | None:
    """The word after the text that was looked for, "" if none is wanted, None if the condition does not hold."""
    for part in condition.contains:
        start = text.find(part)
        while start >= 0:
            if not shapes:
                return ""
            word = WORD.match(text, start + len(part))
            if word and fits(word.group(1), shapes):
                return word.group(1)
            start = text.find(part, start + 1)
    return None


def _give(source: Source, mention: Mention, place: Place, known: Known, found: Found) -> str:
    """What one source of identity gives, "" if nothing."""
    address, name = place.address, source.name
    if source.kind == "@":
        value = mention.attrs.get(name, "").strip()
        return next((p for p in PARTS.split(value) if fits(p, source.shapes)), "") if source.shapes else value
    if source.kind == "?":
        return _parameters(address).get(name, "")
    if source.kind == "=":
        return name
    if name == "page":
        return page_key(known.page) if known.page else ""
    if name in {"host", "path"}:
        return "" if address is None else address.netloc + (address.path.rstrip("/") if name == "path" else "")
    return found.values.get(name, "")


def _parameters(address: Address | None) -> dict[str, str]:
    if address is None or not address.query:
        return {}
    pairs = (pair.partition("=") for pair in address.query.split("&"))
    return {name: value for name, _, value in pairs}
