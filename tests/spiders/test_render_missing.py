"""What a page lacks when a script, a frame, an answer or the page itself does not come, and what takes nothing away."""

import asyncio
from collections import Counter
from itertools import chain, repeat
from pathlib import Path

import pytest

from demo.server import Reply, Route, SiteServer
from scanner.model import Page, Unread
from spiders.guard import parse_pin
from spiders.missing import why
from spiders.neterrors import NO_SCRIPT
from spiders.options import Pin, RenderMode
from spiders.settling import Patience
from tests.spiders.browsing import HTML, PATIENT, SCRIPT, pooled, read
from tests.spiders.crawling import CRM_FORM, HOST, START, Serve, run
from tests.spiders.crawling import page as answer
from tests.spiders.proxied import nowhere

pytestmark = pytest.mark.browser

IMPATIENT = Patience(parsed=2.0)


def short(page: Page) -> list[tuple[str, str, str, str]]:
    """The requests of a page without who asked for them."""
    return [(request.url, request.resource, request.outcome, request.detail) for request in page.requests]


def lacks(page: Page) -> list[str]:
    """What a page lacks, and why."""
    return sorted(f"{request.url}: {why(request)}" for request in page.missing)


def by_name(server: SiteServer) -> tuple[Pin, ...]:
    """Only these two names lead to `server`, and `closed.test` to a port at which nobody listens."""
    pins = [f"{host}:{pin[2:]}" for host in (HOST, "cdn.example") for pin in server.pins]
    closed = [f"closed.test:{port}:127.0.0.1:1" for port in (80, 443)]
    return tuple(map(parse_pin, (*pins, *closed)))


async def by_name_only(server: SiteServer, *urls: str, patience: Patience = PATIENT) -> list[Page | Unread]:
    """These addresses in a browser for which every other name is unknown."""
    async with pooled(server, HOST, patience, nowhere, pins=by_name(server)) as pool:
        return list(await asyncio.gather(*map(pool.render, urls)))


DEAD = {
    '<script src="/gone.js">': "http://clinic.example/gone.js: http_404",
    '<script type=module src="/gone.mjs">': "http://clinic.example/gone.mjs: http_404",
    '<script src="/broken.js">': "http://clinic.example/broken.js: http_503",
    '<script src="http://cdn.example/gone.js">': "http://cdn.example/gone.js: http_404",
    '<script src="http://cdn.example/error.js">': (
        "http://cdn.example/error.js: what came is no script, perhaps an error page"
    ),
    '<script src="http://cdn.example/broken.js">': "http://cdn.example/broken.js: http_503",
    '<script type=module src="http://cdn.example/broken.js">': "http://cdn.example/broken.js: http_503",
    '<script crossorigin src="http://cdn.example/walled.js">': "http://cdn.example/walled.js: http_403",
    '<script src="http://unknown.test/a.js">': "http://unknown.test/a.js: dns",
    '<script src="https://unknown.test/a.js">': "https://unknown.test/a.js: dns",
    '<script src="http://closed.test/a.js">': "http://closed.test/a.js: refused",
    '<script src="https://closed.test/a.js">': "https://closed.test/a.js: refused",
    '<script src="https://cdn.example/a.js">': "https://cdn.example/a.js: net::ERR_CERT_AUTHORITY_INVALID",
    '<script src="http://10.0.0.1/a.js">': "http://10.0.0.1/a.js: private-address",
    '<script src="/index.html">': f"http://clinic.example/index.html: {NO_SCRIPT}",
    '<script type=module src="/old.mjs">': f"http://clinic.example/old.mjs: {NO_SCRIPT}",
    '<script type=module src="/main.tsx">': f"http://clinic.example/main.tsx: {NO_SCRIPT}",
    '<script src="/sniffed.js">': f"http://clinic.example/sniffed.js: {NO_SCRIPT}",
    '<iframe src="/gone">': "http://clinic.example/gone: http_404",
    '<iframe src="http://cdn.example/broken">': "http://cdn.example/broken: http_503",
    '<iframe src="http://unknown.test/">': "http://unknown.test/: dns",
    '<iframe src="https://closed.test/">': "https://closed.test/: refused",
}


