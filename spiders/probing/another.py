"""The page once more, as another visitor gets it: on a telephone, by way of an advertisement."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from scanner.model import Act, Flaw, Opener, Page, Reached, Request
from scanner.urls import parse
from spiders.devtools import CallError, NoAnswerError, Session
from spiders.documents import Reader
from spiders.evidence import reached
from spiders.journal import Journal
from spiders.manners import Manner
from spiders.missing import missing
from spiders.probing.album import Album
from spiders.probing.prober import Prober
from spiders.probing.steps import STEPS
from spiders.settling import Settling

CAMPAIGN = "gclid=unembed&utm_source=google&utm_medium=cpc&utm_campaign=unembed"
NARROW = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
TURNED = {**NARROW, "width": 844, "height": 390}
TELEPHONE = " (iPhone; Android) Mobile"
"""What a telephone's browser says besides its name."""


class Came(Enum):
    """What came of a way to the page."""

    NEW = auto()
    NOTHING_NEW = auto()
    ELSEWHERE = auto()
    LOST = auto()


SHOWN = frozenset({Came.NEW, Came.NOTHING_NEW})


@dataclass
class Another:
    """Another visitor to a page that was read. `begin` starts a new log and gives what waits for the new document.

    What stands in `tried` was tried out already, `hold` keeps the page where it is while the rest is,
    and `may` says whether the address that an advertisement leads to may be asked for; `manner` is how the page was
    visited before. What is new to it comes into the `album`; `reached` is where it was sent instead, `journals` are its
    logs.
    """

    session: Session
    begin: Callable[[Opener], Settling]
    album: Album
    user_agent: str
    hold: Callable[[bool], None]
    may: Callable[[str], bool]
    tried: list[str]
    manner: Manner
    reached: list[Reached] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    journals: list[Journal] = field(default_factory=list)

    async def visit(self, url: str) -> bool:
        """Go to `url` as another visitor does; True. NoAnswerError: the page hangs."""
        await self._telephone()
        try:
            told = with_campaign(url)
            if self.may(told):
                await self._from_advertisement(told, url)
            else:
                await self._on_telephone(url)
        finally:
            await self._desk()
        return True

    async def _from_advertisement(self, told: str, url: str) -> None:
        """By way of an advertisement; without it only if that brought anything, or did not lead to the page."""
        known = set(self.album.known)
        came = await self._look(told, Opener(Act.CAMPAIGN), self.album)
        if came is Came.LOST:
            self.flaws.append(Flaw("not_probed", "the page did not load with the address of an advertisement"))
        if came not in SHOWN:
            await self._on_telephone(url)
            return
        await self._try_out()
        if came is Came.NEW:
            plain = Album(self.album.hosts, known)
            if await self._look(url, Opener(Act.NARROW), plain) is Came.LOST:
                self._not_loaded()
            self._sort(plain)

    async def _on_telephone(self, url: str) -> None:
        came = await self._look(url, Opener(Act.NARROW), self.album)
        if came in SHOWN:
            await self._try_out()
        elif came is Came.LOST:
            self._not_loaded()

    def _not_loaded(self) -> None:
        self.flaws.append(Flaw("not_probed", "the page did not load on a narrow screen"))

    async def _try_out(self) -> None:
        """Open what only this visitor is offered."""
        settling = self.settling
        reader = Reader(self.session)
        prober = Prober(self.session, reader, settling.journal, settling, self.album, self.hold, self.tried)
        settling.journal.held = True
        self.hold(True)
        try:
            await prober.run(STEPS, settling.patience.probe / 2)
        except CallError as gone:
            self.flaws.append(Flaw("not_probed", f"on a narrow screen: {gone}"))
        finally:
            self.flaws += prober.flaws
            self.reached += [Reached(_without_campaign(door.url), door.opener) for door in reached(settling.journal)]

    def added_to(self, page: Page, hosts: frozenset[str]) -> Page:
        """`page` with what this visitor saw of it."""
        known = {(request.url, request.resource) for request in page.requests}
        asked: dict[tuple[str, str], Request] = {}
        for journal in reversed(self.journals):  # what a narrow screen alone asks for is not due to the advertisement
            for request in journal.requests():
                asked.setdefault((request.url, request.resource), request)
        fresh = (request for key, request in asked.items() if key not in known and not _is_page(request))
        lost = (one for journal in self.journals for one in missing(journal.beside(), hosts))
        gone = {request.url for request in page.missing}
        return replace(
            page,
            looks=tuple(self.album.looks),
            requests=(*page.requests, *fresh),
            reached=(*page.reached, *self.reached),
            missing=(*page.missing, *(request for request in lost if request.url not in gone)),
            flaws=tuple(dict.fromkeys((*page.flaws, *self.flaws, *self.album.flaws))),
        )

    def _sort(self, plain: Album) -> None:
        """What a telephone alone shows is not due to the advertisement."""
        looks = [look for look in self.album.looks if look.opener.act is Act.CAMPAIGN]
        self.album.looks = [look for look in self.album.looks if look.opener.act is not Act.CAMPAIGN]
        self.album.looks += plain.looks
        again = Album(self.album.hosts, plain.known)
        self.album.looks += [look for look in looks if again.shows(look)]
        self.album.known |= again.known

    async def _look(self, url: str, opener: Opener, album: Album) -> Came:
        """Go to `url`, and look whether that shows something new."""
        settling = self.settling = self.begin(opener)
        journal, patience = settling.journal, settling.patience
        self.journals.append(journal)
        if not await self._loads(url, settling):
            return Came.LOST
        await settling.quiet(journal.committed, patience.quiet, patience.still)
        if self._is_elsewhere(journal.url, url, album):
            self.reached.append(Reached(_without_campaign(journal.url), opener))
            return Came.ELSEWHERE
        await self._turn()
        await settling.quiet(journal.committed, patience.calm, patience.pause)
        try:
            return Came.NEW if await album.look(Reader(self.session), opener) else Came.NOTHING_NEW
        except CallError:
            return Came.LOST

    async def _loads(self, url: str, settling: Settling) -> bool:
        journal, patience = settling.journal, settling.patience
        try:
            await self.session.call("Storage.clearDataForOrigin", origin="*", storageTypes="all")
            self.hold(False)
            answer = await self.session.call("Page.navigate", url=url, seconds=patience.parsed)
        except (NoAnswerError, CallError):
            return False
        await settling.until(lambda: journal.committed > 0, patience.answer)
        document = journal.document
        if "errorText" in answer or document is None or not self.manner.takes(document.status):
            return False
        return await settling.parsed(patience.parsed)

    def _is_elsewhere(self, url: str, asked: str, album: Album) -> bool:
        came, wanted = parse(url), parse(asked)
        return came is None or came.netloc not in album.hosts or (wanted is not None and came.path != wanted.path)

    async def _turn(self) -> None:
        """Turn the telephone, and turn it back."""
        for held in (TURNED, NARROW):
            await self.session.call("Emulation.setDeviceMetricsOverride", **held)

    async def _telephone(self) -> None:
        await self.session.call("Emulation.setDeviceMetricsOverride", **NARROW)
        await self.session.call("Emulation.setTouchEmulationEnabled", enabled=True, maxTouchPoints=5)
        await self.session.call("Emulation.setUserAgentOverride", userAgent=self.user_agent + TELEPHONE)

    async def _desk(self) -> None:
        await self.session.call("Emulation.clearDeviceMetricsOverride")
        await self.session.call("Emulation.setTouchEmulationEnabled", enabled=False)
        await self.session.call("Emulation.setUserAgentOverride", userAgent="")


def _is_page(request: Request) -> bool:
    return request.resource == "document" and not request.frame


def with_campaign(url: str) -> str:
    """Where an advertisement for the page at `url` leads."""
    address, mark, fragment = url.partition("#")
    return f"{address}{'&' if '?' in address else '?'}{CAMPAIGN}{mark}{fragment}"


def _without_campaign(url: str) -> str:
    return url.replace(f"?{CAMPAIGN}", "").replace(f"&{CAMPAIGN}", "")
