"""The summary for a terminal, also without one: short, the verdict first, no line a command to anybody."""

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from reports import checklist, hosted, linked, notes, numbers, openers, owner, words
from reports.clean import no_commands, one_line, visible
from reports.gaps import Gap, read
from reports.links import Section, section
from reports.places import Place, address, brief, identity, places, title
from reports.verdict import Tone, headline, todo
from scanner.model import Note, PlacementType, Severity
from scanner.scan import UNSANDBOXED, Finding, Scan

_SHOWN = 3
_NUMBERS = 20
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class _Line:
    """`lead` stands before the text, which wraps beside it; `style` is an ANSI number, or "" for none."""

    text: str = ""
    lead: str = ""
    style: str = ""


_BOLD, _DIM, _RED, _YELLOW, _GREEN = "1", "2", "31", "33", "32"
_TONES = {Tone.CLEAR: f"{_BOLD};{_GREEN}", Tone.TRACES: f"{_BOLD};{_RED}", Tone.INCOMPLETE: f"{_BOLD};{_YELLOW}"}
_SEVERITIES = {Severity.BREAKS: _RED, Severity.LOSES: _YELLOW, Severity.TIDY: _DIM}


def render(scan: Scan, *, final_date: date | None = None, color: bool = False, width: int = 80) -> str:
    """The summary of `scan`, wrapped at `width` columns where no address has to be broken for it."""
    text = "\n".join(row for line in _report(scan, final_date) for row in _rows(line, max(width, 40), color=color))
    return text.rstrip("\n") + "\n"


def _report(scan: Scan, final_date: date | None) -> Iterator[_Line]:
    head = headline(scan, final_date)
    yield _Line(f"{head.sentence}.", style=_TONES[head.tone])
    for sentence in head.more:
        yield _Line(sentence)
    yield from _consequences(todo(scan))
    for sentence in hosted.sentences(scan):
        yield from (_Line(), _Line(sentence))
    found = places(todo(scan))
    if found:
        yield from _heading("Where to edit, the most effective first")
    for number, place in enumerate(found, 1):
        yield from _place(number, place, scan)
    for sort in notes.sections(scan):
        yield from _notes(sort)
    yield from _links(section(scan))
    yield from _numbers(numbers.section(scan))
    yield from _beyond(scan, final_date)
    yield from _coverage(scan)


def _heading(text: str) -> tuple[_Line, ...]:
    return _Line(), _Line(text, style=_BOLD)


def _consequences(findings: tuple[Finding, ...]) -> Iterator[_Line]:
    rows = owner.consequences(findings)
    if rows:
        yield _Line()
    for row in rows:
        yield _Line(f"{words.sentence(row.words)}: {row.found}", f"{row.number:>4}  ", _SEVERITIES[row.severity])


def _place(number: int, place: Place, scan: Scan) -> Iterator[_Line]:
    yield _Line()
    name = place.title if "://" in place.title.partition(" ")[0] else brief(place.title, scan)
    yield _Line(name, f"{number:>2}. ", _BOLD)
    builder = f" · {words.platform(place.platform)}" if place.platform else ""
    yield _Line(f"{place.effect}{builder}", "    ", _DIM)
    if len(place.pages) > 1:
        paged, moved = place.type is PlacementType.PAGE, place.type is PlacementType.REDIRECT
        example = f"for example {place.pages[1 if moved else 0]}"
        yield _Line(f"in {_some(place.pages[1:])}" if paged else example, "    ")
    for finding in place.findings:
        yield from _finding(finding, place, scan)


def _finding(finding: Finding, place: Place, scan: Scan) -> Iterator[_Line]:
    lead = f"    {finding.ref:<5} "
    beside = " " * len(lead)
    yield _Line(f"{title(finding)} · {words.SEVERITIES[words.severity(finding)]}", lead)
    if named := identity(finding) or address(finding, scan):
        yield _Line(named, beside, _DIM)
    container = words.sentence(finding.placement.container)
    if container.lower() not in place.title.lower():
        yield _Line(brief(container, scan), beside, _DIM)
    if maker := openers.inserted(finding):
        yield _Line(brief(words.sentence(maker), scan), beside, _DIM)
    if leading := linked.summary(finding):
        yield _Line(words.sentence(leading), beside, _DIM)
    for row in linked.rows(finding)[:_SHOWN]:
        yield _Line(brief(f"{row.what} {_some(row.pages, row.number)}", scan), f"{beside}  ", _DIM)
    opener = openers.place(finding)
    shown = openers.state(finding) + (f": {opener}" if opener else "")
    for remark in filter(None, (shown, words.DOUBTS[finding.confidence])):
        yield _Line(words.sentence(remark), beside, _YELLOW)


