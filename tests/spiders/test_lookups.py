"""What is asked about a site's names, and what comes of it, with a real name server on loopback."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

import pytest

from scanner.errors import FileError
from scanner.model import Unread
from scanner.pointing import pointers, sets
from scanner.scan import Lookups
from scanner.signatures import load
from scanner.zone import Name, Reply, Why
from spiders import dns, options
from spiders.domains import domain_of, is_public_name
from spiders.lookups import USUAL, Plan, Survey, plan, survey
from spiders.resolving import look_up, read_zones, why_not
from tests.spiders.nameserver import NameServer, serving

SIGNATURES = load()
ZONE = """$TTL 300
clinic.example. A 203.0.113.5
www.clinic.example. CNAME clinic.example.
"""


def asked(server: NameServer, planned: Plan) -> Survey:
    asker = dns.Asker((options.NameServer("127.0.0.1", server.port),), seconds=0.4, rate=2000)
    return asyncio.run(survey(planned, asker, partial(sets, signatures=SIGNATURES)))


def planned(*seen: str, hosts: Iterable[str] = ("clinic.example", "www.clinic.example")) -> Plan:
    return plan(hosts, seen, anywhere=True)


def looked(records: str, *seen: str, **behaviour: object) -> Survey:
    with serving(ZONE + records, **behaviour) as server:
        return asked(server, planned(*seen))


def by_name(found: Survey) -> Mapping[str, Name]:
    return {name.name: name for name in found.names}


def ids(found: Survey) -> list[tuple[str, str]]:
    return [(one.name.name, one.signature.id.removeprefix("highlevel/")) for one in pointers(found.names, SIGNATURES)]


# --- what is asked ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "public"),
    [
        ("www.lakeside-clinic.com", True),
        ("lakeside-clinic.co.uk", True),
        ("lakeside.wixsite.com", True),
        *((host, False) for host in ("localhost", "127.0.0.1", "::1", "intranet", "nas.lan", "clinic.local")),
        *((host, False) for host in ("clinic.example", "www.clinic.test", "shop.example.com", "clinic.internal")),
        *((host, False) for host in ("co.uk", "wixsite.com")),
    ],
)
def test_of_what_cannot_be_public_nothing_is_asked(host: str, public: bool) -> None:
    assert is_public_name(host) is public
    assert bool(plan([host], []).names) is public


@pytest.mark.parametrize(
    ("hosts", "domain"),
    [
        (("www.lakeside-clinic.com",), "lakeside-clinic.com"),
        (("lakeside-clinic.co.uk",), "lakeside-clinic.co.uk"),
        (("book.lakeside-clinic.com", "www.lakeside-clinic.com"), "lakeside-clinic.com"),
        (("lakeside.agency-hosting.com",), "lakeside.agency-hosting.com"),
        (("www.lakeside.agency-hosting.com",), "lakeside.agency-hosting.com"),
        (("lakeside.wixsite.com",), "lakeside.wixsite.com"),
        (("wixsite.com",), "wixsite.com"),
        (("clinic.example",), "clinic.example"),
        (("localhost",), ""),
        (("127.0.0.1",), ""),
    ],
)
def test_the_domain_is_the_registered_one_only_where_the_site_stands_right_there(
    hosts: tuple[str, ...], domain: str
) -> None:
    assert domain_of(hosts[0], hosts) == domain


def test_the_site_comes_first_then_what_pages_name_then_usual_names() -> None:
    seen = ["cdn.other.example", "shop.clinic.example", "link.clinic.example", "clinic.example.other.example"]
    names = plan(["clinic.example", "www.clinic.example"], seen, anywhere=True).names
    known = [(name, why) for name, (_, why) in names.items() if why is not Why.USUAL]
    assert known == [
        ("clinic.example", Why.SITE),
        ("www.clinic.example", Why.SITE),
        ("link.clinic.example", Why.SEEN),
        ("shop.clinic.example", Why.SEEN),
    ]
    assert [name for name, (_, why) in names.items() if why is Why.USUAL] == [
        f"{label}.clinic.example" for label in USUAL if label not in ("www", "link")
    ]


def test_nothing_is_guessed_beside_a_site_on_somebody_elses_domain() -> None:
    names = plan(["lakeside.agency-hosting.com"], ["link.agency-hosting.com"]).names
    assert list(names) == ["lakeside.agency-hosting.com"]


def test_names_are_looked_up_up_to_a_number() -> None:
    found = plan(["clinic.example"], [f"n{number}.clinic.example" for number in range(500)], anywhere=True)
    assert (len(found.names), found.left) == (300, 234)


# --- what comes of it ------------------------------------------------------------------------------------------------


def test_a_chain_is_followed_to_its_end() -> None:
    found = looked(
        "go.clinic.example. CNAME pages.agency.example.\npages.agency.example. CNAME brand.ludicrous.cloud.\n"
        "brand.ludicrous.cloud. A 203.0.113.77\n"
    )
    name = by_name(found)["go.clinic.example"]
    assert ([record.line for record in name.records], name.end) == (
        [
            "go.clinic.example. IN CNAME pages.agency.example.",
            "pages.agency.example. IN CNAME brand.ludicrous.cloud.",
            "brand.ludicrous.cloud. IN A 203.0.113.77",
        ],
        Reply.RECORDS,
    )
    assert ids(found) == [("go.clinic.example", "dns-brand")]


@pytest.mark.parametrize(
    ("records", "end"),
    [
        ("link.clinic.example. CNAME brand.ludicrous.cloud.\n", Reply.NO_NAME),
        ("link.clinic.example. CNAME brand.ludicrous.cloud.\nbrand.ludicrous.cloud. TXT gone\n", Reply.NO_DATA),
    ],
)
def test_a_chain_that_leads_nowhere_is_a_pointer_all_the_same(records: str, end: Reply) -> None:
    found = looked(records)
    assert by_name(found)["link.clinic.example"].end is end
    assert ids(found) == [("link.clinic.example", "dns-brand")]
    assert found.unanswered == ()


def test_a_circle_and_a_chain_without_end_are_left() -> None:
    endless = "".join(f"n{number}.other.example. CNAME n{number + 1}.other.example.\n" for number in range(40))
    found = looked(
        f"go.clinic.example. CNAME app.clinic.example.\napp.clinic.example. CNAME go.clinic.example.\n"
        f"lp.clinic.example. CNAME n0.other.example.\n{endless}"
    )
    names = by_name(found)
    assert [names[f"{label}.clinic.example"].end for label in ("go", "app", "lp")] == [
        Reply.LOOP,
        Reply.LOOP,
        Reply.FAILED,
    ]
    assert [(one.url, one.detail) for one in found.guesses] == [("lp.clinic.example", "more than 10 aliases in a row")]
    assert len(names["lp.clinic.example"].records) <= 12
    assert ids(found) == []


def test_names_that_are_not_there_are_answered_for() -> None:
    found = looked("")
    assert (found.asked, found.usual, found.unanswered, found.guesses) == (34, 32, (), ())
    assert sorted(by_name(found)) == ["clinic.example", "www.clinic.example"]


def test_the_set_of_a_mail_name_is_looked_up_and_nobody_elses() -> None:
    records = """
