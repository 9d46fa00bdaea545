"""The same thing more than once on a page, and what belongs to another thing."""

from scanner.findings import findings
from scanner.model import Request, SeenIn
from tests.scanner.finding import (
    AGENCY,
    FORM,
    OTHER_FORM,
    PATHS,
    RECOGNISER,
    RESIZER,
    Told,
    both,
    form,
    found,
    link,
    rendered,
    served,
    site,
    told,
    url,
)

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


def test_blanks_that_stand_for_different_words_are_not_counted() -> None:
    blanks = "<p>{{custom_values.phone}} and {{custom_values.hours}}</p>"
    result = told(found(served("/", f"<main>{blanks}</main>")))
    assert sorted(f.value for f in result) == ["hours", "phone"]
    assert not [f.container for f in result if " of 2" in f.container]


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
