"""What is edited elsewhere than in a page: redirects, plugins, files and feeds; and hosts that another page tells."""

from scanner.findings import findings
from scanner.model import Hop, Mode, Page, PlacementType, SeenIn
from tests.scanner.finding import (
    AGENCY,
    CHAT,
    FORM,
    PATHS,
    RECOGNISER,
    Told,
    form,
    found,
    link,
    read,
    served,
    told,
    url,
)


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


def test_a_script_file_that_no_page_loads_lists_itself() -> None:
    file = url("/js/old.js")
    [finding] = findings([RECOGNISER.script(file, f'open("{AGENCY}/widget/form/{FORM}")')], RECOGNISER)
    assert (finding.placement.type, finding.placement.pages) == (PlacementType.FILE, (file,))


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
