"""GitHub-flavoured Markdown, for issues, merge requests and the summary of a CI job: no HTML, no picture.

Only addresses of pages are links. What GitHub does not take as the summary of a job is never written: parts that would
become too long end with a sentence that says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reports import checklist, gaps, hosted, linked, links, notes, numbers, openers, owner, proofs, steps, words
from reports.clean import no_commands
from reports.gfm import block, code, link, prose, row
from reports.html import figures
from reports.places import Place, address, brief, found_where, identity, places, title
from reports.verdict import headline, todo
from scanner.model import Note
from scanner.scan import Evidence, Finding, Scan

MOST = 900_000
"""Bytes of the whole; GitHub takes 1024 kB."""

ROWS = 50
"""So many entries of one list are written out; the rest is counted."""

FEW = 5
"""So many addresses that share something are written out."""

_REST = "*The rest is too long for this place: it stands in the HTML report and in scan.json.*"


@dataclass(frozen=True, slots=True)
class _Part:
    """Blocks with blank lines between them, which take at most `share` of the whole."""

    blocks: tuple[str, ...]
    share: float


def render(scan: Scan, *, final_date: date | None = None) -> str:
    """`scan` as Markdown of at most 900 kB: the verdict, the tasks with their steps, and what was not read."""
    findings = todo(scan)
    found = places(findings)
    first, last = _Part(tuple(_head(scan, found, final_date)), 1 / 3), _Part(tuple(_coverage(scan, findings)), 1 / 6)
    others = (
        _Part(tuple(_beyond(scan, final_date)), 1 / 12),
        _Part(tuple(text for sort in notes.sections(scan) for text in _notes(sort, scan)), 1 / 12),
        _Part(tuple(_links(links.section(scan), scan)), 1 / 12),
        _Part(tuple(_numbers(numbers.section(scan))), 1 / 12),
        last,
    )
    after = [text for part in others for text in _fitting(part.blocks, int(MOST * part.share))]
    before = _fitting(first.blocks, int(MOST * first.share))
    left = MOST - _size(before) - _size(after)
    return "\n\n".join((*before, *_fitting(tuple(_tasks(found, scan)), left), *after)) + "\n"


def _fitting(blocks: Sequence[str], most: int) -> list[str]:
    """The blocks that take at most `most` bytes, no line a command, and a sentence if they are not all."""
    kept: list[str] = []
    left = most - _size((_REST,))
    for text in map(no_commands, blocks):
        left -= _size((text,))
        if left < 0:
            return [*kept, _REST]
        kept.append(text)
    return kept


def _size(blocks: Sequence[str]) -> int:
    return sum(len(text.encode()) + 2 for text in blocks)


def _head(scan: Scan, found: tuple[Place, ...], final_date: date | None) -> Iterator[str]:
    head = headline(scan, final_date)
    site = scan.target.hosts[0] if scan.target.hosts else ""
    yield f"# {head.label}: {code(site)}" if site else f"# {head.label}"
    yield f"**{head.sentence}.**"
    yield " ".join(head.more)
    yield " · ".join(f"**{figure.number}** {figure.label}" for figure in figures(scan, found, final_date))
    findings = todo(scan)
    if not findings:
        return
    yield f"## If nothing is done {f'by {words.day(final_date)}' if final_date else 'before the account closes'}"
    yield _items(
        f"**{one.number}** {prose(f'{words.sentence(one.words)}: {one.found}')}" for one in owner.consequences(findings)
    )
    yield "## Tasks"
    yield from _table(found, scan)
    yield _items(f"{one.who}: {words.count(len(one.findings), 'task')}" for one in owner.hands(findings))
    for sentence in hosted.sentences(scan):
        yield prose(sentence)
    common = steps.routine(findings)
    for name, shared in (("Before each task", common.before), ("After each task", common.after)):
        if shared:
            yield f"### {name}"
            yield _items(prose(step.step) + _spared(step.spared) for step in shared)


def _table(found: tuple[Place, ...], scan: Scan) -> Iterator[str]:
    told = [(place, finding) for place in found for finding in place.findings]
    lines = [row(("Task", "What", "Where to edit", "Pages", "If it stays")), "|--|--|--|--:|--|"]
    for place, finding in told[:ROWS]:
        pages = f"{len(finding.placement.apart):,}" if finding.placement.pages else "–"
        stays = words.SEVERITIES[words.severity(finding)]
        lines.append(row((code(finding.ref), prose(title(finding)), _name(place, scan), pages, stays)))
    yield "\n".join(lines)
    if len(told) > ROWS:
        yield f"and {words.count(len(told) - ROWS, 'more task')}"


def _spared(findings: tuple[Finding, ...]) -> str:
    if not findings:
        return ""
    more = f" and {len(findings) - FEW:,} more" if len(findings) > FEW else ""
    return f" Not for {', '.join(code(finding.ref) for finding in findings[:FEW])}{more}."


def _tasks(found: tuple[Place, ...], scan: Scan) -> Iterator[str]:
    common = steps.routine(todo(scan))
    twins, proven = steps.twins(found, common), proofs.proofs(scan.findings)
    for number, place in enumerate(found, 1):
        yield "\n\n".join(_place(number, place, scan))
        for finding in place.findings:
            todos = [f"- [ ] {prose(step)}" for step in steps.own(finding, common)]
            if finding.ref in twins:
                todos = [f"- [ ] The steps are those of {code(twins[finding.ref])}."]
            proof = proven[finding.ref]
            needle = f" {code(proof.needle)}" if proof.needle else ""
            yield "\n\n".join((
                *_finding(finding, place, scan),
                "\n".join((f"**{prose(finding.remedy.title)}**", "", *todos)),
                f"How you know it worked: {prose(proof.look)}{needle}{prose(proof.expect)}",
            ))  # fmt: skip


def _place(number: int, place: Place, scan: Scan) -> Iterator[str]:
    yield f"### {number}. {_name(place, scan)}"
    yield place.effect + (f" · {prose(words.platform(place.platform))}" if place.platform else "")
    if len(place.pages) > 1:
        yield f"On {_some(place.pages, scan)}"


def _finding(finding: Finding, place: Place, scan: Scan) -> Iterator[str]:
    yield f"#### {code(finding.ref)} {prose(title(finding))}"
    opener, container = openers.place(finding), words.sentence(finding.placement.container)
    named, leads = identity(finding), address(finding, scan)
    said = (openers.state(finding), words.DOUBTS[finding.confidence])
    facts = (
        prose(words.sentence(words.SEVERITIES[words.severity(finding)])),
        *(prose(words.sentence(text)) for text in said if text),
        f"What: {' '.join(code(text) for text in dict.fromkeys((named, leads)) if text)}" if named or leads else "",
        f"Where: {prose(brief(container, scan))}" if container and container.lower() not in place.title.lower() else "",
        f"Source: {prose(brief(openers.inserted(finding), scan))}" if openers.inserted(finding) else "",
        f"Opener: {code(opener)}" if opener else "",
    )
    yield _items(fact for fact in facts if fact)
    if leading := linked.summary(finding):
        yield f"{prose(words.sentence(leading))}:"
        rows = linked.rows(finding)
        yield _items(
            f"{prose(brief(one.what, scan))} {_some(one.pages, scan, one.number)}" for one in rows[:ROWS]
        ) + _more(len(rows), "place")
    for piece in finding.evidence[:1]:
        yield f"{found_where(finding)}: {_seen(piece, scan)}"
        yield block(piece.excerpt)


def _seen(piece: Evidence, scan: Scan) -> str:
    said = (
        _page(piece.page, scan),
        words.SIGHTINGS[piece.seen_in],
        f"at {code(piece.locator)}" if piece.locator else "",
        f"labelled {code(piece.label)}" if piece.label else "",
    )
    return ", ".join(part for part in said if part)


def _beyond(scan: Scan, final_date: date | None) -> Iterator[str]:
    yield "## Beyond the website"
    yield "This goes with the CRM, too, and no scan of a website can see it."
    lines = []
    for due in checklist.due(final_date, words.date_in(scan.finished)):
        final = " Cannot be made good later." if due.item.final else ""
        when = f": {prose(due.when)}." if due.when else "."
        lines.append(f"[ ] **{prose(due.item.title)}**{when}{final}")
    yield _items(lines)


def _notes(section: notes.Section, scan: Scan) -> Iterator[str]:
    yield f"## {section.title} ({len(section.findings):,})"
    yield section.intro
    lines = []
    for finding in section.findings[:ROWS]:
        pages = f", on {_some(finding.placement.pages, scan)}" if finding.placement.pages else ""
        lines.append(f"{code(finding.ref)} {prose(title(finding))}{pages}")
        if section.steps:
            shown = (finding.url if section.note is Note.ASK else piece.excerpt for piece in notes.said(finding)[:FEW])
            lines[-1] += "".join(f"\n  - {code(text)}" for text in shown if text)
    yield _items(lines) + _more(len(section.findings), "note")
    if section.steps:
        yield "What to do:"
        yield _items(f"[ ] {prose(step)}" for step in section.steps)


def _links(section: links.Section | None, scan: Scan) -> Iterator[str]:
    if section is None:
        return
    yield "## Links to other sites"
    yield section.summary
    for name, told in (
        ("Links that are broken already", section.broken),
        ("Links that could not be checked", section.unseen),
    ):
        if told:
            yield f"### {name} ({len(told):,})"
            yield _items(_told(one, scan) for one in told[:ROWS]) + _more(len(told), "link")
    if section.asides:
        yield _items(map(prose, section.asides))


def _told(one: links.Told, scan: Scan) -> str:
    label = f" ({prose(f'‘{one.label}’')})" if one.label else ""
    return f"{code(one.url)}: {prose(one.why)}" + (f"; on {_some(one.pages, scan)}{label}" if one.pages else "")


def _numbers(section: numbers.Section | None) -> Iterator[str]:
    if section is None:
        return
    yield f"## {section.title}"
    yield prose(section.intro)
    if section.rows:
        lines = [row(("Number", "What becomes of it", "Where")), "|--|--|--|"]
        for one in section.rows[:ROWS]:
            said = prose(one.said)
            lines.append(row((code(one.number), f"**{said}**" if one.red and said else said, prose(one.where))))
        yield "\n".join(lines) + _more(len(section.rows), "number")
    if section.missing:
        yield "### On your list, not seen on the site"
        yield _items(map(prose, section.missing[:ROWS])) + _more(len(section.missing), "number")


def _coverage(scan: Scan, findings: tuple[Finding, ...]) -> Iterator[str]:
    read = gaps.read(scan.coverage, scan.target.start)
    yield "## What was read"
    yield read.summary
    if read.looked:
        yield _items(map(prose, read.looked))
    for name, same, number in (
        ("Not read", read.missing, read.unread),
        ("Read only in part", read.partly, read.partial),
        ("Not looked up in the DNS", read.names, sum(len(gap.entries) for gap in read.names)),
    ):
        if same:
            yield f"### {name} ({number:,})"
            yield from (_gap(gap) for gap in same)
    asides = (*read.asides, *owner.unlooked(findings, scan.numbers))
    if asides:
        yield "### Left out on purpose"
        yield _items(map(prose, asides))
    tool = scan.tool
    yield f"Made by {prose(f'{tool.name} {tool.version}')}, finished {prose(words.clock(scan.finished))}; " + (
        f"browser: {prose(tool.browser)}." if tool.browser else "no browser ran."
    )


def _gap(gap: gaps.Gap) -> str:
    lines = [f"- **{prose(gap.what)}**: {words.count(len(gap.entries), gap.one, gap.many)}"]
    if gap.advice:
        lines[0] += f". {prose(gap.advice)}"
    lines += [f"  - {code(one.url)} {prose(one.detail)}".rstrip(" ") for one in gap.entries[:FEW]]
    if len(gap.entries) > FEW:
        lines.append(f"  - and {len(gap.entries) - FEW:,} more, all of them in scan.json")
    return "\n".join(lines)


def _name(place: Place, scan: Scan) -> str:
    """A place by its name; a page as a link to it."""
    return _page(place.title, scan) if "://" in place.title.partition(" ")[0] else prose(brief(place.title, scan))


def _page(url: str, scan: Scan) -> str:
    return link(url, brief(url, scan))


def _some(pages: Sequence[str], scan: Scan, number: int = 0) -> str:
    """The first of these pages, of which there are `number` in all if that is more."""
    left = max(number, len(pages)) - FEW
    more = f" and {left:,} more" if left > 0 else ""
    return ", ".join(_page(page, scan) for page in pages[:FEW]) + more


def _items(lines: Iterator[str] | Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _more(number: int, one: str) -> str:
    return f"\n\nand {words.count(number - ROWS, f'more {one}')}, all of them in scan.json" if number > ROWS else ""
