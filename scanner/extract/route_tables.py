"""Tables of routers in code: objects with a `path` beside a component, children, a loader; nested as they are written.

[{path:"/services",component:A,children:[{path:"botox",component:B}]}]     /services  /services/botox
jsx(R,{path:"/a",element:x,children:jsx(R,{path:"b",element:y})})          /a  /a/b
createElement(R,{path:"/a",element:x},createElement(R,{path:"b",…}))       /a  /a/b
const r=[{path:"b",component:B}],q=[{path:"/a",children:r}]                /a  /a/b

What a route leaves to other files stands in `loads`: there further tables begin with paths that stand alone.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from scanner.routing import OPEN

_MOST = 3_000
_GAP = 8_000
_BACK = 300
_BEHIND = 1_500
_HOLDERS = 5
"""So many routes that leave their rest to others are tried as parents of those that stand alone."""

_DEEPEST = 200
"""So many brackets may stand between a route and the one around it."""

_LONGEST_VALUE = 1_000
_MOST_LOADED = 20
_MOST_LAZY, _LOOK_BACK = 500, 160

_PATH = re.compile(r"path[\"']?\s*:\s*[\"'`]")
_BEFORE = frozenset("{,\"' \n\t\r")
_TOKEN = re.compile(
    r"(?P<key>(?<=[{,])\s*+[\"']?(?P<name>[A-Za-z_$][\w$]*+)[\"']?\s*+[:(])"
    r"|(?<!\\)(?:\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\]|\\.)*+`)|(?P<comment>/\*)|(?<![:\\])//[^\n]*"
    r"|(?P<open>[{(\[])|(?P<close>[})\]])",
    re.DOTALL,
)
_STRING = re.compile(r"\s*([\"'`])([^\"'`\\\s]{0,300})\1")
_LOADED = re.compile(
    r"""(?:\bimport|(?P<chunk>\.e))\(\s*(?:/\*[^*]{0,200}\*/\s*)?(["'`]?)(?P<name>[^"'`\s(){},]{1,300})\2\s*(?=[),])"""
)
_LIST = re.compile(r"\s*(?:\[\s*\.\.\.)?([A-Za-z_$][\w$]*)(\.[\w$]+)?\s*(?:\(\)\s*)?(?:[,}\]]|\Z)")
_ARROW = re.compile(r"\s*\(?[\w$]*\)?\s*=>\s*(?=[\w$.]+\s*\Z)")
_SHOWN = re.compile(r"(?:jsxs?\)?|[cC]reateElement\)?)\s*\(\s*([A-Za-z_$][\w$]*)\s*[,)]|\A\s*([A-Za-z_$][\w$]*)\s*\Z")
_LAZY = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]*)\s*=(?![=>])(?:[^;={}]|=>|\{\s*return\b)*\Z")
"""What stands before what is loaded in `S=lazy((()=>import("./s.js")))`."""

_STATIC = re.compile(
    r"""\bimport\s*(?:\*\s*as\s+)?([\w$]+)?\s*,?\s*(?:\{([^{}]{0,4000})\})?\s*from\s*(["'])(\.{0,2}/[^"'\s]{1,300})\3"""
)
_BOUND = re.compile(r"([A-Za-z_$][\w$]*)\s*(?:,|\Z)")
_NAMED = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]*)\s*=\s*\Z")
_FIRST_ARGUMENT = re.compile(r"\(\s*[\w$.]+\s*,\s*\Z")

_TELLS = frozenset(
    {
        *("component", "components", "element", "Component", "children", "loader", "lazy", "loadChildren", "render"),
        *("loadComponent", "redirect", "redirectTo", "getParentRoute", "exact", "errorElement", "ErrorBoundary"),
        *("beforeEnter", "canActivate", "canMatch", "resolve", "pathMatch", "caseSensitive", "index", "beforeLoad"),
        *("layout", "view", "page", "HydrateFallback", "parentId", "hasLoader", "sensitive", "lazyComponent"),
    }
)
"""Beside a path they say that it is a route."""

