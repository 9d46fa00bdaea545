"""The clinic's list of numbers: what is read of it, and what is said of each line that is odd or wrong."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.errors import FileError, UsageError
from scanner.inventory import Inventory, Keep, Listed, Row, Status, inventory
from scanner.mentions import Mention, MentionType, Phone, Told, Where
from scanner.model import SeenIn

FRONT = Listed("+14155550132", Keep.NO, "Front desk")
HEADER = "number,label,keep,line_type,use,sms,sub_account,acquired_on,notes\n"
CANARY = "Canary Patient 4155550177x"


def read(folder: Path, content: str | bytes, region: str = "") -> Inventory:
    file = folder / "numbers.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return inventory((), file, region)


def test_all_columns(tmp_path: Path) -> None:
    row = '+1 415 555 0132,"Front desk, main",No,voip,main,yes,Hazel Row,2024-05-01,"ported\nonce"\n'
    listed = Listed(
        "+14155550132", Keep.NO, "Front desk, main", "main", "voip", "yes", "Hazel Row", "2024-05-01", "ported\nonce"
    )
    assert read(tmp_path, HEADER + row) == Inventory((listed,))


@pytest.mark.parametrize(
    "content",
    [
        "number,label,keep\n+14155550132,Front desk,no\n",
        "\ufeffNumber;Label;Keep\r\n+14155550132;Front desk;no\r\n",
        "Phone Number\tFriendly-Name\tPort?\n+1 (415) 555-0132\tFront desk\tRELEASE\n",
        "keep,name,phone\nfalse,Front desk,'+14155550132\n",
        '"number","label","keep"\n"+1.415.555.0132","Front desk","n"\n\n,,\n',
        "number,label,keep\n+14155550132,Front desk,no\n".encode("utf-16"),
    ],
)
def test_ways_in_which_sheets_are_saved(content: str | bytes, tmp_path: Path) -> None:
    assert read(tmp_path, content).numbers == (FRONT,)


@pytest.mark.parametrize(
    ("cell", "keep", "status"),
    [
        *((cell, Keep.YES, Status.OK) for cell in ("yes", "Y", "keep", "porting")),
        *((cell, Keep.NO, Status.OK) for cell in ("no", "give up", "Cancel")),
        *((cell, Keep.UNDECIDED, Status.OK) for cell in ("", "undecided", "?", " TBD ")),
        ("perhaps", Keep.UNDECIDED, Status.WARN),
    ],
)
def test_what_is_kept(cell: str, keep: Keep, status: Status, tmp_path: Path) -> None:
    read_as = read(tmp_path, f"number,keep\n+14155550132,{cell}\n")
    assert ([one.keep for one in read_as.numbers], [row.status for row in read_as.rows]) == ([keep], [status])


def test_odd_rows_are_told_with_their_line(tmp_path: Path) -> None:
    rows = "+14155550132,no,\n\n+14155550132,no,\n+12005550132,no,\n+14155550133 x12,no,\n"
    rows += "55555,no,\n+14155550134,no,5/1/24\n"
    found = read(tmp_path, f"number,keep,acquired_on\n{rows}")
    assert [one.number for one in found.numbers] == ["+14155550132", "+12005550132", "+14155550133", "+14155550134"]
    assert found.rows == (
        Row(2, Status.OK),
        Row(4, Status.WARN, "the same number as in an earlier line"),
        Row(5, Status.WARN, "no number of its country's plan, as far as is known"),
        Row(6, Status.WARN, "has an extension; only the number itself is looked for"),
        Row(7, Status.WARN, "a short code: look for it in the report among the numbers of the site"),
        Row(8, Status.WARN, "acquired_on is no day such as 2026-01-31"),
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no numbers in: {}"),
        ("number\n", "no numbers in: {}"),
        ("name,keep\nFront,no\n", "no column of numbers: {}: line 1 names none"),
        ("+14155550132,no\n", "no column of numbers: {}: line 1 names none"),
        ("phone,tel\n1,2\n", "two columns for one thing: {}: line 1: number"),
        ("number\n415-555-0132\n", "rows that cannot be used: {}: line 2: without + and country code; "
                                   "write it whole, or give --region"),
        ("number\n4.15E+09\n\nabc\n4155550132.0\n", "rows that cannot be used: {}: line 2: a spreadsheet has rounded "
         "the number; enter it again as text; line 4: without + and country code; write it whole, or give --region; "
         "line 5: a spreadsheet has rounded the number; enter it again as text"),
        ("number,keep\n+14155550132,yes\n+14155550132,no\n", "rows that cannot be used: {}: line 3: the same number "
         "as in an earlier line, which says something else about keeping it"),
        ('number,keep\n"+14155550132,yes\n', "not a CSV file: {}: line 2: a quote that does not end"),
        (b"PK\x03\x04rest", "not a CSV file: {}"),
        (b"number\n+1\0\xff", "not a CSV file: {}: this is no text"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(content: str | bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        read(tmp_path, content)
    assert str(caught.value) == said.format(tmp_path / "numbers.csv")


@given(st.lists(st.sampled_from([CANARY, "+14155550132", "no", '"', ",", "\n", ";", "number", "keep"]), max_size=30))
def test_no_cell_is_told(tmp_path_factory: pytest.TempPathFactory, cells: list[str]) -> None:
    try:
        found = read(tmp_path_factory.mktemp("inventory"), "number,keep\n" + "".join(cells))
    except FileError as error:
        said = f"{error} {error.hint} {error.__cause__}"
    else:
        said = repr(found.rows)
    assert "Canary" not in said


def test_typed_numbers_are_given_up(tmp_path: Path) -> None:
    assert inventory(("+1 415 555 0132", "(415) 555-0133"), None, "US").numbers == (
        Listed("+14155550132", Keep.NO),
        Listed("+14155550133", Keep.NO),
    )
    (tmp_path / "numbers.csv").write_text("number,keep\n+14155550132,yes\n", "utf-8")
    with pytest.raises(UsageError, match="a number that is given up and kept"):
        inventory(("+14155550132",), tmp_path / "numbers.csv")


def phone(number: str, told: Told = Told.NAMED) -> Phone:
    return Phone(number, told, Mention(MentionType.TEXT, "", Where(SeenIn.HTML)))


@pytest.mark.parametrize(
    ("written", "told", "region", "found"),
    [
        ("415 555-0132", Told.SHAPED, "US", True),
        ("415 555-0132", Told.SHAPED, "", True),
        ("415 555-0132", Told.SHAPED, "GB", True),
        ("4155550132", Told.BARE, "US", True),
        ("4155550132", Told.BARE, "", True),
        ("+1 415 555-0132", Told.SHAPED, "GB", True),
        ("1 415 555-0132", Told.SHAPED, "", True),
        ("415 555-0133", Told.SHAPED, "US", False),
        ("415-555-0132-99", Told.BARE, "US", False),
        ("555-0132", Told.NAMED, "US", True),
        ("5550132", Told.NAMED, "", True),
        ("555-0133", Told.NAMED, "US", False),
        ("55-0132", Told.NAMED, "US", False),
        ("50132", Told.SHORT, "US", False),
        ("415 555-0132", Told.FAX, "US", False),
        ("+44 4155550132", Told.NAMED, "US", False),
    ],
)
def test_a_number_of_the_list_on_a_page(written: str, told: Told, region: str, found: bool) -> None:
    assert Inventory((FRONT,)).of(phone(written, told), region) == (FRONT if found else None)


def test_a_fax_line_is_one_that_the_list_calls_so() -> None:
    fax = Listed("+14155550190", Keep.NO, use="Fax")
    assert Inventory((fax,)).of(phone("415-555-0190", Told.FAX), "US") == fax
