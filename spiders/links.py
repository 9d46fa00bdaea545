"""Where outbound links end: which are asked for, and what an answer says of the way on.

Only HEAD and GET are asked, of a page no more than may hold a redirect. Nothing but the way is looked at, except on
names below the site's own, which may be pages of the CRM.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape

from scanner.ends import Ended, Seen, is_own, is_shortener, link_key
from scanner.extract.addresses import meant, unescape
from scanner.extract.wrapping import may_carry, wrapped
from scanner.links import why_not_to_ask
from scanner.mentions import Mention, MentionType, Reading, Where
from scanner.model import Hop, Mode, Page, SeenIn, State
from scanner.recognise import Recogniser
from scanner.traces import Match, PageTraces
from scanner.urls import Address, crawl_key, join, parse, redact
from spiders.actions import acts
from spiders.answers import REDIRECTS, Answer, Moved, judge, refresh, refresh_target, skipped
from spiders.challenges import challenge, is_shell, words
from spiders.charsets import decode
from spiders.details import told
from spiders.entries import ACTION, Ending, Entry, Kind, Outcome
from spiders.intake import Intake
from spiders.measuring import collects

LAST = 1_000_000
"""The depth of links: they are followed once all pages were read."""

MOST_LINKS = 20_000
MOST_LISTED = 500
MAX_HOPS = 10
ENOUGH = 64 * 1024
"""Bytes of a page in which a redirect stands; a longer one is there to be read."""

WHOLE = 1024 * 1024
"""Bytes of a page that may be one of the CRM's."""

STUB = 16 * 1024
STUB_WORDS = 200
"""A page of no more bytes, and of no more characters to be read, may do nothing but lead on."""

PERSONAL = "personal"
REDACTED = "[redacted]"

BROKEN = frozenset({"http_404", "http_410", "dns", "tls", "redirect_loop", "too_many_redirects", "bad_location"})
NO_END = frozenset({"blocked_by_policy"})
"""Why an end was not seen that is certainly none of the CRM's: nobody on the web can open it."""

NO_ANSWER_TO_HEAD = range(400, 600)