lc.clinic.example. MX 10 mxa.mailgun.org.
lc.clinic.example. TXT "v=spf1 include:spf.leadconnectorhq.com include:mailgun.org ~all"
pic._domainkey.lc.clinic.example. TXT "k=rsa; p=abc"
_dmarc.lc.clinic.example. TXT "v=DMARC1; p=none"
email.lc.clinic.example. CNAME mailgun.org.
mail.clinic.example. MX 10 mx.other.example.
"""
    with serving(ZONE + records) as server:
        found = asked(server, planned())
        questions = set(server.asked)
    (pointer,) = pointers(found.names, SIGNATURES)
    assert (pointer.name.name, pointer.signature.id) == ("lc.clinic.example", "highlevel/dns-mail")
    assert [record.name for record in pointer.below] == [
        "pic._domainkey.lc.clinic.example",
        "_dmarc.lc.clinic.example",
        "email.lc.clinic.example",
    ]
    assert not [one for one in questions if one.split()[0].endswith((".mail.clinic.example", "mailgun.org"))]


def test_a_policy_is_followed_within_the_domain_only() -> None:
    records = """
clinic.example. TXT "v=spf1 include:_spf.clinic.example include:spf.other.example ~all"
_spf.clinic.example. TXT "v=spf1 include:spf.leadconnectorhq.com ~all"
spf.other.example. TXT "v=spf1 include:spf.leadconnectorhq.com ~all"
"""
    with serving(ZONE + records) as server:
        found = asked(server, planned())
        assert not [one for one in server.asked if one.startswith("spf.")]
    assert ids(found) == [("_spf.clinic.example", "dns-spf")]


def test_a_policy_is_followed_through_all_names_of_the_domain() -> None:
    found = looked("""
