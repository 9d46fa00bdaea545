"""`unembed doctor`: which browser is used, whether it works, and what to do if there is none."""

import asyncio
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import click

from scanner.errors import BrowserError
from spiders.browser import advice
from spiders.guard import AddressPolicy
from spiders.options import Options
from spiders.render import BrowserPool
from unembed import __version__

FINE = 0
NO_BROWSER = 2


@dataclass(frozen=True, slots=True)
class Checkup:
    """A browser that started: what it is, whether it renders, and what to know about the way it runs."""

    version: str
    path: Path
    renders: bool
    note: str


def run(browser: Path | None = None) -> int:
    """Print what was found; 0 when pages can be rendered, 2 when not."""
    click.echo(f"unembed     {__version__}")
    click.echo(f"Python      {platform.python_version()}")
    click.echo(f"Scrapy      {version('scrapy')}")
    click.echo(f"Playwright  {version('playwright')}")
    try:
        found = asyncio.run(_check(browser))
    except BrowserError as error:
        click.echo(f"browser     {error.what}: {error.thing}\n            try: {error.hint}")
        click.echo("\nWhat gets a browser on this machine, for you to run:")
        for way in advice():
            click.echo(f"  {way.command}\n      {way.does}")
        return NO_BROWSER
    click.echo(f"browser     {found.version}")
    click.echo(f"            {found.path}")
    if found.note:
        click.echo(f"            {found.note}")
    click.echo("rendering   works" if found.renders else "rendering   the browser starts, but renders nothing")
    return FINE if found.renders else NO_BROWSER


async def _check(browser: Path | None) -> Checkup:
    options = Options(browser=browser, workers=1)
    async with BrowserPool(options, AddressPolicy(frozenset()), ()) as pool:
        return Checkup(pool.version, pool.path, await pool.works(), pool.note)
