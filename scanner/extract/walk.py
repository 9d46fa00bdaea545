"""One pass over the tree of a document: each element is asked once what it names."""

import re
from collections.abc import Callable, Mapping
from itertools import islice

from lxml import etree

from scanner import urls
from scanner.extract import addresses, notices, sheets, telephones
from scanner.extract.attributes import anything, is_local, named_by
from scanner.extract.excerpts import attributes, brief, excerpt_at
from scanner.extract.gathered import Named, Setting
from scanner.extract.inward import Noted, inward
from scanner.extract.locate import is_comment
from scanner.extract.markup import FOLLOWED, HEADINGS, Reads, Role, Runs, is_file, is_lazy_source, link_type, role, runs
from scanner.extract.reader import Reader, strings_in
from scanner.inward import Way
from scanner.mentions import MentionType
from scanner.model import State

_SENTENCE = 500
_MOST_DATA = 200_000
_MOST_STRINGS = 500
_ENCODED = 60
_HOT = re.compile(r"[/(=%\\]|[A-Za-z0-9+_-]{60}")
"""Attribute values without any of this name nothing: no address, no code, nothing encoded."""

_TAG = re.compile(r"<[a-zA-Z!]")
_BARE = re.compile(r"(?<![\w/.@-])(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}/[^\s\"'<>]+", re.IGNORECASE)
_UNREAD_TEXT = frozenset({"script", "style", "iframe", "noembed", "noframes", "title"})


def walk(setting: Setting, root: etree._Element, source: str) -> None:
    """Read the tree below `root`, which was parsed from `source`; what is found goes to the setting's `gathered`."""
    reader = Reader(setting, root, source, walk)
    keys, known, links, by_tag = reader.keys, reader.known, setting.gathered.links, _BY_TAG
    noted = reader.noted.append
    for before in reversed(list(root.itersiblings(preceding=True))):
        _comment(reader, before)
    for element in root.iter():
        tag = element.tag
        if tag.__class__ is not str:
            _comment(reader, element)
            continue
        act = by_tag.get(tag)
        if act is not None:
            act(reader, element)
        values: list[str] = element.values()  # type: ignore[assignment]  # lxml gives bytes for no HTML document
        marked = reader.marked = _is_marked(reader, element, tag, values) if keys else False
        if tag == "a" and not marked:
            # Most elements that name something are links to known pages: these take the short way.
            href = element.get("href") or ""
            target = known.get(href) or (reader.target(href) if href[:1] != "#" else None)
            if href and target is not None and target.plain and (len(values) == 1 or not _may_name(values, href)):
                links[target.page] = None
                noted(Noted(target.page, element))
                continue
        line = "\n".join(values)
        if "/" in line or "(" in line or "=" in line or "%" in line or "\\" in line or _is_encoded(line):
            _element(reader, element, tag)
        elif marked:
            _keyword(reader, element, tag)
    if keys:
        _texts(reader, root)
    telephones.walk(reader, root)
    notices.walk(reader, root)
    _lead(reader)


def _lead(reader: Reader) -> None:
    """Keep what leads to other pages of the site; of a document inside another one nothing, for it has its own."""
    if reader.setting.depth == 0:
        reader.setting.gathered.inward = inward(reader.noted, reader.places, reader.setting.url)


def _is_encoded(line: str) -> bool:
    """Whether attribute values may hold something in base64."""
    return len(line) >= _ENCODED and _HOT.search(line) is not None


def _may_name(values: list[str], href: str) -> bool:
    """Whether attribute values of a link other than its address could name anything."""
    return any(_HOT.search(value) for value in values if value != href)


def _is_marked(reader: Reader, element: etree._Element, tag: str, values: list[str]) -> bool:
    """Whether a keyword occurs in the element's name or attributes."""
    shown = "\n".join((tag, *attributes(element), *values)).lower() if values else tag
    for key in reader.keys:  # noqa: SIM110 - a generator costs twice as much on short texts
        if key in shown:
            return True
    return False


def _element(reader: Reader, element: etree._Element, tag: str) -> None:
    named: list[Named] = []
    foreign = reader.marked or not reader.home
    for name, value in attributes(element).items():
        part = role(tag, name)
        if part.reads and value and (foreign or not part.loads or not is_local(value)):
            named += named_by(reader, element, value, part)
    if named:
        reader.keep(element, named)
    if reader.marked and reader.keeper.kept is not element:
        _keyword(reader, element, tag)


def _keyword(reader: Reader, element: etree._Element, tag: str) -> None:
    """Keep an element in whose name or attributes a keyword occurs, with its own address if it has one."""
    attrs = attributes(element)
    for name in ("src", "href", "data", "action"):
        part = role(tag, name)
        own = urls.join(reader.base, attrs[name]) if attrs.get(name) and part.reads is Reads.ADDRESS else None
        if own:
            reader.keep(element, [Named(part.type, own, value=attrs[name])])
            return
    reader.keep(element, [Named(MentionType.ELEMENT, "", value=next(iter(attrs.values()), ""))])


# --- elements with a meaning of their own ----------------------------------------------------------------------------


def _heading(reader: Reader, element: etree._Element) -> None:
    reader.keeper.pass_heading(element)


def _title(reader: Reader, element: etree._Element) -> None:
    gathered = reader.setting.gathered
    if reader.setting.depth == 0:
        gathered.title = gathered.title or element.text or ""


