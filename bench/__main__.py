"""`make bench`: what a page costs unembed, and what it costs a peer, measured in the same run on the same sites.

CPU time is that of the command and everything it starts. A page costs the slope between two site sizes, so that
start-up drops out. `recall` is the share of the forms in the site that were found, also of those that a visitor has to
click or to scroll for.
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

Command = Callable[[int, Path], list[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One program on one site: CPU ms a page, CPU s of the whole large run, MB of its own process and of its tree."""

    name: str
    page_ms: float
    total_s: float
    own_mb: float
    tree_mb: float
    recall: float


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


def row(name: str, kind: str, sizes: tuple[int, int], command: Command) -> Row:
    """Measure `command` on both sizes of a site."""
    costs = []
    for pages in sizes:
        with measure.server(kind, pages) as port, tempfile.TemporaryDirectory() as place:
            cost = measure.run(command(port, Path(place)), ROOT)
            truth = embeds(kind, pages)
            recall = len(found(cost.output, Path(place)) & truth) / len(truth)
            costs.append(cost)
    small, large = costs
    page_ms = (large.cpu - small.cpu) / (sizes[1] - sizes[0]) * MS
    return Row(name, page_ms, large.cpu, large.own, large.tree, recall)


def show(title: str, rows: list[Row]) -> None:
    """Print a table; the last column sets every row against the last one."""
    print(f"\n{title}\n")
    print(f"{'':34}{'CPU ms/page':>12}{'CPU s all':>11}{'own MB':>9}{'tree MB':>9}{'recall':>8}{'ratio':>8}")
    for r in rows:
        ratio = r.page_ms / rows[-1].page_ms
        print(
            f"{r.name:34}{r.page_ms:12.2f}{r.total_s:11.2f}{r.own_mb:9.0f}{r.tree_mb:9.0f}{r.recall:8.2f}{ratio:8.2f}"
        )


def start_up() -> None:
    """Print the CPU time of `unembed --help`, the median of nine runs."""
    runs = [measure.run([sys.executable, "-m", "unembed", "--help"], ROOT).cpu for _ in range(9)]
    print(f"\nunembed --help: {statistics.median(runs) * MS:.0f} ms CPU")


def main() -> int:
    """Run all benches; 0 when every program ran to its end."""
    measure.adopt_orphans()
    start_up()
    show(
        f"Served pages: {STATIC_SIZES[1]} pages of about 50 kB, 60 links each",
        [
            row("unembed crawl --render never", "articles", STATIC_SIZES, unembed("never")),
            row("Scrapy CrawlSpider + LinkExtractor", "articles", STATIC_SIZES, peer("plain_scrapy")),
        ],
    )
    show(
        f"Rendered pages: {RENDER_SIZES[1]} pages with five scripts each, forms that come by themselves or are opened",
        [
            row("unembed, rendered only", "widgets", RENDER_SIZES, rendered),
            row("unembed crawl --render always", "widgets", RENDER_SIZES, unembed("always")),
            row("plain Playwright loop", "widgets", RENDER_SIZES, peer("plain_playwright", executable())),
            row("scrapy-playwright", "widgets", RENDER_SIZES, peer("scrapy_playwright", executable())),
        ],
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
