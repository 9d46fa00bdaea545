from dataclasses import replace

from reports.owner import absent, hands, kinds, unlooked
from scanner.model import Kind, PlacementType, SeenIn
from scanner.scan import Finding
from tests.reports.scans import MEDSPA

FORM = MEDSPA.findings[5]


def in_file(seen_in: SeenIn) -> Finding:
    return replace(
        FORM,
        placement=replace(FORM.placement, type=PlacementType.FILE),
        evidence=(replace(FORM.evidence[0], seen_in=seen_in),),
    )


def test_a_script_file_is_a_developers_work_and_a_document_that_of_its_maker() -> None:
    script, shown, paper = in_file(SeenIn.SCRIPT), in_file(SeenIn.RENDERED), in_file(SeenIn.FILE)
    assert [(hand.who, hand.findings) for hand in hands((FORM, script, shown, paper))] == [
        ("Whoever edits the website", (FORM,)),
        ("Whoever programs the website", (script, shown)),
        ("Whoever made the documents", (paper,)),
    ]


def test_what_has_no_kind_of_its_own_is_named_by_its_title() -> None:
    other = replace(FORM, kind=Kind.OTHER, title="Countdown picture")
    assert kinds((FORM, other)) == ("1 form", "1 countdown picture")
    assert kinds((other, replace(other, title="CRM log-in"))) == ("2 other things of the CRM",)


def test_nothing_is_said_of_phone_numbers_that_nobody_compared() -> None:
    assert absent((FORM,)) == ("chat", "reviews & payments", "links & pages", "behind the scenes")
    assert [line.partition(":")[0] for line in unlooked((FORM,))] == ["Phone numbers were not compared"]
    assert unlooked((replace(FORM, kind=Kind.PHONE),)) == ()
