"""What one page shows: all that was seen of one thing at one place, as served, in the browser and in its requests."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from scanner import urls
from scanner.detectors import hosted_page
from scanner.makers import is_go_between
from scanner.mentions import Element, Mention, MentionType
from scanner.model import How, Opener, SeenIn, State
from scanner.signatures import Signatures, how
from scanner.traces import Match

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
_PAGE_DATA = ("__next_f", "__NEXT_DATA__", "__NUXT", "__remixContext", "__INITIAL_STATE__")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One thing at one place of one page.

    `mentions` are all that was seen of it, the one that says best where it is edited first; `order` is its position on
    the page; `joined` are mentions of what belongs to it, such as the script that resizes a frame, and of what it does.
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

    @property
    def idle(self) -> bool:
        """Whether scripts brought no more than code or comments that name it."""
        inert = self.state is State.INERT
        return not self.served and all(inert or mention.type is MentionType.CODE for mention in self.mentions)

    @property
    def opener(self) -> Opener | None:
        """What it waits for, as far as the browser saw it."""
        if self.state is not State.WAITING:
            return None
        return next((mention.opener for mention in self.mentions if mention.opener is not None), None)

    @property
    def makers(self) -> tuple[str, ...]:
        """The addresses of scripts that put it there, as far as the browser knows them, the nearest thing first."""
        named = (m.cause or (m.initiator if not is_go_between(m.initiator) else "") for m in self._all())
        return tuple(dict.fromkeys(filter(None, named)))

    @property
    def proved(self) -> bool:
        """Whether the document that it shows, or leads to, was seen to be the CRM's by signs of its own."""
        return any(mention.attrs.get(hosted_page.PROVED) == hosted_page.ID for mention in self._all())

    def _all(self) -> tuple[Mention, ...]:
        return (*self.mentions, *self.joined)

    @property
    def coded(self) -> bool:
        """Whether it was seen nowhere, but code names it."""
        return all(mention.type is MentionType.CODE for mention in self.mentions)

    @property
    def framed(self) -> bool:
        """Whether it was seen in a frame's document, and nowhere on the page itself."""
        return self.best.where.seen_in is SeenIn.FRAME and bool(self.best.where.inside)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A match at its position in the page's list."""

    order: int
    how: How
    mention: Mention
    proof: tuple[Mention, ...]


_Track = list[_Seen]


def unite(matches: Sequence[Match], signatures: Signatures) -> tuple[Sighting, ...]:
    """The things that `matches` of one page show, in page order.

    The served, rendered, framed and requested sightings of one thing at one place are one.
    """
    buckets: dict[tuple[str, str], _Track] = defaultdict(list)
    for order, match in enumerate(matches):
        record = signatures.by_id(match.signature)
        one = _Seen(order, how(record, match.mention), match.mention, match.proof)
        buckets[match.signature, match.value].append(one)
    _complete(buckets)
    found = [_sighting(key, track) for key, seen in buckets.items() for track in _tracks(seen)]
    return tuple(sorted(found, key=lambda sighting: sighting.order))


def _complete(buckets: dict[tuple[str, str], _Track]) -> None:
    """Code that names what a kind of thing is at, but no id, is what made those of that kind that were not served."""
    for (signature, value), code in list(buckets.items()):
        if _is_inert(code) or any(seen.mention.type is not MentionType.CODE for seen in code):
            continue
        if not is_host(value, code[0].mention.url):
            continue
        kin = [track for (other, name), track in buckets.items() if other == signature and name != value]
        made = [track for track in kin if is_host(value, track[0].mention.url) and _is_made_here(track)]
        for track in made:
            track += [replace(seen, mention=replace(seen.mention, url="")) for seen in code]
        if made:
            del buckets[signature, value]


def is_host(value: str, url: str) -> bool:
    """Whether a value is no more than the host of an address."""
    address = urls.parse(url) if "." in value and value in url else None
    return address is not None and address.netloc == value


def _is_made_here(track: _Track) -> bool:
    """Whether something came onto the page that neither the page as served nor a script file names."""
    asked = [seen.mention for seen in track if seen.mention.type is MentionType.REQUEST]
    return bool(asked) and not _is_served(track) and all(m.initiator == m.attrs.get("frame") for m in asked)


