"""What the tests of the browser's proxy speak with: origins that answer byte by byte as told, and a client."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from typing import Any

from spiders.names import NameNotFound
from spiders.proxy import PolicyProxy

OK = b"HTTP/1.1 200 OK\r\n"
HELLO = OK + b"Content-Length: 5\r\n\r\nhello"

LONGEST = 30.0
"""Seconds that a test may take."""

Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter, bytes], Awaitable[None]]


@dataclass
class Origin:
    """A server on loopback; `heads` are the heads of the requests that came.

    `asked` is set by the first of them, `left` while no connection is open.
    """

    port: int = 0
    heads: list[bytes] = field(default_factory=list)
    connections: int = 0
    open: int = 0
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def netloc(self) -> str:
        """Where it listens."""
        return f"127.0.0.1:{self.port}"


def answering(*answers: bytes) -> Conversation:
    """Sends these bytes as answers to the requests of one connection, in order; the last one again and again."""
    sent: dict[asyncio.StreamWriter, int] = {}

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        number = sent[writer] = sent.get(writer, -1) + 1
        writer.write(answers[min(number, len(answers) - 1)])

    return answer


def closing(answer: bytes) -> Conversation:
    """Sends these bytes, and ends the connection."""

    async def close(_: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        writer.write(answer)
        writer.close()

    return close


async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
    """Never answers."""


async def endless(_: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
    """Never stops sending a body that ends with the connection."""
    writer.write(OK + b"\r\n")
    while not writer.is_closing():
        writer.write(b"x" * 65_536)
        await writer.drain()


async def endless_chunks(_: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
    """Never stops sending chunks."""
    writer.write(OK + b"Transfer-Encoding: chunked\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"1000\r\n" + b"x" * 4096 + b"\r\n")
        await writer.drain()


async def stalling(_: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
    """Sends half a body and then nothing more."""
    writer.write(OK + b"Content-Length: 10\r\n\r\nhello")


async def hints(_: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
    """Never gets past early hints."""
    while not writer.is_closing():
        writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50)
        await writer.drain()


async def split(_: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
    """Sends a head whose blank line comes in two pieces."""
    at = HELLO.index(b"\r\n\r\n") + 3
    writer.write(HELLO[:at])
    await asyncio.sleep(0.02)
    writer.write(HELLO[at:])


async def hasty(_: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
    """Answers, and shortly afterwards sends an answer nobody asked for."""
    writer.write(HELLO)
    await asyncio.sleep(0.02)
    writer.write(HELLO.replace(b"hello", b"forge"))


def once(answer: bytes, *, then: Conversation) -> Conversation:
    """Sends these bytes for the first request of a connection; for any further one does as `then`."""
    served: set[asyncio.StreamWriter] = set()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        if writer in served:
            await then(reader, writer, head)
        served.add(writer)
        writer.write(answer)

    return converse


@asynccontextmanager
async def origin(conversation: Conversation) -> AsyncIterator[Origin]:
    """A server that reads a request's head, and then does as told, until the client goes."""
    served = Origin()
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.connections += 1
        served.open += 1
        served.left.clear()
        try:
            while not writer.is_closing():
                served.heads.append(await reader.readuntil(b"\r\n\r\n"))
                served.asked.set()
                await conversation(reader, writer, served.heads[-1])
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            served.open -= 1
            if served.open == 0:
                served.left.set()
            writer.close()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    served.port = int(server.sockets[0].getsockname()[1])
    try:
        yield served
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.01)


@dataclass(frozen=True)
class Got:
    """An answer as a client sees it."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def reason(self) -> str:
        """The proxy's own word, if the answer is the proxy's."""
        return self.headers.get("Proxy-Status", "").partition('details="')[2].rstrip('"')


class Client:
    """One connection to the proxy, as a browser would hold it; speaks from a thread of its own."""

    def __init__(self, proxy: PolicyProxy, *, guess: str = "") -> None:
        self._connection = HTTPConnection("127.0.0.1", proxy.port, timeout=10)
        pair = f"{proxy.credentials.username}:{guess or proxy.credentials.password}"
        self.authorization = "Basic " + b64encode(pair.encode()).decode()

    async def ask(self, method: str, url: str, body: bytes | None = None, **headers: str) -> Got:
        """A request in absolute form."""
        fields = {"Proxy-Authorization": self.authorization} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        return await asyncio.to_thread(self._ask, method, url, body, {n: v for n, v in fields.items() if v})

    async def get(self, url: str, **headers: str) -> Got:
        """A GET in absolute form."""
        return await self.ask("GET", url, None, **headers)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _ask(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Got:
        self._connection.request(method, url, body, headers)
        response: HTTPResponse = self._connection.getresponse()
        try:
            return Got(response.status, dict(response.getheaders()), response.read())
        finally:
            response.close()


@asynccontextmanager
async def client(proxy: PolicyProxy, *, guess: str = "") -> AsyncIterator[Client]:
    """A client of the proxy that hangs up in the end."""
    speaker = Client(proxy, guess=guess)
    try:
        yield speaker
    finally:
        speaker.close()


async def tunnel(proxy: PolicyProxy, place: str) -> tuple[bytes, asyncio.StreamReader, asyncio.StreamWriter]:
    """The proxy's answer to CONNECT, and the streams."""
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    authorization = Client(proxy).authorization
    writer.write(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\nProxy-Authorization: {authorization}\r\n\r\n".encode())
    return await reader.readuntil(b"\r\n\r\n"), reader, writer


async def reading(reader: asyncio.StreamReader) -> int:
    """How many bytes come before the connection ends or breaks."""
    count = 0
    try:
        while data := await reader.read(65_536):
            count += len(data)
    except ConnectionResetError:
        pass
    return count


async def nowhere(host: str) -> tuple[str, ...]:
    """A resolver that knows no name."""
    raise NameNotFound(host)


def run(test: Coroutine[Any, Any, None]) -> None:
    """Runs a test, which must end, and sees to it that it leaves no task behind."""

    async def whole() -> set[asyncio.Task[Any]]:
        async with asyncio.timeout(LONGEST):
            await test
        await asyncio.sleep(0)
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert asyncio.run(whole()) == set()
