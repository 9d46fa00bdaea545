"""A scan that is stopped: by Ctrl-C, by a signal, by `kill -9`, at any moment, also while pages are rendered."""

import json
import random
import signal
import time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import ANY

import pytest

from demo.server import Route, SiteServer
from tests.spiders.crawling import HOST, Serve, page
from tests.spiders.stopping import scanning, wait_until

PAGES = 24
QUICK = ("--rate", "200", "--insecure")
AGAIN = "interrupted\n  try: the same command with --resume"


def routes() -> dict[str, Route]:
    """Pages that have to be rendered, each with a form of its own, which a script puts there."""
    routes: dict[str, Route] = {}
    for number in range(PAGES):
        form = f"/widget/form/Form{number:05d}AbCdEfGhIjK"
        routes[f"*{form}"] = page()
        address = f"https://link.agency-crm.example{form}"
        script = f"<script>document.write('<iframe src=\"{address}\"></iframe>')</script>"
        links = [f"/p-{n}-x" for n in range(number * 3 + 1, min(number * 3 + 4, PAGES))]
        routes[f"{HOST}/" if number == 0 else f"{HOST}/p-{number}-x"] = page(
            *links, title=f"Page {number}", body=script
        )
    return routes


@cache
def whole() -> dict[str, Any]:
    """What a scan finds that nobody stops."""
    with TemporaryDirectory() as place, SiteServer(Path(place), routes=routes(), hosts=(HOST,)) as server:
        with scanning(server, Path(place) / "out", *QUICK) as scan:
            assert scan.end() == (1, ANY)
        return scan_in(Path(place) / "out")


def pages_asked(server: SiteServer) -> int:
    """How many pages were asked for, by the crawler and by the browser."""
    return sum(hit.path == "/" or hit.path.startswith("/p-") for hit in server.hits)


def scan_in(folder: Path) -> dict[str, Any]:
    scan: dict[str, Any] = json.loads((folder / "scan.json").read_text())
    return scan


def same(scan: dict[str, Any]) -> dict[str, Any]:
    """What does not depend on when a scan was made."""
    return {name: scan[name] for name in ("verdict", "findings", "coverage", "target")}


@pytest.mark.browser
def test_ctrl_c_in_a_terminal_writes_what_there_is_and_leaves_no_process(serve: Serve, tmp_path: Path) -> None:
    server = serve(routes())
    with scanning(server, tmp_path / "out", *QUICK, terminal=True) as scan:
        assert wait_until(lambda: pages_asked(server) > 8)
        scan.look()
        scan.type(b"\x03")
        code, shown = scan.end()
    assert code == 130
    assert AGAIN in shown.replace("\r\n", "\n")
    assert "Traceback" not in shown
    result = scan_in(tmp_path / "out")
    assert (result["verdict"], result["coverage"]["complete"]) != ("clear", True)
    assert {unread["reason"] for unread in result["coverage"]["unread"]} == {"interrupted"}
    assert "<html" in (tmp_path / "out" / "report.html").read_text()
    assert scan.seen, "a browser was running"


@pytest.mark.browser
def test_a_second_ctrl_c_costs_nothing_that_the_first_one_saves(serve: Serve, tmp_path: Path) -> None:
    server = serve(routes())
    with scanning(server, tmp_path / "out", *QUICK, terminal=True) as scan:
        assert wait_until(lambda: pages_asked(server) > 8)
        scan.look()
        for _ in range(3):
            scan.type(b"\x03")
            time.sleep(0.1)
        code, shown = scan.end()
    assert (code, "Traceback" in shown) == (130, False)
    assert not scan_in(tmp_path / "out")["coverage"]["complete"]


@pytest.mark.browser
def test_sigterm_ends_a_scan_like_ctrl_c_and_it_goes_on_later(serve: Serve, tmp_path: Path) -> None:
    server = serve(routes())
    with scanning(server, tmp_path / "out", *QUICK) as scan:
        assert wait_until(lambda: pages_asked(server) > 8)
        scan.look()
        scan.process.terminate()
        code, said = scan.end()
    assert (code, said.strip().endswith(AGAIN)) == (130, True)
    with scanning(server, tmp_path / "out", *QUICK, "--resume") as again:
        assert again.end() == (1, ANY)
    assert same(scan_in(tmp_path / "out")) == same(whole())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_at_the_first_request_is_a_scan_of_nothing(serve: Serve, tmp_path: Path, number: int) -> None:
    server = serve(routes())
    with scanning(server, tmp_path / "out", "--render", "never") as scan:
        assert wait_until(lambda: len(server.hits) > 0)
        scan.process.send_signal(number)
        code, said = scan.end()
    assert (code, said.strip().endswith(AGAIN)) == (130, True)
    assert not scan_in(tmp_path / "out")["coverage"]["complete"]


@pytest.mark.kill
@pytest.mark.browser
def test_a_rendering_scan_that_is_killed_again_and_again_ends_like_one_that_was_not(
    serve: Serve, tmp_path: Path
) -> None:
    server = serve(routes())
    chance = random.Random(4)
    resume: tuple[str, ...] = ()
    for _ in range(4):
        before = pages_asked(server)
        goal = before + chance.randint(1, 16)
        with scanning(server, tmp_path / "out", *QUICK, *resume) as scan:
            assert wait_until(lambda now=goal: pages_asked(server) >= now)  # type: ignore[misc] # a default is a value
            scan.look()
            scan.process.kill()
            assert scan.end()[0] == -signal.SIGKILL
        assert not (tmp_path / "out" / "scan.json").exists()
        resume = ("--resume",)
    with scanning(server, tmp_path / "out", *QUICK, "--resume") as last:
        assert last.end() == (1, ANY)
    assert same(scan_in(tmp_path / "out")) == same(whole())
    assert len(scan_in(tmp_path / "out")["findings"]) == PAGES
