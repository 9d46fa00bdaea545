"""What a tab lets a page do, what becomes of it when we fail on it, and what it leaves behind: nothing."""

import asyncio
import logging
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from demo.server import Reply, SiteServer
from scanner.model import Page, Unread
from spiders import processes
from spiders.browser import FLAGS
from spiders.options import RenderMode
from spiders.render import BrowserPool
from spiders.render.pipe import Pipe
from spiders.render.started import Started
from spiders.settling import Patience
from tests.spiders.browsing import SCRIPT, pooled, render
from tests.spiders.crawling import HOST, START, Serve, run
from tests.spiders.crawling import page as answer

pytestmark = pytest.mark.browser

RAN = Reply(200, SCRIPT, b"document.body.append('it ran')")


def met(server: SiteServer, host: str, meet: Callable[[BrowserPool], Awaitable[None]]) -> None:
    """Do something with a pool for which `host` is in scope."""

    async def go() -> None:
        async with pooled(server, host) as pool:
            await meet(pool)

    asyncio.run(go())


async def left(pool: BrowserPool) -> tuple[int, int, int]:
    """How many tabs the pool knows, and how many contexts and pages the browser has."""
    session = pool._chromium._session
    contexts = (await session.call("Target.getBrowserContexts"))["browserContextIds"]
    targets = (await session.call("Target.getTargets"))["targetInfos"]
    return len(pool._chromium._tabs), len(contexts), len([one for one in targets if one["type"] == "page"])


def test_an_event_that_is_not_as_events_are_costs_its_own_page_and_no_other(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    take, start = Pipe.take, Started.start
    started = []

    def oddly(pipe: Pipe, text: bytes) -> None:
        take(pipe, text.replace(b'"mimeType":', b'"kind":') if b"/odd.js" in text else text)

    async def counted(*what: object) -> Started:
        started.append(what)
        return await start(*what)  # type: ignore[arg-type] # as they come

    monkeypatch.setattr(Pipe, "take", oddly)
    monkeypatch.setattr(Started, "start", counted)
    odd = answer(body='<script src="/odd.js"></script>')
    routes = {"/": answer("/odd", "/even"), "/odd": odd, "/even": answer(), "/odd.js": RAN}
    with caplog.at_level(logging.WARNING, "spiders.visit"):
        crawled = run(serve(routes), tmp_path / "run", render=RenderMode.ALWAYS)
    coverage = crawled.coverage
    assert coverage.unread == (Unread(f"{START}odd", "crash", "unembed failed on it: KeyError: 'mimeType'"),)
    assert (coverage.checked, coverage.rendered, coverage.partial, len(started)) == (2, 2, (), 1)
    told = {one.getMessage() for one in caplog.records if one.name == "spiders.visit"}
    assert told == {"unembed failed on an event of the browser's: Network.responseReceived: KeyError"}


def test_a_tab_that_crashes_while_nobody_uses_it_leaves_nothing(serve: Serve) -> None:
    server = serve({"/": answer(body='<script src="/even.js"></script>'), "/even.js": RAN})

    async def meet(pool: BrowserPool) -> None:
        assert isinstance(await pool.render(START), Page)
        (tab,) = pool._chromium._idle
        for process in processes.members(pool._chromium._group):
            if process.is_renderer:
                os.kill(process.pid, signal.SIGKILL)
        await asyncio.wait({tab.lost}, timeout=10)
        page = await pool.render(START)
        assert isinstance(page, Page)
        assert ("it ran" in page.html, page.flaws, tab.lost.done()) == (True, (), True)
        assert await left(pool) == (1, 1, 1)

    met(server, HOST, meet)


ASKS = """<script>
const told = (name, answer) => document.body.append(`${name} ${answer} `)
for (const name of ['geolocation', 'notifications', 'midi', 'camera', 'microphone', 'clipboard-read'])
  navigator.permissions.query({name}).then((asked) => told(name, asked.state))
</script>"""


def test_a_page_is_told_at_once_that_it_may_do_nothing(serve: Serve) -> None:
    server = serve({"*/": answer(body=ASKS)})

    async def meet(pool: BrowserPool) -> None:
        page = await pool.render(f"http://localhost:{server.port}/")
        assert isinstance(page, Page)
        names = ("geolocation", "notifications", "midi", "camera", "microphone", "clipboard-read")
        assert [name for name in names if f"{name} denied" not in page.html] == []

    met(server, f"localhost:{server.port}", meet)


def test_a_window_that_a_browser_makes_all_the_same_is_closed_and_loads_nothing(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    flags = tuple(flag for flag in FLAGS if flag != "--block-new-web-contents")
    monkeypatch.setattr("spiders.render.launch.FLAGS", flags)
    opens = """<script>
    const windows = ['/popup?1', '/popup?2'].map((url) => open(url))
    const look = () => windows.every((one) => one.closed) ? document.body.append('both closed') : setTimeout(look, 20)
    look()
    </script>"""
    server = serve({"/": answer(body=opens), "/popup": answer()})

    async def meet(pool: BrowserPool) -> None:
        page = await pool.render(START)
        assert isinstance(page, Page)
        assert ("both closed" in page.html, page.opened) == (True, (f"{START}popup?1", f"{START}popup?2"))
        assert await left(pool) == (1, 1, 1)

    met(server, HOST, meet)
    assert [hit.path for hit in server.hits if "popup" in hit.path] == []


def test_a_request_that_cannot_be_judged_is_not_made_and_the_page_says_so(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = Pipe.take

    def oddly(pipe: Pipe, text: bytes) -> None:
        take(pipe, text.replace(b'"resourceType":', b'"kind":') if b"/odd" in text else text)

    monkeypatch.setattr(Pipe, "take", oddly)
    body = "<script>fetch('/odd').then(() => document.body.append('it', 'came'))</script>"
    server = serve({"/": answer(body=body), "/odd": RAN, "/even": answer()})
    page, even = render(server, HOST, "/", "/even", patience=Patience(quiet=2.0, answer=2.0), probe=False)
    assert isinstance(page, Page)
    assert isinstance(even, Page)
    assert "itcame" not in page.html
    reasons = [[flaw.reason for flaw in got.flaws] for got in (page, even)]
    assert reasons == [["not_quiet", "not_probed"], ["not_probed"]]
    assert [hit.path for hit in server.hits if hit.path == "/odd"] == []
