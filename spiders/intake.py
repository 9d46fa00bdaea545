"""From the links of a page to addresses in the frontier: in scope, new, no picture, no trap."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from scanner.urls import Address, crawl_key, parse
from spiders.actions import acts
from spiders.answers import names_media, skipped, unread
from spiders.entries import Entry, Kind, Row, Trap
from spiders.scope import Origins, origin
from spiders.traps import Traps, in_order, without_session, without_time

MAX_ADDRESSES = 100_000
REMEMBERED = 500_000


@dataclass(slots=True)
class Intake:
    """Decides which addresses enter. `seen` are the keys in the frontier, kept up to date by the frontier itself."""

    scope: frozenset[str]
    seen: set[str]
    max_depth: int
    origins: Origins = field(default_factory=Origins)
    traps: Traps = field(default_factory=Traps)
    _met: dict[Kind, set[str]] = field(default_factory=lambda: {kind: set() for kind in Kind})
    _sorted: set[str] = field(default_factory=set)

    def remember(self, rows: Iterable[Row]) -> None:
        """Count what an earlier part of this run let in."""
        for row in rows:
            address = parse(row.url)
            if address is not None and row.kind is Kind.PAGE:
                self.traps.pattern(address.netloc, address.path, address.query, 0)
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

        The key is without fragment, user and session, that of a script without the time; it begins with what the
        address is fetched as, unless that is a page: a page that is named as a sitemap as well is still to be read.
        """
        url, key = self._place(address)
        if kind is Kind.PAGE:
            return url, key
        return url, f"sitemap:{key}" if kind is Kind.SITEMAP else f"text:{without_time(key)}"

    def _place(self, address: Address) -> tuple[str, str]:
        address = self.origins.canonical(address)
        url = f"{origin(address)}{address.path}{'?' + address.query if address.query else ''}"
        if not address.query and ";" not in address.path and "(" not in address.path:
            return url, url
        path, query = without_session(address.path, address.query)
        return url, crawl_key(f"{origin(address)}{path}{'?' + query if query else ''}")

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

    def _take(self, link: str, via: str, depth: int, kind: Kind) -> Entry | Trap | None:
        address = parse(link)
        if address is None or address.netloc not in self.scope or not address.scheme.startswith("http"):
            return None
        url, key = self.place(address, kind)
        if key in self.seen or (kind is Kind.FILE and self.place(address)[1] in self.seen):
            return None
        if len(self.seen) >= MAX_ADDRESSES:
            return Trap(f"more than {MAX_ADDRESSES} addresses", url, 1)
        if reason := _left_alone(address, kind):
            return Entry(url, key, kind, depth, via, outcome=skipped(reason))
        if kind is not Kind.PAGE:
            return Entry(url, key, kind, depth, via)
        return self._page(parse(url) or address, url, key, via, depth)

    def _page(self, address: Address, url: str, key: str, via: str, depth: int) -> Entry | Trap:
        if "&" in address.query:
            ordered = _sorted(key)
            if ordered in self._sorted:
                return Entry(
                    url, key, Kind.PAGE, depth, via, outcome=skipped("duplicate", "another order of parameters")
                )
            self._sorted.add(ordered)
        if depth > self.max_depth:
            far = unread("budget", f"more than {self.max_depth} clicks from the start")
            return Entry(url, key, Kind.PAGE, depth, via, outcome=far)
        if pattern := self.traps.pattern(address.netloc, address.path, address.query, depth):
            return Trap(pattern, url, 1)
        return Entry(url, key, Kind.PAGE, depth, via)


def _left_alone(address: Address, kind: Kind) -> str:
    """Why an address is never asked for, "" if it may be."""
    if acts(address.path, address.query):
        return "action"
    return "file" if kind is Kind.PAGE and names_media(address.path) else ""


def _sorted(key: str) -> str:
    base, _, query = key.partition("?")
    return f"{base}?{in_order(query)}"
