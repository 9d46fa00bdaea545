"""The places of one document that lead to other pages of the site, with as little as a person needs to find them."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

from scanner import urls
from scanner.extract.locate import Places, label
from scanner.inward import Inward, Part, Way
from scanner.mentions import MentionType

MOST = 500
EACH = 5
"""So many places of one document are kept, and so many that lead to one address."""

_BUTTON = re.compile(r"(?:^|[\s_-])(?:btn|button|cta)(?:$|[\s_-])", re.IGNORECASE)
_CLICKED = (Way.LINK, Way.BUTTON)
_PARTS = {"nav": Part.MENU, "header": Part.HEADER, "footer": Part.FOOTER}
_ROLES = {"navigation": Part.MENU, "menubar": Part.MENU, "banner": Part.HEADER, "contentinfo": Part.FOOTER}
_CONTENT = frozenset({"main", "article", "section"})


class Noted(NamedTuple):
    """An element that leads to `page`."""

    page: str
    element: etree._Element
    way: Way = Way.LINK


def inward(noted: Iterable[Noted], places: Places, url: str) -> tuple[Inward, ...]:
    """What leads away from the document at `url`, in the order of the document; of very many places the first."""
    own, counts, kept = urls.page(url), Counter[str](), list[Inward]()
    parts: dict[etree._Element, Part] = {}
    for page, element, way in noted:
        if page == own or counts[page] >= EACH:
            continue
        counts[page] += 1
        clicked = way in _CLICKED
        kept.append(
            Inward(
                urls.inward_key(page),
                Way.BUTTON if clicked and _is_button(element) else way,
                _part(element.getparent(), parts) if clicked else Part.NONE,
                label(element, MentionType.LINK) if clicked else "",
                places.path(element),
            )
        )
        if len(kept) >= MOST:
            break
    return tuple(kept)


def _is_button(element: etree._Element) -> bool:
    if element.tag in ("button", "input") or element.get("role") == "button":
        return True
    return _BUTTON.search(element.get("class") or "") is not None


def _part(around: etree._Element | None, known: dict[etree._Element, Part]) -> Part:
    """The part of a page that an element stands in: a header of an article is none."""
    passed: list[etree._Element] = []
    found = Part.NONE
    while around is not None:
        if around in known:
            found = known[around]
            break
        passed.append(around)
        tag = str(around.tag)
        part = _PARTS.get(tag) or _ROLES.get(around.get("role") or "")
        if part is Part.MENU or (part and not _in_content(around)):
            found = part
            break
        if tag in _CONTENT and not part:
            break
        around = around.getparent()
    known.update(dict.fromkeys(passed, found))
    return found


def _in_content(element: etree._Element) -> bool:
    return next(element.iterancestors(*_CONTENT), None) is not None
