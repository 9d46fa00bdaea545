"""What tags, attributes and script types mean for whoever looks for addresses: tables, and lookups in them."""

import re
from dataclasses import dataclass
from enum import Enum, IntEnum, auto
from functools import lru_cache

from scanner.mentions import MentionType
from scanner.model import State


class Reads(IntEnum):
    """How the value of an attribute is to be read."""

    NOTHING = 0
    ADDRESS = auto()
    SRCSET = auto()
    CSS = auto()
    CODE = auto()
    DOCUMENT = auto()
    ANYTHING = auto()


@dataclass(frozen=True, slots=True)
class Role:
    """What an attribute is on its element. `follows`: an in-scope address in it is a link for a crawler.

    `loads`: it is an address that is no such link.
    """

    reads: Reads
    type: MentionType
    state: State = State.LIVE
    follows: bool = False

    @property
    def loads(self) -> bool:
        return self.reads is Reads.ADDRESS and not self.follows


_FRAMES = frozenset({"iframe", "frame", "embed", "object", "portal", "fencedframe", "amp-iframe"})
_MEDIA = frozenset({"img", "source", "video", "audio", "track", "image", "picture", "amp-img"})
_CLICKED = frozenset({"a", "area", "button"})

_SILENT = frozenset(
    {
        *("class", "id", "width", "height", "lang", "dir", "role", "tabindex", "rel", "sizes", "xmlns", "itemtype"),
        *("charset", "media", "integrity", "nonce", "crossorigin", "pattern", "viewbox", "d", "points", "transform"),
        *(
            "loading",
            "decoding",
            "fetchpriority",
            "type",
            "name",
            "for",
            "target",
            "autocomplete",
            "download",
            "alt",
            "title",
        ),
        *("aria-label", "aria-description", "aria-hidden", "aria-controls", "aria-expanded", "aria-labelledby"),
        *("placeholder", "summary", "label", "datetime", "colspan", "rowspan", "allow", "scrolling", "frameborder"),
        *("itemscope", "itemprop", "vocab", "prefix", "typeof", "profile", "method", "enctype", "sandbox", "accept"),
    }
)
"""Attributes whose values name nothing, though they may hold slashes."""

_HREFS = {
    "a": Role(Reads.ADDRESS, MentionType.LINK, follows=True),
    "area": Role(Reads.ADDRESS, MentionType.LINK, follows=True),
    "script": Role(Reads.ADDRESS, MentionType.SCRIPT),
    "image": Role(Reads.ADDRESS, MentionType.IMAGE),
    "use": Role(Reads.ADDRESS, MentionType.IMAGE),
    "link": Role(Reads.NOTHING, MentionType.META),
}
_LAZY_SOURCE = re.compile(r"(?:.*[_:.-]|lazy|suppressed)src(?:[_-].*)?")
_LAZY = re.compile(r"data-(?:.*src.*|iframe.*|lazy.*|bg.*|background.*|original.*|url|poster.*)")
_CLICK = re.compile(r"data-(?:.*href.*|.*link.*|target-url|location)")
_ALWAYS: dict[str, tuple[Reads, MentionType]] = {
    "srcset": (Reads.SRCSET, MentionType.IMAGE),
    "imagesrcset": (Reads.SRCSET, MentionType.IMAGE),
    "poster": (Reads.ADDRESS, MentionType.IMAGE),
    "background": (Reads.ADDRESS, MentionType.IMAGE),
    "style": (Reads.CSS, MentionType.STYLE),
    "action": (Reads.ADDRESS, MentionType.FORM),
    "formaction": (Reads.ADDRESS, MentionType.FORM),
    "srcdoc": (Reads.DOCUMENT, MentionType.FRAME),
}


def is_lazy_source(name: str) -> bool:
    """Whether an attribute holds what becomes `src` later: `data-src`, `data-src-cmplz`, `nitro-lazy-src`, `:src` …"""
    return _LAZY_SOURCE.fullmatch(name) is not None


@lru_cache(maxsize=4096)
def role(tag: str, name: str) -> Role:
    """What attribute `name` is on element `tag`."""
    if name in _SILENT or name.startswith("xmlns:"):
        return Role(Reads.NOTHING, MentionType.ELEMENT)
    if name in _ALWAYS:
        reads, kind = _ALWAYS[name]
        return Role(reads, kind)
    if name.startswith("on") and len(name) > 4 and name.isalpha():
        return Role(Reads.CODE, MentionType.LINK)
    if name.startswith("data-"):
        return _held(tag, name)
    return _named(tag, name.removeprefix("xlink:"))


