"""Addresses as browsers read them, and identities of pages."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scanner import urls

BASE = "https://clinic.example/a/b?x=1#f"

RESOLVED = {
    "http://EXAMPLE.test": "http://example.test/",
    "HTTPS://A.TEST/X": "https://a.test/X",
    "https://clinic.example:443/": "https://clinic.example/",
    "http://clinic.example:80/": "http://clinic.example/",
    "https://clinic.example:80/": "https://clinic.example:80/",
    "http://a.test:/": "http://a.test/",
    "http:/path": "http://path/",
    "https:/path": "https://clinic.example/path",
    "https:path": "https://clinic.example/a/path",
    "//cdn.test/x": "https://cdn.test/x",
    "///cdn.test/x": "https://cdn.test/x",
    "https:///cdn.test/x": "https://cdn.test/x",
    "http:////a.test": "http://a.test/",
    "\\\\cdn.test\\x": "https://cdn.test/x",
    "/\\cdn.test": "https://cdn.test/",
    "\\x": "https://clinic.example/x",
    "https:\\\\cdn.test\\x": "https://cdn.test/x",
    "  https://cdn.test/x \n": "https://cdn.test/x",
    "\thttps://cdn.te\nst/x": "https://cdn.test/x",
    "https://cdn.test/a b": "https://cdn.test/a%20b",
    "https://cdn.test/%61": "https://cdn.test/%61",
    "https://cdn.test/ü?ü#ü": "https://cdn.test/%C3%BC?%C3%BC#%C3%BC",
    "https://cdn.test?q": "https://cdn.test/?q",
    "https://cdn.test#f": "https://cdn.test/#f",
    "https://bücher.test/": "https://xn--bcher-kva.test/",
    "https://faß.test/": "https://xn--fa-hia.test/",
    "https://ＡＢＣ.test/": "https://abc.test/",
    "https://user:pw@cdn.test/x": "https://user:pw@cdn.test/x",
    "https://clinic.example@evil.test/": "https://clinic.example@evil.test/",
    "https://evil.test\\@clinic.example/": "https://evil.test/@clinic.example/",
    "?q=2": "https://clinic.example/a/b?q=2",
    "#top": "https://clinic.example/a/b?x=1#top",
    "": "https://clinic.example/a/b?x=1",
    ".": "https://clinic.example/a/",
    "..": "https://clinic.example/",
    "../../../x": "https://clinic.example/x",
    "./x/./y/../z": "https://clinic.example/a/x/z",
    "/x/%2e%2e/y": "https://clinic.example/y",
    "http://127.1/": "http://127.0.0.1/",
    "http://0x7f000001/": "http://127.0.0.1/",
    "http://2130706433/": "http://127.0.0.1/",
    "http://0177.0.0.1/": "http://127.0.0.1/",
    "http://127.0.0.1.:8000/": "http://127.0.0.1:8000/",
    "http://[::1]/": "http://[::1]/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]/": "http://[::ffff:7f00:1]/",
    "http://a%2etest/": "http://a.test/",
    "http://a_b.test/": "http://a_b.test/",
    "http://a.test/\x00": "http://a.test/",
    "http://a.test/\ud800": "http://a.test/%EF%BF%BD",
    "ws://a.test:80/s": "ws://a.test/s",
    "wss://a.test/s": "wss://a.test/s",
}
NO_ADDRESS = [
    *("mailto:a@b.test", "tel:+15555550100", "javascript:void(0)", "java\nscript:alert(1)", "data:text/html,x"),
    *("ftp://a.test/", "file:///etc/passwd", "about:blank", "blob:https://a.test/x", "view-source:https://a.test/"),
    *("x:y", "//", "https://", "https://?x", "http://[::1", "http://1.2.3.4.5/", "http://256.1.1.1/"),
    *("http://a.test:65536/", "http://a%00.test/", "http://a b.test/", "http://a<b.test/"),
]


@pytest.mark.parametrize(("text", "href"), RESOLVED.items())
def test_an_address_resolves_as_in_a_browser(text: str, href: str) -> None:
    address = urls.parse(text, BASE)
    assert address is not None
    assert (address.href, urls.join(BASE, text)) == (href, href)


@pytest.mark.parametrize("text", NO_ADDRESS)
def test_what_a_browser_would_not_fetch_is_no_address(text: str) -> None:
    assert (urls.parse(text, BASE), urls.join(BASE, text)) == (None, None)


def test_an_address_is_taken_apart() -> None:
    assert urls.parse("https://u:p@Clinic.Example:8443/a/B?c=D#e") == urls.Address(
        href="https://u:p@clinic.example:8443/a/B?c=D#e",
        scheme="https",
        host="clinic.example",
        port=8443,
        netloc="clinic.example:8443",
        path="/a/B",
        query="c=D",
    )
    assert urls.parse("ws://[::1]/") == urls.Address("ws://[::1]/", "ws", "[::1]", 80, "[::1]", "/", "")


REFERENCES = st.lists(
    st.sampled_from(
        [
            *("http:", "https:", "//", "/", "\\", "a.test", "A.test", "[::1]", "127.1", "0x7f", ":80", ":", "@"),
            *("u:p@", "x", "?", "#", "..", ".", "%2e", "%00", "%", " ", "\t", "\0", "\ud800", "ü", "javascript:"),
        ]
    ),
    max_size=8,
).map("".join)


@given(st.just("https://a.test/b/") | REFERENCES | st.text(), REFERENCES | st.text())
@example("http://a", "\ud800")
@example("http://a.test/", "//[")
def test_no_text_breaks_the_parser(base: str, text: str) -> None:
    joined = urls.join(base, text)
    address = urls.parse(text, base)
    if base:
        assert (address.href if address else None) == joined


@given(st.text(max_size=30).map("https://a.test/".__add__))
def test_parsing_is_idempotent(text: str) -> None:
    address = urls.parse(text)
    assert address is not None
    assert urls.parse(address.href) == address


@pytest.mark.parametrize(
    ("host", "suffix", "matches"),
    [
        ("x.test", "x.test", True),
        ("a.b.x.test", "x.test", True),
        ("ax.test", "x.test", False),
        ("x.test", "a.x.test", False),
        ("x.test.evil.example", "x.test", False),
    ],
)
def test_a_host_matches_by_whole_names(host: str, suffix: str, matches: bool) -> None:
    assert urls.host_matches(host, suffix) is matches


# --- identities ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("href", "key"),
    {
        "https://clinic.example/a": "https://clinic.example/a",
        "https://Clinic.Example:443/a#top": "https://clinic.example/a",
        "https://clinic.example/a/": "https://clinic.example/a/",
        "https://clinic.example": "https://clinic.example/",
        "https://clinic.example/?": "https://clinic.example/",
        "https://clinic.example/a?b=2&a=1": "https://clinic.example/a?b=2&a=1",
        "https://clinic.example/a?utm_source=x&b=2&UTM_Medium=y&gclid=z&a=1": "https://clinic.example/a?b=2&a=1",
        "https://clinic.example/a?fbclid=x": "https://clinic.example/a",
        "https://clinic.example/a?gclids=x&page": "https://clinic.example/a?gclids=x&page",
        "https://u:p@clinic.example/a": "https://clinic.example/a",
        "http://127.1/": "http://127.0.0.1/",
        "https://clinic.example/x/%2e%2e/y": "https://clinic.example/y",
        "https://clinic.example//x": "https://clinic.example//x",
        "no address": "no address",
    }.items(),
)
def test_spellings_of_one_page_have_one_crawl_key(href: str, key: str) -> None:
    assert urls.crawl_key(href) == key
    assert urls.crawl_key(key) == key


@given(st.from_regex(re.compile(r"https?://[a-z0-9.-]{1,12}(:\d{1,5})?/[\w~.%/-]{0,20}", re.ASCII), fullmatch=True))
def test_the_short_way_to_a_crawl_key_leads_to_the_same_key(href: str) -> None:
    address = urls.parse(href)
    if address is not None:
        assert urls.crawl_key(href) == urls.crawl_key(address.href)


@pytest.mark.parametrize(
    ("href", "key"),
    {
        "https://www.clinic.example/Services/Botox/?x=1#y": "clinic.example/services/botox",
        "http://clinic.example/services/botox": "clinic.example/services/botox",
        "https://clinic.example/": "clinic.example",
        "https://clinic.example:8443/": "clinic.example:8443",
        " No Address ": "no address",
    }.items(),
)
def test_a_page_key_holds_over_scans(href: str, key: str) -> None:
    assert urls.page_key(href) == key


@pytest.mark.parametrize(
    ("href", "crawled", "known"),
    [
        ("https://clinic.example/#/Book/", "https://clinic.example/#/Book/", "clinic.example/#/book"),
        (
            "https://clinic.example/app#!/book?a=1",
            "https://clinic.example/app#!/book?a=1",
            "clinic.example/app/#!/book?a=1",
        ),
        ("https://clinic.example/#!book", "https://clinic.example/#!book", "clinic.example/#!book"),
        ("https://clinic.example/app/#top", "https://clinic.example/app/", "clinic.example/app"),
        ("https://clinic.example/#/", "https://clinic.example/", "clinic.example"),
        ("https://clinic.example/#!", "https://clinic.example/", "clinic.example"),
    ],
)
def test_a_fragment_that_a_router_reads_makes_a_page_of_its_own(href: str, crawled: str, known: str) -> None:
    assert (urls.crawl_key(href), urls.page_key(href)) == (crawled, known)
