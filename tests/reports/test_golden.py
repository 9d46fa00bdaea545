from collections.abc import Callable
from datetime import date

import pytest

from reports import REPORTS
from reports.text import render as text
from tests.reports.scans import FINAL_DATE, MEDSPA, SCANS

ENDINGS = {"csv": "csv", "html": "html", "json": "json", "jsonl": "jsonl", "markdown": "md", "text": "txt"}
DATES: dict[str, date | None] = {"medspa": FINAL_DATE, "clear": None, "blocked": FINAL_DATE}


def test_every_format_has_an_expected_report() -> None:
    assert set(ENDINGS) | {"eml"} == set(REPORTS), "what eml is made of is in test_mail"


@pytest.mark.parametrize("format_", ENDINGS)
@pytest.mark.parametrize("name", SCANS)
def test_report_is_as_expected(name: str, format_: str, golden: Callable[[str, str], str]) -> None:
    got = REPORTS[format_](SCANS[name], final_date=DATES[name])
    assert got == golden(f"{name}.{ENDINGS[format_]}", got)


def test_summary_in_colour_is_as_expected(golden: Callable[[str, str], str]) -> None:
    got = text(MEDSPA, final_date=FINAL_DATE, color=True, width=100)
    assert got == golden("medspa.color.txt", got)
