"""`--render auto` leaves out what nothing can change, says why, and finds exactly what `--render always` finds."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from demo.__main__ import DEMO, START
from demo.expected import HOST as DEMO_HOST
from demo.expected import Outcome, Trace, differences
from demo.expected import expected as of_the_demo
from demo.server import Reply, SiteServer
from scanner import extract
from scanner.model import SeenIn
from scanner.scan import Coverage, Evidence, Finding
from spiders import libraries
from spiders.answers import Document
from spiders.entries import Kind
from spiders.frontier import Frontier
from spiders.options import RenderMode
from spiders.rendering import INERT, KNOWN, OFF, Rendering
from tests.spiders.crawling import CRM_FORM, SIGNATURES, Serve, page, run
from tests.spiders.visiting import HOST, SITES, VENDORS, Opened, Visited, expected, told, visit

pytestmark = pytest.mark.browser

LIBRARY = SITES / "auto-libraries" / HOST / "js" / "helpers.js"

LINE = re.compile(r"\d{4}-\d\d-\d\d [\d:,]+ (?P<name>[\w.]+): (?P<message>.*)")
NUMBER = re.compile(r"\b\d+\b")
PHASES = re.compile(r"(?<=read N), (?:[a-z]+ N, )*[a-z]+ N(?= ms)")

BROWSERS = frozenset((SeenIn.NETWORK, SeenIn.RENDERED))
"""Where only a browser sees anything."""

HOSTS = {"rendered-reads": "reads.example"}
"""The hosts of sites that do not say it, if it is not the usual one."""

LEFT = {VENDORS.name, "rendered-hostile"}
"""No sites to compare: stand-ins for others, and pages that do what no page should for as long as they may."""

WHOLE = {"auto-libraries", "auto-static", "lookalikes", "one-form"}
"""Sites that are compared whole. Of the others almost all pages are rendered either way: only the rest is compared."""

IN_PART = sorted({folder.name for folder in SITES.iterdir() if folder.is_dir()} - LEFT - WHOLE)


@pytest.fixture(autouse=True)
def a_known_library(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stand-in for a library is known beside the real ones."""
    body = LIBRARY.read_bytes()
    digests = [
        f"{kind}-{base64.b64encode(hashlib.new(kind, body).digest()).decode()}"
        for kind in ("sha256", "sha384", "sha512")
    ]
    record = f'\n[[library]]\nname = "Helpers"\nfiles = [{json.dumps(["1.0", "helpers.js", *digests])}]\n'
    data = tmp_path_factory.mktemp("data") / "libraries.toml"
    data.write_text(libraries.DATA.read_text(encoding="utf-8") + record, encoding="utf-8")
    monkeypatch.setattr(libraries, "DATA", data)


def left_out(run: Path) -> dict[str, str]:
    """The pages of the run in `run` that were not rendered, and why."""
    with Frontier(run / "run.sqlite") as frontier:
        rows = [row for row in frontier.rows() if row.kind is Kind.PAGE and row.served]
    return {row.url.removeprefix(f"http://{HOST}"): row.served for row in rows}


def test_pages_are_left_out_for_what_is_in_their_scripts_and_never_for_a_name(tmp_path: Path) -> None:
    auto, always = both("auto-libraries", tmp_path, *entrances("auto-libraries"))
    assert left_out(tmp_path / "auto") == {
        "/": INERT,
        "/plain/": INERT,
        "/known/": KNOWN,
        "/renamed/": KNOWN,
        "/twice/": KNOWN,
        "/integrity/": KNOWN,
        "/integrity-broken/": KNOWN,
    }
    assert auto.coverage.served == {INERT: 2, KNOWN: 5}
    assert told(auto.found, auto.gaps) == told(always.found, always.gaps) == promised("auto-libraries")
    assert (auto.findings, ways(auto)) == (needed(always, auto), ways(always))


def says(site: str) -> bool:
    """Whether a site says what is expected of it."""
    return (SITES / site / "expected.toml").is_file()


