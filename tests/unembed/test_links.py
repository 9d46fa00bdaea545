"""Links out of the site, by the real command line."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from demo.server import Reply, SiteServer
from spiders.browser import MACHINE

ROOT = Path(__file__).parents[2]
HTML = {"Content-Type": "text/html"}


def scan(server: SiteServer, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    pins = [part for pin in server.pins for part in ("--resolve", pin)]
    command = [sys.executable, "-m", "unembed", "crawl", "https://clinic.example/", "-o", str(folder), "--insecure"]
    clean = {name: value for name, value in os.environ.items() if name in MACHINE or not name.startswith("UNEMBED")}
    return subprocess.run(
        [*command, "--rate", "200", "--render", "never", *pins, *more],
        env=clean | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(("fail_on", "code"), [("any", 0), ("link", 1), ("embed", 0), ("never", 0)])
def test_a_broken_link_is_a_note_that_fails_nothing_unless_links_are_asked_for(
    tmp_path: Path, fail_on: str, code: int
) -> None:
    (tmp_path / "empty").mkdir()
    home = Reply(200, HTML, b'<!doctype html><h1>Home</h1><p><a href="https://friend.example/gone">A friend</a></p>')
    routes = {"clinic.example/": home, "friend.example/gone": Reply(410)}
    with SiteServer(tmp_path / "empty", routes=routes, hosts=("clinic.example", "friend.example")) as server:
        done = scan(server, tmp_path / "out", "--fail-on", fail_on)
    data = json.loads((tmp_path / "out" / "scan.json").read_text())
    assert (done.returncode, data["verdict"], data["coverage"]["complete"]) == (code, "clear", True), done.stderr
    assert data["links"] == {
        "checked": 1,
        "broken": [
            {
                "url": "https://friend.example/gone",
                "reason": "http_410",
                "detail": "",
                "way": [],
                "pages": ["https://clinic.example/"],
                "number": 1,
                "label": "A friend",
                "may_lead_on": False,
            }
        ],
        "unseen": [],
        "left": {},
    }
    assert "Links that are broken already (1)\n    https://friend.example/gone\n" in done.stdout
    assert "Links that are broken already" in (tmp_path / "out" / "report.html").read_text()


def test_a_link_that_nobody_follows_leaves_the_scan_incomplete(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    home = Reply(200, HTML, b'<!doctype html><h1>Home</h1><p><a href="https://friend.example/x">A friend</a></p>')
    with SiteServer(tmp_path / "empty", routes={"clinic.example/": home}, hosts=("clinic.example",)) as server:
        done = scan(server, tmp_path / "out", "--max-links", "0")
    assert done.returncode == 3
    assert done.stdout.startswith("Not proven clear: the end of 1 link could not be seen.\n")
    assert {hit.host for hit in server.hits} == {"clinic.example"}


def test_a_site_of_links_is_told_with_every_way(site: Callable[[str], SiteServer], tmp_path: Path) -> None:
    server = site("links")
    done = scan(server, tmp_path / "out")
    assert done.returncode == 1
    said = "replace 3 links on 3 pages and 1 address in sitemaps, then re-point the name"
    assert said in " ".join(done.stdout.split())
    report = (tmp_path / "out" / "report.html").read_text()
    assert "https://short.example/book → https://hops.example/next (301)" in report
    assert report.count('<li><a href="#links">Links</a></li>') == 1
