"""scrapy-playwright as its documentation shows it: `python -m bench.peers.scrapy_playwright PORT BROWSER`.

The page is kept 700 ms after it loaded, all frames are searched for forms, and the ids found are printed.
"""

import re
import sys
from collections.abc import AsyncIterator

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

from bench.site import HOST

FORM = re.compile(r"/widget/form/(\w{20})")


class RenderSpider(scrapy.Spider):
    name = "render"

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The start page."""
        yield scrapy.Request(f"http://{HOST}/", meta=META)

    async def parse(self, response: Response) -> AsyncIterator[scrapy.Request]:
        """Read all frames, then follow the links."""
        page = response.meta["playwright_page"]
        await page.wait_for_timeout(700)
        for frame in page.frames:
            self.found.update(FORM.findall(frame.url))
            self.found.update(FORM.findall(await frame.content()))
        await page.close()
        for href in response.css("a::attr(href)").getall():
            yield response.follow(href, meta=META)

    def closed(self, reason: str) -> None:
        """Print the ids found, and on stderr why the crawl ended."""
        print(reason, file=sys.stderr)
        print("\n".join(sorted(self.found)))


FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
META = {"playwright": True, "playwright_include_page": True}

if __name__ == "__main__":
    port, browser = sys.argv[1:]
    handler = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
    process = CrawlerProcess(
        {
            "LOG_LEVEL": "ERROR",
            "TELNETCONSOLE_ENABLED": False,
            "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
            "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 4,
            "PLAYWRIGHT_LAUNCH_OPTIONS": {
                "executable_path": browser or None,
                "args": [f"--host-resolver-rules=MAP * 127.0.0.1:{port}", *FLAGS],
            },
        }
    )
    process.crawl(RenderSpider)
    process.start()
