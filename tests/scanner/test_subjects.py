"""Which findings are pictured, where, and how the thing is told there."""

from dataclasses import replace

import pytest

from scanner.model import Act, How, Kind, Opener, SeenIn, State, Unread
from scanner.scan import THING, Coverage, Evidence, Finding
from scanner.subjects import MOST, Clues, Hint, Subject, clues, pictured, secrets, subjects
from tests.reports.scans import MEDSPA

FORM = next(one for one in MEDSPA.findings if one.kind is Kind.FORM)
READ = Coverage(True, 3, 3, (), (), {})
ID = "AbCdEfGhIjKlMnOpQrSt"
URL = f"https://crm.example/widget/form/{ID}"
A, B = "https://clinic.example/a", "https://clinic.example/b"


def finding(*pages: str, **more: object) -> Finding:
    """A form on these pages."""
    evidence = tuple(Evidence(page, SeenIn.HTML, "iframe#f", f'<iframe src="{URL}">') for page in pages)
    usual: dict[str, object] = {
        "ref": "R-01",
        "value": ID,
        "url": f"{URL}?name=x",
        "evidence": evidence,
        "opener": None,
    }
    usual |= {"placement": replace(FORM.placement, pages=pages), "state": State.LIVE, "how": How.EMBED}
    return replace(FORM, **(usual | more))  # type: ignore[arg-type] # as the class says


def test_a_thing_is_told_by_what_it_names() -> None:
    wanted = Clues((ID, f"crm.example/widget/form/{ID}"), (ID,))
    hint = Hint("iframe#f", f'<iframe src="{URL}">')
    assert subjects([finding(A)], READ) == (Subject("R-01", A, (hint,), wanted),)


def test_few_pages_are_visited_and_none_that_was_not_wholly_read() -> None:
    one, two = finding(A), finding(B, A, ref="R-02")
    assert [subject.page for subject in subjects([one, two], READ)] == [A, A]
    assert [subject.page for subject in subjects([two, one], READ)] == [B, A]
    partly = replace(READ, partial=(Unread(A, "hang"),))
    assert [(subject.ref, subject.page) for subject in subjects([one, two], partly)] == [("R-02", B)]


@pytest.mark.parametrize(
    "more",
    [
        {"state": State.INERT},
        {"how": How.SCRIPT},
        {"how": How.REDIRECT},
        {"how": How.RECORD},
        {"kind": Kind.TRACKING},
        {"kind": Kind.DNS},
        {"evidence": (Evidence(A, SeenIn.NETWORK, "document", URL),)},
        {"evidence": (Evidence(A, SeenIn.HTML, "", URL),)},
        {"evidence": (Evidence("https://clinic.example/x.js", SeenIn.SCRIPT, "line 3", URL),)},
        {"evidence": ()},
    ],
)
def test_what_nobody_sees_is_not_pictured(more: dict[str, object]) -> None:
    assert subjects([finding(A, **more)], READ) == ()


def test_only_what_is_clicked_or_pointed_at_stands_for_what_it_opens() -> None:
    by = {act: finding(A, opener=Opener(act, "Book", "button#b")) for act in Act}
    shown = {act: subjects([one], READ)[0].opener for act, one in by.items()}
    assert {act for act, opener in shown.items() if opener is not None} == {Act.CLICK, Act.HOVER}


def test_a_number_is_told_by_its_digits_and_a_short_name_by_nothing() -> None:
    assert clues(finding(A, kind=Kind.PHONE, value="+14155550132")) == Clues(digits="4155550132")
    assert clues(finding(A, value="x", url="")) == Clues()


def test_reviews_and_chats_are_known_wherever_they_stand() -> None:
    chat = finding(A, kind=Kind.CHAT)
    assert secrets([finding(A), chat, chat]) == (clues(chat),)
    assert subjects([chat], READ)[0].secret


def test_there_are_not_more_than_fit_a_report() -> None:
    assert len(subjects([finding(A, ref=f"R-{n:02d}") for n in range(MOST + 20)], READ)) == MOST


def test_a_picture_stands_with_the_evidence_that_it_shows_and_changes_nothing_else() -> None:
    network = Evidence(A, SeenIn.NETWORK, "document", URL)
    one, two = finding(A), finding(B, ref="R-02")
    one = replace(one, evidence=(network, *one.evidence))
    one = replace(one, evidence=(*one.evidence, *finding(B).evidence))
    taken = {"R-01": ("pictures/R-01.jpg", B, THING), "R-02": ("pictures/R-02.jpg", A, THING)}
    first, second = pictured([one, two], taken)
    piece = replace(one.evidence[2], screenshot="pictures/R-01.jpg", outlined=THING)
    assert (first, second) == (replace(one, evidence=(*one.evidence[:2], piece)), two)
