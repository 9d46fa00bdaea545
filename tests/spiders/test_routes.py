"""Pages of which only code speaks: they are read like all others, and where nothing is there, nothing is missing."""

import json
from pathlib import Path

import pytest

from demo.server import Reply
from scanner.scan import Coverage
from spiders.branches import Branches
from spiders.entries import NO_PAGE, Ending, Entry, Finish, Kind, Outcome, Trap
from spiders.frontier import Frontier
from spiders.intake import MAX_ROUTES, Intake
from spiders.options import RenderMode
from tests.spiders.crawling import CRM_FORM, START, Serve, asked, moved, page, run, verdicts

KINDS = (Kind.PAGE, Kind.ROUTE, Kind.SCRIPT)
SCRIPT = {"Content-Type": "text/javascript"}


def script(code: str) -> Reply:
    return Reply(200, SCRIPT, code.encode())


def table(*paths: str) -> Reply:
    """A bundle with a table of these routes."""
    return script(f"const r=[{','.join(f'{{path:{json.dumps(path)},component:A}}' for path in paths)}];")


def app(*paths: str) -> dict[str, Reply]:
    """A start page whose bundle has these routes."""
    return {"/": page(body='<script src="/app.js"></script>'), "/app.js": table(*paths)}


def served(coverage: Coverage) -> tuple[bool, list[tuple[str, str]], dict[str, int]]:
    """What is wrong, without pages that are not rendered because nobody wanted it."""
    unread = [(entry.url.removeprefix(START), entry.reason) for entry in (*coverage.unread, *coverage.partial)]
    return coverage.complete, [gap for gap in unread if gap[1] != "not_rendered"], dict(coverage.skipped)


def test_a_route_is_read_and_leads_on(serve: Serve, tmp_path: Path) -> None:
    server = serve({**app("/book"), "/book": page("/deep", body=CRM_FORM), "/deep": page()})
    crawled = run(server, tmp_path)
    assert verdicts(tmp_path, kinds=KINDS) == {
        "/": "partial not_rendered",
        "/app.js": "checked",
        "/book": "checked",
        "/deep": "checked",
    }
    assert [(t.url, m.value) for t in crawled.traces for m in t.matches] == [(f"{START}book", "AbCdEfGhIjKlMnOpQrSt")]


def test_a_route_that_two_scripts_make_together_is_read_and_both_are_known_when_the_crawl_goes_on(
    serve: Serve, tmp_path: Path
) -> None:
    routes = {
        "/": page(body='<script type="module" src="/app.js"></script>'),
        "/app.js": script('const r=[{path:"book",loadChildren:()=>import("./chunk.js").then(m=>m.r)}];'),
        "/chunk.js": table("online"),
        "/book/online": page(body=CRM_FORM),
    }
    crawled = run(serve(routes), tmp_path)
    assert [t.url for t in crawled.traces if t.matches] == [f"{START}book/online"]
    with Frontier(tmp_path / "run.sqlite") as frontier:
        known = Branches.read(frontier.noted("branches")).known
    assert set(known) == {f"{START}app.js", f"{START}chunk.js"}


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (Reply(404, {"Content-Type": "text/html"}, b"<h1>404 Not found here</h1>"), "skipped no-page"),
        (Reply(410), "skipped no-page"),
        (Reply(405), "skipped no-page"),
        (moved("/gone"), "skipped no-page"),
        (moved("/"), "partial not_rendered"),
        (moved("https://elsewhere.example/"), "skipped out-of-scope"),
        (Reply(200, {"Content-Type": "application/pdf"}, b"%PDF-1.7"), "skipped file"),
        (Reply(500), "unread http_500"),
        (Reply(403), "unread http_403"),
        (Reply(200, {"Content-Type": "text/html"}, b""), "unread empty"),
        (
            Reply(404, {"Content-Type": "text/html"}, b"<!doctype html><div id=a></div><script src=/app.js></script>"),
            "unread http_404",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value.status} {value.headers} {len(value.body)}",
)
def test_what_is_not_there_is_no_page_and_what_cannot_be_read_is_said(
    serve: Serve, tmp_path: Path, answer: Reply, verdict: str
) -> None:
    run(serve({**app("/x"), "/x": answer}), tmp_path)
    assert verdicts(tmp_path, kinds=KINDS)["/x"] == verdict


