"""Where links out of the site end: every kind of hop, what is broken, what nobody may see, and what is left alone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from demo.server import Reply, SiteServer
from scanner.findings import findings
from scanner.links import links, settled
from scanner.model import Target
from scanner.recognise import Recogniser
from scanner.scan import Finding, LinkNote, Links
from spiders.crawl import Crawled
from spiders.options import RenderMode
from spiders.scope import hosts_in_scope
from tests.spiders.crawling import HOST, SIGNATURES, START, Serve, moved, page, run

ROOT = Path(__file__).parents[2]
FORM = "https://api.leadconnectorhq.com/widget/form/AbCdEfGhIjKlMnOpQrSt"
HTML = {"Content-Type": "text/html"}


def outcome(crawled: Crawled, *, start: tuple[str, ...] = (START,)) -> tuple[tuple[Finding, ...], Links]:
    """What a scan tells of a crawl: its findings, and its links."""
    recogniser = Recogniser(SIGNATURES, hosts_in_scope(Target(start, (HOST,))))
    ends = settled(crawled.ends, crawled.traces, recogniser)
    return findings(crawled.traces, recogniser, ends.ends.ended), links(ends, crawled.traces, recogniser)


def abroad(server: SiteServer) -> list[tuple[str, str]]:
    """What was asked of hosts that are not the site's, but for robots.txt."""
    return [(hit.method, hit.host + hit.path) for hit in server.hits if hit.host != HOST and hit.path != "/robots.txt"]


def short(found: tuple[Finding, ...]) -> set[tuple[str, str, str, str]]:
    return {(one.signature.partition("/")[2], one.value, one.how, one.placement.type) for one in found}


# --- a site with everything -------------------------------------------------------------------------------------------


@pytest.fixture
def everything(site: Callable[[str], SiteServer], tmp_path: Path) -> tuple[SiteServer, Crawled]:
    server = site("links")
    return server, run(server, tmp_path / "run", start=(f"https://{HOST}/",), insecure=True)


def test_every_kind_of_hop_leads_to_the_crm(everything: tuple[SiteServer, Crawled]) -> None:
    found, _ = outcome(everything[1])
    assert short(found) == {
        ("calendar", "ShOrTlInK0000000Cal1", "link", "shared"),
        ("payment-link", "0123456789abcdef01234567", "link", "page"),
        ("calendar", "ReFrEsH000000000Cal2", "link", "page"),
        ("quiz", "MeTaReFrEsH00000Quiz", "link", "page"),
        ("survey", "ScRiPtReDiReCt00Srvy", "link", "page"),
        ("form", "HrEfReDiReCt00000Frm", "link", "page"),
        ("form", "WrApPeD0000000000Frm", "link", "page"),
        ("calendar", "intro-call", "link", "page"),
        ("form", "GoPlUgIn000000000Frm", "redirect", "redirect"),
        ("form", "ClIcKeD0000000000Frm", "link", "page"),
        ("calendar", "AgEnCyHoSt0000000Cal", "link", "page"),
        ("page", "crm.agency.example", "link", "page"),
        ("page", "go.clinic.example", "link", "page"),
        ("page", "go.clinic.example", "link", "file"),
    }


def test_evidence_is_the_link_and_every_hop(everything: tuple[SiteServer, Crawled]) -> None:
    found, _ = outcome(everything[1])
    booking = next(one for one in found if one.value == "ShOrTlInK0000000Cal1")
    home = [piece for piece in booking.evidence if piece.page == f"https://{HOST}/"]
    assert [(piece.seen_in, piece.locator, piece.label, piece.excerpt) for piece in home] == [
        ("html", "a#book", "Book now", '<a id="book" href="https://short.example/book">'),
        ("redirect", "location 301 of https://short.example/book", "",
         "https://short.example/book → https://hops.example/next (301)"),
        ("redirect", "location 302 of https://hops.example/next", "",
         "https://hops.example/next → https://api.leadconnectorhq.com/widget/booking/ShOrTlInK0000000Cal1 (302)"),
    ]  # fmt: skip
    assert booking.placement.pages == tuple(
        f"https://{HOST}/{name}" for name in ("", "friends.html", "treatments.html")
    )


