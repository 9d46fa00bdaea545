"""Whose an exchange of numbers is: what a finding says of it, and what exchanges none."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from scanner.findings import findings
from scanner.model import (
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
from scanner.recognise import Recogniser
from scanner.scan import Evidence, Finding
from scanner.signatures import load
from scanner.traces import PageTraces
from scanner.uniting import unite
from tests.scanner.numbering import CAMPAIGN, HOME, OWN, POOLED, THIRD, body

WHITE = "https://link.agency.example"
HEX = "0123456789abcdef01234567"
FORM = f'<iframe src="{WHITE}/widget/form/AbCdEfGhIjKlMnOpQrSt"></iframe>'
POOL = "/loc/AbCdEfGhIjKlMnOpQrSt/pool/ZyXwVuTsRqPoNmLkJiHg/number_pool.js"
SCRIPT = f'<script src="{WHITE}/js/visitors.js"></script>'
RECOGNISER = Recogniser(load(), frozenset({"clinic.example"}))


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


def test_no_number_stays_as_exchanged_of_a_page_on_which_none_is() -> None:
    stays = repr(replace(both(CALM + SCRIPT, CALM + SCRIPT), phones=()))
    assert "555" not in stays.replace("AbCdEfGhIjKlMnOpQrSt", "")
    stays = repr(replace(both(f"{CALM}<p>Fax {THIRD}</p>{SCRIPT}", f"{SWAP}<p>Fax {THIRD}</p>{SCRIPT}"), phones=()))
    assert "0177" in stays
    assert "0188" not in stays
