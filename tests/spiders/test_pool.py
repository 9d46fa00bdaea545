"""What becomes of pages when browser or renderer die, freeze or grow; and what is left behind: nothing."""

import asyncio
import gc
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from demo.server import Reply, Route, SiteServer
from scanner.model import Flaw, Page, Unread
from spiders import processes
from spiders.browsing import Browsing
from spiders.guard import AddressPolicy
from spiders.options import Options, RenderMode
from spiders.render import BrowserPool
from spiders.render.pipe import Pipe
from spiders.render.tab import Tab
from spiders.settling import Patience
from tests.spiders.browsing import pooled
from tests.spiders.crawling import HOST, START, UNSANDBOXED, Serve, run
from tests.spiders.crawling import page as answer
from tests.spiders.stopping import wait_until

pytestmark = pytest.mark.browser

SCRIPT = {"Content-Type": "text/javascript"}
IMPATIENT = Patience(parsed=4.0, quiet=6.0, answer=2.0, page=10.0, probe=4.0)
PROGRAMS = ("chrom", "headless")


@asynccontextmanager
async def tidy(server: SiteServer, patience: Patience = IMPATIENT, **wishes: object) -> AsyncIterator[BrowserPool]:
    """A pool that has the clinic's site in scope; after it nothing runs and nothing lies about."""
    async with pooled(server, HOST, patience, **wishes) as pool:
        yield pool
    assert await ended(own)
    assert not pool._folder.exists()


def own() -> list[int]:
    """The processes that run for this one: browsers, and all that these started."""
    parents = {int(stat.parent.name): parent(stat) for stat in Path("/proc").glob("[0-9]*/stat")}
    found, generation = list[int](), {os.getpid()}
    while generation:
        generation = {pid for pid, above in parents.items() if above in generation}
        found += generation
    return [pid for pid in found if any(name in " ".join(processes.command_line(pid)) for name in PROGRAMS)]


def parent(stat: Path) -> int:
    """The parent of a process; 0 for one that is gone, or only waits to be counted."""
    try:
        state, above, *_ = stat.read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return 0 if state == "Z" else int(above)


async def ended(running: Callable[[], object]) -> bool:
    """Whether all of them end, given time."""
    end = time.monotonic() + 20
    while running() and time.monotonic() < end:  # noqa: ASYNC110 - processes announce their end to nobody
        await asyncio.sleep(0.05)
    return not running()


class Mishap:
    """A script that does something, `times` times, before it comes."""

    def __init__(self, times: int = 1) -> None:
        self.left = times
        self.do: Callable[[], object] = lambda: None

    def __call__(self, _: BaseHTTPRequestHandler) -> Reply:
        if self.left:
            self.left -= 1
            self.do()
        return Reply(200, SCRIPT, b"document.body.append('it ran')")


def met(serve: Serve, mishap: Mishap, do: Callable[[BrowserPool], object], *paths: str) -> list[Page | Unread]:
    """What becomes of these pages, all begun at once, when `do` is done in the middle of the one at `/`.

    Afterwards there must be another browser, and nothing of the first one.
    """
    site: dict[str, Route] = {
        "/": answer(body='<script src="/mishap.js"></script>'),
        "/mishap.js": mishap,
        "/slow": answer(title="Slow", body='<script src="/slow.js"></script>'),
        "/slow.js": Reply(200, SCRIPT, b"document.body.append('it came')", delay=0.3),
        "/calm": answer(title="Calm"),
    }
    server = serve(site)

    async def go() -> list[Page | Unread]:
        async with tidy(server) as pool:
            group = pool._chromium._group
            assert processes.members(group)
            mishap.do = lambda: do(pool)
            got = await asyncio.gather(*(pool.render(f"http://{HOST}{path}") for path in paths))
            again = await pool.render(f"{START}calm")
            assert isinstance(again, Page)
            assert (again.flaws, pool._chromium._group == group) == ((), False)
            assert await ended(lambda: processes.members(group))
            return [*got, again]

    return asyncio.run(go())


def freeze(pool: BrowserPool) -> None:
    """Stop every process of the browser where it stands."""
    os.killpg(pool._chromium._group, signal.SIGSTOP)


def freeze_main(pool: BrowserPool) -> None:
    """Stop the browser's first process, and leave the others running."""
    os.kill(pool._chromium.pid, signal.SIGSTOP)


def kill(pool: BrowserPool) -> None:
    """End the browser's first process; the others have to notice."""
    os.kill(pool._chromium.pid, signal.SIGKILL)


def hang_up(pool: BrowserPool) -> None:
    """Break the pipe to the browser; the browser still runs."""
    pool._chromium._started._ways[0].abort()


