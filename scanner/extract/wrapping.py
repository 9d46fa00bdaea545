"""Addresses that an address carries: behind image proxies and shorteners, in parameters, in fragments."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote

from scanner.extract.addresses import base64_text, meant

_MOST = 100
_DEEPEST = 5
_LAYERS = 3
_WHOLE = re.compile(r"(?<=[/_=,:;@-])https?(?::|%(?:25)*3a)(?:/|%(?:25)*2f){2}", re.IGNORECASE)
_BARE = re.compile(
    r"(?:[a-z0-9-]{1,63}\.){1,8}"
    r"(?!(?:php|html?|aspx?|jsp|cgi|m?js|css|min|json|xml|png|jpe?g|webp|gif|svg|avif|ico|pdf)\b)[a-z]{2,24}(?:/|%2f)",
    re.IGNORECASE,
)
"""A host name without a scheme, with a path behind it."""

_PROXIES = frozenset({*(f"i{n}.wp.com" for n in range(4)), "wsrv.nl", "images.weserv.nl", "cdn.statically.io"})
"""Services whose addresses name the host of a picture without a scheme."""


class Inner(NamedTuple):
    """An address inside another. `bare`: it was written without a scheme, so that it may be none."""

    address: str
    bare: bool


def is_proxy(netloc: str) -> bool:
    """Whether it is a service whose addresses hold others without a scheme."""
    return netloc in _PROXIES


def may_carry(href: str) -> bool:
    """Whether another address may stand in an address, with a scheme or protocol-relative."""
    tail = href[8:].lower()
    return "http" in tail or "=//" in tail or "=%2f%2f" in tail or "=ahr0c" in tail


def wrapped(href: str, *, bare_paths: bool = True) -> list[Inner]:
    """The http(s) addresses that `href` carries in its path, in a parameter or in its fragment, as they are meant.

    So are those that these carry. `bare_paths`: a host name without a scheme in the path counts too.
    """
    found = dict.fromkeys(_wrapped(href, bare_paths=bare_paths))
    layer = list(found)
    for _ in range(_LAYERS):
        outer = [inner.address for inner in layer if not inner.bare and may_carry(inner.address)]
        further = (inner for address in outer for inner in _wrapped(address, bare_paths=False))
        layer = [inner for inner in islice(further, _MOST) if inner not in found]
        found |= dict.fromkeys(layer)
    return list(found)


def _wrapped(href: str, *, bare_paths: bool) -> list[Inner]:
    front, _, fragment = href.partition("#")
    path, _, query = front.partition("?")
    written = [(part, False) for part in _in_path(path)]
    if bare_paths and not written:
        written += [(path[at:], True) for at in _bare_in_path(path)]
    for parameter in (*query.split("&")[:_MOST], *fragment.lstrip("!/?").split("&")[:_MOST]):
        written += _in_value(parameter.partition("=")[2] or parameter)
    found = (Inner(meant(f"https://{part}" if bare else part), bare) for part, bare in written)
    return [inner for inner in found if inner.address.lower().startswith(("http://", "https://"))]


def _in_path(path: str) -> Iterator[str]:
    for match in islice(_WHOLE.finditer(path, 8), _DEEPEST):
        part = path[match.start() :]
        yield unquote(part) if "%" in match[0] else part


def _bare_in_path(path: str) -> Iterator[int]:
    start = path.find("/", 8)
    if start >= 0:
        segments = (match.start() for match in _BARE.finditer(path, start) if path[match.start() - 1] == "/")
        yield from islice(segments, 1)


def _in_value(value: str) -> Iterator[tuple[str, bool]]:
    head = value[:12].lower()
    if head.startswith("http"):
        yield unquote(value), False
    elif head.startswith(("//", "%2f%2f")):
        yield f"https:{unquote(value)}", False
    elif head.startswith("ahr0c"):
        yield base64_text(unquote(value)), False
    elif _BARE.match(value):
        yield unquote(value), True
