"""What one edit may remove: a thing, the spots where it was seen, and the group of those at one place."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from sys import intern
from typing import TypeVar

from scanner.documents import NaturalKey, natural
from scanner.joining import Placed
from scanner.mentions import Mention
from scanner.model import How, Opener, SeenIn, State
from scanner.placement import Place, maker
from scanner.scan import Evidence
from scanner.sightings import Sighting
from scanner.surroundings import Spread
from scanner.traces import PageTraces

T = TypeVar("T")
MOST_EVIDENCE = 12

_STATES = (State.LIVE, State.WAITING, State.INERT)
_KEPT, _TRIMMED_AT = 24, 64


@dataclass(frozen=True, slots=True)
class Thing:
    """What a finding is about, wherever it is: the signature, the CRM's identity, how it is there, whether it runs."""

    signature: str
    value: str
    how: How
    inert: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence without its page: on pages of one template it is the same, and held once."""

    seen_in: SeenIn
    locator: str
    excerpt: str
    label: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A thing at one place of one page. `page` is the script's address where it stands in a script file.

    It is the `number`th of its kind that this page serves, or that only the browser shows there: `maker` is the script
    that puts it there, `opener` what it waits for. It is `coded` if only code names it, `idle` if that code, or a
    comment, was brought by a script; `proved` if the document that it shows, or leads to, was seen to be the CRM's.
    """

    page: str
    number: int
    order: int
    state: State
    url: str
    served: bool
    place: Place
    pieces: tuple[Piece, ...]
    opener: Opener | None = None
    maker: str = ""
    coded: bool = False
    idle: bool = False
    proved: bool = False

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What was seen of it there."""
        return tuple(Evidence(self.page, p.seen_in, p.locator, p.excerpt, None, p.label) for p in self.pieces)

    @property
    def locators(self) -> tuple[str, ...]:
        """Where it stands in its own document, be that a page or a frame."""
        return tuple(piece.locator.rpartition(" >> ")[2] for piece in self.pieces if piece.locator)


@dataclass(slots=True)
class Life:
    """How alive spots are: of those that show something, and of those where code only names it.

    Code tells what it may do: where the browser saw that it waits, the code alone does not make it live.
    """

    shown: State = State.INERT
    coded: State = State.INERT
    opened: bool = False

    def add(self, spot: Spot) -> None:
        """Counts one spot in."""
        if spot.coded:
            self.coded = live(self.coded, spot.state)
        else:
            self.shown = live(self.shown, spot.state)
            self.opened = self.opened or spot.opener is not None

    def take(self, other: "Life") -> None:
        """Counts others in."""
        self.shown, self.coded = live(self.shown, other.shown), live(self.coded, other.coded)
        self.opened = self.opened or other.opened

    @property
    def state(self) -> State:
        """That of all of them."""
        return self.shown if self.opened else live(self.shown, self.coded)


def state_of(spots: Iterable[Spot]) -> State:
    """How alive a thing at these spots is."""
    life = Life()
    for spot in spots:
        life.add(spot)
    return life.state


@dataclass(slots=True)
class Group:
    """Spots of one thing that one edit may remove; of many pages only the first spots are kept, but every address.

    `framed` are spots on other pages that show one of these pages in a frame; `served` says that it stands in a page
    before anything ran, `idle` that scripts brought no more than code or comments that name it.
    """

    thing: Thing
    place: Place
    spots: list[Spot] = field(default_factory=list)
    framed: list[Spot] = field(default_factory=list)
    visited: list[str] = field(default_factory=list)
    life: Life = field(default_factory=Life)
    served: bool = False
    idle: bool = True

    @property
    def pages(self) -> dict[str, None]:
        """The addresses of all pages, in the order in which they came."""
        return dict.fromkeys(self.visited)

    def part(self, spots: Iterable[Spot], framed: Iterable[Spot] = ()) -> "Group":
        """A group of only these of its spots."""
        part = Group(self.thing, self.place)
        for spot in spots:
            part.add(spot)
        part.framed += framed
        return part

    def add(self, spot: Spot) -> None:
        """Takes one spot in."""
        self.spots.append(spot)
        if not self.visited or self.visited[-1] != spot.page:
            self.visited.append(spot.page)
        self.life.add(spot)
        self.served = self.served or spot.served
        self.idle = self.idle and spot.idle
        if len(self.spots) >= _TRIMMED_AT and self.place.spread in (Spread.ONCE, Spread.POSITION):
            self.spots = _first_spots(self.spots)

    def take(self, other: "Group") -> None:
        """Takes all of another group in."""
        self.spots += other.spots
        self.framed += other.framed
        self.visited += other.visited
        self.life.take(other.life)
        self.served = self.served or other.served
        self.idle = self.idle and other.idle


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing to edit; `shared` if one edit removes it from all `pages`, else it is on the first of them.

    The others are further addresses of that page, or show it in a frame. It stands there `times` times. `copies` are
    in feeds and data files that the site makes of its pages.
    """

    thing: Thing
    place: Place
    spots: tuple[Spot, ...]
    pages: tuple[str, ...]
    state: State
    shared: bool
    times: int = 1
    copies: tuple[Spot, ...] = ()

    @property
    def opener(self) -> Opener | None:
        """What it waits for, if all of it waits."""
        if self.state is not State.WAITING:
            return None
        return next((spot.opener for spot in self.spots if spot.opener is not None), None)

    @property
    def maker(self) -> str:
        """The address of the script that inserts it; "" if it stands in a page, or if nobody knows."""
        if any(spot.served for spot in self.spots):
            return ""
        return next((spot.maker for spot in self.spots if spot.maker), "")


