"""Site builders are recognised by what their pages show, and the data about them holds together."""

import string
import tomllib
from importlib.resources import files

import pytest

from scanner.mentions import Element
from scanner.platforms import Part, catalogue, platform, recognise, template

ELEMENTOR = (
    '<meta name="generator" content="WordPress 6.6.2">'
    '<link rel="stylesheet" href="https://clinic.example/wp-content/plugins/elementor/assets/css/frontend.min.css">'
)
PAGES = {
    "wordpress": '<meta name="generator" content="WordPress 6.6.2">',
    "wordpress/elementor": ELEMENTOR,
    "wordpress/divi": '<meta content="Divi v.4.27" name="generator"><body class="et_pb_pagebuilder_layout">',
    "wordpress/wpbakery": '<script src="/wp-content/plugins/js_composer/a.js"></script><link href="/wp-includes/b">',
    "wordpress/beaver": '<meta name="generator" content="WordPress"><link href="/wp-content/uploads/bb-plugin/1.css">',
    "wordpress/bricks": '<link href="/wp-content/themes/bricks/assets/a.css"><script src="/wp-includes/b.js"></script>',
    "wordpress/block-editor": (
        '<link rel="stylesheet" id="wp-block-library-css" href="/wp-includes/css/dist/block-library/style.min.css">'
        '<img src="/wp-content/uploads/logo.png">'
    ),
    "wix": '<meta name="generator" content="Wix.com Website Builder">',
    "squarespace": "<script>Static.SQUARESPACE_CONTEXT = {}</script>",
    "webflow": '<html data-wf-page="0123" data-wf-site="4567"><head>',
    "shopify": '<script src="//cdn.shopify.com/s/a.js"></script><link href="/cdn/shop/t/1/assets/base.css">',
    "duda": '<link href="https://irp.cdn-website.com/a.css"></head><body id="dmRoot" class="fix-mobile-scrolling">',
    "godaddy": '<meta name="generator" content="Starfield Technologies; Go Daddy Website Builder 8.0.0000">',
    "weebly": '<script src="//cdn2.editmysite.com/js/a.js"></script></head><body class="wsite-page-index">',
    "framer": '<meta name="generator" content="Framer 2f2c5a1">',
    "nextjs": '<script src="/_next/static/chunks/main.js"></script>',
    "nuxt": '<link rel="modulepreload" href="/_nuxt/entry.js">',
    "gatsby": '</head><body><div id="___gatsby"></div>',
    "astro": '<link rel="stylesheet" href="/_astro/index.css">',
    "hubspot": '<meta name="generator" content="HubSpot">',
    "ghost": '<meta name="generator" content="Ghost 5.90">',
    "joomla": '<meta name="generator" content="Joomla! - Open Source Content Management">',
    "drupal": '<meta name="Generator" content="Drupal 10 (https://www.drupal.org)">',
    "kajabi": '<link href="https://kajabi-storefronts-production.kajabi-cdn.com/a.css">',
    "clickfunnels": '<meta property="cf:app_domain" content="app.clickfunnels.com">',
    "crm": '<script src="https://stcdn.leadconnectorhq.com/_preview/entry.0a1b2c.js"></script>',
    "html": '<link rel="stylesheet" href="css/style.css">',
}


@pytest.mark.parametrize("name", PAGES)
def test_a_builder_is_known_by_its_pages(name: str) -> None:
    assert recognise(f"<!doctype html><html><head>{PAGES[name]}</head><body><p>Welcome</p></body></html>") == name


def test_every_builder_of_the_data_can_be_recognised_or_holds_blocks_of_one() -> None:
    inside_wordpress = {"wordpress/oxygen", "wordpress/breakdance", "wordpress/thrive", "wordpress/siteorigin"}
    assert set(catalogue().platforms) == {*PAGES, *inside_wordpress}


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ({"Link": '<https://clinic.example/wp-json/>; rel="https://api.w.org/"'}, "wordpress"),
        ({"X-Wix-Request-Id": "1700000000.1"}, "wix"),
        ({"Server": "Squarespace"}, "squarespace"),
        ({"x-shopid": "1"}, "shopify"),
        ({"Set-Cookie": "dps_site_id=us-west-2; path=/"}, "godaddy"),
        ({"server": "Framer/0a1b2c"}, "framer"),
        ({"x-powered-by": "Next.js"}, "nextjs"),
        ({"server": "nginx", "x-powered-by": "PHP/8.3"}, "html"),
        ({}, "html"),
    ],
)
def test_a_response_header_is_a_strong_sign(headers: dict[str, str], name: str) -> None:
    assert recognise("<p>Welcome</p>", "https://clinic.example/", headers) == name


def test_a_page_on_a_host_of_the_crm_is_hosted_by_it() -> None:
    assert (
        recognise("<div id=__nuxt></div>", "https://app.leadconnectorhq.com/v2/preview/AbCdEfGhIjKlMnOpQrSt") == "crm"
    )
    assert recognise("<p>Welcome</p>", "https://notleadconnectorhq.com/") == "html"


def test_one_sign_of_medium_strength_is_not_enough() -> None:
    assert recognise('<head><img src="https://old.clinic.example/wp-content/uploads/logo.png"></head>') == "html"
    assert recognise('<head><script src="https://cdn.shopify.com/buy-button.js"></script></head>') == "html"


