"""The only door to the crawler: a target goes in; traces, and what was checked, come out."""

import asyncio
import atexit
import gc
import hashlib
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings
from twisted.internet import asyncioreactor

from scanner.ends import Ends
from scanner.errors import BrowserError, UsageError
from scanner.linked import Inwards
from scanner.model import Target
from scanner.recognise import Recogniser
from scanner.scan import Coverage
from scanner.traces import PageTraces
from spiders.coverage import summary
from spiders.entries import Ending
from spiders.frontier import Frontier, now
from spiders.guard import GuardResolver
from spiders.job import Job, Progress, prepare
from spiders.options import Options, RenderMode
from spiders.site import SiteSpider

__all__ = ["Crawled", "Progress", "crawl"]

RUN_FILE = "run.sqlite"
GRACE = 5.0


@dataclass(frozen=True, slots=True)
class Crawled:
    """What a crawl brought. `traces` and `inwards` can be iterated again and again; `hosts` are all netlocs in scope,
    sorted.

    `browser` names the browser that rendered pages, "" if none did; times are UTC, as in 2026-01-02T03:04:05Z.
    """

    coverage: Coverage
    ends: Ends
    traces: Iterable[PageTraces]
    inwards: Inwards
    hosts: tuple[str, ...]
    browser: str
    interrupted: bool
    started: str
    finished: str


def crawl(
    target: Target,
    options: Options,
    recogniser: Recogniser,
    run: Path,
    *,
    resume: bool,
    progress: Callable[[Progress], None],
) -> Crawled:
    """Read the whole site, keeping the run in the folder `run`; with `resume`, go on with the run that is there.

    Ctrl-C (or SIGTERM) ends it early and in good order: what was read is kept, what was not is named. `progress` is
    called ten times a second at most.

    Raises TargetError when no start address can be reached or all lead elsewhere, BrowserError when pages are to be
    rendered and no browser is there, UsageError for a folder with another run, FileError for a run file that cannot
    be used.
    """
    path = run / RUN_FILE
    fresh = not path.exists()
    if not fresh and not resume:
        raise UsageError("the folder holds a run already", str(run), "--resume to go on with it, or another folder")
    with _signals() as asked, Frontier(path, max_pages=options.max_pages) as frontier:
        frontier.belongs_to(target_text(target), what_matters(options, recogniser))
        frontier.reopen()
        job = prepare(target, options, recogniser, frontier, progress)
        with rare_collections():
            event_loop().run_until_complete(_run(job, asked))
        interrupted = bool(asked.received) and frontier.counts["pending"] + frontier.counts["leased"] > 0
        if job.hopeless is None and not interrupted:
            frontier.complete()
        if job.browsing.version:
            frontier.note("browser", job.browsing.version)
        job.tell()
        crawled = Crawled(
            coverage=summary(frontier),
            ends=frontier.ends(),
            traces=frontier.traces(),
            inwards=frontier.inwards(),
            hosts=tuple(sorted(job.intake.scope)),
            browser=frontier.noted("browser"),
            interrupted=interrupted,
            started=frontier.noted("started"),
            finished=now(),
        )
        read = frontier.counts[Ending.CHECKED] + frontier.counts[Ending.PARTIAL]
    if job.hopeless is not None:
        if fresh and not read:
            path.unlink()
        raise job.hopeless
    return crawled


def target_text(target: Target) -> str:
    """A target in one line: two runs of the same one have the same."""
    return " ".join((*target.start, "|", *sorted(target.hosts)))


def what_matters(options: Options, recogniser: Recogniser) -> tuple[tuple[str, str], ...]:
    """What must be the same when a run goes on, by name: everything that decides what is read and recognised.

    Of logins and headers no value is given away; of pins only the places count, for a staging server may move.
    """
    user = hashlib.sha256(options.auth[0].encode()).hexdigest()[:8] if options.auth else ""
    return (
        ("--render", options.render),
        ("--user-agent", options.user_agent),
        ("--header", " ".join(sorted(name for name, _ in options.headers))),
        ("--auth", user),
        ("--resolve", " ".join(sorted({f"{pin.host}:{pin.port}" for pin in options.pins}))),
        ("--insecure", "yes" if options.insecure else "no"),
        ("--crm-host", " ".join(sorted(recogniser.crm_hosts))),
        ("depth", str(options.max_depth)),
        ("signatures", recogniser.signatures.digest),
    )