def test_a_script_or_frame_that_did_not_load_makes_the_page_partly_read_wherever_it_is_from(serve: Serve) -> None:
    elements = tuple(DEAD)
    halves = elements[:11], elements[11:]
    bodies = ["".join(f"{element}</{element[1:7]}>" for element in half) for half in halves]
    gone, broken = Reply(404, {"Content-Type": "text/plain"}, b"gone"), Reply(503, HTML, b"<h1>Busy</h1>")
    routes: dict[str, Route] = {
        "/first": answer(body=bodies[0]),
        "/second": answer(body=bodies[1]),
        "/broken.js": broken,
        "/index.html": answer(body="<h1>Our clinic</h1>"),
        "/old.mjs": answer(body="<h1>Our clinic</h1>"),
        "/main.tsx": Reply(200, {"Content-Type": "application/octet-stream"}, b"export {}"),
        "/sniffed.js": Reply(200, {"Content-Type": "text/csv", "X-Content-Type-Options": "nosniff"}, b"1"),
        "cdn.example/gone.js": gone,
        "cdn.example/error.js": Reply(404, HTML, b"<h1>Not found</h1>"),
        "cdn.example/broken.js": Reply(503, SCRIPT, b""),
        "cdn.example/broken": broken,
        "cdn.example/walled.js": Reply(403, SCRIPT, b""),
    }
    server = serve(routes)
    first, second = asyncio.run(by_name_only(server, f"{START}first", f"{START}second"))
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert lacks(first) == sorted(DEAD[element] for element in halves[0])
    assert lacks(second) == sorted(DEAD[element] for element in halves[1])
    assert first.flaws == second.flaws == ()


def test_what_the_page_itself_forbids_and_what_is_known_to_be_harmless_takes_nothing_away(serve: Serve) -> None:
    forbidden = '<script src="http://cdn.example/a.js"></script><iframe src="http://cdn.example/shy"></iframe>'
    harmless = (
        '<script src="https://www.youtube.com/iframe_api"></script>'
        '<script src="https://www.google.com/recaptcha/api.js"></script>'
        '<iframe src="https://www.google.com/maps/embed?pb=1"></iframe>'
    )
    server = serve(
        {
            "/forbidden": answer(body=forbidden, Content_Security_Policy="script-src 'self'"),
            "/harmless": answer(body=harmless),
            "cdn.example/shy": Reply(200, {**HTML, "X-Frame-Options": "DENY"}, b"shy"),
        }
    )
    first, second = read(server, HOST, "/forbidden", "/harmless")
    assert (first.flaws, second.flaws) == ((), ())
    assert (lacks(first), lacks(second)) == ([], [])
    assert short(first)[1:] == [
        ("http://cdn.example/a.js", "script", "failed", "rule: csp"),
        ("http://cdn.example/shy", "document", "failed", "net::ERR_BLOCKED_BY_RESPONSE"),
    ]
    assert {outcome for _, _, outcome, _ in short(second)[1:]} == {"failed"}


ASKS = """
const tell = (url, options) => fetch(url, options).catch(() => 0);
tell('/graphql', {method: 'POST', body: '{"query": "{ blocks }"}'});
tell('https://api.cms.example/content', {method: 'PUT'});
tell('/api/blocks');
tell('/api/nothing');
tell('/stats/hit', {method: 'POST', body: 'page=7'});
tell('/admin-ajax.php', {method: 'POST', body: new URLSearchParams({action: 'wps_record_hit'})});
navigator.sendBeacon('/anything', 'x');
const given_up = new AbortController();
tell('/slow', {signal: given_up.signal});
new WebSocket('ws://clinic.example/live');
setTimeout(() => given_up.abort(), 100);
"""


def test_what_the_site_asks_for_and_does_not_get_leaves_it_partly_read(serve: Serve) -> None:
    widget = "fetch('http://widget.example/session', {method: 'POST', body: 'x'}).catch(() => 0)"
    server = serve(
        {
            "/asks": answer(body=f"<script>{ASKS}</script><script src='http://widget.example/w.js'></script>"),
            "/api/blocks": Reply(503),
            "/api/nothing": Reply(404),
            "/slow": Reply(200, {"Content-Type": "text/plain"}, b"", delay=2),
            "widget.example/w.js": Reply(200, SCRIPT, widget.encode()),
        }
    )
    (page,) = read(server, HOST, "/asks")
    assert lacks(page) == [
        "http://clinic.example/api/blocks: http_503",
        "http://clinic.example/graphql: POST, which a scan does not send",
        "https://api.cms.example/content: PUT, which a scan does not send",
        "ws://clinic.example/live: websocket, which a scan does not send",
    ]
    assert {hit.method for hit in server.hits} == {"GET"}


def test_a_picture_counts_as_loaded_and_no_stand_in_for_it_is_seen(serve: Serve) -> None:
    body = """<img src="/ok.png" onerror="document.body.append('stand-in')" onload="document.body.append('it came')">"""
    (page,) = read(serve({"/picture": answer(body=body)}), HOST, "/picture")
    assert "stand-in</body>" not in page.html
    assert "it came</body>" in page.html


def test_what_would_load_only_when_it_comes_into_sight_is_loaded(serve: Serve) -> None:
    body = '<div style="height: 9000px"></div><iframe loading="lazy" src="http://partner.example/below"></iframe>'
    server = serve({"/tall": answer(body=body), "partner.example/below": answer(body=CRM_FORM)})
    (page,) = read(server, HOST, "/tall")
    assert [frame.url for frame in page.frames][:1] == ["http://partner.example/below"]


