"""Crawls of whole test sites as every visitor there can be sees them, and what was found, in short.

A site is a folder `tests/sites/<name>/` with one sub-folder a host, as `demo.server` describes. It is served over
HTTP and HTTPS together with `tests/sites/vendors/`, the stand-ins for what clinics embed; where both have a folder
for a host, the site's own answers. A file `expected.toml` in it says what a scan has to find, all of it:

    start = ["/"]                        # paths of clinic.example, or whole addresses; this is the default
    hosts = ["clinic.example"]           # in scope; this is the default
    partial = [["/cart/", "reason"]]     # what is not wholly read; nothing, unless said
    checked = 3                          # how many addresses were wholly read; not compared, unless said
    loads = ["/js/site.js"]              # what must have been asked for

    [[finding]]
    kind = "form"
    value = "AbCdEfGhIjKlMnOpQrSt"
    state = "waiting"
    how = "embed"
    opener = ["click", "Book now", "button#book"]    # act, label, locator; none, unless said
    initiator = "/js/site.js"                        # none, unless said
    placement = "page"
    pages = ["/"]

Addresses of clinic.example are written as paths, all others whole. A site of which nothing is to be found says what was
checked and loaded: nothing is found on pages that never came, either.
"""

import re
import tomllib
from collections.abc import Iterable
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from demo.server import Hit, SiteServer
from scanner.findings import findings
from scanner.model import Target
from scanner.recognise import Recogniser
from scanner.scan import Coverage, Finding
from scanner.signatures import load
from scanner.urls import parse, route
from spiders.beacons import is_beacon
from spiders.crawl import crawl
from spiders.guard import parse_pin
from spiders.options import Options, RenderMode
from spiders.scope import hosts_in_scope
from tests.spiders.crawling import UNSANDBOXED, ignore

SITES = Path(__file__).parent.parent / "sites"
VENDORS = SITES / "vendors"
HOST = "clinic.example"
SIGNATURES = load()

TRAPS = re.compile(
    r"(?<![a-z])(?:log-?out|sign-?out|add[-_]to[-_]cart|unsubscribe|opt-?out|cancel|delete|remove|checkout|buy)(?![a-z])",
    re.IGNORECASE,
)
"""In the path or query of an address that does something to somebody when it is asked for."""

BEACONS = re.compile(
    r"/(?:matomo|piwik)\.php\?(?:.*&)?rec=|/(?:[gjr]/)?collect\?(?:.*&)?(?:tid|_v|en)=|/g/collect\b|/tr/?\?(?:.*&)?ev="
    r"|/__utm\.gif\b|/b/ss/[\w,-]+/\d|/i\?(?:.*&)?e=pv\b|/wp-statistics/v\d/hit\b",
    re.IGNORECASE,
)
"""In the address of a hit, on whatever host."""

READS = frozenset(("GET", "HEAD"))


class Opened(NamedTuple):
    """What makes a finding show."""

    act: str
    label: str = ""
    locator: str = ""


class Found(NamedTuple):
    """A finding in short. Addresses of clinic.example are paths; `opener` is None for what shows by itself."""

    kind: str
    value: str
    state: str
    how: str
    opener: Opened | None
    initiator: str
    placement: str
    pages: tuple[str, ...]


class Visited(NamedTuple):
    """What a crawl found, sorted; what it read in part or not at all, with the reason; and every request it made."""

    found: tuple[Found, ...]
    gaps: tuple[tuple[str, str], ...]
    hits: tuple[Hit, ...]
    findings: tuple[Finding, ...]
    coverage: Coverage

    def asked(self, host: str) -> list[tuple[str, str]]:
        """The method and the path with query of every request to `host`, sorted, each once."""
        return sorted({(hit.method, hit.path) for hit in self.hits if hit.host == host})


class Expected(NamedTuple):
    """What `expected.toml` of a site says."""

    start: tuple[str, ...]
    hosts: tuple[str, ...]
    found: tuple[Found, ...]
    gaps: tuple[tuple[str, str], ...]
    checked: int | None
    loads: tuple[str, ...]


def visit(
    site: str | SiteServer,
    run: Path,
    *,
    render: RenderMode = RenderMode.AUTO,
    start: Iterable[str] = ("/",),
    hosts: Iterable[str] = (HOST,),
    **wishes: object,
) -> Visited:
    """Crawl the site in the folder `site` of `tests/sites`, or on a server that is up, with the run kept in `run`.

    `wishes` are further options of the crawl. Whatever is found: that the crawl only read, and left no hit at a beacon
    or a trap, is asserted here.
    """
    with ExitStack() as stack:
        server = site if isinstance(site, SiteServer) else stack.enter_context(SiteServer(SITES / site, VENDORS))
        target = Target(tuple(f"http://{HOST}{at}" if at.startswith("/") else at for at in start), tuple(hosts))
        manners: dict[str, object] = {"rate": 500.0, "insecure": True, "pins": tuple(map(parse_pin, server.pins))}
        options = Options(render=render, **({"allow_unsandboxed_browser": UNSANDBOXED} | manners | wishes))  # type: ignore[arg-type] # each wish is an option
        recogniser = Recogniser(SIGNATURES, hosts_in_scope(target), frozenset(options.crm_hosts))
        run.mkdir(parents=True, exist_ok=True)
        crawled = crawl(target, options, recogniser, run, resume=False, progress=ignore)
        found = findings(crawled.traces, recogniser, inwards=crawled.inwards)
        hits = tuple(server.hits)
    only_read(hits)
    coverage = crawled.coverage
    gaps = tuple(sorted((_short(gap.url), gap.reason) for gap in (*coverage.partial, *coverage.unread)))
    return Visited(tuple(sorted(map(short, found), key=_order)), gaps, hits, found, coverage)


