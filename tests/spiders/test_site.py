"""Every address of a site is accounted for: pages, redirects, errors, files, and what lies outside."""

from http.server import BaseHTTPRequestHandler
from pathlib import Path

from demo.server import Reply
from scanner.model import Unread
from tests.spiders.crawling import CRM_FORM, HOST, START, Serve, asked, moved, page, run, verdicts


def test_pages_are_found_through_links_and_read_once(serve: Serve, tmp_path: Path) -> None:
    server = serve(
        {"/": page("/a", "/b#top", "/a?utm_source=x"), "/a": page("/", "/b"), "/b": page("/a", body=CRM_FORM)}
    )
    crawled = run(server, tmp_path / "run")
    assert verdicts(tmp_path / "run") == {"/": "checked", "/a": "checked", "/b": "checked"}
    assert sorted(asked(server)) == ["/", "/a", "/b"]
    assert crawled.coverage.complete
    assert (crawled.coverage.checked, crawled.coverage.rendered, crawled.interrupted) == (3, 0, False)
    found = {traces.url: [match.signature for match in traces.matches] for traces in crawled.traces}
    assert found == {START: [], START + "a": [], START + "b": ["highlevel/form"]}
    assert crawled.hosts == (HOST, f"www.{HOST}")


def test_errors_are_unread_with_their_status(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page("/gone", "/secret", "/broken"), "/secret": Reply(403), "/broken": Reply(500)})
    crawled = run(server, tmp_path / "run")
    assert crawled.coverage.unread == (
        Unread(START + "broken", "http_500"),
        Unread(START + "gone", "http_404"),
        Unread(START + "secret", "http_403"),
    )
    assert not crawled.coverage.complete
    assert asked(server).count("/broken") == 2, "a server error gets one more try"


def test_files_are_not_fetched_and_of_foreign_links_only_the_end_is_looked_at(serve: Serve, tmp_path: Path) -> None:
    archive = Reply(200, {"Content-Type": "application/zip"}, b"PK\x03\x04")
    download = page(Content_Disposition="attachment; filename=x")
    links = ("/pic.JPG?x=1", "http://other.example/", "/dl", "/v", "/film.mp4")
    server = serve({"/": page(*links), "/dl": archive, "/v": download})
    crawled = run(server, tmp_path / "run")
    of_site = sorted((hit.method, hit.path) for hit in server.hits if hit.host == HOST and hit.path in (*links, "/"))
    assert of_site == [("GET", "/"), ("GET", "/dl"), ("GET", "/v")]
    abroad = [(hit.method, hit.path) for hit in server.hits if hit.host != HOST]
    assert abroad == [("GET", "/robots.txt"), ("HEAD", "/"), ("GET", "/")]
    assert crawled.coverage.skipped == {"file": 4}
    assert crawled.coverage.complete


def test_what_is_only_named_like_a_file_is_read_and_of_a_file_the_headers(serve: Serve, tmp_path: Path) -> None:
    crm = "https://link.agency-crm.example/widget/form/AbCdEfGhIjKlMnOpQrSt"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><a href="{crm}"><text>Book</text></a></svg>'
    paper = {"Content-Type": "application/pdf"}
    routes = {
        "/guide.pdf": moved(crm, Content_Type="application/pdf"), "/get.php/flyer.pdf": page("/flyer"),
        "/flyer": page(), "/team/dr.doc": page(body=CRM_FORM), "/lost.pdf": Reply(404), "/shut.zip": Reply(403),
        "/real.pdf": Reply(200, paper, b"%PDF-1.7" + b"x" * 60_000_000), "/short.pdf": Reply(200, paper, b"%PDF-1.7"),
        "/d.svg": Reply(200, {"Content-Type": "image/svg+xml"}, svg.encode()), "/down.pdf": Reply(500),
    }  # fmt: skip
    crawled = run(serve({"/": page(*routes)} | routes), tmp_path / "run")
    assert verdicts(tmp_path / "run") == {
        "/": "checked", "/guide.pdf": "skipped out-of-scope", "/get.php/flyer.pdf": "checked", "/flyer": "checked",
        "/team/dr.doc": "checked", "/lost.pdf": "skipped file", "/shut.zip": "skipped file", "/d.svg": "checked",
        "/real.pdf": "skipped file", "/short.pdf": "skipped file", "/down.pdf": "unread http_500",
    }  # fmt: skip
    found = {traces.url for traces in crawled.traces if traces.matches}
    assert found == {START + "guide.pdf", START + "team/dr.doc", START + "d.svg"}


def test_a_redirect_in_scope_has_the_verdict_of_its_end(serve: Serve, tmp_path: Path) -> None:
    routes = {
        "/": page("/old", "/bad", "/paper", "/new"),
        "/old": moved("/new"),
        "/new": page(),
        "/bad": moved("/lost"),
    }
    server = serve(routes | {"/paper": moved("/paper.pdf")})
    run(server, tmp_path / "run")
    assert verdicts(tmp_path / "run") == {
        "/": "checked", "/old": "checked", "/new": "checked", "/bad": "unread http_404", "/lost": "unread http_404",
        "/paper": "skipped file", "/paper.pdf": "skipped file",
    }  # fmt: skip
    assert asked(server).count("/new") == 1


