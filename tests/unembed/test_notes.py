"""A site whose words name the CRM and whose portal stands under its own name, through the real command line."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from demo.server import SiteServer
from tests.spiders.nameserver import serving

RECORDS = """$TTL 300
clinic.example. A 203.0.113.5
portal.clinic.example. CNAME clientportal.ludicrous.cloud.
link.clinic.example. CNAME brand.ludicrous.cloud.
"""
MEMBERS = "https://clinic.example/members/"
TEXTS = [
    ("highlevel/policy-text", "inert", "text", page)
    for page in (
        "https://clinic.example/",
        "https://clinic.example/cookies/",
        "https://clinic.example/imprint/",
        "https://clinic.example/privacy-policy/",
    )
]
PORTAL = [
    ("highlevel/branded-app", "inert", "ask", MEMBERS),
    ("highlevel/branded-app", "inert", "ask", MEMBERS),
    ("highlevel/dns-brand", "live", None, ""),
    ("highlevel/dns-portal", "live", None, ""),
    ("highlevel/portal", "live", None, MEMBERS),
    ("highlevel/review-link", "live", None, MEMBERS),
]


def crawl(server: SiteServer, folder: Path, *more: str) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    pins = [argument for pin in server.pins for argument in ("--resolve", pin)]
    options = ["-o", str(folder), "--insecure", "--rate", "100", "--render", "never", *pins, *more]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("UNEMBED")}
    done = subprocess.run(
        [sys.executable, "-m", "unembed", "crawl", "https://clinic.example/", *options],
        capture_output=True, text=True, timeout=120, check=False, env=clean,
    )  # fmt: skip
    return done, json.loads((folder / "scan.json").read_text("utf-8"))


def told(scan: dict[str, Any]) -> list[tuple[str, str, str | None, str]]:
    return sorted(
        (one["signature"], one["state"], one["note"], next(iter(one["placement"]["pages"]), ""))
        for one in scan["findings"]
    )


def test_words_alone_leave_a_site_clear_and_are_listed(site: Callable[[str], SiteServer], tmp_path: Path) -> None:
    done, scan = crawl(site("notes"), tmp_path, "--no-dns")
    assert done.returncode == 0, done.stdout + done.stderr
    assert scan["verdict"] == "clear"
    assert told(scan) == TEXTS
    assert "4 texts still name the CRM in words: they are listed below." in done.stdout
    assert "Texts to update (4)" in done.stdout
    assert "Left-overs" not in done.stdout
    report = (tmp_path / "report.html").read_text("utf-8")
    assert "<blockquote>Termine verwalten wir mit Aesthetix CRM.</blockquote>" in report
    assert "commented out" not in report


@pytest.mark.parametrize("source", ["zone", "server"])
def test_a_portal_under_an_own_name_is_one_and_its_apps_are_asked_about(
    site: Callable[[str], SiteServer], tmp_path: Path, source: str
) -> None:
    zone = tmp_path / "clinic.zone"
    zone.write_text(RECORDS, "utf-8")
    with serving(RECORDS) as server:
        asked = (
            ["--dns-server", f"127.0.0.1:{server.port}"] if source == "server" else ["--no-dns", "--zone", str(zone)]
        )
        done, scan = crawl(site("notes"), tmp_path / "out", *asked)
    assert done.returncode == 1, done.stdout + done.stderr
    assert told(scan) == sorted([*TEXTS, *PORTAL])
    portal = next(one for one in scan["findings"] if one["signature"] == "highlevel/portal")
    assert (portal["kind"], portal["how"], portal["value"]) == ("portal", "link", "portal.clinic.example")
    assert [piece["label"] for piece in portal["evidence"]] == ["Open the portal", "Skin care course"]
    assert "Only you can tell (2)" in done.stdout
    assert (
        "portal.clinic.example shows pages of the CRM: replace 1 link on 1 page, then re-point the name."
        in " ".join(done.stdout.split())
    )
