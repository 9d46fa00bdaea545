"""Pages of the site that only code names: tables of routers, lists of builds, calls that go to a place, data of a page.

What tells is the place in the code, never the string alone: `{path:"/x",component:…}`, `navigate("/x")`, `"href":"/x"`.
What has a part to be filled in (`/blog/:slug`, `[slug]`, `*`) is no address, nor is what a program asks for data.
"""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote

from scanner.extract import addresses, route_tables
from scanner.extract.lexing import Spans, comments

MOST = 2_000
"""So many routes of one text are kept, in the order of their places."""

_BIG = 2_000_000
_FLAT_KEYS = frozenset({"to", "href", "url", "path", "_path", "link", "permalink", "route", "pathname"})
_LITERALS = 20_000
_BEFORE = 160
_NEAR = 60
_SLASH = r"(?:\\*/|\\+u002[fF]|\\+x2[fF])"
_LITERAL = re.compile(rf"([\"'`])((?:#!?)?{_SLASH}(?!\\*/)[^\"'`\s<>{{}}|^]{{0,300}}?)(?=\\{{0,8}}\1)")
_UNQUOTED = re.compile(r"<a\s[^<>]{0,200}?\bhref=(#!?/[^\s\"'`<>\\]{1,200}|/(?!/)[^\s\"'`<>\\]{1,200})(?=[\s>])")

_KEY = re.compile(
    r"(?<![\w$.-])(?:to|href|pathname|permalink|routerLink|redirect|redirectTo|navigateTo|fullPath|hrefPath|data-href)"
    r"\\*[\"'`]?\s*[:=,]\s*(?:\{\s*)?(?:\[\s*(?:\d\s*,\s*)?)?\Z"
)
_DATA_KEY = re.compile(
    r"(?<![\w$.-])(?:url|uri|link|path|route|page|canonicalPath)\\*[\"']\s*:\s*(?:\[\s*\d\s*,\s*)?\Z"
)
_CALL = re.compile(
    r"(?<![\w$])(?:(?:push|replace|navigate|navigateTo|navigateByUrl|goto|redirect|visit|assign|___navigate|prefetch)"
    r"\s*\(\s*\[?\s*(?:\{\s*(?:path|pathname|to)\s*:\s*)?|open\s*\(\s*)\Z"
)
_STATE = re.compile(r"\b(?:push|replace)State\s*\([^;]{0,120}?,\s*\Z")
_REPLACED = re.compile(r"\breplace\s*\(\s*\Z")
_REPLACED_BY = re.compile(r"\s*,\s*(?:[\"'`]|function|\(?[\w$,]{0,40}\)?\s*=>)")
_LOCATION = re.compile(r"(?:\blocation(?:\.(?:pathname|hash))?|\.href)\s*=\s*\Z")
_HANDLER = re.compile(
    r"\bon[A-Z]\w*[\"']?\s*:\s*(?:async\s+)?(?:(?:\([\w$,\s]{0,40}\)|[\w$]+)\s*=>\s*\{?|function\s*\([\w$,\s]{0,40}\)\s*\{)"
    r"\s*(?:return\s|void\s)?\s*(?!fetch\b)(?:\(\s*0\s*,\s*)?[\w$]+\)?\s*\(\s*\Z"
)
_FILE_ROUTE = re.compile(r"create(?:Lazy)?FileRoute\s*\(\s*\Z")
_FILE_ROUTE_AFTER = re.compile(
    r"\s*\)\s*\(\s*\{\s*(?:component|loader|head|validateSearch|beforeLoad|errorComponent|pendingComponent)\b"
)
_SVELTEKIT_AFTER = re.compile(r"\s*:\s*\[\s*[-~]?\d")
_MORE_AFTER = re.compile(r"\s*(?:\+|\.(?:concat|replace|split|repeat)\b|\?(?!\.)|\s*:\s*[\"'`\[{])")

