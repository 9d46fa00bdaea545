"""The browser's proxy: what the policy lets through, and what it refuses and counts."""

import pytest

from spiders.beacons import HOSTS, PATHS, is_beacon
from spiders.connection import Limits
from spiders.guard import AddressPolicy
from spiders.ledger import REMEMBERED, Incident, Ledger
from spiders.options import Pin
from spiders.proxy import PolicyProxy
from spiders.upstream import Upstream
from tests.spiders.listeners import listening
from tests.spiders.proxied import HELLO, Origin, answering, client, nowhere, origin, run, tunnel


def trusting(*origins: Origin) -> AddressPolicy:
    return AddressPolicy(frozenset(each.netloc for each in origins), resolve=nowhere)


def test_a_request_reaches_the_origin_without_a_trace_of_the_proxy_and_connections_are_kept() -> None:
    async def test() -> None:
        async with origin(answering(HELLO)) as site, PolicyProxy(trusting(site)) as proxy, client(proxy) as browser:
            answers = [await browser.get(f"http://{site.netloc}/{path}", Accept="*/*") for path in ("a", "b?c=d")]
            assert [(answer.status, answer.body) for answer in answers] == [(200, b"hello")] * 2
            fields = f"Host: {site.netloc}\r\nAccept-Encoding: identity\r\nAccept: */*"
            assert site.heads == [f"GET /{path} HTTP/1.1\r\n{fields}\r\n\r\n".encode() for path in ("a", "b?c=d")]
            assert (site.connections, proxy.refused, proxy.failed) == (1, {}, {})

    run(test())


def test_one_connection_of_the_browser_may_ask_several_places_in_turn() -> None:
    async def test() -> None:
        async with (
            origin(answering(HELLO)) as one,
            origin(answering(HELLO.replace(b"hello", b"other"))) as two,
            PolicyProxy(trusting(one, two)) as proxy,
            client(proxy) as browser,
        ):
            bodies = [(await browser.get(f"http://{site.netloc}/")).body for site in (one, two, two, one)]
            assert bodies == [b"hello", b"other", b"other", b"hello"]
            assert (one.connections, two.connections) == (2, 1)

    run(test())


def test_nobody_without_the_credentials_gets_through() -> None:
    async def test() -> None:
        async with origin(answering(HELLO)) as site, PolicyProxy(trusting(site)) as proxy:
            async with client(proxy) as stranger, client(proxy, guess="guessed") as guesser:
                asked = [await stranger.get(f"http://{site.netloc}/", Proxy_Authorization="") for _ in range(2)]
                asked.append(await guesser.get(f"http://{site.netloc}/"))
                asked.append(await guesser.ask("POST", f"http://{site.netloc}/", b"x" * 1000))
            assert [answer.status for answer in asked] == [407] * 4
            assert {answer.headers["Proxy-Authenticate"] for answer in asked} == {'Basic realm="unembed"'}
            assert (site.connections, proxy.refused) == (0, {"credentials": 2})

    run(test())


def test_private_addresses_are_refused_in_every_spelling_and_never_connected_to() -> None:
    async def test() -> None:
        with listening("127.0.0.2") as inside, listening("::1") as six:
            port = inside.port
            hosts = ("127.0.0.2", "127.2", "2130706434", "0x7f000002", "0177.0.0.2", "[::ffff:127.0.0.2]", "[::1]")
            told: list[Incident] = []
            async with (
                origin(answering(HELLO)) as site,
                PolicyProxy(trusting(site), told.append) as proxy,
                client(proxy) as browser,
            ):
                for host in hosts:
                    answer = await browser.get(f"http://{host}:{port}/")
                    assert (answer.status, answer.reason) == (403, "private-address")
                    head, _, writer = await tunnel(proxy, f"{host}:{port}")
                    assert head.startswith(b"HTTP/1.1 403 ")
                    writer.close()
                assert (await browser.get(f"http://[::1]:{six.port}/")).status == 403
                assert proxy.refused == {"private-address": 2 * len(hosts) + 1}
                assert [incident.place for incident in told] == [incident.place for incident in proxy.refusals]
                assert told[0].place == f"127.0.0.2:{port}"
                assert proxy.reason(f"127.0.0.2:{port}") == "private-address"
                assert proxy.reason(f"127.0.0.2:{port}", since=told[-1].at + 1) == ""
                assert proxy.reason(site.netloc) == ""
            assert (inside.connections, six.connections) == (0, 0)

    run(test())


