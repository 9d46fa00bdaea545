"""From the links of a page to addresses in the frontier: in scope, new, no picture, no trap."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from scanner.urls import Address, crawl_key, parse, route
from spiders.actions import acts
from spiders.answers import names_media, skipped, unread
from spiders.entries import ACTION, Entry, Kind, Row, Trap
from spiders.measuring import collects
from spiders.scope import Origins, origin
from spiders.traps import Traps, in_order, without_session, without_time

MAX_ADDRESSES = 100_000
REMEMBERED = 500_000
MAX_ROUTES = 2_000

_MAY_ACT = re.compile(
    r"(?<![a-z])(?:log-?_?(?:out|off)|sign-?_?(?:out|off)|unsubscribe|opt-?_?out|delete|remove|destroy|cancel|checkout"
    r"|(?:add|remove)-?_?(?:to|from)-?_?(?:cart|basket|bag)|cart|basket|buy|purchase|pay-?_?now)(?![a-z])",
    re.IGNORECASE,
)
"""Words in an address that no visitor was offered, which is left alone even if it only tells about these things."""


@dataclass(slots=True)
class Intake:
    """Decides which addresses enter. `seen` are the keys in the frontier, kept up to date by the frontier itself.

    So are `routes`, the keys of those of which nothing but code speaks; a link to one of them makes it a page. `links`
    counts the addresses outside the site.
    """

    scope: frozenset[str]
    seen: set[str]
    max_depth: int
    origins: Origins = field(default_factory=Origins)
    traps: Traps = field(default_factory=Traps)
    routes: set[str] = field(default_factory=set)
    links: int = 0
    _met: dict[Kind, set[str]] = field(default_factory=lambda: {kind: set() for kind in Kind})
    _sorted: set[str] = field(default_factory=set)

    def remember(self, rows: Iterable[Row]) -> None:
        """Count what an earlier part of this run let in."""
        for row in rows:
            address = parse(row.url)
            self.links += row.kind is Kind.LINK
            if address is not None and row.kind.shows:
                self.traps.pattern(address.netloc, address.path + route(row.url), address.query, 0)
                if "&" in address.query:
                    self._sorted.add(_sorted(row.key))

    def in_scope(self, netloc: str) -> bool:
        """Whether this host is the site's."""
        return netloc in self.scope

    def key(self, url: str) -> str:
        """Identity of an address in this run."""
        address = parse(url)
        return self.place(address)[1] if address else url

    def place(self, address: Address, kind: Kind = Kind.PAGE) -> tuple[str, str]:
        """What to fetch for an address in scope, and its key.

        The key is without fragment (but one that a router reads), user and session, that of a script without the time;
        it begins with what the address is fetched as, unless that is a page: a page that is named as a sitemap as well
        is still to be read.
        """
        if kind.shows:
            return self._place(address, route(address.href))
        url, key = self._place(address, "")
        return url, f"sitemap:{key}" if kind is Kind.SITEMAP else f"text:{without_time(key)}"

    def _place(self, address: Address, fragment: str) -> tuple[str, str]:
        address = self.origins.canonical(address)
        url = f"{origin(address)}{address.path}{'?' + address.query if address.query else ''}{fragment}"
        if not address.query and ";" not in address.path and "(" not in address.path:
            return url, url
        path, query = without_session(address.path, address.query)
        return url, crawl_key(f"{origin(address)}{path}{'?' + query if query else ''}{fragment}")

    def take(
        self, links: Iterable[str], via: str, depth: int, kind: Kind = Kind.PAGE
    ) -> tuple[list[Entry], list[Trap]]:
        """The new addresses among the links of the page `via`, and what is held back."""
        entries: list[Entry] = []
        held: list[Trap] = []
        met = self._met[kind]
        for link in links:
            if link in met:
                continue
            if len(met) < REMEMBERED:
                met.add(link)
            taken = self._take(link, via, depth, kind)
            if isinstance(taken, Entry):
                entries.append(taken)
            elif taken is not None:
                held.append(taken)
        return entries, held

    def is_new(self, link: str, kind: Kind) -> bool:
        """Whether no page named this address yet, as far as is remembered; from now on one did."""
        met = self._met[kind]
        known = link in met
        if len(met) < REMEMBERED:
            met.add(link)
        return not known

    def forget(self, entries: Iterable[Entry]) -> None:
        """These were not let in, for the page that named them is none: they are new again where a page names them."""
        for entry in entries:
            self._sorted.discard(_sorted(entry.key))
            self._met[entry.kind].clear()

    def _take(self, link: str, via: str, depth: int, kind: Kind) -> Entry | Trap | None:
        address = parse(link)
        if address is None or address.netloc not in self.scope or not address.scheme.startswith("http"):
            return None
        url, key = self.place(address, kind)
        return None if self._is_known(key, address, kind) else self._new(address, Entry(url, key, kind, depth, via))

    def _new(self, address: Address, entry: Entry) -> Entry | Trap:
        kind, url = entry.kind, entry.url
        if len(self.seen) >= MAX_ADDRESSES:
            return Trap(f"more than {MAX_ADDRESSES} addresses", url, 1)
        if reason := _left_alone(address, kind):
            return replace(entry, outcome=skipped(reason))
        if kind is Kind.ROUTE and len(self.routes) >= MAX_ROUTES:
            return Trap(f"more than {MAX_ROUTES} addresses that only code names", url, 1)
        return self._page(parse(url) or address, entry) if kind.shows else entry

    def _is_known(self, key: str, address: Address, kind: Kind) -> bool:
        """Whether nothing new is to be learned of an address; of a route, also with or without its last slash."""
        if kind is Kind.PAGE:
            return key in self.seen and key not in self.routes
        if kind is Kind.ROUTE:
            return key in self.seen or (key.removesuffix("/") if key.endswith("/") else f"{key}/") in self.seen
        return key in self.seen or (kind is Kind.FILE and self.place(address)[1] in self.seen)

    def _page(self, address: Address, entry: Entry) -> Entry | Trap:
        if "&" in address.query and entry.kind is Kind.PAGE:
            ordered = _sorted(entry.key)
            if ordered in self._sorted:
                return replace(entry, outcome=skipped("duplicate", "another order of parameters"))
            self._sorted.add(ordered)
        if entry.depth > self.max_depth:
            return replace(entry, outcome=unread("budget", f"more than {self.max_depth} clicks from the start"))
        path = address.path + route(address.href)
        if pattern := self.traps.pattern(address.netloc, path, address.query, entry.depth):
            return Trap(pattern, entry.url, 1)
        return entry


def _left_alone(address: Address, kind: Kind) -> str:
    """Why an address is never asked for, "" if it may be."""
    if acts(address.path, address.query) or (kind is Kind.ROUTE and _may_act(address)):
        return ACTION
    if not kind.shows and collects(address.path, address.query):
        return ACTION
    return "file" if kind.shows and names_media(address.path) else ""


def _may_act(address: Address) -> bool:
    return any(_MAY_ACT.search(part) for part in (address.path, address.query, route(address.href)))


def _sorted(key: str) -> str:
    base, _, query = key.partition("?")
    return f"{base}?{in_order(query)}"
