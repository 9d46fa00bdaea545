"""`unembed doctor`, as typed: which browser is found, where it is looked for, and what is said without one."""

import os
import platform
import re
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

from spiders.browser import SWITCHED_OFF, Advice, Candidate, advice, candidates, installed, own_folder, releases
from unembed import __version__

UNEMBED = (sys.executable, "-m", "unembed")
NOWHERE = """
import sys
from spiders import browser
browser.SYSTEM_PATHS = browser.CHROME = ()
from unembed.cli import main
sys.exit(main(["doctor"]))
"""
VERSIONS = f"""unembed     {__version__}
Python      {platform.python_version()}
Scrapy      {version("scrapy")}
Playwright  {version("playwright")}
"""
FOUND = re.compile(
    r"browser     Chromium (\d+\.\d+\.\d+\.\d+) \(([^)]+)\)(?:, without its sandbox)?\n            (/.+)\n"
    r"sandbox     .+\nrendering   works\n"
)
INSTALLERS = ("sudo", "su", "pkexec", "apt", "apt-get", "dnf", "yum", "pacman", "apk", "snap", "brew", "playwright")


def doctor(
    *arguments: str, command: tuple[str, ...] = (*UNEMBED, "doctor"), **environment: str
) -> tuple[int, str, str]:
    """Exit code, stdout and stderr."""
    kept = {name: value for name, value in os.environ.items() if name != "UNEMBED_BROWSER"}
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, env=kept | environment, timeout=60)
    return done.returncode, done.stdout, done.stderr


