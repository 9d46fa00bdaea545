"""What to do about a finding: the signature's own steps, with what the builder, the block and the kind add to them.

The steps are data: `remedies.toml` beside this module holds them, each with its source and the day it was looked at.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from scanner import urls
from scanner.model import Kind, Placement, Remedy, Severity, State
from scanner.signatures.records import Signature


@dataclass(frozen=True, slots=True)
class Advice:
    """Steps for every finding that fits; a part that is empty fits anything."""

    steps: tuple[str, ...]
    platform: str
    settings: frozenset[str]
    kinds: frozenset[str]
    source: str
    verified_on: str
    confidence: str

    def fits(self, builder: str, setting: str, kind: Kind) -> bool:
        """Whether the advice is for a page of `builder`, a place of this `setting`, a thing of this `kind`."""
        return (
            self.platform in ("", builder)
            and (not self.settings or setting in self.settings)
            and (not self.kinds or kind in self.kinds)
        )


@dataclass(frozen=True, slots=True)
class Book:
    """All advice there is."""

    before: tuple[Advice, ...]
    where: tuple[Advice, ...]
    also: tuple[Advice, ...]
    last: tuple[Advice, ...]
    closing: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """What a remedy is asked for. `setting` is the kind of place, as in `scanner.placement.Place`."""

    signature: Signature
    state: State
    setting: str
    placement: Placement
    value: str
    url: str


@cache
def book() -> Book:
    """What `remedies.toml` holds; read once."""
    data = tomllib.loads(files("scanner").joinpath("remedies.toml").read_text("utf-8"))
    before, where, also, last = (tuple(map(_advice, data[part])) for part in ("before", "where", "also", "last"))
    return Book(before, where, also, last, data["closing"])


def _advice(record: Mapping[str, Any]) -> Advice:
    return Advice(
        tuple(record["steps"]),
        record.get("platform", ""),
        frozenset(record.get("setting", ())),
        frozenset(record.get("kind", ())),
        record["source"],
        record["verified_on"].isoformat(),
        record["confidence"],
    )


def remedy(case: Case) -> Remedy:
    """Title and steps for the person who edits the site; what takes the place of the thing is asked for."""
    closing = book().closing
    if case.state is State.INERT:
        note = closing["note" if len(case.placement.pages) == 1 else "notes"]
        steps = [note, *_first(book().where, case), closing["recheck"]]
    else:
        look = () if case.setting == "dns" else (closing["look"],)
        steps = [
            *_all(book().before, case),
            *_first(book().where, case),
            *case.signature.remedy.steps,
            *_all(book().also, case),
            *_first(book().last, case),
            *look,
            closing["recheck"],
        ]
    names = _names(case)
    own = frozenset(case.signature.remedy.steps)
    filled = (step if step in own else step.format_map(names) for step in steps)
    return Remedy(case.signature.remedy.title, tuple(dict.fromkeys(filled)))


def _first(advice: tuple[Advice, ...], case: Case) -> tuple[str, ...]:
    """The steps for the builder itself, else for what it is built into, else for any."""
    for builder in _builders(case.placement.platform):
        for entry in advice:
            if entry.platform == builder and entry.fits(builder, case.setting, case.signature.kind):
                return entry.steps
    return ()


def _builders(platform: str) -> tuple[str, ...]:
    family = platform.partition("/")[0]
    return (platform, family, "") if family != platform else (platform, "")


def _all(advice: tuple[Advice, ...], case: Case) -> Iterator[str]:
    for entry in advice:
        if entry.kinds and case.signature.severity is Severity.TIDY:
            continue
        if entry.fits(case.placement.platform, case.setting, case.signature.kind):
            yield from entry.steps


def _names(case: Case) -> Mapping[str, str]:
    pages = case.placement.pages
    return {
        "container": case.placement.container,
        "edit": case.placement.edit,
        "value": case.value,
        "url": case.url or case.value,
        "search": _search(case.value, case.url),
        "page": pages[0],
        "count": str(len(pages)),
        "pages": "this page" if len(pages) == 1 else f"these {len(pages)} pages",
    }


def _search(value: str, url: str) -> str:
    """What to look for in code: the identity where the address holds it, else the address's host."""
    if not url or value in url:
        return value
    address = urls.parse(url)
    return address.netloc if address else value
