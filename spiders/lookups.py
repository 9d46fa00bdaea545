"""What is asked of the DNS about a site's names, and what that amounts to. Nothing is asked about anybody else's names,
but where those of the site lead to.
"""

import asyncio
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from scanner.model import Unread
from scanner.zone import Name, Record, Reply, Why
from spiders.addresses import is_name
from spiders.dns import Ask, Told
from spiders.domains import domain_of, is_below, is_public_name, registered

USUAL = (
    "www", "go", "app", "book", "booking", "link", "links", "lp", "offer",
    "offers", "promo", "start", "get", "info", "forms", "form", "schedule", "calendar",
    "pay", "portal", "members", "login", "crm", "lc", "mg", "mail", "email",
    "send", "reply", "replies", "mkt", "marketing", "news",
)  # fmt: skip
"""Names below a domain that agencies use for the CRM."""

NOTHING: Mapping[str, str] = {}
MOST_NAMES = 300
MOST_HOPS = 10
MOST_INCLUDES = 10
AT_ONCE = 6
SECONDS = 20.0
NOBODY = (Reply.SILENCE, Reply.UNREACHABLE)
PATIENCE = 8
"""So many names in a row without any answer, and no more is asked."""

Sets = Callable[[Sequence[Record]], tuple[str, ...]]
"""What to ask for besides, because of the records of a name: `TXT pic._domainkey` for that name below it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The names to look up, each with its domain and why; those of the site come first. `left` found no place.

    `held` are those that a zone file holds, not only a wildcard in it.
    """

    names: Mapping[str, tuple[str, Why]]
    domains: tuple[str, ...]
    left: int = 0
    held: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of the names of a site. `asked` counts those answered for, `usual` how many of these were only
    tried; `unanswered` names that are known to be used, and `guesses` that were only tried, are left open.
    """

    names: tuple[Name, ...] = ()
    asked: int = 0
    usual: int = 0
    unanswered: tuple[Unread, ...] = ()
    guesses: tuple[Unread, ...] = ()


def plan(
    hosts: Iterable[str], seen: Iterable[str], zoned: Mapping[str, str] = NOTHING, *, anywhere: bool = False
) -> Plan:
    """What to look up for a site on `hosts`, whose pages name the hosts `seen`, all without ports.

    `zoned` are the names that zone files hold, each with its domain. Of hosts that cannot be in the public DNS nothing
    is asked, unless `anywhere`. Of the hosts that pages name, those of the site's own domain are looked up, and where
    the site stands at its domain, the usual names below that.
    """
    hosts = tuple(dict.fromkeys(hosts))
    asked = [host for host in hosts if is_public_name(host) or (anywhere and domain_of(host, hosts))]
    own = tuple(dict.fromkeys(domain_of(host, hosts) for host in asked))
    domains = tuple(dict.fromkeys((*own, *zoned.values())))
    names = {host: (domain_of(host, hosts), Why.SITE) for host in (*asked, *own)}
    names |= {name: (domain, Why.ZONE) for name, domain in zoned.items() if name not in names}
    of_site = ((one, _domain(one, domains)) for one in sorted(seen) if is_name(one))
    names |= {one: (domain, Why.SEEN) for one, domain in of_site if domain and one not in names}
    guessed = [one for one in own if one not in zoned.values() and one == registered(one)]
    wanted = (f"{label}.{domain}" for domain in guessed for label in USUAL)
    names |= {one: (_domain(one, domains), Why.USUAL) for one in wanted if one not in names and is_name(one)}
    first = dict(list(names.items())[: MOST_NAMES + len(zoned)])
    return Plan(first, domains, len(names) - len(first), frozenset(zoned))


def _domain(name: str, domains: Iterable[str]) -> str:
    return max((domain for domain in domains if is_below(name, domain)), key=len, default="")


async def survey(planned: Plan, ask: Ask, sets: Sets, *, wild: Callable[[str], bool] = lambda _: True) -> Survey:
    """Ask about all names of a plan, within 20 s; a resolver that does not answer at all is given up within 5.

    `wild` says for which domains a wildcard may be hidden: a name that cannot exist is asked for there, too.
    """
    walker = _Walker(ask, sets)
    found: dict[str, _Walked] = {}
    first = list(planned.names)[:2]
    with suppress(TimeoutError):
        async with asyncio.timeout(SECONDS):
            found.update(zip(first, await asyncio.gather(*map(walker.walk, first)), strict=True))
            if any(found[name].told.reply not in NOBODY for name in first):
                await _all(planned, walker, found, wild)
    return _made(planned, found)


async def _all(planned: Plan, walker: "_Walker", found: dict[str, "_Walked"], wild: Callable[[str], bool]) -> None:
    gate = asyncio.Semaphore(AT_ONCE)
    silent = 0

    async def look(name: str, key: str) -> None:
        nonlocal silent
        async with gate:
            if silent >= PATIENCE:
                return
            found[key] = walked = await walker.walk(name)
            silent = silent + 1 if walked.told.reply in NOBODY else 0

    chance = f"unembed-{secrets.token_hex(6)}"
    tried = [(f"{chance}.{domain}", f"*.{domain}") for domain in planned.domains if wild(domain)]
    names = [(name, name) for name in planned.names if name not in found]
    async with asyncio.TaskGroup() as group:
        for name, key in (*tried, *names):
            group.create_task(look(name, key))
    for _ in range(MOST_INCLUDES):
        taken = {one for walked in found.values() for record in walked.records for one in record.included}
        own = sorted(one for one in taken - found.keys() if is_name(one) and _domain(one, planned.domains))
        if not own:
            break
        found[own[0]] = await walker.walk(own[0])


@dataclass(frozen=True, slots=True)
class _Walked:
    """What came of one name: its records and those of its chain, what `told` of the last hop, records `below` it."""

    records: tuple[Record, ...]
    told: Told
    below: tuple[Record, ...] = ()


@dataclass(slots=True)
class _Walker:
    ask: Ask
    sets: Sets
    _known: dict[tuple[str, str], asyncio.Future[Told]] = field(default_factory=dict)

    async def walk(self, name: str) -> _Walked:
        """Follow the aliases of a name to their end, and take in what else is known of the name itself."""
        records: list[Record] = []
        last, passed = name, {name}
        while True:
            told = await self._told(last, "CNAME")
            if told.reply is not Reply.RECORDS:
                break
            records += (*told.records[:1], *(told.beside if last == name else ()))
            last = told.records[0].value
            if len(passed) > MOST_HOPS and last not in passed:
                return _Walked(tuple(records), Told(Reply.FAILED, detail=f"more than {MOST_HOPS} aliases in a row"))
            if last in passed:
                return _Walked(tuple(records), Told(Reply.LOOP, detail="aliases that lead to each other"))
            passed.add(last)
        if told.reply is not Reply.NO_DATA:
            return _Walked(tuple(records), told)
        kinds = ("A", "AAAA") if last != name else ("A", "AAAA", "MX", "TXT")
        answers = [await self._told(last, kind) for kind in kinds]
        records += [record for answer in answers for record in answer.records]
        failed = next((answer for answer in answers if not answer.reply.is_answer), None)
        there = Reply.RECORDS if any(answer.records for answer in answers[:2]) else Reply.NO_DATA
        below = [record for one in self.sets(records) for record in await self._below(name, one)]
        return _Walked(tuple(records), failed or Told(there), tuple(below))

    async def _below(self, name: str, what: str) -> tuple[Record, ...]:
        kind, label, *_ = what.split()
        return (await self._told(f"{label}.{name}", kind)).records

    async def _told(self, name: str, kind: str) -> Told:
        """Ask each question once."""
        if (name, kind) not in self._known:
            self._known[name, kind] = asyncio.ensure_future(self._asked(name, kind))
        return await asyncio.shield(self._known[name, kind])

    async def _asked(self, name: str, kind: str) -> Told:
        return await self.ask(name, kind)


def _made(planned: Plan, found: Mapping[str, _Walked]) -> Survey:
    wild = {key: walked for key, walked in found.items() if key.startswith("*.") and key not in planned.names}
    names: list[Name] = []
    unanswered: list[Unread] = []
    guesses: list[Unread] = []
    asked = usual = 0
    known = {**planned.names, **{one: (_domain(one, planned.domains), Why.SEEN) for one in found if one not in wild}}
    known |= {one: (_domain(one, planned.domains), Why.SEEN) for one in _taken_in(planned, found) if one not in known}
    known |= planned.names
    for one, (domain, why) in known.items():
        walked = found.get(
            one, _Walked((), Told(Reply.SILENCE, detail="not asked: the time was up, or other names were not answered"))
        )
        star = "" if one in planned.held else next((s for s in _stars(one, domain) if _alike(walked, found.get(s))), "")
        settled = walked.told.reply.is_answer or walked.told.reply in (Reply.LOOP, Reply.UNASKED)
        if walked.records and not (star and why is Why.USUAL):
            names.append(Name(one, domain, why, walked.records, walked.told.reply, walked.below, star))
        if settled:
            asked += 1
            usual += why is Why.USUAL
        else:
            entry = Unread(one, walked.told.reply.value, walked.told.detail)
            (guesses if why is Why.USUAL else unanswered).append(entry)
    for key, walked in wild.items():
        if walked.records:
            first = walked.records[0].name
            records = tuple(replace(r, name=key) if r.name == first else r for r in walked.records)
            names.append(Name(key, key.removeprefix("*."), Why.SEEN, records, walked.told.reply))
    if planned.left:
        guesses.append(Unread(f"{planned.left} more names", "budget", f"{MOST_NAMES} names are looked up at most"))
    return Survey(tuple(names), asked, usual, tuple(unanswered), tuple(guesses))


def _taken_in(planned: Plan, found: Mapping[str, _Walked]) -> list[str]:
    """The names of the site's domain that SPF policies take in."""
    taken = {one for walked in found.values() for record in walked.records for one in record.included}
    return sorted(one for one in taken if is_name(one) and _domain(one, planned.domains))


def _stars(name: str, domain: str) -> Iterator[str]:
    """The wildcards of the domain that could answer for a name, the nearest first."""
    while is_below(name := name.partition(".")[2], domain):
        yield f"*.{name}"


def _alike(walked: _Walked, wild: _Walked | None) -> bool:
    """Whether a name says nothing that a name that cannot exist would not say."""
    if wild is None:
        return False
    ends = {(record.type, record.value) for record in wild.records}
    return bool(walked.records) and all((record.type, record.value) in ends for record in walked.records)
