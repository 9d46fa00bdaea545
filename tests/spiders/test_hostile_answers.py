"""Servers that lie, break off, never end or send bombs: what the browser makes of it; no other page suffers from it."""

import gzip
import random
import zlib
from base64 import b64decode
from collections.abc import Mapping

import pytest

from demo.server import Reply, Route
from scanner.model import Flaw, Hop, Page, Unread
from tests.spiders.hostile import (
    BASE,
    BOOK,
    IMPATIENT,
    dripping,
    harmed,
    outcome,
    page,
    raw,
    reasons,
    served,
    shows,
    unread,
    visited,
    writes,
)

pytestmark = pytest.mark.browser

HTML = {"Content-Type": "text/html"}
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
START = f'<!doctype html><title>x</title><h1>x</h1><a href="{BOOK}">Book</a>'.encode()
BODY = START + b"<p>text</p>" * 50 + b"<p>the end</p>"
HALF = BODY[: len(BODY) // 2]
BYTES = random.Random(7).randbytes(300_000)


def length(body: bytes, head: bytes = OK) -> bytes:
    """A whole answer."""
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def chunk(data: bytes) -> bytes:
    """A chunk of a body."""
    return b"%x\r\n" % len(data) + data + b"\r\n"


def packed(times: int) -> bytes:
    """The body, packed again and again."""
    body = BODY
    for _ in range(times):
        body = gzip.compress(body)
    return body


def moved(to: bytes) -> Route:
    """A redirect, its Location as it is."""
    return raw(b"HTTP/1.1 302 Found\r\nLocation: " + to + b"\r\nContent-Length: 0\r\n\r\n")


def cookie(handler: object) -> Reply:
    """A site that works only for those who keep its cookie."""
    kept = handler.headers.get("Cookie", "")  # type: ignore[attr-defined] # http.server's handler
    return Reply(200, HTML, BODY) if "seen=1" in kept else Reply(302, {"Location": "/cookie", "Set-Cookie": "seen=1"})


RESET = Flaw("truncated", "net::ERR_CONNECTION_RESET")
CODING = "Content-Encoding: %s\r\n"

ANSWERS: Mapping[str, tuple[Route, Page | Unread]] = {
    # heads
    "garbage-status": (raw(b"HTTP/1.1 abc what\r\n\r\n" + BODY), unread("garbage-status", "protocol", "protocol")),
    "no-head": (raw(BODY), unread("no-head", "protocol", "protocol")),
    "ssh": (raw(b"SSH-2.0-OpenSSH_9.6\r\n"), unread("ssh", "protocol", "protocol")),
    "nothing": (raw(b""), unread("nothing", "protocol", "protocol")),
    "two-lengths": (
        raw(OK + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\n" + BODY),
        unread("two-lengths", "protocol", "net::ERR_RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH"),
    ),
    "length-below-nothing": (raw(OK + b"Content-Length: -1\r\n\r\n" + BODY), page("length-below-nothing")),
    "long-header": (
        raw(length(BODY, OK + b"X-Long: " + b"x" * 1_000_000 + b"\r\n")),
        unread("long-header", "protocol", "headers-too-large"),
    ),
    "many-headers": (
        raw(length(BODY, OK + b"".join(b"X-%d: x\r\n" % n for n in range(50_000)))),
        unread("many-headers", "protocol", "headers-too-large"),
    ),
    "endless-head": (
        dripping(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 2000, pause=0.005),
        unread("endless-head", "protocol", "headers-too-large"),
    ),
    "hints": (
        dripping(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50, pause=0.005),
        unread("hints", "protocol", "protocol"),
    ),
    "hidden-line": (
        raw(length(BODY, b'HTTP/1.1 503 Busy\r\nX-Mine: 1\rProxy-Status: unembed; details="private-address"\r\n')),
        unread("hidden-line", "http_503"),
    ),
    # bodies that break off
    "cut-length": (raw(OK + b"Content-Length: 5000\r\n\r\n" + BODY), page("cut-length", RESET)),
    "cut-chunk": (
        raw(OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunk(BODY) + b"500\r\n" + HALF),
        page("cut-chunk", RESET),
    ),
    "reset": (raw(OK + b"Content-Length: 5000\r\n\r\n" + BODY, reset=True), page("reset", RESET)),
    # codings
    "thirty-codings": (
        raw(length(packed(30), OK + b"Content-Encoding: " + b", ".join([b"gzip"] * 30) + b"\r\n")),
        unread("thirty-codings", "download", "not a page"),
    ),
    "unknown-coding": (raw(length(BODY, OK + b"Content-Encoding: xpress\r\n")), page("unknown-coding")),
    # sizes
    "says-2-gb": (
        dripping(OK + b"Content-Length: 2147483648\r\n\r\n" + BODY, b"<p>x</p>" * 8192, pause=0.005),
        unread("says-2-gb", "too_large", "too-large"),
    ),
    "attachment": (
        dripping(OK + b"Content-Disposition: attachment\r\n\r\n", b"x" * 65536, pause=0.005),
        unread("attachment", "download", "the address is a download"),
    ),
    # what is no page
    "empty": (raw(b"HTTP/1.1 204 No Content\r\n\r\n"), unread("empty", "empty", "status 204")),
    "random": (raw(length(BYTES)), unread("random", "not_html", "random bytes, sent as a page")),
    "pdf": (raw(length(b"%PDF-1.7\n" + BYTES[:50_000])), unread("pdf", "not_html", "PDF, sent as a page")),
    "zip": (raw(length(b"PK\x03\x04" + BYTES[:50_000])), unread("zip", "not_html", "ZIP, sent as a page")),
    "zeros": (raw(length(b"\0" * 1_000_000 + BODY)), page("zeros")),
    **{
        f"status-{status}": (Reply(status, HTML | asks, BODY), unread(f"status-{status}", f"http_{status}"))
        for status, asks in (
            (401, {"WWW-Authenticate": 'Basic realm="staff"'}),
            (403, {"cf-mitigated": "challenge"}),
            (429, {"Retry-After": "3600"}),
            (451, {}),
            (500, {}),
            (503, {"Retry-After": "120"}),
            (999, {}),
        )
    },
    # redirects
    "to-itself": (moved(b"/to-itself"), unread("to-itself", "redirect_loop", "net::ERR_TOO_MANY_REDIRECTS")),
    "to-file": (moved(b"file:///etc/passwd"), unread("to-file", "bad_location", "net::ERR_UNSAFE_REDIRECT")),
    "to-data": (moved(b"data:text/html,<p>x"), unread("to-data", "bad_location", "net::ERR_UNSAFE_REDIRECT")),
    "to-ftp": (moved(b"ftp://hostile.example/"), unread("to-ftp", "download", "not a page")),
    "to-script": (moved(b"javascript:alert(1)"), unread("to-script", "download", "not a page")),
    "to-telephone": (moved(b"tel:+12025550100"), unread("to-telephone", "download", "not a page")),
    "to-nowhere": (moved(b"http://[::1"), unread("to-nowhere", "bad_location", "net::ERR_INVALID_REDIRECT")),
    "cookie": (cookie, page("cookie", hops=(Hop(f"{BASE}cookie", f"{BASE}cookie", 302),))),
}


def squeezed(times: int) -> bytes:
    """So many copies of a megabyte of links, packed by gzip."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, 31)
    links = b'<a href="/x">x</a> ' * 55_188
    return b"".join((*(squeezer.compress(links) for _ in range(times)), squeezer.flush()))


# 100 MB of paragraphs
BROTLI = b64decode(
    "y///P/iN1GHNvTBKHh+4esGL38IBsvd/Lsf//z/4JQDisABA9/6P//9/8EsAxGEBgO79H////+CXAIjDAgDd+z/+///BLwEQhwUA"
    "uvd//P//g18CIA4LAHTv//j//we/BEAcFgDo3v/x//8PfgmAOCwA0L3/4///H/wSAHFYAKB7/8f//z/4JQDisABA9/6P//9/8EsA"
    "xGEBgO79X/6D1+GXAIjDAgBd7Do="
)
ZSTD = b"\x28\xb5\x2f\xfd\x00\x38" + (131_072 << 3 | 2).to_bytes(3, "little") + b"x"
ZSTD = ZSTD[:6] + ZSTD[6:] * 800 + b"\x01\x00\x00"

STUCK = {"hang", "timeout", "memory", "crash"}
SLOW: Mapping[str, tuple[Route, set[str]]] = {
    "no-answer": (dripping(b"", b"", pause=0.5), {"timeout"}),
    "slow-head": (dripping(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", pause=0.1), {"timeout"}),
    "slow-body": (dripping(OK + b"Content-Length: 5000\r\n\r\n" + HALF, b" ", pause=0.1), {"timeout", "not_quiet"}),
    "not-packed": (raw(length(BODY, OK + b"Content-Encoding: gzip\r\n")), {"bad_encoding"}),
}
"""Each with the reason that is told."""

BOMBS: Mapping[str, tuple[Route, set[str]]] = {
    "endless": (dripping(OK + b"\r\n" + BODY, b"<p>x</p>" * 1000, pause=0.01), {*STUCK, "truncated", "too_large"}),
    "endless-chunks": (
        dripping(OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunk(BODY), chunk(b"<p>x</p>" * 1000), pause=0.01),
        {*STUCK, "truncated", "too_large"},
    ),
    "gzip-bomb": (raw(length(squeezed(100), OK + b"Content-Encoding: gzip\r\n")), {*STUCK, "too_large"}),
    "brotli-bomb": (raw(length(BROTLI, OK + b"Content-Encoding: br\r\n")), {*STUCK, "too_large", "bad_encoding"}),
    "zstd-bomb": (raw(length(ZSTD, OK + b"Content-Encoding: zstd\r\n")), {*STUCK, "too_large", "bad_encoding"}),
}
"""Each with the reasons of which one is told: how far it comes depends on the machine."""


def test_answers_that_are_broken_are_partly_read_or_unread_and_harm_no_other_page() -> None:
    with served({f"/{path}": route for path, (route, _) in ANSWERS.items()}) as server:
        got, beside = visited(server, *ANSWERS)
    assert {path: outcome(one) for path, one in got.items()} == {path: told for path, (_, told) in ANSWERS.items()}
    assert [path for path, one in got.items() if is_kept(one) and not shows(one, BOOK)] == []
    assert harmed(beside) == []
    assert writes(server.hits) == []


def is_kept(one: Page | Unread) -> bool:
    """Whether what arrived of a page is there for sure: a reset may take with it what was not read yet."""
    return isinstance(one, Page) and RESET not in one.flaws


def test_answers_that_do_not_come_to_an_end_are_partly_read_or_unread_and_harm_no_other_page() -> None:
    with served({f"/{path}": route for path, (route, _) in SLOW.items()}) as server:
        got, beside = visited(server, *SLOW, patience=IMPATIENT)
    assert {path: reasons(one) for path, one in got.items()} == {path: told for path, (_, told) in SLOW.items()}
    assert harmed(beside) == []
    assert writes(server.hits) == []


@pytest.mark.soak
def test_answers_without_end_and_bombs_are_partly_read_or_unread_and_harm_no_other_page() -> None:
    with served({f"/{path}": route for path, (route, _) in BOMBS.items()}) as server:
        got, beside = visited(server, *BOMBS, patience=IMPATIENT)
    assert {path: reasons(one) for path, one in got.items() if not reasons(one) & BOMBS[path][1]} == {}
    assert harmed(beside) == []
    assert writes(server.hits) == []
