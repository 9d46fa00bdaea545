"""Pages that the CRM serves under names of the clinic, with what leads there: from a crawl to findings."""

from collections.abc import Callable
from pathlib import Path

import pytest

from demo.server import SiteServer
from reports.hosted import sentences
from reports.json import load
from scanner.findings import findings
from scanner.inward import Inward, Part, Way
from scanner.links import settled
from scanner.model import Target
from scanner.recognise import Recogniser
from scanner.scan import Finding
from scanner.urls import inward_key
from spiders.crawl import Crawled
from spiders.inwards import packed
from spiders.options import RenderMode
from spiders.scope import hosts_in_scope
from tests.spiders.crawling import HOST, SIGNATURES, Serve, moved, page, run
from unembed.cli import main

START = f"https://{HOST}/"
GO = "go.clinic.example"
CRM = "https://api.leadconnectorhq.com/widget/booking/AbCdEfGhIjKlMnOpQrSt"


def outcome(crawled: Crawled, hosts: tuple[str, ...] = (HOST,)) -> tuple[Finding, ...]:
    recogniser = Recogniser(SIGNATURES, hosts_in_scope(Target((START,), hosts)))
    ends = settled(crawled.ends, crawled.traces, recogniser)
    return findings(crawled.traces, recogniser, ends.ends.ended, inwards=crawled.inwards)


def leading(finding: Finding) -> set[tuple[str, str, str, str, str]]:
    """What leads to a finding: how, in which part, under which words, where, and on which pages."""
    assert finding.linked is not None
    return {
        (one.way, one.part, one.label, one.locator, " ".join(page.removeprefix(START) or "/" for page in one.pages))
        for one in finding.linked.places
    }


@pytest.fixture
def found(site: Callable[[str], SiteServer], tmp_path: Path) -> dict[str, Finding]:
    crawled = run(site("hosted"), tmp_path / "run", start=(START,), insecure=True)
    return {one.placement.pages[0]: one for one in outcome(crawled) if one.signature != "highlevel/page"}


def test_a_page_of_the_site_that_the_crm_serves_tells_what_leads_there(found: dict[str, Finding]) -> None:
    offer = found[f"{START}offer"]
    assert (offer.signature, offer.placement.type, offer.confidence) == ("highlevel/hosted-page", "page", "certain")
    assert offer.linked is not None
    assert (offer.linked.links, offer.linked.pages, offer.linked.redirects, offer.linked.sitemaps) == (6, 2, 1, 1)
    assert leading(offer) == {
        ("link", "menu", "Our offer", "body > header > nav > ul > li:nth-of-type(3) > a", "/ about.html"),
        ("button", "", "Claim it", "a#claim", "/"),
        ("button", "", "Go", "button#go", "/"),
        ("link", "", "the offer", "body > main > p:nth-of-type(2) > a:nth-of-type(1)", "/"),
        ("json-ld", "", "", "head > script", "/"),
        ("canonical", "", "", "head > link", "about.html"),
        ("redirect", "", "", "", "go/offer"),
        ("sitemap", "", "", "loc", "sitemap.xml"),
    }


def test_a_redirect_of_the_site_is_on_every_page_that_leads_to_it(found: dict[str, Finding]) -> None:
    book = found[f"{START}go/book"]
    assert (book.kind, book.how, book.placement.type) == ("calendar", "redirect", "redirect")
    assert set(book.placement.pages) == {f"{START}go/book", START, f"{START}about.html", f"{START}offer"}
    assert leading(book) >= {
        ("link", "", "book online", "a#book", "/"),
        ("link", "", "Book a visit", "body > main > p > a", "about.html"),
    }


def test_pages_of_the_wordpress_plugin_are_found_with_what_leads_there(found: dict[str, Finding]) -> None:
    botox, peel = found[f"{START}botox/"], found[f"{START}tracked/"]
    assert {one.signature for one in (botox, peel)} == {"highlevel/wordpress-page"}
    assert leading(botox) == leading(peel) == {("sitemap", "", "", "loc", "sitemap.xml")}


@pytest.mark.browser
@pytest.mark.parametrize("render", [RenderMode.NEVER, RenderMode.ALWAYS])
def test_a_page_of_the_plugin_in_a_frame_is_one_thing_and_the_frame_leads_there(
    serve: Serve, tmp_path: Path, render: RenderMode
) -> None:
    style = f"{START}wp-content/plugins/leadconnector/public/css/leadconnector-funnel-iframe.css"
    funnel = f'<link rel="stylesheet" href="{style}"><iframe src="https://sites.ludicrous.cloud/x"></iframe>'
    site = serve({"/": page(body="<h1>Home</h1><iframe src=/offer/></iframe>"), "/offer/": page(body=funnel)})
    crawled = run(site, tmp_path / "run", start=(START,), insecure=True, render=render)
    (offer,) = outcome(crawled)
    assert (offer.signature, offer.value) == ("highlevel/wordpress-page", f"{HOST}/offer")
    assert offer.placement.pages == (f"{START}offer/",)
    assert leading(offer) == {("frame", "", "", "body > iframe", "/")}
    assert {piece.page for piece in offer.evidence} == {f"{START}offer/"}


