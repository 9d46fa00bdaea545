"""One finding for each thing and place where it is edited: traces of whole small sites, and what is made of them."""

import json
import random
import tracemalloc
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.containers import traces as in_container
from scanner.documents import natural
from scanner.findings import FailOn, fails, findings, verdict
from scanner.model import (
    Act,
    Frame,
    Hop,
    Loaded,
    Look,
    Mode,
    Opener,
    Page,
    PlacementType,
    Request,
    SeenIn,
    Unread,
    Verdict,
)
from scanner.recognise import Recogniser
from scanner.scan import Coverage, Evidence, Finding, Placement
from scanner.signatures import load
from scanner.traces import Match, PageTraces
from scanner.uniting import unite

HOST = "clinic.example"
AGENCY = "https://link.agency.example"
FORM, OTHER_FORM = "AbCdEfGhIjKlMnOpQrSt", "ZyXwVuTsRqPoNmLkJi01"
WIDGET = "0123456789abcdef01234567"
SIGNATURES = load()
RECOGNISER = Recogniser(SIGNATURES, frozenset({HOST, f"www.{HOST}"}))


def form(identifier: str = FORM, host: str = AGENCY) -> str:
    return (
        f'<iframe src="{host}/widget/form/{identifier}" id="inline-{identifier}" data-form-id="{identifier}"></iframe>'
    )


RESIZER = f'<script src="{AGENCY}/js/form_embed.js"></script>'
CHAT = (
    '<script src="https://widgets.leadconnectorhq.com/loader.js" '
    'data-resources-url="https://widgets.leadconnectorhq.com/chat-widget/loader.js" '
    f'data-widget-id="{WIDGET}"></script>'
)


def link(address: str = f"/widget/form/{FORM}", words: str = "Write to us") -> str:
    return f'<a href="{AGENCY}{address}">{words}</a>'


def url(path: str) -> str:
    return f"https://{HOST}{path}"


def served(path: str, body: str, head: str = "", **more: object) -> Page:
    html = f"<!doctype html><html><head><title>{path}</title>{head}</head><body>{body}</body></html>"
    return Page(url(path), url(path), 200, Mode.SERVED, html, **more)  # type: ignore[arg-type]  # fields of Page


def rendered(path: str, body: str, head: str = "", **more: object) -> Page:
    return replace(served(path, body, head, **more), mode=Mode.RENDERED)


def read(*pages: Page) -> list[PageTraces]:
    return [RECOGNISER.page(page)[1] for page in pages]


def both(first: Page, second: Page) -> PageTraces:
    return unite(*read(first, second))


def found(*pages: Page) -> tuple[Finding, ...]:
    return findings(read(*pages), RECOGNISER)


@dataclass(frozen=True)
class Told:
    """A finding, reduced to what most tests compare."""

    signature: str
    value: str
    how: str
    state: str
    placement: str
    container: str
    pages: tuple[str, ...]


def told(result: Iterable[Finding]) -> list[Told]:
    return [
        Told(
            f.signature.removeprefix("highlevel/"),
            f.value,
            f.how.value,
            f.state.value,
            f.placement.type.value,
            f.placement.container,
            tuple(page.removeprefix(f"https://{HOST}") for page in f.placement.pages),
        )
        for f in result
    ]


def site(paths: Sequence[str], body: Callable[[str], str]) -> list[Page]:
    return [served(path, body(path)) for path in paths]


PATHS = ("/", *(f"/page-{n}/" for n in range(2, 13)))
"""Twelve pages."""


# --- the whole value of a finding -------------------------------------------------------------------------------------


def test_a_form_with_its_helper_script_is_one_finding_with_all_that_is_known_of_it() -> None:
    [finding] = found(served("/contact/", f"<main><h2>Write to us</h2>{form()}{RESIZER}</main>"))
    steps = SIGNATURES.by_id("highlevel/form").remedy.steps
    assert finding.remedy.title == "Replace the form"
    assert [step for step in finding.remedy.steps if step in steps] == list(steps)
    assert finding == Finding(
        fingerprint=finding.fingerprint,
        ref="R-01",
        signature="highlevel/form",
        vendor="highlevel",
        kind=SIGNATURES.by_id("highlevel/form").kind,
        how=finding.how.EMBED,
        state=finding.state.LIVE,
        severity=finding.severity.BREAKS,
        confidence=finding.confidence.CERTAIN,
        value=FORM,
        url=f"{AGENCY}/widget/form/{FORM}",
        placement=Placement(
            PlacementType.PAGE,
            (url("/contact/"),),
            "html",
            "frame under the heading ‘Write to us’",
            "this page, under the heading ‘Write to us’",
        ),
        evidence=(
            Evidence(
                url("/contact/"),
                SeenIn.HTML,
                f"iframe#inline-{FORM}",
                f'<iframe src="{AGENCY}/widget/form/{FORM}" id="inline-{FORM}" data-form-id="{FORM}">',
            ),
            Evidence(
                url("/contact/"),
                SeenIn.HTML,
                "body > main > script",
                f'<script src="{AGENCY}/js/form_embed.js">',
            ),
        ),
        remedy=finding.remedy,
        title="Form",
    )


