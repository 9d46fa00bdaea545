"""Reads only: which requests of a page are let through, so that a scan makes no lead, no hit, no needless traffic."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass

from scanner.urls import parse
from spiders.actions import acts
from spiders.beacons import is_beacon
from spiders.measuring import collects, measures
from spiders.options import Options

NOT_NEEDED = "not needed"
MEASUREMENT = "measurement"
HELD = "navigation"
"""A page that is tried out stays where it is."""

ACTION = "action"
"""An address by which something is done: to log out, to cancel, to delete."""

UNSEEN = frozenset(("image", "font", "media"))
"""Resources that nothing is read from. CSS is no such thing: it decides what is visible."""

REPORTS = frozenset(("ping", "cspviolationreport"))
"""Resources by which a page tells something and hears nothing."""

SUFFIXES = (
    *("png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "bmp"),
    *("ttf", "otf", "woff", "woff2", "eot", "mp4", "webm", "mov", "m4v", "mp3", "ogg", "wav"),
)

CHECKED = ("Document", "XHR", "Fetch", "Ping", "EventSource", "CSPViolationReport", "Other", "Image", "Font", "Media")
"""Chromium's words for what can be something else than a GET, or have an address that does not tell what it is."""

ACTING = (
    *("logout", "log-out", "log_out", "logoff", "signout", "sign-out", "sign_out", "unsubscribe", "optout", "opt-out"),
    *("add-to-", "add_to_", "cart/", "remove", "delete", "destroy", "cancel", "subscribe", "buy/", "order/"),
    *("place-order", "place_order", "matomo.php", "piwik.php", "collect", "/tr/", r"/tr\?", "__utm.gif", "/b/ss/"),
    *(r"/i\?", "wp-statistics/v"),
)
"""What may stand in the address of a script that does or reports something when it is asked for."""

PREFLIGHT = "access-control-request-method"
READS = frozenset(("GET", "HEAD"))


def refusal(
    method: str, resource: str, url: str, asked_method: str = "", sends: str = "", *, tried: bool = False
) -> str:
    """Why a request is refused, or "" if it is let through: the method, `measurement`, `action` or `not needed`.

    `resource` is Chromium's word in lower case, `sends` the body. A preflight passes if the request to come
    (`asked_method`) is a read. `tried`: the page asks because it is being tried out.
    """
    if method not in READS and not (method == "OPTIONS" and asked_method in READS):
        return MEASUREMENT if resource in REPORTS or _reports(url, sends) else method
    address = parse(url)
    if address is not None and acts(address.path, address.query, tried=tried):
        return ACTION
    if resource == "document":
        return ""
    if resource in UNSEEN:
        return NOT_NEEDED
    if address is None:
        return ""
    return MEASUREMENT if is_beacon(address.host, address.path) or collects(address.path, address.query) else ""


def _reports(url: str, sends: str) -> bool:
    address = parse(url)
    if address is None:
        return False
    return is_beacon(address.host, address.path) or measures(address.path, address.query, sends)


def unseen_patterns() -> list[dict[str, object]]:
    """What Network.setBlockedURLs stops inside the renderer at no cost, whatever the query: paths of unseen files."""
    return [{"urlPattern": f"*://*:*/*.{suffix}", "block": True} for suffix in SUFFIXES]


@dataclass(frozen=True, slots=True)
class OwnHeaders:
    """What the user wants sent to the hosts in scope, and to nobody else."""

    hosts: frozenset[str]
    headers: tuple[tuple[str, str], ...]

    def patterns(self) -> list[dict[str, str]]:
        """Patterns of Fetch.enable for all requests to these hosts."""
        return [{"urlPattern": f"*://{host}/*"} for host in sorted(self.hosts)] if self.headers else []

    def add(self, url: str, headers: Mapping[str, str]) -> list[dict[str, str]] | None:
        """All headers to send instead of `headers`, as Fetch.continueRequest takes them; None to leave them alone."""
        address = parse(url) if self.headers else None
        if address is None or address.netloc not in self.hosts:
            return None
        own = {name.lower() for name, _ in self.headers}
        kept = [(name, value) for name, value in headers.items() if name.lower() not in own]
        return [{"name": name, "value": value} for name, value in (*kept, *self.headers)]


def own_headers(options: Options) -> tuple[tuple[str, str], ...]:
    """The headers that the user wants sent, the login among them."""
    if options.auth is None:
        return options.headers
    pair = b64encode(":".join(options.auth).encode()).decode("ascii")
    return (*options.headers, ("Authorization", f"Basic {pair}"))
