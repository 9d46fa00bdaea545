"""A trace in a template, or in a part that pages share, is one edit however many pages show it."""

import pytest

from scanner.model import PlacementType
from scanner.surroundings import Spread
from tests.scanner.placing import IFRAME, LINK, LOADER, place

TEMPLATES = [
    (
        "wordpress/elementor",
        '<footer data-elementor-type="footer" data-elementor-id="58"><div class="elementor-element-1e17443 '
        f'elementor-widget-html" data-id="1e17443">{IFRAME}</div></footer>',
        "HTML widget 1e17443 in the footer template",
        "Templates › Theme Builder › Footer",
        "template:footer:58",
    ),
    (
        "wordpress/elementor",
        f'<div data-elementor-type="popup" data-elementor-id="412">{IFRAME}</div>',
        "frame in the popup template 412",
        "Templates › Popups › template 412",
        "template:popup:412",
    ),
    (
        "wordpress/elementor",
        '<div data-elementor-type="wp-page" data-elementor-id="9">'
        f'<div data-elementor-type="section" data-elementor-id="77">{IFRAME}</div></div>',
        "frame in the section template 77",
        "Templates › Theme Builder › template 77 (section)",
        "template:section:77",
    ),
    (
        "wordpress/divi",
        '<footer class="et-l et-l--footer"><div class="et_pb_section et_pb_section_0_tb_footer"><div '
        f'class="et_pb_module et_pb_code et_pb_code_0_tb_footer">{IFRAME}</div></div></footer>',
        "the 1st Code module in the footer of the Theme Builder template",
        "Divi › Theme Builder › Footer",
        "template:footer:the footer of the Theme Builder template",
    ),
    (
        "wordpress/bricks",
        f'<header id="brx-header"><div id="brxe-ab" class="brxe-code">{IFRAME}</div></header>',
        "Code element ab in the header template",
        "Bricks › Templates › Header",
        "template:header:the header template",
    ),
    (
        "wordpress/block-editor",
        f'<footer class="wp-block-template-part"><div class="wp-block-button">{LINK}</div></footer>',
        "Button block, link ‘Book a consultation’ in the footer template part",
        "usually Appearance › Editor › Patterns › Footer",
        "template:footer:the footer template part",
    ),
    (
        "wordpress",
        f'<aside><section id="custom_html-2" class="widget widget_custom_html">{IFRAME}</section></aside>',
        "Custom HTML widget custom_html-2 in the sidebar",
        "Appearance › Widgets",
        "block:Custom HTML widget custom_html-2#custom_html-2",
    ),
    (
        "wix",
        f'<footer id="SITE_FOOTER"><div id="comp-k1">{IFRAME}</div></footer>',
        "embedded HTML element comp-k1 in the footer of the site",
        "the footer, on the canvas of any page",
        "template:footer:the footer of the site",
    ),
    (
        "squarespace",
        f'<footer id="footer-sections"><div class="sqs-block sqs-block-code" id="block-1">{IFRAME}</div></footer>',
        "Code block block-1 in the footer",
        "any page › Edit › Footer",
        "template:footer:the footer",
    ),
    (
        "shopify",
        f'<div id="shopify-section-sections--215__chat_bar" class="shopify-section">{IFRAME}</div>',
        "frame in the shared section chat_bar",
        "Online Store › Themes › Customize, section chat_bar",
        "template:template:chat_bar",
    ),
    (
        "duda",
        f'<div class="dmFooterContainer"><div class="dmCustomHtml" id="99">{IFRAME}</div></div>',
        "HTML widget 99 in the footer",
        "the footer, on any page",
        "template:footer:the footer",
    ),
    (
        "drupal",
        f'<div id="block-clinic-chat" class="block">{IFRAME}</div>',
        "block block-clinic-chat",
        "Structure › Block layout",
        "block:block block-clinic-chat#block-clinic-chat",
    ),
]


@pytest.mark.parametrize(("platform", "body", "container", "edit", "anchor"), TEMPLATES)
def test_a_builders_template_is_one_edit_wherever_it_is_seen(
    platform: str, body: str, container: str, edit: str, anchor: str
) -> None:
    found = place(body, platform)
    assert (found.type, found.spread, found.container, found.shared, found.anchor) == (
        *(PlacementType.SHARED, Spread.ONCE),
        *(container, edit, anchor),
    )


@pytest.mark.parametrize(
    ("body", "container", "spread"),
    [
        (f"<header><nav>{LINK}</nav></header>", "link ‘Book a consultation’ in the header", Spread.POSITION),
        (f"<div role=contentinfo>{LINK}</div>", "link ‘Book a consultation’ in the footer", Spread.POSITION),
        (f"<div id=site-footer>{LINK}</div>", "link ‘Book a consultation’ in the footer", Spread.POSITION),
        (f"<nav>{LINK}</nav>", "link ‘Book a consultation’ in the menu", Spread.POSITION),
        (f"<main><aside>{LINK}</aside></main>", "link ‘Book a consultation’ in the sidebar", Spread.POSITION),
        (f"<dialog id=book>{IFRAME}</dialog>", "frame in the popup book", Spread.POSITION),
        (f"<div class='modal fade'>{IFRAME}</div>", "frame in a popup", Spread.POSITION),
        (f"<article><header>{LINK}</header></article>", "link ‘Book a consultation’ in the page", Spread.CONTENT),
        (f"<main><nav>{LINK}</nav></main>", "link ‘Book a consultation’ in the page", Spread.CONTENT),
    ],
)
def test_header_footer_menu_sidebar_and_popup_are_known_on_any_page(body: str, container: str, spread: Spread) -> None:
    found = place(body)
    assert (found.container, found.spread) == (container, spread)


@pytest.mark.parametrize(
    ("platform", "edit"),
    [
        ("wordpress/elementor", "usually Elementor › Custom Code, or a snippet plugin such as WPCode"),
        ("wordpress/divi", "Divi › Theme Options › Integration (head, body, top of posts, bottom of posts)"),
        ("wix", "Settings › Development & Integrations › Custom Code"),
        (
            "squarespace",
            "Website › Pages › Custom Code › Code Injection (older menu: Settings › Advanced › Code Injection)",
        ),
        ("shopify", "Online Store › Themes › Edit code › Layout › theme.liquid, or Customize › App embeds"),
    ],
)
def test_a_script_outside_the_content_is_code_of_the_whole_site(platform: str, edit: str) -> None:
    found = place(f"<main><p>Welcome</p></main>{LOADER}", platform)
    assert (found.spread, found.setting, found.container) == (
        *(Spread.POSITION, "code"),
        "script in the code of the page",
    )
    assert found.shared == f"the code that these pages share: {edit}"
