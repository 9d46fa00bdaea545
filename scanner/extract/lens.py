"""What a reader looks for: foreign addresses and keywords. Verdicts on addresses are kept for the next page."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from scanner import urls
from scanner.extract import wrapping

_REMEMBERED = 20_000
_SHORT = 400
_LONGEST = 8192
_ROOTED = re.compile(r"(?:/[\w~-][\w~.-]*)+/?|/", re.ASCII)
"""References that only stand behind the origin: nothing in them is resolved, encoded or taken away."""


OfHost = Callable[[str], bool]


class Target(NamedTuple):
    """Where an address leads. `page` is the address of the page; of a very long one `href` is only the start.

    `wanted`: it is foreign, or holds a keyword. `inside`: it is an http(s) address in scope. `carries`: another address
    may stand inside it. `plain`: an http(s) address in scope and nothing else. `dull`: pictures and styles there are
    of no interest.
    """

    href: str
    page: str
    netloc: str
    wanted: bool
    inside: bool
    carries: bool
    plain: bool
    dull: bool = False


class Quiet(NamedTuple):
    """What code that names nothing wanted names nevertheless: references to script files, and to pages of the site."""

    files: tuple[str, ...]
    routes: tuple[str, ...]


class Lens:
    """Judges addresses and finds keywords; both functions must give the same answer for a netloc each time."""

    def __init__(self, in_scope: OfHost, keywords: tuple[str, ...], is_dull: OfHost) -> None:
        self._in_scope = in_scope
        self._is_dull = is_dull
        words = sorted({word.lower() for word in keywords if word}, key=len)
        self._words = tuple(w for i, w in enumerate(words) if not any(shorter in w for shorter in words[:i]))
        self._encoded = tuple((word.encode(), word) for word in self._words)
        self._known: dict[str, dict[str, Target | None]] = {}
        self._hosts: dict[str, bool] = {}
        self.quiet: dict[str, Quiet] = {}

    def keywords_in(self, text: bytes) -> tuple[str, ...]:
        """The keywords that occur in `text`, which is UTF-8, in any case. One that holds another is not told apart."""
        lower = text.lower()
        return tuple(word for encoded, word in self._encoded if encoded in lower)

    def has_keyword(self, text: str) -> bool:
        """Whether a keyword occurs in `text`, in any case."""
        text = text.lower()
        for word in self._words:  # noqa: SIM110 - a generator costs twice as much on short texts
            if word in text:
                return True
        return False

    def known(self, base: str) -> dict[str, Target | None]:
        """Verdicts on references that mean the same on every page of the origin of `base`."""
        parts = base.split("/", 3)
        origin = "/".join(parts[:3])
        if len(self._known) > 200 and origin not in self._known:
            self._known.clear()
        return self._known.setdefault(origin, {})

    def target(self, base: str, ref: str) -> Target | None:
        """Where `ref` leads on a page at `base`; None if it is no address that a browser would fetch."""
        if _ROOTED.fullmatch(ref):
            href = "/".join(base.split("/", 3)[:3]) + ref
        else:
            joined = urls.join(base, ref)
            if joined is None:
                return None
            href = joined
        netloc = href.split("/", 3)[2].rpartition("@")[2]
        inside = self.hosts_inside(netloc)
        key = self.has_keyword(href)
        wanted = key or not inside
        carries = key or wrapping.may_carry(href) or wrapping.is_proxy(netloc)
        crawlable = inside and href.startswith("http")
        plain = crawlable and not wanted and not carries
        page = urls.page(href)
        dull = not (key or inside) and self._is_dull(netloc)
        href = href if len(href) <= _LONGEST else _cut(href)
        return Target(href, page, netloc, wanted, crawlable, carries, plain, dull)

    def hosts_inside(self, netloc: str) -> bool:
        """Whether `netloc` is in scope."""
        inside = self._hosts.get(netloc)
        if inside is None:
            if len(self._hosts) > _REMEMBERED:
                self._hosts.clear()
            inside = self._hosts[netloc] = self._in_scope(netloc)
        return inside

    def remember(self, known: dict[str, Target | None], ref: str, target: Target | None) -> None:
        """Keep the verdict on `ref` if it is the same on every page of the origin."""
        if len(ref) <= _SHORT and (ref[:1] == "/" or "://" in ref[:8]):
            if len(known) > _REMEMBERED:
                known.clear()
            known[ref] = target

    def hush(self, digest: str, quiet: Quiet) -> None:
        """Keep that the code with this digest names nothing wanted, and what else it names."""
        if len(self.quiet) > _REMEMBERED:
            self.quiet.clear()
        self.quiet[digest] = quiet


def _cut(href: str) -> str:
    """The start of a very long address, if possible without its query."""
    path = href.partition("#")[0].partition("?")[0]
    return path[:_LONGEST]


@lru_cache(maxsize=8)
def lens(in_scope: OfHost, keywords: tuple[str, ...], is_dull: OfHost) -> Lens:
    """The lens for these; the same one again for the same arguments."""
    return Lens(in_scope, keywords, is_dull)
