"""What of a document leads to other pages of the site: which places, in which part, under which words."""

import time
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from scanner.extract import read
from scanner.extract.inward import EACH, MOST
from scanner.extract.locate import Places
from scanner.inward import Inward, Part, Way, beside
from scanner.model import SeenIn
from scanner.urls import inward_key

HOST = "clinic.example"
PAGE = f"https://{HOST}/"
OFFER = f"https://{HOST}/offer"
SITES = Path(__file__).parents[1] / "sites"


def inward(body: str, head: str = "") -> tuple[Inward, ...]:
    document = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return read(document, url=PAGE, seen_in=SeenIn.HTML, in_scope=lambda host: host == HOST, keywords=("crm",)).inward


def to_offer(
    way: Way, locator: str, label: str = "", part: Part = Part.NONE, *, address: str = OFFER
) -> tuple[Inward, ...]:
    return (Inward(inward_key(address), way, part, label, locator),)


def test_links_buttons_and_menus_are_told_apart() -> None:
    link = '<a href="/offer">Our offer</a>'
    assert inward(f"<p>{link}</p>") == to_offer(Way.LINK, "body > p > a", "Our offer")
    assert inward(f"<nav>{link}</nav>") == to_offer(Way.LINK, "body > nav > a", "Our offer", Part.MENU)
    assert inward(f"<header><div>{link}</div></header>") == to_offer(
        Way.LINK, "body > header > div > a", "Our offer", Part.HEADER
    )
    assert inward(f"<div role=contentinfo>{link}</div>") == to_offer(
        Way.LINK, "body > div > a", "Our offer", Part.FOOTER
    )
    assert inward(f"<article><header>{link}</header></article>") == to_offer(
        Way.LINK, "body > article > header > a", "Our offer"
    )
    assert inward('<a class="wp-block-button__link btn" href="/offer#now">Go</a>') == to_offer(
        Way.BUTTON, "body > a", "Go"
    )
    assert inward("<button id=b onclick=\"location.href='/offer'\">Go</button>") == to_offer(
        Way.BUTTON, "button#b", "Go"
    )
    assert inward('<iframe src="/offer"></iframe>') == to_offer(Way.FRAME, "body > iframe")


def test_what_a_page_says_for_programs_counts_where_it_is_another_page() -> None:
    assert inward("", f'<link rel="canonical" href="{OFFER}">') == to_offer(Way.CANONICAL, "head > link")
    assert inward("", f'<link rel="next" href="{OFFER}">') == to_offer(Way.HEAD, "head > link")
    assert inward("", f'<meta property="og:url" content="{OFFER}">') == to_offer(Way.OPEN_GRAPH, "head > meta")
    assert inward("", '<meta http-equiv="refresh" content="0;url=/offer">') == to_offer(Way.REDIRECT, "head > meta")
    data = f'{{"@type": "Clinic", "url": "{PAGE}", "makesOffer": {{"url": "{OFFER}"}}, "text": "See /offer"}}'
    assert inward("", f'<script type="application/ld+json">{data}</script>') == to_offer(Way.JSON_LD, "head > script")
    assert inward("", f'<link rel="canonical" href="{PAGE}"><meta property="og:url" content="{PAGE}">') == ()


def test_what_leads_elsewhere_or_is_held_by_another_document_is_left_out() -> None:
    assert inward('<a href="https://other.example/offer">Offer</a><a href="#top">Top</a><a href="/">Home</a>') == ()
    assert inward('<!-- <a href="/offer">Our offer</a> -->') == ()
    assert inward("<iframe srcdoc=\"<p>x</p><a href='/offer'>Our offer</a>\"></iframe>") == ()


def test_addresses_are_told_by_a_key_and_words_are_redacted() -> None:
    [one] = inward('<a href="/offer?mail=jo%40clinic.example">Write to jo@clinic.example</a>')
    assert one.key == inward_key(f"{OFFER}?mail=jo%40clinic.example") != inward_key(OFFER)
    assert "jo@" not in one.label


def test_very_many_places_are_not_all_kept() -> None:
    assert len(inward('<a href="/offer">Offer</a>' * 50)) == EACH
    assert len(inward("".join(f'<a href="/page-{n}">Page</a>' for n in range(MOST + 50)))) == MOST


def test_only_what_is_new_in_the_browser_is_added() -> None:
    served = inward('<a href="/offer">Our offer</a>')
    shown = inward(
        '<div><a href="/offer">Our offer</a><a href="/offer">Book now</a><a href="/peel">Our offer</a></div>'
    )
    assert [(one.label, one.locator) for one in beside(served, shown)] == [
        ("Our offer", "body > a"),
        ("Book now", "body > div > a:nth-of-type(2)"),
        ("Our offer", "body > div > a:nth-of-type(3)"),
    ]


def same_locators(root: etree._Element) -> int:
    slow, quick, number = Places(root, ""), Places(root, ""), 0
    for element in root.iter(etree.Element):
        assert quick.path(element) == slow.selector(element)
        number += 1
    return number


def test_locators_are_those_of_findings() -> None:
    files = sorted(SITES.rglob("*.html"))
    assert sum(same_locators(html.fromstring(file.read_bytes())) for file in files if file.read_bytes().strip()) > 5_000


@given(st.lists(st.sampled_from(["<div>", "<p id=a>", "<p id=b>", "<template shadowrootmode=open>", "</div>", "<a>"])))
def test_locators_of_any_document_are_those_of_findings(pieces: list[str]) -> None:
    same_locators(html.document_fromstring(f"<body><i></i>{''.join(pieces)}</body>"))


def test_a_hostile_document_takes_linear_time() -> None:
    for piece in ('<div><a href="/a">x</a>', '<nav><a href="/b"><i>y', '<a href="/c" class="btn-btn-btn">'):
        begin = time.perf_counter()
        inward(piece * 4_000)
        assert time.perf_counter() - begin < 4, piece
