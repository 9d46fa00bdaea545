"""The clinic's list of telephone numbers: which are kept, and which go when the CRM account closes.

Read strictly from a CSV file, every row with its line: what cannot be used is an error, since a number that is passed
over would be a false all-clear. What stands in the cells is never repeated in an error.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from scanner import number_words, phones
from scanner.errors import FileError, UsageError
from scanner.mentions import Phone, Told

_LARGEST, _MOST_ROWS, _LISTED, _LONGEST = 5_000_000, 20_000, 10, 120
_ALIASES: Mapping[str, frozenset[str]] = {
    "number": frozenset(
        {"number", "phone", "phone number", "telephone", "telephone number", "tel", "e164", "did", "line"}
    ),
    "label": frozenset({"label", "name", "friendly name", "title", "description"}),
    "keep": frozenset({"keep", "keep?", "kept", "keeping", "port", "port?", "porting", "keep or release"}),
    "line_type": frozenset({"line type", "type", "number type"}),
    "use": frozenset({"use", "used for", "usage", "purpose"}),
    "sms": frozenset({"sms", "text", "texting", "messaging"}),
    "sub_account": frozenset({"sub account", "subaccount", "account", "location"}),
    "acquired_on": frozenset({"acquired on", "acquired", "bought on", "purchased", "date created", "created"}),
    "notes": frozenset({"notes", "note", "comment", "comments", "remark", "remarks"}),
}
_YES = frozenset({"yes", "y", "true", "1", "keep", "kept", "port", "porting", "x", "✓"})
_NO = frozenset({"no", "n", "false", "0", "release", "drop", "give up", "cancel", "let go", "delete"})
_OPEN = frozenset({"", "undecided", "?", "maybe", "unknown", "tbd", "open"})
_SPREADSHEET = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+|\d+\.0")
_SHORT = re.compile(r"\d{3,6}")


class Keep(StrEnum):
    """What becomes of a number. Undecided counts like no: nobody has seen to it that it is kept."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"