_LISTS = re.compile(
    r"(?:sortedPages|prerendered)[\"']?\s*:\s*"
    r"\[([^\]\[]{0,20000}(?:\[[^\[\]]{0,80}\][^\]\[]{0,20000}){0,2000}?)\]"
)
_HOME = re.compile(r"\"/\"|'/'")
_FIRST = re.compile(r"[\[{]\s*(?:(?:[\w$]{1,40}|[\"'][^\"'/]{1,40}[\"'])\s*:\s*)?\Z")
_REST_OF_LIST = re.compile(r"\s*(?:,[^\[\]{}()]{1,4000})?[\]}]")
_OTHER_VALUE = re.compile(r"[:,\[]\s*(?:[\"'`](?!/)[^\"'`]*[\"'`]|[\w$!-][\w$.]*)\s*[,}\]]")
_QUOTED = re.compile(r"([\"'`])(/(?!/)[^\"'`\s<>{}|^\\]{0,300})\1")
_GATSBY = re.compile(r"component---src-pages-([a-z0-9][a-z0-9-]{0,80}?)-(?:jsx?|tsx?|mdx?)(?![\w-])")
_PAGE_DATA = re.compile(r"/page-data/([\w~./%-]{1,200}?)/page-data\.json")

_HASHES = re.compile(
    r"createWebHashHistory|createHashRouter|createHashHistory|HashRouter\b|HashLocationStrategy|useHash\s*:\s*(?:!0|true)"
    r"|mode\s*:\s*[\"']hash[\"']|[\"']hashchange[\"']|\.hash\.(?:substr|slice)"
    r"|relative pathnames are not supported in hash|\.includes\([\"']#[\"']\)\s*\|\|"
)
_NOT_HASHES = re.compile(r"mode\s*:\s*[\"']history[\"']")
_BASENAME = re.compile(r"(?<![\w$])basename\s*:\s*([\"'])(/[\w~./-]{1,80})\1")

_API = frozenset({"api", "graphql", "trpc", "rpc", "ajax", "wp-json", "oauth", "oauth2", "socket.io", "webhook"})
_VERSION = re.compile(r"v\d{1,2}")
_PAGES = frozenset({"html", "htm", "xhtml", "shtml", "php", "asp", "aspx", "jsp"})
_FILE = re.compile(r"\.([A-Za-z][A-Za-z0-9]{0,19})\Z")
_QUERY = re.compile(r"(?:[\w.~+%@,:-]+=[\w.~+%@,:-]+(?:&|\Z))+")
_SEGMENT = re.compile(r"(?:[\w~.!$&'+,;=@-]|%[0-9a-fA-F]{2})+")
_OPTIONAL = re.compile(r"/(?::[\w-]+[?*]|\[\[[^\]]*\]\]|\{-\$\w+\})(?=/|\Z)")
_REST = re.compile(r"\*\*?|\$")
_LONGEST = 300


class Route(NamedTuple):
    """A route: the reference as it is meant, and where it is written. `routed`: a router reads it, no browser."""

    ref: str
    at: int
    routed: bool


def routes_in(code: str, *, data: bool = False) -> tuple[str, ...]:
    """References to pages that `code` names as places to go to, in order and without repeats.

    They begin with `/`, or with `#/` or `#!/` where a router reads the fragment. `data`: the text is JSON that a page
    carries for its own program. Comments name nothing.
    """
    if "/" not in code and "u002" not in code and "path" not in code and "component---" not in code:
        return ()
    found = sorted(islice(_all(code, data), MOST), key=lambda route: route.at)
    if not found:
        return ()
    unread = Spans(()) if data or all(route.ref == "/" for route in found) else Spans(comments(code))
    live = [route for route in found if route.at not in unread]
    begin = roots(code) if any(route.routed and route.ref != "/" for route in live) else ("",)
    refs: dict[str, None] = {}
    for route in live:
        more = begin if route.routed and route.ref != "/" else ("",)
        refs |= dict.fromkeys(root + route.ref for root in more)
    return tuple(refs)


