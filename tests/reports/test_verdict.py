from dataclasses import replace
from datetime import date

import pytest

from reports.verdict import gap, headline
from scanner.model import Unread, Verdict
from scanner.scan import Coverage, Finding
from tests.reports.scans import CLEAR, MEDSPA

LIVE = MEDSPA.findings[4]
INERT = MEDSPA.findings[15]


def unread(number: int, start: int = 0) -> tuple[Unread, ...]:
    return tuple(Unread(f"https://willowmedspa.example/{n}", "timeout") for n in range(start, start + number))


@pytest.mark.parametrize(
    ("coverage", "said"),
    [
        (Coverage(False, 38, 0, (), unread(3), {}), "3 of 41 addresses could not be read"),
        (Coverage(False, 39, 0, unread(2), (), {}), "2 of 41 addresses could be read only in part"),
        (
            Coverage(False, 36, 0, unread(2), unread(3, 9), {}),
            "3 of 41 addresses could not be read, 2 more only in part",
        ),
        (Coverage(False, 0, 0, (), unread(1), {}), "0 of 1 address could be checked"),
        (Coverage(False, 0, 0, unread(2), unread(2), {}), "0 of 2 addresses could be checked"),
        (Coverage(False, 0, 0, (*unread(1), *unread(1)), (), {}), "1 of 1 address could be read only in part"),
        (Coverage(False, 5, 0, (), (), {}), "the scan stopped before its end"),
        (Coverage(True, 0, 0, (), (), {}), "no address was checked"),
    ],
)
def test_gap_says_what_is_missing(coverage: Coverage, said: str) -> None:
    assert gap(coverage) == said


@pytest.mark.parametrize(
    ("findings", "final", "said"),
    [
        ((LIVE,), None, "1 thing on 1 page must come off"),
        ((LIVE, INERT), None, "1 thing on 1 page must come off"),
        (
            (LIVE, MEDSPA.findings[13]),
            date(2026, 11, 30),
            "1 thing on 1 page and 1 entry of the domain must come off before 30 November 2026",
        ),
        ((MEDSPA.findings[13],), date(2026, 11, 30), "1 entry of the domain must come off before 30 November 2026"),
        ((LIVE,), date(2026, 10, 1), "1 thing on 1 page must come off: 1 October 2026 has passed"),
    ],
)
def test_traces_are_a_number_and_a_date(findings: tuple[Finding, ...], final: date | None, said: str) -> None:
    scan = replace(MEDSPA, findings=findings, coverage=CLEAR.coverage)
    assert headline(scan, final).sentence == said
    partly = replace(scan, coverage=replace(CLEAR.coverage, complete=False, unread=unread(1)))
    assert headline(partly, final).sentence == f"At least {said}"
    assert headline(partly, final).more[-1] == "1 of 42 addresses could not be read, so there may be more."


@pytest.mark.parametrize(
    ("final", "said"),
    [
        (date(2026, 11, 30), "37 days are left, counted from the day of this scan."),
        (date(2026, 10, 25), "1 day is left, counted from the day of this scan."),
        (date(2026, 10, 24), "The day of this scan is the last one."),
        (date(2026, 10, 23), "The last day was 1 day before this scan."),
    ],
)
def test_time_left_is_counted_from_the_scan(final: date, said: str) -> None:
    assert headline(MEDSPA, final).more[1] == said


def test_clear_needs_the_verdict_and_a_complete_scan() -> None:
    assert headline(CLEAR, None).sentence == "Clear: no trace of the CRM at any of the 41 addresses of this site"
    one = replace(CLEAR, coverage=replace(CLEAR.coverage, checked=1))
    assert headline(one, None).sentence == "Clear: no trace of the CRM at the one address of this site"
    for scan in (
        replace(CLEAR, verdict=Verdict.INCOMPLETE),
        replace(CLEAR, coverage=replace(CLEAR.coverage, complete=False)),
        replace(CLEAR, coverage=replace(CLEAR.coverage, checked=0)),
    ):
        assert headline(scan, None).label == "Not proven clear"
    assert headline(replace(CLEAR, findings=(LIVE,)), None).label == "Traces left"


def test_what_is_named_below_is_promised_only_where_something_is() -> None:
    nothing = replace(CLEAR, verdict=Verdict.INCOMPLETE, coverage=Coverage(True, 0, 0, (), (), {}))
    assert headline(nothing, None).more == ("So nothing is known yet.",)
    stopped = replace(nothing, coverage=Coverage(False, 5, 0, (), unread(1), {}))
    assert headline(stopped, None).more == (
        "No trace of the CRM was found in what was read.",
        "What was not read is named below, with what helps.",
    )


def test_left_overs_alone_leave_a_site_clear() -> None:
    assert headline(replace(CLEAR, findings=(INERT,)), None).label == "Clear"
