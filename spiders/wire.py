"""One TCP connection of the proxy: what arrives is kept until it is asked for, or poured on as it comes."""

import asyncio
import re
import socket
import struct
from collections.abc import Callable
from typing import cast

from spiders.heads import Framing, Malformed

_HEAD_END = re.compile(rb"\n\r?\n")
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Gone(Exception):  # noqa: N818 - says what the other side is
    """The connection ended before what was waited for. `clean`: it was closed, not broken."""

    def __init__(self, *, clean: bool) -> None:
        super().__init__("closed" if clean else "broken")
        self.clean = clean


class TooLarge(Exception):  # noqa: N818 - says what the message is
    """More bytes came than are allowed."""


class Wire(asyncio.Protocol):
    """One connection. It stands in `owner` as long as it is open; little more than `kept` bytes wait in it unread."""

    def __init__(self, owner: "set[Wire]", kept: int, on_made: "Callable[[Wire], None] | None" = None) -> None:
        self.buffer = bytearray()
        self.closed = False
        self.on_lost: Callable[[], object] | None = None
        self.sink: Callable[[bytes], None] | None = None
        self._owner = owner
        self._kept = kept
        self._on_made = on_made
        self._loop = asyncio.get_running_loop()
        self.heard = self._loop.time()
        self._waiter: asyncio.Future[None] | None = None
        self._source: Wire | None = None
        self._full = False
        self._clean = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """As asyncio calls it."""
        self._transport = cast("asyncio.Transport", transport)
        self._owner.add(self)
        if self._on_made is not None:
            self._on_made(self)

    def data_received(self, data: bytes) -> None:
        """As asyncio calls it."""
        self.heard = self._loop.time()
        if self.sink is not None:
            self.sink(data)
            return
        self.buffer += data
        if len(self.buffer) > self._kept:
            self._transport.pause_reading()
        self.wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """As asyncio calls it."""
        self.closed = True
        self._clean = exc is None
        self._owner.discard(self)
        self.wake()
        if self.on_lost is not None:
            self.on_lost()

    def pause_writing(self) -> None:
        """As asyncio calls it: nothing more is read where the bytes come from."""
        self._full = True
        if self._source is not None:
            self._source.hear(more=False)

    def resume_writing(self) -> None:
        """As asyncio calls it."""
        self._full = False
        if self._source is not None:
            self._source.hear(more=True)

    def hear(self, *, more: bool) -> None:
        """Read on, or leave what comes to the system's buffers."""
        if more:
            self._transport.resume_reading()
        else:
            self._transport.pause_reading()

    def fed_by(self, source: "Wire") -> None:
        """`source` is read only as fast as this connection takes what is written to it."""
        self._source = source
        source.hear(more=not self._full)

    def write(self, data: bytes) -> None:
        """Send; on a closed connection nothing happens."""
        if data and not self._transport.is_closing():
            self._transport.write(data)

    def close(self) -> None:
        """End the connection after what was written is sent."""
        self._transport.close()

    def abort(self) -> None:
        """End the connection at once."""
        self._transport.abort()

    def reset(self) -> None:
        """End the connection so that the other side cannot take what it got for the whole."""
        if not self._transport.is_closing():
            peer: socket.socket = self._transport.get_extra_info("socket")
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self._transport.abort()

    def wake(self) -> None:
        """Let whoever waits for this connection look again."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def head(self) -> bytes:
        """The next head, with its blank line. Gone: the connection ended. TooLarge: it is longer than what is kept."""
        searched = 0
        while (found := _HEAD_END.search(self.buffer, searched)) is None:
            if len(self.buffer) > self._kept:
                raise TooLarge
            if self.closed:
                raise Gone(clean=self._clean and not self.buffer)
            searched = max(0, len(self.buffer) - 2)
            self._waiter = self._loop.create_future()
            await self._waiter
        end = found.end()
        if end > self._kept:
            raise TooLarge
        head = bytes(self.buffer[:end])
        del self.buffer[:end]
        self.hear(more=True)
        return head

    async def pour(self, framing: Framing, to: "Wire | None", *, first: bytes, most: int, idle: float) -> None:
        """Send `first` and then the body that comes to `to`, or nowhere, without keeping it.

        Gone: it ended before `framing` is done. TooLarge: it has more than `most` bytes. Malformed: as `framing` says.
        TimeoutError: nothing came for `idle` seconds.
        """
        pouring = _Pouring(framing, to, first, most)
        pouring.take(bytes(self.buffer))
        self.buffer.clear()
        if not pouring.over:

            def sink(data: bytes) -> None:
                pouring.take(data)
                if pouring.over:
                    self.wake()

            self.sink = sink
            if to is not None:
                to.fed_by(self)
            try:
                await self.stir(idle)
            finally:
                self.sink = None
        self.buffer += pouring.surplus
        if pouring.fault is not None:
            raise pouring.fault
        if not pouring.over:
            raise Gone(clean=self._clean)

    async def stir(self, idle: float, beside: "Wire | None" = None) -> None:
        """Wait until woken. TimeoutError: nothing came here, nor `beside`, for `idle` seconds."""
        if self.closed:
            return
        waiter = self._waiter = self._loop.create_future()
        timer: asyncio.TimerHandle

        def look() -> None:
            nonlocal timer
            last = max(self.heard, beside.heard) if beside else self.heard
            left = last + idle - self._loop.time()
            if left > 0:
                timer = self._loop.call_later(left, look)
            elif not waiter.done():
                waiter.set_exception(TimeoutError())

        timer = self._loop.call_later(idle, look)
        try:
            await waiter
        finally:
            timer.cancel()


class _Pouring:
    """One body on its way."""

    def __init__(self, framing: Framing, to: Wire | None, first: bytes, most: int) -> None:
        self.over = False
        self.fault: Exception | None = None
        self.surplus = b""
        self._framing = framing
        self._to = to
        self._first = first
        self._room = most

    def take(self, data: bytes) -> None:
        if self.over:
            self.surplus += data
            return
        try:
            taken = self._framing.feed(data)
        except Malformed as fault:
            self._fail(fault)
            return
        self._room -= taken
        if self._room < 0:
            self._fail(TooLarge())
            return
        if self._to is not None:
            self._to.write(self._first + data[:taken])
            self._first = b""
        if self._framing.done:
            self.over = True
            self.surplus = data[taken:]

    def _fail(self, fault: Exception) -> None:
        self.over = True
        self.fault = fault


async def join(near: Wire, far: Wire, *, most: int, quiet: float, idle: float) -> None:
    """Carry bytes both ways until one side ends.

    TooLarge: more than `most` bytes went by in one go, that is without a pause of `quiet` seconds.
    TimeoutError: nothing went by for `idle` seconds.
    """
    loop = asyncio.get_running_loop()
    carried, last, over = 0, loop.time(), False

    def into(to: Wire) -> Callable[[bytes], None]:
        def sink(data: bytes) -> None:
            nonlocal carried, last, over
            now = loop.time()
            carried = len(data) + (carried if now - last < quiet else 0)
            last = now
            if carried > most:
                over = True
                near.wake()
            else:
                to.write(data)

        return sink

    for source, to in ((near, far), (far, near)):
        source.sink = into(to)
        source.sink(bytes(source.buffer))
        source.buffer.clear()
        to.fed_by(source)
    far.on_lost = near.wake
    if not (over or far.closed):
        await near.stir(idle, beside=far)
    if over:
        raise TooLarge
