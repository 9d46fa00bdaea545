from dataclasses import replace

from reports.places import Place, Proof, edits, places, proof, title
from reports.verdict import todo
from scanner.model import Evidence, Finding, How, Kind, Placement, PlacementType, SeenIn, Severity
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
            at("R-01", PlacementType.PAGE, PAGES[:9], "each by itself"),
            at("R-02", PlacementType.SHARED, PAGES[:3], "Popup"),
            at("R-03", PlacementType.SHARED, PAGES, "Footer"),
            at("R-04", PlacementType.SHARED, PAGES, "Head", Severity.TIDY),
            at("R-05", PlacementType.PAGE, PAGES[:1], "x", Severity.LOSES),
        )
    )
    assert refs(found) == [["R-03"], ["R-02"], ["R-01"], ["R-05"], ["R-04"]]
    assert found[2].effect == "9 edits, one on each page"
    assert found[2].title + found[2].more == f"{PAGES[0]} and 8 more pages"
    assert edits(found) == 3 + 9


def test_worst_finding_of_a_place_comes_first() -> None:
    tidy = at("R-01", PlacementType.PAGE, PAGES[:1], "x", Severity.TIDY)
    worse = at("R-02", PlacementType.PAGE, PAGES[:1], "x", Severity.LOSES)
    assert refs(places((tidy, worse))) == [["R-02", "R-01"]]


def test_order_does_not_depend_on_the_order_of_findings() -> None:
    assert refs(places(todo(MEDSPA)[::-1])) == refs(places(todo(MEDSPA)))


def test_title_says_thing_and_how_once() -> None:
    assert title(FORM) == "Form, embedded"
    assert title(replace(FORM, kind=Kind.CLICK_LINK, how=How.LINK)) == "Tracked link"
    assert title(replace(FORM, kind=Kind.TRACKING, how=How.SCRIPT)) == "Visitor tracker, as a script"


def test_proof_looks_where_the_evidence_was() -> None:
    shown = replace(FORM, evidence=(replace(FORM.evidence[0], seen_in=SeenIn.RENDERED),))
    assert proof(FORM) == Proof(
        "Open the page in a private window, show the page source (Ctrl+U) and search it for",
        "AbCdEfGhIjKlMnOpQrSt",
        ". There is no hit.",
    )
    assert proof(shown).expect == ". There is no hit. The page source alone does not show it."
    record = replace(FORM, url="", value="brand.vendor.test", evidence=(Evidence("", SeenIn.DNS, "", "a CNAME b"),))
    assert proof(record) == Proof(
        "Look the record up again, after a day at the latest. It no longer names", "brand.vendor.test", "."
    )
