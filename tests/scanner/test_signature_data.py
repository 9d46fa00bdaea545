"""Signature data is read strictly: what is wrong is named with its file, record and key."""

import re
from pathlib import Path

import pytest

from scanner.detectors import DETECTORS, LATE, assembled, custom_value, hosted_page, number_swap, phone
from scanner.errors import FileError, SignatureError
from scanner.signatures import BUILT_IN, load
from scanner.signatures.records import DETECTED
from tests.scanner.signing import RECORD, written

SIGNATURES = load()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('title = "Form"', 'titel = "Form"'), "own.toml [acme/form]: titel: unknown key"),
        (('title = "Form"\n', ""), "own.toml [acme/form]: title: missing"),
        (('title = "Form"', "title = 7"), "own.toml [acme/form]: title: Expected `str`, got `int`"),
        (('kind = "form"', 'kind = "forms"'), "own.toml [acme/form]: kind: Invalid enum value 'forms'"),
        (('verified = "A"', 'verified = "E"'), "own.toml [acme/form]: verified: Invalid enum value 'E'"),
        (("acme/form", "form"), "own.toml [form]: id: Expected `str` matching regex '^[a-z0-9-]+/[a-z0-9-]+$'"),
        (("acme/form", "highlevel/form"), "own.toml [highlevel/form]: id: already used in highlevel.toml"),
        (("{id:id20}", "{id:id21}"), "own.toml [acme/form]: sign[0].path: unknown shape 'id21' in '{id:id21}'"),
        (('["{id}"]', '["{name}"]'), "own.toml [acme/form]: sign[0].value: nothing gives '{name}'"),
        (("host = [", "hosts = ["), "own.toml [acme/form]: sign[0].hosts: unknown key"),
        (('["forms.acme.example"]', '"all"'), "own.toml [acme/form]: sign[0].host: Invalid enum value 'all'"),
        (("path =", "attrs.x.shape = ['id21']\npath ="), "own.toml [acme/form]: sign[0].attrs.x: unknown shape 'id21'"),
        (('hits = [', "hits = []\nhalf = ["), "own.toml [acme/form]: hits: Expected `array` of length >= 1"),
        (("misses = ['<iframe", "misses = [] #"), "own.toml [acme/form]: misses: Expected `array` of length >= 1"),
        (("misses =", "joins = ['acme/none']\nmisses ="), "own.toml [acme/form]: joins: no signature acme/none"),
        (("[[signature.sign]]", "[signature.signs]"), "own.toml [acme/form]: signs: unknown key"),
        (("path =", "weak = true\nteaches = true\npath ="),
         "own.toml [acme/form]: sign[0].weak: what proves little cannot teach"),
        (("[[signature]]", "[shapes]\nid20 = 'x'\n[[signature]]"), "own.toml: shapes: id20 is already there"),
        (("[[signature]]", "[shapes]\nodd = '('\n[[signature]]"), None),
        (("[[signature]]", "colour = 'red'\n[[signature]]"), "own.toml: colour: unknown key"),
        (("[[signature]]", "[[signature]"), None),
    ],
)  # fmt: skip
def test_wrong_data_is_an_error_that_names_file_record_and_key(
    tmp_path: Path, change: tuple[str, str], said: str | None
) -> None:
    assert change[0] in RECORD
    written(tmp_path, RECORD.replace(*change, 1))
    with pytest.raises(SignatureError) as error:
        load([tmp_path])
    if said is not None:
        assert error.value.thing == said
    assert error.value.what == "wrong signature data"


def test_a_record_needs_a_sign_or_a_detector(tmp_path: Path) -> None:
    written(tmp_path, RECORD.partition("  [[signature.sign]]")[0])
    with pytest.raises(SignatureError, match=re.escape("own.toml [acme/form]: sign: either")):
        load([tmp_path])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("custom_values", "there is none (there are custom_value, hosted_page, number_swap, phone)"),
        ("custom_value", "finds highlevel/custom-value"),
    ],
)
def test_a_detector_must_be_one_and_find_this_record(tmp_path: Path, name: str, said: str) -> None:
    head = RECORD.partition("  [[signature.sign]]")[0]
    written(tmp_path, f'{head}detector = "{name}"\n')
    with pytest.raises(SignatureError) as error:
        load([tmp_path])
    assert error.value.thing == f"own.toml [acme/form]: detector: {name}: {said}"


def test_every_detector_has_the_record_that_names_it() -> None:
    modules = {"hosted_page": hosted_page.ID, "custom_value": custom_value.ID, "number_swap": number_swap.ID}
    modules["phone"] = phone.ID
    assert modules == DETECTED
    assert set(DETECTORS) | LATE == set(DETECTED)
    assert {r.detector: r.id for r in SIGNATURES.records if r.detector} == DETECTED


def test_what_code_puts_together_has_a_record_for_each_path() -> None:
    assert set(assembled.KINDS.values()) <= set(SIGNATURES.by)


def test_a_sign_that_could_be_anything_is_refused(tmp_path: Path) -> None:
    written(tmp_path, RECORD.replace('host = ["forms.acme.example"]\n', "").replace("/f/{id", "/{id"))
    with pytest.raises(SignatureError, match=re.escape("sign[0]: needs a host, a path with a literal part")):
        load([tmp_path])


def test_two_records_of_one_id_are_refused(tmp_path: Path) -> None:
    written(tmp_path, RECORD, "a.toml")
    written(tmp_path, RECORD, "b.toml")
    with pytest.raises(SignatureError) as error:
        load([tmp_path])
    assert error.value.thing == "b.toml [acme/form]: id: already used in a.toml"


def test_a_folder_without_signatures_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileError) as error:
        load([tmp_path])
    assert error.value.thing == str(tmp_path)
    with pytest.raises(FileError):
        load([tmp_path / "missing.toml"])


def test_own_signatures_stand_beside_the_built_in_ones_and_change_the_digest(tmp_path: Path) -> None:
    both = load([written(tmp_path, RECORD).parent])
    assert both.by_id("acme/form").title == "Form"
    assert both.by_id("highlevel/form").vendor == "highlevel"
    assert both.digest != SIGNATURES.digest
    assert load([tmp_path]).digest == both.digest
    assert load().digest == SIGNATURES.digest


def test_built_in_data_named_once_more_is_not_read_twice() -> None:
    assert load([BUILT_IN]).digest == SIGNATURES.digest
