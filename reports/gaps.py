"""What was read and what was not, in words."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from reports import words
from reports.reasons import LEFT, REFUSED, SENDING, SERVED, SKIPPED, Reason, Subject, reason, untold
from reports.verdict import addresses
from scanner.model import Unread
from scanner.scan import Coverage


@dataclass(frozen=True, slots=True)
class Gap:
    """Addresses that share a reason, which `what` says as a sentence; `advice` may be "". They are called `one` or
    `many`.
    """

    what: str
    advice: str
    entries: tuple[Unread, ...]
    one: str = "address"
    many: str = "addresses"


@dataclass(frozen=True, slots=True)
class Read:
    """The coverage of a scan for people. `asides` are full sentences about what was left out on purpose, `names` are
    those of which the DNS did not tell what they point to; `looked` says in full sentences what it told.
    """

    total: int
    checked: int
    rendered: int
    partial: int
    unread: int
    summary: str
    partly: tuple[Gap, ...]
    missing: tuple[Gap, ...]
    asides: tuple[str, ...]
    names: tuple[Gap, ...] = ()
    looked: tuple[str, ...] = ()


def read(coverage: Coverage, start: Collection[str] = ()) -> Read:
    """What `coverage` says of a scan that began at the addresses in `start`."""
    total, partial, unread = addresses(coverage)
    return Read(
        total,
        coverage.checked,
        coverage.rendered,
        partial,
        unread,
        _summary(total, coverage),
        _gaps(coverage.partial, start),
        _gaps(coverage.unread, start),
        (*_served(coverage), *_skipped(coverage), *_refused(coverage), *_unasked(coverage)),
        _untold(coverage),
        _looked(coverage),
    )


def _summary(total: int, coverage: Coverage) -> str:
    if not total:
        return "No address was read."
    was = "was" if 1 in (coverage.checked, total) else "were"
    text = f"{coverage.checked:,} of {words.count(total, 'address', 'addresses')} {was} read wholly"
    if coverage.rendered:
        opened = words.count(coverage.rendered, "page")
        text += f"; {opened} {'was' if coverage.rendered == 1 else 'were'} also opened in a browser"
    return f"{text}."


def _gaps(entries: tuple[Unread, ...], start: Collection[str]) -> tuple[Gap, ...]:
    groups: dict[tuple[str, Reason], list[Unread]] = defaultdict(list)
    for entry in entries:
        groups[entry.reason, reason(entry.reason, _subject(entry.url, start))].append(entry)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0][0], item[0][1].advice))
    return tuple(Gap(words.sentence(why.what), why.advice, tuple(same)) for (_, why), same in ordered)


def _unasked(coverage: Coverage) -> tuple[str, ...]:
    left = coverage.dns.left if coverage.dns else ""
    return (LEFT.get(left, f"What the names of the domain point to was not looked up: {left}."),) if left else ()


def _untold(coverage: Coverage) -> tuple[Gap, ...]:
    groups: dict[str, list[Unread]] = defaultdict(list)
    for entry in coverage.dns.unanswered if coverage.dns else ():
        groups[entry.reason].append(entry)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        Gap(words.sentence(untold(why).what), untold(why).advice, tuple(same), "name", "names") for why, same in ordered
    )


def _looked(coverage: Coverage) -> tuple[str, ...]:
    dns = coverage.dns
    if dns is None or not (dns.names or dns.guesses):
        return ()
    were = "was" if dns.names == 1 else "were"
    lines = [f"What {words.count(dns.names, 'name')} of the domain {'points' if dns.names == 1 else 'point'} to {were} "
             f"looked up"]  # fmt: skip
    if dns.usual:
        lines[0] += f", {dns.usual:,} of them because they are usual for such things"
    lines[0] += "."
    if dns.guesses:
        first = ", ".join(entry.url for entry in dns.guesses[:5])
        rest = f" and {len(dns.guesses) - 5:,} more" if len(dns.guesses) > 5 else ""
        lines.append(f"Of names that were only tried these were not answered: {first}{rest}.")
    if dns.shared:
        first = ", ".join(dns.shared[:5])
        rest = f" and {len(dns.shared) - 5:,} more" if len(dns.shared) > 5 else ""
        lines.append(
            "Pages of the CRM have the same address as these names, but so have other sites, and nothing else shows "
            f"whose they are: {first}{rest}. Open each, and give --crm-host if it shows the CRM."
        )
    return tuple(lines)


def _subject(url: str, start: Collection[str]) -> Subject:
    if url in start:
        return Subject.START
    return Subject.SCRIPT if url.partition("?")[0].endswith((".js", ".mjs", ".cjs")) else Subject.PAGE


def _served(coverage: Coverage) -> tuple[str, ...]:
    number = sum(coverage.served.values())
    if not number:
        return ()
    ordered = sorted(coverage.served.items(), key=lambda item: (-item[1], item[0]))
    named = ", ".join(f"{SERVED.get(why, why)} ({times:,})" for why, times in ordered)
    counted = f"{words.count(number, 'page')} {'was' if number == 1 else 'were'} read without a browser"
    return (f"{counted}: {named}.",)


def _skipped(coverage: Coverage) -> tuple[str, ...]:
    lines = []
    for word, number in sorted(coverage.skipped.items(), key=lambda item: (-item[1], item[0])):
        one, many = SKIPPED.get(word, (f"was left aside: {word}", f"were left aside: {word}"))
        if number:
            lines.append(f"{words.count(number, 'address', 'addresses')} {one if number == 1 else many}.")
    return tuple(lines)


def _refused(coverage: Coverage) -> tuple[str, ...]:
    number = sum(coverage.refused.values())
    if not number:
        return ()
    was = "was" if number == 1 else "were"
    kinds: Counter[str] = Counter()
    for why, times in coverage.refused.items():
        kinds[SENDING if why.isupper() else REFUSED.get(why, why)] += times
    first = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    named = ", ".join(f"{name} ({times:,})" for name, times in first[:5])
    rest = f" and {len(first) - 5:,} more" if len(first) > 5 else ""
    counted = f"{words.count(number, 'request')} of the pages {was} held back"
    return (f"{counted}: {named}{rest}.",)
