"""One pass over the tree of a document: each element is asked once what it names."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import ClassVar

from lxml import etree

from scanner import addresses, urls
from scanner.coded import carried, code_mentions
from scanner.gathered import Gathered, Named, Setting, later
from scanner.keeper import Keeper
from scanner.lens import Target
from scanner.locate import Places, attributes, clean, excerpt_at, is_comment
from scanner.markup import FOLLOWED, HEADINGS, Reads, Role, Runs, is_lazy_source, link_type, role, runs
from scanner.model import MentionType, Script, State
from scanner.parsing import parse

_DEEPEST = 4
_SENTENCE = 500
_LONG = 150
_SHORTEST = 16
_SPREAD = frozenset({MentionType.META, MentionType.HINT, MentionType.LINK})
"""What stays what it is when its address stands in a longer text."""

_HOT = re.compile(r"[/(=%\\]|.{150}", re.DOTALL)
"""Attribute values without any of this name nothing: no address, no code, nothing encoded."""

_BIG_JSON = 2_000_000
_UNKNOWN = Target("", "", "", wanted=False, inside=False, carries=False, plain=False)
_LOCAL = re.compile(r"/?[\w~-][\w~./-]*", re.ASCII)
_TAG = re.compile(r"<[a-zA-Z!]|&lt;[a-zA-Z]")
_WHOLE = re.compile(r"\s*(?:(?:https?|wss?):|/)[^\s\"'<>{}\\]+\s*", re.IGNORECASE)
_IGNORED = re.compile(r"[\t\n\r]")
_BARE = re.compile(r"(?<![\w/.@-])(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}/[^\s\"'<>]+", re.IGNORECASE)
_UNREAD_TEXT = frozenset({"script", "style", "iframe", "noembed", "noframes", "title"})


class Walk:
    """One pass over the tree below `root`, which was parsed from `source`."""

    def __init__(self, setting: Setting, root: etree._Element, source: str) -> None:
        self.title = ""
        self.last_comment: str | None = None
        self._setting = setting
        self._gathered: Gathered = setting.gathered
        self._lens = setting.lens
        self._root = root
        self._base = self._find_base() if setting.based else setting.url
        self._known = self._lens.known(self._base)
        start = self._lens.target(self._base, "/")
        self._home = start is not None and start.inside
        self._keys = setting.keys
        self._marked = False
        self._keeper = Keeper(setting, Places(root, source))

    def _find_base(self) -> str:
        base = next((base for base in self._root.iter("base") if base.get("href")), None)
        href = None if base is None else urls.join(self._setting.url, base.get("href") or "")
        return href or self._setting.url

    def run(self) -> None:
        """Read everything; what is found goes to the setting's `gathered`."""
        special, known, links = self._BY_TAG, self._known, self._gathered.links
        for before in reversed(list(self._root.itersiblings(preceding=True))):
            self._comment(before)
        for element in self._root.iter():
            tag = element.tag
            if tag.__class__ is not str:
                self._comment(element)
                continue
            act = special.get(tag)
            if act is not None:
                act(self, element)
            values: list[str] = element.values()  # type: ignore[assignment]  # lxml gives bytes for no HTML document
            self._marked = bool(self._keys) and self._is_marked(element, tag, values)
            if tag == "a" and not self._marked:
                # Most elements that name something are links to known pages: these take the short way.
                href = element.get("href") or ""
                target = known.get(href)
                if target is not None and target.plain and (len(values) == 1 or not _may_name(values, href)):
                    links[target.page] = None
                    continue
            line = "\n".join(values)
            if "/" in line or "(" in line or "=" in line or "%" in line or "\\" in line or len(line) > _LONG:
                self._element(element, tag)
            elif self._marked:
                self._keyword(element, tag)
        if self._keys:
            self._texts()

    def _is_marked(self, element: etree._Element, tag: str, values: list[str]) -> bool:
        """Whether a keyword occurs in the element's name or attributes."""
        shown = "\n".join((tag, *attributes(element), *values)).lower() if values else tag
        return any(key in shown for key in self._keys)

    # --- by element

    def _element(self, element: etree._Element, tag: str) -> None:
        named: list[Named] = []
        for name, value in attributes(element).items():
            part = role(tag, name)
            if part.reads is not Reads.NOTHING and value and not (len(value) < _SHORTEST and value.isalnum()):
                named += self._BY_ROLE[part.reads](self, element, value, part)
        if named:
            self._keeper.keep(element, named)
        if self._marked and self._keeper.kept is not element:
            self._keyword(element, tag)

    def _keyword(self, element: etree._Element, tag: str) -> None:
        """Keep an element in whose name or attributes a keyword occurs, with its own address if it has one."""
        attrs = attributes(element)
        for name in ("src", "href", "data", "action"):
            part = role(tag, name)
            own = urls.join(self._base, attrs[name]) if attrs.get(name) and part.reads is Reads.ADDRESS else None
            if own:
                self._keeper.keep(element, [Named(part.type, own, value=attrs[name])])
                return
        self._keeper.keep(element, [Named(MentionType.ELEMENT, "", value=next(iter(attrs.values()), ""))])

    def _note_heading(self, element: etree._Element) -> None:
        self._keeper.pass_heading(element)

    def _title(self, element: etree._Element) -> None:
        self.title = self.title or element.text or ""

    def _script(self, element: etree._Element) -> None:
        kind = element.get("type") or ""
        how = runs(kind or (element.get("language") and f"text/{element.get('language')}") or "")
        code = element.text or ""
        if how in (Runs.NOW, Runs.LATER) and self._setting.counts and not self._keeper.is_aside(element):
            self._count(_script_source(element), code)
        if not code:
            return
        if how is Runs.MARKUP:
            self._fragment(element, code, State.WAITING)
            return
        linked_data = "ld+json" in kind
        self._code(
            element,
            code,
            MentionType.META if linked_data else MentionType.CODE,
            State.LIVE if linked_data or how is Runs.NOW else State.WAITING,
        )

    def _count(self, source: str, code: str) -> None:
        if source:
            href = urls.join(self._base, source)
            script = Script(href) if href else Script("", digest(source))
        elif code.strip():
            script = Script("", digest(code))
        else:
            return
        self._gathered.scripts[script] = None

    def _style(self, element: etree._Element) -> None:
        sheet = element.text or ""
        if "//" in sheet or self._keys:
            named = [
                replace(found, excerpt=excerpt_at(sheet, at, at + len(found.value)))
                for address in addresses.css(sheet)
                for found in self._named(self._target(address), MentionType.STYLE, State.LIVE, address)
                if (at := max(0, sheet.find(address))) >= 0
            ]
            self._keeper.keep(element, named)

    def _link(self, element: etree._Element) -> None:
        href = element.get("href") or ""
        relations = frozenset((element.get("rel") or "").lower().split())
        target = self._target(href) if href else None
        if target is None:
            return
        if target.inside and relations & FOLLOWED and (element.get("type") or "text/html") == "text/html":
            self._gathered.links[target.page] = None
        self._keeper.keep(element, self._named(target, link_type(relations), State.LIVE, href))

    def _meta(self, element: etree._Element) -> None:
        content = element.get("content") or ""
        purpose = (element.get("http-equiv") or "").strip().lower()
        if purpose == "refresh":
            target = self._target(addresses.refresh(content)) if addresses.refresh(content) else None
            if target is not None:
                if target.inside:
                    self._gathered.links[target.page] = None
                self._keeper.keep(element, self._named(target, MentionType.REDIRECT, State.LIVE, content))
        elif "/" in content or "%2" in content:
            kind = MentionType.HINT if purpose.startswith("content-security-policy") else MentionType.META
            self._keeper.keep(element, self._anything(element, content, Role(Reads.ANYTHING, kind)))

    # --- by attribute

    def _address(self, element: etree._Element, value: str, part: Role) -> Iterable[Named]:
        target = self._known.get(value, _UNKNOWN)
        if target is _UNKNOWN:
            if value[0] == "#" or (
                not part.follows and self._home and not self._marked and _LOCAL.fullmatch(value) is not None
            ):
                return ()
            target = self._target(value)
        if target is None:
            return self._other_scheme(element, value, part)
        if target.inside and part.follows:
            self._gathered.links[target.page] = None
        if target.wanted or target.carries:
            return self._named(target, part.type, part.state, value)
        return ()

    def _other_scheme(self, element: etree._Element, value: str, part: Role) -> Iterable[Named]:
        plain = _IGNORED.sub("", value[:40]).lstrip().lower()
        if plain.startswith("javascript:"):
            return self._handler(element, addresses.unquoted(value.partition(":")[2]), part)
        if plain.startswith("data:text/html"):
            self._fragment(element, addresses.data_text(value), part.state, document=True)
        return ()

    def _srcset(self, _: etree._Element, value: str, part: Role) -> Iterable[Named]:
        if "//" not in value and self._home and not self._marked:
            return ()
        return [
            found
            for address in addresses.srcset(value)
            for found in self._named(self._target(address), part.type, part.state, address)
        ]

    def _css(self, _: etree._Element, value: str, part: Role) -> Iterable[Named]:
        if "(" not in value or ("//" not in value and self._home and not self._marked):
            return ()
        return [
            found
            for address in addresses.css(value)
            for found in self._named(self._target(address), part.type, part.state, address)
        ]

    def _handler(self, element: etree._Element, code: str, part: Role) -> Iterable[Named]:
        """Code that an element runs: an address in it is a link if the code goes there."""
        if self._setting.counts and code.strip() and not self._keeper.is_aside(element):
            self._count("", code)
        for destination in addresses.destinations(code):
            target = self._target(destination)
            if target is not None and target.inside and "${" not in destination:
                self._gathered.links[target.page] = None
        kind = MentionType.LINK if addresses.navigates(code) else MentionType.CODE
        found = code_mentions(code, self._base, self._lens, self._keys, part.state)
        return [Named(kind, one.url, one.state, code, one.text, extra=one.attrs) for one in found if one.url]

    def _document(self, element: etree._Element, value: str, part: Role) -> Iterable[Named]:
        self._fragment(element, value, part.state, document=True)
        return ()

    def _anything(self, element: etree._Element, value: str, part: Role) -> Iterable[Named]:
        """What a value of no known form names: an address, HTML, JSON, base64 of these, or addresses in text."""
        if _WHOLE.fullmatch(value):
            return self._address(element, value.strip(), part)
        if value[:1] in "{[":
            return [found for text in strings_in(value) for found in self._piece(element, text, part)]
        return self._piece(element, value, part)

    def _piece(self, element: etree._Element, text: str, part: Role) -> Iterable[Named]:
        if len(text) >= _SHORTEST and " " not in text[:40]:
            text = addresses.base64_text(text) or text
        if _TAG.search(text) and self._fragment(element, text, later(part.state, State.WAITING)):
            return ()
        if "/" not in text and "\\" not in text and "%2" not in text:
            return ()
        kind = part.type if part.type in _SPREAD else MentionType.CODE
        return [
            named
            for found in addresses.find(text)
            for named in self._named(self._target(found.address), kind, part.state, found.address)
        ]

    # --- what stands in an element as text

    def _code(self, element: etree._Element, code: str, kind: MentionType, state: State) -> None:
        if not self._keys and digest(code) in self._lens.quiet:
            return
        named = [
            Named(kind, found.url, found.state, "", found.text, excerpt_at(code, found.start, found.end), found.attrs)
            for found in code_mentions(code, self._base, self._lens, self._keys, state)
        ]
        if named:
            self._keeper.keep(element, named)
        elif not self._keys:
            self._lens.hush(digest(code))

    def _comment(self, element: etree._Element) -> None:
        text = element.text or ""
        if not is_comment(element):
            return
        self.last_comment = text
        if "/" in text or self._keys:
            if _TAG.search(text):
                self._fragment(element, text, State.INERT)
            else:
                self._code(element, text, MentionType.CODE, State.INERT)

    def _fragment(self, element: etree._Element, markup: str, state: State, *, document: bool = False) -> bool:
        """Read HTML that `element` holds as text; whether a mention was made.

        A document of its own is read wholly, any other HTML only for what is wanted.
        """
        setting = self._setting
        if not document and not self._is_interesting(markup):
            return False
        if setting.depth >= _DEEPEST:
            self._gathered.flaw("depth_loss", "documents held inside documents, more than four deep")
            return False
        if "<" not in markup or "&lt;" in markup:
            markup = addresses.unescape(markup)
        root, lost = parse(markup.replace("\0", "").encode("utf-8", "replace"))
        if lost:
            self._gathered.flaw("depth_loss", lost)
        if root is None:
            return False
        place = self._keeper.where(element, "", "")
        inner = replace(
            setting,
            url=self._base,
            inside=" >> ".join(filter(None, (setting.inside, place.locator))) if document else place.inside,
            based=document,
            counts=document and setting.counts,
            state=later(self._keeper.state(element), state),
            holder=None if document else place,
            depth=setting.depth + 1,
        )
        before = len(self._gathered.mentions)
        followed = dict(self._gathered.links)
        Walk(inner, root, markup).run()
        if not document:
            self._gathered.links.clear()
            self._gathered.links.update(followed)
        made = len(self._gathered.mentions) > before
        if made:
            self._keeper.kept = element
        return made

    def _is_interesting(self, text: str) -> bool:
        if self._keys:
            lower = text.lower()
            if any(key in lower for key in self._keys):
                return True
        targets = (self._target(found.address) for found in addresses.find(text))
        return any(target is not None and (target.wanted or target.carries) for target in targets)

    def _texts(self) -> None:
        """Whole addresses with a keyword in the words that people read."""
        for text in self._root.iter(etree.Element):
            for piece, around in ((text.text, text), (text.tail, text.getparent())):
                if piece and "/" in piece and around is not None and around.tag not in _UNREAD_TEXT:
                    self._text(piece, around)

    def _text(self, piece: str, element: etree._Element) -> None:
        found = [(address.address, address.start) for address in addresses.find(piece)]
        found += [(f"https://{bare[0].rstrip('.,;:!?)')}", bare.start()) for bare in _BARE.finditer(piece)]
        named = [
            Named(MentionType.TEXT, target.href, text=clean(piece, _SENTENCE), excerpt=excerpt_at(piece, at, at + 60))
            for address, at in found
            if (target := self._target(address)) is not None
            and self._lens.has_keyword(target.href)
            and element.get("href") != address
        ]
        if named:
            self._keeper.keep(element, named)

    # --- keeping

    def _target(self, ref: str) -> Target | None:
        target = self._known.get(ref, _UNKNOWN)
        if target is _UNKNOWN:
            target = self._lens.target(self._base, ref)
            self._lens.remember(self._known, ref, target)
        return target

    def _named(self, target: Target | None, kind: MentionType, state: State, value: str) -> list[Named]:
        if target is None or not (target.wanted or target.carries):
            return []
        own = [Named(kind, target.href, state, value)] if target.wanted else []
        return own + [
            Named(MentionType.CODE, url, state, value, extra=extra)
            for url, extra in carried(target, self._base, self._lens)
        ]

    _BY_TAG: ClassVar[Mapping[str, Callable[["Walk", etree._Element], None]]] = {
        "title": _title,
        "script": _script,
        "style": _style,
        "meta": _meta,
        "link": _link,
        **dict.fromkeys(HEADINGS, _note_heading),
    }
    _BY_ROLE: ClassVar[Mapping[Reads, Callable[["Walk", etree._Element, str, Role], Iterable[Named]]]] = {
        Reads.ADDRESS: _address,
        Reads.SRCSET: _srcset,
        Reads.CSS: _css,
        Reads.CODE: _handler,
        Reads.DOCUMENT: _document,
        Reads.ANYTHING: _anything,
    }


def _may_name(values: list[str], href: str) -> bool:
    """Whether attribute values of a link other than its address could name anything."""
    return any(_HOT.search(value) for value in values if value != href)


def _script_source(element: etree._Element) -> str:
    source = element.get("src") or element.get("href") or element.get("xlink:href")
    if source:
        return source
    return next((value for name, value in attributes(element).items() if is_lazy_source(name)), "")


@lru_cache(maxsize=512)
def digest(code: str) -> str:
    """The SHA-256 of code, in hex."""
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()


def strings_in(text: str) -> Iterator[str]:
    """All strings in a JSON text; the text itself without its escapes if it is no JSON."""
    try:
        stack = [json.loads(text)] if len(text) <= _BIG_JSON else [addresses.unescape(text)]
    except (ValueError, RecursionError):
        stack = [addresses.unescape(text)]
    while stack:
        value = stack.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            stack.extend(reversed(value.values()))
        elif isinstance(value, list):
            stack.extend(reversed(value))
