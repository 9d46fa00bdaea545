"""Scrapy's settings, for `unembed crawl` and for `scrapy crawl site` alike: what matters is done by our own parts.

Links, redirects, cookies, content codings, robots.txt and the queue are read by `spiders.site` and its neighbours,
which account for every address. Of Scrapy remain the engine, the downloader and the politeness of its slots.
"""

from spiders.bodies import MAX_BODY
from spiders.robots import AGENT

BOT_NAME = AGENT
SPIDER_MODULES = ["spiders.site"]
SCHEDULER = "spiders.scheduler.FrontierScheduler"
USER_AGENT = AGENT

REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
WARN_ON_GENERATOR_RETURN_VALUE = False
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
STATS_DUMP = False
LOG_LEVEL = "INFO"

CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 8
# how many tasks Scrapy starts for the items of every answer; ours have none
CONCURRENT_ITEMS = 1
# with a delay of 0, Scrapy 2.19 does not hold to CONCURRENT_REQUESTS_PER_DOMAIN
DOWNLOAD_DELAY = 0.125
DOWNLOAD_DELAY_JITTER = 0.0
DOWNLOAD_TIMEOUT = 15
DOWNLOAD_MAXSIZE = MAX_BODY
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS = dict.fromkeys(("data", "file", "ftp", "s3"))
DNSCACHE_ENABLED = False

_MIDDLEWARES = """
offsite.OffsiteMiddleware robotstxt.RobotsTxtMiddleware httpauth.HttpAuthMiddleware useragent.UserAgentMiddleware
downloadtimeout.DownloadTimeoutMiddleware defaultheaders.DefaultHeadersMiddleware retry.RetryMiddleware
redirect.MetaRefreshMiddleware httpcompression.HttpCompressionMiddleware redirect.RedirectMiddleware
cookies.CookiesMiddleware httpproxy.HttpProxyMiddleware stats.DownloaderStats httpcache.HttpCacheMiddleware
"""
_SPIDER_MIDDLEWARES = """
start.StartSpiderMiddleware httperror.HttpErrorMiddleware referer.RefererMiddleware urllength.UrlLengthMiddleware
depth.DepthMiddleware metacopy.MetaCopyDetectionMiddleware
"""
_EXTENSIONS = """
corestats.CoreStats logcount.LogCount telnet.TelnetConsole memusage.MemoryUsage memdebug.MemoryDebugger
closespider.CloseSpider feedexport.FeedExporter logstats.LogStats spiderstate.SpiderState throttle.AutoThrottle
remote_control.RemoteControl
"""


def _off(package: str, names: str) -> dict[str, int | None]:
    return {f"scrapy.{package}.{name}": None for name in names.split()}


DOWNLOADER_MIDDLEWARES = {
    **_off("downloadermiddlewares", _MIDDLEWARES),
    "spiders.middlewares.GateMiddleware": 100,
}
SPIDER_MIDDLEWARES = _off("spidermiddlewares", _SPIDER_MIDDLEWARES)
EXTENSIONS = _off("extensions", _EXTENSIONS)
