"""What is cut out of a document to be kept: on one line, redacted, short. What runs over an end is redacted whole."""

import html
import re

from lxml import etree

from scanner import urls
from scanner.personal import REDACTED

EXCERPT = 300
_VALUE = 500
_SPARE = 200
"""How far beyond a cut the text is looked at, so that half a mail address is seen to be one."""

_LOOK = _VALUE + _SPARE
_CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]+"
)
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[a-zA-Z_-]*(?:\d{1,6}[a-zA-Z_-]*)?", re.ASCII)
_ATTRIBUTE = re.compile(r"(?<![^\s\"'<>/=])([^\s\"'<>/=]++)(\s*+=\s*+)(\"[^\"]*+\"|'[^']*+'|[^\s\"'>]++)")
_PLAIN = frozenset({"class", "rel", "type", "width", "height", "sizes", "loading", "target", "lang", "media"})
_BUTTONS = ("button", "submit", "reset", "image")


def attributes(element: etree._Element) -> dict[str, str]:
    """The attributes of an element of an HTML document, in order, names in lower case."""
    return dict(element.items())  # type: ignore[arg-type]  # lxml gives bytes for no HTML document


def clean(text: str, longest: int) -> str:
    """`text` on one line, without control and direction characters, cut to `longest` characters."""
    if len(text) > 4 * longest:
        text = text[: 4 * longest]
    if text.isprintable() and "  " not in text:
        return text.strip()[:longest]
    return _SPACES.sub(" ", _CONTROL.sub(" ", text)).strip()[:longest]


def brief(text: str, longest: int) -> str:
    """`text` on one line, redacted, cut to `longest` characters."""
    if len(text) < 28 and _WORD.fullmatch(text):
        return text
    return piece(clean(text, longest + 2 * _SPARE), 0, longest)[:longest]


def piece(text: str, start: int, end: int) -> str:
    """`text` from `start` to `end`, redacted. What runs over an end is redacted as a whole before it is cut off."""
    start = max(0, start)
    first, last = max(0, start - _SPARE), min(len(text), end + _SPARE)
    whole = urls.redact_text(text[first:last])
    before = start - first
    if before and len(whole) != last - first:
        before = len(urls.redact_text(text[first:start]))
    behind = _SPARE if last < len(text) else 0
    return whole[before : max(0, min(before + end - start, len(whole) - behind))]


def excerpt_at(text: str, start: int, end: int) -> str:
    """What stands around `start`…`end` in `text`, cleaned, redacted, cut to 300 characters."""
    spare = max(0, EXCERPT - (end - start))
    begin = max(0, start - spare // 3)
    return clean(piece(text, begin, begin + EXCERPT), EXCERPT)


def is_plain(value: str) -> bool:
    """Whether a name can stand in a locator: short, of visible characters, and not about a person."""
    return len(value) <= 80 and value.isprintable() and urls.redact_text(value) == value


def kept_attributes(element: etree._Element) -> dict[str, str]:
    """The attributes of an element, redacted and cut to 500 characters."""
    fills = _is_filled(element)
    return {name: _cut(_kept(name, value[:_LOOK], fills), len(value)) for name, value in attributes(element).items()}


def _cut(kept: str, length: int) -> str:
    """What is kept of an attribute value of this length, without the end at which it was cut off."""
    return kept[: min(_VALUE, max(0, len(kept) - _SPARE))] if length > _LOOK else kept[:_VALUE]


def _is_filled(element: etree._Element) -> bool:
    """Whether it is a field whose value people, or the site in their name, fill in."""
    return element.tag == "input" and (element.get("type") or "").lower() not in _BUTTONS


def _kept(name: str, value: str, fills: bool) -> str:
    """What stays of an attribute value; of what is filled into a field only an address."""
    if name in _PLAIN:
        return value
    if fills and name == "value" and "//" not in value:
        return REDACTED if value else ""
    return urls.redact_value(name, value)


def start_tag(element: etree._Element) -> str:
    """The start tag of an element, written anew and redacted."""
    kept = " ".join(f'{name}="{value.replace(chr(34), "&quot;")}"' for name, value in kept_attributes(element).items())
    return f"<{element.tag} {kept}>" if kept else f"<{element.tag}>"


def tag_as_written(element: etree._Element, written: str) -> str:
    """The start tag of an element as written, with the values of its attributes redacted."""
    fills = _is_filled(element)

    def redact(attribute: re.Match[str]) -> str:
        name, equals, value = attribute.groups()
        quote = value[0] if value[0] in "\"'" else ""
        plain = html.unescape(value.strip(quote) if quote else value)
        kept = _kept(name.lower(), plain, fills)
        if kept == plain:
            return attribute[0]
        spelled = html.escape(kept, quote=False).replace(quote, "&quot;") if quote else html.escape(kept)
        return f"{name}{equals}{quote}{spelled}{quote}"

    return _ATTRIBUTE.sub(redact, written)


def is_tag_of(element: etree._Element, written: str) -> bool:
    """Whether a start tag as written is that of an element: the same name, and the same values of all attributes."""
    name = str(element.tag)
    if written[1 : len(name) + 1].lower() != name:
        return False
    values: dict[str, str] = {}
    for attribute in _ATTRIBUTE.finditer(written):
        key, _, value = attribute.groups()
        values.setdefault(key.lower(), html.unescape(value[1:-1] if value[0] in "\"'" else value))
    return {k: v for k, v in values.items() if v} == {k: v for k, v in attributes(element).items() if v}
