"""The address policy: what counts as public, who is trusted, what a connection may go to."""

import asyncio
import pickle
from collections.abc import Iterable
from ipaddress import IPv4Address
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.settings import Settings
from twisted.internet.address import IPv4Address as IPv4
from twisted.internet.address import IPv6Address as IPv6

from scanner.errors import UsageError
from spiders.addresses import is_public, literal, plain_host
from spiders.guard import AddressPolicy, AddressRefused, Endpoint, GuardResolver, parse_pin
from spiders.names import NameNotFound, Resolve, system_addresses
from spiders.options import Pin
from spiders.upstream import Upstream, parse_upstream

PUBLIC = (
    *("8.8.8.8", "1.1.1.1", "100.63.255.255", "168.63.129.15", "172.32.0.1", "192.0.1.1"),
    *("2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808"),
)
NOT_PUBLIC = (
    *("0.0.0.0", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.255", "169.254.169.254"),  # noqa: S104 - none is bound
    *("168.63.129.16", "172.16.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1"),
    *("203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808", "100::1", "2001::1", "2001:db8::1"),
    *("2002:7f00:1::", "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%1"),
    *("fec0::1", "ff02::1"),
)
SPELLINGS = {
    "127.0.0.1": "127.0.0.1",
    "127.1": "127.0.0.1",
    "2130706433": "127.0.0.1",
    "0x7f000001": "127.0.0.1",
    "0X7F.1": "127.0.0.1",
    "0177.0.0.1": "127.0.0.1",
    "0": "0.0.0.0",  # noqa: S104 - it is not bound
    "::ffff:127.0.0.1": "::ffff:7f00:1",
    "cafe": None,
    "127.0.0.1 x": None,
    "clinic.example": None,
    "1.2.3.4.5": None,
}


def answering(*answers: Iterable[str]) -> Resolve:
    """A resolver that gives one answer after the other, and the last one for ever."""
    left = [tuple(answer) for answer in answers]

    async def resolve(host: str) -> tuple[str, ...]:
        return left.pop(0) if len(left) > 1 else left[0]

    return resolve


def endpoints(policy: AddressPolicy, host: str, port: int) -> tuple[Endpoint, ...]:
    return asyncio.run(policy.endpoints(host, port))


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_private_reserved_and_metadata_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_the_same_inside_an_ipv6_one(address: IPv4Address) -> None:
    judged = is_public(str(address))
    assert is_public(f"::ffff:{address}") == judged
    assert is_public(f"64:ff9b::{address}") == judged


@pytest.mark.parametrize(("host", "address"), SPELLINGS.items())
def test_all_spellings_of_an_address_are_understood(host: str, address: str | None) -> None:
    assert literal(host) == address


def test_hosts_are_compared_in_one_form() -> None:
    hosts = ("Clinic.Example.", "[::1]", "bücher.example", "straße.example", "xn--strae-oqa.example")
    assert tuple(map(plain_host, hosts)) == (
        *("clinic.example", "::1", "xn--bcher-kva.example", "xn--strae-oqa.example", "xn--strae-oqa.example"),
    )


def test_a_public_host_is_reached_at_all_its_addresses_in_the_order_of_the_answer() -> None:
    policy = AddressPolicy(frozenset(), resolve=answering(["2606:4700::1", "8.8.8.8"]))
    assert endpoints(policy, "clinic.example", 443) == (Endpoint("2606:4700::1", 443), Endpoint("8.8.8.8", 443))


def test_one_private_address_among_public_ones_refuses_the_host() -> None:
    policy = AddressPolicy(frozenset(), resolve=answering(["8.8.8.8", "10.0.0.7"]))
    with pytest.raises(AddressRefused) as refused:
        endpoints(policy, "Clinic.example", 443)
    assert (refused.value.host, refused.value.address, refused.value.why) == (
        *("clinic.example", "10.0.0.7", "10.0.0.7 is not a public address"),
    )


@pytest.mark.parametrize("host", [host for host, address in SPELLINGS.items() if address] + ["[::1]", "localhost"])
def test_no_spelling_of_loopback_is_connected_to(host: str) -> None:
    with pytest.raises(AddressRefused):
        endpoints(AddressPolicy(frozenset({"clinic.example", "localhost:8000", "127.0.0.1:8000"})), host, 8001)


@pytest.mark.parametrize(
    ("trusted", "host", "port", "allowed"),
    [
        ("clinic.example", "clinic.example", 80, True),
        ("clinic.example", "clinic.example", 443, True),
        ("clinic.example", "clinic.example", 8080, False),
        ("clinic.example", "www.clinic.example", 443, False),
        ("clinic.example:8080", "CLINIC.example.", 8080, True),
        ("clinic.example:8080", "clinic.example", 80, False),
        ("[::1]:8080", "::1", 8080, True),
        ("[::1]:8080", "[::1]", 80, False),
        ("127.0.0.1", "127.0.0.1", 443, True),
        ("127.0.0.1", "127.0.0.2", 443, False),
        ("clinic.example", "clinic.example", 0, False),
    ],
)
def test_only_the_typed_netloc_may_be_private(trusted: str, host: str, port: int, allowed: bool) -> None:
    policy = AddressPolicy(frozenset({trusted}), resolve=answering(["10.0.0.1"]))
    try:
        found = endpoints(policy, host, port)
    except AddressRefused:
        found = ()
    assert bool(found) is allowed


def test_a_second_answer_of_the_resolver_changes_nothing_for_a_connection_and_is_judged_for_the_next() -> None:
    policy = AddressPolicy(frozenset(), resolve=answering(["8.8.8.8"], ["127.0.0.1"]))
    assert endpoints(policy, "rebind.example", 80) == (Endpoint("8.8.8.8", 80),)
    with pytest.raises(AddressRefused):
        endpoints(policy, "rebind.example", 80)


def test_names_without_address_and_resolvers_without_answer_are_told_apart() -> None:
    async def silent(host: str) -> tuple[str, ...]:
        await asyncio.sleep(60)
        return ()

    found = []
    for policy, host in (
        (AddressPolicy(frozenset()), "no-such-host.invalid"),
        (AddressPolicy(frozenset(), resolve=answering([])), "clinic.example"),
        (AddressPolicy(frozenset()), "not a name"),
        (AddressPolicy(frozenset()), "a..example"),
        (AddressPolicy(frozenset()), "x" * 64 + ".example"),
        (AddressPolicy(frozenset()), "fe80::zz"),
        (AddressPolicy(frozenset(), resolve=silent, seconds=0.01), "slow.example"),
    ):
        with pytest.raises(NameNotFound) as missing:
            endpoints(policy, host, 80)
        found.append((missing.value.host, missing.value.temporary))
    assert [temporary for _, temporary in found] == [False] * 6 + [True]
    assert found[-1] == ("slow.example", True)


def test_the_system_resolver_knows_this_machine() -> None:
    assert set(asyncio.run(system_addresses("localhost"))) <= {"127.0.0.1", "::1"}


@given(st.text(max_size=40), st.integers(0, 65535))
def test_any_host_gives_endpoints_or_one_of_the_two_refusals(host: str, port: int) -> None:
    policy = AddressPolicy(frozenset(), resolve=answering(["10.0.0.1"]))
    try:
        found = endpoints(policy, host, port)
    except (AddressRefused, NameNotFound):
        found = ()
    assert all(is_public(endpoint.address) for endpoint in found)


PINS = (Pin("*", 443, "127.0.0.1", 8443), Pin("www.clinic.example", 443, "::1", 9443))


@pytest.mark.parametrize(
    ("host", "port", "endpoint"),
    [
        ("clinic.example", 443, Endpoint("127.0.0.1", 8443)),
        ("www.clinic.example", 443, Endpoint("::1", 9443)),
        ("WWW.clinic.example.", 443, Endpoint("::1", 9443)),
        ("clinic.example", 80, None),
        ("127.0.0.1", 443, None),
        ("2130706433", 443, None),
    ],
)
def test_a_pin_leads_names_on_its_port_to_its_address(host: str, port: int, endpoint: Endpoint | None) -> None:
    policy = AddressPolicy(frozenset(), PINS, resolve=answering(["10.0.0.1"]))
    if endpoint is None:
        with pytest.raises(AddressRefused):
            endpoints(policy, host, port)
    else:
        assert endpoints(policy, host, port) == (endpoint,)


def test_a_policy_survives_the_copies_that_scrapy_makes_of_its_settings() -> None:
    policy = AddressPolicy(frozenset({"clinic.example"}), PINS, Upstream("proxy.example", 3128))
    assert pickle.loads(pickle.dumps(policy)) == policy  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("clinic.example:443:127.0.0.1", Pin("clinic.example", 443, "127.0.0.1", 443)),
        ("Clinic.Example:80:127.0.0.1:8080", Pin("clinic.example", 80, "127.0.0.1", 8080)),
        ("*:443:[::1]:8443", Pin("*", 443, "::1", 8443)),
        ("*:443:[2001:db8::1]", Pin("*", 443, "2001:db8::1", 443)),
        ("[2001:db8::1]:443:127.0.0.1:8443", Pin("2001:db8::1", 443, "127.0.0.1", 8443)),
        ("bücher.example:443:127.0.0.1", Pin("xn--bcher-kva.example", 443, "127.0.0.1", 443)),
    ],
)
def test_a_pin_is_written_as_host_port_address_and_perhaps_another_port(text: str, pin: Pin) -> None:
    assert parse_pin(text) == pin


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        *((text, "write HOST:PORT:ADDRESS or HOST:PORT:ADDRESS:PORT; the address is an IP address")
        for text in (
            *("", "clinic.example", "clinic.example:443", "clinic.example:443:", ":443:127.0.0.1"),
            *("clinic.example:443:other.example", "clinic.example:443:::1", "clinic.example:https:127.0.0.1"),
            *("clinic.example:443:127.0.0.1:80:90", "clinic.example:443:127.0.0.1,127.0.0.2", "a:1:127.0.0.1:"),
        )),
        ("clinic.example:0:127.0.0.1", "ports run from 1 to 65535"),
        ("clinic.example:443:127.0.0.1:65536", "ports run from 1 to 65535"),
        ("a b:443:127.0.0.1", "the host is a name such as clinic.example, or * for every name"),
        ("*.clinic.example:443:127.0.0.1", "the host is a name such as clinic.example, or * for every name"),
    ],
)  # fmt: skip
def test_a_pin_that_cannot_be_used_is_named_with_the_form_that_can(text: str, hint: str) -> None:
    with pytest.raises(UsageError) as error:
        parse_pin(text)
    assert (error.value.what, error.value.thing, error.value.hint) == ("cannot use this --resolve", text, hint)


