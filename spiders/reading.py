"""From an answer that is a document to all that came of its address: traces, links, and the verdict."""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import islice

from scanner import containers
from scanner.inward import Inward, beside
from scanner.makers import LONGEST, proved
from scanner.mentions import Reading, Script
from scanner.model import Flaw, Hop, Loaded, Mode, Page, Request, Unread
from scanner.observed import led
from scanner.recognise import Recogniser
from scanner.traces import PageTraces
from scanner.uniting import unite, veiled
from scanner.urls import parse, redact, redact_text, route
from spiders.answers import Document, asks_password, is_turned_away, skipped, unread
from spiders.behind import behind
from spiders.branches import Branches
from spiders.browsing import Browsing
from spiders.challenges import words
from spiders.checks import Checks
from spiders.entries import Ending, Entry, Finish, Kind, Lease, Outcome, Trap
from spiders.hosts import Host
from spiders.intake import Intake
from spiders.libraries import Libraries, load
from spiders.links import leading, outbound
from spiders.manners import Manner
from spiders.missing import why
from spiders.options import RenderMode
from spiders.reads import HELD
from spiders.rendering import KNOWN, LOST, OFF, Decision, Rendering
from spiders.shown import Shown

START = "start"
LISTED = 10
MOST_TEXTS = 50
TEXTS = frozenset({"stylesheet", "xhr", "fetch"})

NOWHERE = "unembed-no-such-page"
SOFT_404 = unread("soft_404", "the same page as for an address that cannot exist")
TOO_MANY = "more routes than are made of what several scripts say"
FRAGMENT = skipped("duplicate", "nothing on it reads the fragment")

_log = logging.getLogger(__name__)

