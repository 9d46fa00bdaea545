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
         "head > script", '{"telephone": ["+14155550132"]}'),
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
    ],
)
def test_what_is_not_looked_into(html: str) -> None:
    assert read(html).phones == ()


@pytest.mark.parametrize(
    "html",
    [
        "<p><span>(415)</span> <b>555-0132</b></p>",
        "<p><span>415</span>-<span>555</span>-<span>0132</span></p>",
        "<h2>Call us: <strong>415</strong> 555 0132</h2>",
        "<p>(415) 555<wbr>-0132</p>",
        "<p>Text (415)<br>555-0132</p>",
        '<p class="tel"><span class="value">415</span>-<span class="value">5550132</span></p>',
        "<p>(415) 555\u00ad-0132, \u202a415-\u200b555-\u200b0132\u202c</p>",
        "<p>\uff14\uff11\uff15\uff0d\uff15\uff15\uff15\uff0d\uff10\uff11\uff13\uff12</p>",
        '<p dir="rtl">\u0664\u0661\u0665-\u0665\u0665\u0665-\u0660\u0661\u0663\u0662</p>',
        "<title>Hazel Row, 415-555-0132</title>",
        "<svg><title>Call 415-555-0132</title></svg>",
        '<svg><a xlink:href="tel:4155550132"><text>x</text></a></svg>',
        "<a href=\"javascript:window.open('tel:4155550132')\">Call</a>",
        '<form action="tel:4155550132"><button>Call</button></form>',
        '<button formaction="tel:4155550132">Call</button>',
        '<input type="submit" value="Call (415) 555-0132">',
        '<figure aria-description="Call 415-555-0132"></figure>',
        '<a href="data:application/octet-stream,BEGIN:VCARD%0ATEL:4155550132%0AEND:VCARD">Save</a>',
        '<script type="application/ld+json">{"telephone": 4155550132}</script>',
        '<script type="application/ld+json">{"telephone": "tel:+1-415-555-0132"}</script>',
        '<script type="application/ld+json">{"description": "Call us at (415) 555-0132 today"}</script>',
        '<script type="text/template"><a href="tel:4155550132">Call</a></script>',
        '<script>self.__next_f.push([1, "{\\"phone\\":\\"(415) 555-0132\\"}"])</script>',
        '<script>x = "\\u0028415\\u0029 555-0132"</script>',
        "<script>location.href = 'tel:' + '4155550132'</script>",
        "<script>const tel = 4155550132;</script>",
    ],
)
def test_a_number_however_it_stands_in_a_document(html: str) -> None:
    recogniser = Recogniser(SIGNATURES, frozenset({"clinic.example"}), region="US")
    assert [one.number for one in numbers([page(html, recogniser)], recogniser).seen] == ["+14155550132"]


@pytest.mark.parametrize(
    "html",
    [
        '<a data-number="4155550132">Call</a>',
        '<div data-cta=\'{"text": "Call (415) 555-0132"}\'></div>',
        '<script>$("#call").html("Call (415) 555-0132")</script>',
        '<script>whatsapp({number: "14155550132"})</script>',
        "<p>415 · 555 · 0132</p>",
        "<p><b>415</b> <b>555</b> <b>0132</b></p>",
        "<p><i>4</i><i>1</i><i>5</i><i>5</i><i>5</i><i>5</i><i>0</i><i>1</i><i>3</i><i>2</i></p>",
        "<p>+44 7700 900123</p>",
        "<p>Call 555-0132</p>",
        "<p>Phone: <b>555</b>-0132</p>",
        '<p><a href="tel:5550132">5550132</a></p>',
    ],
)
def test_what_may_be_a_number_is_one_if_somebody_knows_it(html: str) -> None:
    known = (Listed("+14155550132", Keep.NO), Listed("+447700900123", Keep.NO))
    alone = Recogniser(SIGNATURES, frozenset({"clinic.example"}), region="US")
    knowing = Recogniser(SIGNATURES, frozenset({"clinic.example"}), inventory=Inventory(known), region="US")
    assert [one for one in numbers([page(html, alone)], alone).seen if "link" not in one.ways] == []
    assert [one.keep for one in numbers([page(html, knowing)], knowing).seen] == ["no"]


