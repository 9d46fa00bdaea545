"""What is known about each origin: its robots.txt, when it wants to be asked again, whether it answers."""

import asyncio
import posixpath
import secrets
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime

from scanner.urls import join, parse
from spiders import robots
from spiders.answers import ENOUGH_WORDS, INSTEAD, Answer, Document, Moved, despite, judge, unread
from spiders.challenges import words
from spiders.entries import Kind, Outcome
from spiders.failures import UNREACHABLE
from spiders.robots import Rules
from spiders.scope import origin

MAX_WAIT = 30.0
USUAL_WAIT = 5.0
MAX_REFUSALS = 3
MAX_FAILURES = 10

Errand = Callable[[str, float], Awaitable[Answer | tuple[str, str]]]
"""Fetches an address on the side, within so many seconds: an answer, or reason word and detail."""


@dataclass(slots=True)
class Host:
    """One origin. With `given_up` (reason word, detail) nothing more of it is asked for.

    `nowhere` is an address that cannot exist, "" if it does not say 200 to that, `everywhere` what it answers there:
    words without the address. `missing` is the same if that is something of its own, and not what it says anywhere.
    `home` is the address of the first page that it served, `front` its words. `unknown` is no page's name.
    `listed` says that its sitemaps are in the frontier.
    """

    origin: str
    rules: Rules = robots.ALLOW_ALL
    resume_at: float = 0.0
    refusals: int = 0
    failures: int = 0
    given_up: tuple[str, str] | None = None
    missing: str = ""
    nowhere: str = ""
    everywhere: str = ""
    home: str = ""
    front: str = ""
    unknown: str = field(default_factory=lambda: f"{robots.AGENT}-{secrets.token_hex(8)}")
    settled: bool = False
    listed: bool = False
    opening: asyncio.Future[None] | None = None
    settling: asyncio.Future[None] | None = None

    def answered(self) -> None:
        """It answers: earlier troubles are over."""
        self.refusals = self.failures = 0

    def refused(self, status: int, wait: float) -> None:
        """It asked to be left alone, twice for the same address; after three in a row it is."""
        self.refusals += 1
        if self.refusals >= MAX_REFUSALS:
            self.given_up = (f"http_{status}", f"the host keeps asking to wait (last: {wait:g} s)")

    def failed(self, reason: str) -> None:
        """It did not answer; after ten in a row nothing more is asked."""
        self.failures += 1
        if self.failures >= MAX_FAILURES:
            self.given_up = (reason, f"no answer to {MAX_FAILURES} addresses in a row")

    def judged(self, answer: Answer, kind: Kind) -> Document | Moved | Outcome:
        """What an answer to an address of this kind is worth, on this host.

        What says that nothing is there, and has scripts all the same, may be an application, as hosts of files send
        it: its scripts may show a page there.
        """
        got = judge(answer, kind)
        if not isinstance(got, Outcome) or got.reason != f"http_{answer.status}":
            return got
        page = despite(answer, kind, got)
        if page is not None and kind is Kind.ROUTE and self.is_application(page, answer.url):
            return replace(page, instead=unread(got.reason, INSTEAD))
        return page or got

    def is_application(self, document: Document, url: str) -> bool:
        """Whether a page leaves to its scripts what it shows: it says nothing, or what the host's first page says."""
        said = words(document.text)
        return len(said) < ENOUGH_WORDS or without_address(said, url) == self.front

    def beside(self, url: str, files: Iterable[str]) -> str:
        """An address that cannot exist, where the application answers that comes for `url` and has these files.

        That is in the deepest folder that holds all of it: several sites may share a host. Of an application without
        files of its own on the host it is known that it came with the host's first page.
        """
        every = [address for address in map(parse, (url, *files)) if address and origin(address) == self.origin]
        home = parse(self.home)
        if len(every) == 1 and home is not None:
            every.append(home)
        paths = [posixpath.dirname(address.path) for address in every]
        folder = posixpath.commonpath(paths) if len(paths) > 1 else "/"
        return f"{self.origin}/{folder.strip('/')}{'/' if folder.strip('/') else ''}{self.unknown}"

    def is_missing(self, document: Document, url: str) -> bool:
        """Whether a page says what this host says of an address that cannot exist."""
        return bool(self.missing) and without_address(words(document.text), url) == self.missing

    def may_be_missing(self, document: Document, url: str) -> bool:
        """Whether a page says what this host says of any address, as far as it was not run in a browser."""
        return bool(self.nowhere) and without_address(words(document.text), url) == self.everywhere