_SHOWS = re.compile(r"<(?:img|svg|canvas|video|iframe|object|embed|input|button|picture|template\s)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document that came for `lease`, in the end from `url`, after `hops`."""

    lease: Lease
    url: str
    status: int
    document: Document
    hops: tuple[Hop, ...] = ()


@dataclass(frozen=True, slots=True)
class Half:
    """A page that was read as served and has to run in the browser as well.

    `doubted` is an address that cannot exist, if its host says as much of that one; else "". `manner` is how both are
    visited. `drawn`: what is on it is no matter of its source, which is that of other pages too, but of the route that
    its scripts find in its address.
    """

    arrival: Arrival
    traces: PageTraces
    entries: tuple[Entry, ...]
    traps: tuple[Trap, ...]
    flaws: tuple[Flaw, ...]
    decision: Decision
    inward: tuple[Inward, ...] = ()
    scripts: frozenset[Script] = frozenset()
    doubted: str = ""
    drawn: bool = False
    manner: Manner = Manner.USUAL

    @property
    def served(self) -> str:
        """Why it is not rendered, if it is not."""
        return self.decision.why if not self.decision.render else KNOWN


def forget(_name: str, _value: str) -> None:
    """Keep nothing."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads documents. What it enters is not yet in the frontier: the `Finish` carries it there.

    `met` are the sets of scripts that ran already: pages with a new set run first, so that a stopped crawl has seen
    most of what scripts do. `nothing` is what the browser shows for addresses that cannot exist;
    `containers` are the tag-manager containers that were read, `branches` the routes that are split over scripts;
    `note` keeps these for when the crawl goes on.
    """

    recogniser: Recogniser
    intake: Intake
    mode: RenderMode
    browsing: Browsing
    libraries: Libraries = field(default_factory=load)
    met: set[frozenset[Script]] = field(default_factory=set)
    nothing: dict[tuple[str, Manner], "asyncio.Task[Shown | None]"] = field(default_factory=dict)
    containers: set[Loaded] = field(default_factory=set)
    branches: Branches = field(default_factory=Branches)
    note: Callable[[str, str], None] = forget

    def text(self, arrival: Arrival) -> Finish:
        """A script, a style sheet, or another document that is no page: it is read for addresses."""
        document, lease = arrival.document, arrival.lease
        reading, traces = self.recogniser.text(lease.url, document.text, css=document.content_type == "text/css")
        asked = (*(hop.url for hop in lease.hops), lease.url)
        if (container := proved(asked, document.text)) and len(document.text) <= LONGEST:
            traces = containers.traces(Loaded(container.address, lease.url, document.text), self.recogniser)
        files, _ = self.intake.take(reading.files, arrival.url, lease.depth + 1, Kind.FILE)
        made, left = self._made(reading)
        named = behind((*reading.routes, *made), arrival.url, lease.via)
        routes, traps = self.intake.take(named, arrival.url, lease.depth + 1, Kind.ROUTE)
        return Finish(ended((*document.flaws, *reading.flaws)), (*files, *routes), traces, (*traps, *left))

    def _made(self, reading: Reading) -> tuple[tuple[str, ...], tuple[Trap, ...]]:
        """The routes that a script makes together with others, and whether these are not all."""
        if reading.tables is None:
            return (), ()
        before = self.branches.cut
        made = self.branches.learn(reading.tables)
        self.note("branches", self.branches.as_text())
        left = (Trap(TOO_MANY, reading.url, 1),) if self.branches.cut and not before else ()
        return made, left

    def outward(self, lease: Lease, hops: tuple[Hop, ...]) -> PageTraces:
        """A redirect that leaves the site, read like a page without content."""
        page = Page(lease.url, hops[-1].to, hops[-1].status, Mode.SERVED, "", hops=hops)
        return self.recogniser.page(page)[1]

    def page(self, arrival: Arrival, host: Host) -> Finish | Half:
        """A page as served: finished, or to be rendered, or at least to be compared."""
        instead = arrival.document.instead
        return self._page(arrival, host) if instead is None else self._despite(arrival, instead, host)

    def _page(self, arrival: Arrival, host: Host) -> Finish | Half:
        document = arrival.document
        reading, traces = self.recogniser.page(served(arrival))
        entries, traps = self._follow(reading, arrival)
        flaws = (*document.flaws, *reading.flaws)
        if (outcome := self._turned_away(arrival)) is not None:
            return Finish(outcome, entries, traces, traps, inward=reading.inward)
        decision = Rendering(self.mode, self.intake.in_scope, self.libraries).decide(reading, document)
        doubted = nowhere(arrival, host)
        drawn = bool(route(arrival.lease.url)) or host.may_be_missing(document, arrival.url)
        scripts = frozenset(reading.scripts)
        half = Half(arrival, traces, entries, traps, flaws, decision, reading.inward, scripts, doubted, drawn)
        if decision.render:
            return half
        if route(arrival.lease.url) and not decision.loses:
            return Finish(FRAGMENT, entries)
        if doubted and (arrival.lease.kind is Kind.PAGE or not decision.loses):
            return Finish(SOFT_404, entries, traces, traps)
        if self.mode is RenderMode.AUTO:
            return half
        _tell("%s is not rendered: %s", arrival.url, decision.why)
        lost = (Flaw("not_rendered", decision.why),) if decision.loses else ()
        return self._finish(half, unread_shell(half) or lost, served=OFF if decision.loses else decision.why)

    def _despite(self, arrival: Arrival, instead: Outcome, host: Host) -> Finish | Half:
        """A page that came with the word that nothing is there. It is none, unless its scripts show that it is.

        Where it says so itself, a look is enough to see that its scripts do not say otherwise.
        """
        document = arrival.document
        reading, traces = self.recogniser.page(served(arrival))
        decision = Rendering(self.mode, self.intake.in_scope, self.libraries).decide(reading, document)
        doubted = host.beside(arrival.url, (script.src for script in reading.scripts))
        if not decision.render or not host.rules.allows(doubted):
            return Finish(instead)
        manner = Manner.MISSING if host.is_application(document, arrival.url) else Manner.GLANCE
        flaws, scripts = (*document.flaws, *reading.flaws), frozenset(reading.scripts)
        decision = Decision(True, decision.why)
        inward = reading.inward
        return Half(arrival, traces, (), (), flaws, decision, inward, scripts, doubted, drawn=True, manner=manner)

    async def render(self, half: Half, checks: Checks) -> Page | Unread | None:
        """The page once more, after its scripts ran; None if it would be the same."""
        url = half.arrival.url
        why = await checks.against(half.decision, url, half.arrival.document)
        if not why:
            _tell("%s is not rendered: %s", url, half.served)
            return None
        _tell("%s is rendered: %s", url, why)
        fresh = half.scripts not in self.met
        self.met.add(half.scripts)
        if half.doubted and await self._nothing(half) is None and half.arrival.document.instead is not None:
            return Unread(half.doubted, "protocol", "nothing to compare the page with")
        scripts = frozenset[Script]() if half.drawn or half.arrival.document.varies else half.scripts
        got = await self.browsing.page(url, int(fresh), scripts, half.manner)
        if half.manner is Manner.GLANCE and isinstance(got, Page) and not self._is_nothing(half, got):
            return await self.browsing.page(url, int(fresh), scripts, Manner.MISSING)
        return got

    async def _nothing(self, half: Half) -> Shown | None:
        """What an address that cannot exist shows: it is visited once. None: the browser did not get it."""
        key = half.doubted, half.manner
        if key not in self.nothing:
            self.nothing[key] = asyncio.create_task(self._visit(*key))
        return await asyncio.shield(self.nothing[key])

    async def _visit(self, url: str, manner: Manner) -> Shown | None:
        got = await self.browsing.page(url, manner=manner)
        return Shown.of(got, *self.recogniser.page(got), url) if isinstance(got, Page) else None

    def _is_nothing(self, half: Half, got: Page) -> bool:
        """Whether a page shows nothing but what an address that cannot exist shows as well."""
        visit = self.nothing.get((half.doubted, half.manner))
        nothing = visit.result() if visit is not None else None
        if nothing is None:
            return False
        return Shown.of(got, *self.recogniser.page(got), half.arrival.url).is_nothing_but(nothing)

    def rendered(self, half: Half, got: Page | Unread | None) -> Finish:
        """All that came of a page that was to be rendered; what was served counts in any case.

        Script files that turned out to be known libraries are read with that. Of one that is not there nothing counts.
        """
        instead = half.arrival.document.instead
        if instead is None:
            return self._rendered(half, got)
        missing = self._still_missing(half, instead, got)
        return self._rendered(self._linked(half), got) if missing is None else Finish(missing)

    def _still_missing(self, half: Half, instead: Outcome, got: Page | Unread | None) -> Outcome | None:
        """What becomes of an address that its server does not know: None if its page shows something all the same."""
        if not isinstance(got, Page):
            return unread(instead.reason, f"{LOST}: {got.reason}" if got else instead.detail)
        if not self._is_nothing(half, got):
            return None
        seen = ended(self._flaws(half, got))
        return unread(instead.reason, f"{seen.reason}: {seen.detail}" if seen.reason else "")

    def _linked(self, half: Half) -> Half:
        """A page that is there after all, with what its source leads to."""
        reading, _ = self.recogniser.page(served(half.arrival))
        entries, traps = self._follow(reading, half.arrival)
        return replace(half, entries=entries, traps=traps, doubted="")

    def _flaws(self, half: Half, got: Page) -> tuple[Flaw, ...]:
        """What is wrong with a page as the browser showed it."""
        lost = unread_shell(half) if half.arrival.document.shell and not words(got.html) else blank(half, got)
        gone = [request for request in got.missing if not self.recogniser.is_crms(request)]
        return (*lost, *got.flaws, *not_loaded(gone))

    def _rendered(self, half: Half, got: Page | Unread | None) -> Finish:
        if got is None and route(half.arrival.lease.url):
            return Finish(FRAGMENT, half.entries)
        if got is None and half.doubted:
            return Finish(SOFT_404, half.entries, half.traces, half.traps)
        if got is None:
            entries = tuple(known(entry) if entry.url in half.decision.unless else entry for entry in half.entries)
            return self._finish(replace(half, entries=entries), unread_shell(half), served=half.served)
        if isinstance(got, Unread):
            return self._finish(half, unread_shell(half) or (Flaw(got.reason, got.detail),), served=LOST)
        reading, traces = self.recogniser.page(got)
        entries, traps = self._follow(reading, half.arrival, got)
        if self._is_nothing(half, got):
            return Finish(SOFT_404, (*half.entries, *entries), half.traces, (*half.traps, *traps))
        seen = veiled(unite(half.traces, traces), got.revealed)
        both = replace(
            half,
            traces=replace(
                seen,
                swaps=self.recogniser.swaps(half.arrival.document.text, got, seen),
                containers=tuple(self._tags(one) for one in got.containers if one not in self.containers),
            ),
            entries=(*half.entries, *entries),
            traps=(*half.traps, *traps),
            inward=beside(half.inward, (*reading.inward, *led(got, self.intake.in_scope))),
        )
        refused = Counter(
            request.detail or "policy"
            for request in got.requests
            if request.outcome == "refused" and request.detail != HELD
        )
        return self._finish(both, (*self._flaws(half, got), *reading.flaws), refused=refused)

    def _tags(self, container: Loaded) -> PageTraces:
        self.containers.add(container)
        return containers.traces(container, self.recogniser)

    def _finish(
        self, half: Half, more: tuple[Flaw, ...] = (), *, served: str = "", refused: Counter[str] | None = None
    ) -> Finish:
        document = half.arrival.document
        address = parse(half.arrival.url)
        login = address is not None and is_turned_away("/", address.path) and asks_password(document.text)
        flaws = tuple(dict.fromkeys((*half.flaws, *more)))
        outcome = replace(ended(flaws, rendered=not served, login=login), served=served)
        if not half.traces.matches and any(flaw.reason == "bot_challenge" for flaw in flaws):
            outcome = unread("bot_challenge", outcome.detail)
        return Finish(outcome, half.entries, half.traces, half.traps, refused, inward=half.inward)

    def _follow(
        self, reading: Reading, arrival: Arrival, got: Page | None = None
    ) -> tuple[tuple[Entry, ...], tuple[Trap, ...]]:
        """The new addresses of a page; in the browser also the windows it opened and the files it loaded."""
        lease, refresh = arrival.lease, arrival.document.refresh
        opened = (*got.opened, *(door.url for door in got.reached)) if got else ()
        asked = got.requests if got else ()
        links = (*reading.links, *((refresh.to,) if refresh else ()), *opened)
        entries, traps = self.intake.take(links, arrival.url, lease.depth + 1)
        run = (*(s.src for s in reading.scripts if s.src), *(r.url for r in asked if r.resource == "script"))
        scripts, _ = self.intake.take(run, arrival.url, lease.depth + 1, Kind.SCRIPT)
        read = (
            *reading.files,
            *islice((r.url for r in asked if r.resource in TEXTS and r.outcome == "ok"), MOST_TEXTS),
        )
        files, _ = self.intake.take(read, arrival.url, lease.depth + 1, Kind.FILE)
        routes, more = self.intake.take(reading.routes, arrival.url, lease.depth + 1, Kind.ROUTE)
        named = (*leading(reading, self.intake.scope, got), *((refresh.to,) if refresh else ()))
        abroad = outbound(named, arrival.url, self.recogniser, self.intake)
        return (*entries, *scripts, *files, *routes, *abroad), (*traps, *more)

    def _turned_away(self, arrival: Arrival) -> Outcome | None:
        """Why a page that was read is not the one asked for but a place to log in, if it is."""
        asked, came = parse(arrival.lease.url), parse(arrival.url)
        if asked is None or came is None:
            return None
        if is_turned_away(asked.path, came.path):
            return unread("login", f"sent on to {came.path}") if asks_password(arrival.document.text) else None
        return None


def nowhere(arrival: Arrival, host: Host) -> str:
    """An address that cannot exist, if the host says as much of it as of the page: that one may be missing; else "".

    What the host says everywhere tells nothing about a page that is linked, but all the more about a route.
    """
    lease, document = arrival.lease, arrival.document
    if fragment := route(lease.url):
        front = lease.url.removesuffix(fragment)
        return f"{front}#{'!' if fragment.startswith('#!') else ''}/{NOWHERE}" if lease.kind is Kind.ROUTE else ""
    says = host.may_be_missing if lease.kind is Kind.ROUTE else host.is_missing
    return host.nowhere if lease.via != START and says(document, arrival.url) else ""


def _tell(message: str, url: str, why: str) -> None:
    if _log.isEnabledFor(logging.DEBUG):
        _log.debug(message, redact(url), redact_text(why))


def known(entry: Entry) -> Entry:
    """A script file of which is known what is in it."""
    return replace(entry, outcome=Outcome(Ending.CHECKED)) if entry.kind is Kind.SCRIPT else entry


def served(arrival: Arrival) -> Page:
    """The page as the server sent it."""
    document = arrival.document
    refresh = (document.refresh,) if document.refresh else ()
    return Page(
        asked=arrival.lease.url,
        url=arrival.url,
        status=arrival.status,
        mode=Mode.SERVED,
        html=document.text,
        content_type=document.content_type,
        hops=(*arrival.hops, *refresh),
    )


def unread_shell(half: Half) -> tuple[Flaw, ...]:
    """What is wrong with a page of scripts and nothing else: it may stand in the place of the real one."""
    return (Flaw("bot_challenge", "a page of scripts and nothing else"),) if half.arrival.document.shell else ()


def not_loaded(missing: Iterable[Request]) -> tuple[Flaw, ...]:
    """What a page lacks, as flaws: the first ten, and how many more."""
    details = list(dict.fromkeys(f"{redact(request.url)}: {why(request)}" for request in missing))
    listed = [*details[:LISTED], *((f"{len(details) - LISTED} more",) if len(details) > LISTED else ())]
    return tuple(Flaw("subresource", detail) for detail in listed)


def blank(half: Half, page: Page) -> tuple[Flaw, ...]:
    """What is wrong with an application that did not start: nothing on it shows, though it has scripts."""
    shown = half.arrival.document.text, page.html
    if not half.scripts or page.frames or any(_SHOWS.search(html) or words(html) for html in shown):
        return ()
    return (Flaw("empty", "no word and no picture, neither as served nor after its scripts ran"),)


def ended(flaws: tuple[Flaw, ...], *, rendered: bool = False, login: bool = False) -> Outcome:
    """The verdict on a document that was read: the first flaw gives the reason, the others stand in the detail."""
    if not flaws:
        return Outcome(Ending.CHECKED, rendered=rendered, login=login)
    first, *others = flaws
    detail = "; ".join((first.detail, *(f"{flaw.reason}: {flaw.detail}" for flaw in others)))
    return Outcome(Ending.PARTIAL, first.reason, detail[:500], rendered=rendered, login=login)
