"""A browser to look at reports in, started as a scan starts its own: with its sandbox, and never as root."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Error, Page, Playwright, async_playwright

from spiders import accounts
from spiders.browser import candidates, own_folder
from spiders.options import Options
from spiders.render.launch import Way, ways

Look = Callable[[Page], Coroutine[Any, Any, Any]]
Show = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Screen:
    """A browser that runs: its process, and whether it has its sandbox."""

    browser: Browser
    pid: int
    sandboxed: bool


@asynccontextmanager
async def launched() -> AsyncIterator[Screen]:
    """The browser that a scan would use. It goes without its sandbox only where that is allowed and it has to."""
    with own_folder() as folder:
        async with async_playwright() as playwright:
            screen = await _started(playwright, folder)
            try:
                yield screen
            finally:
                await screen.browser.close()


async def _started(playwright: Playwright, folder: Path) -> Screen:
    *others, last = ways(Options())
    for way in others:
        try:
            return await _launched(playwright, way, folder)
        except Error:
            continue
    return await _launched(playwright, last, folder)


async def _launched(playwright: Playwright, way: Way, folder: Path) -> Screen:
    program = next(candidate.path for candidate in candidates() if candidate.path.is_file())
    if way.account is not None:
        program = accounts.start_script(program, way.account, folder)
    browser = await playwright.chromium.launch(executable_path=program, chromium_sandbox=way.sandbox)
    answer = await (await browser.new_browser_cdp_session()).send("SystemInfo.getProcessInfo")
    pid = next(int(process["id"]) for process in answer["processInfo"] if process["type"] == "browser")
    return Screen(browser, pid, way.sandbox)


async def looked_at(started: Screen, look: Look, **view: Any) -> Any:
    """What `look` sees on a new page."""
    page = await started.browser.new_page(**view)
    try:
        return await look(page)
    finally:
        await page.close()


@contextmanager
def screen() -> Iterator[tuple[Screen, Show]]:
    """One browser for many looks, and what shows a page in it."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        started = runner.run(stack.enter_async_context(launched()))
        try:
            yield started, lambda look, **view: runner.run(looked_at(started, look, **view))
        finally:
            runner.run(stack.aclose())
