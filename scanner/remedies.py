"""What to do about a finding: the signature's own steps, with what the builder, the block and the kind add to them.

The steps are data: `remedies.toml` beside this module holds them, each with its source and the day it was looked at.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from sys import intern
from typing import Any

from scanner import urls
from scanner.model import Kind, PlacementType, Severity, State
from scanner.scan import Placement, Remedy
from scanner.signatures.records import Signature

_SEARCHED = ("page", "template", "region", "code", "content")
"""Settings in which an editor looks for the code of a thing."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Steps for every finding that fits; a part that is empty fits anything.

    `whole` says that they are all there is to do, without the signature's own steps.
    """

    steps: tuple[str, ...]
    platform: str
    settings: frozenset[str]
    kinds: frozenset[str]
    whole: bool
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
    """What a remedy is asked for.

    `setting` and `builder` are as in `scanner.placement.Place`; the setting `built` is a script file that puts the
    thing together while a page runs. `page` is one on which it shows, `code` what stands in its source; `built` says
    that only a browser shows it.
    """

    signature: Signature
    state: State
    setting: str
    builder: str
    placement: Placement
    page: str
    value: str
    url: str
    code: str
    built: bool = False

    @property
    def platform(self) -> str:
        """With what the place is edited."""
        return self.builder or self.placement.platform


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
        record.get("whole", False),
        record["source"],
        record["verified_on"].isoformat(),
        record["confidence"],
    )


def remedy(case: Case) -> Remedy:
    """Title and steps for the person who edits the site; what takes the place of the thing is asked for."""
    own = case.signature.remedy
    names = _names(case)
    steps = (step if step in own.steps else intern(step.format_map(names)) for step in _steps(case))
    return Remedy(own.title, tuple(dict.fromkeys(steps)))


def _steps(case: Case) -> Iterator[str]:
    advice, closing = book(), book().closing
    where = _first(advice.where, case)
    if case.state is State.INERT:
        yield closing["note" if _is_one_page(case.placement) else "notes"]
        yield from where.steps
        yield closing["again"]
        return
    yield from _all(advice.before, case)
    yield from where.steps
    if case.built and case.setting in _SEARCHED:
        yield closing["built"]
    if not where.whole:
        yield from case.signature.remedy.steps
    yield from _all(advice.also, case)
    yield from _first(advice.last, case).steps
    if case.setting not in ("dns", "copy"):
        yield closing["look"]
    yield closing["again"]


def _all(advice: tuple[Advice, ...], case: Case) -> Iterator[str]:
    for entry in advice:
        if entry.kinds and case.signature.severity is Severity.TIDY:
            continue
        if entry.fits(case.platform, case.setting, case.signature.kind):
            yield from entry.steps


def _first(advice: tuple[Advice, ...], case: Case) -> Advice:
    """The advice for the builder itself, else for what it is built into, else for any."""
    fitting = (
        entry
        for builder in _builders(case.platform)
        for entry in advice
        if entry.platform == builder and entry.fits(builder, case.setting, case.signature.kind)
    )
    return next(fitting)


def _builders(platform: str) -> tuple[str, ...]:
    family = platform.partition("/")[0]
    return (platform, family, "") if family != platform else (platform, "")


def _names(case: Case) -> Mapping[str, str]:
    pages = case.placement.pages
    return {
        "container": case.placement.container,
        "edit": case.placement.edit,
        "value": case.value,
        "url": case.url or case.value,
        "search": _search(case),
        "piece": _piece(case.url) or _search(case),
        "page": case.page,
        "count": str(len(pages)),
        "pages": "this page" if _is_one_page(case.placement) else f"these {len(pages)} pages",
    }


def _is_one_page(placement: Placement) -> bool:
    """Whether one page is edited, however many addresses show it."""
    return placement.type is PlacementType.PAGE or len(placement.pages) == 1


def _search(case: Case) -> str:
    """What to look for in code: the identity where the code shows it, else the address's host."""
    address = urls.parse(case.url)
    if address is None or case.value in case.code:
        return case.value
    host = address.netloc
    return host if host in case.code or case.value not in case.url else case.value


def _piece(url: str) -> str:
    """The first part of an address's path: the piece that code hardly ever cuts up."""
    address = urls.parse(url)
    return address.path.strip("/").partition("/")[0] if address else ""
