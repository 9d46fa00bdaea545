"""From what the pages show to things to do: one finding for each thing and place where it is edited."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from itertools import chain, groupby

from scanner import urls
from scanner.advice import BUILT_IN, Shelf
from scanner.baseline import fingerprint, identity, presence
from scanner.containers import Unfolded
from scanner.documents import Documents, natural
from scanner.edits import Gathering
from scanner.ends import Ended
from scanner.groups import MOST_EVIDENCE, Edit, chosen
from scanner.joining import join
from scanner.linked import Inwards, linked
from scanner.links import Followed, telling
from scanner.model import Confidence, How, Kind, Note, PlacementType, SeenIn, Severity, State, Verdict
from scanner.names import name_findings
from scanner.placement import marked, placement
from scanner.pointing import Pointer, taught
from scanner.recognise import Recogniser
from scanner.remedies import Case, remedy
from scanner.scan import Coverage, Evidence, Finding, Links, Placement
from scanner.sightings import Sighting, unite
from scanner.signatures.records import Signature
from scanner.surroundings import Spread, ordinal
from scanner.tasks import tasks
from scanner.traces import PageTraces

_Stood = tuple[Finding, tuple[object, ...]]

_SEVERITIES = tuple(Severity)
_KINDS = tuple(Kind)
_ONLY_IN_A_BROWSER = (SeenIn.RENDERED, SeenIn.FRAME, SeenIn.NETWORK)


class FailOn(StrEnum):
    """What makes a scan fail: any trace, what the pages load, what they lead to, telephone numbers, or nothing."""

    ANY = "any"
    EMBED = "embed"
    LINK = "link"
    PHONE = "phone"
    NEVER = "never"


_FAILING: Mapping[FailOn, tuple[How, ...]] = {
    FailOn.EMBED: (How.EMBED, How.SCRIPT),
    FailOn.LINK: (How.LINK, How.REDIRECT),
}


@dataclass(frozen=True, slots=True)
class _Draft:
    """An edit with what its fingerprint is made of, but for the ordinal."""

    edit: Edit
    signature: Signature
    value: str
    url: str
    there: str
    place: str


def findings(
    traces: Iterable[PageTraces],
    recogniser: Recogniser,
    ends: Iterable[Ended] = (),
    pointers: Iterable[Pointer] = (),
    shelf: Shelf = BUILT_IN,
    inwards: Inwards | None = None,
) -> tuple[Finding, ...]:
    """What to do, place by place, the edit that clears the most pages first; the same for the same traces in any order.

    `pointers` are the names of the site's domain that lead to the CRM: what leads to such a name is a trace as well.
    `traces` is read twice, and only a page at a time is held: the hosts that proved to be the CRM's on one page make
    traces of what other pages say about them. A link is what its end is, if that is one of `ends` (settled). `shelf`
    holds the steps of remedies, `inwards` tell what leads to pages of the site itself.
    """
    traces = Followed(Unfolded(traces), telling(ends))
    pointers = tuple(pointers)
    learned = taught(recogniser.learned(traces), pointers, recogniser.hosts)
    gathering = Gathering(partial(_address, recogniser=recogniser))
    for page in traces:
        gathering.count(page)
        matches = recogniser.matches(page, learned)
        if matches:
            sightings = unite(matches, recogniser.signatures)
            gathering.add(page, *join(sightings, page, recogniser.signatures))
    drafts = [_draft(edit, recogniser.signatures.by_id(edit.thing.signature)) for edit in gathering.edits()]
    counted = _counted(_told_apart(drafts))
    found: list[_Stood] = [
        (_finding(draft, number, gathering.documents, shelf), _standing(draft)) for draft, number in counted
    ]
    if inwards is not None:
        known = linked([one for one, _ in found], inwards)
        found = [(one, standing) for one, (_, standing) in zip(known, found, strict=True)]
    found += [(one, (natural(one.placement.container), 0, one.signature)) for one in name_findings(pointers, shelf)]
    return tuple(replace(one, ref=f"R-{n:02d}") for n, one in enumerate(_in_order(found), 1))


def verdict(found: Sequence[Finding], coverage: Coverage) -> Verdict:
    """Traces as soon as something live or waiting was found; clear only if everything in scope was checked."""
    if any(finding.state is not State.INERT for finding in found):
        return Verdict.TRACES
    return Verdict.CLEAR if coverage.complete and coverage.checked else Verdict.INCOMPLETE


def fails(found: Iterable[Finding], fail_on: FailOn, known: Links | None = None) -> bool:
    """Whether one of the findings is of the sort that `fail_on` names; what never runs fails nothing.

    Of the links that are `known` those that are broken already count where links are asked for.
    """
    if fail_on is FailOn.LINK and known is not None and known.broken:
        return True
    return any(_counts(finding, fail_on) for finding in found if finding.state is not State.INERT)


def _counts(finding: Finding, fail_on: FailOn) -> bool:
    if fail_on is FailOn.PHONE:
        return finding.kind in (Kind.PHONE, Kind.NUMBER_SWAP)
    return fail_on is FailOn.ANY or finding.how in _FAILING.get(fail_on, ())


def _address(sighting: Sighting, recogniser: Recogniser) -> str:
    """The address of a thing; of one that is loaded from a copy on the site itself, the CRM's if it is named there."""
    own = [mention.url for mention in sighting.mentions if mention.url]
    named = (text for mention in sighting.mentions for text in mention.attrs.values() if "//" in text)
    joined = (mention.url for mention in sighting.joined)
    parsed = ((url, urls.parse(url)) for url in chain(own, named, joined))
    first = next(iter(own), "")
    address = urls.parse(first)
    if address is None or address.netloc not in recogniser.hosts:
        return first
    return next((url for url, other in parsed if other is not None and recogniser.is_crm(other)), first)