def test_what_is_broken_is_told_apart_from_what_could_not_be_checked(everything: tuple[SiteServer, Crawled]) -> None:
    _, known = outcome(everything[1])
    on = (f"https://{HOST}/treatments.html",)

    def note(url: str, reason: str, label: str, detail: str = "", way: tuple[str, ...] = ()) -> LinkNote:
        return LinkNote(url, reason, detail, way, on, 1, label)

    assert known.broken == (
        note("https://friends.example/missing", "http_404", "Another"),
        note("https://friends.example/gone", "http_410", "An old friend"),
        note("https://hops.example/loop", "redirect_loop", "Round and round",
             "comes back to https://hops.example/loop", ("https://hops.example/loop-2", "https://hops.example/loop")),
    )  # fmt: skip
    assert known.unseen == (
        replace(note("https://walls.example/go/partner", "http_429", "A partner"), may_lead_on=True),
        LinkNote("https://friends.example/portal", "not_rendered", "", (), (f"https://{HOST}/friends.html",), 1,
                 "A page with a script", may_lead_on=True),
        LinkNote("https://hops.example/made-up", "not_rendered", "", (), (f"https://{HOST}/friends.html",), 1,
                 "Made up by a script", may_lead_on=True),
        note("https://walls.example/article-about-sunscreen", "bot_challenge", "An article", "just a moment"),
        note("https://walls.example/in/our-doctor-of-skin", "http_999", "Profile"),
    )  # fmt: skip
    assert known.left == {"action": 2, "harmless": 2, "vendor": 1}


def test_only_reads_and_never_the_crm_itself(everything: tuple[SiteServer, Crawled]) -> None:
    server, crawled = everything
    hosts = {hit.host for hit in server.hits}
    assert {hit.method for hit in server.hits} == {"GET", "HEAD"}
    assert not hosts & {"api.leadconnectorhq.com", "link.fastpaydirect.com", "www.gohighlevel.com", "www.facebook.com"}
    assert not any("logout" in hit.path or "unsubscribe" in hit.path for hit in server.hits)
    assert len(abroad(server)) == len(set(abroad(server))) + 2  # two ways lead to one blog, with HEAD and with GET
    assert crawled.coverage.unfollowed == 3  # what answers 429 and pages that scripts move may lead on, articles do not


def test_a_page_that_only_a_short_link_leads_to_is_read(everything: tuple[SiteServer, Crawled]) -> None:
    assert ("GET", "/hidden.html") in [(hit.method, hit.path) for hit in everything[0].hits if hit.host == HOST]


@pytest.mark.browser
def test_a_page_whose_scripts_make_up_where_it_leads_is_asked_in_the_browser(
    site: Callable[[str], SiteServer], tmp_path: Path
) -> None:
    server = site("links")
    start = (f"https://{HOST}/friends.html",)
    crawled = run(server, tmp_path / "run", start=start, insecure=True, render=RenderMode.AUTO, max_pages=1)
    found, known = outcome(crawled)
    made = next(one for one in found if one.value == "OnLyBrOwSeR000000Frm")
    assert (made.kind, made.how, made.placement.pages) == ("form", "link", start)
    assert made.evidence[1].excerpt == (
        "https://hops.example/made-up → https://api.leadconnectorhq.com/widget/form/OnLyBrOwSeR000000Frm (200)"
    )
    assert {note.url for note in known.unseen} == set()
    assert {hit.method for hit in server.hits} == {"GET", "HEAD"}


