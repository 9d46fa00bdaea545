"""A trace is placed where a person edits it, in the words of the builder."""

from collections.abc import Iterable

import pytest

from scanner.model import Element, Hop, How, Mention, MentionType, Mode, Page, PlacementType, SeenIn, State, Where
from scanner.placement import Place, file_of_site, locate, placement, settled
from scanner.recognise import Recogniser
from scanner.sightings import Sighting, unite
from scanner.signatures import load
from scanner.surroundings import Spread, clip, surroundings
from scanner.traces import PageTraces

PAGE = "https://clinic.example/contact/"
FORM = "AbCdEfGhIjKlMnOpQrSt"
FORM_URL = f"https://link.agency.example/widget/form/{FORM}"
IFRAME = f'<iframe src="{FORM_URL}"></iframe>'
LINK = f'<a href="{FORM_URL}">Book a  consultation</a>'
LOADER = (
    '<script src="https://widgets.leadconnectorhq.com/loader.js" '
    'data-resources-url="https://widgets.leadconnectorhq.com/chat-widget/loader.js" '
    'data-widget-id="0123456789abcdef01234567"></script>'
)
RECOGNISER = Recogniser(load(), frozenset({"clinic.example"}))

GENERATORS = {
    "wordpress/elementor": '<meta name="generator" content="WordPress"><meta name="generator" content="Elementor 3">',
    "wordpress/divi": '<meta name="generator" content="Divi v.4.27">',
    "wordpress/wpbakery": '<meta name="generator" content="Powered by WPBakery Page Builder">',
    "wordpress/beaver": '<meta name="generator" content="WordPress"><link href="/wp-content/uploads/bb-plugin/1.css">',
    "wordpress/bricks": '<meta name="generator" content="WordPress"><link href="/wp-content/themes/bricks/assets/">',
    "wordpress/block-editor": (
        '<meta name="generator" content="WordPress"><link href="/wp-includes/css/dist/block-library/style.css">'
    ),
    "wordpress": '<meta name="generator" content="WordPress">',
    "wix": '<meta name="generator" content="Wix.com Website Builder">',
    "squarespace": "<script>Static.SQUARESPACE_CONTEXT = {}</script>",
    "webflow": '<meta name="generator" content="Webflow">',
    "shopify": '<script src="//cdn.shopify.com/s/a.js"></script><link href="/cdn/shop/t/1/a.css">',
    "duda": '<script src="https://irp.cdn-website.com/a.js"></script><link href="https://static.cdn-website.com/a.css">',
    "godaddy": '<meta name="generator" content="Starfield Technologies; Go Daddy Website Builder 8.0.0000">',
    "weebly": '<script src="//cdn2.editmysite.com/a.js"></script><link href="//x.square.online/a.css">',
    "framer": '<meta name="generator" content="Framer 2f2c5a1">',
    "joomla": '<meta name="generator" content="Joomla!">',
    "drupal": '<meta name="generator" content="Drupal 10">',
    "html": "",
}


def page(body: str, *, platform: str = "html", url: str = PAGE, mode: Mode = Mode.SERVED, **more: object) -> Page:
    html = f"<!doctype html><html><head>{GENERATORS[platform]}</head><body>{body}</body></html>"
    return Page(url, url, 200, mode, html, **more)  # type: ignore[arg-type]  # the tests give fields of Page


def places(got: Page) -> list[Place]:
    _, traces = RECOGNISER.page(got)
    return [locate(sighting, traces) for sighting in unite(traces.matches, RECOGNISER.signatures)]


def place(body: str, platform: str = "html") -> Place:
    found = places(page(body, platform=platform))
    assert len(found) == 1
    return found[0]


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


GTM = "https://www.googletagmanager.com/gtm.js?id=GTM-ABC1234"


def sighting(*mentions: Mention) -> Sighting:
    return Sighting("highlevel/form", FORM, How.EMBED, State.LIVE, 0, mentions)


def requested(initiator: str) -> Mention:
    return Mention(MentionType.REQUEST, FORM_URL, Where(SeenIn.NETWORK, "document"), initiator=initiator)


def shown(*ancestors: Element, seen_in: SeenIn = SeenIn.RENDERED, inside: str = "") -> Mention:
    return Mention(MentionType.FRAME, FORM_URL, Where(seen_in, "body > iframe", "<iframe>", inside, ancestors))


def traces(platform: str = "html", scripts: Iterable[str] = ()) -> PageTraces:
    return PageTraces(PAGE, "Contact", platform, (), (), tuple(scripts))


def test_what_a_tag_manager_put_there_is_a_tag() -> None:
    found = locate(sighting(shown(), requested(GTM)), traces())
    assert (found.type, found.container, found.shared, found.anchor) == (
        *(PlacementType.TAG_MANAGER, "Google Tag Manager container GTM-ABC1234"),
        *("Google Tag Manager container GTM-ABC1234 › Tags", "tag-manager:GTM-ABC1234"),
    )


def test_a_tag_manager_is_known_without_its_container_too() -> None:
    found = locate(sighting(requested(GTM.partition("?")[0] + "?id=")), traces())
    assert (found.type, found.container) == (PlacementType.TAG_MANAGER, "Google Tag Manager")