@contextmanager
def rare_collections() -> Iterator[None]:
    """Look for garbage cycles less often: a crawl makes many objects and few cycles; looking is a tenth of its cost."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


# --- Scrapy, in this process -----------------------------------------------------------------------------------------


@cache
def event_loop() -> asyncio.AbstractEventLoop:
    """The event loop of all crawls of this process, with Twisted's reactor on it.

    A reactor can be started once in a process. So it is never stopped: between two crawls the loop stands still.
    """
    loop = asyncio.new_event_loop()
    asyncioreactor.install(loop)  # type: ignore[no-untyped-call] # Twisted's
    from twisted.internet import reactor

    reactor.startRunning(installSignalHandlers=False)
    atexit.register(loop.close)
    return loop


async def _run(job: Job, asked: "_Asked") -> None:
    """Crawl until nothing is left, or until a signal asks to stop; a second one ends the crawl at once."""
    from twisted.internet import reactor

    resolver = GuardResolver(reactor, job.browsing.policy)
    resolver.install_on_reactor()
    job.refusal = resolver.refusal
    job.silent = resolver.is_silent
    runner = AsyncCrawlerRunner(settings(job.options))
    try:
        if job.options.render is not RenderMode.NEVER:
            await job.browsing.check()
    except BrowserError as error:
        job.hopeless = error
        return
    try:
        crawler = runner.create_crawler(SiteSpider)
        crawling = runner.crawl(crawler, job=job)
        stopper = asyncio.ensure_future(_stop_when_asked(job, crawler, crawling))

        def stop() -> None:
            if job.stopping.is_set():
                crawling.cancel()
            job.stopping.set()

        asked.do(stop)
        await asyncio.wait({crawling})
        stopper.cancel()
        if not crawling.cancelled():
            crawling.result()
    finally:
        asked.do(None)
        await job.browsing.close()


async def _stop_when_asked(job: Job, crawler: Crawler, crawling: asyncio.Task[None]) -> None:
    """Stop the engine in good order once it runs: a stop asked for earlier is lost, and the crawl would not end."""
    await job.stopping.wait()
    while not _is_running(crawler):  # noqa: ASYNC110 - Scrapy announces the engine before it can be stopped
        await asyncio.sleep(0.02)
    if isinstance(crawler.spider, SiteSpider):
        crawler.spider.call_back()
    stop = asyncio.ensure_future(crawler.stop_async())
    _, late = await asyncio.wait({crawling, stop}, timeout=GRACE)
    for task in late:
        task.cancel()


def _is_running(crawler: Crawler) -> bool:
    try:
        return crawler.engine.running
    except RuntimeError:  # there is no engine yet
        return False


@dataclass(slots=True)
class _Asked:
    """The signals received that ask to stop, and what is done about each: nothing but noting it, as long as a run
    begins, and while its results are stored.
    """

    received: list[int] = field(default_factory=list)
    _stop: Callable[[], object] | None = None

    def __call__(self, number: int, _: object) -> None:
        self.received.append(number)
        if self._stop is not None:
            self._stop()

    def do(self, stop: Callable[[], object] | None) -> None:
        """Call this for every signal, those received already included."""
        loop = asyncio.get_running_loop()
        self._stop = None if stop is None else partial(loop.call_soon_threadsafe, stop)
        if stop is not None and self.received:
            stop()


@contextmanager
def _signals() -> Iterator[_Asked]:
    """Let Ctrl-C and SIGTERM ask to stop instead of ending the process."""
    asked = _Asked()
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return
    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def settings(options: Options) -> Settings:
    """Scrapy's settings for these options."""
    made = Settings()
    made.setmodule("spiders.settings", priority="project")
    made.set("DOWNLOAD_DELAY", 1 / options.rate, priority="cmdline")
    made.set("DOWNLOAD_VERIFY_CERTIFICATES", not options.insecure, priority="cmdline")
    return made
