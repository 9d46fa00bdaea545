"""Findings by the place where they are edited, the most effective place first."""

from collections import defaultdict
from dataclasses import dataclass

from reports import words
from scanner.model import Finding, Placement, PlacementType, SeenIn, Severity

_WORST_FIRST = tuple(Severity)
_BUILT = (PlacementType.PAGE, PlacementType.SHARED, PlacementType.PLUGIN)


@dataclass(frozen=True, slots=True)
class Place:
    """One place to edit. `once` says that one edit does for all its `pages`.

    `title` is an address where pages are edited one by one: that of the first of them. `platform` is the site
    builder, "" where it has no part in the work.
    """

    title: str
    type: PlacementType
    platform: str
    pages: tuple[str, ...]
    once: bool
    findings: tuple[Finding, ...]

    @property
    def effect(self) -> str:
        """Such as "1 edit removes 2 things from 41 pages"."""
        pages = words.count(len(self.pages), "page")
        if self.once:
            what = "it" if len(self.findings) == 1 else words.count(len(self.findings), "thing")
            return f"1 edit removes {what} from {pages}" if self.pages else "1 edit"
        edits = words.count(self.edits, "edit")
        return f"{edits} on {pages}" if len(self.pages) == 1 else f"{edits}, one on each page"

    @property
    def more(self) -> str:
        """What follows the title where it names only the first page of several: " and 7 more pages"."""
        others = 0 if self.once else len(self.pages) - 1
        return f" and {words.count(others, 'more page', 'more pages')}" if others > 0 else ""

    @property
    def edits(self) -> int:
        """How often somebody has to edit something."""
        return 1 if self.once else max(1, len(self.pages))


@dataclass(frozen=True, slots=True)
class Proof:
    """How to see that a finding is gone: `look` somewhere for the `needle` ("" if none), and `expect` what."""

    look: str
    needle: str
    expect: str


def places(findings: tuple[Finding, ...]) -> tuple[Place, ...]:
    """The places where `findings` are edited: left-overs last, before them the edits that clear the most pages."""
    groups: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[_key(finding.placement)].append(finding)
    return tuple(sorted((_place(group) for group in groups.values()), key=_rank))


def edits(found: tuple[Place, ...]) -> int:
    """How many edits clear all of `found`; a page that two places name is opened once."""
    pages = {page for place in found if not place.once for page in place.pages}
    return len(pages) + sum(1 for place in found if place.once or not place.pages)


def title(finding: Finding) -> str:
    """What a finding is, for the editor: "Booking calendar, embedded"."""
    thing, how = words.THINGS[finding.kind].one, words.HOWS[finding.how]
    said = how.rsplit(" ", 1)[-1] in thing
    return words.sentence(thing if said else f"{thing}, {how}")


def needle(finding: Finding) -> str:
    """What to search for: the CRM's own identity of the thing where an excerpt shows it, else its address."""
    if finding.value and any(finding.value in piece.excerpt for piece in finding.evidence):
        return finding.value
    return finding.url or finding.value


def proof(finding: Finding) -> Proof:
    """How the editor knows that the work is done."""
    seen = {piece.seen_in for piece in finding.evidence}
    text = needle(finding)
    if finding.placement.type is PlacementType.DNS or seen == {SeenIn.DNS}:
        return Proof("Look the record up again, after a day at the latest. It no longer names", text, ".")
    if finding.placement.type is PlacementType.FILE or seen == {SeenIn.FILE}:
        return Proof("Open the file as it is offered for download, and look for", text, ". It is not there.")
    if seen == {SeenIn.REDIRECT}:
        return Proof("Open the address in a private window. It no longer ends at", text, ".")
    window = f"Open {_where(finding.placement)} in a private window"
    if SeenIn.HTML in seen:
        return Proof(f"{window}, show the page source (Ctrl+U) and search it for", text, ". There is no hit.")
    tools = "open the developer tools (F12) and search all sources (Ctrl+Shift+F) for"
    return Proof(f"{window}, {tools}", text, ". There is no hit. The page source alone does not show it.")


def _where(placement: Placement) -> str:
    if len(placement.pages) > 1:
        return "two of the pages"
    return "the page"


def _key(placement: Placement) -> tuple[object, ...]:
    if placement.type is PlacementType.PAGE:
        return placement.type, placement.pages
    return placement.type, placement.platform, placement.edit or placement.container


def _place(group: list[Finding]) -> Place:
    first = group[0].placement
    pages = tuple(dict.fromkeys(page for finding in group for page in finding.placement.pages))
    ranked = sorted(group, key=lambda finding: (_WORST_FIRST.index(finding.severity), finding.ref))
    builder = first.platform if first.type in _BUILT else ""
    return Place(_title(first), first.type, builder, pages, first.type is not PlacementType.PAGE, tuple(ranked))


def _title(placement: Placement) -> str:
    if placement.type is not PlacementType.PAGE:
        return words.sentence(placement.edit or placement.container or words.PLACES[placement.type])
    return placement.pages[0] if placement.pages else words.PLACES[placement.type]


def _rank(place: Place) -> tuple[bool, int, int, int, str]:
    worst = min(_WORST_FIRST.index(finding.severity) for finding in place.findings)
    reach = len(place.pages) if place.once else 1
    tidy = worst == _WORST_FIRST.index(Severity.TIDY)
    return tidy, -reach, -len(place.findings), worst, place.findings[0].ref
