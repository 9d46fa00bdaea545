"""The pool: so many pages at once, in one browser after the other."""

import asyncio
from collections.abc import Iterable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Self

from playwright.async_api import async_playwright

from scanner.model import Page, Unread
from spiders.browser import own_folder, sandboxed
from spiders.devtools import DevtoolsError
from spiders.guard import AddressPolicy
from spiders.options import Options
from spiders.proxy import PolicyProxy
from spiders.render.chromium import Chromium
from spiders.tab import Patience
from spiders.turns import Turns

PAGES_PER_BROWSER = 200
NO_SANDBOX = "the browser runs without its sandbox, because this process is root; an ordinary user would be safer"


class BrowserPool:
    """Renders pages, `options.workers` at once; use it in an `async with` block.

    `hosts` are the netlocs in scope: only they get the user's own headers and login, and only of their documents
    anything is read. BrowserError on entering: there is no browser, or it does not start.
    """

    def __init__(
        self,
        options: Options,
        policy: AddressPolicy,
        hosts: Iterable[str],
        patience: Patience = Patience(),  # noqa: B008 - it is frozen
    ) -> None:
        self._options = options
        self._hosts = frozenset(hosts)
        self._patience = patience
        self._proxy = PolicyProxy(policy)
        self._turns = Turns(options.workers)
        self._starting = asyncio.Lock()
        self._broken: set[str] = set()
        self._old: list[Chromium] = []

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            stack.enter_context(own_folder())
            await self._proxy.start()
            stack.push_async_callback(self._proxy.close)
            driver = async_playwright()
            stack.push_async_exit(driver)
            starting = asyncio.ensure_future(driver.start())
            try:
                self._playwright = await asyncio.shield(starting)
            except asyncio.CancelledError:
                await starting  # half started it could not be stopped
                raise
            self._chromium = await Chromium.start(self._playwright, self._options, self._hosts, self._proxy)
            stack.push_async_callback(self._close)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _close(self) -> None:
        for chromium in (*self._old, self._chromium):
            await chromium.close()

    @property
    def version(self) -> str:
        """Which browser it is, as in `Chromium 156.0.8078.79 (chromium-headless-shell)`."""
        return f"Chromium {self._chromium.version} ({self._chromium.path.name})"

    @property
    def path(self) -> Path:
        """The browser's program."""
        return self._chromium.path

    @property
    def note(self) -> str:
        """What the user should know about the way it runs, "" if nothing."""
        return "" if sandboxed() else NO_SANDBOX

    async def works(self) -> bool:
        """Whether it really renders: a page made up on the spot, with a script on it."""
        try:
            tab = await self._chromium.take(self._options, self._patience)
            works = await tab.works()
        except DevtoolsError:
            return False
        await self._chromium.give_back(tab, sound=True)
        return works

    async def render(self, url: str, priority: int = 0) -> Page | Unread:
        """Read one page after its scripts ran. Of callers that wait, those with the higher priority go first.

        A page that lost its browser, and one on which a script or frame did not load, is rendered once more; of two
        readings the one that misses less counts, the second if both miss as much.
        BrowserError: a browser had to be started anew, and that failed.
        """
        async with self._turns.take(priority):
            result, broken = await self._attempts(url)
            if set(broken) - self._broken:
                again, still = await self._attempts(url)
                self._broken.update(broken)
                if isinstance(again, Page) and len(still) <= len(broken):
                    result = again
            if not self._turns.waiting:
                await self._chromium.rest()
        return result

    async def _attempts(self, url: str) -> tuple[Page | Unread, tuple[str, ...]]:
        loss = ""
        for _ in range(2):
            chromium = await self._running()
            try:
                tab = await chromium.take(self._options, self._patience)
            except DevtoolsError:
                chromium.kill()
                continue
            sound = False
            try:
                result, visit = await tab.visit(url, self._hosts, self._proxy)
                sound = not visit.hung
            except DevtoolsError as error:
                loss = str(error)
                continue
            finally:
                await chromium.give_back(tab, sound=sound)
            chromium.rendered += 1
            return result, visit.broken
        return Unread(url, "crash", f"the browser lost the page twice: {loss}"), ()

    async def _running(self) -> Chromium:
        """The browser, a new one if need be."""
        async with self._starting:
            for old in [old for old in self._old if not old.busy]:
                self._old.remove(old)
                await old.close()
            if not self._chromium.alive or self._chromium.rendered >= PAGES_PER_BROWSER:
                self._old.append(self._chromium)
                self._chromium = await Chromium.start(self._playwright, self._options, self._hosts, self._proxy)
            return self._chromium