def roots(code: str) -> tuple[str, ...]:
    """What stands before the routes of a router in `code`: nothing, `#` if it reads the fragment, the base it has."""
    hashed = _HASHES.search(code) is not None and _NOT_HASHES.search(code) is None
    based = _BASENAME.search(code)
    return ("", *(("#",) if hashed else ()), *((based[2].rstrip("/"),) if based else ()))


def routes_of_data(text: str) -> tuple[str, ...]:
    """The same for a JSON text.

    The objects of a flat list, as Nuxt writes it, name their values by number.
    """
    refs = dict.fromkeys(routes_in(text, data=True))
    values = _json(text)
    flat: list[object] = values if isinstance(values, list) else []
    for value in flat:
        for name, number in value.items() if isinstance(value, dict) else ():
            named = flat[number] if type(number) is int and 0 <= number < len(flat) else None
            if name in _FLAT_KEYS and isinstance(named, str) and (ref := whole(named)):
                refs[ref] = None
    return tuple(refs)[:MOST]


def is_data(text: str) -> bool:
    """Whether a text is JSON."""
    return text.lstrip()[:1] in ("{", "[") and _json(text) is not None


@lru_cache(maxsize=1)
def _json(text: str) -> object:
    try:
        return json.loads(text) if len(text) <= _BIG else None
    except (ValueError, RecursionError):
        return None


def _all(code: str, data: bool) -> Iterator[Route]:
    yield from _literals(code, data)
    if "path" in code and not data:
        for path, at in route_tables.paths(code):
            if ref := whole(path):
                yield Route(ref, at, routed=True)
    yield from _lists(code)
    if "<a" in code:
        for match in _UNQUOTED.finditer(code):
            if ref := whole(match[1]):
                yield Route(ref, match.start(1), routed=False)
    for match in (*_GATSBY.finditer(code), *_PAGE_DATA.finditer(code)):
        for path in _of_gatsby(match):
            if ref := whole(path):
                yield Route(ref, match.start(), routed=False)


def _literals(code: str, data: bool) -> Iterator[Route]:
    manifest = "__BUILD_MANIFEST" in code
    for match in islice(_LITERAL.finditer(code), _LITERALS):
        start, after = match.start(), match.end() + _closing(code, match.end())
        before = code[max(0, start - _BEFORE) : start]
        told = _told(before, code, after, data=data, manifest=manifest)
        if told is None:
            continue
        written = addresses.unescape(match[2])
        if ref := whole(_without_groups(written) if told.grouped else written):
            yield Route(ref, start, told.routed)


def _closing(code: str, at: int) -> int:
    """How many characters the closing quote takes, with the backslashes before it."""
    end = at
    while code[end : end + 1] == "\\":
        end += 1
    return end + 1 - at


class _Told(NamedTuple):
    routed: bool
    grouped: bool = False


def _told(before: str, code: str, after: int, *, data: bool, manifest: bool) -> _Told | None:
    """What the code around a literal says: that it is a place to go to, or nothing."""
    tail = before.rstrip("\\").rstrip()
    last, near = tail[-1:], tail[-_NEAR:]
    if not last or last not in "([{,:=":
        return None
    if last in "{," and (_SVELTEKIT_AFTER.match(code, after) or (manifest and code[after : after + 1] == ":")):
        return _Told(routed=False, grouped=not manifest)
    if last == "(" and (_FILE_ROUTE.search(near) or _FILE_ROUTE_AFTER.match(code, after)):
        return _Told(routed=True, grouped=True)
    if _MORE_AFTER.match(code, after) or (_REPLACED.search(near) and _REPLACED_BY.match(code, after)):
        return None
    if _goes(last, near, tail):
        return _Told(routed=True)
    loads = (last == "=" and _LOCATION.search(near)) or (data and _DATA_KEY.search(near))
    return _Told(routed=False) if loads else None


def _goes(last: str, near: str, tail: str) -> bool:
    """Whether code that ends so hands what follows to a router; `last` is its last character."""
    if last in "([:" and _CALL.search(near):
        return True
    if last == "(":
        return _HANDLER.search(tail) is not None
    return _KEY.search(near) is not None or (last == "," and _STATE.search(tail) is not None)


