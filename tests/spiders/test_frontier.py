"""The run file: what enters, what is leased, what is finished, and what a killed run leaves."""

import sqlite3
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.errors import FileError, UsageError
from scanner.mentions import Mention, MentionType, Where
from scanner.model import Hop, SeenIn, Unread
from scanner.scan import Coverage
from scanner.traces import Match, PageTraces
from spiders.coverage import coverage, summary
from spiders.entries import Ending, Entry, Finish, Kind, Lease, Outcome, Row, Trap
from spiders.frontier import Frontier

HOME = "https://clinic.example/"
CHECKED = Outcome(Ending.CHECKED)


def entry(path: str, kind: Kind = Kind.PAGE, depth: int = 1) -> Entry:
    return Entry(HOME + path, HOME + path, kind, depth, HOME)


def traces(url: str) -> PageTraces:
    mention = Mention(MentionType.LINK, "https://crm.example/l/x", Where(SeenIn.HTML, "a", "<a>"), {"href": "x"})
    return PageTraces(
        url, "A page", "wordpress", (Match("highlevel/form", "x", mention),), (mention,), (HOME + "a.js",)
    )


def lease(frontier: Frontier) -> Lease:
    taken = frontier.lease()
    assert taken is not None
    return taken


def test_an_address_enters_once_and_is_leased_nearest_first(tmp_path: Path) -> None:
    with Frontier(tmp_path / "run.sqlite") as frontier:
        frontier.enter([entry("b", depth=2), entry("", depth=0), entry("a"), entry("a"), entry("b")])
        taken = [lease(frontier).url for _ in range(3)]
        assert frontier.lease() is None
    assert taken == [HOME, HOME + "a", HOME + "b"]


def test_a_page_is_finished_in_one_piece(tmp_path: Path) -> None:
    with Frontier(tmp_path / "run.sqlite") as frontier:
        frontier.enter([entry("", depth=0)])
        home = lease(frontier)
        finish = Finish(CHECKED, (entry("a"),), traces(HOME), (Trap("/cal/*", HOME + "cal/1", 3),), {"beacon": 2})
        frontier.finish(home, finish)
        frontier.finish(home, Finish(Outcome(Ending.UNREAD, "crash")))
        frontier.finish(
            lease(frontier), Finish(CHECKED, traps=(Trap("/cal/*", HOME + "cal/2", 4),), refused={"beacon": 1})
        )
        assert [(row.url, row.ending) for row in frontier.rows()] == [(HOME, "checked"), (HOME + "a", "checked")]
        assert frontier.traps() == (Trap("/cal/*", HOME + "cal/1", 7),)
        assert frontier.refused() == {"beacon": 3}
        stored = frontier.traces()
    assert list(stored) == list(stored) == [traces(HOME)]


def test_hops_are_kept_for_the_address_they_lead_to(tmp_path: Path) -> None:
    hops = (Hop(HOME + "old", HOME + "new", 301),)
    with Frontier(tmp_path / "run.sqlite") as frontier:
        frontier.enter([Entry(HOME + "new", HOME + "new", hops=hops)])
        assert lease(frontier).hops == hops


def test_the_file_is_private_and_alone_when_closed(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite"
    with Frontier(path) as frontier:
        frontier.enter([entry("")])
        assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}
    assert list(tmp_path.iterdir()) == [path]


def test_a_second_run_in_the_same_file_is_refused(tmp_path: Path) -> None:
    with Frontier(tmp_path / "run.sqlite"), pytest.raises(FileError) as caught:
        Frontier(tmp_path / "run.sqlite")
    assert caught.value.what == "another run is using this folder"


@pytest.mark.parametrize("content", [b"not a database at all, but long enough" * 100, b"x"])
def test_another_file_is_refused_and_not_touched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "run.sqlite"
    path.write_bytes(content)
    with pytest.raises(FileError):
        Frontier(path)
    assert path.read_bytes() == content


def test_a_file_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite"
    Frontier(path).close()
    file = sqlite3.connect(path)
    file.execute("PRAGMA user_version = 1")
    file.close()
    with pytest.raises(FileError) as caught:
        Frontier(path)
    assert caught.value.what == "not a run file of this version of unembed"


def test_an_unwritable_folder_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        Frontier(tmp_path / "missing" / "run.sqlite")
    assert caught.value.thing == str(tmp_path / "missing" / "run.sqlite")


