"""Asking the system's resolver, so that a name that is not answered holds up neither other names nor the end."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from threading import Thread

Resolve = Callable[[str], Awaitable[tuple[str, ...]]]


class NameNotFound(Exception):  # noqa: N818 - the DNS answer in one word
    """`host` has no address. `temporary`: the resolver gave no answer in time, so a later attempt may succeed."""

    def __init__(self, host: str, *, temporary: bool = False) -> None:
        super().__init__(f"{host}: {'the resolver gave no answer' if temporary else 'no such name'}")
        self.host = host
        self.temporary = temporary


async def system_addresses(host: str) -> tuple[str, ...]:
    """The addresses the system's resolver has for an ASCII `host`, IPv4 and IPv6, each once, the preferred first.

    NameNotFound: there are none.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[tuple[str, ...]] = loop.create_future()

    def settle(found: tuple[str, ...], error: socket.gaierror | None) -> None:
        if answer.done():
            return
        if error is None:
            answer.set_result(found)
        else:
            answer.set_exception(NameNotFound(host, temporary=error.errno == socket.EAI_AGAIN))

    def look() -> None:
        # As bytes: a str would be sent through Python's own, older IDNA rules.
        found: tuple[str, ...] = ()
        error = None
        try:
            entries = socket.getaddrinfo(host.encode("ascii"), None, type=socket.SOCK_STREAM)
            found = tuple(dict.fromkeys(str(entry[4][0]) for entry in entries))
        except socket.gaierror as unknown:
            error = unknown
        with suppress(RuntimeError):  # the loop is closed, nobody waits any more
            loop.call_soon_threadsafe(settle, found, error)

    # Not the loop's own few threads: a dozen dead names would fill them, and they are waited for at the end.
    Thread(target=look, name=f"resolve {host}", daemon=True).start()
    return await answer