# --- pages and shared places ------------------------------------------------------------------------------------------


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


# --- the same thing more than once ------------------------------------------------------------------------------------


def test_embed_and_link_of_the_same_form_are_two_findings() -> None:
    page = served("/contact/", f"<main><h2>Write</h2>{form()}<p>{link()}</p></main>")
    assert sorted((f.how, f.container) for f in told(found(page))) == [
        ("embed", "frame under the heading ‘Write’"),
        ("link", "link ‘Write to us’ under the heading ‘Write’"),
    ]
    assert len({f.fingerprint for f in found(page)}) == 2


def test_identical_twins_on_a_page_are_two_findings_with_lasting_fingerprints() -> None:
    twin = form().replace(f' id="inline-{FORM}"', "")
    page = served("/contact/", f"<main><div>{twin}</div><div>{twin}</div></main>")
    first, second = found(page)
    assert {f.evidence[0].locator for f in (first, second)} == {
        "body > main > div:nth-of-type(1) > iframe",
        "body > main > div:nth-of-type(2) > iframe",
    }
    [left] = found(served("/contact/", f"<main><div>{twin}</div></main>"))
    assert {first.fingerprint, second.fingerprint} > {left.fingerprint}


def test_links_under_one_heading_are_one_thing_to_do_and_under_two_headings_two() -> None:
    body = f"<main><h2>Book</h2>{link()}{link(words='again')}<h2>Prices</h2>{link()}</main>"
    result = found(served("/", body))
    assert sorted((f.container, len(r.evidence)) for f, r in zip(told(result), result, strict=True)) == [
        ("link ‘Write to us’ under the heading ‘Book’, 2 places on the page", 2),
        ("link ‘Write to us’ under the heading ‘Prices’", 1),
    ]


def test_a_fallback_in_noscript_is_no_second_form() -> None:
    lazy = f'<iframe data-lazy-src="{AGENCY}/widget/form/{FORM}"></iframe>'
    page = served("/", f"<main><div>{lazy}<noscript>{form()}</noscript></div></main>")
    assert [(f.how, f.state) for f in told(found(page))] == [("embed", "waiting")]


def test_one_element_that_names_a_thing_twice_is_one_finding() -> None:
    body = f'<main><a href="{AGENCY}/widget/form/{FORM}" data-url="{AGENCY}/widget/form/{FORM}">Write</a></main>'
    assert [f.how for f in told(found(served("/", body)))] == ["link"]


# --- what belongs to another thing ------------------------------------------------------------------------------------


def test_a_helper_script_without_a_form_is_a_finding_of_its_own() -> None:
    assert told(found(served("/", f"<main></main><footer>{RESIZER}</footer>"))) == [
        Told("resizer", "link.agency.example", "script", "live", "page", "script in the footer", ("/",))
    ]


def test_a_helper_script_does_not_belong_to_a_mere_link() -> None:
    result = told(found(served("/", f"<main>{link()}</main><footer>{RESIZER}</footer>")))
    assert sorted(f.signature for f in result) == ["form", "resizer"]


def test_a_helper_script_of_the_whole_site_lists_the_pages_with_forms_too() -> None:
    def body(path: str) -> str:
        return f"<main>{form() if path == '/page-5/' else ''}</main><footer>{RESIZER}</footer>"

    assert told(found(*site(PATHS, body))) == [
        Told("form", FORM, "embed", "live", "page", "frame in the page", ("/page-5/",)),
        Told("resizer", "link.agency.example", "script", "live", "shared", "script in the footer", PATHS),
    ]


def test_a_live_helper_script_does_not_belong_to_a_form_that_is_commented_out() -> None:
    result = told(found(served("/", f"<main><!-- {form()} --></main><footer>{RESIZER}</footer>")))
    assert [(f.signature, f.state) for f in result] == [("resizer", "live"), ("form", "inert")]


def test_a_helper_script_belongs_to_the_nearest_form() -> None:
    body = f"<main><section>{form()}</section><section>{form(OTHER_FORM)}{RESIZER}</section></main>"
    result = {f.value: [e.excerpt[:7] for e in f.evidence] for f in found(served("/", body))}
    assert result == {FORM: ["<iframe"], OTHER_FORM: ["<iframe", "<script"]}


# --- in the browser ---------------------------------------------------------------------------------------------------


