"""A renderer, or a browser, that dies: its page is read once more, and no other page is lost."""

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from demo.server import Reply
from scanner.errors import BrowserError
from scanner.model import Page, Unread
from spiders.guard import AddressPolicy
from spiders.options import Options
from spiders.render import BrowserPool
from spiders.render.launch import Launched, launch
from tests.spiders.browsing import SCRIPT, pooled
from tests.spiders.crawling import HOST, START, Serve
from tests.spiders.crawling import page as answer

pytestmark = pytest.mark.browser


def processes(pool: BrowserPool, kind: str) -> list[int]:
    """The ids of the browser's processes of this kind."""
    found, queue = [], [pool._chromium.pid]
    while queue:
        pid = queue.pop()
        found += [pid] if f"--type={kind}".encode() in Path(f"/proc/{pid}/cmdline").read_bytes() else []
        queue += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
    return found


class Killer:
    """A script that kills what it is told to, `times` times, before it comes."""

    def __init__(self, times: int) -> None:
        self.left = times
        self.kill: Callable[[], None] = lambda: None

    def __call__(self, _: object) -> Reply:
        if self.left:
            self.left -= 1
            self.kill()
        return Reply(200, SCRIPT, b"document.body.append('it ran')")


def killed(serve: Serve, killer: Killer, kind: str, *paths: str, workers: int = 2) -> tuple[list[Page | Unread], bool]:
    """What becomes of these pages, and whether the browser is another one in the end."""
    body = '<script src="/kill.js"></script>'
    server = serve({"/": answer(body=body), "/calm": answer(title="Calm"), "/kill.js": killer})

    async def go() -> tuple[list[Page | Unread], bool]:
        async with pooled(server, workers=workers) as pool:
            first = pool._chromium.pid

            def kill() -> None:
                for pid in processes(pool, kind) if kind else [pool._chromium.pid]:
                    os.kill(pid, signal.SIGKILL)

            killer.kill = kill
            got = await asyncio.gather(*(pool.render(f"http://{HOST}{path}") for path in paths))
            return got, pool._chromium.pid != first

    return asyncio.run(go())


def test_a_page_whose_renderer_crashes_is_rendered_once_more(serve: Serve) -> None:
    (page,), other = killed(serve, Killer(1), "renderer", "/")
    assert isinstance(page, Page)
    assert ("it ran" in page.html, page.flaws, other) == (True, (), False)


def test_a_page_that_always_crashes_its_renderer_is_unread_and_the_next_one_is_read(serve: Serve) -> None:
    (page, calm), other = killed(serve, Killer(2), "renderer", "/", "/calm", workers=1)
    assert page == Unread(START, "crash", "the browser lost the page twice")
    assert isinstance(calm, Page)
    assert (calm.flaws, other) == ((), False)


def test_a_browser_that_is_killed_is_replaced_and_no_page_is_lost(serve: Serve) -> None:
    pages, other = killed(serve, Killer(1), "", "/", "/calm", "/calm")
    assert [(got.url, got.flaws) for got in pages if isinstance(got, Page)] == [
        (START, ()),
        (f"{START}calm", ()),
        (f"{START}calm", ()),
    ]
    assert other


def test_the_browser_is_renewed_after_so_many_pages(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.render.pool.PAGES_PER_BROWSER", 1)
    server = serve({"/": answer()})

    async def go() -> tuple[int, int]:
        async with pooled(server) as pool:
            first = pool._chromium.pid
            for _ in range(2):
                assert isinstance(await pool.render(START), Page)
            return first, pool._chromium.pid

    first, second = asyncio.run(go())
    assert first != second


def test_a_browser_that_once_does_not_start_anew_is_tried_again(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []

    async def second_in_vain(*what: object) -> Launched:
        begun.append(what)
        if len(begun) == 2:
            raise BrowserError("the browser does not start", "it was killed", "another one, with --browser")
        return await launch(*what)  # type: ignore[arg-type] # as they come

    monkeypatch.setattr("spiders.render.chromium.launch", second_in_vain)
    server = serve({"/": answer()})

    async def go() -> Page | Unread:
        async with pooled(server) as pool:
            pool._chromium.kill()
            return await pool.render(START)

    page = asyncio.run(go())
    assert isinstance(page, Page)
    assert (page.url, page.flaws, len(begun)) == (START, (), 3)


def test_no_browser_is_one_clear_error() -> None:
    async def start() -> None:
        async with BrowserPool(Options(browser=Path("/nowhere/chromium")), AddressPolicy(frozenset()), ()):
            pass

    with pytest.raises(BrowserError) as raised:
        asyncio.run(start())
    assert (raised.value.what, raised.value.thing) == ("no such browser", "/nowhere/chromium")
