import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from reports.json import load, render
from scanner.errors import FileError
from scanner.model import Verdict
from scanner.scan import Coverage, Scan
from tests.reports.scans import CLEAR, MEDSPA, SCANS

Data = dict[str, Any]


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[Data], Path]:
    def save(data: Data) -> Path:
        file = tmp_path / "scan.json"
        file.write_text(json.dumps(data))
        return file

    return save


def data_of(scan: Scan) -> Data:
    data: Data = json.loads(render(scan))
    return data


@pytest.mark.parametrize("name", SCANS)
def test_scan_comes_back_as_it_was(name: str, saved: Callable[[Data], Path]) -> None:
    assert load(saved(data_of(SCANS[name]))) == SCANS[name]


def test_keys_are_those_of_version_1() -> None:
    data = data_of(MEDSPA)
    assert list(data) == [
        "schema",
        "tool",
        "target",
        "started",
        "finished",
        "verdict",
        "coverage",
        "findings",
        "numbers",
        "links",
    ]
    assert list(data["tool"]) == ["name", "version", "signatures", "browser"]
    assert list(data["target"]) == ["start", "hosts"]
    assert list(data["coverage"]) == [
        "complete",
        "checked",
        "rendered",
        "partial",
        "unread",
        "skipped",
        "refused",
        "served",
        "dns",
        "unfollowed",
    ]
    assert list(data["links"]) == ["checked", "broken", "unseen", "left"]
    told = ["url", "reason", "detail", "way", "pages", "number", "label", "may_lead_on"]
    assert list(data["links"]["broken"][0]) == told
    assert list(data["coverage"]["unread"][0]) == ["url", "reason", "detail"]
    assert " ".join(data["findings"][0]) == (
        "fingerprint ref signature vendor kind how state severity confidence value url placement evidence remedy title "
        "opener initiator linked note"
    )
    assert data["findings"][2]["opener"] == {
        "act": "click",
        "label": "Your first visit",
        "locator": "header a.elementor-button:nth-of-type(2)",
    }
    assert list(data["findings"][0]["placement"]) == [
        *("type", "pages", "platform", "container", "edit", "documents"),
    ]
    assert list(data["findings"][0]["evidence"][0]) == [
        *("page", "seen_in", "locator", "excerpt", "screenshot", "label", "outlined")
    ]
    assert list(data["findings"][0]["remedy"]) == ["title", "steps"]
    assert data["findings"][0]["evidence"][0]["screenshot"] is None


def test_same_scan_gives_the_same_bytes() -> None:
    one = replace(CLEAR, coverage=replace(CLEAR.coverage, skipped={"b": 1, "a": 2}))
    other = replace(CLEAR, coverage=replace(CLEAR.coverage, skipped=MappingProxyType({"a": 2, "b": 1})))
    assert render(one) == render(other)
    assert render(one).endswith("\n}\n")
    assert '\n  "schema": "unembed.scan/1",\n' in render(one)


def test_unknown_keys_are_passed_over(saved: Callable[[Data], Path]) -> None:
    data = data_of(MEDSPA) | {"later": 1}
    data["findings"][0]["later"] = {"a": []}
    assert load(saved(data)) == MEDSPA


def test_keys_that_came_later_may_be_missing(saved: Callable[[Data], Path]) -> None:
    data = data_of(CLEAR)
    del data["coverage"]["refused"], data["coverage"]["served"], data["coverage"]["dns"]
    assert load(saved(data)).coverage == Coverage(True, 41, 38, (), (), CLEAR.coverage.skipped, {})
    data = data_of(MEDSPA)
    for finding in data["findings"]:
        del finding["opener"], finding["initiator"], finding["note"]
    assert {(f.opener, f.initiator, f.note) for f in load(saved(data)).findings} == {(None, "", None)}


@pytest.mark.parametrize(
    ("change", "what", "problem"),
    [
        (lambda data: data.pop("coverage"), "not a scan", "the key coverage is missing"),
        (lambda data: data["coverage"].pop("checked"), "not a scan", "the key coverage.checked is missing"),
        (
            lambda data: data["findings"][0]["placement"].pop("edit"),
            "not a scan",
            "the key findings[0].placement.edit is missing",
        ),
        (lambda data: data.update(started=5), "not a scan", "Expected `str`, got `int` - at `$.started`"),
        (lambda data: data.update(verdict="fine"), "not a scan", "Invalid enum value 'fine' - at `$.verdict`"),
        (lambda data: data.pop("schema"), "not a scan", "it has no key schema"),
        (
            lambda data: data.update(schema="unembed.scan/2"),
            "a scan of another version",
            "unembed.scan/2, but this version reads unembed.scan/1",
        ),
        (
            lambda data: data.update(verdict="clear"),
            "a scan that contradicts itself",
            "verdict says clear, but findings holds 15 that are live",
        ),
    ],
)
def test_broken_scan_is_refused_by_name(
    change: Callable[[Data], object], what: str, problem: str, saved: Callable[[Data], Path]
) -> None:
    data = data_of(MEDSPA)
    change(data)
    file = saved(data)
    with pytest.raises(FileError) as caught:
        load(file)
    assert caught.value.what == what
    assert caught.value.thing == f"{file}: {problem}"
    assert caught.value.hint


def test_incomplete_scan_that_calls_itself_clear_is_refused(saved: Callable[[Data], Path]) -> None:
    scan = replace(CLEAR, coverage=replace(CLEAR.coverage, complete=False), verdict=Verdict.CLEAR)
    with pytest.raises(FileError, match=r"coverage\.complete is false"):
        load(saved(data_of(scan)))


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\xfa", b"[" * 100_000, b"nul", b"1" * 10_000])
def test_what_is_no_json_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "scan.json"
    file.write_bytes(content)
    with pytest.raises(FileError, match=r"scan\.json: this is no JSON"):
        load(file)


@pytest.mark.parametrize("content", ["[]", "null", "3", '"scan"', "{}", '{"schema": 1}'])
def test_other_json_is_refused(content: str, tmp_path: Path) -> None:
    file = tmp_path / "scan.json"
    file.write_text(content)
    with pytest.raises(FileError, match="not a scan"):
        load(file)


def test_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="No such file or directory"):
        load(tmp_path / "scan.json")
    with pytest.raises(FileError, match="Is a directory"):
        load(tmp_path)
