"""What attributes name: one function for each way in which a value is to be read."""

import re
from collections.abc import Callable, Iterable, Mapping

from lxml import etree

from scanner import urls
from scanner.extract import addresses, sheets
from scanner.extract.coded import code_mentions
from scanner.extract.excerpts import piece
from scanner.extract.gathered import LIMIT, Named, later
from scanner.extract.markup import Reads, Role
from scanner.extract.named_files import script_refs
from scanner.extract.reader import UNKNOWN, Reader, strings_in
from scanner.extract.routes import routes_in
from scanner.inward import Way
from scanner.mentions import MentionType
from scanner.model import State

_SHORTEST = 16
_AROUND = 300
_SPREAD = frozenset({MentionType.META, MentionType.HINT, MentionType.LINK})
"""What stays what it is when its address stands in a longer text."""

_LOCAL = re.compile(r"/?[\w~-][\w~./-]*", re.ASCII)
_TAG = re.compile(r"<[a-zA-Z!]|&lt;[a-zA-Z]")
_WHOLE = re.compile(r"\s*(?:(?:https?|wss?):|/)[^\s\"'<>{}\\]+\s*", re.IGNORECASE)
_IGNORED = re.compile(r"[\t\n\r]")


def is_local(value: str) -> bool:
    """Whether an address is written so that it can only lead to the host of the page."""
    return _LOCAL.fullmatch(value) is not None


def named_by(reader: Reader, element: etree._Element, value: str, part: Role) -> Iterable[Named]:
    """What an attribute with this value and role names."""
    if len(value) < _SHORTEST and value.isalnum():
        return ()
    return _BY_READS[part.reads](reader, element, value, part)


def _address(reader: Reader, element: etree._Element, value: str, part: Role) -> Iterable[Named]:
    target = reader.known.get(value, UNKNOWN)
    if target is UNKNOWN:
        if value[0] == "#" and not urls.is_route(value):
            return ()
        target = reader.target(value)
    if target is None:
        return _other_scheme(reader, element, value, part)
    if part.follows:
        reader.follow(target, element, Way.FRAME if part.type is MentionType.FRAME else Way.LINK)
    return reader.named(target, part.type, part.state, value)


def _other_scheme(reader: Reader, element: etree._Element, value: str, part: Role) -> Iterable[Named]:
    scheme = _IGNORED.sub("", value[:40]).lstrip().lower()
    if scheme.startswith("javascript:"):
        return _handler(reader, element, addresses.unquoted(value.partition(":")[2]), part)
    if scheme.startswith("data:text/html"):
        reader.document(element, addresses.data_text(value), part.state)
    elif scheme.startswith("data:") and part.type is MentionType.SCRIPT:
        reader.code(element, addresses.data_text(value), MentionType.CODE, part.state)
    return ()


def _srcset(reader: Reader, _: etree._Element, value: str, part: Role) -> Iterable[Named]:
    if "//" not in value and reader.home and not reader.marked:
        return ()
    return _all(reader, addresses.srcset(value), part)


def _css(reader: Reader, _: etree._Element, value: str, part: Role) -> Iterable[Named]:
    if "(" not in value or ("//" not in value and reader.home and not reader.marked):
        return ()
    return [
        named
        for ref in sheets.refs(value)
        for named in reader.named(
            reader.target(ref.address), part.type, State.INERT if ref.inert else part.state, ref.address
        )
    ]


def _all(reader: Reader, refs: list[str], part: Role) -> Iterable[Named]:
    return [named for ref in refs for named in reader.named(reader.target(ref), part.type, part.state, ref)]


def _handler(reader: Reader, element: etree._Element, code: str, part: Role) -> Iterable[Named]:
    """Code that an element runs: an address in it is a link if the code goes there."""
    reader.count(element, "", code)
    reader.name_scripts(script_refs(code))
    reader.name_routes(routes_in(code))
    for destination in addresses.destinations(code):
        target = reader.target(destination)
        if target is not None and not addresses.is_template(destination):
            reader.follow(target, element)
    kind = MentionType.LINK if addresses.navigates(code) else MentionType.CODE
    found = code_mentions(code, reader.base, reader.setting.lens, reader.keys, part.state)
    return [Named(kind, one.url, one.state, code, one.text, extra=one.attrs) for one in found if one.url]


def _document(reader: Reader, element: etree._Element, value: str, part: Role) -> Iterable[Named]:
    reader.document(element, value, part.state)
    return ()


def anything(reader: Reader, element: etree._Element, value: str, part: Role) -> Iterable[Named]:
    """What a value of no known form names: an address, HTML, JSON, base64 of these, or addresses in text."""
    if _WHOLE.fullmatch(value):
        return _address(reader, element, value.strip(), part)
    if value[:1] in "{[":
        reader.name_routes(routes_in(value, data=True))
        texts = dict.fromkeys(strings_in(value))
        return [named for text in texts for named in _piece(reader, element, text, part)]
    return _piece(reader, element, value, part)


def _piece(reader: Reader, element: etree._Element, text: str, part: Role) -> Iterable[Named]:
    if len(text) >= _SHORTEST and " " not in text[:40]:
        decoded = addresses.base64_text(text)
        text = decoded if "<" in decoded or "//" in decoded else text
    if _TAG.search(text) and reader.fragment(element, text, later(part.state, State.WAITING)):
        return ()
    if "/" not in text and "\\" not in text and "%2" not in text:
        return ()
    kind = part.type if part.type in _SPREAD else MentionType.CODE
    named: list[Named] = []
    for found in addresses.find(text):
        around = _around(text, found) if kind is MentionType.CODE else ""
        named += reader.named(reader.target(found.address), kind, part.state, found.address, around)
        if len(named) > LIMIT:
            break
    return named


def _around(text: str, found: addresses.Found) -> str:
    if len(text) <= _AROUND:
        return urls.redact_value("", text)
    return piece(text, found.start - _AROUND, found.end + _AROUND)


_BY_READS: Mapping[Reads, Callable[[Reader, etree._Element, str, Role], Iterable[Named]]] = {
    Reads.ADDRESS: _address,
    Reads.SRCSET: _srcset,
    Reads.CSS: _css,
    Reads.CODE: _handler,
    Reads.DOCUMENT: _document,
    Reads.ANYTHING: anything,
}
