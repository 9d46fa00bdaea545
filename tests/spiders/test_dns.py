"""Questions to a real name server on loopback, well and badly behaved, and zone files."""

import asyncio
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.errors import FileError, UsageError
from scanner.zone import Record, Reply
from spiders import options
from spiders.dns import Asker, Told, parse_server, read_zone
from tests.spiders.nameserver import NameServer, serving

RECORDS = """$TTL 300
clinic.example. A 203.0.113.5
clinic.example. AAAA 2001:db8::5
clinic.example. MX 20 mx2.Mail.example.
clinic.example. MX 10 mx1.mail.example.
clinic.example. TXT "v=spf1 include:spf.lead" "connectorhq.com ~all"
link.clinic.example. CNAME Brand.ludicrous.cloud.
deep.below.clinic.example. A 203.0.113.6
key.clinic.example. CNAME key.mail.example.
key.mail.example. TXT "k=rsa; p=abc"
"""


@pytest.fixture
def server() -> Iterator[NameServer]:
    with serving(RECORDS) as running:
        yield running


def asker(*ports: int, seconds: float = 0.4) -> Asker:
    return Asker(tuple(options.NameServer("127.0.0.1", port) for port in ports), seconds=seconds, rate=1000)


def told(server: NameServer, name: str, kind: str) -> Told:
    return asyncio.run(asker(server.port)(name, kind))


# --- answers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind", "values"),
    [
        ("clinic.example", "A", ["203.0.113.5"]),
        ("clinic.example", "AAAA", ["2001:db8::5"]),
        ("clinic.example", "MX", ["mx1.mail.example", "mx2.mail.example"]),
        ("clinic.example", "TXT", ["v=spf1 include:spf.leadconnectorhq.com ~all"]),
        ("link.clinic.example", "CNAME", ["brand.ludicrous.cloud"]),
        ("key.clinic.example", "TXT", ["k=rsa; p=abc"]),
    ],
)
def test_records_are_told_in_a_fixed_form_and_order(
    server: NameServer, name: str, kind: str, values: list[str]
) -> None:
    found = told(server, name, kind)
    assert (found.reply, [(record.name, record.type, record.value) for record in found.records]) == (
        Reply.RECORDS,
        [(name, kind, value) for value in values],
    )


@pytest.mark.parametrize(
    ("name", "kind", "reply"),
    [
        ("nothing.clinic.example", "CNAME", Reply.NO_NAME),
        ("clinic.example", "CNAME", Reply.NO_DATA),
        ("below.clinic.example", "A", Reply.NO_DATA),
    ],
)
def test_no_such_name_is_not_no_such_record(server: NameServer, name: str, kind: str, reply: Reply) -> None:
    assert told(server, name, kind) == Told(reply)


def test_a_target_that_does_not_exist_does_not_undo_the_name(server: NameServer) -> None:
    assert told(server, "link.clinic.example", "A").reply is Reply.NO_DATA


@pytest.mark.parametrize(
    ("trouble", "reply", "said"),
    [
        ("silent", Reply.SILENCE, "no answer from 127.0.0.1:{port} in 0.4 s"),
        ("servfail", Reply.SERVFAIL, "127.0.0.1:{port} answered SERVFAIL"),
        ("refused", Reply.REFUSED, "127.0.0.1:{port} answered REFUSED"),
    ],
)
def test_what_is_no_answer_is_told_apart_and_never_taken_for_no_name(trouble: str, reply: Reply, said: str) -> None:
    with serving(RECORDS, **{trouble: frozenset({"*"})}) as server:
        found = told(server, "link.clinic.example", "CNAME")
        assert found == Told(reply, (), said.format(port=server.port))
        assert not found.reply.is_answer
        assert server.asked["link.clinic.example CNAME"] == 2


@pytest.mark.parametrize("name", ["www.clinic.example", "nowhere.clinic.example"])
def test_an_empty_answer_of_a_server_that_knows_nothing_of_the_name_is_none(name: str) -> None:
    with serving(RECORDS, lame=True) as server:
        assert told(server, name, "CNAME") == Told(Reply.REFUSED, (), f"127.0.0.1:{server.port} does not answer for it")


