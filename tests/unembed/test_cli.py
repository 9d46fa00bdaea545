"""The command line as its users meet it: bad input gets one clear error, and nothing is overwritten or lost."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from demo.server import SiteServer

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `unembed` in an empty folder."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("UNEMBED")}

    def unembed(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "unembed", *arguments]
        environment = clean | {"PYTHONPATH": str(Path(__file__).parent.parent.parent)} | variables
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=100)

    return unembed


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


def test_an_unknown_host_is_named(run: Run, tmp_path: Path) -> None:
    done = run("crawl", "http://nowhere.invalid/", "--render", "never")
    assert done.returncode == 2
    assert done.stderr.startswith("error: no such host: http://nowhere.invalid ")
    assert "\n  try: " in done.stderr
    assert not list(tmp_path.glob("*/*"))


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


def test_a_folder_that_cannot_be_made_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    done = run("crawl", "http://clinic.example/", "-o", "taken")
    assert done.returncode == 2
    assert done.stderr.startswith("error: cannot write into the folder: taken")
    assert (tmp_path / "taken").read_text() == "a file"


def test_an_existing_run_is_left_alone_without_resume(run: Run, clinic: SiteServer, tmp_path: Path) -> None:
    first = run("crawl", "http://clinic.example/", "--render", "never", "-o", "out", *pins(clinic))
    assert first.returncode == 1
    before = {path: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    done = run("crawl", "http://clinic.example/", "--render", "never", "-o", "out", *pins(clinic))
    assert done.returncode == 2
    assert done.stderr == (
        "error: the folder holds a scan already: out\n  try: --resume to go on with it, or another -o\n"
    )
    assert {path: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_results_can_be_read_by_their_owner_only(run: Run, clinic: SiteServer, tmp_path: Path) -> None:
    run("crawl", "http://clinic.example/", "--render", "never", "-o", "out", *pins(clinic))
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (tmp_path / "out").iterdir()}
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
def test_a_scan_file_that_cannot_be_understood_is_named(run: Run, tmp_path: Path, content: str, problem: str) -> None:
    (tmp_path / "scan.json").write_text(content)
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


def test_settings_come_from_flag_then_variable_then_file(run: Run, clinic: SiteServer, tmp_path: Path) -> None:
    (tmp_path / "unembed.toml").write_text(
        'url = "http://clinic.example/"\nrender = "never"\noutput-dir = "from-file"\nfail-on = "never"\n'
    )
    assert run("crawl", *pins(clinic)).returncode == 3
    assert (tmp_path / "from-file" / "scan.json").is_file()
    assert run("crawl", *pins(clinic), UNEMBED_OUTPUT_DIR="from-variable", UNEMBED_FAIL_ON="any").returncode == 1
    assert (tmp_path / "from-variable" / "scan.json").is_file()
    assert run("crawl", *pins(clinic), "-o", "from-flag", UNEMBED_OUTPUT_DIR="from-variable").returncode == 3
    assert (tmp_path / "from-flag" / "scan.json").is_file()


def test_an_unknown_setting_is_named_with_the_nearest_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "unembed.toml").write_text("max-page = 3\n")
    done = run("crawl", "http://clinic.example/")
    assert (done.returncode, done.stderr) == (
        2,
        "error: unknown setting: max-page in unembed.toml\n  try: did you mean max-pages?\n",
    )


def test_one_format_may_take_the_place_of_the_summary(run: Run, clinic: SiteServer, tmp_path: Path) -> None:
    done = run("crawl", "http://clinic.example/", "--render", "never", "-o", "out", "-f", "json", *pins(clinic))
    assert json.loads(done.stdout) == json.loads((tmp_path / "out" / "scan.json").read_text())
    again = run("report", "out", "-f", "json", "-f", "text=again.txt")
    assert again.stdout == done.stdout
    assert (tmp_path / "again.txt").stat().st_mode & 0o777 == 0o600


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom unembed.cli import main\nmain(['crawl', '--help'])\n"
        "print(sorted({'scrapy', 'twisted', 'playwright', 'jinja2', 'lxml', 'msgspec', 'ada_url'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"
