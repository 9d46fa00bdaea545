"""A crawl from arguments to exit code: scan, write all reports, print the result.

The crawler itself, the slowest to import, is imported once the arguments turn out to be usable.
"""

import logging
import os
import shutil
import signal
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reports import text
from reports.pictures import read
from scanner import advice
from scanner.errors import FileError, UnembedError, UsageError
from scanner.findings import FailOn, fails, findings, verdict
from scanner.inventory import Inventory, Keep, Status, inventory
from scanner.links import links, settled
from scanner.listing import numbers as listed_numbers
from scanner.model import Target
from scanner.pointing import Pointer, pointers, seen, sets, unproved
from scanner.recognise import Recogniser
from scanner.scan import SCAN_SCHEMA, Finding, Links, Lookups, Numbers, Scan, Tool
from scanner.signatures import load
from scanner.urls import redact_text
from spiders.options import DnsOptions, Options
from unembed import __version__
from unembed.commands.arguments import Arguments, crawl_options, crawl_target, dns_options, region
from unembed.commands.formats import FORMATS, made
from unembed.commands.outputs import (
    Output,
    check_places,
    deliver,
    make_folder,
    parse_outputs,
    to_stderr,
    to_stdout,
)
from unembed.commands.picturing import with_pictures
from unembed.commands.progress import ProgressLine, choose

if TYPE_CHECKING:
    from spiders.crawl import Crawled
    from spiders.dns import Zone

EXIT_CLEAR = 0
EXIT_TRACES = 1
EXIT_INCOMPLETE = 3
EXIT_INTERRUPTED = 130

NOISY = ("asyncio", "scrapy", "twisted")
"""What logs much that says nothing about the site."""


def run(arguments: Arguments) -> int:
    """Crawl, write all reports, print the result, and return the exit code."""
    outputs = parse_outputs(arguments.formats, FORMATS)
    options = crawl_options(arguments)
    asking = dns_options(arguments)
    target = crawl_target(arguments)
    zones = zone_files(asking, target)
    country = region(arguments.region)
    shelf = advice.read(arguments.steps)
    known = inventory(arguments.number, arguments.numbers, country)
    tell_rows(known, arguments)
    recogniser = Recogniser(
        load(arguments.signatures), frozenset(target.hosts), frozenset(options.crm_hosts), known, country
    )
    folder = arguments.output_dir or Path(f"unembed-{target.hosts[0].replace(':', '-')}")
    check_free(folder, resume=arguments.resume)
    fresh = not folder.exists()
    make_folder(folder)
    start_log(arguments.verbose)

    line = ProgressLine("none" if arguments.quiet else choose(arguments.progress, sys.stderr), sys.stderr)
    try:
        check_places(outputs)
        from spiders.crawl import crawl as crawl_site

        crawled = crawl_site(target, options, recogniser, folder, resume=arguments.resume, progress=line)
    except (UnembedError, KeyboardInterrupt):
        if fresh:
            with suppress(OSError):  # something of the crawl is in it
                folder.rmdir()
        raise
    finally:
        line.close()
    if crawled.interrupted:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not cost what the first one saved
    crawled, leading = with_names(crawled, recogniser, asking, zones)
    ends = settled(crawled.ends, crawled.traces, recogniser, leading)
    found = findings(crawled.traces, recogniser, ends.ends.ended, leading, shelf, crawled.inwards)
    found, stopped = with_pictures(found, crawled, options, folder, line, wanted=arguments.screenshots)
    if stopped:
        crawled = replace(crawled, interrupted=True)
    scan = make_scan(
        target,
        crawled,
        found,
        recogniser.signatures.digest,
        numbers=listed_numbers(crawled.traces, recogniser),
        known=links(ends, crawled.traces, recogniser),
    )
    write(scan, folder, outputs, arguments, options)
    if crawled.interrupted:
        to_stderr("interrupted\n  try: the same command with --resume")
        return EXIT_INTERRUPTED
    return exit_code(scan, FailOn(arguments.fail_on))


def zone_files(asking: DnsOptions, target: Target) -> tuple["Zone", ...]:
    """The zone files that the user gave. Raises FileError for one that cannot be read."""
    if not asking.zones:
        return ()
    from spiders.resolving import read_zones

    return read_zones(asking, target.hosts)


def with_names(
    crawled: "Crawled", recogniser: Recogniser, asking: DnsOptions, zones: tuple["Zone", ...]
) -> tuple["Crawled", tuple[Pointer, ...]]:
    """A crawl with what was looked up in the DNS, and the names of the site that lead to the CRM.

    Interrupted while it looks up, it is an interrupted crawl.
    """
    from spiders.resolving import look_up, why_not

    coverage, signatures = crawled.coverage, recogniser.signatures
    left = "interrupted" if crawled.interrupted else why_not(crawled.hosts, asking, zones)
    if left:
        return replace(crawled, coverage=replace(coverage, dns=Lookups(left=left))), ()
    told, known = (
        seen(crawled.traces, crawled.ends.ended),
        frozenset(host.partition(":")[0] for host in recogniser.crm_hosts),
    )
    look_for = partial(sets, signatures=signatures)
    try:
        names, looked = look_up(crawled.hosts, told.hosts | known, asking, zones, look_for)
    except KeyboardInterrupt:
        coverage = replace(coverage, dns=Lookups(left="interrupted"), complete=False)
        return replace(crawled, coverage=coverage, interrupted=True), ()
    found = pointers(names, signatures, told.shown, known)
    looked = replace(looked, shared=unproved(names, signatures, found))
    coverage = replace(coverage, dns=looked, complete=coverage.complete and not looked.unanswered)
    return replace(crawled, coverage=coverage), found


