"""`make bench`: what a page costs unembed, and what it costs a peer, measured in the same run on the same sites.

CPU time is that of the command and everything it starts, the least of three runs. A page costs the slope between two
site sizes, so that start-up drops out. `recall` is the share of the forms in the site that were found, also of those
that a visitor has to click or to scroll for. What misses its aim is marked, and the exit code is 1.
"""

import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench import measure
from bench.site import HOST, embeds
from spiders.browser import executable

ROOT = Path(__file__).parent.parent
STATIC_SIZES = (200, 1000)
RENDER_SIZES = (12, 60)
MS = 1000

ROUNDS = 3

Command = Callable[[int, Path], list[str]]


@dataclass(frozen=True, slots=True)
class Program:
    """What is measured; `aim` is the ratio to the last of its table that it must reach."""

    name: str
    command: Command
    aim: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One program on one site: CPU ms a page, CPU s of the whole large run, MB of its own process and of its tree."""

    name: str
    page_ms: float
    total_s: float
    own_mb: float
    tree_mb: float
    recall: float
    aim: float | None


def unembed(mode: str) -> Command:
    """`unembed crawl` on the generated site, as a user would type it."""

    def command(port: int, folder: Path) -> list[str]:
        pins = [f"--resolve=*:{port_asked}:127.0.0.1:{port}" for port_asked in (80, 443)]
        options = ["--render", mode, "--rate", "1000", "--progress", "none", "-q", "-o", str(folder / "out")]
        return [sys.executable, "-m", "unembed", "crawl", f"http://{HOST}/", *options, *pins]

    return command


def rendered(port: int, folder: Path) -> list[str]:
    """As `unembed crawl --render always`, without trying the pages out."""
    return [sys.executable, "-m", "bench.rendered", str(port), str(folder)]


def peer(module: str, *more: str) -> Command:
    """One of the plain programs in `bench/peers`."""
    return lambda port, _: [sys.executable, "-m", f"bench.peers.{module}", str(port), *more]


def found(output: str, folder: Path) -> set[str]:
    """The ids that a program found: in its scan.json, or as it printed them."""
    scan = folder / "out" / "scan.json"
    if scan.is_file():
        return {str(finding["value"]) for finding in json.loads(scan.read_text())["findings"]}
    return set(output.split())


def cost(kind: str, pages: int, command: Command) -> tuple[measure.Cost, float]:
    """What `command` costs on a site of so many pages, and the share of its forms that it finds."""
    with measure.server(kind, pages) as port, tempfile.TemporaryDirectory() as place:
        spent = measure.run(command(port, Path(place)), ROOT)
        truth = embeds(kind, pages)
        return spent, len(found(spent.output, Path(place)) & truth) / len(truth)


def row(program: Program, sizes: tuple[int, int], runs: list[tuple[tuple[measure.Cost, float], ...]]) -> Row:
    """The cheapest of the runs on either size: what else the machine does can only make a run dearer."""
    small, large = (min(spent.cpu for spent, _ in column) for column in zip(*runs, strict=True))
    _, big = zip(*runs, strict=True)
    page_ms = (large - small) / (sizes[1] - sizes[0]) * MS
    own, tree = max(spent.own for spent, _ in big), max(spent.tree for spent, _ in big)
    return Row(program.name, page_ms, large, own, tree, min(share for _, share in big), program.aim)


def rows(kind: str, sizes: tuple[int, int], programs: list[Program]) -> list[Row]:
    """Measure the programs in turn, on both sizes of a site, so that a busy minute meets all of them."""
    rounds = [
        [tuple(cost(kind, pages, program.command) for pages in sizes) for program in programs] for _ in range(ROUNDS)
    ]
    return [row(program, sizes, list(runs)) for program, runs in zip(programs, zip(*rounds, strict=True), strict=True)]


def show(title: str, rows: list[Row]) -> bool:
    """Print a table; the last column sets every row against the last one. Whether every aim was reached."""
    print(f"\n{title}\n")
    print(f"{'':34}{'CPU ms/page':>12}{'CPU s all':>11}{'own MB':>9}{'tree MB':>9}{'recall':>8}{'ratio':>8}")
    reached = True
    for r in rows:
        ratio = r.page_ms / rows[-1].page_ms
        line = (
            f"{r.name:34}{r.page_ms:12.2f}{r.total_s:11.2f}{r.own_mb:9.0f}{r.tree_mb:9.0f}{r.recall:8.2f}{ratio:8.2f}"
        )
        if r.aim is not None:
            missed = ratio > r.aim
            line += f"  {'MISSED: ' if missed else ''}at most {r.aim:.2f}"
            reached = reached and not missed
        print(line)
    return reached


def start_up() -> None:
    """Print the CPU time of `unembed --help`, the median of nine runs."""
    runs = [measure.run([sys.executable, "-m", "unembed", "--help"], ROOT).cpu for _ in range(9)]
    print(f"\nunembed --help: {statistics.median(runs) * MS:.0f} ms CPU")


def main() -> int:
    """Run all benches; 0 when every program ran to its end and every aim was reached."""
    measure.adopt_orphans()
    start_up()
    served = show(
        f"Served pages: {STATIC_SIZES[1]} pages of about 50 kB, 60 links each",
        rows(
            "articles",
            STATIC_SIZES,
            [
                Program("unembed crawl --render never", unembed("never")),
                Program("Scrapy CrawlSpider + LinkExtractor", peer("plain_scrapy")),
            ],
        ),
    )
    browsed = show(
        f"Rendered pages: {RENDER_SIZES[1]} pages with five scripts each, forms that come by themselves or are opened",
        rows(
            "widgets",
            RENDER_SIZES,
            [
                Program("unembed, rendered only", rendered, aim=0.5),
                Program("unembed crawl --render always", unembed("always"), aim=0.85),
                Program("plain Playwright loop", peer("plain_playwright", executable())),
                Program("scrapy-playwright", peer("scrapy_playwright", executable())),
            ],
        ),
    )
    return 0 if served and browsed else 1


if __name__ == "__main__":
    sys.exit(main())
