"""What waits for consent: it is given as a visitor gives it, nothing is sent, and both states are looked at.

What is found on these sites is in their `expected.toml`; here is what the servers saw, and what else must hold.
"""

import pytest

from tests.spiders.visiting import seen

pytestmark = pytest.mark.browser

API = "api.leadconnectorhq.com"


def test_what_waits_loads_after_consent() -> None:
    got = seen("visitor-consent-cookiebot")
    assert set(got.asked(API)) >= {
        ("GET", "/widget/form/AbCdEfGhIjKlMnOpQrSt"),
        ("GET", "/widget/booking/BbCdEfGhIjKlMnOpQrSt"),
    }
    assert got.asked("widgets.leadconnectorhq.com") == [("GET", "/loader.js")]


def test_a_choice_that_is_reported_leaves_the_page_wholly_read() -> None:
    got = seen("visitor-consent-complianz")
    assert {hit.method for hit in got.hits} == {"GET"}
    assert got.coverage.complete
    assert got.coverage.refused["measurement"] >= 1


def test_tracking_behind_consent_is_run_but_reports_nobody() -> None:
    got = seen("visitor-consent-cookieyes")
    assert got.asked("link.clinic.example") == [("GET", "/js/external-tracking.js")]
    assert got.asked("backend.leadconnectorhq.com") == []


def test_buttons_that_do_something_to_somebody_are_left_alone() -> None:
    got = seen("visitor-consent-home-made")
    paths = {path.partition("?")[0] for _, path in got.asked("clinic.example")}
    pages = {"/", "/german/", "/shadow/", "/closed/", "/decoy/", "/late/", "/js/agree.js"}
    assert {path for path in paths if not path.startswith(("/unembed-", "/robots", "/sitemap"))} == pages
