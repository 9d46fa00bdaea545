"""Text to tree: the HTML parser with its limits, and what of a document it lost."""

import re
import threading
from collections.abc import Iterator

from lxml import etree

from scanner import urls

MOST_ATTRIBUTES = 1_000
_SMALL = 65_536
"""Up to this size even the worst tag parses in a fraction of a second: libxml2 adds attributes in quadratic time."""

_ATTRIBUTE = rb"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+"
_START_TAG = rb"<[a-zA-Z][^\s/>]*+"
_FLOOD = re.compile(_START_TAG + rb"(?:" + _ATTRIBUTE + rb"){%d,}+" % (MOST_ATTRIBUTES + 1))
_RAW = rb"script|style|textarea|title|xmp|iframe|noembed|noframes"
_TOKEN = (
    rb"<!--(?:-?>|.*?(?:--!?>|\Z))"
    rb"|<(?P<raw>%s)(?=[\s/>])(?:" + _ATTRIBUTE + rb")*+[\s/]*+>"
    rb"|" + _START_TAG + rb"(?P<attributes>(?:" + _ATTRIBUTE + rb")*+)"
)
_UNSCRIPTED = re.compile(_TOKEN % _RAW, re.IGNORECASE | re.DOTALL)
_SCRIPTED = re.compile(_TOKEN % (_RAW + rb"|noscript"), re.IGNORECASE | re.DOTALL)
"""Where scripts run, what stands in `noscript` is text up to its end, whatever begins in it."""

_NOSCRIPT = re.compile(rb"<noscript(?=[\s/>])(?:" + _ATTRIBUTE + rb")*+[\s/]*+(>)?", re.IGNORECASE)
_NOSCRIPT_END = re.compile(rb"</noscript[\s/>]", re.IGNORECASE)
_TEXTS = b"|".join(
    rb"<%b(?=[\s/>])(?:%b)*+[\s/]*+>.*?</%b(?=[\s/>])" % (name, _ATTRIBUTE, name) for name in _RAW.split(b"|")
)
_CLOSED = re.compile(
    rb"(?:[^<]++|<(?![a-zA-Z!/?])|<!--(?:-?>|.*?--!?>)|"
    + _TEXTS
    + rb"|</?(?!(?:"
    + _RAW
    + rb")[\s/>])[a-zA-Z][^\s/>]*+(?:"
    + _ATTRIBUTE
    + rb")*+[\s/]*+>)*+",
    re.IGNORECASE | re.DOTALL,
)
"""What ends all that it begins, so that every parser ends it at the same place."""

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What the parser lets through but a tree does not take back."""

_LOCAL = threading.local()


def parse(raw: bytes) -> tuple[etree._Element | None, str]:
    """The tree of a document in UTF-8, and what the parser says it lost; no tree for a document without content.

    What stands behind `</body>` and `</html>` is in the body, as in browsers.
    """
    if not raw.strip():
        return None, ""
    raw = as_scripts_run(raw)
    parser = _parser()
    root = etree.fromstring(raw, parser)
    if root is None:
        root = etree.fromstring(b"<body>" + raw, parser)
    log = parser.error_log
    lost = next((entry.message for entry in log if entry.type_name == "ERR_RESOURCE_LIMIT"), "") if len(log) else ""
    if root is not None:
        _take_in(root)
    return root, lost


def base_of(root: etree._Element, url: str) -> str | None:
    """The address that references in a document at `url` start from, if it names one."""
    base = next((base for base in root.iter("base") if base.get("href")), None)
    return None if base is None else urls.join(url, base.get("href") or "")


def _parser() -> etree.HTMLParser:
    """One parser for each thread: making one costs as much as parsing a page."""
    parser: etree.HTMLParser | None = getattr(_LOCAL, "parser", None)
    if parser is None:
        parser = _LOCAL.parser = etree.HTMLParser(
            huge_tree=True, no_network=True, encoding="utf-8", collect_ids=False, remove_pis=True
        )
    return parser


def _take_in(root: etree._Element) -> None:
    """Move what stands after the body into the body."""
    body = root.find("body")
    if body is None:
        return
    for node in list(body.itersiblings()):
        _move(node, body)
    for node in list(root.itersiblings()):
        if node.tag == "html":
            _put_text(body, node.text)
            for child in list(node):
                _move(child, body)
        else:
            _move(node, body)


def _move(node: etree._Element, body: etree._Element) -> None:
    if node.tag == "body":
        _put_text(body, node.text)
        body.extend(list(node))
    else:
        body.append(node)


def _put_text(body: etree._Element, text: str | None) -> None:
    if not text:
        return
    if len(body):
        body[-1].tail = _UNFIT.sub("", (body[-1].tail or "") + text)
    else:
        body.text = _UNFIT.sub("", (body.text or "") + text)


def floods(raw: bytes) -> bool:
    """Whether a large document has a tag with so many attributes that parsing it would take quadratic time."""
    if len(raw) <= _SMALL or _FLOOD.search(raw) is None:
        return False
    return any(_FLOOD.match(raw, start) for start in _start_tags(raw))


def _start_tags(raw: bytes) -> list[int]:
    """Where start tags begin, those in comments and scripts left out."""
    return [start for start, *_ in _elements(raw, _UNSCRIPTED)]


def _elements(raw: bytes, token: re.Pattern[bytes]) -> Iterator[tuple[int, bytes, int, int]]:
    """Where each start tag begins; if its content is text, its name, and from where to where the text runs."""
    position = 0
    while found := token.search(raw, position):
        position = max(found.end(), found.start() + 1)
        if found["raw"] is not None:
            end = re.compile(rb"</" + found["raw"] + rb"[\s/>]", re.IGNORECASE).search(raw, position)
            start, position = position, end.start() if end else len(raw)
            yield found.start(), found["raw"].lower(), start, position
        elif found["attributes"] is not None:
            yield found.start(), b"", position, position


def as_scripts_run(raw: bytes) -> bytes:
    """A document in which nothing that begins in a `noscript` reaches beyond its end: there it is written as text."""
    if not _is_torn(raw):
        return raw
    pieces: list[bytes] = []
    last = 0
    for _, name, start, end in _elements(raw, _SCRIPTED):
        if name == b"noscript" and end < len(raw) and not _CLOSED.fullmatch(raw, start, end):
            text = raw[start:end].replace(b"&", b"&amp;").replace(b"<", b"&lt;")
            pieces += raw[last:start], text
            last = end
    return b"".join((*pieces, raw[last:]))


def _is_torn(raw: bytes) -> bool:
    """Whether something that looks like a `noscript` does not end all that it begins."""
    end = 0
    while start := _NOSCRIPT.search(raw, end):
        behind = _NOSCRIPT_END.search(raw, start.end()) if start[1] else None
        if behind is None:
            return False
        end = behind.start()
        if not _CLOSED.fullmatch(raw, start.end(), end):
            return True
    return False


def runs_to_end(raw: bytes, comment: str) -> bool:
    """Whether the last comment of a document runs to its end for want of `-->`."""
    end = raw[-300:].replace(b"\r\n", b"\n").rstrip(b"-! \t\r\n")
    text = comment[-40:].rstrip("-! \t\r\n").encode("utf-8", "replace")
    return end.endswith(text or b"<")
