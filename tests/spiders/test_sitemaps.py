"""Sitemaps: every form of them, and what goes wrong with them."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.server import Reply
from scanner.model import Flaw, Unread
from spiders import sitemaps
from spiders.entries import Kind
from spiders.sitemaps import Listing
from tests.spiders.crawling import CRM_FORM, HOST, START, Serve, asked, moved, page, run, verdicts

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urlset(*paths: str) -> bytes:
    entries = "".join(f"<url><loc>{START}{path}</loc><lastmod>2026-01-02</lastmod></url>" for path in paths)
    return f"{XML}<urlset {NAMESPACE}>{entries}</urlset>".encode()


def index(*paths: str) -> bytes:
    entries = "".join(f"<sitemap><loc>{START}{path}</loc></sitemap>" for path in paths)
    return f"{XML}<sitemapindex {NAMESPACE}>{entries}</sitemapindex>".encode()


def reply(body: bytes, kind: str = "application/xml") -> Reply:
    return Reply(200, {"Content-Type": kind}, body)


@pytest.mark.parametrize(
    "body",
    [
        urlset("a", "b"),
        gzip.compress(urlset("a", "b")),
        b"\xef\xbb\xbf" + urlset("a", "b"),
        f"{START}a\n\n{START}b\n".encode(),
        f"<urlset><url><loc>\n {START}a \n</loc></url><url><loc>{START}b</loc></url></urlset>".encode(),
        b"<br />\n<b>Warning</b>: x in y.php<br />\n" + urlset("a", "b"),
        urlset("a", "b").decode().encode("utf-16"),
    ],
)
def test_every_form_of_sitemap_is_read(body: bytes) -> None:
    assert sitemaps.read(body) == Listing(pages=(START + "a", START + "b"))


def test_an_index_lists_sitemaps() -> None:
    assert sitemaps.read(index("one.xml", "two.xml")) == Listing(sitemaps=(START + "one.xml", START + "two.xml"))


def test_pictures_are_not_pages_but_other_languages_are() -> None:
    body = (
        b'<urlset xmlns:image="i" xmlns:xhtml="x"><url><loc>https://clinic.example/a</loc><image:image><image:loc>'
        b'https://clinic.example/a.png</image:loc></image:image><xhtml:link rel="alternate" hreflang="es" '
        b'href="https://clinic.example/es/a"/></url></urlset>'
    )
    assert sitemaps.read(body) == Listing(pages=("https://clinic.example/a", "https://clinic.example/es/a"))


@pytest.mark.parametrize("body", [b"", b"<html><body>no such page</body></html>", b"nothing", b"<"])
def test_what_is_no_sitemap_is_none(body: bytes) -> None:
    assert sitemaps.read(body) is None


@pytest.mark.parametrize("list_", [f"{START}a?x=1&y=2\n", f"<urlset><url><loc>{START}a?x=1&y=2</loc></url></urlset>"])
def test_an_address_with_a_bare_ampersand_is_read_whole(list_: str) -> None:
    assert sitemaps.read(list_.encode()) == Listing(pages=(START + "a?x=1&y=2",))


def test_what_is_broken_beyond_reading_says_so() -> None:
    assert sitemaps.read(b"\x1f\x8bbroken") == Listing(flaw=Flaw("bad_encoding", "claims gzip, but is not"))


def test_a_list_that_does_not_end_is_truncated() -> None:
    body = f"<urlset><url><loc>{START}a</loc></url><url><loc>{START}cut-o".encode()
    assert sitemaps.read(body) == Listing(pages=(START + "a",), flaw=Flaw("truncated", "the list does not end"))
    assert sitemaps.read(b"<urlset/>") == Listing()


def test_entities_are_neither_loaded_nor_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{n + 1} "&l{n};&l{n};&l{n};&l{n};&l{n};&l{n};&l{n};&l{n};">' for n in range(9))
    for entities in ('<!ENTITY f SYSTEM "file:///etc/passwd">', f'<!ENTITY l0 "x">{laughs}<!ENTITY f "&l9;">'):
        listing = sitemaps.read(f"<!DOCTYPE u [{entities}]><urlset><url><loc>{START}&f;</loc></url></urlset>".encode())
        assert listing in (Listing(pages=(START,)), Listing())


def test_a_cut_sitemap_says_so_and_drops_the_cut_address() -> None:
    packed = gzip.compress(urlset(*(f"page-{n * 7919 % 1000}" for n in range(300))))
    listing = sitemaps.read(packed[: len(packed) // 2])
    assert listing is not None
    assert listing.flaw is not None
    assert listing.flaw.reason == "truncated"
    assert set(listing.pages) <= {f"{START}page-{n}" for n in range(1000)}


def test_a_sitemap_of_too_many_addresses_is_partly_read() -> None:
    listing = sitemaps.read("".join(f"{START}{n}\n" for n in range(50_002)).encode())
    assert listing is not None
    assert len(listing.pages) == 50_000
    assert listing.flaw == Flaw("link_cap", "lists more than 50000 addresses")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_listing_or_none(body: bytes) -> None:
    for start in (b"", b"<urlset>", b"<sitemapindex><sitemap><loc>", b"\x1f\x8b"):
        assert isinstance(sitemaps.read(start + body), Listing | None)


def test_pages_that_only_a_sitemap_knows_are_read(serve: Serve, tmp_path: Path) -> None:
    server = serve({
        "/": page(), "/robots.txt": reply(b"Sitemap: /maps/index.xml\n", "text/plain"),
        "/maps/index.xml": reply(index("maps/one.xml.gz", "maps/lost.xml")),
        "/maps/one.xml.gz": reply(gzip.compress(urlset("alone", "a.pdf")), "application/x-gzip"), "/alone": page(),
        "/sitemap.xml": reply(urlset("usual", "usual#top")), "/usual": page(),
    })  # fmt: skip
    crawled = run(server, tmp_path / "run")
    assert verdicts(tmp_path / "run") == {
        "/": "checked", "/alone": "checked", "/a.pdf": "skipped file", "/usual": "checked",
    }  # fmt: skip
    assert crawled.coverage.complete, "a sitemap that does not exist hides nothing"


@pytest.mark.parametrize(
    "home",
    [
        Reply(404),
        Reply(403, {"cf-mitigated": "challenge"}, b"<title>Just a moment...</title>"),
        reply(b"%PDF-1.7", "application/pdf"),
        reply(b"plain words", "text/plain"),
        Reply(500),
        Reply(204),
    ],
)
def test_a_start_page_without_links_does_not_keep_sitemaps_from_being_read(
    serve: Serve, tmp_path: Path, home: Reply
) -> None:
    server = serve({"/": home, "/alone": page(), "/sitemap.xml": reply(urlset("alone"))})
    run(server, tmp_path / "run")
    assert verdicts(tmp_path / "run")["/alone"] == "checked"
    assert asked(server, errands=True).count("/sitemap.xml") == 1


def test_sitemaps_are_read_where_the_start_page_is_disallowed(serve: Serve, tmp_path: Path) -> None:
    rules = reply(b"User-agent: *\nDisallow: /$\nSitemap: /map.xml\n", "text/plain")
    server = serve({"/": page(), "/alone": page(), "/robots.txt": rules, "/map.xml": reply(urlset("alone"))})
    run(server, tmp_path / "run")
    assert verdicts(tmp_path / "run") == {"/": "unread robots", "/alone": "checked"}


def test_a_host_that_only_sends_on_is_not_asked_for_sitemaps(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": moved(f"http://www.{HOST}/", 301), f"www.{HOST}/": page()})
    run(server, tmp_path / "run")
    assert {hit.host for hit in server.hits if hit.path == "/sitemap.xml"} == {f"www.{HOST}"}


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Reply(500), "http_500"),
        (Reply(403), "http_403"),
        (Reply(200), "not_a_sitemap"),
        (Reply(200, {"Content-Type": "text/html"}, b"<h1>Closed for works</h1>"), "not_a_sitemap"),
        (Reply(200, {"Content-Encoding": "br"}, b"\x0b\x02\x80abc\x03"), "unknown_encoding"),
        (
            Reply(200, {"Content-Type": "text/html", "cf-mitigated": "challenge"}, b"<title>Just a moment...</title>"),
            "bot_challenge",
        ),
    ],
)
def test_a_named_sitemap_that_fails_may_hide_pages(serve: Serve, tmp_path: Path, answer: Reply, reason: str) -> None:
    server = serve({"/": page(), "/robots.txt": reply(b"Sitemap: /map.xml\n", "text/plain"), "/map.xml": answer})
    crawled = run(server, tmp_path / "run")
    assert [(unread.url, unread.reason) for unread in crawled.coverage.unread] == [(START + "map.xml", reason)]


@pytest.mark.parametrize(
    "answer",
    [
        Reply(404),
        Reply(403),
        Reply(200),
        Reply(200, {"Content-Type": "text/html"}, b"<h1>No such page</h1>"),
        moved("https://other.example/"),
        moved("/about"),
    ],
)
def test_where_nobody_names_a_sitemap_there_may_be_none(serve: Serve, tmp_path: Path, answer: Reply) -> None:
    crawled = run(serve({"/": page(), "/about": page(), "/sitemap.xml": answer}), tmp_path / "run")
    assert crawled.coverage.complete


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Reply(503), "http_503"),
        (reply(gzip.compress(urlset("a", "b"))[:-20], "application/gzip"), "truncated"),
        (reply(f"<urlset><url><loc>{START}".encode()), "truncated"),
        (reply(index(*(f"lost{n}.xml" for n in range(205)))), "link_cap"),
        (
            Reply(200, {"Content-Type": "text/html", "cf-mitigated": "challenge"}, b"<title>Wait</title>"),
            "bot_challenge",
        ),
    ],
)
def test_a_sitemap_that_nobody_names_and_that_is_there_may_hide_pages(
    serve: Serve, tmp_path: Path, answer: Reply, reason: str
) -> None:
    coverage = run(serve({"/": page(), "/sitemap.xml": answer}), tmp_path / "run").coverage
    named = [(unread.url, unread.reason) for unread in (*coverage.partial, *coverage.unread)]
    assert named == [(START + "sitemap.xml", reason)]


def test_a_page_that_a_sitemap_leads_to_is_read_as_a_page(serve: Serve, tmp_path: Path) -> None:
    routes = {"/sitemap.xml": moved("/welcome/"), "/welcome/": page("/only-here"), "/only-here": page(body=CRM_FORM)}
    server = serve({"/": page("/welcome/")} | routes)
    crawled = run(server, tmp_path / "run")
    assert verdicts(tmp_path / "run") == {"/": "checked", "/welcome/": "checked", "/only-here": "checked"}
    assert crawled.coverage.complete


def test_a_sitemap_that_is_linked_like_a_page_lists_pages_as_well(serve: Serve, tmp_path: Path) -> None:
    routes = {"/sitemap.xml": moved("/sitemap_index.xml", 301), "/sitemap_index.xml": reply(urlset("only-here"))}
    server = serve({"/": page("/sitemap_index.xml"), "/only-here": page()} | routes)
    run(server, tmp_path / "run")
    assert verdicts(tmp_path / "run") == {"/": "checked", "/sitemap_index.xml": "checked", "/only-here": "checked"}


def test_foreign_addresses_in_a_sitemap_are_left_out(serve: Serve, tmp_path: Path) -> None:
    body = b"<urlset><url><loc>https://other.example/</loc></url><url><loc>ftp://x</loc></url></urlset>"
    run(serve({"/": page(), "/sitemap.xml": reply(body)}), tmp_path / "run")
    assert verdicts(tmp_path / "run") == {"/": "checked"}
    assert verdicts(tmp_path / "run", kinds=(Kind.SITEMAP,)) == {"/sitemap.xml": "checked"}


def test_sitemaps_of_sitemaps_without_end_are_cut_and_named(serve: Serve, tmp_path: Path) -> None:
    maps = {f"/m{n}.xml": reply(index(f"m{n + 1}.xml")) for n in range(20)}
    server = serve({"/": page(), "/sitemap.xml": reply(index("m0.xml"))} | maps)
    crawled = run(server, tmp_path / "run")
    assert crawled.coverage.partial == (Unread(START + "m2.xml", "link_cap", "lists sitemaps of sitemaps of sitemaps"),)
    assert {hit.path for hit in server.hits if hit.path.startswith("/m")} == {"/m0.xml", "/m1.xml", "/m2.xml"}