def test_a_page_of_the_crm_under_a_name_of_the_clinic_is_found_with_all_that_leads_there(
    everything: tuple[SiteServer, Crawled],
) -> None:
    found, _ = outcome(everything[1])
    hosted = [one for one in found if one.value == "go.clinic.example"]
    assert {(one.kind, one.confidence) for one in hosted} == {("hosted-page", "certain")}
    agencys = next(one for one in found if one.value == "crm.agency.example")
    assert agencys.confidence == "likely"
    assert sorted((one.placement.pages[0], one.evidence[0].locator, one.evidence[0].seen_in) for one in hosted) == [
        (f"https://{HOST}/", "a#offer", "html"),
        (f"https://{HOST}/friends.html", "head > link", "html"),
        (f"https://{HOST}/sitemap.xml", "loc", "file"),
        (f"https://{HOST}/treatments.html", "a#offer-2", "html"),
    ]
    assert {one.evidence[-1].locator for one in hosted} == {"the page https://go.clinic.example/spring"}


def test_a_page_of_the_crm_that_has_hardly_a_word_is_known_without_a_browser(serve: Serve, tmp_path: Path) -> None:
    shell = (
        '<div id="__nuxt"></div><script type="application/json">[{"funnelId":1,"locationId":2}]</script>'
        '<script type="module" src="https://stcdn.leadconnectorhq.com/_preview/0a1b2c3d.js"></script>'
    )
    server = serve({"/": page("http://go.clinic.example/offer"), "go.clinic.example/offer": page(body=shell)})
    found, known = outcome(run(server, tmp_path / "run"))
    assert short(found) == {("page", "go.clinic.example", "link", "page")}
    assert known.unseen == ()


@pytest.mark.parametrize(
    ("markup", "locator"),
    [
        ('<form action="http://a.example/x"><button>Book</button></form>', "body > form"),
        ('<form method="POST" action="http://a.example/x"><button>Send</button></form>', ""),
        ('<button formmethod="get" formaction="http://a.example/x">Book</button>', "body > button"),
        ('<button data-url="http://a.example/x">Book</button>', "body > button"),
        ('<button onclick="location=\'http://a.example/x\'">Book</button>', "body > button"),
        ('<map name="m"><area href="http://a.example/x" alt="Book"></map>', "body > map > area"),
        ('<svg><a xlink:href="http://a.example/x"><text>Book</text></a></svg>', "body > svg > a"),
        ('<iframe srcdoc="<a href=http://a.example/x>Book</a>"></iframe>', "body > iframe >> body > a"),
        ('<meta http-equiv="refresh" content="30; url=http://a.example/x">', "body > meta"),
        ('<script type="application/ld+json">{"@type": "Dentist", "potentialAction": {"@type": "ReserveAction",'
         '"target": {"urlTemplate": "http:\\/\\/a.example/x"}}}</script>', "body > script"),
        ('<script type="application/ld+json">{"@type": "Dentist", "acceptsReservations": "http://a.example/x"}</script>',
         "body > script"),
        ('<script type="application/ld+json">{"@type": "Dentist", "image": "http://a.example/x"}</script>', ""),
        ('<script type="application/ld+json">{"potentialAction": {"image": "http://a.example/x"}}</script>', ""),
        ('<!-- <a href="http://a.example/x">Book</a> -->', ""),
    ],
)  # fmt: skip
def test_wherever_a_page_leads_its_visitors_is_followed(
    serve: Serve, tmp_path: Path, markup: str, locator: str
) -> None:
    server = serve({"/": page(body=markup), "a.example/x": moved(FORM)})
    found, _ = outcome(run(server, tmp_path / "run"))
    assert [one.evidence[0].locator for one in found] == ([locator] if locator else [])
    assert {one.how for one in found} <= {"link", "redirect"}


def test_a_page_that_sends_on_by_a_header_is_followed(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page(Refresh="9; url=http://a.example/x"), "a.example/x": moved(FORM)})
    found, _ = outcome(run(server, tmp_path / "run"))
    assert [(one.how, one.evidence[0].locator) for one in found] == [("redirect", f"refresh 200 of {START}")]


