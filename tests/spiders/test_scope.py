"""Which addresses are the site's, and what its pages and hosts say about where their links lead."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.server import Reply
from scanner.model import Target
from scanner.urls import parse
from spiders.hosts import as_seconds
from spiders.scope import Origins, hosts_in_scope, www_twin
from tests.spiders.crawling import CRM_FORM, HOST, START, Serve, asked, moved, page, run, verdicts


@pytest.mark.parametrize(
    ("netloc", "twin"),
    [
        ("clinic.example", "www.clinic.example"),
        ("www.clinic.example", "clinic.example"),
        ("clinic.example:8443", "www.clinic.example:8443"),
        ("www.clinic.example:8443", "clinic.example:8443"),
        ("shop.clinic.example", "www.shop.clinic.example"),
        ("www.example", ""),
        ("www.localhost:8000", ""),
        ("localhost", ""),
        ("localhost:8000", ""),
        ("127.0.0.1", ""),
        ("127.0.0.1:8000", ""),
        ("[::1]", ""),
        ("[::1]:8000", ""),
    ],
)
def test_a_name_has_a_twin_on_the_same_port_and_an_address_has_none(netloc: str, twin: str) -> None:
    assert www_twin(netloc) == twin
    assert hosts_in_scope(Target((), (netloc,))) == {netloc, twin} - {""}


def test_another_port_is_another_site(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page("http://clinic.example:8080/a", "http://www.clinic.example/b", "/c"), "/c": page(),
                    f"www.{HOST}/b": page()})  # fmt: skip
    run(server, tmp_path / "run")
    assert verdicts(tmp_path / "run") == {"/": "checked", "http://www.clinic.example/b": "checked", "/c": "checked"}


def test_a_host_whose_front_page_sends_on_keeps_pages_of_its_own(serve: Serve, tmp_path: Path) -> None:
    go = f"go.{HOST}"
    routes = {"/": page(f"http://{go}/book"), f"{go}/": moved(START, 301), f"{go}/book": page(body=CRM_FORM)}
    server = serve(routes | {"/book": page()})
    crawled = run(server, tmp_path / "run", start=(f"http://{go}/", START), hosts=(HOST, go))
    assert verdicts(tmp_path / "run") == {"/": "checked", f"http://{go}/": "checked", f"http://{go}/book": "checked"}
    assert sum(len(traces.matches) for traces in crawled.traces) == 1


@pytest.mark.parametrize(
    ("before", "after", "learned"),
    [
        ("http://clinic.example/", "https://clinic.example/", True),
        ("http://clinic.example/", "https://www.clinic.example/", True),
        ("https://www.clinic.example/a", "https://clinic.example/a", True),
        ("http://go.clinic.example/", "http://clinic.example/", False),
        ("http://clinic.example/", "http://clinic.example:8080/", False),
        ("http://clinic.example/", "https://clinic.example/home", False),
    ],
)
def test_only_the_names_of_one_site_stand_for_each_other(before: str, after: str, learned: bool) -> None:
    first, second = parse(before), parse(after)
    assert first is not None
    assert second is not None
    assert Origins().learn(first, second) is learned


def test_a_private_host_that_the_user_typed_is_read(serve: Serve, tmp_path: Path) -> None:
    server = serve({"*/": page("/a"), "*/a": page()})
    crawled = run(server, tmp_path / "run", start=(f"http://localhost:{server.port}/",),
                  hosts=(f"localhost:{server.port}",), pins=())  # fmt: skip
    assert (crawled.coverage.complete, crawled.coverage.checked) == (True, 2)


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("/deep/er/", {"/", "/deep/er/a", "/b"}),
        ("http://www.clinic.example/x/", {"/", "http://www.clinic.example/x/a", "http://www.clinic.example/b"}),
        ("https://elsewhere.example/", {"/"}),
        ("javascript:alert(1)", {"/", "/a", "/b"}),
        ("http://[", {"/", "/a", "/b"}),
    ],
)
def test_links_are_read_from_the_base_of_the_page(serve: Serve, tmp_path: Path, base: str, expected: set[str]) -> None:
    home = Reply(
        200, {"Content-Type": "text/html"}, f'<base href="{base}"><a href="a">a</a><a href="/b">b</a>'.encode()
    )
    run(serve({"/": home}), tmp_path / "run")
    assert set(verdicts(tmp_path / "run")) == expected


def test_a_redirect_chain_of_ten_is_followed_and_one_of_eleven_is_named(serve: Serve, tmp_path: Path) -> None:
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]
    chain = {f"/{word}": moved(f"/{after}") for word, after in pairwise(words)}
    server = serve({"/": page("/one"), "/eleven": page()} | chain)
    run(server, tmp_path / "ten")
    assert verdicts(tmp_path / "ten")["/one"] == "checked"
    server = serve({"/": page("/zero"), "/eleven": page()} | chain)
    run(server, tmp_path / "eleven")
    assert verdicts(tmp_path / "eleven")["/zero"] == "unread too_many_redirects"
    assert "/eleven" not in asked(server)


def test_a_budget_that_ran_out_is_never_complete(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page("/a", "/b", "/c")} | {f"/{name}": page() for name in "abc"})
    crawled = run(server, tmp_path / "run", max_pages=2)
    assert (crawled.coverage.complete, crawled.coverage.checked) == (False, 2)
    assert [(unread.url, unread.reason) for unread in crawled.coverage.unread] == [
        (START + "b", "budget"),
        (START + "c", "budget"),
    ]
    assert len(asked(server)) == 2


def test_a_host_says_in_seconds_or_as_a_date_how_long_to_wait() -> None:
    assert as_seconds(" 120 ") == 120
    assert as_seconds("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert as_seconds("Fri, 31 Dec 9999 23:59:59 GMT") > 1e9
    assert as_seconds("soon") == as_seconds("²") == as_seconds("-1") == as_seconds("") == 5


@given(st.text(max_size=40))
def test_whatever_a_host_says_is_some_number_of_seconds(text: str) -> None:
    assert as_seconds(text) >= 0
