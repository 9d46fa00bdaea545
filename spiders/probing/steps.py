"""What a visitor does to a page, step by step; after each step the page is looked at again."""

import time
from enum import Enum, auto
from typing import Any

from scanner.extract.excerpts import brief
from scanner.model import Act, Flaw, Opener
from scanner.observed import LONGEST_LABEL
from spiders.probing.prober import Prober, Steps

OUTSIDE = ((-1, -1),)
"""Where the pointer is left: over a page, the next one in the tab would meet it there before anybody moved."""

MOST_DELAYS = 12
MOST_LATER = 3
MOST_TRIED = 300
MOST_PLACES = 150
MOST_PUSHED = 10
MOST_NAMED = 3


async def move(prober: Prober) -> None:
    """Move for the first time: pointer, wheel, a key, a finger; and leave by the top."""
    prober.during(Opener(Act.MOVE))
    for x, y in ((600, 300), (200, 200), *OUTSIDE):
        await prober.session.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    await prober.act("move")
    await prober.look(anyway=True)


async def stay(prober: Prober) -> None:
    """Stay for some minutes."""
    delays = set()
    for _ in range(MOST_DELAYS):
        seconds = prober.state[1]
        if not seconds:
            break
        delays.add(seconds)
        prober.during(Opener(Act.TIME, f"{seconds:g} s"))
        await prober.probe.ask("pass()")
        await prober.look()
    ticks = prober.state[2]
    if ticks or len(delays) > 1:
        prober.during(Opener(Act.TIME))
    if ticks:
        await prober.probe.ask("tick(200)")
    if ticks or delays:
        await prober.look(anyway=True)


async def agree(prober: Prober) -> None:
    """Accept all cookies, where the page asks."""
    asked = await prober.probe.do("consent")
    if not asked:
        return
    left = [str(words) for words in asked["left"]]
    if asked["apart"]:
        asked = await _accept_apart(prober, asked)
    elif left and not asked["call"]:
        _tell_unanswered(prober, str(asked["label"]), left)
        return
    if not asked:
        return
    opener = Opener(Act.CONSENT, str(asked["label"]), str(asked["locator"]))
    prober.during(opener)
    if asked["call"] and not await prober.probe.call(asked["call"]) and left:
        _tell_unanswered(prober, str(asked["label"]), left)
    await prober.probe.do("agree")
    await prober.probe.ask("tick(0)")
    came = await prober.look(anyway=True)
    if prober.journal.wants_itself() or await _is_served_anew(prober):
        await prober.reload()
        prober.during(opener)
        came = await prober.look() or came
    if came:
        await prober.act("move")
        await prober.look()
        await stay(prober)


async def _is_served_anew(prober: Prober) -> bool:
    """Whether the server sends more of the page to whom has accepted cookies."""
    html: str | None = await prober.probe.do("anew", prober.settling.patience.parsed)
    if html == "":
        prober.flaws.append(Flaw("not_probed", "the page did not come once more after cookies were accepted"))
    return bool(html) and prober.album.lacks(str(html))


async def _accept_apart(prober: Prober, asked: dict[str, Any]) -> dict[str, Any] | None:
    """Accept in a banner's own frame, which is of another origin."""
    name, path = str(asked["label"]), str(asked["locator"])
    frame, document, _ = prober.reader.frames.get(path, ("", "", ""))
    accepted: dict[str, Any] | None = None
    if frame:
        prober.during(Opener(Act.CONSENT, name, path))
        accepted = await (await prober.hand(frame, document)).do("accept")
    if accepted is None:
        if asked["shown"]:
            flaw = Flaw("not_probed", f"‘{name}’ asks for consent in a frame that could not be answered")
            prober.flaws.append(flaw)
        return None
    return {**asked, "locator": f"{path} >> {accepted['locator']}"}


def _tell_unanswered(prober: Prober, name: str, buttons: list[str]) -> None:
    """`name`: of the consent manager; "" if nobody knows it."""
    who = f"‘{name}’" if name else "a box about cookies"
    prober.flaws.append(
        Flaw("not_probed", f"{who} asks for consent with buttons that nobody knows: {_quoted(buttons)}")
    )


def _quoted(labels: list[str]) -> str:
    """The first of them, as they may be kept."""
    told = (brief(label, LONGEST_LABEL) for label in labels[:MOST_NAMED])
    return ", ".join(f"‘{label}’" for label in told)


async def scroll(prober: Prober) -> None:
    """Scroll through to the end, and whatever can be scrolled on the page."""
    prober.during(Opener(Act.SCROLL))
    left = int(await prober.probe.do("survey") or 0)
    rest = left - MOST_PLACES
    while left > max(rest, 0) and time.monotonic() < prober.end:
        done = await prober.act("scroll")
        if "left" not in done:
            break
        left = int(done["left"])
    if left:
        prober.flaws.append(Flaw("not_probed", f"it was not scrolled to its end: {left} windows are left"))
    await prober.look(anyway=True)
    await prober.probe.do("rise")


