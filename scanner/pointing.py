"""Which of the site's names lead to the CRM: what the DNS says of them, held against the signatures."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scanner import urls
from scanner.detectors.hosted_page import PROVED
from scanner.ends import Ended
from scanner.model import State
from scanner.recognise import Learned
from scanner.signatures import Signatures
from scanner.signatures.records import RecordSign, Signature
from scanner.traces import PageTraces
from scanner.zone import ALIASES, Name, Record, Why

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seen:
    """What the pages say about names: the `hosts` they name, and by host the signatures `shown` on pages of it."""

    hosts: frozenset[str]
    shown: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A record of `name` that leads to the CRM, which it knows as `value`; `records` are all that show it, this first.

    `below` are records of names below it that were set up together with it, `stands_for` names that this wildcard
    answers for.
    """

    name: Name
    signature: Signature
    value: str
    records: tuple[Record, ...]
    below: tuple[Record, ...] = ()
    stands_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fit:
    sign: RecordSign
    signature: Signature
    value: str
    own: Record
    hops: tuple[Record, ...]

    @property
    def rank(self) -> tuple[bool, bool]:
        return bool(self.sign.beside), self.value not in self.sign.value


def seen(traces: Iterable[PageTraces], ended: Iterable[Ended] = ()) -> Seen:
    """What the pages of a crawl say about names, and what was seen where their links end."""
    hosts: set[str] = set()
    shown: dict[str, set[str]] = defaultdict(set)
    for page in traces:
        live = [match for match in page.matches if match.mention.state is not State.INERT]
        for url in (page.url, *(lead.url for lead in page.leads), *(match.mention.url for match in page.matches)):
            address = urls.parse(url) if url else None
            if address is not None:
                hosts.add(address.host)
        here = urls.parse(page.url)
        if here is not None and live:
            shown[here.host].update(match.signature for match in live)
    for one in ended:
        passed = (address for hop in one.hops if (address := urls.parse(hop.to)) is not None)
        hosts.update(address.host for address in passed)
        for match in one.matches:
            end = urls.parse(match.mention.url)
            if end is not None and PROVED in match.mention.attrs:
                shown[end.host].add(match.mention.attrs[PROVED])
    return Seen(frozenset(hosts), {host: frozenset(found) for host, found in shown.items()})


def sets(records: Sequence[Record], signatures: Signatures) -> tuple[str, ...]:
    """What else to look up because of the `records` of a name, as a RecordSign has it in `set`."""
    if not records:
        return ()
    name = Name(records[0].name, "", Why.SEEN, tuple(records))
    return tuple(dict.fromkeys(one for fit in _fits(name, signatures) for one in fit.sign.set))


def pointers(
    names: Sequence[Name],
    signatures: Signatures,
    shown: Mapping[str, frozenset[str]] | None = None,
    known: frozenset[str] = NOBODY,
) -> tuple[Pointer, ...]:
    """What of `names` leads to the CRM, in their order.

    `shown` are by host the signatures that its pages show, `known` the hosts that the user knows to be the CRM's: a
    record that proves little needs one of these, or another record of the same name, or of its `www.` twin.
    """
    fits = {name.name: tuple(_fits(name, signatures)) for name in names}
    proved = {name: {fit.signature.id for fit in found if not fit.sign.beside} for name, found in fits.items()}

    def holds(fit: _Fit, name: str) -> bool:
        if not fit.sign.beside or name in known:
            return True
        pages = shown or {}
        return any(
            other in fit.sign.beside for one in _twins(name) for other in (*proved.get(one, ()), *pages.get(one, ()))
        )

    made = [pointer for name in names for pointer in _of(name, [f for f in fits[name.name] if holds(f, name.name)])]
    there = {(pointer.name.name, pointer.signature.id) for pointer in made}
    merged: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in made:
        merged[one.name.wildcard, one.signature.id].append(one.name.name)
    return tuple(
        replace(one, stands_for=tuple(merged.get((one.name.name, one.signature.id), ())))
        for one in made
        if (one.name.wildcard, one.signature.id) not in there
    )


def unproved(names: Sequence[Name], signatures: Signatures, found: Iterable[Pointer]) -> tuple[str, ...]:
    """The names with an address that others than the CRM have as well, of which nothing `found` shows more."""
    shown = {pointer.name.name for pointer in found}
    weak = (
        name.name
        for name in names
        if any(fit.sign.beside and fit.sign.type in ("A", "AAAA") for fit in _fits(name, signatures))
    )
    return tuple(one for one in weak if one not in shown)