def _script(reader: Reader, element: etree._Element) -> None:
    kind = element.get("type") or (f"text/{element.get('language')}" if element.get("language") else "")
    how = runs(kind)
    code = element.text or ""
    if how in (Runs.NOW, Runs.LATER):
        reader.count(element, _script_source(element), code)
    if not code:
        return
    if how is Runs.MARKUP:
        reader.fragment(element, code if "<" in code else addresses.base64_text(code) or code, State.WAITING)
    elif "ld+json" in kind:
        reader.code(element, code, MentionType.META, State.LIVE)
        _note_data(reader, element, code)
    else:
        reader.code(element, code, MentionType.CODE, State.LIVE if how is Runs.NOW else State.WAITING)


def _note_data(reader: Reader, element: etree._Element, code: str) -> None:
    """Note the pages of the site that structured data names."""
    if len(code) <= _MOST_DATA:
        for text in islice(strings_in(code), _MOST_STRINGS):
            if text.startswith(("http", "/")) and len(text) <= _SENTENCE:
                reader.note(text, element, Way.JSON_LD)


def _script_source(element: etree._Element) -> str:
    source = element.get("src") or element.get("href") or element.get("xlink:href")
    if source:
        return source
    return next((value for name, value in attributes(element).items() if is_lazy_source(name)), "")


def _style(reader: Reader, element: etree._Element) -> None:
    sheet = element.text or ""
    if "//" not in sheet and "@" not in sheet and not reader.keys:
        return
    named: list[Named] = []
    for ref in sheets.refs(sheet):
        target = reader.target(ref.address)
        if ref.imports and not ref.inert:
            reader.setting.gathered.name_file(target)
        found = reader.named(target, MentionType.STYLE, State.INERT if ref.inert else State.LIVE, ref.address)
        named += [one._replace(excerpt=excerpt_at(sheet, ref.start, ref.end)) for one in found]
    reader.keep(element, named)


def _link(reader: Reader, element: etree._Element) -> None:
    href = element.get("href")
    target = reader.target(href) if href else None
    if target is None or href is None:
        return
    relations = frozenset((element.get("rel") or "").lower().split())
    if is_file(relations, (element.get("as") or "").lower()):
        reader.setting.gathered.name_file(target)
    elif relations & FOLLOWED and (element.get("type") or "text/html") == "text/html":
        reader.follow(target, element, Way.CANONICAL if "canonical" in relations else Way.HEAD)
    reader.keep(element, reader.named(target, link_type(relations), State.LIVE, href))


def _meta(reader: Reader, element: etree._Element) -> None:
    content = element.get("content") or ""
    purpose = (element.get("http-equiv") or "").strip().lower()
    if purpose == "refresh":
        ref = addresses.refresh(content)
        target = reader.target(ref) if ref else None
        if target is not None:
            reader.follow(target, element, Way.REDIRECT)
            reader.keep(element, reader.named(target, MentionType.REDIRECT, State.LIVE, content))
    elif "/" in content or "%2" in content:
        if element.get("property") == "og:url":
            reader.note(content, element, Way.OPEN_GRAPH)
        kind = MentionType.HINT if purpose.startswith("content-security-policy") else MentionType.META
        reader.keep(element, anything(reader, element, content, Role(Reads.ANYTHING, kind)))


def _held(reader: Reader, element: etree._Element) -> None:
    """The content of elements that browsers of today do not show, where it is text."""
    if element.text and (element.tag != "noscript" or "<" in element.text):
        reader.fragment(element, element.text, State.WAITING)


_BY_TAG: Mapping[str, Callable[[Reader, etree._Element], None]] = {
    "title": _title,
    "script": _script,
    "style": _style,
    "meta": _meta,
    "link": _link,
    "noembed": _held,
    "noframes": _held,
    "noscript": _held,
    **dict.fromkeys(HEADINGS, _heading),
}


# --- text ------------------------------------------------------------------------------------------------------------


def _comment(reader: Reader, node: etree._Element) -> None:
    if not is_comment(node):
        return
    text = reader.setting.gathered.comment = node.text or ""
    if ("/" in text or reader.keys) and not (_TAG.search(text) and reader.fragment(node, text, State.INERT)):
        reader.code(node, text, MentionType.CODE, State.INERT)


def _texts(reader: Reader, root: etree._Element) -> None:
    """Whole addresses with a keyword in the words that people read."""
    for element in root.iter(etree.Element):
        for piece, around in ((element.text, element), (element.tail, element.getparent())):
            if piece and "/" in piece and around is not None and around.tag not in _UNREAD_TEXT:
                _text(reader, piece, around)


def _text(reader: Reader, piece: str, element: etree._Element) -> None:
    found = [(address.address, address.start) for address in addresses.find(piece)]
    found += [(f"https://{bare[0].rstrip('.,;:!?)')}", bare.start()) for bare in _BARE.finditer(piece)]
    named = [
        Named(MentionType.TEXT, target.href, text=brief(piece, _SENTENCE), excerpt=excerpt_at(piece, at, at + 60))
        for address, at in found
        if (target := reader.target(address)) is not None
        and reader.setting.lens.has_keyword(target.href)
        and element.get("href") != address
    ]
    if named:
        reader.keep(element, named)