def test_an_alias_that_is_told_together_with_no_such_name_is_there() -> None:
    with serving(RECORDS, gone=frozenset({"link.clinic.example"})) as server:
        found = told(server, "link.clinic.example", "CNAME")
    assert (found.reply, [record.value for record in found.records]) == (Reply.RECORDS, ["brand.ludicrous.cloud"])


def test_a_policy_is_found_among_more_records_than_are_kept() -> None:
    texts = "".join(f'clinic.example. 300 TXT "proof-{number}"\n' for number in range(70))
    with serving(f'{texts}clinic.example. 300 TXT "v=spf1 include:spf.leadconnectorhq.com ~all"\n') as server:
        found = told(server, "clinic.example", "TXT")
    assert (len(found.records), found.records[-1].included) == (60, ("spf.leadconnectorhq.com",))


def test_rubbish_is_no_answer() -> None:
    with serving(RECORDS, rubbish=True) as server:
        assert told(server, "clinic.example", "A").reply is Reply.SILENCE


def test_nobody_there_is_told_as_such() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        found = asyncio.run(asker(taken.getsockname()[1])("clinic.example", "A"))
    assert found.reply is Reply.SILENCE
    assert asyncio.run(Asker(())("clinic.example", "A")).reply is Reply.UNREACHABLE


def test_a_truncated_answer_is_asked_for_over_tcp() -> None:
    with serving(RECORDS, cut=frozenset({"clinic.example"})) as server:
        assert told(server, "clinic.example", "A").records == (Record("clinic.example", "A", "203.0.113.5"),)
        assert server.over_tcp["clinic.example"] == 1


def test_an_answer_that_is_truncated_over_tcp_as_well_is_none() -> None:
    with serving(RECORDS, short=frozenset({"clinic.example"})) as server:
        found = told(server, "clinic.example", "MX")
    assert (found.reply, found.detail) == (
        Reply.FAILED,
        f"127.0.0.1:{server.port}: truncated, even over TCP",
    )


def test_a_long_answer_comes_whole() -> None:
    texts = "".join(f'clinic.example. 300 TXT "proof-{number:03}-{"x" * 200}"\n' for number in range(40))
    with serving(texts) as server:
        assert len(told(server, "clinic.example", "TXT").records) == 40


def test_a_server_that_does_not_know_extensions_is_asked_without() -> None:
    with serving(RECORDS, edns=False) as server:
        assert told(server, "clinic.example", "A").reply is Reply.RECORDS


def test_the_next_server_is_asked_where_one_gives_no_answer(server: NameServer) -> None:
    with serving(RECORDS, servfail=frozenset({"*"})) as broken:
        found = asyncio.run(asker(broken.port, server.port)("clinic.example", "A"))
    assert found.reply is Reply.RECORDS


def test_hostile_text_is_kept_short() -> None:
    flood = " ".join(f'"{"x" * 250}\\200\\000"' for _ in range(60))
    with serving(f"clinic.example. 300 TXT {flood}\n") as server:
        (record,) = told(server, "clinic.example", "TXT").records
    assert len(record.value) <= 4096


def test_questions_are_paced(server: NameServer) -> None:
    async def ask() -> None:
        paced = Asker((options.NameServer("127.0.0.1", server.port),), rate=50)
        await asyncio.gather(*(paced("clinic.example", "A") for _ in range(11)))

    start = time.monotonic()
    asyncio.run(ask())
    assert time.monotonic() - start >= 0.2


# --- --dns-server ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "server", "shown"),
    [
        ("192.0.2.53", options.NameServer("192.0.2.53"), "192.0.2.53"),
        ("192.0.2.53:5353", options.NameServer("192.0.2.53", 5353), "192.0.2.53:5353"),
        ("2001:db8::53", options.NameServer("2001:db8::53"), "2001:db8::53"),
        ("[2001:db8::53]", options.NameServer("2001:db8::53"), "2001:db8::53"),
        ("[2001:db8::53]:5353", options.NameServer("2001:db8::53", 5353), "[2001:db8::53]:5353"),
    ],
)
def test_a_server_is_an_address_and_a_port(text: str, server: options.NameServer, shown: str) -> None:
    assert parse_server(text) == server
    assert str(server) == shown


