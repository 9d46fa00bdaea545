"""Signatures: what is known about a CRM's traces, as data, and the matching of mentions against it.

The records lie in `*.toml` beside this module; README.md says how to add one.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from scanner.errors import FileError
from scanner.mentions import Mention, MentionType
from scanner.model import How, Kind
from scanner.signatures.matching import Index
from scanner.signatures.paths import PatternError, Shapes, compile_shape
from scanner.signatures.records import Data, Sample, Signature, problem, read
from scanner.signatures.rules import Known, Recognised, Rule, compile_sign
from scanner.urls import host_matches, parse

BUILT_IN = Path(__file__).parent
OPENERS = ("window.open", "location", "href")
OPENER_REACH = 40
_OF_CARD = re.compile(r"(?:^|[\s.])URL(?:;[^:\s]{0,30})?:(?:https?://)?\Z", re.IGNORECASE)
"""What stands before the address in a vCard."""

_HOW: Mapping[MentionType, How] = {
    MentionType.LINK: How.LINK,
    MentionType.SCRIPT: How.SCRIPT,
    MentionType.STYLE: How.SCRIPT,
    MentionType.HINT: How.LINK,
    MentionType.META: How.LINK,
    MentionType.TEXT: How.TEXT,
    MentionType.REDIRECT: How.REDIRECT,
}
_HOW_NUMBERS: Mapping[MentionType, How] = {MentionType.LINK: How.LINK, MentionType.CODE: How.SCRIPT}


@dataclass(frozen=True, slots=True)
class Signatures:
    """All signature data, ready for matching.

    `keywords` are the lower-case texts of which a mention in scope must hold one; `digest` identifies the data; `named`
    are the hosts that signs name, `by` holds the records by id, `origins` the file each comes from. `late_words` are
    lower-case texts of which an address must hold one for signs that are asked once all pages were read, `late_hosts`
    the hosts that such signs name. `names` are the words by which privacy and cookie texts name a CRM.
    """

    records: tuple[Signature, ...]
    keywords: tuple[str, ...]
    harmless: frozenset[str]
    digest: str
    index: Index
    pairs: Index
    weak: Index
    late_words: tuple[str, ...]
    late_hosts: frozenset[str]
    named: frozenset[str]
    names: tuple[str, ...]
    by: Mapping[str, Signature]
    origins: Mapping[str, str]

    def by_id(self, identifier: str) -> Signature:
        """The record with this id. Raises KeyError."""
        return self.by[identifier]

    def match(self, mention: Mention, known: Known) -> tuple[Recognised, ...]:
        """The signatures that fit `mention` best; none for an ordinary one."""
        return self.index.match(mention, known)

    def match_beside(self, mention: Mention, known: Known) -> tuple[Recognised, ...]:
        """As `match`, by signs alone that need another trace on the same page (`known.beside`)."""
        return self.pairs.match(mention, known)

    def match_late(self, mention: Mention, known: Known) -> tuple[Recognised, ...]:
        """The signatures that fit `mention` now that all pages were read; weak signs where nothing else does."""
        return self.index.match(mention, known) or self.weak.match(mention, known)

    def role(self, host: str) -> str:
        """What the CRM's vendor uses `host` for (`widgets`, `login`, `marketing` …), "" for everybody else's hosts."""
        return self.index.role(host)

    def is_first_party(self, host: str) -> bool:
        """Whether the CRM runs on `host`; its vendor's marketing hosts are none of those."""
        return self.index.is_first_party(host)

    def is_dull(self, netloc: str) -> bool:
        """Whether pictures and styles on `netloc` can be no trace: it is harmless, and no signature names it."""
        host = netloc.partition(":")[0]
        return self.is_harmless(host) and not self.role(host) and not any(host_matches(host, n) for n in self.named)

    def is_harmless(self, host: str) -> bool:
        """Whether `host` belongs to a service that everybody uses and that can never be the CRM's own."""
        while host:
            if host in self.harmless:
                return True
            host = host.partition(".")[2]
        return False


def how(signature: Signature, mention: Mention) -> How:
    """How a recognised thing is there: as its record says, else by the kind of mention.

    Code that opens an address is a link, and so are the address in a vCard and the one that the address of a link
    carries; code that puts it into the page is an embed.
    """
    if signature.how:
        return signature.how
    if signature.kind is Kind.PHONE:
        return _HOW_NUMBERS.get(mention.type, How.TEXT)
    if "wrapped-in" in mention.attrs and mention.where.excerpt[:2].lower() == "<a":
        return How.LINK
    if mention.type is MentionType.CODE and _is_opened(mention):
        return How.LINK
    return _HOW.get(mention.type, How.EMBED)