def entrances(site: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Where a visit of a site begins, and its hosts."""
    if says(site):
        return expected(site).start, expected(site).hosts
    return ("/",), (HOSTS.get(site, HOST),)


def may_be_left_out(site: str) -> tuple[str, ...]:
    """The addresses of all files of a site that `auto` may leave out as pages without scripts."""
    scope = frozenset(entrances(site)[1])
    rendering = Rendering(RenderMode.AUTO, scope.__contains__, libraries.load())
    found = []
    for host in sorted(scope):
        for file in sorted((SITES / site / host).rglob("*.html")):
            place = file.relative_to(SITES / site).as_posix().removesuffix("index.html")
            url, html = f"http://{place}", file.read_text(encoding="utf-8", errors="replace")
            reading = extract.read(
                html, url=url, seen_in=SeenIn.HTML, in_scope=scope.__contains__, keywords=SIGNATURES.keywords
            )
            if not rendering.decide(reading, Document(html, True, "text/html")).render:
                found.append(url)
    return tuple(found)


def both(site: str, run: Path, start: Iterable[str], hosts: Iterable[str], **wishes: object) -> tuple[Visited, Visited]:
    """A site as `auto`, which leaves pages out, and as `always` see it."""
    auto, always = (
        visit(site, run / mode, render=mode, start=start, hosts=hosts, **wishes)
        for mode in (RenderMode.AUTO, RenderMode.ALWAYS)
    )
    assert auto.coverage.served != {}
    assert always.coverage.served == {}
    assert auto.coverage.rendered + sum(auto.coverage.served.values()) == always.coverage.rendered
    return auto, always


def needed(always: Visited, auto: Visited) -> tuple[Finding, ...]:
    """What `always` found, without the proofs that it has beyond those of `auto` because only a browser gives them.

    Of what a page shows by itself, the browser may add a proof of its own: that it loads it, too.
    """
    known = {proof for finding in auto.findings for proof in finding.evidence}

    def needed_for(finding: Finding) -> tuple[Evidence, ...]:
        return tuple(proof for proof in finding.evidence if proof in known or proof.seen_in not in BROWSERS)

    return tuple(replace(finding, evidence=needed_for(finding)) for finding in always.findings)


def ways(visited: Visited) -> Coverage:
    """What a visit covered, each page in whichever way."""
    coverage = visited.coverage
    return replace(coverage, rendered=coverage.rendered + sum(coverage.served.values()), served={}, refused={})


def promised(site: str) -> list[str]:
    """What a site says that is to be found there; nothing, if it says nothing."""
    return told(expected(site).found, expected(site).gaps) if says(site) else []


@pytest.mark.parametrize("site", sorted(WHOLE - {"auto-libraries"}))
def test_auto_finds_what_always_finds(site: str, tmp_path: Path) -> None:
    auto, always = both(site, tmp_path, *entrances(site))
    assert told(auto.found, auto.gaps) == told(always.found, always.gaps)
    assert told(auto.found, auto.gaps) == promised(site) or not says(site)
    assert (auto.findings, ways(auto)) == (needed(always, auto), ways(always))


PAGES = {site: pages for site in IN_PART if (pages := may_be_left_out(site))}
"""What `auto` may leave out of the other sites."""


@pytest.mark.parametrize("site", PAGES)
def test_always_finds_no_more_on_the_pages_that_auto_leaves_out(site: str, tmp_path: Path) -> None:
    auto, always = both(site, tmp_path, PAGES[site], entrances(site)[1], max_depth=0)
    assert told(auto.found, auto.gaps) == told(always.found, always.gaps)
    assert (auto.findings, ways(auto)) == (needed(always, auto), ways(always))


def test_always_finds_what_auto_finds_on_the_demo(tmp_path: Path) -> None:
    with SiteServer(DEMO / "site", DEMO / "crm", DEMO / "others") as server:
        always = visit(server, tmp_path, render=RenderMode.ALWAYS, start=(START,), hosts=(DEMO_HOST,))
    assert differences(of_the_demo(), in_short(always)) == ()
    assert always.coverage.served == {}


def in_short(visited: Visited) -> Outcome:
    """What was found in the demo, as its expected.toml says it."""
    traces = []
    for one in visited.findings:
        pages = tuple(sorted(map(demo_path, one.placement.pages)))
        traces.append(Trace(one.kind, one.how, one.state, one.value, one.placement.type, len(pages), pages))
    return Outcome(tuple(traces), tuple((demo_path(url), reason) for url, reason in visited.gaps))


def demo_path(url: str) -> str:
    """The path of a page of the demo clinic; elsewhere the whole address."""
    return "/" + url.removeprefix(START) if url.startswith(START) else url


def telephones(handler: BaseHTTPRequestHandler) -> Reply:
    """A page that telephones get otherwise, without a word about that."""
    button = CRM_FORM if "Mobile" in handler.headers["User-Agent"] else "<p>Write to us</p>"
    return page("/advertised", "/same", body=button)


def advertised(handler: BaseHTTPRequestHandler) -> Reply:
    """A page that those who come from an advertisement get otherwise."""
    return page(body=CRM_FORM if "gclid=" in handler.path else "<p>Write to us</p>")


def test_what_only_other_visitors_are_sent_is_found(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": telephones, "/advertised": advertised, "/same": page()})
    got = visit(server, tmp_path)
    assert [(found.kind, found.state, found.opener, found.pages) for found in got.found] == [
        ("form", "waiting", Opened("campaign"), ("/advertised",)),
        ("form", "waiting", Opened("narrow"), ("/",)),
    ]
    assert got.coverage.served == {INERT: 1}


def test_a_file_that_many_pages_load_is_fetched_once_to_be_compared(serve: Serve, tmp_path: Path) -> None:
    library = Reply(200, {"Content-Type": "text/javascript"}, LIBRARY.read_bytes())
    tag = '<script src="/lib.js"></script>'
    server = serve({"/": page("/a", "/b", body=tag), "/a": page(body=tag), "/b": page(body=tag), "/lib.js": library})
    got = visit(server, tmp_path)
    assert got.coverage.served == {KNOWN: 3}
    assert got.coverage.checked == 4
    assert [hit.path for hit in server.hits].count("/lib.js") == 1


def test_why_pages_were_left_out_is_kept_when_a_run_goes_on(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page("/a"), "/a": page()})
    first = run(server, tmp_path, render=RenderMode.AUTO, max_pages=1)
    assert (first.coverage.served, first.coverage.complete) == ({INERT: 1}, False)
    whole = run(server, tmp_path, render=RenderMode.AUTO, resume=True)
    assert (whole.coverage.served, whole.coverage.complete) == ({INERT: 2}, True)


def test_without_the_browser_it_is_said_that_it_was_off(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page("/a", body="<script>f()</script>"), "/a": page()})
    assert run(server, tmp_path).coverage.served == {OFF: 1, INERT: 1}


def test_the_log_says_of_each_page_why_it_was_rendered_and_what_that_cost(serve: Serve, tmp_path: Path) -> None:
    live = page("/still?token=s3cretvalue", body="<script>f()</script>")
    server = serve({"/": live, "/still": page()})
    pins = [part for pin in server.pins for part in ("--resolve", pin)]
    command = [sys.executable, "-m", "unembed", "crawl", f"http://{HOST}/", "-vv", "--progress", "none", "-o", "out"]
    done = subprocess.run([*command, *pins], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    lines = [LINE.fullmatch(line) for line in done.stderr.splitlines()]
    assert [line and (line["name"], PHASES.sub(", …", NUMBER.sub("N", line["message"]))) for line in lines] == [
        ("spiders.reading", f"http://{HOST}/ is rendered: N script files and N pieces of inline code"),
        ("spiders.visit", f"http://{HOST}/: go N, settle N, read N, … ms"),
        ("spiders.reading", f"http://{HOST}/still?token= is not rendered: {INERT}"),
    ], done.stderr