@pytest.mark.parametrize(
    "text",
    ["", "ns.clinic.example", "192.0.2.53:0", "192.0.2.53:70000", "[192.0.2.53", ":53", "192.0.2", "3221226037"],
)
def test_what_is_no_server_is_an_error(text: str) -> None:
    with pytest.raises(UsageError, match="cannot use this --dns-server"):
        parse_server(text)


# --- zone files ------------------------------------------------------------------------------------------------------


def zone_file(folder: Path, text: str) -> Path:
    file = folder / "clinic.zone"
    file.write_text(text, encoding="utf-8")
    return file


ZONE = """
$TTL 3600
@      IN SOA ns.host.example. owner.clinic.example. 1 7200 3600 1209600 3600
       IN NS ns.host.example.
       IN MX 10 mx.mail.example.
link   IN CNAME brand.ludicrous.cloud. ; set up by the agency
*.shop IN A 203.0.113.9
lab    IN NS ns.lab.example.
"""


def test_a_zone_file_is_the_whole_truth_about_its_names(tmp_path: Path) -> None:
    zone = read_zone(zone_file(tmp_path, ZONE), "clinic.example")
    link = Record("link.clinic.example", "CNAME", "brand.ludicrous.cloud")
    assert zone.tell("link.clinic.example", "CNAME") == Told(Reply.RECORDS, (link,))
    assert zone.tell("link.clinic.example", "A") == Told(Reply.NO_DATA)
    assert zone.tell("book.clinic.example", "CNAME") == Told(Reply.NO_NAME)
    assert zone.tell("a.shop.clinic.example", "A").records == (Record("a.shop.clinic.example", "A", "203.0.113.9"),)
    assert [zone.holds(name) for name in ("clinic.example", "x.clinic.example", "brand.ludicrous.cloud")] == [
        True,
        True,
        False,
    ]
    assert not zone.holds("a.lab.clinic.example")


@pytest.mark.parametrize(
    "text",
    [
        "$ORIGIN clinic.example.\n@ 300 A 203.0.113.5\n",
        "$ORIGIN .\nclinic.example 300 SOA ns.x. y.x. 1 2 3 4 5\n$ORIGIN clinic.example.\n@ 300 A 203.0.113.5\n",
        "clinic.example. 300 IN A 203.0.113.5\n",
        "\ufeffclinic.example. 300 IN A 203.0.113.5\n",
    ],
)
def test_the_origin_is_that_of_the_file_or_else_the_domain_of_the_site(tmp_path: Path, text: str) -> None:
    zone = read_zone(zone_file(tmp_path, text), "clinic.example")
    assert zone.origin == "clinic.example"
    assert zone.tell("clinic.example", "A").records == (Record("clinic.example", "A", "203.0.113.5"),)


LINK = "link.clinic.example. IN CNAME brand.ludicrous.cloud."


@pytest.mark.parametrize(
    "written",
    [
        "$ORIGIN clinic.example.\r\nlink 300 IN CNAME brand.ludicrous.cloud.\r\n".encode("utf-16"),
        b"\xfe\xff" + "$ORIGIN clinic.example.\r\nlink 300 IN CNAME brand.ludicrous.cloud.\r\n".encode("utf-16-be"),
        b"\xef\xbb\xbf$origin CLINIC.Example\rLINK 300 in cname BRAND.Ludicrous.Cloud.\r",
        b"clinic.example\t3600\tIN\tSOA\tns.host.example. owner.host.example. 1 2 3 4 5\n"
        b"link.clinic.example.\t1\tIN\tCNAME\tbrand.ludicrous.cloud. ; cf_tags=cf-proxied:true\n",
        b"$ORIGIN lc.clinic.example.\n@ 300 MX 10 mxa.mailgun.org.\n"
        b"link.clinic.example. 300 CNAME brand.ludicrous.cloud.\n",
    ],
)
def test_a_zone_file_is_read_as_providers_write_it(tmp_path: Path, written: bytes) -> None:
    file = tmp_path / "clinic.zone"
    file.write_bytes(written)
    zone = read_zone(file, "clinic.example")
    assert zone.origin == "clinic.example"
    assert [record.line for record in zone.tell("link.clinic.example", "CNAME").records] == [LINK]


