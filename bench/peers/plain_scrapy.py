"""A plain Scrapy CrawlSpider with LinkExtractor and a substring search: `python -m bench.peers.plain_scrapy PORT`."""

import sys
from collections.abc import Iterator

from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule


class PlainSpider(CrawlSpider):
    name = "plain"
    rules = (Rule(LinkExtractor(), callback="parse_page", follow=True),)

    def parse_page(self, response: Response) -> Iterator[dict[str, str]]:
        """Say which pages hold a form."""
        if "/widget/form/" in response.text:
            yield {"url": response.url}


if __name__ == "__main__":
    port = sys.argv[1]
    process = CrawlerProcess({"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False})
    process.crawl(PlainSpider, start_urls=[f"http://127.0.0.1:{port}/"], allowed_domains=["127.0.0.1"])
    process.start()