def test_what_a_form_says_to_somebody_who_sends_nothing_is_no_broken_link(serve: Serve, tmp_path: Path) -> None:
    form = '<form action="http://a.example/search"><input name="q"></form>'
    server = serve({"/": page(body=form), "a.example/search": Reply(404)})
    assert outcome(run(server, tmp_path / "run"))[1].broken == ()


# --- manners ----------------------------------------------------------------------------------------------------------


def test_head_is_asked_first_and_a_refusal_of_it_says_nothing(serve: Serve, tmp_path: Path) -> None:
    def refusing(handler: BaseHTTPRequestHandler) -> Reply:
        return Reply(405) if handler.command == "HEAD" else moved(FORM)

    links_ = ("http://a.example/x", "http://b.example/x.pdf")
    paper = Reply(200, {"Content-Type": "application/pdf"}, b"%PDF-1.7")
    server = serve({"/": page(*links_), "a.example/x": refusing, "b.example/x.pdf": paper})
    found, known = outcome(run(server, tmp_path / "run"))
    assert short(found) == {("form", "AbCdEfGhIjKlMnOpQrSt", "link", "page")}
    assert sorted(abroad(server)) == [("GET", "a.example/x"), ("HEAD", "a.example/x"), ("HEAD", "b.example/x.pdf")]
    assert (known.checked, known.broken, known.unseen) == (2, (), ())


def test_a_site_that_sends_round_for_a_cookie_is_no_circle(serve: Serve, tmp_path: Path) -> None:
    def baking(handler: BaseHTTPRequestHandler) -> Reply:
        known = "seen=1" in handler.headers.get("Cookie", "") and handler.headers["Host"].startswith("a.")
        return moved(FORM) if known else Reply(302, {"Location": "/x", "Set-Cookie": "seen=1"})

    hosts = ("a.example/x", "b.example/x")
    server = serve({"/": page(*(f"http://{host}" for host in hosts))} | dict.fromkeys(hosts, baking))
    found, known = outcome(run(server, tmp_path / "run"))
    assert short(found) == {("form", "AbCdEfGhIjKlMnOpQrSt", "link", "page")}
    assert [(note.url, note.reason) for note in known.broken] == [("http://b.example/x", "redirect_loop")]


def test_that_a_link_is_broken_is_asked_with_get(serve: Serve, tmp_path: Path) -> None:
    def lying(handler: BaseHTTPRequestHandler) -> Reply:
        return moved("/missing") if handler.command == "HEAD" else moved(FORM)

    server = serve({"/": page("http://a.example/x", "http://b.example/x"), "a.example/x": lying,
                    "b.example/x": moved("/missing")})  # fmt: skip
    found, known = outcome(run(server, tmp_path / "run"))
    assert short(found) == {("form", "AbCdEfGhIjKlMnOpQrSt", "link", "page")}
    assert [(note.url, note.reason) for note in known.broken] == [("http://b.example/x", "http_404")]
    assert len(abroad(server)) == len(set(abroad(server)))


def test_head_is_not_believed_where_the_address_is_there_to_lead_on(serve: Serve, tmp_path: Path) -> None:
    def lying(handler: BaseHTTPRequestHandler) -> Reply:
        return Reply(200, {"Content-Type": "application/json"}) if handler.command == "HEAD" else moved(FORM)

    server = serve({"/": page("http://bit.ly/3aBcD", "http://a.example/data"), "bit.ly/3aBcD": lying,
                    "a.example/data": lying})  # fmt: skip
    found, _ = outcome(run(server, tmp_path / "run"))
    assert short(found) == {("form", "AbCdEfGhIjKlMnOpQrSt", "link", "page")}
    assert ("GET", "a.example/data") not in abroad(server)


