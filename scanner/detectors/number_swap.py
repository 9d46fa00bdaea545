"""A script of the CRM's that exchanges telephone numbers: told by what pages showed, once all of them were read.

What a page served and what it showed are compared where both are known (`scanner.swaps`). Here it is judged: an
exchange is the CRM's only where the page loads a script from one of its hosts that nothing else is known of, and the
new number stands nowhere in what the site itself serves.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from scanner import urls
from scanner.mentions import Mention, MentionType
from scanner.model import Kind, Opener, SeenIn, State
from scanner.numbers import digest, is_same, tail
from scanner.signatures import Signatures
from scanner.traces import Match, PageTraces, Swap

ID = "highlevel/number-swap"
ADDRESS = "highlevel/crm-address"
REQUESTED = "highlevel/background"
"""As what a script of the CRM's is recognised of which nothing else is known."""

ABLE = frozenset({"", "widgets", "api"})
"""The roles of hosts from which such scripts come; "" are those that were learned or named."""

_TELLING = re.compile(r"pool|swap|number|phone|call|dni|track", re.IGNORECASE)
_ORDER = (MentionType.SCRIPT, MentionType.CODE, MentionType.REQUEST)

MatchesOf = Callable[[PageTraces], Sequence[Match]]


@dataclass(frozen=True, slots=True)
class Swapper:
    """A script that exchanges numbers, as all pages together show it.

    `numbers` says for a number that was served (its end) and one that was shown instead what the pool of numbers is
    called that it is of: by the one that is shown most. `alone` are those pools that wait for nothing. `number` is the
    pool that shows most, `opener` what that waits for.
    """

    numbers: Mapping[tuple[str, str], str]
    alone: frozenset[str]
    number: str
    opener: Opener | None = None

    def pools(self, swaps: Iterable[Swap]) -> dict[str, list[Swap]]:
        """The exchanges on a page by the name of their pool."""
        found: dict[str, list[Swap]] = defaultdict(list)
        for swap in swaps:
            found[self.numbers[tail(swap.before), swap.after]].append(swap)
        return found

    def waits(self, number: str, swaps: Iterable[Swap]) -> Opener | None:
        """What the exchanges to one pool wait for."""
        return None if number in self.alone else next((swap.opener for swap in swaps if swap.opener), None)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What all pages say about numbers.

    `served` are digests of those that the site itself serves, `whole` those with a country code that exchanges brought;
    `scripts` are the scripts that exchange numbers, by address.
    """

    served: frozenset[str] = frozenset()
    whole: tuple[str, ...] = ()
    scripts: Mapping[str, Swapper] = field(default_factory=dict)

    def of(self, traces: PageTraces) -> list[Swap]:
        """The exchanges on a page, but for those to a number that the site itself serves."""
        return [
            replace(swap, after=next((number for number in self.whole if is_same(number, swap.after)), swap.after))
            for swap in traces.swaps
            if digest(swap.after) not in self.served
        ]


class Tally:
    """Takes note of page after page, and says at the end what they say about numbers."""

    def __init__(self) -> None:
        self._served: set[str] = set()
        self._whole: set[str] = set()
        self._swapping = False

    def note(self, traces: PageTraces) -> None:
        """Notes what one page, or script file, serves and what is exchanged on it."""
        self._served.update(traces.numbers)
        self._whole.update(swap.after for swap in traces.swaps if swap.after.startswith("+"))
        self._swapping = self._swapping or bool(traces.swaps)

    def numbers(self, pages: Iterable[PageTraces], matches_of: MatchesOf, signatures: Signatures) -> Numbers:
        """All of it; the pages, whose matches are now known, are gone through again only if there is an exchange."""
        known = Numbers(frozenset(self._served), tuple(sorted(self._whole)))
        seen: dict[str, Counter[_Exchange]] = defaultdict(Counter)
        for traces in pages if self._swapping else ():
            swaps = known.of(traces)
            script = _script(matches_of(traces), traces, signatures) if swaps else None
            if script is not None and not _is_known(script, signatures):
                seen[script.mention.url].update({(tail(s.before), s.after, s.opener) for s in swaps})
        return replace(known, scripts={url: _swapper(counts) for url, counts in seen.items()})


_Exchange = tuple[str, str, Opener | None]


def _swapper(seen: Counter[_Exchange]) -> Swapper:
    """A number that shows by itself anywhere waits for nothing: from a pool every visitor gets another."""
    alone = {after for _, after, opener in seen if opener is None}
    pools: dict[tuple[str, bool], Counter[str]] = defaultdict(Counter)
    for (before, after, _), times in seen.items():
        pools[before, after in alone][after] += times
    named = {key: _most(counts) for key, counts in pools.items()}
    numbers = {(before, after): named[before, after in alone] for before, after, _ in seen}
    totals = Counter({named[key]: counts.total() for key, counts in pools.items()})
    number = max(totals, key=lambda one: (one in alone, totals[one], one))
    openers = sorted((opener for _, after, opener in seen if after == number and opener), key=repr)
    return Swapper(numbers, frozenset(alone), number, None if number in alone else openers[0])


def _most(counts: Counter[str]) -> str:
    return max(counts, key=lambda number: (counts[number], number))


def settled(
    matches: Sequence[Match], traces: PageTraces, numbers: Numbers, signatures: Signatures
) -> tuple[Match, ...]:
    """The matches of a page, its scripts that exchange numbers told as such, each with the places that show it.

    A script that is known as one keeps its name and its identity. One that exchanged numbers on another page is the
    same thing here, although this page shows no exchange.
    """
    swaps = numbers.of(traces)
    script = _script(matches, traces, signatures) if swaps else None
    if script is not None and _is_known(script, signatures):
        return tuple(replace(match, proof=_proof(swaps)) if match is script else match for match in matches)
    if not numbers.scripts:
        return tuple(matches)
    elements = {match.mention.url for match in matches if match.signature == ADDRESS}
    done: list[Match] = []
    for match in matches:
        url = match.mention.url
        swapper = numbers.scripts.get(url)
        if swapper is None or not (match.signature == ADDRESS or (_is_file(match) and url not in elements)):
            done.append(match)
        elif script is not None and script.mention.url == url:
            pools = swapper.pools(swaps).items()
            done += (_shows(match, number, swapper.waits(number, pool), _proof(pool)) for number, pool in pools)
        else:
            done.append(_shows(match, swapper.number, swapper.opener, ()))
    return tuple(done)


def _shows(match: Match, number: str, opener: Opener | None, proof: tuple[Mention, ...]) -> Match:
    mention = match.mention
    if opener is not None and mention.state is not State.INERT:
        mention = replace(mention, state=State.WAITING, opener=mention.opener or opener)
    return Match(ID, number, mention, proof)


def _proof(swaps: Iterable[Swap]) -> tuple[Mention, ...]:
    places = dict.fromkeys(place for swap in swaps for place in (swap.served, swap.shown))
    return tuple(Mention(MentionType.TEXT, "", place) for place in places)


def _script(matches: Sequence[Match], traces: PageTraces, signatures: Signatures) -> Match | None:
    """The script on a page that may have exchanged numbers: one that is known to, else one whose name tells it.

    One that did not load is none.
    """
    asked = [match.mention for match in matches if match.mention.type is MentionType.REQUEST]
    came = {mention.url for mention in asked if mention.attrs.get("outcome") == "ok"}
    lost = {mention.url for mention in asked} - came
    able = [match for match in matches if match.mention.url not in lost and _is_able(match, traces, signatures)]
    return min(able, key=lambda match: _unlikeliness(match, signatures), default=None)


def _unlikeliness(match: Match, signatures: Signatures) -> tuple[object, ...]:
    path = urls.parse(match.mention.url)
    return not _is_known(match, signatures), not (path and _TELLING.search(path.path)), _ORDER.index(match.mention.type)


def _is_known(match: Match, signatures: Signatures) -> bool:
    """Whether a script is recognised as one that exchanges numbers, whatever the page shows."""
    return signatures.by_id(match.signature).kind is Kind.NUMBER_SWAP


def _is_able(match: Match, traces: PageTraces, signatures: Signatures) -> bool:
    mention = match.mention
    if mention.state is State.INERT or mention.where.seen_in is SeenIn.FRAME or mention.type not in _ORDER:
        return False
    if _is_known(match, signatures):
        return True
    address = urls.parse(mention.url)
    if address is None or signatures.role(address.host) not in ABLE or not is_script(mention):
        return False
    if match.signature == REQUESTED:
        return _is_file(match) and _asked_by_page(mention, traces, address.netloc)
    return match.signature == ADDRESS


def _is_file(match: Match) -> bool:
    """Whether all that is known of a script is that the browser asked for it."""
    return match.signature == REQUESTED and is_script(match.mention)


def is_script(mention: Mention) -> bool:
    """Whether it names a script file."""
    if mention.type is MentionType.REQUEST:
        return mention.attrs.get("resource") == "script"
    if mention.type is MentionType.CODE:
        address = urls.parse(mention.url)
        return address is not None and address.path.endswith((".js", ".mjs"))
    return mention.type is MentionType.SCRIPT


def _asked_by_page(mention: Mention, traces: PageTraces, netloc: str) -> bool:
    """Whether the page itself asked for it, and not something that came from the same host."""
    asker = urls.parse(mention.initiator) if mention.initiator else None
    frame = mention.attrs.get("frame", "")
    return (not frame or urls.page_key(frame) == urls.page_key(traces.url)) and (
        asker is None or asker.netloc != netloc
    )
