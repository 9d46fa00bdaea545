"""A real browser reads real pages: what it finds, what it never does, what becomes of it when pages misbehave."""

import asyncio
import os
import re
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path

import pytest

from demo.server import Hit, Reply, Route, SiteServer
from scanner.errors import BrowserError
from scanner.model import Flaw, Frame, Hop, Mode, Page, Request, Unread
from spiders.guard import AddressPolicy, parse_pin
from spiders.missing import why
from spiders.neterrors import NO_SCRIPT
from spiders.options import Options, RenderMode
from spiders.probing.another import CAMPAIGN
from spiders.render import BrowserPool
from spiders.settling import Patience
from tests.spiders.crawling import CRM_FORM, START, UNSANDBOXED, Serve, run, verdicts
from tests.spiders.crawling import page as answer
from tests.spiders.proxied import nowhere

pytestmark = pytest.mark.browser

SITES = Path(__file__).parent.parent / "sites"
EMBEDS, READS = "clinic.example", "reads.example"
FORM = "http://book.partner.example/widget/form/AbCdEfGhIjKlMnOpQrSt"
CALENDAR = "http://book.partner.example/widget/booking/AbCdEfGhIjKlMnOpQrSt"
PATIENT = Patience()
IMPATIENT = Patience(parsed=2.0)

Served = Callable[[str], SiteServer]


@asynccontextmanager
async def browser(
    server: SiteServer,
    host: str,
    patience: Patience = PATIENT,
    **wishes: object,
) -> AsyncIterator[BrowserPool]:
    """A pool for which `host` is in scope, every name leading to `server`."""
    pins = tuple(parse_pin(pin) for pin in server.pins)
    options = Options(pins=pins, **({"allow_unsandboxed_browser": UNSANDBOXED} | wishes))  # type: ignore[arg-type] # each wish is an option
    async with BrowserPool(options, AddressPolicy(frozenset({host}), pins), {host}, patience) as pool:
        yield pool


def render(
    server: SiteServer,
    host: str,
    *paths: str,
    patience: Patience = PATIENT,
    **wishes: object,
) -> list[Page | Unread]:
    """These pages, one after the other in one browser."""

    async def all_of_them() -> list[Page | Unread]:
        async with browser(server, host, patience, **wishes) as pool:
            return [await pool.render(f"http://{host}{path}") for path in paths]

    return asyncio.run(all_of_them())


def read(
    server: SiteServer,
    host: str,
    *paths: str,
    patience: Patience = PATIENT,
    **wishes: object,
) -> list[Page]:
    """These pages, all of which can be read."""
    pages = [got for got in render(server, host, *paths, patience=patience, **wishes) if isinstance(got, Page)]
    assert len(pages) == len(paths)
    return pages


def short(page: Page) -> list[tuple[str, str, str, str]]:
    """The requests of a page without who asked for them."""
    return [(request.url, request.resource, request.outcome, request.detail) for request in page.requests]


def lacks(page: Page) -> list[str]:
    """What a page lacks, and why."""
    return sorted(f"{request.url}: {why(request)}" for request in page.missing)


def paths(hits: list[Hit]) -> list[tuple[str, str]]:
    """Methods and paths, each once; that a page is visited again by way of an advertisement does not show."""
    return sorted({(hit.method, plain(hit.path)) for hit in hits})


def plain(path: str) -> str:
    """Without the parameters of an advertisement."""
    return re.sub(rf"[?&]{re.escape(CAMPAIGN)}$", "", path)


# --- what is found ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Embeds:
    """The pages of the site rendered-embeds by path, and all requests that arrived for them."""

    pages: Mapping[str, Page]
    hits: list[Hit]


@pytest.fixture(scope="module")
def embeds() -> Embeds:
    """All in one browser, several at once."""
    with SiteServer(SITES / "rendered-embeds") as server:
        files = [f"/{file.name}" for file in (SITES / "rendered-embeds" / EMBEDS).glob("*.html")]

        async def go() -> dict[str, Page | Unread]:
            async with browser(server, EMBEDS) as pool:
                paths = (*files, "/old", "/gone")
                got = await asyncio.gather(*(pool.render(f"http://{EMBEDS}{path}") for path in paths))
                return dict(zip(paths, got, strict=True))

        return Embeds({path: got for path, got in asyncio.run(go()).items() if isinstance(got, Page)}, server.hits)