def test_served_rendered_and_requested_are_evidence_of_one_finding() -> None:
    lazy = f'<iframe data-src="{AGENCY}/widget/form/{FORM}" id="f"></iframe>'
    live = f'<iframe src="{AGENCY}/widget/form/{FORM}" id="f"></iframe>'
    asked = Request(f"{AGENCY}/widget/form/{FORM}", "document", url("/"), url("/"))
    traces = both(served("/", f"<main>{lazy}</main>"), rendered("/", f"<main>{live}</main>", requests=(asked,)))
    [finding] = findings([traces], RECOGNISER)
    assert (finding.state.value, [piece.seen_in.value for piece in finding.evidence]) == (
        *("live", ["html", "rendered", "network"]),
    )


def test_a_frame_that_inline_code_makes_is_placed_at_the_code() -> None:
    code = f'<script>var f=document.createElement("iframe");f.src="{AGENCY}/widget/form/{FORM}";add(f)</script>'
    traces = both(
        served("/", f"<main><h2>Book</h2>{code}</main>"),
        rendered("/", f"<main><h2>Book</h2>{code}<div>{form()}</div></main>"),
    )
    assert told(findings([traces], RECOGNISER)) == [
        Told("form", FORM, "embed", "live", "page", "code under the heading ‘Book’", ("/",))
    ]


def test_state_that_a_framework_ships_along_is_no_second_form() -> None:
    data = f'<script id="__NEXT_DATA__" type="application/json">{{"u":"{AGENCY}/widget/form/{FORM}"}}</script>'
    page = served("/", f"<div id=__next><main><h2>Book</h2>{form()}</main></div>{data}")
    assert [(f.how, f.container) for f in told(found(page))] == [("embed", "frame under the heading ‘Book’")]


def test_what_a_script_file_puts_on_pages_is_one_finding_at_the_file() -> None:
    file = url("/js/app.js?v=3")
    tag = '<script src="/js/app.js?v=3"></script>'
    pages = [
        both(served(path, f"<main>{tag}</main>"), rendered(path, f"<main>{tag}<div>{form()}</div></main>"))
        for path in PATHS[:3]
    ]
    script = RECOGNISER.script(file, f'var a;\nbox.innerHTML = "<iframe src=\\"{AGENCY}/widget/form/{FORM}\\">";')
    result = findings([pages[0], script, *pages[1:], *read(served("/other/", "<main></main>"))], RECOGNISER)
    assert told(result) == [
        Told("form", FORM, "embed", "live", "file", f"script file {url('/js/app.js')}, line 2", PATHS[:3])
    ]
    assert [(e.page, e.seen_in.value) for e in result[0].evidence] == [
        (url("/"), "rendered"),
        (url("/js/app.js?v=3"), "script"),
        *((url(path), "rendered") for path in PATHS[1:3]),
    ]


def test_a_script_file_that_no_page_loads_lists_itself() -> None:
    file = url("/js/old.js")
    [finding] = findings([RECOGNISER.script(file, f'open("{AGENCY}/widget/form/{FORM}")')], RECOGNISER)
    assert (finding.placement.type, finding.placement.pages) == (PlacementType.FILE, (file,))


def test_what_a_style_sheet_brings_is_one_finding_at_the_sheet() -> None:
    sheet, picture = url("/a/s.css?ver=3"), f"https://storage.googleapis.com/msgsndr/{FORM}/media/x.png"
    head = '<link rel="stylesheet" href="/a/s.css?ver=3">'
    asked = Request(picture, "image", initiator=sheet)
    pages = [both(served(path, "", head), rendered(path, "", head, requests=(asked,))) for path in PATHS[:3]]
    _, text = RECOGNISER.text(sheet, f"a {{}}\nbody {{ background: url({picture}) }}", css=True)
    result = findings([text, *pages], RECOGNISER)
    assert told(result) == [
        Told(
            "asset", f"{FORM}/media/x.png", "file", "live", "file", f"style sheet {url('/a/s.css')}, line 2", PATHS[:3]
        )
    ]


POST = f"<rss><item><content><![CDATA[<p>Write to us</p>{form()}]]></content></item></rss>"


def test_a_post_that_a_feed_repeats_is_one_finding_on_its_page() -> None:
    page = served("/news/", f"<main><h2>Write to us</h2>{form()}</main>")
    seen = [RECOGNISER.script(url("/feed/"), POST), *read(page)]
    [finding] = findings(seen, RECOGNISER)
    assert (finding.placement.type, finding.placement.pages) == (PlacementType.PAGE, (url("/news/"),))
    assert [(e.page, e.seen_in) for e in finding.evidence] == [
        (url("/news/"), SeenIn.HTML),
        (url("/feed/"), SeenIn.SCRIPT),
    ]
    [alone] = found(page)
    assert finding.fingerprint == alone.fingerprint


