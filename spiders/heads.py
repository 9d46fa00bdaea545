"""HTTP/1 heads and the framing of bodies, as much as a proxy needs: who is asked for, and where a message ends."""

import re
from dataclasses import dataclass

# What belongs to one connection and is never passed on; Proxy-Status is the proxy's own word towards the browser.
REQUEST_HOP_BY_HOP = frozenset(
    b"connection keep-alive proxy-authorization proxy-connection te trailer transfer-encoding upgrade host".split()
)
RESPONSE_HOP_BY_HOP = frozenset(
    b"connection keep-alive proxy-authenticate proxy-authentication-info proxy-connection proxy-status upgrade".split()
)
# never dropped because a Connection header names it
FRAMING_FIELDS = frozenset({b"content-length", b"transfer-encoding"})
LINE_LIMIT = 16 * 1024

_CONNECT = re.compile(rb"CONNECT (\[[0-9A-Fa-f:.]+\]|[\w.~-]+):(\d{1,5}) HTTP/1\.[01]")
_ABSOLUTE = re.compile(
    rb"([A-Z]+) http://(\[[0-9A-Fa-f:.]+\]|[\w.~-]+)(?::(\d{1,5}))?((?:[/?][!-~\x80-\xff]*)?) HTTP/1\.[01]",
    re.IGNORECASE,
)
_STATUS = re.compile(rb"HTTP/1\.([01]) +(\d{3})(?: .*)?")
_FOLD = re.compile(rb"\n[ \t]+")
_DIGITS = re.compile(rb"\d{1,18}")
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,15}")


class Malformed(Exception):  # noqa: N818 - says what the message is
    """What arrived is not HTTP/1, or not of the form a proxy is spoken to."""


class Length:
    """A body of so many bytes."""

    def __init__(self, length: int) -> None:
        self.left = length

    @property
    def done(self) -> bool:
        """Whether the whole body went by."""
        return self.left == 0

    def feed(self, data: bytes) -> int:
        """How many of the next bytes belong to the body."""
        taken = min(self.left, len(data))
        self.left -= taken
        return taken


class UntilClose:
    """A body that ends with the connection."""

    done = False

    def feed(self, data: bytes) -> int:
        """All bytes belong to the body."""
        return len(data)


class Chunked:
    """A body in chunks, with its trailers."""

    def __init__(self) -> None:
        self.done = False
        self._left = 0
        self._line = bytearray()
        self._after_chunk = False
        self._trailers = False

    def feed(self, data: bytes) -> int:
        """How many of the next bytes belong to the body. Malformed: a chunk that cannot be read."""
        at, end = 0, len(data)
        while at < end and not self.done:
            if self._left:
                step = min(self._left, end - at)
                self._left -= step
                at += step
                continue
            stop = data.find(b"\n", at)
            self._line += data[at : end if stop < 0 else stop]
            if len(self._line) > LINE_LIMIT:
                raise Malformed("a chunk's line is too long")
            if stop < 0:
                return end
            at = stop + 1
            line = bytes(self._line).strip()
            self._line.clear()
            self._take(line)
        return at

    def _take(self, line: bytes) -> None:
        if self._trailers:
            self.done = not line
        elif self._after_chunk:
            if line:
                raise Malformed("a chunk is longer than it says")
            self._after_chunk = False
        else:
            size = line.partition(b";")[0].strip()
            if _CHUNK_SIZE.fullmatch(size) is None:
                raise Malformed("a chunk without a size")
            self._left = int(size, 16)
            self._after_chunk = self._left > 0
            self._trailers = self._left == 0


Framing = Length | Chunked | UntilClose


@dataclass(frozen=True, slots=True)
class Request:
    """What the browser asks the proxy for. `path` is empty for CONNECT; `body` is its length, or None if unknown.

    `fields` are the header lines to pass on; `authorization` is what it says to the proxy itself. `preflight` is the
    method that an OPTIONS request asks leave for on behalf of a page.
    """

    method: bytes
    host: str
    port: int
    path: bytes
    fields: tuple[bytes, ...]
    authorization: bytes
    body: int | None
    websocket: bool
    preflight: bytes
    keep: bool


@dataclass(frozen=True, slots=True)
class Response:
    """The head of an answer. `lines` go on to the browser; `framing` says where its body ends.

    `keep`: the server takes another request on this connection. `current`: it speaks HTTP/1.1.
    """

    status: int
    lines: tuple[bytes, ...]
    framing: Framing
    keep: bool
    current: bool


