"""A real browser only reads: it sends nothing, fetches nothing it has no use for, and gives away and keeps nothing."""

import re
from collections.abc import Callable

import pytest

from demo.server import Hit, Reply, Route, SiteServer
from spiders.probing.another import CAMPAIGN
from tests.spiders.browsing import read
from tests.spiders.crawling import HOST
from tests.spiders.visiting import SITES

pytestmark = pytest.mark.browser

READS = "reads.example"

Served = Callable[[str], SiteServer]


def paths(hits: list[Hit]) -> list[tuple[str, str]]:
    """Methods and paths, each once; that a page is visited again by way of an advertisement does not show."""
    return sorted({(hit.method, plain(hit.path)) for hit in hits})


def plain(path: str) -> str:
    """Without the parameters of an advertisement."""
    return re.sub(rf"[?&]{re.escape(CAMPAIGN)}$", "", path)


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
        site("rendered-embeds"), HOST, "/first-visit.html", "/first-visit.html", "/back.html", workers=1
    )
    for page in (first, again):
        assert "</script>for first-time visitors" in page.html
    assert (back.url, back.hops, back.flaws) == (back.asked, (), ())
    assert 'data-left="nothing"' in back.html
