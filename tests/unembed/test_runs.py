"""A run in its folder: who may read it, when it goes on, and that nothing in it is overwritten or lost."""

import json
import random
import sqlite3
from contextlib import closing

import pytest

from demo.server import Reply, SiteServer
from tests.unembed.running import Run, error, pins


def test_an_existing_run_is_left_alone_without_resume(run: Run, clinic: SiteServer) -> None:
    first = run("crawl", "http://clinic.example/", "--render", "never", "-o", "out", *pins(clinic))
    assert first.returncode == 1
    before = {path: path.read_bytes() for path in (run.folder / "out").iterdir()}
    done = run("crawl", "http://clinic.example/", "--render", "never", "-o", "out", *pins(clinic))
    assert done.returncode == 2
    assert done.stderr == (
        "error: the folder holds a scan already: out\n  try: --resume to go on with it, or another -o\n"
    )
    assert {path: path.read_bytes() for path in (run.folder / "out").iterdir()} == before


def test_results_can_be_read_by_their_owner_only(run: Run, clinic: SiteServer) -> None:
    run("crawl", "http://clinic.example/", "--render", "never", "-o", "out", *pins(clinic))
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (run.folder / "out").iterdir()}
    assert set(modes) >= {"scan.json", "report.html", "mail.eml", "run.sqlite"}
    assert set(modes.values()) == {"0o600"}


def test_a_run_that_is_not_there_does_not_go_on(run: Run, clinic: SiteServer) -> None:
    done = run("crawl", "http://clinic.example/", "--resume", "-o", "nothing", *pins(clinic))
    assert error(done) == (
        "error: no scan to go on with: nothing\n  try: the same command without --resume, or another -o\n"
    )
    assert (list(run.folder.iterdir()), clinic.hits) == ([], [])


def test_a_run_goes_on_with_the_options_it_began_with(run: Run, clinic: SiteServer) -> None:
    first = run("crawl", "http://clinic.example/", "--render", "never", "-o", "out", *pins(clinic))
    before = {name: (run.folder / "out" / name).read_bytes() for name in ("scan.json", "report.html")}
    other = run("crawl", "http://clinic.example/", "-o", "out", "--resume", *pins(clinic))
    assert error(other).startswith(
        "error: the run in this folder was started with other options: out (--render was never, is auto)\n"
    )
    elsewhere = run("crawl", "http://other.example/", "--render", "never", "-o", "out", "--resume", *pins(clinic))
    assert error(elsewhere).startswith(
        "error: the run in this folder is one of another site: out (http://clinic.example/)\n"
    )
    assert {name: (run.folder / "out" / name).read_bytes() for name in before} == before
    again = run("crawl", "http://clinic.example/", "--render", "never", "-o", "out", "--resume", *pins(clinic))
    assert (again.returncode, again.stdout) == (first.returncode, first.stdout)


@pytest.mark.parametrize("damage", ["noise", "another program", "cut", "holes"])
def test_a_run_file_that_is_none_is_named_and_left_alone(run: Run, clinic: SiteServer, damage: str) -> None:
    run("crawl", "http://clinic.example/", "--render", "never", "-o", "out", *pins(clinic))
    file = run.folder / "out" / "run.sqlite"
    whole = file.read_bytes()
    if damage == "another program":
        file.unlink()
        with closing(sqlite3.connect(file)) as other:
            other.execute("CREATE TABLE theirs (x)")
    else:
        file.write_bytes(
            {
                "noise": random.Random(7).randbytes(20_000),
                "cut": whole[: len(whole) // 2],
                "holes": whole[:4096] + b"\xff" * (len(whole) - 4096),
            }[damage]
        )
    before = file.read_bytes()
    done = run("crawl", "http://clinic.example/", "--render", "never", "-o", "out", "--resume", *pins(clinic))
    assert error(done).startswith("error: not a run file")
    assert "out/run.sqlite" in done.stderr
    assert file.read_bytes()[100:] == before[100:], "all but the header of a database"


def test_a_full_disk_is_one_clear_error_and_the_run_goes_on_later(run: Run, clinic: SiteServer) -> None:
    links = "".join(f'<a href="/a-page-with-a-long-name-{number}">x</a>' for number in range(3000))
    clinic._routes |= {"clinic.example/": Reply(200, {"Content-Type": "text/html"}, links.encode())}
    command = ("crawl", "http://clinic.example/", "--render", "never", "-o", "out", "--rate", "500", "--max-pages", "3")
    full = run(*command, *pins(clinic), most_bytes=200_000)
    assert error(full).startswith("error: cannot use the run file: out/run.sqlite (")
    assert "\n  try: make room on the disk, then --resume\n" in full.stderr
    assert not (run.folder / "out" / "scan.json").exists()
    again = run(*command, "--resume", *pins(clinic))
    assert again.returncode == 3, again.stderr
    scan = json.loads((run.folder / "out" / "scan.json").read_text())
    assert scan["coverage"]["unread"][-1]["detail"] == "this one and 2897 more"


def test_a_report_for_which_there_is_no_room_leaves_the_one_before(run: Run, clinic: SiteServer) -> None:
    command = ("crawl", "http://clinic.example/", "--render", "never", "-o", "out", *pins(clinic))
    run(*command)
    before = (run.folder / "out" / "report.html").read_bytes()
    done = run("report", "out", "-f", "html=out/report.html", most_bytes=1000)
    assert error(done) == "error: cannot write: out/report.html: File too large\n  try: another place for it\n"
    assert (run.folder / "out" / "report.html").read_bytes() == before
    assert not list((run.folder / "out").glob(".report*"))
