"""Addresses by which something is done when they are asked for; neither the crawler nor a page may ask for them."""

import re

_ALWAYS = re.compile(r"(?:user[-_]?)?(?:log|sign)[-_]?(?:out|off)|add[-_]to[-_](?:cart|basket|bag)", re.IGNORECASE)
_FOR_SOMEBODY = re.compile(
    r"unsubscribe|opt[-_]?out|(?:remove|delete)(?:[-_](?:item|from[-_]cart))?|destroy"
    r"|cancel(?:[-_](?:booking|appointment|order|subscription))?",
    re.IGNORECASE,
)
"""Last parts of a path that do something to what is named beside them; alone they are pages that tell about it."""

_FROM_LISTS = re.compile(r"unsubscribe|opt[-_]?out", re.IGNORECASE)
_TOKEN = re.compile(r"[a-z0-9_]{16,}", re.IGNORECASE)
_GOES_ON = re.compile(r"confirm(?:ed)?|submit|process|complete|all|now|yes|ok", re.IGNORECASE)
"""Last parts of a path that do what the part before them is called."""

_BUYS = re.compile(r"buy|purchase|order|pay|subscribe|sign[-_]?up", re.IGNORECASE)
_ORDERS = re.compile(
    r"(?:place|submit|confirm|complete)[-_]?order|(?:buy|pay|order)[-_]?now|process[-_]?(?:checkout|payment)",
    re.IGNORECASE,
)
_SIGNS_UP = re.compile(r"subscribe|sign[-_]?up|opt[-_]?in|newsletter", re.IGNORECASE)
"""What a click may do, and what is only a page to the crawler."""

_SOMEBODY = re.compile(r"(?:^|&)[\w.%\[\]-]{0,40}(?:mail|phone|mobile)[\w.%\[\]-]{0,40}=[^&]", re.IGNORECASE)
_FILE = re.compile(r"\.(?:m?js|css|json|html?)$", re.IGNORECASE)

_ID = re.compile(r"\d{2,}|[0-9a-f]{8,}|(?=[a-z_-]*\d)[\w-]{12,}", re.IGNORECASE)
_PARAMETER = re.compile(
    r"(?:^|&)(?:"
    r"(?:add[-_]to[-_](?:cart|wishlist|compare)|remove[-_](?:item|coupon)|undo_item|cancel_order|unsubscribe|empty[-_]cart"
    r"|(?:log|sign)[-_]?(?:out|off))(?:=|&|$)"
    r"|(?:wc-ajax|action|do|task|cmd)=(?:[\w-]+(?:\.|:|/|%2f))?"
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
    goes_on = _GOES_ON.fullmatch(name) is not None or _ID.fullmatch(last) is not None
    if goes_on and any(_ALWAYS.fullmatch(part) for part in before):
        return True
    named = _FOR_SOMEBODY.fullmatch(name) is not None
    meant = any(_FOR_SOMEBODY.fullmatch(part) for part in before)
    if tried and _signs(before, last, query):
        return True
    if tried or (meant and _ID.fullmatch(last)):
        return named or meant
    if _TOKEN.fullmatch(last) and any(_FROM_LISTS.fullmatch(part) for part in before):
        return True
    return named and (bool(query) or any(_ID.fullmatch(part) for part in before))


def _signs(before: list[str], last: str, query: str) -> bool:
    """Whether what was clicked buys, orders or signs somebody up; a file of such a name only helps to."""
    name = last.partition(".")[0]
    if _FILE.search(last):
        return False
    if _ORDERS.fullmatch(name) or (_SIGNS_UP.fullmatch(name) and _SOMEBODY.search(query)):
        return True
    if name.lower() == "subscribe" and before:
        return True
    return any(_BUYS.fullmatch(part) for part in before) and (last.isdigit() or _ID.fullmatch(last) is not None)
