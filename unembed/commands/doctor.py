"""`unembed doctor`: which browser is used, whether it works, and what to do if there is none."""

import asyncio
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import click

from scanner.errors import BrowserError
from spiders import accounts
from spiders.browser import ALLOW, NO_SANDBOX, advice
from spiders.guard import AddressPolicy
from spiders.options import Options
from spiders.render import BrowserPool
from unembed import __version__

FINE = 0
NO_BROWSER = 2


@dataclass(frozen=True, slots=True)
class Checkup:
    """A browser that started: what it is, whether it renders, and whether its sandbox is on."""

    version: str
    path: Path
    renders: bool
    sandboxed: bool


def run(browser: Path | None = None, *, allow_unsandboxed: bool = False) -> int:
    """Print what was found; 0 when pages can be rendered, 2 when not."""
    click.echo(f"unembed     {__version__}")
    click.echo(f"Python      {platform.python_version()}")
    click.echo(f"Scrapy      {version('scrapy')}")
    click.echo(f"Playwright  {version('playwright')}")
    try:
        found = asyncio.run(_check(Options(browser=browser, workers=1, allow_unsandboxed_browser=allow_unsandboxed)))
    except BrowserError as error:
        click.echo(f"browser     {error.what}: {error.thing}\n            try: {error.hint}")
        if error.what != NO_SANDBOX:
            click.echo("\nWhat gets a browser on this machine, for you to run:")
            for way in advice():
                click.echo(f"  {way.command}\n      {way.does}")
        return NO_BROWSER
    click.echo(f"browser     {found.version}")
    click.echo(f"            {found.path}")
    click.echo(f"sandbox     {_sandbox(found)}")
    click.echo("rendering   works" if found.renders else "rendering   the browser starts, but renders nothing")
    return FINE if found.renders else NO_BROWSER


def _sandbox(found: Checkup) -> str:
    if not found.sandboxed:
        return f"off, as {ALLOW} permits"
    return "on; the browser runs as the user nobody, because this process is root" if accounts.is_root() else "on"


async def _check(options: Options) -> Checkup:
    async with BrowserPool(options, AddressPolicy(frozenset()), ()) as pool:
        return Checkup(pool.version, pool.path, await pool.works(), pool.sandboxed)
