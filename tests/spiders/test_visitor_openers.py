"""What opens on a page is opened, and nothing else is done: what no `expected.toml` can say about it.

The sites `visitor-openers-*` themselves are compared by test_visiting.
"""

from pathlib import Path

import pytest

from tests.spiders.crawling import Serve, page
from tests.spiders.visiting import Opened, seen, visit

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


def frame(letter: str) -> str:
    """A form of the CRM's."""
    return (
        f'<iframe title="Form" src="https://api.leadconnectorhq.com/widget/form/{letter}bCdEfGhIjKlMnOpQrSt"></iframe>'
    )


HIDDEN = f"""
<details><summary>Prices</summary>{frame("A")}</details>
<button class="ask" onclick="document.getElementById('ask').style.display = 'block'">Ask us</button>
<div id="ask" style="display: none">{frame("B")}</div>
<div id="later" style="visibility: hidden">{frame("C")}</div>
<div id="never" style="display: none">{frame("D")}</div>
<div style="display: none" class="twin">{frame("E")}</div> {frame("E")}
<button class="both" onclick="document.querySelector('.twin').style.display = 'block'">More</button>
<script>setTimeout(() => {{ document.getElementById("later").style.visibility = "visible"; }}, 30000);</script>
"""


def test_what_stands_there_hidden_waits_for_what_shows_it(serve: Serve, tmp_path: Path) -> None:
    got = visit(serve({"/": page(body=HIDDEN)}), tmp_path)
    assert [(found.value[0], found.state, found.opener) for found in got.found] == [
        ("A", "waiting", Opened("click", "Prices", "summary")),
        ("B", "waiting", Opened("click", "Ask us", "button.ask")),
        ("C", "waiting", Opened("time", "30 s")),
        ("D", "live", None),
        ("E", "live", None),
        ("E", "live", None),
    ]
    assert got.coverage.complete


def test_what_lies_in_the_middle_of_a_thing_is_judged_by_itself() -> None:
    assert [hit.path for hit in seen("visitor-openers-middle").hits if hit.path.startswith("/did/")] == []


def test_what_sends_a_letter_is_left_alone_and_told_where_it_may_open_something() -> None:
    visited = seen("visitor-openers-letters")
    assert [hit.path for hit in visited.hits if hit.path.startswith("/did/")] == []
    (told,) = visited.coverage.partial
    assert told.detail == (
        "4 things were left alone because of their words: ‘Confirm your appointment’, ‘Submit a review’, ‘Send a gift’"
    )


CLOCK = f"""<ul class="clock"></ul><button class="ask">Ask us</button><div id="ask"></div><script>
let count = 0;
setInterval(() => {{
  count += 1;
  const digits = [count, count + 7].map((one) => `<li><a href="#" onclick="fetch('/clicked')">${{one}}</a></li>`);
  document.querySelector(".clock").innerHTML = digits.join("");
}}, 300);
document.querySelector(".ask").onclick = () => {{ document.getElementById("ask").innerHTML = `{frame("A")}`; }};
</script>"""


def test_a_clock_is_no_new_thing_whenever_it_shows_another_time(serve: Serve, tmp_path: Path) -> None:
    got = visit(serve({"/": page(body=CLOCK), "/clicked": page()}), tmp_path)
    assert [(found.value[0], found.opener) for found in got.found] == [("A", Opened("click", "Ask us", "button.ask"))]
    assert got.gaps == ()
    assert len([hit for hit in got.hits if hit.path == "/clicked"]) <= 12