@pytest.mark.parametrize(
    ("text", "upstream"),
    [
        ("http://proxy.example:3128", Upstream("proxy.example", 3128)),
        ("http://proxy.example/", Upstream("proxy.example", 80)),
        ("Proxy.example:3128", Upstream("proxy.example", 3128)),
        ("http://[::1]:3128", Upstream("::1", 3128)),
        ("http://me:a%40b@10.0.0.1:8080", Upstream("10.0.0.1", 8080, "Basic bWU6YUBi")),
    ],
)
def test_an_upstream_proxy_is_written_as_an_address(text: str, upstream: Upstream) -> None:
    assert parse_upstream(text) == upstream


@pytest.mark.parametrize(
    "text", ["", "https://proxy.example", "socks5://proxy.example:1080", "http://a b", "http://x:99999", "http://x/y"]
)
def test_another_kind_of_proxy_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as error:
        parse_upstream(text)
    assert error.value.what == "cannot use this --proxy"


def test_the_password_of_a_proxy_that_cannot_be_used_is_not_repeated() -> None:
    with pytest.raises(UsageError) as error:
        parse_upstream("socks5://me:secret@proxy.example:1080")
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("host", "port", "why"),
    [
        ("clinic.example", 443, ""),
        ("8.8.8.8", 443, ""),
        ("intranet.example", 8000, ""),
        ("pinned.internal", 443, ""),
        ("10.0.0.1", 80, "10.0.0.1 is not a public address"),
        ("0x7f000001", 80, "127.0.0.1 is not a public address"),
        ("[::ffff:127.0.0.1]", 80, "::ffff:7f00:1 is not a public address"),
        ("localhost", 80, "the name belongs to an internal network"),
        ("metadata.google.internal", 80, "the name belongs to an internal network"),
        ("printer", 80, "the name belongs to an internal network"),
        ("nas.local.", 80, "the name belongs to an internal network"),
        ("169.254.169.254.nip.io", 80, "the name belongs to an internal network"),
        ("proxy.example", 22, "it is the proxy itself"),
    ],
)
def test_behind_an_upstream_proxy_what_is_plainly_internal_is_refused(host: str, port: int, why: str) -> None:
    policy = AddressPolicy(
        frozenset({"intranet.example:8000"}),
        (Pin("pinned.internal", 443, "10.0.0.9", 443),),
        Upstream("proxy.example", 3128),
    )
    try:
        policy.check_without_resolving(host, port)
        found = ""
    except AddressRefused as refused:
        found = refused.why
    assert found == why


