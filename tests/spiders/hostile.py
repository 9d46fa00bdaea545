"""Hostile websites for the browser: answers byte by byte as told, and pages that must come to no harm beside them."""

import asyncio
import os
import socket
import struct
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractAsyncContextManager, contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from demo.server import Hit, Reply, Route, SiteServer
from scanner.model import Flaw, Frame, Mode, Page, Unread
from spiders.browser import downloads
from spiders.render import BrowserPool
from spiders.settling import Patience
from tests.spiders.browsing import pooled

SITE = Path(__file__).parent.parent / "sites" / "rendered-hostile"
HOST = "hostile.example"
BASE = f"http://{HOST}/"
BOOK = "http://book.partner.example/widget/form/AbCdEfGhIjKlMnOpQrSt"
"""A trace that stands on every hostile page, before whatever it does."""

CALM = f"{BASE}calm.html"
HOURS = "http://other.example/hours.html"

EVIL = "evil"
"""In the names of the files that pages offer."""

OFFERED = b"PK: saved by nobody"
"""How their content begins."""

LOOKED_AT = 1 << 16
"""Bytes of a file that are searched for it."""

STEADY = Patience(parsed=20.0, quiet=6.0, answer=3.0, page=30.0, probe=9.0)
"""A page that loads does so on a busy machine, too."""

IMPATIENT = Patience(parsed=5.0, quiet=2.0, answer=3.0, page=8.0, probe=9.0)
"""For pages that are meant to be waited for in vain."""


def raw(data: bytes, *, reset: bool = False) -> Route:
    """Sends these bytes and ends the connection, or breaks it."""

    def route(handler: BaseHTTPRequestHandler) -> Reply:
        handler.wfile.write(data)
        if reset:
            time.sleep(0.3)
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise ConnectionAbortedError

    return route


def dripping(start: bytes, piece: bytes, *, pause: float) -> Route:
    """Sends `start`, and then `piece` again and again, until the other side hangs up."""

    def route(handler: BaseHTTPRequestHandler) -> Reply:
        handler.wfile.write(start)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            handler.wfile.write(piece)
            time.sleep(pause)
        raise ConnectionAbortedError

    return route


def never(kind: str = "text/plain") -> Reply:
    """An answer that comes when nobody waits for it any more."""
    return Reply(200, {"Content-Type": kind}, b"", delay=30)


def served(routes: Mapping[str, Route]) -> SiteServer:
    """The hostile site, with more answers for its paths."""
    return SiteServer(SITE, routes={f"{HOST}{path}": route for path, route in routes.items()})


def pool(
    server: SiteServer, *, patience: Patience = STEADY, workers: int = 2, probe: bool = True
) -> AbstractAsyncContextManager[BrowserPool]:
    """A browser for which the hostile site is in scope, every name leading to `server`."""
    return pooled(server, HOST, patience, workers=workers, probe=probe)


def calm() -> Page:
    """The innocent page, whole: its script ran and got its answer, and the document in its frame was read."""
    hours = "<!DOCTYPE html><html><head><title>Hours</title>\n</head><body><p>Open every day</p>\n</body></html>"
    return Page(
        asked=CALM,
        url=CALM,
        status=200,
        mode=Mode.RENDERED,
        html=(
            "<!DOCTYPE html><html><head><title>Calm</title>\n</head><body><h1>Calm</h1>\n"
            f'<iframe id="hours" src="{HOURS}"></iframe>\n<script src="/calm.js"></script>\n'
            '<p id="end">the end of it</p>\n</body></html>'
        ),
        frames=(Frame(HOURS, hours, "iframe#hours"),),
    )


UNPROBED = Flaw("not_probed", "as asked for")
"""What is told of every page that was not meant to be tried out."""

LATE = frozenset(("not_quiet", "not_probed"))
"""What may be told of any page while others keep the machine busy."""


def unasked(got: Page | Unread) -> Page | Unread:
    """Without what it asked for, whose order is a matter of luck, and without what depends on the machine."""
    if not isinstance(got, Page):
        return got
    return replace(got, requests=(), flaws=tuple(flaw for flaw in got.flaws if flaw.reason not in LATE))


