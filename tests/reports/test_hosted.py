"""What is said of names below the site's own under which the CRM shows pages."""

from dataclasses import replace

from reports import html, text
from reports.hosted import sentences
from scanner.inward import Part, Way
from scanner.model import How, Kind, PlacementType
from scanner.scan import Finding, Inlink, Linked, Placement, Scan
from tests.reports.scans import MEDSPA, PAGES

OFFER = replace(
    MEDSPA.findings[5], signature="highlevel/page", kind=Kind.HOSTED_PAGE, how=How.LINK,
    value="go.willowmedspa.example", url="https://go.willowmedspa.example/spring",
)  # fmt: skip

SITE = "https://willowmedspa.example"


def scan(*values: tuple[str, How, tuple[str, ...]]) -> Scan:
    placed = [
        replace(OFFER, ref=f"R-{n:02d}", fingerprint=str(n), value=value, how=how,
                placement=Placement(PlacementType.PAGE, pages, "", "", "this page"))
        for n, (value, how, pages) in enumerate(values, 1)
    ]  # fmt: skip
    return replace(MEDSPA, findings=tuple(placed))


def lead(way: Way, number: int, to: str, part: Part = Part.NONE) -> Inlink:
    return Inlink(way, part, "Our offer", "a", to, PAGES[:number], number)


def whole(value: str, pages: tuple[str, ...], *places: Inlink, shared: bool) -> Finding:
    kind = PlacementType.SHARED if shared else PlacementType.PAGE
    redirects = sum(one.way is Way.REDIRECT for one in places)
    links = sum(1 if one.part else one.number for one in places if one.way is not Way.REDIRECT)
    linked = Linked(links, max((one.number for one in places), default=0), redirects, 0, places)
    return replace(
        OFFER, ref=f"R-{value}{pages[0]}", fingerprint=f"{value}{pages[0]}", signature="highlevel/hosted-page",
        value=value, how=How.EMBED, url="", linked=linked if places else None,
        placement=Placement(kind, pages, "crm", "the whole page", "this page"),
    )  # fmt: skip


def test_links_to_a_name_below_the_site_are_counted_by_place_and_page() -> None:
    own = "go.willowmedspa.example"
    found = scan(
        (own, How.LINK, PAGES[:3]),
        (own, How.LINK, PAGES[2:4]),
        (own, How.LINK, PAGES[:1]),
        ("offers.other.example", How.LINK, PAGES),
    )
    said = "go.willowmedspa.example shows pages of the CRM: replace 3 links on 4 pages, then re-point the name."
    assert sentences(found) == (said,)
    assert said in html.render(found)
    assert said in " ".join(text.render(found).split())


def test_redirects_to_a_name_are_told_apart_from_links() -> None:
    own = "go.willowmedspa.example"
    found = scan((own, How.LINK, PAGES[:2]), (own, How.REDIRECT, (f"{SITE}/go/offer",)))
    moved = replace(found.findings[1].placement, type=PlacementType.REDIRECT)
    found = replace(found, findings=(found.findings[0], replace(found.findings[1], placement=moved)))
    assert sentences(found) == (
        "go.willowmedspa.example shows pages of the CRM: replace 1 link on 2 pages and 1 redirect, "
        "then re-point the name.",
    )


def test_nothing_is_said_of_what_only_stands_in_pages() -> None:
    assert sentences(scan(("go.willowmedspa.example", How.EMBED, PAGES))) == ()
    assert sentences(MEDSPA) == ()


def test_a_name_that_is_the_crms_as_a_whole_is_re_pointed_once_nothing_leads_there() -> None:
    name = "go.willowmedspa.example"
    pages = (f"https://{name}/", f"https://{name}/spring")
    menu = replace(lead(Way.LINK, 9, pages[1], Part.MENU), pages=PAGES[:3], number=9)
    buttons = lead(Way.BUTTON, 3, pages[1])
    found = replace(MEDSPA, findings=(whole(name, pages, menu, buttons, shared=True),))
    said = (
        "All that was read of go.willowmedspa.example comes from the CRM (2 pages): replace 4 links on 9 pages, "
        "then re-point the name."
    )
    assert sentences(found) == (said,)
    shown = " ".join(text.render(found).split())
    assert said in shown
    assert "2 pages, all from the CRM" in shown
    assert "1 Visitors will see a gap or an error: 2 pages kept in the CRM" in shown
    assert "4 links on 9 pages lead there Link ‘Our offer’ in the menu to https://go.willowmedspa.example/" in shown
    assert "and 6 more Button" in shown
    assert "Button ‘Our offer’ to https://go.willowmedspa.example/spring, on " in html.render(found)


def test_a_whole_site_is_one_sentence() -> None:
    pages = tuple(f"{SITE}/page-{n}" for n in range(41))
    assert sentences(replace(MEDSPA, findings=(whole("willowmedspa.example", pages, shared=True),))) == (
        "All that was read of willowmedspa.example comes from the CRM (41 pages): build what is still needed "
        "elsewhere, then re-point the name.",
    )


def test_single_pages_of_a_site_are_rebuilt_or_what_leads_there_is_replaced() -> None:
    offer, peel = f"{SITE}/offer", f"{SITE}/peel"
    first = whole("willowmedspa.example", (offer,), lead(Way.LINK, 2, offer), shared=False)
    moved = lead(Way.REDIRECT, 1, peel)
    second = whole("willowmedspa.example", (peel,), lead(Way.LINK, 3, peel), moved, shared=False)
    assert sentences(replace(MEDSPA, findings=(first, second))) == (
        "The CRM serves 2 pages of willowmedspa.example: rebuild them under the same addresses, or replace what "
        "leads there (5 links on 3 pages and 1 redirect).",
    )
    assert sentences(replace(MEDSPA, findings=(whole("willowmedspa.example", (peel,), shared=False),))) == (
        "The CRM serves 1 page of willowmedspa.example: rebuild it under the same address.",
    )


def test_a_redirect_tells_the_pages_that_lead_to_it() -> None:
    source = f"{SITE}/go/book"
    links = (Inlink(Way.LINK, Part.NONE, "Book online", "main > a", source, PAGES[:1], 1),)
    finding = replace(
        OFFER, how=How.REDIRECT, linked=Linked(1, 1, 0, 0, links),
        placement=Placement(PlacementType.REDIRECT, (source, PAGES[0]), "", source, f"the redirect of {source}"),
    )  # fmt: skip
    shown = " ".join(text.render(replace(MEDSPA, findings=(finding,))).split())
    assert f"1 edit; 1 page leads there for example {PAGES[0]}" in shown
    assert "1 link on 1 page leads there Link ‘Book online’, on " in shown
    page = html.render(replace(MEDSPA, findings=(finding,)))
    assert "Link ‘Book online’, on " in page
    assert "The redirect, and 1 page that leads there" in page
    assert "<code>main &gt; a</code>" in page
