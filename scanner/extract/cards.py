"""vCards and calendar files: long lines are folded in them, and colons may be escaped."""

import re

_OPENING = re.compile(r"\s{0,20}BEGIN:V(?:CARD|CALENDAR)\b", re.IGNORECASE)
_FOLDED = re.compile(r"[^\n]*(?:\n[ \t][^\n]*)+")
_FOLD = re.compile(r"\r?\n[ \t]")


def unfolded(text: str) -> str:
    """A card with each of its lines whole, on the line where it begins; any other text as it is."""
    if _OPENING.match(text) is None:
        return text
    return _FOLDED.sub(_whole, text).replace("\\:", ":")


def _whole(line: re.Match[str]) -> str:
    """The folds are left out, and as many empty lines follow."""
    return _FOLD.sub("", line[0]) + "\n" * line[0].count("\n")