def exit_code(scan: Scan, fail_on: FailOn) -> int:
    """1 for what `fail_on` names, else 3 for a scan that could not check everything, else 0."""
    if fails(scan.findings, fail_on, scan.links):
        return EXIT_TRACES
    return EXIT_CLEAR if scan.coverage.complete else EXIT_INCOMPLETE


def make_scan(
    target: Target, crawled: "Crawled", found: tuple[Finding, ...], digest: str, *, numbers: Numbers, known: Links
) -> Scan:
    """The scan of what was crawled and found."""
    return Scan(
        schema=SCAN_SCHEMA,
        tool=Tool("unembed", __version__, digest, crawled.browser),
        target=target,
        started=crawled.started,
        finished=crawled.finished,
        verdict=verdict(found, crawled.coverage),
        coverage=crawled.coverage,
        findings=found,
        numbers=numbers,
        links=known,
    )


def tell_rows(known: Inventory, arguments: Arguments) -> None:
    """Say on stderr how a list of numbers was read, and of each row that is odd why."""
    if not known.rows or arguments.quiet:
        return
    kept = Counter(one.keep for one in known.numbers)
    said = f"{kept[Keep.YES]} kept, {kept[Keep.NO]} given up, {kept[Keep.UNDECIDED]} undecided"
    to_stderr(f"{len(known.numbers)} numbers to look for: {said}")
    for row in known.rows:
        if row.status is Status.WARN:
            to_stderr(f"{arguments.numbers}: line {row.line}: {row.text}")


def check_free(folder: Path, *, resume: bool) -> None:
    """Refuse to touch a folder that holds a scan already, unless that scan is to go on.

    Raises UsageError, also if there is no scan to go on with, and FileError for a folder that cannot be looked into.
    """
    try:
        held = [name for name in ("run.sqlite", "scan.json", "report.html", "mail.eml") if (folder / name).exists()]
    except OSError as error:
        thing = f"{folder}: {error.strerror}"
        raise FileError("cannot write into the folder", thing, "-o with a folder of your own") from error
    if resume and "run.sqlite" not in held:
        raise UsageError("no scan to go on with", str(folder), "the same command without --resume, or another -o")
    if held and not resume:
        raise UsageError("the folder holds a scan already", str(folder), "--resume to go on with it, or another -o")


def start_log(verbose: int) -> None:
    """Log to stderr, without query values and persons.

    Nothing; with -v what happens, with -vv of each page why it was rendered, or not, and what that cost; with -vvv
    everything that the libraries below have to say as well.
    """
    level = {0: logging.CRITICAL, 1: logging.INFO}.get(verbose, logging.DEBUG)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.NOTSET if verbose > 2 else max(level, logging.WARNING))
    logging.basicConfig(stream=sys.stderr, level=level, format="%(asctime)s %(name)s: %(message)s", force=True)
    for handler in logging.getLogger().handlers:
        handler.addFilter(redacted)


def redacted(record: logging.LogRecord) -> bool:
    """Take out of a log record, and of the stack trace it comes with, what may be about a person; True: log it."""
    record.msg, record.args = redact_text(record.getMessage()), ()
    if record.exc_info:
        record.exc_text = redact_text(logging.Formatter().formatException(record.exc_info))
    return True


def write(scan: Scan, folder: Path, outputs: tuple[Output, ...], arguments: Arguments, options: Options) -> None:
    """Write scan.json, report.html, mail.eml and what else was asked for; the summary goes to stdout unless a format
    does.
    """
    always = tuple(
        Output(format_, folder / name)
        for format_, name in (("json", "scan.json"), ("html", "report.html"), ("eml", "mail.eml"))
    )
    for output, content in made(scan, (*always, *outputs), arguments.final_date, options, read(scan, folder)):
        deliver(output, content)
    if not arguments.quiet and all(output.path is not None for output in outputs):
        summarise(scan, folder, arguments)


def summarise(scan: Scan, folder: Path, arguments: Arguments) -> None:
    """Print the scan in short, and where the report lies."""
    width = min(shutil.get_terminal_size().columns, 100)
    short = text.render(scan, final_date=arguments.final_date, color=use_color(arguments.color), width=width)
    to_stdout(f"{short.rstrip()}\n\nFull report: {folder / 'report.html'}")


def use_color(wish: str) -> bool:
    """Whether stdout gets colour: as asked for, else on a terminal that has not been told otherwise."""
    if wish != "auto":
        return wish == "always"
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
