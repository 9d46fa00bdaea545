"""The picture in the README: `python -m tests.reports.picture [FILE]` photographs the demo clinic's own report."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from demo.__main__ import OUT, TRACES_LEFT, clinic, crawl
from spiders.browser import executable, sandboxed

DOCS = Path(__file__).parents[2] / "docs"
WIDTH = 1280
UNTIL = "document.querySelector('.groups li:nth-child(3)').getBoundingClientRect().bottom"


def photograph(report: Path, file: Path) -> None:
    """Write the first screen of `report`, 1280 pixels wide, to `file` as PNG."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable() or None, chromium_sandbox=sandboxed())
        page = browser.new_page(viewport={"width": WIDTH, "height": 900}, color_scheme="light")
        page.goto(report.resolve().as_uri())
        clip = {"x": 0.0, "y": 0.0, "width": float(WIDTH), "height": float(page.evaluate(UNTIL))}
        page.screenshot(path=file, full_page=True, clip=clip)  # type: ignore[arg-type] # a FloatRect by its keys
        browser.close()


def main(file: Path) -> int:
    """Scan the demo clinic as `python -m demo` does, and photograph the report."""
    with clinic() as server:
        code = crawl(server)
    if code != TRACES_LEFT:
        return code
    photograph(OUT / "report.html", file)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS / "report.png"))
