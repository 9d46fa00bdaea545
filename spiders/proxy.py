"""The HTTP proxy on loopback through which the browser reaches the web, and nothing but what the policy allows.

It resolves, judges and connects by `spiders.guard`, so that no frame, socket, worker or second DNS answer gets where
the crawler may not go. It passes on only what reads, refuses beacons, and caps what one answer may bring. What is
inside a tunnel (https, wss, ws) it does not see.
"""

import asyncio
import secrets
from base64 import b64encode
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from spiders.connection import House, Limits, Visit
from spiders.guard import AddressPolicy
from spiders.ledger import Incident, Ledger, answer
from spiders.wire import Wire


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the browser has to say to this proxy, so that no other process on the machine can use it."""

    username: str
    password: str


class PolicyProxy:
    """An HTTP proxy on 127.0.0.1; use it in an `async with` block, or `start` and `close` it.

    It asks for `credentials` (Basic). Once a browser context was asked, Chromium offers them unasked, in tunnels too.
    `on_refused` is called with everything that the policy refuses; it must not raise.
    """

    def __init__(
        self,
        policy: AddressPolicy,
        on_refused: Callable[[Incident], None] = lambda incident: None,  # noqa: ARG005 - nobody listens
        limits: Limits = Limits(),  # noqa: B008 - it is frozen
    ) -> None:
        self.credentials = Credentials("unembed", secrets.token_urlsafe(24))
        self.port = 0
        self._ledger = Ledger(on_refused)
        pair = f"{self.credentials.username}:{self.credentials.password}".encode("ascii")
        self._house = House(policy, limits, self._ledger, b"Basic " + b64encode(pair), set())
        self._visits: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> int:
        """Listen on a free port, and return it."""
        loop = asyncio.get_running_loop()
        house = self._house
        self._server = await loop.create_server(
            lambda: Wire(house.wires, house.limits.head_bytes, self._admit), "127.0.0.1", 0
        )
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self.port

    async def close(self) -> None:
        """Stop, and end every connection: no task and no socket of the proxy is left."""
        if self._server is None:
            return
        server, self._server = self._server, None
        server.close()
        visits = tuple(self._visits)
        for visit in visits:
            visit.cancel()
        await asyncio.gather(*visits, return_exceptions=True)
        while self._house.wires:
            for wire in tuple(self._house.wires):
                wire.abort()
            await asyncio.sleep(0)
        await server.wait_closed()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def address(self) -> str:
        """The value for the browser's proxy setting."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def refused(self) -> Counter[str]:
        """How often the policy did not allow something, by reason word (`spiders.ledger.POLICY`)."""
        return self._ledger.refused

    @property
    def failed(self) -> Counter[str]:
        """How often the network did not give something, by reason word (`spiders.ledger.NETWORK`)."""
        return self._ledger.failed

    @property
    def refusals(self) -> deque[Incident]:
        """The last things that the policy did not allow, in order."""
        return self._ledger.refusals

    def reason(self, place: str, since: float = 0.0) -> str:
        """Why a netloc was last refused or not reached; "" if nothing happened since then on the monotonic clock."""
        return self._ledger.reason(place, since)

    def _admit(self, client: Wire) -> None:
        if len(self._visits) >= self._house.limits.connections:
            self._ledger.note("", "too-many")
            client.write(answer("too-many", keep=False))
            client.close()
            return
        visit = asyncio.get_running_loop().create_task(Visit(self._house, client).run())
        self._visits.add(visit)
        visit.add_done_callback(self._visits.discard)
        client.on_lost = visit.cancel
