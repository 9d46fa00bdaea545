"""One running browser: started, held to the rules and to its share of memory, ended."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Self

from spiders import processes
from spiders.devtools import Answer, DevtoolsError, NoAnswerError
from spiders.options import Options
from spiders.processes import Process
from spiders.proxy import PolicyProxy
from spiders.reads import OwnHeaders, own_headers
from spiders.render.launch import START, Launched, launch
from spiders.render.session import PageSession
from spiders.render.tab import Tab
from spiders.settling import Patience
from spiders.warden import HEARD, Login, Warden

LAUNCH = 100.0
ANSWER = 10.0
CLOSE = 5.0
SAMPLE = 0.5
CULLED = 5.0
"""Seconds; for so long after a process was ended for its memory, a page whose process was ended is taken for its."""

LOST = ("Target.targetCrashed", "Target.targetDestroyed")
KILLED = "killed"
"""How a page ended whose process was ended from outside."""

PAGE_MEMORY = 1536 << 20
BROWSER_MEMORY = 2048 << 20
"""Bytes that a process with pages in it, and any other of the browser's, may hold."""


class Chromium:
    """One running browser. `alive` ends with it; `unused` with the first tab."""

    def __init__(self, launched: Launched) -> None:
        self.program = launched.program
        self.version = launched.version
        self.sandboxed = launched.sandboxed
        self.pid = launched.pid
        self.rendered = 0
        self.busy = 0
        self.unused = True
        self.greedy = False
        self._started = launched.started
        self._session = PageSession(launched.started.pipe, "", START)
        self._group = launched.group
        self._culled = float("-inf")
        self._up = True
        self._idle: list[Tab] = []
        self._tabs: dict[str, Tab] = {}
        launched.started.pipe.lost.add_done_callback(lambda _: self._gone())
        self._watch = asyncio.create_task(self._watch_memory())

    @classmethod
    async def start(cls, options: Options, hosts: frozenset[str], proxy: PolicyProxy, folder: Path) -> Self:
        """BrowserError: there is none, or none starts. DevtoolsError: one starts, and does not answer."""
        chromium, held = None, False
        try:
            async with asyncio.timeout(LAUNCH):
                chromium = cls(await launch(options, proxy.address, folder))
                await chromium._hold(options, hosts, proxy)
            held = True
        except TimeoutError as silence:
            raise NoAnswerError("launch") from silence
        finally:
            if not held and chromium is not None:
                await chromium.close()
        return chromium

    async def _hold(self, options: Options, hosts: frozenset[str], proxy: PolicyProxy) -> None:
        """From now on it keeps to the rules."""
        login = Login(proxy.credentials.username, proxy.credentials.password)
        warden = self._warden = Warden(self._session, login, OwnHeaders(hosts, own_headers(options)))
        for method in HEARD:
            self._session.hear(method, partial(warden.heard, method))
        for method in LOST:
            self._session.hear(method, self._lost)
        await warden.start()

    def _lost(self, event: Answer) -> None:
        """A page crashed or was closed."""
        tab = self._tabs.get(event["targetId"])
        if tab is not None:
            tab.killed = tab.killed or event.get("status") == KILLED
            tab.lose()

    @property
    def alive(self) -> bool:
        """Whether it runs, as far as is known yet."""
        return self._up

    async def answers(self) -> bool:
        """Whether it still does what it is told."""
        try:
            await self._session.call("Browser.getVersion", seconds=ANSWER)
        except DevtoolsError:
            return False
        return True

    async def take(self, options: Options, patience: Patience) -> Tab:
        """A tab to use. DevtoolsError: the browser does not work any more."""
        self.busy += 1
        while self._idle:
            tab = self._idle.pop()
            if tab.is_sound:
                return tab
            await self._dispose(tab)
        try:
            async with asyncio.timeout(START):
                tab = await Tab.open(self._started.pipe, self._session, self._warden, options, patience)
        except (TimeoutError, DevtoolsError) as error:
            self.busy -= 1
            raise NoAnswerError("new tab") from error
        self._tabs[tab.target] = tab
        self.unused = False
        return tab

    async def give_back(self, tab: Tab, *, sound: bool) -> None:
        """Keep a sound tab for the next page; close another one, and the whole browser if that does not work."""
        self.busy -= 1
        if sound and tab.is_sound:
            self._idle.append(tab)
        else:
            await self._dispose(tab)

    async def _dispose(self, tab: Tab) -> None:
        """Close a tab, and the whole browser if that does not work."""
        self._tabs.pop(tab.target, None)
        if self.alive:
            try:
                await tab.close()
            except NoAnswerError:
                self.kill()

    async def rest(self) -> None:
        """Leave the pages of the idle tabs."""
        for tab in self._idle:
            with suppress(DevtoolsError):
                await tab.rest()

    async def close(self) -> None:
        """End it, by force if it does not by itself."""
        self._watch.cancel()
        try:
            if self.alive:
                with suppress(DevtoolsError):
                    await self._session.call("Browser.close", seconds=CLOSE)
                    await asyncio.wait({self._started.pipe.lost}, timeout=CLOSE)
        finally:
            self._gone()
            await self._started.end(CLOSE)

    def kill(self) -> None:
        """End it and all its processes, whatever they do; its pages are lost."""
        self._started.kill()
        self._gone()

    def _gone(self) -> None:
        if self._up:
            self._up = False
            processes.kill_group(self._group)
        self._watch.cancel()
        self._idle.clear()
        for tab in self._tabs.values():
            tab.lose()

    def culled(self, tab: Tab) -> bool:
        """Whether the page in a tab was lost just now because of the memory it took."""
        return tab.killed and asyncio.get_running_loop().time() - self._culled < CULLED

    async def _watch_memory(self) -> None:
        while True:
            await asyncio.sleep(SAMPLE)
            if self.busy:
                self._cull(processes.members(self._group))

    def _cull(self, running: Iterable[Process]) -> None:
        for process in running:
            if process.resident > PAGE_MEMORY and process.is_renderer:
                self._culled = asyncio.get_running_loop().time()
                processes.kill(process.pid)
            elif process.resident > BROWSER_MEMORY:
                self.greedy = True
                self.kill()
