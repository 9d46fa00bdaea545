"""Addresses without end are cut and named; long blogs and shops are not."""

from collections import Counter
from http.server import BaseHTTPRequestHandler
from itertools import count
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from demo.server import Reply
from scanner.model import Unread
from spiders.entries import Kind
from spiders.intake import Intake
from spiders.traps import BUDGETS, Pattern, Traps, endless_path, in_order, pattern, without_session, without_time
from tests.spiders.crawling import HOST, START, Serve, asked, page, run, verdicts


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/about/", Pattern("/about/", "")),
        ("/blog/my-10-best-tips", Pattern("/blog/my-10-best-tips", "")),
        ("/2024/05/12/a-plain-slug/", Pattern("/2024/05/12/a-plain-slug/", "")),
        ("/blog/page/7/", Pattern("/blog/page/*", "one")),
        ("/calendar/2024/05/", Pattern("/calendar/*", "one")),
        ("/calendar/2024-05-12", Pattern("/calendar/*", "one")),
        ("/shop/12/product/345", Pattern("/shop/*/product/*", "path")),
        ("/r/9f86d081884c7d659a2feaa0c55ad015", Pattern("/r/*", "path")),
        ("/9f86d081884c7d659a2feaa0c55ad015/about", Pattern("/*/about", "path")),
        ("/?p=123", Pattern("/?p", "one")),
        ("/?x=9f86d081884c7d659a2feaa0c55ad015", Pattern("/?x", "query")),
        ("/events?month=5&year=2024", Pattern("/events?…", "query")),
        ("/shop/7?color=red", Pattern("/shop/*?color", "query")),
    ],
)
def test_an_address_has_a_pattern(address: str, expected: Pattern) -> None:
    path, _, query = address.partition("?")
    assert pattern(path, query) == expected


@pytest.mark.parametrize(
    ("path", "endless"),
    [
        ("/a/b/c/d", ""),
        ("/en/en/about", ""),
        ("/a/a/a", "/…/a/a/…"),
        ("/x/foo/bar/foo/bar/foo/bar", "/…/foo/bar/foo/bar/…"),
        ("/" + "/".join(map(str, range(21))), "/0/… (more than 20 segments)"),
        ("/" + "x" * 2001, "/… (longer than 2000 characters)"),
    ],
)
def test_a_path_that_piles_up_is_endless(path: str, endless: str) -> None:
    assert endless_path(path, "") == endless


def test_budgets_are_kept_for_each_pattern_and_host() -> None:
    traps = Traps()
    held = [traps.pattern("a.example", "/events", f"month={n}&year=2024", 1) for n in range(60)]
    assert held == [""] * 50 + ["a.example/events?…"] * 10
    assert traps.pattern("b.example", "/events", "month=1&year=2024", 1) == ""


def test_far_from_the_start_the_budget_is_small() -> None:
    traps = Traps()
    assert sum(traps.pattern("a.example", f"/page/{n}/", "", 2) == "" for n in range(3000)) == BUDGETS["one"][0]
    assert traps.pattern("a.example", "/page/9999/", "", 9) == "a.example/page/*"


def test_sessions_in_addresses_are_not_part_of_them() -> None:
    sid = "sid=9f86d081884c7d659a2feaa0c55ad015"
    assert without_session("/a;jsessionid=1F2E", f"PHPSESSID=abc&x=1&{sid}") == ("/a", "x=1")
    assert without_session("/(S(lit3py55t21z5v55vlm25s55))/about.aspx", "") == ("/about.aspx", "")


@pytest.mark.parametrize("query", ["sid=1", "session_id=12", "sid=botox", "s_id=2026-11-23"])
def test_a_number_or_a_word_is_no_session(query: str) -> None:
    assert without_session("/book", query) == ("/book", query)


def test_of_parameters_with_one_name_the_order_counts() -> None:
    assert in_order("b=2&a=1") == "a=1&b=2"
    assert in_order("b=1&a=2&a=1") == "a=2&a=1&b=1"


def test_services_by_number_are_pages_of_their_own(serve: Serve, tmp_path: Path) -> None:
    links = ("/book?sid=1", "/book?sid=2", "/list?a=1&a=2", "/list?a=2&a=1")
    run(serve({"/": page(*links), "/book": page(), "/list": page()}), tmp_path / "run")
    assert verdicts(tmp_path / "run") == dict.fromkeys(("/", *links), "checked")


def test_a_script_that_is_asked_for_with_the_time_is_one_script() -> None:
    intake = Intake(frozenset({HOST}), set(), max_depth=15)
    busted = ("js/x.js?v=1763900000123", "js/x.js?v=1763900000987", "js/x.js?0.48213377", "js/x.js?1763900000")
    others = ("js/x.js?widget=8763900000", "js/x.js?v=1.2.3")
    seen: list[str] = []
    for link in (*busted, *others):
        entries, _ = intake.take((START + link,), START, 1, Kind.SCRIPT)
        intake.seen.update(entry.key for entry in entries)
        seen += [entry.url for entry in entries]
    assert seen == [START + link for link in (busted[0], *others)]
    assert without_time(START + busted[2]) == START + "js/x.js"


