"""What was seen of one page, served, rendered and after something was done to it, brought together: nothing twice."""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Hashable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from scanner import inward
from scanner.ends import KEY
from scanner.mentions import Mention, MentionType, Phone, Reading
from scanner.model import Opener, Revealed, State
from scanner.traces import Match, PageTraces
from scanner.urls import redact

_OF_FRAMES = frozenset({MentionType.FRAME, MentionType.ELEMENT, MentionType.REQUEST})


def unite(first: PageTraces, second: PageTraces) -> PageTraces:
    """What stays of a page that was read twice, such as served (`first`) and as rendered (`second`): nothing twice."""
    leads = {lead_key(lead): lead for lead in reversed((*first.leads, *second.leads))}
    return replace(
        first,
        title=first.title or second.title,
        platform=first.platform or second.platform,
        matches=(*first.matches, *_new(first.matches, second.matches, _thing)),
        leads=tuple(reversed(leads.values())),
        scripts=tuple(dict.fromkeys((*first.scripts, *second.scripts))),
        template=first.template or second.template,
        phones=(*first.phones, *_new(first.phones, second.phones, _number)),
        regions=tuple(dict.fromkeys((*first.regions, *second.regions))),
    )


def beside(known: PageTraces, look: PageTraces, opener: Opener) -> PageTraces:
    """`known` with what a look shows that it does not hold: that waits for `opener`."""
    matches = (
        replace(match, mention=_waiting(match.mention, opener)) for match in _new(known.matches, look.matches, _thing)
    )
    phones = (replace(one, mention=_waiting(one.mention, opener)) for one in _new(known.phones, look.phones, _number))
    named = {(lead.type, lead.url) for lead in known.leads}
    leads = (_waiting(lead, opener) for lead in look.leads if (lead.type, lead.url) not in named)
    return replace(
        known, matches=(*known.matches, *matches), leads=(*known.leads, *leads), phones=(*known.phones, *phones)
    )


def followed(known: Reading, look: Reading) -> Reading:
    """`known` with the addresses and files that a look names besides."""
    return replace(
        known,
        links=tuple(dict.fromkeys((*known.links, *look.links))),
        files=tuple(dict.fromkeys((*known.files, *look.files))),
        scripts=tuple(dict.fromkeys((*known.scripts, *look.scripts))),
        inward=inward.beside(known.inward, look.inward),
    )


def veiled(traces: PageTraces, revealed: Sequence[Revealed]) -> PageTraces:
    """`traces` where the frames that stand on the page hidden wait for what reveals them."""
    if not revealed:
        return traces
    openers = {redact(one.url): one.opener for one in revealed}
    named = {(m.signature, m.value): openers[m.mention.url] for m in traces.matches if _is_frame(m.mention, openers)}
    matches = (
        replace(match, mention=_waiting(match.mention, named[match.signature, match.value]))
        if (match.signature, match.value) in named and match.mention.type in _OF_FRAMES and not match.mention.opener
        else match
        for match in traces.matches
    )
    leads = (
        _waiting(lead, openers[lead.url])
        if lead.type in _OF_FRAMES and lead.url in openers and not lead.opener
        else lead
        for lead in traces.leads
    )
    return replace(traces, matches=tuple(matches), leads=tuple(leads))


def _is_frame(mention: Mention, urls: Container[str]) -> bool:
    return mention.type is MentionType.FRAME and mention.url in urls


def _waiting(mention: Mention, opener: Opener) -> Mention:
    state = State.WAITING if mention.state is State.LIVE else mention.state
    return replace(mention, state=state, opener=opener)


T = TypeVar("T", Match, Phone)


def _new(known: Sequence[T], others: Sequence[T], thing: Callable[[T], Hashable]) -> Iterator[T]:
    """Those of `others` that `known` does not hold: first the same places are struck off, then as many as are left."""
    places: dict[Hashable, Counter[str]] = defaultdict(Counter)
    for match in known:
        places[thing(match)][match.mention.where.locator] += 1
    unplaced: list[T] = []
    for match in others:
        left = places[thing(match)]
        if left[match.mention.where.locator] > 0:
            left[match.mention.where.locator] -= 1
        else:
            unplaced.append(match)
    spare = Counter({key: left.total() for key, left in places.items()})
    for match in unplaced:
        if spare[thing(match)] > 0:
            spare[thing(match)] -= 1
        else:
            yield match


def _thing(match: Match) -> tuple[object, ...]:
    mention = match.mention
    state = mention.state if mention.opener is None else State.LIVE
    return match.signature, match.value, mention.type, mention.url, state


def _number(phone: Phone) -> tuple[object, ...]:
    """One number in links, or in words, is the same however often its digits are grouped anew."""
    return phone.number.replace(" ", "").replace("-", ""), phone.mention.type


def lead_key(lead: Mention) -> tuple[object, ...]:
    """What tells one lead of a page from another."""
    where = lead.where
    return lead.type, lead.url, lead.attrs.get(KEY, ""), lead.state, where.inside, where.ancestors, where.heading
