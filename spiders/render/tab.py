"""A tab: a browser context with one page in it, for one visit after the other."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Self, TypeVar

from scanner.model import Flaw, Opener, Page, Unread
from scanner.urls import parse
from spiders.containers import Containers
from spiders.devtools import Answer, CallError, DevtoolsError, PageLostError, Session, computes
from spiders.documents import Reader
from spiders.heard import JOURNALLED, Event, record
from spiders.journal import Journal
from spiders.manners import Manner
from spiders.options import Options
from spiders.probing.another import Another
from spiders.proxy import PolicyProxy
from spiders.reads import unseen_patterns
from spiders.render.pipe import Pipe
from spiders.render.session import PageSession
from spiders.settling import WATCH, Patience, Settling
from spiders.visit import Stand, Visit
from spiders.warden import Warden

logger = logging.getLogger("spiders.visit")

Outcome = TypeVar("Outcome")
Eyes = Callable[[Stand], Coroutine[Any, Any, None]]
"""What looks at a page that is shown."""

_SILENT = ("hang", "the page stopped answering")


@dataclass(frozen=True, slots=True)
class _Place:
    """The ids of a browser context and of the page in it."""

    context: str
    target: str


@dataclass(frozen=True, slots=True)
class Sight:
    """How a page is looked at: the window, in pixels, and for how many seconds at most."""

    width: int
    height: int
    seconds: float


class Tab:
    """A browser context with one page in it, for one visit after the other. `killed`: its process was, from outside."""

    def __init__(
        self,
        browser: Session,
        session: PageSession,
        place: "_Place",
        warden: Warden,
        options: Options,
        patience: Patience,
    ) -> None:
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.killed = False
        self.target = place.target
        self._context = place.context
        self._browser = browser
        self._session = session
        self._warden = warden
        self._options = options
        self._patience = patience
        self._journal = Journal("")
        self._answers: set[asyncio.Task[None]] = set()
        for method in JOURNALLED:
            session.hear(method, partial(self._record, method))
        session.hear("Page.frameAttached", lambda event: warden.attached(event["frameId"], event["parentFrameId"]))
        session.hear("Page.frameDetached", lambda event: warden.detached(event["frameId"]))
        session.hear("Page.javascriptDialogOpening", self._dismiss)

    @classmethod
    async def open(cls, pipe: Pipe, browser: Session, warden: Warden, options: Options, patience: Patience) -> Self:
        """A new tab. DevtoolsError: the browser does not work any more."""
        context = (await browser.call("Target.createBrowserContext", disposeOnDetach=True))["browserContextId"]
        await browser.call("Browser.setDownloadBehavior", behavior="deny", browserContextId=context)
        await browser.call("Browser.grantPermissions", permissions=[], browserContextId=context)
        opened = await browser.call("Target.createTarget", url="about:blank", browserContextId=context)
        attached = await browser.call("Target.attachToTarget", targetId=opened["targetId"], flatten=True)
        session = PageSession(pipe, attached["sessionId"], patience.answer)
        tab = cls(browser, session, _Place(context, opened["targetId"]), warden, options, patience)
        await tab._prepare()
        return tab

    def _record(self, method: str, event: Event) -> None:
        record(self._journal, method, event)

    def _dismiss(self, event: Answer) -> None:
        """Nobody answers what a page asks; who leaves it may leave."""
        task = asyncio.create_task(self._answer(event["type"] == "beforeunload"))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answer(self, accept: bool) -> None:
        with suppress(DevtoolsError):
            await self._session.call("Page.handleJavaScriptDialog", accept=accept)

    async def _prepare(self) -> None:
        call = self._session.call
        tree = await call("Page.getFrameTree")
        self._journal = Journal(tree["frameTree"]["frame"]["id"])
        await call("Network.enable", maxTotalBufferSize=0, maxResourceBufferSize=0)
        with suppress(CallError):  # an older Chromium knows no patterns; then these requests are refused one step later
            await call("Network.setBlockedURLs", urlPatterns=unseen_patterns())
        await call("Emulation.setFocusEmulationEnabled", enabled=True)
        if self._options.insecure:
            await call("Security.setIgnoreCertificateErrors", ignore=True)
        # Else a request is told with the innermost call alone of all that led to it, and the watch begins only with the
        # first script of a document, which may be the handler of an event that has come already.
        await call("Runtime.enable")
        await call("Page.enable")
        await call("Log.enable")
        await call("Page.addScriptToEvaluateOnNewDocument", source=WATCH)

    @property
    def is_sound(self) -> bool:
        """Whether its page is there, and all that the browser told about it was taken in."""
        return not (self.lost.done() or self._session.failed.done())

    def lose(self) -> None:
        """The page crashed or was closed, or the browser is gone."""
        if not self.lost.done():
            self.lost.set_result(None)
            self._warden.hold(self._journal.main, False)
            self._session.end()

    async def visit(
        self,
        url: str,
        hosts: frozenset[str],
        proxy: PolicyProxy,
        containers: Containers,
        may: Callable[[str], bool] | None = None,
        manner: Manner = Manner.USUAL,
    ) -> tuple[Page | Unread, Visit]:
        """Read one page in this manner; with `may`, which says what may be asked for, as another visitor too.

        PageLostError: it crashed, or the browser is gone. What we fail on of what the browser tells, is raised.
        """
        since = asyncio.get_running_loop().time()
        self._journal = self._begin(proxy, since)
        hold = partial(self._warden.hold, self._journal.main)
        visit = Visit(self._session, self._journal, hold, hosts, self._patience, containers)
        visit.manner, visit.probes = manner, self._options.probe
        try:
            return await self._visit(visit, url, lambda: self._begin(proxy, since), may), visit
        finally:
            logger.debug("%s: %s", url, visit.told())

    async def look(self, url: str, hosts: frozenset[str], proxy: PolicyProxy, eyes: Eyes, sight: Sight) -> bool:
        """Show a page of `hosts` to `eyes`, through a window as `sight` says; whether it was shown, and they are done.

        PageLostError, CallError, NoAnswerError: it is gone, or does not answer.
        """
        self._journal = self._begin(proxy, asyncio.get_running_loop().time())
        hold = partial(self._warden.hold, self._journal.main)
        visit = Visit(self._session, self._journal, hold, hosts, self._patience, Containers())
        visit.manner, visit.probes = Manner.GLANCE, False
        window = {"width": sight.width, "height": sight.height, "deviceScaleFactor": 1, "mobile": False}
        await self._session.call("Emulation.setDeviceMetricsOverride", **window)

        async def show() -> bool:
            page = await self._fresh(visit, url)
            address = parse(page.url)
            if not isinstance(page, Page) or address is None or address.netloc not in hosts:
                return False
            await eyes(visit.stand())
            return True

        try:
            return bool(await self._ended(show(), sight.seconds))
        finally:
            hold(False)

    async def _visit(
        self, visit: Visit, url: str, log: Callable[[], Journal], may: Callable[[str], bool] | None
    ) -> Page | Unread:
        got = await self._ended(self._fresh(visit, url), self._patience.page + self._patience.probe)
        if got is None:
            if self.lost.done() and not visit.is_read:
                raise PageLostError(url)
            visit.hung = True
            why = ("crash", "the page crashed while it was tried out") if self.lost.done() else _SILENT
            return visit.salvage(url, Flaw(*why))
        if may is not None and isinstance(got, Page) and visit.may_come_again:
            return await self._as_another(got, visit, log, may)
        return got

    def _begin(self, proxy: PolicyProxy, since: float) -> Journal:
        before = self._journal
        return Journal(before.main, frozenset(before.loaders), lambda place: proxy.reason(place, since))

    async def _ended(self, work: Coroutine[Any, Any, Outcome], seconds: float) -> Outcome | None:
        """What `work` gives; None if the tab is lost, or does not answer, before it gives anything."""
        task = asyncio.create_task(work)
        failed = self._session.failed
        ends: tuple[asyncio.Future[Any], ...] = (task, self.lost, failed)
        try:
            await asyncio.wait(ends, timeout=seconds + self._patience.answer, return_when=asyncio.FIRST_COMPLETED)
            if failed.done():
                raise failed.result()
            if task.done() and not (self.lost.done() and isinstance(task.exception(), PageLostError)):
                return task.result()
            return None
        finally:
            if not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    async def _as_another(
        self, page: Page, visit: Visit, log: Callable[[], Journal], may: Callable[[str], bool]
    ) -> Page:
        """The page, with what it shows to another visitor."""

        def begin(opener: Opener) -> Settling:
            self._journal = log()
            self._journal.opener = opener
            return Settling(self._session, self._journal, Reader(self._session), self._patience)

        hold = partial(self._warden.hold, self._journal.main)
        name = self._options.user_agent
        another = Another(self._session, begin, visit.album, name, hold, may, visit.tried, visit.manner)
        done = None
        with visit.phase("another"), suppress(DevtoolsError):
            done = await self._ended(another.visit(page.url), self._patience.page + self._patience.probe)
        if done is None:
            visit.hung = True
            another.flaws.append(Flaw("hang", "the page stopped answering as another visitor came"))
        return another.added_to(page, visit.hosts)

    async def _fresh(self, visit: Visit, url: str) -> Page | Unread:
        """Visit without cookies and storage of any page before."""
        await self._session.call("Storage.clearDataForOrigin", origin="*", storageTypes="all")
        if "#" in url:
            await self.rest()  # from the same page, only the fragment would change
        return await visit.run(url)

    async def rest(self) -> None:
        """Leave the page, so that nothing of it goes on."""
        await self._session.call("Page.navigate", url="about:blank")

    async def works(self) -> bool:
        """Whether it shows a page and runs a script on it."""
        return await computes(self._session)

    async def close(self) -> None:
        """NoAnswerError: it does not close."""
        self.lose()
        with suppress(CallError, PageLostError):
            call = self._browser.call
            await call("Target.disposeBrowserContext", browserContextId=self._context, seconds=self._patience.answer)
