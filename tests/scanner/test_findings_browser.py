"""What the browser shows and asks for joins what was served, in one finding at the place where it is edited."""

from scanner.findings import findings
from scanner.model import Frame, Mode, Page, Request
from tests.scanner.finding import (
    AGENCY,
    CHAT,
    FORM,
    PATHS,
    RECOGNISER,
    Told,
    both,
    form,
    found,
    read,
    rendered,
    served,
    told,
    url,
)


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
