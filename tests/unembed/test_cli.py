"""The command line as its users meet it: bad input gets one clear error, and nothing is overwritten or lost."""

import json
import os
import random
import socket
import sqlite3
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from demo.server import Reply, SiteServer
from spiders.browser import MACHINE
from spiders.job import Progress
from unembed.commands.progress import ProgressLine

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Run:
    """Runs `unembed` in `folder`, which is empty at first."""

    folder: Path

    def __call__(
        self, *arguments: str, most_bytes: int | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """No file that it writes may become larger than `most_bytes`."""
        clean = {name: value for name, value in os.environ.items() if name in MACHINE or not name.startswith("UNEMBED")}
        command = [sys.executable, "-m", "unembed", *arguments]
        if most_bytes is not None:
            code = (
                "import os, resource, sys; most = int(sys.argv[1]);"
                "resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)); os.execv(sys.argv[2], sys.argv[2:])"
            )
            command = [sys.executable, "-c", code, str(most_bytes), *command]
        return subprocess.run(
            command,
            cwd=self.folder,
            env=clean | {"PYTHONPATH": str(ROOT)} | variables,
            capture_output=True,
            text=True,
            timeout=100,
        )


@pytest.fixture
def run(tmp_path: Path) -> Run:
    folder = tmp_path / "work"
    folder.mkdir()
    return Run(folder)


def error(done: subprocess.CompletedProcess[str]) -> str:
    """The one error that `done` ended with."""
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 2, done.stderr
    assert lines[0].startswith("error: ")
    assert lines[1].startswith("  try: ")
    return done.stderr


@pytest.fixture
def clinic(site: Callable[[str], SiteServer]) -> SiteServer:
    return site("one-form")


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port on loopback that nothing listens on."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


def pins(server: SiteServer) -> list[str]:
    return [f"--resolve={pin}" for pin in server.pins]


def test_what_is_not_an_address_is_refused(run: Run) -> None:
    for text in ("hello world", "ftp://clinic.example/", "https://", "clinic"):
        done = run("crawl", text)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (f"error: not a web address: {text}\n  try: an address such as https://clinic.example/\n")


def test_an_unknown_host_is_named(run: Run) -> None:
    done = run("crawl", "http://nowhere.invalid/", "--render", "never")
    assert done.returncode == 2
    assert done.stderr.startswith("error: no such host: http://nowhere.invalid ")
    assert "\n  try: " in done.stderr
    assert list(run.folder.iterdir()) == []


def test_a_refused_connection_is_named(run: Run, closed_port: int) -> None:
    done = run("crawl", f"http://localhost:{closed_port}/", "--render", "never")
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: the host does not answer: http://localhost:{closed_port} ")
    assert done.stderr.count("\n  try: ") == 1


def test_a_certificate_that_cannot_be_trusted_is_named(run: Run, clinic: SiteServer) -> None:
    done = run("crawl", "https://clinic.example/", "--render", "never", *pins(clinic))
    assert done.returncode == 2
    assert done.stderr.startswith("error: the certificate of the site cannot be trusted: https://clinic.example ")
    assert "--insecure" in done.stderr


def test_a_certificate_for_another_host_is_named(run: Run, clinic: SiteServer) -> None:
    done = run("crawl", "https://elsewhere.example/", "--render", "never", *pins(clinic))
    assert error(done) == (
        "error: the certificate of the site cannot be trusted: https://elsewhere.example (the certificate is for "
        "another host)\n  try: --insecure reads it anyway\n"
    )


@pytest.mark.parametrize(
    ("folder", "why"),
    [
        ("taken", "File exists"),
        ("taken/below", "Not a directory"),
        ("/proc/nothing", "No such file or directory"),
        ("x" * 300, "File name too long"),
    ],
)
def test_a_folder_that_cannot_be_made_is_named(run: Run, clinic: SiteServer, folder: str, why: str) -> None:
    (run.folder / "taken").write_text("a file")
    done = run("crawl", "http://clinic.example/", "-o", folder, *pins(clinic))
    assert error(done) == (
        f"error: cannot write into the folder: {folder}: {why}\n  try: -o with a folder of your own\n"
    )
    assert (run.folder / "taken").read_text() == "a file"
    assert clinic.hits == []


@pytest.mark.parametrize(
    ("place", "why"),
    [("missing/x.json", "No such file or directory"), (".", "Is a directory"), ("taken/x", "Not a directory")],
)
def test_a_place_that_cannot_be_written_is_named_before_anything_is_crawled(
    run: Run, clinic: SiteServer, place: str, why: str
) -> None:
    (run.folder / "taken").write_text("a file")
    done = run("crawl", "http://clinic.example/", "-f", f"json={place}", *pins(clinic))
    assert error(done) == f"error: cannot write: {place}: {why}\n  try: another place for it\n"
    assert sorted(path.name for path in run.folder.iterdir()) == ["taken"]
    assert clinic.hits == []


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
    assert set(modes) >= {"scan.json", "report.html", "run.sqlite"}
    assert set(modes.values()) == {"0o600"}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "not a scan"),
        ('{"schema": "unembed.scan/2"}', "a scan of another version"),
        ('{"schema": "unembed.scan/1"}', "not a scan"),
        ("[]", "not a scan"),
    ],
)
def test_a_scan_file_that_cannot_be_understood_is_named(run: Run, content: str, problem: str) -> None:
    (run.folder / "scan.json").write_text(content)
    done = run("report", "scan.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"error: {problem}: scan.json")
    assert done.stderr.count("\n  try: ") == 1


def test_a_scan_file_that_is_not_there_is_named(run: Run) -> None:
    done = run("report", "missing.json")
    assert done.returncode == 2
    assert done.stderr.startswith("error: cannot read the scan: missing.json")


def test_an_unknown_format_is_refused_before_anything_is_crawled(run: Run, clinic: SiteServer) -> None:
    done = run("crawl", "http://clinic.example/", "-f", "pdf=x.pdf", *pins(clinic))
    assert (done.returncode, done.stderr) == (
        2,
        "error: unknown format: pdf\n  try: one of html, json, text\n",
    )
    assert clinic.hits == []


@pytest.mark.parametrize("pin", ["nonsense", "clinic.example:80", "clinic.example:x:127.0.0.1", "a:80:not-an-address"])
def test_a_bad_pin_is_named(run: Run, pin: str) -> None:
    done = run("crawl", "http://clinic.example/", f"--resolve={pin}")
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert pin in done.stderr
    assert "\n  try: write HOST:PORT:ADDRESS" in done.stderr


def test_a_missing_browser_is_said_before_anything_is_crawled(run: Run, clinic: SiteServer) -> None:
    done = run("crawl", "http://clinic.example/", "--browser", "/no/such/browser", *pins(clinic))
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert "/no/such/browser" in done.stderr
    assert clinic.hits == []


def test_settings_come_from_flag_then_variable_then_file(run: Run, clinic: SiteServer) -> None:
    (run.folder / "unembed.toml").write_text(
        'url = "http://clinic.example/"\nrender = "never"\noutput-dir = "from-file"\nfail-on = "never"\n'
    )
    assert run("crawl", *pins(clinic)).returncode == 3
    assert (run.folder / "from-file" / "scan.json").is_file()
    assert run("crawl", *pins(clinic), UNEMBED_OUTPUT_DIR="from-variable", UNEMBED_FAIL_ON="any").returncode == 1
    assert (run.folder / "from-variable" / "scan.json").is_file()
    assert run("crawl", *pins(clinic), "-o", "from-flag", UNEMBED_OUTPUT_DIR="from-variable").returncode == 3
    assert (run.folder / "from-flag" / "scan.json").is_file()


def test_an_unknown_setting_is_named_with_the_nearest_name(run: Run) -> None:
    (run.folder / "unembed.toml").write_text("max-page = 3\n")
    assert error(run("crawl", "http://clinic.example/")) == (
        "error: unknown setting: max-page in unembed.toml\n  try: did you mean max-pages?\n"
    )


WRONG_SETTINGS = {
    "max-pages = ": "not a valid TOML file: unembed.toml: Invalid value (at ",
    "max-pages = [3]": ("a setting of the wrong kind: max-pages in unembed.toml\n  try: max-pages = a whole number\n"),
    "url = 5": ("a setting of the wrong kind: url in unembed.toml\n  try: url = a text in quotes, or a list of them\n"),
    "header = [{a = 1}]": "a setting of the wrong kind: header in unembed.toml\n",
    "resume = 'yes'": "a setting of the wrong kind: resume in unembed.toml\n  try: resume = true or false\n",
    "final-date = 2026": "a setting of the wrong kind: final-date in unembed.toml\n",
    "render = 'perhaps'": (
        "wrong use: Invalid value for '--render': 'perhaps' is not one of 'auto', 'always', 'never'"
        " (in the settings file)\n  try: unembed crawl --help\n"
    ),
}


@pytest.mark.parametrize("content", WRONG_SETTINGS)
def test_a_setting_that_cannot_be_used_is_named(run: Run, content: str) -> None:
    (run.folder / "unembed.toml").write_text(content)
    assert error(run("crawl", "http://clinic.example/")).startswith(f"error: {WRONG_SETTINGS[content]}")


def test_a_variable_that_cannot_be_used_is_named(run: Run) -> None:
    many = error(run("crawl", "http://clinic.example/", UNEMBED_MAX_PAGES="many"))
    assert "'many' is not a valid integer range (in the environment variable UNEMBED_MAX_PAGES)\n" in many
    misspelt = error(run("crawl", "http://clinic.example/", UNEMBED_RENDR="never"))
    assert misspelt == "error: unknown environment variable: UNEMBED_RENDR\n  try: did you mean UNEMBED_RENDER?\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--host", "https://shop.example/"),
        ("--crm-host", "crm.example/path"),
        ("--auth", "nobody"),
        ("--rate", "nan"),
        ("--header", "bad name: x"),
        ("--user-agent", "two\nlines"),
        ("--proxy", "socks5://proxy.example"),
        ("--final-date", "tomorrow"),
        ("--nonsense",),
        ("--signatures", "/no/such/folder"),
        ("-f", "json", "-f", "text"),
    ],
)
def test_an_argument_that_cannot_be_used_is_one_clear_error(
    run: Run, clinic: SiteServer, arguments: tuple[str, ...]
) -> None:
    error(run("crawl", "http://clinic.example/", *arguments, *pins(clinic)))
    assert list(run.folder.iterdir()) == []
    assert clinic.hits == []


