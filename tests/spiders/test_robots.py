"""robots.txt: obeyed, capped, and never a licence when it cannot be read."""

import gzip
import time
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.server import Reply
from scanner.model import Unread
from spiders import robots
from tests.spiders.crawling import HOST, START, Serve, asked, moved, page, run, verdicts

URL = START + "robots.txt"


def text(content: str, **more: object) -> Reply:
    return Reply(200, {"Content-Type": "text/plain"}, content.encode(), **more)  # type: ignore[arg-type] # a delay


def test_rules_for_us_go_before_rules_for_all() -> None:
    rules = robots.read(URL, 200, b"User-agent: *\nDisallow: /\n\nUser-agent: unembed\nDisallow: /private/\n", "")
    assert rules.allows(START + "a")
    assert not rules.allows(START + "private/a")


def test_sitemaps_are_absolute_and_the_delay_is_capped() -> None:
    content = b"Sitemap: /map.xml\nSitemap: https://clinic.example/b.xml\nUser-agent: *\nCrawl-delay: 600\n"
    rules = robots.read(URL, 200, content, "text/plain")
    assert (rules.sitemaps, rules.delay) == ((START + "map.xml", "https://clinic.example/b.xml"), 10.0)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_no_robots_txt_allows_everything(status: int) -> None:
    assert robots.read(URL, status, b"User-agent: *\nDisallow: /\n", "") == robots.ALLOW_ALL


@pytest.mark.parametrize("status", [429, 500, 503, 599])
def test_a_robots_txt_that_fails_allows_nothing(status: int) -> None:
    assert robots.read(URL, status, b"", "").refusal == ("robots_unreachable", f"robots.txt answered {status}")


def test_only_the_first_500_kib_count() -> None:
    content = b"User-agent: *\nDisallow: /early\n" + b"#" * robots.MAX_BYTES + b"\nDisallow: /late\n"
    rules = robots.read(URL, 200, content, "")
    assert not rules.allows(START + "early")
    assert rules.allows(START + "late")


@given(content=st.binary(max_size=400), kind=st.sampled_from(["", "text/html", "text/plain; charset=utf-16", "x"]))
def test_any_bytes_give_rules(content: bytes, kind: str) -> None:
    assert robots.read(URL, 200, b"User-agent: *\nDisallow:" + content, kind).refusal is None


def test_what_is_disallowed_is_not_asked_for_and_named(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page("/open", "/private/a"), "/open": page(), "/private/a": page(),
                    "/robots.txt": text("User-agent: *\nDisallow: /private/\n")})  # fmt: skip
    crawled = run(server, tmp_path / "run")
    assert crawled.coverage.unread == (Unread(START + "private/a", "robots", "robots.txt does not allow it"),)
    assert not crawled.coverage.complete
    assert asked(server) == ["/", "/open"]


def test_a_site_whose_robots_txt_fails_is_not_read(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page(), "/robots.txt": Reply(503)})
    crawled = run(server, tmp_path / "run")
    assert crawled.coverage.unread == (Unread(START, "robots_unreachable", "robots.txt answered 503"),)
    assert asked(server) == []


def test_a_robots_txt_without_end_is_cut_and_obeyed(serve: Serve, tmp_path: Path) -> None:
    endless = b"User-agent: *\nDisallow: /private\n" + b"# nothing\n" * 400_000
    packed = Reply(200, {"Content-Type": "x/y", "Content-Encoding": "gzip"}, gzip.compress(endless))
    plain = Reply(200, {"Content-Type": "x/y"}, endless)
    for name, reply in (("packed", packed), ("plain", plain)):
        server = serve({"/": page("/private"), "/private": page(), "/robots.txt": reply})
        run(server, tmp_path / name)
        assert verdicts(tmp_path / name) == {"/": "checked", "/private": "unread robots"}


def test_a_robots_txt_may_move_within_the_site(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page("/private"), "/robots.txt": moved(f"http://www.{HOST}/rules.txt"),
                    f"www.{HOST}/rules.txt": text("User-agent: *\nDisallow: /private\n")})  # fmt: skip
    run(server, tmp_path / "run")
    assert verdicts(tmp_path / "run") == {"/": "checked", "/private": "unread robots"}


def test_a_robots_txt_on_another_host_allows_nothing(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page("/a"), "/a": page(), "/robots.txt": moved("https://other.example/robots.txt")})
    crawled = run(server, tmp_path / "run")
    why = "robots.txt leads to another host, other.example"
    assert crawled.coverage.unread == (Unread(START, "robots_unreachable", why),)


def test_of_a_host_that_only_leads_elsewhere_the_redirects_are_read(serve: Serve, tmp_path: Path) -> None:
    def forward(handler: BaseHTTPRequestHandler) -> Reply:
        return moved(f"https://link.agency-crm.example{handler.path}")

    book = f"book.{HOST}"
    form = "/widget/form/AbCdEfGhIjKlMnOpQrSt"
    server = serve({"/": page(f"http://{book}{form}")} | {f"{book}{p}": forward for p in ("/", form, "/robots.txt")})
    crawled = run(server, tmp_path / "run", hosts=(HOST, book))
    found = {traces.url: [match.signature for match in traces.matches] for traces in crawled.traces}
    assert found[f"http://{book}{form}"] == ["highlevel/form"]
    assert crawled.coverage.complete


def test_the_crawl_delay_is_kept(serve: Serve, tmp_path: Path) -> None:
    times: list[float] = []

    def note(_: BaseHTTPRequestHandler) -> Reply:
        times.append(time.monotonic())
        return page("/a", "/b")

    rules = text("User-agent: *\nCrawl-delay: 0.5\n")
    server = serve({"/": note, "/a": note, "/b": note, "/robots.txt": rules})
    run(server, tmp_path / "run")
    gaps = [after - before for before, after in pairwise(times)]
    assert len(gaps) == 2
    assert min(gaps) > 0.3
