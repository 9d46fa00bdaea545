"""What Scrapy's engine asks for the next request: the frontier, and before it what is asked for once more."""

import math
from collections import deque
from typing import Self

from scrapy import Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.http import Request

from scanner.errors import UnembedError
from spiders.site import SiteSpider

MOST_IN_HAND = 16
MOST_TO_RENDER = 32
MOST_ON_THEIR_WAY = 32


class FrontierScheduler(BaseScheduler):
    """Leases addresses from the frontier; ahead of them go redirects and retries, which their leases keep safe.

    At a low rate few requests are in hand at a time, so that a stop need not wait for many; and nothing more is
    fetched while the browser has its hands full.
    """

    def __init__(self, crawler: Crawler) -> None:
        delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._most = min(max(math.ceil(3 / delay), 2), MOST_IN_HAND)
        self._crawler = crawler
        self._again: deque[Request] = deque()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Take the frontier of the spider. TypeError: it is none of ours."""
        if not isinstance(spider, SiteSpider):
            raise TypeError(f"{type(spider).__name__} has no frontier")
        self._spider = spider

    def has_pending_requests(self) -> bool:
        """Whether anything is left to fetch."""
        return bool(self._again) or self._spider.job.frontier.waiting()

    def enqueue_request(self, request: Request) -> bool:
        """Keep a request that goes before all others."""
        self._again.append(request)
        return True

    def next_request(self) -> Request | None:
        """The next request, or None for now."""
        if len(self._crawler.engine.downloader.active) >= self._most or self._spider.rendering >= MOST_TO_RENDER:
            return None
        if self._spider.follower.running >= MOST_ON_THEIR_WAY:
            return None
        if self._again:
            return self._again.popleft()
        try:
            lease = self._spider.job.frontier.lease()
            while lease is not None and self._spider.follower.leaves(lease):
                lease = self._spider.job.frontier.lease()
        except UnembedError as error:  # the engine would only log it, and wait for ever
            self._spider.job.despair(error)
            return None
        return None if lease is None else self._spider.ask(lease)

    def __len__(self) -> int:
        return len(self._again) + self._spider.job.frontier.counts["pending"]
