"""Which writes of a page only report: a scan that refuses them misses nothing that a visitor would see.

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