def test_the_upstream_proxy_itself_may_be_private_on_its_port_alone() -> None:
    policy = AddressPolicy(frozenset(), (), Upstream("proxy.example", 3128), resolve=answering(["10.0.0.1"]))
    assert endpoints(policy, "proxy.example", 3128) == (Endpoint("10.0.0.1", 3128),)
    assert endpoints(policy, "proxy.example", 0) == (Endpoint("10.0.0.1", 0),)
    with pytest.raises(AddressRefused):
        endpoints(policy, "proxy.example", 80)


class Receiver:
    """Collects what a resolver hands over."""

    def __init__(self) -> None:
        self.addresses: list[IPv4 | IPv6] = []
        self.complete = asyncio.Event()

    def resolutionBegan(self, resolution: object) -> None:  # noqa: N802 - Twisted's interface
        pass

    def addressResolved(self, address: IPv4 | IPv6) -> None:  # noqa: N802 - Twisted's interface
        self.addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's interface
        self.complete.set()


def resolved(resolver: GuardResolver, host: str, port: int, types: list[type[IPv4 | IPv6]] | None) -> list[IPv4 | IPv6]:
    """What the resolver hands to Twisted."""

    async def ask() -> list[IPv4 | IPv6]:
        receiver = Receiver()
        resolver.resolveHostName(receiver, host, port, types)
        await receiver.complete.wait()
        return receiver.addresses

    return asyncio.run(ask())