def test_a_copy_goes_with_the_first_of_several_pages() -> None:
    body = f"<main><h2>Write to us</h2>{form()}</main>"
    data = RECOGNISER.script(url("/posts.json"), f'{{"body": "{AGENCY}/widget/form/{FORM}"}}')
    result = findings([*read(served("/b/", body)), data, *read(served("/a/", body))], RECOGNISER)
    assert [(f.placement.pages, [e.page for e in f.evidence]) for f in result] == [
        ((url("/a/"),), [url("/a/"), url("/posts.json")]),
        ((url("/b/"),), [url("/b/")]),
    ]


def test_what_only_a_feed_shows_is_a_finding_that_says_where_the_feed_comes_from() -> None:
    [finding] = findings([RECOGNISER.script(url("/feed/"), POST)], RECOGNISER)
    assert (finding.placement.type, finding.placement.edit) == (PlacementType.FILE, f"the feed {url('/feed/')}")
    assert finding.placement.container.startswith(f"feed {url('/feed/')}, line ")
    assert any(
        step.startswith(f"The site makes the feed {url('/feed/')} from its pages") for step in finding.remedy.steps
    )


def test_a_heading_is_named_only_where_all_pages_have_it() -> None:
    pages = ["/", "/a/", "/b/", "/c/"]
    different = site(pages, lambda path: f"<main><h2>Heading of {path}</h2><div>{link(words='Book now')}</div></main>")
    same = site(pages, lambda _: f"<main><h2>Book</h2><div>{link(words='Book now')}</div></main>")
    assert [f.container for f in told(found(*different))] == ["link ‘Book now’ in the page"]
    assert [f.container for f in told(found(*same))] == ["link ‘Book now’ under the heading ‘Book’"]


def test_blanks_that_stand_for_different_words_are_not_counted() -> None:
    blanks = "<p>{{custom_values.phone}} and {{custom_values.hours}}</p>"
    result = told(found(served("/", f"<main>{blanks}</main>")))
    assert sorted(f.value for f in result) == ["hours", "phone"]
    assert not [f.container for f in result if " of 2" in f.container]


def test_what_another_page_of_the_site_shows_in_a_frame_is_edited_there() -> None:
    inner = served("/embed/intake/", f"<main><h1>Intake</h1>{form()}</main>")
    frame = '<iframe src="/embed/intake/" id="intake"></iframe>'
    outer = both(
        served("/arrive/", f"<main>{frame}</main>"),
        rendered("/arrive/", f"<main>{frame}</main>", frames=(Frame(inner.url, inner.html, "iframe#intake"),)),
    )
    [finding] = findings([outer, *read(inner)], RECOGNISER)
    assert told([finding]) == [
        Told(
            *("form", FORM, "embed", "live", "page", "frame under the heading ‘Intake’"),
            ("/embed/intake/", "/arrive/"),
        )
    ]
    assert finding.placement.edit == f"the page {inner.url}, under the heading ‘Intake’"


def test_a_form_in_a_builders_frame_is_found_where_the_frame_stands() -> None:
    generator = '<meta name="generator" content="Wix.com Website Builder">'
    box = Frame("https://www-clinic-example.filesusr.com/html/0a.html", form(), "div#comp-lx1 > iframe")
    page = rendered("/", '<main><div id="comp-lx1"><iframe name="htmlComp-iframe"></iframe></div></main>', generator)
    page = Page(page.asked, page.url, 200, Mode.RENDERED, page.html, frames=(box,))
    assert told(found(page)) == [Told("form", FORM, "embed", "live", "page", "embedded HTML element comp-lx1", ("/",))]


def test_what_a_tag_manager_puts_on_all_pages_is_one_tag() -> None:
    gtm = "https://www.googletagmanager.com/gtm.js?id=GTM-ABC1234"
    pages = []
    for path in PATHS[:4]:
        asked = Request("https://widgets.leadconnectorhq.com/loader.js", "script", url(path), gtm)
        pages.append(both(served(path, "<main></main>"), rendered(path, f"<main></main>{CHAT}", requests=(asked,))))
    result = findings(pages, RECOGNISER)
    assert [(f.signature, f.placement, f.pages) for f in told(result)] == [("chat", "tag-manager", PATHS[:4])]
    assert {piece.seen_in.value for piece in result[0].evidence} == {"rendered", "network"}


# --- what opens it, and what inserts it -------------------------------------------------------------------------------

GTM = "https://www.googletagmanager.com/gtm.js?id=GTM-ABC1234"
BOOK = Opener(Act.CLICK, "Book now", "main > button")
FORM_URL = f"{AGENCY}/widget/form/{FORM}"


def opened_by(result: Iterable[Finding]) -> list[tuple[str, str, Opener | None, str]]:
    return [(f.signature.removeprefix("highlevel/"), f.state.value, f.opener, f.initiator) for f in result]


