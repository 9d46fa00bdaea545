"""The state of things in one sentence, and the few figures beside it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from reports import words
from scanner.model import Note, PlacementType, State, Verdict
from scanner.scan import Coverage, Finding, Scan


class Tone(StrEnum):
    """How the report looks at first glance."""

    CLEAR = "clear"
    TRACES = "traces"
    INCOMPLETE = "incomplete"


BELOW = "What was not read is named below, with what helps."
"""What a headline adds where gaps are listed under it."""


@dataclass(frozen=True, slots=True)
class Headline:
    """`label` in two or three words, the verdict as one `sentence` without full stop, and `more` full sentences."""

    tone: Tone
    label: str
    sentence: str
    more: tuple[str, ...]


def todo(scan: Scan) -> tuple[Finding, ...]:
    """The findings that ask for something to be done."""
    return tuple(finding for finding in scan.findings if finding.state is not State.INERT)


def left_overs(scan: Scan) -> tuple[Finding, ...]:
    """The findings that are listed as notes only."""
    return tuple(finding for finding in scan.findings if finding.state is State.INERT)


def pages_of(findings: tuple[Finding, ...]) -> int:
    """On how many different pages `findings` were seen, however many addresses a page has."""
    return len({page for finding in findings for page in finding.placement.apart})


def addresses(coverage: Coverage) -> tuple[int, int, int]:
    """How many addresses were in scope, read only in part, and not read."""
    unread = {entry.url for entry in coverage.unread}
    partial = {entry.url for entry in coverage.partial} - unread
    return coverage.checked + len(partial) + len(unread), len(partial), len(unread)


def days_left(scan: Scan, final_date: date | None) -> int | None:
    """Days from the end of the scan to `final_date`, negative once it has passed; None without a date."""
    finished = words.date_in(scan.finished)
    return (final_date - finished).days if final_date and finished else None


def headline(scan: Scan, final_date: date | None) -> Headline:
    """The verdict. It says clear only for a clear, complete scan of something in which nothing is left to do."""
    if todo(scan):
        return Headline(Tone.TRACES, "Traces left", _traces(scan, final_date), _traces_more(scan, final_date))
    total, _, _ = addresses(scan.coverage)
    if scan.verdict is Verdict.CLEAR and scan.coverage.complete and scan.coverage.checked:
        where = "the one address" if total == 1 else f"any of the {words.count(total, 'address', 'addresses')}"
        read = f"Every address was read; {_in_browser(scan.coverage)}"
        names = scan.coverage.dns.names if scan.coverage.dns else 0
        told = (f"{words.count(names, 'name')} of its domain {'was' if names == 1 else 'were'} looked up, too.",)
        more = (read, *(told if names else ()), *_texts(scan))
        return Headline(Tone.CLEAR, "Clear", f"Clear: no trace of the CRM at {where} of this site", more)
    found = "No trace of the CRM was found in what was read." if scan.coverage.checked else "So nothing is known yet."
    named = total > scan.coverage.checked or scan.coverage.unfollowed or _untold(scan.coverage)
    more = (found, BELOW) if named else (found,)
    return Headline(Tone.INCOMPLETE, "Not proven clear", f"Not proven clear: {gap(scan.coverage)}", more)


def _texts(scan: Scan) -> tuple[str, ...]:
    """That words still name the CRM, where they do: no trace, but clear is not the last word on it."""
    number = sum(finding.note is Note.TEXT for finding in left_overs(scan))
    if not number:
        return ()
    names, is_listed = ("names", "it is") if number == 1 else ("name", "they are")
    return (f"{words.count(number, 'text')} still {names} the CRM in words: {is_listed} listed below.",)


def gap(coverage: Coverage) -> str:
    """What is missing from a complete scan, such as "3 of 41 addresses could not be read"."""
    untold = _untold(coverage)
    points = "points" if untold == 1 else "point"
    names = f"where {words.count(untold, 'name')} of the domain {points} could not be looked up"
    pages = _unread(coverage, names if untold else "")
    return f"{pages}, and {names}" if untold and pages != names else pages


def _untold(coverage: Coverage) -> int:
    return len(coverage.dns.unanswered) if coverage.dns else 0


def _unread(coverage: Coverage, otherwise: str) -> str:
    total, partial, unread = addresses(coverage)
    of = f"of {words.count(total, 'address', 'addresses')}"
    if total and not coverage.checked and not partial:
        return f"0 {of} could be checked"
    if coverage.unfollowed:
        rest = replace(coverage, unfollowed=0)
        ends = f"the end of {words.count(coverage.unfollowed, 'link')} could not be seen"
        return f"{_unread(rest, otherwise)}, and {ends}" if unread or partial else ends
    if unread and partial:
        return f"{unread:,} {of} could not be read, {partial:,} more only in part"
    if unread:
        return f"{unread:,} {of} could not be read"
    if partial:
        return f"{partial:,} {of} could be read only in part"
    return (otherwise or "the scan stopped before its end") if total else "no address was checked"


def deadline(scan: Scan, final_date: date | None) -> str:
    """How much time is left, as a sentence; "" without a date."""
    days = days_left(scan, final_date)
    if days is None:
        return ""
    if days > 0:
        return f"{words.count(days, 'day')} {'is' if days == 1 else 'are'} left, counted from the day of this scan."
    if days == 0:
        return "The day of this scan is the last one."
    return f"The last day was {words.count(-days, 'day')} before this scan."


def _traces(scan: Scan, final_date: date | None) -> str:
    findings = todo(scan)
    amount = _amount(findings)
    subject = amount if scan.coverage.complete else f"At least {amount}"
    if final_date is None:
        return f"{subject} must come off"
    days = days_left(scan, final_date)
    if days is not None and days < 0:
        return f"{subject} must come off: {words.day(final_date)} has passed"
    return f"{subject} must come off before {words.day(final_date)}"


def _amount(findings: tuple[Finding, ...]) -> str:
    """Such as "3 things on 41 pages and 1 entry of the domain"."""
    entries = sum(finding.placement.type is PlacementType.DNS for finding in findings)
    things, pages = len(findings) - entries, pages_of(findings)
    said = [words.count(things, "thing") + (f" on {words.count(pages, 'page')}" if pages else "")] if things else []
    said += [words.count(entries, "entry of the domain", "entries of the domain")] if entries else []
    return words.listed(said)


def _traces_more(scan: Scan, final_date: date | None) -> tuple[str, ...]:
    belong, stop = ("It belongs", "stops") if len(todo(scan)) == 1 else ("They belong", "stop")
    lines = [f"{belong} to the CRM and {stop} working when its account closes.", deadline(scan, final_date)]
    if not scan.coverage.complete:
        lines.append(f"{words.sentence(gap(scan.coverage))}, so there may be more.")
    return tuple(line for line in lines if line)


def _in_browser(coverage: Coverage) -> str:
    if coverage.rendered >= coverage.checked > 1:
        return "all of them were also opened in a browser."
    if not coverage.rendered:
        return "none of them had anything that only a browser shows."
    was = "was" if coverage.rendered == 1 else "were"
    return f"{coverage.rendered:,} of them {was} also opened in a browser, wherever one could show more."
