"""From what the pages show to things to do: one finding for each thing and place where it is edited."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from scanner import urls
from scanner.baseline import fingerprint, identity, presence
from scanner.groups import Edit, Gathering, chosen, natural
from scanner.joining import join
from scanner.model import (
    Coverage,
    Evidence,
    Finding,
    How,
    Kind,
    PageTraces,
    Placement,
    PlacementType,
    SeenIn,
    Severity,
    State,
    Verdict,
)
from scanner.placement import placement
from scanner.recognise import Recogniser
from scanner.remedies import Case, remedy
from scanner.sightings import unite
from scanner.signatures.records import Signature

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


def findings(traces: Iterable[PageTraces], recogniser: Recogniser) -> tuple[Finding, ...]:
    """What to do, place by place, the edit that clears the most pages first; the same for the same traces in any order.

    `traces` is read twice, and only a page at a time is held: the hosts that proved to be the CRM's on one page make
    traces of what other pages say about them.
    """
    hosts = recogniser.learned(traces)
    gathering = Gathering()
    for page in traces:
        gathering.count(page)
        matches = (*page.matches, *(recogniser.late(page, hosts) if _may_be_late(page, hosts) else ()))
        if matches:
            sightings = unite(matches, recogniser.signatures)
            gathering.add(page, *join(sightings, page, recogniser.signatures))
    drafts = [_draft(edit, recogniser.signatures.by_id(edit.thing.signature)) for edit in gathering.edits()]
    found = _in_order(_finding(draft, ordinal, gathering) for draft, ordinal in _counted(drafts))
    return tuple(replace(one, ref=f"R-{n:02d}") for n, one in enumerate(found, 1))


def _may_be_late(page: PageTraces, hosts: Collection[str]) -> bool:
    """Whether a lead names one of `hosts`: most pages hold many leads, and none of them does."""
    return any(host in lead.url for lead in page.leads for host in hosts)


def verdict(found: Sequence[Finding], coverage: Coverage) -> Verdict:
    """Traces as soon as something live or waiting was found; clear only if everything in scope was checked."""
    if any(finding.state is not State.INERT for finding in found):
        return Verdict.TRACES
    return Verdict.CLEAR if coverage.complete else Verdict.INCOMPLETE


def fails(found: Iterable[Finding], fail_on: FailOn) -> bool:
    """Whether one of the findings is of the sort that `fail_on` names; what never runs fails nothing."""
    return any(_counts(finding, fail_on) for finding in found if finding.state is not State.INERT)


def _counts(finding: Finding, fail_on: FailOn) -> bool:
    if fail_on is FailOn.PHONE:
        return finding.kind in (Kind.PHONE, Kind.NUMBER_SWAP)
    return fail_on is FailOn.ANY or finding.how in _FAILING.get(fail_on, ())


def _draft(edit: Edit, signature: Signature) -> _Draft:
    url = next((spot.url for spot in edit.spots if spot.url), "")
    address = urls.parse(url)
    value = edit.thing.value or (address.netloc if address else "") or signature.id.partition("/")[2]
    shared = edit.shared or edit.place.setting in ("redirect", "dns", "file", "plugin", "tag-manager")
    place = f"shared:{edit.place.anchor}" if shared else f"page:{urls.page_key(edit.spots[0].page)}"
    return _Draft(edit, signature, value, url, presence(edit.thing.how, edit.state), place)


def _counted(drafts: Iterable[_Draft]) -> list[tuple[_Draft, int]]:
    """Each draft with its number among those that nothing else tells apart, in the order of pages."""
    alike: dict[tuple[str, ...], list[_Draft]] = defaultdict(list)
    for draft in drafts:
        key = (draft.signature.vendor, draft.signature.kind, draft.there, identity(draft.value), draft.place)
        alike[key].append(draft)
    return [(draft, n) for twins in alike.values() for n, draft in enumerate(sorted(twins, key=_standing))]


def _standing(draft: _Draft) -> tuple[object, ...]:
    spot = draft.edit.spots[0]
    return natural(spot.page), spot.order, draft.signature.id, draft.edit.thing.how, draft.edit.place.chain


def _finding(draft: _Draft, ordinal: int, gathering: Gathering) -> Finding:
    edit, signature = draft.edit, draft.signature
    where = placement(edit.place, edit.pages, gathering.platform(edit.pages), shared=edit.shared)
    if not edit.shared and len(edit.pages) > 1:
        where = replace(where, edit=where.edit.replace("this page", f"the page {edit.spots[0].page}", 1))
    evidence = chosen(edit.spots)
    return Finding(
        fingerprint=fingerprint(
            vendor=signature.vendor,
            kind=signature.kind,
            there=draft.there,
            value=draft.value,
            place=draft.place,
            ordinal=ordinal,
        ),
        ref="",
        signature=signature.id,
        vendor=signature.vendor,
        kind=signature.kind,
        how=edit.thing.how,
        state=edit.state,
        severity=Severity.TIDY if edit.thing.inert else signature.severity,
        confidence=signature.confidence,
        value=draft.value,
        url=draft.url,
        placement=where,
        evidence=evidence,
        remedy=remedy(_case(draft, where, evidence)),
        title=signature.title,
    )


def _case(draft: _Draft, where: Placement, evidence: tuple[Evidence, ...]) -> Case:
    edit = draft.edit
    setting = edit.place.setting if edit.shared or edit.place.setting not in ("region", "content") else "page"
    source = [piece.excerpt for piece in evidence if piece.seen_in not in _ONLY_IN_A_BROWSER]
    built = not source
    if built and setting == "file":
        setting = "built"
    page = edit.pages[0] if edit.shared else edit.spots[0].page
    builder, code = edit.place.builder, "\n".join(source)
    return Case(draft.signature, edit.state, setting, builder, where, page, draft.value, draft.url, code, built)


def _in_order(found: Iterable[Finding]) -> Iterator[Finding]:
    """Notes last, before them what nobody will miss; else the places where one edit clears the most come first."""
    places: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in found:
        places[finding.state is State.INERT, *finding.placement.key].append(finding)
    groups = [sorted(group, key=_effect) for group in places.values()]
    groups.sort(key=_reach)
    return chain.from_iterable(groups)


def _reach(group: list[Finding]) -> tuple[object, ...]:
    first = group[0]
    worst = _SEVERITIES.index(first.severity)
    once = first.placement.type is not PlacementType.PAGE
    reach = len({page for finding in group for page in finding.placement.pages}) if once else 1
    tidy = first.severity is Severity.TIDY
    return first.state is State.INERT, tidy, -reach, -len(group), worst, _effect(first)


def _effect(finding: Finding) -> tuple[object, ...]:
    return (
        finding.state is State.INERT,
        _SEVERITIES.index(finding.severity),
        -len(finding.placement.pages),
        _KINDS.index(finding.kind),
        finding.value,
        natural(finding.placement.pages[0]),
        finding.fingerprint,
    )
