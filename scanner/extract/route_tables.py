"""Tables of routers in code: objects with a `path` beside a component, children, a loader; nested as they are written.

[{path:"/services",component:A,children:[{path:"botox",component:B}]}]     /services  /services/botox
jsx(R,{path:"/a",element:x,children:jsx(R,{path:"b",element:y})})          /a  /a/b
createElement(R,{path:"/a",element:x},createElement(R,{path:"b",…}))       /a  /a/b
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

_MOST = 3_000
_GAP = 8_000
_BACK = 300
_BEHIND = 1_500
_HOLDERS = 5
"""So many routes that leave their rest to others are tried as parents of those that stand alone."""

_DEEPEST = 200
"""So many brackets may stand between a route and the one around it."""

_PATH = re.compile(r"path[\"']?\s*:\s*[\"'`]")
_BEFORE = frozenset("{,\"' \n\t\r")
_TOKEN = re.compile(
    r"(?P<key>(?<=[{,])\s*+[\"']?(?P<name>[A-Za-z_$][\w$]*+)[\"']?\s*+[:(])"
    r"|(?<!\\)(?:\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\]|\\.)*+`)|(?P<comment>/\*)|(?<![:\\])//[^\n]*"
    r"|(?P<open>[{(\[])|(?P<close>[})\]])",
    re.DOTALL,
)
_STRING = re.compile(r"\s*([\"'`])([^\"'`\\\s]{0,300})\1")
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

    def tells(self) -> bool:
        return self.path is not None and bool(self.keys & _TELLS) and not self.keys & _TELLS_NOT


def paths(code: str) -> Iterator[tuple[str, int]]:
    """The whole path of every route in the tables of `code`, with the position of its own part. Never raises."""
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


def _of_region(code: str, start: int, end: int) -> Iterator[tuple[str, int]]:
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
            _close(code, top, stack[-1])
    known = {node.id: node for node in nodes if node.id}
    told = [(node, _whole(node, known)) for node in nodes if node.tells()]
    holders = [path.removesuffix("/*") for _, path in told if path.endswith("/*") and len(path) > 2]
    for node, path in told:
        yield path, node.at
        if node.path and not node.path.startswith(("/", "*")) and _outer(node, known) is None:
            yield from ((f"{holder}/{node.path}", node.at) for holder in holders[:_HOLDERS])


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


def _whole(node: _Node, known: dict[str, _Node]) -> str:
    """The path of a route with those of the routes around it."""
    if "getParentRoute" in node.keys:
        return _of_file(node.id) if node.id.startswith("/") else _slashed(node.path or "")
    path = node.path or ""
    passed: set[int] = set()
    outer = _outer(node, known)
    while outer is not None and not path.startswith("/") and id(outer) not in passed and len(passed) < 20:
        passed.add(id(outer))
        path = "/".join(part for part in ((outer.path or "").removesuffix("*").rstrip("/"), path) if part) or path
        if (outer.path or "").startswith("/") and not path.startswith("/"):
            path = f"/{path}"
        outer = _outer(outer, known)
    return _slashed(path)


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
