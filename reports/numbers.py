"""The telephone numbers on the site, and which of them belong to the CRM, in words for its owner."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports import words
from scanner.scan import ListedNumber, Numbers, Scan, SeenNumber

_KEEP: Mapping[str, str] = {
    "no": "goes with the CRM",
    "undecided": "nobody has decided yet",
    "unknown": "not on your list: the clinic's own, or the CRM's?",
    "yes": "is kept",
    "": "",
}
_WAYS: Mapping[str, str] = {
    "link": "link",
    "text": "text",
    "data": "data for search engines and programs",
    "script": "script",
    "short": "short code for text messages",
    "swapped": "put there by a script in the place of another",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A number with what becomes of it, where it stands, and on which pages; `red` asks for something to be done."""

    number: str
    said: str
    where: str
    pages: tuple[str, ...]
    red: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The part of a report on numbers; `missing` are those of the list that were not seen."""

    title: str
    intro: str
    rows: tuple[Row, ...]
    missing: tuple[str, ...]


def section(scan: Scan) -> Section | None:
    """What there is to say of numbers; None for a site without any, of which none were named."""
    found = scan.numbers
    if not (found.seen or found.missing):
        return None
    title = "Phone numbers on your site" + ("" if found.compared else ": which of them belong to the CRM?")
    return Section(
        title,
        _intro(found),
        tuple(map(_row, found.seen)),
        tuple(f"{one.number}: {_said(one)}" for one in found.missing),
    )


def _intro(found: Numbers) -> str:
    if found.compared:
        said = "Held against your list of numbers."
    else:
        said = (
            "A number that was bought in the CRM looks like any other. Hold these against the list in the CRM; "
            "with --numbers FILE the scan does it."
        )
    at_home = any(not (one.number.startswith("+") or "short" in one.ways) for one in found.seen)
    if at_home and found.region:
        return f"{said} Those without + are no numbers of {found.region}, the country of the site."
    return f"{said} Those without + are as they are written: {found.told_by}." if at_home else said


def _said(one: SeenNumber | ListedNumber) -> str:
    if isinstance(one, SeenNumber) and "short" in one.ways:
        return "whose it is, no list says: ask before the account closes"
    return (_KEEP.get(one.keep, one.keep) + (f" ({one.label})" if one.label else "")).strip()


def _row(one: SeenNumber) -> Row:
    ways = ", ".join(_WAYS.get(way, way) for way in one.ways)
    where = f"{words.count(one.count, 'place')} on {words.count(len(one.pages), 'page')}: {ways}"
    return Row(one.number, _said(one), where, one.pages, one.keep in ("no", "undecided"))