_SCRIPTED = re.compile(
    r"(?<![\w.$])(?:(?:window|document|self|top|parent)\s{0,5}\.\s{0,5})?location(?:\s{0,5}\.\s{0,5}href)?\s{0,5}"
    r"(?:=(?!=)\s{0,5}|\.\s{0,5}(?:replace|assign)\s{0,5}\(\s{0,5})[\"'`]([^\"'`\s]{1,2000})[\"'`]"
)
_META = re.compile(r"<meta\b[^>]{0,2000}>", re.IGNORECASE)
_IS_REFRESH = re.compile(r"http-equiv\s{0,5}=\s{0,5}[\"']?refresh\b", re.IGNORECASE)
_CONTENT = re.compile(r"content\s{0,5}=\s{0,5}(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
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
    if mention.type is not MentionType.META:
        return mention.type is MentionType.LINK
    address = parse(mention.url)
    return address is not None and is_own(address.netloc, scope)


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
    href = address.href.partition("#")[0]
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


# --- what an answer says of the way on -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stop:
    """The way ends here: `reason` is "" if that is an end like any other."""

    reason: str = ""
    detail: str = ""


def after_head(answer: Answer) -> Hop | Stop | None:
    """What an answer to HEAD says; None: only a GET tells.

    Servers that refuse HEAD answer as if nothing were there, and a page may lead on in what HEAD does not bring.
    """
    if answer.status in REDIRECTS:
        return _moved(answer)
    if answer.status in NO_ANSWER_TO_HEAD or not 200 <= answer.status < 300:
        return None
    length = answer.headers.get("content-length", "")
    is_long = length.isascii() and length.isdigit() and int(length[:12]) > ENOUGH
    is_page = answer.type in ("", "text/html", "application/xhtml+xml")
    return None if "refresh" in answer.headers or (is_page and not is_long) else Stop()


def after_get(answer: Answer) -> Hop | Stop:
    """Where an answer to GET leads on to, or that it is the end; `answer.body` may be no more than the beginning."""
    if answer.status in REDIRECTS:
        return _moved(answer)
    if mark := challenge(answer.headers, answer.body):
        return Stop("bot_challenge", mark)
    if not 200 <= answer.status < 300:
        return Stop(f"http_{answer.status}")
    if hop := refresh(answer):
        return _elsewhere(hop) or Stop()
    if "html" not in (answer.type or "html"):
        return Stop()
    text = decode(answer.body[:ENOUGH], answer.headers.get("content-type", ""))
    return _elsewhere(_by_meta(text, answer) or _by_script(text, answer)) or Stop()


def _moved(answer: Answer) -> Hop | Stop:
    judged = judge(answer, Kind.PAGE)
    if isinstance(judged, Moved):
        return judged.hop if judged.web else Stop()
    return Stop(judged.reason, judged.detail) if isinstance(judged, Outcome) else Stop()


def _elsewhere(hop: Hop | None) -> Hop | None:
    """The hop, unless the page only loads itself again."""
    return hop if hop is not None and crawl_key(hop.to) != crawl_key(hop.url) else None


def _by_meta(text: str, answer: Answer) -> Hop | None:
    shown = _without(_without(text, "<!--", "-->"), "<noscript", "</noscript")
    for meta in _META.findall(shown):
        content = _CONTENT.search(meta) if _IS_REFRESH.search(meta) else None
        to = refresh_target(unescape(next(filter(None, content.groups()), "")), answer.url) if content else None
        if to is not None:
            return Hop(answer.url, to, answer.status, "meta")
    return None


def _by_script(text: str, answer: Answer) -> Hop | None:
    """What a page that has hardly a word on it sends a visitor to by script."""
    if len(answer.body) > STUB or "location" not in text or len(words(text)) > STUB_WORDS:
        return None
    found = _SCRIPTED.search(_without(text, "<!--", "-->"))
    written = unescape(found[1]) if found else ""
    to = join(answer.url, meant(written) or written) if written else None
    return Hop(answer.url, to, answer.status, "script") if to is not None and to.startswith("http") else None


def only_moves(answer: Answer) -> bool:
    """Whether a page says nothing and has scripts, so that these may lead on to an address that they make up."""
    if len(answer.body) > STUB or "html" not in (answer.type or "html"):
        return False
    text = decode(answer.body, answer.headers.get("content-type", ""))
    return is_shell(text) or ("<script" in text.lower() and "location" in text and len(words(text)) <= STUB_WORDS)


def _without(text: str, start: str, end: str) -> str:
    """`text` without what stands between each `start` and the `end` that follows; what never ends goes as a whole."""
    lower = text.lower()
    kept, at = [], 0
    while (begin := lower.find(start, at)) >= 0:
        kept.append(text[at:begin])
        stop = lower.find(end, begin)
        at = len(text) if stop < 0 else stop + len(end)
    return "".join((*kept, text[at:]))


# --- what came of a link ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Way:
    """A link on its way to its end: `asked` is its address, `hops` led from there to `url`."""

    asked: str
    hops: tuple[Hop, ...] = ()

    @property
    def url(self) -> str:
        """The address that it has come to."""
        return self.hops[-1].to.partition("#")[0] if self.hops else self.asked

    def go(self, hop: Hop) -> Stop | None:
        """Go one hop further; if that makes no sense, the reason why."""
        passed = {crawl_key(self.asked), *(crawl_key(one.to) for one in self.hops)}
        self.hops = (*self.hops, hop)
        if crawl_key(hop.to) in passed:
            return Stop("redirect_loop", f"comes back to {redact(hop.to)}")
        return Stop("too_many_redirects", f"more than {MAX_HOPS}") if len(self.hops) > MAX_HOPS else None


def at_end(way: Way, stop: Stop, matches: tuple[Match, ...], *, own: bool) -> tuple[Outcome, Ended]:
    """What became of a link, for the frontier and for the scan.

    An end that was not seen is a gap in the scan where it may be the CRM's: behind a redirect, a short link or a name
    of the site's own. An ordinary page of somebody else's that stands behind a wall is only told about.
    """
    failed = Seen.BROKEN if stop.reason in BROKEN else Seen.UNSEEN
    seen = failed if stop.reason and not matches else Seen.END
    may = own or stop.reason == "budget" or _may_lead_on(way)
    may_lead_on = seen is Seen.UNSEEN and stop.reason not in NO_END and may
    hops = tuple(replace(hop, url=redact(hop.url), to=redact(hop.to)) for hop in way.hops)
    why = told(stop.detail)
    ended = Ended(link_key(way.asked), redact(way.asked), seen, stop.reason, why, hops, matches, may_lead_on)
    if seen is not Seen.UNSEEN:
        return Outcome(Ending.CHECKED, stop.reason, why), ended
    return Outcome(Ending.UNREAD if may_lead_on else Ending.PARTIAL, stop.reason, why), ended


def _may_lead_on(way: Way) -> bool:
    address = parse(way.url)
    if way.hops or address is None or is_shortener(address.host):
        return True
    return bool(_LEADS_ON.search(address.path) or _CODE.fullmatch(address.path) or may_carry(way.url))


def unseen(reason: str, detail: str, *, answered: bool = True) -> Stop:
    """Why an address was not got; a name without an answer, other than one without an address, says nothing."""
    return Stop("dns_timeout" if reason == "dns" and not answered else reason, detail)
