"""The browser: pages are rendered in a few tabs that are used again and again, through the policy proxy.

This is the only module that knows Playwright. Each tab has a browser context of its own, emptied before each page, so
that every page is seen as by a first-time visitor; only the HTTP cache stays. Whatever is asked of the browser has a
time limit: a tab that does not answer is closed, a browser that does not is killed, and a new one started.
"""

import asyncio
import os
import signal
from collections.abc import Iterable
from contextlib import AsyncExitStack, suppress
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

from playwright.async_api import Browser, BrowserContext, CDPSession, Error, Playwright, async_playwright
from playwright.async_api import Page as Sheet

from scanner.model import Page, Unread
from spiders.browser import (
    FLAGS,
    Candidate,
    candidates,
    is_missing,
    no_browser,
    own_folder,
    program,
    sandboxed,
    ways_out,
)
from spiders.devtools import Answer, CallError, DevtoolsError, NoAnswerError, PageLostError, computes
from spiders.documents import MAX_FRAMES
from spiders.guard import AddressPolicy
from spiders.journal import JOURNALLED, Event, Journal
from spiders.options import Options
from spiders.proxy import PolicyProxy
from spiders.reads import OwnHeaders, own_headers, unseen_patterns
from spiders.tab import POLL, QUIET, Patience, Visit
from spiders.turns import Turns
from spiders.warden import HEARD, Login, Warden

PAGES_PER_BROWSER = 200
NO_SANDBOX = "the browser runs without its sandbox, because this process is root; an ordinary user would be safer"
START = 30.0
CLOSE = 5.0
"""Seconds."""

_QUIET_SCRIPT = (files("spiders") / "quiet.js").read_text()
_LOST = ("has been closed", "crashed", "Connection closed", "Session closed")


class _Session:
    """A developer tools connection of Playwright's, as `spiders.devtools` describes one."""

    def __init__(self, connection: CDPSession, seconds: float) -> None:
        self._connection = connection
        self._seconds = seconds

    async def call(self, method: str, *, seconds: float = 0.0, **parameters: object) -> Answer:
        try:
            async with asyncio.timeout(seconds or self._seconds):
                answer: Answer = await self._connection.send(method, parameters)
                return answer
        except TimeoutError as silence:
            raise NoAnswerError(method) from silence
        except Error as error:
            if any(word in error.message for word in _LOST):
                raise PageLostError(method) from error
            raise CallError(error.message) from error


class _Tab:
    """A browser context with one page in it, for one visit after the other."""

    def __init__(self, context: BrowserContext, sheet: Sheet, connection: CDPSession, patience: Patience) -> None:
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._context = context
        self._sheet = sheet
        self._session = _Session(connection, patience.answer)
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


class _Chromium:
    """One running browser. `path` is its program, `alive` ends with it."""

    def __init__(self, browser: Browser, session: _Session, warden: Warden, pid: int, path: Path) -> None:
        self.path = path
        self.version = browser.version
        self.rendered = 0
        self.busy = 0
        self.alive = True
        self._browser = browser
        self._session = session
        self._warden = warden
        self._pid = pid
        self._idle: list[_Tab] = []
        self._tabs: set[_Tab] = set()
        browser.on("disconnected", lambda _: self._gone())

    @classmethod
    async def start(cls, playwright: Playwright, options: Options, hosts: frozenset[str], proxy: PolicyProxy) -> Self:
        """BrowserError: there is none, or it does not start."""
        browser, candidate = await _launch(playwright, options, proxy.address)
        connection = await browser.new_browser_cdp_session()
        session = _Session(connection, START)
        login = Login(proxy.credentials.username, proxy.credentials.password)
        warden = Warden(session, login, OwnHeaders(hosts, own_headers(options)))
        for method in HEARD:
            connection.on(method, partial(warden.heard, method))
        await warden.start()
        processes = (await session.call("SystemInfo.getProcessInfo"))["processInfo"]
        pid = next(int(process["id"]) for process in processes if process["type"] == "browser")
        return cls(browser, session, warden, pid, program(pid, candidate))

    async def take(self, options: Options, patience: Patience) -> _Tab:
        """A tab to use. DevtoolsError: the browser does not work any more."""
        self.busy += 1
        if self._idle:
            return self._idle.pop()
        try:
            async with asyncio.timeout(START):
                tab = await _Tab.open(self._browser, options, patience)
        except (TimeoutError, Error, DevtoolsError) as error:
            self.busy -= 1
            raise NoAnswerError("new tab") from error
        self._tabs.add(tab)
        return tab

    async def give_back(self, tab: _Tab, *, sound: bool) -> None:
        """Keep a sound tab for the next page; close another one, and the whole browser if that does not work."""
        self.busy -= 1
        if sound and not tab.lost.done():
            self._idle.append(tab)
            return
        self._tabs.discard(tab)
        try:
            await tab.close()
        except NoAnswerError:
            self.kill()

    async def rest(self) -> None:
        """Leave the pages of the idle tabs."""
        for tab in self._idle:
            with suppress(DevtoolsError):
                await tab.rest()

    def kill(self) -> None:
        """End it by its process id; its pages are lost."""
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        self._gone()

    async def close(self) -> None:
        """End it, by force if it does not by itself."""
        try:
            async with asyncio.timeout(CLOSE):
                await self._browser.close()
        except (TimeoutError, Error):
            self.kill()

    def _gone(self) -> None:
        self.alive = False
        self._idle.clear()
        for tab in self._tabs:
            tab.lose()


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
        self._old: list[_Chromium] = []

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
            self._chromium = await _Chromium.start(self._playwright, self._options, self._hosts, self._proxy)
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

    async def _running(self) -> _Chromium:
        """The browser, a new one if need be."""
        async with self._starting:
            for old in [old for old in self._old if not old.busy]:
                self._old.remove(old)
                await old.close()
            if not self._chromium.alive or self._chromium.rendered >= PAGES_PER_BROWSER:
                self._old.append(self._chromium)
                self._chromium = await _Chromium.start(self._playwright, self._options, self._hosts, self._proxy)
            return self._chromium


async def _launch(playwright: Playwright, options: Options, proxy: str) -> tuple[Browser, Candidate]:
    problems: list[tuple[Candidate, str]] = []
    for candidate in candidates(options.browser):
        try:
            browser = await playwright.chromium.launch(
                executable_path=candidate.path,
                channel=candidate.channel or None,
                args=(*FLAGS, *ways_out(proxy)),
                chromium_sandbox=sandboxed(),
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
                timeout=START * 1000,
            )
        except Error as error:
            if not is_missing(error.message) or options.browser is not None:
                problems.append((candidate, error.message))
        else:
            return browser, candidate
    raise no_browser(problems)
