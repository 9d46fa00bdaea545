"""What may be said about an address: circumstances without query values and persons, whoever wrote them."""

import re

from scanner.urls import redact_text

MOST = 500

_BEHIND = re.compile(r"([:;,.])(?=\s|$)")
_MARKED = " \ue000"


def told(text: str) -> str:
    """The circumstance of a verdict, as it may be stored and shown: addresses in it redacted, at most 500 characters.

    A mark behind an address is no part of it, and stays.
    """
    if not text:
        return ""
    apart = _BEHIND.sub(rf"{_MARKED}\1", text.replace("\ue000", ""))
    return redact_text(apart).replace(_MARKED, "")[:MOST]
