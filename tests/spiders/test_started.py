"""Programs that are started as a browser is: what they get, what is heard of them, and their end."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from spiders import processes
from spiders.render.session import PageSession
from spiders.render.started import Started

TELLS = """#!{python}
import json, os, subprocess, sys
child = subprocess.Popen(["sleep", "600"])
asked, said = os.fdopen(3, "rb", buffering=0), os.fdopen(4, "wb", buffering=0)
call = json.loads(asked.read(65536)[:-1])
print("This is the trouble", file=sys.stderr, flush=True)
print("nobody reads this")
files = sorted(int(name) for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{{name}}"))
told = {{"arguments": sys.argv[1:], "files": files, "child": child.pid, "leads": os.getpgrp() == os.getpid()}}
said.write(json.dumps({{"id": call["id"], "result": told}}).encode() + b"\\0")
asked.read()
"""


def program(folder: Path, text: str) -> Path:
    """A program with this text."""
    file = folder / "program"
    file.write_text(text.format(python=sys.executable), encoding="utf-8")
    file.chmod(0o755)
    return file


def folders(place: Path) -> list[Path]:
    """The folders in it."""
    return [one for one in place.iterdir() if one.is_dir()]


def test_a_program_gets_the_pipe_and_nothing_else_of_ours_and_ends_with_all_it_started(tmp_path: Path) -> None:
    ours = os.dup(0)
    os.set_inheritable(ours, True)

    async def go() -> None:
        started = await Started.start(program(tmp_path, TELLS), ("--one",), tmp_path)
        try:
            told = await PageSession(started.pipe, "", 10).call("Tell.all")
            one, profile, pipe = told["arguments"]
            assert (one, pipe) == ("--one", "--remote-debugging-pipe")
            assert profile in {f"--user-data-dir={folder}" for folder in folders(tmp_path)}
            assert (told["files"], told["leads"]) == ([0, 1, 2, 3, 4], True)
            assert started.complaint == "This is the trouble\n"
            assert {one.pid for one in processes.members(started.pid)} == {started.pid, told["child"]}
        finally:
            await started.end(5)
        assert (processes.members(started.pid), folders(tmp_path)) == ((), [])
        assert started.pipe.lost.done()

    try:
        asyncio.run(go())
    finally:
        os.close(ours)


def test_what_a_program_complains_of_is_kept_from_the_beginning_and_not_without_end(tmp_path: Path) -> None:
    talks = "#!/bin/sh\necho first >&2\nhead -c 300000 /dev/zero | tr '\\0' x >&2\n"

    async def go() -> str:
        started = await Started.start(program(tmp_path, talks), (), tmp_path)
        try:
            return await started.complained(10)
        finally:
            await started.end(5)

    complaint = asyncio.run(go())
    assert (complaint[:8], len(complaint)) == ("first\nxx", 16 << 10)


def test_what_is_no_program_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    async def go() -> None:
        with pytest.raises(OSError, match="nowhere"):
            await Started.start(tmp_path / "nowhere", (), tmp_path)

    before = len(list(Path("/proc/self/fd").iterdir()))
    asyncio.run(go())
    assert (len(list(Path("/proc/self/fd").iterdir())), list(tmp_path.iterdir())) == (before, [])


STARTS = """
import asyncio, json
from pathlib import Path
from scanner.model import Page
from spiders.guard import AddressPolicy
from spiders.options import Options
from spiders.render import BrowserPool

async def go():
    async with BrowserPool(Options(workers=1), AddressPolicy(frozenset()), ()) as pool:
        assert await pool.works()
        print(json.dumps([pool._chromium._group, str(pool._folder)]), flush=True)
        await asyncio.sleep(600)

asyncio.run(go())
"""


@pytest.mark.browser
def test_a_browser_whose_owner_is_killed_ends_by_itself() -> None:
    owner = subprocess.Popen([sys.executable, "-c", STARTS], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    group, folder = json.loads(owner.stdout.readline())
    assert processes.members(group)
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    owner.stdout.close()
    end = time.monotonic() + 15
    while processes.members(group) and time.monotonic() < end:
        time.sleep(0.05)
    left = processes.members(group)
    processes.kill_group(group)
    shutil.rmtree(folder, ignore_errors=True)
    assert left == ()