def test_a_login_in_the_address_is_used_and_stored_nowhere(run: Run, clinic: SiteServer) -> None:
    seen: set[str | None] = set()

    def remember(handler: BaseHTTPRequestHandler) -> Reply:
        seen.add(handler.headers.get("Authorization"))
        return Reply(200, {"Content-Type": "text/html"}, b"<title>hello</title>")

    clinic._routes |= {"clinic.example/": remember}
    address = "http://jo:s%3Acret-4711@clinic.example/"
    done = run("crawl", address, "--render", "never", "-o", "out", "-vv", *pins(clinic))
    assert done.returncode == 0, done.stderr
    assert seen == {"Basic " + b64encode(b"jo:s:cret-4711").decode()}
    kept = [done.stdout.encode(), done.stderr.encode(), *(path.read_bytes() for path in (run.folder / "out").iterdir())]
    for secret in (b"cret-4711", b64encode(b"jo:s:cret-4711")):
        assert not any(secret in text for text in kept)
    assert json.loads((run.folder / "out" / "scan.json").read_text())["target"]["start"] == ["http://clinic.example/"]


def test_two_logins_are_one_too_many(run: Run) -> None:
    both = run("crawl", "http://jo:secret@clinic.example/", "--auth", "ann:other")
    assert error(both) == "error: two logins: --auth, and another one in the address\n  try: leave one of them out\n"
    several = run("crawl", "http://jo:secret@clinic.example/", "http://ann:other@clinic.example/")
    assert error(several).startswith("error: several logins: ")


