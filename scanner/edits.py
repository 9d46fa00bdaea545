"""Sightings from all pages, brought together by the place where one edit removes them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from scanner import urls
from scanner.documents import Documents, natural
from scanner.families import by_template, families
from scanner.groups import Edit, Group, Spot, Thing, position, spot_of, state_of, thing_of
from scanner.inward import WHOLE as WHOLE_PAGES
from scanner.joining import Placed
from scanner.makers import container
from scanner.model import How, SeenIn, State
from scanner.placement import WHOLE, Place, settled, together, under_any_heading
from scanner.platforms import platform
from scanner.sightings import Sighting, is_host
from scanner.surroundings import Spread
from scanner.traces import PageTraces

_Copied = tuple[str, str, bool]

_MERGING = (How.LINK, How.TEXT, How.FILE)
"""What an editor puts several times under one heading is still one thing to do there."""


_BROUGHT = ("file", "tag-manager")
"""Settings of what pages load."""


class Gathering:
    """Takes in the sightings of page after page, and says at the end where each thing is edited."""

    def __init__(self, address_of: Callable[[Sighting], str]) -> None:
        self.documents = Documents()
        self._address_of = address_of
        self._groups: dict[Thing, dict[tuple[str, str], Group]] = defaultdict(dict)
        self._loaded_by: dict[str, list[str]] = defaultdict(list)
        self._joined: dict[Thing, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
        self._framed: list[tuple[Thing, Spot]] = []
        self._copied: list[tuple[Thing, Spot]] = []
        self._asides: dict[tuple[str, str], set[str]] = defaultdict(set)

    def count(self, traces: PageTraces) -> None:
        """Notes that a page, or a script file, was read."""
        self.documents.note(traces)
        for script in traces.scripts:
            self._loaded_by[_script_key(script)].append(traces.url)

    def add(self, traces: PageTraces, things: Iterable[Placed], joined: Iterable[Placed]) -> None:
        """Takes in what one page shows, and what was joined to another thing on it."""
        if container(traces.url):
            things = self._without_asides(traces.url, things)
            joined = self._without_asides(traces.url, joined)
        numbers: Counter[tuple[Thing, bool]] = Counter()
        for placed in things:
            thing = thing_of(placed.sighting)
            numbers[thing, placed.sighting.served] += 1
            spot = spot_of(placed, traces, numbers[thing, placed.sighting.served], self._address_of)
            if placed.sighting.framed:
                self._framed.append((thing, spot))
            elif placed.place.setting == "copy":
                self._copied.append((thing, spot))
            else:
                self._group(thing, placed.place).add(spot)
        for placed in joined:
            self._joined[thing_of(placed.sighting)][placed.place.key, placed.place.chain].append(traces.url)

    def _without_asides(self, address: str, things: Iterable[Placed]) -> tuple[Placed, ...]:
        """What a container brings; what it only looks for, or has in a comment, is noted."""
        found = tuple(things)
        for sighting in (placed.sighting for placed in found if placed.sighting.state is State.INERT):
            self._asides[sighting.signature, sighting.value].add(_script_key(address))
        return tuple(placed for placed in found if placed.sighting.state is not State.INERT)

    def _group(self, thing: Thing, place: Place) -> Group:
        groups = self._groups[thing]
        group = groups.get((place.key, place.chain))
        if group is None:
            group = groups[place.key, place.chain] = Group(thing, place)
        return group

    def edits(self) -> Iterator[Edit]:
        """All things to edit, in no particular order."""
        self._place_framed()
        copies = self._place_copies()
        self._drop_asides()
        self._absorb_into_files()
        self._complete()
        first: dict[_Copied, Edit] = {}
        for edit in self._edits():
            key = _copied(edit.thing)
            if key not in copies:
                yield edit
            elif key not in first or _standing(edit) < _standing(first[key]):
                yield from filter(None, (first.get(key),))
                first[key] = edit
            else:
                yield edit
        for key, edit in first.items():
            yield replace(edit, copies=tuple(sorted(copies[key], key=position)))

    def _edits(self) -> Iterator[Edit]:
        for thing, groups in self._groups.items():
            lonely: list[Group] = []
            for group in families(groups.values(), self.documents):
                pages = self._pages(group)
                if self._is_settled(group, pages):
                    yield self._shared(group, self._with_joined(thing, group, pages))
                else:
                    brought, left = by_template(group, self.documents)
                    yield from map(self._by_template, brought)
                    lonely += filter(None, (left,))
            yield from self._page_by_page(thing, lonely)

    def _place_copies(self) -> dict[_Copied, list[Spot]]:
        """What a feed or data file holds as a page does goes with that page's; anything else is a thing of its own."""
        known = {_copied(thing) for thing, groups in self._groups.items() if groups}
        copies: dict[_Copied, list[Spot]] = defaultdict(list)
        for thing, spot in self._copied:
            if _copied(thing) in known:
                copies[_copied(thing)].append(spot)
            else:
                self._group(thing, spot.place).add(spot)
        return copies

    def _is_settled(self, group: Group, pages: Collection[str]) -> bool:
        number = self.documents.count(pages, served=group.served)
        if group.place.key.startswith(WHOLE):
            return number == self.documents.at(group.thing.value, served=group.served)
        return settled(group.place, number, self.documents.total(served=group.served))

    def _place_framed(self) -> None:
        """What a page shows in a frame, exactly as another page of the site serves it, is edited on that page.

        A whole page in a frame is not on the page around it: that only leads there.
        """
        owners: dict[tuple[Thing, str], Group] = {}
        if self._framed:
            groups = [group for groups in self._groups.values() for group in groups.values()]
            owners = {(g.thing, locator): g for g in groups for spot in g.spots for locator in spot.locators}
        for thing, spot in self._framed:
            owner = next((owners[thing, at] for at in spot.locators if (thing, at) in owners), None)
            if owner is None:
                self._group(thing, spot.place).add(spot)
            elif thing.signature not in WHOLE_PAGES:
                owner.framed.append(spot)

    def _drop_asides(self) -> None:
        """What a container only looks for, or has in a comment, is no more on the pages that it puts that code on."""
        for (signature, value), scripts in self._asides.items():
            loading = {page for script in scripts for page in self._loaded_by[script]}
            for thing, groups in self._groups.items():
                if (thing.signature, thing.value) == (signature, value):
                    for key in [key for key, group in groups.items() if group.idle and group.pages.keys() <= loading]:
                        del groups[key]

    def _absorb_into_files(self) -> None:
        """What a page shows only because a script file that it loads says so belongs to that file's finding."""
        files: dict[tuple[str, str, bool], dict[str, Group]] = defaultdict(dict)
        for thing, groups in self._groups.items():
            for group in groups.values():
                if group.place.setting in _BROUGHT:
                    scripts = (_script_key(spot.page) for spot in group.spots)
                    known = {script: group for script in scripts if script in self._loaded_by}
                    files[thing.signature, thing.value, thing.inert] |= known
        for thing, groups in self._groups.items():
            owners = files.get((thing.signature, thing.value, thing.inert))
            if owners:
                self._absorb_into(owners, groups)

    def _absorb_into(self, files: dict[str, Group], groups: dict[tuple[str, str], Group]) -> None:
        loading = {script: set(self._loaded_by[script]) for script in sorted(files)}
        for key, group in list(groups.items()):
            if group.served:
                continue
            owners = [files[script] for script, pages in loading.items() if group.pages.keys() <= pages]
            fixed = group.place.spread is Spread.ONCE and group.place.setting != "file"
            same = (owner for owner in owners if owner.place.key == group.place.key)
            owner = next(chain(same, () if fixed else owners), None)
            if owner is not None and owner is not group:
                owner.take(groups.pop(key))

    def _complete(self) -> None:
        """Code of a script file that names what a kind of thing is at, but no id, belongs to what that file made."""
        for thing, groups in self._groups.items():
            for key, group in list(groups.items()):
                spots = group.spots
                if thing.inert or group.place.setting != "file" or not is_host(thing.value, spots[0].url):
                    continue
                owner = self._made_by({_script_key(spot.page) for spot in spots if spot.coded}, thing)
                if owner is not None:
                    del groups[key]
                    owner.spots += [replace(spot, url="") for spot in spots]

    def _made_by(self, scripts: Collection[str], kind: Thing) -> Group | None:
        """The first thing of this kind, at this host, that one of these scripts put onto a page."""
        things = (groups for thing, groups in self._groups.items() if thing.signature == kind.signature)
        for group in (group for groups in things for group in groups.values()):
            made = (spot for spot in group.spots if _script_key(spot.maker) in scripts)
            if group.thing.value != kind.value and any(is_host(kind.value, spot.url) for spot in made):
                return group
        return None

    def _pages(self, group: Group) -> tuple[str, ...]:
        """The pages of a group; for a script file, those that load it."""
        if group.place.setting not in _BROUGHT:
            return tuple(sorted(group.pages, key=natural))
        loading = (self._loaded_by.get(_script_key(page)) or (page,) for page in group.pages)
        pages = set(chain.from_iterable(loading))
        read = {page for page in pages if self.documents.made_by(page)}
        return tuple(sorted(read or pages, key=natural))

    def _shared(self, group: Group, pages: tuple[str, ...]) -> Edit:
        """One edit for all pages, in the words of the builder that most of them are made with."""
        spots = (*sorted(group.spots, key=position), *sorted(group.framed, key=position))
        builder = self.documents.platform(pages)
        own = [spot for spot in spots if spot.place.key == group.place.key]
        read = (spot for spot in own if any(piece.seen_in is SeenIn.SCRIPT for piece in spot.pieces))
        made = (spot for spot in own if self.documents.made_by(spot.page) == builder)
        spot = next(chain(read, made), own[0])
        others = [other.place for other in own]
        first = under_any_heading(spot.place, others)
        place = together((first, *others)) if first.thing else first
        times = 1 if place != first else _times(own)
        return Edit(
            group.thing, place, spots, _and_framed(pages, group.framed), group.life.state, shared=True, times=times
        )

    def _by_template(self, group: Group) -> Edit:
        """One edit in a template of the builder's."""
        edit = self._shared(group, self._pages(group))
        kin = platform(self.documents.platform(edit.pages)).kin
        return replace(edit, place=replace(edit.place, shared=kin.edit)) if kin else edit

    def _page_by_page(self, thing: Thing, groups: Sequence[Group]) -> Iterator[Edit]:
        """One edit for each document and place; identical links under one heading are one."""
        places: dict[tuple[str, str], list[Spot]] = defaultdict(list)
        framed = [spot for group in groups for spot in group.framed]
        for spot in sorted((spot for group in groups for spot in group.spots), key=position):
            page = self.documents.of(spot.page) if spot.served else spot.page
            where = spot.place.spot if thing.how in _MERGING else f"{spot.served}{spot.number}"
            places[page, where].append(spot)
        for (page, _), alike in places.items():
            yield _alone(thing, page, alike, framed)

    def _with_joined(self, thing: Thing, group: Group, pages: tuple[str, ...]) -> tuple[str, ...]:
        more = self._joined.get(thing, {}).get((group.place.key, group.place.chain), ())
        return tuple(sorted({*pages, *more}, key=natural)) if more else pages