def parse_request(head: bytes) -> Request:
    """The head of a request to a proxy: CONNECT, or any method with an absolute http address. Malformed: neither."""
    first, fields, values = _fields(head)
    tunnel = _CONNECT.fullmatch(first)
    plain = None if tunnel else _ABSOLUTE.fullmatch(first)
    if tunnel:
        method, path = b"CONNECT", b""
        host, port = tunnel.groups()
    elif plain:
        method, host, port, path = plain.groups()
        path = path if path.startswith(b"/") else b"/" + path
    else:
        raise Malformed("not a request to a proxy")
    number = int(port or 80)
    if not 0 < number < 65536:
        raise Malformed("no such port")
    options = _options(values, b"connection", b"proxy-connection")
    dropped = REQUEST_HOP_BY_HOP | options if options else REQUEST_HOP_BY_HOP
    return Request(
        method,
        host.decode("ascii").lower(),
        number,
        path,
        tuple([line for name, line in fields if name not in dropped]),
        values.get(b"proxy-authorization", [b""])[0],
        None if b"transfer-encoding" in values else _length(values, missing=0),
        any(value.lower() == b"websocket" for value in values.get(b"upgrade", ())),
        values.get(b"access-control-request-method", [b""])[0] if method == b"OPTIONS" else b"",
        b"close" not in options and first.endswith(b"1"),
    )


def parse_response(head: bytes, method: bytes) -> Response:
    """The head of the answer to a request with `method`. Malformed: it is not HTTP/1.0 or 1.1.

    Where two lengths, or a length and a coding, contradict each other, the body ends with the connection, so that the
    browser alone judges it.
    """
    first, fields, values = _fields(head)
    status_line = _STATUS.fullmatch(first)
    if status_line is None:
        raise Malformed("not an HTTP/1 answer")
    status = int(status_line[2])
    current = status_line[1] == b"1"
    options = _options(values, b"connection")
    bodiless = method == b"HEAD" or status < 200 or status in (204, 304)
    framing = Length(0) if bodiless else _framing(values, current=current)
    dropped = RESPONSE_HOP_BY_HOP | options if options else RESPONSE_HOP_BY_HOP
    if isinstance(framing, Chunked):
        dropped |= {b"content-length"}
    lines = (first, *[line for name, line in fields if name not in dropped])
    return Response(status, lines, framing, current and b"close" not in options, current)


def _fields(head: bytes) -> tuple[bytes, list[tuple[bytes, bytes]], dict[bytes, list[bytes]]]:
    """The first line, each header line with its lower-case name, and the values by name.

    A carriage return that ends no line is a space: the browser would take what follows for a line of its own.
    """
    text = b"\n".join([line.rstrip(b"\r").replace(b"\r", b" ") for line in head.strip(b"\r\n").split(b"\n")])
    unfolded = _FOLD.sub(b" ", text) if b"\n " in text or b"\n\t" in text else text
    first, *lines = unfolded.split(b"\n")
    fields = []
    values: dict[bytes, list[bytes]] = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon:
            raise Malformed("a header line without a colon")
        name = name.strip().lower()
        fields.append((name, line))
        values.setdefault(name, []).append(value.strip())
    return first, fields, values


def _options(values: dict[bytes, list[bytes]], *names: bytes) -> frozenset[bytes]:
    named = {option.strip().lower() for name in names for value in values.get(name, ()) for option in value.split(b",")}
    return frozenset(named - FRAMING_FIELDS)


def _length(values: dict[bytes, list[bytes]], *, missing: int | None) -> int | None:
    """The one length that all Content-Length lines agree on, `missing` if there is none, None if they do not."""
    lengths = set(values.get(b"content-length", ()))
    if not lengths:
        return missing
    length = lengths.pop()
    return int(length) if not lengths and _DIGITS.fullmatch(length) else None


def _framing(values: dict[bytes, list[bytes]], *, current: bool) -> Framing:
    codings = values.get(b"transfer-encoding")
    if codings is not None:
        return Chunked() if current and [coding.lower() for coding in codings] == [b"chunked"] else UntilClose()
    length = _length(values, missing=None)
    return UntilClose() if length is None else Length(length)
