"""Where outbound links end: which are asked for, and what came of each.

Only HEAD and GET are asked, of a page no more than may hold a redirect. Nothing but the way is looked at, except on
names below the site's own, which may be pages of the CRM.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import escape

from scanner.ends import Ended, Seen, is_own, is_shortener, link_key
from scanner.extract.offers import OFFERED
from scanner.extract.wrapping import may_carry, wrapped
from scanner.links import why_not_to_ask
from scanner.mentions import Mention, MentionType, Reading, Where
from scanner.model import Hop, Mode, Page, SeenIn, State
from scanner.recognise import Recogniser
from scanner.traces import Match, PageTraces
from scanner.urls import Address, crawl_key, parse, redact
from spiders.actions import acts
from spiders.answers import GONE, skipped
from spiders.details import told
from spiders.entries import ACTION, Ending, Entry, Finish, Kind, Lease, Outcome
from spiders.intake import Intake
from spiders.measuring import collects
from spiders.onward import Stop
from spiders.scope import origin

LAST = 1_000_000
"""The depth of links: they are followed once all pages were read."""

MOST_LINKS = 20_000
MOST_LISTED = 500
MAX_HOPS = 20
"""As many as browsers follow."""

WHOLE = 1024 * 1024
"""Bytes of a page that may be one of the CRM's."""

PERSONAL = "personal"
REDACTED = "[redacted]"

BROKEN = frozenset({"http_404", "http_410", "dns", "tls", "redirect_loop", "too_many_redirects", "bad_location"})
WAYS = frozenset({MentionType.LINK, MentionType.META, MentionType.REDIRECT})
"""What leads a visitor somewhere; of metadata only what it offers to do."""

OURS = frozenset({"budget", "crash"})
"""Why an end was not seen that anything may be: nobody asked, or we failed."""

NO_END = frozenset({"blocked_by_policy"})
"""Why an end was not seen that is certainly none of the CRM's: nobody on the web can open it."""

_LEADS_ON = re.compile(
    r"/(?:go|out|goto|redirect|redir|r|l|link|links|url|visit|refer|recommends|to|click|track)/[^/]+/?", re.IGNORECASE
)
_CODE = re.compile(r"/(?=[A-Za-z0-9_-]{0,30}[A-Z0-9])[A-Za-z0-9_-]{3,12}/?")
"""Paths of redirects and of short links."""


def outbound(named: Iterable[str], via: str, recogniser: Recogniser, intake: Intake) -> list[Entry]:
    """The new foreign addresses among those that the page `via` leads to, those they carry included.

    One that is not to be asked for enters finished, with the reason. A trace in its own right does not enter at all,
    nor does what carries one.
    """
    entries = (_entry(one, via, recogniser, intake) for url in named for one in _with_carried(url, recogniser, intake))
    return [entry for entry in entries if entry is not None]


def leading(reading: Reading, scope: frozenset[str], page: Page | None = None) -> Iterator[str]:
    """The addresses that a page leads its visitors to, wherever they are: by links, by scripts, by itself.

    What it only says of itself (canonical, og:url, JSON-LD) counts where that is a name below the site's own.
    """
    for mention in reading.mentions:
        if mention.url and mention.state is not State.INERT and _is_way(mention, scope):
            yield mention.url
    if page is not None:
        yield from page.opened
        yield from (door.url for door in page.reached)
        yield from (hop.to for hop in page.hops)


def from_sitemap(
    pages: Iterable[str], sitemap: str, recogniser: Recogniser, intake: Intake
) -> tuple[PageTraces | None, list[Entry]]:
    """What a sitemap lists of names below the site's own: to be read as links on it, and to be followed."""
    own = [url for url in pages if (address := parse(url)) is not None and is_own(address.netloc, intake.scope)]
    if not own:
        return None, []
    links = "".join(f'<a href="{escape(url)}"></a>' for url in own[:MOST_LISTED])
    _, traces = recogniser.page(Page(sitemap, sitemap, 200, Mode.SERVED, links))
    leads = tuple(replace(lead, where=Where(SeenIn.FILE, "loc", lead.url)) for lead in traces.leads)
    return replace(traces, leads=leads), outbound(own[:MOST_LISTED], sitemap, recogniser, intake)


def _is_way(mention: Mention, scope: frozenset[str]) -> bool:
    if mention.type is MentionType.FORM:
        return _asks(mention)
    if mention.type is not MentionType.META or OFFERED in mention.attrs:
        return mention.type in WAYS
    address = parse(mention.url)
    return address is not None and is_own(address.netloc, scope)


def _asks(mention: Mention) -> bool:
    """Whether what an address of a form is asked with is GET, as far as its element tells."""
    method = mention.attrs.get("method", "") if "action" in mention.attrs else mention.attrs.get("formmethod", "post")
    return method.strip().lower() not in ("post", "dialog")


def _with_carried(url: str, recogniser: Recogniser, intake: Intake) -> tuple[str, ...]:
    """An address with those that stand in it; nothing if one of these is a trace, for that says it all."""
    if not may_carry(url):
        return (url,)
    carried = [inner.address for inner in wrapped(url, bare_paths=False) if not inner.bare]
    foreign = [one for one in carried if (address := parse(one)) is not None and not intake.in_scope(address.netloc)]
    return () if any(why_not_to_ask(one, recogniser) == "crm" for one in foreign) else (url, *foreign)


