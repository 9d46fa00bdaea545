"""What one page shows: all that was seen of one thing at one place, as served, in the browser and in its requests."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from scanner.model import How, Match, Mention, MentionType, SeenIn, State
from scanner.signatures import Signatures, how

READ_FIRST = (
    SeenIn.HTML,
    SeenIn.SCRIPT,
    SeenIn.REDIRECT,
    SeenIn.DNS,
    SeenIn.FILE,
    SeenIn.RENDERED,
    SeenIn.FRAME,
    SeenIn.NETWORK,
)
"""Which evidence says best where a thing is edited, the best first."""

_RANK = {seen_in: rank for rank, seen_in in enumerate(READ_FIRST)}
_STATES = (State.LIVE, State.WAITING, State.INERT)
_HOSTING = (How.EMBED, How.SCRIPT)
_MOST_HOSTS = 64
_PAGE_DATA = ("__next_f", "__NEXT_DATA__", "__NUXT", "__remixContext", "__INITIAL_STATE__")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One thing at one place of one page.

    `mentions` are all that was seen of it, the one that says best where it is edited first; `order` is its position on
    the page; `joined` are mentions of what belongs to it, such as the script that resizes a frame.
    """

    signature: str
    value: str
    how: How
    state: State
    order: int
    mentions: tuple[Mention, ...]
    joined: tuple[Mention, ...] = ()

    @property
    def best(self) -> Mention:
        """The mention that says best where the thing is edited."""
        return self.mentions[0]

    @property
    def served(self) -> bool:
        """Whether it stands in the page as served, before anything ran."""
        return any(mention.where.seen_in is SeenIn.HTML for mention in self.mentions)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A match at its position in the page's list."""

    order: int
    how: How
    mention: Mention


_Track = list[_Seen]


def unite(matches: Sequence[Match], signatures: Signatures) -> tuple[tuple[Sighting, ...], tuple[Sighting, ...]]:
    """The things that `matches` of one page show, in page order; beside them, those that were joined to another.

    The served, rendered, framed and requested sightings of one thing are one. What a signature `joins` becomes part of
    the nearest such thing on the page; where there is none, it stays a thing of its own.
    """
    buckets: dict[tuple[str, str], _Track] = defaultdict(list)
    for order, match in enumerate(matches):
        record = signatures.by_id(match.signature)
        buckets[match.signature, match.value].append(_Seen(order, how(record, match.mention), match.mention))
    found = [_sighting(key, track) for key, seen in buckets.items() for track in _tracks(seen)]
    found.sort(key=lambda sighting: sighting.order)
    return _join(found, signatures)


def _sighting(key: tuple[str, str], track: _Track) -> Sighting:
    ordered = sorted(track, key=lambda seen: (_RANK[seen.mention.where.seen_in], seen.order))
    element = next((seen for seen in ordered if seen.mention.type not in (MentionType.CODE, MentionType.REQUEST)), None)
    return Sighting(
        *key,
        (element or ordered[0]).how,
        min((seen.mention.state for seen in track), key=_STATES.index),
        ordered[0].order,
        tuple(seen.mention for seen in ordered),
    )


# --- one thing, seen in several ways ---------------------------------------------------------------------------------


def _tracks(seen: Iterable[_Seen]) -> list[_Track]:
    """The sightings of one identity, united so that each track is one place to edit."""
    elements: dict[tuple[How, bool], _Track] = defaultdict(list)
    code: dict[bool, _Track] = defaultdict(list)
    requests: _Track = []
    for one in seen:
        inert = one.mention.state is State.INERT
        if one.mention.type is MentionType.REQUEST:
            requests.append(one)
        elif one.mention.type is MentionType.CODE:
            code[inert].append(one)
        else:
            elements[one.how, inert].append(one)
    shown = [track for group in elements.values() for track in _paired(group)]
    written = [track for group in code.values() for track in _paired(group)]
    tracks = shown + _attach_code(shown, written)
    if requests:
        _attach_requests(tracks, requests)
    return tracks


def _paired(seen: _Track) -> list[_Track]:
    """Served, rendered and framed sightings of the same elements, paired: by locator, by surroundings, by order."""
    tracks: list[_Track] = []
    by_kind: dict[SeenIn, _Track] = defaultdict(list)
    for one in seen:
        by_kind[one.mention.where.seen_in].append(one)
    for kind in sorted(by_kind, key=_RANK.__getitem__):
        groups = _same_element(by_kind[kind])
        free = list(tracks)
        for key in (_element, _surroundings, _anything):
            groups, free = _place(groups, free, key)
        tracks += groups
    return tracks


def _same_element(seen: _Track) -> list[_Track]:
    groups: dict[Hashable, _Track] = defaultdict(list)
    for one in seen:
        groups[_element(one)].append(one)
    return list(groups.values())


