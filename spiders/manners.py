"""How a page is visited in the browser."""

from enum import StrEnum

from spiders.answers import GONE


class Manner(StrEnum):
    """`MISSING`: what comes with the word that nothing is there, too. `GLANCE`: as much is read, and not tried out."""

    USUAL = "usual"
    MISSING = "missing"
    GLANCE = "glance"

    def takes(self, status: int) -> bool:
        """Whether what comes with this status is a page to read."""
        return status < 400 or (self is not Manner.USUAL and status in GONE)
