"""Starting a browser: which one, as whom, and with its sandbox on."""

import asyncio
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, BrowserType, CDPSession, Error

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
from spiders.options import Options

START = 30.0
CLOSE = 5.0
"""Seconds."""

_NO_SANDBOX = "--no-sandbox"
_UNWANTED = ("--disable-ipc-flooding-protection",)
"""What Playwright passes on its own: without it, Chromium itself slows down pages that storm history or printing."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a browser is started: as `account` (None: as ourselves), and whether with its sandbox."""

    account: Account | None
    sandbox: bool


@dataclass(frozen=True, slots=True)
class Launched:
    """A browser that runs: a connection to it, its program, its process and that one's group."""

    browser: Browser
    connection: CDPSession
    program: Path
    pid: int
    group: int
    sandboxed: bool


def ways(options: Options) -> tuple[Way, ...]:
    """The ways to start a browser, best first. Without a sandbox only if the user allows it, and root's own last."""
    own = accounts.nobody() if accounts.is_root() else None
    loose = dict.fromkeys((Way(own, sandbox=False), Way(None, sandbox=False)))
    return (Way(own, sandbox=True), *(loose if may_be_unsandboxed(options.allow_unsandboxed_browser) else ()))


async def launch(browsers: BrowserType, options: Options, proxy: str, folder: Path) -> Launched:
    """Start the best browser that starts, all of them with their sandbox before any goes without.

    BrowserError: there is none, or none starts. `folder` is the pool's own.
    """
    known = candidates(options.browser)
    left = [candidate for candidate in known if candidate.path.is_file()]
    if not left:
        raise missing(known[0].path if known and known[0].place == NAMED else None)
    problems: list[tuple[Candidate, str]] = []
    for way in ways(options):
        said: list[tuple[Candidate, str]] = []
        for candidate in left:
            got = await _try(browsers, candidate, way, proxy, folder)
            if isinstance(got, Launched):
                return got
            said.append((candidate, got))
        problems = problems or said
        left = [candidate for candidate, message in said if confinement(message)]
    raise no_browser(problems)


async def _try(browsers: BrowserType, candidate: Candidate, way: Way, proxy: str, folder: Path) -> Launched | str:
    """The browser, or what was said when it did not start."""
    try:
        program = candidate.path
        if way.account is not None:
            program = await asyncio.to_thread(accounts.start_script, program, way.account, folder)
        browser = await browsers.launch(
            executable_path=program,
            args=(*FLAGS, *ways_out(proxy)),
            ignore_default_args=_UNWANTED,
            chromium_sandbox=way.sandbox,
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
            timeout=START * 1000,
        )
    except (Error, OSError) as error:
        return str(error)
    kept: Launched | None = None
    try:
        kept = await _known(browser, candidate, way, folder)
    except (Error, OSError) as error:
        return str(error)
    finally:
        if kept is None:
            await _close(browser)
    return kept or SWITCHED_BY_OTHERS


async def _known(browser: Browser, candidate: Candidate, way: Way, folder: Path) -> Launched | None:
    """The browser with what it says of itself; None if it lacks the sandbox that it was to have."""
    connection = await browser.new_browser_cdp_session()
    answer = await connection.send("SystemInfo.getProcessInfo")
    pid = next(int(process["id"]) for process in answer["processInfo"] if process["type"] == "browser")
    sandboxed = way.sandbox and _NO_SANDBOX not in processes.command_line(pid)
    if way.sandbox and not sandboxed:
        return None
    return Launched(browser, connection, _shown(pid, candidate, folder), pid, os.getpgid(pid), sandboxed)


async def _close(browser: Browser) -> None:
    """End a browser that is not wanted. One that does not end is left to the end of its driver."""
    with suppress(TimeoutError, Error):
        async with asyncio.timeout(CLOSE):
            await browser.close()


def _shown(pid: int, candidate: Candidate, folder: Path) -> Path:
    """The program behind a process, as far as /proc tells, and as the user knows it."""
    link = processes.PROC / str(pid) / "exe"
    if not link.exists() or folder in link.readlink().parents:
        return candidate.path
    return link.readlink()
