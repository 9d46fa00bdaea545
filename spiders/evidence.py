"""From what the browser showed to the value that the scanner reads: which document counts, and what is missing."""

import re
from dataclasses import dataclass
from typing import Self

from scanner.model import Flaw, Frame, Hop, Loaded, Look, Mode, Page, Reached, Request, Revealed, Unread
from scanner.numbers import in_markup
from scanner.urls import parse
from spiders.answers import GONE, binary
from spiders.challenges import challenge
from spiders.documents import Documents
from spiders.journal import Journal
from spiders.missing import missing
from spiders.neterrors import is_settled, reason

EARLY = "early"
"""The path of a document that the page was before its scripts replaced it, or before it went on."""

_ADDRESSES = re.compile(r"""(?:https?:|tel:|//)[^\s"'<>]+""")
_IDS = re.compile(r"\b(?<![/.-])[A-Za-z0-9]{20,24}\b(?![/.-])")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A document as it was when it was parsed."""

    url: str
    html: str


@dataclass(frozen=True, slots=True)
class Read:
    """What the page was when it was read: what is done to it afterwards may make another one of it."""

    url: str
    documents: Documents
    status: int
    content_type: str
    hops: tuple[Hop, ...]

    @classmethod
    def of(cls, documents: Documents | None, journal: Journal) -> Self:
        """These documents, as the log stands; without any, the page could not be read."""
        entry = journal.document
        status = entry.status if entry is not None else 0
        kind = entry.mime if entry is not None else ""
        none = Documents("", (), ())
        return cls(journal.url, documents or none, status or 200, kind or "text/html", tuple(journal.hops))


@dataclass(frozen=True, slots=True)
class Seen:
    """All that one visit of `asked` gave. `read` is None if the page could not be read in the end."""

    asked: str
    journal: Journal
    early: tuple[Snapshot, ...]
    read: Read | None
    flaws: tuple[Flaw, ...]
    hosts: frozenset[str]
    looks: tuple[Look, ...] = ()
    revealed: tuple[Revealed, ...] = ()
    containers: tuple[Loaded, ...] = ()


def page(seen: Seen) -> Page | Unread:
    """The page: its last document that belongs to the site, with all before it that named something it does not name.

    Of a document outside `hosts` nothing is kept but the way that led to it. Where a script, and no redirect, led away,
    the page is only partly read.
    """
    read = seen.read
    if read is not None and _in_scope(read.url, seen.hosts):
        documents = read.documents
        if kind := _file(documents.html):
            return Unread(seen.asked, "not_html", f"{kind}, sent as a page")
        if mark := challenge({}, documents.html.encode(errors="replace")):
            return Unread(seen.asked, "bot_challenge", mark)
        flaws = (*_led_away(read.hops), *documents.flaws)
        return _page(seen, read, Snapshot(read.url, documents.html), seen.early, documents.frames, flaws)
    last = read or Read.of(None, seen.journal)
    early = [snapshot for snapshot in seen.early if _in_scope(snapshot.url, seen.hosts)]
    if read is not None and not _by_script(read.hops) and parse(read.url) is not None:
        return _page(seen, read, Snapshot(read.url, ""), tuple(early), (), ())
    if early:
        away = _led_away(last.hops) or (_gone_to(read.url) if read is not None else ())
        return _page(seen, last, early[-1], tuple(early[:-1]), (), away)
    return Unread(seen.asked, *_why_nothing(seen))


def names(html: str) -> set[str]:
    """What in a document can name something: addresses, numbers to call, ids."""
    return {*_ADDRESSES.findall(html), *_IDS.findall(html), *in_markup(html)}


def _page(
    seen: Seen,
    read: Read,
    last: Snapshot,
    early: tuple[Snapshot, ...],
    frames: tuple[Frame, ...],
    flaws: tuple[Flaw, ...],
) -> Page:
    lost = _lost([old for old in early if old.html != last.html], (last.html, *(frame.html for frame in frames)))
    left = not _in_scope(seen.journal.url, seen.hosts)
    return Page(
        asked=seen.asked,
        url=last.url,
        status=read.status,
        mode=Mode.RENDERED,
        html=last.html,
        content_type=read.content_type,
        hops=read.hops,
        frames=frames + lost,
        requests=_requests(seen.journal, until_it_left=left),
        opened=(*seen.journal.opened, *(url for url, opener in seen.journal.pushed.items() if opener is None)),
        missing=missing(seen.journal.beside(), seen.hosts),
        flaws=tuple(dict.fromkeys((*seen.flaws, *flaws, *_cut(seen.journal), *_not_logged(seen.journal)))),
        looks=seen.looks,
        reached=reached(seen.journal),
        revealed=seen.revealed,
        containers=seen.containers,
    )


def _lost(early: list[Snapshot], shown: tuple[str, ...]) -> tuple[Frame, ...]:
    """Those of the early documents that named something which nothing that is shown in the end names."""
    kept = set[str]().union(*map(names, shown)) if early else set()
    return tuple(Frame(old.url, old.html, EARLY) for old in early if names(old.html) - kept)


def reached(journal: Journal) -> tuple[Reached, ...]:
    """Where a page would have gone on to while it was tried out; an address that an application gave itself as well."""
    pushed = ((url, opener) for url, opener in journal.pushed.items() if opener is not None)
    return tuple(Reached(url, opener) for url, opener in dict((*journal.reached.items(), *pushed)).items())


def _requests(journal: Journal, *, until_it_left: bool) -> tuple[Request, ...]:
    return journal.requests(journal.first) if until_it_left else journal.requests()


def _file(html: str) -> str:
    """What a document is that is no text at all, as a browser shows it: all in the body; else ""."""
    head, _, body = html[:4000].partition("<body>")
    return binary(body.encode("cp1252", errors="ignore")) if head == "<html><head></head>" else ""


def _cut(journal: Journal) -> tuple[Flaw, ...]:
    """The answer ended before the document did, and not by the page's own doing."""
    error = journal.document.error if journal.document is not None else ""
    word = reason(error)
    return (Flaw("truncated" if word == "protocol" else word, error),) if error and not is_settled(error) else ()


def _not_logged(journal: Journal) -> tuple[Flaw, ...]:
    return (Flaw("too_large", f"{journal.dropped} requests are not in the log"),) if journal.dropped else ()


def _by_script(hops: tuple[Hop, ...]) -> bool:
    return any(hop.how == "script" for hop in hops)


def _led_away(hops: tuple[Hop, ...]) -> tuple[Flaw, ...]:
    led = [hop for hop in hops if hop.how == "script" and hop.to != hop.url and hop.status not in GONE]
    return _gone_to(led[-1].to) if led else ()


def _gone_to(url: str) -> tuple[Flaw, ...]:
    return (Flaw("navigated_away", url),)


def _why_nothing(seen: Seen) -> tuple[str, str]:
    if seen.flaws:
        return seen.flaws[-1].reason, seen.flaws[-1].detail
    return "navigated_away", seen.journal.url


def _in_scope(url: str, hosts: frozenset[str]) -> bool:
    address = parse(url)
    return address is not None and address.netloc in hosts
