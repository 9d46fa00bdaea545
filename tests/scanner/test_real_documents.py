"""Shapes met on public sites: one document at several addresses, and many pages of one template."""

import pytest

from scanner.findings import findings
from scanner.model import Mode, Page, PlacementType
from scanner.uniting import unite
from tests.scanner.shaped import FORM, OTHER, RECOGNISER, WIDGET, code_widget, form, found, lines, page, url

# --- one document at several addresses -------------------------------------------------------------------------------

TWINS = (
    *("/book", "/book.html", "/book/", "/book/index.html", "/book?service=skin", "/book?service=laser"),
    *("/book.html#/me/website", "/book#!/Register"),
)


def test_one_document_at_several_addresses_is_one_place_to_edit() -> None:
    text = page(f"<h2>Book</h2>{form(FORM, 'Book')}")
    (one,) = found(dict.fromkeys(TWINS, text))
    assert (one.placement.type, one.placement.edit) == (
        PlacementType.PAGE,
        f"the page {url('/book')}, under the heading ‘Book’",
    )
    assert one.placement.pages[0] == url("/book")
    assert set(one.placement.pages) == {url(path.partition("skin")[0].partition("laser")[0]) for path in TWINS}
    assert one.placement.apart == (url("/book"),)
    assert {piece.page for piece in one.evidence} == {url("/book")}
    (alone,) = found({"/book": text})
    assert one.fingerprint == alone.fingerprint


def test_the_addresses_of_one_document_do_not_make_it_a_template() -> None:
    files = dict.fromkeys(TWINS, page(f"<header>{form(FORM, 'Book')}</header><footer>{form(OTHER, 'News')}</footer>"))
    assert {finding.placement.type for finding in found(files)} == {PlacementType.PAGE}


def test_two_embeds_of_one_document_stay_two_at_all_its_addresses() -> None:
    body = code_widget("booking", FORM, 1700000000001, "mobile-only") + code_widget("booking", FORM, 1700000000002, "")
    result = found(dict.fromkeys(("/", "/index.html"), page(body)))
    assert [len(finding.placement.pages) for finding in result] == [2, 2]
    assert {finding.fingerprint for finding in result} == {finding.fingerprint for finding in found({"/": page(body)})}


def test_shared_parts_name_every_address_and_count_each_document_once() -> None:
    footer = f"<footer>{form(FORM, 'News')}</footer>"
    files = {path: page(f"<h1>{path.partition('.')[0]}</h1>{footer}") for path in ("/a", "/a.html", "/b", "/b.html")}
    (news,) = found(files)
    assert news.placement.type is PlacementType.SHARED
    assert (news.placement.pages, news.placement.apart) == (tuple(map(url, files)), (url("/a"), url("/b")))


def test_copies_under_other_names_are_edited_one_by_one() -> None:
    files = dict.fromkeys(("/index.html", "/old.html"), page(f"<h2>Book</h2>{form(FORM, 'Book')}"))
    assert [line[5] for line in lines(files)] == [("/index.html",), ("/old.html",)]


def test_pages_that_differ_in_a_number_used_once_are_two() -> None:
    files = {path: page(form(FORM, "Book"), f'<meta name="nonce" content="{path}">') for path in ("/a", "/a.html")}
    assert [line[5] for line in lines(files)] == [("/a",), ("/a.html",)]


def test_addresses_that_look_alike_without_their_values_and_differ_are_no_twins() -> None:
    same, other = page(f"<h2>Book</h2>{form(FORM, 'Book')}"), page(f"<h2>Pay</h2>{form(OTHER, 'Pay')}")
    assert [line[1::4] for line in lines({"/book": same, "/book?for=a": same, "/book?for=b": other})] == [
        (FORM, ("/book",)),
        (FORM, ("/book?for=",)),
        (OTHER, ("/book?for=",)),
    ]


