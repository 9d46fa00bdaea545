"""A real browser reads real pages: scripts, frames, shadow roots, windows, redirects, and what a page was before."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo.server import Hit, SiteServer
from scanner.model import Flaw, Frame, Hop, Mode, Page, Request, Unread
from spiders.options import RenderMode
from tests.spiders.browsing import pooled
from tests.spiders.crawling import CRM_FORM, HOST, START, Serve, run, verdicts
from tests.spiders.crawling import page as answer
from tests.spiders.visiting import SITES

pytestmark = pytest.mark.browser

FORM = "http://book.partner.example/widget/form/AbCdEfGhIjKlMnOpQrSt"
CALENDAR = "http://book.partner.example/widget/booking/AbCdEfGhIjKlMnOpQrSt"


@dataclass(frozen=True)
class Embeds:
    """The pages of the site rendered-embeds by path, and all requests that arrived for them."""

    pages: Mapping[str, Page]
    hits: list[Hit]


@pytest.fixture(scope="module")
def embeds() -> Embeds:
    """All in one browser, several at once."""
    with SiteServer(SITES / "rendered-embeds") as server:
        files = [f"/{file.name}" for file in (SITES / "rendered-embeds" / HOST).glob("*.html")]

        async def go() -> dict[str, Page | Unread]:
            async with pooled(server) as pool:
                paths = (*files, "/old", "/gone")
                got = await asyncio.gather(*(pool.render(f"http://{HOST}{path}") for path in paths))
                return dict(zip(paths, got, strict=True))

        return Embeds({path: got for path, got in asyncio.run(go()).items() if isinstance(got, Page)}, server.hits)


def test_a_form_that_a_script_adds_is_read_with_its_frame_and_who_asked_for_it(embeds: Embeds) -> None:
    url = "http://clinic.example/late-form.html"
    page = embeds.pages["/late-form.html"]
    frame = Frame(
        FORM,
        '<!DOCTYPE html><html><head><title>Form</title></head><body><form><input name="name"></form>\n</body></html>',
        "iframe#inline-form",
    )
    assert page == Page(
        asked=url,
        url=url,
        status=200,
        mode=Mode.RENDERED,
        html=page.html,
        frames=(frame,),
        requests=(Request(url, "document", "", url), Request(FORM, "document", url, url)),
    )
    assert f'<main id="form-here"><iframe id="inline-form" src="{FORM}"></iframe></main>' in page.html


def test_a_chat_in_a_closed_shadow_root_is_read_with_the_frame_in_it(embeds: Embeds) -> None:
    page = embeds.pages["/chat.html"]
    frame = "http://frames.partner.example/chat"
    assert (
        '<chat-widget><template shadowrootmode="closed"><div id="bubble">Chat with us</div>'
        f'<iframe src="{frame}"></iframe></template></chat-widget>'
    ) in page.html
    assert [(found.url, found.path) for found in page.frames] == [(frame, "chat-widget >> iframe")]
    assert "How can we help?" in page.frames[0].html
    loader, chat = (
        f"http://widgets.partner.example/{name}" for name in ("loader.js", "chat.js?id=0123456789abcdef01234567")
    )
    assert [(request.url, request.initiator) for request in page.requests] == [
        (page.url, page.url),
        (loader, page.url),
        (chat, loader),
        (frame, chat),
    ]


def test_an_open_shadow_root_within_another_is_written_out_in_place(embeds: Embeds) -> None:
    page = embeds.pages["/open-shadow.html"]
    assert (
        '<div id="outer"><template shadowrootmode="open"><p>outer</p><div id="inner">'
        f'<template shadowrootmode="open"><a href="{FORM}">Book</a></template></div></template></div>'
    ) in page.html


def test_frames_of_other_sites_are_read_however_deep_and_located_from_the_page(embeds: Embeds) -> None:
    page = embeds.pages["/nested.html"]
    assert [(frame.url, frame.path) for frame in page.frames] == [
        ("http://clinic.example/map.html", "body > iframe:nth-of-type(1)"),
        ("http://frames.partner.example/outer", "section#booking > iframe"),
        ("about:srcdoc", "iframe:nth-of-type(2)"),
        (CALENDAR, "section#booking > iframe >> iframe"),
    ]
    assert page.frames[2].html == "<html><head></head><body><p>Opening hours</p></body></html>"
    assert "<td>1</td>" in page.frames[3].html
    assert page.flaws == ()


def test_of_too_many_frames_some_are_read_and_the_page_says_so(embeds: Embeds) -> None:
    page = embeds.pages["/many-frames.html"]
    assert [frame.html for frame in page.frames] == [
        f"<html><head></head><body><p>frame {n}</p></body></html>" for n in range(50)
    ]
    assert page.flaws == (Flaw("too_large", "60 frames, 50 of them read"),)


def test_windows_that_a_page_opens_are_noted_and_load_nothing(embeds: Embeds) -> None:
    page, many = embeds.pages["/opens.html"], embeds.pages["/popups.html"]
    assert (page.opened, page.flaws) == ((CALENDAR, FORM), ())
    assert many.opened == tuple(f"http://clinic.example/popup?{n}" for n in range(200))
    assert not [hit for hit in embeds.hits if hit.path.startswith("/popup?")]


def test_a_number_that_is_swapped_is_read_before_and_after(embeds: Embeds) -> None:
    page = embeds.pages["/swapped-number.html"]
    assert '<a id="call" href="tel:+12025550199">' in page.html
    (early,) = page.frames
    assert (early.url, early.path) == (page.url, "early")
    assert '<a id="call" href="tel:+12025550100">' in early.html


def test_what_a_script_replaces_altogether_is_not_lost(embeds: Embeds) -> None:
    page = embeds.pages["/replaced.html"]
    assert page.html == "<html><head><title>Later</title></head><body><p>Nothing to see</p></body></html>"
    assert [(early.path, f'<a href="{FORM}">' in early.html) for early in page.frames] == [("early", True)]


def test_a_page_that_tampers_with_the_ways_to_read_it_is_read_all_the_same(embeds: Embeds) -> None:
    page = embeds.pages["/tampered.html"]
    assert f'<p>Content <a href="{FORM}">Book</a></p>' in page.html


def test_redirects_are_hops_and_one_that_leaves_the_site_brings_no_document(embeds: Embeds) -> None:
    inside, outside, refreshed = (embeds.pages[path] for path in ("/old", "/gone", "/refresh.html"))
    base = "http://clinic.example"
    assert inside.hops == (Hop(f"{base}/old", f"{base}/older", 302), Hop(f"{base}/older", f"{base}/plain.html", 301))
    assert (inside.asked, inside.url) == (f"{base}/old", f"{base}/plain.html")
    assert (outside.url, outside.html, outside.frames, outside.flaws) == (FORM, "", (), ())
    assert outside.hops == (Hop(f"{base}/gone", FORM, 302),)
    assert refreshed.hops == (Hop(f"{base}/refresh.html", f"{base}/plain.html", 200, "meta"),)


def test_a_page_that_a_script_leaves_is_partly_read(embeds: Embeds) -> None:
    page = embeds.pages["/offsite-script.html"]
    assert (page.url, page.flaws) == (page.asked, (Flaw("navigated_away", FORM),))
    assert page.hops == (Hop(page.asked, FORM, 200, "script"),)
    assert "We have moved" in page.html


def test_a_link_that_only_a_script_makes_is_crawled_further(serve: Serve, tmp_path: Path) -> None:
    script = "<script>setTimeout(() => { document.body.innerHTML += '<a href=/hidden>more</a>'; }, 100)</script>"
    server = serve({"/": answer(body=script), "/hidden": answer(body=CRM_FORM)})
    crawled = run(server, tmp_path / "run", start=(START,), render=RenderMode.AUTO)
    assert verdicts(tmp_path / "run") == {"/": "checked", "/hidden": "checked"}
    assert [match.signature for traces in crawled.traces for match in traces.matches] == ["highlevel/form"]
    assert crawled.coverage.rendered == 1
