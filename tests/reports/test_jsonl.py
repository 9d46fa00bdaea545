"""The lines put together again are scan.json."""

import json
from typing import Any

import pytest

from reports.json import render as to_json
from reports.jsonl import LISTS, render
from scanner.scan import Scan
from tests.reports.scans import MEDSPA, SCANS
from tests.reports.test_injection import CORPUS, filled


def lines(scan: Scan) -> list[dict[str, Any]]:
    return [json.loads(line) for line in render(scan).splitlines()]


def joined(read: list[dict[str, Any]]) -> dict[str, Any]:
    """What scan.json holds, from the lines."""
    head, *rest = read
    assert head.pop("type") == "scan"
    for type_, (*way, last) in LISTS:
        holder = head
        for key in way:
            holder = holder[key] or {}
        if holder:
            holder[last] = [{key: value for key, value in line.items() if key != "type"}
                            for line in rest if line["type"] == type_]  # fmt: skip
    return head


@pytest.mark.parametrize("name", SCANS)
def test_lines_hold_what_the_scan_holds(name: str) -> None:
    assert joined(lines(SCANS[name])) == json.loads(to_json(SCANS[name]))


def test_every_line_says_what_it_is() -> None:
    types = [line["type"] for line in lines(MEDSPA)]
    assert list(dict.fromkeys(types)) == ["scan", *(type_ for type_, _ in LISTS if type_ in types)]
    assert set(types) == {"scan", *(type_ for type_, _ in LISTS)}
    assert types.count("finding") == len(MEDSPA.findings)


@pytest.mark.parametrize("payload", CORPUS)
def test_a_hostile_scan_makes_no_line_of_its_own(payload: str) -> None:
    said = render(filled(payload))
    assert said.isascii()
    assert joined(lines(filled(payload))) == json.loads(to_json(filled(payload)))
    assert said.count("\n") == render(filled("x")).count("\n")
