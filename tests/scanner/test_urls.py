"""Addresses as browsers read them, identities of pages, and what redaction leaves."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scanner import urls
from tests.scanner.lasting import linear

BASE = "https://clinic.example/a/b?x=1#f"
ID = "AbCdEfGhIjKlMnOpQrSt"
HEX = "0123456789abcdef01234567"
UUID = "00000000-0000-4000-8000-000000000000"

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


# --- what may be about a person --------------------------------------------------------------------------------------

REDACTED = {
    f"https://link.agency.example/widget/survey/{ID}?notrack=true&email=joe%40mail.example&name=Joe": (
        f"https://link.agency.example/widget/survey/{ID}?notrack=&email=&name="
    ),
    f"https://reviews.example/review_widget/{ID}?widgetId={HEX}&theme=dark": (
        f"https://reviews.example/review_widget/{ID}?widgetId={HEX}&theme="
    ),
    "https://a.example/?page=2&lang=en&v=1.2&p=77&page_id=5&id=9": (
        "https://a.example/?page=2&lang=en&v=1.2&p=77&page_id=5&id="
    ),
    "https://a.example/?p=%2B15555550100&page=555-555-0100&v=joe@mail.example": "https://a.example/?p=&page=&v=",
    "https://user:secret@a.example/x": "https://a.example/x",
    "https://a.example/u/joe.doe@mail.example/edit": "https://a.example/u/[redacted]/edit",
    "https://a.example/u/joe%40mail.example": "https://a.example/u/[redacted]",
    "https://a.example/call/+15555550100": "https://a.example/call/[redacted]",
    "https://a.example/call/(555)%20555-0100/now": "https://a.example/call/[redacted]/now",
    "https://a.example/call/1-555-555-0100": "https://a.example/call/[redacted]",
    "https://a.example/2024/01/15/1700000000000": "https://a.example/2024/01/15/1700000000000",
    "https://a.example/reset/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2ln": "https://a.example/reset/[redacted]",
    "https://a.example/t/a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6": "https://a.example/t/[redacted]",
    "https://a.example/t/AAEkz-83jd_Qq9-rT5yUiOpAsDfGhJkLzXcVbNm12": "https://a.example/t/[redacted]",
    "https://a.example/#access_token=abc&state=1": "https://a.example/#access_token=&state=",
    "https://a.example/#/u/joe@mail.example": "https://a.example/#/u/[redacted]",
    "https://a.example/go?to=https%3A%2F%2Fb.example%2F%3Fmail%3Djoe": "https://a.example/go?to=",
    "https://a.example/?a:b=joe&c!d$=doe&(e)=x": "https://a.example/?a:b=&c!d$=&(e)=",
    "https://a.example/?q=who?joe=doe#x?y=z": "https://a.example/?q=#x?y=",
    "https://a.example/x;name=joe;v=1/y": "https://a.example/x;name=;v=/y",
    "https://a.example/?joe doe=1": "https://a.example/?[redacted]=",
    "https://a.example/call/0044%2020%207946%200958": "https://a.example/call/[redacted]",
    "https://a.example/call/(020)%207946%200958/now": "https://a.example/call/[redacted]/now",
    "https://a.example/pay/4111%201111%201111%201111": "https://a.example/pay/[redacted]",
    "https://a.example/pay/4111111111111111": "https://a.example/pay/[redacted]",
    "https://archive.example/https://joe:pw@a.example/": "https://archive.example/https://[redacted]@a.example/",
}
KEPT = [
    f"https://link.agency.example/widget/form/{ID}",
    f"https://link.agency.example/widget/booking/{ID},{ID}",
    f"https://link.agency.example/widget/service-menu/{HEX}",
    f"https://crm.example/hooks/{ID}/webhook-trigger/{UUID}",
    "https://crm.example/t/tk_0123456789abcdef0123456789abcdef",
    f"https://link.agency.example/widget/bookings/coaching-call-{UUID}",
    f"https://files.example/{ID}/media/{HEX}.png",
    f"https://files.example/v0/b/bucket/o/location%2F{ID}%2Fimages%2F{HEX}.jpeg",
    "https://cdn.example/js/main.a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6.js",
    "https://help.example/en/articles/1393-what-to-do-before-your-subscription-ends",
    "https://www.tiktok.example/@clinic",
    "https://cdn.example/npm/swiper@11.0.5/swiper.js",
    "https://clinic.example/a/b/#section-2",
    "https://www.googletagmanager.com/gtm.js?id=GTM-ABC1234",
    "https://www.googletagmanager.com/gtag/js?id=G-ABCDE12345&page=2",
    "https://www.googletagmanager.com/gtag/js?id=AW-1234567890",
    "https://www.google-analytics.com/x?tid=UA-5550123-1",
    "https://a.example/2024-03-15/01-02-2024/01.02.2024",
    "https://a.example/price/1,250,000.00/1700000000/4111111111111112",
    f"https://a.example/{ID}_1700000000000/{HEX}_service_menu",
]


@pytest.mark.parametrize(("href", "left"), REDACTED.items())
def test_an_address_loses_what_may_be_about_a_person(href: str, left: str) -> None:
    assert urls.redact(href) == left


@pytest.mark.parametrize("href", KEPT)
def test_ids_and_ordinary_paths_stay(href: str) -> None:
    assert urls.redact(href) == href


def test_a_text_is_redacted_where_it_holds_addresses_and_names() -> None:
    text = (
        '<a href="/x?email=joe@mail.example&amp;v=3&name=Joe" '
        'data-x="https:\\/\\/u:p@a.example\\/reset?tok=1\\u0026b=2">'
        f" write to joe@mail.example or fetch('https://a.example/call/+15555550100?x=1'), widget {ID}"
    )
    assert urls.redact_text(text) == (
        '<a href="/x?email=&amp;v=3&name=" data-x="https:\\/\\/a.example\\/reset?tok=\\u0026b=">'
        f" write to [redacted] or fetch('https://a.example/call/[redacted]?x='), widget {ID}"
    )


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [
        ("href", "/thanks?name=Joe Doe&x=1", "/thanks?name=&x="),
        ("src", "//a.example/?name=Joe O'Doe (senior)", "//a.example/?name="),
        ("content", "0; url=https://a.example/?name=Joe Doe", "0; url=https://a.example/?name="),
        ("style", "color:red;filter:alpha(opacity=50)", "color:red;filter:alpha(opacity=50)"),
        ("onclick", "open('https://a.example/?name=Joe Doe')", "open('https://a.example/?name=')"),
        ("data-first-name", "Joe", "[redacted]"),
        ("data-first-name", "", ""),
        ("data-form-name", "Contact form", "Contact form"),
    ],
)
def test_an_attribute_loses_what_may_be_about_a_person(name: str, value: str, left: str) -> None:
    assert urls.redact_value(name, value) == left
    assert urls.redact_value(name, left) == left


def test_ordinary_code_and_prose_stay_as_they_are() -> None:
    text = "if (a && b == c) { s.setAttribute('data-widget-id', '0123456789abcdef01234567'); } // call 5 of 10"
    assert urls.redact_text(text) == text


PIECES = [
    *("https://", "a.example", "/", "?", "&", "=", "joe@mail.example", "+15555550100", "%40", "%3F", "%3D", "%26", "#"),
    *(
        "email:",
        "data-patient=",
        "phone=",
        "'",
        '"',
        "\\'",
        '\\"',
        "(020) 7946 0958",
        "0044",
        "4111 1111 1111 1111",
        "-",
    ),
    *("eyJhbGciOiJIUzI1", ".", "&amp;", "\\u0026", "\\/", "x", ID, UUID, "a1" * 20, "Aa1" * 15, "u:p@", "v", " "),
]
CHARACTERS = "abcdefghijXYZ0123456789 :/?#&=@.,;%+-_()'\"<>\\{}[]"
WEB = st.text(st.sampled_from(CHARACTERS), max_size=80) | st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(WEB | st.text())
@example("?DATA-PATIENT=&")
@example("?data-email=\\x")
@example("?+000000)0=0")
def test_redaction_is_idempotent(text: str) -> None:
    once = urls.redact_text(text)
    assert urls.redact_text(once) == once
    href = urls.redact("https://a.example/" + text)
    assert urls.redact(href) == href


RUNS = [
    *(
        "a",
        "1",
        "A",
        "aA1",
        "a1-",
        "-",
        "_",
        ".",
        "%C3",
        "%40",
        "@",
        "a@",
        "a.",
        "=",
        "&",
        "a=b&",
        "&a=",
        "?a=",
        ";",
        ";a=",
        ":",
    ),
    *(
        '"',
        "'",
        "`",
        '\\"',
        "&quot;",
        "\\",
        "/",
        "\\/",
        "https://a",
        "://",
        "%3fa",
        "eyJ",
        "eyJaaaaaaaa.",
        "name:",
        'email="',
        " ",
    ),
    *("phone:4", "data-", "1 ", "01 ", "(0)", "+1", "4111 ", "415-", "tel:1", UUID, "\n", "<", "(", "["),
]
LONG = 8192


@pytest.mark.parametrize("run", RUNS)
def test_a_long_run_of_anything_is_read_through_once(run: str) -> None:
    """Work that grew with the square of the length would take hours: each run is of 50,000 characters."""
    text = run * (50_000 // len(run))
    with linear():
        for around in (text, f'name:"{text}!', f"1;url=/{text}", f"x@{text}@a.bb"):
            urls.redact_value("x", around)
            assert len(urls.redact(f"https://a.example/{around}")) <= LONG


@pytest.mark.parametrize("run", RUNS)
def test_of_a_very_long_address_only_the_start_is_read_and_kept(run: str) -> None:
    start = f"https://a.example/b?c#{run * LONG}"
    left = urls.redact(start)
    assert left == urls.redact(start + run * 100_000)
    assert len(left) <= LONG
    assert urls.redact(left) == left


def test_the_part_in_which_a_very_long_address_is_cut_off_goes_as_a_whole() -> None:
    whole = "https://a.example/" + "b/" * 4070
    for blanks in range(60):
        left = urls.redact(f"{whole}{'c' * blanks}joe.doe@mail.example/d" + "e" * LONG)
        assert "joe" not in left
        assert left.startswith(whole)
        assert left.endswith("[redacted]")
    assert urls.redact("https://a.example/" + "a" * 60_000) == "https://a.example/[redacted]"
    assert urls.redact("data:" + "a" * 60_000) == "[redacted]"


@given(WEB, st.integers(0, 40))
def test_redaction_of_very_long_addresses_is_idempotent(text: str, more: int) -> None:
    once = urls.redact("https://a.example/" + "5550100@/" * 800 + "b" * 900 + "/" * more + text * 200)
    assert (urls.redact(once), len(once) <= LONG) == (once, True)


@given(WEB)
def test_no_mail_address_survives_redaction(text: str) -> None:
    assert "joe@mail.example" not in urls.redact_text(text)
    assert "joe@mail.example" not in urls.redact("https://a.example/" + text)


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
