"""Where pages report their visitors to: measurement and advertising hosts that a scan must leave no hit at.

A host stands here only if nothing that a page shows, and no code that inserts an embed, ever comes from it; its
sub-domains are meant too. Tag managers, consent tools and hosts with other uses stay open. Where such a host also
takes hits, `PATHS` names the path; it can only be refused where the path is seen, that is on plain HTTP.
"""

HOSTS = frozenset(
    {
        # Google
        *("google-analytics.com", "analytics.google.com", "doubleclick.net", "googleadservices.com"),
        *("googlesyndication.com", "googletagservices.com", "adservice.google.com", "2mdn.net", "app-measurement.com"),
        # Microsoft
        *("clarity.ms", "bat.bing.com", "bat.bing.net", "c.bing.com"),
        # social networks
        *("analytics.tiktok.com", "px.ads.linkedin.com", "dc.ads.linkedin.com", "snap.licdn.com", "ct.pinterest.com"),
        *("tr.snapchat.com", "analytics.twitter.com", "static.ads-twitter.com", "alb.reddit.com", "q.quora.com"),
        # recordings and heat maps
        *("hotjar.com", "hotjar.io", "mouseflow.com", "fullstory.com", "crazyegg.com", "inspectlet.com"),
        *("luckyorange.com", "luckyorange.net", "smartlook.com", "smartlook.cloud", "logrocket.io", "lr-ingest.io"),
        # product and site measurement
        *("api.segment.io", "api.mixpanel.com", "api-js.mixpanel.com", "api.amplitude.com", "api2.amplitude.com"),
        *("heapanalytics.com", "plausible.io", "cloudflareinsights.com", "statcounter.com", "histats.com"),
        *("quantserve.com", "scorecardresearch.com", "mc.yandex.ru", "track.hubspot.com", "pixel.wp.com"),
        # speed and error monitoring
        *("nr-data.net", "browser-intake-datadoghq.com", "ingest.sentry.io", "ingest.us.sentry.io"),
        # advertising exchanges
        *("adsrvr.org", "adnxs.com", "criteo.com", "criteo.net", "demdex.net", "omtrdc.net", "everesttech.net"),
        *("taboola.com", "tr.outbrain.com", "rlcdn.com", "adroll.com", "amazon-adsystem.com", "bidswitch.net"),
    }
)

PATHS = (
    ("facebook.com", "/tr"),
    ("google.com", "/pagead"),
    ("google.com", "/ccm/"),
    ("linkedin.com", "/px"),
    ("t.co", "/i/adsct"),
    ("stats.wp.com", "/g.gif"),
)


def is_beacon(host: str, path: str = "") -> bool:
    """Whether a lower-case host, or one path of it, only takes hits."""
    name = host
    while name:
        if name in HOSTS:
            return True
        name = name.partition(".")[2]
    return bool(path) and any(path.startswith(start) and _within(host, owner) for owner, start in PATHS)


def _within(host: str, owner: str) -> bool:
    return host == owner or host.endswith("." + owner)