def test_a_name_in_scope_that_is_the_crms_as_a_whole_is_one_finding(
    site: Callable[[str], SiteServer], tmp_path: Path
) -> None:
    hosts = (HOST, GO)
    crawled = run(site("hosted"), tmp_path / "run", start=(START,), hosts=hosts, insecure=True)
    [spring] = [one for one in outcome(crawled, hosts) if one.value == GO]
    assert (spring.placement.type, spring.placement.pages) == (
        "shared", (f"https://{GO}/spring", f"https://{GO}/thanks"),
    )  # fmt: skip
    assert leading(spring) == {
        ("link", "menu", "Spring", "body > header > nav > ul > li:nth-of-type(4) > a", "/ about.html"),
        ("link", "", "Spring glow", "body > main > p:nth-of-type(3) > a", "/"),
        ("json-ld", "", "", "head > script", "/"),
        ("redirect", "", "", "", "go/spring"),
        ("sitemap", "", "", "loc", "sitemap.xml"),
    }


@pytest.mark.browser
def test_what_only_scripts_make_and_open_is_counted(serve: Serve, tmp_path: Path) -> None:
    script = """
        const a = document.createElement('a'); a.href = '/go/book'; a.append('Book'); document.body.append(a);
        document.querySelector('#now').addEventListener('click', () => { location = '/go/' + 'book' });
    """
    body = f'<button id="now">Book now</button><script>{script}</script>'
    server = serve({"/": page("/about", body=body), "/about": page(), "/go/book": moved(CRM)})
    crawled = run(server, tmp_path / "run", start=("http://clinic.example/",), render=RenderMode.AUTO)
    [book] = [one for one in outcome(crawled) if one.how == "redirect"]
    assert leading(book) == {
        ("link", "", "Book", "body > a:nth-of-type(1)", "http://clinic.example/"),
        ("button", "", "Book now", "button#now", "http://clinic.example/"),
    }


def test_http_and_www_are_the_same_page_where_the_site_says_so(serve: Serve, tmp_path: Path) -> None:
    link = '<p><a href="http://www.clinic.example/go/book?utm_source=x">Book</a></p>'
    www = {"www.clinic.example/": moved("http://clinic.example/")}
    server = serve({"/": page("/about", body=link), "/about": page(), "/go/book": moved(CRM)} | www)
    crawled = run(server, tmp_path / "run", start=("http://www.clinic.example/",))
    [book] = outcome(crawled)
    assert leading(book) == {("link", "", "Book", "body > p > a", "http://clinic.example/")}


def test_a_run_that_goes_on_knows_what_earlier_parts_read(serve: Serve, tmp_path: Path) -> None:
    pages = {f"/page-{n}": page("/go/book", f"/page-{n + 1}") for n in range(1, 6)}
    server = serve({"/": page("/page-1"), **pages, "/page-6": page(), "/go/book": moved(CRM)})
    start = ("http://clinic.example/",)
    run(server, tmp_path / "run", start=start, max_pages=4)
    asked = len(server.hits)
    parts = outcome(run(server, tmp_path / "run", start=start, resume=True))
    assert parts == outcome(run(server, tmp_path / "whole", start=start))
    assert not {hit.path for hit in server.hits[asked : asked + 4]} & {"/", "/page-1"}
    [book] = parts
    assert book.linked is not None
    assert (book.linked.links, book.linked.pages) == (5, 5)


def test_what_leads_to_pages_takes_little_room() -> None:
    places = [
        Inward(inward_key(f"{START}{n}"), Way.LINK, Part.MENU, f"Treatment {n}", f"nav > ul > li:nth-of-type({n}) > a")
        for n in range(100)
    ]
    assert len(packed(places)) < 2_500


def test_the_command_line_says_what_to_replace(
    site: Callable[[str], SiteServer], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server, out = site("hosted"), tmp_path / "out"
    pins = [part for pin in server.pins for part in ("--resolve", pin)]
    wishes = ["--insecure", "--no-dns", "--render", "never", "--rate", "200", "--progress", "none", "--host", GO]
    assert main(["crawl", START, "-o", str(out), *wishes, *pins]) == 1
    said = (
        "The CRM serves 3 pages of clinic.example: rebuild them under the same addresses, or replace what leads there "
        "(6 links on 2 pages, 1 redirect and 3 addresses in sitemaps).",
        "All that was read of go.clinic.example comes from the CRM (2 pages): replace 3 links on 2 pages, 1 redirect "
        "and 1 address in sitemaps, then re-point the name.",
    )
    assert sentences(load(out / "scan.json")) == said
    shown = " ".join(capsys.readouterr().out.split())
    assert all(sentence in shown for sentence in said)
    assert "Link ‘Our offer’ in the menu, on " in (out / "report.html").read_text()
