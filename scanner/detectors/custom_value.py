"""Blanks such as `{{custom_values.clinic_phone}}` that the CRM was to fill in: visitors read them as they are."""

import re
from collections.abc import Iterator
from itertools import chain

from scanner.detectors.view import View
from scanner.extract.excerpts import piece
from scanner.mentions import Mention, MentionType, Where
from scanner.model import State
from scanner.traces import Match

ID = "highlevel/custom-value"
START = re.compile(r"\{\{\s{0,9}(?=custom_values?\.)")
BLANK = re.compile(r"custom_values?\.([A-Za-z0-9_.]{1,80})\s{0,9}\}\}")
UNREAD = re.compile(r"<(?:!--|(?P<tag>script|style|template|textarea|pre|code)(?=[\s/>]))", re.IGNORECASE)
CLOSINGS = {
    "": re.compile("-->"),
    **{
        tag: re.compile(f"</{tag}", re.IGNORECASE) for tag in ("script", "style", "template", "textarea", "pre", "code")
    },
}
AROUND = 80


def detect(view: View) -> Iterator[Match]:
    """A match for each blank of its own name, with the name as value: live where visitors read it or follow it.

    In a comment, in code, and in what a page shows as code it is a note.
    """
    if "custom_value" not in view.html:
        return
    unread = chain(_unread(view.html), ((len(view.html), len(view.html)),))
    begin, end = next(unread)
    seen: dict[str, Match] = {}
    for start in START.finditer(view.html):
        while end <= start.start():
            begin, end = next(unread)
        state = State.INERT if begin <= start.start() else State.LIVE
        blank = BLANK.match(view.html, start.end())
        known = seen.get(blank[1]) if blank else None
        if blank and (known is None or state is State.LIVE is not known.mention.state):
            excerpt = " ".join(piece(view.html, start.start() - AROUND, blank.end() + AROUND).split())
            where = Where(view.seen_in, "", excerpt, view.inside)
            seen[blank[1]] = Match(ID, blank[1], Mention(MentionType.TEXT, "", where, state=state))
    yield from seen.values()


def _unread(html: str) -> Iterator[tuple[int, int]]:
    """From where to where comments, code and the like stand; what is never closed hides nothing but itself."""
    open_ended: set[str] = set()
    found = UNREAD.search(html)
    while found:
        tag = (found["tag"] or "").lower()
        closed = None if tag in open_ended else CLOSINGS[tag].search(html, found.end())
        if closed is None:
            open_ended.add(tag)
        end = closed.start() if closed else found.end()
        yield found.start(), end
        found = UNREAD.search(html, end)
