"""`scrapy crawl site -a url=https://clinic.example/`: the same crawl, run by Scrapy's own command."""

import logging
from dataclasses import dataclass
from pathlib import Path

from scrapy import signals
from scrapy.crawler import Crawler

from scanner.errors import UsageError
from scanner.model import Target
from scanner.recognise import Recogniser
from scanner.signatures import load
from scanner.urls import parse
from spiders.coverage import summary
from spiders.frontier import Frontier
from spiders.guard import GuardResolver
from spiders.job import Job, Progress, prepare
from spiders.options import Options, RenderMode
from spiders.scope import hosts_in_scope

logger = logging.getLogger(__name__)


def alone(crawler: Crawler, url: str, render: str, output_dir: str) -> Job:
    """A crawl of `url` whose run file is `output_dir`/run.sqlite; a run that is there goes on.

    Without `output_dir` the folder is unembed-HOST below the working directory. What was found is logged when the
    spider closes. UsageError: `url` is no address.
    """
    address = parse(url)
    if address is None:
        raise UsageError("not the address of a website", url or "no url", "-a url=https://clinic.example/")
    target = Target((address.href,), (address.netloc,))
    options = Options(render=RenderMode(render), user_agent=crawler.settings["USER_AGENT"])
    folder = Path(output_dir or f"unembed-{address.netloc.replace(':', '-')}")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    frontier = Frontier(folder / "run.sqlite", max_pages=options.max_pages)
    frontier.reopen()
    recogniser = Recogniser(load(), hosts_in_scope(target))
    job = prepare(target, options, recogniser, frontier, _ignore)
    _Course(job, crawler).connect()
    return job


def _ignore(_: Progress) -> None:
    pass


@dataclass(frozen=True, slots=True)
class _Course:
    """What happens around the crawl when nobody else sees to it."""

    job: Job
    crawler: Crawler

    def connect(self) -> None:
        self.crawler.signals.connect(self.begin, signals.engine_started, weak=False)
        self.crawler.signals.connect(self.end, signals.spider_closed, weak=False)

    def begin(self) -> None:
        from twisted.internet import reactor

        resolver = GuardResolver(reactor, self.job.browsing.policy)
        resolver.install_on_reactor()
        self.job.refusal = resolver.refusal

    async def end(self, reason: str) -> None:
        await self.job.browsing.close()
        frontier = self.job.frontier
        if reason == "finished" and self.job.hopeless is None:
            frontier.complete()
        if self.job.hopeless is not None:
            logger.error("%s; try: %s", self.job.hopeless, self.job.hopeless.hint)
        checked = summary(frontier)
        frontier.close()
        for traces in frontier.traces():
            for match in traces.matches:
                logger.info("%s %s on %s", match.signature, match.value, traces.url)
        for unread in (*checked.partial, *checked.unread):
            logger.info("not wholly read: %s: %s %s", unread.url, unread.reason, unread.detail)
        logger.info(
            "%d addresses checked, %d partly, %d not; the run is %s and lies in %s",
            checked.checked, len(checked.partial), len(checked.unread),
            "complete" if checked.complete else "incomplete", frontier.path,
        )  # fmt: skip