def test_a_full_disk_is_one_clear_error_and_loses_nothing(tmp_path: Path) -> None:
    with Frontier(tmp_path / "run.sqlite") as frontier:
        frontier.enter([entry("")])
        (pages,) = frontier._file.execute("PRAGMA page_count").fetchone()
        frontier._file.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(FileError) as caught:
            frontier.enter([entry(str(number)) for number in range(1000)])
    assert caught.value.what == "cannot use the run file"
    with Frontier(tmp_path / "run.sqlite") as frontier:
        assert [row.url for row in frontier.rows()] == [HOME]


def test_a_run_goes_on_only_with_its_own_target_and_options(tmp_path: Path) -> None:
    with Frontier(tmp_path / "run.sqlite") as frontier:
        options = (("--render", "never"), ("--auth", ""), ("--crm-host", "a b"))
        frontier.belongs_to("https://clinic.example/ | clinic.example", options)
        frontier.belongs_to("https://clinic.example/ | clinic.example", options)
        with pytest.raises(UsageError) as of_another_site:
            frontier.belongs_to("https://other.example/ | other.example", options)
        with pytest.raises(UsageError) as with_other_options:
            frontier.belongs_to(
                "https://clinic.example/ | clinic.example",
                (("--render", "auto"), ("--auth", "81d2"), ("--crm-host", "a b")),
            )
    assert str(of_another_site.value) == (
        f"the run in this folder is one of another site: {tmp_path} (https://clinic.example/)"
    )
    assert str(with_other_options.value) == (
        f"the run in this folder was started with other options: {tmp_path} "
        "(--render was never, is auto, --auth was not given, is 81d2)"
    )


def abandon(frontier: Frontier) -> None:
    """Leave a frontier as a killed process does: nothing is given back."""
    frontier._file.close()


def test_what_a_killed_run_had_in_hand_is_pending_again(tmp_path: Path) -> None:
    killed = Frontier(tmp_path / "run.sqlite")
    killed.enter([entry(str(number)) for number in range(3)])
    first = lease(killed)
    killed.finish(first, Finish(CHECKED))
    killed.begin(lease(killed))
    abandon(killed)
    with Frontier(tmp_path / "run.sqlite") as frontier:
        assert frontier.counts["pending"] == 2
        assert [lease(frontier).url for _ in range(2)] == [HOME + "1", HOME + "2"]
        assert not summary(frontier).complete


def test_a_page_that_kills_three_runs_is_given_up(tmp_path: Path) -> None:
    Frontier(tmp_path / "run.sqlite").close()
    for kills in range(4):
        frontier = Frontier(tmp_path / "run.sqlite")
        frontier.enter([entry("poison"), entry("innocent")])
        taken = frontier.lease()
        while taken is not None and taken.url != HOME + "poison":
            taken = frontier.lease()
        assert (taken is None) == (kills == 3)
        if taken is not None:
            frontier.begin(taken)
        abandon(frontier)
    with Frontier(tmp_path / "run.sqlite") as frontier:
        ends = {row.url: row.reason for row in frontier.rows()}
        assert ends == {HOME + "poison": "crash_loop", HOME + "innocent": ""}


def test_a_page_that_waits_for_the_browser_when_runs_are_killed_is_not_given_up(tmp_path: Path) -> None:
    for _ in range(5):
        frontier = Frontier(tmp_path / "run.sqlite")
        frontier.enter([entry("page")])
        taken = lease(frontier)
        frontier.begin(taken)
        frontier.survived(taken)
        abandon(frontier)
    with Frontier(tmp_path / "run.sqlite") as frontier:
        assert [(row.url, row.ending) for row in frontier.rows()] == [(HOME + "page", None)]


def test_pages_beyond_the_budget_wait_for_a_run_with_a_larger_one(tmp_path: Path) -> None:
    with Frontier(tmp_path / "run.sqlite", max_pages=2) as frontier:
        frontier.enter([entry(str(number)) for number in range(4)] + [entry("a.js", Kind.SCRIPT)])
        while frontier.waiting():
            frontier.finish(lease(frontier), Finish(CHECKED))
        frontier.complete()
        assert summary(frontier) == Coverage(
            complete=False, checked=3, rendered=0, partial=(), skipped={},
            unread=(Unread(HOME + "2", "budget"), Unread(HOME + "3", "budget")),
        )  # fmt: skip
    with Frontier(tmp_path / "run.sqlite", max_pages=5) as frontier:
        frontier.reopen()
        while frontier.waiting():
            frontier.finish(lease(frontier), Finish(CHECKED))
        frontier.complete()
        assert summary(frontier).complete