def test_what_a_text_says_about_builders_is_no_sign() -> None:
    page = "<head><title>t</title></head><body><p>generator: WordPress, Wix.com, Elementor, data-aid</p></body>"
    assert recognise(page) == "html"


def test_signs_count_behind_long_styles_in_the_head() -> None:
    styles = "<style>" + ".a{color:red}" * 4000 + "</style>"
    assert recognise(f"<head>{styles}{ELEMENTOR}</head><body></body>") == "wordpress/elementor"


def test_a_page_without_a_head_and_an_empty_page_are_plain() -> None:
    assert [recognise(page) for page in ("", "<p>x</p>", "</head>", "<head>" * 50)] == ["html"] * 4


def test_an_unknown_name_is_plain_html() -> None:
    assert platform("netscape composer").label == "plain HTML"


def test_a_builder_inside_a_platform_has_the_blocks_and_places_of_both() -> None:
    builder = platform("wordpress/elementor")
    widget = Element("div", "custom_html-2", ("widget", "widget_custom_html"))
    assert [block.words for block in builder.blocks if block.pattern.match(widget) is not None] == [
        "Custom HTML widget {handle}"
    ]
    assert builder.regions == platform("wordpress").regions


RECORDS = tomllib.loads(files("scanner").joinpath("platforms.toml").read_text("utf-8"))
PLATFORM_KEYS = {
    *(
        "name",
        "label",
        "generator",
        "headers",
        "hosts",
        "strong",
        "medium",
        "weak",
        "code",
        "regions",
        "plain",
        "after",
    ),
    *("source", "content", "template", "block", "kin"),
}
PART_KEYS = {"tag", "id", "class", "attrs", "role", "words", "edit", "part", "how", "shared", "owner", "builder"}
PLUGIN_KEYS = {"slug", "name", "addresses", "ids", "code", "source"}


def test_the_data_holds_no_unknown_key() -> None:
    tables = [*RECORDS["region"], *RECORDS["content"]]
    for record in RECORDS["platform"]:
        assert set(record) <= PLATFORM_KEYS, record["name"]
        assert record["source"]
        tables += [*record.get("content", ()), *record.get("template", ()), *record.get("block", ())]
    assert [table for table in tables if not set(table) <= PART_KEYS] == []
    assert [set(plugin) for plugin in RECORDS["plugin"]] == [PLUGIN_KEYS]
    assert set(RECORDS) == {"platform", "region", "content", "plugin"}
    kin = [record["kin"] for record in RECORDS["platform"] if "kin" in record]
    assert [set(one) for one in kin] == [{"tag", "attr", "name", "written", "edit"}] * len(kin)


def test_signs_are_written_in_lower_case() -> None:
    words = [
        word
        for record in catalogue().platforms.values()
        for group in (record.signs.generator, record.signs.strong, record.signs.medium, record.signs.weak)
        for word in group
    ]
    assert [word for word in words if word != word.lower()] == []


def named(part: Part) -> set[str]:
    patterns = [part.pattern.tag, part.pattern.id, *part.pattern.classes, *(p for _, p in part.pattern.attrs)]
    groups = {name for pattern in patterns if pattern is not None for name in pattern.groupindex}
    return (
        groups
        | ({"nth"} if "index" in groups else set())
        | ({"part", "Part"} if part.part or "part" in groups else set())
    )


def test_words_name_only_what_their_pattern_finds() -> None:
    for builder in catalogue().platforms.values():
        for part in (*builder.blocks, *builder.templates):
            for text in (part.words, part.edit):
                asked = {name for _, name, _, _ in string.Formatter().parse(text) if name}
                assert asked <= named(part), (builder.name, text)


def test_overlong_names_are_not_compared() -> None:
    element = Element("div", "", ("popup" + "-popup" * 40,))
    assert [region for region in catalogue().regions if region.pattern.match(element) is not None] == []


@pytest.mark.parametrize(
    ("builder", "html", "name"),
    [
        ("webflow", '<html data-wf-site="s" data-wf-page="64f0c0ffee" lang="en">', "64f0c0ffee"),
        ("webflow", "<html lang='en' data-wf-page = '64f0c0ffee'>", "64f0c0ffee"),
        ("webflow", '<html lang="en"><body data-wf-page="64f0c0ffee">', ""),
        ("wordpress", '<body class="single single-service postid-7 single-format-standard">', "single-service"),
        ("wordpress/elementor", '<BODY id="b" class="wp-singular single-post postid-7">', "single-post"),
        ("wordpress", '<body class="page page-template-default page-id-2">', ""),
        ("wordpress", '<body class="page page-template-landing page-id-2">', "page-template-landing"),
        ("wordpress", '<body class="archive category">', "archive"),
        ("shopify", '<body id="t" class="gradient template-product">', "template-product"),
        ("shopify", '<body class="template-index">', ""),
        ("wix", '<body class="single-post">', ""),
        ("wordpress", "no page at all", ""),
    ],
)
def test_pages_say_which_template_makes_them(builder: str, html: str, name: str) -> None:
    assert template(html, builder) == name