def served_by_crm(found: Iterable[Pointer]) -> frozenset[str]:
    """The hosts that, as their records say, the CRM answers for."""
    return frozenset(one.name.name for one in found if one.records[0].type in (*ALIASES, "A", "AAAA"))


def roles(found: Iterable[Pointer]) -> dict[str, str]:
    """What those hosts are for whose records tell it, by name."""
    told = ((one, next((sign.role for sign in one.signature.record if sign.role), None)) for one in found)
    return {name: role for one, role in told if role for name in (one.name.name, *one.stands_for)}


def taught(learned: Learned, found: Sequence[Pointer], scope: frozenset[str]) -> Learned:
    """What the pages prove together with the records that lead to the CRM. Names in `scope` stay the site's own."""
    served = served_by_crm(found)
    answered = {name for one in found if one.name.name in served for name in one.stands_for}
    return replace(
        learned,
        hosts=learned.hosts | ((served | answered) - scope),
        shown=learned.shown | {pointer.signature.id for pointer in found},
        roles=roles(found),
    )


def _twins(name: str) -> tuple[str, str]:
    return name, name.removeprefix("www.") if name.startswith("www.") else f"www.{name}"


def _of(name: Name, fits: Sequence[_Fit]) -> Iterator[Pointer]:
    """The pointers of one name: of each record that which fits best, what belongs together as one."""
    best: dict[Record, _Fit] = {}
    for fit in fits:
        if fit.own not in best or fit.rank < best[fit.own].rank:
            best[fit.own] = fit
    by: dict[str, list[_Fit]] = defaultdict(list)
    for fit in best.values():
        by[fit.signature.id].append(fit)
    joined = {one: next((other for other in group[0].signature.joins if other in by), "") for one, group in by.items()}
    for one, group in by.items():
        if joined[one]:
            continue
        parts = (*group, *(fit for other, whole in joined.items() if whole == one for fit in by[other]))
        records = dict.fromkeys((*(fit.own for fit in parts), *(hop for fit in parts for hop in fit.hops)))
        below = tuple(record for record in name.below if any(_is_of_set(record, fit) for fit in group))
        yield Pointer(name, group[0].signature, group[0].value, tuple(records), below)


def _is_of_set(record: Record, fit: _Fit) -> bool:
    """Whether a record below a name was set up together with it: an alias to elsewhere was not."""
    for one in fit.sign.set:
        kind, label, *target = one.split()
        if (record.type, record.name) == (kind, f"{label}.{fit.own.name}") and record.value in (
            target or (record.value,)
        ):
            return True
    return False


def _fits(name: Name, signatures: Signatures) -> Iterator[_Fit]:
    for signature in signatures.records:
        for sign in signature.record:
            if not (sign.below and name.name == name.domain):
                for own, value, hops in _found(sign, name):
                    yield _Fit(sign, signature, value, own, hops)


def _found(sign: RecordSign, name: Name) -> Iterator[tuple[Record, str, tuple[Record, ...]]]:
    """The record to edit, what of it the sign names, and the way from there."""
    if sign.type == "SPF":
        for record in name.own:
            yield from ((record, one, ()) for one in record.included if _is_named(one, sign))
        return
    if sign.type == "MX":
        exchanges = ((record, _meant(record, name)) for record in name.own if record.type == "MX")
        yield from ((record, value, ()) for record, value in exchanges if _is_named(value, sign))
        return
    kinds = ALIASES if sign.type == "CNAME" else (sign.type,)
    alias = next((record for record in name.own if record.type in ALIASES), None)
    for number, record in enumerate(name.records):
        value = _meant(record, name)
        if record.type in kinds and _is_named(value, sign):
            way = tuple(hop for hop in name.records[: number + 1] if hop is record or hop.type in ALIASES)
            yield (alias or record, value, way if alias else ())
            return


def _meant(record: Record, name: Name) -> str:
    """What a record names, were it not for a final dot that is missing: without it the domain follows."""
    return record.value.removesuffix(f".{name.domain}") if record.name == name.name else record.value


def _is_named(value: str, sign: RecordSign) -> bool:
    return any(value.endswith(one[1:]) if one.startswith("*.") else value == one for one in sign.value)
