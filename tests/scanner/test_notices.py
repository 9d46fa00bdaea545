"""Privacy and cookie texts that name the CRM are notes; what only sounds like them is nothing."""

import time
from pathlib import Path

import pytest

from scanner.extract.notices import MOST, is_address, is_title
from scanner.findings import FailOn, fails, findings, verdict
from scanner.model import Mode, Note, Page, Severity, State, Verdict
from scanner.scan import Coverage, Finding
from scanner.uniting import unite
from tests.scanner.finding import RECOGNISER, both, found, read, rendered, served, url

SITE = Path(__file__).parents[1] / "sites" / "notes" / "clinic.example"
POLICY = "/privacy-policy/"


def of_site() -> tuple[Finding, ...]:
    """What the site shows, served and in a browser."""
    traces = []
    for file in sorted(SITE.rglob("index.html")):
        address = url("/" + file.relative_to(SITE).as_posix().removesuffix("index.html"))
        pages = (Page(address, address, 200, mode, file.read_text("utf-8")) for mode in (Mode.SERVED, Mode.RENDERED))
        traces.append(unite(*read(*pages)))
    return tuple(one for one in findings(traces, RECOGNISER) if one.note is Note.TEXT)


def told(result: tuple[Finding, ...]) -> list[tuple[list[str], str, list[tuple[str, str]]]]:
    return [
        (
            [page.removeprefix(url("")) for page in one.placement.pages],
            one.placement.edit,
            [(piece.locator, piece.excerpt) for piece in one.evidence if piece.page == one.placement.pages[0]],
        )
        for one in result
    ]


def sentences(path: str, body: str, title: str = "Clinic") -> list[str]:
    result = found(served(path, body.replace("<title>", ""), f"<title>{title}</title>"))
    return [piece.excerpt for one in result if one.note is Note.TEXT for piece in one.evidence]


def test_texts_of_a_site_are_notes_with_their_sentences() -> None:
    result = of_site()
    assert told(result) == [
        (
            ["/", "/blog/privacy-and-gohighlevel/", "/cookies/", "/imprint/", "/members/", "/privacy-policy/"],
            "the template or pattern that puts it on these pages",
            [("div#cookie-consent > table > tbody > tr:nth-of-type(2)", "msgsndr_id | Knows you again | 1 year")],
        ),
        (
            ["/cookies/"],
            "this page, under the heading ‘Cookies’",
            [("body > main > table > tr:nth-of-type(3)", "hl_timer_arrival | Our booking pages")],
        ),
        (
            ["/imprint/"],
            "this page, under the heading ‘Datenschutz’",
            [("body > main > p:nth-of-type(2)", "Termine verwalten wir mit Aesthetix CRM.")],
        ),
        (
            ["/privacy-policy/"],
            "this page, under the heading ‘Privacy policy’",
            [
                (
                    "body > main > p:nth-of-type(1)",
                    "What you write to us is kept by HighLevel Inc. (GoHighLevel), 400 N Saint Paul St, Dallas.",
                ),
                (
                    "body > main > p:nth-of-type(2)",
                    "Reminders are sent with LeadConnector; write to [redacted] to stop them.",
                ),
            ],
        ),
    ]
    assert {(one.signature, one.state, one.severity) for one in result} == {
        ("highlevel/policy-text", State.INERT, Severity.TIDY)
    }
    assert {one.remedy.steps[-1] for one in result} == {"Run unembed crawl again: it says whether this is gone."}


def test_a_text_is_no_trace_and_fails_nothing() -> None:
    coverage = Coverage(True, 6, 0, (), (), {})
    result = of_site()
    assert verdict(result, coverage) is Verdict.CLEAR
    assert not any(fails(result, wanted) for wanted in FailOn)


def test_a_text_is_no_second_sign_for_anything() -> None:
    weak = '<a href="https://pay.other.example/payment-link/0123456789abcdef01234567">Pay</a>'
    result = found(served(POLICY, f"<p>Kept by HighLevel.</p>{weak}"))
    assert {one.signature for one in result} == {"highlevel/policy-text", "highlevel/payment-page"}


