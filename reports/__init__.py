"""The formats of a report. To add one, write a module with a `render` like the others', and name it here."""

from datetime import date
from typing import Protocol

from reports import csv, html, json, jsonl, mail, markdown, text
from reports.pictures import NONE, Pictures
from scanner.scan import Scan


class Report(Protocol):
    """A pure function from a scan to the whole document; `final_date` is the day the CRM account closes."""

    def __call__(self, scan: Scan, *, final_date: date | None = None) -> str:
        """The document."""


REPORTS: dict[str, Report] = {
    "csv": csv.render,
    "eml": mail.render,
    "html": html.render,
    "json": json.render,
    "jsonl": jsonl.render,
    "markdown": markdown.render,
    "text": text.render,
}


def document(name: str, scan: Scan, *, final_date: date | None = None, pictures: Pictures = NONE) -> str:
    """The report in the format `name`. Only HTML and mails hold pictures."""
    if name == "html":
        return html.render(scan, final_date=final_date, pictures=pictures)
    if name == "eml":
        return mail.render(scan, final_date=final_date, pictures=pictures)
    return REPORTS[name](scan, final_date=final_date)
