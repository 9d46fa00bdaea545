"""What of the site leads to the pages that the CRM serves, and to its own redirects to the CRM."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from scanner.documents import natural
from scanner.inward import WHOLE, Inward, Part, Way
from scanner.model import How, PlacementType, State
from scanner.scan import Finding, Inlink, Linked
from scanner.urls import page_key, parse

MOST_PAGES = 50
MOST_PLACES = 500
MOST_GROUPS = 5_000
LONGEST_WAY = 10

COUNTED = frozenset({Way.LINK, Way.BUTTON, Way.FRAME, Way.CANONICAL, Way.HEAD, Way.OPEN_GRAPH, Way.JSON_LD})
"""What is edited on a page; sitemaps are made anew by themselves, redirects are told apart."""

_Place = tuple[str, Way, Part, str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """One address of the site, redacted, with the keys under which pages name it; `to` is where it redirects to."""

    url: str
    keys: frozenset[str]
    to: str = ""


class Inwards(Protocol):
    """All that leads to pages of the site, as it was stored; read anew each time."""

    def addresses(self) -> Iterable[Known]:
        """The addresses of the site."""

    def __iter__(self) -> Iterator[tuple[str, tuple[Inward, ...]]]:
        """The pages and sitemaps, redacted, with the places on them."""


@dataclass(slots=True)
class _Gathered:
    """What leads to one finding: how many pages hold each place, and the first of them."""

    numbers: dict[_Place, int] = field(default_factory=dict)
    first: dict[_Place, list[str]] = field(default_factory=lambda: defaultdict(list))
    pages: set[str] = field(default_factory=set)

    def add(self, page: str, place: _Place) -> None:
        if place not in self.numbers and len(self.numbers) >= MOST_GROUPS:
            return
        held = self.first[place]
        self.numbers[place] = self.numbers.get(place, 0) + 1
        if len(held) < MOST_PAGES:
            held.append(page)
        if place[1] in COUNTED:
            self.pages.add(page)

    def linked(self) -> Linked | None:
        if not self.numbers:
            return None
        counted = [(place, number) for place, number in self.numbers.items() if place[1] in COUNTED]
        places = [_inlink(place, number, self.first[place]) for place, number in self.numbers.items()]
        return Linked(
            links=sum(1 if part else number for (_, _, part, _, _), number in counted),
            pages=len(self.pages),
            redirects=sum(one.way is Way.REDIRECT for one in places),
            sitemaps=sum(one.way is Way.SITEMAP for one in places),
            places=tuple(sorted(places, key=_standing)[:MOST_PLACES]),
        )


def linked(found: Sequence[Finding], inwards: Inwards) -> tuple[Finding, ...]:
    """`found`, each page that the CRM serves, and each redirect of the site to the CRM, with what leads there.

    A redirect is said to be on the pages that lead to it. What stands on pages that the CRM serves goes with them.
    """
    ends: dict[str, list[int]] = defaultdict(list)
    for number, finding in enumerate(found):
        for end in _ends(finding):
            ends[end].append(number)
    if not ends:
        return tuple(found)
    keys, hops = _keys(ends, inwards.addresses())
    served = {page for finding in found if _is_page(finding) for page in finding.placement.pages}
    gathered: dict[int, _Gathered] = defaultdict(_Gathered)
    for hop, to, end in hops:
        for number in ends[end]:
            gathered[number].add(hop, (to, Way.REDIRECT, Part.NONE, "", ""))
    for page, places in inwards:
        for one in places:
            named, end = keys.get(one.key, ("", ""))
            for number in ends[end] if end and page != end else ():
                if page not in served or not _is_page(found[number]):
                    gathered[number].add(page, (named, one.way, one.part, one.label, one.locator))
    return tuple(_with(finding, gathered[n]) if n in gathered else finding for n, finding in enumerate(found))


def _is_page(finding: Finding) -> bool:
    return finding.signature in WHOLE and finding.state is not State.INERT


def _ends(finding: Finding) -> tuple[str, ...]:
    """The addresses of the site to which a way may lead."""
    if _is_page(finding):
        return finding.placement.pages
    source = finding.placement.container
    moved = finding.how is How.REDIRECT and finding.placement.type is PlacementType.REDIRECT
    return (source,) if moved and parse(source) else ()


def _keys(
    ends: Mapping[str, object], addresses: Iterable[Known]
) -> tuple[dict[str, tuple[str, str]], tuple[tuple[str, str, str], ...]]:
    """By key the address that pages name, and the one of `ends` that it leads to; and the redirects on these ways."""
    keys: dict[str, tuple[str, str]] = {}
    moved: list[Known] = []
    for one in addresses:
        if one.url in ends:
            keys.update(dict.fromkeys(one.keys, (one.url, one.url)))
        elif one.to:
            moved.append(one)
    hops: dict[str, tuple[str, str, str]] = {}
    for _ in range(LONGEST_WAY):
        further = [one for one in moved if one.to in keys and one.url not in hops]
        if not further:
            break
        for one in further:
            to, end = keys[one.to]
            hops[one.url] = (one.url, to, end)
            for key in one.keys:
                keys.setdefault(key, (one.url, end))
    told = (hop for hop in hops.values() if page_key(hop[0]) != page_key(hop[2]))
    return keys, tuple(sorted(told))


def _inlink(place: _Place, number: int, pages: Sequence[str]) -> Inlink:
    to, way, part, label, locator = place
    return Inlink(way, part, label, locator, to, tuple(pages), number)


def _standing(one: Inlink) -> tuple[object, ...]:
    """What one edit clears from most pages first, then in the order of pages."""
    reach = one.number if one.part else 1
    way = tuple(Way).index(one.way)
    return one.way not in COUNTED, -reach, natural(one.pages[0]), way, one.locator, one.to, one.label


def _with(finding: Finding, gathered: _Gathered) -> Finding:
    where = finding.placement
    if not _is_page(finding):
        more = [page for page in sorted(gathered.pages, key=natural) if page not in where.pages]
        documents = (*where.documents, *more) if where.documents else ()
        where = replace(where, pages=(*where.pages, *more), documents=documents)
    return replace(finding, placement=where, linked=gathered.linked())
