"""When a scan is clear, and which findings make it fail."""

import pytest

from scanner.findings import FailOn, fails, verdict
from scanner.model import Unread, Verdict
from scanner.scan import Coverage
from tests.scanner.finding import AGENCY, FORM, RESIZER, form, found, link, served, url

MISSED = Coverage(False, 3, 0, (), (Unread(url("/x/"), "timeout"),), {})
WHOLE = Coverage(True, 4, 0, (), (), {})


@pytest.mark.parametrize(
    ("body", "coverage", "expected"),
    [
        ("<p>x</p>", WHOLE, Verdict.CLEAR),
        ("<p>x</p>", MISSED, Verdict.INCOMPLETE),
        (f"<!-- {form()} -->", WHOLE, Verdict.CLEAR),
        (f"<!-- {form()} -->", MISSED, Verdict.INCOMPLETE),
        (form(), WHOLE, Verdict.TRACES),
        (form(), MISSED, Verdict.TRACES),
        (f'<iframe data-src="{AGENCY}/widget/form/{FORM}"></iframe>', WHOLE, Verdict.TRACES),
    ],
)
def test_clear_is_said_only_when_nothing_was_found_and_everything_was_checked(
    body: str, coverage: Coverage, expected: Verdict
) -> None:
    assert verdict(found(served("/", body)), coverage) is expected


@pytest.mark.parametrize(
    ("body", "failing"),
    [
        (form(), {FailOn.ANY, FailOn.EMBED}),
        (link(), {FailOn.ANY, FailOn.LINK}),
        (RESIZER, {FailOn.ANY, FailOn.EMBED}),
        ("<p>x</p>", set()),
        (f"<!-- {form()} -->", set()),
    ],
)
def test_what_fails_a_scan(body: str, failing: set[FailOn]) -> None:
    result = found(served("/", f"<main>{body}</main>"))
    assert {each for each in FailOn if fails(result, each)} == failing
