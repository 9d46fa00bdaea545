"""Pages that hang, spin, storm, lie or eat memory by themselves: what they end as, and that no other page suffers.

Each is visited together with others of its kind; of the innocent page, which is visited again and again among them in
the same tabs, nothing may be missing.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from demo.server import Reply, Route
from scanner.model import Flaw, Hop, Page, Unread
from spiders.render import BrowserPool
from spiders.settling import Patience
from tests.spiders.hostile import (
    BASE,
    BOOK,
    CALM,
    IMPATIENT,
    OFFERED,
    STEADY,
    dripping,
    harmed,
    never,
    outcome,
    page,
    pool,
    raw,
    reasons,
    saved,
    served,
    shows,
    unread,
    visited,
    writable,
    writes,
)
from tests.spiders.test_hostile_answers import OK, length, squeezed

pytestmark = pytest.mark.browser

ROUTES: Mapping[str, Route] = {
    **{
        f"/{name}": never()
        for name in (
            *("never", "never-events", "never-font", "never-media", "never-picture", "never-object", "never-embed"),
            *("never-frame", "stream"),
        )
    },
    "/never.js": never("text/javascript"),
    "/never.css": never("text/css"),
    **{
        f"/login.{kind}": Reply(401, {"WWW-Authenticate": 'Basic realm="staff"', "Content-Type": "text/html"}, b"login")
        for kind in ("js", "png", "html")
    },
    "/file.zip": dripping(
        OK.replace(b"text/html", b"application/zip")
        + b'Content-Disposition: attachment; filename="../../evil.sh"\r\nContent-Length: 2147483648\r\n\r\n',
        OFFERED * 100,
        pause=0.05,
    ),
    "/small.zip": Reply(
        200, {"Content-Type": "application/zip", "Content-Disposition": "attachment; filename=evil.zip"}, OFFERED
    ),
    "/bomb": raw(length(squeezed(50), OK + b"Content-Encoding: gzip\r\n")),
    "/bomb.js": raw(length(squeezed(50), OK.replace(b"html", b"javascript") + b"Content-Encoding: gzip\r\n")),
}

HUNG = "hang", "scripts did not let go; they were stopped"
STOPPED = Flaw(*HUNG)
SILENT = {"hang", "timeout", "memory", "crash", "too_large", "not_probed"}
"""What is told of a page that is heavy, or stops answering."""


def pushed(path: str) -> tuple[str, ...]:
    """The addresses that a page gave itself, as many as are kept."""
    return tuple(f"{BASE}{path}?{n}" for n in range(50))


LOUD: Mapping[str, Page | Unread] = {
    path: one if one is not None else page(path)
    for path, one in {
        # dialogs, windows, wishes
        "alerts.html": None,
        "prints.html": None,
        "permissions.html": None,
        "opens-itself.html": page("opens-itself.html", opened=(f"{BASE}opens-itself.html",)),
        "closes.html": None,
        "debugger.html": None,
        "downloads.html": None,
        # ways to leave
        "before-unload.html": None,
        "submits.html": None,
        "submits-in-frame.html": page("submits-in-frame.html", opened=(f"{BASE}lead",)),
        "stops.html": None,
        # lies
        "tampered.html": None,
        "never-quiet.html": None,
        "too-quiet.html": None,
        "rewritten.html": None,
        "emptied.html": None,
        "slow-font.html": None,
    }.items()
}
"""Pages that make much ado, and are read."""

REPLACED = {"rewritten.html", "rewritten-for-ever.html", "emptied.html"}
"""Pages that put something else in the place of what they showed, too soon for a slow machine."""

ENDLESS = (
    *("ticking.html", "polling.html", "messages.html", "hashes.html", "push-state-timed.html", "media.html"),
    *("replaces-links.html", "rewritten-for-ever.html", "workers.html", "tall.html", "style-bomb.html"),
    *("console.html", "console-errors.html", "rejections.html", "exceptions.html"),
)
"""Pages that go on and on: they are read."""

SLOW: Mapping[str, set[str]] = {
    "long-poll.html": {"not_quiet"},
    "never-answered.html": {"not_quiet"},
    "slow-script.html": {"not_quiet"},
    "slow-frame.html": {"not_quiet"},
    "slow-picture.html": {"not_quiet"},
    "slow-blocking-script.html": {"timeout", "not_quiet"},
    "slow-style.html": {"timeout"},
    "asks-for-login.html": set(),
}
"""Pages of which something does not come, with the reasons."""

HANGING: Mapping[str, Page | Unread] = {
    path: one if one is not None else page(path, STOPPED)
    for path, one in {
        "busy.html": None,
        "busy-later.html": None,
        "busy-parsing.html": None,
        "busy-promises.html": None,
        "mutates.html": None,
        "endless-alert.html": None,
        "questions.html": None,
        "push-state.html": page("push-state.html", STOPPED, opened=pushed("push-state.html")),
    }.items()
}
"""Pages whose scripts never let go; on a slow machine nothing may have been read of them before."""

BUSY_FRAME = "busy-frame.html"
"""The same in frames, which a page may outlast or not."""

LEAVING: Mapping[str, set[str]] = {
    "loop.html": {"nav_loop"},
    "assign.html": {"nav_loop"},
    "reload.html": {"nav_loop"},
    "refreshes.html": {"nav_loop"},
    "links-to-itself.html": {"nav_loop"},
    "submits-get.html": {"navigated_away"},
}
"""Pages that do not stay, with the reasons of which one at least is told."""

CLINGING: Mapping[str, set[str]] = {
    "unload-loop.html": {"hang"},
    "before-unload-loop.html": {"hang", "not_probed"},
}
"""Pages that do not let go when another visitor comes, with the reasons of which one at least is told."""

HEAVY: Mapping[str, set[str]] = {
    "arrays.html": SILENT,
    "objects.html": SILENT,
    "text-grows.html": SILENT,
    "elements.html": SILENT,
    "long-title.html": SILENT,
    "long-attribute.html": SILENT,
    "deep.html": SILENT,
    "shadows.html": {"crash"},
    "bomb-frame.html": {*SILENT, "not_quiet"},
    "sync-request.html": SILENT,
}
"""Pages that eat memory or time, with the reasons of which one at least is told."""

FLOODS: Mapping[str, set[str]] = {
    "bomb-script.html": {*SILENT, "not_quiet"},
    "requests.html": SILENT,
    "sockets.html": SILENT,
    "frames.html": SILENT,
    "frames-in-frames.html": {*SILENT, "not_quiet"},
    "frames-for-ever.html": SILENT,
    "elements-for-ever.html": SILENT,
}
"""Pages that go on and on: what is told of them, if they are not read in time."""

HELD_UP = Patience(parsed=5.0, quiet=1.0, answer=2.0, page=8.0)
"""For pages that never answer at all: each costs both, whatever else it does."""

FLOODED = Patience(parsed=10.0, quiet=2.0, answer=4.0, page=14.0, probe=6.0)


def test_pages_that_make_much_ado_are_read_and_tried_out_and_harm_no_other() -> None:
    with served(ROUTES) as server:
        got, beside = visited(server, *LOUD, patience=replace(STEADY, probe=30.0), probe=True)
    assert {path: by_itself(one) for path, one in got.items()} == LOUD
    assert harmed(beside) == []
    assert unseen(got) <= REPLACED
    assert shows(got["alerts.html"], "after the alerts")
    assert [hit for hit in server.hits if hit.path.startswith("/file.zip")] != []
    assert writes(server.hits) == []


@pytest.mark.parametrize("behavior", ["allow", "allowAndName"])
def test_a_file_that_a_browser_saves_is_seen_by_its_name_or_its_content(behavior: str) -> None:
    async def go(folder: Path) -> tuple[list[Path], dict[str, bytes]]:
        async with pool(server, workers=1, probe=False) as browser:
            await browser.render(CALM)
            before = saved(folder)
            await save_downloads(browser, folder / "home" / "Downloads", behavior)
            await browser.render(f"{BASE}downloads.html")
            end = asyncio.get_running_loop().time() + 10
            while not whole(saved(folder)) and asyncio.get_running_loop().time() < end:  # noqa: ASYNC110 - no event tells
                await asyncio.sleep(0.1)
            return before, whole(saved(folder))

    with served(ROUTES) as server, writable() as folder:
        before, after = asyncio.run(go(folder))
    assert before == []
    assert set(after.values()) == {OFFERED}
    assert ("evil.zip" in after) is (behavior == "allow")


async def save_downloads(browser: BrowserPool, folder: Path, behavior: str) -> None:
    """Let the tabs that are open save to `folder`, under the names they are given or under others."""
    call = browser._chromium._session.call
    for context in (await call("Target.getBrowserContexts"))["browserContextIds"]:
        wish = {"behavior": behavior, "browserContextId": context, "downloadPath": str(folder)}
        await call("Browser.setDownloadBehavior", **wish)


def whole(files: list[Path]) -> dict[str, bytes]:
    """The files, by name, that are the small archive from beginning to end; one that is gone is not."""
    found = {}
    for file in files:
        with suppress(OSError):
            found[file.name] = file.read_bytes()
    return {name: content for name, content in found.items() if content == OFFERED}


def by_itself(one: Page | Unread) -> Page | Unread:
    """The outcome, without what came of trying it out, and of files that it wanted to save."""
    told = outcome(one)
    return replace(told, reached=(), missing=()) if isinstance(told, Page) else told


def unseen(got: Mapping[str, Page | Unread]) -> set[str]:
    """The pages that were read without the trace that stands on every page."""
    return {path for path, one in got.items() if isinstance(one, Page) and not shows(one, BOOK)}


def test_pages_that_go_on_and_on_are_read_and_harm_no_other() -> None:
    with served(ROUTES) as server:
        got, beside = visited(server, *ENDLESS)
    assert {path: reasons(one) for path, one in got.items()} == {path: set() for path in ENDLESS}
    assert harmed(beside) == []
    assert unseen(got) <= REPLACED
    assert writes(server.hits) == []


def test_pages_of_which_something_does_not_come_are_partly_read_and_harm_no_other() -> None:
    with served(ROUTES) as server:
        got, beside = visited(server, *SLOW, patience=IMPATIENT)
    assert {path: reasons(one) for path, one in got.items()} == SLOW
    assert unseen(got) == set()
    assert missed(got["asks-for-login.html"]) == [f"{BASE}login.html", f"{BASE}login.js"]
    assert harmed(beside) == []
    assert writes(server.hits) == []


def missed(one: Page | Unread) -> list[str]:
    """The addresses of what a page lacks."""
    return sorted({request.url for request in one.missing}) if isinstance(one, Page) else []


def test_pages_whose_scripts_never_let_go_are_partly_read_or_unread_and_harm_no_other() -> None:
    with served(ROUTES) as server:
        got, beside = visited(server, *HANGING, BUSY_FRAME, patience=HELD_UP)
    assert "hang" in reasons(got.pop(BUSY_FRAME))
    hung = {path: one if isinstance(outcome(got[path]), Page) else unread(path, *HUNG) for path, one in HANGING.items()}
    assert {path: by_itself(one) for path, one in got.items()} == hung
    assert harmed(beside) == []
    assert unseen(got) == set()
    assert writes(server.hits) == []


def test_pages_that_do_not_stay_say_so_and_harm_no_other() -> None:
    with served(ROUTES) as server:
        got, beside = visited(server, *LEAVING, "back.html", "schemes.html")
    assert silent(got, LEAVING) == {}
    assert reasons(got["back.html"]) or shows(got["back.html"], BOOK)
    assert harmed(beside) == []
    assert (reasons(got["schemes.html"]), shows(got["schemes.html"], BOOK)) == (set(), True)
    reloaded = got["reload.html"]  # if it stays long enough to be read at all
    assert not isinstance(reloaded, Page) or set(reloaded.hops) == {Hop(reloaded.url, reloaded.url, 200, "script")}
    assert writes(server.hits) == []
    assert {hit.path for hit in server.hits if hit.path.startswith("/lead")} <= {"/lead?email=ada%40example.test"}


def test_pages_that_let_nobody_go_say_so_and_harm_no_other() -> None:
    with served(ROUTES) as server:
        got, beside = visited(server, *CLINGING, probe=True)
    assert silent(got, CLINGING) == {}
    assert unseen(got) == set()
    assert harmed(beside) == []
    assert writes(server.hits) == []


def silent(got: Mapping[str, Page | Unread], expected: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The pages that say none of the reasons that are expected of them, and what they say."""
    return {path: reasons(got[path]) for path, words in expected.items() if not reasons(got[path]) & words}


@pytest.mark.soak
def test_pages_that_eat_memory_or_time_say_so_and_harm_no_other() -> None:
    with served(ROUTES) as server:
        got, beside = visited(server, *HEAVY, patience=FLOODED)
    assert silent(got, HEAVY) == {}
    assert harmed(beside) == []
    assert writes(server.hits) == []


@pytest.mark.soak
def test_pages_that_flood_the_browser_with_events_harm_no_other() -> None:
    with served(ROUTES) as server:
        got, beside = visited(server, *FLOODS, patience=FLOODED)
    assert [path for path, one in got.items() if not (shows(one, BOOK) or reasons(one) & FLOODS[path])] == []
    assert harmed(beside) == []
    assert writes(server.hits) == []