def test_a_form_that_a_script_adds_is_read_with_its_frame_and_who_asked_for_it(embeds: Embeds) -> None:
    url = "http://clinic.example/late-form.html"
    page = embeds.pages["/late-form.html"]
    frame = Frame(
        FORM,
        '<!DOCTYPE html><html><head><title>Form</title></head><body><form><input name="name"></form>\n</body></html>',
        "iframe#inline-form",
    )
    assert page == Page(
        asked=url,
        url=url,
        status=200,
        mode=Mode.RENDERED,
        html=page.html,
        frames=(frame,),
        requests=(Request(url, "document", "", url), Request(FORM, "document", url, url)),
    )
    assert f'<main id="form-here"><iframe id="inline-form" src="{FORM}"></iframe></main>' in page.html


def test_a_chat_in_a_closed_shadow_root_is_read_with_the_frame_in_it(embeds: Embeds) -> None:
    page = embeds.pages["/chat.html"]
    frame = "http://frames.partner.example/chat"
    assert (
        '<chat-widget><template shadowrootmode="closed"><div id="bubble">Chat with us</div>'
        f'<iframe src="{frame}"></iframe></template></chat-widget>'
    ) in page.html
    assert [(found.url, found.path) for found in page.frames] == [(frame, "chat-widget >> iframe")]
    assert "How can we help?" in page.frames[0].html
    loader, chat = (
        f"http://widgets.partner.example/{name}" for name in ("loader.js", "chat.js?id=0123456789abcdef01234567")
    )
    assert [(request.url, request.initiator) for request in page.requests] == [
        (page.url, page.url),
        (loader, page.url),
        (chat, loader),
        (frame, chat),
    ]


def test_an_open_shadow_root_within_another_is_written_out_in_place(embeds: Embeds) -> None:
    page = embeds.pages["/open-shadow.html"]
    assert (
        '<div id="outer"><template shadowrootmode="open"><p>outer</p><div id="inner">'
        f'<template shadowrootmode="open"><a href="{FORM}">Book</a></template></div></template></div>'
    ) in page.html


def test_frames_of_other_sites_are_read_however_deep_and_located_from_the_page(embeds: Embeds) -> None:
    page = embeds.pages["/nested.html"]
    assert [(frame.url, frame.path) for frame in page.frames] == [
        ("http://clinic.example/map.html", "body > iframe:nth-of-type(1)"),
        ("http://frames.partner.example/outer", "section#booking > iframe"),
        ("about:srcdoc", "iframe:nth-of-type(2)"),
        (CALENDAR, "section#booking > iframe >> iframe"),
    ]
    assert page.frames[2].html == "<html><head></head><body><p>Opening hours</p></body></html>"
    assert "<td>1</td>" in page.frames[3].html
    assert page.flaws == ()


def test_of_too_many_frames_some_are_read_and_the_page_says_so(embeds: Embeds) -> None:
    page = embeds.pages["/many-frames.html"]
    assert [frame.html for frame in page.frames] == [
        f"<html><head></head><body><p>frame {n}</p></body></html>" for n in range(50)
    ]
    assert page.flaws == (Flaw("too_large", "60 frames, 50 of them read"),)


def test_windows_that_a_page_opens_are_noted_and_load_nothing(embeds: Embeds) -> None:
    page, many = embeds.pages["/opens.html"], embeds.pages["/popups.html"]
    assert (page.opened, page.flaws) == ((CALENDAR, FORM), ())
    assert many.opened == tuple(f"http://clinic.example/popup?{n}" for n in range(200))
    assert not [hit for hit in embeds.hits if hit.path.startswith("/popup?")]


def test_a_number_that_is_swapped_is_read_before_and_after(embeds: Embeds) -> None:
    page = embeds.pages["/swapped-number.html"]
    assert '<a id="call" href="tel:+12025550199">' in page.html
    (early,) = page.frames
    assert (early.url, early.path) == (page.url, "early")
    assert '<a id="call" href="tel:+12025550100">' in early.html


