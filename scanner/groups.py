"""Sightings from all pages, grouped by the place where one edit removes them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from sys import intern
from typing import TypeVar

from scanner import urls
from scanner.joining import Placed
from scanner.model import Evidence, How, Mention, PageTraces, SeenIn, State
from scanner.placement import Place, settled, together
from scanner.platforms import PLAIN
from scanner.sightings import Sighting
from scanner.surroundings import Spread

T = TypeVar("T")
MOST_EVIDENCE = 12
NaturalKey = tuple[tuple[tuple[int, str], ...], str]

_STATES = (State.LIVE, State.WAITING, State.INERT)
_PIECES = re.compile(r"(\d+)")
_CLASSES = re.compile(r"\.[^\s.>#]+")
_KEPT, _TRIMMED_AT = 24, 64
_MERGING = (How.LINK, How.TEXT, How.FILE)
"""What an editor puts several times under one heading is still one thing to do there."""


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
    """A thing at one place of one page. `page` is the script's address where it stands in a script file."""

    page: str
    order: int
    state: State
    url: str
    served: bool
    place: Place
    pieces: tuple[Piece, ...]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What was seen of it there."""
        return tuple(Evidence(self.page, p.seen_in, p.locator, p.excerpt, None, p.label) for p in self.pieces)

    @property
    def locators(self) -> tuple[str, ...]:
        """Where it stands in its own document, be that a page or a frame."""
        return tuple(piece.locator.rpartition(" >> ")[2] for piece in self.pieces if piece.locator)


@dataclass(slots=True)
class Group:
    """Spots of one thing that one edit may remove; of many pages only the first spots are kept, but every address.

    `framed` are spots on other pages that show one of these pages in a frame; `served` says that it stands in a page
    before anything ran.
    """

    thing: Thing
    place: Place
    spots: list[Spot] = field(default_factory=list)
    framed: list[Spot] = field(default_factory=list)
    visited: list[str] = field(default_factory=list)
    state: State = State.INERT
    served: bool = False

    @property
    def pages(self) -> dict[str, None]:
        """The addresses of all pages, in the order in which they came."""
        return dict.fromkeys(self.visited)

    def add(self, spot: Spot) -> None:
        """Takes one spot in."""
        self.spots.append(spot)
        if not self.visited or self.visited[-1] != spot.page:
            self.visited.append(spot.page)
        self.state = min(self.state, spot.state, key=_STATES.index)
        self.served = self.served or spot.served
        if len(self.spots) >= _TRIMMED_AT and self.place.spread in (Spread.ONCE, Spread.POSITION):
            self.spots = _first_spots(self.spots)

    def take(self, other: "Group") -> None:
        """Takes all of another group in."""
        self.spots += other.spots
        self.framed += other.framed
        self.visited += other.visited
        self.state = min(self.state, other.state, key=_STATES.index)
        self.served = self.served or other.served


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing to edit; `shared` if one edit removes it from all `pages`, else it is on the page of the first spot."""

    thing: Thing
    place: Place
    spots: tuple[Spot, ...]
    pages: tuple[str, ...]
    state: State
    shared: bool


@lru_cache(maxsize=16384)
def natural(page: str) -> NaturalKey:
    """Sorts addresses as people number them: the start page first, page 9 before page 10."""
    pieces = _PIECES.split(urls.page_key(page))
    return tuple((int(piece[:18]), piece) if piece.isdecimal() else (0, piece) for piece in pieces), page


def _first_spots(spots: Iterable[Spot]) -> list[Spot]:
    ordered = sorted(spots, key=_position)
    kept = ordered[:_KEPT]
    kinds = {piece.seen_in for spot in kept for piece in spot.evidence}
    for spot in ordered[_KEPT:]:
        new = {piece.seen_in for piece in spot.evidence} - kinds
        if new:
            kinds |= new
            kept.append(spot)
    return kept


def _position(spot: Spot) -> tuple[NaturalKey, int]:
    return natural(spot.page), spot.order