def test_a_redirect_out_of_scope_is_a_trace_and_is_not_followed(serve: Serve, tmp_path: Path) -> None:
    crm = "https://link.agency-crm.example/widget/booking/AbCdEfGhIjKlMnOpQrSt"
    server = serve({"/": page("/book"), "/book": moved("/book-now"), "/book-now": moved(crm, 301)})
    crawled = run(server, tmp_path / "run")
    assert verdicts(tmp_path / "run") == {
        "/": "checked", "/book": "skipped out-of-scope", "/book-now": "skipped out-of-scope",
    }  # fmt: skip
    matches = {traces.url: [(m.signature, m.value) for m in traces.matches] for traces in crawled.traces}
    assert matches[START + "book-now"] == [("highlevel/calendar", "AbCdEfGhIjKlMnOpQrSt")]
    assert crawled.coverage.complete


def test_a_site_that_sets_a_cookie_and_comes_back_is_read(serve: Serve, tmp_path: Path) -> None:
    def with_cookie(handler: BaseHTTPRequestHandler) -> Reply:
        if "seen=1" in (handler.headers.get("Cookie") or ""):
            return page("/next", body=CRM_FORM)
        return moved("/", Set_Cookie="seen=1; Path=/")

    server = serve({"/": with_cookie, "/next": page()})
    crawled = run(server, tmp_path / "run")
    assert verdicts(tmp_path / "run") == {"/": "checked", "/next": "checked"}
    assert sum(len(traces.matches) for traces in crawled.traces) == 1


def test_a_site_that_sends_round_over_a_cookie_page_is_read(serve: Serve, tmp_path: Path) -> None:
    def with_cookie(handler: BaseHTTPRequestHandler) -> Reply:
        return page(body=CRM_FORM) if "seen=1" in (handler.headers.get("Cookie") or "") else moved("/welcome")

    server = serve({"/": page("/a"), "/a": with_cookie, "/welcome": moved("/a", Set_Cookie="seen=1; Path=/")})
    crawled = run(server, tmp_path / "run")
    assert verdicts(tmp_path / "run") == {"/": "checked", "/a": "checked", "/welcome": "checked"}
    assert sum(len(traces.matches) for traces in crawled.traces) == 1


def test_redirects_that_lead_nowhere_are_named(serve: Serve, tmp_path: Path) -> None:
    farm = {f"/farm{n}": moved(f"/farm{n + 1}") for n in range(30)}
    targets = {
        "/self": "/self", "/ping": "/pong", "/pong": "/ping", "/empty": "", "/mail": "tel:+15550100",
        "/file": "file:///etc/hosts", "/script": "javascript:alert(1)", "/long": "/" + "x" * 9000,
    }  # fmt: skip
    routes = {"/": page(*targets, "/farm0")} | {path: moved(to) for path, to in targets.items()}
    server = serve(farm | routes)
    crawled = run(server, tmp_path / "run")
    found = verdicts(tmp_path / "run")
    assert {path: found[path] for path in routes} == {
        "/": "checked", "/self": "unread redirect_loop", "/ping": "unread redirect_loop",
        "/pong": "unread redirect_loop", "/empty": "unread bad_location", "/mail": "skipped out-of-scope",
        "/file": "unread blocked_by_policy", "/script": "unread bad_location", "/long": "unread bad_location",
    }  # fmt: skip
    assert found["/farm0"] == found["/farm10"] == "unread too_many_redirects"
    assert "/farm12" not in found
    assert not crawled.coverage.complete


def test_an_apex_that_moves_to_www_and_https_is_not_crawled_twice(serve: Serve, tmp_path: Path) -> None:
    def canonical(handler: BaseHTTPRequestHandler) -> Reply:
        secure = handler.connection.getsockname()[1] == server.tls_port
        host = handler.headers["Host"]
        if secure and host.startswith("www."):
            return page("/", "/a", "http://clinic.example/b", "http://www.clinic.example/c", "https://clinic.example/d")
        return moved(f"https://www.{HOST}{handler.path}", 301)

    server = serve({f"*/{path}": canonical for path in ("", "a", "b", "c", "d")})
    run(server, tmp_path / "run", insecure=True)
    secure = f"https://www.{HOST}/"
    assert verdicts(tmp_path / "run") == {
        "/": "checked",
        "http://www.clinic.example/c": "checked",
        "https://clinic.example/d": "checked",
    } | {secure + path: "checked" for path in ("", "a", "b", "c", "d")}
    assert asked(server).count("/b") == 1, "what the start page showed is not asked again"
