"""What leads to pages of the site itself: one entry for each place of a page, as short as it can be kept."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

WHOLE = frozenset({"highlevel/hosted-page", "highlevel/wordpress-page"})
"""Signatures that say of a page of the site that it is the CRM's as a whole, so that its own links go with it."""


class Way(StrEnum):
    """How a place leads to a page: what visitors click, what shows it, or what only tells programs of it.

    `HEAD` is a `<link>` in the head other than the canonical one; `REDIRECT` sends visitors on by itself.
    """

    LINK = "link"
    BUTTON = "button"
    FRAME = "frame"
    CANONICAL = "canonical"
    HEAD = "head"
    OPEN_GRAPH = "open-graph"
    JSON_LD = "json-ld"
    SITEMAP = "sitemap"
    REDIRECT = "redirect"


class Part(StrEnum):
    """The part of a page in which a place stands, where pages of a site share that."""

    NONE = ""
    MENU = "menu"
    HEADER = "header"
    FOOTER = "footer"


class Inward(NamedTuple):
    """One place that leads to a page of the site. `key` is the `inward_key` of the address, which is not kept itself.

    `label` are the words on it, `locator` is a CSS selector; both are redacted.
    """

    key: str
    way: Way
    part: Part = Part.NONE
    label: str = ""
    locator: str = ""


def beside(known: Iterable[Inward], more: Iterable[Inward]) -> tuple[Inward, ...]:
    """`known`, with those of `more` that lead elsewhere or have other words on them."""
    known = tuple(known)
    there = {(one.key, one.label) for one in known}
    return (*known, *(one for one in more if (one.key, one.label) not in there))