def test_a_page_that_a_script_asked_for_first_is_still_a_page() -> None:
    intake = Intake(frozenset({HOST}), set(), max_depth=15)
    for kind, expected in ((Kind.FILE, 1), (Kind.SCRIPT, 0), (Kind.PAGE, 1), (Kind.SITEMAP, 1), (Kind.FILE, 0)):
        entries, _ = intake.take((START + "about/",), START, 1, kind)
        intake.seen.update(entry.key for entry in entries)
        assert [(entry.url, entry.kind) for entry in entries] == [(START + "about/", kind)] * expected
    assert intake.take((START + "news/",), START, 1)[0][0].key == START + "news/"
    intake.seen.add(START + "news/")
    assert intake.take((START + "news/",), START, 1, Kind.FILE) == ([], [])


def test_a_blog_of_a_thousand_posts_and_a_shop_of_as_many_are_not_cut() -> None:
    posts = [f"{START}blog/post-about-{word}-{n}" for n in range(250) for word in ("skin", "light", "care", "calm")]
    products = [f"{START}product/{n}" for n in range(1000)]
    intake = Intake(frozenset({HOST}), set(), max_depth=15)
    entries, held = intake.take((*posts, *products), START, 1)
    assert [entry.url for entry in entries] == [*posts, *products]
    assert held == []


def test_a_calendar_without_end_ends(serve: Serve, tmp_path: Path) -> None:
    def month(handler: BaseHTTPRequestHandler) -> Reply:
        asked_for = dict(parse_qsl(handler.path.partition("?")[2]))
        year, number = int(asked_for["year"]), int(asked_for["month"])
        after, before = (f"/cal?month={n % 12}&year={year + n // 12}" for n in (number + 1, number - 1))
        return page(after, before, "/about")

    server = serve({"/": page("/cal?month=5&year=2024", "/about"), "/cal": month, "/about": page()})
    crawled = run(server, tmp_path / "run", max_depth=200)
    assert not crawled.coverage.complete
    (trap,) = crawled.coverage.unread
    assert (trap.reason, trap.detail) == ("trap", "clinic.example/cal?…: 2 addresses like this one")
    assert crawled.coverage.checked == 52


def test_far_pages_are_named_and_not_fetched(serve: Serve, tmp_path: Path) -> None:
    numbers = ["one", "two", "three", "four", "five", "six"]
    server = serve(
        {"/": page("/one")} | {f"/{a}": page(f"/{b}") for a, b in zip(numbers, [*numbers[1:], "one"], strict=True)}
    )
    crawled = run(server, tmp_path / "run", max_depth=4)
    assert crawled.coverage.unread == (Unread(START + "five", "budget", "more than 4 clicks from the start"),)


def test_relative_links_that_pile_up_are_one_trap(serve: Serve, tmp_path: Path) -> None:
    server = serve({f"/{'more/' * n}": page("more/") for n in range(12)})
    crawled = run(server, tmp_path / "run")
    assert asked(server) == ["/", "/more/", "/more/more/"]
    assert [(unread.reason, unread.detail) for unread in crawled.coverage.unread] == [
        ("trap", "clinic.example/…/more/more/…: 1 addresses like this one")
    ]


def test_sessions_and_facets_do_not_multiply_a_site(serve: Serve, tmp_path: Path) -> None:
    numbers = count()
    names = "abcdefgh"

    def shop(handler: BaseHTTPRequestHandler) -> Reply:
        chosen = handler.path.partition("?")[2].split("&")
        facets = ["&".join(sorted({*chosen, f"{name}=1"} - {""})) for name in names]
        return page(*(f"/shop?{facet}" for facet in facets), f"/?PHPSESSID={next(numbers):08x}")

    server = serve({"/": page("/shop"), "/shop": shop})
    crawled = run(server, tmp_path / "run")
    paths = Counter(path.partition("?")[0] for path in asked(server))
    assert paths["/"] == 1
    assert paths["/shop"] <= 1 + len(names) + BUDGETS["query"][0]
    assert {unread.reason for unread in crawled.coverage.unread} == {"trap"}


def test_another_order_of_parameters_is_a_duplicate(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page("/a?x=1&y=2", "/a?y=2&x=1"), "/a": page()})
    crawled = run(server, tmp_path / "run")
    assert verdicts(tmp_path / "run") == {"/": "checked", "/a?x=1&y=2": "checked", "/a?y=2&x=1": "skipped duplicate"}
    assert crawled.coverage.complete


def test_a_run_that_goes_on_remembers_its_traps(serve: Serve, tmp_path: Path) -> None:
    months = [f"/cal?month={n}&year=1" for n in range(60)]
    server = serve({"/": page(*months[:40], "/more"), "/more": page(*months[40:]), "/cal": page()})
    run(server, tmp_path / "run", max_pages=20)
    crawled = run(server, tmp_path / "run", max_pages=500, resume=True)
    assert crawled.coverage.checked == 52
    assert [unread.detail for unread in crawled.coverage.unread] == ["clinic.example/cal?…: 10 addresses like this one"]
