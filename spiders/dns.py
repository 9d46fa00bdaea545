"""The DNS: questions to name servers, and zone files. It only asks; what is asked, `spiders.lookups` decides."""

import asyncio
import codecs
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import dns.asyncquery
import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdatatype
import dns.rdtypes.nsbase
import dns.resolver
import dns.zone
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.ANY.TXT import TXT

from scanner.errors import FileError, UsageError
from scanner.zone import ALIASES, POLICY, Record, Reply
from spiders.addresses import is_name, literal
from spiders.domains import is_below
from spiders.options import NameServer

TYPES = ("CNAME", "A", "AAAA", "MX", "TXT")
PAYLOAD = 1232
MOST_RECORDS = 60
LONGEST_TEXT = 4096
LARGEST_ZONE = 16 * 2**20

_ORIGIN = re.compile(r"^\$ORIGIN[ \t]+(\S+)", re.MULTILINE | re.IGNORECASE)
_SERVER = re.compile(r"(?P<address>\[[^\]]*\]|[^:\[\]]+)(?::(?P<port>\d{1,5}))?")
_PLACE = re.compile(r"^[^:]*:(\d+): (.*)$", re.DOTALL)

_ALIAS = re.compile(r"^([^\s;\"()]*(?:[ \t]+(?:\d\w*|IN))*[ \t]+)CNAME(?=[ \t])", re.MULTILINE | re.IGNORECASE)
_WHOLE = re.compile(r"^(?:\$ORIGIN[ \t]+)?([^\s;\"$]+)\.(?=\s)", re.MULTILINE | re.IGNORECASE)
_BESIDE = "CNAME-BESIDE"
_QUOTED = re.compile(r"\"((?:[^\"\\\n]|\\.){256,})\"")
_SIGNS = re.compile(r"(?:[^\\]|\\\d{3}|\\\D){1,255}")
_TTL = "$TTL 3600\n"
_PRIVATE = {65401: "CNAME", 65402: "ALIAS", 65403: "ANAME"}
"""Types without a number of their own, and CNAME where others may stand beside it."""

