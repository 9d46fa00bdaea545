"""What must not be taken for a trace, on a site of its own, through the whole way: served, rendered, reported."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from demo.server import SiteServer

pytestmark = pytest.mark.browser


def test_site_of_lookalikes_is_clear(site: Callable[[str], SiteServer], tmp_path: Path) -> None:
    server = site("lookalikes")
    pins = [argument for pin in server.pins for argument in ("--resolve", pin)]
    arguments = ["crawl", "https://clinic.example/", "-o", str(tmp_path / "out"), "--insecure", "--rate", "100", *pins]
    done = subprocess.run(
        [sys.executable, "-m", "unembed", *arguments], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    scan = json.loads((tmp_path / "out" / "scan.json").read_text("utf-8"))
    assert scan["verdict"] == "clear"
    assert scan["coverage"]["complete"]
    assert sorted((f["signature"], f["value"], f["state"]) for f in scan["findings"]) == [
        ("highlevel/calendar", "AbCdEfGhIjKlMnOpQrSt", "inert"),
        ("highlevel/calendar", "PLACEHOLDER", "inert"),
        ("highlevel/calendar", "YOUR_CALENDAR_ID", "inert"),
        ("highlevel/form", "<FORM_ID>", "inert"),
        ("highlevel/form", "AbCdEfGhIjKlMnOpQrSt", "inert"),
        ("highlevel/form", "GHL_FORM_ID", "inert"),
        ("highlevel/form", "YOUR_FORM_ID", "inert"),
        ("highlevel/form", "YOUR_FORM_ID", "inert"),
        ("highlevel/policy-text", "HighLevel", "inert"),
        ("highlevel/survey", "SURVEY_ID_HERE", "inert"),
        ("highlevel/survey", "xxxxxxxxxx", "inert"),
    ]
    assert not any(hit.method not in {"GET", "HEAD"} for hit in server.hits)
