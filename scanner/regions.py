"""The country of a site, for the numbers on it that are written without one: told by the site itself, or not at all."""

from collections.abc import Iterable
from typing import NamedTuple

from scanner import phones, urls

_NAMES = {
    **dict.fromkeys(("usa", "us", "united states", "united states of america", "america"), "US"),
    **dict.fromkeys(("uk", "gb", "united kingdom", "great britain", "england", "scotland", "wales"), "GB"),
    **dict.fromkeys(("deutschland", "germany"), "DE"),
    **dict.fromkeys(("schweiz", "suisse", "svizzera", "switzerland"), "CH"),
    **dict.fromkeys(("österreich", "austria"), "AT"),
    **dict.fromkeys(("españa", "spain"), "ES"),
    **dict.fromkeys(("italia", "italy"), "IT"),
    **dict.fromkeys(("nederland", "netherlands"), "NL"),
    **dict.fromkeys(("méxico", "mexico"), "MX"),
    "canada": "CA",
    "australia": "AU",
    "new zealand": "NZ",
    "ireland": "IE",
    "france": "FR",
    "puerto rico": "PR",
}
_ANYBODYS = frozenset(
    {"ai", "bz", "cc", "co", "fm", "gg", "im", "io", "is", "la", "ly", "me", "sh", "to", "tv", "vc", "ws"}
)
"""Endings of countries that are used everywhere."""


class Region(NamedTuple):
    """A country as two letters, "" if the site does not tell it, and what tells it, or why nothing does."""

    code: str = ""
    why: str = "the site does not say its country"


def region(hints: Iterable[str], hosts: Iterable[str], numbers: Iterable[str]) -> Region:
    """The country of a site. What says most counts: its address, its name, its numbers with a `+`, its language.

    `hints` are those of its pages, `address:US` or `lang:US`; `hosts` its netlocs; `numbers` as written. Where what
    counts says several countries, none does. Countries that share a country code are one.
    """
    said = [hint.partition(":") for hint in sorted(set(hints))]
    levels = (
        ("the address on the site", [_country(what) for how, _, what in said if how == "address"]),
        ("the name of the site", [_of_name(host) for host in sorted(set(hosts))]),
        ("its numbers with a country code", [phones.region_of(one) for one in sorted(set(numbers)) if one[:1] == "+"]),
        ("the language of its pages", [_country(what) for how, _, what in said if how == "lang"]),
    )
    for why, named in levels:
        codes = {phones.country_code(code): code for code in reversed(named) if code}
        if len(codes) == 1:
            return Region(next(iter(codes.values())), why)
        if codes:
            return Region("", f"{why} says several countries: {', '.join(sorted(codes.values()))}")
    return Region()


def is_region(code: str) -> bool:
    """Whether it is a country, as two capital letters, that has telephone numbers."""
    return len(code) == 2 and code.isalpha() and code.isupper() and phones.country_code(code) > 0


def _country(said: str) -> str:
    text = " ".join(said.lower().replace(".", "").split())
    code = _NAMES.get(text, text.upper())
    return code if is_region(code) else ""


def _of_name(host: str) -> str:
    address = urls.parse(f"https://{host}/")
    ending = address.host.rpartition(".")[2] if address is not None else ""
    return "" if ending in _ANYBODYS else _country(ending)
