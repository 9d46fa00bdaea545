"""What is still to be read and what came out: one SQLite file a run, which survives `kill -9` at any moment.

    pending ──lease──► leased ──finish──► done, with exactly one verdict
       ▲                  │
       └──release, or the next open──┘

A page is finished in one transaction {its new links, its traces, its verdict}, so a page is either wholly in the file
or still to be read. What a run amounts to is computed from the tables only: a killed run can only read as incomplete.
"""

import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from scanner.ends import Ended, Ends
from scanner.errors import FileError, UsageError
from scanner.model import Hop
from scanner.traces import PageTraces
from spiders import tables
from spiders.details import told
from spiders.entries import ACTION, NO_PAGE, Ending, Entry, Finish, Kind, Lease, Row, Trap
from spiders.inwards import StoredInwards, packed
from spiders.scope import Origins

SCHEMA_VERSION = 4
APPLICATION_ID = 0x756E656D
MAX_READINGS = 3
BATCH = 32

NOT_FETCHED = frozenset({"budget", "robots", "robots_unreachable", "trap"})

_hops = msgspec.json.Decoder(tuple[Hop, ...])
_end = msgspec.json.Decoder(Ended)
_traces = msgspec.json.Decoder(PageTraces)


@dataclass(frozen=True, slots=True)
class Traces:
    """The traces of all pages of a run, read from the file anew each time it is iterated.

    Those near the start come first: an order that does not depend on which page happened to answer before another.
    """

    path: Path

    def __iter__(self) -> Iterator[PageTraces]:
        try:
            with closing(sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)) as file:
                for (document,) in file.execute(tables.READ):
                    yield _traces.decode(document)
        except (sqlite3.Error, msgspec.DecodeError) as error:
            raise _unusable(self.path, error) from error


