"""What of a page only reports: a scan that refuses it misses nothing that a visitor would see.

A page may also ask for content with a POST (GraphQL, `admin-ajax.php`, a search): such a page is not wholly read.
Measurement says what it is in its address, or in the `action` that WordPress plugins send along.
"""

import re
from urllib.parse import unquote_plus

WORDS = frozenset(
    {
        *("analytics", "beacon", "beacons", "collect", "collector", "conversion", "csp", "csplog"),
        *("diagnostics", "error", "errors", "exception", "fingerprint", "heartbeat", "hit"),
        *("hits", "impression", "impressions", "insights", "log", "logger", "logging", "logs", "metric"),
        *("metrics", "monitor", "monitoring", "pageview", "pageviews", "perf", "performance", "ping", "pixel"),
        *("rum", "sentry", "stat", "statistics", "stats", "telemetry", "trace", "traces", "track", "tracker"),
        *("tracking", "vitals"),
    }
)
"""Words of the paths that measurement is sent to; none is also a word of a clinic, such as visit or event."""

SENTENCE = 3
"""So many hyphens are in the name of a page, whose words say nothing about what is sent there."""

IDLE = re.compile(r"(?:^|[?&])(?:wc-ajax=get_refreshed_fragments|action=(?:heartbeat|wp-remove-post-lock))(?:&|$)")
"""Writes that answer without content of the page: the cart's count, signs of life."""

_HITS = (
    (r"(?:matomo|piwik)\.php", r"&rec=1(?!\d)"),
    (r"g/collect", r"&v=2(?!\d)"),
    (r"(?:[jr]/)?collect", r"&tid=UA-", r"&v=1(?!\d)"),
    (r"tr/?", r"&id=\d{9,}", r"&ev=[a-z]"),
    (r"__utm\.gif", r"&utmwv="),
    (r"b/ss/.{1,200}", r"&AQB=1(?!\d)"),
    (r"i", r"&e=\w", r"&tv=\w", r"&p=\w"),
    (r"wp-json/wp-statistics/v\d/(?:hit|online)",),
)
_COLLECTORS = tuple(
    (re.compile(rf"(?:.*/)?{path}", re.IGNORECASE), tuple(re.compile(one, re.IGNORECASE) for one in told))
    for path, *told in _HITS
)
"""Ends of paths, each with the parameters of a hit, on whatever host a site has its collector."""

_ACTION = re.compile(r"(?:^|&)action=([\w%.-]{1,80})|name=\"action\"\s+([\w.-]{1,80})")
_PIECES = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def measures(path: str, query: str, sends: str = "") -> bool:
    """Whether a write to this address, with this body, only reports something."""
    action = _ACTION.search(f"{query}&{sends[:2000]}")
    named = unquote_plus(action[1] or action[2]) if action else ""
    if any(IDLE.search(text) for text in (query, sends[:2000])):
        return True
    short = [part for part in path.split("/") if part.count("-") < SENTENCE]
    return any(piece.lower() in WORDS for part in (*short, named) for piece in _PIECES.findall(part))


def collects(path: str, query: str) -> bool:
    """Whether to read this address only leaves a hit: it has the path and the parameters of a known collector."""
    asked = f"&{query}"
    return any(
        ending.fullmatch(path) and all(parameter.search(asked) for parameter in told) for ending, told in _COLLECTORS
    )
