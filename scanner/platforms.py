"""Which site builder made a page, and what its parts are called.

What is known about builders is data: `platforms.toml` beside this module says how each one shows itself, what its
blocks and shared templates look like, and where they are edited.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from operator import itemgetter
from typing import Any

from scanner.mentions import Element

PLAIN = "html"

_LONGEST = 200
"""No builder gives longer names; hostile ones are not compared."""

_STRONG, _MEDIUM, _WEAK = 4, 2, 1
_TAG = 4000
_HEAD, _TAIL, _BODY, _END, _STYLE = 4000, 1500, 1200, 1000, 60
_GENERATOR = re.compile(r"<meta\b[^>]{0,200}\bgenerator\b[^>]{0,300}>")
_CONTENT = re.compile(r"""\bcontent\s*=\s*["']?\s*([^"'>]+)""")


@dataclass(frozen=True, slots=True)
class Pattern:
    """What an ancestor must look like; every part that is given must match wholly."""

    tag: re.Pattern[str] | None = None
    id: re.Pattern[str] | None = None
    classes: tuple[re.Pattern[str], ...] = ()
    attrs: tuple[tuple[str, re.Pattern[str]], ...] = ()

    def match(self, element: Element) -> dict[str, str] | None:
        """The named pieces of `element` that the pattern asks for, or None where it does not fit."""
        found: dict[str, str] = {}
        values: list[tuple[re.Pattern[str] | None, tuple[str, ...]]]
        values = [(self.tag, (element.tag,)), (self.id, (element.id,))]
        values += [(pattern, element.classes) for pattern in self.classes]
        if self.attrs:
            handles = dict(element.handles)
            values += [(pattern, (handles.get(name, ""),)) for name, pattern in self.attrs]
        for pattern, candidates in values:
            if pattern is None:
                continue
            hit = next((m for text in candidates if len(text) <= _LONGEST and (m := pattern.fullmatch(text))), None)
            if hit is None:
                return None
            found |= {name: piece for name, piece in hit.groupdict().items() if piece}
        return found


@dataclass(frozen=True, slots=True)
class Part:
    """A block, a shared template or a region: how it looks, what it is called, and where it is edited.

    `how` limits it to traces that are there in one of these ways; `shared` says that the builder keeps it outside
    pages; `owner` that the class names of its parent are the designer's own and worth printing; `builder` with what
    the content of a page is edited, where that is another one.
    """

    pattern: Pattern
    words: str = ""
    edit: str = ""
    part: str = ""
    how: tuple[str, ...] = ()
    shared: bool = False
    owner: bool = False
    builder: str = ""


@dataclass(frozen=True, slots=True)
class Signs:
    """What gives a builder away, in lower case."""

    generator: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    hosts: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    medium: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kin:
    """How pages of one template know each other: a piece of the value of an attribute of `html` or `body`.

    What stands inside something that matches `written` was put there by an editor, page by page; `edit` is where the
    template is kept.
    """

    tag: str
    attr: re.Pattern[str]
    name: re.Pattern[str]
    written: tuple[Pattern, ...]
    edit: str


@dataclass(frozen=True, slots=True)
class Platform:
    """A builder. `code` is where code for the whole site is kept; `regions` where ordinary headers and footers are.

    `plain` names the block that leaves no mark in a page, by how the trace is there; `after` says that such a block
    stands after its heading, not under it. Parts of the platform it is built into come after its own.
    """

    name: str
    label: str
    signs: Signs
    code: str = ""
    regions: Mapping[str, str] = field(default_factory=dict)
    plain: Mapping[str, str] = field(default_factory=dict)
    after: bool = False
    contents: tuple[Part, ...] = ()
    templates: tuple[Part, ...] = ()
    blocks: tuple[Part, ...] = ()
    kin: Kin | None = None


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin that brings traces along: parts of its addresses, element ids and code."""

    slug: str
    name: str
    addresses: tuple[str, ...]
    ids: re.Pattern[str]
    code: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that `platforms.toml` holds."""

    platforms: Mapping[str, Platform]
    regions: tuple[Part, ...]
    contents: tuple[Pattern, ...]
    plugins: tuple[Plugin, ...]


def _pattern(record: Mapping[str, Any]) -> Pattern:
    attrs = dict(record.get("attrs", {}))
    if "role" in record:
        attrs["role"] = record["role"]
    classes = record.get("class", [])
    return Pattern(
        re.compile(record["tag"]) if "tag" in record else None,
        re.compile(record["id"]) if "id" in record else None,
        tuple(map(re.compile, [classes] if isinstance(classes, str) else classes)),
        tuple((name, re.compile(pattern)) for name, pattern in attrs.items()),
    )


def _part(record: Mapping[str, Any]) -> Part:
    return Part(
        _pattern(record),
        record.get("words", ""),
        record.get("edit", ""),
        record.get("part", ""),
        tuple(record.get("how", ())),
        record.get("shared", False),
        record.get("owner", False),
        record.get("builder", ""),
    )


def _kin(record: Mapping[str, Any]) -> Kin:
    name = re.escape(record["attr"])
    return Kin(
        record["tag"],
        re.compile(rf"""\s{name}\s{{0,9}}=\s{{0,9}}(?:"([^"]{{1,2000}})"|'([^']{{1,2000}})')"""),
        re.compile(record["name"]),
        tuple(map(_pattern, record["written"])),
        record["edit"],
    )


def _platform(record: Mapping[str, Any], parent: Platform | None) -> Platform:
    signs = Signs(
        *(tuple(record.get(key, {}).items() if key == "headers" else record.get(key, ())) for key in Signs.__slots__)
    )
    own = Platform(
        record["name"],
        record["label"],
        signs,
        record.get("code", ""),
        record.get("regions", {}),
        record.get("plain", {}),
        record.get("after", False),
        tuple(_part(entry) for entry in record.get("content", ())),
        tuple(_part(entry) for entry in record.get("template", ())),
        tuple(_part(entry) for entry in record.get("block", ())),
        _kin(record["kin"]) if "kin" in record else None,
    )
    if parent is None:
        return own
    return Platform(
        own.name,
        own.label,
        signs,
        own.code or parent.code,
        {**parent.regions, **own.regions},
        own.plain or parent.plain,
        own.after or parent.after,
        own.contents + parent.contents,
        own.templates + parent.templates,
        own.blocks + parent.blocks,
        own.kin or parent.kin,
    )


@cache
def catalogue() -> Catalogue:
    """What is known about builders; read once."""
    data = tomllib.loads(files("scanner").joinpath("platforms.toml").read_text("utf-8"))
    platforms: dict[str, Platform] = {}
    for record in data["platform"]:
        platforms[record["name"]] = _platform(record, platforms.get(record["name"].partition("/")[0]))
    return Catalogue(
        platforms,
        tuple(_part(record) for record in data["region"]),
        tuple(_pattern(record) for record in data["content"]),
        tuple(
            Plugin(p["slug"], p["name"], tuple(p["addresses"]), re.compile(p["ids"]), tuple(p["code"]))
            for p in data["plugin"]
        ),
    )


def platform(name: str) -> Platform:
    """The builder called `name`; plain HTML for a name that is not known."""
    known = catalogue().platforms
    return known.get(name, known[PLAIN])


@cache
def _families() -> tuple[tuple[Platform, tuple[Platform, ...]], ...]:
    """Every platform with the builders inside it."""
    known = catalogue().platforms
    tops = [name for name in known if "/" not in name and name != PLAIN]
    return tuple((known[top], tuple(known[name] for name in known if name.startswith(f"{top}/"))) for top in tops)


def _gist(page: str) -> str:
    """The pieces of a lower-cased page in which a builder shows itself: the head without its styles, the first of
    the body, and the end.

    Looking for some eighty signs in all of a page would cost ten times as much.
    """
    end = page.find("</head")
    end = end if end >= 0 else min(len(page), _HEAD)
    first, *rest = page[:end].split("<style")
    head = first + "".join([piece[:_STYLE] + piece.partition("</style")[2] for piece in rest])
    body = end + _BODY
    return "\n".join((head[:_HEAD], head[_HEAD:][-_TAIL:], page[end:body], page[max(body, len(page) - _END) :]))


def _generators(page: str) -> tuple[str, ...]:
    if "generator" not in page:
        return ()
    tags = _GENERATOR.findall(page)
    return tuple(m.group(1).strip() for m in map(_CONTENT.search, tags) if m)


@lru_cache(maxsize=256)
def _hosted(host: str, suffixes: tuple[str, ...]) -> bool:
    return any(host == suffix or host.endswith(f".{suffix}") for suffix in suffixes)


@dataclass(frozen=True, slots=True)
class _Look:
    """A page as signs are compared with it."""

    gist: str
    generators: tuple[str, ...]
    headers: Mapping[str, str]
    host: str

    def decisive(self, signs: Signs) -> bool:
        return (
            any(text.startswith(begin) for text in self.generators for begin in signs.generator)
            or any(part in self.headers[name] for name, part in signs.headers if name in self.headers)
            or _hosted(self.host, signs.hosts)
        )

    def score(self, signs: Signs, enough: int, given: int = 0) -> int:
        """How much speaks for a builder beside what is `given`; 0 where it is less than `enough`."""
        total = given + self._count(signs.strong) * _STRONG + self._count(signs.medium) * _MEDIUM
        return total + self._count(signs.weak) * _WEAK if total >= enough else 0

    def _count(self, needles: Iterable[str]) -> int:
        return sum([needle in self.gist for needle in needles])


_first = itemgetter(0)


def _host(url: str) -> str:
    return url.partition("//")[2].partition("/")[0].partition(":")[0].lower()


def recognise(html: str, url: str = "", headers: Mapping[str, str] | None = None) -> str:
    """The name of the builder that made this page, such as `wordpress/elementor`; `html` where none shows itself.

    One strong sign or two of medium strength decide; among several builders the one that more speaks for.
    """
    page = html.lower()
    lowered = {name.lower(): value.lower() for name, value in (headers or {}).items()}
    gist = _gist(page)
    look = _Look(gist, _generators(gist), lowered, _host(url))
    sure = [family for family in _families() if look.decisive(family[0].signs)]
    given = _STRONG if sure else 0
    best, top, inside = max(
        ((look.score(top.signs, _STRONG, given), top, inside) for top, inside in sure or _families()), key=_first
    )
    if not best:
        return PLAIN
    deeper = ((look.score(b.signs, _MEDIUM, look.decisive(b.signs) * _STRONG), b.name) for b in inside)
    most, name = max(deeper, key=_first, default=(0, ""))
    return name if most else top.name


def template(html: str, builder: str) -> str:
    """What names the template of the builder's that makes this page, such as `single-post`; "" where nothing does."""
    kin = platform(builder).kin
    if kin is None:
        return ""
    found = re.search(rf"<{kin.tag}\b", html, re.IGNORECASE)
    if found is None:
        return ""
    tag = html[found.end() : found.end() + _TAG].partition(">")[0]
    value = kin.attr.search(tag)
    words = (value[1] or value[2]).split() if value else []
    return next((word for word in words if len(word) <= _LONGEST and kin.name.fullmatch(word)), "")
