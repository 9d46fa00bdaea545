"""One link followed to its end, hop by hop: with HEAD where that tells, else GET, as robots.txt and the rate allow."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from scanner.links import goes_to, served_by_crm, why_not_to_ask
from scanner.model import Hop, Unread
from scanner.urls import crawl_key, parse
from spiders.answers import Answer
from spiders.charsets import decode
from spiders.entries import Finish, Lease
from spiders.failures import TRANSIENT
from spiders.hosts import MAX_WAIT, Hosts, as_seconds
from spiders.job import Job
from spiders.links import ENOUGH, WHOLE, Stop, Way, after_get, after_head, at_end, is_own, only_moves
from spiders.manners import Manner
from spiders.options import RenderMode

INTERRUPTED = "interrupted"
ASKS_TO_WAIT = frozenset({429, 503})

Fetch = Callable[[str, str, Lease, int], Awaitable[Answer | Stop]]
"""Asks with this method for this address on behalf of a lease, for so many bytes at most."""


@dataclass(slots=True)
class Follower:
    """Follows links. `fetch` asks once and keeps to what each host allows, `running` are those on their way."""

    job: Job
    hosts: Hosts
    fetch: Fetch
    running: int = 0

    async def follow(self, lease: Lease, head: Answer | Stop) -> Finish | None:
        """All that came of a link that was asked for with HEAD; None: the crawl was to stop meanwhile."""
        way = Way(lease.url)
        step = await self._after(way, lease, head)
        while isinstance(step, Hop):
            stop = way.go(step)
            if stop is not None:
                return self._end(way, stop)
            if (finish := self._known(way, step)) is not None:
                return finish
            step = await self._after(way, lease, await self.fetch("HEAD", way.url, lease, ENOUGH))
        if isinstance(step, Finish):
            return step
        return None if step.reason == INTERRUPTED else self._end(way, step)

    def _known(self, way: Way, hop: Hop) -> Finish | None:
        """The end of a way that came to where nothing more need be asked: the CRM, the site, a service of everybody."""
        recogniser, intake = self.job.reader.recogniser, self.job.intake
        address = parse(way.url)
        if address is None:
            return self._end(way, Stop("bad_location"))
        if intake.in_scope(address.netloc):
            entries, _ = intake.take((hop.to,), way.asked, 1)
            outcome, ended = at_end(way, Stop(), (), own=False)
            return Finish(outcome, entries, end=ended)
        if matches := goes_to(hop, recogniser):
            outcome, ended = at_end(way, Stop(), matches, own=False)
            return Finish(outcome, end=ended)
        return self._end(way, Stop()) if why_not_to_ask(way.url, recogniser) else None

    async def _after(self, way: Way, lease: Lease, head: Answer | Stop) -> Hop | Stop | Finish:
        """Where the address goes on to that the way has come to; `head` is what it says to HEAD."""
        own = self._is_own(way.url)
        if isinstance(head, Stop):
            if head.reason not in TRANSIENT:
                return head
            step = None
        else:
            step = after_head(head)
        if isinstance(step, Hop) or (step is not None and not own):
            return step
        got = await self._get(way.url, lease, WHOLE if own else ENOUGH)
        if isinstance(got, Stop):
            return got
        step = after_get(got)
        if step == Stop() and only_moves(got):
            return await self._in_browser(got.url)
        if own and isinstance(step, Stop) and not step.reason and "html" in (got.type or "html"):
            return self._own_page(way, lease, got)
        return step

    async def _get(self, url: str, lease: Lease, most: int) -> Answer | Stop:
        """What the address says to GET; one that asks to wait, and not for long, is asked once more."""
        got = await self.fetch("GET", url, lease, most)
        if isinstance(got, Stop) or got.status not in ASKS_TO_WAIT:
            return got
        wait, host = as_seconds(got.headers.get("retry-after", "")), self.hosts.of(url)
        if wait > MAX_WAIT or (got.status == 503 and "retry-after" not in got.headers):
            return got
        host.resume_at = max(host.resume_at, asyncio.get_running_loop().time() + wait)
        got = await self.fetch("GET", url, lease, most)
        if isinstance(got, Answer) and got.status in ASKS_TO_WAIT:
            host.refused(got.status, wait)
        return got

    async def _in_browser(self, url: str) -> Hop | Stop:
        """Where a page goes on to of which only a browser can tell."""
        if self.job.options.render is RenderMode.NEVER:
            return Stop("not_rendered")
        page = await self.job.browsing.page(url, manner=Manner.GLANCE)
        if isinstance(page, Unread) and (page.reason != "navigated_away" or parse(page.detail) is None):
            return Stop(page.reason, page.detail)
        to = page.detail if isinstance(page, Unread) else page.url
        return Hop(url, to, 200, "script") if crawl_key(to) != crawl_key(url) else Stop()

    def _own_page(self, way: Way, lease: Lease, got: Answer) -> Finish:
        """A page under a name below the site's own: it may be one of the CRM's."""
        self.job.frontier.begin(lease)
        text = decode(got.body, got.headers.get("content-type", ""))
        matches = served_by_crm(way.url, text, self.job.reader.recogniser)
        outcome, ended = at_end(way, Stop(), matches, own=True)
        return Finish(outcome, end=ended)

    def _is_own(self, url: str) -> bool:
        address = parse(url)
        return address is not None and is_own(address.netloc, self.job.intake.scope)

    def _end(self, way: Way, stop: Stop) -> Finish:
        outcome, ended = at_end(way, stop, (), own=self._is_own(way.url))
        return Finish(outcome, end=ended)