@pytest.mark.parametrize("do", [kill, hang_up, freeze, freeze_main])
def test_a_browser_that_dies_or_freezes_is_replaced_and_its_pages_are_read(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, do: Callable[[BrowserPool], object]
) -> None:
    monkeypatch.setattr("spiders.render.chromium.ANSWER", 2.0)
    monkeypatch.setattr("spiders.render.chromium.CLOSE", 1.0)
    got = met(serve, Mishap(), do, "/", "/slow")
    pages = [page for page in got if isinstance(page, Page)]
    assert [(page.url, page.flaws) for page in pages] == [(START, ()), (f"{START}slow", ()), (f"{START}calm", ())]
    assert ["it ran" in pages[0].html, "it came" in pages[1].html] == [True, True]


def end_all_browsers() -> None:
    """End every browser that runs, or starts."""
    for pid in own():
        processes.kill(pid)


def test_a_page_that_ends_its_browser_every_time_is_unread_and_costs_no_other_page(serve: Serve) -> None:
    got = met(serve, Mishap(2), lambda _: end_all_browsers(), "/", "/slow")
    assert got[0] == Unread(START, "crash", "the browser lost the page twice")
    assert [(page.url, page.flaws) for page in got[1:] if isinstance(page, Page)] == [
        (f"{START}slow", ()),
        (f"{START}calm", ()),
    ]


