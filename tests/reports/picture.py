"""The picture in the README: `python -m tests.reports.picture [FILE]` photographs the invented med-spa's report."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from reports.html import render
from spiders.browser import executable, sandboxed
from tests.reports.scans import FINAL_DATE, MEDSPA

DOCS = Path(__file__).parents[2] / "docs"
WIDTH = 1280
UNTIL = "document.querySelector('.groups li:nth-child(3)').getBoundingClientRect().bottom"


def photograph(file: Path) -> None:
    """Write the first screen of the report, 1280 pixels wide, to `file` as PNG."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable() or None, chromium_sandbox=sandboxed())
        page = browser.new_page(viewport={"width": WIDTH, "height": 900}, color_scheme="light")
        page.set_content(render(MEDSPA, final_date=FINAL_DATE))
        clip = {"x": 0.0, "y": 0.0, "width": float(WIDTH), "height": float(page.evaluate(UNTIL))}
        page.screenshot(path=file, full_page=True, clip=clip)  # type: ignore[arg-type] # a FloatRect by its keys
        browser.close()


if __name__ == "__main__":
    photograph(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS / "report.png")