WORDS = "Welcome to the clinic, and please wait until all of it is here"
SCRIPTED = f'<!doctype html><p>{WORDS}</p><script src="/app.js"></script>'
SENT_ON = "<!doctype html><title>Clinic</title><script>location.replace('/?/' + location.pathname.slice(1))</script>"


@pytest.mark.parametrize(
    ("instead", "ends"),
    [
        (SCRIPTED, ("unread http_404", "unread http_404")),
        (SENT_ON, ("unread http_404", "unread http_404")),
        (
            SCRIPTED.replace(WORDS, "We are sorry that there is no such page here"),
            ("skipped no-page", "unread http_404"),
        ),
        (f"<!doctype html><p>{WORDS}</p>", ("skipped no-page", "unread http_404")),
    ],
    ids=["the application", "a script that sends on", "a page of its own", "nothing that runs"],
)
def test_an_application_that_comes_with_status_404_is_said_for_a_route_and_every_404_for_a_link(
    serve: Serve, tmp_path: Path, instead: str, ends: tuple[str, str]
) -> None:
    html = {"Content-Type": "text/html"}
    front = SCRIPTED.replace("</p>", '</p><a href="/linked"></a>')
    routes = {"/": Reply(200, html, front.encode()), "/app.js": table("/x"), "/*": Reply(404, html, instead.encode())}
    crawled = run(serve(routes), tmp_path)
    got = verdicts(tmp_path, kinds=KINDS)
    assert (got["/x"], got["/linked"]) == ends
    assert not crawled.coverage.complete


def test_routes_that_are_not_there_leave_a_scan_complete(serve: Serve, tmp_path: Path) -> None:
    code = f'<script type=application/json>{{"href":"/x"}}</script>{CRM_FORM}'
    crawled = run(serve({"/": page(body=code)}), tmp_path)
    assert served(crawled.coverage) == (True, [], {"no-page": 1})


