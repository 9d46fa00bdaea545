"""scan.json in lines: one JSON object for each thing, for logs and for programs that read as they go.

Every line says its `type`; its other keys are those of scan.json. The first line holds the scan without the lists that
became lines; nothing else is added and nothing is lost.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from reports.json import values
from scanner.scan import Scan

LISTS = (
    ("finding", ("findings",)),
    ("partial", ("coverage", "partial")),
    ("unread", ("coverage", "unread")),
    ("unanswered", ("coverage", "dns", "unanswered")),
    ("guess", ("coverage", "dns", "guesses")),
    ("broken-link", ("links", "broken")),
    ("unseen-link", ("links", "unseen")),
    ("number", ("numbers", "seen")),
    ("missing-number", ("numbers", "missing")),
)
"""The lists of scan.json whose entries get lines of their own: the type, and the keys that lead to the list."""


def render(scan: Scan, *, final_date: date | None = None) -> str:  # noqa: ARG001 - every report is called alike
    """`scan` as lines of JSON in plain ASCII; the first is of the type scan."""
    import json

    head = values(scan)
    rest = [{"type": type_, **entry} for type_, keys in LISTS for entry in _taken(head, *keys)]
    lines = ({"type": "scan", **head}, *rest)
    return "".join(f"{json.dumps(line, ensure_ascii=True, allow_nan=False)}\n" for line in lines)


def _taken(holder: dict[str, Any] | None, *keys: str) -> Iterator[dict[str, Any]]:
    """The entries of a list, which is taken out of what holds it."""
    *way, last = keys
    for key in way:
        holder = holder[key] if holder else None
    if holder:
        yield from holder.pop(last)
