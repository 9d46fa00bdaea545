"""Findings by the place where they are edited, the most effective place first."""

from collections import Counter
from dataclasses import dataclass, replace

from reports import words
from scanner.inward import WHOLE
from scanner.model import Kind, PlacementType, SeenIn, Severity
from scanner.scan import Evidence, Finding, Placement, Scan
from scanner.tasks import tasks

_WORST_FIRST = tuple(Severity)
_BUILT = (PlacementType.PAGE, PlacementType.SHARED, PlacementType.PLUGIN)


@dataclass(frozen=True, slots=True)
class Place:
    """One place to edit. `title` is an address where that is a page. `platform` is the site builder, "" where it has
    no part in the work; `pages` are all that show what is edited there, `apart` the same, each document once.
    """

    title: str
    type: PlacementType
    platform: str
    pages: tuple[str, ...]
    apart: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def shown(self) -> str:
        """Such as "3 pages" or "3 pages at 5 addresses"."""
        pages = words.count(len(self.apart), "page")
        return pages if len(self.apart) == len(self.pages) else f"{pages} at {len(self.pages):,} addresses"

    @property
    def listed(self) -> str:
        """What `pages` are: "3 pages that show it"; where they lead to a redirect, that is the first of them."""
        if self.type is PlacementType.REDIRECT:
            return f"The redirect, and {words.count(len(self.pages) - 1, 'page that leads', 'pages that lead')} there"
        return f"{self.shown} that {'shows' if len(self.apart) == 1 else 'show'} it"

    @property
    def effect(self) -> str:
        """Such as "1 edit removes 2 things from 41 pages"; pages written by hand may be a file each."""
        pages = words.count(len(self.apart), "page")
        if self.type is PlacementType.PAGE:
            others = words.count(len(self.pages) - 1, "more address shows", "more addresses show")
            return f"1 edit; {others} it too" if len(self.pages) > 1 else "1 edit on 1 page"
        what = "it" if len(self.findings) == 1 else words.count(len(self.findings), "thing")
        if self.type is PlacementType.SHARED and words.is_by_hand(self.platform):
            return f"Removes {what} from {pages}: 1 edit if they include one file"
        if self.type is PlacementType.REDIRECT and len(self.pages) > 1:
            return f"1 edit; {words.count(len(self.apart) - 1, 'page leads', 'pages lead')} there"
        if self.type is PlacementType.SHARED and any(finding.signature in WHOLE for finding in self.findings):
            return f"{pages}, all from the CRM"
        if self.type is PlacementType.DNS:
            return words.count(len(self.findings), "entry to change", "entries to change")
        return f"1 edit removes {what} from {pages}" if self.pages else "1 edit"


def places(findings: tuple[Finding, ...]) -> tuple[Place, ...]:
    """The places where `findings` are edited: what is of no use last, before it what clears the most pages."""
    found = [_place(task) for task in tasks(findings)]
    names = Counter(place.title for place in found)
    return tuple(sorted((_named(place) if names[place.title] > 1 else place for place in found), key=_rank))


def _named(place: Place) -> Place:
    """A place that is called like another one, by one of its pages."""
    return replace(place, title=f"{place.title}, as on {place.pages[0]}") if place.pages else place


def title(finding: Finding) -> str:
    """What a finding is: "Booking calendar", "Booking calendar, as a link"."""
    thing, how = finding.title or words.THINGS[finding.kind].one, words.HOWS[finding.how]
    said = not how or how.rsplit(" ", 1)[-1] in thing.lower()
    return words.sentence(thing if said else f"{thing}, {how}")


def brief(text: str, scan: Scan) -> str:
    """`text` in which addresses of the site itself are paths."""
    hosts = {name for host in scan.target.hosts for name in (host, host.removeprefix("www."), f"www.{host}")}
    for host in hosts:
        text = text.replace(f"https://{host}/", "/").replace(f"http://{host}/", "/")
    return text


def identity(finding: Finding) -> str:
    """The CRM's own identity of the thing; "" where it is only a word for what the address or the code does not say.

    A telephone number is shown whole, however the page writes it.
    """
    if finding.kind is Kind.PHONE:
        return finding.value
    shown = (finding.url, *(piece.excerpt for piece in finding.evidence))
    return finding.value if any(finding.value in text for text in shown) else ""


def address(finding: Finding, scan: Scan) -> str:
    """Where the thing leads or comes from; "" for an address of the site itself, which says nothing about the CRM."""
    return finding.url if brief(finding.url, scan) == finding.url else ""


def found_where(finding: Finding) -> str:
    """What the first piece of evidence is for: something to search for, or what the browser made of it."""
    match finding.evidence[:1]:
        case (Evidence(seen_in=SeenIn.RENDERED | SeenIn.FRAME | SeenIn.NETWORK),):
            return "What the browser shows"
        case (Evidence(seen_in=SeenIn.REDIRECT | SeenIn.DNS),):
            return "What the server says"
        case _:
            return "What to search for"


def _place(group: list[Finding]) -> Place:
    first = group[0].placement
    widest = sorted((finding.placement for finding in group), key=lambda where: -len(where.pages))
    pages = tuple(dict.fromkeys(page for where in widest for page in where.pages))
    apart = tuple(dict.fromkeys(page for where in widest for page in where.apart))
    ranked = sorted(group, key=lambda f: (_WORST_FIRST.index(f.severity), len(f.ref), f.ref))
    builder = first.platform if first.type in _BUILT else ""
    return Place(_title(first), first.type, builder, pages, apart, tuple(ranked))


def _title(placement: Placement) -> str:
    if placement.type is not PlacementType.PAGE:
        return words.sentence(placement.edit or placement.container or words.PLACES[placement.type])
    return placement.pages[0] if placement.pages else words.PLACES[placement.type]


def _rank(place: Place) -> tuple[bool, int, int, int, int, str]:
    worst = min(_WORST_FIRST.index(finding.severity) for finding in place.findings)
    reach = 1 if place.type is PlacementType.PAGE else len(place.apart)
    tidy = worst == _WORST_FIRST.index(Severity.TIDY)
    first = min((len(finding.ref), finding.ref) for finding in place.findings)
    return tidy, -reach, -len(place.findings), worst, *first