def test_what_only_a_browser_shows_is_told_apart_by_address() -> None:
    shell = page('<div id="root"></div><script src="/app.js"></script>')
    seen = []
    for path in ("/book", "/book?with=anna"):
        first = RECOGNISER.page(Page(url(path), url(path), 200, Mode.SERVED, shell))[1]
        shown = page(f"<h2>{path}</h2>{form(FORM, 'Book')}")
        seen.append(unite(first, RECOGNISER.page(Page(url(path), url(path), 200, Mode.RENDERED, shown))[1]))
    assert [len(finding.placement.pages) for finding in findings(seen, RECOGNISER)] == [1, 1]


def test_an_application_that_serves_one_text_everywhere_keeps_its_shared_code() -> None:
    chat = f'<script src="https://widgets.leadconnectorhq.com/loader.js" data-widget-id="{WIDGET}"></script>'
    files = dict.fromkeys(("/", "/prices", "/team"), page(f'<div id="root"></div>{chat}'))
    assert [line[4:] for line in lines(files)] == [(PlacementType.SHARED, ("/", "/prices", "/team"))]


# --- pages of one template -------------------------------------------------------------------------------------------

REVIEWS = f"""<section class="section_widget"><div class="w-embed"><iframe
  src="https://services.leadconnectorhq.com/reputation/widgets/review_widget/{FORM}"></iframe></div></section>"""


def collection(body: str, items: str = "abcde", others: str = "123456789") -> dict[str, str]:
    """Pages of one collection, with `body`, among others that have a page of the Designer to themselves."""
    files = {
        f"/services/{n}": page(f"<h1>{n}</h1>{body}", attributes=' data-wf-page="0123456789abcdef00000001"')
        for n in items
    }
    return files | {
        f"/{n}": page(f"<h1>{n}</h1>", attributes=f' data-wf-page="0123456789abcdef0000001{n}"') for n in others
    }


def test_pages_of_one_collection_are_edited_once() -> None:
    (reviews,) = found(collection(REVIEWS))
    assert (reviews.placement.type, len(reviews.placement.pages)) == (PlacementType.SHARED, 5)
    assert reviews.placement.edit.startswith("the template of these pages")


def test_the_same_block_on_another_page_stays_an_edit_of_its_own() -> None:
    files = collection(REVIEWS) | {
        "/about": page(f"<h1>About</h1>{REVIEWS}", attributes=' data-wf-page="0123456789abcdef00000002"')
    }
    assert [(line[4], len(line[5])) for line in lines(files)] == [(PlacementType.PAGE, 1), (PlacementType.SHARED, 5)]


def test_what_an_editor_put_into_the_text_of_items_is_edited_item_by_item() -> None:
    written = f'<div class="text w-richtext"><p>Book now</p>{REVIEWS}</div>'
    assert {line[4] for line in lines(collection(written))} == {PlacementType.PAGE}


def test_what_only_some_pages_of_a_template_have_is_edited_page_by_page() -> None:
    files = collection(REVIEWS, "abc") | collection("", "defgh")
    assert {line[4] for line in lines(files)} == {PlacementType.PAGE}


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        ('<div class="service-cta">{}</div>', {(PlacementType.SHARED, 4)}),
        ('<div class="entry-content">{}</div>', {(PlacementType.PAGE, 1)}),
        ('<div class="vc_row wpb_row"><div class="wpb_wrapper">{}</div></div>', {(PlacementType.PAGE, 1)}),
        ('<div class="wp-block-group">{}</div>', {(PlacementType.PAGE, 1)}),
    ],
)
def test_a_template_of_a_theme_is_told_from_what_editors_wrote(around: str, expected: set[tuple[str, int]]) -> None:
    def made(kind: str, body: str) -> str:
        generator = '<meta name="generator" content="WordPress 6.8">'
        return page(body, generator).replace("<body>", f'<body class="wp-singular single single-{kind} postid-7">')

    files = {f"/services/{n}": made("service", around.format(form(FORM, "Ask"))) for n in "abcd"}
    files |= {f"/news/{n}": made("post", f"<h1>{n}</h1>") for n in "123456"}
    assert {(line[4], len(line[5])) for line in lines(files)} == expected
