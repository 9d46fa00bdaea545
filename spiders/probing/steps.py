"""What a visitor does to a page, step by step; after each step the page is looked at again."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from scanner.model import Act, Flaw, Opener
from scanner.observed import told
from spiders.devtools import CallError, Session
from spiders.documents import Reader
from spiders.journal import Journal
from spiders.probing.album import Album
from spiders.probing.probe import Probe
from spiders.settling import Settling

MOST_DELAYS = 12
MOST_TRIED = 160
MOST_PLACES = 150
MOST_PUSHED = 10
NO_FORMS = "HTMLFormElement.prototype.submit = function submit() {}"
"""Sent by a script into a new window, a form looks like any other address that is opened."""


Steps = tuple[tuple[str, Callable[["Prober"], Awaitable[None]]], ...]


@dataclass
class Prober:
    """Tries out the page that `journal` tells of, until `end` on the monotonic clock; `hold` keeps it where it is."""

    session: Session
    reader: Reader
    journal: Journal
    settling: Settling
    album: Album
    hold: Callable[[bool], None]
    end: float
    tried: list[str] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    costs: dict[str, float] = field(default_factory=dict)

    async def run(self, steps: Steps) -> None:
        """Take these steps. What is not tried in time is told as a flaw; what was tried stands in `tried` afterwards.

        NoAnswerError: the page hangs. CallError: it became another page.
        """
        await self._begin()
        await self.probe.skip(self.tried)
        for name, step in steps:
            since = time.monotonic()
            if since < self.end:
                await step(self)
                self.costs[name] = time.monotonic() - since
        self.tried = await self.probe.do("keys") or []
        self.journal.opener = None

    async def _begin(self) -> None:
        """Get hold of the document that the page is now."""
        self._number = self.journal.committed
        patience = self.settling.patience
        self.probe = Probe(self.session, self.reader, self.journal.main, self.journal.loader, patience.answer)
        await self.probe.start()
        await self.probe.call(NO_FORMS)
        self._last = self.journal.last
        self.state = await self._ask("state()")
        await self.probe.adopt(self.state[3])

    async def _ask(self, question: str) -> tuple[int, float, bool, int]:
        """How often something came, seconds until the next slow timer, whether there are intervals, closed roots."""
        said = await self.probe.ask(question)
        match said:
            case [int(changes), int() | float() as delay, bool(again), int(closed)]:
                return changes, float(delay), again, closed
            case _:
                return 0, 0.0, False, 0

    def during(self, opener: Opener) -> None:
        """What happens from now on, `opener` brought; of its words is kept what may be."""
        self.journal.opener = told(opener)

    async def look(self) -> bool:
        """Wait for what the opener brings, if it brings anything, and look at the page; whether something is new."""
        opener = self.journal.opener
        before = self.state
        self.state = await self._ask("hurry()")
        if opener is None or (self.state[::3] == before[::3] and self.journal.last == self._last):
            return False
        patience = self.settling.patience
        await self.settling.quiet(self._number, patience.calm, patience.pause)
        if self.journal.committed != self._number:
            raise CallError("the page became another one")
        self.state = await self._ask("state()")
        self._last = self.journal.last
        await self.probe.adopt(self.state[3])
        return await self.album.look(self.reader, opener)

    def _let(self, stay: bool) -> None:
        self.journal.held = stay
        self.hold(stay)

    async def hurry(self) -> None:
        """Let the short timers run at once."""
        await self._ask("hurry()")

    async def reload(self) -> None:
        """The page once more, as it asked for. CallError: it did not come back."""
        self._let(False)
        number = self.journal.committed
        try:
            await self.session.call("Page.reload", seconds=self.settling.patience.parsed)
            await self.settling.until(lambda: self.journal.committed > number, self.settling.patience.answer)
            if not await self.settling.parsed(self.settling.patience.parsed) or self.journal.committed == number:
                raise CallError("the page did not come back")
        finally:
            self._let(True)
        await self._begin()
        self.state = (-1, *self.state[1:])


async def move(prober: Prober) -> None:
    """Move for the first time: pointer, wheel, a key, a finger; and leave by the top."""
    prober.during(Opener(Act.MOVE))
    for x, y in ((600, 300), (200, 200)):
        await prober.session.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    await prober.probe.do("move")
    await prober.look()


async def stay(prober: Prober) -> None:
    """Stay for some minutes."""
    for _ in range(MOST_DELAYS):
        seconds = prober.state[1]
        if not seconds:
            break
        prober.during(Opener(Act.TIME, f"{seconds:g} s"))
        await prober.probe.ask("pass()")
        await prober.look()
    if prober.state[2]:
        prober.during(Opener(Act.TIME))
        await prober.probe.ask("tick(200)")
        await prober.look()


async def agree(prober: Prober) -> None:
    """Accept all cookies, where the page asks."""
    asked = await prober.probe.do("consent")
    if not asked:
        return
    if asked["apart"]:
        prober.flaws.append(Flaw("not_probed", f"‘{asked['label']}’ asks for consent in a frame of another origin"))
        return
    opener = Opener(Act.CONSENT, str(asked["label"]), str(asked["locator"]))
    prober.during(opener)
    if asked["call"]:
        await prober.probe.call(f"try {{ {asked['call']} }} catch {{}}")
    await prober.probe.do("agree")
    await prober.probe.ask("tick(0)")
    came = await prober.look()
    if prober.journal.wants_itself():
        await prober.reload()
        prober.during(opener)
        came = await prober.look() or came
    if came:
        await prober.probe.do("move")
        await prober.look()
        await stay(prober)


async def scroll(prober: Prober) -> None:
    """Scroll through to the end, and whatever can be scrolled on the page."""
    prober.during(Opener(Act.SCROLL))
    left = int(await prober.probe.do("survey") or 0)
    for _ in range(min(left, MOST_PLACES)):
        if time.monotonic() > prober.end:
            break
        await prober.probe.do("scroll")
        await prober.hurry()
        left -= 1
    if left:
        prober.flaws.append(Flaw("not_probed", f"it was not scrolled to its end: {left} windows are left"))
    await prober.look()
    await prober.probe.do("rise")


async def open_all(prober: Prober) -> None:
    """Point at and click on whatever may open something, what came last and the likeliest first."""
    left = 0
    for number in range(MOST_TRIED + 1):
        thing: dict[str, Any] | None = await prober.probe.do("next")
        if thing is None:
            return
        left = int(thing["left"]) + 1
        if number == MOST_TRIED or time.monotonic() > prober.end:
            break
        prober.journal.sent.add(str(thing["href"]))
        await _try(prober, str(thing["label"]), str(thing["locator"]), likely=bool(thing["likely"]))
    prober.flaws.append(Flaw("not_probed", f"{left} things that may open something were not tried"))


async def _try(prober: Prober, label: str, locator: str, *, likely: bool) -> None:
    click = Opener(Act.CLICK, label, locator)
    prober.during(click)
    journal, changes = prober.journal, prober.state[0]
    known = len(journal.pushed), len(journal.reached)
    came = False
    if not (await prober.probe.do("attempt") or {"pressed": True})["pressed"]:
        prober.during(Opener(Act.HOVER, label, locator))
        came = await prober.look()
        prober.during(click)
        await prober.probe.do("open")
    came = await prober.look() or came
    untouched = prober.state[0] == changes and (len(journal.pushed), len(journal.reached)) == known
    if likely and untouched and (middle := await prober.probe.do("middle")):
        await _press(prober, float(middle["x"]), float(middle["y"]))
        came = await prober.look() or came
    if came:
        await prober.probe.do("bears")
    if known[0] < len(journal.pushed) <= MOST_PUSHED:
        await prober.probe.call("history.back()")
        await prober.look()


async def _press(prober: Prober, x: float, y: float) -> None:
    """Press as a hand does, for a page that tells hands from scripts."""
    press = prober.session.call
    await press("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    for kind in ("mousePressed", "mouseReleased"):
        await press("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)


STEPS: Steps = (
    ("move", move),
    ("stay", stay),
    ("agree", agree),
    ("scroll", scroll),
    ("open", open_all),
)
"""What is done to a page, in this order."""

AGAIN: Steps = (("move", move), ("stay", stay), ("open", open_all))
"""What another visitor does to it, who opens nothing that the first one opened."""
