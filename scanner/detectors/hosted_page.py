"""A document that the CRM itself serves: a funnel, website, blog or form page, often under a name of the clinic.

One sign proves nothing (a script of the CRM's also stands on ordinary pages): two different ones are needed.
"""

from collections.abc import Iterator
from dataclasses import replace

from scanner.detectors.view import View
from scanner.mentions import Mention, MentionType
from scanner.model import State
from scanner.traces import Match
from scanner.urls import parse

ID = "highlevel/hosted-page"
FRAMED = "highlevel/page"
"""What such a document is when it stands in a frame of a page that is the site's own."""

PROVED = "document"
"""On the mention of a frame, or of a way to a document: as what that was recognised. `ID`: by signs of two kinds."""

MARK = "hl_page-preview"
PAGES = "stcdn.leadconnectorhq.com"
STATE = ("funnelId", "stepId", "funnel_id", "locationId")
SHAPES = ("hl_main_popup", "hl_page-preview", '"funnelId"', '"funnel_id"')
"""What the markup of such a document holds; it proves something only beside the program that draws it."""

BACKENDS = ("apisystem.tech", "backend.leadconnectorhq.com")


def detect(view: View) -> Iterator[Match]:
    """One match, with the host of the document as value, if two kinds of sign are there."""
    address = parse(view.url)
    if address is None:
        return
    signs: dict[str, Mention] = {}
    for mention in view.mentions:
        kind = _sign(mention)
        if kind and mention.state is not State.INERT:
            signs.setdefault(kind, mention)
    if len(signs) > 1 or ("program" in signs and any(shape in view.html for shape in SHAPES)):
        best = signs.get("markup") or signs.get("program") or next(iter(signs.values()))
        yield Match(ID, address.netloc, replace(best, type=MentionType.ELEMENT, url=view.url))


def drawn(view: View) -> Match | None:
    """A document that loads the program which draws such pages; worth something only beside an address like one."""
    address = parse(view.url)
    programs = (m for m in view.mentions if m.state is not State.INERT and _sign(m) == "program")
    first = next(programs, None)
    if address is None or first is None:
        return None
    return Match(FRAMED, address.netloc, replace(first, type=MentionType.ELEMENT, url=view.url))


def _sign(mention: Mention) -> str:
    """Which kind of sign a mention is, "" for none."""
    if MARK in mention.attrs.get("class", ""):
        return "markup"
    address = parse(mention.url) if mention.url else None
    if address is None:
        return ""
    if address.host == PAGES and address.path.startswith("/_preview/"):
        return "program"
    if mention.type is MentionType.CODE and address.host.endswith(BACKENDS) and any(s in mention.text for s in STATE):
        return "state"
    return ""
