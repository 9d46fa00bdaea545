"""report.html: one file that needs nothing else, for the owner of the site first and then for whoever edits it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from reports import (
    checklist,
    gaps,
    hosted,
    linked,
    links,
    notes,
    numbers,
    openers,
    owner,
    places,
    proofs,
    steps,
    verdict,
    words,
)
from reports import pictures as photographs
from reports.environment import environment
from scanner.scan import Finding, Scan

if TYPE_CHECKING:
    from datetime import date

    from jinja2 import Environment

MOST = 500
"""So many addresses of one list are written out; the rest is counted, and stands in scan.json."""

LENGTHS = (MOST, 200, 100, 50, 20)
MOST_LISTED = 20_000
"""So many addresses of pages are written out in all lists of them together, unless even the shortest are longer."""

FEW = 12
"""So many references stand side by side; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Extras:
    """The program for what the report can do without as well, as it stands in the page, and its SHA-256 in base64."""

    code: Any
    digest: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is seen at first glance, and what it counts."""

    number: str
    label: str


def render(
    scan: Scan,
    *,
    final_date: date | None = None,
    extras: bool = True,
    pictures: photographs.Pictures = photographs.NONE,
) -> str:
    """`scan` as one HTML document: nothing fetched, everything from the web escaped, no script needed.

    The one script in it, for copying and filtering, is the only one that its policy lets run; without `extras` there is
    none, as mail filters like it.
    """
    findings = verdict.todo(scan)
    found = places.places(findings)
    common = steps.routine(findings)
    shots = photographs.figures(findings, pictures)
    return _environment().get_template("removal.html.j2").render(
        scan=scan,
        site=scan.target.hosts[0] if scan.target.hosts else "",
        head=verdict.headline(scan, final_date),
        figures=figures(scan, found, final_date),
        closing=f"from {words.day(final_date)} on" if final_date else "when the CRM account closes",
        findings=findings,
        extras=_extras() if extras and findings else None,
        cards=owner.cards(findings),
        absent=owner.absent(findings),
        unlooked=owner.unlooked(findings, scan.numbers),
        numbers=numbers.section(scan),
        consequences=owner.consequences(findings),
        hands=owner.hands(findings),
        places=found,
        most_pages=longest(found),
        shots=shots,
        example=photographs.example(findings, shots),
        common=common,
        steps={finding.ref: steps.own(finding, common) for finding in findings},
        twins=steps.twins(found, common),
        proofs=proofs.proofs(scan.findings),
        notes=notes.sections(scan),
        links=links.section(scan),
        hosted=hosted.sentences(scan),
        beyond=checklist.due(final_date, words.date_in(scan.finished)),
        reading=gaps.read(scan.coverage, scan.target.start),
    )  # fmt: skip


def longest(found: tuple[places.Place, ...]) -> int:
    """How many pages each list of them names."""
    lists = [len(place.pages) for place in found]
    lists += [len(one.placement.pages) for place in found for one in place.findings]
    return next((most for most in LENGTHS if sum(min(one, most) for one in lists) <= MOST_LISTED), LENGTHS[-1])


def figures(scan: Scan, found: tuple[places.Place, ...], final_date: date | None) -> tuple[Figure, ...]:
    """Three or four numbers that say how things stand."""
    total, partial, unread = verdict.addresses(scan.coverage)
    read = Figure(f"{scan.coverage.checked:,} of {total:,}", f"{'address' if total == 1 else 'addresses'} read wholly")
    things, days = len(verdict.todo(scan)), verdict.days_left(scan, final_date)
    rows = []
    if things and days is not None:
        over = days < 0
        rows.append(Figure(f"{abs(days):,}", f"{'day' if abs(days) == 1 else 'days'} {'overdue' if over else 'left'}"))
    if things:
        rows.append(Figure(f"{things:,}", "thing to take off" if things == 1 else "things to take off"))
        rows.append(Figure(f"{len(found):,}", "place to edit" if len(found) == 1 else "places to edit"))
        return (*rows, read)
    rows.append(read)
    if partial:
        rows.append(Figure(f"{partial:,}", "read only in part"))
    if unread:
        rows.append(Figure(f"{unread:,}", "not read"))
    if scan.coverage.rendered:
        rows.append(Figure(f"{scan.coverage.rendered:,}", "opened in a browser"))
    return tuple(rows)


@cache
def _extras() -> Extras:
    from base64 import b64encode
    from hashlib import sha256
    from importlib.resources import files

    from markupsafe import Markup

    code = (files("templates") / "extras.js").read_text(encoding="utf-8")
    return Extras(Markup(code), b64encode(sha256(code.encode()).digest()).decode())  # noqa: S704 - our own file


@cache
def _environment() -> Environment:
    made = environment()
    made.filters |= {
        "platform": words.platform,
        "short": short,
        "brief": places.brief,
        "address": places.address,
        "found_where": places.found_where,
        "identity": places.identity,
        "title": places.title,
        "severity": words.severity,
        "where": _where,
        "shows": openers.state,
        "inserted": openers.inserted,
        "opened_at": openers.place,
        "leading": linked.summary,
        "ways_there": linked.rows,
        "said": notes.said,
    }
    made.tests["weblink"] = _is_weblink
    made.globals |= {"words": words, "most": MOST, "few": FEW}
    return made


def _is_weblink(url: str) -> bool:
    return url.lower().startswith(("https://", "http://"))


def short(url: str, scan: Scan) -> str:
    """The path of a page on the site's main host, "Home page" for its root; any other address as it is."""
    for host in scan.target.hosts[:1]:
        for name in (host, host.removeprefix("www."), f"www.{host}"):
            for start in (f"https://{name}/", f"http://{name}/"):
                if url.startswith(start):
                    return f"/{url.removeprefix(start)}" if url != start else "Home page"
    return url


def _where(finding: Finding, place: places.Place) -> tuple[str, ...]:
    """What the task has to say about its place that the heading has not said."""
    where = finding.placement
    edit = "" if where.edit.startswith("this page") else where.edit
    lines = (words.sentence(text) for text in (where.container, edit) if text)
    said = place.title.lower()
    return tuple(line for line in dict.fromkeys(lines) if line.lower() not in said)
