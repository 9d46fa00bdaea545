"""Addresses by which something is done when they are asked for; neither the crawler nor a page may ask for them."""

import re

_LAST = re.compile(
    r"(?:user[-_]?)?(?:log|sign)[-_]?(?:out|off)|unsubscribe|opt[-_]?out"
    r"|add[-_]to[-_](?:cart|basket|bag)|(?:remove|delete)[-_](?:item|from[-_]cart)"
    r"|cancel(?:[-_](?:booking|appointment|order|subscription))?|delete|destroy",
    re.IGNORECASE,
)
"""The last part of a path that does something: the whole of it, so that `/cancellation-policy/` is a page."""

_PARAMETER = re.compile(
    r"(?:^|&)(?:"
    r"(?:add[-_]to[-_](?:cart|wishlist|compare)|remove[-_](?:item|coupon)|undo_item|cancel_order|unsubscribe|empty[-_]cart)(?:=|&|$)"
    r"|(?:wc-ajax|action|do|task|cmd)="
    r"(?:add[-_]to[-_]cart|remove[-_]from[-_]cart|(?:log|sign)[-_]?out|unsubscribe|delete|cancel)(?:&|$)"
    r")",
    re.IGNORECASE,
)

_FIRST = re.compile(r"/cart/(?:add|change|clear|update)(?:\.js)?/?", re.IGNORECASE)


def acts(path: str, query: str) -> bool:
    """Whether to ask for this address does something: to log out, to buy, to cancel, to delete, to unsubscribe."""
    last = path.rstrip("/").rpartition("/")[2].partition(".")[0]
    return bool(_LAST.fullmatch(last) or _FIRST.fullmatch(path) or (query and _PARAMETER.search(query)))
