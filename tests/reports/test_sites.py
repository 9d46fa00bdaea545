"""Reports of sites that were really scanned: from the pages as served to the words that an editor reads."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from demo.server import SiteServer
from reports.html import render
from reports.json import load
from scanner.scan import Scan
from spiders.browser import MACHINE
from tests.reports.scans import FINAL_DATE, TOOL

ROOT = Path(__file__).parents[2]
WIX = ("clinic.example", "www.clinic.example", "www-clinic-example.filesusr.com", "link.agency-crm.example")


@pytest.fixture(scope="module")
def wix(tmp_path_factory: pytest.TempPathFactory) -> Scan:
    """The scan of a site as Wix makes it, with times and versions that are always the same."""
    folder = tmp_path_factory.mktemp("wix") / "out"
    with SiteServer(ROOT / "tests" / "sites" / "wix-clinic", hosts=WIX) as server:
        pins = [part for pin in server.pins for part in ("--resolve", pin)]
        command = [sys.executable, "-m", "unembed", "crawl", "https://www.clinic.example/", "-o", str(folder)]
        clean = {name: value for name, value in os.environ.items() if name in MACHINE or not name.startswith("UNEMBED")}
        done = subprocess.run(
            [*command, "--insecure", "--no-dns", "--rate", "200", *pins],
            env=clean | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=200, check=False,
        )  # fmt: skip
    assert done.returncode == 1, done.stderr
    scan = load(folder / "scan.json")
    return replace(scan, started="2026-10-24T09:00:00Z", finished="2026-10-24T09:01:00Z", tool=TOOL)


@pytest.mark.browser
def test_code_in_a_builders_frame_is_placed_in_the_page_that_shows_it(wix: Scan) -> None:
    assert [(f.kind.value, f.placement.platform, f.placement.container, f.placement.edit) for f in wix.findings] == [
        (
            *("tracking", "wix", "script in the code of the page"),
            "the code that these pages share: Settings › Development & Integrations › Custom Code",
        ),
        (
            *("form", "wix", "embedded HTML element comp-kx4form1 under the heading ‘Write to us’"),
            "this page, in the embedded HTML element comp-kx4form1 under the heading ‘Write to us’",
        ),
        (
            *("calendar", "wix", "embedded HTML element comp-kx3book1 under the heading ‘Pick a time’"),
            "this page, in the embedded HTML element comp-kx3book1 under the heading ‘Pick a time’",
        ),
        (
            *("payment", "wix"),
            "element comp-kx1btn06, link ‘Buy a gift card’ under the heading ‘Skin that feels like yours’",
            "this page, in the element comp-kx1btn06 under the heading ‘Skin that feels like yours’",
        ),
    ]
    assert wix.coverage.complete


@pytest.mark.browser
def test_the_report_of_a_wix_site_is_as_expected(wix: Scan, golden: Callable[[str, str], str]) -> None:
    got = render(wix, final_date=FINAL_DATE)
    assert got == golden("wix.html", got)
