"""A browser to look at reports in, started as a scan starts its own: with its sandbox, and never as root."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any

from playwright.async_api import Page, async_playwright

from spiders.browser import own_folder
from spiders.options import Options
from spiders.render.launch import Launched, launch

NOBODY_THERE = "http://127.0.0.1:1"
"""The proxy of a browser that has nothing to load."""

Look = Callable[[Page], Coroutine[Any, Any, Any]]
Show = Callable[..., Any]


@asynccontextmanager
async def launched() -> AsyncIterator[Launched]:
    """The browser. BrowserError: there is none, or none that has a sandbox, and nobody lets it go without."""
    with own_folder() as folder:
        async with async_playwright() as playwright:
            started = await launch(playwright.chromium, Options(), NOBODY_THERE, folder)
            try:
                yield started
            finally:
                await started.browser.close()


async def looked_at(started: Launched, look: Look, **view: Any) -> Any:
    """What `look` sees on a new page."""
    page = await started.browser.new_page(**view)
    try:
        return await look(page)
    finally:
        await page.close()


@contextmanager
def screen() -> Iterator[tuple[Launched, Show]]:
    """One browser for many looks, and what shows a page in it."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        started = runner.run(stack.enter_async_context(launched()))
        try:
            yield started, lambda look, **view: runner.run(looked_at(started, look, **view))
        finally:
            runner.run(stack.aclose())
