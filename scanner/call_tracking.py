"""Vendors of call tracking: where one of them works on a page, nobody can say that another changed its numbers."""

import re
from collections.abc import Iterable

from scanner.urls import parse

HOSTS = frozenset(
    {
        *("callrail.com", "calltrk.com", "tctm.co", "calltrackingmetrics.com", "whatconverts.com", "iconnode.com"),
        *("ksrndkehqnwntyxlhgto.com", "invoca.net", "invocacdn.com", "invoca.com", "dialogtech.com", "ifbyphone.com"),
        *("marchex.io", "marchex.com", "voicestar.com", "responsetap.com", "adinsight.com", "adinsight.eu"),
        *("infinity-tracking.net", "infinity-tracking.com", "infinitycloud.com", "nimbata.com", "ringba.com"),
        *("phonexa.com", "phonexa.io", "phonexa.net", "retreaver.com", "routingapi.com", "trackdrive.com"),
        *("trackdrive.net", "callsource.com", "convirza.com", "logmycalls.com", "telmetrics.com", "callscaler.com"),
        *("mongoosemetrics.com", "delacon.com", "delacon.com.au", "avanser.com", "wildjar.com", "mediahawk.co.uk"),
        *("calltracks.com", "ruleranalytics.com", "clixtell.com", "avidtrak.com", "phonewagon.com", "freespee.com"),
        *("matelso.com", "iovox.com", "calltouch.ru", "comagic.ru", "rlets.com", "servicetitan.com"),
    }
)
"""A name stands for itself and everything below it."""

WORDS = ("phone_conversion_number", "_googWcm", "www.gstatic.com/wcm/", "CallTrk", "$wc_leads", "_invoca", "Retreaver")
"""What the snippets of such vendors, among them the numbers that Google's advertisements forward, call by name."""

_SCRIPT = re.compile(r"<script\b[^<>]*>[^<]*(?:<(?!/script)[^<]*)*", re.IGNORECASE)


def is_at_work(documents: Iterable[str], requests: Iterable[str]) -> bool:
    """Whether such a vendor's code stands in one of these documents, or one of the addresses asked for is its own."""
    if any(_is_theirs(url) for url in requests):
        return True
    code = "\n".join(script[0] for html in documents for script in _SCRIPT.finditer(html))
    return any(word in code for word in (*WORDS, *HOSTS))


def _is_theirs(url: str) -> bool:
    address = parse(url)
    name = address.host if address else ""
    while name:
        if name in HOSTS:
            return True
        name = name.partition(".")[2]
    return False
