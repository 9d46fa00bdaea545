"""Pools of a real browser for which a site on loopback is the web, and what is read in them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from demo.server import SiteServer
from scanner.model import Page, Unread
from spiders.guard import AddressPolicy, parse_pin
from spiders.names import Resolve, system_addresses
from spiders.options import Options
from spiders.render import BrowserPool
from spiders.settling import Patience
from tests.spiders.crawling import HOST, UNSANDBOXED

PATIENT = Patience()
SCRIPT = {"Content-Type": "text/javascript"}
HTML = {"Content-Type": "text/html"}


@asynccontextmanager
async def pooled(
    server: SiteServer,
    host: str = HOST,
    patience: Patience = PATIENT,
    resolve: Resolve = system_addresses,
    /,
    **wishes: object,
) -> AsyncIterator[BrowserPool]:
    """A pool for which `host` is in scope, every name leading to `server` unless `pins` are wished for."""
    usual = {"pins": tuple(map(parse_pin, server.pins)), "allow_unsandboxed_browser": UNSANDBOXED}
    options = Options(**(usual | wishes))  # type: ignore[arg-type] # each wish is an option
    policy = AddressPolicy(frozenset({host}), options.pins, resolve=resolve)
    async with BrowserPool(options, policy, {host}, patience) as pool:
        yield pool


def render(
    server: SiteServer,
    host: str,
    *paths: str,
    patience: Patience = PATIENT,
    **wishes: object,
) -> list[Page | Unread]:
    """These pages, one after the other in one browser."""

    async def all_of_them() -> list[Page | Unread]:
        async with pooled(server, host, patience, **wishes) as pool:
            return [await pool.render(f"http://{host}{path}") for path in paths]

    return asyncio.run(all_of_them())


def read(
    server: SiteServer,
    host: str,
    *paths: str,
    patience: Patience = PATIENT,
    **wishes: object,
) -> list[Page]:
    """These pages, all of which can be read."""
    pages = [got for got in render(server, host, *paths, patience=patience, **wishes) if isinstance(got, Page)]
    assert len(pages) == len(paths)
    return pages