async def open_all(prober: Prober) -> None:
    """Point at and click on whatever may open something; at last, do without the pictures that may be missing."""
    await _open_everywhere(prober)
    prober.during(Opener(Act.TIME))
    if await prober.probe.ask("fail()") and await prober.look():
        await _open_everywhere(prober)
    done = await prober.probe.do("done") or {"tried": [], "refused": []}
    prober.tried = done["tried"]
    _tell_refused(prober, done["refused"])


async def _open_everywhere(prober: Prober) -> None:
    """On the page, and in what the owner pasted into a builder's frame."""
    tried = await _open_in(prober, "")
    own = prober.probe
    for path, frame, document in prober.pasted():
        prober.probe = await prober.hand(frame, document)
        tried = await _open_in(prober, f"{path} >> ") or tried
    prober.probe = own
    if tried:
        prober.during(Opener(Act.CLICK))
        await prober.look(anyway=True)


async def _open_in(prober: Prober, path: str) -> bool:
    """What came last and the likeliest first; `path` leads to the frame. Whether there was anything."""
    number, planned = 0, await _next(prober)
    while planned and number < MOST_TRIED and time.monotonic() < prober.end:
        thing, *planned = planned
        prober.journal.sent.add(str(thing["href"]))
        likely = bool(thing["likely"]) and not path
        within = "frame" if path else str(thing["within"])
        tried = await _try(prober, str(thing["label"]), f"{path}{thing['locator']}", within, likely=likely)
        number += tried is not Tried.NOT
        if tried is not Tried.IN_VAIN or not planned:
            planned = await _next(prober)
    if planned:
        left = int(planned[0]["left"]) + 1
        prober.flaws.append(Flaw("not_probed", f"{left} things that may open something were not tried"))
    return number > 0


async def _next(prober: Prober) -> list[dict[str, Any]]:
    """The next things to try."""
    return await prober.probe.do("next") or []


def _tell_refused(prober: Prober, labels: list[str]) -> None:
    if labels:
        what = (
            "1 thing was left alone because of its"
            if len(labels) == 1
            else f"{len(labels)} things were left alone because of their"
        )
        prober.flaws.append(Flaw("not_probed", f"{what} words: {_quoted(labels)}"))


class Tried(Enum):
    """What came of a thing that was to be tried. NOT: the page had changed before."""

    NOT = auto()
    IN_VAIN = auto()
    OPENED = auto()


async def _try(prober: Prober, label: str, locator: str, within: str, *, likely: bool) -> Tried:
    click = Opener(Act.CLICK, label, locator)
    prober.during(click)
    journal, changes = prober.journal, prober.state[0]
    known = len(journal.pushed), len(journal.reached)
    came = False
    attempt = {"pressed": True, **await prober.act("attempt")}
    if attempt.get("old"):
        return Tried.NOT
    if not attempt["pressed"]:
        prober.during(Opener(Act.HOVER, label, locator))
        came = await _see(prober, within)
        prober.during(click)
        await prober.act("open")
    came = await _see(prober, within) or came
    untouched = prober.state[0] == changes and (len(journal.pushed), len(journal.reached)) == known
    if likely and untouched and not came:
        await _press(prober)
        came = await _see(prober, within)
    if came:
        await prober.probe.do("bears")
    if known[0] < len(journal.pushed) <= MOST_PUSHED:
        await prober.probe.call("history.back()")
        await prober.look()
    return Tried.OPENED if came else Tried.IN_VAIN


async def _see(prober: Prober, within: str) -> bool:
    """Look at what a thing brought; if anything, also at its end and at what comes of it later."""
    if not await _look(prober, within):
        return False
    if await prober.probe.do("unfold"):
        await prober.look()
    for _ in range(MOST_LATER):
        if not prober.state[1]:
            break
        await prober.probe.ask("pass()")
        await prober.look()
    return True


async def _look(prober: Prober, within: str) -> bool:
    """Look at what a thing brought. In a `frame` or a shadow `root` the watch may not see that."""
    if await prober.look(anyway=within == "frame"):
        return True
    return within == "root" and bool(await prober.probe.do("stirred")) and await prober.look(anyway=True)


async def _press(prober: Prober) -> None:
    """Press as a hand does, for a page that tells hands from scripts; what comes up under the pointer is left alone."""
    point = prober.session.call
    for kinds in (("mouseMoved",), ("mousePressed", "mouseReleased")):
        middle = await prober.probe.do("middle")
        if not middle:
            break
        for kind in kinds:
            button: dict[str, Any] = {} if kind == "mouseMoved" else {"button": "left", "clickCount": 1}
            await point("Input.dispatchMouseEvent", type=kind, x=float(middle["x"]), y=float(middle["y"]), **button)
    for x, y in OUTSIDE:
        await point("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)


STEPS: Steps = (
    ("move", move),
    ("stay", stay),
    ("agree", agree),
    ("scroll", scroll),
    ("open", open_all),
)
"""What is done to a page, in this order."""