def page(path: str, *flaws: Flaw, **more: object) -> Page:
    """What `outcome` gives of a page at this path that was read, with what it lacks."""
    url = f"{BASE}{path}"
    return replace(Page(url, url, 200, Mode.RENDERED, "", flaws=flaws), **more)  # type: ignore[arg-type] # fields of Page


def unread(path: str, reason: str, detail: str = "") -> Unread:
    """A page at this path that was not read."""
    return Unread(f"{BASE}{path}", reason, detail)


async def among_calm_ones(browser: BrowserPool, *paths: str) -> tuple[dict[str, Page | Unread], list[Page | Unread]]:
    """These pages at once, as many as the browser takes, by path; and the innocent one, after every third of them."""
    calls = list(paths)
    for place in range(len(calls), 0, -3):
        calls.insert(place, "calm.html")
    got = await asyncio.gather(*(browser.render(f"{BASE}{path}") for path in calls))
    both = list(zip(calls, got, strict=True))
    return {path: one for path, one in both if path != "calm.html"}, [one for path, one in both if path == "calm.html"]


def visited(
    server: SiteServer, *paths: str, patience: Patience = STEADY, probe: bool = False
) -> tuple[dict[str, Page | Unread], list[Page | Unread]]:
    """As `among_calm_ones`, three at once in a browser of their own, which saves no file wherever it could."""

    async def go(folder: Path) -> tuple[dict[str, Page | Unread], list[Page | Unread]]:
        async with pool(server, patience=patience, workers=3, probe=probe) as browser:
            got = await among_calm_ones(browser, *paths)
            assert browser._folder.is_relative_to(folder)
            assert saved(folder) == []
        assert saved(folder) == []
        return got

    with writable() as folder:
        return asyncio.run(go(folder))


@contextmanager
def writable() -> Iterator[Path]:
    """A folder that holds all that a browser could write to: home, working folder, temporary files, and so its profile.

    All of them are open to whomever the browser runs as.
    """
    browsers = str(downloads(os.environ))
    with TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        folder = Path(place)
        folder.chmod(0o777)
        for name in ("home", "home/Downloads", "work", "temporary"):
            (folder / name).mkdir()
            (folder / name).chmod(0o777)
        patch.setenv("PLAYWRIGHT_BROWSERS_PATH", browsers)
        for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_DOWNLOAD_DIR"):
            patch.delenv(name, raising=False)
        patch.setenv("HOME", str(folder / "home"))
        patch.setenv("TMPDIR", str(folder / "temporary"))
        patch.setattr(tempfile, "tempdir", str(folder / "temporary"))
        patch.chdir(folder / "work")
        yield folder


def saved(folder: Path) -> list[Path]:
    """The files there that a page wanted to save: half of one, one with its name, or one with its content."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file for file in files if file.suffix == ".crdownload" or EVIL in file.name or is_offered(file)]


def is_offered(file: Path) -> bool:
    """Whether a file has the content that pages offer, as it is or within something; one that is gone has not."""
    with suppress(OSError), file.open("rb") as opened:
        content = opened.read(LOOKED_AT)
        return content.startswith(OFFERED[:2]) or OFFERED in content
    return False


def harmed(beside: list[Page | Unread]) -> list[Page | Unread]:
    """Those of the innocent pages that did not come out whole."""
    return [one for one in map(unasked, beside) if one != calm()]


def outcome(got: Page | Unread) -> Page | Unread:
    """Without what a page shows, and asked for: where it went, what it lacks, and why."""
    if not isinstance(got, Page):
        return got
    return replace(got, html="", frames=(), requests=(), looks=(), flaws=lacking(got))


def reasons(got: Page | Unread) -> set[str]:
    """Why a page was not wholly read; empty for one that was."""
    return {flaw.reason for flaw in lacking(got)} if isinstance(got, Page) else {got.reason}


def lacking(got: Page) -> tuple[Flaw, ...]:
    """What a page lacks, if it was meant to be tried out that this failed."""
    return tuple(flaw for flaw in got.flaws if flaw != UNPROBED)


def shows(got: Page | Unread, text: str) -> bool:
    """Whether a page, or a document in it, has this text."""
    return isinstance(got, Page) and any(text in html for html in (got.html, *(frame.html for frame in got.frames)))


def writes(hits: list[Hit]) -> list[Hit]:
    """The requests that arrived and are no reads."""
    return [hit for hit in hits if hit.method not in ("GET", "HEAD")]
