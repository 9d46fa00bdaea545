"""All formats of a report: those that are texts made of the scan, and PDF, which a browser makes of the HTML report."""

from collections.abc import Iterator
from datetime import date

from reports import REPORTS, document, html
from reports.pictures import Pictures
from scanner.scan import Scan
from spiders.options import Options
from unembed.commands.outputs import PDF, Output

FORMATS = (*REPORTS, PDF)

_LETTER = frozenset(("CA", "CL", "CO", "MX", "PH", "US"))
"""Where sheets are of the size Letter; they are A4 elsewhere."""


def made(
    scan: Scan, outputs: tuple[Output, ...], final_date: date | None, options: Options, pictures: Pictures
) -> Iterator[tuple[Output, str | bytes]]:
    """Each output with what belongs there; PDF last, as all else needs no browser. BrowserError: there is none."""
    for output in sorted(outputs, key=lambda output: output.format == PDF):
        if output.format == PDF:
            yield output, _pdf(scan, final_date, options, pictures)
        else:
            yield output, document(output.format, scan, final_date=final_date, pictures=pictures)


def _pdf(scan: Scan, final_date: date | None, options: Options, pictures: Pictures) -> bytes:
    from spiders.render.paper import A4, LETTER, print_pdf

    paper = LETTER if scan.numbers.region in _LETTER else A4
    page = html.render(scan, final_date=final_date, extras=False, pictures=pictures)
    return print_pdf(page, paper, options)
