"""Numbers that scripts exchange: what is an exchange, for whom, and what is none."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.extract.shown_numbers import shown_numbers
from scanner.model import Act, Look, Mode, Opener, Page, Request
from scanner.numbers import digest, digests, is_same, written
from scanner.swaps import exchanged, swapped
from tests.scanner.numbering import CAMPAIGN, HOME, OWN, POOLED, THIRD, body

# --- exchanges --------------------------------------------------------------------------------------------------------


def pairs(served: str, shown: str) -> list[tuple[str, str, str, str]]:
    """Before and after, and the two excerpts."""
    return [(s.before, s.after, s.served.excerpt, s.shown.excerpt) for s in swapped(body(served), body(shown))]


@pytest.mark.parametrize(
    ("served", "shown", "found"),
    [
        pytest.param(
            "<p>Call us: (212) 555-0142 today</p>",
            "<p>Call us: (646) 555-0177 today</p>",
            [("2125550142", "6465550177", "Call us: (212) 555-0142 today", "Call us: (646) 555-0177 today")],
            id="in words",
        ),
        pytest.param(
            '<a href="tel:+12125550142">Call us</a>',
            '<a href="tel:+16465550177">Call us</a>',
            [
                (
                    *("+12125550142", "+16465550177"),
                    *('<a href="tel:+12125550142">Call us</a>', '<a href="tel:+16465550177">Call us</a>'),
                )
            ],
            id="in a link",
        ),
        pytest.param(
            '<a class=x href="tel:2125550142">212.555.0142</a>',
            '<a class="x" href="tel:6465550177">646.555.0177</a>',
            [
                (
                    *("2125550142", "6465550177"),
                    *(
                        '<a href="tel:2125550142">212.555.0142</a>',
                        '<a href="tel:6465550177">646.555.0177</a>',
                    ),
                ),
            ],
            id="in a link and on it",
        ),
        pytest.param(
            "<h2>Call</h2><b>212-555-0142</b>",
            "<div>Open now</div><div>News</div><h2>Call</h2><b>646-555-0177</b>",
            [("2125550142", "6465550177", "212-555-0142", "646-555-0177")],
            id="while elements come before it",
        ),
        pytest.param(
            "<div><p>Call 212-555-0142</p></div>",
            "<div><div>Open now</div><p>Call 646-555-0177</p></div>",
            [("2125550142", "6465550177", "Call 212-555-0142", "Call 646-555-0177")],
            id="while elements come beside it",
        ),
        pytest.param(
            "<div><template shadowrootmode=open><p>Call 212-555-0142</p></template></div>",
            '<div><template shadowrootmode="open"><p>Call 646-555-0177</p></template></div>',
            [("2125550142", "6465550177", "Call 212-555-0142", "Call 646-555-0177")],
            id="in a shadow root",
        ),
        pytest.param(
            "<p>Call 212-555-0142</p><p>Fax 212-555-0143</p>",
            "<p>Call 646-555-0177</p><p>Fax 212-555-0143</p>",
            [("2125550142", "6465550177", "Call 212-555-0142", "Call 646-555-0177")],
            id="beside one that stays",
        ),
        pytest.param(
            "<p>Call 212-555-0142</p><p>Write or call 212-555-0142</p>",
            "<p>Call 646-555-0177</p><p>Write or call 212-555-0142</p>",
            [("2125550142", "6465550177", "Call 212-555-0142", "Call 646-555-0177")],
            id="at one place of two",
        ),
        pytest.param(
            "<p>Call 212-555-0142 or mail ann@mail.example, fax 212-555-0143</p>",
            "<p>Call 646-555-0177 or mail ann@mail.example, fax 212-555-0143</p>",
            [
                (
                    *("2125550142", "6465550177"),
                    *(
                        "Call 212-555-0142 or mail [redacted], fax [redacted]",
                        "Call 646-555-0177 or mail [redacted], fax [redacted]",
                    ),
                )
            ],
            id="nothing else is unmasked",
        ),
        pytest.param(
            '<script type="application/ld+json">{"telephone": "(212) 555-0142"}</script><p>Call 212-555-0142</p>',
            '<script type="application/ld+json">{"telephone": "(212) 555-0142"}</script><p>Call 646-555-0177</p>',
            [("2125550142", "6465550177", "Call 212-555-0142", "Call 646-555-0177")],
            id="not in structured data",
        ),
    ],
)
def test_a_place_that_shows_another_number_than_it_served(
    served: str, shown: str, found: list[tuple[str, str, str, str]]
) -> None:
    assert pairs(served, shown) == found


OFFICES = "<ul><li>Downtown 212-555-0142<li>Uptown 212-555-0143<li>Harbour 212-555-0144</ul>"


@pytest.mark.parametrize(
    ("served", "shown"),
    [
        pytest.param("<p>Call 212-555-0142</p>", "<p>Call (212) 555-0142</p>", id="written in another way"),
        pytest.param("<p>Call 212-555-0142</p>", "<p>Call +1 (212) 555-0142</p>", id="with the country code"),
        pytest.param('<a href="tel:5550142">x</a>', '<a href="tel:+12125550142">x</a>', id="with the area code"),
        pytest.param("<p>Call 212-555-0142</p>", '<p>Call <a href="tel:2125550142">212-555-0142</a></p>', id="linked"),
        pytest.param("<p>Call us</p>", "<p>Call us</p><p>646-555-0177</p>", id="added"),
        pytest.param("<p>Call 212-555-0142</p>", "<p>Call us</p>", id="taken away"),
        pytest.param("<p>Call (212) 555-01…</p>", "<p>Call (212) 555-0142</p>", id="shown upon a click"),
        pytest.param("<p>Call (212) 555-XXXX</p>", "<p>Call (212) 555-0142</p>", id="letters in its place"),
        pytest.param("<p>Call <span>Show number</span></p>", "<p>Call <span>212-555-0142</span></p>", id="a button"),
        pytest.param("<p>Call 241-055-5212</p>", "<p>Call 212-555-0142</p>", id="written backwards against robots"),
        pytest.param(
            '<a class=tel data-a=212 data-b=5550142 href="#">Call</a>',
            '<a class=tel href="tel:2125550142">Call</a>',
            id="put together by a script",
        ),
        pytest.param(
            OFFICES,
            "<ul><li>Harbour 212-555-0144<li>Downtown 212-555-0142<li>Uptown 212-555-0143</ul>",
            id="in random order",
        ),
        pytest.param(
            OFFICES, "<ul><li>Uptown 212-555-0143<li>Westend 646-555-0177<li>Harbour 212-555-0144</ul>", id="offices"
        ),
        pytest.param(OFFICES, "<ul><li>Downtown 646-555-0177</ul>", id="fewer offices"),
        pytest.param(
            "<div><a href=tel:2125550142>Call</a></div><div><a href=tel:2125550143>Call</a></div>",
            "<div><a href=tel:6465550177>Call</a></div>",
            id="the nearest office",
        ),
        pytest.param(
            "<p><b>Downtown</b> 212-555-0142</p>", "<p><b>Uptown</b> 646-555-0177</p>", id="another office of two"
        ),
        pytest.param(
            "<p>Call 212-555-0142</p><script>night = '646 555 0177'</script>",
            "<p>Call 646-555-0177</p><script>night = '646 555 0177'</script>",
            id="the page's own other number",
        ),
        pytest.param(
            "<p>Call 212-555-0142</p><footer hidden>At night 646-555-0177</footer>",
            "<p>Call 646-555-0177</p><footer hidden>At night 646-555-0177</footer>",
            id="a number that stands elsewhere on the page",
        ),
        pytest.param(
            "<ul><li>Call 212-555-0142<li>Call 212-555-0143</ul>",
            "<ul><li>Call 646-555-0177<li>Call 212-555-0142<li>Call 212-555-0143</ul>",
            id="one more, at the top",
        ),
        pytest.param(
            "<p>Call 212-555-0142</p><p>At night 646&#45;555&#45;0177</p>",
            "<p>Call 646-555-0177</p><p>At night 646-555-0177</p>",
            id="a number that stands elsewhere on the page in code",
        ),
        pytest.param("<p>Ref. 2125550142</p>", "<p>Ref. 6465550177</p>", id="ids"),
        pytest.param("<p>2026-11-23</p>", "<p>2026-11-24</p>", id="dates"),
        pytest.param("<p>1.212.555 patients</p>", "<p>1.646.555 patients</p>", id="counters"),
        pytest.param("<noscript>Call 212-555-0142</noscript>", "<p>Call 646-555-0177</p>", id="without scripts"),
        pytest.param("<template>Call 212-555-0142</template>", "<template>Call 646-555-0177</template>", id="template"),
        pytest.param('<input value="212-555-0142">', '<input value="646-555-0177">', id="fields"),
        pytest.param("<textarea>212-555-0142</textarea>", "<textarea>646-555-0177</textarea>", id="a field of text"),
        pytest.param("<p>Call 212-555-0142</p>" * 201, "<p>Call 646-555-0177</p>" * 201, id="a list"),
        pytest.param("", "", id="nothing"),
    ],
)  # fmt: skip
def test_what_is_no_exchange(served: str, shown: str) -> None:
    assert pairs(served, shown) == []


PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<a href='tel:+12125550142'>", "<a href=tel:>", "</a>", "<template shadowrootmode=open>"),
        *("212-555-0142", "(646) 555-0177", "+", "(", "212", " ", "\u00a0", "Call", "<script>", "</script>", "<li>"),
        *("<!--", "-->", "&nbsp;", "\0", "\ud800", "%2B1", "<div id='2125550142'>", "</template>", "<b", '"', "０１２"),
    ]
)
DOCUMENTS = st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join)


def with_numbers(before: str, place: str, numbers: tuple[str, str], behind: str) -> tuple[str, str]:
    """Two documents that differ in a number."""
    served, shown = (f"{before}{place.format(number)}{behind}" for number in numbers)
    return served, shown


NUMBERS = st.sampled_from(["212-555-0142", "(646) 555-0177", "+1 917 555 0188", "1-212-555-0142"])
PLACES = st.sampled_from(["<p>Call {}</p>", "<a href='tel:{}'>Call</a>", "<li>Downtown {0}, {0}", "<b>{}</b>"])
AROUND = st.lists(PIECES | NUMBERS.map("<i>{}</i>".format), max_size=2).map("".join)
EXCHANGES = st.builds(with_numbers, AROUND, PLACES, st.tuples(NUMBERS, NUMBERS), AROUND)


@given(EXCHANGES | EXCHANGES | st.tuples(DOCUMENTS, DOCUMENTS))
def test_no_two_documents_are_too_odd_to_be_compared(documents: tuple[str, str]) -> None:
    served, shown = documents
    for swap in swapped(served, shown):
        assert not is_same(swap.before, swap.after)
        assert digest(swap.after) not in digests(served)
        assert len(swap.served.excerpt) <= 300
    assert swapped(served, served) == ()


@given(inner=DOCUMENTS)
def test_only_its_own_number_can_be_read_in_an_excerpt(inner: str) -> None:
    for one in shown_numbers(f"<p>{inner}</p>", 50):
        for found in written(one.excerpt):
            assert is_same(found.number, one.number)


# --- looks and other vendors ------------------------------------------------------------------------------------------


def shows(inner: str, *looks: tuple[Opener, str], requests: Iterable[str] = ()) -> Page:
    return Page(
        HOME,
        HOME,
        200,
        Mode.RENDERED,
        body(inner),
        requests=tuple(Request(url, "script", frame=HOME) for url in requests),
        looks=tuple(Look(opener, body(html)) for opener, html in looks),
    )


def told(served: str, page: Page) -> list[tuple[str, str, Opener | None]]:
    return [(swap.before, swap.after, swap.opener) for swap in exchanged(body(served), page)]


@pytest.mark.parametrize(
    "opener",
    [CAMPAIGN, Opener(Act.TIME, "30 s"), Opener(Act.CONSENT, "Cookiebot"), Opener(Act.MOVE), Opener(Act.SCROLL)],
    ids=lambda opener: opener.act,
)
def test_what_only_some_visitors_see_waits(opener: Opener) -> None:
    calm, swap = f"<p>Call {OWN}</p>", f"<p>Call {POOLED}</p>"
    assert told(calm, shows(calm, (opener, swap))) == [("2125550142", "6465550177", opener)]


@pytest.mark.parametrize("act", [Act.CLICK, Act.HOVER, Act.NARROW])
def test_what_visitors_choose_is_no_exchange(act: Act) -> None:
    calm, swap = f"<p>Call {OWN}</p>", f"<p>Call {POOLED}</p>"
    assert told(calm, shows(calm, (Opener(act, "Show number"), swap))) == []


def test_what_shows_by_itself_waits_for_nothing() -> None:
    calm, swap, other = (f"<p>Call {number}</p>" for number in (OWN, POOLED, THIRD))
    assert told(calm, shows(swap, (CAMPAIGN, swap))) == [("2125550142", "6465550177", None)]
    assert told(calm, shows(swap, (CAMPAIGN, other), (Opener(Act.TIME), other))) == [
        ("2125550142", "6465550177", None),
        ("2125550142", "9175550188", CAMPAIGN),
    ]


@pytest.mark.parametrize(
    ("code", "request_"),
    [
        ('<script src="https://cdn.callrail.com/companies/1/abc/12/swap.js"></script>', ""),
        ('<script async src="//123456.tctm.co/t.js"></script>', ""),
        ("<script>gtag('config', 'AW-123456789/AbC', {'phone_conversion_number': '(212) 555-0142'})</script>", ""),
        ("<script>_googWcmGet(swap, '212-555-0142')</script>", ""),
        ("", "https://s.ksrndkehqnwntyxlhgto.com/12345.js"),
        ("", "https://solutions.invocacdn.com/js/invoca-latest.min.js"),
        ("", "https://cdn.dni.nimbata.com/123.min.js"),
    ],
)
def test_beside_another_vendor_of_call_tracking_nobody_knows_whose_it_is(code: str, request_: str) -> None:
    calm, swap = f"<p>Call {OWN}</p>{code}", f"<p>Call {POOLED}</p>{code}"
    assert told(calm, shows(swap, requests=filter(None, [request_]))) == []
    named = f"<p>Call {OWN}</p><p>We use callrail.com</p>"
    assert told(named, shows(named.replace(OWN, POOLED))) == [("2125550142", "6465550177", None)]


def test_a_page_that_went_on_elsewhere_is_not_compared() -> None:
    calm, swap = f"<p>Call {OWN}</p>", f"<p>Call {POOLED}</p>"
    assert exchanged(body(calm), replace(shows(swap), url=f"{HOME}elsewhere/")) == ()
    assert len(exchanged(body(calm), replace(shows(swap), url=f"{HOME}?from=x#top"))) == 1
