"""The browser’s proxy against origins that lie, break off, flood or fall silent, and clients that talk nonsense."""

import asyncio
import hashlib
from dataclasses import replace
from http.client import IncompleteRead

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.connection import Limits
from spiders.guard import AddressPolicy
from spiders.proxy import PolicyProxy
from tests.spiders.proxied import (
    HELLO,
    LONGEST,
    OK,
    Conversation,
    Got,
    answering,
    client,
    closing,
    endless,
    endless_chunks,
    hasty,
    hints,
    nowhere,
    once,
    origin,
    reading,
    run,
    silent,
    split,
    stalling,
    tunnel,
)

SMALL = Limits(response_bytes=100_000, tunnel_bytes=100_000, head_bytes=8_000, connections=4)
HURRIED = replace(SMALL, answer=0.2, idle=0.2)
"""For origins and browsers that fall silent."""

PATIENT = replace(SMALL, answer=5.0, idle=5.0)
"""For those who may or may not."""

QUIET = (silent, stalling)


def got(conversation: Conversation, *, limits: Limits = SMALL) -> tuple[Got | type[Exception], str]:
    """What a client gets from such an origin, and what the proxy counted; the origin's connection ends in any case."""

    async def test() -> tuple[Got | type[Exception], str]:
        async with asyncio.timeout(LONGEST), origin(conversation) as site:
            policy = AddressPolicy(frozenset({site.netloc}), resolve=nowhere)
            within = HURRIED if conversation in QUIET else limits
            async with PolicyProxy(policy, limits=within) as proxy, client(proxy) as browser:
                try:
                    answer: Got | type[Exception] = await browser.get(f"http://{site.netloc}/")
                except (IncompleteRead, ConnectionError) as error:
                    answer = type(error)
                counted = proxy.refused + proxy.failed
                assert sum(counted.values()) <= 1
                assert proxy.reason(site.netloc) == "".join(counted)
            await site.left.wait()
            return answer, "".join(counted)

    return asyncio.run(test())


@pytest.mark.parametrize(
    ("conversation", "status", "reason"),
    [
        (answering(OK + b"Content-Length: 100001\r\n\r\n"), 502, "too-large"),
        (answering(OK + b"X: " + b"x" * 9_000 + b"\r\n\r\n"), 502, "headers-too-large"),
        (answering(OK + b"X: y\r\n" * 2_000), 502, "headers-too-large"),
        (hints, 502, "protocol"),
        (answering(b"SSH-2.0-OpenSSH\r\n\r\n"), 502, "protocol"),
        (answering(b"HTTP/1.1 101 Switching Protocols\r\n\r\n"), 502, "protocol"),
        (answering(b"HTTP/1.1 407 Give me your password\r\nContent-Length: 0\r\n\r\n"), 502, "protocol"),
        (closing(b""), 502, "protocol"),
        (closing(OK + b"X: y\r\n"), 502, "protocol"),
        (silent, 504, "timeout"),
    ],
)
def test_an_answer_without_a_usable_head_is_a_bad_gateway(conversation: Conversation, status: int, reason: str) -> None:
    answer, counted = got(conversation)
    assert isinstance(answer, Got)
    assert (answer.status, answer.reason, counted) == (status, reason, reason)