class Gathering:
    """Takes in the sightings of page after page, and says at the end where each thing is edited."""

    def __init__(self) -> None:
        self._groups: dict[Thing, dict[tuple[str, str], Group]] = defaultdict(dict)
        self._loaded_by: dict[str, list[str]] = defaultdict(list)
        self._joined: dict[Thing, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
        self._framed: list[tuple[Thing, Spot]] = []
        self._platforms: dict[str, str] = {}

    def count(self, traces: PageTraces) -> None:
        """Notes that a page, or a script file, was read."""
        if traces.platform:
            self._platforms[traces.url] = intern(traces.platform)
        for script in traces.scripts:
            self._loaded_by[urls.page_key(script)].append(traces.url)

    def add(self, traces: PageTraces, things: Iterable[Placed], joined: Iterable[Placed]) -> None:
        """Takes in what one page shows, and what was joined to another thing on it."""
        for placed in things:
            thing, spot = _thing(placed.sighting), _spot(placed, traces.url)
            if placed.sighting.framed:
                self._framed.append((thing, spot))
            else:
                self._group(thing, placed.place).add(spot)
        for placed in joined:
            self._joined[_thing(placed.sighting)][placed.place.key, placed.place.chain].append(traces.url)

    def _group(self, thing: Thing, place: Place) -> Group:
        groups = self._groups[thing]
        group = groups.get((place.key, place.chain))
        if group is None:
            group = groups[place.key, place.chain] = Group(thing, place)
        return group

    def platform(self, pages: Iterable[str]) -> str:
        """The builder of most of `pages`, else of most pages of the site."""
        known = [self._platforms[page] for page in pages if page in self._platforms]
        counts = Counter(known or self._platforms.values())
        return max(sorted(counts), key=counts.__getitem__, default=PLAIN)

    def edits(self) -> Iterator[Edit]:
        """All things to edit, in no particular order."""
        self._place_framed()
        self._absorb_into_files()
        for thing, groups in self._groups.items():
            lonely = []
            for group in _families(groups.values()):
                pages = self._pages(group)
                if settled(group.place, len(pages), len(self._platforms)):
                    yield self._shared(group, self._with_joined(thing, group, pages))
                else:
                    lonely.append(group)
            yield from _page_by_page(thing, lonely)

    def _place_framed(self) -> None:
        """What a page shows in a frame, exactly as another page of the site serves it, is edited on that page."""
        owners: dict[tuple[Thing, str], Group] = {}
        if self._framed:
            groups = [group for groups in self._groups.values() for group in groups.values()]
            owners = {(g.thing, locator): g for g in groups for spot in g.spots for locator in spot.locators}
        for thing, spot in self._framed:
            owner = next((owners[thing, at] for at in spot.locators if (thing, at) in owners), None)
            if owner is None:
                self._group(thing, spot.place).add(spot)
            else:
                owner.framed.append(spot)

    def _absorb_into_files(self) -> None:
        """What a page shows only because a script file that it loads says so belongs to that file's finding."""
        files: dict[tuple[str, str, bool], dict[str, Group]] = defaultdict(dict)
        for thing, groups in self._groups.items():
            for group in groups.values():
                if group.place.setting == "file":
                    scripts = (urls.page_key(spot.page) for spot in group.spots)
                    known = {script: group for script in scripts if script in self._loaded_by}
                    files[thing.signature, thing.value, thing.inert] |= known
        for thing, groups in self._groups.items():
            owners = files.get((thing.signature, thing.value, thing.inert))
            if owners:
                self._absorb_into(owners, groups)

    def _absorb_into(self, files: dict[str, Group], groups: dict[tuple[str, str], Group]) -> None:
        loading = {script: set(self._loaded_by[script]) for script in sorted(files)}
        for key, group in list(groups.items()):
            if group.place.spread is Spread.ONCE or group.served:
                continue
            owner = next((files[script] for script, pages in loading.items() if group.pages.keys() <= pages), None)
            if owner is not None:
                owner.take(groups.pop(key))

    def _pages(self, group: Group) -> tuple[str, ...]:
        """The pages of a group; for a script file, those that load it."""
        if group.place.setting not in ("file", "tag-manager"):
            return tuple(sorted(group.pages, key=natural))
        loading = (self._loaded_by.get(urls.page_key(page)) or (page,) for page in group.pages)
        return tuple(sorted(set(chain.from_iterable(loading)), key=natural))

    def _shared(self, group: Group, pages: tuple[str, ...]) -> Edit:
        """One edit for all pages, in the words of the builder that most of them are made with."""
        spots = (*sorted(group.spots, key=_position), *sorted(group.framed, key=_position))
        builder = self.platform(pages)
        own = [spot for spot in spots if spot.place.key == group.place.key]
        spot = next((spot for spot in own if self._platforms.get(spot.page) == builder), own[0])
        place = together((spot.place, *(other.place for other in own))) if spot.place.thing else spot.place
        return Edit(group.thing, place, spots, _and_framed(pages, group.framed), group.state, shared=True)

    def _with_joined(self, thing: Thing, group: Group, pages: tuple[str, ...]) -> tuple[str, ...]:
        more = self._joined.get(thing, {}).get((group.place.key, group.place.chain), ())
        return tuple(sorted({*pages, *more}, key=natural)) if more else pages


def _thing(sighting: Sighting) -> Thing:
    return Thing(sighting.signature, sighting.value, sighting.how, sighting.state is State.INERT)


def _spot(placed: Placed, page: str) -> Spot:
    sighting = placed.sighting
    url = next((mention.url for mention in sighting.mentions if mention.url), "")
    pieces = tuple(_first_of_each(map(_piece, (*sighting.mentions, *sighting.joined))))
    return Spot(page, sighting.order, sighting.state, intern(url), sighting.served, _one(placed.place), _one(pieces))


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
    ordered = sorted(spots, key=_position)
    pieces = list(dict.fromkeys(chain.from_iterable(spot.evidence for spot in ordered)))
    kinds = {piece.seen_in: n for n, piece in reversed(list(enumerate(pieces)))}
    pages = {piece.page: n for n, piece in reversed(list(enumerate(pieces)))}
    order = dict.fromkeys((*sorted(kinds.values()), *sorted(pages.values()), *range(len(pieces))))
    return tuple(pieces[n] for n in sorted(list(order)[:MOST_EVIDENCE]))


# --- which groups are one edit ---------------------------------------------------------------------------------------


def _families(groups: Iterable[Group]) -> Iterator[Group]:
    """Groups of one thing, those united that stand in the same header, footer … of the same template.

    Where such a part looks the same but is built differently on other pages, it is another template; on the same
    pages it is another corner of the same one. A single page that differs in class names only is no template.
    """
    by_key: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        by_key[group.place.key].append(group)
    for alike in by_key.values():
        if len(alike) == 1 or alike[0].place.setting != "region":
            yield from alike
        else:
            yield from _templates(alike)


def _templates(groups: list[Group]) -> Iterator[Group]:
    """Groups that look alike, those united that share a page."""
    ordered = sorted(groups, key=lambda group: (-len(group.pages), group.place.chain))
    roots = list(range(len(ordered)))

    def root(number: int) -> int:
        while roots[number] != number:
            roots[number] = number = roots[roots[number]]
        return number

    first_on: dict[str, int] = {}
    first_built: dict[str, int] = {}
    for number, group in enumerate(ordered):
        bare = _CLASSES.sub("", group.place.chain)
        neighbours = {first_on[page] for page in group.pages if page in first_on}
        if len(group.pages) == 1 and bare in first_built:
            neighbours.add(first_built[bare])
        for neighbour in neighbours:
            one, other = sorted((root(neighbour), root(number)))
            roots[other] = one
        first_built.setdefault(bare, number)
        for page in group.pages:
            first_on.setdefault(page, number)
    united: dict[int, Group] = {}
    for number, group in enumerate(ordered):
        owner = united.setdefault(root(number), Group(group.thing, group.place))
        owner.take(group)
    yield from united.values()


def _and_framed(pages: tuple[str, ...], framed: Iterable[Spot]) -> tuple[str, ...]:
    return tuple(sorted({*pages, *(spot.page for spot in framed)}, key=natural))


def _page_by_page(thing: Thing, groups: Sequence[Group]) -> Iterator[Edit]:
    """One edit for each page and place; identical links under one heading are one."""
    places: dict[tuple[str, str], list[Spot]] = defaultdict(list)
    framed = [spot for group in groups for spot in group.framed]
    for spot in sorted((spot for group in groups for spot in group.spots), key=_position):
        where = spot.place.spot if thing.how in _MERGING else str(spot.order)
        places[spot.page, where].append(spot)
    for (page, _), alike in places.items():
        own = {locator for spot in alike for locator in spot.locators}
        shown = [spot for spot in framed if own.intersection(spot.locators)]
        spots = (*alike, *sorted(shown, key=_position))
        state = min((spot.state for spot in spots), key=_STATES.index)
        others = [other for other in _and_framed((), shown) if other != page]
        yield Edit(thing, alike[0].place, spots, (page, *others), state, shared=False)
