"""A report read back as a browser would read it: elements, attributes and words."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html


@dataclass(frozen=True)
class Element:
    tag: str
    attributes: tuple[tuple[str, str], ...]
    text: str

    def __getitem__(self, name: str) -> str:
        return dict(self.attributes)[name]


def elements(page: str, path: str = "//*") -> tuple[Element, ...]:
    """The elements of `page` that the XPath `path` selects, in document order."""
    nodes: list[html.HtmlElement] = html.document_fromstring(page).xpath(path)  # type: ignore[assignment] # elements
    return tuple(
        Element(str(node.tag), _attributes(node), " ".join(str(node.text_content()).split())) for node in nodes
    )


def skeleton(page: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Tag and attribute names of everything in `page`, comments included, in document order."""
    return tuple(_bones(html.document_fromstring(page)))


def _attributes(node: html.HtmlElement) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in node.attrib.items())


def _bones(root: html.HtmlElement) -> Iterator[tuple[str, tuple[str, ...]]]:
    for node in root.iter():
        yield (node.tag, tuple(map(str, node.attrib))) if isinstance(node.tag, str) else ("comment", ())