_LOADERS = frozenset({"loadChildren", "lazy", "lazyChildren", "loadRoutes"})
_LISTS = frozenset({"children", "routes"})
_SHOWING = frozenset({"element", "component", "Component", "render", *_LISTS})

_TELLS_NOT = frozenset(
    {
        *("method", "methods", "httpOnly", "maxAge", "expires", "sameSite", "secure", "domain", "operationId"),
        *("transports", "statusCode", "requestFormat", "parameters", "responses", "httpMethod", "verb", "d", "fill"),
    }
)
"""Beside a path they say that it is a cookie's, a request's, a picture's."""


@dataclass(slots=True)
class _Node:
    """What one object or call says. `parent` is the one around it that may be its route's parent."""

    parent: "_Node | None"
    opened: str
    start: int
    path: str | None = None
    at: int = -1
    keys: set[str] = field(default_factory=set)
    props: "_Node | None" = None
    id: str = ""
    parent_id: str = ""
    values: list[tuple[str, int]] = field(default_factory=list)
    end: int = -1

    def tells(self) -> bool:
        return self.path is not None and bool(self.keys & _TELLS) and not self.keys & _TELLS_NOT


class Found(NamedTuple):
    """A route in a table: its path as far as this text tells, and where its own part of it stands.

    `alone` says that it stands in no other route, nor at the root: another one tells where its table belongs. `loads`
    is what holds the routes below it: references to files, `#` and what a bundler calls a chunk, or OPEN. `name` is
    what its table is called in this text.
    """

    path: str
    at: int
    alone: bool = False
    loads: tuple[str, ...] = ()
    name: str = ""


def paths(code: str) -> Iterator[tuple[str, int]]:
    """The whole path of every route in the tables of `code`, with the position of its own part. Never raises."""
    return ((_slashed(found.path), found.at) for found in tables(code))


@lru_cache(maxsize=2)
def tables(code: str) -> tuple[Found, ...]:
    """Every route in the tables of `code`. Never raises."""
    told = tuple(_told(code))
    called = {name for one in told for name in one.loads if name.startswith("=")}
    elsewhere = _elsewhere(code) if called else {}
    below: dict[str, list[Found]] = {}
    for one in told:
        if one.name and one.alone and f"={one.name}" in called:
            below.setdefault(f"={one.name}", []).append(one)
    joined = [*told, *islice(_joined(told, below), _MOST)]
    return tuple(one._replace(loads=_named(one, elsewhere, below)) for one in joined)


def _elsewhere(code: str) -> dict[str, tuple[str, ...]]:
    """The names of this text that mean something of other files, and those files."""
    names: dict[str, tuple[str, ...]] = {name: (ref,) for name, ref in imported(code).items()}
    for loaded in islice(_LOADED.finditer(code), _MOST_LAZY):
        lazy = _LAZY.search(code, max(0, loaded.start() - _LOOK_BACK), loaded.start())
        if lazy and (called := _called(loaded)):
            names[lazy[1]] = (*names.get(lazy[1], ()), called)[:_MOST_LOADED]
    return names


def imported(code: str) -> dict[str, str]:
    """The names of this text that stand for something of another file, and the references to those."""
    names: dict[str, str] = {}
    for found in _STATIC.finditer(code):
        names |= dict.fromkeys(filter(None, (found[1], *_BOUND.findall(found[2] or ""))), found[4])
    return names


def _named(one: Found, elsewhere: dict[str, tuple[str, ...]], below: dict[str, list[Found]]) -> tuple[str, ...]:
    """What a route loads, without names of this text."""
    loads: dict[str, None] = {}
    for name in one.loads:
        if not name.startswith("="):
            loads[name] = None
        elif files := elsewhere.get(name[1:].partition(".")[0]):
            loads |= dict.fromkeys(files)
        elif name not in below:
            loads.setdefault(OPEN)
    return tuple(loads) if set(loads) == {OPEN} else tuple(name for name in loads if name != OPEN)


