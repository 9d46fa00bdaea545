"""A crawl in a process of its own: reads what to fetch as JSON on stdin, prints what became of it.

In:  {"trusted": [netloc …], "pins": [HOST:PORT:ADDR:PORT …], "answers": {host: [[address …] …]}, "urls": [url …]}
Out: {url: status, or the name of the error and, if the policy refused, why}. Links on pages are followed.
"""

import json
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from spiders.addresses import netloc
from spiders.guard import AddressPolicy, parse_pin
from spiders.names import NameNotFound, Resolve, system_addresses


def scripted(answers: dict[str, list[list[str]]]) -> Resolve:
    """A resolver that gives each host its answers one after the other, and asks the system for other hosts."""

    async def resolve(host: str) -> tuple[str, ...]:
        if host not in answers:
            return await system_addresses(host)
        if not answers[host]:
            raise NameNotFound(host)
        return tuple(answers[host].pop(0))

    return resolve


class OneCrawl(Spider):
    """Fetches `urls` and every link on them."""

    name = "one_crawl"
    urls: list[str]
    outcomes: dict[str, str]

    async def start(self) -> AsyncIterator[Request]:
        for url in self.urls:
            yield self._request(url)

    def _request(self, url: str) -> Request:
        return Request(url, self.parse, errback=self.failed, dont_filter=True, meta={"asked": url})

    def parse(self, response: Response, **_: Any) -> Iterator[Request]:
        self.outcomes[response.meta["asked"]] = str(response.status)
        assert isinstance(response, TextResponse)
        for link in response.css("a::attr(href)").getall():
            yield self._request(link)

    def failed(self, failure: Failure) -> None:
        from twisted.internet import reactor

        request: Request = failure.request  # type: ignore[attr-defined] # Scrapy sets it
        parts = urlsplit(request.url)
        place = netloc(parts.hostname or "", parts.port or 80)
        why = reactor.nameResolver.refusal(place)
        self.outcomes[request.meta["asked"]] = ": ".join(filter(None, (type(failure.value).__name__, why)))


def main() -> None:
    """Crawl as asked on stdin."""
    asked = json.load(sys.stdin)
    policy = AddressPolicy(
        frozenset(asked["trusted"]), tuple(map(parse_pin, asked["pins"])), resolve=scripted(asked["answers"])
    )
    process = CrawlerProcess(
        {
            "TWISTED_DNS_RESOLVER": "spiders.guard.GuardResolver",
            "UNEMBED_POLICY": policy,
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
            "RETRY_ENABLED": False,
            "DOWNLOAD_TIMEOUT": 5,
            "LOG_LEVEL": "ERROR",
        }
    )
    outcomes: dict[str, str] = {}
    process.crawl(OneCrawl, urls=asked["urls"], outcomes=outcomes)
    process.start()
    json.dump(outcomes, sys.stdout)


if __name__ == "__main__":
    main()
