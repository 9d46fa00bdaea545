"""`make bench`: what a page costs unembed, and what it costs a peer, measured in the same run on the same sites.

CPU time is that of the command and everything it starts, the median of three runs. A page costs the slope between two
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
class Round:
    """One program on one site: CPU ms a page, CPU s of the whole large run, MB of its own process and of its tree."""

    page_ms: float
    total_s: float
    own_mb: float
    tree_mb: float
    recall: float


@dataclass(frozen=True, slots=True)
class Row:
    """What came of a program in all rounds; `ratio` is its cost to that of the last of its table."""

    program: Program
    middle: Round
    ratio: float


def unembed(mode: str) -> Command:
    """`unembed crawl` on the generated site, as a user would type it who wants no pictures: no peer takes any."""

    def command(port: int, folder: Path) -> list[str]:
        pins = [f"--resolve=*:{port_asked}:127.0.0.1:{port}" for port_asked in (80, 443)]
        manner = ["--render", mode, "--rate", "1000", "--progress", "none", "-q", "--no-screenshots"]
        options = [*manner, "-o", str(folder / "out")]
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


def measured(kind: str, sizes: tuple[int, int], command: Command) -> Round:
    """What `command` costs on both sizes of a site."""
    small, (large, recall) = (cost(kind, pages, command) for pages in sizes)
    page_ms = (large.cpu - small[0].cpu) / (sizes[1] - sizes[0]) * MS
    return Round(page_ms, large.cpu, large.own, large.tree, recall)


def cost(kind: str, pages: int, command: Command) -> tuple[measure.Cost, float]:
    """What `command` costs on a site of so many pages, and the share of its forms that it finds."""
    with measure.server(kind, pages) as port, tempfile.TemporaryDirectory() as place:
        spent = measure.run(command(port, Path(place)), ROOT)
        truth = embeds(kind, pages)
        return spent, len(found(spent.output, Path(place)) & truth) / len(truth)


def row(program: Program, rounds: tuple[Round, ...], peers: tuple[Round, ...]) -> Row:
    """The medians; so is the ratio, of those within a round: what else the machine does changes between them."""
    middle = Round(
        statistics.median(one.page_ms for one in rounds),
        statistics.median(one.total_s for one in rounds),
        max(one.own_mb for one in rounds),
        max(one.tree_mb for one in rounds),
        min(one.recall for one in rounds),
    )
    ratios = (one.page_ms / peer.page_ms for one, peer in zip(rounds, peers, strict=True))
    return Row(program, middle, statistics.median(ratios))


def rows(kind: str, sizes: tuple[int, int], programs: list[Program]) -> list[Row]:
    """Measure the programs in turn, so many times, on both sizes of a site."""
    rounds = [[measured(kind, sizes, program.command) for program in programs] for _ in range(ROUNDS)]
    columns = list(zip(*rounds, strict=True))
    return [row(program, column, columns[-1]) for program, column in zip(programs, columns, strict=True)]


def show(title: str, rows: list[Row]) -> bool:
    """Print a table; the last column sets every row against the last one. Whether every aim was reached."""
    print(f"\n{title}\n")
    print(f"{'':34}{'CPU ms/page':>12}{'CPU s all':>11}{'own MB':>9}{'tree MB':>9}{'recall':>8}{'ratio':>8}")
    reached = True
    for one in rows:
        r, aim = one.middle, one.program.aim
        line = f"{one.program.name:34}{r.page_ms:12.2f}{r.total_s:11.2f}{r.own_mb:9.0f}{r.tree_mb:9.0f}{r.recall:8.2f}"
        missed = aim is not None and one.ratio > aim
        told = f"  {'MISSED: ' if missed else ''}at most {aim:.2f}" if aim is not None else ""
        print(f"{line}{one.ratio:8.2f}{told}")
        reached = reached and not missed
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