def looked(path: str, opener: Opener, *requests: Request) -> Page:
    look = Look(opener, f"<!doctype html><title>{path}</title><main>{form()}</main>")
    return rendered(path, "<main></main>", looks=(look,), requests=requests)


def test_what_shows_only_after_a_click_says_which_and_who_inserts_it() -> None:
    script = f"https://{HOST}/js/main.js"
    asked = Request(FORM_URL, "document", url("/"), "https://tools.example/load.js", opener=BOOK, cause=script)
    page = both(served("/", '<main></main><script src="/js/main.js"></script>'), looked("/", BOOK, asked))
    assert opened_by(findings([page], RECOGNISER)) == [("form", "waiting", BOOK, script)]


def test_what_shows_by_itself_on_one_page_waits_for_nothing() -> None:
    tag = '<script src="/js/main.js"></script>'
    asked = Request(FORM_URL, "document", url("/a"), f"https://{HOST}/js/main.js")
    shown = both(served("/a", tag), rendered("/a", f"{tag}<main>{form()}</main>", requests=(asked,)))
    later = Request(FORM_URL, "document", url("/b"), f"https://{HOST}/js/main.js", opener=BOOK)
    clicked = both(served("/b", tag), looked("/b", BOOK, later))
    result = findings([shown, clicked], RECOGNISER)
    assert opened_by(result) == [("form", "live", None, f"https://{HOST}/js/main.js")]


def test_what_stands_in_a_page_is_inserted_by_nobody() -> None:
    asked = Request(FORM_URL, "document", url("/"), f"https://{HOST}/js/lazy.js")
    lazy = form().replace("src=", "data-src=")
    assert opened_by(findings([both(served("/", lazy), rendered("/", form(), requests=(asked,)))], RECOGNISER)) == [
        ("form", "live", None, "")
    ]


def test_a_library_is_never_named_as_what_inserts() -> None:
    asked = Request(FORM_URL, "document", url("/"), f"https://{HOST}/js/jquery.min.js")
    tags = '<script src="/js/jquery.min.js"></script><main></main>'
    page = both(served("/", tags), rendered("/", f"{tags}{form()}", requests=(asked,)))
    (finding,) = findings([page], RECOGNISER)
    assert (finding.initiator, finding.placement.type) == ("", PlacementType.PAGE)


def test_words_on_an_opener_are_kept_without_what_is_about_a_person_and_without_tricks() -> None:
    said = "Call (212) 555-0142 or write to ann@clinic.example \u202enow\x07 " + "x" * 200
    page = both(served("/", "<main></main>"), looked("/", Opener(Act.CLICK, said, "button[title='+1 212 555 0142']")))
    (finding,) = findings([page], RECOGNISER)
    assert finding.opener is not None
    assert finding.opener.label.startswith("Call [redacted] or write to [redacted] now xxx")
    assert len(finding.opener.label) == 80
    assert finding.opener.locator == "button[title='[redacted]']"


def container(*tags: str) -> PageTraces:
    text = "".join(f'"vtp_html":{json.dumps(tag)},' for tag in tags)
    return in_container(Loaded(GTM, url("/"), text), RECOGNISER)


def tagged(path: str, body: str = "", *requests: Request, **more: object) -> PageTraces:
    """A page with the container on it."""
    page = rendered(path, f"<main></main>{body}", requests=requests)
    page = replace(page, containers=(Loaded(GTM, page.url),), **more)  # type: ignore[arg-type]  # fields of Page
    return both(served(path, "<main></main>"), page)


def test_a_tag_that_ran_on_no_page_is_found_in_its_container() -> None:
    pages = [tagged("/"), replace(tagged("/about"), containers=(container(form()),)), *read(served("/x", "x"))]
    result = findings(pages, RECOGNISER)
    assert told(result) == [
        Told(
            *("form", FORM, "embed", "waiting", "tag-manager", "Google Tag Manager container GTM-ABC1234"),
            ("/", "/about"),
        )
    ]
    assert opened_by(result) == [("form", "waiting", None, GTM)]


@pytest.mark.parametrize("known", [True, False], ids=["the browser knows who", "nobody knows who"])
def test_a_tag_that_ran_is_one_finding_with_what_it_put_onto_pages(known: bool) -> None:
    asked = Request(FORM_URL, "document", url("/a"), GTM if known else url("/a"))
    pages = [replace(tagged("/a", form(), asked), containers=(container(form()),)), tagged("/b")]
    result = findings(pages, RECOGNISER)
    assert [(f.signature, f.state, f.placement, f.pages) for f in told(result)] == [
        ("form", "live", "tag-manager", ("/a", "/b"))
    ]
    assert opened_by(result) == [("form", "live", None, GTM)]
    assert {piece.seen_in.value for piece in result[0].evidence} == {"rendered", "network", "script"}