def _named(tag: str, name: str) -> Role:
    if tag == "meta" and name == "content":
        return Role(Reads.NOTHING, MentionType.META)
    if name == "href":
        return _HREFS.get(tag, Role(Reads.ADDRESS, MentionType.ELEMENT))
    if name == "src" or (tag == "object" and name == "data"):
        return Role(Reads.ADDRESS, _own_type(tag), follows=tag in _FRAMES)
    if tag == "div" and name == "url":
        return Role(Reads.ANYTHING, MentionType.ELEMENT, State.WAITING)
    if is_lazy_source(name):
        return Role(Reads.ANYTHING, _own_type(tag), State.WAITING, follows=tag in _FRAMES)
    return Role(Reads.ANYTHING, MentionType.ELEMENT)


def _held(tag: str, name: str) -> Role:
    if name == "data-url" and tag in _CLICKED:
        return Role(Reads.ANYTHING, MentionType.LINK, follows=True)
    if _LAZY.fullmatch(name):
        kind = _own_type(tag)
        if kind is MentionType.ELEMENT and ("bg" in name or "background" in name):
            kind = MentionType.IMAGE
        reads = Reads.SRCSET if name.endswith("srcset") else Reads.ANYTHING
        if is_lazy_source(name) and kind in (MentionType.FRAME, MentionType.SCRIPT):
            reads = Reads.ADDRESS
        return Role(reads, kind, State.WAITING, follows=tag in _FRAMES)
    if _CLICK.fullmatch(name):
        return Role(Reads.ANYTHING, MentionType.LINK, follows=True)
    if tag in _CLICKED:
        return Role(Reads.ANYTHING, MentionType.LINK)
    return Role(Reads.ANYTHING, MentionType.ELEMENT, State.WAITING)


def _own_type(tag: str) -> MentionType:
    """What an element that loads something loads."""
    if tag in _FRAMES:
        return MentionType.FRAME
    if tag == "script":
        return MentionType.SCRIPT
    if tag in _MEDIA or tag == "input":
        return MentionType.IMAGE
    return MentionType.ELEMENT


_LINK_TYPES = (
    (frozenset({"stylesheet"}), MentionType.STYLE),
    (frozenset({"icon", "apple-touch-icon", "apple-touch-icon-precomposed", "mask-icon"}), MentionType.IMAGE),
    (
        frozenset({"preconnect", "dns-prefetch", "preload", "modulepreload", "prefetch", "prerender"}),
        MentionType.HINT,
    ),
)
_FILES = frozenset({"stylesheet", "modulepreload"})
_AHEAD = frozenset({"preload", "prefetch"})
FOLLOWED = frozenset({"next", "prev", "previous", "alternate", "canonical"})
"""Relations of `<link>` that lead to another page."""


def link_type(relations: frozenset[str]) -> MentionType:
    """What a `<link>` with these relations names; metadata if it loads nothing."""
    for known, kind in _LINK_TYPES:
        if relations & known:
            return kind
    return MentionType.META


def is_file(relations: frozenset[str], purpose: str) -> bool:
    """Whether a `<link>` with these relations and this `as` names a script file or a style sheet."""
    if relations & _FILES:
        return True
    return purpose in ("script", "style") and bool(relations & _AHEAD)


class Runs(Enum):
    """What a script element does: it runs, it runs later (delayed, after consent), or its content is data or HTML."""

    NOW = auto()
    LATER = auto()
    DATA = auto()
    MARKUP = auto()


_JAVASCRIPT = re.compile(
    r"|module|(?:text|application)/(?:x-)?(?:java|ecma)script(?:1\.\d)?|text/(?:jscript|livescript)", re.IGNORECASE
)
_MARKUP = re.compile(r"template|tmpl|handlebars|mustache|underscore|text/html|text/xml|application/xml", re.IGNORECASE)
_DATA = re.compile(r"json|importmap|speculationrules|x-shader|magento-init|markdown|text/css", re.IGNORECASE)


def runs(kind: str) -> Runs:
    """What a script element of type `kind` does. A type that is not known as data counts as running later."""
    kind = kind.partition(";")[0].strip()
    if _JAVASCRIPT.fullmatch(kind):
        return Runs.NOW
    if _DATA.search(kind):
        return Runs.DATA
    return Runs.MARKUP if _MARKUP.search(kind) else Runs.LATER


HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
HANDLES = frozenset(
    {
        *("data-id", "data-elementor-type", "data-elementor-id", "data-widget_type", "data-element_type"),
        *("data-block-type", "data-aid", "data-ux", "data-framer-name", "data-section-id", "dmle_widget"),
        *("data-element-type", "role", "aria-label", "name", "data-testid"),
    }
)
"""Attributes in which site builders put their own names for blocks."""
