"""One connection of the browser to the proxy: its requests, one after the other, and where each one leads."""

import asyncio
import hmac
from dataclasses import dataclass

from spiders.addresses import netloc, plain_host
from spiders.beacons import is_beacon
from spiders.dial import dial, reason_for
from spiders.guard import AddressPolicy
from spiders.heads import Length, Malformed, Request, Response, UntilClose, parse_request, parse_response
from spiders.ledger import Ended, Ledger, answer
from spiders.upstream import Upstream
from spiders.wire import Gone, TooLarge, Wire, join

READS = frozenset((b"GET", b"HEAD"))
SKIPPED_BODY = 1 << 20
INTERIM_ANSWERS = 20

_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes, seconds and connections. A tunnel may carry `tunnel_bytes` in one go, without a pause of `quiet`."""

    response_bytes: int = 10 << 20
    tunnel_bytes: int = 50 << 20
    head_bytes: int = 256 << 10
    connect: float = 10.0
    answer: float = 30.0
    idle: float = 60.0
    quiet: float = 1.0
    connections: int = 256


@dataclass(frozen=True, slots=True)
class House:
    """What all visits have in common. `wires` lists the open connections."""

    policy: AddressPolicy
    limits: Limits
    ledger: Ledger
    authorization: bytes
    wires: set[Wire]


class Visit:
    """One connection of the browser, `client`, and the connection to a server that it leads to."""

    def __init__(self, house: House, client: Wire) -> None:
        self._house = house
        self._client = client
        self._origin: Wire | None = None
        self._upstream: Upstream | None = None
        self._place: tuple[str, int] = ("", 0)

    async def run(self) -> None:
        """Answer one request after the other until either side ends the connection."""
        try:
            while await self._one():
                pass
        except (Gone, TooLarge, TimeoutError):
            pass
        finally:
            self._leave()
            self._client.close()

    async def _one(self) -> bool:
        """One request; whether the browser may ask again on this connection."""
        async with asyncio.timeout(self._house.limits.idle):
            head = await self._client.head()
        try:
            request = parse_request(head)
        except Malformed:
            self._house.ledger.note("", "malformed")
            self._client.write(answer("malformed", keep=False))
            return False
        if not hmac.compare_digest(request.authorization, self._house.authorization):
            if request.authorization:
                self._house.ledger.note("", "credentials")
            return await self._refuse(request, "credentials")
        host = plain_host(request.host)
        try:
            return await self._serve(request, host)
        except Ended as ended:
            self._house.ledger.note(netloc(host, request.port), ended.reason)
            self._leave()
            return await self._refuse(request, ended.reason)

    async def _refuse(self, request: Request, reason: str) -> bool:
        """Answer for `reason`, after the request's body went by: else the browser would miss the answer."""
        short = request.body is not None and request.body <= SKIPPED_BODY
        if short and request.body:
            idle = self._house.limits.idle
            await self._client.pour(Length(request.body), None, first=b"", most=SKIPPED_BODY, idle=idle)
        keep = short and request.keep
        self._client.write(answer(reason, keep=keep))
        return keep

    async def _serve(self, request: Request, host: str) -> bool:
        if is_beacon(host, request.path.decode("latin-1")):
            raise Ended("beacon")
        if request.method == b"CONNECT":
            await self._tunnel(request)
            return False
        if (request.preflight or request.method) not in READS:
            raise Ended("method")
        if request.websocket:
            raise Ended("upgrade")
        if request.body != 0:
            raise Ended("malformed")
        return await self._relay(request)

    async def _tunnel(self, request: Request) -> None:
        origin = await self._open(request)
        if self._upstream is not None:
            origin.write(_connect_head(request, self._upstream))
            response = await self._response(origin, request.method)
            if not 200 <= response.status < 300:
                raise Ended("refused")
        self._client.write(_ESTABLISHED)
        limits = self._house.limits
        try:
            await join(self._client, origin, most=limits.tunnel_bytes, quiet=limits.quiet, idle=limits.idle)
        except TooLarge as large:
            self._client.reset()
            raise Ended("too-large") from large

    async def _relay(self, request: Request) -> bool:
        origin, response = await self._ask(request)
        limits = self._house.limits
        framing = response.framing
        if isinstance(framing, Length) and framing.left > limits.response_bytes:
            raise Ended("too-large")
        again = request.keep and response.current and not isinstance(framing, UntilClose)
        lines = response.lines if again else (*response.lines, b"Connection: close")
        first = b"\r\n".join(lines) + b"\r\n\r\n"
        try:
            await origin.pour(framing, self._client, first=first, most=limits.response_bytes, idle=limits.idle)
        except (Gone, TooLarge, Malformed, TimeoutError) as cut:
            if not (isinstance(cut, Gone) and cut.clean and isinstance(framing, UntilClose)):
                self._client.reset()
                raise Ended(reason_for(cut)) from cut
        if not response.keep or origin.buffer:
            self._leave()
        return again

    async def _ask(self, request: Request) -> tuple[Wire, Response]:
        """Send the request; on a kept connection that the server has closed meanwhile, once more on a new one."""
        kept = self._kept(request)
        while True:
            origin = kept or await self._open(request)
            origin.write(_request_head(request, self._upstream))
            try:
                return origin, await self._response(origin, request.method)
            except Gone as gone:
                if kept is None:
                    raise Ended("protocol") from gone
                kept = None

    async def _response(self, origin: Wire, method: bytes) -> Response:
        """The head of the final answer; interim ones (100, 103) are left out."""
        try:
            async with asyncio.timeout(self._house.limits.answer):
                for _ in range(INTERIM_ANSWERS):
                    response = parse_response(await origin.head(), method)
                    if response.status >= 200 or response.status == 101:
                        break
        except (TooLarge, Malformed, TimeoutError) as fault:
            raise Ended("headers-too-large" if isinstance(fault, TooLarge) else reason_for(fault)) from fault
        if response.status < 200 or response.status == 407:
            # The browser would take a 407 for ours, and offer our credentials again.
            raise Ended("protocol")
        return response

    def _kept(self, request: Request) -> Wire | None:
        origin = self._origin
        usable = origin is not None and not origin.closed and not origin.buffer
        return origin if usable and self._place == (request.host, request.port) else None

    async def _open(self, request: Request) -> Wire:
        self._leave()
        house = self._house
        origin, self._upstream = await dial(
            house.policy,
            request.host,
            request.port,
            lambda: Wire(house.wires, house.limits.head_bytes),
            seconds=house.limits.connect,
        )
        self._origin = origin
        self._place = (request.host, request.port)
        return origin

    def _leave(self) -> None:
        if self._origin is not None:
            self._origin.abort()
            self._origin = None


def _authority(request: Request, *, always_port: bool) -> bytes:
    host = request.host.encode("ascii")
    return host if request.port == 80 and not always_port else b"%b:%d" % (host, request.port)


def _request_head(request: Request, upstream: Upstream | None) -> bytes:
    authority = _authority(request, always_port=False)
    target = request.path if upstream is None else b"http://" + authority + request.path
    first = b"%b %b HTTP/1.1\r\nHost: %b" % (request.method, target, authority)
    return b"\r\n".join((first, *request.fields, *_credentials(upstream), b"", b""))


def _connect_head(request: Request, upstream: Upstream) -> bytes:
    authority = _authority(request, always_port=True)
    first = b"CONNECT %b HTTP/1.1\r\nHost: %b" % (authority, authority)
    return b"\r\n".join((first, *_credentials(upstream), b"", b""))


def _credentials(upstream: Upstream | None) -> tuple[bytes, ...]:
    if upstream is None or not upstream.authorization:
        return ()
    return (b"Proxy-Authorization: " + upstream.authorization.encode("ascii"),)