def _script_key(address: str) -> str:
    """Identity of a script that pages load: a container is the same one wherever it lies."""
    found = container(address)
    return f"container:{found.key}" if found else urls.page_key(address)


def _copied(thing: Thing) -> _Copied:
    """What a thing and its copy have in common: in a feed a frame may be no more than an address."""
    return thing.signature, thing.value, thing.inert


def _standing(edit: Edit) -> tuple[object, ...]:
    return position(edit.spots[0]), edit.thing.how, edit.place.chain


def _and_framed(pages: tuple[str, ...], framed: Iterable[Spot]) -> tuple[str, ...]:
    return tuple(sorted({*pages, *(spot.page for spot in framed)}, key=natural))


def _alone(thing: Thing, page: str, alike: Sequence[Spot], framed: Iterable[Spot]) -> Edit:
    """One edit on `page`. What its other addresses show again is no further evidence."""
    own = {locator for spot in alike for locator in spot.locators}
    shown = sorted((spot for spot in framed if own.intersection(spot.locators)), key=position)
    page = page if any(spot.page == page for spot in alike) else alike[0].page
    here = sorted((spot for spot in alike if spot.page == page), key=position)
    twins = [spot for spot in alike if spot.page != page]
    kinds = {piece.seen_in for spot in here for piece in spot.pieces}
    more = [spot for spot in twins if any(piece.seen_in not in kinds for piece in spot.pieces)]
    spots = (*here, *more, *shown)
    others = [other for other in _and_framed((), (*twins, *shown)) if other != page]
    state = state_of((*alike, *shown))
    return Edit(thing, spots[0].place, spots, (page, *others), state, shared=False, times=_times(here))


def _times(spots: Iterable[Spot]) -> int:
    """How often a thing stands on one page; where the page as served holds it, that counts."""
    counts = Counter(
        (not served, page) for page, served, _ in {(spot.page, spot.served, spot.number) for spot in spots}
    )
    by_page: dict[str, int] = {}
    for (_, page), number in sorted(counts.items()):
        by_page.setdefault(page, number)
    return max(by_page.values(), default=1)
