import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped] # it ships no types

from reports.json import render
from reports.schema import DESCRIPTIONS, scan_schema
from tests.reports.scans import MEDSPA, SCANS

SCHEMA = json.loads(scan_schema())
VALIDATOR = Draft202012Validator(SCHEMA)
LATER = {"links", "unfollowed", "broken", "unseen", "left", "way"}
OPTIONAL = LATER | {"detail", "screenshot", "label", "refused", "served", "documents", "opener", "initiator", "note"}
OPTIONAL |= {"linked", "dns", "names", "usual", "unanswered", "guesses", "left", "shared"}
OPTIONAL |= {"numbers", "region", "told_by", "compared", "seen", "missing"}
OPTIONAL |= {"may_lead_on", "outlined"}


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """One object of each sort that has fixed keys."""
    if isinstance(value, dict):
        yield value
        for key, item in value.items():
            if key not in ("skipped", "refused", "served", "ways", "left"):
                yield from objects(item)
    elif isinstance(value, list) and value:
        yield from objects(value[0])


@pytest.mark.parametrize("name", SCANS)
def test_scans_keep_to_the_schema(name: str) -> None:
    assert list(VALIDATOR.iter_errors(json.loads(render(SCANS[name])))) == []


def test_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"] == "urn:unembed:scan:1"


def test_every_key_but_the_later_ones_is_required() -> None:
    data = json.loads(render(MEDSPA))
    for number, keys in enumerate([list(entry) for entry in objects(data)]):
        for key in keys:
            less = copy.deepcopy(data)
            del list(objects(less))[number][key]
            later = key in OPTIONAL or (key == "title" and "ref" in keys) or (key == "locator" and "act" in keys)
            later = later or (key == "checked" and "left" in keys) or (key in ("pages", "number") and "way" in keys)
            assert VALIDATOR.is_valid(less) == later, key


def test_more_keys_are_allowed_and_another_version_is_not() -> None:
    data = json.loads(render(MEDSPA))
    assert VALIDATOR.is_valid(data | {"later": 1})
    assert not VALIDATOR.is_valid(data | {"schema": "unembed.scan/2"})
    assert not VALIDATOR.is_valid(data | {"verdict": "fine"})


def test_main_keys_are_described() -> None:
    for place, said in DESCRIPTIONS.items():
        name, _, key = place.partition(".")
        assert SCHEMA["$defs"][name]["properties"][key]["description"] == said
