"""The gate before every request: robots.txt, hosts that want to be left alone, and the wish to stop."""

import asyncio
from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Request

from scanner.urls import parse
from spiders.attempts import ATTEMPT, Attempt
from spiders.entries import Kind
from spiders.failures import Refused
from spiders.guard import AddressPolicy, AddressRefused
from spiders.hosts import Host
from spiders.site import SiteSpider


class GateMiddleware:
    """Lets a request pass when its host allows it now; else it fails with `Refused`, and its address says why.

    Requests of our own (robots.txt, the probe for missing pages) carry no attempt and need not wait. Behind a proxy,
    which resolves the names itself, the address policy has its say here.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait until the request may be sent. Refused: it may not."""
        attempt = request.meta.get(ATTEMPT)
        spider = self._crawler.spider
        if not isinstance(spider, SiteSpider):
            return
        if "proxy" in request.meta:
            check(spider.job.browsing.policy, request.url)
        if not isinstance(attempt, Attempt):
            return
        host = spider.hosts.of(request.url)
        if host.opening is None or not host.opening.done():
            await spider.open(host)
        if host.resume_at:
            await self._pause(spider, host)
        refuse(spider, host, request.url, attempt.lease.kind)

    async def _pause(self, spider: SiteSpider, host: Host) -> None:
        """Wait until the host wants to be asked again, or the crawl is to stop."""
        loop = asyncio.get_running_loop()
        while (rest := host.resume_at - loop.time()) > 0 and not spider.job.stopping.is_set():
            try:
                async with asyncio.timeout(rest):
                    await spider.job.stopping.wait()
            except TimeoutError:
                continue


def check(policy: AddressPolicy, url: str) -> None:
    """Raise Refused if nobody may be asked for this address, and be it through a proxy."""
    address = parse(url)
    if address is None:
        return
    try:
        policy.check_without_resolving(address.host, address.port)
    except AddressRefused as refused:
        raise Refused("blocked_by_policy", refused.why) from refused


def refuse(spider: SiteSpider, host: Host, url: str, kind: Kind) -> None:
    """Raise Refused if this address is not to be fetched."""
    if spider.job.stopping.is_set():
        raise Refused("interrupted")
    if host.given_up is not None:
        raise Refused(*host.given_up)
    if host.rules.refusal is not None:
        raise Refused(*host.rules.refusal)
    if kind is not Kind.SITEMAP and not host.rules.allows(url):
        raise Refused("robots", "robots.txt does not allow it")
