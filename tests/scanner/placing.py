"""Pages of every builder, and where what is found on them is edited."""

from scanner.model import Mode, Page
from scanner.placement import Place, locate
from scanner.recognise import Recogniser
from scanner.sightings import unite
from scanner.signatures import load

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
