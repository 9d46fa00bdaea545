from dataclasses import replace

from reports.owner import absent, cards, consequences, hands, kinds, unlooked
from scanner.model import How, Kind, PlacementType, SeenIn, Severity
from scanner.scan import Finding, Numbers, SeenNumber
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
    assert kinds((other, replace(other, title="CRM log-in"))) == ("1 countdown picture", "1 CRM log-in")
    assert kinds((other, other)) == ("2 other things of the CRM",)


def test_a_link_that_asks_for_a_review_is_no_box_of_reviews() -> None:
    box = replace(FORM, kind=Kind.REVIEWS)
    link = replace(box, how=How.LINK)
    assert kinds((box, link, link)) == ("1 review box", "2 review links")
    [card] = cards((link,))
    assert card.losses == ("Links that ask clients for a review lead to an error page.",)


def test_nothing_is_said_of_phone_numbers_that_nobody_compared() -> None:
    assert absent((FORM,)) == ("chat", "reviews & payments", "links & pages", "behind the scenes")
    assert [line.partition(":")[0] for line in unlooked((FORM,), Numbers())] == ["Phone numbers were not compared"]
    assert unlooked((replace(FORM, kind=Kind.PHONE),), Numbers()) == ()
    assert unlooked((FORM,), Numbers(compared=True)) == ()
    assert (
        unlooked((FORM,), Numbers(seen=(SeenNumber("+14155550132", "", 1, {"text": 1}, ("https://clinic.example/",)),)))
        == ()
    )


def test_nobody_sees_a_gap_where_only_data_goes_nowhere() -> None:
    hook = replace(FORM, kind=Kind.WEBHOOK, severity=Severity.BREAKS)
    tidy = replace(FORM, kind=Kind.DNS, severity=Severity.TIDY)
    assert [(row.words, row.found) for row in consequences((FORM, hook, tidy))] == [
        ("visitors will see a gap or an error", "1 form"),
        ("data stops arriving", "1 hidden data connection"),
        ("of no use any more", "1 entry of the domain that names the CRM"),
    ]


def test_the_owner_is_told_that_the_plugin_may_send_the_sites_mail() -> None:
    (card,) = cards((replace(FORM, kind=Kind.PLUGIN, severity=Severity.TIDY),))
    assert card.losses == (
        "The CRM's plugin is left without its service; if it sends your website's mail, that mail no longer goes out.",
    )
