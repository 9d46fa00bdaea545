from dataclasses import replace

from reports.places import Place, brief, identity, places, title
from reports.verdict import todo
from scanner.model import How, Kind, PlacementType, Severity
from scanner.scan import Finding, Placement
from tests.reports.scans import MEDSPA, PAGES

FORM = MEDSPA.findings[5]


def at(
    ref: str, type_: PlacementType, pages: tuple[str, ...], edit: str, severity: Severity = Severity.BREAKS
) -> Finding:
    return replace(FORM, ref=ref, severity=severity, placement=Placement(type_, pages, "wix", "a block", edit))


def refs(found: tuple[Place, ...]) -> list[list[str]]:
    return [[finding.ref for finding in place.findings] for place in found]


def test_what_is_edited_in_one_place_is_one_place() -> None:
    found = places(
        (
            at("R-01", PlacementType.PAGE, PAGES[:1], "x"),
            at("R-02", PlacementType.PAGE, PAGES[:1], "y"),
            at("R-03", PlacementType.PAGE, PAGES[1:2], "x"),
            at("R-04", PlacementType.SHARED, PAGES[:4], "Footer"),
            at("R-05", PlacementType.SHARED, PAGES[:6], "Footer"),
        )
    )
    assert refs(found) == [["R-04", "R-05"], ["R-01", "R-02"], ["R-03"]]
    assert found[0].pages == PAGES[:6]
    assert [place.effect for place in found] == [
        "1 edit removes 2 things from 6 pages",
        "1 edit on 1 page",
        "1 edit on 1 page",
    ]


def test_the_edit_that_clears_the_most_pages_comes_first_and_left_overs_last() -> None:
    found = places(
        (
            at("R-06", PlacementType.PAGE, (PAGES[8], *PAGES[:3]), "y", Severity.LOSES),
            at("R-01", PlacementType.PAGE, PAGES[8:9], "x"),
            at("R-02", PlacementType.SHARED, PAGES[:3], "Popup"),
            at("R-03", PlacementType.SHARED, PAGES, "Footer"),
            at("R-04", PlacementType.SHARED, PAGES, "Head", Severity.TIDY),
            at("R-05", PlacementType.PAGE, PAGES[:1], "x", Severity.LOSES),
        )
    )
    assert refs(found) == [["R-03"], ["R-02"], ["R-01", "R-06"], ["R-05"], ["R-04"]]


def test_a_page_that_other_addresses_show_is_one_edit() -> None:
    (found,) = places((at("R-01", PlacementType.PAGE, (PAGES[8], *PAGES[:3]), "x"),))
    assert (found.title, found.effect) == (PAGES[8], "1 edit; 3 more addresses show it too")


def test_what_is_called_the_same_on_other_pages_is_another_place() -> None:
    found = places(
        (
            at("R-01", PlacementType.SHARED, PAGES[:4], "The sidebar"),
            at("R-02", PlacementType.SHARED, PAGES[4:6], "The sidebar"),
            at("R-03", PlacementType.SHARED, PAGES[2:4], "The sidebar"),
        )
    )
    assert [(place.title, len(place.pages)) for place in found] == [
        (f"The sidebar, as on {PAGES[0]}", 4),
        (f"The sidebar, as on {PAGES[4]}", 2),
    ]
    assert refs(found) == [["R-01", "R-03"], ["R-02"]]


def test_two_lines_of_one_script_file_are_one_place() -> None:
    edit = "the script file https://willowmedspa.example/app.js"
    lines = [
        replace(FORM, ref=f"R-{n}", placement=Placement(PlacementType.FILE, PAGES[n : n + 1], "", f"line {n}", edit))
        for n in (1, 2)
    ]
    assert refs(places(tuple(lines))) == [["R-1", "R-2"]]


def test_a_page_with_several_addresses_counts_once() -> None:
    where = Placement(PlacementType.SHARED, PAGES[:5], "wix", "a block", "Footer", PAGES[:3])
    (place,) = places((replace(FORM, placement=where),))
    assert (place.effect, place.shown) == ("1 edit removes it from 3 pages", "3 pages at 5 addresses")


def test_worst_finding_of_a_place_comes_first() -> None:
    tidy = at("R-01", PlacementType.PAGE, PAGES[:1], "x", Severity.TIDY)
    worse = at("R-02", PlacementType.PAGE, PAGES[:1], "x", Severity.LOSES)
    assert refs(places((tidy, worse))) == [["R-02", "R-01"]]


def test_order_does_not_depend_on_the_order_of_findings() -> None:
    assert refs(places(todo(MEDSPA)[::-1])) == refs(places(todo(MEDSPA)))


def test_title_says_thing_and_how_once() -> None:
    assert title(FORM) == "Form"
    assert title(replace(FORM, how=How.LINK)) == "Form, as a link"
    assert title(replace(FORM, title="Link that counts clicks", how=How.LINK)) == "Link that counts clicks"
    assert title(replace(FORM, title="", kind=Kind.TRACKING, how=How.SCRIPT)) == "Visitor tracker"


def test_a_word_that_only_stands_for_an_identity_is_not_shown_as_one() -> None:
    plugin = "https://clinic.example/wp-content/plugins/leadconnector/public/css/leadconnector-funnel-iframe.css"
    piece = replace(FORM.evidence[0], excerpt=f'<link href="{plugin}?ver=4">')
    page = replace(FORM, value="page", url=f"{plugin}?ver=", evidence=(piece,))
    assert identity(page) == ""
    assert identity(FORM) == FORM.value


def test_addresses_of_the_site_are_paths_where_room_is_short() -> None:
    text = "The redirect of https://www.willowmedspa.example/book/: https://other.example/"
    assert brief(text, MEDSPA) == "The redirect of /book/: https://other.example/"


def test_pages_written_by_hand_may_be_one_edit_or_many() -> None:
    where = Placement(PlacementType.SHARED, PAGES[:4], "html", "image in the footer", "the footer: …")
    (place,) = places((replace(FORM, placement=where),))
    assert place.effect == "Removes it from 4 pages: 1 edit if they include one file"


def test_places_of_equal_reach_keep_the_order_of_their_references() -> None:
    found = places(tuple(at(f"R-{n}", PlacementType.PAGE, PAGES[n : n + 1], "x") for n in (9, 10, 11)))
    assert refs(found) == [["R-9"], ["R-10"], ["R-11"]]
