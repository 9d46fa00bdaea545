"""What several pages have from one place is one finding; what each page has of its own is not."""

from scanner.model import Page
from tests.scanner.finding import CHAT, FORM, PATHS, WIDGET, Told, form, found, link, served, site, told, url


def test_chat_in_footer_is_one_shared_finding() -> None:
    pages = site(PATHS, lambda path: f"<main><h1>{path}</h1></main><footer><p>Hours</p>{CHAT}</footer>")
    [finding] = found(*pages)
    assert told([finding]) == [Told("chat", WIDGET, "embed", "live", "shared", "script in the footer", PATHS)]
    assert [piece.page for piece in finding.evidence] == [url(path) for path in PATHS]


def test_pages_are_listed_as_people_number_them_and_the_start_page_first() -> None:
    paths = ("/page-10/", "/page-9/", "/", "/about/")
    [finding] = found(*site(paths, lambda _: f"<footer>{CHAT}</footer>"))
    assert told([finding])[0].pages == ("/", "/about/", "/page-9/", "/page-10/")


def test_two_footers_are_two_findings() -> None:
    def body(path: str) -> str:
        footer = "landing" if path in PATHS[8:] else "site"
        return f"<main></main><footer class='{footer}-footer'>{link()}</footer>"

    assert told(found(*site(PATHS, body))) == [
        Told("form", FORM, "link", "live", "shared", "link ‘Write to us’ in the footer", PATHS[:8]),
        Told("form", FORM, "link", "live", "shared", "link ‘Write to us’ in the footer", PATHS[8:]),
    ]


def test_two_footers_that_differ_only_inside_are_two_findings() -> None:
    def body(path: str) -> str:
        inner = f"<section>{link()}</section>" if path in PATHS[6:] else f"<div class=row><p>{link()}</p></div>"
        return f"<footer>{inner}</footer>"

    assert [f.pages for f in told(found(*site(PATHS, body)))] == [PATHS[:6], PATHS[6:]]


def test_one_footer_that_marks_the_current_page_stays_one() -> None:
    def body(path: str) -> str:
        return f"<footer><ul><li class='{'selected' if path == '/page-3/' else 'item'}'>{link()}</li></ul></footer>"

    assert [f.pages for f in told(found(*site(PATHS, body)))] == [PATHS]


def test_one_footer_inside_wrappers_that_are_named_after_the_page_is_one_finding() -> None:
    def body(path: str) -> str:
        name = path.strip("/") or "home"
        return f"<div id='{name}' class='template-{name}'><footer><p>{link()}</p></footer></div>"

    assert [(f.placement, f.pages) for f in told(found(*site(PATHS, body)))] == [("shared", PATHS)]


def test_twice_in_one_footer_is_one_finding() -> None:
    pages = site(PATHS, lambda _: f"<footer><div>{link()}</div><p>{link(words='Forms')}</p></footer>")
    assert [(f.placement, f.pages) for f in told(found(*pages))] == [("shared", PATHS)]


def test_a_template_of_a_third_of_the_pages_is_one_shared_finding_for_these() -> None:
    def body(path: str) -> str:
        return f"<main></main>{f'<aside>{form()}</aside>' if path in PATHS[:4] else ''}"

    assert told(found(*site(PATHS, body))) == [
        Told("form", FORM, "embed", "live", "shared", "frame in the sidebar", PATHS[:4])
    ]


def test_builders_templates_are_told_apart_by_their_number() -> None:
    generator = '<meta name="generator" content="WordPress"><meta name="generator" content="Elementor 3">'

    def page(path: str, number: int) -> Page:
        footer = f'<footer data-elementor-type="footer" data-elementor-id="{number}">{link()}</footer>'
        return served(path, f"<main></main>{footer}", generator)

    pages = [page(path, 58 if path in PATHS[:9] else 91) for path in PATHS]
    assert [(f.container, f.pages) for f in told(found(*pages))] == [
        ("link ‘Write to us’ in the footer template", PATHS[:9]),
        ("link ‘Write to us’ in the footer template", PATHS[9:]),
    ]
    assert len({f.fingerprint for f in found(*pages)}) == 2


def test_a_builders_template_is_shared_even_on_the_only_page() -> None:
    generator = '<meta name="generator" content="WordPress"><meta name="generator" content="Elementor 3">'
    page = served("/", f'<div data-elementor-type="popup" data-elementor-id="7">{form()}</div>', generator)
    assert [(f.placement, f.container) for f in told(found(page))] == [("shared", "frame in the popup template 7")]


def test_the_footer_of_a_single_page_is_edited_on_that_page() -> None:
    assert told(found(served("/", f"<footer>{link()}</footer>"))) == [
        Told("form", FORM, "link", "live", "page", "link ‘Write to us’ in the footer", ("/",))
    ]


def test_what_nearly_every_page_has_at_the_same_place_of_its_content_is_a_templates() -> None:
    def body(path: str) -> str:
        shown = f"<section class='cta'><h2>{path}</h2>{link()}</section>" if path in PATHS[:10] else ""
        return f"<main>{shown}</main>"

    assert [(f.placement, f.pages) for f in told(found(*site(PATHS, body)))] == [("shared", PATHS[:10])]


def test_what_an_editor_put_on_some_pages_stays_with_each_page() -> None:
    def body(path: str) -> str:
        return f"<main><h1>Page</h1>{form() if path in PATHS[:3] else ''}</main>"

    assert [(f.placement, f.pages) for f in told(found(*site(PATHS, body)))] == [
        ("page", (path,)) for path in PATHS[:3]
    ]


def test_content_that_a_builder_marks_as_one_pages_is_never_shared() -> None:
    generator = '<meta name="generator" content="WordPress"><meta name="generator" content="Elementor 3">'
    pages = [
        served(path, f'<div data-elementor-type="wp-page" data-elementor-id="{n}">{form()}</div>', generator)
        for n, path in enumerate(PATHS[:3])
    ]
    assert [f.placement for f in told(found(*pages))] == ["page"] * 3


def test_a_script_at_the_end_of_every_page_is_one_finding() -> None:
    pages = site(PATHS[:2], lambda path: f"<main><h1>{path}</h1></main>{CHAT}")
    assert told(found(*pages)) == [
        Told("chat", WIDGET, "embed", "live", "shared", "script in the code of the page", PATHS[:2])
    ]


def test_an_icon_in_the_head_of_every_page_is_one_shared_finding() -> None:
    logo = "https://assets.cdn.filesafe.space/AbCdEfGhIjKlMnOpQrSt/media/0123456789abcdef01234567.png"
    icon, preview = f'<link rel="icon" href="{logo}">', f'<meta property="og:image" content="{logo}">'
    pages = [served(path, "<p>x</p>", icon + (preview if path == "/" else "")) for path in PATHS]
    named = "AbCdEfGhIjKlMnOpQrSt/media/0123456789abcdef01234567.png"
    assert told(found(*pages)) == [
        Told(
            *("asset", named, "file", "live", "shared"),
            "site icon and preview picture (og:image) in the head of the page",
            PATHS,
        )
    ]


def test_a_heading_is_named_only_where_all_pages_have_it() -> None:
    pages = ["/", "/a/", "/b/", "/c/"]
    different = site(pages, lambda path: f"<main><h2>Heading of {path}</h2><div>{link(words='Book now')}</div></main>")
    same = site(pages, lambda _: f"<main><h2>Book</h2><div>{link(words='Book now')}</div></main>")
    assert [f.container for f in told(found(*different))] == ["link ‘Book now’ in the page"]
    assert [f.container for f in told(found(*same))] == ["link ‘Book now’ under the heading ‘Book’"]