class Status(StrEnum):
    """What became of a row."""

    OK = "ok"
    WARN = "warn"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one row of a file, by the line it begins on; `text` says what is odd or wrong."""

    line: int
    status: Status
    text: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A number of the list, as E.164; the other cells as they are, cut."""

    number: str
    keep: Keep
    label: str = ""
    use: str = ""
    line_type: str = ""
    sms: str = ""
    sub_account: str = ""
    acquired_on: str = ""
    notes: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether it stays when the account closes."""
        return self.keep is Keep.YES

    @property
    def is_fax(self) -> bool:
        """Whether it is the number of a fax machine."""
        return "fax" in f"{self.use} {self.line_type}".lower()


@dataclass(frozen=True, slots=True)
class Inventory:
    """All numbers that are known. Without any, nothing is said of whose the numbers on a site are."""

    numbers: tuple[Listed, ...] = ()
    rows: tuple[Row, ...] = field(default=(), compare=False)

    def of(self, phone: Phone, region: str) -> Listed | None:
        """The number of the list that stands at a place of a site in this country; None if it is none of them.

        A fax line is only one that the list calls so. Seven digits are the number of the list that ends with them, of
        several the one that goes.
        """
        if phone.told is Told.SHORT:
            return None
        known = _index(self.numbers)
        whole = "" if phone.told is Told.BARE else phones.e164(phone.number, region)
        found = known.get(f"+{whole}") if whole else None
        if found is None and not whole:
            found = next((known[digits] for digits in phones.read_as(phone.number) if digits in known), None)
        if found is None:
            ends = [one for one in self.numbers if number_words.is_local(phone.number, one.number)]
            found = min(ends, key=lambda one: one.is_kept, default=None)
        if found is None or (phone.told is Told.FAX and not found.is_fax):
            return None
        return found


@cache
def _index(numbers: tuple[Listed, ...]) -> Mapping[str, Listed]:
    """The numbers by all digits that people write for them, and by `++` and their digits."""
    index = {digits: one for one in numbers for digits in phones.ways(one.number)}
    return index | {f"+{one.number}": one for one in numbers}


def inventory(typed: Iterable[str], file: Path | None, region: str = "") -> Inventory:
    """The numbers that were typed, which will all be given up, and those of a file.

    Raises UsageError for what is no number, FileError for a file that cannot be read or holds rows that cannot be used.
    """
    given = tuple(Listed(_typed(text, region), Keep.NO) for text in typed)
    read = _read(file, region) if file is not None else Inventory()
    kept = {one.number for one in read.numbers if one.keep is Keep.YES}
    twice = next((one.number for one in given if one.number in kept), "")
    if twice:
        raise UsageError(
            "a number that is given up and kept", f"--number {twice}, and the file says keep", "one of them"
        )
    listed = {one.number: one for one in (*given, *read.numbers)}
    return Inventory(tuple(listed.values()), read.rows)


def _typed(text: str, region: str) -> str:
    number, _, _ = phones.possible(text, region)
    if not number:
        hint = "the whole number with + and country code, as --number +14155550132, or --region as well"
        raise UsageError("not a telephone number", f"--number {text[:40]}", hint)
    return number


# --- the file --------------------------------------------------------------------------------------------------------


def _read(file: Path, region: str) -> Inventory:
    text = _text(file)
    records = list(_records(file, text))
    if not records:
        raise FileError("no numbers in", str(file), "a CSV file whose first line names the columns: number,label,keep")
    columns = _columns(file, records[0][1])
    rows: list[Row] = []
    listed: dict[str, Listed] = {}
    for line, cells in records[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        one, row = _row(line, cells, columns, region)
        if one is not None and one.number in listed:
            same = listed[one.number].keep is one.keep
            said = "the same number as in an earlier line" + (
                "" if same else ", which says something else about keeping it"
            )
            row = Row(line, Status.WARN if same else Status.ERROR, said)
        rows.append(row)
        if one is not None:
            listed.setdefault(one.number, one)
    wrong = [f"line {row.line}: {row.text}" for row in rows if row.status is Status.ERROR]
    if wrong:
        more = [f"and {len(wrong) - _LISTED} more"] if len(wrong) > _LISTED else []
        raise FileError(
            "rows that cannot be used", f"{file}: {'; '.join((*wrong[:_LISTED], *more))}", "correct these lines"
        )
    if not listed:
        raise FileError("no numbers in", str(file), "a line for each number below the names of the columns")
    return Inventory(tuple(listed.values()), tuple(rows))


def _text(file: Path) -> str:
    try:
        raw = file.read_bytes() if file.stat().st_size <= _LARGEST else None
    except OSError as error:
        raise FileError("cannot read the numbers", f"{file}: {error.strerror}", "--numbers with a CSV file") from None
    if raw is None:
        raise FileError("too large for a list of numbers", str(file), "a CSV file with a line for each number")
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise FileError("not a CSV file", str(file), "save the sheet as CSV UTF-8")
    for encoding in ("utf-16",) if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileError("not a CSV file", f"{file}: this is no text", "save the sheet as CSV UTF-8")


def _records(file: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with the line it begins on."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for number, cells in enumerate(reader):
            if number > _MOST_ROWS:
                raise FileError("too many rows", f"{file}: more than {_MOST_ROWS}", "a line for each number, no more")
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise FileError(
            "not a CSV file", f"{file}: line {line}: a quote that does not end", "correct this line"
        ) from None


def _columns(file: Path, header: Sequence[str]) -> Mapping[str, int]:
    names = [" ".join(re.sub(r"[_-]+", " ", cell).casefold().split()) for cell in header]
    columns: dict[str, int] = {}
    for column, aliases in _ALIASES.items():
        places = [place for place, name in enumerate(names) if name in aliases]
        exact = [place for place in places if names[place] == column.replace("_", " ")]
        if len(places) > 1 and len(exact) != 1:
            raise FileError("two columns for one thing", f"{file}: line 1: {column}", f"name one of them {column}")
        if places:
            columns[column] = (exact or places)[0]
    if "number" not in columns:
        hint = "a first line that names the columns: number,label,keep"
        raise FileError("no column of numbers", f"{file}: line 1 names none", hint)
    return columns


def _row(line: int, cells: Sequence[str], columns: Mapping[str, int], region: str) -> tuple[Listed | None, Row]:
    if len(cells) <= columns["number"]:
        return None, Row(line, Status.ERROR, "no number")
    cell = {name: cells[place].strip()[:_LONGEST] for name, place in columns.items() if place < len(cells)}
    text = cell["number"].removeprefix("'").strip()
    number, valid, extension = phones.possible(text, region)
    if not number:
        return None, Row(line, *_why_not(text, region))
    keep, odd = _keep(cell.get("keep", ""))
    remarks = [odd] if odd else []
    if not valid:
        remarks.append("no number of its country's plan, as far as is known")
    if extension:
        remarks.append("has an extension; only the number itself is looked for")
    if not _is_day(cell.get("acquired_on", "")):
        remarks.append("acquired_on is no day such as 2026-01-31")
    names = ("label", "use", "line_type", "sms", "sub_account", "acquired_on", "notes")
    listed = Listed(number, keep, *(cell.get(name, "") for name in names))
    return listed, Row(line, Status.WARN if remarks else Status.OK, "; ".join(remarks))


def _why_not(text: str, region: str) -> tuple[Status, str]:
    if not text:
        return Status.ERROR, "no number"
    if _SPREADSHEET.fullmatch(text):
        return Status.ERROR, "a spreadsheet has rounded the number; enter it again as text"
    if _SHORT.fullmatch(text):
        return Status.WARN, "a short code: look for it in the report among the numbers of the site"
    if not text.startswith("+") and not region:
        return Status.ERROR, "without + and country code; write it whole, or give --region"
    return Status.ERROR, "not a telephone number"


def _keep(text: str) -> tuple[Keep, str]:
    word = " ".join(text.casefold().split())
    if word in _YES:
        return Keep.YES, ""
    if word in _NO:
        return Keep.NO, ""
    return Keep.UNDECIDED, "" if word in _OPEN else "keep is neither yes, no nor undecided; taken as undecided"


def _is_day(text: str) -> bool:
    try:
        return not text or bool(date.fromisoformat(text[:10]))
    except ValueError:
        return False
