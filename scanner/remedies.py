"""What to do about a finding: the signature's own steps, with what the builder, the block and the kind add to them.

The steps are data: `remedies.toml` holds them, each with its source and the day it was looked at (scanner.advice).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from sys import intern

from scanner import urls
from scanner.advice import BUILT_IN, Advice, Book, Shelf
from scanner.model import Kind, PlacementType, Severity, State
from scanner.numbers import spelled
from scanner.scan import Placement, Remedy
from scanner.signatures.records import Signature

Part = Callable[[Book], tuple[Advice, ...]]

_SEARCHED = ("page", "template", "region", "code", "content")
"""Settings in which an editor looks for the code of a thing."""


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


def remedy(case: Case, shelf: Shelf = BUILT_IN) -> Remedy:
    """Title and steps for the person who edits the site; what takes the place of the thing is asked for."""
    own = case.signature.remedy
    names = _names(case)
    steps = (step if step in own.steps else intern(step.format_map(names)) for step in _steps(case, shelf))
    return Remedy(own.title, tuple(dict.fromkeys(steps)))


def _steps(case: Case, shelf: Shelf) -> Iterator[str]:
    where = _first(shelf, lambda book: book.where, case)
    if case.state is State.INERT and case.signature.note:
        yield from case.signature.remedy.steps
        yield shelf.closing("again")
        return
    if case.state is State.INERT:
        yield shelf.closing("note" if _is_one_page(case.placement) else "notes")
        yield from where.steps
        yield shelf.closing("again")
        return
    yield from _all(shelf, lambda book: book.before, case)
    yield from where.steps
    if case.built and case.setting in _SEARCHED:
        yield shelf.closing("built")
    if not where.whole:
        yield from case.signature.remedy.steps
    yield from _all(shelf, lambda book: book.also, case)
    yield from _first(shelf, lambda book: book.last, case).steps
    if case.setting not in ("dns", "copy"):
        yield shelf.closing("look")
    yield shelf.closing("again")


def _all(shelf: Shelf, part: Part, case: Case) -> Iterator[str]:
    for entry in chain.from_iterable(map(part, reversed(shelf.books))):
        if entry.kind and case.signature.severity is Severity.TIDY:
            continue
        if _fits(entry, case.platform, case):
            yield from entry.steps


def _first(shelf: Shelf, part: Part, case: Case) -> Advice:
    """The advice for the builder itself, else for what it is built into, else for any."""
    fitting = (
        entry
        for book in shelf.books
        for builder in _builders(case.platform)
        for entry in part(book)
        if entry.platform == builder and _fits(entry, builder, case)
    )
    return next(fitting)


def _fits(entry: Advice, builder: str, case: Case) -> bool:
    return entry.fits(builder, case.setting, case.signature.kind, case.signature.id)


def _builders(platform: str) -> tuple[str, ...]:
    family = platform.partition("/")[0]
    return (platform, family, "") if family != platform else (platform, "")


def _names(case: Case) -> Mapping[str, str]:
    pages = case.placement.pages
    return {
        "container": case.placement.container,
        "edit": case.placement.edit,
        "value": _spelled(case) or case.value,
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
    """What to look for in code: the identity as the code shows it, else the address's host."""
    if written := _spelled(case):
        return written
    address = urls.parse(case.url)
    if address is None or case.value in case.code:
        return case.value
    host = address.netloc
    return host if host in case.code or case.value not in case.url else case.value


def _spelled(case: Case) -> str:
    """A telephone number as the code writes it."""
    return spelled(case.value, case.code) if case.signature.kind is Kind.PHONE else ""


def _piece(url: str) -> str:
    """The first part of an address's path: the piece that code hardly ever cuts up."""
    address = urls.parse(url)
    return address.path.strip("/").partition("/")[0] if address else ""
