"""Pages that do not want to be photographed, or otherwise than they are: all end in time, and nothing is changed."""

import time
from collections.abc import Iterator

import pytest

from demo.server import Reply
from scanner.subjects import Clues, Hint
from tests.reports.screen import Show
from tests.spiders.crawling import Serve, page
from tests.spiders.photographs import FORM, FORM_ID, FRAME, decoder, photographed, pixels, subject

pytestmark = pytest.mark.browser

CRM = f"crm.example/widget/form/{FORM_ID}"
FORM_PAGE = page(body='<form><input name="a"><button>Send</button></form>', title="Ask us")
TALL = '<p style="height:3000px">Above</p>'
ENOUGH = 60.0
"""Seconds for any of these pages."""

SHOWN = {
    "endless height": f"{FRAME}<div style='height:30000000px'></div>",
    "grows": f"{FRAME}<script>setInterval(() => document.body.append('more '.repeat(500)), 5)</script>",
    "alerts": f"{FRAME}<script>setInterval(() => alert('pay'), 50); onbeforeunload = () => 'stay'</script>",
    "opens windows": f"{FRAME}<script>setInterval(() => open('/popup'), 50)</script>",
    "leaves when it is moved": f"{TALL}{FRAME}<script>onscroll = () => location.href = '/elsewhere'</script>",
    "styles": f"<style>* {{ outline: 0 !important; z-index: 0 !important }} "
    f"html > *:not(body), div {{ display: none !important }}</style>{FRAME}",
    "removes": f"{FRAME}<script>new MutationObserver((all) => all.forEach((one) => one.addedNodes.forEach("
    f"(node) => node.remove()))).observe(document, {{ childList: true, subtree: true }})</script>",
    "lies": "<script>Element.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 5, 5);"
    "Document.prototype.querySelectorAll = () => []; document.elementFromPoint = () => null;"
    f"Element.prototype.checkVisibility = () => false</script>{FRAME}",
    "sends": f"{FRAME}<form id='o' method='post' action='/logout'></form><script>onscroll = () => {{"
    "navigator.sendBeacon('/logout'); fetch('/logout', { method: 'POST' }); o.submit() };"
    f"setTimeout(onscroll, 100); setInterval(() => dispatchEvent(new Event('scroll')), 200)</script>{TALL}",
    "banner": f"{FRAME}<div style='position:fixed;inset:0;z-index:9999;background:#000'>We use cookies</div>",
}
NOT_SHOWN = {
    "hangs when it is moved": f"{TALL}{FRAME}<script>onscroll = () => {{ for (;;); }}</script>",
    "jumps": f"{FRAME}<script>let n = 0; setInterval(() => f.style.marginLeft = (n += 37) % 500 + 'px', 15)</script>",
    "becomes another": f"{TALL}{FRAME}<script>onscroll = () => {{ f.src = '/other-form' }}</script>",
    "is put in its place": f"{TALL}{FRAME}<script>onscroll = () => {{ f.replaceWith(f.cloneNode()); "
    "f.src = '/other-form' }</script>",
    "no size": FRAME.replace("width:600px;height:300px", "width:0;height:0"),
    "thousands": '<iframe id="f" src="about:blank"></iframe>' * 3000,
    "pile": f"{FRAME}" + "<a href='mailto:x'>anna.b@private.example</a> " * 3000,
}


@pytest.fixture(scope="module")
def show() -> Iterator[Show]:
    with decoder() as found:
        yield found


@pytest.mark.parametrize("name", SHOWN)
def test_what_the_page_does_does_not_change_the_picture(name: str, serve: Serve, show: Show) -> None:
    server = serve({"/": page(body=SHOWN[name]), "/elsewhere": page(title="Elsewhere"), CRM: FORM_PAGE})
    since = time.monotonic()
    taken = photographed(server, subject())
    assert time.monotonic() - since < ENOUGH
    left, top, right, bottom = pixels(show, taken["R-01"].jpeg).outline() or (0, 0, 0, 0)
    assert (right - left, bottom - top) == pytest.approx((614, 314), abs=4)
    assert {hit.path for hit in server.hits} <= {"/", f"/widget/form/{FORM_ID}", "/favicon.ico"}


def test_of_what_is_far_too_large_the_beginning_is_shown(serve: Serve, show: Show) -> None:
    server = serve({"/": page(body=FRAME.replace("height:300px", "height:50000px")), CRM: FORM_PAGE})
    picture = pixels(show, photographed(server, subject())["R-01"].jpeg)
    left, top, right, _ = picture.outline() or (0, 0, 0, 0)
    assert (picture.width, picture.height) == (880, 900)
    assert right - left == pytest.approx(614, abs=4)
    assert top < 100


@pytest.mark.parametrize("name", NOT_SHOWN)
def test_what_cannot_be_pictured_is_given_up_in_time_and_the_next_page_is_not(name: str, serve: Serve) -> None:
    server = serve({"/": page(body=NOT_SHOWN[name]), "/next": page(body=FRAME), CRM: FORM_PAGE})
    since = time.monotonic()
    taken = photographed(server, subject(), subject("/next", ref="R-02"))
    assert time.monotonic() - since < ENOUGH
    assert list(taken) == ["R-02"]


def test_pages_that_are_not_there_any_more_or_lead_away_are_left_out(serve: Serve) -> None:
    server = serve({
        "/gone": Reply(404),
        "/away": Reply(302, {"Location": f"http://crm.example/widget/form/{FORM_ID}"}),
        "/file": Reply(200, {"Content-Type": "application/pdf"}, b"%PDF-1.7"),
        CRM: page(body=f'<iframe id="f" src="{FORM}"></iframe>'),
    })  # fmt: skip
    taken = photographed(
        server,
        *(subject(path, ref=f"R-0{n}") for n, path in enumerate(("/gone", "/away", "/file"), 1)),
        subject("/gone", Hint("x" * 100_000, "<" * 100_000), ref="R-04", clues=Clues()),
    )
    assert taken == {}
