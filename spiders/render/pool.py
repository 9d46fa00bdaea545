"""The pool: so many pages at once, in one browser after the other."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from scanner.errors import BrowserError
from scanner.model import Flaw, Page, Unread
from scanner.scan import UNSANDBOXED
from spiders.browser import own_folder
from spiders.containers import Containers
from spiders.devtools import DevtoolsError
from spiders.guard import AddressPolicy
from spiders.manners import Manner
from spiders.options import Options
from spiders.probing.samples import Samples, Scripts
from spiders.proxy import PolicyProxy
from spiders.render.chromium import PAGE_MEMORY, Chromium
from spiders.render.tab import Eyes, Sight, Tab
from spiders.settling import Patience
from spiders.turns import Turns

PAGES_PER_BROWSER = 200
STARTS = 2
"""How often it is tried to start a browser anew."""

GRACE = 30.0
"""Seconds."""

RESTLESS = frozenset(("nav_loop", "navigated_away"))


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one visit: a reading, and the scripts and frames that did not load.

    `lost` is why it has to be made again, "" if it has not: the page was lost, or the browser with all its pages.
    """

    result: Page | Unread | None = None
    broken: tuple[str, ...] = ()
    lost: str = ""


def has_come(result: Page | Unread | None) -> bool:
    """Whether this is what a site's server said, and not our own impatience."""
    return not (result is None or (isinstance(result, Unread) and result.reason == "timeout"))


def is_restless(result: Page | Unread | None) -> bool:
    """Whether the page may still be on its way to somewhere, and so meet the next one in its tab."""
    return isinstance(result, Page) and any(flaw.reason in RESTLESS for flaw in result.flaws)


def starved(attempt: Attempt, url: str) -> Attempt:
    """What there is of a page that was ended because of the memory it took. It would take as much again."""
    flaw = Flaw("memory", f"more than {PAGE_MEMORY >> 20} MB")
    if not isinstance(attempt.result, Page):
        return Attempt(Unread(url, flaw.reason, flaw.detail))
    others = tuple(flaw for flaw in attempt.result.flaws if flaw.reason not in ("crash", "hang"))
    return Attempt(replace(attempt.result, flaws=(*others, flaw)), attempt.broken)


def anything(_: str) -> bool:
    """Nobody forbids anything."""
    return True


