"""Reports as a browser shows them, on screens of all sizes and on paper."""

import os
from collections.abc import Iterator

import pytest
from playwright.async_api import Page

from reports.html import render
from spiders.accounts import NOBODY, is_root
from spiders.browser import may_be_unsandboxed
from tests.reports.scans import FINAL_DATE, MEDSPA, SCANS
from tests.reports.screen import Look, Screen, Show, screen
from tests.reports.test_injection import filled
from tests.spiders.test_sandbox import hold, namespaces

pytestmark = pytest.mark.browser

FOLDED = (
    "[...document.querySelectorAll('details > .pages')].filter(e => !e.checkVisibility({contentVisibilityAuto: true}))"
)


@pytest.fixture(scope="module")
def opened() -> Iterator[tuple[Screen, Show]]:
    with screen() as both:
        yield both


@pytest.fixture
def show(opened: tuple[Screen, Show]) -> Show:
    return opened[1]


def width(html: str) -> Look:
    """How wide a page is."""

    async def look(page: Page) -> object:
        await page.set_content(html)
        return await page.evaluate("document.documentElement.scrollWidth")

    return look


def test_reports_are_looked_at_in_a_sandbox_and_never_as_root(opened: tuple[Screen, Show]) -> None:
    launched, _ = opened
    assert hold(launched.pid).user == (NOBODY if is_root() else os.geteuid())
    assert launched.sandboxed or (may_be_unsandboxed(False) and not namespaces())


@pytest.mark.parametrize("wide", [320, 390, 1280])
@pytest.mark.parametrize("name", SCANS)
def test_nothing_sticks_out_of_the_window(name: str, wide: int, show: Show) -> None:
    html = render(SCANS[name], final_date=FINAL_DATE)
    assert show(width(html), viewport={"width": wide, "height": 800}) == wide


@pytest.mark.parametrize("payload", ["x" * 3000, "Z" + "\u0336\u0489" * 300, "\u05e9\u05dc\u05d5\u05dd" * 300])
def test_endless_words_do_not_widen_the_page(payload: str, show: Show) -> None:
    html = render(filled(payload), final_date=FINAL_DATE)
    assert show(width(html), viewport={"width": 320, "height": 800}) == 320


def test_report_asks_for_nothing_and_complains_of_nothing(show: Show) -> None:
    said: list[str] = []

    async def look(page: Page) -> None:
        page.on("console", lambda message: said.append(message.text))
        page.on("request", lambda request: said.append(request.url))
        await page.set_content(render(MEDSPA, final_date=FINAL_DATE))
        await page.wait_for_load_state("networkidle")

    show(look)
    assert said == []


def test_paper_shows_what_the_screen_folds(show: Show) -> None:
    async def look(page: Page) -> int:
        await page.set_content(render(MEDSPA, final_date=FINAL_DATE))
        folded = int(await page.evaluate(f"{FOLDED}.length"))
        await page.emulate_media(media="print")
        await page.wait_for_function(f"{FOLDED}.length === 0")
        return folded

    assert show(look) > 0


def test_tasks_are_filtered_by_words_and_evidence_is_copied(show: Show) -> None:
    left = "[...document.querySelectorAll('.task')].filter(e => e.checkVisibility()).map(e => e.id)"
    rows = "[...document.querySelectorAll('.order tbody tr')].filter(e => e.checkVisibility()).length"
    shown = "[...document.querySelectorAll('.place')].filter(e => e.checkVisibility()).length"

    async def look(page: Page) -> tuple[object, ...]:
        await page.set_content(render(MEDSPA, final_date=FINAL_DATE))
        every = await page.evaluate(left)
        field = page.get_by_role("searchbox")
        await field.fill("  GLOW button ")
        found = (await page.evaluate(left), await page.evaluate(rows), await page.evaluate(shown))
        told = await page.locator(".filter output").text_content()
        await field.fill("xyzzy")
        none = (await page.evaluate(left), await page.evaluate(rows))
        await field.fill("")
        back = await page.evaluate(left)
        button = page.locator("#R-10 .evidence button").first
        await button.click()
        await page.wait_for_function("b => b.firstChild.data === 'Copied'", arg=await button.element_handle())
        await page.evaluate("document.body.append(Object.assign(document.createElement('textarea'), {id: 'paste'}))")
        await page.locator("#paste").focus()
        await page.keyboard.press("Control+V")
        pasted = await page.locator("#paste").input_value()
        return every == back, found, told, none, pasted

    same, found, told, none, pasted = show(look, permissions=["clipboard-read", "clipboard-write"])
    gift = next(finding for finding in MEDSPA.findings if finding.ref == "R-10")
    assert (same, found, told, none) == (True, (["R-10"], 1, 1), "1 of 15 tasks", ([], 0))
    assert pasted == gift.evidence[0].excerpt


def test_without_scripts_the_report_has_no_button_that_does_nothing(show: Show) -> None:
    async def look(page: Page) -> int:
        await page.set_content(render(MEDSPA, final_date=FINAL_DATE))
        return await page.locator("button, .filter").count()

    assert (show(look, java_script_enabled=False), show(look) > 0) == (0, True)


def test_a_script_of_the_webs_making_does_not_run(show: Show) -> None:
    html = render(MEDSPA, final_date=FINAL_DATE).replace("</main>", "<script>document.title = 'mine'</script></main>")

    async def look(page: Page) -> str:
        await page.set_content(html)
        return await page.title()

    assert show(look) != "mine"