def test_routes_that_robots_forbids_are_unread(serve: Serve, tmp_path: Path) -> None:
    robots = Reply(200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /x")
    crawled = run(serve({**app("/x"), "/robots.txt": robots}), tmp_path)
    assert served(crawled.coverage) == (False, [("x", "robots")], {})


def test_what_says_the_same_as_an_address_that_cannot_exist_is_no_page(serve: Serve, tmp_path: Path) -> None:
    nothing = page(title="There is nothing here, try the front page")
    run(serve({**app("/x", "/y"), "/y": page(body="A page"), "/*": nothing}), tmp_path)
    assert verdicts(tmp_path, kinds=KINDS) == {
        "/": "partial not_rendered",
        "/app.js": "checked",
        "/x": "skipped no-page",
        "/y": "checked",
    }


@pytest.mark.parametrize("link_first", [True, False])
def test_a_link_makes_a_route_a_page_whenever_it_is_met(serve: Serve, tmp_path: Path, link_first: bool) -> None:
    there, gone = page(), Reply(404)
    near = ("/there", "/gone") if link_first else ("/far",)
    routes = {
        **app("/there", "/gone"),
        "/": page(*near, body='<script src="/app.js"></script>'),
        "/far": page("/further"),
        "/further": page("/furthest"),
        "/furthest": page("/there", "/gone"),
    }
    crawled = run(serve({**routes, "/there": there, "/gone": gone}), tmp_path)
    ends = verdicts(tmp_path, kinds=(Kind.PAGE,))
    assert (ends["/there"], ends["/gone"]) == ("checked", "unread http_404")
    assert verdicts(tmp_path, kinds=(Kind.ROUTE,)) == {}
    assert served(crawled.coverage) == (False, [("gone", "http_404")], {})


def test_a_link_to_what_a_route_led_to_makes_all_of_it_pages(tmp_path: Path) -> None:
    with Frontier(tmp_path / "run.sqlite") as frontier:
        frontier.enter((Entry("http://c.example/a", "a", Kind.ROUTE),))
        old = frontier.lease()
        assert old is not None
        frontier.finish(
            old,
            Finish(Outcome(Ending.CHECKED, target="b"), (Entry("http://c.example/b", "b", Kind.ROUTE),)),
        )
        new = frontier.lease()
        assert new is not None
        frontier.finish(new, Finish(Outcome(Ending.SKIPPED, NO_PAGE)))
        frontier.enter((Entry("http://c.example/a", "a", Kind.PAGE),))
        assert [(row.key, row.kind, row.ending) for row in frontier.rows()] == [
            ("a", Kind.PAGE, Ending.CHECKED),
            ("b", Kind.PAGE, None),
        ]
        assert (frontier.counts["pending"], frontier.counts[Ending.SKIPPED]) == (1, 0)


def test_a_route_that_is_linked_while_it_is_asked_for_is_asked_for_once_more_as_a_page(tmp_path: Path) -> None:
    with Frontier(tmp_path / "run.sqlite") as frontier:
        frontier.enter((Entry("http://c.example/a", "a", Kind.ROUTE),))
        lease = frontier.lease()
        assert lease is not None
        frontier.enter((Entry("http://c.example/a", "a", Kind.PAGE),))
        frontier.finish(lease, Finish(Outcome(Ending.SKIPPED, NO_PAGE)))
        again = frontier.lease()
        assert again is not None
        assert (again.id, again.kind) == (lease.id, Kind.PAGE)


def test_a_run_that_goes_on_still_knows_its_routes(serve: Serve, tmp_path: Path) -> None:
    server = serve({**app("/a", "/b", "/c"), "/b": page("/c", body=CRM_FORM), "/c": Reply(404)})
    run(server, tmp_path, max_pages=1)
    assert verdicts(tmp_path, kinds=(Kind.ROUTE,)) == {
        "/a": "unread budget",
        "/b": "unread budget",
        "/c": "unread budget",
    }
    run(server, tmp_path, resume=True)
    assert verdicts(tmp_path, kinds=KINDS) == {
        "/": "partial not_rendered",
        "/app.js": "checked",
        "/a": "skipped no-page",
        "/b": "checked",
        "/c": "unread http_404",
    }


def test_routes_that_may_do_something_are_never_asked_for(serve: Serve, tmp_path: Path) -> None:
    traps = (
        "/logout",
        "/sign-out",
        "/account/delete",
        "/cancel-plan",
        "/unsubscribe",
        "/add-to-cart/7",
        "/cart",
        "/optOut",
    )
    calm = ("/cancellation-policy", "/removal-of-tattoos", "/carting", "/buyers-guide")
    server = serve({**app(*traps, *calm), **{path: page() for path in (*traps, *calm)}})
    crawled = run(server, tmp_path)
    assert sorted(asked(server)) == sorted(["/", "/app.js", *calm])
    assert served(crawled.coverage) == (False, [], {"action": len(traps)})


def test_a_link_to_what_was_left_alone_as_a_route_is_followed(serve: Serve, tmp_path: Path) -> None:
    routes = {**app("/cart"), "/": page("/far", body='<script src="/app.js"></script>'), "/far": page("/further")}
    run(serve({**routes, "/further": page("/cart"), "/cart": page()}), tmp_path)
    assert verdicts(tmp_path, kinds=KINDS)["/cart"] == "checked"


def test_the_name_of_the_host_makes_no_route_an_action(serve: Serve, tmp_path: Path) -> None:
    server = serve({"buy.example/": page(body="<script>n({to:'/team'})</script>"), "buy.example/team": page()})
    run(server, tmp_path, start=("http://buy.example/",), hosts=("buy.example",))
    assert verdicts(tmp_path, kinds=KINDS)["http://buy.example/team"] == "checked"


def test_addresses_that_programs_ask_are_no_routes(serve: Serve, tmp_path: Path) -> None:
    code = 'fetch("/api/leads");n("/x");navigate("/api/book");r.push("/wp-json/x");a={to:"/graphql"}'
    server = serve({"/": page(body='<script src="/app.js"></script>'), "/app.js": script(code)})
    run(server, tmp_path)
    assert asked(server) == ["/", "/app.js"]


def test_a_route_with_and_without_its_last_slash_is_one(serve: Serve, tmp_path: Path) -> None:
    server = serve({**app("/team", "/about/"), "/": page("/team/", "/about", body='<script src="/app.js"></script>'),
                    "/team/": page(), "/about": page()})  # fmt: skip
    run(server, tmp_path)
    assert sorted(asked(server)) == ["/", "/about", "/app.js", "/team/"]


def test_a_fragment_that_nothing_reads_is_no_page_of_its_own(serve: Serve, tmp_path: Path) -> None:
    crawled = run(serve({"/": page("#/a", "#!/b", "#c", body=CRM_FORM)}), tmp_path, render=RenderMode.AUTO)
    assert verdicts(tmp_path) == {"/": "checked", "/#/a": "skipped duplicate", "/#!/b": "skipped duplicate"}
    assert served(crawled.coverage) == (True, [], {"duplicate": 2})


def test_without_a_browser_a_fragment_that_a_router_may_read_is_not_wholly_read(serve: Serve, tmp_path: Path) -> None:
    run(serve({"/": page("#/a", body="<script>f()</script>")}), tmp_path)
    assert verdicts(tmp_path) == {"/": "partial not_rendered", "/#/a": "partial not_rendered"}


def test_a_redirect_keeps_the_fragment_that_a_router_reads(serve: Serve, tmp_path: Path) -> None:
    run(serve({"/": page("/old#/a"), "/old": moved("/new"), "/new": page(body="<script>f()</script>")}), tmp_path)
    assert sorted(verdicts(tmp_path)) == ["/", "/new#/a", "/old#/a"]


def test_without_a_browser_no_route_of_an_application_counts_as_read(serve: Serve, tmp_path: Path) -> None:
    shell = page(body='<div id="root"></div><script src="/app.js"></script>')
    run(
        serve({"/*": shell, "/app.js": table("/a", "/b"), "/robots.txt": Reply(404), "/sitemap.xml": Reply(404)}),
        tmp_path,
    )
    assert verdicts(tmp_path, kinds=KINDS) == {
        "/": "partial not_rendered",
        "/app.js": "checked",
        "/a": "partial not_rendered",
        "/b": "partial not_rendered",
    }


def test_of_very_many_routes_the_first_are_asked_for_and_the_rest_is_named() -> None:
    intake = Intake(
        frozenset({"clinic.example"}), set(), 10, routes={f"{START}{number}" for number in range(MAX_ROUTES)}
    )
    entries, held = intake.take((f"{START}one-more",), START, 1, Kind.ROUTE)
    assert (entries, held) == (
        [],
        [Trap(f"more than {MAX_ROUTES} addresses that only code names", f"{START}one-more", 1)],
    )
    assert [entry.url for entry in intake.take((f"{START}7",), START, 1)[0]] == [f"{START}7"]


def test_what_a_route_that_is_no_page_named_is_new_where_a_page_names_it() -> None:
    intake = Intake(frozenset({"clinic.example"}), set(), 10)
    links = (f"{START}about", f"{START}list?b=1&a=2")
    entries, _ = intake.take(links, f"{START}guessed", 1)
    assert intake.take(links, START, 1) == ([], [])
    intake.forget(entries)
    again, held = intake.take(links, START, 1)
    assert ([(entry.url, entry.via, entry.outcome) for entry in again], held) == (
        [(url, START, None) for url in links],
        [],
    )


@pytest.mark.browser
def test_a_linked_route_that_its_server_does_not_know_is_no_missing_page(serve: Serve, tmp_path: Path) -> None:
    front = page("/ask", body='<script src="/app.js"></script>', title="Written ahead, with words of its own")
    shell = page(body='<div id="root"></div><script src="/app.js"></script>', title="Please turn your scripts on")
    code = (
        f"const r=[{{path:'/ask',component:'{CRM_FORM}'}},{{path:'/nothing',component:0}}],"
        "t=r.find(x=>x.path===location.pathname);"
        "if(location.pathname!=='/')document.body.innerHTML=t&&t.component||'<h1>Nothing here</h1>'"
    )
    server = serve({"/": front, "/app.js": script(code), "/*": shell, "/sitemap.xml": Reply(404)})
    crawled = run(server, tmp_path, render=RenderMode.AUTO)
    assert verdicts(tmp_path, kinds=KINDS) == {
        "/": "checked",
        "/app.js": "checked",
        "/ask": "checked",
        "/nothing": "skipped no-page",
    }
    assert served(crawled.coverage) == (True, [], {"no-page": 1})


@pytest.mark.browser
def test_a_linked_page_that_is_missing_in_the_browser_too_is_unread(serve: Serve, tmp_path: Path) -> None:
    nothing = page(body="<script>document.title='x'</script>", title="Nothing was found here, sorry")
    run(serve({"/": page("/gone"), "/*": nothing, "/sitemap.xml": Reply(404)}), tmp_path, render=RenderMode.AUTO)
    assert verdicts(tmp_path) == {"/": "checked", "/gone": "unread soft_404"}


SHELL = '<!doctype html><title>Clinic</title><div id="root"></div><script src="/app.js"></script>'
VIEWS = script(
    "const r=[{path:'/ask',component:'Ask'},{path:'/none',component:'None'}];"
    'const l=\'<a href="/ask">Ask</a> <a href="/lost">Lost</a>\';'
    f"const t={{'/':'<h1>Clinic</h1>'+l,'/ask':'{CRM_FORM}'}}[location.pathname];"
    "document.getElementById('root').innerHTML=t||'<h1>Nothing at '+location.pathname+'</h1>'"
)


def answered(status: int, html: str) -> Reply:
    return Reply(status, {"Content-Type": "text/html"}, html.encode())


@pytest.mark.browser
@pytest.mark.parametrize("front", [200, 404])
def test_an_application_that_comes_with_status_404_is_opened(serve: Serve, tmp_path: Path, front: int) -> None:
    server = serve({"/": answered(front, SHELL), "/app.js": VIEWS, "/*": answered(404, SHELL)})
    crawled = run(server, tmp_path, render=RenderMode.AUTO)
    assert verdicts(tmp_path, kinds=KINDS) == {
        "/": "checked",
        "/app.js": "checked",
        "/ask": "checked",
        "/lost": "unread http_404",
        "/none": "skipped no-page",
    }
    found = {m.value: t.url for t in crawled.traces for m in t.matches if t.url != f"{START}app.js"}
    assert found == {"AbCdEfGhIjKlMnOpQrSt": f"{START}ask"}
    visits = [p for p in asked(server, errands=True) if p.startswith("/unembed-") and "gclid" not in p]
    assert len(visits) == (2 if front == 200 else 1)


@pytest.mark.browser
@pytest.mark.parametrize(
    "changes",
    [
        {"/robots.txt": Reply(200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /unembed-")},
        {"/*": answered(404, SHELL.replace("app.js", "gone.js"))},
    ],
    ids=["nothing to compare it with", "its script is lost"],
)
def test_what_could_not_be_compared_stays_a_gap(serve: Serve, tmp_path: Path, changes: dict[str, Reply]) -> None:
    front = page("/lost", body='<script src="/app.js"></script>')
    routes = {"/": front, "/app.js": table("/x"), "/*": answered(404, SHELL)}
    run(serve(routes | changes), tmp_path, render=RenderMode.AUTO)
    got = verdicts(tmp_path, kinds=KINDS)
    assert (got["/x"], got["/lost"]) == ("unread http_404", "unread http_404")