def test_a_form_in_the_page_and_one_in_a_container_are_two_things_to_do() -> None:
    pages = [replace(both(served("/a", form()), rendered("/a", form())), containers=(container(form()),)), tagged("/b")]
    assert {(f.placement, f.state, f.pages) for f in told(findings(pages, RECOGNISER))} == {
        ("page", "live", ("/a",)),
        ("tag-manager", "waiting", ("/b",)),
    }


def test_what_a_tag_only_looks_for_is_no_trace_on_the_pages_either() -> None:
    code = f'<script>var blocked=["{FORM_URL}"];watch(blocked)</script>'
    page = replace(tagged("/a", code), containers=(container(code),))
    assert findings([page, tagged("/b")], RECOGNISER) == ()
    alone = both(served("/a", "<main></main>"), rendered("/a", code))
    assert [f.signature for f in findings([alone], RECOGNISER)] == ["highlevel/form"]


# --- elsewhere --------------------------------------------------------------------------------------------------------


def test_a_redirect_is_one_finding_for_the_address_that_redirects() -> None:
    start, end = url("/book-now/"), f"{AGENCY}/widget/booking/{FORM}"
    page = Page(start, end, 200, Mode.SERVED, "", hops=(Hop(start, end, 302),))
    assert told(found(page, served("/", "<p>x</p>"))) == [
        Told("calendar", FORM, "redirect", "live", "redirect", start, ("/book-now/",))
    ]


def test_the_plugins_chat_is_one_finding_for_the_plugin() -> None:
    generator = '<meta name="generator" content="WordPress 6.7">'
    chat = CHAT.replace("<script ", '<script id="leadconnector-chat-widget-js" ')
    pages = [served(path, f"<main></main>{chat}", generator) for path in PATHS[:3]]
    result = told(found(*pages))
    assert {(f.placement, f.container, f.pages) for f in result} == {("plugin", "LeadConnector plugin", PATHS[:3])}


def test_hosts_learned_on_one_page_make_findings_on_pages_read_before() -> None:
    pages = [
        served("/first/", f"<main><h2>News</h2>{link('/l/aB3dE')}</main>"),
        served("/second/", f"<main>{form()}</main>"),
    ]
    assert [(f.value, f.pages) for f in told(found(*pages)) if f.how == "link"] == [("aB3dE", ("/first/",))]


# --- states, order, identity ------------------------------------------------------------------------------------------


def test_what_never_runs_is_a_note_at_the_end_and_no_trace() -> None:
    page = served("/", f"<main><!-- {form()} --></main>")
    [note] = found(page)
    complete = Coverage(True, 1, 0, (), (), {})
    assert (note.state.value, note.severity.value, note.ref) == ("inert", "tidy", "R-01")
    assert verdict([note], complete) is Verdict.CLEAR
    assert [fails([note], each) for each in FailOn] == [False] * 5


def test_a_note_stays_apart_from_the_same_thing_where_it_runs() -> None:
    page = served("/", f"<main><!-- {form()} --><p>{form()}</p></main>")
    live, note = found(page)
    assert (live.state.value, note.state.value) == ("live", "inert")
    assert live.fingerprint == found(served("/", f"<main><p>{form()}</p></main>"))[0].fingerprint


def test_findings_are_numbered_by_effect() -> None:
    def body(path: str) -> str:
        own = f"<p>{form()}</p>" if path == "/page-2/" else ""
        note = f"<!-- {form(OTHER_FORM)} -->" if path == "/" else ""
        return f"<main>{own}{note}</main><footer>{link('/l/aB3dE')}</footer>"

    tracking = f'<script src="{AGENCY}/js/external-tracking.js" data-tracking-id="tk_{"0a" * 16}"></script>'
    pages = [*site(PATHS, body), served("/t/", "<main></main>", tracking)]
    assert [(f.ref, f.kind.value, f.severity.value, f.state.value) for f in found(*pages)] == [
        ("R-01", "click-link", "breaks", "live"),
        ("R-02", "form", "breaks", "live"),
        ("R-03", "tracking", "loses", "live"),
        ("R-04", "form", "tidy", "inert"),
    ]


def test_the_order_of_pages_changes_nothing() -> None:
    def body(path: str) -> str:
        mine = form() if path in PATHS[3:5] else ""
        return (
            f"<header>{link()}</header><main>{mine}{RESIZER}</main><footer class={path[-2:-1]}>{CHAT}{link()}</footer>"
        )

    traces = read(*site(PATHS, body))
    first = findings(traces, RECOGNISER)
    for seed in range(3):
        random.Random(seed).shuffle(traces)
        assert findings(traces, RECOGNISER) == first