@dataclass(slots=True)
class Hosts:
    """All origins that are asked, the site's and those where its links end.

    `errand` fetches on the side, `in_scope` says which netlocs are the site's.
    """

    errand: Errand
    in_scope: Callable[[str], bool]
    known: dict[str, Host] = field(default_factory=dict)

    def of(self, url: str) -> Host:
        """The origin of an address."""
        address = parse(url)
        place = origin(address) if address else ""
        host = self.known.get(place)
        if host is None:
            host = self.known[place] = Host(place)
        return host

    async def open(self, host: Host) -> None:
        """Read the robots.txt of an origin, once."""
        if host.opening is None:
            host.opening = asyncio.ensure_future(self._open(host))
        await asyncio.shield(host.opening)

    async def _open(self, host: Host) -> None:
        host.rules = await self._robots(f"{host.origin}/robots.txt")

    async def _robots(self, url: str) -> Rules:
        for _ in range(robots.MAX_REDIRECTS + 1):
            got = await self.errand(url, robots.MAX_SECONDS)
            if not isinstance(got, Answer):
                reason, why = got
                return Rules(refusal=(reason, why)) if reason in UNREACHABLE else robots.unreachable(f"{reason}: {why}")
            if not 300 <= got.status < 400:
                return robots.read(url, got.status, got.body, got.headers.get("content-type", ""))
            to = parse(join(url, got.headers.get("location", "")) or "")
            if to is None:
                return robots.unreachable(f"robots.txt answered {got.status} and leads nowhere")
            here = parse(url)
            if here is not None and self.in_scope(here.netloc) and not self.in_scope(to.netloc):
                return await self._forwarded(url, to.netloc)
            url = to.href
        return robots.ALLOW_ALL

    async def _forwarded(self, url: str, netloc: str) -> Rules:
        """The rules of an origin whose robots.txt leads out of scope: where its front page does, it is all redirects.

        Then there is nothing to read on it, only to learn where each address leads.
        """
        front = join(url, "/") or url
        got = await self.errand(front, robots.MAX_SECONDS)
        if isinstance(got, Answer) and isinstance(moved := judge(got, Kind.PAGE), Moved) and moved.web:
            to = parse(moved.hop.to)
            if to is not None and not self.in_scope(to.netloc):
                return robots.ALLOW_ALL
        return robots.away(netloc)

    async def settle(self, host: Host, page: Document, url: str) -> None:
        """Learn, once, what the origin answers for an address that cannot exist. `page` is its first page."""
        if host.settling is None:
            host.settling = asyncio.ensure_future(self._settle(host, page, url))
        await asyncio.shield(host.settling)

    async def _settle(self, host: Host, page: Document, url: str) -> None:
        host.home, host.front = url, without_address(words(page.text), url)
        probe = f"{host.origin}/{host.unknown}"
        if host.rules.allows(probe):
            got = await self.errand(probe, robots.MAX_SECONDS)
            if isinstance(got, Answer) and isinstance(said := judge(got, Kind.PAGE), Document) and said.html:
                host.nowhere = probe
                host.everywhere = told = without_address(words(said.text), probe)
                # a site that says the same on its first page answers everything so: it tells nothing about one address
                if len(told) >= ENOUGH_WORDS and told != without_address(words(page.text), url):
                    host.missing = told
        host.settled = True


def without_address(text: str, url: str) -> str:
    """The words of a page without its own address, which error pages like to repeat."""
    address = parse(url)
    if address is None:
        return text
    path = address.path.strip("/")
    for part in sorted({url, address.path, path, path.rpartition("/")[2]}, key=len, reverse=True):
        if part and part != "/":
            text = text.replace(part, "")
    return text


def as_seconds(retry_after: str) -> float:
    """The seconds that a Retry-After header asks for: a number of them, or a date."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(parsedate_to_datetime(text).timestamp() - time.time(), 0.0)
    except (ValueError, OverflowError):
        return USUAL_WAIT
