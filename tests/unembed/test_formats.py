"""`-f` on the real command line: every format, several at once, into files and to stdout."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reports import REPORTS
from tests.reports.scans import CLEAR, FINAL_DATE, MEDSPA

ROOT = Path(__file__).parents[2]
TEXTS = sorted(REPORTS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, scan in (("scan", MEDSPA), ("clear", CLEAR)):
        (tmp_path / f"{name}.json").write_text(REPORTS["json"](scan))
    return tmp_path


def unembed(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    clean = {name: value for name, value in os.environ.items() if name != "UNEMBED_FINAL_DATE"}
    command = [sys.executable, "-m", "unembed", *arguments]
    return subprocess.run(command, cwd=folder, env=clean | {"PYTHONPATH": str(ROOT)}, capture_output=True, timeout=100)


def test_all_formats_of_one_scan_in_one_run(folder: Path) -> None:
    wanted = [part for name in TEXTS for part in ("-f", f"{name}=out.{name}")]
    done = unembed(folder, "report", "scan.json", "--final-date", f"{FINAL_DATE}", *wanted)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    for name in TEXTS:
        file = folder / f"out.{name}"
        assert file.read_bytes() == REPORTS[name](MEDSPA, final_date=FINAL_DATE).encode()
        assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", TEXTS)
def test_stdout_gets_what_a_file_would(name: str, folder: Path) -> None:
    done = unembed(folder, "report", "clear.json", "-f", name)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == REPORTS[name](CLEAR).rstrip("\n").encode() + b"\n"


@pytest.mark.parametrize("command", ["crawl", "report"])
def test_help_names_every_format(command: str, folder: Path) -> None:
    said = unembed(folder, command, "--help").stdout.decode()
    named = " ".join(said.partition("--format FMT[=PATH]")[2].split()).partition("; without")[0]
    assert named.lower().removeprefix("also ").replace(" or ", ", ").split(", ") == TEXTS