def _draft(edit: Edit, signature: Signature) -> _Draft:
    url = next((spot.url for spot in edit.spots if spot.url), "")
    address = urls.parse(url)
    value = edit.thing.value or (address.netloc if address else "") or signature.id.partition("/")[2]
    shared = edit.shared or edit.place.setting in ("redirect", "dns", "file", "copy", "plugin", "tag-manager")
    place = f"shared:{edit.place.anchor}" if shared else f"page:{urls.page_key(edit.pages[0])}"
    return _Draft(edit, signature, value, url, presence(edit.thing.how, edit.state), place)


def _told_apart(drafts: Iterable[_Draft]) -> Iterator[_Draft]:
    """Several things that stand under one heading of a page: named by an id around them, else counted.

    Different words need neither.
    """
    alike: dict[tuple[object, ...], list[_Draft]] = defaultdict(list)
    for draft in drafts:
        edit = draft.edit
        alone = not edit.shared and edit.place.spread is not Spread.ONCE
        words = draft.value if edit.thing.how is How.TEXT else ""
        alike[(edit.pages[0], edit.place.container, edit.thing.inert, words) if alone else (id(draft),)].append(draft)
    for twins in alike.values():
        elements: dict[object, list[_Draft]] = defaultdict(list)
        for draft in sorted(twins, key=_standing):
            elements[next(iter(draft.edit.spots[0].locators), id(draft))].append(draft)
        marks = [element[0].edit.place.mark for element in elements.values()]
        telling = all(marks) and len(set(marks)) == len(marks)
        for number, element in enumerate(elements.values(), 1):
            which = f"inside ‘{marks[number - 1]}’" if telling else f"the {ordinal(number)} of {len(elements)}"
            yield from element if len(elements) == 1 else (_marked(draft, which) for draft in element)


def _marked(draft: _Draft, which: str) -> _Draft:
    return replace(draft, edit=replace(draft.edit, place=marked(draft.edit.place, which)))


def _counted(drafts: Iterable[_Draft]) -> list[tuple[_Draft, int]]:
    """Each draft with its number among those that nothing else tells apart, in the order of pages."""
    alike: dict[tuple[str, ...], list[_Draft]] = defaultdict(list)
    for draft in drafts:
        key = (draft.signature.vendor, draft.signature.kind, draft.there, identity(draft.value), draft.place)
        alike[key].append(draft)
    return [(draft, n) for twins in alike.values() for n, draft in enumerate(sorted(twins, key=_standing))]


