"""`kill -9` at any moment loses no finished page, and no killed run reads as complete."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from demo.server import SiteServer
from scanner.traces import PageTraces
from spiders.coverage import summary
from spiders.frontier import Frontier
from tests.spiders.crawling import Serve, asked, page, run, verdicts

PAGES = 200
KILLS = 6
ROOT = Path(__file__).parents[2]


def tree(serve: Serve) -> SiteServer:
    """A site of 200 pages in a tree, each with a trace of its own."""
    routes = {}
    for number in range(PAGES):
        links = [f"/p-{n}-x" for n in range(number * 4 + 1, min(number * 4 + 5, PAGES))]
        form = f'<a href="https://link.agency-crm.example/widget/form/Form{number:05d}AbCdEfGhIjK">Ask us</a>'
        routes["/" if number == 0 else f"/p-{number}-x"] = page(*links, "/", body=form + "<p>some words</p>" * 50)
    return serve(routes)


def start(folder: Path, server: SiteServer) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.spiders.killed_crawl", str(folder), *server.pins]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )


def by_page(found: list[PageTraces]) -> dict[str, PageTraces]:
    assert len({traces.url for traces in found}) == len(found), "no page is stored twice"
    return {traces.url: traces for traces in found}


@pytest.mark.kill
def test_a_run_that_is_killed_again_and_again_ends_like_one_that_was_not(serve: Serve, tmp_path: Path) -> None:
    server = tree(serve)
    whole = run(server, tmp_path / "whole")
    chance = random.Random(20261123)
    folder = tmp_path / "killed"
    folder.mkdir()
    for _ in range(KILLS):
        before = len(server.hits)
        crawl = start(folder, server)
        goal = before + chance.randint(3, PAGES // KILLS)
        while len(server.hits) < goal and crawl.poll() is None:
            time.sleep(0.002)
        crawl.send_signal(signal.SIGKILL)
        out, _ = crawl.communicate()
        assert out == "", "it was killed before its end"
        with Frontier(folder / "run.sqlite") as frontier:
            assert not summary(frontier).complete
    out, _ = start(folder, server).communicate(timeout=60)
    assert out == "complete\n"
    again = run(server, folder, resume=True, rate=2000.0)
    assert again.coverage == whole.coverage
    assert verdicts(folder) == verdicts(tmp_path / "whole")
    assert by_page(list(again.traces)) == by_page(list(whole.traces))
    assert len(asked(server)) < 2 * PAGES + KILLS * 32 + 10, "only what was in hand is asked for again"