def live(*states: State) -> State:
    """The most alive of `states`."""
    return min(states, key=_STATES.index)


def _first_spots(spots: Iterable[Spot]) -> list[Spot]:
    ordered = sorted(spots, key=position)
    kept = ordered[:_KEPT]
    kinds = {piece.seen_in for spot in kept for piece in spot.evidence}
    for spot in ordered[_KEPT:]:
        new = {piece.seen_in for piece in spot.evidence} - kinds
        if new:
            kinds |= new
            kept.append(spot)
    return kept


def position(spot: Spot) -> tuple[NaturalKey, int]:
    """Sorts spots by page, and on a page from top to bottom."""
    return natural(spot.page), spot.order


def thing_of(sighting: Sighting) -> Thing:
    """What was sighted, wherever it is."""
    return Thing(sighting.signature, sighting.value, sighting.how, sighting.state is State.INERT)


def spot_of(placed: Placed, traces: PageTraces, number: int, address_of: Callable[[Sighting], str]) -> Spot:
    """What was sighted on the page of `traces`; `address_of` says which of its addresses is the CRM's."""
    sighting = placed.sighting
    url = address_of(sighting)
    pieces = tuple(_first_of_each(map(_piece, (*sighting.mentions, *sighting.joined))))
    return Spot(
        traces.url,
        number,
        sighting.order,
        sighting.state,
        intern(url),
        sighting.served,
        _one(placed.place),
        _one(pieces),
        sighting.opener,
        intern(maker(sighting, traces)),
        sighting.coded,
        sighting.idle,
        sighting.proved,
    )


@lru_cache(maxsize=4096)
def _one(value: T) -> T:
    """`value` itself, or the equal one that came before: a site of thousands of pages says few different things."""
    return value


def _piece(mention: Mention) -> Piece:
    where = mention.where
    locator = " >> ".join(filter(None, (where.inside, where.locator)))
    return Piece(where.seen_in, locator, where.excerpt, where.label)


def _first_of_each(pieces: Iterable[Piece]) -> list[Piece]:
    """Without repeats; at most a few of each kind."""
    counts: Counter[SeenIn] = Counter()
    kept: dict[Piece, None] = {}
    for piece in pieces:
        if piece not in kept and counts[piece.seen_in] < MOST_EVIDENCE // 3:
            counts[piece.seen_in] += 1
            kept[piece] = None
    return list(kept)


def chosen(spots: Sequence[Spot]) -> tuple[Evidence, ...]:
    """At most twelve pieces of evidence: one of each kind, then one of each page, then others; in page order."""
    ordered = sorted(spots, key=position)
    pieces = list(dict.fromkeys(chain.from_iterable(spot.evidence for spot in ordered)))
    kinds = {piece.seen_in: n for n, piece in reversed(list(enumerate(pieces)))}
    pages = {piece.page: n for n, piece in reversed(list(enumerate(pieces)))}
    order = dict.fromkeys((*sorted(kinds.values()), *sorted(pages.values()), *range(len(pieces))))
    return tuple(pieces[n] for n in sorted(list(order)[:MOST_EVIDENCE]))
