"""The browser keeps its sandbox, whoever runs us; it goes without only where it has to and the user allows it."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo.server import SiteServer
from scanner.model import Page
from scanner.scan import UNSANDBOXED
from spiders import processes
from spiders.accounts import NOBODY, is_root
from spiders.browser import ALLOW, ALLOW_VARIABLE, NO_SANDBOX, may_be_unsandboxed
from tests.spiders.browsing import pooled
from tests.spiders.crawling import START, Serve
from tests.spiders.crawling import page as answer

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
UNEMBED = (sys.executable, "-m", "unembed")
CONFINED = str(Path(__file__).parent / "without_namespaces.py")
STRICT: dict[str, object] = {"allow_unsandboxed_browser": False}
"""What a user wishes who says nothing: the browser goes without its sandbox only if the variable allows it."""

SCRIPTED = answer(body="<script>document.body.append('it ran')</script>")


@dataclass(frozen=True, slots=True)
class Hold:
    """How a process is held: as whom, with which capabilities, its system calls filtered, its view narrowed."""

    user: int
    capabilities: int
    filtered: bool
    apart: bool


def hold(pid: int) -> Hold:
    """How this process is held, as the kernel says."""
    lines = (Path("/proc") / str(pid) / "status").read_text().splitlines()
    status = {name: value.split() for name, _, value in (line.partition(":") for line in lines)}
    return Hold(
        user=int(status["Uid"][1]),
        capabilities=int(status["CapEff"][0], 16),
        filtered=status["Seccomp"] == ["2"],
        apart=len(status["NSpid"]) > 1,
    )


def namespaces() -> bool:
    """Whether this machine lets the browser's user make a namespace of its own, and so have a sandbox."""
    unshare = shutil.which("unshare") or "unshare"
    user: dict[str, int] = {"user": NOBODY, "group": NOBODY} if is_root() else {}
    done: subprocess.CompletedProcess[bytes]
    done = subprocess.run([unshare, "--user", "true"], capture_output=True, **user)  # type: ignore[call-overload] # ids
    return done.returncode == 0


def held(server: SiteServer, **wishes: object) -> tuple[bool, Hold, set[Hold], str, bytes]:
    """Whether the pool says that there is a sandbox; how the browser and its renderers are held; what version it says.

    At last, what the browser finds in its environment.
    """

    async def go() -> tuple[bool, Hold, set[Hold], str, bytes]:
        async with pooled(server, **(STRICT | wishes)) as pool:
            page = await pool.render(START)
            assert isinstance(page, Page)
            assert ("it ran" in page.html, page.flaws) == (True, ())
            pid = pool._chromium.pid
            renderers = {hold(one.pid) for one in processes.members(pool._chromium._group) if one.is_renderer}
            environment = await asyncio.to_thread(Path(f"/proc/{pid}/environ").read_bytes)
            return pool.sandboxed, hold(pid), renderers, pool.version, environment

    return asyncio.run(go())


def test_pages_run_in_a_sandbox_and_never_as_root(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNEMBED_AUTH", "someone:secret")
    sandboxed, browser, renderers, version, environment = held(serve({"/": SCRIPTED}))
    user = NOBODY if is_root() else os.geteuid()
    assert sandboxed or not namespaces()
    assert browser == Hold(user, capabilities=0, filtered=False, apart=False)
    assert renderers == {Hold(user, capabilities=0, filtered=sandboxed, apart=sandboxed)}
    assert version.endswith(UNSANDBOXED) is not sandboxed
    assert (b"secret" in environment) is not is_root()


def test_a_browser_that_only_its_owner_can_read_runs_all_the_same(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": SCRIPTED})

    async def where() -> Path:
        async with pooled(server, **STRICT) as pool:
            return pool.path

    program = asyncio.run(where())
    folder = tmp_path / "cache" / "chromium"
    shutil.copytree(program.parent, folder)
    for one in (tmp_path / "cache", *(tmp_path / "cache").rglob("*")):
        one.chmod(0o700 if one.is_dir() or os.access(one, os.X_OK) else 0o600)

    async def named() -> tuple[Path, bool]:
        async with pooled(server, **STRICT, browser=folder / program.name) as pool:
            assert isinstance(await pool.render(START), Page)
            return pool.path, pool.sandboxed

    assert asyncio.run(named()) == (folder / program.name, namespaces())


# --- where there can be no sandbox -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [
        (False, "", False),
        (True, "", True),
        (True, "0", True),
        (False, "1", True),
        (False, "yes", True),
        (False, "0", False),
    ],
)
def test_the_user_allows_it_by_option_or_variable(option: bool, value: str, allowed: bool) -> None:
    assert may_be_unsandboxed(option, {ALLOW_VARIABLE: value}) is allowed


