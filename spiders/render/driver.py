"""Playwright's driver, a process of its own between us and the browser."""

import asyncio
from contextlib import suppress

from playwright.async_api import BrowserType, Error, Playwright, async_playwright

from spiders import processes
from spiders.devtools import NoAnswerError


class Driver:
    """A driver that runs. It may die or stop answering at any time; then it is killed."""

    def __init__(self, manager: object, playwright: Playwright) -> None:
        self._playwright = playwright
        self._transport = manager._client._transport  # type: ignore[attr-defined] # noqa: SLF001 - its process stands nowhere else
        self._transport.on_error_future.add_done_callback(lambda future: future.exception())  # it is no news

    @classmethod
    async def start(cls, seconds: float) -> "Driver":
        """NoAnswerError: it does not start within `seconds`."""
        manager = async_playwright()
        starting = asyncio.ensure_future(manager.start())
        try:
            await asyncio.wait({starting}, timeout=seconds)
        except asyncio.CancelledError:
            await asyncio.wait({starting}, timeout=seconds)  # half started it could not be stopped
            if starting.done() and starting.exception() is None:
                await cls(manager, starting.result()).stop(seconds)
            raise
        if not starting.done() or starting.exception() is not None:
            starting.cancel()
            raise NoAnswerError("driver")
        return cls(manager, starting.result())

    @property
    def chromium(self) -> BrowserType:
        """What starts browsers."""
        return self._playwright.chromium

    @property
    def alive(self) -> bool:
        """Whether its process runs, as far as is known yet."""
        return self._transport._proc.returncode is None  # noqa: SLF001

    async def stop(self, seconds: float) -> None:
        """End it, by force if it does not by itself."""
        try:
            async with asyncio.timeout(seconds):
                with suppress(Error):
                    await self._playwright.stop()
        except TimeoutError:
            self.kill()

    def kill(self) -> None:
        """End it by its process id, and with it the browsers that it started: each has a process group of its own."""
        if self.alive:
            pid = self._transport._proc.pid  # noqa: SLF001
            for group in processes.leaders(pid):
                processes.kill_group(group)
            processes.kill(pid)
