"""The samples that signatures carry, run as pages through the same reading that real pages get."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scanner.inventory import Inventory, Keep, Listed
from scanner.model import Mode, Page, Request, State
from scanner.recognise import Recogniser
from scanner.signatures import Signatures
from scanner.signatures.records import Sample, Signature
from scanner.traces import Match
from scanner.uniting import unite
from scanner.urls import parse


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
    own = trial.signature.id
    if not trial.wanted:
        return f"must not be {own}" if any(match.signature == own for match in found) else ""
    expected = {own, *trial.sample.also}
    got = {match.signature for match in found}
    if own not in got:
        return f"not recognised as {own}"
    if got != expected:
        return "also " + ", ".join(sorted(got - expected)) if got - expected else "not " + ", ".join(expected - got)
    inert = all(match.mention.state is State.INERT for match in found if match.signature == own)
    if inert is not trial.sample.inert:
        return "should be a note only" if trial.sample.inert else "is a note only"
    return ""