def test_what_a_script_replaces_altogether_is_not_lost(embeds: Embeds) -> None:
    page = embeds.pages["/replaced.html"]
    assert page.html == "<html><head><title>Later</title></head><body><p>Nothing to see</p></body></html>"
    assert [(early.path, f'<a href="{FORM}">' in early.html) for early in page.frames] == [("early", True)]


def test_a_page_that_tampers_with_the_ways_to_read_it_is_read_all_the_same(embeds: Embeds) -> None:
    page = embeds.pages["/tampered.html"]
    assert f'<p>Content <a href="{FORM}">Book</a></p>' in page.html


def test_redirects_are_hops_and_one_that_leaves_the_site_brings_no_document(embeds: Embeds) -> None:
    inside, outside, refreshed = (embeds.pages[path] for path in ("/old", "/gone", "/refresh.html"))
    base = "http://clinic.example"
    assert inside.hops == (Hop(f"{base}/old", f"{base}/older", 302), Hop(f"{base}/older", f"{base}/plain.html", 301))
    assert (inside.asked, inside.url) == (f"{base}/old", f"{base}/plain.html")
    assert (outside.url, outside.html, outside.frames, outside.flaws) == (FORM, "", (), ())
    assert outside.hops == (Hop(f"{base}/gone", FORM, 302),)
    assert refreshed.hops == (Hop(f"{base}/refresh.html", f"{base}/plain.html", 200, "meta"),)


def test_a_page_that_a_script_leaves_is_partly_read(embeds: Embeds) -> None:
    page = embeds.pages["/offsite-script.html"]
    assert (page.url, page.flaws) == (page.asked, (Flaw("navigated_away", FORM),))
    assert page.hops == (Hop(page.asked, FORM, 200, "script"),)
    assert "We have moved" in page.html


def test_a_link_that_only_a_script_makes_is_crawled_further(serve: Serve, tmp_path: Path) -> None:
    script = "<script>setTimeout(() => { document.body.innerHTML += '<a href=/hidden>more</a>'; }, 100)</script>"
    server = serve({"/": answer(body=script), "/hidden": answer(body=CRM_FORM)})
    crawled = run(server, tmp_path / "run", start=(START,), render=RenderMode.AUTO)
    assert verdicts(tmp_path / "run") == {"/": "checked", "/hidden": "checked"}
    assert [match.signature for traces in crawled.traces for match in traces.matches] == ["highlevel/form"]
    assert crawled.coverage.rendered == 1


# --- what it never does ----------------------------------------------------------------------------------------------


def test_nothing_but_reads_ever_arrives(site: Served) -> None:
    server = site("rendered-reads")
    (page,) = read(server, READS, "/writes.html")
    assert paths(server.hits) == [
        ("GET", "/shared-worker.js"),
        ("GET", "/worker.js"),
        ("GET", "/writes.html"),
    ]
    refused = {(request.url, request.detail) for request in page.requests if request.outcome == "refused"}
    assert refused >= {
        ("http://reads.example/fetch", "POST"),
        ("http://other.example/fetch-put", "OPTIONS"),
        ("http://reads.example/xhr", "POST"),
        ("http://reads.example/xhr", "DELETE"),
        ("http://reads.example/beacon", "measurement"),
        ("http://reads.example/form", "POST"),
        ("http://other.example/fetch-in-frame", "POST"),
        ("http://other.example/beacon-in-frame", "measurement"),
        ("ws://reads.example/socket", "websocket"),
        ("wss://other.example/socket", "websocket"),
    }
    assert (page.url, page.flaws) == (page.asked, ())


def test_pictures_fonts_films_and_measurement_are_not_fetched_and_take_nothing_away(site: Served) -> None:
    server = site("rendered-reads")
    (page,) = read(server, READS, "/measured.html")
    assert paths(server.hits) == [("GET", "/icons.js?first=a.png"), ("GET", "/measured.html"), ("GET", "/prices.json")]
    assert 'data-icons="loaded"' in page.html
    assert page.flaws == ()
    refused = {request.url: request.detail for request in page.requests if request.outcome == "refused"}
    assert refused == {
        "http://reads.example/logo.png": "not needed",
        "http://reads.example/photo?id=7": "not needed",
        "http://www.facebook.com/tr?id=1&ev=PageView": "not needed",
        "http://reads.example/font.woff2": "not needed",
        "http://reads.example/back.jpg?v=2": "not needed",
        "http://reads.example/film": "not needed",
        "https://www.google-analytics.com/analytics.js": "measurement",
        "http://www.google-analytics.com/g/collect?v=2": "measurement",
    }


