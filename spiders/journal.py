"""What is known of one visit of one page: its network log, its frames, its navigations.

`spiders.heard` fills it from what the browser tells; values of `scanner.model` come out.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from scanner.model import Hop, Opener, Request
from spiders.exchange import Entry
from spiders.initiators import Callers
from spiders.reads import refusal

MAX_REQUESTS = 1000
MAX_ADDRESS = 8192
STREAM_HOLDS = 3.0
"""Seconds for which an answer that has begun and does not end counts as open work."""

INSERTS = frozenset(("script", "document", "xhr", "fetch"))
"""Resources that can bring content into a page."""

RUNS = frozenset(("script", "document"))


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a script file, as the debugger keeps it: its id there, and how many characters it has."""

    id: str
    length: int


def _no_reason(_: str) -> str:
    return ""


@dataclass(slots=True)
class Journal:
    """One visit. `main` is the id of the page's own frame; documents in `stale` belong to the visit before it.

    `proxy_reason` tells what the proxy has against a netloc, "" if nothing.

    `committed` counts the documents that the page became; the present one has the address `url`, came through the
    loader of the id `loader`, was asked for by `document`, is `parsed` or not, and its log begins at entry `first`.
    `top` is the latest request for a document. `last` is when something happened last that can bring content.

    While the page is tried out, `opener` is what is being done to it, and it is `held`: where it would go on to, stands
    in `reached`. `pushed` are addresses that it gave itself, `at` the one that it has now; `sent` are those that
    a form or a plain link leads to. `blank` tells that it opened a window whose address was to come later.

    `frames` are the frames that stand in it now, each with the id of the loader of its document, "" at first.

    `callers` tells who brought which script; `sources` are the texts of scripts, once they are asked for.
    """

    main: str
    stale: frozenset[str] = frozenset()
    proxy_reason: Callable[[str], str] = _no_reason
    clock: Callable[[], float] = time.monotonic
    entries: dict[str, Entry] = field(default_factory=dict)
    redirected: list[Entry] = field(default_factory=list)
    loaders: set[str] = field(default_factory=set)
    hops: list[Hop] = field(default_factory=list)
    wanted: dict[str, str] = field(default_factory=dict)
    opened: dict[str, None] = field(default_factory=dict)
    top: Entry | None = None
    document: Entry | None = None
    loader: str = ""
    first: int = 0
    parsed: bool = False
    committed: int = 0
    dropped: int = 0
    last: float = 0.0
    urls: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    frames: dict[str, str] = field(default_factory=dict)
    answered_paths: set[str] = field(default_factory=set)
    callers: Callers = field(default_factory=Callers)
    sources: dict[str, Source] = field(default_factory=dict)
    opener: Opener | None = None
    held: bool = False
    reached: dict[str, Opener] = field(default_factory=dict)
    pushed: dict[str, Opener | None] = field(default_factory=dict)
    at: str = ""
    sent: set[str] = field(default_factory=set)
    blank: bool = False

    @property
    def url(self) -> str:
        """The address of the document that the page is now, "" before there is one."""
        return self.urls.get(self.main, "")

    def requests(self, most: int = MAX_REQUESTS) -> tuple[Request, ...]:
        """The log, of at most `most` entries and without inline data; redirects stand at its beginning."""
        documents = frozenset(self.urls.values())
        return tuple(
            entry.value(self.callers.cause(entry.callers, entry.initiator, documents))
            for entry in (*self.redirected, *islice(self.entries.values(), most))
        )

    def holding(self) -> list[Entry]:
        """Open requests that are worth to wait for: scripts, documents, and answers that a script waits for.

        A script that asks the same place again is polling, and an answer that does not end is a stream: neither holds.
        """
        now = self.clock()
        return [entry for entry in self.entries.values() if not entry.done and self._holds(entry, now)]

    def missing(self) -> list[Entry]:
        """Those of `holding` that have brought nothing yet."""
        return [entry for entry in self.holding() if entry.resource in RUNS or not entry.answered]

    def beside(self) -> Iterator[Request]:
        """What was asked for beside the page itself."""
        return (entry.value() for entry in self.entries.values() if not entry.top)

    def goes_on(self, entry: Entry) -> bool:
        """Whether the page, by itself, is about to become the document that is asked for."""
        return bool(self.committed) and self.opener is None and not refusal(entry.method, "document", entry.url)

    def wants_itself(self) -> bool:
        """Whether the page, held, would have loaded itself again."""
        return any(place(url.partition("#")[0]) == place(self.url) for url in self.reached)

    def reach(self, url: str) -> None:
        """The page would go on to `url`, or open a window with it, upon what is being done to it."""
        if self.opener is not None and len(self.reached) < MAX_REQUESTS and url not in self.sent:
            self.reached.setdefault(url[:MAX_ADDRESS], self.opener)

    def _holds(self, entry: Entry, now: float) -> bool:
        if entry.resource in RUNS:
            return True
        if entry.resource not in INSERTS or entry.mime == "text/event-stream":
            return False
        if entry.answered:
            return now - entry.answered < STREAM_HOLDS
        return place(entry.url) not in self.answered_paths


def place(url: str) -> str:
    """An address without its query."""
    return url.partition("?")[0]