def _lists(code: str) -> Iterator[Route]:
    """Lists of pages that a build leaves behind, and lists or maps of paths of which the first is the front page."""
    listed = "sortedPages" in code or "prerendered" in code
    lists = ((match.start(1), match[1]) for match in (_LISTS.finditer(code) if listed else ()))
    maps = (one for home in _HOME.finditer(code) if (one := _map(code, home)) is not None)
    for start, text in (*lists, *maps):
        for quoted in _QUOTED.finditer(text):
            if ref := whole(quoted[2]):
                yield Route(ref, start + quoted.start(), routed=False)


def _map(code: str, home: re.Match[str]) -> tuple[int, str] | None:
    """Where the list or map of nothing but paths begins that the front page is the first of, and its text."""
    first = _FIRST.search(code, max(0, home.start() - _NEAR), home.start())
    rest = _REST_OF_LIST.match(code, home.end()) if first else None
    if first is None or rest is None:
        return None
    text = code[first.start() : rest.end()]
    return None if _OTHER_VALUE.search(text) else (first.start(), text)


def _of_gatsby(match: re.Match[str]) -> Iterator[str]:
    """The addresses that the name of a page's file can stand for: a dash in it is a dash, or the edge of a folder."""
    name = match[1].strip("/")
    if match.re is _PAGE_DATA:
        yield "/" if name == "index" else f"/{name}/"
        return
    parts = name.removesuffix("-index").split("-")
    if name in ("index", "404"):
        return
    yield f"/{'-'.join(parts)}/"
    for cut in range(1, min(len(parts), 4)):
        yield f"/{'-'.join(parts[:cut])}/{'-'.join(parts[cut:])}/"


def _without_groups(path: str) -> str:
    """A route of a file without what only groups files: `(shop)`, `_layout`, and marks of nesting."""
    segments = path.split("/")
    kept = [s for s in segments if not (s.startswith("_") or re.fullmatch(r"\([\w-]*\)", s))]
    return "/".join(segment.rstrip("_") if segment.strip("_") else segment for segment in kept) or "/"


def whole(path: str) -> str:
    """The address that a route stands for, "" if a part of it is to be filled in, or if it is no page.

    Of an optional part, and of one that takes all the rest, only what stands before it is meant.
    """
    mark = next((mark for mark in ("#!", "#") if path.startswith(f"{mark}/")), "")
    path = _OPTIONAL.sub("", path[len(mark) :].partition("#")[0])
    front, question, query = path.partition("?")
    if (
        len(path) > _LONGEST
        or not f"{front}/".startswith("/")
        or "//" in front
        or (question and not _QUERY.fullmatch(query))
    ):
        return ""
    segments = front[1:].split("/")
    if segments and _REST.fullmatch(segments[-1]):
        segments.pop()
    if not all(_is_segment(segment) for segment in segments[:-1]) or (segments and not _is_last(segments[-1])):
        return ""
    if any(_is_for_programs(segment, number) for number, segment in enumerate(segments)):
        return ""
    return f"{mark}/{'/'.join(segments)}{question}{query}"


def _is_segment(segment: str) -> bool:
    return _SEGMENT.fullmatch(segment) is not None and segment not in (".", "..") and not segment.startswith(("$", "@"))


def _is_last(segment: str) -> bool:
    ending = _FILE.search(segment)
    return not segment or (_is_segment(segment) and (ending is None or ending[1].lower() in _PAGES))


def _is_for_programs(segment: str, number: int) -> bool:
    """Whether a segment shows that programs ask there, or that it is a part of the build."""
    name = unquote(segment).lower()
    if name in _API or name.startswith("_") or (number == 0 and (_VERSION.fullmatch(name) or name in ("404", "500"))):
        return True
    return name.removesuffix(".php") in ("wp-admin", "xmlrpc", "admin-ajax", "wp-login")