class Frontier:
    """The run file at `path`, for one process at a time; use it in a `with` block. It leases `max_pages` pages.

    A new file is made with mode 0600. In an existing one, addresses that a killed run had in hand are pending again;
    one that was being read when three runs in a row were killed is unread (crash_loop). Raises FileError for a file
    of another program or version, for one that another run is using, and whenever it cannot be written.
    """

    def __init__(self, path: Path, *, max_pages: int = sys.maxsize) -> None:
        self.path = path
        self._max_pages = max_pages
        fresh = not path.exists() or path.stat().st_size == 0
        try:
            path.touch(mode=0o600)
            path.chmod(0o600)
            self._file = sqlite3.connect(path, isolation_level=None, timeout=0.5)
        except (OSError, sqlite3.Error) as error:
            raise FileError("cannot open the run file", str(path), "another --output-dir") from error
        try:
            self._prepare(fresh=fresh)
        except sqlite3.Error as error:
            self._file.close()
            raise _unusable(path, error) from error
        except FileError:
            self._file.close()
            raise
        self._ready: list[Lease] = []
        self.counts: dict[str, int] = {}
        self.seen: set[str] = set()
        self.routes: set[str] = set()
        try:
            self.seen.update(key for (key,) in self._each("SELECT key FROM addresses"))
            self.routes.update(key for (key,) in self._each("SELECT key FROM addresses WHERE kind = 'route'"))
            self._count()
        except FileError:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give back what was leased and not finished, and close the file."""
        self._ready.clear()
        with suppress(sqlite3.Error):  # a full disk: what is in the file already is safe
            self._file.execute("UPDATE addresses SET state = 'pending', tries = 0 WHERE state = 'leased'")
            self._file.execute("PRAGMA journal_mode = DELETE")
        self._file.close()

    def _prepare(self, *, fresh: bool) -> None:
        file = self._file
        file.execute("PRAGMA locking_mode = EXCLUSIVE")
        if fresh:
            file.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            file.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        found = [file.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
        if found != [APPLICATION_ID, SCHEMA_VERSION]:
            raise FileError("not a run file of this version of unembed", str(self.path), "another --output-dir")
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("PRAGMA synchronous = NORMAL")
        file.execute("BEGIN IMMEDIATE")
        if not file.execute("SELECT 1 FROM sqlite_master WHERE name = 'run'").fetchone():
            for statement in tables.TABLES.split(";\n"):
                file.execute(statement)
            file.executemany("INSERT INTO run VALUES (?, ?)", (("state", "running"), ("started", now())))
        file.execute(
            "UPDATE addresses SET state = 'done', verdict = 'unread', reason = 'crash_loop', detail = ? "
            "WHERE state = 'leased' AND tries >= ?",
            (f"the run was killed {MAX_READINGS} times while reading this", MAX_READINGS),
        )
        file.execute("UPDATE addresses SET state = 'pending' WHERE state = 'leased'")
        file.execute("COMMIT")

    def _count(self) -> None:
        others = ("pending", "leased", "rendered", "pages", "sitemaps", "links", "asked", "files")
        self.counts = dict.fromkeys((*Ending, *others), 0)
        self._others = self._leased_pages = 0
        for kind, state, verdict, reason, moved, count, rendered in self._each(tables.COUNT):
            place = Kind(kind).ended(verdict) if state == "done" else state
            self.counts[place] += count
            self._tell(place, kind, count)
            self.counts["rendered"] += rendered
            if state == "done" and _was_fetched(verdict, reason, moved):
                self.counts[Kind(kind).budget] += count

    def _do(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        try:
            return self._file.execute(statement, values)
        except sqlite3.Error as error:
            raise self._broken(error) from error

    def _each(self, statement: str) -> Iterator[Any]:
        """The rows of a query; reading them can fail as well."""
        try:
            yield from self._file.execute(statement)
        except sqlite3.Error as error:
            raise self._broken(error) from error

    def _do_all(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        try:
            self._file.executemany(statement, rows)
        except sqlite3.Error as error:
            raise self._broken(error) from error

    def _broken(self, error: sqlite3.Error) -> FileError:
        if isinstance(error, sqlite3.OperationalError):
            return FileError(
                "cannot use the run file", f"{self.path} ({error})", "make room on the disk, then --resume"
            )
        return _unusable(self.path, error)

    # --- the run -----------------------------------------------------------------------------------------------------

    def note(self, name: str, value: str) -> None:
        """Remember `value` about the run under `name`."""
        self._do("INSERT OR REPLACE INTO run VALUES (?, ?)", (name, value))

    def noted(self, name: str) -> str:
        """What `note` remembered last, or nothing."""
        row = self._do("SELECT value FROM run WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def belongs_to(self, target: str, options: Sequence[tuple[str, str]]) -> None:
        """Make this the run of `target` with `options`, names and values.

        Raises UsageError, which says what differs, if it is the run of something else.
        """
        hint = "the command it was started with, or another --output-dir"
        before = self.noted("target")
        if before not in ("", target):
            raise UsageError(
                "the run in this folder is one of another site",
                f"{self.path.parent} ({before.partition(' | ')[0]})",
                hint,
            )
        known = msgspec.json.decode(self.noted("options") or "{}", type=dict[str, str])
        if differ := [(name, known.get(name, ""), value) for name, value in options if known.get(name, value) != value]:
            shown = ", ".join(f"{name} was {was or 'not given'}, is {now or 'not given'}" for name, was, now in differ)
            raise UsageError(
                "the run in this folder was started with other options", f"{self.path.parent} ({shown})", hint
            )
        self.note("target", target)
        self.note("options", msgspec.json.encode(dict(options)).decode())

    def reopen(self) -> None:
        """Go on with a finished or stopped run: what it left out for its budget is pending again."""
        self._do(
            "UPDATE addresses SET state = 'pending', verdict = '', reason = '' "
            "WHERE state = 'done' AND reason = 'budget' AND detail = ''"
        )
        self.note("state", "running")
        self._count()

    def complete(self) -> None:
        """The run is over: whatever still waits is unread, for there was no budget for it."""
        self._do("UPDATE addresses SET state = 'done', verdict = 'unread', reason = 'budget' WHERE state = 'pending'")
        self.note("state", "complete")
        self._count()

    # --- addresses ---------------------------------------------------------------------------------------------------

    def enter(self, entries: Iterable[Entry]) -> None:
        """Add addresses; those with a key that is known already are left out."""
        self._do("BEGIN IMMEDIATE")
        self._enter(entries)
        self._do("COMMIT")

    def waiting(self) -> bool:
        """Whether there is an address to fetch now; pages beyond the budget do not count."""
        pages = self.counts["pending"] - self._others
        return bool(self._ready or self._others or (pages and self._room() > 0))

    def lease(self) -> Lease | None:
        """The next address to fetch, nearest to the start first."""
        if not self._ready and not self._lease_batch():
            return None
        return self._ready.pop()

    def _room(self) -> int:
        return self._max_pages - self.counts["pages"] - self._leased_pages

    def _lease_batch(self) -> bool:
        if not self.waiting():
            return False
        room = self._room()
        rows = self._do(tables.LEASE, (room > 0, min(BATCH, room) if room > 0 else BATCH)).fetchall()
        rows.sort(key=lambda row: (row[4], row[0]), reverse=True)
        for id_, url, key, kind, depth, via, hops in rows:
            known = () if hops == "[]" else _hops.decode(hops)
            self._ready.append(Lease(id_, url, key, Kind(kind), depth, via, known))
            self._move("pending", "leased", kind)
        return bool(rows)

    def begin(self, lease: Lease) -> None:
        """The answer is here and is read now: should that kill the process, the file knows which page it was."""
        self._do("UPDATE addresses SET tries = tries + 1 WHERE id = ?", (lease.id,))

    def survived(self, lease: Lease) -> None:
        """It was read and the process lives; what follows, in the browser, is no suspect should it be killed."""
        self._do("UPDATE addresses SET tries = 0 WHERE id = ?", (lease.id,))

    def release(self, lease: Lease) -> None:
        """Give an address back unread, for the next run."""
        self._do("UPDATE addresses SET state = 'pending', tries = 0 WHERE id = ?", (lease.id,))
        self._move("leased", "pending", lease.kind)

    def finish(self, lease: Lease, finish: Finish) -> None:
        """Store all that came of an address, in one transaction. It is finished once; later calls do nothing."""
        outcome = finish.outcome
        if lease.kind is Kind.ROUTE and lease.key not in self.routes and outcome.reason == NO_PAGE:
            self._enter(finish.entries)
            self.release(lease)  # meanwhile somebody linked to it: that nothing is there is to be said
            return
        self._do("BEGIN IMMEDIATE")
        ended = (outcome.ending, outcome.reason, told(outcome.detail), outcome.rendered, outcome.target, outcome.login)
        if self._do(tables.FINISH, (*ended, outcome.served, lease.id)).rowcount:
            self._enter(finish.entries)
            if finish.traces is not None:
                self._do("INSERT INTO traces VALUES (?, ?)", (lease.id, msgspec.json.encode(finish.traces)))
            if finish.traps:
                self._do_all(
                    tables.ADD.format("traps", "pattern"),
                    [(trap.pattern, trap.sample, trap.count) for trap in finish.traps],
                )
            if finish.refused:
                self._do_all(
                    "INSERT INTO refused VALUES (?, ?) ON CONFLICT (what) DO UPDATE SET count = count + excluded.count",
                    finish.refused.items(),
                )
            if finish.inward:
                self._do("INSERT OR REPLACE INTO inward VALUES (?, ?)", (lease.id, packed(finish.inward)))
            if finish.end is not None:
                self._do("INSERT OR REPLACE INTO ends VALUES (?, ?)", (lease.id, msgspec.json.encode(finish.end)))
            self._move("leased", lease.kind.ended(outcome.ending), lease.kind)
            self.counts["rendered"] += outcome.rendered
            fetched = _was_fetched(outcome.ending, outcome.reason, outcome.target)
            self.counts[lease.kind.budget] += fetched
        self._do("COMMIT")

    def leads_to(self, key: str, end: str) -> bool:
        """Whether the redirects known so far lead from one address to another."""
        passed = {""}
        while key not in passed:
            if key == end:
                return True
            passed.add(key)
            row = self._do("SELECT target FROM addresses WHERE key = ?", (key,)).fetchone()
            key = row[0] if row else ""
        return False

    def _enter(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            if entry.key in self.seen:
                if entry.kind is Kind.PAGE and entry.key in self.routes:
                    self._promote(entry)
                continue
            self.seen.add(entry.key)
            if entry.kind is Kind.ROUTE:
                self.routes.add(entry.key)
            end = entry.outcome
            state = ("done", end.ending, end.reason, told(end.detail)) if end else ("pending", "", "", "")
            hops = msgspec.json.encode(entry.hops).decode() if entry.hops else "[]"
            place = (entry.url, entry.key, entry.kind, entry.depth, entry.via)
            self._do(tables.INSERT, (*place, *state, hops))
            place_now = entry.kind.ended(end.ending) if end else "pending"
            self.counts[place_now] += 1
            self._tell(place_now, entry.kind, 1)

    def _promote(self, entry: Entry) -> None:
        """Make a route the page that a link says it is; if it was left out as a route, it is asked for as that."""
        key = entry.key
        while key in self.routes:
            self.routes.discard(key)
            [(id_, state, verdict, reason, key)] = self._do(tables.PROMOTE, (entry.via, entry.depth, key)).fetchall()
            if state == "done" and reason in (NO_PAGE, ACTION):
                self._do(tables.AGAIN, (id_,))
                self._move(verdict, "pending", Kind.PAGE)

    def _move(self, before: str, after: str, kind: str) -> None:
        self.counts[before] -= 1
        self.counts[after] += 1
        self._tell(before, kind, -1)
        self._tell(after, kind, 1)

    def _tell(self, state: str, kind: str, step: int) -> None:
        if state == "pending" and not Kind(kind).shows:
            self._others += step
        elif state == "leased" and Kind(kind).shows:
            self._leased_pages += step
        elif state == Ending.CHECKED and kind == Kind.SITEMAP:
            self.counts["sitemaps"] += step

    # --- what came out -----------------------------------------------------------------------------------------------

    def rows(self) -> Iterator[Row]:
        """All addresses; those near the start come first."""
        columns = "url, key, kind, state, verdict, reason, detail, rendered, target, login, served"
        for url, key, kind, state, verdict, reason, detail, rendered, target, login, served in self._each(
            f"SELECT {columns} FROM addresses ORDER BY depth, key"  # noqa: S608 - constant names
        ):
            ending = Ending(verdict) if state == "done" else None
            yield Row(url, key, Kind(kind), ending, reason, detail, bool(rendered), target, bool(login), served)

    def traps(self) -> tuple[Trap, ...]:
        """What was not followed, by pattern."""
        return tuple(Trap(*row) for row in self._each("SELECT * FROM traps ORDER BY pattern"))

    def refused(self) -> dict[str, int]:
        """Requests of pages that our own policy refused, by what they were."""
        return dict(self._each("SELECT what, count FROM refused ORDER BY what"))

    def ends(self) -> Ends:
        """What became of the links that lead out of the site."""
        ended = tuple(_end.decode(document) for (document,) in self._each(tables.ENDS))
        return Ends(ended, dict(self._each(tables.LEFT)))

    def inwards(self) -> StoredInwards:
        """What leads to pages of the site; to be iterated once this frontier is closed."""
        return StoredInwards(self.path, Origins.read(self.noted("origins").splitlines()))

    def traces(self) -> Traces:
        """The traces of all pages; to be iterated once this frontier is closed."""
        return Traces(self.path)


def _was_fetched(ending: str, reason: str, moved: object) -> bool:
    return ending != Ending.SKIPPED and not moved and reason not in NOT_FETCHED


def now() -> str:
    """The time in UTC, as in 2026-01-02T03:04:05Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _unusable(path: Path, error: Exception) -> FileError:
    if "locked" in str(error):
        return FileError("another run is using this folder", str(path.parent), "wait for it, or another --output-dir")
    return FileError("not a run file", f"{path} ({error})", "another --output-dir")
