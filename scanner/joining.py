"""What belongs to another thing on the same page: the script that resizes a frame, the requests of a chat."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from scanner.model import How, Mention, PageTraces, State
from scanner.placement import Place, locate
from scanner.sightings import Sighting
from scanner.signatures import Signatures
from scanner.surroundings import Spread

_MOST_HOSTS = 64


@dataclass(frozen=True, slots=True)
class Placed:
    """A sighting and where it is edited."""

    sighting: Sighting
    place: Place


def join(
    sightings: Iterable[Sighting], traces: PageTraces, signatures: Signatures
) -> tuple[tuple[Placed, ...], tuple[Placed, ...]]:
    """The things on the page of `traces`, each with what belongs to it; beside them, what was joined to another.

    What a signature `joins` belongs to the nearest such thing on the page; where there is none, it stays a thing of
    its own. So does what stands in a template of its own: that is another edit.
    """
    found = [Placed(sighting, locate(sighting, traces)) for sighting in sightings]
    belongs: dict[int, Placed] = {}
    for placed in found:
        joins = signatures.by_id(placed.sighting.signature).joins
        host = _host(placed, joins, found, belongs) if joins else None
        if host is not None:
            belongs[placed.sighting.order] = host
    extra: dict[int, list[Mention]] = defaultdict(list)
    for placed in found:
        if placed.sighting.order in belongs:
            extra[_root(placed, belongs).sighting.order] += placed.sighting.mentions
    things = [
        _with(placed, tuple(extra[placed.sighting.order]), traces) if placed.sighting.order in extra else placed
        for placed in found
        if placed.sighting.order not in belongs
    ]
    return tuple(things), tuple(placed for placed in found if placed.sighting.order in belongs)


def _with(placed: Placed, joined: tuple[Mention, ...], traces: PageTraces) -> Placed:
    sighting = replace(placed.sighting, joined=joined)
    return Placed(sighting, placed.place if sighting.served else locate(sighting, traces))


def _root(placed: Placed, belongs: dict[int, Placed]) -> Placed:
    """The thing that `placed` belongs to in the end; itself if to none."""
    while placed.sighting.order in belongs:
        placed = belongs[placed.sighting.order]
    return placed


def _host(placed: Placed, joins: tuple[str, ...], found: Sequence[Placed], belongs: dict[int, Placed]) -> Placed | None:
    """The thing on the page that `placed` belongs to: of the same identity, or else the nearest.

    A mere link holds nothing; and what runs does not belong to what never does.
    """
    inert = placed.sighting.state is State.INERT
    fixed = placed.sighting.served and placed.place.spread is Spread.ONCE
    hosts = (
        thing
        for thing in found
        if thing.sighting.signature in joins
        and thing.sighting.how not in (How.LINK, How.TEXT)
        and (inert or thing.sighting.state is not State.INERT)
        and (not fixed or thing.place.anchor == placed.place.anchor)
        and _root(thing, belongs) is not placed
    )
    return max(
        islice(hosts, _MOST_HOSTS),
        key=lambda thing: (
            thing.sighting.value == placed.sighting.value,
            _common(thing.sighting.best, placed.sighting.best),
            -abs(thing.sighting.order - placed.sighting.order),
            -thing.sighting.order,
        ),
        default=None,
    )


def _common(one: Mention, other: Mention) -> int:
    """How many ancestors two mentions share."""
    if one.where.inside != other.where.inside:
        return -1
    mine, others = one.where.ancestors, other.where.ancestors
    pairs = zip(mine, others, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(mine), len(others)))