def test_what_was_served_was_not_put_there_by_a_tag_manager() -> None:
    found = locate(sighting(shown(seen_in=SeenIn.HTML), requested(GTM)), traces())
    assert found.type is PlacementType.PAGE


def test_what_a_file_of_site_of_the_site_put_there_is_edited_in_the_file() -> None:
    file = "https://clinic.example/js/app.js"
    found = locate(sighting(shown(), requested(file)), traces(scripts=[file]))
    assert (found.type, found.container, found.shared) == (
        *(PlacementType.FILE, f"script file {file}"),
        f"the script file {file}",
    )


def test_what_only_a_foreign_script_asks_for_names_that_script() -> None:
    found = locate(sighting(requested("https://tools.other.example/x.js?client=1")), traces())
    assert (found.type, found.container) == (
        PlacementType.PAGE,
        "requested by the script https://tools.other.example/x.js?client=",
    )


def test_what_only_a_foreign_style_sheet_asks_for_names_that_style_sheet() -> None:
    found = locate(sighting(requested("https://tools.other.example/x.css?v=1")), traces())
    assert (found.type, found.container, found.alone) == (
        PlacementType.PAGE,
        "requested by the style sheet https://tools.other.example/x.css?v=1",
        "wherever the style sheet https://tools.other.example/x.css?v=1 is put into the site",
    )


def test_what_a_style_sheet_of_the_site_asks_for_is_edited_in_the_style_sheet() -> None:
    found = locate(sighting(requested("https://clinic.example/wp-content/s.css?ver=7")), traces())
    assert (found.type, found.container, found.shared) == (
        PlacementType.FILE,
        "style sheet https://clinic.example/wp-content/s.css",
        "the style sheet https://clinic.example/wp-content/s.css",
    )


def test_a_frame_in_a_builders_frame_is_placed_by_the_frame_around_it() -> None:
    inner = shown(seen_in=SeenIn.FRAME, inside="div#comp-lx1a2b > iframe")
    assert locate(sighting(inner), traces("wix")).container == "embedded HTML element comp-lx1a2b"


def test_a_trace_in_a_file_of_site_is_edited_in_the_file() -> None:
    got = RECOGNISER.script("https://clinic.example/assets/app.js", f'let a=1;\nshow("{FORM_URL}");\n')
    [found] = [locate(s, got) for s in unite(got.matches, RECOGNISER.signatures)]
    assert (found.type, found.shared) == (
        PlacementType.FILE,
        "the script file https://clinic.example/assets/app.js",
    )


@pytest.mark.parametrize(
    ("path", "edit"),
    [
        ("/assets/app.mjs", "the script file https://clinic.example/assets/app.mjs"),
        ("/assets/app.css?v=2", "the style sheet https://clinic.example/assets/app.css"),
        ("/feed/", "the feed https://clinic.example/feed/"),
        ("/comments/feed", "the feed https://clinic.example/comments/feed"),
        ("/blog-feed.xml", "the feed https://clinic.example/blog-feed.xml"),
        ("/blog.rss", "the feed https://clinic.example/blog.rss"),
        ("/?feed=rss2", "the feed https://clinic.example/?feed="),
        ("/forms.json", "the data file https://clinic.example/forms.json"),
        ("/wp-json/wp/v2/posts", "the data file https://clinic.example/wp-json/wp/v2/posts"),
        ("/site.webmanifest", "the data file https://clinic.example/site.webmanifest"),
        ("/loader.php", "the file https://clinic.example/loader.php"),
        ("/feeding-times.js", "the script file https://clinic.example/feeding-times.js"),
    ],
)
def test_a_file_is_called_what_its_address_says_that_it_is(path: str, edit: str) -> None:
    got = RECOGNISER.script(f"https://clinic.example{path}", f'x = "{FORM_URL}";')
    [found] = [locate(s, got) for s in unite(got.matches, RECOGNISER.signatures)]
    assert (found.type, found.shared) == (PlacementType.FILE, edit)


@pytest.mark.parametrize(
    ("name", "anchor"),
    [
        ("main.3f2a1c9b.js", "main.js"),
        ("index-BqZ3xk9P.js", "index.js"),
        ("app.min.js", "app.min.js"),
        ("booking-calendar.js", "booking-calendar.js"),
        ("contact-form-loader.mjs", "contact-form-loader.mjs"),
        ("app.js?ver=1.4", "app.js"),
    ],
)
def test_the_digest_of_a_build_does_not_make_another_file(name: str, anchor: str) -> None:
    assert file_of_site(f"https://www.clinic.example/a/{name}").anchor == f"file:clinic.example/a/{anchor}"


def test_a_record_and_a_document_are_edited_where_they_are() -> None:
    record = Mention(MentionType.TEXT, "", Where(SeenIn.DNS, "link.clinic.example CNAME"))
    leaflet = Mention(MentionType.LINK, FORM_URL, Where(SeenIn.FILE, "page 1"))
    found = [locate(sighting(mention), traces()) for mention in (record, leaflet)]
    assert [(p.type, p.container) for p in found] == [
        (PlacementType.DNS, "DNS record link.clinic.example CNAME"),
        (PlacementType.FILE, f"file {PAGE}"),
    ]


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
