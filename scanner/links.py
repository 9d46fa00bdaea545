"""What links prove to be by their ends, on the pages that hold them; and those that are broken already."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scanner.detectors import hosted_page
from scanner.detectors.hosted_page import PROVED
from scanner.ends import KEY, Ended, Ends, Seen, is_shortener
from scanner.mentions import Mention, MentionType, Where
from scanner.model import Hop, Mode, Page, SeenIn
from scanner.observed import redirected
from scanner.pointing import Pointer, taught
from scanner.recognise import Learned, Recogniser
from scanner.scan import LinkNote, Links
from scanner.traces import Match, PageTraces
from scanner.urls import parse

MOST_PAGES = 50


def why_not_to_ask(url: str, recogniser: Recogniser) -> str:
    """Why the end of a link to a foreign address need not be seen, "" if it is to be.

    `crm`: it is a trace itself; `vendor`: what the CRM's vendor says for everybody, which also leads to the CRM;
    `harmless`: a service that everybody uses.
    """
    address = parse(url)
    if address is None or goes_to(Hop("", url, 0), recogniser):
        return "crm"
    if recogniser.signatures.role(address.host):
        return "vendor"
    return "harmless" if recogniser.signatures.is_harmless(address.host) and not is_shortener(address.host) else ""


def goes_to(hop: Hop, recogniser: Recogniser) -> tuple[Match, ...]:
    """What a redirect to a foreign address leads to, if that is the CRM's."""
    _, traces = recogniser.page(Page(hop.url, hop.to, hop.status, Mode.SERVED, "", hops=(hop,)))
    return traces.matches


def served_by_crm(url: str, html: str, recogniser: Recogniser) -> tuple[Match, ...]:
    """What shows that the CRM served the document at `url`, under whatever name: as what links to it see it."""
    address = parse(url)
    if address is None:
        return ()
    inside = replace(recogniser, hosts=recogniser.hosts | {address.netloc})
    _, traces = inside.page(Page(url, url, 200, Mode.SERVED, html))
    return tuple(_hosted(match) for match in traces.matches if match.signature == hosted_page.ID)


def _hosted(match: Match) -> Match:
    where = Where(SeenIn.REDIRECT, f"the page {match.mention.url}", match.mention.where.excerpt)
    mention = Mention(MentionType.REDIRECT, match.mention.url, where, {PROVED: match.signature})
    return Match(hosted_page.FRAMED, match.value, mention)


@dataclass(frozen=True, slots=True)
class Followed:
    """`pages` on which every link that ends at the CRM is a match, with all hops as its proof."""

    pages: Iterable[PageTraces]
    ends: Mapping[str, Ended]

    def __iter__(self) -> Iterator[PageTraces]:
        for page in self.pages:
            yield self._followed(page) if self.ends else page

    def _followed(self, page: PageTraces) -> PageTraces:
        known = [lead for lead in page.leads if lead.attrs.get(KEY) in self.ends]
        if not known:
            return page
        matches = (match for lead in known for match in _matches(lead, self.ends[lead.attrs[KEY]]))
        taken = {id(lead) for lead in known}
        leads = tuple(lead for lead in page.leads if id(lead) not in taken)
        return replace(page, matches=(*page.matches, *matches), leads=leads)


def telling(ends: Iterable[Ended]) -> dict[str, Ended]:
    """Those of `ends` that are the CRM's, by key."""
    return {ended.key: ended for ended in ends if ended.matches}


@dataclass(frozen=True, slots=True)
class Settled:
    """`ends`, and what is `known` now that all pages were read; nothing if no end needs it."""

    ends: Ends
    known: Learned


