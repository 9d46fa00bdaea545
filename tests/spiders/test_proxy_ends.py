"""How tunnels and connections of the browser’s proxy end, and that nothing of them is left."""

import asyncio
from dataclasses import replace

import pytest

from spiders.connection import Limits
from spiders.guard import AddressPolicy
from spiders.proxy import PolicyProxy
from tests.spiders.proxied import (
    HELLO,
    answering,
    client,
    closing,
    endless,
    nowhere,
    origin,
    reading,
    run,
    silent,
    tunnel,
)

SMALL = Limits(response_bytes=100_000, tunnel_bytes=100_000, head_bytes=8_000, connections=4)
HURRIED = replace(SMALL, answer=0.2, idle=0.2)


def test_a_tunnel_carries_only_so_much_without_a_pause() -> None:
    async def test() -> None:
        async with origin(endless) as site, origin(answering(b"x" * 60_000)) as modest:
            policy = AddressPolicy(frozenset({site.netloc, modest.netloc}))
            limits = Limits(tunnel_bytes=100_000, quiet=0.05)
            async with PolicyProxy(policy, limits=limits) as proxy:
                _, reader, writer = await tunnel(proxy, site.netloc)
                writer.write(b"GET / HTTP/1.1\r\n\r\n")
                assert await reading(reader) <= 100_000
                writer.close()
                assert (proxy.refused, proxy.reason(site.netloc)) == ({"too-large": 1}, "too-large")
                _, reader, writer = await tunnel(proxy, modest.netloc)
                for _ in range(2):
                    writer.write(b"GET / HTTP/1.1\r\n\r\n")
                    await reader.readexactly(60_000)
                    await asyncio.sleep(0.1)
                writer.close()
                assert proxy.reason(modest.netloc) == ""

    run(test())


def test_a_tunnel_that_falls_silent_is_closed_without_counting() -> None:
    async def test() -> None:
        async with (
            origin(silent) as site,
            PolicyProxy(AddressPolicy(frozenset({site.netloc})), limits=HURRIED) as proxy,
        ):
            _, reader, writer = await tunnel(proxy, site.netloc)
            assert await reading(reader) == 0
            writer.close()
            assert proxy.refused + proxy.failed == {}

    run(test())


def test_either_end_of_a_tunnel_ends_the_other() -> None:
    async def test() -> None:
        async with origin(closing(b"bye")) as site, origin(silent) as patient:
            policy = AddressPolicy(frozenset({site.netloc, patient.netloc}))
            async with PolicyProxy(policy) as proxy:
                _, reader, writer = await tunnel(proxy, site.netloc)
                writer.write(b"GET / HTTP/1.1\r\n\r\n")
                assert await reader.read() == b"bye"
                writer.close()
                await site.left.wait()
                _, _, writer = await tunnel(proxy, patient.netloc)
                writer.close()
                await patient.left.wait()
                assert (site.connections, site.open, patient.connections, patient.open) == (1, 0, 1, 0)
                assert proxy.refused + proxy.failed == {}

    run(test())


def test_a_browser_that_goes_away_ends_the_request_at_the_origin() -> None:
    async def test() -> None:
        async with origin(endless) as site, origin(answering(HELLO)) as spare:
            policy = AddressPolicy(frozenset({site.netloc, spare.netloc}))
            async with PolicyProxy(policy, limits=Limits(response_bytes=1 << 40)) as proxy, client(proxy) as browser:
                reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
                fields = f"Proxy-Authorization: {browser.authorization}"
                writer.write(f"GET http://{site.netloc}/ HTTP/1.1\r\n{fields}\r\n\r\n".encode())
                await reader.readexactly(100_000)
                writer.transport.abort()
                await site.left.wait()
                assert (site.connections, site.open, len(site.heads)) == (1, 0, 1)
                assert proxy.refused + proxy.failed == {}
                assert (await browser.get(f"http://{spare.netloc}/")).body == b"hello"

    run(test())


def test_more_connections_than_allowed_are_turned_away() -> None:
    async def test() -> None:
        async with PolicyProxy(AddressPolicy(frozenset(), resolve=nowhere), limits=SMALL) as proxy:
            held = [await asyncio.open_connection("127.0.0.1", proxy.port) for _ in range(4)]
            reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
            answer = await reader.read()
            for _, each in [*held, (reader, writer)]:
                each.close()
            assert answer.startswith(b"HTTP/1.1 503 ")
            assert proxy.refused == {"too-many": 1}

    run(test())


def test_closing_ends_kept_connections_tunnels_and_waiting_requests() -> None:
    async def test() -> None:
        before = asyncio.all_tasks()
        async with origin(silent) as patient, origin(answering(HELLO)) as site:
            served = asyncio.all_tasks()
            proxy = PolicyProxy(AddressPolicy(frozenset({patient.netloc, site.netloc})))
            await proxy.start()
            async with client(proxy) as kept:
                await kept.get(f"http://{site.netloc}/")
                _, inside, tunneling = await tunnel(proxy, patient.netloc)
                waiting_reader, waiting = await asyncio.open_connection("127.0.0.1", proxy.port)
                fields = f"Proxy-Authorization: {kept.authorization}"
                waiting.write(f"GET http://{patient.netloc}/ HTTP/1.1\r\n{fields}\r\n\r\n".encode())
                await patient.asked.wait()
                await proxy.close()
                assert (await reading(inside), await reading(waiting_reader)) == (0, 0)
                tunneling.close()
                waiting.close()
            await patient.left.wait()
            await site.left.wait()
            assert asyncio.all_tasks() <= served
            assert (patient.open, site.open, proxy.refused + proxy.failed) == (0, 0, {})
            with pytest.raises(ConnectionRefusedError):
                await asyncio.open_connection("127.0.0.1", proxy.port)
            await proxy.close()
        assert asyncio.all_tasks() == before

    run(test())


def test_a_proxy_that_was_never_started_closes_too() -> None:
    async def test() -> None:
        proxy = PolicyProxy(AddressPolicy(frozenset()))
        for _ in range(2):
            await proxy.close()
        assert (proxy.port, proxy.refused + proxy.failed) == (0, {})
        async with proxy:
            reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
            writer.write(b"no request\r\n\r\n")
            assert (await reader.read()).startswith(b"HTTP/1.1 400 ")
            writer.close()

    run(test())
