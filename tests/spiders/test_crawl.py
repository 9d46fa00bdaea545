"""The door to the crawler: errors before anything is read, manners, going on, and stopping."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from demo.server import Reply, SiteServer
from scanner.errors import BrowserError, FileError, TargetError, UsageError
from scanner.model import Unread
from spiders.answers import judge
from spiders.crawl import Progress
from spiders.entries import Lease
from spiders.frontier import Frontier
from spiders.guard import parse_pin
from spiders.options import RenderMode
from tests.spiders.crawling import CRM_FORM, HOST, START, Serve, asked, moved, page, run, verdicts
from tests.spiders.listeners import listening

CLOSED_PORT = "*:80:127.0.0.1:9"


def refuse(server: SiteServer, folder: Path, **wishes: object) -> tuple[str, str, str]:
    with pytest.raises(TargetError) as caught:
        run(server, folder, **wishes)  # type: ignore[arg-type] # each wish is an argument
    assert list(folder.iterdir()) == []
    return caught.value.what, caught.value.thing, caught.value.hint


def test_an_unknown_host_is_one_clear_error(serve: Serve, tmp_path: Path) -> None:
    host = "nobody.invalid"
    assert refuse(serve({}), tmp_path / "run", start=(f"http://{host}/",), hosts=(host,), pins=()) == (
        "no such host", f"http://{host} (the name has no address)", "check the spelling of the address",
    )  # fmt: skip


def test_a_refused_connection_is_one_clear_error(serve: Serve, tmp_path: Path) -> None:
    assert refuse(serve({}), tmp_path / "run", pins=(parse_pin(CLOSED_PORT),)) == (
        "the host does not answer", "http://clinic.example (connection refused)", "check the address and the port",
    )  # fmt: skip


def test_a_certificate_nobody_knows_is_one_clear_error(serve: Serve, tmp_path: Path) -> None:
    what, thing, hint = refuse(serve({"/": page()}), tmp_path / "run", start=(f"https://{HOST}/",))
    assert (what, hint) == ("the certificate of the site cannot be trusted", "--insecure reads it anyway")
    assert "certificate verify failed" in thing


def test_no_https_at_all_is_one_clear_error(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page()})
    pins = (parse_pin(f"*:443:127.0.0.1:{server.port}"),)
    what, _, hint = refuse(server, tmp_path / "run", start=(f"https://{HOST}/",), pins=pins)
    assert (what, hint) == ("no secure connection to the host", "check the address, or try http://")


def test_without_a_browser_nothing_is_asked_for(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page()})
    with pytest.raises(BrowserError):
        run(server, tmp_path / "run", render=RenderMode.AUTO, browser=tmp_path / "no-browser")
    assert server.hits == []
    assert list((tmp_path / "run").iterdir()) == []


def test_with_insecure_any_certificate_will_do(serve: Serve, tmp_path: Path) -> None:
    assert run(serve({"/": page()}), tmp_path / "run", start=(f"https://{HOST}/",), insecure=True).coverage.complete


def test_a_private_address_that_nobody_typed_is_one_clear_error(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page()})
    start = f"http://localhost:{server.port}/"
    what, _, hint = refuse(server, tmp_path / "run", start=(start,), hosts=(HOST,), pins=())
    assert what == "the host has a private address"
    assert hint == f"--host localhost:{server.port}, if that is the site"


def test_a_site_that_sends_visitors_elsewhere_names_both_hosts(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": moved("https://new-clinic.example/hello")})
    assert refuse(server, tmp_path / "run") == (
        "the site sends visitors on to another host", "http://clinic.example/ → new-clinic.example",
        "--host new-clinic.example, if that is the site as well",
    )  # fmt: skip


def test_a_site_that_sends_visitors_to_a_telephone_is_no_site(serve: Serve, tmp_path: Path) -> None:
    assert refuse(serve({"/": moved("tel:+15550100")}), tmp_path / "run") == (
        "the site sends visitors on to no page", "http://clinic.example/ → tel: address", "the address of a page of it",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("home", "detail"),
    [
        (page(Content_Disposition="attachment; filename=x"), "sent as a download"),
        (Reply(200, {"Content-Type": "application/x-httpd-php"}, b"<?php echo 1; ?>"), "application/x-httpd-php"),
        (moved("/paper"), "sent on to /paper; application/pdf"),
        (moved("/photo.jpg"), "sent on to /photo.jpg; image/jpeg"),
    ],
)
def test_a_start_page_that_is_a_file_was_not_read(serve: Serve, tmp_path: Path, home: Reply, detail: str) -> None:
    paper = Reply(200, {"Content-Type": "application/pdf"}, b"%PDF-1.7")
    photo = Reply(200, {"Content-Type": "image/jpeg"}, b"\xff\xd8\xff")
    crawled = run(serve({"/": home, "/paper": paper, "/photo.jpg": photo}), tmp_path / "run")
    assert (crawled.coverage.complete, crawled.coverage.checked) == (False, 0)
    assert Unread(START, "not_html", detail) in crawled.coverage.unread


def test_one_of_two_start_addresses_is_enough(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page(), "/away": moved("https://new-clinic.example/")})
    crawled = run(server, tmp_path / "run", start=(START, START + "away"))
    assert (crawled.coverage.checked, crawled.coverage.skipped) == (1, {"out-of-scope": 1})


def test_a_folder_with_a_run_is_left_alone_without_resume(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page()})
    run(server, tmp_path / "run")
    before = (tmp_path / "run" / "run.sqlite").read_bytes()
    with pytest.raises(UsageError, match="holds a run already"):
        run(server, tmp_path / "run")
    assert (tmp_path / "run" / "run.sqlite").read_bytes() == before


def test_a_finished_run_that_goes_on_asks_for_nothing(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page("/a"), "/a": page(body=CRM_FORM)})
    first = run(server, tmp_path / "run")
    asked_before = len(server.hits)
    second = run(server, tmp_path / "run", resume=True)
    assert len(server.hits) == asked_before
    assert (second.coverage, list(second.traces), second.started) == (first.coverage, list(first.traces), first.started)


def test_a_run_does_not_go_on_with_other_options(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page()})
    run(server, tmp_path / "run")
    with pytest.raises(UsageError, match=r"other options: .*\(--user-agent was unembed/.*, is someone else\)"):
        run(server, tmp_path / "run", resume=True, user_agent="someone else")
    with pytest.raises(UsageError, match=r"\(--resolve was \*:443 \*:80, is not given\)"):
        run(server, tmp_path / "run", resume=True, pins=())
    with pytest.raises(UsageError, match="another site"):
        run(server, tmp_path / "run", resume=True, start=(START + "x",))


def test_a_server_that_moved_is_the_same_site_when_a_run_goes_on(serve: Serve, tmp_path: Path) -> None:
    routes = {"/": page("/a", "/b"), "/a": page(), "/b": page(body=CRM_FORM)}
    run(serve(routes), tmp_path / "run", max_pages=1)
    elsewhere = serve(routes)
    assert run(elsewhere, tmp_path / "run", max_pages=9, resume=True).coverage.complete
    assert sorted(asked(elsewhere)) == ["/a", "/b"]


def test_a_larger_budget_goes_on_where_the_smaller_ended(serve: Serve, tmp_path: Path) -> None:
    pages = {f"/p{number}": page(f"/p{number + 1}") for number in range(5)} | {"/p5": page()}
    server = serve({"/": page("/p0")} | pages)
    small = run(server, tmp_path / "run", max_pages=3)
    assert small.coverage.unread == (Unread(START + "p2", "budget"),)
    assert not small.coverage.complete
    large = run(server, tmp_path / "run", max_pages=10, resume=True)
    assert large.coverage.complete
    assert Counter(asked(server)) == Counter(dict.fromkeys(["/", *pages], 1))


def test_own_headers_and_login_go_to_the_site_only(serve: Serve, tmp_path: Path) -> None:
    seen: dict[str, str | None] = {}

    def remember(handler: BaseHTTPRequestHandler) -> Reply:
        seen[handler.path] = " ".join(
            str(handler.headers.get(name)) for name in ("X-Staging", "Authorization", "User-Agent", "Cookie")
        )
        return page()

    server = serve({"/": remember, "/robots.txt": remember})
    run(server, tmp_path / "run", headers=(("X-Staging", "yes"),), auth=("jo", "s3cret"), user_agent="tester/1")
    assert seen == dict.fromkeys(("/", "/robots.txt"), "yes Basic am86czNjcmV0 tester/1 None")
    assert b"s3cret" not in (tmp_path / "run" / "run.sqlite").read_bytes()


def test_few_requests_reach_a_host_at_once(serve: Serve, tmp_path: Path) -> None:
    lock, now, peak = threading.Lock(), [0], [0]

    def slow(_: BaseHTTPRequestHandler) -> Reply:
        with lock:
            now[0] += 1
            peak[0] = max(peak[0], now[0])
        time.sleep(0.05)
        with lock:
            now[0] -= 1
        return page()

    paths = [f"/p{number}" for number in range(60)]
    assert run(serve({"/": page(*paths)} | dict.fromkeys(paths, slow)), tmp_path / "run").coverage.complete
    assert 1 < peak[0] <= 8


def test_the_rate_is_kept(serve: Serve, tmp_path: Path) -> None:
    times: list[float] = []

    def note(_: BaseHTTPRequestHandler) -> Reply:
        times.append(time.monotonic())
        return page(*paths)

    paths = [f"/p{number}" for number in range(12)]
    run(serve(dict.fromkeys(("/", *paths), note)), tmp_path / "run", rate=10.0)
    assert len(times) == 13
    assert times[-1] - times[0] > 12 / 10 * 0.7


def test_progress_is_told_sparingly_and_at_the_end(serve: Serve, tmp_path: Path) -> None:
    told: list[Progress] = []
    server = serve({"/": page(*(f"/p{number}" for number in range(50)))} | {f"/p{n}": page() for n in range(50)})
    since = time.monotonic()
    run(server, tmp_path / "run", progress=told.append)
    assert told[-1] == Progress(checked=51, queued=0, rendered=0, unread=0, traces=0, current="")
    assert len(told) <= 10 * (time.monotonic() - since) + 2


def test_ctrl_c_keeps_what_was_read_and_names_the_rest(serve: Serve, tmp_path: Path) -> None:
    told: list[Progress] = []

    def interrupt(progress: Progress) -> None:
        told.append(progress)
        if len(told) == 2:
            os.kill(os.getpid(), signal.SIGINT)

    pages = {f"/p{number}": Reply(200, {"Content-Type": "text/html"}, page().body, delay=0.02) for number in range(200)}
    server = serve({"/": page(*pages)} | pages)
    before = signal.getsignal(signal.SIGINT)
    crawled = run(server, tmp_path / "run", progress=interrupt)
    assert crawled.interrupted
    assert not crawled.coverage.complete
    assert {unread.reason for unread in crawled.coverage.unread} == {"interrupted"}
    assert len(crawled.coverage.unread) == 101
    assert signal.getsignal(signal.SIGINT) is before
    resumed = run(server, tmp_path / "run", resume=True)
    assert (resumed.coverage.checked, resumed.coverage.complete, resumed.interrupted) == (201, True, False)


@pytest.mark.parametrize("moment", ["reopen", "lease"])
def test_a_stop_before_the_first_request_is_not_lost(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    do, sent = getattr(Frontier, moment), list[int]()

    def interrupted(frontier: Frontier) -> object:
        if not sent:
            sent.append(signal.SIGTERM)
            os.kill(os.getpid(), signal.SIGTERM)
        return do(frontier)

    monkeypatch.setattr(Frontier, moment, interrupted)
    server = serve({"/": page(*(f"/p{number}" for number in range(100)))} | {f"/p{n}": page() for n in range(100)})
    crawled = run(server, tmp_path / "run")
    assert (crawled.interrupted, crawled.coverage.complete) == (True, False)
    assert crawled.coverage.checked < 101


def test_a_page_that_brings_our_own_code_down_is_named(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(answer: object, kind: object) -> object:
        if getattr(answer, "url", "").endswith("/bad"):
            raise ZeroDivisionError("made for this test")
        return judge(answer, kind)  # type: ignore[arg-type] # as given

    monkeypatch.setattr("spiders.hosts.judge", broken)
    crawled = run(serve({"/": page("/bad", "/good"), "/bad": page(), "/good": page()}), tmp_path / "run")
    assert crawled.coverage.unread == (
        Unread(START + "bad", "crash", "unembed failed on it: ZeroDivisionError: made for this test"),
    )
    assert crawled.coverage.checked == 2


def test_scrapys_own_command_crawls_too(serve: Serve, tmp_path: Path) -> None:
    server = serve({"*/": page("/a", body=CRM_FORM), "*/a": page()})
    root = Path(__file__).parents[2]
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        "site",
        "-a",
        f"url=http://localhost:{server.port}/",
        "-a",
        "render=never",
    ]
    environment = os.environ | {"SCRAPY_SETTINGS_MODULE": "spiders.settings", "PYTHONPATH": str(root)}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert "highlevel/form AbCdEfGhIjKlMnOpQrSt" in done.stderr, done.stderr
    assert (tmp_path / f"unembed-localhost-{server.port}" / "run.sqlite").is_file()


@contextmanager
def tunnel(port: int) -> Iterator[tuple[int, list[bytes]]]:
    """A proxy that knows CONNECT and nothing else, leads everything to `port`, and keeps what it was asked."""
    heads: list[bytes] = []

    def carry(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def serve(listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                heads.append(client.recv(65536))
                server = socket.create_connection(("127.0.0.1", port))
                client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                for pair in ((client, server), (server, client)):
                    threading.Thread(target=carry, args=pair, daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
        yield int(listener.getsockname()[1]), heads


def test_https_goes_through_a_tunnel_of_the_users_proxy(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page("/a"), "/a": page()})
    with tunnel(server.tls_port) as (port, heads):
        proxy = f"http://jo:s3cret@127.0.0.1:{port}"
        crawled = run(None, tmp_path / "run", start=(f"https://{HOST}/",), proxy=proxy, insecure=True)
    assert (crawled.coverage.complete, crawled.coverage.checked) == (True, 2)
    assert set(heads) == {
        b"CONNECT clinic.example:443 HTTP/1.1\r\nHost: clinic.example:443\r\n"
        b"Proxy-Authorization: Basic am86czNjcmV0\r\n\r\n"
    }
    assert "s3cret" not in str([(hit.method, hit.path) for hit in server.hits])


def test_pinned_hosts_are_not_sent_through_the_users_proxy(serve: Serve, tmp_path: Path) -> None:
    proxy, staging = (
        serve({"www.clinic.example/b": page()}),
        serve({"/": page("/a", "http://www.clinic.example/b"), "/a": page()}),
    )
    pins = (parse_pin(f"{HOST}:80:127.0.0.1:{staging.port}"),)
    run(None, tmp_path / "run", pins=pins, proxy=f"http://jo:s3cret@127.0.0.1:{proxy.port}")
    assert verdicts(tmp_path / "run") == {"/": "checked", "/a": "checked", "http://www.clinic.example/b": "checked"}
    assert asked(staging) == ["/", "/a"]
    assert {hit.host for hit in proxy.hits} == {"www.clinic.example"}


def test_what_is_plainly_internal_is_not_asked_of_the_users_proxy_either(serve: Serve, tmp_path: Path) -> None:
    proxy = serve({})
    for start in ("http://localhost:8000/", "http://10.0.0.1/", "https://printer/", f"http://127.0.0.1:{proxy.port}/"):
        what, _, _ = refuse(
            proxy, tmp_path / "run", start=(start,), hosts=(HOST,), pins=(), proxy=f"127.0.0.1:{proxy.port}"
        )
        assert what == "the host has a private address"
    assert proxy.hits == []


def test_a_proxy_may_have_an_ipv6_address(serve: Serve, tmp_path: Path) -> None:
    with listening("::1") as proxy:
        run(None, tmp_path / "run", pins=(), proxy=f"http://{proxy.netloc}")
    assert verdicts(tmp_path / "run") == {"/": "checked"}
    assert f"GET {START}" in proxy.requests


def test_through_the_users_proxy(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page("/a"), "/a": page()})
    crawled = run(server, tmp_path / "run", pins=(), proxy=f"http://jo:s3cret@127.0.0.1:{server.port}")
    assert verdicts(tmp_path / "run") == {"/": "checked", "/a": "checked"}
    assert crawled.coverage.complete
    assert {START, START + "a"} <= {hit.path for hit in server.hits}


def test_a_run_file_that_fails_between_two_pages_ends_the_crawl(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve({"/": page("/a"), "/a": page()})
    lease = Frontier.lease

    def fail_later(frontier: Frontier) -> Lease | None:
        if server.hits:
            raise FileError("cannot use the run file", "made for this test", "nothing")
        return lease(frontier)

    monkeypatch.setattr(Frontier, "lease", fail_later)
    with pytest.raises(FileError, match="made for this test"):
        run(server, tmp_path / "run")
