"""Connecting under the policy: the only place where the browser's proxy opens a connection."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence

from spiders.guard import AddressPolicy, AddressRefused, Endpoint
from spiders.ledger import Ended
from spiders.names import NameNotFound
from spiders.upstream import Upstream
from spiders.wire import Gone, TooLarge, Wire

STAGGER = 0.25


async def dial(
    policy: AddressPolicy, host: str, port: int, made: Callable[[], Wire], *, seconds: float
) -> tuple[Wire, Upstream | None]:
    """A connection towards `host`:`port` that the policy allows, and the upstream proxy it leads to, if it does so.

    A host with a pin is reached directly. Ended: the policy refuses, or there is no connection within `seconds`.
    """
    upstream = policy.way(host, port)
    try:
        async with asyncio.timeout(seconds):
            if upstream is not None:
                policy.check_without_resolving(host, port)
                endpoints = await policy.endpoints(upstream.host, upstream.port)
            else:
                endpoints = await policy.endpoints(host, port)
            return await connect(endpoints, made), upstream
    except (AddressRefused, NameNotFound, OSError) as error:
        raise Ended(reason_for(error)) from error


def reason_for(error: Exception) -> str:
    """The reason word for what ended a request. TimeoutError is an OSError, so it goes before."""
    words: tuple[tuple[type[Exception], str], ...] = (
        (AddressRefused, "private-address"),
        (NameNotFound, "dns"),
        (TimeoutError, "timeout"),
        (OSError, "refused"),
        (TooLarge, "too-large"),
        (Gone, "truncated"),
    )
    return next((word for kind, word in words if isinstance(error, kind)), "protocol")


async def connect(endpoints: Sequence[Endpoint], made: Callable[[], Wire]) -> Wire:
    """A connection to the first of the endpoints that answers; another is tried each `STAGGER` seconds.

    OSError: none does.
    """
    loop = asyncio.get_running_loop()

    async def attempt(endpoint: Endpoint) -> Wire:
        _, wire = await loop.create_connection(made, endpoint.address, endpoint.port)
        return wire

    if len(endpoints) == 1:
        return await attempt(endpoints[0])
    waiting = deque(endpoints)
    running: set[asyncio.Task[Wire]] = set()
    try:
        while True:
            if waiting:
                running.add(loop.create_task(attempt(waiting.popleft())))
            done, running = await asyncio.wait(
                running, timeout=STAGGER if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            wires = [task.result() for task in done if task.exception() is None]
            for late in wires[1:]:
                late.abort()
            if wires:
                return wires[0]
            if not running and not waiting:
                return done.pop().result()
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
