"""A plain Scrapy CrawlSpider with LinkExtractor and one pattern: `python -m bench.peers.plain_scrapy PORT`."""

import re
import sys

from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule

FORM = re.compile(r"/widget/form/(\w{20})")


class PlainSpider(CrawlSpider):
    name = "plain"
    rules = (Rule(LinkExtractor(), callback="parse_page", follow=True),)

    def parse_page(self, response: Response) -> None:
        """Print the ids of the forms on a page."""
        for found in FORM.findall(response.text):
            print(found)


if __name__ == "__main__":
    port = sys.argv[1]
    process = CrawlerProcess({"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False})
    process.crawl(PlainSpider, start_urls=[f"http://127.0.0.1:{port}/"], allowed_domains=["127.0.0.1"])
    process.start()
