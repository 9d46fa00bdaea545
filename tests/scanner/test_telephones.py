# ruff: noqa: E501
"""Where a document shows a telephone number, and what does not make one of it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner import extract
from scanner.inventory import Inventory, Keep, Listed
from scanner.listing import numbers
from scanner.mentions import MentionType, Reading, Told
from scanner.model import Mode, Page, SeenIn, State
from scanner.recognise import Recogniser
from scanner.scan import ListedNumber, Numbers, SeenNumber
from scanner.signatures import load
from scanner.traces import PageTraces

HOME = "https://clinic.example/"
SIGNATURES = load()
LINK, TEXT, META, CODE, ELEMENT = (
    MentionType.LINK, MentionType.TEXT, MentionType.META, MentionType.CODE, MentionType.ELEMENT
)  # fmt: skip


def read(html: str) -> Reading:
    return extract.read(html, url=HOME, seen_in=SeenIn.HTML, in_scope="clinic.example".__eq__, keywords=())


def page(html: str, recogniser: Recogniser, url: str = HOME) -> PageTraces:
    return recogniser.page(Page(url, url, 200, Mode.SERVED, html))[1]


@pytest.mark.parametrize(
    ("html", "number", "told", "kind", "locator", "excerpt"),
    [
        ('<a href="tel:+14155550132">Call</a>', "+14155550132", Told.NAMED, LINK, "html > body > a",
         '<a href="tel:+14155550132">Call</a>'),
        ('<p>Fax: <a href="tel:4155550132">415-555-0132</a></p>', "4155550132", Told.FAX, LINK, "body > p > a",
         '<a href="tel:4155550132">415-555-0132</a>'),
        ("<p>Jane 415-555-0199: (415) 555-0132 or a@mail.example</p>", "415 555-0132", Told.SHAPED, TEXT, "body > p",
         "Jane [redacted]: (415) 555-0132 or [redacted]"),
        ("<dl><dt>Phone</dt><dd>4155550132</dd></dl>", "4155550132", Told.NAMED, TEXT, "body > dl > dd", "4155550132"),
        ("<dl><dt>Fax</dt><dd>415-555-0132</dd></dl>", "415-555-0132", Told.FAX, TEXT, "body > dl > dd", "415-555-0132"),
        ('<img alt="Call 415-555-0132">', "415-555-0132", Told.NAMED, TEXT, "body > img", "Call 415-555-0132"),
        ('<p itemprop="telephone">4155550132</p>', "4155550132", Told.NAMED, TEXT, "body > p", "4155550132"),
        ('<p itemprop="faxNumber">415-555-0132</p>', "415-555-0132", Told.FAX, TEXT, "body > p", "415-555-0132"),
        ('<meta itemprop="telephone" content="4155550132">', "4155550132", Told.NAMED, META, "head > meta", "4155550132"),
        ('<div data-phone-number="415-555-0132"></div>', "415-555-0132", Told.NAMED, ELEMENT, "body > div",
         "<div … 415-555-0132 …>"),
        ("<button onclick=\"location='tel:4155550132'\">x</button>", "4155550132", Told.NAMED, ELEMENT, "body > button",
         "<button … tel:4155550132 …>"),
        ('<script type="application/ld+json">{"telephone": ["\\u002B14155550132"]}</script>', "+14155550132", Told.NAMED, META,
         "head > script", '{"telephone": ["\\u002B14155550132"]}'),
        ("<script>x({phone: '415-555-0132', email: 'a@mail.example'})</script>", "415-555-0132", Told.NAMED, CODE,
         "head > script", "x({phone: '415-555-0132', email: '[redacted]'})"),
        ("<script>x('+14155550132')</script>", "+14155550132", Told.NAMED, CODE, "head > script", "x('+14155550132')"),
    ],
)  # fmt: skip
def test_one_number(html: str, number: str, told: Told, kind: MentionType, locator: str, excerpt: str) -> None:
    found = [one for one in read(f"<!doctype html>{html}").phones if one.number.replace("-", "")[-4:] == "0132"]
    assert [(one.number, one.told, one.mention.type) for one in found] == [(number, told, kind)]
    where = found[0].mention.where
    assert locator.endswith(where.locator.removeprefix("html > "))
    assert where.excerpt == excerpt


@pytest.mark.parametrize(
    "html",
    [
        '<a href="tel:+14155550132"><b>(415) 555-0132</b></a>',
        '<a href="tel:+14155550132" aria-label="Call (415) 555-0132">415.555.0132</a>',
    ],
)
def test_the_words_on_a_link_that_calls_them_are_no_other_number(html: str) -> None:
    assert [one.mention.type for one in read(html).phones] == [LINK]


@pytest.mark.parametrize(
    "html",
    [
        '<input type="tel" value="415-555-0132" placeholder="415-555-0133">',
        "<textarea>415-555-0132</textarea>",
        "<!-- 415-555-0132 -->",
        '<a href="https://shop.example/?phone=415-555-0132&amp;x=%2B14155550132">Buy</a>',
        '<script>var customerPhone = "415-555-0132", u = {email: "+14155550132"}, phone_id = "4155550132";</script>',
        '<meta property="fb:app_id" content="4155550132">',
        '<style>.a::after { content: "415-555-0132"; }</style>',
        "<title>415-555-0132</title>",
    ],
)
def test_what_is_not_looked_into(html: str) -> None:
    assert read(html).phones == ()


def test_what_waits_in_a_template_waits() -> None:
    (one,) = read("<template><p>Call 415-555-0132</p></template>").phones
    assert one.mention.state is State.WAITING


def test_what_a_page_says_of_its_country() -> None:
    html = (
        '<html lang="en-GB"><meta property="og:locale" content="en_US"><p itemprop="addressCountry">Canada</p>'
        '<script type="application/ld+json">{"addressCountry": {"@type": "Country", "name": "Australia"}}</script>'
    )
    assert set(read(html).regions) == {"lang:GB", "lang:US", "address:Canada", "address:Australia"}


def test_of_one_number_a_few_places_are_kept_and_of_a_page_so_many_numbers() -> None:
    assert len(read("<p>Call 415-555-0132</p>" * 50).phones) == 6
    assert len(read("".join(f"<p>Call 415-555-{n:04}</p>" for n in range(1000))).phones) == 300


def test_a_place_seen_served_and_in_the_browser_is_one() -> None:
    recogniser = Recogniser(
        SIGNATURES, frozenset({"clinic.example"}), inventory=Inventory((Listed("+14155550132", Keep.NO),))
    )
    html = '<html lang="en-US"><a href="tel:+14155550132">Call</a>'
    looked = Page(HOME, HOME, 200, Mode.RENDERED, html + "<p>Call 415-555-0133</p>")
    both = extract_both(recogniser, html, looked)
    assert [one.number for one in both.phones] == ["+14155550132", "415-555-0133"]
    assert [(m.signature, m.value) for m in recogniser.matches(both, recogniser.learned([both]))] == [
        ("highlevel/phone", "+14155550132")
    ]


def extract_both(recogniser: Recogniser, served: str, looked: Page) -> PageTraces:
    from scanner.uniting import unite

    return unite(page(served, recogniser), recogniser.page(looked)[1])


def test_a_site_that_does_not_say_its_country_keeps_numbers_as_written() -> None:
    recogniser = Recogniser(SIGNATURES, frozenset({"clinic.example"}))
    first = page('<a href="tel:4155550132">(415) 555-0132</a><p>Call 020 7946 0018</p><p>4155550177</p>', recogniser)
    second = page('<html lang="en-US"><p>+1 415 555 0132</p>', recogniser, f"{HOME}b/")
    third = page('<script type="application/ld+json">{"addressCountry": "GB"}</script>', recogniser, f"{HOME}c/")
    alone = numbers([first], recogniser)
    assert (alone.region, alone.told_by) == ("", "the site does not say its country")
    assert [one.number for one in alone.seen] == ["020 7946 0018", "4155550132"]
    known = numbers([first, second], recogniser)
    assert (known.region, [(one.number, one.count) for one in known.seen]) == ("US", [("+14155550132", 2)])
    britain = numbers([first, second, third], recogniser)
    assert [(one.number, one.count) for one in britain.seen] == [("+14155550132", 2), ("+442079460018", 1)]


def test_both_ways() -> None:
    listed = (
        Listed("+14155550132", Keep.UNDECIDED, "Front"),
        Listed("+14155550140", Keep.YES),
        Listed("+14155550141", Keep.NO),
    )
    recogniser = Recogniser(SIGNATURES, frozenset({"clinic.example"}), inventory=Inventory(listed), region="US")
    traces = [page("<p>Call 415-555-0132 or 415-555-0133</p><p>4155550140</p>", recogniser)]
    assert numbers(traces, recogniser) == Numbers(
        "US", "as you said", True,
        (
            SeenNumber("+14155550132", "undecided", 1, {"text": 1}, (HOME,), "Front"),
            SeenNumber("+14155550133", "unknown", 1, {"text": 1}, (HOME,)),
            SeenNumber("+14155550140", "yes", 1, {"text": 1}, (HOME,)),
        ),
        (ListedNumber("+14155550141", "no"),),
    )  # fmt: skip


PIECES = st.sampled_from(
    ['<a href="tel:', "+1 415 555 0132", '">', "</a>", "<p>", "Fax ", "<script>", "</script>", "phone:'", "'", "\0", "<td>",
     'data:text/vcard,TEL:', "<template>", '<meta itemprop="telephone" content="', "\ud800", '<html lang="', "(", "x12"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40))
def test_nothing_raises(pieces: list[str]) -> None:
    assert all(one.number for one in read("".join(pieces)).phones)


@pytest.mark.parametrize(
    "piece",
    [
        "phone:'",
        "callPhoneTel_",
        '"+1',
        "wa.me/",
        '"addressCountry":{',
        "<span>415-555-0132</span>",
        "call 415-555-01",
        "'tel:",
    ],
)
def test_time_grows_with_the_length(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    start = time.process_time()
    extract.read_script(text, url=f"{HOME}a.js", in_scope="clinic.example".__eq__, keywords=())
    read(f"<p>{text}</p><script>{text}</script>")
    assert time.process_time() - start < 6
