"""A table for those who filter: one row for each finding and page, so that no row needs another one to be understood.

CSV as Excel opens it: UTF-8 with a byte order mark, without which Excel takes it for the machine's own code page, and
lines that end with CR LF. No cell starts a formula, neither where the comma parts cells nor where the semicolon does.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache
from io import StringIO

from reports import linked, links, openers, words
from reports.clean import no_commands, one_line
from reports.places import title
from reports.reasons import reason, untold
from reports.steps import own, routine
from reports.verdict import headline, left_overs, todo
from scanner.model import Note, State, Unread
from scanner.scan import Evidence, Finding, Scan

LONGEST = 2000
"""Characters of a cell."""

MOST = 200_000
"""So many rows for findings; if there are more, each finding names its share of pages, and how many are left out."""

_MARK = "\ufeff"
_STARTS = "=+\\-@＝＋－＠﹢﹣﹦﹫−"
_FORMULA = re.compile(f'(?:^|(?<=;))(?=[\\s"]*[{_STARTS}])')


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; the names are its head.

    `type`: scan (the verdict), trace, left-over, text or ask (notes), read in part, not read, not looked up, broken
    link or link not checked. `severity`, `confidence`, `state`, `seen_in`, `edited_in`, `kind` and `how` are the words
    of scan.json. `excerpt` stands with the page it was read on, and with the first page where it was read somewhere
    else; `seen_at` says where.
    """

    type: str
    ref: str = ""
    what: str = ""
    page: str = ""
    severity: str = ""
    confidence: str = ""
    state: str = ""
    edit: str = ""
    container: str = ""
    builder: str = ""
    value: str = ""
    address: str = ""
    link_text: str = ""
    excerpt: str = ""
    locator: str = ""
    seen_in: str = ""
    seen_at: str = ""
    note: str = ""
    remedy: str = ""
    first_step: str = ""
    edited_in: str = ""
    kind: str = ""
    how: str = ""
    signature: str = ""
    fingerprint: str = ""


def render(scan: Scan, *, final_date: date | None = None) -> str:
    """`scan` as one table: the verdict, what was found, what was not read, links that are broken or not checked."""
    table = StringIO()
    writer = csv.writer(table)
    writer.writerow(field.name for field in fields(Row))
    for row in _rows(scan, final_date):
        writer.writerow([cell(getattr(row, field.name)) for field in fields(Row)])
    return _MARK + table.getvalue()


@lru_cache(maxsize=1024)
def cell(text: str) -> str:
    """`text` on one line, cut, no command to anybody; `'` stands before what a spreadsheet would calculate."""
    text = no_commands(one_line(text))
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return _FORMULA.sub("'", text)


def _rows(scan: Scan, final_date: date | None) -> Iterator[Row]:
    head = headline(scan, final_date)
    yield Row("scan", what=f"{head.sentence}.", note=" ".join(head.more))
    everything = (*todo(scan), *left_overs(scan))
    share = _share([len(finding.placement.pages) for finding in everything])
    common = routine(todo(scan))
    for finding in everything:
        first = (*own(finding, common), *finding.remedy.steps)[:1]
        yield from _finding(finding, "".join(first), share)
    for type_, entries in (("read in part", scan.coverage.partial), ("not read", scan.coverage.unread)):
        for entry in entries:
            yield _gap(type_, entry)
    for entry in scan.coverage.dns.unanswered if scan.coverage.dns else ():
        why = untold(entry.reason)
        yield Row("not looked up", what=words.sentence(why.what), value=entry.url, note=entry.detail)
    yield from _links(scan)


def _share(pages: list[int]) -> int:
    """How many pages each finding may name."""
    return max(pages, default=0) if sum(pages) <= MOST else max(MOST // len(pages), 1)


def _finding(finding: Finding, first_step: str, share: int) -> Iterator[Row]:
    where = finding.placement
    same = Row(
        type=(finding.note or Note.LEFT_OVER) if finding.state is State.INERT else "trace",
        ref=finding.ref,
        what=title(finding),
        kind=finding.kind,
        how=finding.how,
        state=finding.state,
        severity=finding.severity,
        confidence=finding.confidence,
        value=finding.value,
        address=finding.url,
        edited_in=where.type,
        edit=where.edit,
        container=where.container,
        builder=words.platform(where.platform) if where.platform else "",
        note=_said(finding),
        remedy=finding.remedy.title,
        first_step=first_step,
        signature=finding.signature,
        fingerprint=finding.fingerprint,
    )
    read: dict[str, Evidence] = {}
    for piece in finding.evidence:
        read.setdefault(piece.page, piece)
    if finding.evidence and not any(page in read for page in where.pages[:share]):
        read[where.pages[0] if where.pages else ""] = finding.evidence[0]
    for page in where.pages[:share] or ("",):
        row = replace(same, page=page)
        yield _shown(row, read[page]) if page in read else row
    if len(where.pages) > share:
        left = words.count(len(where.pages) - share, "more page")
        yield replace(same, note=f"and {left}, all of them in scan.json")


def _shown(row: Row, piece: Evidence) -> Row:
    return replace(
        row,
        link_text=piece.label,
        excerpt=piece.excerpt,
        locator=piece.locator,
        seen_in=piece.seen_in,
        seen_at=piece.page,
    )


def _said(finding: Finding) -> str:
    opener = openers.place(finding)
    shown = openers.state(finding) + (f": {opener}" if opener else "")
    said = (shown, openers.inserted(finding), words.DOUBTS[finding.confidence], linked.summary(finding))
    return "; ".join(part for part in said if part)


def _gap(type_: str, entry: Unread) -> Row:
    return Row(type_, what=words.sentence(reason(entry.reason).what), page=entry.url, note=entry.detail)


def _links(scan: Scan) -> Iterator[Row]:
    section = links.section(scan)
    if section is None:
        return
    lists = ("broken link", section.broken, scan.links.broken), ("link not checked", section.unseen, scan.links.unseen)
    for type_, told, notes in lists:
        for one, note in zip(told, notes, strict=True):
            row = Row(type_, what=one.why, address=one.url, link_text=one.label)
            for page in one.pages or ("",):
                yield replace(row, page=page)
            if one.pages and note.number > len(one.pages):
                yield replace(row, note=f"and {words.count(note.number - len(one.pages), 'more page')}")
