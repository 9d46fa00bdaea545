"""What belongs to another thing on the same page: the script that resizes a frame, the requests of a chat."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from scanner.mentions import Mention, MentionType
from scanner.model import How, State
from scanner.placement import Place, locate
from scanner.sightings import Sighting
from scanner.signatures import Signatures
from scanner.surroundings import Spread
from scanner.traces import PageTraces

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
    extra: list[tuple[Placed, Mention]] = []
    for placed in found:
        joins = signatures.by_id(placed.sighting.signature).joins
        hosts = _hosts(placed, joins, found, belongs) if joins else ()
        if hosts:
            belongs[placed.sighting.order] = hosts[0]
            extra += zip(hosts, placed.sighting.mentions, strict=True)
    return _joined(found, belongs, extra, traces)


def _joined(
    found: Sequence[Placed], belongs: dict[int, Placed], extra: Iterable[tuple[Placed, Mention]], traces: PageTraces
) -> tuple[tuple[Placed, ...], tuple[Placed, ...]]:
    more: dict[int, list[Mention]] = defaultdict(list)
    for host, mention in extra:
        more[_root(host, belongs).sighting.order].append(mention)
    things = [
        _with(placed, tuple(more[placed.sighting.order]), traces) if placed.sighting.order in more else placed
        for placed in found
        if placed.sighting.order not in belongs
    ]
    return tuple(things), tuple(placed for placed in found if placed.sighting.order in belongs)


def _with(placed: Placed, joined: tuple[Mention, ...], traces: PageTraces) -> Placed:
    sighting = replace(placed.sighting, joined=(*placed.sighting.joined, *joined))
    return Placed(sighting, placed.place if sighting.served else locate(sighting, traces))


def _root(placed: Placed, belongs: dict[int, Placed]) -> Placed:
    """The thing that `placed` belongs to in the end; itself if to none."""
    while placed.sighting.order in belongs:
        placed = belongs[placed.sighting.order]
    return placed


def _hosts(
    placed: Placed, joins: tuple[str, ...], found: Sequence[Placed], belongs: dict[int, Placed]
) -> tuple[Placed, ...]:
    """For each mention of `placed` the thing on the page that it belongs to; none if there is no such thing.

    That is what asked for it or names the same address, or else a thing of the same identity, or else the nearest.
    A mere link holds nothing; and what runs does not belong to what never does.
    """
    inert = placed.sighting.state is State.INERT
    fixed = placed.sighting.served and placed.place.spread is Spread.ONCE
    candidates = (
        thing
        for thing in found
        if thing.sighting.signature in joins
        and thing.sighting.how not in (How.LINK, How.TEXT)
        and (inert or thing.sighting.state is not State.INERT)
        and (not fixed or thing.place.anchor == placed.place.anchor)
        and _root(thing, belongs) is not placed
    )
    hosts = [(thing, _addresses(thing.sighting)) for thing in islice(candidates, _MOST_HOSTS)]
    if not hosts:
        return ()
    near = {thing.sighting.order: _nearness(thing.sighting, placed.sighting) for thing, _ in hosts}
    requested = all(mention.type is MentionType.REQUEST for mention in placed.sighting.mentions)
    mentions = placed.sighting.mentions if requested else placed.sighting.mentions[:1]
    best = tuple(
        max(hosts, key=lambda host: (_kinship(mention, host[1]), near[host[0].sighting.order]))[0]
        for mention in mentions
    )
    return best if requested else best * len(placed.sighting.mentions)


def _addresses(sighting: Sighting) -> frozenset[str]:
    return frozenset(mention.url for mention in sighting.mentions if mention.url)


def _kinship(mention: Mention, addresses: frozenset[str]) -> int:
    """Whether a thing with these `addresses` made `mention`, or names the same address."""
    return 2 if mention.initiator in addresses else 1 if mention.url in addresses else 0


def _nearness(thing: Sighting, other: Sighting) -> tuple[object, ...]:
    return (
        thing.value == other.value,
        _common(thing.best, other.best),
        -abs(thing.order - other.order),
        -thing.order,
    )


def _common(one: Mention, other: Mention) -> int:
    """How many ancestors two mentions share."""
    if one.where.inside != other.where.inside:
        return -1
    mine, others = one.where.ancestors, other.where.ancestors
    pairs = zip(mine, others, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(mine), len(others)))