def settled(
    ends: Ends, pages: Iterable[PageTraces], recogniser: Recogniser, pointers: Sequence[Pointer] = ()
) -> Settled:
    """`ends`, now that `pages` and `pointers` tell which hosts are the CRM's: a way that leads over one ends there."""
    if all(ended.matches or (ended.seen is Seen.END and not ended.hops) for ended in ends.ended):
        return Settled(ends, Learned())
    known = taught(recogniser.learned(Followed(pages, telling(ends.ended))), pointers, recogniser.hosts)
    ended = (one if one.matches else _late(one, known, recogniser) for one in ends.ended)
    return Settled(replace(ends, ended=tuple(ended)), known)


def _late(ended: Ended, known: Learned, recogniser: Recogniser) -> Ended:
    for number, hop in enumerate(ended.hops, 1):
        passed = PageTraces(ended.url, "", "", (), (redirected(hop),))
        if matches := recogniser.late(passed, known):
            return replace(ended, seen=Seen.END, reason="", detail="", hops=ended.hops[:number], matches=matches)
    return ended


def _matches(lead: Mention, ended: Ended) -> Iterator[Match]:
    """The link as what its end is; a document of the CRM's proves that the host it is linked at is the CRM's.

    A form without fields that only leads somewhere is a link, too.
    """
    lead = replace(lead, type=MentionType.LINK) if lead.type is MentionType.FORM else lead
    way = tuple(redirected(hop) for hop in ended.hops)
    for match in ended.matches:
        hosted = PROVED in match.mention.attrs
        here, there = parse(lead.url), parse(match.mention.url)
        proves = hosted and here is not None and there is not None and here.netloc == there.netloc
        mention = replace(lead, attrs={**lead.attrs, PROVED: match.mention.attrs[PROVED]}) if proves else lead
        yield Match(match.signature, match.value, mention, (*way, match.mention) if hosted else way)


def links(settled: Settled, pages: Iterable[PageTraces], recogniser: Recogniser) -> Links:
    """What is to be told about links that are no traces: those that are broken, and those whose end nobody saw.

    A link whose address alone proves it to be the CRM's, now that all pages were read, is a trace wherever it stands.
    What a form's address says to somebody who sends nothing is not told: it may want to be sent something.
    """
    ends = settled.ends
    told = {ended.key: ended for ended in ends.ended if ended.seen is not Seen.END and not ended.matches}
    on: dict[str, dict[str, str]] = defaultdict(dict)
    asked: set[str] = set()
    for page in pages if told else ():
        leads = tuple(lead for lead in page.leads if lead.attrs.get(KEY, "") in told)
        for match in recogniser.late(replace(page, leads=leads), settled.known):
            told.pop(match.mention.attrs.get(KEY, ""), None)
        for lead in leads:
            if (key := lead.attrs[KEY]) not in told:
                continue
            if lead.type is MentionType.FORM and not told[key].may_lead_on:
                asked.add(key)
            else:
                on[key].setdefault(page.url, lead.where.label)
    told = {key: ended for key, ended in told.items() if key in on or key not in asked}
    notes = [_note(ended, on.get(key, {})) for key, ended in told.items()]
    seen = sum(ended.seen is not Seen.UNSEEN for ended in ends.ended)
    return Links(
        seen,
        _sorted(note for note, ended in zip(notes, told.values(), strict=True) if ended.seen is Seen.BROKEN),
        _sorted(note for note, ended in zip(notes, told.values(), strict=True) if ended.seen is Seen.UNSEEN),
        dict(sorted(ends.left.items())),
    )


def _note(ended: Ended, on: Mapping[str, str]) -> LinkNote:
    way = tuple(hop.to for hop in ended.hops)
    label = next(filter(None, on.values()), "")
    pages = tuple(on)[:MOST_PAGES]
    return LinkNote(ended.url, ended.reason, ended.detail, way, pages, len(on), label, ended.may_lead_on)


def _sorted(notes: Iterable[LinkNote]) -> tuple[LinkNote, ...]:
    return tuple(sorted(notes, key=lambda note: (not note.may_lead_on, -note.number, note.reason, note.url)))
