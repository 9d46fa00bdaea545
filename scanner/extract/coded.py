"""What script code names: wanted addresses in every spelling, and keywords that no address explains."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scanner import urls
from scanner.extract import addresses, wrapping
from scanner.extract.built import built
from scanner.extract.excerpts import piece
from scanner.extract.lens import Lens, Target
from scanner.extract.lexing import Spans, comments
from scanner.model import State

_AROUND = 300
_OCCURRENCES = 500
"""How many occurrences of one keyword are looked at in one script."""

_BASE64 = ("aHR0c", "PG", "PH", "atob")
_SIGNS = ("//", "\\", "%2", "%3", "&", *_BASE64)
"""Code without any of these holds no address."""

_RELATIVE = re.compile(r"(?!//)(?:[\w~.@:,;+!-]|%[0-9a-fA-F]{2}|/(?!/))+(?:[?#].*)?", re.DOTALL)
"""What is written as a path; a regular expression that matches paths is none."""

_BARE = re.compile(r"[^/]+//[^/]+(?:/(?:.*/)?)?")
"""An address that may be continued."""

_ODD = re.compile(r"//:s?ptth|fromCharCode\(|[\"'`]https?:/?[\"'`]")
"""Pieces of an address that alone are none."""

_NAMESPACES = frozenset({"www.w3.org", "schema.org", "ogp.me", "purl.org", "gmpg.org", "rdfs.org", "xmlns.com"})
"""Hosts that stand in code as names of vocabularies; nobody goes there."""


@dataclass(frozen=True, slots=True)
class InCode:
    """An address, or a keyword ("" for its address), in code: where it is written, and the code around it."""

    url: str
    start: int
    end: int
    text: str
    state: State
    attrs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Written:
    """A wanted address and where it is written."""

    url: str
    start: int
    end: int
    attrs: Mapping[str, str] = field(default_factory=dict)


def code_mentions(code: str, base: str, lens: Lens, keys: tuple[str, ...], state: State) -> Iterator[InCode]:
    """Wanted addresses in code on a page at `base`, and the first place of each of `keys` that none of them explains.

    What stands in a comment is inert, all else is `state`.
    """
    if not keys and not any(sign in code for sign in _SIGNS) and not _ODD.search(code):
        return
    joined = addresses.joined(code)
    found = wanted_in(joined.text, base, lens, keys)
    if keys or _ODD.search(code) or any(_BARE.fullmatch(one.url) for one in found):
        found = _with_built(found, joined.text, base, lens)
    if not found and not keys:
        return
    unread = Spans(comments(code))
    seen: set[tuple[str, State]] = set()
    explained: list[tuple[int, int]] = []
    for one in found:
        start, end = joined.original(one.start), joined.original(one.end)
        own = State.INERT if start in unread else state
        explained.append((start - _AROUND, end + _AROUND))
        if (one.url, own) not in seen:
            seen.add((one.url, own))
            yield InCode(one.url, start, end, _around(code, start, end), own, one.attrs)
    for key in keys:
        near = Spans(explained)
        place = next((m.span() for m in _occurrences(key, code) if m.start() not in near), None)
        if place is not None:
            explained.append((place[0] - _AROUND, place[1] + _AROUND))
            yield InCode("", *place, _around(code, *place), State.INERT if place[0] in unread else state, {})


def _with_built(found: list[Written], code: str, base: str, lens: Lens) -> list[Written]:
    """Also the wanted addresses that code puts together, without the pieces that they begin with."""
    known = {one.url for one in found}
    more = [
        Written(url, one.start, one.end, attrs)
        for one in built(code)
        for url, attrs in _wanted(one.address, base, lens)
        if url not in known
    ]
    whole = tuple(one.url for one in more)
    pieces = (one for one in found if not (_BARE.fullmatch(one.url) and any(u.startswith(one.url) for u in whole)))
    return sorted([*pieces, *more], key=lambda one: one.start) if more else found


def _occurrences(key: str, text: str) -> Iterator[re.Match[str]]:
    found = re.finditer(re.escape(key), text, re.IGNORECASE)
    return (match for match, _ in zip(found, range(_OCCURRENCES), strict=False))


def _around(code: str, start: int, end: int) -> str:
    return piece(code, start - _AROUND, end + _AROUND)


def wanted_in(text: str, base: str, lens: Lens, keys: tuple[str, ...]) -> list[Written]:
    """Wanted addresses in code, in order; relative ones only where a keyword stands in them."""
    found = [
        Written(url, one.start, one.end, attrs)
        for one in addresses.find(text)
        for url, attrs in _wanted(one.address, base, lens)
    ]
    if any(sign in text for sign in _BASE64):
        found += [
            Written(url, start, start + 1, attrs)
            for inner, start in addresses.base64_in_code(text)
            for one in addresses.find(inner)
            for url, attrs in _wanted(one.address, base, lens)
        ]
    if keys:
        found += _relative(text, base, lens, keys, Spans((one.start, one.end) for one in found))
    return sorted(found, key=lambda one: one.start)


def _relative(text: str, base: str, lens: Lens, keys: tuple[str, ...], taken: Spans) -> list[Written]:
    """Quoted paths that hold a keyword."""
    places: dict[tuple[int, int], None] = {}
    for key in keys:
        for match in _occurrences(key, text):
            literal = None if match.start() in taken else addresses.literal_around(text, match.start())
            if literal is not None:
                places[literal] = None
    found: list[Written] = []
    for start, end in places:
        written = addresses.unescape(text[start:end])
        if "/" in written and _RELATIVE.fullmatch(written) and not addresses.is_template(written):
            target = lens.target(base, written)
            if target is not None and target.wanted:
                found.append(Written(target.href, start, end))
    return found


def _wanted(address: str, base: str, lens: Lens) -> Iterator[tuple[str, Mapping[str, str]]]:
    target = lens.target(base, address)
    if target is None:
        return
    if target.wanted and target.netloc not in _NAMESPACES:
        yield target.href, {}
    yield from carried(target, base, lens)


def carried(target: Target, base: str, lens: Lens) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Wanted addresses that an address carries, each with the attribute that says so."""
    if not target.carries:
        return
    outer = ""
    proxied = wrapping.is_proxy(target.netloc)
    for inner, bare in wrapping.wrapped(target.href, bare_paths=not target.inside):
        within = lens.target(base, inner)
        if within is not None and within.wanted and (proxied or not bare or lens.has_keyword(inner)):
            outer = outer or urls.redact(target.href)
            yield within.href, {"wrapped-in": outer}
