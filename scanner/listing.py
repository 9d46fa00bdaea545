"""All telephone numbers of a site, with where and how they are there, beside those that the clinic knows of."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from scanner import phones
from scanner.containers import Unfolded
from scanner.detectors.phone import Tally
from scanner.documents import natural
from scanner.inventory import Inventory, Listed
from scanner.mentions import Mention, MentionType, Phone, Told
from scanner.numbers import is_same
from scanner.recognise import Recogniser
from scanner.regions import Region
from scanner.scan import ListedNumber, Numbers, SeenNumber
from scanner.traces import PageTraces

MOST = 2_000
"""So many numbers of a site are listed; a site of more is a directory."""

_WAYS = {MentionType.LINK: "link", MentionType.TEXT: "text", MentionType.META: "data", MentionType.CODE: "script"}


@dataclass(slots=True)
class _Seen:
    """A number, page by page."""

    pages: dict[str, None] = field(default_factory=dict)
    ways: Counter[str] = field(default_factory=Counter)

    def add(self, url: str, way: str) -> None:
        self.pages[url] = None
        self.ways[way] += 1

    def spread(self, loaded_by: Mapping[str, Mapping[str, None]]) -> None:
        """Puts in the place of a script file the pages that load it, as far as any does."""
        pages = (loaded_by.get(page) or {page: None} for page in self.pages)
        self.pages = dict.fromkeys(chain.from_iterable(pages))

    def take(self, other: "_Seen") -> None:
        self.pages |= other.pages
        self.ways += other.ways


def numbers(traces: Iterable[PageTraces], recogniser: Recogniser) -> Numbers:
    """The numbers of all pages, the same for the same traces in any order; `traces` is read twice.

    A number in a script file is on the pages that load it. One whose country nobody knows stays as it is written. Fax
    lines are left out, unless the inventory names them.
    """
    traces = Unfolded(traces)
    tally = Tally()
    loaded_by: dict[str, dict[str, None]] = {}
    for page in traces:
        tally.note(page)
        if page.phones and not page.platform:
            loaded_by[page.url] = {}
    country = Region(recogniser.region, "as you said") if recogniser.region else tally.region(recogniser.hosts)
    seen: dict[str, _Seen] = defaultdict(_Seen)
    for page in traces:
        for script in filter(loaded_by.__contains__, page.scripts):
            loaded_by[script][page.url] = None
        for phone in page.phones:
            name = _name(phone, recogniser.inventory, country.code)
            if name and (name in seen or len(seen) < MOST):
                seen[name].add(page.url, _way(phone, page))
    _at_home(seen)
    for one in seen.values():
        one.spread(loaded_by)
    known = {one.number: one for one in recogniser.inventory.numbers}
    found = [_number(name, one, known) for name, one in seen.items()]
    found.sort(key=lambda one: (one.keep in ("yes", ""), -len(one.pages), one.number))
    missing = (ListedNumber(one.number, one.keep, one.label) for number, one in known.items() if number not in seen)
    return Numbers(country.code, country.why, bool(known), tuple(found), tuple(missing))


def _name(phone: Phone, inventory: Inventory, region: str) -> str:
    """As what a number is listed, "" if it is not."""
    listed = inventory.of(phone, region)
    if listed is not None:
        return listed.number
    if phone.told in (Told.BARE, Told.FAX):
        return ""
    if phone.told is Told.SHORT:
        return phone.number
    whole = phones.e164(phone.number, region)
    is_called = phone.mention.type is MentionType.LINK
    return whole or (phone.number if is_called or not region else "")


def _way(phone: Phone, page: PageTraces) -> str:
    if phone.told is Told.SHORT:
        return "short"
    digits = phone.number.replace(" ", "").replace("-", "")
    if any(_is_at(swap.shown.locator, phone.mention) and is_same(swap.after, digits) for swap in page.swaps):
        return "swapped"
    return _WAYS.get(phone.mention.type, "data")


def _is_at(locator: str, mention: Mention) -> bool:
    return mention.where.locator == locator


def _at_home(seen: dict[str, _Seen]) -> None:
    """Takes together what stands there with its country in one place, and without it in another."""
    whole = {digits: name for name in sorted(seen) if phones.e164(name) == name for digits in phones.ways(name)}
    for name in [name for name in seen if not name.startswith("+")]:
        owner = next((whole[digits] for digits in phones.read_as(name) if digits in whole), None)
        if owner is not None:
            seen[owner].take(seen.pop(name))


def _number(name: str, seen: _Seen, known: dict[str, Listed]) -> SeenNumber:
    listed = known.get(name)
    keep = listed.keep if listed is not None else "unknown" if known else ""
    pages = tuple(sorted(seen.pages, key=natural))
    label = listed.label if listed is not None else ""
    return SeenNumber(name, keep, seen.ways.total(), dict(sorted(seen.ways.items())), pages, label)
