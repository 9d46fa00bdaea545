"""What waits for a visitor's first move, for scrolling or for time: the browser loads it, once, and only reads.

What is found on these sites is in their `expected.toml`; here is what the servers saw.
"""

import pytest

from tests.spiders.visiting import seen

pytestmark = pytest.mark.browser

API = "api.leadconnectorhq.com"


def widgets(kind: str, letters: str) -> list[tuple[str, str]]:
    """The requests for these widgets of the CRM."""
    return [("GET", f"/widget/{kind}/{letter}bCdEfGhIjKlMnOpQrSt") for letter in letters]


def test_scripts_that_optimisers_hold_back_run() -> None:
    for site, form in (("wp-rocket", "form"), ("litespeed", "booking"), ("perfmatters", "survey")):
        got = seen(f"visitor-delayed-{site}")
        assert ("GET", "/loader.js") in got.asked("widgets.leadconnectorhq.com")
        assert set(widgets(form, "A")) <= set(got.asked(API))


def test_frames_far_away_are_scrolled_to_whatever_scrolls() -> None:
    got = seen("visitor-delayed-observers")
    kinds = [*widgets("form", "A"), *widgets("booking", "B"), *widgets("survey", "C"), *widgets("form", "D")]
    assert {*kinds, *widgets("booking", "E")} <= set(got.asked(API))
    assert ("GET", "/event/hazel-row?embed_domain=app.gohighlevel.com") in got.asked("calendly.com")


def test_each_first_interaction_is_a_real_one() -> None:
    got = seen("visitor-delayed-interaction")
    assert got.asked(API) == widgets("form", "ABCDEFGHIJK")
    assert got.asked("calendly.com") == [("GET", "/event/hazel-row")]


def test_timers_come_to_their_end() -> None:
    got = seen("visitor-delayed-timers")
    assert got.asked(API) == widgets("form", "ABCDEFGHIJKLMN")
