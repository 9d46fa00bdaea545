"""Servers and pages that misbehave: whatever happens, the address has a verdict and is never clear by mistake."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from demo.server import Reply
from scanner.model import Unread
from spiders.crawl import Crawled
from spiders.guard import parse_pin
from spiders.options import RenderMode
from tests.spiders.crawling import CRM_FORM, START, Serve, asked, moved, page, run, verdicts

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
LINKS = b'<a href="/a">a</a>' * 100


@contextmanager
def raw(answers: Mapping[str, bytes], *, hold: frozenset[str] = frozenset()) -> Iterator[int]:
    """Sends these very bytes for each path and closes; paths in `hold` stay open. Everything else is a 404."""
    listener = socket.create_server(("127.0.0.1", 0))
    kept: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            path = client.recv(65536).split(b" ")[1].decode()
            client.sendall(
                answers.get(path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            )
            if path in hold:
                kept.append(client)
            else:
                client.close()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        listener.close()
        for client in kept:
            client.close()


def crawl_raw(answers: Mapping[str, bytes], folder: Path, *, hold: frozenset[str] = frozenset()) -> dict[str, str]:
    links = "".join(f'<a href="{path}">{path}</a>' for path in answers).encode()
    home = OK + b"Content-Length: %d\r\n\r\n" % len(links) + links
    with raw({"/": home} | dict(answers), hold=hold) as port:
        run(None, folder, pins=(parse_pin(f"*:80:127.0.0.1:{port}"),))
    return verdicts(folder)


def test_broken_answers_are_named(tmp_path: Path) -> None:
    packed = gzip.compress(LINKS)
    answers = {
        "/garbage": b"SSH-2.0-OpenSSH_9.2\r\n",
        "/nothing": b"",
        "/conflict": OK + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\nhello",
        "/negative": OK + b"Content-Length: -1\r\n\r\nhello",
        "/chunk": OK + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\nhello",
        "/cut": OK + b"Content-Length: 9000\r\n\r\n" + LINKS,
        "/cut-chunk": OK + b"Transfer-Encoding: chunked\r\n\r\n1000\r\n" + LINKS[:500],
        "/cut-gzip": OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % (len(packed) - 9) + packed[:-9],
        "/not-gzip": OK + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
        "/brotli": OK + b"Content-Encoding: br\r\nContent-Length: 5\r\n\r\nhello",
        "/huge": OK + b"Content-Length: 99999999999\r\n\r\nhello",
        "/big": OK + b"\r\n" + b"x" * (9 * 1024 * 1024),
        "/http-1.0": b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>old but whole",
        "/odd-header": OK + b"no colon here\r\nContent-Length: 5\r\n\r\nhello",
    }
    assert crawl_raw(answers, tmp_path / "run") == {
        "/": "checked",
        "/garbage": "unread protocol",
        "/nothing": "unread protocol",
        "/conflict": "unread protocol",
        "/negative": "unread protocol",
        "/chunk": "unread truncated",
        "/cut": "partial truncated",
        "/cut-chunk": "partial truncated",
        "/cut-gzip": "partial truncated",
        "/not-gzip": "unread bad_encoding",
        "/brotli": "unread unknown_encoding",
        "/huge": "unread too_large",
        "/big": "unread too_large",
        "/http-1.0": "checked",
        "/odd-header": "checked",
        "/a": "unread http_404",
    }


def test_a_server_that_never_ends_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.attempts.SECONDS", 0.4)
    answers = {"/silent": b"", "/headers": OK, "/body": OK + b"Content-Length: 99\r\n\r\nhello"}
    assert crawl_raw(answers, tmp_path / "run", hold=frozenset(answers)) == {
        "/": "checked",
        "/silent": "unread timeout",
        "/headers": "unread timeout",
        "/body": "unread timeout",
    }


def test_a_host_that_stops_answering_is_given_up(tmp_path: Path) -> None:
    answers = {f"/p{number}": b"" for number in range(40)}
    found = crawl_raw(answers, tmp_path / "run")
    assert set(found.values()) == {"checked", "unread protocol"}
    assert len(found) == 41


def test_a_flood_of_links_is_capped_and_named(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page(body="".join(f'<a href="/p-{n:x}-page">x</a>' for n in range(6000)))})
    crawled = run(server, tmp_path / "run", max_pages=1)
    assert [unread.reason for unread in crawled.coverage.partial] == ["link_cap"]
    assert crawled.coverage.unread[-1].detail == "this one and 4899 more"


def test_a_bomb_costs_little_and_is_named(serve: Serve, tmp_path: Path) -> None:
    bomb = Reply(
        200, {"Content-Type": "x-text/html", "Content-Encoding": "gzip"}, gzip.compress(b"<a href=/x>" * 9_000_000)
    )
    run(serve({"/": page("/bomb"), "/bomb": bomb}), tmp_path / "run")
    assert verdicts(tmp_path / "run") == {"/": "checked", "/bomb": "unread too_large"}


# --- blocked ---------------------------------------------------------------------------------------------------------


def test_a_host_that_asks_to_wait_is_waited_for(serve: Serve, tmp_path: Path) -> None:
    times: list[float] = []

    def busy(_: BaseHTTPRequestHandler) -> Reply:
        times.append(time.monotonic())
        return page() if len(times) > 1 else Reply(429, {"Retry-After": "1"})

    crawled = run(serve({"/": page("/busy"), "/busy": busy}), tmp_path / "run")
    assert crawled.coverage.complete
    assert times[1] - times[0] > 0.9


def test_a_host_that_keeps_asking_to_wait_is_left_alone(serve: Serve, tmp_path: Path) -> None:
    pages = [f"/p{number}" for number in range(30)]
    server = serve({"/": page(*pages)} | dict.fromkeys(pages, Reply(503, {"Retry-After": "3600"})))
    crawled = run(server, tmp_path / "run", rate=20.0)
    assert {unread.reason for unread in crawled.coverage.unread} == {"http_503"}
    assert len(crawled.coverage.unread) == 30
    assert len(asked(server)) < 12


def test_a_site_that_blocks_every_page_has_nothing_checked(serve: Serve, tmp_path: Path) -> None:
    wall = Reply(403, {"cf-mitigated": "challenge"}, b"<title>Just a moment...</title>")
    crawled = run(serve({"/": wall}), tmp_path / "run")
    assert (crawled.coverage.complete, crawled.coverage.checked) == (False, 0)
    assert crawled.coverage.unread == (Unread(START, "bot_challenge", "cf-mitigated: challenge"),)


def test_a_site_behind_a_login_has_nothing_checked(serve: Serve, tmp_path: Path) -> None:
    form = page("/forgotten", body='<form><input type="password"></form>')
    server = serve({"/": moved("/login?next=/"), "/login": form, "/forgotten": moved("/login?next=forgotten")})
    crawled = run(server, tmp_path / "run")
    assert (crawled.coverage.complete, crawled.coverage.checked, crawled.coverage.partial) == (False, 0, ())
    assert {unread.reason for unread in crawled.coverage.unread} == {"login"}


def test_a_login_wall_is_not_read_but_a_login_page_is(serve: Serve, tmp_path: Path) -> None:
    routes = {"/files": moved("/login?next=files"), "/log": moved("/members"), "/members": page()}
    form = page(body='<form><input type="password"></form>')
    server = serve({"/": page("/files", "/log", "/login"), "/login": form} | routes)
    crawled = run(server, tmp_path / "run")
    assert verdicts(tmp_path / "run") == {
        "/": "checked", "/files": "unread login", "/log": "checked", "/login": "checked",
        "/login?next=files": "checked", "/members": "checked",
    }  # fmt: skip
    assert crawled.coverage.unread == (Unread(START + "files", "login", "sent on to /login"),)


def missing_says_200(handler: BaseHTTPRequestHandler) -> Reply:
    return page("/", title="Oh no", body=f"<p>We looked everywhere, but {handler.path} is not on our website.</p>")


def everything(serve: Serve, folder: Path, home: Reply, fallback: object, *links: str) -> Crawled:
    class Anything(dict[str, object]):
        def get(self, place: str, default: object = None) -> object:
            known = super().get(place, default)
            return known or (fallback if place.startswith("*/") else None)

    server = serve({"/": home, "/robots.txt": Reply(404), "/sitemap.xml": Reply(404), "/real": page()})
    server._routes = Anything(server._routes)  # type: ignore[assignment] # answers every address
    return run(server, folder)


def test_a_missing_page_that_says_200_is_missing(serve: Serve, tmp_path: Path) -> None:
    crawled = everything(serve, tmp_path / "run", page("/real", "/lost/page"), missing_says_200)
    assert crawled.coverage.unread == (
        Unread(START + "lost/page", "soft_404", "the same page as for an address that cannot exist"),
    )
    assert verdicts(tmp_path / "run")["/real"] == "checked"


def test_a_site_that_answers_everything_alike_is_read(serve: Serve, tmp_path: Path) -> None:
    home = page("/one", "/two", title="Our clinic", body="<p>One page shows all that this clinic has to say.</p>")
    crawled = everything(serve, tmp_path / "run", home, home)
    assert crawled.coverage.complete
    assert verdicts(tmp_path / "run") == {"/": "checked", "/one": "checked", "/two": "checked"}


def test_a_page_of_scripts_only_is_never_clear_unless_it_fills(serve: Serve, tmp_path: Path) -> None:
    shell = Reply(200, {"Content-Type": "text/html"}, b"<html><body><script>var challenge = 1</script></body></html>")
    run(serve({"/": page("/shell"), "/shell": shell}), tmp_path / "run")
    assert verdicts(tmp_path / "run") == {"/": "checked", "/shell": "unread bot_challenge"}


# --- scripts ---------------------------------------------------------------------------------------------------------


def test_script_files_of_the_site_are_read_once(serve: Serve, tmp_path: Path) -> None:
    code = (
        b"document.write('<iframe src=\"https://link.agency-crm.example/widget/form/AbCdEfGhIjKlMnOpQrSt\"></iframe>')"
    )
    script = '<script src="/site.js?v=3"></script><script src="https://cdn.example/x.js"></script>'
    server = serve({"/": page("/a", body=script), "/a": page(body=script),
                    "/site.js": Reply(200, {"Content-Type": "text/javascript"}, code)})  # fmt: skip
    crawled = run(server, tmp_path / "run")
    assert asked(server).count("/site.js?v=3") == 1
    assert verdicts(tmp_path / "run")["/site.js?v=3"] == "checked"
    by_url = {traces.url: traces for traces in crawled.traces}
    assert [match.signature for match in by_url[START + "site.js?v=3"].matches] == ["highlevel/form"]
    assert by_url[START].scripts == by_url[START + "a"].scripts == (START + "site.js?v=3",)


def test_a_refresh_header_is_followed_and_a_foreign_one_is_a_trace(serve: Serve, tmp_path: Path) -> None:
    crm = "https://link.agency-crm.example/widget/form/AbCdEfGhIjKlMnOpQrSt"
    server = serve({"/": page("/x", Refresh="5; url=/next"), "/next": page(), "/x": page(Refresh=f"0;url={crm}")})
    crawled = run(server, tmp_path / "run")
    assert verdicts(tmp_path / "run") == {"/": "checked", "/x": "checked", "/next": "checked"}
    assert [match.signature for traces in crawled.traces for match in traces.matches] == ["highlevel/form"]


def test_a_meta_refresh_leads_on(serve: Serve, tmp_path: Path) -> None:
    meta = '<meta http-equiv="refresh" content="0; url=/next">'
    server = serve({"/": page(body=meta), "/next": page(body=CRM_FORM)})
    crawled = run(server, tmp_path / "run")
    assert verdicts(tmp_path / "run") == {"/": "checked", "/next": "checked"}
    assert crawled.coverage.complete


@pytest.mark.browser
def test_links_and_traces_that_scripts_make_are_found(serve: Serve, tmp_path: Path) -> None:
    code = "setTimeout(() => { document.body.insertAdjacentHTML('beforeend', '<a href=/late>late</a>') }, 100)"
    server = serve(
        {"/": page("/plain", body=f"<script>{code}</script>"), "/plain": page(), "/late": page(body=CRM_FORM)}
    )
    crawled = run(server, tmp_path / "run", render=RenderMode.AUTO)
    assert verdicts(tmp_path / "run") == {"/": "checked", "/plain": "checked", "/late": "checked"}
    assert (crawled.coverage.complete, crawled.coverage.rendered) == (True, 1)
    assert crawled.browser.startswith("Chromium ")
    assert [match.signature for traces in crawled.traces for match in traces.matches] == ["highlevel/form"]


ODD = (
    *("/a b", "/%zz", "/a|b^c`d", "/ü/ñ", "/'\"<>", "/a;b=c", "//clinic.example/x", "/\\y", "http:/z", "?q=[1]&r={2}"),
    *("http://user:secret@clinic.example/u", "http://clinic.example:80/port", "HTTP://CLINIC.EXAMPLE/Case", "/x#y#z"),
    *("http://[::1", "http://clinic.example:99999/", "mailto:a@b.example", "tel:+15550100", "\t/tab\n", "/a\x00b"),
    *("/" + "%41" * 50, "/..//../dots", "/emoji/🙂", "http://clinic.example./final-dot", "", " ", "#", "data:,x"),
)


def test_odd_links_cost_no_other_link_anything(serve: Serve, tmp_path: Path) -> None:
    links = "".join(f'<a href="{link.replace(chr(34), "&quot;")}">x</a>' for link in ODD)
    server = serve({"/": page("/first", body=links + '<a href="/last">x</a>'), "/first": page(), "/last": page()})
    run(server, tmp_path / "run")
    found = verdicts(tmp_path / "run")
    assert {found["/first"], found["/last"]} == {"checked"}
    assert set(found.values()) == {"checked", "unread http_404"}
    assert not any("secret" in url for url in found)
    assert {"/a%20b", "/%zz", "/%C3%BC/%C3%B1", "/x", "/port", "/Case", "/tab", "/?q=[1]&r={2}"} <= set(found)


def test_a_location_may_be_written_in_utf_8(tmp_path: Path) -> None:
    moved_to = OK.replace(b"200 OK", b"302 Found") + b"Location: /\xc3\xbc\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"
    found = crawl_raw({"/moved": moved_to, "/%C3%BC": OK + b"Content-Length: 5\r\n\r\nhello"}, tmp_path / "run")
    assert found == {"/": "checked", "/moved": "checked", "/%C3%BC": "checked"}
