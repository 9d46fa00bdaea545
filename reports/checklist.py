"""What goes with the CRM and no scan of a website can see, in the order in which it is best done.

The data is `checklist.toml` beside this module, each item with its source.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from reports import words

PRACTICE = "practice"
"""The source of what agencies list that have done this before; no page promises it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing for the owner to see to.

    It is begun `days` before the last day of the account and done once more `again` days before it (0: once is enough),
    or, with `after`, so many days after it. `final`: it cannot be made good later.
    """

    id: str
    title: str
    why: str
    steps: tuple[str, ...]
    days: int
    again: int
    after: tuple[int, ...]
    final: bool
    source: str


@dataclass(frozen=True, slots=True)
class Due:
    """An item with when it is due in words, "" without a last day; `late`: that day had come when the scan ended."""

    item: Item
    when: str
    late: bool


def due(final_date: date | None, today: date | None) -> tuple[Due, ...]:
    """All items as they stand on the day `today`, which may be unknown."""
    return tuple(_due(item, final_date, today) for item in items())


@cache
def items() -> tuple[Item, ...]:
    """All items, in their order."""
    import tomllib

    data = tomllib.loads((files("reports") / "checklist.toml").read_text(encoding="utf-8"))
    return tuple(
        Item(
            id=entry["id"],
            title=entry["title"],
            why=entry["why"],
            steps=tuple(entry["steps"]),
            days=entry.get("days", 0),
            again=entry.get("again", 0),
            after=tuple(entry.get("after", ())),
            final=entry.get("final", False),
            source=entry["source"],
        )
        for entry in data["item"]
    )


def _due(item: Item, final_date: date | None, today: date | None) -> Due:
    if item.after:
        when = _after(item.after, final_date)
        return Due(item, when, late=False)
    if final_date is None:
        return Due(item, f"{words.count(item.days, 'day')} before the account closes{_again(item, None)}", late=False)
    begin = final_date - timedelta(days=item.days)
    late = today is not None and begin <= today
    if today is not None and final_date < today:
        return Due(item, f"it was due on {words.day(begin)}", late=True)
    said = f"now: it should have begun on {words.day(begin)}" if today and begin < today else f"by {words.day(begin)}"
    return Due(item, said + _again(item, final_date), late)


def _again(item: Item, final_date: date | None) -> str:
    if not item.again:
        return ""
    if final_date is None:
        return f", and once more {words.count(item.again, 'day')} before"
    return f", and once more on {words.day(final_date - timedelta(days=item.again))}"


def _after(days: tuple[int, ...], final_date: date | None) -> str:
    if final_date is None:
        return f"{words.listed(str(number) for number in days)} days after the account closed"
    return f"on {words.listed(words.day(final_date + timedelta(days=number)) for number in days)}"