@pytest.mark.parametrize("length", [200, 255, 256, 600])
def test_a_zone_file_may_lack_a_ttl_and_hold_long_texts(tmp_path: Path, length: int) -> None:
    key = "k=rsa; p=" + 'A\\"' * length
    zone = read_zone(zone_file(tmp_path, f'k._domainkey.clinic.example. IN TXT "{key}"\n'), "clinic.example")
    (record,) = zone.tell("k._domainkey.clinic.example", "TXT").records
    assert record.value == key.replace("\\", "")


def test_a_zone_file_of_a_part_of_the_domain_is_the_truth_about_that_part_only(tmp_path: Path) -> None:
    zone = read_zone(
        zone_file(tmp_path, "$ORIGIN lc.clinic.example.\n@ 300 MX 10 mxa.mailgun.org.\n"), "clinic.example"
    )
    assert (zone.origin, zone.holds("link.clinic.example")) == ("lc.clinic.example", False)


@pytest.mark.parametrize("kind", ["CNAME", "ALIAS", "ANAME"])
def test_beside_an_alias_in_a_zone_file_other_records_may_stand(tmp_path: Path, kind: str) -> None:
    text = f"$ORIGIN clinic.example.\n@ 300 IN {kind} sites.ludicrous.cloud.\n@ 300 IN MX 10 mx.mail.example.\n"
    told = read_zone(zone_file(tmp_path, text), "clinic.example").tell("clinic.example", "CNAME")
    assert [record.line for record in (*told.records, *told.beside)] == [
        f"clinic.example. IN {kind} sites.ludicrous.cloud.",
        "clinic.example. IN MX 10 mx.mail.example.",
    ]


def test_words_of_a_policy_that_nobody_quoted_stay_apart(tmp_path: Path) -> None:
    text = "@ 300 IN TXT v=spf1 include:spf.leadconnectorhq.com ~all\n"
    (record,) = read_zone(zone_file(tmp_path, text), "clinic.example").tell("clinic.example", "TXT").records
    assert record.included == ("spf.leadconnectorhq.com",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("@ 300 A 203.0.113.5\nwww 300 URL shop.example.\n", "line 2, or the one before: unknown rdatatype 'URL'"),
        ("@ 300 A 203.0.113\n", "line 2, or the one before: Text input is malformed."),
        (
            "@ 300 A 203.0.113.5\n$INCLUDE /etc/hostname\n",
            "line 2, or the one before: zone file directive '$INCLUDE' is not allowed",
        ),
        ("<html><body>Log in</body></html>\n", "line 2, or the one before: unknown rdatatype"),
    ],
)
def test_an_error_in_a_zone_file_names_its_line(tmp_path: Path, text: str, said: str) -> None:
    file = zone_file(tmp_path, text)
    with pytest.raises(FileError) as error:
        read_zone(file, "clinic.example")
    assert error.value.what == "cannot read the zone file"
    assert error.value.thing.startswith(f"{file}: {said}")


@pytest.mark.parametrize("text", ["", "; nothing\n", "www.other.example. 300 A 203.0.113.5\n"])
def test_a_zone_file_without_records_of_the_domain_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileError, match="no records in the zone file") as error:
        read_zone(zone_file(tmp_path, text), "clinic.example")
    assert "$ORIGIN clinic.example." in error.value.hint


@pytest.mark.parametrize("text", ["@ 300 A 203.0.113.5\n", "$ORIGIN .\nclinic.example 300 A 203.0.113.5\n"])
def test_a_zone_file_of_no_domain_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileError, match="the zone file names no domain"):
        read_zone(zone_file(tmp_path, text), "")


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot read the zone file"):
        read_zone(tmp_path / "none.zone", "clinic.example")


@given(st.text(alphabet='ab.@*\\"();$ \n\t0159:ACNMETXIORG-_', max_size=200))
def test_a_zone_file_is_read_or_refused_whatever_it_holds(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = zone_file(tmp_path_factory.getbasetemp(), text)
    try:
        zone = read_zone(file, "clinic.example")
    except FileError:
        return
    assert any(zone.records.values())