def resolver_with(**settings: object) -> GuardResolver:
    return GuardResolver.from_crawler(SimpleNamespace(settings=Settings(settings)), SimpleNamespace())


def test_the_resolver_hands_over_checked_addresses_with_the_ports_to_connect_to() -> None:
    policy = AddressPolicy(frozenset(), PINS, resolve=answering(["2606:4700::1", "8.8.8.8"]))
    resolver = resolver_with(UNEMBED_POLICY=policy)
    assert resolved(resolver, "clinic.example", 80, None) == [
        IPv6("TCP", "2606:4700::1", 80),
        IPv4("TCP", "8.8.8.8", 80),
    ]
    assert resolved(resolver, "clinic.example", 80, [IPv4]) == [IPv4("TCP", "8.8.8.8", 80)]
    assert resolved(resolver, "www.clinic.example", 443, None) == [IPv6("TCP", "::1", 9443)]
    assert resolver.refusals == {}


def test_the_resolver_tells_refused_places_from_unknown_names() -> None:
    resolver = resolver_with(UNEMBED_POLICY=AddressPolicy(frozenset({"localhost"})))
    for host, port in (("127.1", 80), ("::1", 8000), ("localhost", 8000), ("no-such-host.invalid", 80)):
        assert resolved(resolver, host, port, None) == []
    assert (resolver.refusal("127.1"), resolver.refusal("[::1]:8000"), resolver.refusal("no-such-host.invalid")) == (
        *("127.0.0.1 is not a public address", "::1 is not a public address", ""),
    )
    assert set(resolver.refusals) == {"127.1", "[::1]:8000", "localhost:8000"}


def test_without_a_policy_in_the_settings_nothing_private_is_handed_over() -> None:
    assert resolved(resolver_with(), "127.0.0.1", 80, None) == []