def _place(
    groups: list[_Track], free: list[_Track], key: Callable[[_Seen], Hashable]
) -> tuple[list[_Track], list[_Track]]:
    """Adds each group to the first free track of the same `key`; the groups and tracks that are left over."""
    waiting: dict[Hashable, deque[_Track]] = defaultdict(deque)
    for track in free:
        waiting[key(track[0])].append(track)
    taken: set[int] = set()
    left = []
    for group in groups:
        candidates = waiting.get(key(group[0]))
        if candidates:
            track = candidates.popleft()
            track.extend(group)
            taken.add(id(track))
        else:
            left.append(group)
    return left, [track for track in free if id(track) not in taken]


def _element(seen: _Seen) -> Hashable:
    where = seen.mention.where
    return where.inside, where.locator or where.excerpt


def _surroundings(seen: _Seen) -> Hashable:
    where = seen.mention.where
    return where.inside, where.label, where.heading, tuple((e.tag, e.id) for e in where.ancestors)


def _anything(_: _Seen) -> Hashable:
    return None


def _attach_code(shown: list[_Track], written: list[_Track]) -> list[_Track]:
    """Unites code with the elements it makes; the code that is left is a place of its own.

    An element that was not served was made by code that names the same thing. State that a framework ships along with
    a page repeats what the page shows.
    """
    made = [track for track in shown if not _is_served(track) and not _is_inert(track)]
    left = []
    for track in written:
        if _is_inert(track):
            left.append(track)
        elif made:
            made[0].extend(track)
            made = made[1:] if len(made) > 1 else made
        elif shown and _is_page_data(track[0].mention):
            shown[0].extend(track)
        else:
            left.append(track)
    return left


def _attach_requests(tracks: list[_Track], requests: _Track) -> None:
    alive = [track for track in tracks if not _is_inert(track)]
    hosts = [track for track in alive if track[0].how in _HOSTING] or alive
    if hosts:
        hosts[0].extend(requests)
    else:
        tracks.append(requests)


def _is_served(track: _Track) -> bool:
    return any(seen.mention.where.seen_in is SeenIn.HTML for seen in track)


def _is_inert(track: _Track) -> bool:
    return all(seen.mention.state is State.INERT for seen in track)


def _is_page_data(mention: Mention) -> bool:
    if mention.attrs.get("type", "") == "application/json":
        return True
    text = mention.where.excerpt + mention.where.locator + mention.text
    return any(name in text for name in _PAGE_DATA)


# --- what belongs to another thing -----------------------------------------------------------------------------------


def _join(found: list[Sighting], signatures: Signatures) -> tuple[tuple[Sighting, ...], tuple[Sighting, ...]]:
    belongs: dict[int, Sighting] = {}
    for sighting in found:
        joins = signatures.by_id(sighting.signature).joins
        host = _host(sighting, joins, found, belongs) if joins else None
        if host is not None:
            belongs[sighting.order] = host
    extra: dict[int, list[Mention]] = defaultdict(list)
    for sighting in found:
        if sighting.order in belongs:
            extra[_root(sighting, belongs).order] += sighting.mentions
    things = [
        replace(sighting, joined=tuple(extra[sighting.order])) if sighting.order in extra else sighting
        for sighting in found
        if sighting.order not in belongs
    ]
    return tuple(things), tuple(sighting for sighting in found if sighting.order in belongs)


def _root(sighting: Sighting, belongs: dict[int, Sighting]) -> Sighting:
    """The thing that `sighting` belongs to in the end; itself if to none."""
    while sighting.order in belongs:
        sighting = belongs[sighting.order]
    return sighting


def _host(
    sighting: Sighting, joins: tuple[str, ...], found: list[Sighting], belongs: dict[int, Sighting]
) -> Sighting | None:
    """The thing on the page that `sighting` belongs to: of the same identity, or else the nearest.

    A mere link holds nothing; and what runs does not belong to what never does.
    """
    hosts = (
        thing
        for thing in found
        if thing.signature in joins
        and thing.how not in (How.LINK, How.TEXT)
        and (thing.state is not State.INERT or sighting.state is State.INERT)
        and _root(thing, belongs) is not sighting
    )
    return max(
        islice(hosts, _MOST_HOSTS),
        key=lambda thing: (thing.value == sighting.value, _common(thing.best, sighting.best), -thing.order),
        default=None,
    )


def _common(one: Mention, other: Mention) -> int:
    """How many ancestors two mentions share."""
    if one.where.inside != other.where.inside:
        return -1
    pairs = zip(one.where.ancestors, other.where.ancestors, strict=False)
    return next(
        (n for n, (a, b) in enumerate(pairs) if a != b), min(len(one.where.ancestors), len(other.where.ancestors))
    )
