"""What is asked of the server before a page is left out of the browser: it costs a request, not a page."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from scanner.urls import join, parse
from spiders.answers import Answer, Document, judge
from spiders.entries import Kind
from spiders.harmless import is_harmless
from spiders.libraries import Libraries
from spiders.probing.another import TELEPHONE
from spiders.rendering import Decision, InScope

DIFFERENT = "the server sends something else to telephones, or to visitors from advertisements"
GONE = frozenset({"http_404", "http_410"})

_CSS_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
_IN_SHEET = re.compile(rb"""(@import|\\|\0)|["'(]\s*((?:https?:)?//[^"')\s]+)""", re.IGNORECASE)
_NAMESPACES = "www.w3.org"
"""The host of addresses that name a language, and that nobody asks for anything."""

Fetch = Callable[[str], Awaitable[bytes | str]]
"""Gives the whole of a file, as the site serves it, or the reason word for not having it."""

FetchAs = Callable[[str, str], Awaitable[Answer | tuple[str, str]]]
"""Fetches a page, as one that an advertisement leads to, under another name: an answer, or reason word and detail."""


@dataclass(slots=True)
class Shelf:
    """The files of a site, each fetched once, however many pages load it. `judge` says what is wrong with one."""

    fetch: Fetch
    judge: Callable[[str, bytes | str], str]
    _known: dict[str, asyncio.Future[str]] = field(default_factory=dict)

    async def fault(self, urls: Iterable[str]) -> str:
        """What is wrong with the first of these files with which anything is; "" if they are all right."""
        for url in urls:
            if url not in self._known:
                self._known[url] = asyncio.ensure_future(self._look(url))
            if why := await asyncio.shield(self._known[url]):
                return why
        return ""

    async def _look(self, url: str) -> str:
        return self.judge(url, await self.fetch(url))


@dataclass(frozen=True, slots=True)
class Checks:
    """Looks into the files that a page loads, and at what another visitor is sent; `name` is what we call ourselves."""

    scripts: Shelf
    sheets: Shelf
    fetch: FetchAs
    name: str

    async def against(self, decision: Decision, url: str, document: Document) -> str:
        """Why the page has to be rendered, "" if it need not."""
        if decision.render and not decision.unless:
            return decision.why
        why = await self.scripts.fault(decision.unless) or await self.sheets.fault(decision.sheets)
        return why or await self._difference(url, document)

    async def _difference(self, url: str, document: Document) -> str:
        got = await self.fetch(url, self.name + TELEPHONE)
        if not isinstance(got, Answer):
            return f"what other visitors are sent is not known ({got[0]})"
        other = judge(got, Kind.PAGE)
        same = isinstance(other, Document) and other.text == document.text
        return "" if same else DIFFERENT


def checks(libraries: Libraries, in_scope: InScope, fetch: Fetch, fetch_as: FetchAs, name: str) -> Checks:
    """The checks of one crawl."""

    def of_script(url: str, body: bytes | str) -> str:
        if isinstance(body, str):
            return f"{url} could not be compared with known libraries ({body})"
        return "" if libraries.of(body) else f"{url} is no known library"

    def of_sheet(url: str, body: bytes | str) -> str:
        if isinstance(body, str):
            return "" if body in GONE else f"what {url} loads is not known ({body})"
        return loaded(url, body, in_scope)

    return Checks(Shelf(fetch, of_script), Shelf(fetch, of_sheet), fetch_as, name)


def loaded(url: str, sheet: bytes, in_scope: InScope) -> str:
    """What a style sheet may load that is not the site's own, "" if nothing."""
    for found in _IN_SHEET.finditer(_CSS_COMMENT.sub(b"", sheet)):
        if found[1]:
            return f"{url} imports others, or hides what it loads"
        address = parse(join(url, found[2].decode("latin-1")) or "")
        if address is None or not (
            in_scope(address.netloc) or address.host == _NAMESPACES or is_harmless(address.host, address.path)
        ):
            return f"{url} loads from other hosts"
    return ""
