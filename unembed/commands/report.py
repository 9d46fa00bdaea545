"""`unembed report`: any format from a scan that was made before."""

from datetime import date
from pathlib import Path

import click

from unembed.commands.dates import DAY


@click.command()
@click.argument("scan", type=click.Path(path_type=Path), metavar="SCAN")
@click.option("-f", "--format", "formats", multiple=True, default=("text",), metavar="FMT[=PATH]",
              help="csv, eml, html, json, jsonl, markdown, pdf or text; without a path it goes to stdout.  "
              "[default: text]")  # fmt: skip
@click.option("--final-date", type=DAY, envvar="UNEMBED_FINAL_DATE", help="The day the CRM account closes.")
@click.option(
    "--browser", type=click.Path(path_type=Path), envvar="UNEMBED_BROWSER", help="The browser that makes PDFs."
)
@click.option("--allow-unsandboxed-browser", is_flag=True, envvar="UNEMBED_ALLOW_UNSANDBOXED_BROWSER",
              help="Let it run without its sandbox where it cannot have one.")  # fmt: skip
def report(
    scan: Path,
    formats: tuple[str, ...],
    final_date: date | None,
    browser: Path | None,
    *,
    allow_unsandboxed_browser: bool,
) -> int:
    """Make a report from SCAN, a scan.json or the folder that holds one."""
    from reports.json import load
    from reports.pictures import read
    from spiders.options import Options
    from unembed.commands.formats import FORMATS, made
    from unembed.commands.outputs import deliver, parse_outputs

    outputs = parse_outputs(formats, FORMATS)
    file = scan / "scan.json" if scan.is_dir() else scan
    result = load(file)
    options = Options(browser=browser, allow_unsandboxed_browser=allow_unsandboxed_browser)
    for output, content in made(result, outputs, final_date, options, read(result, file.parent)):
        deliver(output, content)
    return 0
