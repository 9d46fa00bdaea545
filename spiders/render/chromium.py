"""One running browser: started, held to the rules, ended."""

import asyncio
import os
import signal
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Self

from playwright.async_api import Browser, Error, Playwright

from spiders.browser import FLAGS, Candidate, candidates, is_missing, no_browser, program, sandboxed, ways_out
from spiders.devtools import DevtoolsError, NoAnswerError
from spiders.options import Options
from spiders.proxy import PolicyProxy
from spiders.reads import OwnHeaders, own_headers
from spiders.render.session import PageSession
from spiders.render.tab import Tab
from spiders.tab import Patience
from spiders.warden import HEARD, Login, Warden

START = 30.0
CLOSE = 5.0
"""Seconds."""


class Chromium:
    """One running browser. `path` is its program, `alive` ends with it."""

    def __init__(self, browser: Browser, session: PageSession, warden: Warden, pid: int, path: Path) -> None:
        self.path = path
        self.version = browser.version
        self.rendered = 0
        self.busy = 0
        self.alive = True
        self._browser = browser
        self._session = session
        self._warden = warden
        self._pid = pid
        self._idle: list[Tab] = []
        self._tabs: set[Tab] = set()
        browser.on("disconnected", lambda _: self._gone())

    @classmethod
    async def start(cls, playwright: Playwright, options: Options, hosts: frozenset[str], proxy: PolicyProxy) -> Self:
        """BrowserError: there is none, or it does not start."""
        browser, candidate = await _launch(playwright, options, proxy.address)
        connection = await browser.new_browser_cdp_session()
        session = PageSession(connection, START)
        login = Login(proxy.credentials.username, proxy.credentials.password)
        warden = Warden(session, login, OwnHeaders(hosts, own_headers(options)))
        for method in HEARD:
            connection.on(method, partial(warden.heard, method))
        await warden.start()
        processes = (await session.call("SystemInfo.getProcessInfo"))["processInfo"]
        pid = next(int(process["id"]) for process in processes if process["type"] == "browser")
        return cls(browser, session, warden, pid, program(pid, candidate))

    async def take(self, options: Options, patience: Patience) -> Tab:
        """A tab to use. DevtoolsError: the browser does not work any more."""
        self.busy += 1
        if self._idle:
            return self._idle.pop()
        try:
            async with asyncio.timeout(START):
                tab = await Tab.open(self._browser, options, patience)
        except (TimeoutError, Error, DevtoolsError) as error:
            self.busy -= 1
            raise NoAnswerError("new tab") from error
        self._tabs.add(tab)
        return tab

    async def give_back(self, tab: Tab, *, sound: bool) -> None:
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
