"""A trace is placed where a person edits it, in the words of the builder."""

import pytest

from scanner.mentions import Element
from scanner.model import Hop, Mode, Page, PlacementType
from scanner.placement import Place, placement, settled
from scanner.surroundings import Spread, clip, surroundings
from tests.scanner.placing import FORM_URL, IFRAME, LINK, LOADER, PAGE, place, places

BLOCKS = [
    (
        "wordpress/elementor",
        '<div data-elementor-type="wp-page" data-elementor-id="12"><h2>Contact us</h2>'
        '<div class="elementor-element elementor-element-1e17443 elementor-widget elementor-widget-html" '
        f'data-id="1e17443" data-widget_type="html.default"><div class="x">{IFRAME}</div></div></div>',
        "HTML widget 1e17443 under the heading ‘Contact us’",
        "this page, in the HTML widget 1e17443 under the heading ‘Contact us’",
    ),
    (
        "wordpress/elementor",
        '<div data-elementor-type="wp-page" data-elementor-id="12"><div class="elementor-element elementor-element-7d '
        f'elementor-widget elementor-widget-button">{LINK}</div></div>',
        "Button widget 7d, link ‘Book a consultation’",
        "this page, in the Button widget 7d",
    ),
    (
        "wordpress/elementor",
        '<div data-elementor-type="single-post" data-elementor-id="37"><div class="elementor-element-9 '
        f'elementor-widget-theme-post-content"><h2>News</h2>{IFRAME}</div></div>',
        "Custom HTML block after the heading ‘News’",
        "this page, in the Custom HTML block after the heading ‘News’",
    ),
    (
        "wordpress/divi",
        '<div class="et_pb_section et_pb_section_0"><div class="et_pb_module et_pb_code et_pb_code_1"><div '
        f'class="et_pb_code_inner">{IFRAME}</div></div></div>',
        "the 2nd Code module",
        "this page, in the 2nd Code module",
    ),
    (
        "wordpress/wpbakery",
        f'<div class="vc_row"><div class="wpb_raw_code wpb_raw_html"><div>{IFRAME}</div></div></div>',
        "Raw HTML element",
        "this page, in the Raw HTML element",
    ),
    (
        "wordpress/beaver",
        '<div class="fl-builder-content fl-builder-content-22 fl-builder-content-primary"><div class="fl-module '
        f'fl-module-html fl-node-187lam3g6hct">{IFRAME}</div></div>',
        "HTML module 187lam3g6hct",
        "this page, in the HTML module 187lam3g6hct",
    ),
    (
        "wordpress/bricks",
        f'<main id="brx-content"><div id="brxe-nnegcj" class="brxe-code">{IFRAME}</div></main>',
        "Code element nnegcj",
        "this page, in the Code element nnegcj",
    ),
    (
        "wordpress/block-editor",
        f'<main><div class="entry-content wp-block-post-content"><h2>Book now</h2>{IFRAME}</div></main>',
        "Custom HTML block after the heading ‘Book now’",
        "this page, in the Custom HTML block after the heading ‘Book now’",
    ),
    (
        "wix",
        f'<section><h2>Visit</h2><div id="comp-lx1a2b"><div>{IFRAME}</div></div></section>',
        "embedded HTML element comp-lx1a2b under the heading ‘Visit’",
        "this page, in the embedded HTML element comp-lx1a2b under the heading ‘Visit’",
    ),
    (
        "squarespace",
        '<main><div class="fe-block"><div class="sqs-block code-block sqs-block-code" data-block-type="23" '
        f'id="block-yui_3_17_2_1_16"><div class="sqs-block-content">{IFRAME}</div></div></div></main>',
        "Code block block-yui_3_17_2_1_16",
        "this page, in the Code block block-yui_3_17_2_1_16",
    ),
    (
        "squarespace",
        f'<main><div class="sqs-block embed-block sqs-block-embed" id="block-9f">{IFRAME}</div></main>',
        "Embed block block-9f",
        "this page, in the Embed block block-9f",
    ),
    (
        "webflow",
        f'<div class="booking-wrap"><div class="w-embed w-iframe w-script">{IFRAME}</div></div>',
        "Embed element inside ‘booking-wrap’",
        "this page, in the Embed element inside ‘booking-wrap’",
    ),
    (
        "duda",
        f'<div class="dmRespRow"><div class="dmCustomHtml" id="3174124045" dmle_widget="html">{IFRAME}</div></div>',
        "HTML widget 3174124045",
        "this page, in the HTML widget 3174124045",
    ),
    (
        "godaddy",
        f'<div id="4f1c" class="widget widget-html widget-html-html-1"><h2>Book online</h2>{IFRAME}</div>',
        "HTML section under the heading ‘Book online’",
        "this page, in the HTML section under the heading ‘Book online’",
    ),
    (
        "weebly",
        f'<div id="wsite-content"><div id="838384766625" class="wcustomhtml">{IFRAME}</div></div>',
        "Embed Code element 838384766625",
        "this page, in the Embed Code element 838384766625",
    ),
    (
        "framer",
        f'<div data-framer-name="Booking"><div>{IFRAME}</div></div>',
        "layer ‘Booking’",
        "this page, in the layer ‘Booking’",
    ),
    (
        "html",
        f"<main><h1>Contact</h1>{IFRAME}</main>",
        "frame under the heading ‘Contact’",
        "this page, under the heading ‘Contact’",
    ),
    ("html", f"<main>{LINK}</main>", "link ‘Book a consultation’ in the page", "this page"),
]


