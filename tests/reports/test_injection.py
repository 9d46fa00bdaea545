"""Whatever stands in a scan, no report does more than show it."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.html import render as html
from reports.json import load
from reports.json import render as to_json
from reports.text import render as text
from scanner.scan import SCAN_SCHEMA, Scan
from tests.reports.document import elements, skeleton
from tests.reports.scans import FINAL_DATE, MEDSPA

FIXED = ("schema", "verdict", "kind", "how", "state", "severity", "confidence", "type", "seen_in", "ref", "act", "note")
CORPUS = (
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "</pre></style></title><svg onload=alert(1)>",
    "--><!-- <b>",
    "]]>&lt;&amp;&quot;&#x27;",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    'https://evil.test/" onmouseover="alert(1)',
    "https://evil.test/'><script>",
    "https://evil.test/\r\nSet-Cookie: a=b",
    "{{7*7}}",
    "{% include '/etc/passwd' %}",
    "{{ ''.__class__.__mro__ }}",
    "\x00\x1b[2J\x1b]8;;https://evil.test\x07\x9b31m",
    "\u202egnp.exe \u2066\u2069\u200f\u061c",
    "\r\n::error::pwned\n  ::add-mask::x",
    "ok ##[error]pwned ##vso[task.setvariable]x",
    "\ud800 \udfff",
    "lead\u00adcon\u3164nec\u034ftor\u115f\U000e0101",
    "Z" + "\u0336\u0351\u0489" * 200,
    "\u05e9\u05dc\u05d5\u05dd <b> \u0645\u0631\u062d\u0628\u0627",
    "\u2028\u2029\x85\ufeff\ufffe",
    "%s %(x)s {0} {x!r}",
    " ",
    "",
    "x" * 5000,
)
PILE = re.compile("[\u0300-\u036f\u0483-\u0489]{4}")
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u115f\u3164\U000e0100-\U000e01ef\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def filled(text_: str) -> Scan:
    """A scan with `text_` wherever the web can have put something."""

    def fill(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {
                (text_ if key in ("skipped", "refused", "served") else name): fill(item, name)
                for name, item in value.items()
            }
        if isinstance(value, list | tuple):
            return [fill(item, key) for item in value]
        return text_ if isinstance(value, str) and key not in FIXED else value

    return msgspec.convert(fill(msgspec.to_builtins(MEDSPA)), Scan)


@pytest.mark.parametrize("payload", CORPUS)
def test_document_has_no_element_or_attribute_of_the_webs_making(payload: str) -> None:
    page = html(filled(payload), final_date=FINAL_DATE)
    harmless = "https://evil.test/" if payload.startswith("https://") else "x" if payload.strip() else payload
    assert skeleton(page) == skeleton(html(filled(harmless), final_date=FINAL_DATE))
    for link in elements(page, "//a"):
        assert link["href"].startswith(("#", "https://evil.test/"))
    assert page.encode()
    assert not UNSEEN.search(page)
    assert not PILE.search(page)


def test_template_code_in_a_scan_is_not_run() -> None:
    assert "{{7*7}}" in html(filled("{{7*7}}"))


@pytest.mark.parametrize("payload", CORPUS)
def test_summary_has_no_control_and_no_command(payload: str) -> None:
    said = text(filled(payload), final_date=FINAL_DATE)
    assert said.encode()
    assert not UNSEEN.search(said)
    assert not PILE.search(said)
    assert not re.search(r"^\s*::|##\w*\[", said, re.MULTILINE)


@pytest.mark.parametrize("payload", CORPUS)
def test_json_of_a_hostile_scan_is_ascii_and_loads(payload: str, tmp_path: Path) -> None:
    said = to_json(filled(payload))
    assert said.isascii()
    assert json.loads(said)["schema"] == SCAN_SCHEMA
    file = tmp_path / "scan.json"
    file.write_text(said)
    assert to_json(load(file)) == said


ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)


@settings(max_examples=25, deadline=None)
@given(ANY_TEXT.map(lambda tail: "x" + tail))
def test_any_text_stays_text(payload: str) -> None:
    scan = filled(payload)
    page, said = html(scan), text(scan)
    assert skeleton(page) == skeleton(html(filled("x")))
    assert not UNSEEN.search(page)
    assert not UNSEEN.search(said)
    assert json.loads(to_json(scan))["schema"] == SCAN_SCHEMA


def test_colour_is_the_only_escape_on_a_terminal() -> None:
    said = text(filled("\x1b[2J\x9b31m"), color=True)
    assert set(re.findall(r"\x1b[^m]*m", said)) <= {f"\x1b[{style}m" for style in ("0", "1", "2", "31", "33", "1;31")}
    assert "\x9b" not in said
