"""The pipe to one browser: calls go out, answers and events come in, each as JSON that a NUL ends.

It is what Chromium has with `--remote-debugging-pipe`. All connections of a browser, to itself and to its pages, share
one pipe; each is told by the id of its session, "" that to the browser itself.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import msgspec

from spiders.devtools import Answer, CallError, PageLostError

Hear = Callable[[Answer], object]

MOST = 256 << 20
"""Bytes of a message; a larger one is dropped."""

_EVENT = b'{"method":"'
_NO_SESSION = -32001
"""The code of the answer for a session that is over."""


class _Fault(msgspec.Struct):
    message: str = ""
    code: int = 0


class _Message(msgspec.Struct):
    id: int = 0
    method: str = ""
    session: str = msgspec.field(name="sessionId", default="")
    params: dict[str, Any] = {}
    result: dict[str, Any] = {}
    error: _Fault | None = None


_read = msgspec.json.Decoder(_Message).decode
_encoded = msgspec.json.Encoder().encode


def decoded(text: bytes) -> _Message | None:
    """A message as it was meant: a page can put half of a character into it. None: it cannot be read at all."""
    try:
        return _read(text)
    except msgspec.DecodeError:
        pass
    try:
        whole = json.dumps(json.loads(text), ensure_ascii=False).encode(errors="replace")
        return _read(whole)
    except (ValueError, RecursionError):
        return None


@dataclass(slots=True)
class _Open:
    """A call that waits for its answer."""

    session: str
    answer: asyncio.Future[Answer]


@dataclass(slots=True)
class Pipe:
    """What is said to one browser, by `write`, and by it. `lost` is done once either side ended it."""

    write: Callable[[bytes], object] = lambda _: None
    lost: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    _number: int = 0
    _open: dict[int, _Open] = field(default_factory=dict)
    _heard: dict[tuple[str, str], list[Hear]] = field(default_factory=dict)
    _methods: set[bytes] = field(default_factory=set)

    def hear(self, session: str, method: str, hear: Hear) -> None:
        """From now on `hear` gets these events of this session, in the order in which they come."""
        self._heard.setdefault((session, method), []).append(hear)
        self._methods.add(method.encode())

    def ask(self, session: str, method: str, parameters: dict[str, Any]) -> asyncio.Future[Answer]:
        """The answer to come. CallError: the browser cannot do it. PageLostError: the session is over."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        if self.lost.done():
            answer.set_exception(PageLostError(method))
            return answer
        self._number += 1
        number = self._number
        message: dict[str, object] = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        try:
            text = _encoded(message)
        except UnicodeEncodeError as error:
            answer.set_exception(CallError(f"{method}: {error}"))
            return answer
        self._open[number] = _Open(session, answer)
        answer.add_done_callback(lambda _: self._open.pop(number, None))
        self.write(text + b"\0")
        return answer

    def take(self, text: bytes) -> None:
        """Take in one message of the browser's; what nobody waits for is not even read."""
        if text.startswith(_EVENT) and text[len(_EVENT) : text.find(b'"', len(_EVENT))] not in self._methods:
            return
        message = decoded(text)
        if message is None:
            return
        if message.method:
            for hear in self._heard.get((message.session, message.method), ()):
                hear(message.params)
        elif (waiting := self._open.get(message.id)) is not None and not waiting.answer.done():
            if message.error is None:
                waiting.answer.set_result(message.result)
            elif message.error.code == _NO_SESSION:
                waiting.answer.set_exception(PageLostError(message.error.message))
            else:
                waiting.answer.set_exception(CallError(message.error.message))

    def end(self, session: str) -> None:
        """This session is over: nobody hears any more of it, and what it was asked gets no answer."""
        for key in [key for key in self._heard if key[0] == session]:
            del self._heard[key]
        for waiting in list(self._open.values()):
            if waiting.session == session and not waiting.answer.done():
                waiting.answer.set_exception(PageLostError("the session is over"))

    def lose(self) -> None:
        """The pipe is broken: nothing gets an answer any more."""
        if self.lost.done():
            return
        self.lost.set_result(None)
        for waiting in list(self._open.values()):
            if not waiting.answer.done():
                waiting.answer.set_exception(PageLostError("the browser is gone"))


class Lines(asyncio.Protocol):
    """Cuts what comes through the pipe into messages."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._parts: list[bytes] = []
        self._size = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """As asyncio calls it."""
        self._pipe.write = cast("asyncio.WriteTransport", transport).write

    def data_received(self, data: bytes) -> None:
        """As asyncio calls it."""
        first, *others = data.split(b"\0")
        self._add(first)
        for part in others:
            whole, kept = b"".join(self._parts), self._size <= MOST
            self._parts, self._size = [], 0
            self._add(part)
            if kept:
                self._pipe.take(whole)

    def _add(self, part: bytes) -> None:
        self._size += len(part)
        if self._size <= MOST:
            self._parts.append(part)
        else:
            self._parts.clear()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """As asyncio calls it."""
        self._pipe.lose()
