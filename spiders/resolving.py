"""The door to the DNS: the names of a site go in, what is known of them comes out."""

import asyncio
import signal
import threading
from collections.abc import Coroutine, Iterable, Sequence
from pathlib import Path
from typing import Any

from scanner.errors import FileError
from scanner.scan import Lookups
from scanner.zone import Name, Reply
from spiders.dns import Asker, Told, Zone, read_zone, system_servers
from spiders.domains import domain_of, is_below
from spiders.lookups import Sets, Survey, plan, survey
from spiders.options import DnsOptions

Looked = tuple[tuple[Name, ...], Lookups]


def read_zones(options: DnsOptions, hosts: Sequence[str]) -> tuple[Zone, ...]:
    """The zone files; names in them without final dot are below the domain of the first of `hosts`, netlocs of a site.

    Raises FileError, naming file and line, for one that cannot be read, or is of a domain that is not the site's.
    """
    names = [_name(host) for host in hosts]
    domains = [domain for name in names if (domain := domain_of(name, names))]
    return tuple(_own(path, domains) for path in options.zones)


def _own(path: Path, domains: Sequence[str]) -> Zone:
    zone = read_zone(path, domains[0] if domains else "")
    if domains and not any(is_below(zone.origin, one) or is_below(one, zone.origin) for one in domains):
        hint = f"--host {zone.origin}, if it is the site's, too"
        raise FileError("the zone file is of another domain", f"{path}: {zone.origin}", hint)
    return zone


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

    It takes 20 s at most, 5 if nobody answers. KeyboardInterrupt: Ctrl-C or SIGTERM asked to stop.
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
    found = asyncio.run(_unless_stopped(survey(planned, ask, sets, wild=lambda one: options.asks and one not in told)))
    if found is None:
        raise KeyboardInterrupt
    return found.names, Lookups(found.asked, found.usual, found.unanswered, found.guesses)


async def _unless_stopped(looking: Coroutine[Any, Any, Survey]) -> Survey | None:
    """What comes of it, None if a signal asked to stop before."""
    task = asyncio.ensure_future(looking)
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM) if threading.current_thread() is threading.main_thread() else ()
    for number in signals:
        loop.add_signal_handler(number, task.cancel)
    try:
        await asyncio.wait({task})
    finally:
        for number in signals:
            loop.remove_signal_handler(number)
    return None if task.cancelled() else task.result()


def _name(netloc: str) -> str:
    return netloc if netloc.endswith("]") else netloc.partition(":")[0]
