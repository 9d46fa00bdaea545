"""Where links end: what became of an address outside the site that its pages lead to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from scanner.model import Hop
from scanner.traces import Match
from scanner.urls import crawl_key, host_matches

KEY = "link"
"""On a mention: the key of the address that it leads to, which is redacted itself."""

SHORTENERS = frozenset(
    {
        *("bit.ly", "bitly.com", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "buff.ly", "is.gd", "v.gd", "rebrand.ly"),
        *("cutt.ly", "rb.gy", "t.ly", "shorturl.at", "tiny.cc", "lnkd.in", "fb.me", "g.page", "bl.ink", "soo.gd"),
        *("hubs.ly", "hubs.li", "eepurl.com", "dub.sh", "dub.co", "qrco.de", "s.id", "shorter.me", "snip.ly", "u.nu"),
    }
)
"""Services under whose names everybody's short links stand: what is behind one says only its end."""


class Seen(StrEnum):
    """What was seen of the end of a link. `BROKEN`: a visitor meets an error; `UNSEEN`: nobody knows."""

    END = "end"
    BROKEN = "broken"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Ended:
    """One address outside the site, with all redirects that were followed; addresses are redacted.

    `reason` and `detail` say why its end is broken or was not seen; `matches` are what it proved to be. `may_lead_on`:
    its end was not seen, and may be the CRM's.
    """

    key: str
    url: str
    seen: Seen
    reason: str = ""
    detail: str = ""
    hops: tuple[Hop, ...] = ()
    matches: tuple[Match, ...] = ()
    may_lead_on: bool = False


@dataclass(frozen=True, slots=True)
class Ends:
    """All that is known about the ends of links. `left` counts the addresses that were not asked for, by reason."""

    ended: tuple[Ended, ...] = ()
    left: Mapping[str, int] = field(default_factory=dict)


def link_key(url: str) -> str:
    """Identity of the address that a link leads to: 16 hex digits that tell nothing about it."""
    return sha256(crawl_key(url.partition("#")[0]).encode("utf-8", "replace")).hexdigest()[:16]


def is_shortener(host: str) -> bool:
    """Whether short links of everybody stand under this host."""
    return any(host_matches(host, name) for name in SHORTENERS)


def is_own(netloc: str, scope: frozenset[str]) -> bool:
    """Whether a host is a name below one of the site's, and none of these."""
    if netloc in scope:
        return False
    host = netloc.partition(":")[0]
    names = (one.partition(":")[0].removeprefix("www.") for one in scope)
    return any("." in name and host != name and host_matches(host, name) for name in names)
