"""Addresses by which something is done when they are asked for; neither the crawler nor a page may ask for them."""

import re

_ALWAYS = re.compile(r"(?:user[-_]?)?(?:log|sign)[-_]?(?:out|off)|add[-_]to[-_](?:cart|basket|bag)", re.IGNORECASE)
_FOR_SOMEBODY = re.compile(
    r"unsubscribe|opt[-_]?out|(?:remove|delete)(?:[-_](?:item|from[-_]cart))?|destroy"
    r"|cancel(?:[-_](?:booking|appointment|order|subscription))?",
    re.IGNORECASE,
)
"""Last parts of a path that do something to what is named beside them; alone they are pages that tell about it."""

_ID = re.compile(r"\d{2,}|[0-9a-f]{8,}|(?=[a-z_-]*\d)[\w-]{12,}", re.IGNORECASE)
_PARAMETER = re.compile(
    r"(?:^|&)(?:"
    r"(?:add[-_]to[-_](?:cart|wishlist|compare)|remove[-_](?:item|coupon)|undo_item|cancel_order|unsubscribe|empty[-_]cart)(?:=|&|$)"
    r"|(?:wc-ajax|action|do|task|cmd)="
    r"(?:add[-_]to[-_]cart|remove[-_]from[-_]cart|(?:log|sign)[-_]?out|unsubscribe|delete|cancel)(?:&|$)"
    r")",
    re.IGNORECASE,
)
_CART = re.compile(r"/cart/(?:add|change|clear|update)(?:\.js)?/?", re.IGNORECASE)


def acts(path: str, query: str, *, tried: bool = False) -> bool:
    """Whether to ask for this address does something: to log out, to buy, to cancel, to delete, to unsubscribe.

    `tried`: the page asks for it because something on it was clicked. Then the name alone counts.
    """
    *before, last = path.strip("/").split("/")
    name = last.partition(".")[0]
    if _ALWAYS.fullmatch(name) or _CART.fullmatch(path) or (query and _PARAMETER.search(query)):
        return True
    named = _FOR_SOMEBODY.fullmatch(name) is not None
    meant = any(_FOR_SOMEBODY.fullmatch(part) for part in before)
    if tried or (meant and _ID.fullmatch(last)):
        return named or meant
    return named and (bool(query) or any(_ID.fullmatch(part) for part in before))
