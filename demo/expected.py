"""What a scan of the demo clinic has to find, and how a finished scan differs from it."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HOST = "www.lakeside-medspa.example"
EXPECTED = Path(__file__).with_name("expected.toml")


@dataclass(frozen=True, slots=True)
class Trace:
    """A finding, reduced to what is expected of it. `pages` are paths; empty where only their `number` is known."""

    kind: str
    how: str
    state: str
    value: str
    placement: str
    number: int
    pages: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line for a person."""
        place = ", ".join(self.pages) if 0 < len(self.pages) <= 3 else f"{self.number} pages"
        return f"{self.kind} {self.value}: {self.how}, {self.state}, {self.placement}, {place}"


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Something that must not be found: `text` stands in the source of the page with the path `page`."""

    page: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Traces, and (path, reason) of what was not or only partly read."""

    traces: tuple[Trace, ...]
    unread: tuple[tuple[str, str], ...]


def expected(file: Path = EXPECTED) -> Outcome:
    """What expected.toml asks for."""
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    unread = tuple(sorted((each["page"], each["reason"]) for each in data["unread"]))
    return Outcome(tuple(_expected(each) for each in data["trace"]), unread)


def look_alikes(file: Path = EXPECTED) -> tuple[LookAlike, ...]:
    """What expected.toml says must not be found."""
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(LookAlike(**each) for each in data["look_alike"])


def found(scan: Path) -> Outcome:
    """What the scan.json at `scan` holds."""
    data = json.loads(scan.read_text(encoding="utf-8"))
    coverage = data["coverage"]
    gaps = (*coverage["unread"], *coverage["partial"])
    unread = tuple(sorted((_path(each["url"]), each["reason"]) for each in gaps))
    return Outcome(tuple(_found(each) for each in data["findings"]), unread)


def differences(wanted: Outcome, got: Outcome) -> tuple[str, ...]:
    """What is missing in `got`, different or too much, one line each."""
    missing, extra = list(wanted.traces), list(got.traces)
    for trace in wanted.traces:
        twin = next((other for other in extra if _same(trace, other)), None)
        if twin is not None:
            missing.remove(trace)
            extra.remove(twin)
    lines = []
    for trace in missing:
        near = next((other for other in extra if (other.kind, other.value) == (trace.kind, trace.value)), None)
        if near is None:
            lines.append(f"missing: {trace}")
        else:
            extra.remove(near)
            lines.append(f"different: expected {trace}; found {near}")
    lines += [f"unexpected: {trace}" for trace in extra]
    lines += [
        f"should not have been read: {page} ({why})" for page, why in wanted.unread if (page, why) not in got.unread
    ]
    lines += [f"not read: {page} ({why})" for page, why in got.unread if (page, why) not in wanted.unread]
    return tuple(lines)


def _same(wanted: Trace, other: Trace) -> bool:
    return wanted == (other if wanted.pages else replace(other, pages=()))


def _expected(entry: Mapping[str, Any]) -> Trace:
    pages = entry["pages"]
    paths = () if isinstance(pages, int) else tuple(sorted(pages))
    number = pages if isinstance(pages, int) else len(paths)
    return Trace(entry["kind"], entry["how"], entry["state"], entry["value"], entry["placement"], number, paths)


def _found(finding: Mapping[str, Any]) -> Trace:
    placement = finding["placement"]
    pages = tuple(sorted(_path(url) for url in placement["pages"]))
    told = (finding["kind"], finding["how"], finding["state"], finding["value"], placement["type"])
    return Trace(*told, len(pages), pages)


def _path(url: str) -> str:
    """The path of a page of the clinic's website; elsewhere the whole address."""
    parts = urlsplit(url)
    return parts.path if parts.netloc == HOST else url
