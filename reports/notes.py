"""Notes: what asks for nothing before the CRM closes, or only for a look; none of it makes a scan fail."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.verdict import left_overs
from scanner.model import Note
from scanner.scan import Evidence, Finding, Scan


@dataclass(frozen=True, slots=True)
class Section:
    """Notes of one sort. `name` is that in the list of parts, `anchor` its place in the report; `steps` say what to do
    with them, where something is to be done.
    """

    note: Note
    anchor: str
    name: str
    title: str
    intro: str
    findings: tuple[Finding, ...]
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    anchor: str
    name: str
    title: str
    one: str
    many: str


_SORTS: Mapping[Note, _Words] = {
    Note.ASK: _Words(
        "questions",
        "Questions",
        "Only you can tell",
        "Nobody outside can see whether this belongs to the CRM. If it does, it has to be replaced like the rest; "
        "if not, leave it.",
        "Nobody outside can see whether these belong to the CRM. Those that do have to be replaced like the rest; "
        "leave the others.",
    ),
    Note.TEXT: _Words(
        "texts",
        "Texts",
        "Texts to update",
        "This text names the CRM. No page breaks when the account closes, but what it tells visitors is then no longer "
        "true.",
        "These texts name the CRM. No page breaks when the account closes, but what they tell visitors is then no "
        "longer true.",
    ),
    Note.LEFT_OVER: _Words(
        "notes",
        "Left-overs",
        "Left-overs that do nothing",
        "It is in the pages but never runs: commented out, or never filled in. Nobody has to act; tidying up is "
        "welcome.",
        "They are in the pages but never run: commented out, or never filled in. Nobody has to act; tidying up is "
        "welcome.",
    ),
}
"""In the order of the report."""


def sections(scan: Scan) -> tuple[Section, ...]:
    """The notes of a scan, sort by sort; those of scans that did not tell sorts apart never run."""
    found = left_overs(scan)
    made = ((note, tuple(one for one in found if (one.note or Note.LEFT_OVER) is note)) for note in _SORTS)
    return tuple(_section(note, same) for note, same in made if same)


def _section(note: Note, found: tuple[Finding, ...]) -> Section:
    said = _SORTS[note]
    intro = said.one if len(found) == 1 else said.many
    steps = () if note is Note.LEFT_OVER else tuple(dict.fromkeys(step for one in found for step in one.remedy.steps))
    return Section(note, said.anchor, said.name, said.title, intro, found, steps)


def said(finding: Finding) -> tuple[Evidence, ...]:
    """What shows a note: of texts each sentence once, of anything else the first piece."""
    pieces = {piece.excerpt: piece for piece in reversed(finding.evidence)}
    return tuple(reversed(pieces.values())) if finding.note is Note.TEXT else finding.evidence[:1]
