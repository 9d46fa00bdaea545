"""`-f` on the real command line: every format, several at once, into files and to stdout."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from reports import REPORTS
from tests.reports.pdf import read
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
    assert named.lower().removeprefix("also ").replace(" or ", ", ").split(", ") == sorted([*TEXTS, "pdf"])


@pytest.mark.browser
def test_a_pdf_is_made_beside_other_formats_and_lies_in_a_file_of_its_owner(folder: Path) -> None:
    done = unembed(folder, "report", "scan.json", "-f", "pdf=out.pdf", "-f", "html=out.html", "-f", "csv=out.csv")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    pdf = read((folder / "out.pdf").read_bytes())
    assert {tuple(round(side) for side in sheet) for sheet in pdf.sheets} == {(612, 792)}
    assert "willowmedspa.example" in pdf.texts[0]
    assert (folder / "out.pdf").stat().st_mode & 0o777 == 0o600
    assert (folder / "out.html").read_text() == REPORTS["html"](MEDSPA)
    assert {path.name for path in folder.iterdir()} == {"scan.json", "clear.json", "out.pdf", "out.html", "out.csv"}


@pytest.mark.browser
def test_a_pdf_goes_to_stdout_as_it_is(folder: Path) -> None:
    done = unembed(folder, "report", "clear.json", "-f", "pdf")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"%PDF-")
    assert done.stdout.rstrip().endswith(b"%%EOF")
    assert "Clear" in read(done.stdout).texts[0]


@pytest.mark.parametrize("arguments", [("report", "clear.json"), ("crawl", "https://clinic.example/")])
def test_a_terminal_gets_no_pdf(arguments: tuple[str, ...], folder: Path) -> None:
    ours, its = pty.openpty()
    command = [sys.executable, "-m", "unembed", *arguments, "-f", "pdf"]
    done = subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=its,
                          stderr=subprocess.PIPE, timeout=100)  # fmt: skip
    os.close(its)
    os.close(ours)
    assert done.returncode == 2
    assert done.stderr == b"error: a terminal cannot show it: -f pdf\n  try: -f pdf=report.pdf\n"


def test_without_a_browser_all_else_is_made_and_the_error_says_what_to_do(folder: Path) -> None:
    none = folder / "no-browser"
    done = unembed(folder, "report", "clear.json", "-f", "pdf=out.pdf", "-f", "csv=out.csv", "--browser", str(none))
    assert (done.returncode, done.stdout) == (2, b"")
    what, hint = done.stderr.decode().splitlines()
    assert what.startswith("error: ")
    assert str(none) in what
    assert hint.startswith("  try: ")
    assert (folder / "out.csv").is_file()
    assert not (folder / "out.pdf").exists()
