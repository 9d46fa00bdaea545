"""Reports on paper, made by the browser of the scans."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from demo.server import SiteServer
from reports.checklist import items
from reports.html import render
from scanner.errors import BrowserError
from spiders.options import Options
from spiders.render.paper import A4, LETTER, Paper, print_pdf
from tests.reports.pdf import Pdf, read
from tests.reports.scans import FINAL_DATE, MEDSPA, SCANS
from tests.reports.test_injection import filled

pytestmark = pytest.mark.browser


def printed(html: str, paper: Paper = A4) -> Pdf:
    return read(print_pdf(html, paper, Options()))


def plain(text: str) -> str:
    """`text` without blanks and ligatures."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.fixture(scope="module")
def medspa() -> Pdf:
    return printed(render(MEDSPA, final_date=FINAL_DATE), LETTER)


def test_a_report_on_paper_can_be_read_aloud_and_leafed_through(medspa: Pdf) -> None:
    assert b"/MarkInfo <</Type /MarkInfo\n/Marked true>>" in medspa.catalogue
    assert b"/StructTreeRoot " in medspa.catalogue
    assert b"/Outlines " in medspa.catalogue
    assert b"/Lang (en)" in medspa.catalogue
    assert {"If nothing is done", "Tasks", "What was read", "Not read"} <= set(medspa.outline)


def test_every_page_is_numbered_and_holds_its_share_of_the_text(medspa: Pdf) -> None:
    assert 10 <= len(medspa.texts) <= 20
    numbers = [f"{number}/{len(medspa.texts)}" for number in range(1, len(medspa.texts) + 1)]
    assert [number for number, text in zip(numbers, medspa.texts, strict=True) if number not in text] == []
    said = plain("".join(medspa.texts))
    for finding in MEDSPA.findings:
        assert plain(f"{finding.ref}{finding.title}") in said
        assert all(
            plain(step) in said for step in finding.remedy.steps if finding.ref not in ("R-16", "R-17", "R-18", "R-19")
        )
    for entry in MEDSPA.coverage.unread:
        assert entry.url.removeprefix("https://willowmedspa.example") in said
    assert said.count("Done") == 15 + len(items())


def test_the_sheet_is_the_one_asked_for(medspa: Pdf) -> None:
    assert set(medspa.sheets) == {(612, 792)}
    (sheet,) = set(printed(render(SCANS["clear"])).sheets)
    assert sheet == pytest.approx((595.28, 841.89), abs=1)


def test_printing_asks_nobody_for_anything_and_runs_nothing(site: Callable[[str], SiteServer]) -> None:
    server = site("one-form")
    at = f"http://127.0.0.1:{server.port}"
    html = (
        f"<!doctype html><link rel=stylesheet href={at}/a.css><link rel=preconnect href={at}><img src={at}/a.png>"
        f"<iframe src={at}/a.html></iframe><script src={at}/a.js></script><object data={at}/a></object>"
        f"<style>p{{background:url({at}/b.png)}} @page{{background:url({at}/c.png)}}</style><p>read me</p>"
        f"<script>document.write('written');fetch('{at}/d')</script><iframe src=file:///etc/passwd></iframe>"
        "<meta http-equiv=refresh content='0;url=file:///etc/passwd'>"
    )
    said = "".join(printed(html).texts)
    assert "readme" in said
    assert "written" not in said
    assert "root:" not in said
    assert server.hits == []


def test_a_hostile_scan_is_printed_as_text() -> None:
    said = "".join(printed(render(filled("<script>alert(1)</script>"), final_date=FINAL_DATE)).texts)
    assert "<script>alert(1)</script>" in said


def test_a_browser_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrowserError) as error:
        print_pdf("<p>", A4, Options(browser=tmp_path / "none"))
    assert str(tmp_path / "none") in error.value.thing
    assert error.value.hint