_CODES = {"NXDOMAIN": Reply.NO_NAME, "SERVFAIL": Reply.SERVFAIL, "REFUSED": Reply.REFUSED}


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one question: `records` are those asked for, in a fixed order; `detail` says what went wrong.

    `beside` an alias stand other records only in the files of providers who resolve it themselves.
    """

    reply: Reply
    records: tuple[Record, ...] = ()
    detail: str = ""
    beside: tuple[Record, ...] = ()


Ask = Callable[[str, str], Awaitable[Told]]
"""Asks for the records of a name and a type."""


@dataclass(slots=True)
class Asker:
    """Asks name servers in turn, the next one where one gives no answer, each once: at most `attempts` times in all.

    A truncated answer is asked for again over TCP. At most `rate` questions are sent a second.
    """

    servers: Sequence[NameServer]
    seconds: float = 2.0
    attempts: int = 2
    rate: float = 50.0
    _next: float = field(default=0.0, init=False)

    async def __call__(self, name: str, kind: str) -> Told:
        if not is_name(name.removeprefix("*.")):
            return Told(Reply.FAILED, detail="not a name that can be asked for")
        told = Told(Reply.UNREACHABLE, detail="no name server is known on this machine")
        for attempt in range(self.attempts if self.servers else 0):
            await self._wait()
            told = await self._ask(self.servers[attempt % len(self.servers)], name, kind)
            if told.reply.is_answer:
                break
        return told

    async def _wait(self) -> None:
        now = asyncio.get_running_loop().time()
        self._next = max(self._next, now) + 1 / self.rate
        await asyncio.sleep(self._next - 1 / self.rate - now)

    async def _ask(self, server: NameServer, name: str, kind: str) -> Told:
        try:
            answer = await self._exchange(server, name, kind, edns=True)
            if answer.rcode() in (dns.rcode.FORMERR, dns.rcode.NOTIMP):
                answer = await self._exchange(server, name, kind, edns=False)
        except (dns.exception.Timeout, TimeoutError):
            return Told(Reply.SILENCE, detail=f"no answer from {server} in {self.seconds:g} s")
        except (OSError, EOFError) as error:
            return Told(Reply.UNREACHABLE, detail=f"{server}: {getattr(error, 'strerror', '') or 'connection lost'}")
        except dns.exception.DNSException as error:
            return Told(Reply.FAILED, detail=f"{server}: {type(error).__name__}")
        return _told(answer, server, name, kind)

    async def _exchange(self, server: NameServer, name: str, kind: str, *, edns: bool) -> dns.message.Message:
        question = dns.message.make_query(name, kind, use_edns=0 if edns else -1, payload=PAYLOAD)
        async with asyncio.timeout(2 * self.seconds):
            answer, _ = await dns.asyncquery.udp_with_fallback(
                question,
                server.address,
                timeout=self.seconds,
                port=server.port,
                ignore_unexpected=True,
                ignore_errors=True,
            )
        return answer


def _told(answer: dns.message.Message, server: NameServer, name: str, kind: str) -> Told:
    """What a message says about the question it answers."""
    code = dns.rcode.to_text(answer.rcode())
    if answer.flags & dns.flags.TC:
        return Told(Reply.FAILED, detail=f"{server}: truncated, even over TCP")
    records = tuple(_answered(answer, dns.name.from_text(name), dns.rdatatype.from_text(kind)))
    if records and code in ("NOERROR", "NXDOMAIN"):
        return Told(Reply.RECORDS, records)
    if code in ("NOERROR", "NXDOMAIN") and _is_lame(answer):
        return Told(Reply.REFUSED, detail=f"{server} does not answer for it")
    if code == "NOERROR":
        return Told(Reply.NO_DATA)
    if code == "NXDOMAIN":  # with an alias in front of it, it is the target that does not exist
        return Told(Reply.NO_DATA if answer.answer else Reply.NO_NAME)
    return Told(_CODES.get(code, Reply.FAILED), detail=f"{server} answered {code}")


def _answered(answer: dns.message.Message, name: dns.name.Name, kind: dns.rdatatype.RdataType) -> Iterator[Record]:
    """The records of `name` in an answer, sorted; where it is an alias, those of its target in its place."""
    asked = {name}
    for rrset in answer.answer:
        if rrset.rdtype == dns.rdatatype.CNAME and rrset.name in asked and kind != dns.rdatatype.CNAME:
            asked |= {rdata.target for rdata in rrset}
    found = (rrset for rrset in answer.answer if rrset.rdtype == kind and rrset.name in asked)
    made = {_record(name, rdata) for rrset in found for rdata in rrset}
    kept = sorted(made, key=lambda record: (not record.included, record.value))[:MOST_RECORDS]
    yield from sorted(kept, key=lambda record: record.value)


def _is_lame(answer: dns.message.Message) -> bool:
    """Whether a server has no data because the name is not its business: it says whom to ask, or nothing at all."""
    kinds = {rrset.rdtype for rrset in answer.authority}
    if answer.flags & dns.flags.AA or dns.rdatatype.SOA in kinds or answer.answer:
        return False
    return dns.rdatatype.NS in kinds or not answer.flags & dns.flags.RA


def _record(name: dns.name.Name, rdata: dns.rdata.Rdata) -> Record:
    kind = _kind(rdata.rdtype)
    match rdata:
        case dns.rdtypes.nsbase.NSBase():
            value = _plain(rdata.target)
        case MX():
            return Record(_plain(name), kind, _plain(rdata.exchange), rdata.preference)
        case TXT():
            apart = rdata.strings[0].lower() == POLICY.encode()  # words that nobody quoted
            value = (b" " if apart else b"").join(rdata.strings)[:LONGEST_TEXT].decode("utf-8", "replace")
        case _:
            value = rdata.to_text()
    return Record(_plain(name), kind, value)


def _kind(number: dns.rdatatype.RdataType) -> str:
    return _PRIVATE.get(int(number)) or dns.rdatatype.to_text(number)


def _plain(name: dns.name.Name) -> str:
    return name.to_text(omit_final_dot=True).lower()


def system_servers() -> tuple[NameServer, ...]:
    """The name servers that this machine is set up to ask; none if it has none."""
    try:
        found = dns.resolver.Resolver()
    except (dns.resolver.NoResolverConfiguration, OSError):
        return ()
    return tuple(NameServer(server, found.port) for server in found.nameservers if isinstance(server, str))


def parse_server(text: str) -> NameServer:
    """`ADDR[:PORT]`, an IPv6 address in brackets if a port follows. UsageError: it is not of that form.

    An IPv4 address has all four numbers: `8.8.8` is a slip, although C libraries take it for 8.8.0.8.
    """
    found = _SERVER.fullmatch(text)
    bare = text if text.count(":") > 1 and "[" not in text else ""
    typed = bare or (found["address"].strip("[]") if found else "")
    address = literal(typed)
    port = int(found["port"] or 53) if found and not bare else 53
    if address is None or ("." in address and address != typed) or not 0 < port < 65536:
        raise UsageError("cannot use this --dns-server", text, "an IP address, as in 192.0.2.53, [2001:db8::53]:5353")
    return NameServer(address, port)


# --- zone files ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Zone:
    """The zone file of a domain: it knows every name at and below `origin`, but those at and below its `cuts`."""

    origin: str
    records: Mapping[str, tuple[Record, ...]]
    cuts: frozenset[str] = frozenset()

    def holds(self, name: str) -> bool:
        """Whether the file is the whole truth about `name`."""
        return is_below(name, self.origin) and not any(is_below(name, cut) for cut in self.cuts)

    def tell(self, name: str, kind: str) -> Told:
        """What the file says of a name, its wildcards included."""
        records = self.records.get(name) or self._wild(name)
        if records is None:
            below = any(other.endswith(f".{name}") for other in self.records)
            return Told(Reply.NO_DATA if below else Reply.NO_NAME)
        kinds = ALIASES if kind == "CNAME" else (kind,)
        found = tuple(record for record in records if record.type in kinds)
        if kind != "CNAME":
            return Told(Reply.RECORDS, found) if found else Told(Reply.NO_DATA)
        beside = (*found[1:], *(record for record in records if record.type in ("MX", "TXT")))
        return Told(Reply.RECORDS, found[:1], beside=beside) if found else Told(Reply.NO_DATA)

    def _wild(self, name: str) -> tuple[Record, ...] | None:
        closest = name
        while closest := closest.partition(".")[2]:
            if f"*.{closest}" in self.records:
                return tuple(replace(one, name=name) for one in self.records[f"*.{closest}"])
            if closest in self.records:
                return None
        return None


class _Alias(dns.rdtypes.nsbase.NSBase):
    """A record that hands a name over to another one, beside which others may stand."""


for _number, _type in _PRIVATE.items():
    dns.rdata.register_type(_Alias, _number, _BESIDE if _type == "CNAME" else _type)


def read_zone(path: Path, domain: str) -> Zone:
    """A zone file in BIND's format; names without final dot are below its `$ORIGIN`, else below `domain`.

    As providers write it: with ALIAS and ANAME records, with other records beside an alias, without any TTL, with texts
    longer than a string may be, and with names of the domain that lack the final dot where a line begins. Only that
    file is read: `$INCLUDE` is an error. Raises FileError, naming the line, for what cannot be read.
    """
    text = _QUOTED.sub(_in_pieces, _ALIAS.sub(rf"\g<1>{_BESIDE}", _dotted(_text(path), domain)))
    try:
        zone = dns.zone.from_text(
            _TTL + text,
            origin=_origin(text, domain),
            relativize=False,
            filename=path.name,
            check_origin=False,
        )
    except (dns.exception.DNSException, ValueError) as error:
        found = _PLACE.match(str(error))
        where = f"{path}: {_near(int(found[1]) - 1)}: {found[2]}" if found else f"{path}: {error}"
        raise FileError("cannot read the zone file", where[:500], "mend that line, or take it out") from error
    records: dict[str, list[Record]] = {}
    cuts, origin = set(), domain if zone.origin is None else _plain(zone.origin)
    if origin in ("", "."):
        raise FileError("the zone file names no domain", str(path), "a first line such as $ORIGIN clinic.example.")
    for name, node in zone.nodes.items():
        kept = records.setdefault(_plain(name), [])
        for rdataset in node:
            if rdataset.rdtype == dns.rdatatype.NS:
                cuts.add(_plain(name))
            if _kind(rdataset.rdtype) in (*TYPES, *ALIASES):
                kept += sorted((_record(name, rdata) for rdata in rdataset), key=lambda record: record.value)
    if not any(records.values()):
        hint = f"add a line such as $ORIGIN {domain}. to it, if it is the right file"
        raise FileError("no records in the zone file", f"{path}, below {domain}", hint)
    return Zone(origin, {name: tuple(kept) for name, kept in records.items()}, frozenset(cuts - {origin}))


def _origin(text: str, domain: str) -> dns.name.Name | None:
    """The domain if the file does not name another one; some files begin with a domain above it (`$ORIGIN .`), or with
    a name below it although names beside that follow.
    """
    first = _ORIGIN.search(text)
    named = first[1].lower().rstrip(".") if first else ""
    beside = (one.lower() for one in _WHOLE.findall(text) if is_below(one.lower(), domain))
    if (
        not named
        or is_below(domain, named)
        or (is_below(named, domain) and not all(is_below(o, named) for o in beside))
    ):
        return dns.name.from_text(domain)
    return None


def _dotted(text: str, domain: str) -> str:
    """The text with a final dot behind the names of the domain that begin a line, or follow `$ORIGIN`, without one."""
    if not domain:
        return text
    whole = rf"^((?:\$ORIGIN[ \t]+)?(?:[^\s;\"$.]+\.)*{re.escape(domain)})(?=\s)"
    return re.sub(whole, r"\1.", text, flags=re.MULTILINE | re.IGNORECASE)


def _in_pieces(text: re.Match[str]) -> str:
    return " ".join(f'"{piece}"' for piece in _SIGNS.findall(text[1]))


def _near(line: int) -> str:
    """The reader tells of some errors only once it is on the next line."""
    return f"line {line}, or the one before" if line > 1 else "line 1"


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_ZONE:
            raise FileError("the zone file is too large", str(path), "the zone file of one domain")
        read = path.read_bytes()
    except OSError as error:
        raise FileError("cannot read the zone file", f"{path}: {error.strerror}", "--zone FILE") from error
    encoding = "utf-16" if read.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    return read.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
