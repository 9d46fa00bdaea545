"""Where an element stands in its document, so that a person finds it again."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from lxml import etree

from scanner.extract.excerpts import EXCERPT, attributes, brief, clean, is_plain, is_tag_of, start_tag, tag_as_written
from scanner.extract.markup import HANDLES
from scanner.mentions import Element, MentionType

LABEL = 120
_ANCESTORS = 60
_STEPS = 100
_FEW = 3
_ANCHORS = {"id": "{tag}#{value}", "data-id": '{tag}[data-id="{value}"]'}
_OUTSIDE = ("html", "body")
_ENDS = ("html", "body", "head")

_NAME = re.compile(r"[a-zA-Z_][\w-]*", re.ASCII)
_NOT_IDENT = re.compile(r"[^\w-]", re.ASCII)
_START_TAG = re.compile(r"<[a-zA-Z](?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>")
_AMPERSANDS = ("&amp;", "&#038;", "&#38;")
_FAR = 500_000
_FAR_TAG = 4_000
_TRIES = 20
"""How far a start tag is looked for, and how often, so that hostile documents cost no more than their size."""


def is_comment(node: etree._Element) -> bool:
    """Whether a node of the tree is a comment; its text is the comment's."""
    return node.tag is etree.Comment  # type: ignore[comparison-overlap]  # the stubs know only names as tags


def words(element: etree._Element) -> str:
    """The words in an element, else those that describe it."""
    pieces: list[str] = []
    length = 0
    for piece in element.itertext(etree.Element):
        pieces.append(str(piece))
        length += len(piece)
        if length > 4 * LABEL:
            break
    return brief("".join(pieces), LABEL)


def label(element: etree._Element, kind: MentionType) -> str:
    """The words on a link or button, else those that describe an element to people who cannot see it."""
    if kind is MentionType.LINK or element.tag == "button":
        written = words(element)
        if written:
            return written
    for name in ("aria-label", "title", "alt", "value"):
        described = element.get(name)
        if described:
            return brief(described, LABEL)
    image = next(iter(element.iter("img")), None) if kind is MentionType.LINK else None
    return brief(image.get("alt") or "", LABEL) if image is not None else ""


def line_numbers(text: str) -> Callable[[int], int]:
    """Gives the line, counted from 1, of a position in `text`."""
    ends = [match.start() for match in re.finditer("\n", text)]
    return lambda position: bisect_left(ends, position) + 1


