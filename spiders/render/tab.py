"""A tab: a browser context with one page in it, for one visit after the other."""

import asyncio
from contextlib import suppress
from functools import partial
from importlib.resources import files
from typing import Any, Self

from playwright.async_api import Browser, BrowserContext, CDPSession, Error
from playwright.async_api import Page as Sheet

from scanner.model import Page, Unread
from spiders.devtools import CallError, DevtoolsError, NoAnswerError, PageLostError, computes
from spiders.documents import MAX_FRAMES
from spiders.journal import JOURNALLED, Event, Journal
from spiders.options import Options
from spiders.proxy import PolicyProxy
from spiders.reads import unseen_patterns
from spiders.render.session import PageSession
from spiders.tab import POLL, QUIET, Patience, Visit

_QUIET_SCRIPT = (files("spiders") / "quiet.js").read_text()


class Tab:
    """A browser context with one page in it, for one visit after the other."""

    def __init__(self, context: BrowserContext, sheet: Sheet, connection: CDPSession, patience: Patience) -> None:
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._context = context
        self._sheet = sheet
        self._session = PageSession(connection, patience.answer)
        self._patience = patience
        self._journal = Journal("")
        for method in JOURNALLED:
            connection.on(method, partial(self._record, method))
        sheet.on("crash", lambda _: self.lose())
        sheet.on("close", lambda _: self.lose())
        context.on("page", _close_popup)

    @classmethod
    async def open(cls, browser: Browser, options: Options, patience: Patience) -> Self:
        """A new tab. DevtoolsError, Error: the browser does not work any more."""
        context = await browser.new_context(
            user_agent=options.user_agent,
            no_viewport=True,  # that of the window: to emulate one costs a twentieth
            ignore_https_errors=options.insecure,
            service_workers="block",
            accept_downloads=False,
            permissions=[],
        )
        sheet = await context.new_page()
        tab = cls(context, sheet, await context.new_cdp_session(sheet), patience)
        await tab._prepare()
        return tab

    def _record(self, method: str, event: Event) -> None:
        self._journal.record(method, event)

    async def _prepare(self) -> None:
        call = self._session.call
        tree = await call("Page.getFrameTree")
        self._journal = Journal(tree["frameTree"]["frame"]["id"])
        await call("Network.enable", maxTotalBufferSize=0, maxResourceBufferSize=0)
        with suppress(CallError):  # an older Chromium knows no patterns; then these requests are refused one step later
            await call("Network.setBlockedURLs", urlPatterns=unseen_patterns())
        await call("Page.enable")
        await call("Log.enable")
        await call("Page.addScriptToEvaluateOnNewDocument", source=_QUIET_SCRIPT)

    def lose(self) -> None:
        """The page crashed or was closed, or the browser is gone."""
        if not self.lost.done():
            self.lost.set_result(None)

    async def visit(self, url: str, hosts: frozenset[str], proxy: PolicyProxy) -> tuple[Page | Unread, Visit]:
        """Read one page. PageLostError: the page crashed, or the browser is gone."""
        since = asyncio.get_running_loop().time()
        before = self._journal
        self._journal = Journal(before.main, frozenset(before.loaders), lambda place: proxy.reason(place, since))
        visit = Visit(self._session, self._journal, self._settle_frames, hosts, self._patience)
        task = asyncio.create_task(self._fresh(visit, url))
        limit = self._patience.page + self._patience.answer
        ends: tuple[asyncio.Future[Any], ...] = (task, self.lost)
        await asyncio.wait(ends, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result(), visit
        task.cancel()
        with suppress(asyncio.CancelledError, DevtoolsError):
            await task
        if self.lost.done():
            raise PageLostError(url)
        visit.hung = True
        return visit.salvage(url), visit

    async def _fresh(self, visit: Visit, url: str) -> Page | Unread:
        """Visit without cookies and storage of any page before."""
        await self._session.call("Storage.clearDataForOrigin", origin="*", storageTypes="all")
        if "#" in url:
            await self.rest()  # from the same page, only the fragment would change
        return await visit.run(url)

    async def _settle_frames(self, seconds: float) -> None:
        """Wait until the documents in frames are quiet as well, at most so long."""
        expression = QUIET.format(still=round(self._patience.still * 1000), cap=round(seconds * 1000))
        frames = self._sheet.frames[1 : MAX_FRAMES + 1]
        if not frames:
            return
        tasks = [asyncio.create_task(frame.evaluate(expression)) for frame in frames]
        _, late = await asyncio.wait(tasks, timeout=seconds + POLL)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def rest(self) -> None:
        """Leave the page, so that nothing of it goes on."""
        await self._session.call("Page.navigate", url="about:blank")

    async def works(self) -> bool:
        """Whether it shows a page and runs a script on it."""
        return await computes(self._session)

    async def close(self) -> None:
        """NoAnswerError: it does not close."""
        try:
            async with asyncio.timeout(self._patience.answer):
                with suppress(Error):
                    await self._context.close()
        except TimeoutError as silence:
            raise NoAnswerError("close") from silence


async def _close_popup(popup: Sheet) -> None:
    with suppress(Error):
        await popup.close()
