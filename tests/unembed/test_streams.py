"""What is said on which stream, and what becomes of a scan when nobody reads it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from demo.server import SiteServer
from spiders.job import Progress
from tests.unembed.running import ROOT, Run, pins
from unembed.commands.progress import ProgressLine


def test_nothing_but_the_result_is_on_stdout(run: Run, clinic: SiteServer) -> None:
    command = ("crawl", "http://clinic.example/", "--render", "never", "-f", "json", *pins(clinic))
    loud = run(*command, "-vv", "--progress", "plain", "-o", "loud")
    assert json.loads(loud.stdout)["schema"] == "unembed.scan/1"
    assert loud.stderr
    quiet = run("crawl", "http://clinic.example/", "--render", "never", "-q", "-o", "quiet", *pins(clinic))
    assert (quiet.stdout, quiet.stderr) == ("", "")


def test_a_log_tells_no_query_values(run: Run, site: Callable[[str], SiteServer]) -> None:
    server = site("one-form")
    start = "http://clinic.example/?token=s3cretvalue"
    done = run("crawl", start, "--render", "never", "-o", "out", "-vv", *pins(server))
    assert "http://clinic.example/?token=" in done.stderr
    assert "s3cretvalue" not in done.stderr + done.stdout


def test_a_reader_that_has_had_enough_changes_nothing(run: Run, clinic: SiteServer) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    command = ["crawl", "http://clinic.example/", "--render", "never", "-o", "out", *pins(clinic)]
    done = subprocess.run(
        [sys.executable, "-m", "unembed", *command],
        cwd=run.folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
        timeout=100,
    )
    os.close(theirs)
    assert (done.returncode, done.stderr) == (1, "")
    assert (run.folder / "out" / "report.html").is_file()


def deaf(run: Run, *arguments: str, **streams: bool) -> int:
    """The exit code of `unembed` when nobody reads what it says on one of its streams."""
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        [sys.executable, "-m", "unembed", *arguments],
        cwd=run.folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        timeout=100,
        **({"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | dict.fromkeys(streams, theirs)),  # type: ignore[call-overload] # two streams
    )
    os.close(theirs)
    return int(done.returncode)


def test_an_error_that_nobody_reads_is_still_one(run: Run) -> None:
    assert deaf(run, "crawl", "nothing", "-o", "out", stderr=True) == 2
    assert deaf(run, "crawl", "--no-such-option", stderr=True) == 2
    assert deaf(run, "signatures", "list", stdout=True) == 0
    assert deaf(run, "--help", stdout=True) == 0


@pytest.mark.parametrize("progress", ["plain", "auto"])
def test_progress_that_nobody_looks_at_stops_no_crawl(run: Run, clinic: SiteServer, progress: str) -> None:
    command = ("crawl", "http://clinic.example/", "--render", "never", "-o", "out", "-vv", "--progress", progress)
    assert deaf(run, *command, *pins(clinic), stderr=True) == 1
    assert (run.folder / "out" / "report.html").is_file()


def test_a_line_of_progress_goes_nowhere_when_its_reader_is_gone() -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "w") as stream:
        line = ProgressLine("line", stream)
        line(Progress(1, 2, 0, 0, 0, "http://clinic.example/"))
        line.close()
    assert line.style == "none"


def test_a_crash_is_a_log_to_paste_and_no_stack_trace(run: Run, clinic: SiteServer) -> None:
    (run.folder / "sitecustomize.py").write_text(
        "import scanner.findings\n"
        "def broken(traces, *_):\n    return [1 / 0, *traces]\n"
        "scanner.findings.findings = broken\n"
    )
    command = ("crawl", "http://clinic.example/", "--render", "never", "-o", "out", *pins(clinic))
    done = run(*command, PYTHONPATH=os.pathsep.join((str(run.folder), str(ROOT))), TMPDIR=str(run.folder))
    (log,) = run.folder.glob("unembed-bug-*.md")
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == f"error: a bug in unembed: ZeroDivisionError\n  try: report it with {log}\n"
    text = log.read_text()
    assert "ZeroDivisionError" in text
    assert "`scanning.py:" in text
    assert "clinic.example" not in text
    assert run(*command, "--resume").returncode == 1, "what was read is not lost"


def test_one_format_may_take_the_place_of_the_summary(run: Run, clinic: SiteServer) -> None:
    done = run("crawl", "http://clinic.example/", "--render", "never", "-o", "out", "-f", "json", *pins(clinic))
    assert json.loads(done.stdout) == json.loads((run.folder / "out" / "scan.json").read_text())
    again = run("report", "out", "-f", "json", "-f", "text=again.txt")
    assert again.stdout == done.stdout
    assert (run.folder / "again.txt").stat().st_mode & 0o777 == 0o600
