"""What script code names: wanted addresses in every spelling, and keywords that no address explains."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scanner import addresses, urls
from scanner.lens import Lens, Target
from scanner.model import State

_AROUND = 300
_NAMESPACES = frozenset({"www.w3.org", "schema.org", "ogp.me", "purl.org", "gmpg.org", "rdfs.org", "xmlns.com"})
"""Hosts that stand in code as names of vocabularies; nobody goes there."""


@dataclass(frozen=True, slots=True)
class InCode:
    """An address, or a keyword, in code: from where to where it is written, and the code around it."""

    url: str
    start: int
    end: int
    text: str
    state: State
    attrs: Mapping[str, str]


def code_mentions(code: str, base: str, lens: Lens, keys: tuple[str, ...], state: State) -> Iterator[InCode]:
    """Wanted addresses in code on a page at `base`, and the first place of every keyword that none of them explains."""
    if not keys and "//" not in code and "\\" not in code and "%2" not in code and "&" not in code:
        return
    text = addresses.joined(code)
    comments: list[tuple[int, int]] | None = None
    seen: set[tuple[str, State]] = set()
    spans: list[tuple[int, int]] = []
    for url, start, end, attrs in _addresses_in(text.text, base, lens, keys):
        begin, stop = text.original(start), text.original(end)
        if comments is None:
            comments = addresses.comments(code)
        found = State.INERT if any(a <= begin < b for a, b in comments) else state
        spans.append((begin - _AROUND, stop + _AROUND))
        if (url, found) not in seen:
            seen.add((url, found))
            yield InCode(url, begin, stop, _around(code, begin, stop), found, attrs)
    for key in keys:
        match = next(
            (m for m in re.finditer(re.escape(key), code, re.IGNORECASE) if not _within(m.start(), spans)), None
        )
        if match is not None:
            if comments is None:
                comments = addresses.comments(code)
            found = State.INERT if _within(match.start(), comments) else state
            spans.append((match.start() - _AROUND, match.end() + _AROUND))
            yield InCode("", match.start(), match.end(), _around(code, match.start(), match.end()), found, {})


def _within(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


def _around(code: str, start: int, end: int) -> str:
    return urls.redact_text(code[max(0, start - _AROUND) : end + _AROUND])


def _addresses_in(
    text: str, base: str, lens: Lens, keys: tuple[str, ...]
) -> list[tuple[str, int, int, Mapping[str, str]]]:
    """Wanted addresses in code, in order: address, bounds, further attributes."""
    found: list[tuple[str, int, int, Mapping[str, str]]] = []
    for address in addresses.find(text):
        found += [(url, address.start, address.end, attrs) for url, attrs in _wanted(address.address, base, lens)]
    for inner, start in addresses.base64_in_code(text) if "aHR0c" in text or "PG" in text or "PH" in text else ():
        for address in addresses.find(inner):
            found += [(url, start, start + 1, attrs) for url, attrs in _wanted(address.address, base, lens)]
    taken = [(start, end) for _, start, end, _ in found]
    for key in keys:
        for match in re.finditer(re.escape(key), text, re.IGNORECASE):
            literal = None if _within(match.start(), taken) else addresses.literal_around(text, match.start())
            if literal is None:
                continue
            written = addresses.unescape(text[slice(*literal)])
            if "/" in written and "//" not in written and not addresses.is_template(written):
                taken.append(literal)
                target = lens.target(base, written)
                if target is not None:
                    found.append((target.href, *literal, {}))
    return sorted(found, key=lambda entry: entry[1])


def _wanted(address: str, base: str, lens: Lens) -> Iterator[tuple[str, Mapping[str, str]]]:
    target = lens.target(base, address)
    if target is None:
        return
    if target.wanted and target.netloc not in _NAMESPACES:
        yield target.href, {}
    yield from carried(target, base, lens)


def carried(target: Target, base: str, lens: Lens) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Wanted addresses that an address carries, each with the attribute that says so."""
    if target.carries:
        for inner in addresses.wrapped(target.href):
            within = lens.target(base, inner)
            if within is not None and within.wanted:
                yield within.href, {"wrapped-in": urls.redact(target.href)}
