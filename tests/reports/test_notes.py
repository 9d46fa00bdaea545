"""Notes are worded as what they are: words to update, questions, and what never runs."""

from dataclasses import replace

from reports import html, notes, text
from scanner.model import How, Kind, Note, State
from scanner.scan import Evidence, Finding, Scan
from tests.reports.scans import CLEAR, MEDSPA

PAGE = CLEAR.target.start[0]


def noted(note: Note | None, ref: str, excerpt: str) -> Finding:
    first = next(finding for finding in MEDSPA.findings if finding.state is State.INERT)
    piece = replace(first.evidence[0], page=PAGE, excerpt=excerpt, locator="main > p")
    where = replace(first.placement, pages=(PAGE,), container="text in the page")
    return replace(
        first, ref=ref, note=note, kind=Kind.OTHER, how=How.TEXT, title="A text", evidence=(piece,), placement=where
    )


def with_notes(*found: Finding) -> Scan:
    return replace(CLEAR, findings=found)


TEXT = noted(Note.TEXT, "R-01", "Kept by HighLevel Inc.")
ASK = noted(Note.ASK, "R-02", '<a href="https://apps.apple.com/app/id1">')
OLD = noted(None, "R-03", "<!-- old -->")


def test_notes_come_sort_by_sort_and_old_scans_know_one() -> None:
    parts = notes.sections(with_notes(OLD, TEXT, ASK))
    assert [(part.note, part.anchor, part.findings) for part in parts] == [
        (Note.ASK, "questions", (ASK,)),
        (Note.TEXT, "texts", (TEXT,)),
        (Note.LEFT_OVER, "notes", (OLD,)),
    ]
    assert [bool(part.steps) for part in parts] == [True, True, False]
    assert notes.sections(CLEAR) == ()


def test_a_text_is_never_said_to_do_nothing_or_to_be_commented_out() -> None:
    for report in (html.render(with_notes(TEXT)), text.render(with_notes(TEXT), width=200)):
        assert "Texts to update" in report
        assert "Kept by HighLevel Inc." in report
        assert "commented out" not in report
        assert "do nothing" not in report
    assert "Left-overs that do nothing" in html.render(with_notes(OLD))


def test_a_clear_site_says_how_many_texts_still_name_the_crm() -> None:
    one = text.render(with_notes(TEXT), width=200)
    assert one.startswith("Clear: ")
    assert "\n1 text still names the CRM in words: it is listed below.\n" in one
    two = text.render(with_notes(TEXT, replace(TEXT, ref="R-02")), width=200)
    assert "\n2 texts still name the CRM in words: they are listed below.\n" in two
    assert "in words" not in text.render(with_notes(OLD), width=200)


def test_each_sentence_is_shown_once_with_its_place() -> None:
    again = Evidence(PAGE, TEXT.evidence[0].seen_in, "main > p", "Kept by HighLevel Inc.")
    other = replace(again, locator="main > p:nth-of-type(2)", excerpt="Sent with LeadConnector.")
    finding = replace(TEXT, evidence=(*TEXT.evidence, again, other))
    assert [piece.excerpt for piece in notes.said(finding)] == ["Kept by HighLevel Inc.", "Sent with LeadConnector."]
    shown = html.render(with_notes(finding))
    assert shown.count("<blockquote>") == 2
    assert '<p class="locator">main &gt; p:nth-of-type(2)</p>' in shown
