"""The spider: one address after the other from the frontier, and for each exactly one verdict."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Headers, Request, Response
from twisted.python.failure import Failure

from scanner.errors import TargetError, UnembedError
from scanner.inward import Inward, Way
from scanner.model import Flaw, Hop
from scanner.urls import Address, inward_key, parse
from spiders import sitemaps
from spiders.answers import REDIRECTS, Answer, Moved, may_be_page, names_media, skipped, unread
from spiders.attempts import ATTEMPT, SECONDS, STOPPED, Attempt, Desk
from spiders.checks import Checks, checks
from spiders.cookies import cookie_header
from spiders.details import told
from spiders.ending import is_named_file, settled
from spiders.entries import Ending, Entry, Finish, Kind, Lease, Outcome
from spiders.failures import FAILURES, NO_ANSWER, TRANSIENT, UNREACHABLE, Refused, reason
from spiders.following import Follower
from spiders.hosts import MAX_WAIT, Host, Hosts, as_seconds
from spiders.job import Job
from spiders.links import crashed, from_sitemap, outbound
from spiders.listing import listed
from spiders.lost import leads_away, no_proxy, unreachable
from spiders.probing.another import with_campaign
from spiders.reading import START, Arrival, Half, ended
from spiders.robots import MAX_BYTES
from spiders.scope import origin

MAX_HOPS = 10
SLOWEST = 5.0
ASK_LATER = frozenset({429, 503})
ASK_AGAIN = frozenset({408, 429, 500, 502, 503, 504, 522, 524})

Next = Request | Coroutine[Any, Any, None] | None


class SiteSpider(Spider):
    """Reads a whole site. Made by `spiders.crawl`, or by `scrapy crawl site -a url=…` through `spiders.alone`."""

    name = "site"
    job: Job
    hosts: Hosts
    desk: Desk
    follower: Follower
    checks: Checks
    rendering: int

    @classmethod
    def from_crawler(
        cls,
        crawler: Crawler,
        *args: Any,
        job: Job | None = None,
        url: str = "",
        render: str = "auto",
        output_dir: str = "",
        **kwargs: Any,
    ) -> Self:
        """A spider for `job`, or else, from Scrapy's own command line, for the site at `url`."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        if job is None:
            from spiders.alone import alone

            job = alone(crawler, url, render, output_dir)
        spider.job = job
        spider.hosts = Hosts(spider.errand, job.intake.in_scope)
        spider.desk = Desk.of(job.options, job.browsing.policy)
        spider.follower = Follower.of(job, spider.hosts, crawler)
        known, name = job.reader.libraries, job.options.user_agent
        spider.checks = checks(known, job.intake.in_scope, spider.file, spider.as_another, name)
        job.browsing.may = lambda told: spider.hosts.of(told).rules.allows(told)
        spider.rendering = 0
        crawler.signals.connect(spider.crashed, signals.spider_error)
        crawler.signals.connect(spider.glance, signals.headers_received)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: the scheduler takes its addresses from the frontier."""
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def ask(self, lease: Lease) -> Request:
        """The request for an address; for a link out of the site that is HEAD, and its answer is followed."""
        return self.follower.request(lease) if lease.kind is Kind.LINK else self._request(Attempt(lease), lease.url)

    def _request(self, attempt: Attempt, url: str) -> Request:
        return self.desk.request(url, {ATTEMPT: attempt}, callback=self.answered, errback=self.failed)

    def glance(self, headers: Headers, request: Request) -> None:
        """Of an address that is named like a file, read no more than the headers, unless they announce a page."""
        attempt = request.meta.get(ATTEMPT)
        if not isinstance(attempt, Attempt) or not is_named_file(attempt.lease):
            return
        if not may_be_page((headers.get("Content-Type") or b"").decode("latin-1")):
            raise StopDownload(fail=False)

    # --- answers -----------------------------------------------------------------------------------------------------

    def answered(self, response: Response) -> Next:
        """What to do with an answer: judge it, and finish its address or ask once more."""
        request: Request = response.request  # type: ignore[assignment] # set by the engine
        attempt: Attempt = request.meta[ATTEMPT]
        host = self.hosts.of(request.url)
        answer = self.desk.answer(response, request)
        if again := self._once_more(answer, attempt, host):
            return again
        if answer.status not in ASK_LATER:
            host.answered()
        if answer.status not in REDIRECTS:
            self._offer_sitemaps(host)
        if attempt.lease.kind is Kind.SITEMAP and answer.status not in REDIRECTS:
            self._list(attempt.lease, answer)
            return None
        file = STOPPED in response.flags and answer.status not in REDIRECTS
        judged = skipped("file", answer.type) if file else host.judged(answer, attempt.lease.kind)
        if isinstance(judged, Moved):
            return self._move(attempt, judged, request)
        if isinstance(judged, Outcome):
            self._end(attempt.lease, Finish(judged))
            return None
        arrival = Arrival(attempt.lease, answer.url, answer.status, judged, (*attempt.lease.hops, *attempt.chain))
        if judged.html and not judged.instead and not host.settled:
            return self._settle(host, arrival)
        return self._read(host, arrival)

    def _once_more(self, answer: Answer, attempt: Attempt, host: Host) -> Request | None:
        """One more try after trouble that may pass; a host that asks to wait is waited for, and asked more slowly."""
        cut = answer.flaw is not None and answer.flaw.reason == "truncated"
        if not cut and answer.status not in ASK_AGAIN:
            return None
        if answer.status == 429 or (answer.status == 503 and "retry-after" in answer.headers):
            wait = as_seconds(answer.headers.get("retry-after", ""))
            self.slow(host, 2)
            if attempt.repeated or wait > MAX_WAIT:
                host.refused(answer.status, wait)
                self.call_back()
                return None
            host.resume_at = max(host.resume_at, asyncio.get_running_loop().time() + wait)
        return None if attempt.repeated else self._request(attempt.once_more(), answer.url)

    def _move(self, attempt: Attempt, moved: Moved, request: Request) -> Request | None:
        """A redirect within the site makes its target an address of its own, whose verdict holds for both.

        One that comes back to where it began is followed at once, with its cookies: some sites send a visitor round
        until he has them.
        """
        lease = attempt.lease
        hops = (*lease.hops, *attempt.chain, moved.hop)
        to = parse(moved.hop.to) if moved.web else None
        if to is None or not self.job.intake.in_scope(to.netloc):
            self._lead_out(lease, hops)
            return None
        if len(hops) > MAX_HOPS:
            self._end(lease, Finish(unread("too_many_redirects", f"the last of {len(hops)} to {to.netloc}")))
            return None
        self._learn(lease, moved.hop, to)
        url, key = self.job.intake.place(to, lease.kind)
        if key != lease.key and not self.job.frontier.leads_to(key, lease.key):
            via = lease.via if lease.via in (START, "") else lease.url
            seen = lease.kind.shows and via != START and names_media(to.path)
            entry = Entry(url, key, lease.kind, lease.depth, via, hops, skipped("file") if seen else None)
            self._end(lease, Finish(Outcome(Ending.CHECKED, target=key), (entry,)))
            return None
        visited = attempt.visited | {(request.url, cookie_header(request))}
        if (url, self.desk.cookies.header(url)) in visited:
            self._end(lease, Finish(unread("redirect_loop", f"comes back to {to.netloc}{to.path}")))
            return None
        return self._request(attempt.follow(moved.hop, visited), url)

    def _learn(self, lease: Lease, hop: Hop, to: Address) -> None:
        """What the redirect of a start or front page, or one to where these led, says about its whole origin."""
        before, origins = parse(hop.url), self.job.intake.origins
        if before is None:
            return
        telling = lease.via == START or before.path == "/" or origin(to) in origins.moved.values()
        if telling and origins.learn(before, to):
            self.job.frontier.note("origins", origins.as_text())

    def _lead_out(self, lease: Lease, hops: tuple[Hop, ...]) -> None:
        """A redirect that leaves the site: it may be a trace, and goes on like a link there."""
        place = parse(hops[-1].to)
        traces = None if lease.kind is Kind.SITEMAP else self.job.reader.outward(lease, hops)
        reader, intake = self.job.reader, self.job.intake
        further = outbound((hops[-1].to,), lease.url, reader.recogniser, intake) if lease.kind.shows else ()
        self._end(lease, Finish(skipped("out-of-scope", place.netloc if place else ""), further, traces))
        if lease.via == START:
            self._lose(lease, leads_away(hops, place.netloc if place else ""))

    # --- documents ---------------------------------------------------------------------------------------------------

    async def _settle(self, host: Host, arrival: Arrival) -> None:
        await self.hosts.settle(host, arrival.document, arrival.url)
        pending = self._read(host, arrival)
        if pending is not None:
            await pending

    def _read(self, host: Host, arrival: Arrival) -> Coroutine[Any, Any, None] | None:
        lease, reader = arrival.lease, self.job.reader
        self.job.frontier.begin(lease)
        if not arrival.document.html:
            self._end(lease, reader.text(arrival))
            return None
        read = reader.page(arrival, host)
        if isinstance(read, Finish):
            self._end(lease, read)
            return None
        self.job.frontier.survived(lease)
        return self._render(lease, read)

    async def _render(self, lease: Lease, half: Half) -> None:
        self.rendering += 1
        stop = asyncio.ensure_future(self.job.stopping.wait())
        render = asyncio.ensure_future(self.job.reader.render(half, self.checks))
        try:
            await asyncio.wait((render, stop), return_when=asyncio.FIRST_COMPLETED)
            if render.done():
                got = await render
                self.job.frontier.begin(lease)
                self._end(lease, self.job.reader.rendered(half, got))
            else:
                self.job.frontier.release(lease)
        finally:
            self.rendering -= 1
            stop.cancel()
            if render.cancel():
                await asyncio.wait((render,), timeout=SLOWEST)

    def _offer_sitemaps(self, host: Host) -> None:
        """Enter, once, the sitemaps that robots.txt names, and the usual place: whatever its first page was worth."""
        if host.listed:
            return
        host.listed = True
        intake = self.job.intake
        named, _ = intake.take(host.rules.sitemaps, "robots.txt", 0, Kind.SITEMAP)
        usual, _ = intake.take((f"{host.origin}/sitemap.xml",), "", 0, Kind.SITEMAP)
        self.job.frontier.enter((*named, *usual))

    def _list(self, lease: Lease, answer: Answer) -> None:
        """Enter what a sitemap lists."""
        listing = listed(answer)
        if isinstance(listing, Outcome):
            self._end(lease, Finish(listing))
            return
        pages, traps = self.job.intake.take(listing.pages, lease.url, 1)
        flaws = (listing.flaw,) if listing.flaw else ()
        further, _ = self.job.intake.take(listing.sitemaps, lease.url, lease.depth + 1, Kind.SITEMAP)
        if further and lease.depth >= sitemaps.MAX_DEPTH:
            further, flaws = [], (*flaws, Flaw("link_cap", "lists sitemaps of sitemaps of sitemaps"))
        traces, ways = from_sitemap(listing.pages, lease.url, self.job.reader.recogniser, self.job.intake)
        inward = tuple(Inward(inward_key(page), Way.SITEMAP, locator="loc") for page in listing.pages)
        self._end(lease, Finish(ended(flaws), (*pages, *further, *ways), traces, traps=tuple(traps), inward=inward))

    # --- no answer ---------------------------------------------------------------------------------------------------

    def failed(self, failure: Failure) -> Request | None:
        """A request that got no answer, or that was not sent."""
        request: Request = failure.request  # type: ignore[attr-defined] # set by the engine
        attempt: Attempt = request.meta[ATTEMPT]
        error: BaseException = failure.value  # type: ignore[assignment] # a failure always has one
        if isinstance(error, Refused):
            word, why = error.reason, error.detail
            if word == "robots":
                self._offer_sitemaps(self.hosts.of(request.url))
        else:
            word, why = reason(error, self._refusal(request.url))
            if word in TRANSIENT and not attempt.repeated:
                return self._request(attempt.once_more(), request.url)
            if word in NO_ANSWER:
                self.hosts.of(request.url).failed(word)
                self.call_back()
        if word == "interrupted":
            self.job.frontier.release(attempt.lease)
            return None
        self._end(attempt.lease, Finish(unread(word, why)))
        if attempt.lease.via == START and word in UNREACHABLE:
            proxy = request.meta.get("proxy", "") if word in ("dns", "refused") else ""
            self._lose(attempt.lease, no_proxy(proxy, why) if proxy else unreachable(request.url, word, why))
        return None

    def crashed(self, failure: Failure, response: Response | Failure) -> None:
        """A page that brings our own code down is named and costs no other page anything."""
        request = getattr(response, "request", None)
        attempt = request.meta.get(ATTEMPT) if isinstance(request, Request) else None
        error = failure.value
        if isinstance(error, UnembedError):
            self.job.despair(error)
        elif isinstance(attempt, Attempt):
            why = told(f"unembed failed on it: {type(error).__name__}: {error}")[:300]
            link = attempt.lease.kind is Kind.LINK
            self._end(attempt.lease, crashed(attempt.lease, why) if link else Finish(unread("crash", why)))

    def _refusal(self, url: str) -> str:
        address = parse(url)
        return self.job.refusal(address.netloc) if address else ""

    def _lose(self, lease: Lease, error: TargetError) -> None:
        """One start address less; when the last one is lost, there is nothing to crawl."""
        self.job.lost[lease.url] = error
        if len(self.job.lost) >= self.job.starts:
            self.job.despair(error)

    def _end(self, lease: Lease, finish: Finish) -> None:
        """Finish an address. What it named and what does not count for it is new where another one names it."""
        kept = settled(lease, finish)
        if len(kept.entries) < len(finish.entries):
            self.job.intake.forget(set(finish.entries).difference(kept.entries))
        self.job.finish(lease, kept)

    # --- the engine --------------------------------------------------------------------------------------------------

    async def open(self, host: Host) -> None:
        """Read the robots.txt of a host, and ask it as slowly as that says."""
        fresh = host.opening is None
        await self.hosts.open(host)
        if fresh and host.rules.delay:
            self.slow(host, at_least=host.rules.delay)

    def slow(self, host: Host, factor: float = 1, *, at_least: float = 0.0) -> None:
        """Ask a host more slowly from now on."""
        downloader = self.crawler.engine.downloader
        place = parse(host.origin)
        name = place.host.strip("[]") if place else ""
        usual = downloader.per_slot_settings.get(name, {}).get("delay", 1 / self.job.options.rate)
        delay = max(min(usual * factor, SLOWEST), at_least, usual)
        downloader.per_slot_settings[name] = {"delay": delay}
        if (slot := downloader.slots.get(name)) is not None:
            slot.delay = delay

    def call_back(self) -> None:
        """Call requests back that wait for their turn and are no longer to be sent."""
        for slot in self.crawler.engine.downloader.slots.values():
            for request, waiting in tuple(slot.queue):
                host = self.hosts.of(request.url)
                refused = (
                    Refused("interrupted") if self.job.stopping.is_set() else host.given_up and Refused(*host.given_up)
                )
                if refused:
                    slot.queue.remove((request, waiting))
                    waiting.errback(Failure(refused))  # type: ignore[no-untyped-call] # Twisted's

    async def file(self, url: str) -> bytes | str:
        """The whole of a file in scope, or the reason word for not having it."""
        host = self.hosts.of(url)
        await self.open(host)
        refusal = host.given_up or host.rules.refusal or (None if host.rules.allows(url) else ("robots", ""))
        got = refusal or await self.errand(url, SECONDS)
        if not isinstance(got, Answer):
            return got[0]
        if got.status != 200 or got.flaw:
            return got.flaw.reason if got.flaw else f"http_{got.status}"
        return got.body

    async def as_another(self, url: str, name: str) -> Answer | tuple[str, str]:
        """A page as a visitor who calls himself `name` is sent it; from an advertisement, if robots.txt allows that."""
        told = with_campaign(url)
        return await self.errand(told if self.hosts.of(url).rules.allows(told) else url, SECONDS, name)

    async def errand(self, url: str, seconds: float, name: str = "") -> Answer | tuple[str, str]:
        """Fetch something on the side, at most 500 KiB of it; one more try after trouble that may pass."""
        got: Answer | tuple[str, str] = ("interrupted", "")
        address = parse(url)
        desk = self.desk if address is not None and self.job.intake.in_scope(address.netloc) else self.follower.desk
        for _ in range(2):
            request = desk.request(url, {"download_timeout": seconds})
            if name:
                request.headers["User-Agent"] = name
            try:
                with desk.cut(self.crawler, request, MAX_BYTES):
                    response = await self.crawler.engine.download_async(request)
            except Refused as refused:
                return refused.reason, refused.detail
            except FAILURES as error:
                got = reason(error, self._refusal(url))
                if got[0] not in TRANSIENT:
                    return got
            else:
                got = desk.answer(response, request)
                if got.status < 500:
                    return got
        return got