@pytest.mark.parametrize(
    "html",
    [
        "<p><span>415-555-0132</span><span>415-555-0133</span></p>",
        '<p>Call <a href="tel:4155550132"><span>(415)</span> <b>555-0132</b></a> or 415-555-0133</p>',
    ],
)
def test_what_stands_in_one_element_is_read_once(html: str) -> None:
    assert [one.number.replace("-", "").replace(" ", "")[-4:] for one in read(html).phones] == ["0132", "0133"]


def test_a_number_in_several_elements_is_placed_around_them() -> None:
    (one,) = read("<!doctype html><p>Call <span>(415)</span> <b>555-0132</b> now</p>").phones
    assert (one.told, one.mention.where.locator, one.mention.where.excerpt) == (
        Told.NAMED, "body > p", "Call (415) 555-0132 now"
    )  # fmt: skip


def test_of_several_numbers_with_the_same_end_the_one_that_goes_counts() -> None:
    known = Inventory(
        (Listed("+16285550132", Keep.YES), Listed("+14155550132", Keep.NO), Listed("+442075550132", Keep.NO))
    )
    recogniser = Recogniser(SIGNATURES, frozenset({"clinic.example"}), inventory=known, region="US")
    html = "<p>Call 555-0132</p><p>555-0132</p><p>Fax 555-0132</p><p>Call 1555-0132, or 415 555-0199</p><p>Order 555-0132</p>"
    found = numbers([page(html, recogniser)], recogniser).seen
    assert [(one.number, one.count) for one in found] == [("+14155550132", 1), ("+14155550199", 1)]


def test_short_codes_are_told_and_are_no_findings() -> None:
    known = Inventory((Listed("+14155550132", Keep.NO),))
    recogniser = Recogniser(SIGNATURES, frozenset({"clinic.example"}), inventory=known, region="US")
    html = (
        "<p>Text <b>SKIN</b> to <b>55512</b>, or “GLOW” to 55513. We send cards to 20000 patients, text us at 55514</p>"
        '<p><a href="sms:55515?body=SKIN">Text</a> <a href="tel:55516">Call</a></p>'
    )
    traces = page(html, recogniser)
    found = numbers([traces], recogniser).seen
    assert [(one.number, one.keep, one.ways) for one in found] == [
        ("55512", "unknown", {"short": 1}),
        ("55515", "unknown", {"short": 1}),
    ]
    assert list(recogniser.matches(traces, recogniser.learned([traces]))) == []


def test_a_number_in_a_script_file_is_on_the_pages_that_load_it() -> None:
    recogniser = Recogniser(SIGNATURES, frozenset({"clinic.example"}), region="US")
    pages = [page('<script src="/a.js"></script>', recogniser, url) for url in (HOME, f"{HOME}b/")]
    file = recogniser.script(f"{HOME}a.js", 'var phone = "415-555-0132"')
    card = recogniser.script(f"{HOME}a.vcf", "BEGIN:VCARD\nTEL:+14155550133\nEND:VCARD")
    found = numbers([file, card, *pages, page("<p>Hi</p>", recogniser, f"{HOME}c/")], recogniser).seen
    assert [(one.number, one.pages) for one in found] == [
        ("+14155550132", (HOME, f"{HOME}b/")),
        ("+14155550133", (f"{HOME}a.vcf",)),
    ]


def test_prices_in_several_elements_are_no_number() -> None:
    recogniser = Recogniser(SIGNATURES, frozenset({"clinic.example"}), region="US")
    html = "<p><b>250</b> <b>500</b> <b>1000</b></p><p>250<br>500<br>1000</p><ul><li>415<li>555<li>0132</ul>"
    assert numbers([page(html, recogniser)], recogniser).seen == ()


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
        '"Call (415) 555-01',
        "<b>415</b>-",
        'tel="4155550132',
        "\\u0028",
        "\\",
        "\u00ad",
    ],
)
def test_time_grows_with_the_length(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    start = time.process_time()
    extract.read_script(text, url=f"{HOME}a.js", in_scope="clinic.example".__eq__, keywords=())
    read(f"<p>{text}</p><script>{text}</script>")
    assert time.process_time() - start < 6