def test_a_name_that_turns_private_is_refused_and_only_checked_addresses_are_tried() -> None:
    async def test() -> None:
        # 3000::/16 is global unicast that nobody has been given
        answers = {
            "rebind.test": [["3000::1"], ["127.0.0.1"]],
            "mixed.test": [["3000::1", "127.0.0.1"]],
            "staging.test": [["127.0.0.2"], ["127.0.0.1"]],
        }

        async def resolve(host: str) -> tuple[str, ...]:
            return tuple(answers[host].pop(0))

        with listening("127.0.0.1") as inside, listening("127.0.0.2") as right:
            policy = AddressPolicy(frozenset({f"staging.test:{right.port}"}), resolve=resolve)
            async with PolicyProxy(policy, limits=Limits(connect=0.2)) as proxy, client(proxy) as browser:
                asked = [await browser.get(f"http://rebind.test:{inside.port}/{path}") for path in ("first", "second")]
                asked.append(await browser.get(f"http://mixed.test:{inside.port}/"))
                asked.append(await browser.get(f"http://staging.test:{right.port}/"))
            assert [answer.status for answer in asked[1:]] == [403, 403, 200]
            assert asked[0].reason in ("refused", "timeout")
            assert (right.requests, inside.connections) == (["GET /"], 0)

    run(test())


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_only_reading_methods_pass_and_the_connection_stays_usable(method: str) -> None:
    async def test() -> None:
        async with origin(answering(HELLO)) as site, PolicyProxy(trusting(site)) as proxy, client(proxy) as browser:
            refused = await browser.ask(method, f"http://{site.netloc}/", b"name=Jane&phone=555-0100" * 4000)
            assert (refused.status, refused.reason) == (405, "method")
            assert (await browser.ask("HEAD", f"http://{site.netloc}/")).body == b""
            assert [head.split()[0] for head in site.heads] == [b"HEAD"]
            assert proxy.refused == {"method": 1}

    run(test())


def test_leave_to_read_may_be_asked_for_and_leave_to_write_not() -> None:
    async def test() -> None:
        async with origin(answering(HELLO)) as site, PolicyProxy(trusting(site)) as proxy, client(proxy) as browser:
            asked = [
                await browser.ask("OPTIONS", f"http://{site.netloc}/", Access_Control_Request_Method=method)
                for method in ("GET", "POST", "HEAD", "")
            ]
            assert [answer.status for answer in asked] == [200, 405, 200, 405]
            assert (len(site.heads), proxy.refused) == (2, {"method": 2})

    run(test())


def test_beacons_are_refused_by_host_and_on_plain_http_by_path_while_tag_managers_stay_open() -> None:
    async def test() -> None:
        reasons = {}
        async with PolicyProxy(AddressPolicy(frozenset(), resolve=nowhere)) as proxy, client(proxy) as browser:
            for place in (
                *("www.google-analytics.com/collect?v=1", "region1.google-analytics.com/g/collect"),
                *(
                    "stats.g.doubleclick.net/j/collect",
                    "www.facebook.com/tr/?id=1",
                    "www.facebook.com/plugins/page.php",
                ),
                *("www.googletagmanager.com/gtm.js?id=GTM-ABC123", "notgoogle-analytics.com/"),
            ):
                reasons[place] = (await browser.get(f"http://{place}")).reason
            for place in ("www.google-analytics.com:443", "www.facebook.com:443", "www.googletagmanager.com:443"):
                _, _, writer = await tunnel(proxy, place)
                writer.close()
                reasons[place] = proxy.reason(place.removesuffix(":443"))
        assert reasons == {
            "www.google-analytics.com/collect?v=1": "beacon",
            "region1.google-analytics.com/g/collect": "beacon",
            "stats.g.doubleclick.net/j/collect": "beacon",
            "www.facebook.com/tr/?id=1": "beacon",
            "www.facebook.com/plugins/page.php": "dns",
            "www.googletagmanager.com/gtm.js?id=GTM-ABC123": "dns",
            "notgoogle-analytics.com/": "dns",
            "www.google-analytics.com:443": "beacon",
            "www.facebook.com:443": "dns",
            "www.googletagmanager.com:443": "dns",
        }

    run(test())


