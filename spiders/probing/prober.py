"""The hand that tries a page out: it does one thing after another, and looks at the page again after each."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from scanner.model import Flaw, Opener
from scanner.observed import told
from scanner.urls import parse
from spiders.devtools import CallError, Session
from spiders.documents import Reader
from spiders.journal import Journal
from spiders.probing.album import Album
from spiders.probing.probe import Probe
from spiders.settling import Settling

NO_FORMS = "HTMLFormElement.prototype.submit = function submit() {}"
"""Sent by a script into a new window, a form looks like any other address that is opened."""

PASTED = ("filesusr.com", "usrfiles.com", "googleusercontent.com")
"""Hosts from which builders show, in a frame, the code that the owner of a site pasted."""

State = tuple[int, float, bool, int]
"""How often something came, seconds until the next slow timer, whether there are intervals, closed shadow roots."""

Steps = tuple[tuple[str, Callable[["Prober"], Awaitable[None]]], ...]


@dataclass
class Prober:
    """Tries out the page that `journal` tells of; `hold` keeps it where it is.

    What stands in `tried` is not tried again; afterwards it is what was.
    """

    session: Session
    reader: Reader
    journal: Journal
    settling: Settling
    album: Album
    hold: Callable[[bool], None]
    tried: list[str] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    costs: dict[str, float] = field(default_factory=dict)
    revealed: dict[str, Opener] = field(default_factory=dict)
    _watched: Probe | None = None
    _said: State | None = None

    async def watch(self) -> None:
        """Remember the page as it is before it is read: what is done to it is looked at where that changes anything.

        CallError: it became another page. NoAnswerError: it hangs.
        """
        self._watched = self._hand(self.journal.main, self.journal.loader)
        await self._watched.watch()

    async def run(self, steps: Steps, seconds: float) -> None:
        """Take these steps, in so many seconds. What is not tried in time is told as a flaw.

        NoAnswerError: the page hangs. CallError: it became another page.
        """
        self.end = time.monotonic() + seconds
        self._longest = self.settling.patience.calm
        await self._begin()
        await self.probe.skip(self.tried)
        for name, step in steps:
            since = time.monotonic()
            if since >= self.end:
                self.flaws.append(Flaw("not_probed", f"no time was left to {name}"))
                break
            try:
                await step(self)
            finally:
                self.costs[name] = time.monotonic() - since
        if self.journal.blank:
            self.flaws.append(Flaw("not_probed", "it opens a window that gets its address later"))
        self.journal.opener = None

    async def _begin(self) -> None:
        """Get hold of the document that the page is now."""
        self._number = self.journal.committed
        place = self.journal.main, self.journal.loader
        watched = self._watched
        self._own = watched if watched is not None and watched.is_at(*place) else await self.hand(*place)
        self.probe = self._own
        await self.probe.call(NO_FORMS)
        self._last = self.journal.last
        self.state = await self._ask("state()")
        await self.probe.adopt(self.state[3])
        self._veiled = int(await self.probe.do("veil") or 0)

    async def hand(self, frame: str, document: str) -> Probe:
        """A hand on the document in a frame. CallError: it is gone."""
        probe = self._hand(frame, document)
        await probe.start()
        return probe

    def _hand(self, frame: str, document: str) -> Probe:
        return Probe(self.session, self.reader, frame, document, 2 * self.settling.patience.answer)

    async def _ask(self, question: str) -> State:
        return state(await self.probe.ask(question)) or (0, 0.0, False, 0)

    def pasted(self) -> tuple[tuple[str, str, str], ...]:
        """The path, frame and document of each frame with code that the owner of the site pasted into a builder."""
        return tuple(
            (path, frame, document)
            for path, (frame, document, url) in self.reader.frames.items()
            if (address := parse(url)) is not None and address.host.endswith(PASTED)
        )

    def during(self, opener: Opener) -> None:
        """What happens from now on, `opener` brought; of its words is kept what may be."""
        self.journal.opener = told(opener)

    async def look(self, *, anyway: bool = False) -> bool:
        """Wait for what the opener brings, if it brings anything, and look at the page; whether something is new, or
        stood there hidden and shows now.

        `anyway`: also if the watch saw nothing; it sees neither frames nor the shadow roots that came with the page.
        """
        opener = self.journal.opener
        before = self.state
        self.state = self._said or await self._ask("hurry()")
        self._said = None
        shows = opener is not None and await self._unveil(opener)
        still = self.state[::3] == before[::3] and self.journal.last == self._last
        if opener is None or (still and not (anyway and (self.pasted() or await self.probe.changed()))):
            return shows
        await self._calm()
        if self.journal.committed != self._number:
            raise CallError("the page became another one")
        self.state = await self._ask("state()")
        self._last = self.journal.last
        await self.probe.adopt(self.state[3])
        if not still:
            await self.probe.changed()
        return await self.album.look(self.reader, opener) or shows

    async def _calm(self) -> None:
        """Wait until nothing happens any more; for a page on which something always does, each time less long, as long
        as nothing is asked for."""
        patience = self.settling.patience
        if await self.settling.quiet(self._number, self._longest, patience.pause):
            return
        self._longest = max(self._longest / 2, patience.still)
        await self.settling.until(lambda: not self.journal.holding(), patience.calm)

    async def _unveil(self, opener: Opener) -> bool:
        if not self._veiled:
            return False
        shown = [str(url) for url in await self._own.do("unveiled") or ()]
        self._veiled -= len(shown)
        for url in shown:
            self.revealed.setdefault(url, opener)
        return bool(shown)

    async def act(self, deed: str) -> dict[str, Any]:
        """What the script's function of this name gives; the short timers run at once afterwards."""
        done: dict[str, Any] = await self.probe.do(deed) or {}
        self._said = state(done.get("said"))
        return done

    def _let(self, stay: bool) -> None:
        self.journal.held = stay
        self.hold(stay)

    async def reload(self) -> None:
        """The page once more, as it asked for. CallError: it did not come back, or another one came."""
        self._let(False)
        number, before = self.journal.committed, self.journal.url
        try:
            await self.session.call("Page.reload", seconds=self.settling.patience.parsed)
            await self.settling.until(lambda: self.journal.committed > number, self.settling.patience.answer)
            if not await self.settling.parsed(self.settling.patience.parsed) or self.journal.committed == number:
                raise CallError("the page did not come back")
        finally:
            self._let(True)
        if not is_at_same_place(self.journal.url, before):
            self.journal.reach(self.journal.url)
            raise CallError("it led to another page")
        await self._begin()
        self.state = (-1, *self.state[1:])


def state(said: object) -> State | None:
    """What a page's watch says, None if that is nothing of the kind."""
    match said:
        case [int(changes), int() | float() as delay, bool(again), int(closed)]:
            return changes, float(delay), again, closed
        case _:
            return None


def is_at_same_place(url: str, other: str) -> bool:
    """Whether two addresses are those of one page, whatever their queries say."""
    one, two = parse(url), parse(other)
    return one is not None and two is not None and (one.netloc, one.path) == (two.netloc, two.path)
