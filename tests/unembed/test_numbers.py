"""A site with telephone numbers in every kind of place, through the real command line, with and without inventory."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from demo.server import SiteServer

INVENTORY = Path(__file__).parents[1] / "sites" / "numbers" / "numbers.csv"
HOME, ABOUT, CONTACT = (f"https://clinic.example/{path}" for path in ("", "about/", "contact/"))
MACHINE, SCRIPT, SWAPPED = (f"https://clinic.example/{path}" for path in ("machine/", "script/", "swapped/"))
CARD = "https://clinic.example/hazel-row.vcf"

UNKNOWN = {
    "+14155550137": ({"text": 1}, [ABOUT]),
    "+14155550138": ({"text": 1}, [CONTACT]),
    "+14155550139": ({"text": 1}, [CONTACT]),
    "+14155550140": ({"text": 1}, [CONTACT]),
    "+14155550141": ({"data": 1}, [MACHINE]),
    "+14155550142": ({"data": 1}, [MACHINE]),
    "+14155550143": ({"text": 1}, [MACHINE]),
    "+14155550144": ({"text": 1}, [MACHINE]),
    "+14155550145": ({"data": 1}, [MACHINE]),
    "+14155550146": ({"script": 1}, [MACHINE]),
    "+14155550147": ({"script": 1}, [SCRIPT]),
    "+14155550148": ({"data": 1}, [SCRIPT]),
    "+14155550149": ({"script": 1}, [SCRIPT]),
    "+14155550150": ({"link": 1}, [SWAPPED]),
    "+14155550152": ({"script": 1}, [CARD]),
    "+18005550199": ({"text": 1}, [CONTACT]),
    "+442079460019": ({"text": 1}, [ABOUT]),
}
LISTED = {
    "+14155550132": ("no", {"data": 2, "link": 3}, [HOME, ABOUT, CONTACT]),
    "+14155550133": ("no", {"link": 1}, [HOME]),
    "+14155550134": ("no", {"link": 1}, [HOME]),
    "+14155550135": ("undecided", {"link": 1}, [HOME]),
    "+14155550136": ("yes", {"text": 3}, [HOME, ABOUT, CONTACT]),
}


def crawl(server: SiteServer, folder: Path, *more: str) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    pins = [argument for pin in server.pins for argument in ("--resolve", pin)]
    options = ["-o", str(folder), "--insecure", "--rate", "100", "--progress", "none", "--no-screenshots", *pins, *more]
    variables = {name: value for name, value in os.environ.items() if not name.startswith("UNEMBED_NUMBER")}
    done = subprocess.run(
        [sys.executable, "-m", "unembed", "crawl", HOME, *options],
        capture_output=True, text=True, timeout=120, check=False, env=variables,
    )  # fmt: skip
    scan = folder / "scan.json"
    return done, json.loads(scan.read_text("utf-8")) if scan.exists() else {}


def seen(scan: dict[str, Any]) -> dict[str, tuple[str, dict[str, int], list[str]]]:
    return {one["number"]: (one["keep"], one["ways"], one["pages"]) for one in scan["numbers"]["seen"]}


@pytest.fixture
def numbers(site: Callable[[str], SiteServer]) -> SiteServer:
    return site("numbers")


@pytest.mark.browser
def test_an_inventory_is_held_against_the_site_in_a_browser(numbers: SiteServer, tmp_path: Path) -> None:
    done, scan = crawl(numbers, tmp_path / "out", "--numbers", str(INVENTORY), "--number", "+14155550151")
    assert done.returncode == 1, done.stdout + done.stderr
    assert (scan["coverage"]["complete"], scan["coverage"]["checked"]) == (True, 9)
    swapped = {"+14155550151": ("no", {"link": 1}, [SWAPPED])}
    assert seen(scan) == LISTED | swapped | {number: ("unknown", *rest) for number, rest in UNKNOWN.items()}
    assert [(f["value"], f["how"], f["severity"], f["placement"]["pages"]) for f in scan["findings"]] == [
        ("+14155550132", "link", "breaks", [HOME, ABOUT, CONTACT]),
        ("+14155550132", "text", "breaks", [HOME]),
        ("+14155550133", "link", "breaks", [HOME]),
        ("+14155550134", "link", "breaks", [HOME]),
        ("+14155550135", "link", "breaks", [HOME]),
        ("+14155550151", "link", "breaks", [SWAPPED]),
    ]
    assert {(f["kind"], f["signature"], f["state"]) for f in scan["findings"]} == {("phone", "highlevel/phone", "live")}
    assert scan["findings"][0]["placement"]["type"] == "shared"
    assert scan["findings"][2]["evidence"] == [
        {
            "page": HOME,
            "seen_in": "html",
            "locator": "body > main > p:nth-of-type(1) > a",
            "excerpt": '<a href="tel:4155550133">Call the front desk</a>',
            "screenshot": None,
            "label": "Call the front desk",
            "outlined": "",
        }
    ]
    assert "5 numbers to look for" not in done.stdout
    assert "6 numbers to look for: 1 kept, 4 given up, 1 undecided" in done.stderr


def test_without_an_inventory_numbers_are_listed_and_nothing_fails(numbers: SiteServer, tmp_path: Path) -> None:
    done, scan = crawl(numbers, tmp_path / "out", "--render", "never")
    assert scan["findings"] == []
    assert done.returncode == 3
    found = scan["numbers"]
    assert (found["region"], found["told_by"], found["compared"]) == ("US", "the address on the site", False)
    listed = {number: ("", *rest) for number, (_, *rest) in LISTED.items()}
    assert seen(scan) == listed | {number: ("", *rest) for number, rest in UNKNOWN.items()}
    assert "which of them belong to the CRM?" in done.stdout
    assert "which of them belong to the CRM?" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_a_run_goes_on_with_another_inventory(numbers: SiteServer, tmp_path: Path) -> None:
    crawl(numbers, tmp_path / "out", "--render", "never")
    asked = len(numbers.hits)
    options = (
        "--render",
        "never",
        "--resume",
        "--fail-on",
        "phone",
        "--number",
        "+14155550137",
        "--number",
        "+14155550188",
    )
    done, scan = crawl(numbers, tmp_path / "out", *options)
    assert done.returncode == 1, done.stdout + done.stderr
    assert [(f["value"], f["how"], f["placement"]["pages"]) for f in scan["findings"]] == [
        ("+14155550137", "text", [ABOUT])
    ]
    assert scan["numbers"]["missing"] == [{"number": "+14155550188", "keep": "no", "label": ""}]
    done, scan = crawl(numbers, tmp_path / "out", *options[:5], "--region", "GB")
    assert scan["findings"] == []
    assert (scan["numbers"]["region"], scan["numbers"]["told_by"]) == ("GB", "as you said")
    assert seen(scan)["+442079460018"] == ("", {"text": 1}, [ABOUT])
    assert len([hit for hit in numbers.hits[asked:] if hit.path != "/robots.txt"]) == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--number", "555"], "error: not a telephone number: --number 555"),
        (["--number", "415-555-0132"], "error: not a telephone number: --number 415-555-0132"),
        (["--numbers", "nowhere.csv"], "error: cannot read the numbers: nowhere.csv: No such file or directory"),
        (["--region", "XX"], "error: not a country: --region XX"),
    ],
)
def test_what_cannot_be_used(options: list[str], said: str, numbers: SiteServer, tmp_path: Path) -> None:
    done, _ = crawl(numbers, tmp_path / "out", *options)
    assert (done.returncode, done.stderr.splitlines()[0], numbers.hits) == (2, said, [])
    assert done.stderr.splitlines()[1].startswith("  try: ")