def _sighting(key: tuple[str, str], track: _Track) -> Sighting:
    ordered = sorted(track, key=lambda seen: (_RANK[seen.mention.where.seen_in], seen.order))
    element = next((seen for seen in ordered if seen.mention.type not in (MentionType.CODE, MentionType.REQUEST)), None)
    return Sighting(
        *key,
        (element or ordered[0]).how,
        _state(track),
        ordered[0].order,
        tuple(seen.mention for seen in ordered),
        tuple(place for seen in ordered for place in seen.proof),
    )


def _state(track: _Track) -> State:
    """Code tells what it may do: where the browser saw that it waits, the code alone does not make it live."""
    shown = [seen.mention for seen in track if seen.mention.type is not MentionType.CODE]
    opened = any(mention.opener is not None for mention in shown)
    return min((m.state for m in (shown if opened else [seen.mention for seen in track])), key=_STATES.index)


# --- one thing, seen in several ways ---------------------------------------------------------------------------------


def _tracks(seen: Iterable[_Seen]) -> list[_Track]:
    """The sightings of one identity, united so that each track is one place to edit."""
    elements: dict[tuple[How, bool], list[_Track]] = defaultdict(list)
    code: dict[bool, list[_Track]] = defaultdict(list)
    requests: _Track = []
    for group in _same_element(seen):
        first = next((one for one in group if one.mention.type is not MentionType.CODE), group[0])
        inert = _is_inert(group)
        if first.mention.type is MentionType.REQUEST:
            requests += group
        elif first.mention.type is MentionType.CODE:
            code[inert].append(group)
        else:
            elements[first.how, inert].append(group)
    paired = [track for groups in elements.values() for track in _without_fallbacks(_paired(groups))]
    shown = _without_products(paired)
    written = [track for groups in code.values() for track in _paired(groups)]
    tracks = shown + _attach_code(shown, written)
    if requests:
        _attach_requests(tracks, requests)
    return tracks


def _same_element(seen: Iterable[_Seen]) -> list[_Track]:
    """Sightings of the same element, grouped; what is commented out stays apart from what runs."""
    groups: dict[Hashable, _Track] = defaultdict(list)
    for one in seen:
        mention = one.mention
        if mention.type is MentionType.REQUEST:
            groups[MentionType.REQUEST].append(one)
        else:
            groups[mention.where.seen_in, mention.state is State.INERT, _element(one)].append(one)
    return list(groups.values())


def _paired(groups: Iterable[_Track]) -> list[_Track]:
    """Served, rendered and framed sightings of the same elements, paired: by locator, by surroundings, by order."""
    tracks: list[_Track] = []
    by_kind: dict[SeenIn, list[_Track]] = defaultdict(list)
    for group in groups:
        by_kind[group[0].mention.where.seen_in].append(group)
    for kind in sorted(by_kind, key=_RANK.__getitem__):
        left, free = by_kind[kind], list(tracks)
        for key in (_element, _surroundings, _anything):
            left, free = _place(left, free, key)
        tracks += left
    return tracks


def _without_fallbacks(tracks: list[_Track]) -> list[_Track]:
    """What stands in a `<noscript>` beside the same thing is its fallback, not another one."""
    beside: dict[Hashable, _Track] = {}
    for track in tracks:
        where = track[0].mention.where
        if not _in_noscript(where.ancestors):
            beside.setdefault((where.inside, where.ancestors), track)
    left = []
    for track in tracks:
        where = track[0].mention.where
        owner = beside.get((where.inside, where.ancestors[: _in_noscript(where.ancestors) - 1]))
        if _in_noscript(where.ancestors) and owner is not None:
            owner.extend(track)
        else:
            left.append(track)
    return left


def _without_products(tracks: list[_Track]) -> list[_Track]:
    """What the script of a widget puts onto the page is no other thing than its script: a chat and its loader."""
    loaders = [track for track in tracks if _is_script(track) and not _is_inert(track)]
    left = []
    for track in tracks:
        if loaders and not (_is_script(track) or _is_served(track) or _is_inert(track)):
            loaders[0].extend(track)
        else:
            left.append(track)
    return left


def _is_script(track: _Track) -> bool:
    return track[0].mention.type is MentionType.SCRIPT


def _in_noscript(ancestors: tuple[Element, ...]) -> int:
    """The position, from 1, of the `<noscript>` around; 0 if there is none."""
    return next((n for n, element in enumerate(ancestors, 1) if element.tag == "noscript"), 0)


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
