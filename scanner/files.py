"""What a file of the site is, by its address: a script, a style sheet, a feed, data."""

import re
from enum import StrEnum

_FEED = re.compile(
    r"(?:^|/)(?:[\w-]*feed|rss2?|atom|rdf)(?:\.(?:xml|json|php))?/?$|\.(?:rss|atom|rdf)$|\?(?:.*&)?feed=", re.IGNORECASE
)
_DATA = re.compile(r"\.(?:json|jsonld|geojson|webmanifest|xml|ya?ml|csv|txt)$|/wp-json/", re.IGNORECASE)
_STYLE = re.compile(r"\.css$", re.IGNORECASE)
_SCRIPT = re.compile(r"\.(?:[cm]?js|jsx|tsx?)$", re.IGNORECASE)


class Sort(StrEnum):
    """What a person calls the file."""

    SCRIPT = "script file"
    STYLE = "style sheet"
    FEED = "feed"
    DATA = "data file"
    OTHER = "file"


COPIES = frozenset({Sort.FEED, Sort.DATA})
"""What the site makes anew from what stands elsewhere in it."""


def sort_of(address: str) -> Sort:
    """What the file at `address` is; `OTHER` where its name does not tell."""
    path = address.partition("?")[0]
    if _FEED.search(address) or _FEED.search(path):
        return Sort.FEED
    for pattern, sort in ((_STYLE, Sort.STYLE), (_SCRIPT, Sort.SCRIPT), (_DATA, Sort.DATA)):
        if pattern.search(path):
            return sort
    return Sort.OTHER