def only_read(hits: Iterable[Hit]) -> None:
    """Assert that none of these requests writes, reports a visitor to anybody, or does something to somebody."""
    more = [
        hit
        for hit in hits
        if hit.method not in READS
        or is_beacon(hit.host, hit.path)
        or BEACONS.search(hit.path)
        or TRAPS.search(hit.path)
    ]
    assert not more, f"more than reading: {more}"


def short(finding: Finding) -> Found:
    """A finding in short."""
    opener = finding.opener
    return Found(
        kind=finding.kind.value,
        value=finding.value,
        state=finding.state.value,
        how=finding.how.value,
        opener=None if opener is None else Opened(opener.act.value, opener.label, opener.locator),
        initiator=_short(finding.initiator),
        placement=finding.placement.type.value,
        pages=tuple(sorted(map(_short, finding.placement.pages))),
    )


def sites(prefix: str) -> tuple[str, ...]:
    """The names of the sites that begin so and say what is expected of them."""
    return tuple(sorted(file.parent.name for file in SITES.glob(f"{prefix}*/expected.toml")))


def expected(site: str) -> Expected:
    """What the site's `expected.toml` says."""
    data = tomllib.loads((SITES / site / "expected.toml").read_text(encoding="utf-8"))
    return Expected(
        tuple(data.get("start", ("/",))),
        tuple(data.get("hosts", (HOST,))),
        tuple(sorted((_expected(entry) for entry in data.get("finding", ())), key=_order)),
        tuple(sorted((page, reason) for page, reason in data.get("partial", ()))),
        data.get("checked"),
        tuple(data.get("loads", ())),
    )


def seen(site: str, render: RenderMode = RenderMode.AUTO) -> Visited:
    """What a crawl of `site` gives that begins where its `expected.toml` says; all tests look at the same one."""
    return _seen(site, render)


@cache
def _seen(site: str, render: RenderMode) -> Visited:
    wanted = expected(site)
    with TemporaryDirectory() as run:
        return visit(site, Path(run), render=render, start=wanted.start, hosts=wanted.hosts)


def as_expected(site: str, render: RenderMode = RenderMode.AUTO) -> tuple[list[str], list[str]]:
    """What a crawl of `site` gives and what its `expected.toml` asks for, line by line: compare them."""
    got, wanted = seen(site, render), expected(site)
    asked = {hit.path if hit.host == HOST else f"{hit.host}{hit.path}" for hit in got.hits}
    loaded = [load for load in wanted.loads if load.removeprefix("https://").removeprefix("http://") in asked]
    checked = got.coverage.checked if wanted.checked is not None else None
    return (
        [*told(got.found, got.gaps), *came(checked, loaded)],
        [*told(wanted.found, wanted.gaps), *came(wanted.checked, wanted.loads)],
    )


def came(checked: int | None, loads: Iterable[str]) -> list[str]:
    """How much was checked, where that is of interest, and what was loaded, a line each."""
    return [*(f"load {load}" for load in loads), *(() if checked is None else (f"{checked} checked",))]


def told(found: Iterable[Found], gaps: Iterable[tuple[str, str]] = ()) -> list[str]:
    """Findings and gaps in words, a line each, so that a difference is easily seen."""
    return [*map(_told, found), *(f"gap {page}: {reason}" for page, reason in gaps)]


def _told(found: Found) -> str:
    opener = "" if found.opener is None else f", opens by {' | '.join(found.opener)}"
    made = f", made by {found.initiator}" if found.initiator else ""
    what = f"{found.kind} {found.value}: {found.state} {found.how}{opener}{made}"
    return f"{what}, {found.placement} {', '.join(found.pages)}"


def _expected(entry: dict[str, Any]) -> Found:
    opener = entry.get("opener")
    return Found(
        kind=entry["kind"],
        value=entry["value"],
        state=entry["state"],
        how=entry["how"],
        opener=None if opener is None else Opened(*opener),
        initiator=entry.get("initiator", ""),
        placement=entry["placement"],
        pages=tuple(sorted(entry["pages"])),
    )


def _order(found: Found) -> tuple[object, ...]:
    return tuple(part or () if isinstance(part, tuple) or part is None else part for part in found)


def _short(url: str) -> str:
    """The path, with its query and a router's fragment, of an address of clinic.example; any other as it is."""
    address = parse(url) if url else None
    if address is None or address.netloc != HOST:
        return url
    return f"{address.path}{'?' + address.query if address.query else ''}{route(url)}"
