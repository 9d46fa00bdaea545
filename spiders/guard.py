"""One address policy for the crawler and the browser, enforced when connecting.

A name is resolved once, every address it has is judged, and only these very addresses are connected to: what a link,
redirect, frame or second DNS answer says later changes nothing. `GuardResolver` holds Scrapy to it, the proxy in
`spiders.proxy` the browser.
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, Self

from twisted.internet import address as twisted_address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution
from zope.interface import implementer  # type: ignore[import-untyped] # it ships no types

from scanner.errors import UsageError
from spiders.addresses import is_internal_name, is_name, is_public, literal, netloc, plain_host
from spiders.names import NameNotFound, Resolve, system_addresses
from spiders.options import Pin
from spiders.upstream import Upstream

REMEMBERED = 10_000

_PIN = re.compile(
    r"(?P<host>\*|\[[^\]]*\]|[^:\[\]]+):(?P<port>\d{1,5}):"
    r"(?P<address>\[[^\]]*\]|[^:\[\]]+)(?::(?P<to_port>\d{1,5}))?"
)


class AddressRefused(Exception):  # noqa: N818 - says what happened; refusing is the policy at work, not an error
    """The policy does not allow a connection to `host`, because of `address` ("" if the name is reason enough)."""

    def __init__(self, host: str, address: str, why: str) -> None:
        super().__init__(f"{host}: {why}")
        self.host = host
        self.address = address
        self.why = why


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A literal address and the port to connect to."""

    address: str
    port: int


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Who may be connected to.

    `trusted` holds the netlocs the user typed: only they may have private addresses. One without a port is trusted on
    80 and 443, one with a port on that port alone. A host with a pin goes where the pin says, whatever that address
    is; the pin for `*` holds for names, not for literal addresses. `upstream` is a proxy that may have a private
    address, and that then resolves the names. `seconds` limits one resolving.
    """

    trusted: frozenset[str]
    pins: tuple[Pin, ...] = ()
    upstream: Upstream | None = None
    resolve: Resolve = system_addresses
    seconds: float = 10.0

    async def endpoints(self, host: str, port: int) -> tuple[Endpoint, ...]:
        """Where a connection to `host`:`port` may go: at least one, all checked, to be tried in this order.

        Port 0 stands for a connection whose port is not known yet; only the upstream proxy's host is trusted on it.
        AddressRefused: at least one of its addresses is private. NameNotFound: it has none.
        """
        name = plain_host(host)
        if (pin := self.pin(name, port)) is not None:
            return (Endpoint(pin.address, pin.to_port),)
        addresses = await self._addresses(name)
        if not (self.trusts(name, port) or self._is_upstream(name, port)):
            for address in addresses:
                if not is_public(address):
                    raise AddressRefused(name, address, f"{address} is not a public address")
        return tuple(Endpoint(address, port) for address in addresses)

    def way(self, host: str, port: int) -> Upstream | None:
        """The proxy that a connection to `host`:`port` goes through, None for a direct one, as to a host with a pin."""
        return None if self.upstream is None or self.pin(host, port) is not None else self.upstream

    def check_without_resolving(self, host: str, port: int) -> None:
        """What can be refused when an upstream proxy resolves the names: private literals, internal names, itself.

        A public-looking name that has a private address on the proxy's side is beyond what can be seen here.
        AddressRefused: it must not be asked for.
        """
        name = plain_host(host)
        if self.pin(name, port) is not None or self.trusts(name, port):
            return
        address = literal(name)
        if address is not None and not is_public(address):
            raise AddressRefused(name, address, f"{address} is not a public address")
        if address is None and is_internal_name(name):
            raise AddressRefused(name, "", "the name belongs to an internal network")
        if self.upstream is not None and name == self.upstream.host:
            raise AddressRefused(name, "", "it is the proxy itself")

    def pin(self, host: str, port: int) -> Pin | None:
        """The pin that a connection to `host`:`port` follows; one for this host goes before one for `*`."""
        name = plain_host(host)
        fitting = [pin for pin in self.pins if pin.port == port]
        for pin in fitting:
            if pin.host == name:
                return pin
        if literal(name) is not None:
            return None
        return next((pin for pin in fitting if pin.host == "*"), None)

    def trusts(self, host: str, port: int) -> bool:
        """Whether `host` may have a private address on `port`."""
        name = plain_host(host)
        shown = f"[{name}]" if ":" in name else name
        return f"{shown}:{port}" in self.trusted or (port in (80, 443) and shown in self.trusted)

    def _is_upstream(self, name: str, port: int) -> bool:
        return self.upstream is not None and name == self.upstream.host and port in (0, self.upstream.port)

    async def _addresses(self, name: str) -> tuple[str, ...]:
        if (address := literal(name)) is not None:
            return (address,)
        if not is_name(name):
            raise NameNotFound(name)
        try:
            async with asyncio.timeout(self.seconds):
                addresses = await self.resolve(name)
        except TimeoutError as error:
            raise NameNotFound(name, temporary=True) from error
        if not addresses:
            raise NameNotFound(name)
        return addresses


def parse_pin(text: str) -> Pin:
    """`HOST:PORT:ADDR[:PORT]`, IPv6 addresses in brackets. UsageError: it is not of that form."""
    found = _PIN.fullmatch(text)
    address = literal(found["address"].strip("[]")) if found else None
    if found is None or address is None:
        raise _unusable_pin(text, "write HOST:PORT:ADDRESS or HOST:PORT:ADDRESS:PORT; the address is an IP address")
    host = plain_host(found["host"])
    if host != "*" and literal(host) is None and not is_name(host):
        raise _unusable_pin(text, "the host is a name such as clinic.example, or * for every name")
    port = int(found["port"])
    to_port = int(found["to_port"] or port)
    if not (0 < port < 65536 and 0 < to_port < 65536):
        raise _unusable_pin(text, "ports run from 1 to 65535")
    return Pin(host, port, address, to_port)


def _unusable_pin(text: str, hint: str) -> UsageError:
    return UsageError("cannot use this --resolve", text, hint)


Address = twisted_address.IPv4Address | twisted_address.IPv6Address
Transport = Literal["TCP", "UDP"]


class _Crawler(Protocol):
    @property
    def settings(self) -> "_Settings": ...


class _Settings(Protocol):
    def get(self, name: str) -> object: ...


class _Reactor(Protocol):
    def installNameResolver(self, resolver: object) -> object: ...  # noqa: N802 - the name is Twisted's


class _Receiver(Protocol):
    """Twisted's IResolutionReceiver, whose own declaration has no `self` and no types."""

    def resolutionBegan(self, resolution: object) -> None: ...  # noqa: N802 - the name is Twisted's
    def addressResolved(self, address: Address) -> None: ...  # noqa: N802 - the name is Twisted's
    def resolutionComplete(self) -> None: ...  # noqa: N802 - the name is Twisted's


