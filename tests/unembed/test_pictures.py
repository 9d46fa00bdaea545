"""Pictures by the real command line: where they lie, when there are none, and that they change nothing else."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.server import Reply, SiteServer
from spiders.browser import MACHINE

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
HTML = {"Content-Type": "text/html"}
FORM = "https://api.leadconnectorhq.com/widget/form/AbCdEfGhIjKlMnOpQrSt"
HIDDEN = "https://api.leadconnectorhq.com/widget/form/TuVwXyZaBcDeFgHiJkLm"
HOME = (
    f'<!doctype html><title>Home</title><h1>Ask us</h1><iframe src="{FORM}" style="width:600px;height:300px"></iframe>'
    f'<iframe src="{HIDDEN}" style="display:none"></iframe>'
    '<script src="https://link.msgsndr.com/js/external-tracking.js" data-tracking-id="tk_'
    + "0123456789abcdef" * 2
    + '"></script>'
)


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[SiteServer]:
    """One page with a form that shows, one that does not, and a tracker."""
    (tmp_path / "empty").mkdir()
    form = Reply(200, HTML, b"<!doctype html><form><input name=a></form>")
    routes = {
        "clinic.example/": Reply(200, HTML, HOME.encode()),
        f"{FORM.removeprefix('https://')}": form,
        f"{HIDDEN.removeprefix('https://')}": form,
        "link.msgsndr.com/js/external-tracking.js": Reply(200, {"Content-Type": "text/javascript"}, b"1;"),
    }
    hosts = ("clinic.example", "api.leadconnectorhq.com", "link.msgsndr.com")
    with SiteServer(tmp_path / "empty", routes=routes, hosts=hosts) as server:
        yield server


def command(server: SiteServer, folder: Path, *more: str) -> list[str]:
    pins = [part for pin in server.pins for part in ("--resolve", pin)]
    start = [sys.executable, "-m", "unembed", "crawl", "https://clinic.example/", "-o", str(folder), "--insecure"]
    return [*start, "--rate", "200", *pins, *more]


def environment(**more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if name in MACHINE or not name.startswith("UNEMBED")}
    return clean | {"PYTHONPATH": str(ROOT)} | more


def scan(server: SiteServer, folder: Path, *more: str, **variables: str) -> tuple[dict[str, Any], str]:
    """The scan, and what was logged."""
    done = subprocess.run(
        command(server, folder, "-v", *more),
        env=environment(**variables), capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    return json.loads((folder / "scan.json").read_text()), done.stderr


def pictures(data: dict[str, Any]) -> dict[str, list[str]]:
    """By the value of the finding, the paths of its pictures."""
    return {
        one["value"]: [piece["screenshot"] for piece in one["evidence"] if piece["screenshot"]]
        for one in data["findings"]
    }


def without(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The findings, as if there were no pictures."""
    for one in data["findings"]:
        for piece in one["evidence"]:
            piece |= {"screenshot": None, "outlined": ""}
    return list(data["findings"])


def test_what_shows_has_a_picture_and_what_does_not_has_none(clinic: SiteServer, tmp_path: Path) -> None:
    data, log = scan(clinic, tmp_path / "out")
    found = pictures(data)
    (path,) = found.pop("AbCdEfGhIjKlMnOpQrSt")
    file = tmp_path / "out" / path
    assert set(map(tuple, found.values())) == {()}
    assert file.read_bytes()[:3] == b"\xff\xd8\xff"
    assert file.stat().st_size < 150_000
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    assert "pictures: 1 of 2 taken, not visible 1" in log
    assert (tmp_path / "out" / "report.html").read_text().count("data:image/jpeg;base64,") == 2
    assert {hit.method for hit in clinic.hits} <= {"GET", "HEAD"}


@pytest.mark.parametrize(
    ("arguments", "variables", "why"),
    [
        (("--no-screenshots",), {}, ""),
        ((), {"UNEMBED_SCREENSHOTS": "no"}, ""),
        (("--auth", "owner:secret"), {}, "no pictures: what a login or a header shows is not public"),
        (("--header", "X-Preview: 1"), {}, "no pictures: what a login or a header shows is not public"),
    ],
)
def test_there_are_none_where_there_may_be_none(
    arguments: tuple[str, ...], variables: dict[str, str], why: str, clinic: SiteServer, tmp_path: Path
) -> None:
    data, log = scan(clinic, tmp_path / "out", *arguments, **variables)
    assert set(map(tuple, pictures(data).values())) == {()}
    assert not (tmp_path / "out" / "pictures").exists()
    assert why in log


def test_a_run_that_goes_on_takes_its_pictures_anew_and_finds_the_same(clinic: SiteServer, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    first, _ = scan(clinic, folder)
    (folder / "pictures" / "R-99.jpg").write_bytes(b"old")
    bare, _ = scan(clinic, folder, "--resume", "--no-screenshots")
    assert not (folder / "pictures").exists()
    again, _ = scan(clinic, folder, "--resume")
    assert pictures(again) == pictures(first)
    assert len(list((folder / "pictures").iterdir())) == 1
    assert without(first) == without(bare) == without(again)


def test_ctrl_c_while_pictures_are_taken_keeps_the_scan(clinic: SiteServer, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    process = subprocess.Popen(
        command(clinic, folder, "-v"), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    since = time.monotonic()
    for line in process.stderr:
        if "pictures: 2 to take" in line:
            break
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    _, rest = process.communicate(timeout=60)
    assert time.monotonic() - since < 60
    assert process.returncode == 130
    assert rest.endswith("interrupted\n  try: the same command with --resume\n")
    data = json.loads((folder / "scan.json").read_text())
    assert (data["verdict"], data["coverage"]["complete"]) == ("traces", True)
    assert (folder / "report.html").exists()
    assert pictures(scan(clinic, folder, "--resume")[0])["AbCdEfGhIjKlMnOpQrSt"] != []
