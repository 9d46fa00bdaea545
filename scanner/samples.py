"""The samples that signatures carry, run as pages through the same reading that real pages get."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from scanner.inventory import Inventory, Keep, Listed
from scanner.model import Mode, Page, Request, State
from scanner.pointing import pointers
from scanner.recognise import Recogniser
from scanner.signatures import Signatures
from scanner.signatures.records import Sample, Signature
from scanner.traces import Match
from scanner.uniting import unite
from scanner.urls import parse
from scanner.zone import Name, Record, Why


@dataclass(frozen=True, slots=True)
class Trial:
    """One sample of a signature; `wanted` says whether it is a hit, `name` is its place, as in `hits[2]`."""

    signature: Signature
    name: str
    sample: Sample
    wanted: bool


def trials(signature: Signature) -> Iterator[Trial]:
    """All samples of a signature."""
    for key, samples in (("hits", signature.hits), ("misses", signature.misses)):
        for number, sample in enumerate(samples):
            whole = Sample(html=sample) if isinstance(sample, str) else sample
            yield Trial(signature, f"{key}[{number}]", whole, wanted=key == "hits")


def recognised(sample: Sample, signatures: Signatures) -> frozenset[str]:
    """The signatures that are recognised in the page, and in the DNS records, that a sample describes."""
    found = matches(sample, signatures)
    shown = frozenset(match.signature for match in found)
    address = parse(sample.page)
    if not sample.zone or address is None:
        return shown
    names = _names(sample.zone, address.host.removeprefix("www."))
    return shown.union(p.signature.id for p in pointers(names, signatures, {address.host: shown}))


def _names(lines: Iterable[str], domain: str) -> tuple[Name, ...]:
    """What a zone of these lines says of each name that has any."""
    parts = (line.split(" ", 2) for line in lines)
    records = [Record(name, kind, value) for name, kind, value in parts]
    return tuple(
        Name(name, domain, Why.ZONE, tuple(_chain(name, records))) for name in dict.fromkeys(r.name for r in records)
    )


def _chain(name: str, records: Sequence[Record]) -> Iterator[Record]:
    for record in records:
        if record.name == name:
            yield record
            if record.type == "CNAME":
                yield from _chain(record.value, records)


def matches(sample: Sample, signatures: Signatures) -> tuple[Match, ...]:
    """What is recognised on the page that a sample describes."""
    address = parse(sample.page)
    hosts = frozenset({address.netloc} if address else ())
    requests = tuple(Request(url, "fetch", frame=sample.page) for url in sample.requests)
    mode = Mode.RENDERED if requests else Mode.SERVED
    page = Page(sample.page, sample.page, 200, mode, sample.html, requests=requests)
    given_up = Inventory(tuple(Listed(number, Keep.NO) for number in sample.numbers))
    recogniser = Recogniser(signatures, hosts, frozenset(sample.crm), given_up)
    traces = recogniser.page(page)[1]
    if sample.shown:
        rendered = replace(page, mode=Mode.RENDERED, html=sample.shown)
        both = unite(traces, recogniser.page(rendered)[1])
        traces = replace(both, swaps=recogniser.swaps(sample.html, rendered, both))
    return recogniser.matches(traces, recogniser.learned([traces]))


def failure(trial: Trial, signatures: Signatures) -> str:
    """What is wrong with a sample, "" if nothing is.

    A hit must be recognised as its own signature and those it lists in `also`, and as nothing else; a miss must not be
    recognised as its own.
    """
    found = matches(trial.sample, signatures)
    own, got = trial.signature.id, recognised(trial.sample, signatures)
    if not trial.wanted:
        return f"must not be {own}" if own in got else ""
    expected = {own, *trial.sample.also}
    if own not in got:
        return f"not recognised as {own}"
    if got != expected:
        return "also " + ", ".join(sorted(got - expected)) if got - expected else "not " + ", ".join(expected - got)
    if trial.signature.record:
        return ""
    inert = all(match.mention.state is State.INERT for match in found if match.signature == own)
    if inert is not trial.sample.inert:
        return "should be a note only" if trial.sample.inert else "is a note only"
    return ""
