"""Addresses inside text and code, in every spelling that text and code give them.

Plain, protocol-relative, `\\/`, `\\u002F`, `\\x2f`, `&#47;`, `%2F`; joined from adjacent string literals; in srcset
lists, refreshes and base64. Templates such as `${HOST}/form/${ID}` are no addresses.
Every pattern here runs in linear time over hostile text.
"""

import base64
import binascii
import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

_SLASH = r"(?:\\*/|\\+u002[fF]|\\+x2[fF]|&#(?:0*47|[xX]0*2[fF]);|&sol;)"
_COLON = r"(?::|\\+u003[aA]|\\+x3[aA]|&#(?:0*58|[xX]0*3[aA]);|&colon;)"
_BODY = r"(?:[^\s\"'`<>\\\x00-\x1f]|\\+/|\\+u[0-9a-fA-F]{4}|\\+x[0-9a-fA-F]{2})"
_SCHEME = r"(?:[hH][tT][tT][pP][sS]?|[wW][sS][sS]?)"
_ABSOLUTE = re.compile(rf"{_SCHEME}{_COLON}{_SLASH}{_SLASH}{_BODY}+")
_RELATIVE = re.compile(rf"(?<=[\"'`(=]){_SLASH}{_SLASH}(?=[\w\[]){_BODY}+")
_QUOTED_SLASHES = re.compile(rf"[\"'`(=]{_SLASH}{_SLASH}")
_ENCODED = re.compile(
    rf"{_SCHEME}(?:%(?:25)*3[aA](?:%(?:25)*2[fF]|/)|:%(?:25)*2[fF])(?:%(?:25)*2[fF]|/)[^\s\"'`<>\\&;,)]+"
)

_ESCAPE = re.compile(r"(?<!\\)\\+(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(/))")
_END = re.compile(r"[\s\"'`<>\\\x00-\x1f]")
_TEMPLATE = re.compile(r"\$\{|\{\{|\[\[|<%|%[sd](?![0-9a-fA-F])|\{\w*\}|#\{|__[A-Z_]+__")
_HOST = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?"
    r"(?:(?:[^./?#@:\[\]*]+\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+|\d{1,3})\.?|localhost|\[[0-9a-f:.]+\])(?::\d+)?(?=[/?#]|$)",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?…"
_JOINT = re.compile(r"([\"'`])\s*\+\s*([\"'`])")

LONGEST = 8192
"""Longer addresses in text are cut off there."""


@dataclass(frozen=True, slots=True)
class Found:
    """An address in a text: as it is meant, and from where to where it is written."""

    address: str
    start: int
    end: int


def find(text: str) -> Iterator[Found]:
    """Absolute and protocol-relative addresses in `text`, in order within each spelling."""
    folded = "://" in text or "//" in text
    if folded or "\\" in text or "&" in text:
        yield from _found(_ABSOLUTE, text)
        if _QUOTED_SLASHES.search(text):
            yield from _found(_RELATIVE, text)
    if "%2" in text or "%3" in text:
        yield from _found(_ENCODED, text)