def _is_opened(mention: Mention) -> bool:
    address = parse(mention.url)
    if address is None:
        return False
    before = mention.text[: max(mention.text.find(address.host), 0)][-OPENER_REACH:]
    return any(opener in before for opener in OPENERS) or _OF_CARD.search(before) is not None


def load(folders: Iterable[Path] = ()) -> Signatures:
    """The built-in signatures and those in `*.toml` of `folders` (a folder, or a single file).

    Raises FileError for what cannot be read, SignatureError for data that does not hold what it must.
    """
    built_in = sorted(BUILT_IN.glob("*.toml"))
    known = {file.resolve() for file in built_in}
    own = [file for folder in folders for file in _files(folder) if file.resolve() not in known]
    return build(read(own, read(built_in)))


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return [folder]
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise FileError("no signatures in", str(folder), "put *.toml files there, or leave out --signatures")
    return files


def build(data: Data) -> Signatures:
    """Signatures of checked data; raises SignatureError for names that lead nowhere and patterns that cannot work."""
    shapes = {name: _shape(f"shapes.{name}", text) for name, text in data.shapes.items()}
    placeholders = tuple(_shape("placeholders", text) for text in data.placeholders)
    rules = [rule for signature in data.signatures for rule in _rules(signature, shapes, data)]
    keywords = _shortest((*data.keywords, *(word for rule in rules for word in _keywords(rule))))
    content = (data.shapes, data.hosts, data.placeholders, data.keywords, data.harmless, data.signatures)
    return Signatures(
        data.signatures,
        keywords,
        data.harmless,
        hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()[:16],
        Index((rule for rule in rules if not rule.sign.weak), data.hosts, placeholders),
        Index((rule for rule in rules if rule.sign.beside and not rule.sign.weak), data.hosts, placeholders),
        Index((rule for rule in rules if rule.sign.weak), data.hosts, placeholders),
        _shortest(p.keyword for rule in rules if rule.sign.weak or rule.sign.beside for p in rule.paths),
        frozenset(
            name for rule in rules if rule.sign.weak and isinstance(rule.sign.host, tuple) for name in rule.sign.host
        ),
        frozenset(
            name.removeprefix("*.") for rule in rules if isinstance(rule.sign.host, tuple) for name in rule.sign.host
        ),
        tuple(dict.fromkeys(name for signature in data.signatures for name in signature.names)),
        {signature.id: signature for signature in data.signatures},
        data.origins,
    )


def _shape(key: str, text: str) -> re.Pattern[str]:
    try:
        return compile_shape(text)
    except PatternError as error:
        raise problem("signature files", "", f"{key}: {error}") from None


def _rules(signature: Signature, shapes: Shapes, data: Data) -> Iterator[Rule]:
    file = data.origins[signature.id]
    samples = [sample for sample in (*signature.hits, *signature.misses) if isinstance(sample, Sample)]
    others = {
        "joins": signature.joins,
        "also": tuple(other for sample in samples for other in sample.also),
        "record.beside": tuple(other for sign in signature.record for other in sign.beside),
    }
    for key, identifiers in others.items():
        for identifier in identifiers:
            if identifier not in data.origins:
                raise problem(file, signature.id, f"{key}: no signature {identifier}")
    for number, sign in enumerate(signature.sign):
        try:
            rule = compile_sign(signature, sign, shapes)
        except PatternError as error:
            raise problem(file, signature.id, f"sign[{number}].{error}") from None
        if sign.weak and sign.teaches:
            raise problem(file, signature.id, f"sign[{number}].weak: what proves little cannot teach")
        if not _can_be_filed(rule):
            text = "needs a host, a path with a literal part, an attribute or a text"
            raise problem(file, signature.id, f"sign[{number}]: {text}")
        yield rule


def _can_be_filed(rule: Rule) -> bool:
    anywhere = rule.sign.host in ("any", "foreign")
    if rule.paths:
        return not anywhere or all(pattern.key for pattern in rule.paths)
    return bool(rule.attrs or rule.text) or not anywhere


def _keywords(rule: Rule) -> tuple[str, ...]:
    """What the address or the attributes of a mention must contain for `rule` to fit, if it may be in scope."""
    sign = rule.sign
    if sign.keywords:
        return tuple(word.lower() for word in sign.keywords)
    if sign.host != "any":
        return ()
    if rule.paths:
        return tuple(pattern.keyword for pattern in rule.paths)
    if not rule.attrs:
        return ()
    first = rule.attrs[0]
    if first.condition is None or first.shapes:
        return (first.name,)
    return tuple(word.lower() for word in (*first.condition.equals, *first.condition.contains))


def _shortest(words: Iterable[str]) -> tuple[str, ...]:
    """The words without those that hold another one."""
    kept: list[str] = []
    for word in sorted(set(words), key=lambda word: (len(word), word)):
        if not any(other in word for other in kept):
            kept.append(word)
    return tuple(sorted(kept))
