"""Requests as Scrapy sends them, and answers as the rest of the house reads them."""

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Headers, Request, Response

from scanner.model import Flaw, Hop
from scanner.urls import parse
from spiders.answers import Answer
from spiders.bodies import ACCEPTED, unpack
from spiders.cookies import Cookies
from spiders.entries import Lease
from spiders.guard import AddressPolicy
from spiders.options import Options

ATTEMPT = "attempt"
STOPPED = "download_stopped"
"""Scrapy's flag for an answer of which no more was wanted."""

LISTS = ("vary", "accept-ch")
"""Headers that say more in every line there is of them."""

SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request for a lease: what led here since the lease was taken, and whether it is repeated.

    `visited` are the (address, Cookie header) pairs that this chain has asked for.
    """

    lease: Lease
    chain: tuple[Hop, ...] = ()
    visited: frozenset[tuple[str, str]] = frozenset()
    repeated: bool = False

    def once_more(self) -> "Attempt":
        """The same again."""
        return replace(self, repeated=True)

    def follow(self, hop: Hop, visited: frozenset[tuple[str, str]]) -> "Attempt":
        """One hop further."""
        return Attempt(self.lease, (*self.chain, hop), visited)


@dataclass(slots=True)
class Desk:
    """Writes requests and opens answers. What it sends of the user's own (headers, authentication) goes to every
    address it is asked to write to: it must only be asked for addresses in scope.

    All goes through the proxy that `policy` names, except for what a pin leads elsewhere.
    """

    headers: Headers
    policy: AddressPolicy
    cookies: Cookies = field(default_factory=Cookies)

    @classmethod
    def of(cls, options: Options, policy: AddressPolicy) -> Self:
        """A desk with the manners that the user wants."""
        headers = Headers(
            {
                "User-Agent": options.user_agent,
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "Accept-Language": "en-US,en;q=0.9",
                "Accept-Encoding": ACCEPTED,
            }
        )
        if options.auth is not None:
            headers["Authorization"] = b"Basic " + base64.b64encode(":".join(options.auth).encode())
        for name, value in options.headers:
            headers[name] = value
        return cls(headers, policy)

    def request(
        self,
        url: str,
        meta: dict[str, Any],
        *,
        callback: Callable[[Response], Any] | None = None,
        errback: Callable[[Any], Any] | None = None,
    ) -> Request:
        """A GET request for exactly this address."""
        manners: dict[str, Any] = {"verbatim_url": True, "download_timeout": SECONDS}
        request = Request(url, callback, meta=manners | meta, errback=errback, dont_filter=True)
        request.headers = self.headers.copy()
        if self.policy.upstream is not None:
            self._send_through_proxy(request)
        self.cookies.add_to(request)
        return request

    def _send_through_proxy(self, request: Request) -> None:
        address = parse(request.url)
        upstream = None if address is None else self.policy.way(address.host, address.port)
        if upstream is not None:
            request.meta["proxy"] = upstream.address
            if upstream.authorization:
                request.headers["Proxy-Authorization"] = upstream.authorization

    def answer(self, response: Response, request: Request) -> Answer:
        """What came back, out of its content codings; its cookies are kept."""
        self.cookies.take_from(response, request)
        headers = {name.decode("latin-1").lower(): _first(values) for name, values in response.headers.items()}
        headers |= {name: ", ".join(map(_text, response.headers.getlist(name))) for name in LISTS if name in headers}
        codings = b",".join(response.headers.getlist(b"Content-Encoding")).decode("latin-1")
        body = unpack(response.body, codings)
        flaw = body.flaw
        if "dataloss" in response.flags:
            flaw = flaw or Flaw("truncated", "the connection ended before the answer did")
        if STOPPED in response.flags and not response.body:
            flaw = None
        return Answer(request.url, response.status, headers, body.data, flaw)

    @contextmanager
    def cut(self, crawler: Crawler, request: Request, most: int) -> Iterator[None]:
        """Stop the download of `request` once `most` bytes are here; what is here counts as the answer."""
        size = 0

        def count(data: bytes, request: Request) -> None:
            nonlocal size
            if request is asked:
                size += len(data)
                if size >= most:
                    raise StopDownload(fail=False)

        asked = request
        crawler.signals.connect(count, signals.bytes_received)
        try:
            yield
        finally:
            crawler.signals.disconnect(count, signals.bytes_received)


def _first(values: list[bytes]) -> str:
    """The value of a header: browsers take the first one, and as UTF-8 where that is what it is."""
    return _text(values[0]) if values else ""


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
