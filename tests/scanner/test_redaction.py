"""What redaction leaves of addresses and texts: nothing that may be about a person."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scanner import urls
from tests.scanner.lasting import linear

ID = "AbCdEfGhIjKlMnOpQrSt"
HEX = "0123456789abcdef01234567"
UUID = "00000000-0000-4000-8000-000000000000"


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
