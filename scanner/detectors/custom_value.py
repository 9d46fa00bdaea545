"""Blanks such as `{{custom_values.clinic_phone}}` that the CRM was to fill in: visitors read them as they are."""

import re
from collections.abc import Iterator

from scanner.detectors.view import View
from scanner.extract.excerpts import piece
from scanner.model import Match, Mention, MentionType, State, Where

ID = "highlevel/custom-value"
START = re.compile(r"\{\{\s{0,9}(?=custom_values?\.)")
BLANK = re.compile(r"custom_values?\.([A-Za-z0-9_.]{1,80})\s{0,9}\}\}")
AROUND = 80


def detect(view: View) -> Iterator[Match]:
    """A note for each blank of its own name, with the name as value."""
    if "custom_value" not in view.html:
        return
    seen: set[str] = set()
    for start in START.finditer(view.html):
        blank = BLANK.match(view.html, start.end())
        if blank and blank.group(1) not in seen:
            seen.add(blank.group(1))
            excerpt = " ".join(piece(view.html, start.start() - AROUND, blank.end() + AROUND).split())
            where = Where(view.seen_in, "", excerpt, view.inside)
            yield Match(ID, blank.group(1), Mention(MentionType.TEXT, "", where, state=State.INERT))