class Places:
    """Locators, ancestors and start tags of the elements of one document; what was worked out once is kept."""

    def __init__(self, root: etree._Element, source: str) -> None:
        self._root = root
        self._source = source
        self._cursor = 0
        self._asked = 0
        self._counts: Counter[tuple[str, str | None]] = Counter()
        self._anchors: dict[etree._Element, str] = {}
        self._numbers: dict[etree._Element, dict[etree._Element, str]] = {}
        self._elements: dict[etree._Element, Element] = {}
        self._chains: dict[etree._Element, tuple[Element, ...]] = {}
        self._paths: dict[etree._Element, str] = {}

    def selector(self, element: etree._Element) -> str:
        """A short CSS selector that selects exactly this element; of a path of hundreds of steps the last hundred."""
        steps: list[str] = []
        node: etree._Element | None = element
        while node is not None and len(steps) < _STEPS:
            anchor = self._anchors.get(node)
            if anchor is None:
                anchor = self._anchors[node] = self._anchor(node)
            if anchor:
                steps.append(anchor)
                break
            parent = node.getparent()
            if node.tag == "template" and node.get("shadowrootmode") and steps:
                break
            steps.append(str(node.tag) if parent is None else self._step(parent, node))
            if node.tag in ("body", "head"):
                break
            node = parent
        return " > ".join(reversed(steps))

    def path(self, element: etree._Element) -> str:
        """The same as `selector`, quicker for many elements that stand near each other."""
        steps: list[etree._Element] = []
        node = element
        while (found := self._paths.get(node)) is None:
            parent = node.getparent()
            if parent is None or parent.tag == "template" or node.tag in _ENDS or node.get("id") or node.get("data-id"):
                found = self._paths[node] = self.selector(node)
                break
            steps.append(node)
            node = parent
            if len(steps) > _STEPS:
                return self.selector(element)
        for one in reversed(steps):
            parent = one.getparent()
            found = self._paths[one] = f"{found} > {self._step(parent, one)}" if parent is not None else found
        return found if found.count(" > ") < _STEPS else self.selector(element)

    def hosts(self, element: etree._Element) -> list[str]:
        """Selectors of the elements whose shadow roots it stands in, the outermost first."""
        around = [t.getparent() for t in element.iterancestors("template") if t.get("shadowrootmode")]
        return [self.selector(host) for host in reversed(around) if host is not None]

    def _anchor(self, element: etree._Element) -> str:
        """A selector by an id that occurs once, "" if the element has none."""
        for name, form in _ANCHORS.items():
            value = element.get(name)
            if value and is_plain(value) and self._is_unique(name, value):
                tag = str(element.tag) if _NAME.fullmatch(str(element.tag)) else ""
                escaped = _identifier(value) if name == "id" else _NOT_IDENT.sub(_escape, value)
                return form.format(tag=tag, value=escaped)
        return ""

    def _is_unique(self, name: str, value: str) -> bool:
        if self._asked < _FEW:
            self._asked += 1
            return bool(self._root.xpath(f"count(//*[@{name}=$value]) = 1", value=value))
        if not self._counts:
            self._counts = Counter(
                (key, node.get(key)) for node in self._root.iter(etree.Element) for key in _ANCHORS if node.get(key)
            )
        return self._counts[name, value] == 1

    def _step(self, parent: etree._Element, element: etree._Element) -> str:
        numbers = self._numbers.get(parent)
        if numbers is None:
            numbers = self._numbers[parent] = dict(_numbered(parent))
        return numbers[element]

    def ancestors(self, element: etree._Element) -> tuple[Element, ...]:
        """The elements around it, from the outermost below body to its parent; of very deep ones the nearest 60."""
        parent = element.getparent()
        if parent is None:
            return ()
        chain = self._chains.get(parent)
        if chain is None:
            around = islice((node for node in _outward(parent) if node.tag not in _OUTSIDE), _ANCESTORS)
            chain = self._chains[parent] = tuple(self._element(node) for node in around)[::-1]
        return chain

    def _element(self, node: etree._Element) -> Element:
        known = self._elements.get(node)
        if known is None:
            known = self._elements[node] = describe(node)
        return known

    def tag(self, element: etree._Element, value: str) -> str:
        """The start tag as written in the source, where the next one that holds `value` can be told; else anew."""
        written = self._written(element, value)
        if not written:
            return clean(start_tag(element), EXCERPT)
        return clean(tag_as_written(element, written), EXCERPT)

    def _written(self, element: etree._Element, value: str) -> str:
        for raw in (value, *(value.replace("&", spelled) for spelled in _AMPERSANDS)) if "&" in value else (value,):
            at = self._find(raw, self._cursor)
            for _ in range(_TRIES):
                if at < 0:
                    break
                start = self._source.rfind("<", max(0, at - _FAR_TAG), at)
                match = _START_TAG.match(self._source, start, at + _FAR_TAG) if start >= 0 else None
                if match and match.end() > at and is_tag_of(element, match[0]):
                    self._cursor = at
                    return match[0]
                at = self._find(raw, at + 1)
        return ""

    def _find(self, value: str, start: int) -> int:
        return self._source.find(value, start, start + _FAR) if value else -1


def _outward(element: etree._Element) -> Iterator[etree._Element]:
    """An element and those around it, from the inside."""
    yield element
    yield from element.iterancestors()


def describe(node: etree._Element) -> Element:
    """An element reduced to what a builder or a person knows it by."""
    handles = tuple((name, brief(value, LABEL)) for name, value in attributes(node).items() if name in HANDLES)
    classes = tuple(clean(node.get("class") or "", 500).split())
    return Element(str(node.tag), brief(node.get("id") or "", LABEL), classes, handles)


def _numbered(parent: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The children with their steps in a selector: `div:nth-of-type(2)`, or `div` for the only one."""
    children = list(parent.iterchildren(etree.Element))
    totals: dict[str, int] = {}
    for child in children:
        totals[str(child.tag)] = totals.get(str(child.tag), 0) + 1
    seen: dict[str, int] = {}
    for position, child in enumerate(children, 1):
        tag = str(child.tag)
        seen[tag] = seen.get(tag, 0) + 1
        if not _NAME.fullmatch(tag):
            yield child, f"*:nth-child({position})"
        else:
            yield child, tag if totals[tag] == 1 else f"{tag}:nth-of-type({seen[tag]})"


def _identifier(value: str) -> str:
    """`value` as a CSS identifier."""
    if value[0].isdigit() or (value[0] == "-" and (len(value) == 1 or value[1].isdigit())):
        return f"\\{ord(value[0]):x} " + _NOT_IDENT.sub(_escape, value[1:])
    return _NOT_IDENT.sub(_escape, value)


def _escape(character: re.Match[str]) -> str:
    code = ord(character[0])
    return character[0] if code >= 0x80 else f"\\{code:x} "
