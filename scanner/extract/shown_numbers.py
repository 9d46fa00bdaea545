"""The telephone numbers that people see in a document, or call from it, each with where it stands.

Whatever lists numbers or compares them begins here: `shown_numbers` gives them with locator, surroundings and an
excerpt in which no other number can be read; `scanner.numbers` says whether two are the same. Countries and plans of
numbers are not known here: ten digits of a link are a number, and so is what is written as one in North America or
with a country code.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from lxml import etree

from scanner.extract.excerpts import EXCERPT, clean
from scanner.extract.locate import Places
from scanner.extract.parsing import floods, parse
from scanner.numbers import called, is_same, masked, tail, written
from scanner.personal import REDACTED
from scanner.urls import redact_text

_UNREAD = frozenset({"script", "style", "noscript", "template", "textarea", "head", "iframe", "noembed", "noframes"})
_WORDS = 1_000
_REACH = 40
_AROUND = 80
_DIGITS = re.compile(r"[+(]?\d(?:[^\w\[\]]{0,3}\d){6,}", re.ASCII)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Shown:
    """A number in a document: what a link calls, or the `nth` (from 1) in the words of an element.

    `locator` and `inside` say where, as in `scanner.model.Where`; `path` are the tags from the element outwards.
    `around` are the words that say what number it is, its own or else the nearest, with a `#` for each number. In
    `excerpt` this number can be read, and no other.
    """

    number: str
    calls: bool
    nth: int
    locator: str
    inside: str
    path: tuple[str, ...]
    around: str
    excerpt: str

    @property
    def tail(self) -> str:
        """The end of the number, which is the same however it is written."""
        return tail(self.number)


def shown_numbers(html: str, most: int) -> tuple[Shown, ...]:
    """The numbers of a document from its beginning to its end, at most so many. Never raises, whatever `html` holds.

    Of a document that nobody could parse in a bounded time there are none.
    """
    raw = html.replace("\0", "").encode("utf-8", "replace")
    root = None if floods(raw) else parse(raw)[0]
    return () if root is None else tuple(islice(_numbers(root, most), most))


def _numbers(root: etree._Element, most: int) -> Iterator[Shown]:
    places = Places(root, "")
    spots, words = _spots(root, most)
    for spot in spots:
        text = _text(words, spot)
        own = masked(text)
        yield Shown(
            spot.number,
            bool(spot.scheme),
            spot.nth,
            places.selector(spot.element),
            redact_text(" >> ".join(places.hosts(spot.element))),
            tuple(str(node.tag) for node in chain((spot.element,), spot.element.iterancestors())),
            own if _LETTER.search(own) else _neighbours(words, spot),
            clean(_excerpt(spot, text), EXCERPT),
        )


@dataclass(frozen=True, slots=True)
class _Spot:
    """A number at an element: what it calls by `scheme`, or the `nth` in its words, there from `start` to `end`.

    What is read there are the document's words from `first` to before `behind`.
    """

    number: str
    element: etree._Element
    first: int
    behind: int
    scheme: str = ""
    nth: int = 0
    start: int = 0
    end: int = 0


def _spots(root: etree._Element, most: int) -> tuple[list[_Spot], list[str]]:
    """The first numbers of a document in its order, and its words up to there, a piece for each run of text."""
    spots: list[_Spot] = []
    words: list[str] = []
    numbers: Counter[etree._Element] = Counter()
    links: dict[etree._Element, int] = {}
    unread = 0

    def read(text: str | None, element: etree._Element | None) -> None:
        if not text or unread or element is None:
            return
        words.append(text)
        for found in islice(written(text), most):
            numbers[element] += 1
            at = len(words)
            spots.append(
                _Spot(found.number, element, at - 1, at, nth=numbers[element], start=found.start, end=found.end)
            )

    for event, node in etree.iterwalk(root, events=("start", "end", "comment")):
        if len(spots) > most:
            break
        if event == "start":
            unread += _is_unread(node)
            link = None if unread else _link(node, len(words))
            if link is not None:
                links[node] = len(spots)
                spots.append(link)
            read(node.text, node)
            continue
        if event == "end":
            unread -= _is_unread(node)
            if node in links:
                spots[links[node]] = replace(spots[links[node]], behind=len(words))
        read(node.tail, node.getparent())
    return spots, words


def _link(element: etree._Element, at: int) -> _Spot | None:
    """The number that an element calls, if it calls one; its words are still to be read."""
    href = element.get("href") or "" if element.tag in ("a", "area") else ""
    number = called(href) if ":" in href else ""
    return _Spot(number, element, at, at, href.strip().partition(":")[0].lower()) if number else None


def _text(words: list[str], spot: _Spot) -> str:
    """The words of a link, else those around the number; of very many the nearest."""
    if spot.scheme:
        return " ".join(text[:_WORDS] for text in words[spot.first : min(spot.behind, spot.first + _REACH)])[:_WORDS]
    text = words[spot.first]
    return text[max(0, spot.start - _WORDS) : spot.end + _WORDS]


def _neighbours(words: list[str], spot: _Spot) -> str:
    """The nearest words before a number and behind it."""
    before = (masked(text[-_WORDS:]) for text in reversed(words[max(0, spot.first - _REACH) : spot.first]))
    behind = (masked(text[:_WORDS]) for text in words[spot.behind : spot.behind + _REACH])
    near = (next(filter(_LETTER.search, side), "") for side in (before, behind))
    return " # ".join(near).strip()


def _excerpt(spot: _Spot, text: str) -> str:
    if spot.scheme:
        return f'<a href="{spot.scheme}:{spot.number}">{legible(text, spot.number)}</a>'
    start = min(spot.start, _WORDS)
    end = start + spot.end - spot.start
    before, behind = legible(text[:start]), legible(text[end:])
    return f"{before[-_AROUND:]}{text[start:end]}{behind[:_AROUND]}"


def _is_unread(element: etree._Element) -> bool:
    """Whether nobody reads what stands in an element. A shadow root is no template."""
    return element.tag in _UNREAD and element.get("shadowrootmode") is None


def legible(text: str, number: str = "") -> str:
    """`text` redacted, and without any seven digits in a row, but for the places at which this number is written."""
    kept: list[str] = []
    end = 0
    for found in written(text) if number else ():
        if is_same(found.number, number):
            kept += _without_digits(text[end : found.start]), text[found.start : found.end]
            end = found.end
    return "".join((*kept, _without_digits(text[end:])))


def _without_digits(text: str) -> str:
    return _DIGITS.sub(REDACTED, redact_text(text))
