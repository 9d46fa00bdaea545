"""Pages that the CRM serves, in sentences for the owner: what leads there goes first, then the name, or the page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from reports import words
from reports.linked import amount, together
from reports.verdict import pages_of, todo
from scanner.ends import is_own
from scanner.inward import WHOLE
from scanner.model import How, Kind, PlacementType
from scanner.scan import Finding, Scan
from scanner.urls import parse

_LEADING = (How.LINK, How.REDIRECT)

_SHOWN = (Kind.HOSTED_PAGE, Kind.PORTAL)


def sentences(scan: Scan) -> tuple[str, ...]:
    """For each name, and for the pages of each site that shows others as well, what is to be done as a sentence."""
    own = frozenset(scan.target.hosts)
    outside: dict[str, list[Finding]] = defaultdict(list)
    inside: dict[str, list[Finding]] = defaultdict(list)
    for finding in todo(scan):
        if finding.signature in WHOLE and finding.placement.pages:
            inside[_netloc(finding.placement.pages[0])].append(finding)
        elif finding.kind in _SHOWN and finding.how in _LEADING and is_own(finding.value, own):
            outside[finding.value].append(finding)
    names = sorted({*outside, *inside})
    return tuple(said for name in names for said in _said(name, inside[name], outside[name]))


def _said(name: str, inside: list[Finding], outside: list[Finding]) -> Iterator[str]:
    if any(finding.placement.type is PlacementType.SHARED for finding in inside):
        yield _whole_name(name, inside)
    elif inside:
        yield _single_pages(name, inside)
    if outside:
        yield _from_outside(name, tuple(outside))


def _whole_name(name: str, found: list[Finding]) -> str:
    pages = words.count(_number(found), "page")
    linked = together(finding.linked for finding in found)
    said = amount(linked.links, linked.pages, linked.redirects, linked.sitemaps)
    first = f"replace {said}" if said else "build what is still needed elsewhere"
    return f"All that was read of {name} comes from the CRM ({pages}): {first}, then re-point the name."


def _single_pages(name: str, found: list[Finding]) -> str:
    number = _number(found)
    it, address = ("it", "address") if number == 1 else ("them", "addresses")
    said = f"The CRM serves {words.count(number, 'page')} of {name}"
    linked = together(finding.linked for finding in found)
    leading = amount(linked.links, linked.pages, linked.redirects, linked.sitemaps)
    rebuild = f"rebuild {it} under the same {address}"
    return f"{said}: {rebuild}, or replace what leads there ({leading})." if leading else f"{said}: {rebuild}."


def _from_outside(name: str, found: tuple[Finding, ...]) -> str:
    redirects = sum(finding.how is How.REDIRECT for finding in found)
    sitemaps = sum(finding.placement.type is PlacementType.FILE for finding in found)
    links = len(found) - redirects - sitemaps
    said = amount(links, pages_of(_links(found)), redirects, sitemaps)
    return f"{name} shows pages of the CRM: replace {said}, then re-point the name."


def _links(found: Iterable[Finding]) -> tuple[Finding, ...]:
    apart = (PlacementType.REDIRECT, PlacementType.FILE)
    return tuple(finding for finding in found if finding.placement.type not in apart)


def _number(found: Iterable[Finding]) -> int:
    return len({page for finding in found for page in finding.placement.apart})


def _netloc(url: str) -> str:
    address = parse(url)
    return "" if address is None else address.netloc