def test_a_page_that_is_gone_and_leads_on_is_broken_unless_it_leads_to_the_crm(serve: Serve, tmp_path: Path) -> None:
    def gone(to: str) -> Reply:
        return Reply(404, HTML, f'<meta http-equiv="refresh" content="3; url={to}">'.encode())

    server = serve({"/": page("http://a.example/x", "http://b.example/x"), "a.example/x": gone(FORM),
                    "b.example/x": gone("/"), "b.example/": page()})  # fmt: skip
    found, known = outcome(run(server, tmp_path / "run"))
    assert short(found) == {("form", "AbCdEfGhIjKlMnOpQrSt", "link", "page")}
    assert [(note.url, note.reason) for note in known.broken] == [("http://b.example/x", "http_404")]


def test_names_and_passwords_in_a_link_are_not_sent(serve: Serve, tmp_path: Path) -> None:
    told: list[str] = []

    def listening(handler: BaseHTTPRequestHandler) -> Reply:
        told.append(str(handler.headers))
        return moved("http://user:password@b.example/y")

    body = '<p><a href="http://user:password@a.example/x">Book</a></p>'
    server = serve({"/": page(body=body), "a.example/x": listening, "b.example/y": moved(FORM)})
    crawled = run(server, tmp_path / "run")
    assert short(outcome(crawled)[0]) == {("form", "AbCdEfGhIjKlMnOpQrSt", "link", "page")}
    assert crawled.coverage.complete
    assert not any("Authorization" in text for text in told)


def test_robots_txt_of_the_other_host_is_obeyed(serve: Serve, tmp_path: Path) -> None:
    robots = Reply(200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /")
    server = serve({"/": page("http://a.example/articles/skin"), "a.example/robots.txt": robots})
    crawled = run(server, tmp_path / "run")
    assert abroad(server) == []
    assert [(note.url, note.reason) for note in outcome(crawled)[1].unseen] == [
        ("http://a.example/articles/skin", "robots")
    ]
    assert crawled.coverage.complete


def test_a_short_link_that_may_not_be_asked_is_a_gap(serve: Serve, tmp_path: Path) -> None:
    robots = Reply(200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /")
    server = serve({"/": page("http://bit.ly/3aBcD"), "bit.ly/robots.txt": robots})
    crawled = run(server, tmp_path / "run")
    assert (crawled.coverage.complete, crawled.coverage.unfollowed) == (False, 1)


def test_a_host_that_asks_to_wait_is_waited_for(serve: Serve, tmp_path: Path) -> None:
    asked: list[float] = []

    def busy(handler: BaseHTTPRequestHandler) -> Reply:
        asked.append(time.monotonic())
        return Reply(429, {"Retry-After": "1"}) if len(asked) < 3 else moved(FORM)

    server = serve({"/": page("http://a.example/x"), "a.example/x": busy})
    found, _ = outcome(run(server, tmp_path / "run"))
    assert short(found) == {("form", "AbCdEfGhIjKlMnOpQrSt", "link", "page")}
    assert asked[2] - asked[1] >= 0.95


def test_logins_and_headers_of_the_user_stay_at_home(serve: Serve, tmp_path: Path) -> None:
    told: list[str] = []

    def listening(handler: BaseHTTPRequestHandler) -> Reply:
        told.append(str(handler.headers))
        return Reply(200, HTML, b"<p>Fine</p>")

    server = serve({"/": page("http://a.example/x"), "a.example/x": listening, "a.example/robots.txt": listening})
    run(server, tmp_path / "run", headers=(("X-Pass", "secret"),), auth=("user", "password"))
    assert len(told) == 3
    assert not any("secret" in text or "Authorization" in text for text in told)


def test_private_addresses_are_not_asked(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page("http://127.0.0.2/x", "http://a.example/x"), "a.example/x": moved("http://10.0.0.1/")})
    crawled = run(server, tmp_path / "run")
    assert [(note.url, note.reason) for note in outcome(crawled)[1].unseen] == [
        ("http://127.0.0.2/x", "blocked_by_policy"), ("http://a.example/x", "blocked_by_policy"),
    ]  # fmt: skip
    assert crawled.coverage.complete


def test_certificates_are_looked_at(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page("https://a.example/x"), "a.example/x": page()})
    assert [note.reason for note in outcome(run(server, tmp_path / "run"))[1].broken] == ["tls"]


