"""What a visitor sees of a page, to tell whether that is what is seen at an address that cannot exist.

Two visits of one page differ in small things: the address that is printed, the time, a number that was drawn. So the
address of either is left out of both, and whatever holds a digit in a text, or in the query of an address, counts as
the same number. What was recognised stays what it is.
"""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote

from scanner.mentions import Reading
from scanner.model import Page
from scanner.traces import PageTraces
from scanner.urls import parse, route
from spiders.challenges import words

_NUMBER = re.compile(r"[\w-]*\d[\w-]*")
_LETTER = re.compile(r"\w")
_SHADOW = re.compile(r"<template(?=\s+shadowrootmode)", re.IGNORECASE)
_PLACE = re.compile(r"(https?://[^/?#]*)([^?#]*)")


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown at `url`: words, the addresses that it names, and what of the CRM's was recognised on it."""

    url: str
    words: str
    names: frozenset[str]
    things: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, page: Page, reading: Reading, traces: PageTraces, url: str) -> Self:
        """What `page` shows, which is at `url`."""
        named = (*(mention.url for mention in reading.mentions), *(frame.url for frame in page.frames), *reading.links)
        things = frozenset((match.signature, match.value) for match in traces.matches)
        return cls(url, words(_SHADOW.sub("<div", page.html)), frozenset(named), things)

    def is_nothing_but(self, other: "Shown") -> bool:
        """Whether it says what the other page says, and names nothing that the other does not name."""
        own = _own(self.url, other.url)
        if not self.things <= other.things or _plain(self.words, own) != _plain(other.words, own):
            return False
        return {_name(name, own) for name in self.names} <= {_name(name, own) for name in other.names}


def _own(*urls: str) -> re.Pattern[str]:
    """What pages at these addresses may print of them: whole, in parts, as words."""
    parts = {part for url in urls for part in _parts(url) if part}
    longest = sorted(parts, key=lambda part: (-len(part), part))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)" if parts else r"(?!)", re.IGNORECASE)


def _parts(url: str) -> set[str]:
    address = parse(url)
    if address is None:
        return {url}
    path, query, fragment = unquote(address.path), unquote(address.query), unquote(route(url)).lstrip("#!")
    both = f"{path}?{query}" if query else path
    pieces = re.split(r"[/?&=]", f"{both}{fragment}".replace("+", " "))
    spoken = (re.sub(r"[-_.]+", " ", piece).strip() for piece in pieces)
    whole = (address.href, unquote(address.href), both, path, path.strip("/"), query, fragment)
    return {text for text in (*whole, *pieces, *spoken) if text.strip("/")}


def _plain(text: str, own: re.Pattern[str]) -> str:
    """A text without the address of its page, with one sign for whatever may be another one the next time."""
    return " ".join(word for word in _NUMBER.sub("0", own.sub("", text)).split() if _LETTER.search(word))


def _name(name: str, own: re.Pattern[str]) -> str:
    place = _PLACE.match(name)
    if place is None:
        return name
    path, rest = (unquote(unquote(part)) for part in (place[2], name[place.end() :]))
    return f"{place[1]}{own.sub('', path)} {_plain(rest, own)}"
