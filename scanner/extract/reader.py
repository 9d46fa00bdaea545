"""What all parts of one reading share: the base address, verdicts on addresses, keeping, and what is read inside."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from lxml import etree

from scanner import urls
from scanner.extract import addresses
from scanner.extract.coded import carried, code_mentions
from scanner.extract.excerpts import excerpt_at
from scanner.extract.gathered import LIMIT, Gathered, Named, Setting, later
from scanner.extract.inward import Noted
from scanner.extract.keeper import Keeper
from scanner.extract.lens import Quiet, Target
from scanner.extract.locate import Places
from scanner.extract.named_files import on_page, script_refs
from scanner.extract.offers import OFFERED, offers
from scanner.extract.parsing import base_of, parse
from scanner.extract.routes import routes_in, routes_of_data
from scanner.inward import Way
from scanner.mentions import MentionType, Script
from scanner.model import State

_DEEPEST = 4
_BIG_JSON = 2_000_000
_PASSIVE = frozenset({MentionType.IMAGE, MentionType.STYLE, MentionType.HINT})
UNKNOWN = Target("", "", "", wanted=False, inside=False, carries=False, plain=False)

ReadTree = Callable[[Setting, "etree._Element", str], None]  # noqa: SLF001 - the stubs have no other name for it


class Reader:
    """Reads one tree, whose source is known. `marked`: the element being read shows a keyword.

    `home` says that the base address is in scope; `known` holds the verdicts on references that mean the same on every
    page of its origin. `read_tree` reads the tree of what an element holds as text. `noted` leads to pages in scope.
    """

    def __init__(self, setting: Setting, root: etree._Element, source: str, read_tree: ReadTree) -> None:
        self.setting = setting
        self.keys = setting.keys
        self.marked = False
        self.places = Places(root, source)
        self.keeper = Keeper(setting, self.places)
        self.base = (base_of(root, setting.url) if setting.based else "") or setting.url
        self.known = setting.lens.known(self.base)
        start = setting.lens.target(self.base, "/")
        self.home = start is not None and start.inside
        self._read_tree = read_tree
        self.noted: list[Noted] = []

    # --- addresses

    def target(self, ref: str) -> Target | None:
        """Where a reference in this document leads."""
        target = self.known.get(ref, UNKNOWN)
        if target is UNKNOWN:
            target = self.setting.lens.target(self.base, ref)
            self.setting.lens.remember(self.known, ref, target)
        return target

    def follow(self, target: Target, element: etree._Element, way: Way = Way.LINK) -> None:
        """A crawler may go where this element leads, if that is in scope."""
        if target.inside:
            self.setting.gathered.links[target.page] = None
            self.noted.append(Noted(target.page, element, way))

    def note(self, ref: str, element: etree._Element, way: Way) -> None:
        """This element tells of an address, which is nothing to follow for that."""
        target = self.target(ref)
        if target is not None and target.inside:
            self.noted.append(Noted(target.page, element, way))

    def named(self, target: Target | None, kind: MentionType, state: State, value: str, text: str = "") -> list[Named]:
        """What `target` makes an element name: itself if it is wanted, and what is wanted inside it."""
        if target is None or not (target.wanted or target.carries):
            return []
        shown = target.wanted and not (target.dull and kind in _PASSIVE)
        own = [Named(kind, target.href, state, value, text)] if shown else []
        inner = carried(target, self.base, self.setting.lens)
        return own + [Named(MentionType.CODE, url, state, value, text, extra=extra) for url, extra in inner]

    def keep(self, element: etree._Element, named: Iterable[Named]) -> None:
        """Make mentions of what an element names."""
        self.keeper.keep(element, named)

    # --- code

    def count(self, element: etree._Element, source: str, code: str) -> None:
        """Note something that can run: a file at `source`, or code. What does not run yet is at least named."""
        if not (source or code.strip()):
            return
        if not self.setting.counts or self.keeper.is_aside(element):
            if source:
                self.setting.gathered.name_file(self.target(source))
            return
        href = urls.join(self.base, source) if source else None
        self.setting.gathered.scripts[Script(href) if href else Script("", digest(source or code))] = None

    def name_scripts(self, refs: Iterable[str]) -> None:
        """Note script files that code names."""
        for ref in refs:
            href = on_page(ref, self.base)
            if href is not None:
                self.setting.gathered.name_file(self.target(href))

    def name_routes(self, refs: Iterable[str]) -> None:
        """Note pages that code names."""
        for ref in refs:
            self.setting.gathered.name_route(self.target(ref))

    def code(self, element: etree._Element, code: str, kind: MentionType, state: State) -> None:
        """Read code that `element` holds."""
        lens = self.setting.lens
        if not self.keys and (known := lens.quiet.get(digest(code))) is not None:
            self.name_scripts(known.files)
            self.name_routes(known.routes)
            return
        reads = kind is MentionType.CODE and state is not State.INERT
        refs = script_refs(code) if reads else ()
        pages = _routes(element, code) if reads else ()
        self.name_scripts(refs)
        self.name_routes(pages)
        found = islice(code_mentions(code, self.base, lens, self.keys, state), LIMIT + 1)
        offered = offers(code, self.base) if kind is MentionType.META else frozenset()
        named = [
            Named(
                kind,
                one.url,
                one.state,
                "",
                one.text,
                excerpt_at(code, one.start, one.end),
                {**one.attrs, OFFERED: ""} if one.url in offered else one.attrs,
            )
            for one in found
        ]
        if named:
            self.keep(element, named)
        elif not self.keys:
            lens.hush(digest(code), Quiet(refs, pages))

    # --- HTML held as text

    def document(self, element: etree._Element, html: str, state: State) -> bool:
        """Read a document of its own that `element` shows, such as `srcdoc`; whether a mention was made of it."""
        place = self.keeper.where(element, "", "")
        inside = " >> ".join(filter(None, (place.inside, place.locator)))
        return self._inner(element, html, replace(self.setting, inside=inside, holder=None, state=state))

    def fragment(self, element: etree._Element, html: str, state: State) -> bool:
        """Read HTML that `element` holds, for what is wanted in it; whether a mention was made of it."""
        if self.setting.gathered.full() or not self._is_interesting(html):
            return False
        if "<" not in html or "&lt;" in html:
            html = addresses.unescape(html)
        setting = self.setting
        files = setting.gathered.files if state is not State.INERT else {}
        gathered = Gathered({}, setting.gathered.mentions, {}, setting.gathered.flaws, files=files)
        holder = self.keeper.where(element, "", "")
        return self._inner(
            element,
            html,
            replace(setting, gathered=gathered, based=False, counts=False, holder=holder, state=state),
        )

    def _inner(self, element: etree._Element, html: str, setting: Setting) -> bool:
        gathered = setting.gathered
        if setting.depth >= _DEEPEST:
            gathered.flaw("depth_loss", f"HTML held inside HTML, more than {_DEEPEST} deep")
            return False
        root, lost = parse(html.replace("\0", "").encode("utf-8", "replace"))
        if lost:
            gathered.flaw("depth_loss", lost)
        if root is None:
            return False
        before = len(gathered.mentions)
        state = later(self.keeper.state(element), setting.state)
        self._read_tree(replace(setting, url=self.base, state=state, depth=setting.depth + 1), root, html)
        made = len(gathered.mentions) > before
        if made:
            self.keeper.kept = element
        return made

    def _is_interesting(self, text: str) -> bool:
        if self.keys:
            lower = text.lower()
            if any(key in lower for key in self.keys):
                return True
        targets = (self.target(found.address) for found in addresses.find(text))
        return any(target is not None and (target.wanted or target.carries) for target in targets)


def _routes(element: etree._Element, code: str) -> tuple[str, ...]:
    """The pages that a script element names."""
    return routes_of_data(code) if "json" in (element.get("type") or "") else routes_in(code)


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
