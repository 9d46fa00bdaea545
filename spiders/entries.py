"""The values that go into and come out of the frontier: addresses, what became of them, and what was not followed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scanner.ends import Ended
from scanner.inward import Inward
from scanner.model import Hop
from scanner.traces import PageTraces

NO_PAGE = "no-page"
ACTION = "action"
"""Why a route was skipped: nothing is there; it may do something when it is asked for."""


class Kind(StrEnum):
    """What an address is fetched as.

    A ROUTE is a page that only code names, no link; a FILE is a style sheet, data that a script asked for, or what code
    only names: that these are not there is no flaw. A LINK leads out of the site: it is followed to its end, and counts
    for no page. Its ending says: CHECKED, the end was seen, be it broken; UNREAD, it was not, and may be the CRM's;
    PARTIAL, it was not, and nothing points to the CRM; SKIPPED, it was not asked for.
    """

    PAGE = "page"
    ROUTE = "route"
    SCRIPT = "script"
    FILE = "file"
    SITEMAP = "sitemap"
    LINK = "link"

    @property
    def shows(self) -> bool:
        """Whether it is what a visitor opens: HTML that may have to run in a browser."""
        return self in (Kind.PAGE, Kind.ROUTE)

    @property
    def budget(self) -> str:
        """The count of what was fetched for which an address takes a part of its budget; files have none."""
        return "pages" if self.shows else "asked" if self is Kind.LINK else "files"

    def ended(self, ending: str) -> str:
        """Where an address that ended so is counted: links, which are no addresses of the site, on their own."""
        return "links" if self is Kind.LINK else ending


class Ending(StrEnum):
    """The verdict on one address."""

    CHECKED = "checked"
    PARTIAL = "partial"
    UNREAD = "unread"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one address: the verdict, the reason word, and the exact circumstance.

    `target` is the key of the address in scope that a redirect leads to: its verdict is that of the target. `login`
    says that the page asks for a password, `served` why a page that was read was not rendered.
    """

    ending: Ending
    reason: str = ""
    detail: str = ""
    rendered: bool = False
    target: str = ""
    login: bool = False
    served: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An address that enters. `hops` led to it; one with an `outcome` enters finished and is never fetched."""

    url: str
    key: str
    kind: Kind = Kind.PAGE
    depth: int = 0
    via: str = ""
    hops: tuple[Hop, ...] = ()
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Lease:
    """An address that is being fetched."""

    id: int
    url: str
    key: str
    kind: Kind
    depth: int
    via: str
    hops: tuple[Hop, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One address of a run, as the tables have it; `ending` is None while it is not finished."""

    url: str
    key: str
    kind: Kind
    ending: Ending | None
    reason: str
    detail: str
    rendered: bool
    target: str
    login: bool
    served: str = ""


@dataclass(frozen=True, slots=True)
class Trap:
    """Addresses of one pattern that were not followed: one of them, and how many were met."""

    pattern: str
    sample: str
    count: int


@dataclass(frozen=True, slots=True)
class Finish:
    """Everything that one finished address changes."""

    outcome: Outcome
    entries: Sequence[Entry] = ()
    traces: PageTraces | None = None
    traps: Sequence[Trap] = ()
    refused: Mapping[str, int] | None = None
    end: Ended | None = None
    inward: Sequence[Inward] = ()
