"""The door to the camera: what is to be pictured goes in, pictures come out."""

import asyncio
import logging
import signal
import threading
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from scanner.errors import BrowserError
from scanner.subjects import Clues, Subject
from spiders.guard import AddressPolicy
from spiders.options import Options, RenderMode
from spiders.picturing.camera import Album, Camera, Taken
from spiders.picturing.framing import WINDOW_HEIGHT, WINDOW_WIDTH
from spiders.render import BrowserPool, Sight
from spiders.settling import Patience
from spiders.upstream import parse_upstream

logger = logging.getLogger(__name__)

SECONDS = 120.0
"""For all pictures of a scan."""

A_PAGE = 20.0
A_PICTURE = 6.0
AT_ONCE = 2

PATIENCE = Patience(parsed=10.0, quiet=5.0, page=12.0, probe=0.0)


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures by reference; `interrupted`: Ctrl-C ended it before all were taken."""

    taken: dict[str, Taken]
    interrupted: bool = False


def why_not(options: Options) -> str:
    """Why no pictures are taken of a site, "" if they are: of public pages only, and only where the browser may run."""
    if options.auth is not None or options.headers:
        return "what a login or a header shows is not public"
    return "rendering is off" if options.render is RenderMode.NEVER else ""


def take(
    subjects: Sequence[Subject],
    known: Sequence[Clues],
    options: Options,
    hosts: Iterable[str],
    progress: Callable[[int, int], object],
) -> Pictures:
    """Photograph `subjects` on pages of `hosts` (netlocs), in two minutes at most; `known` are reviews and chats.

    What cannot be pictured is left out, and counted in the log. Ctrl-C (or SIGTERM) ends it early, with what there is,
    and is not listened to from then on, so that a second one costs nothing.
    """
    if not subjects:
        return Pictures({})
    logger.info("pictures: %d to take", len(subjects))
    album = Album()
    with _signals() as stop:
        work = partial(_all, subjects, known, options, frozenset(hosts), album, progress)
        try:
            asyncio.run(_until_stopped(work, stop))
        except BrowserError as error:
            logger.info("no pictures: %s: %s", error.what, error.thing)
    stopped = stop.received
    left = len(subjects) - len(album.taken) - album.left.total()
    if left:
        album.left["interrupted" if stopped else "page not shown in time"] += left
    reasons = "".join(f", {why} {number}" for why, number in sorted(album.left.items()))
    logger.info("pictures: %d of %d taken%s", len(album.taken), len(subjects), reasons)
    return Pictures(album.taken, stopped)


async def _all(
    subjects: Sequence[Subject],
    known: Sequence[Clues],
    options: Options,
    hosts: frozenset[str],
    album: Album,
    progress: Callable[[int, int], object],
) -> None:
    """Page by page, some at once, until all are pictured or the time is over."""
    pages: dict[str, list[Subject]] = defaultdict(list)
    for subject in subjects:
        pages[subject.page].append(subject)
    policy = AddressPolicy(hosts, options.pins, parse_upstream(options.proxy) if options.proxy else None)
    own = sorted({host.partition(":")[0].removeprefix("www.") for host in hosts})
    waiting = iter(pages.items())
    done = 0

    async def work(pool: BrowserPool) -> None:
        nonlocal done
        for url, here in waiting:
            seconds = A_PAGE + A_PICTURE * len(here)
            camera = Camera(here, known, own, album)
            shown = await pool.look(url, camera, Sight(WINDOW_WIDTH, WINDOW_HEIGHT, seconds))
            if not shown:
                logger.debug("%s: not shown", url)
            done += len(here)
            progress(done, len(subjects))
            await asyncio.sleep(1 / options.rate)

    options = replace(options, workers=AT_ONCE)
    with suppress(TimeoutError):
        async with asyncio.timeout(SECONDS), BrowserPool(options, policy, hosts, PATIENCE) as pool:
            await asyncio.gather(*(work(pool) for _ in range(AT_ONCE)))


@dataclass(slots=True)
class _Stop:
    """Whether a signal asked to stop, and the task that it ends."""

    received: bool = False
    task: asyncio.Future[None] | None = None

    def __call__(self, *_: object) -> None:
        self.received = True
        if self.task is not None:
            self.task.get_loop().call_soon_threadsafe(self.task.cancel)


async def _until_stopped(work: Callable[[], Coroutine[Any, Any, None]], stop: _Stop) -> None:
    """Do the work, unless and until a signal asks to stop."""
    if stop.received:
        return
    stop.task = asyncio.ensure_future(work())
    await asyncio.wait({stop.task})
    if not stop.task.cancelled():
        stop.task.result()


@contextmanager
def _signals() -> Iterator[_Stop]:
    """Let Ctrl-C and SIGTERM ask to stop instead of ending the process."""
    stop = _Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_IGN if stop.received else handler)
