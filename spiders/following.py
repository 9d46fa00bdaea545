"""One link followed to its end, hop by hop: with HEAD where that tells, else GET, as robots.txt and the rate allow."""

import asyncio
from dataclasses import dataclass, replace
from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from scanner.ends import is_own
from scanner.links import goes_to, served_by_crm, why_not_to_ask
from scanner.model import Hop, Unread
from scanner.traces import Match
from scanner.urls import crawl_key, parse
from spiders.answers import Answer
from spiders.attempts import ATTEMPT, Attempt, Desk
from spiders.charsets import decode
from spiders.cookies import cookie_header
from spiders.entries import Finish, Kind, Lease
from spiders.failures import FAILURES, NO_ANSWER, TRANSIENT, Refused, reason
from spiders.hosts import MAX_WAIT, Hosts, as_seconds
from spiders.job import Job
from spiders.links import BROKEN, WHOLE, Way, at_end, is_lead, plain, unseen
from spiders.manners import Manner
from spiders.onward import ENOUGH, Stop, after_get, after_head, moves, only_moves
from spiders.options import RenderMode

INTERRUPTED = "interrupted"
ASKS_TO_WAIT = frozenset({429, 503})

SLOWEST = 5.0
"""Seconds for what is under way to end, once the crawl is to stop."""