def test_a_page_that_lacks_something_of_its_own_is_partly_read_and_one_that_lacks_the_crm_is_not(
    serve: Serve, tmp_path: Path
) -> None:
    embed = f'{CRM_FORM}<script src="http://book.partner.example/js/form_embed.js"></script>'
    server = serve(
        {
            "/": answer("/own", "/crm", body="Welcome"),
            "/own": answer(body="<script>fetch('/graphql?patient=7', {method: 'POST'}).catch(() => 0)</script>Own"),
            "/crm": answer(body=f"{embed}Book a visit"),
        }
    )
    crawled = run(server, tmp_path / "run", start=(START,), render=RenderMode.AUTO)
    lost = "http://clinic.example/graphql?patient=: POST, which a scan does not send"
    assert crawled.coverage.partial == (Unread("http://clinic.example/own", "subresource", lost),)


def test_a_page_on_which_nothing_shows_even_in_the_browser_is_partly_read(serve: Serve, tmp_path: Path) -> None:
    app = '<div id="root"></div><script>document.title = "Clinic"</script>'
    filled = '<div id="root"></div><script>document.getElementById("root").textContent = "Welcome"</script>'
    drawn = '<div id="root"></div><script>document.getElementById("root").innerHTML = "<canvas></canvas>"</script>'
    server = serve({"/": answer("/filled", "/drawn", "/app"), **{
        f"/{name}": Reply(200, HTML, f"<!doctype html><body>{body}".encode())
        for name, body in (("app", app), ("filled", filled), ("drawn", drawn))
    }})  # fmt: skip
    crawled = run(server, tmp_path / "run", start=(START,), render=RenderMode.AUTO)
    nothing = "no word and no picture, neither as served nor after its scripts ran"
    assert crawled.coverage.partial == (Unread("http://clinic.example/app", "empty", nothing),)


def test_a_script_that_fails_once_is_asked_for_again_and_one_that_stays_dead_once_for_all_pages(serve: Serve) -> None:
    ran = Reply(200, SCRIPT, b"document.body.append('it ran')")
    tries = chain((Reply(503),), repeat(ran))
    server = serve(
        {
            "/flaky": answer(body='<script src="/flaky.js"></script>'),
            "/dead": answer(body='<script src="/dead.js"></script>'),
            "/dead-too": answer(body='<script src="/dead.js"></script>'),
            "/flaky.js": lambda _: next(tries),
            "/dead.js": Reply(500),
        }
    )
    flaky, dead, too = read(server, HOST, "/flaky", "/dead", "/dead-too", workers=1)
    assert lacks(flaky) == []
    assert "it ran" in flaky.html
    assert lacks(dead) == lacks(too) == ["http://clinic.example/dead.js: http_500"]
    asked = Counter(hit.path for hit in server.hits)
    assert [asked[path] for path in ("/flaky", "/dead", "/dead-too")] == [2, 2, 1]


def test_a_page_that_does_not_come_is_unread_with_the_reason(serve: Serve) -> None:
    server = serve(
        {
            "/busy": Reply(503, HTML, b"<h1>Busy</h1>"),
            "/nothing": Reply(204),
            "/file": Reply(200, {"Content-Type": "application/zip", "Content-Disposition": "attachment"}, b"PK"),
            "/text": Reply(200, {"Content-Type": "text/plain"}, b"just text"),
            "/loop": Reply(302, {"Location": "/loop"}),
            "/to-nowhere": Reply(302, {"Location": "http://unknown.test/"}),
        }
    )
    expected = (
        Unread(f"{START}missing", "http_404"),
        Unread(f"{START}busy", "http_503"),
        Unread(f"{START}nothing", "empty", "status 204"),
        Unread(f"{START}file", "download", "the address is a download"),
        Unread(f"{START}text", "not_html", "text/plain"),
        Unread(f"{START}loop", "redirect_loop", "net::ERR_TOO_MANY_REDIRECTS"),
        Unread(f"{START}to-nowhere", "dns", "dns"),
        Unread("https://clinic.example/", "tls", "net::ERR_CERT_AUTHORITY_INVALID"),
        Unread("http://unknown.test/", "dns", "dns"),
        Unread("https://unknown.test/", "dns", "dns"),
        Unread("https://closed.test/", "refused", "refused"),
        Unread("http://192.168.0.1/", "blocked_by_policy", "private-address"),
    )
    assert asyncio.run(by_name_only(server, *(entry.url for entry in expected))) == list(expected)


def test_a_page_that_does_not_come_in_time_is_unread(serve: Serve) -> None:
    server = serve({"/slow": Reply(200, HTML, b"<h1>Slow</h1>", delay=3)})
    got = asyncio.run(by_name_only(server, f"{START}slow", patience=IMPATIENT))
    assert got == [Unread(f"{START}slow", "timeout", "no answer within 2 s")]