def test_links_beyond_the_budget_are_named_and_a_larger_one_goes_on(serve: Serve, tmp_path: Path) -> None:
    hosts = [f"http://friend{n}.example/about-us" for n in range(5)]
    routes = {f"friend{n}.example/about-us": page() for n in range(5)}
    server = serve({"/": page(*hosts)} | routes)
    crawled = run(server, tmp_path / "run", max_links=2)
    known = outcome(crawled)[1]
    assert (known.checked, [note.reason for note in known.unseen]) == (2, ["budget"] * 3)
    assert (crawled.coverage.complete, crawled.coverage.unfollowed) == (False, 3)
    before = len(abroad(server))
    crawled = run(server, tmp_path / "run", max_links=9, resume=True)
    known = outcome(crawled)[1]
    assert (known.checked, known.unseen, crawled.coverage.complete) == (5, (), True)
    assert (before, len(abroad(server))) == (4, 10)


def test_each_address_is_asked_once_and_a_finished_run_asks_nothing(serve: Serve, tmp_path: Path) -> None:
    link = "http://a.example/x"
    pages = {f"/{n}": page(link, f"{link}#part-{n}") for n in range(5)}
    server = serve({"/": page(*pages)} | pages | {"a.example/x": moved(FORM)})
    first = outcome(run(server, tmp_path / "run"))
    assert abroad(server) == [("HEAD", "a.example/x")]
    assert outcome(run(server, tmp_path / "run", resume=True)) == first
    assert abroad(server) == [("HEAD", "a.example/x")]


def test_what_the_query_says_tells_links_apart_and_is_not_told(serve: Serve, tmp_path: Path) -> None:
    def counting(handler: BaseHTTPRequestHandler) -> Reply:
        return moved(FORM) if "id=1" in handler.path else Reply(200, HTML, b"<p>Fine</p>")

    body = (
        '<p><a id="one" href="http://a.example/c?id=1">1</a></p><p><a id="two" href="http://a.example/c?id=2">2</a></p>'
    )
    server = serve({"/": page(body=body), "a.example/c": counting})
    found, _ = outcome(run(server, tmp_path / "run"))
    assert [(piece.locator, piece.excerpt) for piece in found[0].evidence] == [
        ("a#one", '<a id="one" href="http://a.example/c?id=">'),
        ("location 302 of http://a.example/c?id=", f"http://a.example/c?id= → {FORM} (302)"),
    ]
    assert len(found) == 1


@pytest.mark.kill
def test_a_run_that_is_killed_while_it_follows_links_goes_on(serve: Serve, tmp_path: Path) -> None:
    names = [f"friend{n}.example" for n in range(40)]
    routes = {f"{name}/x": moved(f"https://api.leadconnectorhq.com/widget/form/KiLlEd{n:010d}FrmX", Vary="x")
              for n, name in enumerate(names)}  # fmt: skip
    slow = {place: Reply(reply.status, reply.headers, reply.body, 0.05) for place, reply in routes.items()}
    server = serve({"/": page(*(f"http://{name}/x" for name in names))} | slow)
    folder = tmp_path / "killed"
    folder.mkdir()
    for goal in (10, 25, 45):
        command = [sys.executable, "-m", "tests.spiders.killed_crawl", str(folder), *server.pins]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        crawl = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, env=environment)
        while len(abroad(server)) < goal and crawl.poll() is None:
            time.sleep(0.002)
        crawl.send_signal(signal.SIGKILL)
        crawl.wait()
    whole = outcome(run(server, tmp_path / "whole"))
    assert outcome(run(server, folder, resume=True)) == whole
    assert len(whole[0]) == 40