def _found(pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    for match in pattern.finditer(text):
        address = meant(match[0])
        if address:
            yield Found(address, match.start(), match.end())


def meant(written: str) -> str:
    """The address that is meant by one written in text or code; "" if it is a template or has no whole host."""
    text = unescape(written[:LONGEST])
    for _ in range(3):
        if "://" in text[:9] or text.startswith("//"):
            break
        text = unquote(text)
    text = _END.split(text, maxsplit=1)[0]
    template = _TEMPLATE.search(text)
    if template is not None:
        cut = max(text.rfind(mark, 0, template.start()) for mark in "/?#&=")
        text = text[: cut + 1]
    text = text.rstrip(_TRAILING)
    while text.endswith(")") and text.count(")") > text.count("("):
        text = text[:-1].rstrip(_TRAILING)
    return text if _HOST.match(text) else ""


def unescape(text: str) -> str:
    """`text` without the escapes of JavaScript and JSON strings, and without HTML character references."""
    if "\\" in text:
        text = _ESCAPE.sub(_character, text)
    return html.unescape(text) if "&" in text else text


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else "/"


# --- code ------------------------------------------------------------------------------------------------------------

_NAVIGATES = re.compile(r"\bopen\s*\(|\blocation\b|\.href\s*=|\bnavigate\s*\(|\.push\s*\(|\bsubmit\s*\(")
_GOES_TO = re.compile(
    r"(?:\blocation(?:\.href)?\s*=|\blocation\.(?:assign|replace)\s*\(|\bopen\s*\()\s*([\"'`])([^\"'`\s]+)\1"
)
_QUOTES = "\"'`"


def navigates(code: str) -> bool:
    """Whether a handler opens or goes to an address."""
    return _NAVIGATES.search(code) is not None


def destinations(code: str) -> list[str]:
    """What a handler goes to, as written: the string after `location =`, `open(` and the like."""
    return [unescape(match[2]) for match in _GOES_TO.finditer(code)]


@dataclass(frozen=True, slots=True)
class Joined:
    """Code with adjacent string literals joined; `original` leads a position back to the code as written."""

    text: str
    cuts: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()

    def original(self, position: int) -> int:
        """Where the character at `position` stands in the code as written."""
        index = bisect_right(self.cuts, position)
        return position + (self.removed[index - 1] if index else 0)


def joined(code: str) -> Joined:
    """`code` with `'a' + 'b'` joined to `'ab'`, as far as the literals stand next to each other."""
    if "+" not in code:
        return Joined(code)
    pieces: list[str] = []
    cuts: list[int] = []
    removed: list[int] = []
    last = length = gone = 0
    for joint in _JOINT.finditer(code):
        if joint.start() > 0 and code[joint.start() - 1] in "\\(,=: \t\n":
            continue
        pieces.append(code[last : joint.start()])
        length += joint.start() - last
        gone += joint.end() - joint.start()
        cuts.append(length)
        removed.append(gone)
        last = joint.end()
    return Joined("".join([*pieces, code[last:]]), tuple(cuts), tuple(removed)) if pieces else Joined(code)


def literal_around(code: str, position: int, longest: int = 500) -> tuple[int, int] | None:
    """Bounds of the quoted piece without white space that holds `position`, quotes excluded; None if there is none."""
    start = position
    while start > 0 and position - start < longest and code[start - 1] not in _QUOTES and not code[start - 1].isspace():
        start -= 1
    end = position
    while end < len(code) and end - position < longest and code[end] not in _QUOTES and not code[end].isspace():
        end += 1
    quoted = start > 0 and end < len(code) and code[start - 1] in _QUOTES and code[end] == code[start - 1]
    return (start, end) if quoted else None


def is_template(text: str) -> bool:
    """Whether `text` has a place to be filled in, as in `${HOST}/form/`."""
    return _TEMPLATE.search(text) is not None


# --- lists, refreshes, base64 -------------------------------------------------------------------------------------

_DESCRIPTOR = re.compile(r"\d+(?:\.\d+)?[wxh](?:,|$)")
_REFRESH = re.compile(r"\s*+[\d.]++(?![^\s;,])\s*+[;,]?\s*+(?:url\s*+=\s*+)?([\"']?)(.*)", re.IGNORECASE | re.DOTALL)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_BASE64_IN_CODE = re.compile(
    r"[\"'`]((?:aHR0c|Ly9|(?:P[A-P]|C[Q-Za-v]|D[Q-Za-f]|I[A-P])[A-Za-z0-9+/])[A-Za-z0-9+/]{8,}+={0,2})[\"'`]"
)
"""What begins with `http`, `//`, `<` or white space."""


def srcset(value: str) -> list[str]:
    """The addresses of a `srcset` list."""
    found: list[str] = []
    for word in value.split():
        descriptor = _DESCRIPTOR.match(word)
        address = (word[descriptor.end() :] if descriptor else word).strip(",")
        if address:
            found.append(address)
    return found


def refresh(content: str) -> str:
    """The address of a meta refresh, "" if it only reloads."""
    match = _REFRESH.match(content)
    if match is None:
        return ""
    target = match[2].strip()
    return target.split(match[1], 1)[0] if match[1] else target


def base64_text(value: str) -> str:
    """The text that `value` is the base64 of, "" if it is none."""
    value = "".join(value.split())
    if not _BASE64.fullmatch(value):
        return ""
    try:
        raw = base64.b64decode(value.replace("-", "+").replace("_", "/") + "=" * (-len(value) % 4))
        return raw.decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def unquoted(code: str) -> str:
    """The code of a `javascript:` address."""
    return unquote(code)


def data_text(href: str) -> str:
    """The text of a `data:` address."""
    head, _, body = href.partition(",")
    return base64_text(unquote(body)) if head.rstrip().lower().endswith(";base64") else unquote(body)


def base64_in_code(code: str) -> list[tuple[str, int]]:
    """Texts that stand in code as a base64 literal of an address or of HTML, with their positions."""
    found = ((base64_text(match[1]), match.start(1)) for match in _BASE64_IN_CODE.finditer(code))
    return [(text, start) for text, start in found if "<" in text or "//" in text]