PIECES = (
    form(),
    form(OTHER_FORM),
    RESIZER,
    CHAT,
    link(),
    link("/l/aB3dE"),
    f"<!-- {form()} -->",
    f'<iframe data-src="{AGENCY}/widget/form/{FORM}"></iframe>',
    f'<script>open("{AGENCY}/widget/form/{FORM}")</script>',
)
FRAMES = ("<main>{}</main>", "<footer>{}</footer>", "<div class=a>{}</div>", "{}", "<noscript>{}</noscript>")
piece = st.builds(str.format, st.sampled_from(FRAMES), st.sampled_from(PIECES))
bodies = st.lists(piece, max_size=5).map("".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(bodies, bodies, bodies, st.booleans()), min_size=1, max_size=6), st.sampled_from(PIECES))
def test_no_trace_of_any_page_is_lost(site_of: list[tuple[str, str, str, bool]], code: str) -> None:
    traces = [RECOGNISER.script(url("/a.js"), f"box.innerHTML = `{code}`")]
    for number, (first, second, inner, opened) in enumerate(site_of):
        head = '<script src="/a.js"></script>' if number % 2 else ""
        page = served(f"/{number}/", first, head)
        frame = Frame(url("/0/"), f"<html><body>{inner}</body></html>", "iframe")
        after = rendered(f"/{number}/", first + second, head, frames=(frame,))
        traces.append(both(page, after) if opened else read(page)[0])
    result = findings(traces, RECOGNISER)
    assert len({f.fingerprint for f in result}) == len(result)
    for page_traces in traces:
        for match in page_traces.matches:
            joins = SIGNATURES.by_id(match.signature).joins
            assert any(
                (page_traces.url in f.placement.pages or not page_traces.platform)
                and (f.signature in joins or (f.signature, f.value) == (match.signature, match.value))
                and (f.state.value != "inert" or match.mention.state.value == "inert")
                for f in result
            ), match


names = st.permutations(["src", "id", "data-form-id", "title", "data-height"])


@settings(max_examples=40, deadline=None)
@given(
    order=names,
    height=st.integers(100, 900),
    scheme=st.sampled_from(["https:", "http:", ""]),
    www=st.sampled_from(["", "www."]),
    page_scheme=st.sampled_from(["https", "http"]),
    query=st.sampled_from(["", "?utm_source=a", "?notrack=true&email=x%40y.example", "#top"]),
    number=st.integers(1, 99),
)
def test_a_fingerprint_does_not_change_with_attributes_addresses_or_surroundings(
    order: list[str], height: int, scheme: str, www: str, page_scheme: str, query: str, number: int
) -> None:
    values = {
        "src": f"{scheme}//link.agency.example/widget/form/{FORM}{query}",
        "id": f"hero-inline-{FORM}-{number}",
        "data-form-id": FORM,
        "title": f"Contact {number}",
        "data-height": str(height),
    }
    frame = "<iframe " + " ".join(f'{name}="{values[name]}"' for name in order) + "></iframe>"
    body = f"<main><div id='w{number}'><h2>Contact {number}</h2>{frame}</div></main>"
    address = f"{page_scheme}://{www}{HOST}/contact/"
    page = Page(address, address, 200, Mode.SERVED, f"<html><body>{body}</body></html>")
    plain = served("/contact", f"<main>{form()}</main>")
    assert [f.fingerprint for f in found(page)] == [f.fingerprint for f in found(plain)]


def test_shared_fingerprints_do_not_depend_on_how_many_pages_share_the_place() -> None:
    few = found(*site(PATHS[:3], lambda _: f"<footer class=a>{CHAT}</footer>"))
    many = found(*site(PATHS[1:], lambda _: f"<footer class=b>{CHAT}</footer>"))
    assert [f.fingerprint for f in few] == [f.fingerprint for f in many]


def test_evidence_is_at_most_twelve_pieces_with_every_kind_in_page_order() -> None:
    pages = [
        both(
            served(path, f"<footer>{CHAT}</footer>"),
            rendered(
                path,
                f"<footer>{CHAT}</footer>",
                requests=(Request("https://widgets.leadconnectorhq.com/loader.js", "script", url(path), url(path)),),
            ),
        )
        for path in (f"/p/{n}/" for n in range(100))
    ]
    [finding] = findings(pages, RECOGNISER)
    kinds = {piece.seen_in for piece in finding.evidence}
    assert (len(finding.evidence), kinds) == (12, {SeenIn.HTML, SeenIn.NETWORK})
    listed = [piece.page for piece in finding.evidence]
    assert listed == sorted(listed, key=natural)
    assert len(finding.placement.pages) == 100


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


TRACKER = f"{AGENCY}/js/external-tracking.js"
TRACKED = f'<script src="{TRACKER}" data-tracking-id="tk_0123456789abcdef0123456789abcdef"></script>'