def _joined(told: tuple[Found, ...], below: dict[str, list[Found]]) -> Iterator[Found]:
    """The routes of tables with a name once more, below those that leave their rest to that name."""
    held: dict[str, int] = {}
    waiting = deque[tuple[Found, tuple[str, ...]]]()
    waiting.extend((one, (name,)) for one in told for name in one.loads if name in below)
    while waiting:
        outer, names = waiting.popleft()
        held[names[-1]] = held.get(names[-1], 0) + 1
        if held[names[-1]] > _HOLDERS:
            continue
        for one in below[names[-1]]:
            path = "/".join(part for part in (outer.path.rstrip("*").rstrip("/"), one.path) if part)
            whole = one._replace(path=path, alone=outer.alone)
            yield whole
            waiting.extend((whole, (*names, name)) for name in one.loads if name in below and name not in names)


def _told(code: str) -> Iterator[Found]:
    found = (match.start() for match in _PATH.finditer(code))
    places = list(islice((at for at in found if code[at - 1 : at] in _BEFORE), _MOST))
    while places:
        count = next((i for i in range(1, len(places)) if places[i] - places[i - 1] > _GAP), len(places))
        yield from _of_region(code, _opening(code, places[0]), min(len(code), places[count - 1] + _BEHIND))
        del places[:count]


def _opening(code: str, at: int) -> int:
    """Where the outermost object or list in sight around `at` begins, or the call that it is the second argument of."""
    depth, outermost = 0, at
    for position in range(at - 1, max(-1, at - _BACK), -1):
        sign = code[position]
        if sign in "})]":
            depth += 1
        elif sign in "{([":
            depth -= 1
            if depth < 0:
                depth, outermost = 0, position
    call = _FIRST_ARGUMENT.search(code, max(0, outermost - 80), outermost)
    return call.start() if call else outermost


def _of_region(code: str, start: int, end: int) -> Iterator[Found]:
    nodes: list[_Node] = []
    root = _Node(None, "", start)
    stack = [root]
    for token in _tokens(code, start, end):
        top = stack[-1]
        if token["key"]:
            _take_key(code, top, token)
            if code[token.end() - 1] == "(":
                stack.append(_Node(top, "(", token.end() - 1))
        elif token["open"]:
            node = _Node(top, token["open"], token.start())
            stack.append(node)
            nodes.append(node)
        elif token["close"] and len(stack) > 1:
            stack.pop()
            top.end = token.start()
            _close(code, top, stack[-1])
    known = {node.id: node for node in nodes if node.id}
    told = [(node, *_whole(node, known)) for node in nodes if node.tells()]
    holders = [path.removesuffix("/*") for _, path, _ in told if path.endswith("/*") and len(path) > 2]
    for node, path, alone in told:
        yield Found(path, node.at, alone, _loads(code, node), _table(code, node))
        if node.path and not node.path.startswith(("/", "*")) and _outer(node, known) is None:
            yield from (Found(f"{holder}/{node.path}", node.at) for holder in holders[:_HOLDERS])


def _table(code: str, node: _Node) -> str:
    """What the list that a route stands in is called."""
    outermost, around = None, node.parent
    for _ in range(_DEEPEST):
        if around is None:
            break
        outermost = around if around.opened == "[" else outermost
        around = around.parent
    named = _NAMED.search(code, max(0, outermost.start - 60), outermost.start) if outermost else None
    return named[1] if named else ""


def _loads(code: str, node: _Node) -> tuple[str, ...]:
    """What holds the routes below a route: files, chunks, and `=` with names of this text."""
    loads: dict[str, None] = {}
    ends = [*(at for _, at in node.values[1:]), node.end if node.end >= 0 else len(code)]
    for (name, at), end in zip(node.values, ends, strict=True):
        if name in _LOADERS or name in _SHOWING:
            value = code[at : min(end, at + _LONGEST_VALUE)]
            loads |= dict.fromkeys(_left_to(name, value, shows=(node.path or "").endswith("*")))
    return tuple(islice(loads, _MOST_LOADED))