@implementer(IHostResolution)
@dataclass(frozen=True, slots=True)
class _Resolution:
    name: str

    def cancel(self) -> None:
        """Nothing to do: who no longer waits ignores the answer."""


@implementer(IHostnameResolver)
class GuardResolver:
    """Scrapy's way to addresses: the setting TWISTED_DNS_RESOLVER names it, UNEMBED_POLICY holds the AddressPolicy.

    Twisted's endpoint asks it for names and literal addresses alike, and connects to the very addresses and ports that
    it hands back. Without a policy nothing private is reachable. A refusal looks like an unknown name to Scrapy;
    `refusal` tells the difference.
    """

    def __init__(self, reactor: _Reactor, policy: AddressPolicy) -> None:
        self._reactor = reactor
        self._policy = policy
        self._tasks: set[asyncio.Task[None]] = set()
        self.refusals: dict[str, str] = {}
        self.silent: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: _Crawler, reactor: _Reactor) -> Self:
        """As Scrapy makes it; `crawler` need only have settings."""
        policy = crawler.settings.get("UNEMBED_POLICY")
        return cls(reactor, policy if isinstance(policy, AddressPolicy) else AddressPolicy(frozenset()))

    def install_on_reactor(self) -> None:
        """All of the reactor's connections by name go through this resolver from now on."""
        self._reactor.installNameResolver(self)

    def refusal(self, place: str) -> str:
        """Why the policy refused to connect to this netloc, or "" if it did not."""
        return self.refusals.get(place, "")

    def is_silent(self, host: str) -> bool:
        """Whether nobody answered who was asked for this name, so that it may have an address."""
        return host in self.silent

    def resolveHostName(  # noqa: N802 - Twisted's interface
        self,
        resolutionReceiver: _Receiver,  # noqa: N803 - Twisted's interface
        hostName: str,  # noqa: N803 - Twisted's interface
        portNumber: int = 0,  # noqa: N803 - Twisted's interface
        addressTypes: Sequence[type[Address]] | None = None,  # noqa: N803 - Twisted's interface
        transportSemantics: Transport = "TCP",  # noqa: N803 - Twisted's interface
    ) -> _Resolution:
        """Hand the checked addresses to the receiver; none if the policy refuses or the name is unknown."""
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        answer = self._answer(resolutionReceiver, hostName, portNumber, addressTypes, transportSemantics)
        task = asyncio.get_running_loop().create_task(answer)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return resolution

    async def _answer(
        self,
        receiver: _Receiver,
        host: str,
        port: int,
        types: Sequence[type[Address]] | None,
        semantics: Transport,
    ) -> None:
        try:
            for endpoint in await self._policy.endpoints(host, port):
                kind = twisted_address.IPv6Address if ":" in endpoint.address else twisted_address.IPv4Address
                if types is None or kind in types:
                    receiver.addressResolved(kind(semantics, endpoint.address, endpoint.port))
        except AddressRefused as refused:
            self._remember(netloc(refused.host, port), refused.why)
        except NameNotFound as missing:
            if missing.temporary and len(self.silent) < REMEMBERED:
                self.silent.add(missing.host)
        finally:
            receiver.resolutionComplete()

    def _remember(self, place: str, why: str) -> None:
        self.refusals[place] = why
        if len(self.refusals) > REMEMBERED:
            del self.refusals[next(iter(self.refusals))]