@pytest.mark.parametrize(
    ("conversation", "error", "reason"),
    [
        (endless, ConnectionResetError, "too-large"),
        (endless_chunks, (ConnectionResetError, IncompleteRead), "too-large"),
        (closing(OK + b"Content-Length: 10\r\n\r\nhello"), (ConnectionResetError, IncompleteRead), "truncated"),
        (
            closing(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
            (ConnectionResetError, IncompleteRead),
            "truncated",
        ),
        (
            answering(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
            (ConnectionResetError, IncompleteRead),
            "protocol",
        ),
        (stalling, (ConnectionResetError, IncompleteRead), "timeout"),
    ],
)
def test_a_body_that_is_cut_never_looks_whole(
    conversation: Conversation, error: type[Exception] | tuple[type[Exception], ...], reason: str
) -> None:
    answer, counted = got(conversation)
    assert isinstance(answer, type)
    assert issubclass(answer, error)
    assert counted == reason


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (OK + b"\r\nuntil the end", b"until the end"),
        (b"HTTP/1.0 200 OK\r\n\r\nold", b"old"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", b"hello"),
        (b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + HELLO, b"hello"),
        (b"HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", b"hello"),
        (HELLO + b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged", b"hello"),
    ],
)
def test_bodies_of_every_framing_arrive_whole(answer: bytes, body: bytes) -> None:
    found, counted = got(closing(answer))
    assert isinstance(found, Got)
    assert (found.status, found.body, counted) == (200, body, "")


@pytest.mark.parametrize(
    "conversation",
    [
        closing(HELLO),
        answering(HELLO + HELLO.replace(b"hello", b"forge")),
        hasty,
        once(HELLO, then=closing(b"")),
        once(HELLO.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"), then=silent),
    ],
    ids=["closed", "answer sent ahead", "answer sent later", "closed when asked again", "said it would close"],
)
def test_a_connection_that_cannot_be_kept_is_opened_anew(conversation: Conversation) -> None:
    async def test() -> None:
        bodies = []
        async with origin(conversation) as site:
            policy = AddressPolicy(frozenset({site.netloc}))
            async with PolicyProxy(policy) as proxy, client(proxy) as browser:
                for _ in range(3):
                    bodies.append((await browser.get(f"http://{site.netloc}/")).body)
                    await asyncio.sleep(0.05)
            assert (bodies, site.connections, proxy.failed) == ([b"hello"] * 3, 3, {})

    run(test())


def test_a_head_may_come_in_pieces() -> None:
    found, counted = got(split)
    assert isinstance(found, Got)
    assert (found.status, found.body, counted) == (200, b"hello", "")


def test_a_large_body_is_streamed_unchanged() -> None:
    body = bytes(range(256)) * 32_000
    head = OK + f"Content-Length: {len(body)}\r\n\r\n".encode()
    found, counted = got(answering(head + body), limits=Limits())
    assert isinstance(found, Got)
    assert (hashlib.sha256(found.body).digest(), counted) == (hashlib.sha256(body).digest(), "")


@pytest.mark.parametrize("through_tunnel", [False, True])
def test_an_origin_is_read_only_as_fast_as_the_browser_reads(through_tunnel: bool) -> None:
    sent = 0

    async def counting(_: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        nonlocal sent
        writer.write(OK + b"\r\n")
        while not writer.is_closing():
            writer.write(b"x" * 65_536)
            await writer.drain()
            sent += 65_536

    async def test() -> None:
        async with origin(counting) as site:
            policy = AddressPolicy(frozenset({site.netloc}))
            limits = Limits(response_bytes=1 << 40, tunnel_bytes=1 << 40)
            async with PolicyProxy(policy, limits=limits) as proxy, client(proxy) as browser:
                if through_tunnel:
                    _, reader, writer = await tunnel(proxy, site.netloc)
                    writer.write(b"GET / HTTP/1.1\r\n\r\n")
                else:
                    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
                    fields = f"Proxy-Authorization: {browser.authorization}"
                    writer.write(f"GET http://{site.netloc}/ HTTP/1.1\r\n{fields}\r\n\r\n".encode())
                before = -1
                while before < sent:
                    before = sent
                    await asyncio.sleep(0.2)
                assert 0 < before < 100 << 20
                await reader.readexactly(before + (1 << 20))
                writer.transport.abort()

    run(test())


def test_unreachable_places_are_told_apart() -> None:
    async def test() -> None:
        async with origin(silent) as site:
            gone = site.netloc
        policy = AddressPolicy(frozenset({gone}), resolve=nowhere)
        async with PolicyProxy(policy) as proxy, client(proxy) as browser:
            asked = [await browser.get(f"http://{place}/") for place in (gone, "no-such-host.example")]
            assert [(answer.status, answer.reason) for answer in asked] == [(502, "refused"), (502, "dns")]
            assert proxy.failed == {"refused": 1, "dns": 1}

    run(test())


def test_a_place_with_dead_addresses_is_reached_at_the_one_that_lives() -> None:
    async def resolve(host: str) -> tuple[str, ...]:
        # nothing listens on 127.0.0.3; 3000::/16 is global unicast that nobody has been given
        return ("3000::1", "127.0.0.3", "127.0.0.1")

    async def test() -> None:
        async with origin(answering(HELLO)) as site:
            policy = AddressPolicy(frozenset({f"clinic.test:{site.port}"}), resolve=resolve)
            async with PolicyProxy(policy, limits=Limits(connect=1.5)) as proxy, client(proxy) as browser:
                assert (await browser.get(f"http://clinic.test:{site.port}/")).body == b"hello"

    run(test())


def test_a_request_to_read_that_brings_a_body_is_malformed() -> None:
    async def test() -> None:
        async with origin(answering(HELLO)) as site:
            policy = AddressPolicy(frozenset({site.netloc}))
            async with PolicyProxy(policy) as proxy, client(proxy) as browser:
                answer = await browser.ask("GET", f"http://{site.netloc}/", b"name=Jane")
            assert (answer.status, answer.reason, site.connections) == (400, "malformed", 0)

    run(test())


def test_what_is_no_request_to_a_proxy_is_answered_and_ends_the_connection() -> None:
    async def test() -> None:
        async with PolicyProxy(AddressPolicy(frozenset())) as proxy:
            reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
            writer.write(b"GET / HTTP/1.1\r\nHost: clinic.example\r\n\r\n")
            assert (await reader.read()).startswith(b"HTTP/1.1 400 ")
            writer.close()
            assert proxy.refused == {"malformed": 1}

    run(test())


@settings(max_examples=30, deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from([b"", OK, OK + b"Transfer-Encoding: chunked\r\n\r\n", OK + b"Content-Length: 3\r\n"]),
)
def test_whatever_an_origin_sends_the_next_request_is_served(noise: bytes, start: bytes) -> None:
    async def test() -> None:
        async with origin(closing(start + noise)) as hostile, origin(answering(HELLO)) as site:
            policy = AddressPolicy(frozenset({hostile.netloc, site.netloc}))
            async with PolicyProxy(policy, limits=PATIENT) as proxy:
                reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
                async with client(proxy) as browser:
                    fields = f"Proxy-Authorization: {browser.authorization}\r\nConnection: close"
                    writer.write(f"GET http://{hostile.netloc}/ HTTP/1.1\r\n{fields}\r\n\r\n".encode())
                    await reading(reader)
                    assert (await browser.get(f"http://{site.netloc}/")).body == b"hello"
                writer.close()

    run(test())


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=300))
def test_whatever_a_client_sends_the_proxy_lives(noise: bytes) -> None:
    async def test() -> None:
        async with origin(answering(HELLO)) as site:
            policy = AddressPolicy(frozenset({site.netloc}))
            async with PolicyProxy(policy, limits=PATIENT) as proxy, client(proxy) as browser:
                reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
                writer.write(noise + b"\r\n\r\n")
                await reading(reader)
                writer.close()
                assert (await browser.get(f"http://{site.netloc}/")).body == b"hello"

    run(test())