def test_a_page_whose_tab_is_not_there_yet_when_others_end_the_browser_is_read(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    mishap = Mishap(2)
    late = ContextVar("late", default=False)
    opened = Tab.open

    async def open_late(pipe: Pipe, *more: object) -> Tab:
        while late.get() and mishap.left and not pipe.lost.done():  # noqa: ASYNC110 - whichever comes first
            await asyncio.sleep(0.05)
        return await opened(pipe, *more)  # type: ignore[arg-type] # as they come

    async def rendered_late(pool: BrowserPool) -> Page | Unread:
        late.set(True)
        return await pool.render(f"{START}calm")

    async def go() -> tuple[Page | Unread, Page | Unread]:
        async with tidy(server) as pool:
            return await asyncio.gather(pool.render(START), asyncio.create_task(rendered_late(pool)))

    monkeypatch.setattr(Tab, "open", open_late)
    mishap.do = end_all_browsers
    server = serve(
        {"/": answer(body='<script src="/mishap.js"></script>'), "/mishap.js": mishap, "/calm": answer(title="Calm")}
    )
    lost, calm = asyncio.run(go())
    assert lost == Unread(START, "crash", "the browser lost the page twice")
    assert (mishap.left, isinstance(calm, Page), calm.url) == (0, True, f"{START}calm")


def test_a_crawl_goes_on_when_the_browser_dies(serve: Serve, tmp_path: Path) -> None:
    mishap = Mishap()
    mishap.do = end_all_browsers
    script = '<script src="/mishap.js"></script>'
    server = serve({"/": answer("/a", "/b", body=script), "/a": answer(), "/b": answer(), "/mishap.js": mishap})
    crawled = run(server, tmp_path / "run", render=RenderMode.ALWAYS)
    assert mishap.left == 0
    assert (crawled.coverage.complete, crawled.coverage.checked, crawled.coverage.rendered) == (True, 4, 3)


def test_a_browser_that_is_closed_while_it_starts_leaves_nothing() -> None:
    async def go() -> None:
        browsing = Browsing(
            Options(allow_unsandboxed_browser=UNSANDBOXED), AddressPolicy(frozenset({HOST})), frozenset({HOST})
        )
        page = asyncio.create_task(browsing.page(START))
        assert await ended(lambda: not own())
        await browsing.close()
        with pytest.raises(asyncio.CancelledError):
            await page
        assert await ended(own)

    asyncio.run(go())


def test_who_still_waits_for_a_page_when_the_pool_is_closed_is_told_so(serve: Serve) -> None:
    asked = asyncio.Event()

    async def go() -> None:
        loop = asyncio.get_running_loop()

        def never(_: BaseHTTPRequestHandler) -> Reply:
            loop.call_soon_threadsafe(asked.set)
            return Reply(200, SCRIPT, b"", delay=5)

        server = serve({"/": answer(body='<script src="/never.js"></script>'), "/never.js": never})
        async with tidy(server) as pool:
            page = asyncio.create_task(pool.render(START))
            await asked.wait()
        assert page.cancelled()
        with pytest.raises(asyncio.CancelledError):
            await pool.render(START)

    asyncio.run(go())


GREEDY = """<script>
const kept = [];
function take() {
  kept.push(new Uint8Array(16 << 20).fill(kept.length + 1));
  if (kept.length < 64) setTimeout(take, 50);
}
take();
</script><script src="/slow.js"></script>"""


def test_a_page_that_takes_too_much_memory_is_ended_and_harms_no_other(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spiders.render.chromium.SAMPLE", 0.1)
    monkeypatch.setattr("spiders.render.chromium.PAGE_MEMORY", 300 << 20)
    monkeypatch.setattr("spiders.render.pool.PAGE_MEMORY", 300 << 20)
    slow = Reply(200, SCRIPT, b"document.body.append('it came')", delay=2)
    server = serve(
        {
            "/": answer(body=GREEDY),
            "/slow": answer(body='<script src="/slow.js"></script>'),
            "/slow.js": slow,
        }
    )

    async def go() -> tuple[Page | Unread, Page | Unread, bool]:
        async with tidy(server, Patience()) as pool:
            first = pool._chromium.pid
            greedy, other = await asyncio.gather(pool.render(START), pool.render(f"{START}slow"))
            return greedy, other, pool._chromium.pid == first

    greedy, other, same = asyncio.run(go())
    why = Flaw("memory", "more than 300 MB")
    assert (greedy.flaws if isinstance(greedy, Page) else (Flaw(greedy.reason, greedy.detail),)) == (why,)
    assert isinstance(other, Page)
    assert (other.flaws, "it came" in other.html, same) == ((), True, True)


def test_a_browser_that_takes_too_much_memory_is_replaced(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    def starve(pool: BrowserPool) -> None:
        starved = pool._chromium
        with monkeypatch.context() as patch:
            patch.setattr("spiders.render.chromium.BROWSER_MEMORY", 1)
            assert wait_until(lambda: not starved.alive)

    got = met(serve, Mishap(), starve, "/", "/slow")
    assert [(page.url, page.flaws) for page in got if isinstance(page, Page)] == [
        (START, ()),
        (f"{START}slow", ()),
        (f"{START}calm", ()),
    ]


# --- nothing grows ---------------------------------------------------------------------------------------------------

PAGES = 500
WARM = 100
OWN_MEMORY = 24 << 20
TREE_MEMORY = 256 << 20
"""Bytes that this process and the browser's may come to hold beyond what they do after the first pages."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What a pool weighs: processes, contexts, files in its folder and open files; its own and the browser's bytes."""

    processes: int
    contexts: int
    files: int
    descriptors: int
    own: int
    tree: int


def descriptors() -> int:
    """How many files and sockets are open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def weigh(pool: BrowserPool) -> Weight:
    """What `pool` weighs now."""
    gc.collect()
    running = own()
    return Weight(
        processes=len(running),
        contexts=len(pool._chromium._tabs),
        files=len(list(pool._folder.iterdir())),
        descriptors=descriptors(),
        own=int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"),
        tree=sum(process.resident for process in processes.members(pool._chromium._group)),
    )


async def read_all(pool: BrowserPool, numbers: Iterable[int]) -> Weight:
    """What the pool weighs after these pages, every one of which must come out whole."""
    got = await asyncio.gather(*(pool.render(f"{START}{number}") for number in numbers))
    assert [page for page in got if not isinstance(page, Page) or page.flaws or "it ran" not in page.html] == []
    return weigh(pool)


def numbered(serve: Serve, pages: int) -> SiteServer:
    """So many pages at `/0`, `/1` …, each with a script."""
    body = "<script>document.body.append('it ran')</script>"
    return serve({f"/{number}": answer(title=f"Page {number}", body=body) for number in range(pages)})


def test_browsers_that_are_renewed_leave_nothing_behind(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.render.pool.PAGES_PER_BROWSER", 20)
    server = numbered(serve, 50)

    async def go() -> None:
        open_before = descriptors()
        async with tidy(server, Patience(), workers=4) as pool:
            first = await read_all(pool, [0])
            many = await read_all(pool, range(1, 50))
            last = await read_all(pool, [0])
        assert first.contexts == 1
        assert many.contexts <= 4
        assert last.files == first.files
        assert last.contexts <= 4
        assert await ended(lambda: descriptors() > open_before)

    asyncio.run(go())


@pytest.mark.soak
def test_five_hundred_pages_leave_nothing_that_grows(serve: Serve) -> None:
    server = numbered(serve, PAGES)

    async def go() -> tuple[Weight, Weight]:
        async with tidy(server, Patience(), workers=4) as pool:
            return await read_all(pool, range(WARM)), await read_all(pool, range(WARM, PAGES))

    warm, late = asyncio.run(go())
    assert (late.processes, late.contexts, late.files) == (warm.processes, warm.contexts, warm.files)
    assert late.descriptors <= warm.descriptors + 2
    assert late.own <= warm.own + OWN_MEMORY
    assert late.tree <= warm.tree + TREE_MEMORY
