"""Tags read from the source of a page, in the plainest form only: what is written in another way is no such tag.

A parser may take a source for something else than a browser does. What is read here stands in the source as it is, so
that nothing can hide in it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

_ATTRIBUTE = r"""\s+{0}[a-z][\w:.-]*+){1}\s*=\s*{0}"[^"]*"|'[^']*'|[^\s"'<>=`]++))?"""
_NAME_AND_VALUE = re.compile(_ATTRIBUTE.format("(", "(?:"), re.IGNORECASE)
_ATTRIBUTES = f"(?>{_ATTRIBUTE.format('(?:', '(?>')})*+"
_PLAIN_SCRIPT = re.compile(rf"<script({_ATTRIBUTES})\s*/?>\s*</script\s*>", re.IGNORECASE)
_LINK = re.compile(r"<link\b", re.IGNORECASE)
_PLAIN_LINK = re.compile(rf"<link({_ATTRIBUTES})\s*/?>", re.IGNORECASE)
_SHEET = re.compile(r"stylesheet", re.IGNORECASE)
_IMPORT = re.compile(r"""@import\s*(?:url\(\s*)?["']?\s*([^"')\s;]+)""", re.IGNORECASE)

LONGEST = 2000
"""So far behind the beginning of a tag that is not plain is looked for what it may say."""

ALLOWED = frozenset(
    {
        *("src", "integrity", "crossorigin", "type", "async", "defer", "nomodule", "referrerpolicy", "nonce"),
        *("id", "class", "title", "fetchpriority", "blocking", "charset"),
    }
)
"""What may stand on a script element beside `data-…` without making it something else than a file that runs."""

TYPES = frozenset({"", "text/javascript", "application/javascript", "module"})
CHARSETS = frozenset({"", "utf-8", "utf8"})


@dataclass(frozen=True, slots=True)
class File:
    """A file that a tag loads: its address as it is written there, and what its content must be."""

    ref: str
    integrity: str = ""


def script_file(html: str, start: int) -> File | None:
    """The file that the script element at `start` runs, if it is in the plainest form and runs nothing else."""
    found = _PLAIN_SCRIPT.match(html, start)
    attributes = _attributes(found[1]) if found else None
    if attributes is None or not attributes.get("src", "").strip():
        return None
    if not all(name in ALLOWED or name.startswith("data-") for name in attributes):
        return None
    if attributes.get("type", "").strip().lower() not in TYPES:
        return None
    if attributes.get("charset", "").strip().lower() not in CHARSETS:
        return None
    return File(attributes["src"].strip(), attributes.get("integrity", ""))


def sheets(html: str) -> Iterator[File | None]:
    """The style sheets that a page loads; None for a tag that may load one and does not show which."""
    for start in (found.start() for found in _LINK.finditer(html)):
        found = _PLAIN_LINK.match(html, start)
        attributes = _attributes(found[1]) if found else None
        if attributes is None:
            if _SHEET.search(html, start, start + LONGEST):
                yield None
        elif "stylesheet" in attributes.get("rel", "").lower().split():
            yield File(attributes.get("href", "").strip(), attributes.get("integrity", ""))
    for imported in _IMPORT.finditer(html):
        yield File(unescape(imported[1]))


def _attributes(text: str) -> Mapping[str, str] | None:
    """The attributes in a tag; None if one is there twice."""
    attributes: dict[str, str] = {}
    for name, value in _NAME_AND_VALUE.findall(text):
        if name.lower() in attributes:
            return None
        attributes[name.lower()] = unescape(value[1:-1] if value[:1] in ("'", '"') else value)
    return attributes
