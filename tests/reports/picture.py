"""The picture in the README: `python -m tests.reports.picture [FILE]` photographs the demo clinic's own report."""

import asyncio
import sys
from pathlib import Path

from playwright.async_api import Page

from demo.__main__ import OUT, TRACES_LEFT, clinic, crawl
from tests.reports.screen import launched, looked_at

DOCS = Path(__file__).parents[2] / "docs"
WIDTH = 1280
UNTIL = "document.querySelector('.groups li:nth-child(3)').getBoundingClientRect().bottom"


async def photograph(report: Path, file: Path) -> None:
    """Write the first screen of `report`, 1280 pixels wide, to `file` as PNG."""

    async def look(page: Page) -> None:
        await page.set_content(html)
        clip = {"x": 0.0, "y": 0.0, "width": float(WIDTH), "height": float(await page.evaluate(UNTIL))}
        await page.screenshot(path=file, full_page=True, clip=clip)  # type: ignore[arg-type] # a FloatRect by its keys

    html = await asyncio.to_thread(report.read_text, encoding="utf-8")
    async with launched() as started:
        await looked_at(started, look, viewport={"width": WIDTH, "height": 900}, color_scheme="light")


def main(file: Path) -> int:
    """Scan the demo clinic as `python -m demo` does, and photograph the report."""
    with clinic() as server:
        code = crawl(server)
    if code != TRACES_LEFT:
        return code
    asyncio.run(photograph(OUT / "report.html", file))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS / "report.png"))