def test_a_login_in_what_is_no_address_is_not_repeated(run: Run) -> None:
    for text in ("https://jo:secret@", "https://jo:se/cret@clinic.example/", "ftp://jo:secret@clinic.example/"):
        assert "cret" not in error(run("crawl", text))


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


def test_what_starts_and_is_no_browser_is_named(run: Run, clinic: SiteServer) -> None:
    done = run("crawl", "http://clinic.example/", "--render", "always", "--browser", "/bin/true", *pins(clinic))
    assert error(done).startswith("error: the browser does not start: /bin/true")


BLOCKED: dict[str, dict[str, Reply]] = {
    "bot wall": {"*/": Reply(403, {"cf-mitigated": "challenge"}, b"<title>Just a moment...</title>")},
    "forbidden": {"*/": Reply(403)},
    "disallowed": {"*/robots.txt": Reply(200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /\n")},
    "robots.txt fails": {"*/robots.txt": Reply(500)},
    "login": {
        "*/": Reply(302, {"Location": "/login?next=%2F"}),
        "*/login": Reply(200, {"Content-Type": "text/html"}, b'<form><input type="password"></form>'),
    },
}  # fmt: skip


@pytest.mark.parametrize("wall", BLOCKED)
def test_a_site_whose_every_page_is_blocked_is_not_clear(run: Run, clinic: SiteServer, wall: str) -> None:
    clinic._routes |= BLOCKED[wall] | {
        place.replace("*", "clinic.example"): reply for place, reply in BLOCKED[wall].items()
    }
    done = run("crawl", "http://clinic.example/", "--render", "never", "-o", "out", *pins(clinic))
    assert done.returncode == 3
    assert done.stdout.startswith("Not proven clear: 0 of ")
    scan = json.loads((run.folder / "out" / "scan.json").read_text())
    assert (scan["verdict"], scan["coverage"]["complete"], scan["coverage"]["checked"]) == ("incomplete", False, 0)


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


def make(run: Run, site: str) -> list[str]:
    """What `make crawl` would hand to `unembed` for this site."""
    bin_ = run.folder / ".venv" / "bin"
    bin_.mkdir(parents=True)
    (bin_.parent / "ready").touch()
    program = bin_ / "unembed"
    program.write_text('#!/bin/sh\nfor word; do echo "$word"; done\n')
    program.chmod(0o755)
    command = ["make", "-s", "-f", str(ROOT / "Makefile"), "-o", ".venv/ready", "crawl", f"SITE={site}"]
    return subprocess.run(command, cwd=run.folder, capture_output=True, text=True, timeout=60).stdout.splitlines()


def test_make_hands_over_an_address_as_it_is(run: Run) -> None:
    site = "https://clinic.example/?a=1&b='2'; echo $(touch never)"
    assert make(run, site.replace("$", "$$")) == ["crawl", site]
    assert not (run.folder / "never").exists()


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


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom unembed.cli import main\nmain(['crawl', '--help'])\n"
        "heavy = {'scrapy', 'twisted', 'playwright', 'jinja2', 'lxml', 'msgspec', 'ada_url', 'dns', 'tldextract'}\n"
        "heavy.add('phonenumbers')\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"
