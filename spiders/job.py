"""Everything one crawl works with."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from scanner.errors import TargetError, UnembedError
from scanner.model import Target
from scanner.recognise import Recogniser
from scanner.urls import parse, redact
from spiders.branches import Branches
from spiders.browsing import Browsing
from spiders.entries import Ending, Entry, Finish, Lease
from spiders.frontier import Frontier
from spiders.guard import AddressPolicy
from spiders.intake import Intake
from spiders.options import Options
from spiders.reading import START, Reader
from spiders.scope import Origins, hosts_in_scope, origin
from spiders.upstream import parse_upstream

TELL_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a crawl stands: addresses read (wholly or partly), waiting, and not read; pages rendered; traces met.

    `current` is the address finished last, `links` how many links out of the site were followed.
    """

    checked: int
    queued: int
    rendered: int
    unread: int
    traces: int
    current: str
    links: int = 0


def _no_refusal(_: str) -> str:
    return ""


def _is_not_silent(_: str) -> bool:
    return False


@dataclass(slots=True)
class Job:
    """One crawl. `refusal` tells why our own policy refused to connect to a netloc, or ""; `silent` whether nobody
    answered who was asked for a name.

    `starts` is the number of start addresses, `lost` are those that lead nowhere. `stopping` is set when the crawl is
    to end early, `hopeless` is why it cannot go on at all.
    """

    target: Target
    options: Options
    frontier: Frontier
    intake: Intake
    reader: Reader
    browsing: Browsing
    progress: Callable[[Progress], None]
    refusal: Callable[[str], str] = _no_refusal
    silent: Callable[[str], bool] = _is_not_silent
    starts: int = 1
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    lost: dict[str, TargetError] = field(default_factory=dict)
    hopeless: UnembedError | None = None
    traces: int = 0
    told: float = 0.0

    def finish(self, lease: Lease, finish: Finish) -> None:
        """Store what came of an address, and tell how far the crawl is: ten times a second at most."""
        self.frontier.finish(lease, finish)
        if finish.traces is not None:
            self.traces += len(finish.traces.matches)
        now = time.monotonic()
        if now - self.told >= TELL_EVERY:
            self.told = now
            self.tell(lease.url)

    def despair(self, error: UnembedError) -> None:
        """The crawl cannot go on."""
        self.hopeless = error
        self.stopping.set()

    def tell(self, current: str = "") -> None:
        """Tell how far the crawl is."""
        counts = self.frontier.counts
        checked = counts[Ending.CHECKED] - counts["sitemaps"] + counts[Ending.PARTIAL]
        queued = counts["pending"] + counts["leased"]
        self.progress(
            Progress(
                checked,
                queued,
                counts["rendered"],
                counts[Ending.UNREAD],
                self.traces,
                redact(current),
                counts["asked"],
            )
        )


def prepare(
    target: Target,
    options: Options,
    recogniser: Recogniser,
    frontier: Frontier,
    progress: Callable[[Progress], None],
) -> Job:
    """A crawl of `target` that starts, or goes on, where `frontier` is."""
    upstream = parse_upstream(options.proxy) if options.proxy else None
    scope = hosts_in_scope(target)
    browsing = Browsing(options, AddressPolicy(scope, options.pins, upstream), scope)
    intake = Intake(scope, frontier.seen, options.max_depth, routes=frontier.routes)
    intake.origins = Origins.read(frontier.noted("origins").splitlines())
    intake.remember(frontier.rows())
    starts = {entry.key: entry for start in target.start if (entry := _start(intake, start))}
    frontier.enter(starts.values())
    branches = Branches.read(frontier.noted("branches"))
    known = replace(recogniser, hosts=recogniser.hosts | scope)
    reader = Reader(known, intake, options.render, browsing, branches=branches, note=frontier.note)
    return Job(target, options, frontier, intake, reader, browsing, progress, starts=len(starts))


def _start(intake: Intake, start: str) -> Entry | None:
    address = parse(start)
    if address is None:
        return None
    url = f"{origin(address)}{address.path}{'?' + address.query if address.query else ''}"
    return Entry(url, intake.key(url), via=START)
