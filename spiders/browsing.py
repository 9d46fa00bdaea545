"""The browser of one crawl, started when the first page needs it."""

import asyncio
import os
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from scanner.model import Page, Unread
from spiders.browser import candidates
from spiders.guard import AddressPolicy
from spiders.manners import Manner
from spiders.options import Options
from spiders.probing.samples import Scripts
from spiders.render import BrowserPool, anything


@dataclass(slots=True)
class Browsing:
    """Renders pages of the netlocs in `hosts`. Close it after the crawl.

    `may` says of an address with parameters that an advertisement would add whether robots.txt allows it.
    """

    options: Options
    policy: AddressPolicy
    hosts: frozenset[str]
    may: Callable[[str], bool] = anything
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _pool: BrowserPool | None = None
    _starting: asyncio.Task[BrowserPool] | None = None

    @property
    def version(self) -> str:
        """Which browser rendered pages, "" if none did."""
        return self._pool.version if self._pool is not None else ""

    async def check(self) -> None:
        """Make sure that there is a browser. One that lies where browsers lie is believed, and not started yet.

        BrowserError: there is none.
        """
        if not any(os.access(candidate.path, os.X_OK) for candidate in candidates(self.options.browser)):
            await self._start()

    async def page(
        self, url: str, priority: int = 0, scripts: Scripts = frozenset(), manner: Manner = Manner.USUAL
    ) -> Page | Unread:
        """The page at `url` after its `scripts` ran; of those that wait, the higher priority goes first.

        BrowserError: the browser does not start.
        """
        pool = self._pool or await self._start()
        return await pool.render(url, priority, scripts, manner)

    async def _start(self) -> BrowserPool:
        if self._starting is None:
            self._starting = asyncio.create_task(self._enter())
        return await asyncio.shield(self._starting)

    async def _enter(self) -> BrowserPool:
        pool = BrowserPool(self.options, self.policy, self.hosts, may=self._allowed)
        self._pool = await self._stack.enter_async_context(pool)
        return self._pool

    def _allowed(self, url: str) -> bool:
        return self.may(url)

    async def close(self) -> None:
        """End the browser, if one was started, also one that is just starting."""
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        await self._stack.aclose()
