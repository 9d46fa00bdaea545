"""Pages that turn hostile when they are tried out: moved over, stayed on, scrolled, clicked.

The server counts: nothing but reads may arrive, nothing that does something, and no page that was only gone on to. What
was read before stays read, and the innocent page among them comes out whole.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from demo.server import Hit, Reply, SiteServer
from scanner.model import Act, Flaw, Opener, Page, Reached, Unread
from tests.spiders.hostile import (
    BASE,
    BOOK,
    HOST,
    OFFERED,
    SITE,
    harmed,
    outcome,
    page,
    reasons,
    served,
    shows,
    visited,
    writes,
)

pytestmark = pytest.mark.browser

BUTTON = Opener(Act.CLICK, "Open", "button#b")
ROUTES = {"/file.zip": Reply(200, {"Content-Type": "application/zip"}, OFFERED)}
ELSEWHERE = f"{BASE}tried/elsewhere.html"


def tried(name: str, *flaws: Flaw, reached: tuple[str, ...] = (), **more: object) -> Page:
    """A page that was read before it was clicked, with where a click would have led."""
    ways = tuple(Reached(url, BUTTON) for url in reached)
    return page(f"tried/{name}.html", *flaws, reached=ways, **more)


LEADING: Mapping[str, Page] = {
    "posts": tried("posts"),
    "gets": tried("gets"),
    "goes": tried("goes", reached=(ELSEWHERE,)),
    "goes-by-link": tried("goes-by-link", reached=(ELSEWHERE,)),
    "goes-by-refresh": tried("goes-by-refresh", reached=(ELSEWHERE,)),
    "goes-from-frame": tried("goes-from-frame", reached=(ELSEWHERE,)),
    "calls": tried("calls", reached=("tel:+12025550100", "intent://x")),
    "downloads": tried("downloads", reached=(f"{BASE}file.zip?location",)),
    "windows": tried("windows", reached=tuple(f"{BASE}window.html?{n}" for n in range(100))),
    "traps": tried(
        "traps",
        reached=(
            *(f"{BASE}{path}" for path in ("logout", "?add-to-cart=7", "unsubscribe?id=7", "booking/12345/cancel")),
            *(
                f"{BASE}{path}"
                for path in ("account/1234/delete", "booking/cancel", "account/delete", "logout?location")
            ),
        ),
    ),
    "traps-in-frame": tried("traps-in-frame"),
}
"""Pages that lead away, send, call, save, or do something to somebody."""

LOUD: tuple[str, ...] = (
    "dialogs",
    "pays",
    "empties",
    "rewrites",
    "tampers",
    "timers",
    "focus-loop",
    "endless-scroller",
    "closes",
)
"""Pages that make much ado when they are tried out, and are read."""

STUCK = {"hang", "crash", "memory", "not_probed"}
HANGING: Mapping[str, set[str]] = {
    "spins": {"hang"},
    "spins-on-scroll": {"hang"},
    "spins-on-move": {"hang"},
    "endless-dialogs": {"hang"},
    "unloads": STUCK,
    "multiplies": {"not_probed"},
    "many-buttons": STUCK,
}
"""Pages that do not let go, or of which there is no end, with the reasons of which one at least is told."""

STORMS: Mapping[str, set[str]] = {
    "pushes": STUCK,
    "goes-for-ever": STUCK,
    "floods": {*STUCK, "too_large"},
    "sends": STUCK,
}
"""Pages of whose deeds there is no end, with what may be told of them."""


def test_nothing_that_a_click_leads_to_is_asked_for_and_where_it_leads_is_told() -> None:
    got, server = tried_out(*LEADING)
    assert {name: alike(one) for name, one in got.items()} == LEADING
    assert foreign(server) == []
    sprung = {hit.path for hit in server.hits if "sprung-in" in hit.path}
    assert sprung == {f"/calm.txt?sprung-in-{where}" for where in ("srcdoc", "frame", "worker")}


def test_pages_that_make_much_ado_when_they_are_tried_out_are_read() -> None:
    got, server = tried_out(*LOUD)
    assert {name: reasons(one) - {"not_probed"} for name, one in got.items()} == {name: set() for name in LOUD}
    assert foreign(server) == []


@pytest.mark.soak
def test_pages_that_do_not_let_go_when_they_are_tried_out_are_partly_read() -> None:
    got, server = tried_out(*HANGING)
    assert {name: reasons(one) for name, one in got.items() if not reasons(one) & HANGING[name]} == {}
    assert foreign(server) == []


def test_a_page_that_takes_all_memory_when_it_is_tried_out_is_partly_read() -> None:
    got, server = tried_out("eats")
    assert reasons(got["eats"]) & STUCK != set()
    assert foreign(server) == []


def test_pages_that_storm_when_they_are_tried_out_are_read_as_far_as_they_go() -> None:
    got, server = tried_out(*STORMS)
    assert {name: reasons(one) - STORMS[name] for name, one in got.items()} == {name: set() for name in STORMS}
    assert foreign(server) == []


def tried_out(*names: str) -> tuple[dict[str, Page | Unread], SiteServer]:
    """These pages by name, each of which was read before it was tried out; none harmed another one."""
    with served(ROUTES) as server:
        got, beside = visited(server, *(f"tried/{name}.html" for name in names), probe=True)
    assert harmed(beside) == []
    assert [path for path, one in got.items() if not (shows(one, BOOK) and shows(one, "the last line"))] == []
    return {Path(path).stem: one for path, one in got.items()}, server


def alike(one: Page | Unread) -> Page | Unread:
    """The outcome, without ways that are due to the trace that stands on every page."""
    told = outcome(one)
    if not isinstance(told, Page):
        return told
    ways = tuple(way for way in told.reached if way.url != BOOK)
    return page(told.asked.removeprefix(BASE), *told.flaws, reached=ways, missing=told.missing, opened=told.opened)


def foreign(server: SiteServer) -> list[Hit]:
    """What arrived and should not: anything but reads of the pages themselves."""
    own = {f"/{file.relative_to(SITE / HOST)}" for file in (SITE / HOST).rglob("*") if file.is_file()}
    strange = [hit for hit in server.hits if hit.host == HOST and hit.path.partition("?")[0] not in own]
    gone = [hit for hit in server.hits if "elsewhere" in hit.path]
    return [*writes(server.hits), *strange, *gone]