def test_requests_of_a_tracker_are_not_those_of_what_stands_nearer() -> None:
    hosted = "https://api.leadconnectorhq.com/widget/form"
    asked = (
        Request(TRACKER, "script", url("/"), url("/")),
        Request("https://backend.leadconnectorhq.com/external-tracking/events", "fetch", url("/"), TRACKER),
        Request("https://backend.leadconnectorhq.com/forms/data", "fetch", url("/"), f"{AGENCY}/js/form_embed.js"),
        Request(f"{hosted}/{FORM}", "document", f"{hosted}/{FORM}", url("/")),
    )
    body = f"<main>{form(host='https://api.leadconnectorhq.com')}{RESIZER}</main>"
    tracker, shown = sorted(
        findings([both(served("/", body, TRACKED), rendered("/", body, TRACKED, requests=asked))], RECOGNISER),
        key=lambda finding: finding.signature,
    )
    assert [tracker.signature, shown.signature] == ["highlevel/external-tracking", "highlevel/form"]
    requested = [{e.excerpt for e in f.evidence if e.seen_in is SeenIn.NETWORK} for f in (tracker, shown)]
    assert requested == [{asked[0].url, asked[1].url}, {asked[2].url, asked[3].url}]


def test_what_a_script_puts_together_is_not_searched_for_in_it() -> None:
    script = url("/theme/callback.js")
    frame = f"https://api.leadconnectorhq.com/widget/form/{FORM}"
    asked = Request(frame, "document", frame, script)
    body = '<main><div id="callback"></div><script src="/theme/callback.js"></script></main>'
    shown = body.replace("></div>", f"><iframe src='{frame}'></iframe></div>")
    [finding] = findings([both(served("/", body), rendered("/", shown, requests=(asked,)))], RECOGNISER)
    assert finding.placement.edit == f"the script file {script}"
    assert [step.partition(".")[0] for step in finding.remedy.steps[2:4]] == [
        f"Open the script file {script.partition('.')[0]}",
        "Take that part out",
    ]
    assert not [step for step in finding.remedy.steps if "git grep" in step]


def test_many_alike_pages_cost_little_memory() -> None:
    def peak(number: int) -> int:
        pages = site([f"/p/{n}/" for n in range(number)], lambda _: f"<main>{body}</main>")
        traces = read(*pages)
        tracemalloc.start()
        findings(traces, RECOGNISER)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    body = form() + "".join(f"<h3>{n}</h3><p>{link(f'/l/Code{n}xyz', f'Offer {n}')}</p>" for n in range(30))
    assert peak(120) - peak(60) < 60 * 30 * 400


def test_a_thing_without_an_identity_is_named_by_its_host() -> None:
    [traces] = read(served("/", f"<main>{form()}</main>"))
    nameless = tuple(Match(match.signature, "", match.mention) for match in traces.matches)
    [finding] = findings([PageTraces(traces.url, "", "html", nameless, ())], RECOGNISER)
    assert finding.value == "link.agency.example"


# --- verdict and failing ----------------------------------------------------------------------------------------------

MISSED = Coverage(False, 3, 0, (), (Unread(url("/x/"), "timeout"),), {})
WHOLE = Coverage(True, 4, 0, (), (), {})


@pytest.mark.parametrize(
    ("body", "coverage", "expected"),
    [
        ("<p>x</p>", WHOLE, Verdict.CLEAR),
        ("<p>x</p>", MISSED, Verdict.INCOMPLETE),
        (f"<!-- {form()} -->", WHOLE, Verdict.CLEAR),
        (f"<!-- {form()} -->", MISSED, Verdict.INCOMPLETE),
        (form(), WHOLE, Verdict.TRACES),
        (form(), MISSED, Verdict.TRACES),
        (f'<iframe data-src="{AGENCY}/widget/form/{FORM}"></iframe>', WHOLE, Verdict.TRACES),
    ],
)
def test_clear_is_said_only_when_nothing_was_found_and_everything_was_checked(
    body: str, coverage: Coverage, expected: Verdict
) -> None:
    assert verdict(found(served("/", body)), coverage) is expected


@pytest.mark.parametrize(
    ("body", "failing"),
    [
        (form(), {FailOn.ANY, FailOn.EMBED}),
        (link(), {FailOn.ANY, FailOn.LINK}),
        (RESIZER, {FailOn.ANY, FailOn.EMBED}),
        ("<p>x</p>", set()),
        (f"<!-- {form()} -->", set()),
    ],
)
def test_what_fails_a_scan(body: str, failing: set[FailOn]) -> None:
    result = found(served("/", f"<main>{body}</main>"))
    assert {each for each in FailOn if fails(result, each)} == failing


def test_no_pages_have_no_findings() -> None:
    assert findings([], RECOGNISER) == ()
