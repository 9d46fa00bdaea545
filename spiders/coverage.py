"""What a run checked, computed from its tables alone."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from scanner.model import Unread
from scanner.scan import Coverage
from scanner.urls import parse, redact
from spiders.answers import is_turned_away
from spiders.details import told
from spiders.entries import Ending, Kind, Row, Trap
from spiders.frontier import Frontier

LISTED = 100
GROUPED = frozenset({"budget", "interrupted"})


def summary(frontier: Frontier) -> Coverage:
    """What the run in `frontier` has checked so far."""
    finished = frontier.noted("state") == "complete"
    return coverage(frontier.rows(), frontier.traps(), frontier.refused(), finished=finished)


def coverage(rows: Iterable[Row], traps: Iterable[Trap], refused: Mapping[str, int], *, finished: bool) -> Coverage:
    """What was checked. A run that is not `finished`, or checked nothing, is not complete, whatever its rows say.

    A redirect inside the site has the verdict of the address it leads to. Of what was left out for the budget or an
    interruption the first 100 addresses are listed, the last of the list says how many more there are; traps are
    listed by pattern. Sitemaps only count when one of them could not be read. Where nothing but places to log in could
    be read, these are no pages of the site, but what stands before them. Links out of the site are no addresses of it:
    they only count where nobody saw the end of one that may be the CRM's.
    """
    every: dict[str, Row] = {}
    unfollowed = 0
    for row in rows:
        if row.kind is Kind.LINK:
            unfollowed += row.ending in (Ending.UNREAD, None)
        else:
            every[row.key] = row
    checked = rendered = 0
    partial: list[Unread] = []
    unread: list[Unread] = []
    skipped: Counter[str] = Counter()
    served: Counter[str] = Counter()
    ends = [resolve(row, every) for row in every.values()]
    for end in ends if any(_is_inside(end) for end in ends) else map(_outside, ends):
        rendered += end.rendered and not end.target
        if end.served and not end.target and end.ending in (Ending.CHECKED, Ending.PARTIAL):
            served[end.served] += 1
        if end.ending is Ending.CHECKED:
            checked += end.kind is not Kind.SITEMAP
        elif end.ending is Ending.SKIPPED:
            skipped[end.reason] += 1
        elif end.ending is Ending.PARTIAL:
            partial.append(Unread(redact(end.url), end.reason, end.detail))
        else:
            unread.append(Unread(redact(end.url), end.reason or "interrupted", end.detail))
    unread = [*grouped(unread), *(trapped(trap) for trap in traps)]
    complete = finished and checked > 0 and not partial and not unread and not unfollowed
    lists = tuple(partial), tuple(unread)
    counts = dict(skipped), dict(refused), dict(served)
    return Coverage(complete, checked, rendered, *lists, *counts, unfollowed=unfollowed)


def _is_inside(end: Row) -> bool:
    return end.kind.shows and end.ending in (Ending.CHECKED, Ending.PARTIAL) and not end.login


def _outside(end: Row) -> Row:
    if not end.login or end.ending not in (Ending.CHECKED, Ending.PARTIAL):
        return end
    return replace(end, ending=Ending.UNREAD, reason="login", detail="asks for a password, as all that was read")


def resolve(row: Row, every: Mapping[str, Row]) -> Row:
    """The row with the verdict that holds for it: for a redirect, that of its end."""
    end, passed = row, {row.key}
    while end.target:
        following = every.get(end.target)
        if following is None or following.key in passed:
            return replace(
                row, ending=Ending.UNREAD, reason="redirect_loop", detail="redirects that lead to each other"
            )
        end = following
        passed.add(end.key)
    if end is row:
        return row
    if end.login and end.ending is not Ending.UNREAD and is_turned_away(_path(row.url), _path(end.url)):
        return replace(row, ending=Ending.UNREAD, reason="login", detail=f"sent on to {_path(end.url)}")
    detail = "; ".join(part for part in (f"sent on to {_path(end.url)}", end.detail) if part)
    return replace(end, url=row.url, key=row.key, kind=row.kind, target=row.target, detail=detail)


def _path(url: str) -> str:
    address = parse(redact(url))
    return address.path if address else "/"


def grouped(unread: Iterable[Unread]) -> list[Unread]:
    """All of them, but of those without budget, or interrupted, the first 100 and a number."""
    listed: list[Unread] = []
    more: dict[str, list[Unread]] = {}
    counts: Counter[str] = Counter()
    for entry in unread:
        counts[entry.reason] += entry.reason in GROUPED and not entry.detail
        if counts[entry.reason] <= LISTED or entry.detail:
            listed.append(entry)
        else:
            more.setdefault(entry.reason, []).append(entry)
    for rest in more.values():
        others = f"this one and {len(rest) - 1} more" if len(rest) > 1 else ""
        listed.append(replace(rest[0], detail=others))
    return listed


def trapped(trap: Trap) -> Unread:
    """What stands for all addresses of a pattern that were not followed."""
    return Unread(redact(trap.sample), "trap", told(f"{trap.pattern}: {trap.count} addresses like this one"))
