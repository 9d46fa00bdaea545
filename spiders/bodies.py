"""What a server sent, taken out of its content codings, within limits and never silently cut."""

import zlib
from dataclasses import dataclass

from scanner.model import Flaw

MAX_BODY = 8 * 1024 * 1024
MAX_CODINGS = 3
ACCEPTED = b"gzip, deflate"

_CHUNK = 256 * 1024
_AUTO = 32 + zlib.MAX_WBITS
_RAW = -zlib.MAX_WBITS
_ZLIB = {"gzip": _AUTO, "x-gzip": _AUTO, "deflate": _AUTO}


@dataclass(frozen=True, slots=True)
class Body:
    """Decoded bytes, as many as were got, and what is wrong with them: `flaw` is None for a whole body."""

    data: bytes
    flaw: Flaw | None = None


def unpack(data: bytes, codings: str, *, limit: int = MAX_BODY) -> Body:
    """Undo the codings of a Content-Encoding header, the last first; at most `limit` bytes come out.

    Flaws: too_many_codings, unknown_encoding, bad_encoding (no data then), truncated, too_large.
    """
    names = [name for name in (part.strip().lower() for part in codings.split(",")) if name not in ("", "identity")]
    if len(names) > MAX_CODINGS:
        return Body(b"", Flaw("too_many_codings", f"{len(names)} content codings"))
    body = Body(data)
    for name in reversed(names):
        if name not in _ZLIB:
            return Body(b"", Flaw("unknown_encoding", f"Content-Encoding: {name[:40]}"))
        inner = _inflate(body.data, name, limit)
        body = Body(inner.data, body.flaw or inner.flaw)
    if len(body.data) > limit:
        return Body(body.data[:limit], Flaw("too_large", f"more than {limit} bytes"))
    return body


def _inflate(data: bytes, name: str, limit: int) -> Body:
    if not data:
        return Body(b"")
    wbits = _ZLIB[name]
    if name == "deflate" and not _has_zlib_header(data):
        wbits = _RAW
    out: list[bytes] = []
    size = 0
    while data:
        inflater = zlib.decompressobj(wbits)
        while data and not inflater.eof:
            try:
                piece = inflater.decompress(data, _CHUNK)
            except zlib.error as error:
                if out:
                    return Body(b"".join(out), Flaw("truncated", f"{name}: {error}"))
                return Body(b"", Flaw("bad_encoding", f"claims {name}, but is not"))
            out.append(piece)
            size += len(piece)
            if size > limit:
                return Body(b"".join(out)[:limit], Flaw("too_large", f"more than {limit} bytes once unpacked"))
            data = inflater.unconsumed_tail
        if not inflater.eof:
            return Body(b"".join(out), Flaw("truncated", f"the {name} stream ends early"))
        # further members of a gzip file; anything else behind the end is padding
        data = inflater.unused_data if inflater.unused_data.startswith(b"\x1f\x8b") else b""
    return Body(b"".join(out))


def _has_zlib_header(data: bytes) -> bool:
    return len(data) > 1 and (data[0] & 0x0F) == 8 and int.from_bytes(data[:2], "big") % 31 == 0