def test_own_headers_and_login_go_to_hosts_in_scope_only() -> None:
    seen: dict[str, tuple[str | None, str | None]] = {}

    def note(reply: Reply) -> Route:
        def route(handler: object) -> Reply:
            headers, path = handler.headers, handler.path  # type: ignore[attr-defined] # http.server's handler
            seen[headers["Host"] + plain(path)] = headers["X-Staging"], headers["Authorization"]
            return reply

        return route

    folder = SITES / "rendered-reads"
    files = ("reads.example/third-party.html", "reads.example/own.js", "other.example/foreign.js", "other.example/")
    script = {"Content-Type": "text/javascript"}
    routes = {file: note(Reply(200, script, b"//")) for file in files}
    html = (folder / files[0]).read_bytes()
    routes[files[0]] = note(Reply(200, {"Content-Type": "text/html"}, html))
    routes[files[3]] = note(Reply(200, {"Content-Type": "text/html"}, b"<img src=http://reads.example/x.json>"))
    with SiteServer(folder, routes=routes) as server:
        headers, auth = (("X-Staging", "yes"),), ("ada", "secret")
        (page,) = read(server, READS, "/third-party.html", headers=headers, auth=auth)
    own, nothing = ("yes", "Basic YWRhOnNlY3JldA=="), (None, None)
    assert seen == {
        "reads.example/third-party.html": own,
        "reads.example/own.js": own,
        "other.example/foreign.js": nothing,
        "other.example/foreign.js?sent-on": nothing,
        "other.example/": nothing,
    }
    assert page.flaws == ()


def test_a_page_leaves_nothing_behind_for_the_next_one_in_its_tab(site: Served) -> None:
    first, again, back = read(
        site("rendered-embeds"), EMBEDS, "/first-visit.html", "/first-visit.html", "/back.html", workers=1
    )
    for page in (first, again):
        assert "</script>for first-time visitors" in page.html
    assert (back.url, back.hops, back.flaws) == (back.asked, (), ())
    assert 'data-left="nothing"' in back.html


# --- what did not load -----------------------------------------------------------------------------------------------

SCRIPT = {"Content-Type": "text/javascript"}
HTML = {"Content-Type": "text/html"}


def by_name(server: SiteServer) -> Options:
    """Only these two names lead to `server`, and `closed.test` to a port at which nobody listens."""
    pins = [f"{host}:{pin[2:]}" for host in (EMBEDS, "cdn.example") for pin in server.pins]
    closed = [f"closed.test:{port}:127.0.0.1:1" for port in (80, 443)]
    return Options(pins=tuple(map(parse_pin, (*pins, *closed))), allow_unsandboxed_browser=UNSANDBOXED)


async def by_name_only(server: SiteServer, *urls: str, patience: Patience = PATIENT) -> list[Page | Unread]:
    """These addresses in a browser for which every other name is unknown."""
    options = by_name(server)
    policy = AddressPolicy(frozenset({EMBEDS}), options.pins, resolve=nowhere)
    async with BrowserPool(options, policy, {EMBEDS}, patience) as pool:
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
    first, second = read(server, EMBEDS, "/forbidden", "/harmless")
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
    (page,) = read(server, EMBEDS, "/asks")
    assert lacks(page) == [
        "http://clinic.example/api/blocks: http_503",
        "http://clinic.example/graphql: POST, which a scan does not send",
        "https://api.cms.example/content: PUT, which a scan does not send",
        "ws://clinic.example/live: websocket, which a scan does not send",
    ]
    assert {hit.method for hit in server.hits} == {"GET"}


def test_a_picture_counts_as_loaded_and_no_stand_in_for_it_is_seen(serve: Serve) -> None:
    body = """<img src="/ok.png" onerror="document.body.append('stand-in')" onload="document.body.append('it came')">"""
    (page,) = read(serve({"/picture": answer(body=body)}), EMBEDS, "/picture")
    assert "stand-in</body>" not in page.html
    assert "it came</body>" in page.html


