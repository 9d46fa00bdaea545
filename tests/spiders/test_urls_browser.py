"""One reading of an address: by the parser, by the crawler when it asks, and by the browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from scanner import urls
from spiders.browser import executable, sandboxed
from tests.spiders.browsing import read
from tests.spiders.crawling import HOST, Serve, asked, page, run
from tests.spiders.url_cases import BASES, cases

pytestmark = pytest.mark.browser

NEW_URL = """(cases) => cases.map(([base, text]) => {
    try {
        const url = new URL(text, base);
        return [url.href, url.protocol, url.hostname, url.host, url.pathname, url.search];
    } catch { return null; }
})"""
WEB = ("http:", "https:", "ws:", "wss:")
OF_CHROMIUM = re.compile(r"a b\.test|\|")
"""Where Chromium departs from the standard: it allows blanks in hosts, and escapes `|` in paths."""

ODD = (
    *(
        "/%61",
        "/%zz",
        "/ü?ü=ü",
        "/a b?c d",
        "/a'b?c'd",
        "/{x}",
        "/[x]",
        "/^`",
        "/a;b=c",
        "/x//y",
        "/x/../z",
        "/a:b",
    ),
    *(
        "?only",
        "//clinic.example/y",
        "\\back\\slash",
        "/%2e%2e/up",
        "/&amp;?a=1&amp;b=2",
        "/😀",
        "/*?*",
        "/~x+y",
        "/$,(x)!",
    ),
)


def parts(text: str, base: str) -> list[str] | None:
    """As `NEW_URL` tells them."""
    address = urls.parse(text, base)
    if address is None:
        return None
    query = f"?{address.query}" if address.query else ""
    return [address.href, f"{address.scheme}:", address.host, address.netloc, address.path, query]


def test_addresses_are_read_as_the_browser_reads_them() -> None:
    compared = [case for case in dict.fromkeys(cases()) if not OF_CHROMIUM.search(case[1])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable() or None, chromium_sandbox=sandboxed())
        told = browser.new_page().evaluate(NEW_URL, [list(case) for case in compared])
        browser.close()
    theirs = {case: got if got and got[1] in WEB else None for case, got in zip(compared, told, strict=True)}
    assert {case: parts(case[1], case[0]) for case in compared} == theirs
    joined = {(base, text): urls.join(base, text) for base, text in compared}
    assert joined == {case: got and got[0] for case, got in theirs.items()}
    assert {case[0] for case in compared} == set(BASES)
    assert (len(compared) > 2500, sum(got is None for got in theirs.values()) > 200) == (True, True)


def test_what_the_crawler_asks_for_is_what_the_browser_asks_for(serve: Serve, tmp_path: Path) -> None:
    body = "".join(f'<a href="{text}">x</a>' for text in ODD)
    fetching = "<script>for (const link of document.links) fetch(link.href)</script>"
    pages = {f"{HOST}/": page(body=body + fetching), f"{HOST}/*": page()}
    with serve(pages) as server:
        run(server, tmp_path)
        crawled = set(asked(server)) - {"/"}
        server.hits.clear()
        read(server, HOST, "/")
        seen = {hit.path for hit in server.hits if "gclid=" not in hit.path} - {"/", "/favicon.ico"}
    assert crawled == seen
    assert len(crawled) > len(ODD) - 4


def test_a_page_whose_path_the_browser_spells_otherwise_is_one_page(serve: Serve, tmp_path: Path) -> None:
    pages = {
        f"{HOST}/": page("/face|body", "/face%7Cbody"),
        f"{HOST}/*": page(body="<div id=x></div><script>x</script>"),
    }
    with serve(pages) as server:
        crawled = run(server, tmp_path, render="always")
    coverage = crawled.coverage
    assert (coverage.complete, coverage.checked, coverage.rendered, coverage.unread) == (True, 3, 3, ())
