"""Telephone numbers that scripts exchange: what is a number, what is an exchange, whose it is, and what is none."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.extract.shown_numbers import shown_numbers
from scanner.findings import findings
from scanner.model import (
    Act,
    Confidence,
    How,
    Kind,
    Look,
    Mode,
    Opener,
    Page,
    PlacementType,
    Request,
    SeenIn,
    Severity,
    State,
)
from scanner.numbers import called, digest, digests, is_same, written
from scanner.recognise import Recogniser
from scanner.scan import Evidence, Finding
from scanner.signatures import load
from scanner.swaps import exchanged, swapped
from scanner.traces import PageTraces
from scanner.uniting import unite

HOME = "https://clinic.example/"
WHITE = "https://link.agency.example"
HEX = "0123456789abcdef01234567"
FORM = f'<iframe src="{WHITE}/widget/form/AbCdEfGhIjKlMnOpQrSt"></iframe>'
POOL = "/loc/AbCdEfGhIjKlMnOpQrSt/pool/ZyXwVuTsRqPoNmLkJiHg/number_pool.js"
SCRIPT = f'<script src="{WHITE}/js/visitors.js"></script>'
OWN, POOLED, THIRD = "(212) 555-0142", "(646) 555-0177", "(917) 555-0188"
CAMPAIGN = Opener(Act.CAMPAIGN)
RECOGNISER = Recogniser(load(), frozenset({"clinic.example"}))


# --- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Call 212-555-0142 now", ["2125550142"]),
        ("Call 212.555.0142.", ["2125550142"]),
        ("(212) 555-0142", ["2125550142"]),
        ("(212)555-0142", ["2125550142"]),
        ("212\u00a0555\u20110142", ["2125550142"]),
        ("1-212-555-0142", ["12125550142"]),
        ("1 (212) 555-0142", ["12125550142"]),
        ("+1 (212) 555-0142", ["+12125550142"]),
        ("+44 20 7946 0018", ["+442079460018"]),
        ("T: 212-555-0142, F: 212-555-0143", ["2125550142", "2125550143"]),
        ("212-555-0142 212-555-0143", ["2125550142", "2125550143"]),
        ("2125550142", []),
        ("2026-11-23 10:30", []),
        ("from 10.11.2026 to 12.11.2026", []),
        ("$212 555 0142", []),
        ("costs 1.250.1200,50", []),
        ("#212-555-0142", []),
        ("A212-555-0142", []),
        ("212-555-0142-7", []),
        ("ISBN 978-3-555-01421-7", []),
        ("10,000,000 visitors", []),
        ("112-555-0142", []),
        ("555-0142", []),
        ("192.168.255.1234", []),
        ("Show (212) 555-01…", []),
        ("(212) 555-XXXX", []),
        ("+1", []),
    ],
)
def test_numbers_in_words(text: str, numbers: list[str]) -> None:
    assert [found.number for found in written(text)] == numbers
    assert all(text[found.start : found.end].strip() == text[found.start : found.end] for found in written(text))


@pytest.mark.parametrize(
    ("href", "number"),
    [
        ("tel:+12125550142", "+12125550142"),
        ("tel:212-555-0142", "2125550142"),
        ("TEL: (212) 555 0142", "2125550142"),
        ("tel:%2B1%20212%20555%200142", "+12125550142"),
        ("tel://2125550142", "2125550142"),
        ("tel:2125550142,5", "2125550142"),
        ("tel:2125550142;ext=5", "2125550142"),
        ("sms:+12125550142?body=Hello", "+12125550142"),
        ("callto:2125550142", "2125550142"),
        ("tel:1-800-CLINICS", ""),
        ("tel:911", ""),
        ("tel:", ""),
        ("tel:{{phone}}", ""),
        ("mailto:2125550142@mail.example", ""),
        ("/tel:2125550142", ""),
        ("", ""),
    ],
)
def test_numbers_that_links_call(href: str, number: str) -> None:
    assert called(href) == number


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2125550142", "+12125550142", True),
        ("2125550142", "12125550142", True),
        ("5550142", "2125550142", True),
        ("02079460018", "+442079460018", True),
        ("2125550142", "2125550143", False),
        ("2125550142", "6465550142", False),
    ],
)
def test_a_number_is_the_same_however_it_is_written(one: str, other: str, *, same: bool) -> None:
    assert is_same(one, other) is is_same(other, one) is same
    if len(one) > 8:
        assert (digest(one) == digest(other)) is same


@pytest.mark.parametrize(
    "text",
    [
        "tel:+12125550142",
        '{"phone":"2125550142"}',
        "(212)&nbsp;555&#8209;0142",
        "212.555.0142",
        "var n = ['1-212-555-0142']",
        "tel:%2B1%20212%20555%200142",
    ],
)
def test_digests_know_a_number_again_wherever_it_stands_in_a_document(text: str) -> None:
    assert digest("2125550142") in digests(text)
    assert digest("2125550143") not in digests(text)
    assert "555" not in "".join(digests(text))


# --- exchanges --------------------------------------------------------------------------------------------------------


def body(inner: str, *scripts: str) -> str:
    return f"<!doctype html><html><head><title>x</title></head><body>{inner}{''.join(scripts)}</body></html>"


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


@given(served=DOCUMENTS, shown=DOCUMENTS)
def test_no_two_documents_are_too_odd_to_be_compared(served: str, shown: str) -> None:
    for swap in swapped(served, shown):
        assert not is_same(swap.before, swap.after)
        assert digest(swap.after) not in digests(served)
        assert len(swap.served.excerpt) <= 300
    assert swapped(served, served) == ()
    assert called(served) == "" or called(served).lstrip("+").isdigit()


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


# --- whose it is ------------------------------------------------------------------------------------------------------


def both(
    served: str,
    shown: str,
    *looks: tuple[Opener, str],
    path: str = "",
    recogniser: Recogniser = RECOGNISER,
    **more: object,
) -> PageTraces:
    """What stays of a page that serves one thing and shows another."""
    first = Page(HOME + path, HOME + path, 200, Mode.SERVED, body(served))
    page = replace(first, mode=Mode.RENDERED, html=body(shown), **more)  # type: ignore[arg-type] # fields of Page
    page = replace(page, looks=tuple(Look(opener, body(html)) for opener, html in looks))
    traces = unite(recogniser.page(first)[1], recogniser.page(page)[1])
    return replace(traces, swaps=recogniser.swaps(first.html, page, traces))


def plain(html: str, path: str = "contact/", recogniser: Recogniser = RECOGNISER) -> PageTraces:
    return recogniser.page(Page(HOME + path, HOME + path, 200, Mode.SERVED, body(html)))[1]


def short(found: Iterable[Finding]) -> list[tuple[str, str, str, str]]:
    return [(one.signature.partition("/")[2], one.value, one.state, one.url) for one in found]


CALM, SWAP = f"<p>Call us: {OWN}</p>", f"<p>Call us: {POOLED}</p>"


def test_a_script_of_a_learned_host_that_exchanges_a_number_is_one_finding() -> None:
    home = both(CALM + SCRIPT, SWAP + SCRIPT)
    (form, swap) = sorted(findings([home, plain(FORM)], RECOGNISER), key=lambda one: one.signature)
    assert (form.signature, form.value) == ("highlevel/form", "AbCdEfGhIjKlMnOpQrSt")
    assert (swap.signature, swap.kind, swap.how, swap.state) == (
        *("highlevel/number-swap", Kind.NUMBER_SWAP),
        *(How.SCRIPT, State.LIVE),
    )
    assert (swap.severity, swap.confidence, swap.title) == (
        *(Severity.BREAKS, Confidence.LIKELY),
        "Number-swapping script",
    )
    assert (swap.value, swap.url, swap.opener) == ("6465550177", f"{WHITE}/js/visitors.js", None)
    assert (swap.placement.type, swap.placement.pages) == (PlacementType.PAGE, (HOME,))
    assert swap.placement.container == "script in the code of the page"
    assert swap.evidence == (
        Evidence(HOME, SeenIn.HTML, "body > script", SCRIPT.removesuffix("</script>")),
        Evidence(HOME, SeenIn.HTML, "body > p", "Call us: (212) 555-0142"),
        Evidence(HOME, SeenIn.RENDERED, "body > p", "Call us: (646) 555-0177"),
    )


def test_without_a_script_of_the_crms_it_is_none() -> None:
    assert findings([both(CALM + SCRIPT, SWAP + SCRIPT)], RECOGNISER) == ()
    own = '<script src="/js/numbers.js"></script>'
    assert both(CALM + own + FORM, SWAP + own + FORM).swaps == ()
    assert short(findings([both(CALM + own + FORM, SWAP + own + FORM)], RECOGNISER)) == [
        ("form", "AbCdEfGhIjKlMnOpQrSt", "live", f"{WHITE}/widget/form/AbCdEfGhIjKlMnOpQrSt")
    ]


@pytest.mark.parametrize(
    "script",
    [
        f'<script src="{WHITE}/js/form_embed.js"></script>',
        f'<script src="{WHITE}/js/external-tracking.js" data-tracking-id="tk_{HEX}01234567"></script>',
        '<script src="https://stcdn.leadconnectorhq.com/intl-tel-input/17.0.12/js/utils.min.js"></script>',
        '<script src="https://widgets.leadconnectorhq.com/loader.js" data-resources-url='
        f'"https://widgets.leadconnectorhq.com/chat-widget/loader.js" data-widget-id="{HEX}"></script>',
        f'<img src="{WHITE}/media/logo.png">',
        f'<!-- <script src="{WHITE}/js/visitors.js"></script> -->',
        f'<script>var home = "{WHITE}/l/offer"</script>',
    ],
)
def test_what_is_known_for_something_else_exchanges_no_numbers(script: str) -> None:
    home = both(CALM + script, SWAP + script)
    assert [f for f in findings([home, plain(FORM)], RECOGNISER) if f.kind is Kind.NUMBER_SWAP] == []


@pytest.mark.parametrize(
    "crm", [frozenset({"link.agency.example"}), frozenset()], ids=["a host that was named", "a first-party host"]
)
def test_a_script_of_a_known_host(crm: frozenset[str]) -> None:
    knowing = replace(RECOGNISER, crm_hosts=crm)
    host = WHITE if crm else "https://api.leadconnectorhq.com"
    script = f'<script src="{host}/js/visitors.js"></script>'
    home = both(CALM + script, SWAP + script, recogniser=knowing)
    assert short(findings([home], knowing)) == [("number-swap", "6465550177", "live", f"{host}/js/visitors.js")]


def test_a_known_number_pool_keeps_its_identity_and_shows_what_it_does() -> None:
    pool = f'<script src="{WHITE}{POOL}"></script>'
    (found,) = findings([both(CALM + pool, SWAP + pool)], RECOGNISER)
    assert (found.signature, found.value, found.confidence) == (
        *("highlevel/number-pool", "ZyXwVuTsRqPoNmLkJiHg"),
        Confidence.CERTAIN,
    )
    assert [(piece.seen_in, piece.excerpt) for piece in found.evidence] == [
        (SeenIn.HTML, pool.removesuffix("</script>")),
        (SeenIn.HTML, "Call us: (212) 555-0142"),
        (SeenIn.RENDERED, "Call us: (646) 555-0177"),
    ]


def test_what_only_a_campaign_shows_is_a_finding_that_waits() -> None:
    home = both(CALM + SCRIPT, CALM + SCRIPT, (CAMPAIGN, SWAP + SCRIPT))
    found = findings([home, plain(FORM)], RECOGNISER)
    assert short(found) == [
        ("form", "AbCdEfGhIjKlMnOpQrSt", "live", f"{WHITE}/widget/form/AbCdEfGhIjKlMnOpQrSt"),
        ("number-swap", "6465550177", "waiting", f"{WHITE}/js/visitors.js"),
    ]
    assert [one.opener for one in found] == [None, CAMPAIGN]


def test_each_number_that_is_shown_is_a_finding_of_its_own() -> None:
    home = both(CALM + SCRIPT, SWAP + SCRIPT, (CAMPAIGN, CALM.replace(OWN, THIRD) + SCRIPT))
    found = [f for f in findings([home, plain(FORM)], RECOGNISER) if f.kind is Kind.NUMBER_SWAP]
    assert [(f.value, f.state, f.opener) for f in found] == [
        ("6465550177", State.LIVE, None),
        ("9175550188", State.WAITING, CAMPAIGN),
    ]


def test_the_script_is_the_same_thing_on_pages_without_a_number() -> None:
    pages = [
        both(CALM + SCRIPT, SWAP + SCRIPT),
        both(SCRIPT, SCRIPT, path="about/"),
        both("<a href=tel:+12125550142>Call</a>" + SCRIPT, "<a href=tel:+16465550177>Call</a>" + SCRIPT, path="team/"),
        plain(FORM),
    ]
    found = findings(pages, RECOGNISER)
    assert short(found) == [
        ("number-swap", "+16465550177", "live", f"{WHITE}/js/visitors.js"),
        ("form", "AbCdEfGhIjKlMnOpQrSt", "live", f"{WHITE}/widget/form/AbCdEfGhIjKlMnOpQrSt"),
    ]
    assert (found[0].placement.type, found[0].placement.pages) == (
        PlacementType.SHARED,
        (HOME, f"{HOME}about/", f"{HOME}team/"),
    )


def test_a_pool_that_gives_every_visitor_another_number_is_one_thing() -> None:
    fourth = "(332) 555-0199"
    pages = [
        both(CALM + SCRIPT, SWAP + SCRIPT, (CAMPAIGN, CALM.replace(OWN, THIRD) + SCRIPT)),
        both(CALM + SCRIPT, CALM.replace(OWN, THIRD) + SCRIPT, (CAMPAIGN, SWAP + SCRIPT), path="b/"),
        both(CALM + SCRIPT, SWAP + SCRIPT, (CAMPAIGN, CALM.replace(OWN, fourth) + SCRIPT), path="c/"),
        plain(FORM),
    ]
    found = [f for f in findings(pages, RECOGNISER) if f.kind is Kind.NUMBER_SWAP]
    assert [(f.value, f.state, f.opener, f.placement.pages) for f in found] == [
        ("6465550177", State.LIVE, None, (HOME, f"{HOME}b/", f"{HOME}c/")),
        ("3325550199", State.WAITING, CAMPAIGN, (f"{HOME}c/",)),
    ]
    shown = {piece.excerpt for piece in found[0].evidence if piece.seen_in is SeenIn.RENDERED}
    assert shown == {"Call us: (646) 555-0177", "Call us: (917) 555-0188"}


def test_what_shows_by_itself_on_one_page_waits_on_none() -> None:
    pages = [
        both(CALM + SCRIPT, SWAP + SCRIPT),
        both(CALM + SCRIPT, CALM + SCRIPT, (CAMPAIGN, SWAP + SCRIPT), path="b/"),
        plain(FORM),
    ]
    learned = RECOGNISER.learned(pages)
    assert [
        (match.value, match.mention.state, match.mention.opener)
        for page in pages[:2]
        for match in RECOGNISER.matches(page, learned)
    ] == [("6465550177", State.LIVE, None)] * 2


def test_two_numbers_of_the_clinic_are_exchanged_for_two() -> None:
    fax = "<p>For children: (212) 555-0143</p>"
    home = both(CALM + fax + SCRIPT, SWAP + fax.replace("(212) 555-0143", THIRD) + SCRIPT)
    found = [f for f in findings([home, plain(FORM)], RECOGNISER) if f.kind is Kind.NUMBER_SWAP]
    assert sorted((f.value, f.state) for f in found) == [("6465550177", State.LIVE), ("9175550188", State.LIVE)]


def test_of_several_scripts_the_one_that_is_named_so_is_told() -> None:
    others = f'<script src="{WHITE}/js/a.js"></script><script src="{WHITE}/js/np-swap.js"></script>'
    found = findings([both(CALM + others, SWAP + others), plain(FORM)], RECOGNISER)
    assert sorted(short(found)) == [
        ("crm-address", "link.agency.example/js/a.js", "live", f"{WHITE}/js/a.js"),
        ("form", "AbCdEfGhIjKlMnOpQrSt", "live", f"{WHITE}/widget/form/AbCdEfGhIjKlMnOpQrSt"),
        ("number-swap", "6465550177", "live", f"{WHITE}/js/np-swap.js"),
    ]


def test_a_script_that_only_the_browser_asked_for() -> None:
    address = f"{WHITE}/js/visitors.js"
    asked = (Request(address, "script", frame=HOME, initiator=HOME),)
    found = findings([both(CALM, SWAP, requests=asked), plain(FORM)], RECOGNISER)
    assert ("number-swap", "6465550177", "live", address) in short(found)
    chained = (Request(address, "script", frame=HOME, initiator=f"{WHITE}/js/form_embed.js"),)
    found = findings([both(CALM, SWAP, requests=chained), plain(FORM)], RECOGNISER)
    assert [f for f in found if f.kind is Kind.NUMBER_SWAP] == []


@pytest.mark.parametrize("outcome", ["failed", "refused"])
def test_a_script_that_did_not_load_exchanges_nothing(outcome: str) -> None:
    asked = (Request(f"{WHITE}/js/visitors.js", "script", HOME, HOME, outcome, "http_404"),)
    found = findings([both(CALM + SCRIPT, SWAP + SCRIPT, requests=asked), plain(FORM)], RECOGNISER)
    assert [f for f in found if f.kind is Kind.NUMBER_SWAP] == []


def test_what_the_script_asks_for_belongs_to_it() -> None:
    asked = (
        Request(f"{WHITE}/js/visitors.js", "script", frame=HOME, initiator=HOME),
        Request(f"{WHITE}/numbers?loc=x", "fetch", frame=HOME, initiator=f"{WHITE}/js/visitors.js"),
    )
    found = findings([both(CALM + SCRIPT, SWAP + SCRIPT, requests=asked), plain(FORM)], RECOGNISER)
    assert [one.signature for one in found] == ["highlevel/form", "highlevel/number-swap"]
    assert f"{WHITE}/numbers?loc=" in [piece.excerpt for piece in found[1].evidence]


@pytest.mark.parametrize(
    "elsewhere",
    [
        plain(f"<p>At night: {POOLED}</p>{FORM}"),
        RECOGNISER.script(f"{HOME}js/hours.js", "var day = '212.555.0142', night = '646.555.0177'"),
    ],
    ids=["on another page", "in a script of the site's own"],
)
def test_a_number_that_the_site_itself_serves_is_the_clinics(elsewhere: PageTraces) -> None:
    pages = [both(CALM + SCRIPT, SWAP + SCRIPT), plain(FORM, "form/"), elsewhere]
    assert "highlevel/number-swap" in [f.signature for f in findings(pages[:2], RECOGNISER)]
    found = findings(pages, RECOGNISER)
    assert "highlevel/number-swap" not in [f.signature for f in found]
    assert "highlevel/crm-address" in [f.signature for f in found]


def test_the_order_of_pages_says_nothing() -> None:
    pages = [
        both(CALM + SCRIPT, SWAP + SCRIPT),
        both(CALM + SCRIPT, CALM.replace(OWN, THIRD) + SCRIPT, path="b/"),
        both(SCRIPT, SCRIPT, path="c/"),
        plain(FORM),
    ]
    assert findings(pages, RECOGNISER) == findings(pages[::-1], RECOGNISER)


def test_no_number_stays_of_a_page_on_which_none_is_exchanged() -> None:
    stays = repr(both(CALM + SCRIPT, CALM + SCRIPT))
    assert "555" not in stays.replace("AbCdEfGhIjKlMnOpQrSt", "")
    stays = repr(both(f"{CALM}<p>Fax {THIRD}</p>{SCRIPT}", f"{SWAP}<p>Fax {THIRD}</p>{SCRIPT}"))
    assert "0177" in stays
    assert "0188" not in stays
