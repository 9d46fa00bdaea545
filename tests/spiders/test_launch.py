"""A browser that starts and then fails leaves nothing that runs: a stand-in that ends for nobody but the kernel."""

import asyncio
import sys
import time
from pathlib import Path

import pytest

from scanner.errors import BrowserError
from spiders import processes
from spiders.guard import AddressPolicy
from spiders.options import Options
from spiders.render import BrowserPool
from tests.spiders.crawling import HOST

pytestmark = pytest.mark.browser

STAND_IN = """#!{python}
import json, os, pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
(pathlib.Path(__file__).parent / f"{{os.getpid()}}.pid").touch()
asked, said = os.fdopen(3, "rb", buffering=0), os.fdopen(4, "wb", buffering=0)
known = {{
    "Browser.getVersion": {{"product": "Chrome/156.0.0.0", "userAgent": "A stand-in", "revision": "", "jsVersion": ""}},
    "SystemInfo.getProcessInfo": {{"processInfo": [{{"type": "browser", "id": os.getpid(), "cpuTime": 0}}]}},
}}
left = b""
while got := asked.read(65536):
    *calls, left = (left + got).split(b"\\0")
    for call in map(json.loads, calls):
        if call["method"] in {silent!r}:
            continue
        reply = {{"id": call["id"]}}
        if call["method"] in {refused!r}:
            reply["error"] = {{"code": -32000, "message": "no"}}
        else:
            reply["result"] = known.get(call["method"], {{}})
        said.write(json.dumps(reply).encode() + b"\\0")
time.sleep(600)
"""


def stand_in(folder: Path, silent: tuple[str, ...], refused: tuple[str, ...]) -> Path:
    """A program that takes part as a browser does, says nothing to some calls and no to others, and will not end."""
    program = folder / "chromium"
    program.write_text(STAND_IN.format(python=sys.executable, silent=silent, refused=refused), encoding="utf-8")
    program.chmod(0o755)
    return program


def running(folder: Path) -> list[int]:
    """The stand-ins that still run."""
    return [int(file.stem) for file in folder.glob("*.pid") if processes.members(int(file.stem))]


@pytest.mark.parametrize(
    ("silent", "refused"),
    [
        (("Browser.getVersion", "Browser.close"), ()),
        (("SystemInfo.getProcessInfo", "Browser.close"), ()),
        (("Browser.close",), ("SystemInfo.getProcessInfo",)),
        (("Browser.close",), ("Fetch.enable",)),
        (("Fetch.enable", "Browser.close"), ()),
    ],
    ids=["says nothing", "silent", "refuses to say", "refuses the rules", "silent about the rules"],
)
def test_a_browser_that_fails_as_it_starts_does_not_go_on_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, silent: tuple[str, ...], refused: tuple[str, ...]
) -> None:
    monkeypatch.setattr("spiders.accounts.is_root", lambda: False)
    monkeypatch.setattr("spiders.render.chromium.LAUNCH", 6.0)
    monkeypatch.setattr("spiders.render.chromium.CLOSE", 1.0)
    monkeypatch.setattr("spiders.render.launch.CLOSE", 1.0, raising=False)
    monkeypatch.setattr("spiders.render.pool.STARTS", 1)
    options = Options(browser=stand_in(tmp_path, silent, refused))
    try:
        asyncio.run(begin(options))
        assert list(tmp_path.glob("*.pid"))
        assert ended(tmp_path)
    finally:
        for pid in running(tmp_path):
            processes.kill(pid)


async def begin(options: Options) -> None:
    """Start a pool in vain."""
    with pytest.raises(BrowserError):
        async with BrowserPool(options, AddressPolicy(frozenset({HOST})), {HOST}):
            pass


def ended(folder: Path) -> bool:
    """Whether all of them end, given a little time."""
    end = time.monotonic() + 3
    while running(folder) and time.monotonic() < end:
        time.sleep(0.05)
    return not running(folder)


def test_a_start_that_is_broken_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.accounts.is_root", lambda: False)
    monkeypatch.setattr("spiders.render.chromium.CLOSE", 1.0)
    monkeypatch.setattr("spiders.render.launch.CLOSE", 1.0, raising=False)
    options = Options(browser=stand_in(tmp_path, ("SystemInfo.getProcessInfo", "Browser.close"), ()))

    async def go() -> None:
        starting = asyncio.create_task(begin(options))
        while not running(tmp_path):  # noqa: ASYNC110 - processes announce themselves to nobody
            await asyncio.sleep(0.05)
        await asyncio.sleep(1)
        starting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await starting

    try:
        asyncio.run(go())
        assert ended(tmp_path)
    finally:
        for pid in running(tmp_path):
            processes.kill(pid)