@dataclass(slots=True)
class Follower:
    """Follows links, `running` of them at the moment. `desk` writes to addresses outside the site."""

    job: Job
    hosts: Hosts
    crawler: Crawler
    desk: Desk
    running: int = 0

    @classmethod
    def of(cls, job: Job, hosts: Hosts, crawler: Crawler) -> Self:
        """A follower that keeps what the user sends to his own site, headers and login, to himself."""
        return cls(job, hosts, crawler, Desk.of(replace(job.options, headers=(), auth=None), job.browsing.policy))

    def leaves(self, lease: Lease) -> bool:
        """Whether this is a link for which there is no budget any more; then it is finished."""
        asked = self.job.frontier.counts["asked"] + self.running
        if lease.kind is not Kind.LINK or asked < self.job.options.max_links:
            return False
        outcome, end = at_end(Way(lease.url), Stop("budget"), (), own=False)
        self.job.finish(lease, Finish(outcome, end=end))
        return True

    def request(self, lease: Lease) -> Request:
        """The first request for a link, whose answer is followed."""
        self.running += 1
        meta = {ATTEMPT: Attempt(lease)}
        return self.desk.request(lease.url, meta, callback=self._answered, errback=self._answered).replace(
            method="HEAD"
        )

    async def _answered(self, got: Response | Failure) -> None:
        """Follow a link from the answer to its HEAD, or from none, until its end or until the crawl is to stop."""
        request: Request = got.request  # type: ignore[union-attr,assignment] # set by the engine
        lease = request.meta[ATTEMPT].lease
        if isinstance(got, Response):
            first: Answer | Stop = self.desk.answer(got, request)
        else:
            first = self._nothing(got.value, request.url)  # type: ignore[arg-type] # a failure always has one
        stop = asyncio.ensure_future(self.job.stopping.wait())
        follow = asyncio.ensure_future(self._follow(lease, first, cookie_header(request)))
        try:
            await asyncio.wait((follow, stop), return_when=asyncio.FIRST_COMPLETED)
            finish = await follow if follow.done() else None
            if finish is None:
                self.job.frontier.release(lease)
            else:
                self.job.finish(lease, finish)
        finally:
            self.running -= 1
            stop.cancel()
            if follow.cancel():
                await asyncio.wait((follow,), timeout=SLOWEST)

    async def _fetch(self, method: str, url: str, lease: Lease, most: int) -> Answer | Stop:
        """Ask once for an address on behalf of a lease, for at most so many bytes."""
        request = self.desk.request(url, {ATTEMPT: Attempt(lease)}).replace(method=method)
        try:
            with self.desk.cut(self.crawler, request, most):
                response = await self.crawler.engine.download_async(request)
        except (Refused, *FAILURES) as error:
            return self._nothing(error, url)
        return self.desk.answer(response, request)

    def _nothing(self, error: BaseException, url: str) -> Stop:
        """Why an address was not got; a host that does not answer ten times in a row is given up."""
        address = parse(url)
        refusal = self.job.refusal(address.netloc) if address else ""
        word, why = (error.reason, error.detail) if isinstance(error, Refused) else reason(error, refusal)
        if word in NO_ANSWER and not isinstance(error, Refused):
            self.hosts.of(url).failed(word)
        return unseen(word, why, answered=address is None or not self.job.silent(address.host))

    async def _follow(self, lease: Lease, head: Answer | Stop, sent: str) -> Finish | None:
        """All that came of a link, from the answer to HEAD with these cookies; None: the crawl was to stop meanwhile.

        That a link is broken is not believed of redirects that HEAD alone has told of.
        """
        way = Way(lease.url, sent)
        end = await self._walk(way, lease, await self._after(way, lease, head))
        if isinstance(end, Stop) and end.reason in BROKEN and any(hop.how == "location" for hop in way.hops):
            way = Way(lease.url, self.desk.cookies.header(lease.url), way.said)
            end = await self._walk(way, lease, await self._asked(way, lease), heads=False)
        if isinstance(end, Finish):
            return end
        return None if end.reason == INTERRUPTED else self._end(way, end)

    async def _walk(self, way: Way, lease: Lease, step: Hop | Stop | Finish, *, heads: bool = True) -> Stop | Finish:
        """Go on from the first step to the end of the way."""
        while isinstance(step, Hop):
            stop = way.go(step, self.desk.cookies.header(plain(step.to)))
            if (finish := self._known(way, step)) is not None:
                return finish
            if stop is not None:
                return stop
            head = await self._fetch("HEAD", way.url, lease, ENOUGH) if heads else None
            step = await (self._asked(way, lease) if head is None else self._after(way, lease, head))
        return step

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
        if isinstance(step, Hop) or (step is not None and not own and not is_lead(way.url)):
            return step
        return await self._asked(way, lease)

    async def _asked(self, way: Way, lease: Lease) -> Hop | Stop | Finish:
        """The same, as the address says it to GET, once."""
        key = (way.url, way.sent)
        if key not in way.said:
            way.said[key] = await self._read(way, lease)
        return way.said[key]

    async def _read(self, way: Way, lease: Lease) -> Hop | Stop | Finish:
        own = self._is_own(way.url)
        got = await self._get(way.url, lease, WHOLE if own else ENOUGH)
        if isinstance(got, Stop):
            return got
        step = after_get(got)
        if step != Stop():
            return step
        if own and "html" in (got.type or "html") and (matches := self._served(way, lease, got)):
            outcome, ended = at_end(way, Stop(), matches, own=True)
            return Finish(outcome, end=ended)
        return await self._in_browser(got) if only_moves(got) else step

    async def _get(self, url: str, lease: Lease, most: int) -> Answer | Stop:
        """What the address says to GET; one that asks to wait, and not for long, is asked once more."""
        got = await self._fetch("GET", url, lease, most)
        if isinstance(got, Stop) or got.status not in ASKS_TO_WAIT:
            return got
        wait, host = as_seconds(got.headers.get("retry-after", "")), self.hosts.of(url)
        if wait > MAX_WAIT or (got.status == 503 and "retry-after" not in got.headers):
            return got
        host.resume_at = max(host.resume_at, asyncio.get_running_loop().time() + wait)
        got = await self._fetch("GET", url, lease, most)
        if isinstance(got, Answer) and got.status in ASKS_TO_WAIT:
            host.refused(got.status, wait)
        return got

    async def _in_browser(self, got: Answer) -> Hop | Stop:
        """Where a page goes on to of which only a browser can tell."""
        url = got.url
        if self.job.options.render is RenderMode.NEVER:
            return Stop("not_rendered", leads_on=moves(got))
        page = await self.job.browsing.page(url, manner=Manner.GLANCE)
        if isinstance(page, Unread) and (page.reason != "navigated_away" or parse(page.detail) is None):
            return Stop(page.reason, page.detail, moves(got))
        to = page.detail if isinstance(page, Unread) else page.url
        return Hop(url, to, 200, "script") if crawl_key(to) != crawl_key(url) else Stop()

    def _served(self, way: Way, lease: Lease, got: Answer) -> tuple[Match, ...]:
        """What shows that a page under a name below the site's own is the CRM's."""
        self.job.frontier.begin(lease)
        text = decode(got.body, got.headers.get("content-type", ""))
        return served_by_crm(way.url, text, self.job.reader.recogniser)

    def _is_own(self, url: str) -> bool:
        address = parse(url)
        return address is not None and is_own(address.netloc, self.job.intake.scope)

    def _end(self, way: Way, stop: Stop) -> Finish:
        outcome, ended = at_end(way, stop, (), own=self._is_own(way.url))
        return Finish(outcome, end=ended)
