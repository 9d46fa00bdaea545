"""Photographs what of a page is to be pictured: each thing put in view, measured, and left alone meanwhile."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from scanner.scan import OPENER, THING
from scanner.subjects import Clues, Subject
from spiders.devtools import CallError
from spiders.picturing.darkroom import Cover, Darkroom, Shot
from spiders.picturing.finder import Finder, Found
from spiders.picturing.framing import WINDOW, Box, cut
from spiders.visit import Stand

PAUSE = 0.35
"""Seconds for what comes into view to be shown."""

SETTLED = 1.5
CAPTURED = 5.0
STILL = 0.25
TRIES = 3
"""How often a thing may have moved between two looks before it is given up."""

MOST_FRAMES = 20


Same = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Taken:
    """A picture: a JPEG, and what it outlines (THING, OPENER)."""

    jpeg: bytes
    outlined: str


@dataclass(slots=True)
class Album:
    """What came of all subjects: the pictures by reference, and why others were not taken."""

    taken: dict[str, Taken] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Camera:
    """Photographs the `subjects` of one page, once it is shown to it; what `known` tells is covered wherever it stands.

    `own` are the hosts whose mail addresses are the site's. Pictures, and why there is none, go into `album`.
    """

    subjects: Sequence[Subject]
    known: Sequence[Clues]
    own: Sequence[str]
    album: Album

    async def __call__(self, stand: Stand) -> None:
        """Photograph all of them, then develop. DevtoolsError: the page is gone, or hangs."""
        finder = Finder(stand.session, stand.reader, stand.journal.main, stand.journal.loader, stand.journal.frames)
        shots: dict[str, tuple[Shot, str]] = {}
        for subject in self.subjects:
            try:
                got = await self._one(subject, stand, finder)
            except CallError:
                got = "changed"
            if isinstance(got, str):
                self.album.left[got] += 1
            else:
                shots[subject.ref] = got
        room = Darkroom(stand.session)
        if shots:
            await room.enter(stand.journal.main)
        for ref, (shot, outlined) in shots.items():
            self.album.taken[ref] = Taken(await room.developed(shot), outlined)

    async def _one(self, subject: Subject, stand: Stand, finder: Finder) -> tuple[Shot, str] | str:
        """The photograph and what it is of, or why there is none."""
        found = await finder.thing(subject)
        if found is None:
            await finder.value("down", await finder.document())
            await self._rest(stand)
            found = await finder.thing(subject)
        why = "not found" if found is None else "not visible"
        if found is not None:
            same = partial(finder.is_thing, found, subject)
            got = await self._photographed(found, same, subject, stand, finder)
            if isinstance(got, Shot):
                return got, THING
            why = got
        opener = await finder.opener(subject.opener) if subject.opener is not None else None
        if opener is not None and subject.opener is not None:
            same = partial(finder.is_opener, opener, subject.opener)
            got = await self._photographed(opener, same, subject, stand, finder)
            if isinstance(got, Shot):
                return got, OPENER
            why = got
        return why

    async def _photographed(
        self, found: Found, same: Same, subject: Subject, stand: Stand, finder: Finder
    ) -> Shot | str:
        """The photograph of what was found, or why there is none; `same` tells whether it still is what it was."""
        if not await finder.sees(found):
            return "not visible"
        box = await finder.box(found.element)
        await finder.value("show", found.element, box is not None and box.within(WINDOW).shows)
        await asyncio.sleep(PAUSE)
        await self._rest(stand)
        box = await finder.box(found.element)
        if box is None or not box.within(WINDOW).shows or not await finder.sees(found):
            return "not visible"
        picture = cut(box)
        await finder.value("putAside", found.frame, list(box.within(WINDOW).plain), list(picture.plain))
        for _ in range(TRIES):
            before = await self._measured(found, subject, finder)
            if isinstance(before, str):
                return before
            answer = await stand.session.call("Page.captureScreenshot", format="png", seconds=CAPTURED)
            after = await self._measured(found, subject, finder)
            if not await same():
                return "changed"
            if not isinstance(after, str) and _is_still(before, after):
                box, covers = after
                every = dict.fromkeys((*before[1], *covers))
                return Shot(answer["data"], box.within(WINDOW), cut(box), tuple(every))
            await asyncio.sleep(STILL)
        return "moving"

    async def _rest(self, stand: Stand) -> None:
        await stand.settling.quiet(stand.journal.committed, SETTLED, STILL)

    async def _measured(self, found: Found, subject: Subject, finder: Finder) -> tuple[Box, tuple[Cover, ...]] | str:
        """Where the thing is, and all that has to be covered; or why it cannot be shown."""
        box = await finder.box(found.element)
        if box is None or not box.within(WINDOW).shows:
            return "not visible"
        if not await finder.value("hits", found.frame, *(box.plain if found.frame == found.element else ())):
            return "something lies over it"
        covers = await self._covers(found, finder)
        if covers is None:
            return "too much to cover"
        if subject.secret and found.frame == found.element:
            inside = await finder.inside(found.element)
            if inside is None:
                return "too much to cover"
            covers += inside
        return box, tuple(covers)

    async def _covers(self, found: Found, finder: Finder) -> list[Cover] | None:
        """What has to be covered, in the page and in its frames. None: too much."""
        known, own = list(self.known), list(self.own)
        covers = _covers(await finder.value("covers", await self._at(found, finder), known, own))
        if covers is None:
            return None
        for element in await finder.elements("shut", await finder.document(), known):
            inside = await finder.inside(element)
            if inside is None:
                return None
            covers += inside
        for frame, loader in islice(finder.frames.items(), MOST_FRAMES):
            corner = await finder.corner(frame)
            if corner is None or not corner.within(WINDOW).shows:
                continue
            more: list[Cover] | None = []
            with suppress(CallError):
                document = await finder.document(frame, loader)
                more = _covers(await finder.value("covers", document, known, own))
            if more is None:
                return None
            covers += [Cover(one.kind, one.box.moved(corner.x, corner.y).within(corner)) for one in more]
        return covers

    async def _at(self, found: Found, finder: Finder) -> str:
        """What the page itself is asked about: the thing, unless a frame shows it."""
        return found.element if found.frame == found.element else await finder.document()


def _covers(told: Sequence[Sequence[object]] | None) -> list[Cover] | None:
    if told is None:
        return None
    return [Cover(str(kind), Box(*map(float, box))) for kind, *box in told]  # type: ignore[arg-type] # four numbers


def _is_still(before: tuple[Box, tuple[Cover, ...]], after: tuple[Box, tuple[Cover, ...]]) -> bool:
    """Whether nothing moved from one look to the next that is outlined or covered."""
    if not before[0].is_still(after[0]) or len(before[1]) != len(after[1]):
        return False
    return all(one.kind == two.kind and one.box.is_still(two.box) for one, two in zip(before[1], after[1], strict=True))
