"""One visit of one page in the browser: go there, wait until it is quiet, read what there is, say what is missing."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from scanner.model import Flaw, Page, Unread
from spiders.devtools import CallError, DevtoolsError, NoAnswerError, Session
from spiders.documents import Documents, Reader, TooLargeError
from spiders.evidence import Seen, Snapshot, page
from spiders.journal import Journal
from spiders.missing import missing
from spiders.neterrors import TUNNEL_FAILED, reason
from spiders.traps import without_time

MAX_DOCUMENTS = 5
READABLE = frozenset(("text/html", "application/xhtml+xml"))
POLL = 0.02

QUIET = 'globalThis[Symbol.for("unembed.quiet")]?.({still}, {cap}) ?? true'


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. `parsed`: for the document; `still`: for how long nothing happens on a quiet page; `quiet`: waited for
    that at most; `answer`: for the answer to a call; `page`: for everything.
    """

    parsed: float = 20.0
    still: float = 0.25
    quiet: float = 8.0
    answer: float = 3.0
    page: float = 25.0


class Visit:
    """One visit. Afterwards `broken` are the scripts and frames that did not load; `hung`: scripts would not let go."""

    def __init__(
        self,
        session: Session,
        journal: Journal,
        settle_frames: Callable[[float], Awaitable[None]],
        hosts: frozenset[str],
        patience: Patience,
    ) -> None:
        self._session = session
        self._reader = Reader(session)
        self._journal = journal
        self._settle_frames = settle_frames
        self._hosts = hosts
        self._patience = patience
        self._end = time.monotonic() + patience.page
        self._early: list[Snapshot] = []
        self._flaws: list[Flaw] = []
        self.broken: tuple[str, ...] = ()
        self.hung = False

    async def run(self, url: str) -> Page | Unread:
        """Go to `url` and read it. PageLostError: the page crashed or was closed meanwhile."""
        missed = await self._go(url)
        if missed is not None:
            return missed
        try:
            await self._settle()
        except NoAnswerError:
            await self._stop_scripts()
        try:
            return self._page(url, await self._reader.all())
        except TooLargeError:
            self._flaws.append(Flaw("too_large", "the rendered document"))
        except NoAnswerError:
            if not self.hung:
                await self._stop_scripts()
        except CallError:
            self._flaws.append(Flaw("nav_loop", "the page went on while it was read"))
        return self._page(url, None)

    def salvage(self, url: str) -> Page | Unread:
        """What there is of a page that no longer answers at all."""
        self._flaws.append(Flaw("hang", "the page stopped answering"))
        return self._page(url, None)

    async def _go(self, url: str) -> Unread | None:
        try:
            answer = await self._session.call("Page.navigate", url=url, seconds=self._patience.parsed)
        except NoAnswerError:
            return Unread(url, "timeout", f"no answer within {self._patience.parsed:g} s")
        except CallError as failure:
            return Unread(url, "protocol", str(failure))
        if answer.get("isDownload"):
            return Unread(url, "download", "the address is a download")
        if "errorText" in answer:
            return self._not_loaded(url, answer["errorText"])
        await self._until(lambda: self._journal.committed > 0, self._patience.answer)
        missed = self._judge(url)
        if missed is None:
            with suppress(DevtoolsError):  # what the tab showed before is none of this page's history
                await self._session.call("Page.resetNavigationHistory")
        return missed

    def _not_loaded(self, url: str, error: str) -> Unread:
        top = self._journal.top
        where = f" at {top.url}" if top is not None and top.url != url else ""
        if error == "net::ERR_ABORTED" and top is not None and top.status in (204, 205):
            return Unread(url, "empty", f"status {top.status}{where}")
        if error == "net::ERR_ABORTED":
            return Unread(url, "download", f"not a page{where}")
        if error == TUNNEL_FAILED and top is not None:
            error = top.refused or top.error or error
        return Unread(url, reason(error), f"{error}{where}")

    def _judge(self, url: str) -> Unread | None:
        document = self._journal.document or self._journal.top
        if document is None:
            return Unread(url, "protocol", "the browser loaded nothing")
        if word := document.refused or (document.error if not document.error.startswith("net::") else ""):
            return Unread(url, reason(word), word)
        if document.status >= 400:
            return Unread(url, f"http_{document.status}", document.url if document.url != url else "")
        if document.mime not in READABLE:
            return Unread(url, "not_html", document.mime)
        return None

    async def _settle(self) -> None:
        while True:
            await self._parsed()
            number = self._journal.committed
            if number > MAX_DOCUMENTS:
                self._flaws.append(Flaw("nav_loop", f"{number} documents, the last {self._journal.url}"))
                await self._session.call("Page.stopLoading")
                return
            await self._keep_early()
            calm = await self._quiet(number)
            if self._journal.committed == number:
                if not calm:
                    self._note_open()
                return

    async def _parsed(self) -> None:
        journal = self._journal
        left = min(self._patience.parsed, self._left())
        await self._until(lambda: journal.parsed or journal.committed > MAX_DOCUMENTS, left)
        if not journal.parsed and journal.committed <= MAX_DOCUMENTS:
            await self._session.call("Runtime.evaluate", expression="1")
            self._flaws.append(Flaw("timeout", f"still loading after {left:.0f} s"))

    async def _keep_early(self) -> None:
        try:
            html = await self._reader.own(self._journal.main, self._journal.loader)
        except CallError:
            return
        self._early.append(Snapshot(self._journal.url, html))

    async def _quiet(self, number: int) -> bool:
        """Whether the document became quiet in time, or is not there any more."""
        journal, still = self._journal, self._patience.still
        end = time.monotonic() + min(self._patience.quiet, self._left())
        while (left := end - time.monotonic()) > 0:
            if journal.committed != number:
                return True
            try:
                calm = await self._own_quiet(left)
            except CallError:
                await asyncio.sleep(POLL)
                continue
            await self._until(lambda: not journal.holding() or journal.committed != number, end - time.monotonic())
            await self._settle_frames(max(POLL, end - time.monotonic()))
            idle = time.monotonic() - journal.last
            if calm and idle >= still and not journal.holding():
                return True
            await asyncio.sleep(max(POLL, still - idle))
        return False

    async def _own_quiet(self, seconds: float) -> bool:
        expression = QUIET.format(still=round(self._patience.still * 1000), cap=round(seconds * 1000))
        answer = await self._session.call(
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
            seconds=seconds + self._patience.answer,
        )
        return bool(answer["result"].get("value", True))

    def _note_open(self) -> None:
        missing = self._journal.missing()
        if missing:
            more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
            self._flaws.append(Flaw("not_quiet", f"no answer after {self._patience.quiet:g} s: {missing[0].url}{more}"))

    async def _stop_scripts(self) -> None:
        self.hung = True
        self._flaws.append(Flaw("hang", "scripts did not let go; they were stopped"))
        try:
            await self._session.call("Runtime.terminateExecution")
        except (NoAnswerError, CallError):
            return

    async def _until(self, reached: Callable[[], bool], seconds: float) -> None:
        end = time.monotonic() + seconds
        while not reached() and time.monotonic() < end:  # noqa: ASYNC110 - what is waited for also changes by time alone
            await asyncio.sleep(POLL)

    def _left(self) -> float:
        """Seconds until the page must be read, with time to read it."""
        return max(0.0, self._end - time.monotonic() - self._patience.answer)

    def _page(self, url: str, documents: Documents | None) -> Page | Unread:
        journal = self._journal
        lost = missing(journal.beside(), self._hosts)
        self.broken = tuple(without_time(request.url) for request in lost if request.outcome == "failed")
        return page(Seen(url, journal, tuple(self._early), documents, tuple(self._flaws), self._hosts))
