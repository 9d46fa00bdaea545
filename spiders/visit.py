"""One visit of one page in the browser: go there, wait until it is quiet, read what there is, say what is missing."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from scanner.model import Flaw, Loaded, Opener, Page, Revealed, Unread
from scanner.urls import parse
from spiders.containers import Containers
from spiders.devtools import CallError, DevtoolsError, NoAnswerError, PageLostError, Session
from spiders.documents import Documents, Reader, TooLargeError
from spiders.evidence import Read, Seen, Snapshot, page
from spiders.journal import Journal
from spiders.manners import Manner
from spiders.missing import given_up, missing
from spiders.neterrors import TUNNEL_FAILED, reason
from spiders.probing.album import Album
from spiders.probing.prober import Prober
from spiders.probing.steps import STEPS
from spiders.settling import MAX_DOCUMENTS, Patience, Settling
from spiders.traps import without_time

READABLE = frozenset(("text/html", "application/xhtml+xml"))


@dataclass(frozen=True, slots=True)
class Stand:
    """A page that is shown and quiet, for whoever wants to look at it."""

    session: Session
    reader: Reader
    journal: Journal
    settling: Settling


class Visit:
    """One visit. `manner` says what counts as a page.

    Afterwards `broken` is what did not load and may the next time; `hung`: scripts would not let go.
    """

    def __init__(
        self,
        session: Session,
        journal: Journal,
        hold: Callable[[bool], None],
        hosts: frozenset[str],
        patience: Patience,
        containers: Containers,
    ) -> None:
        self._session = session
        self._reader = Reader(session)
        self._journal = journal
        self._settling = Settling(session, journal, self._reader, patience)
        self._hold = hold
        self.hosts = hosts
        self._patience = patience
        self._containers = containers
        self._loaded: tuple[Loaded, ...] = ()
        self._end = time.monotonic() + patience.page
        self._early: list[Snapshot] = []
        self._flaws: list[Flaw] = []
        self._read: Read | None = None
        self.album = Album(hosts)
        self.broken: tuple[str, ...] = ()
        self.hung = False
        self.manner = Manner.USUAL
        self.probes = True
        self.tried: list[str] = []
        self._revealed: tuple[Revealed, ...] = ()
        self.costs: dict[str, float] = {}

    async def run(self, url: str) -> Page | Unread:
        """Go to `url` and read it. PageLostError: the page crashed or was closed meanwhile."""
        with self.phase("go"):
            missed = await self._go(url)
        if missed is not None:
            return missed
        try:
            with self.phase("settle"):
                await self._settle()
        except NoAnswerError:
            await self._stop_scripts()
        try:
            prober = self._prober() if self.manner is not Manner.GLANCE else None
            with self.phase("read"):
                if prober is not None:
                    await prober.watch()
                documents = await self._reader.all()
            self._read = Read.of(documents, self._journal)
            if prober is not None:
                await self._probe(prober, documents)
            if self.manner is not Manner.GLANCE:
                await self._read_containers()
        except TooLargeError:
            self._flaws.append(Flaw("too_large", "the rendered document"))
        except NoAnswerError:
            if not self.hung:
                await self._stop_scripts()
        except CallError:
            self._flaws.append(Flaw("nav_loop", "the page went on while it was read"))
        return self._page(url)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Count what is done within as what this phase cost."""
        since = time.monotonic()
        try:
            yield
        finally:
            self.costs[name] = time.monotonic() - since

    @property
    def is_read(self) -> bool:
        """Whether the page itself was read; what is tried out afterwards may still fail."""
        return self._read is not None

    def stand(self) -> Stand:
        """The page, which stays where it is from now on."""
        self._journal.held = True
        self._hold(True)
        return Stand(self._session, self._reader, self._journal, self._settling)

    @property
    def may_come_again(self) -> bool:
        """Whether the page was read, still answers, and is the site's own."""
        address = parse(self._read.url) if self._read is not None else None
        return address is not None and address.netloc in self.hosts and not self.hung

    def salvage(self, url: str, flaw: Flaw = Flaw("hang", "the page stopped answering")) -> Page | Unread:  # noqa: B008
        """What there is of a page that no longer answers at all."""
        self._flaws.append(flaw)
        return self._page(url)

    def told(self) -> str:
        """What each phase cost, in ms of time: `go 12, settle 300, read 9, move 40 …`."""
        return ", ".join(f"{name} {seconds * 1000:.0f}" for name, seconds in self.costs.items()) + " ms"

    def _prober(self) -> Prober | None:
        """The hand that does to the page what visitors do, if that is to be done to it."""
        address = parse(self._journal.url)
        if self.hung or address is None or address.netloc not in self.hosts:
            return None
        if not self.probes:
            self._flaws.append(Flaw("not_probed", "as asked for"))
            return None
        return Prober(self._session, self._reader, self._journal, self._settling, self.album, self._hold)

    async def _probe(self, prober: Prober, documents: Documents) -> None:
        """Try the page out. What was begun goes on: it stays where it is until the tab goes on to another page."""
        self.album.start(documents)
        self._journal.held = True
        self._hold(True)
        try:
            await prober.run(STEPS, self._patience.probe)
        except NoAnswerError:
            await self._stop_scripts(f" after: {described(self._journal.opener)}")
        except CallError as gone:
            self._flaws.append(Flaw("not_probed", f"after: {described(self._journal.opener)}: {gone}"))
        finally:
            self._flaws += prober.flaws
            self.tried = prober.tried
            self._revealed = tuple(Revealed(url, opener) for url, opener in prober.revealed.items())
            self.costs |= prober.costs

    async def _read_containers(self) -> None:
        if self.hung:
            return
        try:
            with self.phase("containers"):
                self._loaded, flaws = await self._containers.read(self._session, self._journal)
            self._flaws += flaws
        except CallError as gone:
            self._flaws.append(Flaw("not_probed", f"its tag managers: {gone}"))
        except NoAnswerError:
            await self._stop_scripts(" when its tag managers were read")

    async def _go(self, url: str) -> Unread | None:
        self._hold(False)
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
        await self._settling.until(lambda: self._journal.committed > 0, self._patience.answer)
        missed = self._judge(url)
        if missed is None and not self._journal.committed:
            raise PageLostError(url)  # the page that was here before does not let go of the tab
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
        if not self.manner.takes(document.status):
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
            calm = await self._settling.quiet(number, min(self._patience.quiet, self._left()), self._patience.still)
            if self._journal.committed == number:
                if not calm:
                    self._note_open()
                return

    async def _parsed(self) -> None:
        left = min(self._patience.parsed, self._left())
        if not await self._settling.parsed(left):
            await self._session.call("Runtime.evaluate", expression="1")
            self._flaws.append(Flaw("timeout", f"still loading after {left:.0f} s"))

    async def _keep_early(self) -> None:
        try:
            html = await self._reader.own(self._journal.main, self._journal.loader)
        except CallError:
            return
        self._early.append(Snapshot(self._journal.url, html))

    def _note_open(self) -> None:
        missing = self._journal.missing()
        if missing:
            more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
            self._flaws.append(Flaw("not_quiet", f"no answer after {self._patience.quiet:g} s: {missing[0].url}{more}"))

    async def _stop_scripts(self, when: str = "") -> None:
        self.hung = True
        self._flaws.append(Flaw("hang", f"scripts did not let go{when}; they were stopped"))
        try:
            await self._session.call("Runtime.terminateExecution")
        except (NoAnswerError, CallError):
            return

    def _left(self) -> float:
        """Seconds until the page must be read, with time to read it."""
        return max(0.0, self._end - time.monotonic() - self._patience.answer)

    def _page(self, url: str) -> Page | Unread:
        journal = self._journal
        failed = (one for one in missing(journal.beside(), self.hosts) if one.outcome == "failed")
        lost = (*failed, *given_up(journal.beside(), self.hosts))
        self.broken = tuple(without_time(request.url) for request in lost)
        flaws = (*self._flaws, *self.album.flaws)
        looks = tuple(self.album.looks)
        seen = (tuple(self._early), self._read, flaws, self.hosts, looks, self._revealed, self._loaded)
        return page(Seen(url, journal, *seen))


def described(opener: Opener | None) -> str:
    """What was done to a page, for people."""
    return " ".join(filter(None, (opener.act, f"‘{opener.label}’" if opener.label else ""))) if opener else ""
