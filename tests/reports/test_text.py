import re
from dataclasses import replace

import pytest

from reports.text import render
from scanner.scan import Scan
from tests.reports.scans import BLOCKED, CLEAR, FINAL_DATE, MEDSPA, SCANS

ADDRESS = re.compile(r"https?://\S+")


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("name", SCANS)
def test_lines_fit_and_addresses_stay_whole(name: str, width: int) -> None:
    said = render(SCANS[name], final_date=FINAL_DATE, width=width)
    assert not [row for row in said.splitlines() if len(row) > width and max(map(len, row.split())) < 24]
    wide = render(SCANS[name], final_date=FINAL_DATE, width=1000)
    assert ADDRESS.findall(said) == ADDRESS.findall(wide)


@pytest.mark.parametrize(
    ("scan", "first"),
    [
        (MEDSPA, "At least 14 things on 41 pages and 1 entry of the domain must come off before 30 November 2026."),
        (CLEAR, "Clear: no trace of the CRM at any of the 41 addresses of this site."),
        (BLOCKED, "Not proven clear: 0 of 8 addresses could be checked."),
    ],
)
def test_first_line_is_the_verdict(scan: Scan, first: str) -> None:
    assert render(scan, final_date=FINAL_DATE, width=100).splitlines()[0] == first


def test_colour_changes_no_word() -> None:
    colored = render(MEDSPA, final_date=FINAL_DATE, color=True)
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == render(MEDSPA, final_date=FINAL_DATE)
    assert "\x1b" not in render(MEDSPA, final_date=FINAL_DATE)


def test_endless_value_is_cut() -> None:
    finding = replace(MEDSPA.findings[0], value="v" * 9000)
    said = render(replace(MEDSPA, findings=(finding,)))
    assert max(map(len, said.splitlines())) < 450
