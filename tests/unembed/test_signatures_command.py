"""`unembed signatures`: the table, the explanations, the trying of own files, and the generated page."""

from pathlib import Path

import pytest

from scanner.errors import FileError, SignatureError, UsageError
from scanner.signatures import BUILT_IN, load
from unembed.commands.signatures import check, explain, list_signatures

DOCS = Path(__file__).parents[2] / "docs" / "signatures.md"

OWN = """
[[signature]]
id = "acme/form"
title = "Form of the old system"
kind = "form"
severity = "breaks"
confidence = "likely"
verified = "C"
meaning = "A form of the old system."
reference = "https://help.acme.example/forms"
remedy = { title = "Replace it", steps = ["Build a new one.", "Delete the old one."] }
hits = ['<iframe src="https://forms.acme.example/f/AbCdEfGhIjKlMnOpQrSt"></iframe>', 'SECOND']
misses = ['<a href="https://forms.acme.example/">Forms</a>']

  [[signature.sign]]
  host = ["forms.acme.example"]
  path = ["/f/{id:id20}"]
  value = ["{id}"]
"""
SECOND = '<a href="https://forms.acme.example/f/ZyXwVuTsRqPoNmLkJiHg">Form</a>'


def own(folder: Path, second: str = SECOND) -> Path:
    file = folder / "acme.toml"
    file.write_text(OWN.replace("SECOND", second), encoding="utf-8")
    return file


def test_list_is_an_aligned_table_of_all_signatures(capsys: pytest.CaptureFixture[str]) -> None:
    assert list_signatures() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["ID", "KIND", "TITLE"]
    assert len(lines) == 1 + len(load().records)
    column = lines[0].index("KIND")
    assert {line[column - 2 : column] for line in lines} == {"  "}
    assert "highlevel/form               form         Form" in lines


def test_list_shows_own_signatures_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own(tmp_path)
    assert list_signatures([tmp_path]) == 0
    assert capsys.readouterr().out.splitlines()[-1].split(maxsplit=2) == ["acme/form", "form", "Form of the old system"]


def test_explain_says_everything_about_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own(tmp_path)
    assert explain("acme/form", [tmp_path]) == 0
    assert capsys.readouterr().out == (
        "acme/form: Form of the old system\n"
        "\n"
        "A form of the old system.\n"
        "\n"
        "kind form · breaks · likely\n"
        "\n"
        "Recognised by\n"
        "  - /f/{id:id20} (forms.acme.example)\n"
        "\n"
        "Replace it\n"
        "  1. Build a new one.\n"
        "  2. Delete the old one.\n"
        "\n"
        "Known from: https://help.acme.example/forms\n"
        "C: seen once, or second-hand\n"
    )


def test_explain_knows_every_built_in_signature(capsys: pytest.CaptureFixture[str]) -> None:
    for record in load().records:
        assert explain(record.id) == 0
        assert record.meaning in capsys.readouterr().out


def test_explain_of_an_unknown_id_is_wrong_use() -> None:
    with pytest.raises(UsageError) as error:
        explain("highlevel/teapot")
    assert (error.value.thing, error.value.hint) == ("highlevel/teapot", "unembed signatures list")


def test_check_of_good_files_counts_what_was_tried(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check([own(tmp_path)]) == 0
    assert capsys.readouterr().out == "1 signature, 3 samples: fine\n"
    assert check([tmp_path]) == 0
    assert capsys.readouterr().out == "1 signature, 3 samples: fine\n"


def test_check_takes_the_built_in_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert check([BUILT_IN / "highlevel.toml"]) == 0
    assert capsys.readouterr().out.startswith(f"{len(load().records)} signatures, ")


def test_check_says_which_sample_failed_and_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = own(tmp_path, '<iframe src="https://api.leadconnectorhq.com/widget/form/AbCdEfGhIjKlMnOpQrSt"></iframe>')
    with pytest.raises(SignatureError) as error:
        check([file])
    assert capsys.readouterr().out == "acme.toml [acme/form] hits[1]: not recognised as acme/form\n"
    assert str(error.value) == ("1 sample of 3 failed: acme.toml [acme/form] hits[1]: not recognised as acme/form")


def test_check_says_when_a_sample_is_something_else_as_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = own(tmp_path, SECOND + '<script src="https://link.msgsndr.com/js/form_embed.js"></script>')
    with pytest.raises(SignatureError):
        check([file])
    assert capsys.readouterr().out == "acme.toml [acme/form] hits[1]: also highlevel/resizer\n"


def test_check_says_when_a_miss_is_hit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = own(tmp_path)
    text = file.read_text("utf-8")
    file.write_text(text.replace('https://forms.acme.example/"', 'https://forms.acme.example/f/AbCdEfGhIjKlMnOpQrSt"'))
    with pytest.raises(SignatureError):
        check([file])
    assert capsys.readouterr().out == "acme.toml [acme/form] misses[0]: must not be acme/form\n"


def test_check_of_a_missing_file_names_it(tmp_path: Path) -> None:
    with pytest.raises(FileError) as error:
        check([tmp_path / "none.toml"])
    assert "none.toml" in error.value.thing


def test_page_of_signatures_is_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    """After a change: unembed signatures list --markdown > docs/signatures.md"""
    assert list_signatures(markdown=True) == 0
    assert DOCS.read_text("utf-8") == capsys.readouterr().out


def test_page_of_signatures_has_a_place_for_each(capsys: pytest.CaptureFixture[str]) -> None:
    list_signatures(markdown=True)
    page = capsys.readouterr().out
    assert [record.id for record in load().records if f"\n## {record.id}\n" not in page] == []