def test_redirects_and_failures_before_a_fetch_cost_no_budget(tmp_path: Path) -> None:
    with Frontier(tmp_path / "run.sqlite", max_pages=1) as frontier:
        frontier.enter([entry("0"), entry("1"), entry("2")])
        frontier.finish(lease(frontier), Finish(Outcome(Ending.CHECKED, target=HOME + "2")))
        frontier.finish(lease(frontier), Finish(Outcome(Ending.UNREAD, "robots")))
        frontier.finish(lease(frontier), Finish(CHECKED))
        frontier.complete()
        assert {row.reason for row in frontier.rows()} == {"", "robots"}


def test_of_a_thousand_that_were_interrupted_a_hundred_are_listed(tmp_path: Path) -> None:
    with Frontier(tmp_path / "run.sqlite") as frontier:
        frontier.enter([entry(f"{number:04}") for number in range(1000)])
        listed = summary(frontier).unread
    assert len(listed) == 101
    assert listed[0] == Unread(HOME + "0000", "interrupted")
    assert listed[100] == Unread(HOME + "0100", "interrupted", "this one and 899 more")


def test_a_run_that_checked_nothing_is_not_complete() -> None:
    rows = [Row("https://clinic.example/a.pdf", "a", Kind.PAGE, Ending.SKIPPED, "file", "", False, "", False)]
    assert not coverage(rows, (), {}, finished=True).complete


def test_traps_make_a_run_incomplete_and_are_listed_by_pattern(tmp_path: Path) -> None:
    with Frontier(tmp_path / "run.sqlite") as frontier:
        frontier.enter([entry("")])
        frontier.finish(lease(frontier), Finish(CHECKED, traps=(Trap("clinic.example/cal/*", HOME + "cal/9", 700),)))
        frontier.complete()
        coverage = summary(frontier)
    assert not coverage.complete
    assert coverage.unread == (Unread(HOME + "cal/9", "trap", "clinic.example/cal/*: 700 addresses like this one"),)


def test_a_redirect_to_a_login_was_not_read_but_the_login_page_was(tmp_path: Path) -> None:
    with Frontier(tmp_path / "run.sqlite") as frontier:
        frontier.enter([entry("files"), entry("login"), entry("wp-admin"), entry("about")])
        frontier.finish(lease(frontier), Finish(Outcome(Ending.CHECKED, target=HOME + "login")))
        frontier.finish(lease(frontier), Finish(Outcome(Ending.CHECKED, login=True)))
        frontier.finish(lease(frontier), Finish(Outcome(Ending.CHECKED, target=HOME + "login")))
        frontier.finish(lease(frontier), Finish(Outcome(Ending.CHECKED)))
        frontier.complete()
        coverage = summary(frontier)
    assert coverage.unread == (Unread(HOME + "files", "login", "sent on to /login"),)
    assert coverage.checked == 3


def test_query_values_and_persons_do_not_reach_the_coverage(tmp_path: Path) -> None:
    with Frontier(tmp_path / "run.sqlite") as frontier:
        frontier.enter([entry("x?email=jo%40mail.example"), entry("jo.doe@mail.example/")])
        assert [unread.url for unread in summary(frontier).unread] == [HOME + "[redacted]/", HOME + "x?email="]


ACTIONS = st.sampled_from(["lease", "finish", "release", "kill", "close"])
PLANS = st.lists(
    st.tuples(ACTIONS, st.lists(st.integers(0, 30), max_size=4), st.sampled_from(list(Ending))), max_size=40
)


@settings(max_examples=15, deadline=None)
@given(plan=PLANS)
def test_whatever_happens_every_address_has_one_place(
    plan: list[tuple[str, list[int], Ending]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("run") / "run.sqlite"
    frontier = Frontier(path)
    frontier.enter([entry("0")])
    entered, done = {"0"}, set()
    held: list[Lease] = []
    for action, links, ending in plan:
        if action in ("kill", "close"):
            abandon(frontier) if action == "kill" else frontier.close()
            frontier, held = Frontier(path), []
        elif action == "lease":
            if (taken := frontier.lease()) is not None:
                held.append(taken)
        elif held:
            taken = held.pop()
            if action == "release":
                frontier.release(taken)
            else:
                frontier.finish(taken, Finish(Outcome(ending, "x"), [entry(str(link)) for link in links]))
                entered |= {str(link) for link in links}
                done.add(taken.url)
    rows = list(frontier.rows())
    counts = dict(frontier.counts)
    assert {row.url for row in rows} == {HOME + path for path in entered}
    assert {row.url for row in rows if row.ending is not None} == done
    assert sum(counts[place] for place in (*Ending, "pending", "leased")) == len(rows)
    assert {ending: sum(row.ending is ending for row in rows) for ending in Ending} == {e: counts[e] for e in Ending}
    frontier.close()