def _notes(section: notes.Section) -> Iterator[_Line]:
    yield from _heading(f"{section.title} ({len(section.findings)})")
    if section.steps:
        yield _Line(section.intro, "    ", _DIM)
    for finding in section.findings:
        pages = f", on {_some(finding.placement.pages)}" if finding.placement.pages else ""
        lead = f"    {finding.ref:<5} "
        yield _Line(f"{title(finding)}{pages}", lead, _DIM)
        if section.steps:
            for piece in notes.said(finding)[:_SHOWN]:
                shown = finding.url if section.note is Note.ASK else f"‘{piece.excerpt}’"
                yield _Line(shown, " " * len(lead))


def _numbers(section: numbers.Section | None) -> Iterator[_Line]:
    if section is None:
        return
    yield from _heading(section.title)
    yield _Line(section.intro, "    ", _DIM)
    for row in section.rows[:_NUMBERS]:
        said = f", {row.said}" if row.said else ""
        yield _Line(f"{row.number}{said}: {row.where}", "    ", _RED if row.red else "")
    if len(section.rows) > _NUMBERS:
        yield _Line(f"and {len(section.rows) - _NUMBERS:,} more", "    ")
    for line in section.missing[:_NUMBERS]:
        yield _Line(f"not seen on the site: {line}", "    ", _DIM)
    if len(section.missing) > _NUMBERS:
        yield _Line(f"and {len(section.missing) - _NUMBERS:,} more", "    ", _DIM)


def _beyond(scan: Scan, final_date: date | None) -> Iterator[_Line]:
    """Of what no scan can see, what cannot be made good later."""
    every = checklist.due(final_date, words.date_in(scan.finished))
    final = tuple(due for due in every if due.item.final)
    yield from _heading("Beyond the website, and too late once the account is closed")
    for due in final:
        yield _Line(f"{due.item.title}: {due.when}", "    ", _RED if due.late else "")
    yield _Line(
        f"and {words.count(len(every) - len(final), 'more point')}, all of them in the HTML report", "    ", _DIM
    )


def _links(links: Section | None) -> Iterator[_Line]:
    if links is None:
        return
    for name, told in (
        ("Links that are broken already", links.broken),
        ("Links that could not be checked", links.unseen),
    ):
        if told:
            yield from _heading(f"{name} ({len(told):,})")
        for one in told[:_SHOWN]:
            yield _Line(one.url, "    ", _YELLOW)
            label = f" (‘{one.label}’)" if one.label else ""
            yield _Line(one.why + (f"; on {_some(one.pages)}{label}" if one.pages else ""), "      ")
        if len(told) > _SHOWN:
            yield _Line(f"and {len(told) - _SHOWN:,} more", "    ")


def _coverage(scan: Scan) -> Iterator[_Line]:
    coverage = read(scan.coverage, scan.target.start)
    yield from _heading("What was read")
    yield _Line(coverage.summary, "    ")
    for line in coverage.looked:
        yield _Line(line, "    ")
    if (links := section(scan)) is not None:
        yield _Line(links.summary, "    ")
    for aside in (*coverage.asides, *owner.unlooked(todo(scan), scan.numbers)):
        yield _Line(aside, "    ", _DIM)
    if scan.tool.browser.endswith(UNSANDBOXED):
        yield _Line(f"Browser: {scan.tool.browser}", "    ", _YELLOW)
    for name, gaps, number in (
        ("Read only in part", coverage.partly, coverage.partial),
        ("Not read", coverage.missing, coverage.unread),
        ("Not looked up in the DNS", coverage.names, sum(len(gap.entries) for gap in coverage.names)),
    ):
        if gaps:
            yield from _heading(f"{name} ({number:,})")
        for gap in gaps:
            yield from _gap(gap)


def _gap(gap: Gap) -> Iterator[_Line]:
    yield _Line(f"{gap.what}: {words.count(len(gap.entries), gap.one, gap.many)}", "    ", _YELLOW)
    for entry in gap.entries[:_SHOWN]:
        yield _Line(entry.url + (f" ({entry.detail})" if entry.detail else ""), "      ")
    if len(gap.entries) > _SHOWN:
        yield _Line(f"and {len(gap.entries) - _SHOWN:,} more", "      ")
    if gap.advice:
        yield _Line(gap.advice, "      → ", _DIM)


def _some(pages: tuple[str, ...], number: int = 0) -> str:
    """The first of these pages, of which there are `number` in all if that is more."""
    left = max(number, len(pages)) - _SHOWN
    more = f" and {left:,} more" if left > 0 else ""
    return ", ".join(pages[:_SHOWN]) + more


def _rows(line: _Line, width: int, *, color: bool) -> Iterable[str]:
    lead, text = visible(line.lead).replace("\n", " ").replace("\t", " "), one_line(line.text)
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}…"
    rows = textwrap.wrap(
        text,
        width,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )
    for row in rows or [""]:
        safe = no_commands(row)
        yield f"\x1b[{line.style}m{safe}\x1b[0m" if color and line.style and safe else safe
