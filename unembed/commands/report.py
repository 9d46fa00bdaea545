"""`unembed report`: any format from a scan that was made before."""

from datetime import date
from pathlib import Path

import click

from unembed.commands.dates import DAY


@click.command()
@click.argument("scan", type=click.Path(path_type=Path), metavar="SCAN")
@click.option("-f", "--format", "formats", multiple=True, default=("text",), metavar="FMT[=PATH]",
              help="csv, html, json, jsonl, markdown or text; without a path it goes to stdout.  "
              "[default: text]")  # fmt: skip
@click.option("--final-date", type=DAY, envvar="UNEMBED_FINAL_DATE", help="The day the CRM account closes.")
def report(scan: Path, formats: tuple[str, ...], final_date: date | None) -> int:
    """Make a report from SCAN, a scan.json or the folder that holds one."""
    from reports import REPORTS
    from reports.json import load
    from unembed.commands.outputs import parse_outputs, to_stdout, write_private

    outputs = parse_outputs(formats, REPORTS)
    result = load(scan / "scan.json" if scan.is_dir() else scan)
    for output in outputs:
        text = REPORTS[output.format](result, final_date=final_date)
        if output.path is None:
            to_stdout(text.rstrip("\n"))
        else:
            write_private(output.path, text)
    return 0
