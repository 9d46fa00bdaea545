"""What is said of names below the site's own under which the CRM shows pages."""

from dataclasses import replace

from reports import html, text
from reports.hosted import sentences
from scanner.model import How, Kind, PlacementType
from scanner.scan import Placement, Scan
from tests.reports.scans import MEDSPA, PAGES

OFFER = replace(
    MEDSPA.findings[5], signature="highlevel/page", kind=Kind.HOSTED_PAGE, how=How.LINK,
    value="go.willowmedspa.example", url="https://go.willowmedspa.example/spring",
)  # fmt: skip


def scan(*values: tuple[str, How, tuple[str, ...]]) -> Scan:
    placed = [
        replace(OFFER, ref=f"R-{n:02d}", fingerprint=str(n), value=value, how=how,
                placement=Placement(PlacementType.PAGE, pages, "", "", "this page"))
        for n, (value, how, pages) in enumerate(values, 1)
    ]  # fmt: skip
    return replace(MEDSPA, findings=tuple(placed))


def test_links_to_a_name_below_the_site_are_counted_by_place_and_page() -> None:
    own = "go.willowmedspa.example"
    found = scan((own, How.LINK, PAGES[:3]), (own, How.REDIRECT, PAGES[2:4]), ("offers.other.example", How.LINK, PAGES))
    said = (
        "go.willowmedspa.example shows pages of the CRM: lead the links to it elsewhere in 2 places on 4 pages, "
        "then the name itself."
    )
    assert sentences(found) == (said,)
    assert said in html.render(found)
    assert said in " ".join(text.render(found).split())


def test_nothing_is_said_of_what_only_stands_in_pages() -> None:
    assert sentences(scan(("go.willowmedspa.example", How.EMBED, PAGES))) == ()
    assert sentences(MEDSPA) == ()