def _left_to(name: str, value: str, *, shows: bool) -> Iterable[str]:
    """What holds further routes, by the `value` of one key; `shows`: what a route shows may have routes of its own."""
    if name in _LOADERS:
        return _loaded(value) or _given(value) or ((OPEN,) if name == "loadChildren" else ())
    if name in _LISTS and (listed := _LIST.match(value)):
        return (f"={listed[1]}{listed[2] or ''}",)
    if shows:
        return _loaded(value) or (f"={shown[1] or shown[2]}" for shown in _SHOWN.finditer(value))
    return ()


def _given(value: str) -> tuple[str, ...]:
    """What a loader gives that loads nothing itself: `()=>routes`, `routes`."""
    arrow = _ARROW.match(value)
    listed = _LIST.match(value, arrow.end() if arrow else 0)
    return (f"={listed[1]}{listed[2] or ''}",) if listed else ()


def _loaded(value: str) -> tuple[str, ...]:
    """The files and chunks that code loads."""
    told = (_called(loaded) for loaded in _LOADED.finditer(value))
    return tuple(dict.fromkeys(filter(None, told)))


def _called(loaded: re.Match[str]) -> str:
    """A file in quotes, or the number or name of a chunk with `#`; "" if it is told by neither."""
    if loaded["chunk"] is None:
        return loaded["name"] if loaded[2] else ""
    return f"#{loaded['name']}" if loaded[2] or loaded["name"][0].isdigit() else ""


def _tokens(code: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What opens, closes or names something, with the strings; `/*` begins a comment only if that ends as well."""
    position, last = start, code.rfind("*/", start, end)
    while token := _TOKEN.search(code, position, end):
        position = token.end()
        if token["comment"] is None:
            yield token
        elif position <= last:
            position = code.index("*/", position) + 2


def _take_key(code: str, node: _Node, token: re.Match[str]) -> None:
    if node.opened != "{":
        return
    name = token["name"]
    node.keys.add(name)
    node.values.append((name, token.end() - 1 if code[token.end() - 1] == "(" else token.end()))
    if name not in ("path", "id", "parentId") or code[token.end() - 1] != ":":
        return
    string = _STRING.match(code, token.end())
    if string is None:
        return
    if name == "path":
        node.path, node.at = string[2], string.start(1)
    elif name == "id":
        node.id = string[2]
    else:
        node.parent_id = string[2]


def _close(code: str, node: _Node, around: _Node) -> None:
    """The second argument of a call is what the call is about: what stands behind it in the call is inside it."""
    if node.opened != "{" or around.opened != "(" or around.props is not None:
        return
    if _FIRST_ARGUMENT.search(code, max(0, node.start - 80), node.start):
        around.props = node


def _whole(node: _Node, known: dict[str, _Node]) -> tuple[str, bool]:
    """The path of a route with those of the routes around it, and whether what it begins with stands alone."""
    if "getParentRoute" in node.keys:
        return (_of_file(node.id) if node.id.startswith("/") else _slashed(node.path or "")), False
    path = node.path or ""
    passed: set[int] = set()
    outer = _outer(node, known)
    while outer is not None and not path.startswith("/") and id(outer) not in passed and len(passed) < 20:
        passed.add(id(outer))
        path = "/".join(part for part in ((outer.path or "").removesuffix("*").rstrip("/"), path) if part) or path
        if (outer.path or "").startswith("/") and not path.startswith("/"):
            path = f"/{path}"
        outer = _outer(outer, known)
    return path, not path.startswith("/")


def _outer(node: _Node, known: dict[str, _Node]) -> _Node | None:
    """The nearest route around a node."""
    if node.parent_id:
        return known.get(node.parent_id)
    around = node.parent
    for _ in range(_DEEPEST):
        if around is None:
            break
        if around.path is not None and around.opened == "{":
            return around
        if around.props is not None and around.props is not node and around.props.path is not None:
            return around.props
        around = around.parent
    return None


def _slashed(path: str) -> str:
    return path if path.startswith("/") else f"/{path}"


def _of_file(path: str) -> str:
    """The path of a route that is named after its file, without parts that only group files."""
    kept = (part.rstrip("_") for part in path.split("/") if not part.startswith(("_", "(")))
    return "/".join(kept) or "/"
