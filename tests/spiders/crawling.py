"""Crawls of small websites on loopback, and their verdicts in short."""

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from demo.server import Reply, Route, SiteServer
from scanner.model import Target
from scanner.recognise import Recogniser
from scanner.signatures import load
from spiders.coverage import resolve
from spiders.crawl import Crawled, Progress, crawl
from spiders.entries import Ending, Kind
from spiders.frontier import Frontier
from spiders.guard import parse_pin
from spiders.options import Options, RenderMode
from spiders.scope import hosts_in_scope

HOST = "clinic.example"
START = f"http://{HOST}/"
CRM_FORM = '<a href="https://link.agency-crm.example/widget/form/AbCdEfGhIjKlMnOpQrSt">Ask us</a>'
ROBOTS = "/robots.txt"
SIGNATURES = load()

UNSANDBOXED = bool(os.environ.get("UNEMBED_ALLOW_UNSANDBOXED_BROWSER"))
"""Our own pages may be looked at without a sandbox, on a machine that forbids one."""

Serve = Callable[[Mapping[str, Route]], SiteServer]


def page(*links: str, title: str = "A page", body: str = "", **headers: str) -> Reply:
    """An HTML page with these links."""
    anchors = "".join(f'<a href="{link}">{link}</a> ' for link in links)
    html = (
        f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1>{body}{anchors}</body></html>"
    )
    extra = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(200, {"Content-Type": "text/html; charset=utf-8"} | extra, html.encode())


def moved(to: str, status: int = 302, **headers: str) -> Reply:
    """A redirect."""
    return Reply(status, {"Location": to} | {name.replace("_", "-"): value for name, value in headers.items()})


def ignore(_: Progress) -> None:
    """No one looks at the progress."""


def run(
    server: SiteServer | None,
    folder: Path,
    *,
    start: tuple[str, ...] = (START,),
    hosts: tuple[str, ...] = (HOST,),
    resume: bool = False,
    progress: object = ignore,
    **wishes: object,
) -> Crawled:
    """A crawl of the site on `server`, its run file in `folder`; quick, and without rendering unless wished for."""
    folder.mkdir(exist_ok=True)
    target = Target(start, hosts)
    pins = tuple(parse_pin(pin) for pin in server.pins) if server else ()
    manners = {"render": RenderMode.NEVER, "rate": 500.0, "pins": pins}
    options = Options(**({"allow_unsandboxed_browser": UNSANDBOXED} | manners | wishes))  # type: ignore[arg-type] # each wish is an option
    recogniser = Recogniser(SIGNATURES, hosts_in_scope(target))
    crawled = crawl(target, options, recogniser, folder, resume=resume, progress=progress)  # type: ignore[arg-type] # a function
    check_sums(crawled, folder)
    return crawled


def check_sums(crawled: Crawled, folder: Path) -> None:
    """Every address that entered has exactly one verdict, and the sums agree."""
    with Frontier(folder / "run.sqlite") as frontier:
        every = [row for row in frontier.rows() if (row.kind, row.ending) != (Kind.SITEMAP, Ending.CHECKED)]
        rows = [row for row in every if row.kind is not Kind.LINK]
        links = [row for row in every if row.kind is Kind.LINK]
        counts, traps = dict(frontier.counts), frontier.traps()
    coverage = crawled.coverage
    unread = [entry for entry in coverage.unread if entry.reason != "trap"]
    more = sum(int(match[1]) for entry in unread if (match := re.fullmatch(r"this one and (\d+) more", entry.detail)))
    assert coverage.checked + len(coverage.partial) + len(unread) + more + sum(coverage.skipped.values()) == len(rows)
    assert len(coverage.unread) - len(unread) == len(traps)
    assert len(links) - sum(row.ending is None for row in links) == counts["links"]
    assert coverage.unfollowed == sum(row.ending in (Ending.UNREAD, None) for row in links)
    assert crawled.interrupted or counts["pending"] == counts["leased"] == 0
    whole = coverage.checked > 0 and not coverage.partial and not coverage.unread and not coverage.unfollowed
    assert coverage.complete == (whole and not crawled.interrupted)


def verdicts(folder: Path, *, kinds: tuple[Kind, ...] = (Kind.PAGE, Kind.SCRIPT)) -> dict[str, str]:
    """What became of every address of the run in `folder`: `{"/about/": "checked", "/x": "unread http_404"}`.

    Addresses of the clinic over http are shown by their path, all others as they are.
    """
    with Frontier(folder / "run.sqlite") as frontier:
        every = {row.key: row for row in frontier.rows()}
    shown = {}
    for row in every.values():
        if row.kind in kinds:
            end = resolve(row, every)
            shown["/" + row.url.removeprefix(START) if row.url.startswith(START) else row.url] = (
                f"{end.ending or 'waiting'} {end.reason}".strip()
            )
    return shown


def asked(server: SiteServer, *, errands: bool = False) -> list[str]:
    """The paths that were asked for, in order; without robots.txt, sitemaps and the probe for missing pages."""
    paths = [hit.path for hit in server.hits]
    return (
        paths if errands else [p for p in paths if p not in (ROBOTS, "/sitemap.xml") and not p.startswith("/unembed-")]
    )
