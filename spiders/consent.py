"""Consent managers that are known by name: how their banners are recognised, and how a visitor agrees to everything."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_DATA = files("spiders") / "probing" / "consent.toml"


@dataclass(frozen=True, slots=True)
class Manager:
    """One consent manager; `consent.toml` says what each field holds.

    `present` and `accept` are CSS selectors that hold in open shadow roots as well; `call` is an expression for the
    page's own world, "" if the manager documents none. `verified`: its names were seen in use.
    """

    name: str
    present: tuple[str, ...]
    accept: tuple[str, ...]
    call: str
    source: str
    verified: bool


@cache
def managers() -> tuple[Manager, ...]:
    """All of them, in the order of the file."""
    return tuple(map(_manager, tomllib.loads(_DATA.read_text(encoding="utf-8"))["manager"]))


def _manager(record: dict[str, Any]) -> Manager:
    return Manager(
        name=record["name"],
        present=tuple(record["present"]),
        accept=tuple(record["accept"]),
        call=record["call"],
        source=record["source"],
        verified=record["verified"],
    )
