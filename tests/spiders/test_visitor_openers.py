"""What opens on a page is opened, and nothing else is done: what no `expected.toml` can say about it.

The sites `visitor-openers-*` themselves are compared by test_visiting.
"""

import pytest

from tests.spiders.visiting import seen

pytestmark = pytest.mark.browser


def test_nothing_is_done_on_a_page_that_would_do_something() -> None:
    visited = seen("visitor-openers-guards")
    asked = [path for _, path in visited.asked("clinic.example")]
    assert [path for path in asked if path.startswith("/did/")] == []
    assert [path for path in asked if path.startswith("/opened/")] == ["/opened/hours.json"]
    assert visited.coverage.skipped == {"action": 7}


def test_what_an_opener_posts_is_refused_and_said() -> None:
    visited = seen("visitor-openers-fetched")
    assert visited.gaps == (("/post/", "subresource"),)
    assert "POST" in visited.coverage.refused
    assert {method for method, _ in visited.asked("clinic.example")} == {"GET"}


def test_what_would_leave_the_page_is_no_request_that_was_refused() -> None:
    assert seen("visitor-openers-leaving").coverage.refused == {}
