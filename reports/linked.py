"""What of the site leads to a page that the CRM serves, or to a redirect to the CRM, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports import words
from scanner.inward import Part, Way
from scanner.model import How
from scanner.scan import Finding, Inlink, Linked

_WAYS = {
    Way.LINK: "link",
    Way.BUTTON: "button",
    Way.FRAME: "frame",
    Way.CANONICAL: "canonical address",
    Way.HEAD: "link in the head",
    Way.OPEN_GRAPH: "address for social networks (og:url)",
    Way.JSON_LD: "address in structured data (JSON-LD)",
    Way.SITEMAP: "sitemap",
    Way.REDIRECT: "redirect",
}
_APART = (Way.SITEMAP, Way.REDIRECT)
_PARTS = {Part.NONE: "", Part.MENU: " in the menu", Part.HEADER: " in the header", Part.FOOTER: " in the footer"}


@dataclass(frozen=True, slots=True)
class Row:
    """One place that leads there: `what` it is, as `Link ‘Book’, on`, the `pages` that hold it, `number` of them, and
    where on these.
    """

    what: str
    pages: tuple[str, ...]
    number: int
    locator: str


def rows(finding: Finding) -> tuple[Row, ...]:
    """All places that lead to what `finding` is about."""
    return tuple(_row(one, finding) for one in finding.linked.places) if finding.linked else ()


def _row(one: Inlink, finding: Finding) -> Row:
    ends = finding.placement.pages if finding.how is How.EMBED else (finding.placement.container,)
    by = "" if one.to in ends else f" by way of {one.to}"
    target = f" to {one.to}" if len(ends) > 1 and not by else ""
    label = f" ‘{one.label}’" if one.label else ""
    what = words.sentence(f"{_WAYS[one.way]}{label}{_PARTS[one.part]}{target}{by}")
    return Row(f"{what}:" if one.way in _APART else f"{what}, on", one.pages, one.number, one.locator)


def summary(finding: Finding) -> str:
    """Such as `5 links on 2 pages and 1 redirect lead there`, "" if nothing is known to."""
    if finding.linked is None:
        return ""
    said = amount(finding.linked.links, finding.linked.pages, finding.linked.redirects, finding.linked.sitemaps)
    whole = finding.linked
    leads = "leads" if whole.links + whole.redirects + whole.sitemaps == 1 else "lead"
    return f"{said} {leads} there"


def amount(links: int, pages: int, redirects: int, sitemaps: int) -> str:
    """Such as `14 links on 9 pages, 1 redirect and 1 address in sitemaps`; "" for nothing at all."""
    said = [f"{words.count(links, 'link')} on {words.count(pages, 'page')}"] if links else []
    said += [words.count(redirects, "redirect")] if redirects else []
    said += [words.count(sitemaps, "address in sitemaps", "addresses in sitemaps")] if sitemaps else []
    return words.listed(said) if said else ""


def together(all_linked: Iterable[Linked | None]) -> Linked:
    """What leads to several pages, without the places; pages that hold links to more than one count once."""
    known = [one for one in all_linked if one is not None]
    pages = {page for one in known for place in one.places for page in place.pages if place.way not in _APART}
    return Linked(
        sum(one.links for one in known),
        max((len(pages), *(one.pages for one in known))),
        sum(one.redirects for one in known),
        sum(one.sitemaps for one in known),
        (),
    )
