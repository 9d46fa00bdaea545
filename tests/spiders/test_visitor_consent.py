"""What waits for consent: it is given as a visitor gives it, nothing is sent, and both states are looked at.

What is found on these sites is in their `expected.toml`; here is what the servers saw, and what else must hold.
"""

from collections import Counter
from dataclasses import replace
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


SERVED = """<p>Our forms need cookies.</p>
<div id="cookie-notice" role="dialog" style="position: fixed; bottom: 0"><p>We use cookies.</p>
<button id="cn-accept-cookie" onclick="document.cookie = 'agreed=true;path=/'">As you like</button></div>"""
HOME_MADE = SERVED.replace("cookie-notice", "ours").replace("cn-accept-cookie", "yes").replace("As you like", "Accept")
STORED = HOME_MADE.replace("document.cookie =", "localStorage.agreed =")
SCRIPT = Reply(200, {"Content-Type": "text/javascript"}, b"")
CLIENT = """<div id="coiOverlay" style="position: fixed; bottom: 0"><p>We use cookies.</p>
<button class="coi-banner__accept" onclick="document.cookie = 'agreed=true'">Accept</button></div>"""


def with_cookie(before: str, after: str, status: int = 200) -> Route:
    """A page of which the server makes another one for those who have agreed to cookies."""

    def route(handler: BaseHTTPRequestHandler) -> Reply:
        agreed = "=true" in handler.headers.get("Cookie", "")
        return replace(page(body=after), status=status) if agreed else page(body=before)

    return route


@pytest.mark.parametrize(
    ("banner", "name", "locator"),
    [(SERVED, "Cookie Notice (WordPress)", "button#cn-accept-cookie"), (HOME_MADE, "Accept", "button#yes")],
    ids=["known", "home-made"],
)
def test_what_the_server_leaves_out_until_a_cookie_says_yes_is_found(
    serve: Serve, tmp_path: Path, banner: str, name: str, locator: str
) -> None:
    got = visit(serve({"/": with_cookie(banner, CRM_FORM + banner)}), tmp_path)
    assert [(found.kind, found.state, found.opener, found.pages) for found in got.found] == [
        ("form", "waiting", ("consent", name, locator), ("/",))
    ]
    assert got.coverage.complete


@pytest.mark.parametrize("banner", [SERVED, HOME_MADE], ids=["known", "home-made"])
def test_a_page_that_stays_the_same_after_consent_is_asked_for_once_more_and_not_loaded(
    serve: Serve, tmp_path: Path, banner: str
) -> None:
    code = "<noscript><img src='//pictures.example/a?b&c'></noscript><a href='https://maps.example/?a&#038;b'>Map</a>"
    server = serve({"/": page(body=banner + code + "<script src='/loads.js'></script>"), "/loads.js": SCRIPT})
    got = visit(server, tmp_path)
    asked = Counter(hit.path.partition("=")[0] for hit in got.hits)
    assert (asked["/loads.js"], asked["/?gclid"]) == (3, 2)
    assert got.coverage.complete


@pytest.mark.parametrize("banner", [STORED, CLIENT], ids=["no cookie", "another manager"])
def test_a_server_that_is_not_told_is_not_asked_again(serve: Serve, tmp_path: Path, banner: str) -> None:
    got = visit(serve({"/": with_cookie(banner, CRM_FORM)}), tmp_path)
    assert Counter(hit.path.partition("=")[0] for hit in got.hits)["/?gclid"] == 1
    assert got.found == ()


def test_a_page_that_does_not_come_after_consent_is_not_wholly_read(serve: Serve, tmp_path: Path) -> None:
    got = visit(serve({"/": with_cookie(SERVED, "Not now", status=503)}), tmp_path)
    assert got.found == ()
    assert got.gaps == (("/", "not_probed"),)
