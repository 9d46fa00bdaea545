"""What no scan of a website can see: its data, and when each of it is due."""

from datetime import date
from urllib.parse import urlsplit

import pytest

from reports.checklist import PRACTICE, due, items
from reports.html import render
from reports.text import render as as_text
from tests.reports.document import elements
from tests.reports.scans import FINAL_DATE, MEDSPA

LAST = date(2026, 11, 30)


def said(final_date: date | None, today: date | None) -> dict[str, tuple[str, bool]]:
    return {one.item.id: (one.when, one.late) for one in due(final_date, today)}


def test_the_order_is_that_of_the_farewell() -> None:
    days = [item.days for item in items() if not item.after]
    assert days == sorted(days, reverse=True)
    assert [item.id for item in items()][:2] == ["number", "exports"]
    assert [item.id for item in items() if item.after] == [items()[-1].id] == ["after"]
    assert len({item.id for item in items()}) == len(items())


def test_every_item_says_why_what_and_where_that_is_known_from() -> None:
    for item in items():
        assert item.why.endswith(".")
        assert item.steps
        assert all(step.endswith(".") for step in item.steps)
        assert item.source == PRACTICE or urlsplit(item.source).scheme == "https"
        assert bool(item.days) != bool(item.after)


@pytest.mark.parametrize(
    ("final_date", "today", "number", "exports", "after"),
    [
        (
            *(None, date(2026, 10, 24)),
            ("21 days before the account closes", False),
            ("21 days before the account closes, and once more 2 days before", False),
            ("1 and 7 days after the account closed", False),
        ),
        (
            *(LAST, date(2026, 11, 8)),
            ("by 9 November 2026", False),
            ("by 9 November 2026, and once more on 28 November 2026", False),
            ("on 1 December 2026 and 7 December 2026", False),
        ),
        (
            *(LAST, date(2026, 11, 9)),
            ("by 9 November 2026", True),
            ("by 9 November 2026, and once more on 28 November 2026", True),
            ("on 1 December 2026 and 7 December 2026", False),
        ),
        (
            *(LAST, date(2026, 11, 10)),
            ("now: it should have begun on 9 November 2026", True),
            ("now: it should have begun on 9 November 2026, and once more on 28 November 2026", True),
            ("on 1 December 2026 and 7 December 2026", False),
        ),
        (
            *(LAST, date(2026, 12, 1)),
            ("it was due on 9 November 2026", True),
            ("it was due on 9 November 2026", True),
            ("on 1 December 2026 and 7 December 2026", False),
        ),
        (
            *(date(2028, 3, 2), None),
            ("by 10 February 2028", False),
            ("by 10 February 2028, and once more on 29 February 2028", False),
            ("on 3 March 2028 and 9 March 2028", False),
        ),
    ],
)
def test_when_it_is_due(
    final_date: date | None,
    today: date | None,
    number: tuple[str, bool],
    exports: tuple[str, bool],
    after: tuple[str, bool],
) -> None:
    told = said(final_date, today)
    assert (told["number"], told["exports"], told["after"]) == (number, exports, after)


def test_the_html_report_lists_all_of_it_and_the_summary_what_cannot_wait() -> None:
    page = render(MEDSPA, final_date=FINAL_DATE)
    titles = [item.title for item in items()]
    assert [heading.text for heading in elements(page, "//section[@id='beyond']//h3")] == titles
    assert len(elements(page, "//section[@id='beyond']//input")) == len(titles)
    lines = as_text(MEDSPA, final_date=FINAL_DATE, width=200).splitlines()
    start = lines.index("Beyond the website, and too late once the account is closed") + 1
    final = [item.title for item in items() if item.final]
    assert [line[4:].split(":")[0] for line in lines[start : start + len(final)]] == final
    assert (
        lines[start + len(final)] == f"    and {len(titles) - len(final)} more points, all of them in the HTML report"
    )