clinic.example. TXT "v=spf1 include:_spf.clinic.example ~all"
_spf.clinic.example. TXT "v=spf1 redirect=_spf2.clinic.example"
_spf2.clinic.example. TXT "v=spf1 include:_spf.clinic.example include:spf.leadconnectorhq.com ~all"
""")
    assert ids(found) == [("_spf2.clinic.example", "dns-spf")]


def test_a_name_that_cannot_be_asked_for_is_no_name_that_is_not_there() -> None:
    found = looked('link.clinic.example. CNAME a\\"c.other.example.\n', "link.clinic.example")
    assert [(one.url, one.detail) for one in found.unanswered] == [
        ("link.clinic.example", "not a name that can be asked for")
    ]


# --- wildcards -------------------------------------------------------------------------------------------------------


def test_a_wildcard_is_one_record_and_guessed_names_prove_nothing_beside_it() -> None:
    found = looked("*.clinic.example. CNAME sites.ludicrous.cloud.\nsites.ludicrous.cloud. A 203.0.113.77\n")
    assert ids(found) == [("*.clinic.example", "dns-site")]
    assert by_name(found)["*.clinic.example"].own[0].line == "*.clinic.example. IN CNAME sites.ludicrous.cloud."


def test_what_differs_from_the_wildcard_is_a_record_of_its_own() -> None:
    found = looked("*.clinic.example. A 203.0.113.5\nlink.clinic.example. CNAME brand.ludicrous.cloud.\n")
    assert ids(found) == [("link.clinic.example", "dns-brand")]
    assert sorted(by_name(found)) == ["*.clinic.example", "clinic.example", "link.clinic.example", "www.clinic.example"]


def test_a_name_that_pages_link_to_says_which_wildcard_answers_for_it() -> None:
    found = looked("*.clinic.example. A 162.159.140.166\n", "offer.clinic.example")
    assert by_name(found)["offer.clinic.example"].wildcard == "*.clinic.example"
    assert ids(found) == []
    shown = {"offer.clinic.example": frozenset({"highlevel/hosted-page"})}
    assert [one.name.name for one in pointers(found.names, SIGNATURES, shown)] == ["offer.clinic.example"]


def test_a_policy_that_was_not_asked_for_is_left_open() -> None:
    many = " ".join(f'"include:_spf{number}.clinic.example "' for number in range(10, 22))
    found = looked(f'clinic.example. TXT "v=spf1 " {many} "~all"\n')
    assert [one.url for one in found.unanswered] == ["_spf20.clinic.example", "_spf21.clinic.example"]


# --- no answer -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trouble", "reason"), [("silent", "timeout"), ("servfail", "servfail"), ("refused", "refused")]
)
def test_a_name_in_use_that_is_not_answered_is_left_open(trouble: str, reason: str) -> None:
    names = frozenset({"shop.clinic.example", "promo.clinic.example"})
    found = looked("shop.clinic.example. CNAME brand.ludicrous.cloud.\n", "shop.clinic.example", **{trouble: names})
    assert [(one.url, one.reason) for one in found.unanswered] == [("shop.clinic.example", reason)]
    assert [(one.url, one.reason) for one in found.guesses] == [("promo.clinic.example", reason)]
    assert (found.asked, found.usual) == (33, 31)


def test_a_chain_that_breaks_off_is_left_open_unless_it_names_the_crm_before() -> None:
    records = "shop.clinic.example. CNAME store.other.example.\nlink.clinic.example. CNAME brand.ludicrous.cloud.\n"
    broken = frozenset({"store.other.example"})
    found = looked(records, "shop.clinic.example", servfail=broken)
    assert [one.url for one in found.unanswered] == ["shop.clinic.example"]
    assert ids(found) == [("link.clinic.example", "dns-brand")]


def test_a_resolver_that_never_answers_is_given_up_after_two_names() -> None:
    with serving(ZONE, silent=frozenset({"*"})) as server:
        found = asked(server, planned("shop.clinic.example"))
        assert dict(server.asked) == {"clinic.example CNAME": 2, "www.clinic.example CNAME": 2}
    assert [one.url for one in found.unanswered] == ["clinic.example", "www.clinic.example", "shop.clinic.example"]
    assert {one.reason for one in (*found.unanswered, *found.guesses)} == {"timeout"}
    assert (found.asked, found.names) == (0, ())


def test_hostile_names_and_texts_pass() -> None:
    long = "x" * 70
    found = looked(
        f'clinic.example. TXT "v=spf1 include:{long}.clinic.example include:..clinic.example include: redirect= ~all"\n'
        'go.clinic.example. CNAME a\\032b\\009\\"c.clinic.example.\n',
        f"{long}.clinic.example", "sh op.clinic.example", "<b>.clinic.example", "*.clinic.example",
    )  # fmt: skip
    assert found.unanswered == ()
    assert "go.clinic.example" in by_name(found)


# --- the door --------------------------------------------------------------------------------------------------------


def door(asking: options.DnsOptions, *seen: str) -> tuple[list[str], Lookups]:
    hosts = ("clinic.example:8443", "www.clinic.example:8443")
    zones = read_zones(asking, hosts)
    names, found = look_up(hosts, seen, asking, zones, partial(sets, signatures=SIGNATURES))
    return [name.name for name in names], found


@pytest.fixture
def zone(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        file = tmp_path / "clinic.zone"
        file.write_text(text, encoding="utf-8")
        return file

    return write


@pytest.mark.parametrize(
    ("settings", "left"),
    [
        (options.DnsOptions(), "private"),
        (options.DnsOptions(live=False), "off"),
        (options.DnsOptions(proxied=True), "proxy"),
    ],
)
def test_why_nothing_is_asked_is_told(settings: options.DnsOptions, left: str) -> None:
    assert why_not(["clinic.example:8443"], settings, ()) == left


def test_a_named_server_is_asked_about_any_name_and_a_proxy_is_no_hindrance_then() -> None:
    named = (options.NameServer("192.0.2.53"),)
    assert why_not(["clinic.example"], options.DnsOptions(named, proxied=True), ()) == ""
    assert why_not(["localhost:8000", "127.0.0.1"], options.DnsOptions(named), ()) == "private"
    assert why_not(["lakeside-clinic.com"], options.DnsOptions(), ()) == ""


def test_a_zone_file_needs_no_name_server(zone: Callable[[str], Path]) -> None:
    file = zone("link 300 CNAME brand.ludicrous.cloud.\nlab 300 A 203.0.113.5\n")
    assert door(options.DnsOptions(zones=(file,), live=False)) == (
        ["link.clinic.example", "lab.clinic.example"],
        Lookups(2, 0),
    )


def test_a_zone_file_goes_before_the_name_server(zone: Callable[[str], Path]) -> None:
    file = zone("@ 300 A 203.0.113.5\nold 300 CNAME pages.agency.example.\n")
    with serving(
        f"{ZONE}link.clinic.example. CNAME brand.ludicrous.cloud.\npages.agency.example. A 203.0.113.8\n"
    ) as server:
        named = options.NameServer("127.0.0.1", server.port)
        names, found = door(options.DnsOptions((named,), (file,)), "link.clinic.example")
        assert set(server.asked) == {f"pages.agency.example {kind}" for kind in ("CNAME", "A", "AAAA")}
    assert (names, found) == (["clinic.example", "old.clinic.example"], Lookups(4, 0))


def test_an_alias_beside_other_records_is_followed_and_they_are_read(zone: Callable[[str], Path]) -> None:
    text = (
        '@ 300 IN CNAME sites.ludicrous.cloud.\n@ 300 IN TXT "v=spf1 include:spf.leadconnectorhq.com ~all"\n'
        "link 300 IN CNAME shop.other.example.\nlink 300 IN CNAME brand.ludicrous.cloud.\n"
        "go 300 IN CNAME brand.ludicrous.cloud\nportal 300 IN ALIAS clientportal.ludicrous.cloud.\n"
    )
    settings = options.DnsOptions(zones=(zone(text),), live=False)
    zones, besides = read_zones(settings, ["clinic.example"]), partial(sets, signatures=SIGNATURES)
    names, _ = look_up(["clinic.example"], (), settings, zones, besides)
    assert sorted((one.name.name, one.signature.id) for one in pointers(names, SIGNATURES)) == [
        ("clinic.example", "highlevel/dns-site"),
        ("clinic.example", "highlevel/dns-spf"),
        ("go.clinic.example", "highlevel/dns-brand"),
        ("link.clinic.example", "highlevel/dns-brand"),
        ("portal.clinic.example", "highlevel/dns-portal"),
    ]


def test_a_zone_file_of_another_domain_is_an_error(zone: Callable[[str], Path]) -> None:
    settings = options.DnsOptions(zones=(zone("$ORIGIN other.example.\nlink 300 IN A 203.0.113.5\n"),))
    with pytest.raises(FileError, match="the zone file is of another domain") as error:
        read_zones(settings, ["www.clinic.example"])
    assert error.value.hint == "--host other.example, if it is the site's, too"
    assert read_zones(settings, ["www.clinic.example", "other.example"])[0].origin == "other.example"


@pytest.mark.parametrize("star", ["*", "*.spring"])
def test_a_wildcard_of_a_zone_file_is_the_record_to_edit(zone: Callable[[str], Path], star: str) -> None:
    text = f"@ 300 A 203.0.113.5\n{star} 300 CNAME brand.ludicrous.cloud.\n"
    text += "own.spring 300 CNAME brand.ludicrous.cloud.\n"
    settings = options.DnsOptions(zones=(zone(text),), live=False)
    hosts, seen = ["clinic.example"], ["link.spring.clinic.example", "own.spring.clinic.example"]
    names, _ = look_up(hosts, seen, settings, read_zones(settings, hosts), partial(sets, signatures=SIGNATURES))
    found = pointers(names, SIGNATURES)
    expected = {f"{star}.clinic.example", "own.spring.clinic.example"}
    assert {one.name.name for one in found} == expected
    assert [one.stands_for for one in found if one.stands_for] == [("link.spring.clinic.example",)]


def test_a_dead_server_leaves_the_names_open_in_a_few_seconds() -> None:
    with serving("", silent=frozenset({"*"})) as server:
        start = time.monotonic()
        names, found = door(options.DnsOptions((options.NameServer("127.0.0.1", server.port),)))
        assert time.monotonic() - start < 8
    said = f"no answer from 127.0.0.1:{server.port} in 2 s"
    assert names == []
    assert found.unanswered == (
        Unread("clinic.example", "timeout", said),
        Unread("www.clinic.example", "timeout", said),
    )