class BrowserPool:
    """Renders pages, `options.workers` at once; use it in an `async with` block.

    `hosts` are the netlocs in scope: only they get the user's own headers and login, and only of their documents
    anything is read. `may` says of an address that an advertisement leads to whether it may be asked for. `sandboxed`:
    whether every browser so far had its sandbox. BrowserError on entering: there is no browser, or it does not start.
    """

    def __init__(
        self,
        options: Options,
        policy: AddressPolicy,
        hosts: Iterable[str],
        patience: Patience = Patience(),  # noqa: B008 - it is frozen
        *,
        may: Callable[[str], bool] = anything,
    ) -> None:
        self._options = options
        self._may = may
        self._hosts = frozenset(hosts)
        self._patience = patience
        self._proxy = PolicyProxy(policy)
        self._turns = Turns(options.workers)
        self.sandboxed = True
        self._starting = asyncio.Lock()
        self._solitude = asyncio.Lock()
        self._broken: set[str] = set()
        self._old: list[Chromium] = []
        self._callers: set[asyncio.Task[object]] = set()
        self._closed = False
        self._started = False
        self._containers = Containers()
        self._samples = Samples()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            self._folder = stack.enter_context(own_folder())
            await self._proxy.start()
            stack.push_async_callback(self._proxy.close)
            self._chromium = await self._start()
            stack.push_async_callback(self._close)
            stack.push_async_callback(self._dismiss)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _dismiss(self) -> None:
        """Cancel who still waits for a page, and let them put everything back."""
        self._closed = True
        left = self._callers - {asyncio.current_task()}
        for caller in left:
            caller.cancel()
        if left:
            await asyncio.wait(left, timeout=GRACE)

    async def _close(self) -> None:
        for chromium in (*self._old, self._chromium):
            await chromium.close()

    @property
    def version(self) -> str:
        """Which browser it is, as in `Chromium 156.0.8078.79 (chromium-headless-shell)`, and if it has no sandbox."""
        name = f"Chromium {self._chromium.version} ({self._chromium.program.name})"
        return name if self.sandboxed else f"{name}, {UNSANDBOXED}"

    @property
    def path(self) -> Path:
        """The browser's program."""
        return self._chromium.program

    async def works(self) -> bool:
        """Whether it really renders: a page made up on the spot, with a script on it."""
        try:
            tab = await self._chromium.take(self._options, self._patience)
            works = await tab.works()
        except DevtoolsError:
            return False
        await self._chromium.give_back(tab, sound=True)
        return works

    async def render(
        self, url: str, priority: int = 0, scripts: Scripts = frozenset(), manner: Manner = Manner.USUAL
    ) -> Page | Unread:
        """Read one page after its scripts ran. Of callers that wait, those with the higher priority go first.

        `scripts` are those of the page: of pages with the same ones, another visitor comes to a few.

        A page that lost its browser, and one on which a script or frame did not load, is rendered once more; of two
        readings the one that misses less counts, the second if both miss as much.
        BrowserError: a browser had to be started anew, and that failed. CancelledError: the pool is closed meanwhile.
        """
        caller = asyncio.current_task()
        if caller is None or self._closed:
            raise asyncio.CancelledError
        self._callers.add(caller)
        try:
            return await self._render(url, priority, scripts, manner)
        finally:
            self._callers.discard(caller)

    async def _render(self, url: str, priority: int, scripts: Scripts, manner: Manner) -> Page | Unread:
        async with self._turns.take(priority):
            result, broken = await self._attempts(url, scripts, manner)
            if set(broken) - self._broken:
                again, still = await self._attempts(url, scripts, manner)
                self._broken.update(broken)
                if isinstance(again, Page) and len(still) <= len(broken):
                    result = again
            if not self._turns.waiting:
                await self._chromium.rest()
        return result

    async def look(self, url: str, eyes: Eyes, sight: Sight) -> bool:
        """Show one page to `eyes` as to a first-time visitor, in a browser context that serves for nothing else.

        False: it was not shown, or not for as long as they wanted. BrowserError, CancelledError: as `render`.
        """
        caller = asyncio.current_task()
        if caller is None or self._closed:
            raise asyncio.CancelledError
        self._callers.add(caller)
        try:
            async with self._turns.take(0):
                return await self._look(url, eyes, sight)
        finally:
            self._callers.discard(caller)

    async def _look(self, url: str, eyes: Eyes, sight: Sight) -> bool:
        chromium, tab = await self._tab()
        done = False
        try:
            with suppress(DevtoolsError):
                done = await tab.look(url, self._hosts, self._proxy, eyes, sight)
            if not done and not await chromium.answers():
                chromium.kill()
        finally:
            await chromium.give_back(tab, sound=False)
        chromium.rendered += 1
        return done

    async def _attempts(self, url: str, scripts: Scripts, manner: Manner) -> tuple[Page | Unread, tuple[str, ...]]:
        """A visit, and one more if the page was lost: in a browser of its own if all pages of that one were lost."""
        chromium, tab = await self._tab()
        first = await self._attempt(chromium, tab, url, scripts, manner)
        if first.lost and chromium.alive:
            second = await self._attempt(*await self._tab(), url, scripts, manner)
        elif first.lost:
            second = await self._alone(url, scripts, manner)
        else:
            second = first
        lost = Unread(url, second.lost, "the browser lost the page twice")
        return second.result or first.result or lost, second.broken

    async def _attempt(self, chromium: Chromium, tab: Tab, url: str, scripts: Scripts, manner: Manner) -> Attempt:
        attempt, sound = Attempt(lost="crash"), False
        try:
            with suppress(DevtoolsError):
                tries = self._options.probe and manner is not Manner.GLANCE
                another = tries and self._samples.wants(scripts)
                may = self._may if another else None
                result, visit = await tab.visit(url, self._hosts, self._proxy, self._containers, may, manner)
                if another and isinstance(result, Page):
                    self._samples.note(scripts, result)
                attempt = Attempt(result, visit.broken)
                sound = not visit.hung and not tab.lost.done()
            if not (sound and has_come(attempt.result)) and not await chromium.answers():
                chromium.kill()
                attempt = replace(attempt, lost="memory" if chromium.greedy else "crash")
        finally:
            await chromium.give_back(tab, sound=sound and not is_restless(attempt.result))
        chromium.rendered += 1
        return starved(attempt, url) if chromium.culled(tab) else attempt

    async def _tab(self) -> tuple[Chromium, Tab]:
        """A tab, and the browser it is in. BrowserError: no browser gives one.

        What ends a browser in which others have pages may be one of those: that does not count.
        """
        tried = 0
        while tried < STARTS:
            chromium = await self._running()
            try:
                return chromium, await chromium.take(self._options, self._patience)
            except DevtoolsError:
                tried += chromium.unused
                chromium.kill()
        raise BrowserError("the browser opens no page", str(self.path), "another one, with --browser")

    async def _alone(self, url: str, scripts: Scripts, manner: Manner) -> Attempt:
        """A visit in a browser with no other page in it."""
        async with self._solitude:
            chromium = await self._start()
            try:
                tab = await chromium.take(self._options, self._patience)
                return await self._attempt(chromium, tab, url, scripts, manner)
            except DevtoolsError:
                return Attempt(lost="crash")
            finally:
                await chromium.close()

    async def _running(self) -> Chromium:
        """The browser, a new one if need be."""
        async with self._starting:
            for old in [old for old in self._old if not old.busy]:
                self._old.remove(old)
                await old.close()
            if not self._chromium.alive or self._chromium.rendered >= PAGES_PER_BROWSER:
                chromium = await self._start()
                self._old.append(self._chromium)
                self._chromium = chromium
            return self._chromium

    async def _start(self) -> Chromium:
        """BrowserError: none starts. Once one did, that is tried again."""
        for left in reversed(range(STARTS)):
            try:
                chromium = await Chromium.start(self._options, self._hosts, self._proxy, self._folder)
            except DevtoolsError:
                continue
            except BrowserError:
                if not (self._started and left):
                    raise
                continue
            self._started = True
            self.sandboxed = self.sandboxed and chromium.sandboxed
            return chromium
        raise BrowserError("the browser does not answer", "it starts and says nothing", "another one, with --browser")
