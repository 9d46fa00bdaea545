"""What waits for consent: it is given as a visitor gives it, nothing is sent, and both states are looked at.

What is found on these sites is in their `expected.toml`; here is what the servers saw, and what else must hold.
"""

from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from demo.server import Reply, Route
from tests.spiders.crawling import CRM_FORM, Serve, moved, page
from tests.spiders.visiting import seen, visit

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


def test_a_button_that_accepts_a_booking_is_none_of_a_banner() -> None:
    got = seen("visitor-consent-rest")
    assert "/accepted" not in {path for _, path in got.asked("clinic.example")}
    assert got.coverage.complete


BANNER = """<div id="cookie-notice" role="dialog" style="position: fixed; bottom: 0"><p>We use cookies.</p>
<button id="cn-accept-cookie" onclick="document.cookie = 'agreed=yes'; location.reload()">Accept</button></div>"""
PRESSED = "<button aria-haspopup='dialog' onclick='fetch(`/pressed`)'>Book now</button>"


def once_agreed(to: str) -> Route:
    """A page that sends those on who have agreed to cookies."""

    def route(handler: BaseHTTPRequestHandler) -> Reply:
        return moved(to) if "agreed=yes" in handler.headers.get("Cookie", "") else page(body=CRM_FORM + BANNER)

    return route


@pytest.mark.parametrize(
    ("to", "beside"), [("http://portal.example/", []), ("http://clinic.example/inside", ["/inside"])]
)
def test_a_page_that_is_another_one_after_consent_is_not_tried_out_in_its_place(
    serve: Serve, tmp_path: Path, to: str, beside: list[str]
) -> None:
    inside = page(body=PRESSED)
    server = serve({"/": once_agreed(to), "portal.example/": inside, "/inside": inside, "/pressed": page()})
    got = visit(server, tmp_path)
    assert [(found.kind, found.state, found.opener, found.pages) for found in got.found] == [
        ("form", "live", None, ("/",))
    ]
    assert got.gaps == (("/", "not_probed"),)
    assert [path for _, path in got.asked("portal.example") if path == "/pressed"] == []
    assert sorted({hit.path for hit in got.hits if hit.path == "/inside"}) == beside