def unembed(which: str, *arguments: str, folder: Path = ROOT, variable: str = "") -> tuple[int, list[str], list[str]]:
    """Exit code and lines of stdout and stderr of a command where no sandbox can start."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("UNEMBED_ALLOW")}
    path = os.pathsep.join((str(ROOT), *filter(None, [kept.get("PYTHONPATH")])))
    done = subprocess.run(
        [sys.executable, CONFINED, which, *UNEMBED, *arguments],
        cwd=folder,
        env=kept | {"PYTHONPATH": path} | ({ALLOW_VARIABLE: variable} if variable else {}),
        capture_output=True,
        text=True,
        timeout=200,
    )
    return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()


@pytest.mark.parametrize("which", ["all", "one"])
def test_doctor_says_that_the_sandbox_does_not_start_and_the_one_next_step(which: str) -> None:
    code, said, errors = unembed(which, "doctor")
    assert (code, errors) == (2, [])
    assert said[4].startswith(f"browser     {NO_SANDBOX}: /")
    assert said[5:] == [f"            try: {ALLOW} goes without it"]


@pytest.mark.parametrize("which", ["all", "one"])
def test_doctor_says_that_the_browser_goes_without_if_that_is_allowed(which: str) -> None:
    code, said, errors = unembed(which, "doctor", ALLOW)
    assert (code, errors) == (0, [])
    assert said[4].endswith(f", {UNSANDBOXED}")
    assert said[6:] == [f"sandbox     off, as {ALLOW} permits", "rendering   works"]
    assert unembed(which, "doctor", variable="1") == (code, said, errors)


def test_what_allows_it_takes_no_sandbox_from_a_browser_that_can_have_one(serve: Serve) -> None:
    sandboxed, _, _, version, _ = held(serve({"/": SCRIPTED}), allow_unsandboxed_browser=True)
    assert (sandboxed, version.endswith(UNSANDBOXED)) == (namespaces(), not namespaces())


def crawl(server: SiteServer, folder: Path, *arguments: str) -> tuple[int, list[str], list[str]]:
    """A crawl of the clinic's site where no sandbox can start."""
    pins = (word for pin in server.pins for word in ("--resolve", pin))
    return unembed(
        "all", "crawl", START, "-o", "out", "--rate", "100", "--color", "never", *pins, *arguments, folder=folder
    )


def test_a_crawl_ends_with_one_error_where_the_sandbox_does_not_start(serve: Serve, tmp_path: Path) -> None:
    code, said, errors = crawl(serve({"/": SCRIPTED}), tmp_path)
    assert (code, said) == (2, [])
    assert errors[-2].startswith(f"error: {NO_SANDBOX}: /")
    assert errors[-1] == f"  try: {ALLOW} goes without it"
    assert not (tmp_path / "out" / "scan.json").exists()


@pytest.mark.parametrize("by", ["option", "file"])
def test_a_crawl_without_the_sandbox_says_so_everywhere(serve: Serve, tmp_path: Path, by: str) -> None:
    if by == "file":
        (tmp_path / "unembed.toml").write_text("allow-unsandboxed-browser = true\n", encoding="utf-8")
    code, said, _ = crawl(serve({"/": SCRIPTED}), tmp_path, *([ALLOW] if by == "option" else []))
    scan = json.loads((tmp_path / "out" / "scan.json").read_text(encoding="utf-8"))
    assert (code, scan["coverage"]["rendered"]) == (0, 1)
    assert scan["tool"]["browser"].endswith(f", {UNSANDBOXED}")
    assert scan["tool"]["browser"] in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert f"Browser: {scan['tool']['browser']}" in " ".join(" ".join(said).split())


def test_a_browser_that_something_on_its_way_robs_of_its_sandbox_is_not_used(tmp_path: Path) -> None:
    found = next(line.strip() for line in doctor()[1] if line.startswith("            /"))
    wrapper = tmp_path / "chromium"
    wrapper.write_text(f'#!/bin/sh\nexec {found} --no-sandbox "$@"\n', encoding="utf-8")
    wrapper.chmod(0o755)
    code, said, _ = doctor("--browser", str(wrapper))
    assert (code, said[4:]) == (
        2,
        [
            f"browser     {NO_SANDBOX}: {wrapper}: something on its way starts it with --no-sandbox",
            f"            try: {ALLOW} goes without it",
        ],
    )
    code, said, _ = doctor("--browser", str(wrapper), ALLOW)
    assert (code, said[4].endswith(UNSANDBOXED), said[6]) == (0, True, f"sandbox     off, as {ALLOW} permits")


def doctor(*arguments: str) -> tuple[int, list[str], str]:
    """Exit code, lines of stdout, and stderr, with no sandbox taken away."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("UNEMBED_ALLOW")}
    done = subprocess.run([*UNEMBED, "doctor", *arguments], capture_output=True, text=True, env=kept, timeout=100)
    return done.returncode, done.stdout.splitlines(), done.stderr