def test_no_host_that_inserts_embeds_stands_among_the_beacons() -> None:
    needed = (
        *("www.googletagmanager.com", "connect.facebook.net", "www.google.com", "www.youtube.com", "maps.google.com"),
        *(
            "js.hs-scripts.com",
            "cdn.segment.com",
            "link.msgsndr.com",
            "widgets.leadconnectorhq.com",
            "fonts.gstatic.com",
        ),
    )
    assert [host for host in needed if is_beacon(host, "/x.js")] == []
    assert [host for host, _ in PATHS if is_beacon(host)] == []
    assert all(is_beacon(f"sub.{host}") for host in HOSTS)


def test_a_websocket_is_refused_as_a_plain_request_and_carried_in_a_tunnel() -> None:
    async def test() -> None:
        switched = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
        async with (
            origin(answering(switched)) as site,
            PolicyProxy(trusting(site)) as proxy,
            client(proxy) as browser,
        ):
            refused = await browser.get(f"http://{site.netloc}/", Connection="Upgrade", Upgrade="websocket")
            assert (refused.status, refused.reason, site.connections) == (403, "upgrade", 0)
            head, reader, writer = await tunnel(proxy, site.netloc)
            assert head == b"HTTP/1.1 200 Connection established\r\n\r\n"
            writer.write(b"GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n\r\n")
            assert await reader.readexactly(len(switched)) == switched
            writer.close()

    run(test())


def test_a_pin_leads_the_browser_to_its_address_and_port() -> None:
    async def test() -> None:
        async with origin(answering(HELLO)) as site:
            pins = (Pin("clinic.example", 80, "127.0.0.1", site.port), Pin("*", 443, "127.0.0.1", site.port))
            policy = AddressPolicy(frozenset(), pins, resolve=nowhere)
            async with PolicyProxy(policy) as proxy, client(proxy) as browser:
                assert (await browser.get("http://clinic.example/")).body == b"hello"
                head, _, writer = await tunnel(proxy, "link.agency.example:443")
                writer.close()
                assert head.startswith(b"HTTP/1.1 200 ")
                assert (await browser.get("http://other.example/")).reason == "dns"
            assert b"Host: clinic.example\r\n" in site.heads[0]

    run(test())


def test_an_upstream_proxy_is_asked_for_everything_that_has_no_pin_and_is_not_internal() -> None:
    async def test() -> None:
        async with origin(answering(HELLO)) as site, origin(answering(HELLO)) as pinned:
            far_policy = AddressPolicy(frozenset(), (Pin("*", 80, "127.0.0.1", site.port),), resolve=nowhere)
            async with PolicyProxy(far_policy) as far, client(far) as speaker:
                near_policy = AddressPolicy(
                    frozenset(),
                    (Pin("staging.example", 80, "127.0.0.1", pinned.port),),
                    Upstream("127.0.0.1", far.port, speaker.authorization),
                    resolve=nowhere,
                )
                async with PolicyProxy(near_policy) as near, client(near) as browser:
                    assert (await browser.get("http://clinic.example/a")).body == b"hello"
                    head, reader, writer = await tunnel(near, "clinic.example:80")
                    assert head.startswith(b"HTTP/1.1 200 ")
                    writer.write(b"GET /b HTTP/1.1\r\n\r\n")
                    assert (await reader.readexactly(len(HELLO))) == HELLO
                    writer.close()
                    assert (await browser.get("http://staging.example/c")).body == b"hello"
                    inside = ("localhost", "10.0.0.1", "0x7f000001", "nas.local", f"127.0.0.1:{far.port}")
                    reasons = [(await browser.get(f"http://{host}/")).reason for host in inside]
                    assert reasons == ["private-address"] * len(inside)
                    head, _, writer = await tunnel(near, "unknown.example:443")
                    writer.close()
                    assert (head.split()[1], near.reason("unknown.example")) == (b"502", "refused")
            assert [head.split(b"\r\n")[0] for head in site.heads] == [b"GET /a HTTP/1.1", b"GET /b HTTP/1.1"]
            assert b"Proxy-Authorization" not in site.heads[0]
            assert [head.split(b"\r\n")[0] for head in pinned.heads] == [b"GET /c HTTP/1.1"]

    run(test())


def test_the_ledger_forgets_the_oldest() -> None:
    told: list[Incident] = []
    ledger = Ledger(told.append)
    for number in range(REMEMBERED + 1):
        ledger.note(f"{number}.example", "beacon")
    assert [ledger.reason(f"{number}.example", 0) for number in (0, 1)] == ["", "beacon"]
    assert (len(told), len(ledger.refusals), ledger.refused) == (REMEMBERED + 1, REMEMBERED, {"beacon": REMEMBERED + 1})
