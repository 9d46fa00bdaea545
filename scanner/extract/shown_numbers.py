"""The telephone numbers that people see in a document, or call from it, each with where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from lxml import etree

from scanner.extract.excerpts import EXCERPT, clean, piece
from scanner.extract.locate import Places
from scanner.extract.parsing import floods, parse
from scanner.numbers import called, is_same, masked, tail, written
from scanner.urls import redact_text

_UNREAD = frozenset({"script", "style", "noscript", "template", "textarea", "head", "iframe", "noembed", "noframes"})
_CLIMB = 4
_WORDS = 300
_AROUND = 80
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Shown:
    """A number in a document: what a link calls, or the `nth` (from 1) in the words of an element.

    `locator` and `inside` say where, as in `scanner.model.Where`; `path` are the tags from the element outwards.
    `around` are the nearest words that say what number it is, with a `#` for each number. In `excerpt` this number can
    be read, and no other.
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
    return () if root is None else tuple(islice(_numbers(root), most))


def _numbers(root: etree._Element) -> Iterator[Shown]:
    places = Places(root, "")
    for element in root.iter(etree.Element):
        href = element.get("href") or "" if element.tag in ("a", "area") else ""
        number = called(href) if ":" in href else ""
        if number and not _is_unread(element):
            tag = f'<a href="{href.strip().partition(":")[0].lower()}:{number}">'
            yield _shown(places, element, number, 0, "", f"{tag}{legible(_text(element), number)}</a>")
        nth = 0
        for words in _pieces(element):
            for found in written(words):
                nth += 1
                if not _is_unread(element):
                    before, behind = words[: found.start], words[found.end :]
                    near = piece(before, len(before) - _AROUND, len(before)), words[found.start : found.end]
                    excerpt = "".join((*near, piece(behind, 0, _AROUND)))
                    yield _shown(places, element, found.number, nth, words, excerpt)


def _shown(places: Places, element: etree._Element, number: str, nth: int, words: str, excerpt: str) -> Shown:
    return Shown(
        number,
        not nth,
        nth,
        places.selector(element),
        redact_text(" >> ".join(places.hosts(element))),
        tuple(str(node.tag) for node in chain((element,), element.iterancestors())),
        _around(element, words),
        clean(excerpt, EXCERPT),
    )


def legible(text: str, number: str) -> str:
    """`text` redacted, but for the places at which this number is written."""
    kept: list[str] = []
    end = 0
    for found in written(text):
        if is_same(found.number, number):
            kept += redact_text(text[end : found.start]), text[found.start : found.end]
            end = found.end
    return "".join((*kept, redact_text(text[end:])))


def _pieces(element: etree._Element) -> Iterator[str]:
    """The words of an element itself, those in elements inside it left out."""
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _is_unread(element: etree._Element) -> bool:
    """Whether nobody reads what stands in an element. A shadow root is no template."""
    return any(
        node.tag in _UNREAD and node.get("shadowrootmode") is None
        for node in chain((element,), element.iterancestors())
    )


def _text(element: etree._Element) -> str:
    """What people read in an element, on one line; of very much the beginning."""
    pieces: list[str] = []
    length = 0
    for node in element.iter(etree.Element):
        skipped = node.tag in _UNREAD and node.get("shadowrootmode") is None
        pieces += ["" if skipped else node.text or "", "" if node is element else node.tail or ""]
        length += len(pieces[-1]) + len(pieces[-2])
        if length > _WORDS:
            break
    return " ".join(" ".join(pieces).split())


def _around(element: etree._Element, words: str) -> str:
    """A number's own sentence without it, else the words of the nearest element around that has some."""
    words = masked(words)
    node: etree._Element | None = element
    for _ in range(_CLIMB):
        if node is None or _LETTER.search(words):
            break
        words = masked(_text(node))
        node = node.getparent()
    return words if _LETTER.search(words) else ""