def test_what_would_load_only_when_it_comes_into_sight_is_loaded(serve: Serve) -> None:
    body = '<div style="height: 9000px"></div><iframe loading="lazy" src="http://partner.example/below"></iframe>'
    server = serve({"/tall": answer(body=body), "partner.example/below": answer(body=CRM_FORM)})
    (page,) = read(server, EMBEDS, "/tall")
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
    flaky, dead, too = read(server, EMBEDS, "/flaky", "/dead", "/dead-too", workers=1)
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


# --- a renderer, or a browser, that dies -----------------------------------------------------------------------------


def processes(pool: BrowserPool, kind: str) -> list[int]:
    """The ids of the browser's processes of this kind."""
    found, queue = [], [pool._chromium.pid]
    while queue:
        pid = queue.pop()
        found += [pid] if f"--type={kind}".encode() in Path(f"/proc/{pid}/cmdline").read_bytes() else []
        queue += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
    return found


class Killer:
    """A script that kills what it is told to, `times` times, before it comes."""

    def __init__(self, times: int) -> None:
        self.left = times
        self.kill: Callable[[], None] = lambda: None

    def __call__(self, _: object) -> Reply:
        if self.left:
            self.left -= 1
            self.kill()
        return Reply(200, SCRIPT, b"document.body.append('it ran')")


def killed(serve: Serve, killer: Killer, kind: str, *paths: str, workers: int = 2) -> tuple[list[Page | Unread], bool]:
    """What becomes of these pages, and whether the browser is another one in the end."""
    body = '<script src="/kill.js"></script>'
    server = serve({"/": answer(body=body), "/calm": answer(title="Calm"), "/kill.js": killer})

    async def go() -> tuple[list[Page | Unread], bool]:
        async with browser(server, EMBEDS, workers=workers) as pool:
            first = pool._chromium.pid

            def kill() -> None:
                for pid in processes(pool, kind) if kind else [pool._chromium.pid]:
                    os.kill(pid, signal.SIGKILL)

            killer.kill = kill
            got = await asyncio.gather(*(pool.render(f"http://{EMBEDS}{path}") for path in paths))
            return got, pool._chromium.pid != first

    return asyncio.run(go())


def test_a_page_whose_renderer_crashes_is_rendered_once_more(serve: Serve) -> None:
    (page,), other = killed(serve, Killer(1), "renderer", "/")
    assert isinstance(page, Page)
    assert ("it ran" in page.html, page.flaws, other) == (True, (), False)


def test_a_page_that_always_crashes_its_renderer_is_unread_and_the_next_one_is_read(serve: Serve) -> None:
    (page, calm), other = killed(serve, Killer(2), "renderer", "/", "/calm", workers=1)
    assert page == Unread(START, "crash", "the browser lost the page twice")
    assert isinstance(calm, Page)
    assert (calm.flaws, other) == ((), False)


def test_a_browser_that_is_killed_is_replaced_and_no_page_is_lost(serve: Serve) -> None:
    pages, other = killed(serve, Killer(1), "", "/", "/calm", "/calm")
    assert [(got.url, got.flaws) for got in pages if isinstance(got, Page)] == [
        (START, ()),
        (f"{START}calm", ()),
        (f"{START}calm", ()),
    ]
    assert other


def test_the_browser_is_renewed_after_so_many_pages(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.render.pool.PAGES_PER_BROWSER", 1)
    server = serve({"/": answer()})

    async def go() -> tuple[int, int]:
        async with browser(server, EMBEDS) as pool:
            first = pool._chromium.pid
            for _ in range(2):
                assert isinstance(await pool.render(START), Page)
            return first, pool._chromium.pid

    first, second = asyncio.run(go())
    assert first != second


def test_no_browser_is_one_clear_error() -> None:
    async def start() -> None:
        async with BrowserPool(Options(browser=Path("/nowhere/chromium")), AddressPolicy(frozenset()), ()):
            pass

    with pytest.raises(BrowserError) as raised:
        asyncio.run(start())
    assert (raised.value.what, raised.value.thing) == ("no such browser", "/nowhere/chromium")
