"""The door to the DNS: the names of a site go in, what is known of them comes out."""

import asyncio
from collections.abc import Iterable, Sequence

from scanner.scan import Lookups
from scanner.zone import Name, Reply
from spiders.dns import Asker, Told, Zone, read_zone, system_servers
from spiders.domains import domain_of
from spiders.lookups import Sets, plan, survey
from spiders.options import DnsOptions

Looked = tuple[tuple[Name, ...], Lookups]


def read_zones(options: DnsOptions, hosts: Sequence[str]) -> tuple[Zone, ...]:
    """The zone files; names in them without final dot are below the domain of the first of `hosts`, netlocs of a site.

    Raises FileError, naming file and line, for one that cannot be read.
    """
    names = [_name(host) for host in hosts]
    domain = next(filter(None, (domain_of(name, names) for name in names)), "")
    return tuple(read_zone(path, domain) for path in options.zones)


def why_not(hosts: Iterable[str], options: DnsOptions, zones: Sequence[Zone]) -> str:
    """Why nothing is to be looked up for a site on `hosts` (netlocs): off, proxy or private; "" if something is."""
    if zones:
        return ""
    if not options.asks:
        return "off" if options.live is False else "proxy"
    return "" if plan(map(_name, hosts), (), anywhere=bool(options.servers)).names else "private"


def look_up(
    hosts: Iterable[str], seen: Iterable[str], options: DnsOptions, zones: Sequence[Zone], sets: Sets
) -> Looked:
    """What the DNS, or a zone file, says of the names of a site on `hosts` (netlocs) whose pages name the hosts `seen`.

    It takes 20 s at most, 5 if nobody answers. KeyboardInterrupt leaves it open.
    """
    asker = Asker(options.servers or system_servers())

    async def ask(name: str, kind: str) -> Told:
        zone = next((zone for zone in zones if zone.holds(name)), None)
        if zone is not None:
            return zone.tell(name, kind)
        return await asker(name, kind) if options.asks else Told(Reply.UNASKED)

    zoned = {name: zone.origin for zone in zones for name, records in zone.records.items() if records}
    names = {_name(host) for host in hosts}
    planned = plan(sorted(names), seen, zoned, anywhere=bool(options.servers))
    told = {zone.origin for zone in zones}
    found = asyncio.run(survey(planned, ask, sets, wild=lambda domain: options.asks and domain not in told))
    return found.names, Lookups(found.asked, found.usual, found.unanswered, found.guesses)


def _name(netloc: str) -> str:
    return netloc if netloc.endswith("]") else netloc.partition(":")[0]