def _entry(url: str, via: str, recogniser: Recogniser, intake: Intake) -> Entry | None:
    address = parse(url)
    if address is None or not address.scheme.startswith("http") or intake.in_scope(address.netloc):
        return None
    href = plain(url)
    if not intake.is_new(href, Kind.LINK):
        return None
    key = f"link:{crawl_key(href)}"
    if key in intake.seen:
        return None
    why = why_not_to_ask(href, recogniser)
    if why == "crm":
        return None
    if not why and intake.links >= MOST_LINKS:
        why = "too many"
    why = why or _left(address)
    intake.links += 1
    if why == PERSONAL:
        return Entry(redact(href), f"link:{link_key(href)}", Kind.LINK, LAST, via, outcome=skipped(PERSONAL))
    return Entry(href, key, Kind.LINK, LAST, via, outcome=skipped(why) if why else None)


def _left(address: Address) -> str:
    """Why nobody asks for an address: it does something, or is made for one person."""
    if acts(address.path, address.query) or collects(address.path, address.query):
        return ACTION
    return PERSONAL if REDACTED in redact(address.href) else ""


# --- what came of a link ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Way:
    """A link on its way to its end: `asked` is its address, `hops` led from there to `url`.

    `sent` is the Cookie header that goes with it; `said` is what addresses said to GET, with which cookies.
    """

    asked: str
    sent: str = ""
    said: dict[tuple[str, str], Hop | Stop | Finish] = field(default_factory=dict)
    hops: tuple[Hop, ...] = ()
    _passed: set[tuple[str, str]] = field(default_factory=set)

    @property
    def url(self) -> str:
        """The address that it has come to, as it is asked for."""
        return plain(self.hops[-1].to) if self.hops else self.asked

    def go(self, hop: Hop, sends: str = "") -> Stop | None:
        """Go one hop further, to an address that is asked with these cookies; if that makes no sense, the reason why.

        Some sites send a visitor round until he has their cookies.
        """
        self._passed.add((self.url, self.sent))
        self.hops, self.sent = (*self.hops, hop), sends
        if (self.url, sends) in self._passed:
            return Stop("redirect_loop", f"comes back to {redact(hop.to)}")
        return Stop("too_many_redirects", f"more than {MAX_HOPS}") if len(self.hops) > MAX_HOPS else None


def plain(href: str) -> str:
    """An address as it is asked for: without user information and fragment."""
    address = parse(href)
    if address is None:
        return href
    return f"{origin(address)}{address.path}{'?' + address.query if address.query else ''}"


def at_end(way: Way, stop: Stop, matches: tuple[Match, ...], *, own: bool) -> tuple[Outcome, Ended]:
    """What became of a link, for the frontier and for the scan.

    An end that was not seen is a gap in the scan where it may be the CRM's: behind a redirect, a short link or a name
    of the site's own. An ordinary page of somebody else's that stands behind a wall is only told about. A page that
    says that nothing is there, and leads on all the same, is broken, unless it leads to the CRM.
    """
    gone = next((hop.status for hop in way.hops if hop.status in GONE), 0)
    if gone and not stop.reason and not matches:
        stop = Stop(f"http_{gone}")
    failed = Seen.BROKEN if stop.reason in BROKEN else Seen.UNSEEN
    seen = failed if stop.reason and not matches else Seen.END
    may = own or stop.leads_on or stop.reason in OURS or _may_lead_on(way)
    may_lead_on = seen is Seen.UNSEEN and stop.reason not in NO_END and may
    hops = tuple(replace(hop, url=redact(hop.url), to=redact(hop.to)) for hop in way.hops)
    why = told(stop.detail)
    ended = Ended(link_key(way.asked), redact(way.asked), seen, stop.reason, why, hops, matches, may_lead_on)
    if seen is not Seen.UNSEEN:
        return Outcome(Ending.CHECKED, stop.reason, why), ended
    return Outcome(Ending.UNREAD if may_lead_on else Ending.PARTIAL, stop.reason, why), ended


def crashed(lease: Lease, why: str) -> Finish:
    """What becomes of a link that brought our own code down."""
    outcome, ended = at_end(Way(lease.url), Stop("crash", why), (), own=False)
    return Finish(outcome, end=ended)


def _may_lead_on(way: Way) -> bool:
    return bool(way.hops) or is_lead(way.url)


def is_lead(url: str) -> bool:
    """Whether an address looks like one that is there to lead on: a short link, a path of redirects, a wrapper."""
    address = parse(url)
    if address is None or is_shortener(address.host):
        return True
    return bool(_LEADS_ON.search(address.path) or _CODE.fullmatch(address.path) or may_carry(url))


def unseen(reason: str, detail: str, *, answered: bool = True) -> Stop:
    """Why an address was not got; a name without an answer, other than one without an address, says nothing."""
    return Stop("dns_timeout" if reason == "dns" and not answered else reason, detail)
