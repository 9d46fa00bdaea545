from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from reports.html import render
from spiders.browser import executable, sandboxed
from tests.reports.scans import FINAL_DATE, MEDSPA, SCANS
from tests.reports.test_injection import filled

pytestmark = pytest.mark.browser

FOLDED = (
    "[...document.querySelectorAll('details > .pages')].filter(e => !e.checkVisibility({contentVisibilityAuto: true}))"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable() or None, chromium_sandbox=sandboxed())
        yield browser
        browser.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("name", SCANS)
def test_nothing_sticks_out_of_the_window(name: str, width: int, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(render(SCANS[name], final_date=FINAL_DATE))
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


@pytest.mark.parametrize("payload", ["x" * 3000, "Z" + "\u0336\u0489" * 300, "\u05e9\u05dc\u05d5\u05dd" * 300])
def test_endless_words_do_not_widen_the_page(payload: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.set_content(render(filled(payload), final_date=FINAL_DATE))
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.close()


def test_report_asks_for_nothing_and_complains_of_nothing(browser: Browser) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: said.append(request.url))
    page.set_content(render(MEDSPA, final_date=FINAL_DATE))
    page.wait_for_load_state("networkidle")
    assert said == []
    page.close()


def test_paper_shows_what_the_screen_folds(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(render(MEDSPA, final_date=FINAL_DATE))
    assert page.evaluate(f"{FOLDED}.length") > 0
    page.emulate_media(media="print")
    page.wait_for_function(f"{FOLDED}.length === 0")
    page.close()
