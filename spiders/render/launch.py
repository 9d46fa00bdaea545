"""Starting a browser: which one, as whom, and with its sandbox on."""

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path

from spiders import accounts, processes
from spiders.accounts import Account
from spiders.browser import (
    FLAGS,
    NAMED,
    SWITCHED_BY_OTHERS,
    Candidate,
    candidates,
    confinement,
    may_be_unsandboxed,
    missing,
    no_browser,
    ways_out,
)
from spiders.devtools import DevtoolsError
from spiders.options import Options
from spiders.render.session import PageSession
from spiders.render.started import Started

START = 30.0
CLOSE = 5.0
ENDING = 1.0
"""Seconds; the last for what a program that ends has to say."""

_NO_SANDBOX = "--no-sandbox"


@dataclass(frozen=True, slots=True)
class Way:
    """How a browser is started: as `account` (None: as ourselves), and whether with its sandbox."""

    account: Account | None
    sandbox: bool


@dataclass(frozen=True, slots=True)
class Launched:
    """A browser that runs. `pid` and `group` are those of its first process, which the program may have started."""

    started: Started
    version: str
    program: Path
    pid: int
    group: int
    sandboxed: bool


def ways(options: Options) -> tuple[Way, ...]:
    """The ways to start a browser, best first. Without a sandbox only if the user allows it, and root's own last."""
    own = accounts.nobody() if accounts.is_root() else None
    loose = dict.fromkeys((Way(own, sandbox=False), Way(None, sandbox=False)))
    return (Way(own, sandbox=True), *(loose if may_be_unsandboxed(options.allow_unsandboxed_browser) else ()))


async def launch(options: Options, proxy: str, folder: Path) -> Launched:
    """Start the best browser that starts, all of them with their sandbox before any goes without.

    BrowserError: there is none, or none starts. `folder` is the pool's own.
    """
    known = candidates(options.browser)
    left = [candidate for candidate in known if candidate.path.is_file()]
    if not left:
        raise missing(known[0].path if known and known[0].place == NAMED else None)
    arguments = (*FLAGS, *ways_out(proxy), f"--user-agent={options.user_agent}")
    problems: list[tuple[Candidate, str]] = []
    for way in ways(options):
        said: list[tuple[Candidate, str]] = []
        for candidate in left:
            got = await _try(candidate, way, arguments, folder)
            if isinstance(got, Launched):
                return got
            said.append((candidate, got))
        problems = problems or said
        left = [candidate for candidate, message in said if confinement(message)]
    raise no_browser(problems)


async def _try(candidate: Candidate, way: Way, arguments: tuple[str, ...], folder: Path) -> Launched | str:
    """The browser, or what it said when it did not start."""
    program = candidate.path
    try:
        if way.account is not None:
            program = await asyncio.to_thread(accounts.start_script, program, way.account, folder)
        started = await Started.start(program, arguments if way.sandbox else (*arguments, _NO_SANDBOX), folder)
    except OSError as error:
        return str(error)
    kept: Launched | None = None
    try:
        kept = await _known(started, candidate, way, folder)
    except (DevtoolsError, OSError):
        return await started.complained(ENDING)
    finally:
        if kept is None:
            await started.end(CLOSE)
    return kept or SWITCHED_BY_OTHERS


async def _known(started: Started, candidate: Candidate, way: Way, folder: Path) -> Launched | None:
    """The browser with what it says of itself; None if it lacks the sandbox that it was to have."""
    browser = PageSession(started.pipe, "", START)
    version = (await browser.call("Browser.getVersion"))["product"].partition("/")[2]
    answer = await browser.call("SystemInfo.getProcessInfo")
    pid = next(int(process["id"]) for process in answer["processInfo"] if process["type"] == "browser")
    sandboxed = way.sandbox and _NO_SANDBOX not in processes.command_line(pid)
    if way.sandbox and not sandboxed:
        return None
    return Launched(started, version, _shown(pid, candidate, folder), pid, os.getpgid(pid), sandboxed)


def _shown(pid: int, candidate: Candidate, folder: Path) -> Path:
    """The program behind a process, as far as /proc tells, and as the user knows it."""
    link = processes.PROC / str(pid) / "exe"
    if not link.exists() or folder in link.readlink().parents:
        return candidate.path
    return link.readlink()