@pytest.mark.parametrize(("platform", "body", "container", "edit"), BLOCKS)
def test_page_content_is_named_by_its_block_and_heading(platform: str, body: str, container: str, edit: str) -> None:
    found = place(body, platform)
    assert (found.type, found.setting, found.container, found.alone) == (PlacementType.PAGE, "page", container, edit)


def test_a_section_of_a_shop_is_named_by_its_key() -> None:
    section = Element("div", "shopify-section-template--16845435273391__custom_liquid_MLtYUt", ("shopify-section",))
    found = surroundings("shopify", "embed", (Element("main"), section))
    assert (found.block, found.part) == ("Custom Liquid section custom_liquid_MLtYUt", "")


@pytest.mark.parametrize(
    ("html", "container"),
    [
        ('<link rel="icon" href="{}">', "site icon in the head of the page"),
        ('<link rel="apple-touch-icon" href="{}">', "site icon in the head of the page"),
        ('<meta property="og:image" content="{}">', "preview picture (og:image) in the head of the page"),
    ],
)
def test_pictures_named_in_the_head_are_edited_in_the_head(html: str, container: str) -> None:
    logo = "https://assets.cdn.filesafe.space/AbCdEfGhIjKlMnOpQrSt/media/0123456789abcdef01234567.png"
    page = f"<!doctype html><html><head>{html.format(logo)}</head><body></body></html>"
    found = places(Page(PAGE, PAGE, 200, Mode.SERVED, page))
    assert [(p.setting, p.key, p.container) for p in found] == [("code", "code:head", container)]


def test_a_script_in_the_head_is_code_of_the_whole_site() -> None:
    html = f"<!doctype html><html><head>{LOADER}</head><body><header></header></body></html>"
    found = places(Page(PAGE, PAGE, 200, Mode.SERVED, html))
    assert [(p.container, p.key) for p in found] == [("script in the head of the page", "code:head")]


def test_a_script_in_the_content_is_content() -> None:
    assert place(f"<main><h2>Talk to us</h2>{LOADER}</main>").container == "script under the heading ‘Talk to us’"


def test_a_redirect_is_edited_where_it_starts() -> None:
    start, end = "https://clinic.example/book", FORM_URL
    got = Page(start, end, 200, Mode.SERVED, "", hops=(Hop(start, end, 302),))
    assert [(p.type, p.container, p.anchor) for p in places(got)] == [
        (PlacementType.REDIRECT, start, "redirect:clinic.example/book")
    ]


def test_a_redirect_on_the_way_names_the_address_that_redirects() -> None:
    first, second = "https://clinic.example/go", "https://clinic.example/book"
    got = Page(first, FORM_URL, 200, Mode.SERVED, "", hops=(Hop(first, second, 301), Hop(second, FORM_URL, 302)))
    assert [p.container for p in places(got)] == [second]


@pytest.mark.parametrize(
    "body",
    [
        LOADER.replace("<script ", '<script id="leadconnector-chat-widget-js" '),
        LOADER.replace("<script ", '<script id="leadconnector-text-widget-js" '),
    ],
)
def test_what_the_plugin_prints_is_switched_off_in_the_plugin(body: str) -> None:
    found = place(f"<footer>{body}</footer>", "wordpress")
    assert (found.type, found.container, found.anchor, found.shared) == (
        *(PlacementType.PLUGIN, "LeadConnector plugin", "plugin:leadconnector"),
        "the LeadConnector plugin: its own settings, then Plugins",
    )


@pytest.mark.parametrize(
    ("spread", "pages", "total", "shared"),
    [
        (Spread.ONCE, 1, 50, True),
        (Spread.POSITION, 1, 1, False),
        (Spread.POSITION, 2, 50, True),
        (Spread.CONTENT, 2, 2, False),
        (Spread.CONTENT, 3, 3, True),
        (Spread.CONTENT, 8, 10, True),
        (Spread.CONTENT, 7, 10, False),
        (Spread.ALONE, 10, 10, False),
    ],
)
def test_how_many_pages_make_one_edit(spread: Spread, pages: int, total: int, shared: bool) -> None:
    found = Place(PlacementType.PAGE, spread, "page", "", "", "", "", "")
    assert settled(found, pages, total) is shared


def test_a_place_becomes_a_placement_of_one_page_or_of_many() -> None:
    found = place(f"<footer>{LINK}</footer>")
    one, two = (PAGE,), ("https://clinic.example/", PAGE)
    alone, together = placement(found, one, "html", shared=False), placement(found, two, "html", shared=True)
    assert (alone.type, alone.pages, alone.edit) == (PlacementType.PAGE, one, "this page, in the footer")
    assert (together.type, together.pages, together.edit) == (
        *(PlacementType.SHARED, two),
        "the footer that these pages share",
    )


def test_ids_with_numbers_and_passing_states_do_not_tell_chains_apart() -> None:
    first = (
        Element("div", "post-12", ("card", "is-open")),
        Element("li", "", ("menu-item", "current-menu-item", "item-3")),
    )
    second = (Element("div", "post-99", ("card",)), Element("li", "", ("menu-item", "item-4")))
    assert (
        surroundings("html", "link", first).chain
        == surroundings("html", "link", second).chain
        == "div.card > li.menu-item"
    )


def test_words_from_a_page_are_cut_and_on_one_line() -> None:
    assert clip(" a\n b ") == "a b"
    assert clip("x" * 200) == "x" * 79 + "…"
    assert place(f"<main><h2>{'Long ' * 60}</h2>{IFRAME}</main>").container.endswith("Long…’")
