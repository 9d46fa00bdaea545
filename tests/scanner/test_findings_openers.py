"""What has to happen before a thing shows, and which script or tag manager inserts it."""

import json
from collections.abc import Iterable
from dataclasses import replace

import pytest

from scanner.containers import traces as in_container
from scanner.findings import findings
from scanner.model import Act, Loaded, Look, Opener, Page, PlacementType, Request
from scanner.scan import Finding
from scanner.traces import PageTraces
from tests.scanner.finding import AGENCY, FORM, HOST, RECOGNISER, Told, both, form, read, rendered, served, told, url

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