def program(folder: Path, name: str, text: str = "exit 0") -> Path:
    """An executable script."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    file.chmod(0o755)
    return file


@pytest.mark.browser
def test_the_browser_that_is_found_is_named_with_its_version_and_path_and_tried() -> None:
    code, said, errors = doctor()
    assert (code, errors) == (0, "")
    assert said.startswith(VERSIONS)
    found = FOUND.fullmatch(said.removeprefix(VERSIONS))
    assert found is not None
    assert Path(found[3]).is_file()
    assert Path(found[3]).name == found[2]


@pytest.mark.browser
def test_the_browser_that_the_user_names_is_the_one_that_is_tried() -> None:
    found = FOUND.search(doctor()[1])
    assert found is not None
    by_option, by_variable = doctor("--browser", found[3]), doctor(UNEMBED_BROWSER=found[3])
    assert by_option == by_variable == (0, f"{VERSIONS}{found[0]}", "")


def test_a_browser_that_is_named_and_not_there_is_said_and_nothing_else_is_tried(tmp_path: Path) -> None:
    missing = tmp_path / "no-browser"
    code, said, errors = doctor("--browser", str(missing))
    assert (code, errors) == (2, "")
    assert said.startswith(
        f"{VERSIONS}browser     no such browser: {missing}\n"
        "            try: the path of a Chromium, or leave --browser out\n"
    )
    assert doctor(UNEMBED_BROWSER=str(missing)) == (code, said, errors)


def test_a_program_that_is_no_browser_is_said(tmp_path: Path) -> None:
    code, said, errors = doctor("--browser", str(program(tmp_path, "browser", "echo I am no browser >&2; exit 1")))
    assert (code, errors) == (2, "")
    assert said.startswith(f"{VERSIONS}browser     the browser does not start: {tmp_path}/browser: I am no browser\n")


def test_without_any_browser_it_says_what_gets_one_and_installs_nothing(tmp_path: Path) -> None:
    tools, trace = tmp_path / "bin", tmp_path / "ran"
    tools.mkdir()
    for name in INSTALLERS:
        program(tools, name, f'echo "$0 $*" >> {trace}')
    code, said, errors = doctor(
        command=(sys.executable, "-c", NOWHERE),
        PATH=str(tools),
        HOME=str(tmp_path),
        PLAYWRIGHT_BROWSERS_PATH=str(tmp_path),
    )
    ways = "".join(f"  {way.command}\n      {way.does}\n" for way in advice())
    first = advice()[0]
    assert (code, errors) == (2, "")
    assert said == (
        f"{VERSIONS}browser     no browser found: Chromium is needed\n"
        f"            try: {first.command} ({first.does}), or --browser\n"
        f"\nWhat gets a browser on this machine, for you to run:\n{ways}"
    )
    assert not trace.exists()


@pytest.mark.browser
def test_nothing_is_left_behind(tmp_path: Path) -> None:
    assert doctor(TMPDIR=str(tmp_path))[0] == 0
    assert list(tmp_path.iterdir()) == []


def test_what_a_browser_leaves_behind_goes_with_its_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with own_folder():
        folder = Path(os.environ["TMPDIR"])
        (folder / "profile").mkdir()
    assert (os.environ["TMPDIR"], folder.exists()) == (str(tmp_path), False)


def test_browsers_are_looked_for_from_the_nearest_to_the_farthest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("google-chrome", "chromium", "chromium-headless-shell"):
        program(tmp_path, name)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("spiders.browser.SYSTEM_PATHS", ())
    chrome = program(tmp_path, "chrome")
    monkeypatch.setattr("spiders.browser.CHROME", (str(chrome), "/nowhere"))
    (shells, *_), (full, *_) = releases("chromium-headless-shell"), releases("chromium")
    downloads = tmp_path / "downloads"
    shell = downloads / f"chromium_headless_shell-{shells}" / "chrome-headless-shell-linux64" / "chrome-headless-shell"
    chromium = downloads / f"chromium-{full}" / "chrome-linux" / "chrome"
    other_release = downloads / "chromium_headless_shell-1" / "chrome-linux" / "headless_shell"
    for file in (shell, chromium, other_release, downloads / "firefox-1" / "firefox" / "firefox"):
        file.parent.mkdir(parents=True)
        program(file.parent, file.name)
    shells_first = tuple(tmp_path / name for name in ("chromium-headless-shell", "chromium", "google-chrome"))
    assert installed() == shells_first
    system = tuple(Candidate("installed on this system", path) for path in shells_first)
    google = Candidate("Google Chrome", chrome)
    assert candidates(environment={"PLAYWRIGHT_BROWSERS_PATH": str(downloads)}) == (
        Candidate("Playwright's headless shell", shell),
        Candidate("Playwright's Chromium", chromium),
        google,
        *system,
    )
    assert candidates(environment={"PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "empty")}) == (google, *system)
    by_variable = candidates(environment={"UNEMBED_BROWSER": "/opt/chromium"})
    assert by_variable == candidates(Path("/opt/chromium"), {}) == (Candidate("named by you", Path("/opt/chromium")),)
    assert candidates(Path("/opt/a"), {"UNEMBED_BROWSER": "/opt/b"}) == (Candidate("named by you", Path("/opt/a")),)


@pytest.mark.parametrize(
    ("os_release", "commands"),
    [
        ("ID=debian\n", ("sudo apt-get install chromium-headless-shell",)),
        ('ID=ubuntu\nID_LIKE="debian"\n', ()),
        ("ID=fedora\n", ("sudo dnf install chromium-headless",)),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"\n', ("sudo dnf install chromium-headless",)),
        ("ID=arch\n", ("sudo pacman -S chromium",)),
        ("ID=alpine\n", ("sudo apk add chromium",)),
        ("", ()),
    ],
)
def test_the_advice_is_for_this_system_and_the_way_that_changes_least_comes_first(
    os_release: str, commands: tuple[str, ...]
) -> None:
    download, *system = advice(os_release)
    assert download == Advice(
        f"{sys.executable} -m playwright install chromium-headless-shell",
        "downloads about 110 MB into your own cache folder; changes no system package",
    )
    assert tuple(way.command for way in system) == commands


def test_what_playwright_switches_off_stays_off() -> None:
    package = find_spec("playwright")
    assert package is not None
    assert package.origin is not None
    bundle = (Path(package.origin).parent / "driver/package/lib/coreBundle.js").read_text(encoding="utf-8")
    listed = re.search(r"disabledFeatures = \[(.*?)\]", bundle, re.DOTALL)
    assert listed is not None
    assert set(re.findall(r'^\s*"(\w+)",?$', listed[1], re.MULTILINE)) <= set(SWITCHED_OFF)
    assert len(re.findall(r'"\w+"', listed[1])) > 5