@pytest.mark.parametrize(
    "text",
    [
        "A high level of care, High Level people, high-level rules and a HIGH LEVEL of trust.",
        "Our hiking club HighLevels meets on Sundays; so does MyHighLevel9.",
        "Cookies: _mp, am_id, tr, provider, user-email.",
        "<script>var vendor = 'HighLevel';</script>",
        "<!-- HighLevel -->",
    ],
)
def test_other_words_are_nothing(text: str) -> None:
    assert sentences(POLICY, f"<p>{text}</p>") == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/blog/privacy/", "<h1>Privacy</h1><p>HighLevel</p>"),
        ("/2026/03/privacy/", "<h1>Privacy</h1><p>HighLevel</p>"),
        ("/prices/", "<h1>What it costs</h1><p>Rent, HighLevel, laundry.</p>"),
        ("/compare/", "<h1>Privacy compared: HighLevel vs others</h1><p>HighLevel</p>"),
        ("/faq/", "<h1>Questions</h1><h2>Is my privacy safe?</h2><p>We left HighLevel.</p>"),
        ("/about/", "<h1>Privacy</h1><p>None.</p><h1>Partners</h1><p>HighLevel</p>"),
        ("/privacy/", "<footer><p>Site by GoHighLevel experts</p></footer>"),
        (
            "/privacy-news/",
            '<script type="application/ld+json">{"@type": "BlogPosting"}</script><h1>Privacy</h1><p>HighLevel</p>',
        ),
    ],
)
def test_articles_and_lists_that_mention_the_crm_are_nothing(path: str, body: str) -> None:
    assert sentences(path, body) == []


def test_a_long_sentence_and_a_long_block_are_cut_around_the_name() -> None:
    [excerpt] = sentences(POLICY, f"<p>{'so and ' * 200} HighLevel {'and so ' * 200}</p>")
    assert "HighLevel" in excerpt
    assert len(excerpt) <= 300
    assert sentences(POLICY, f"<div>{'<p>so.</p>' * 3000}HighLevel keeps it.</div>") == ["HighLevel keeps it."]


def test_served_and_shown_are_one_and_what_only_shows_is_found() -> None:
    policy = "<h1>Cookie policy</h1><p>msgsndr_id, for a year</p>"
    traces = both(served("/legal/", policy), rendered("/legal/", policy + "<p>LeadConnector</p>"))
    [one] = findings([traces], RECOGNISER)
    assert one.value == "HighLevel"
    [late] = found(rendered("/legal/", policy))
    assert late.note is Note.TEXT


def test_many_places_and_hostile_markup_cost_little() -> None:
    started = time.process_time()
    many = found(served(POLICY, "".join(f"<p>HighLevel {number}</p>" for number in range(3000))))
    deep = found(served("/", "<div>" * 200 + "<i>HighLevel</i> " * 20_000))
    assert time.process_time() - started < 5
    assert [len(one.evidence) <= MOST for one in many] == [True]
    assert deep == ()


TITLES = [
    *("Privacy Policy", "Notice of privacy practices", "Clinic | Política de privacidad", "Datenschutzerklärung"),
    *("Politique de confidentialité", "Informativa sulla privacy e cookie", "Integritetspolicy", "Personvernerklæring"),
    *("Tietosuojaseloste", "Polityka prywatności", "Ochrana osobních údajů", "Çerez Politikası", "Πολιτική Απορρήτου"),
    *("Политика конфиденциальности", "プライバシーポリシー", "개인정보 처리방침", "隐私政策", "سياسة الخصوصية"),
]
OTHERS = [
    *("", "Our clinic", "Is my privacy safe?", "How we chose a CRM and kept our privacy", "Best cookie tools"),
    "All that you have ever wanted to know of privacy in our rooms",
]


def test_titles_and_addresses_are_known_in_many_languages() -> None:
    assert [title for title in TITLES if not is_title(title)] == []
    assert [title for title in OTHERS if is_title(title)] == []
    addresses = ["/privacy-policy/", "/legal/cookies.html", "/es/politica_de_privacidad", "/%E9%9A%90%E7%A7%81/"]
    assert [path for path in addresses if not is_address(url(path))] == []
    assert [path for path in ("/", "/privacy-crm-compared/", "/private-rooms/") if is_address(url(path))] == []