def _standing(draft: _Draft) -> tuple[object, ...]:
    return (
        natural(draft.edit.pages[0]),
        draft.edit.spots[0].order,
        draft.signature.id,
        draft.edit.thing.how,
        draft.edit.place.chain,
    )


def _finding(draft: _Draft, number: int, documents: Documents, shelf: Shelf) -> Finding:
    edit, signature = draft.edit, draft.signature
    where = placement(edit.place, edit.pages, documents.platform(edit.pages), shared=edit.shared, times=edit.times)
    where = replace(where, documents=documents.apart(edit.pages))
    if not edit.shared and len(edit.pages) > 1:
        where = replace(where, edit=where.edit.replace("this page", f"the page {edit.pages[0]}", 1))
    evidence = (*chosen(edit.spots), *chosen(edit.copies))[:MOST_EVIDENCE]
    return Finding(
        fingerprint=fingerprint(
            vendor=signature.vendor,
            kind=signature.kind,
            there=draft.there,
            value=draft.value,
            place=draft.place,
            ordinal=number,
        ),
        ref="",
        signature=signature.id,
        vendor=signature.vendor,
        kind=signature.kind,
        how=edit.thing.how,
        state=edit.state,
        severity=Severity.TIDY if edit.thing.inert else signature.severity,
        confidence=Confidence.CERTAIN if any(spot.proved for spot in edit.spots) else signature.confidence,
        value=draft.value,
        url=draft.url,
        placement=where,
        evidence=evidence,
        remedy=remedy(_case(draft, where, evidence), shelf),
        title=signature.title,
        opener=edit.opener,
        initiator=edit.maker,
        note=(signature.note or Note.LEFT_OVER) if edit.thing.inert else None,
    )


def _case(draft: _Draft, where: Placement, evidence: tuple[Evidence, ...]) -> Case:
    edit = draft.edit
    setting = edit.place.setting if edit.shared or edit.place.setting not in ("region", "content") else "page"
    source = [piece.excerpt for piece in evidence if piece.seen_in not in _ONLY_IN_A_BROWSER]
    built = not source
    if built and setting == "file":
        setting = "built"
    builder, code = edit.place.builder, "\n".join(source)
    return Case(
        draft.signature, edit.state, setting, builder, where, edit.pages[0], draft.value, draft.url, code, built
    )


def _in_order(found: Sequence[_Stood]) -> Iterator[Finding]:
    """Notes last, before them what nobody will miss; else the places where one edit clears the most come first.

    At one place what visitors miss most comes first, then what reaches furthest, and so on down the page.
    """
    standing = {finding.fingerprint: standing for finding, standing in found}
    by_state = sorted((finding for finding, _ in found), key=lambda finding: finding.state is State.INERT)
    places = [
        sorted(task, key=lambda finding: (*_effect(finding), standing[finding.fingerprint]))
        for _, same in groupby(by_state, key=lambda finding: finding.state is State.INERT)
        for task in tasks(same)
    ]
    places.sort(key=lambda task: (*_reach(task), standing[task[0].fingerprint]))
    return chain.from_iterable(places)


def _reach(group: list[Finding]) -> tuple[object, ...]:
    first = group[0]
    worst = _SEVERITIES.index(first.severity)
    once = first.placement.type is not PlacementType.PAGE
    reach = len({page for finding in group for page in finding.placement.apart}) if once else 1
    tidy = first.severity is Severity.TIDY
    return first.state is State.INERT, tidy, -reach, -len(group), worst, *_effect(first), _KINDS.index(first.kind)


def _effect(finding: Finding) -> tuple[object, ...]:
    once = finding.placement.type is not PlacementType.PAGE
    return (
        finding.state is State.INERT,
        _SEVERITIES.index(finding.severity),
        -len(finding.placement.apart) if once else 0,
    )
