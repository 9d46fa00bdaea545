"""To which pages another visitor comes: it costs as much as to render them once more."""

from collections import Counter
from dataclasses import dataclass, field

from scanner.mentions import Script
from scanner.model import Act, Page

ENOUGH = 2
OTHERS = (Act.NARROW, Act.CAMPAIGN)

Scripts = frozenset[Script]


@dataclass(slots=True)
class Samples:
    """What a screen or an advertisement changes, code does that many pages share.

    To the first pages of each set of scripts (files, and inline code by its digest) another visitor comes; to the
    others only if it saw something new on one of those. To a page without scripts it comes in any case.
    """

    barren: Counter[Scripts] = field(default_factory=Counter)
    bearing: set[Scripts] = field(default_factory=set)

    def wants(self, scripts: Scripts) -> bool:
        """Whether another visitor is to come to a page with these scripts."""
        return not scripts or scripts in self.bearing or self.barren[scripts] < ENOUGH

    def note(self, scripts: Scripts, page: Page) -> None:
        """Another visitor came to such a page."""
        came = (*(look.opener for look in page.looks), *(door.opener for door in page.reached))
        asked = (request.opener for request in page.requests if request.opener is not None)
        if any(opener.act in OTHERS for opener in (*came, *asked)) or page.flaws:
            self.bearing.add(scripts)
        else:
            self.barren[scripts] += 1
