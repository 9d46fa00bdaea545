"""Telephone numbers that go with the CRM: those of the clinic's list that stand on a page and are not kept."""

from collections.abc import Iterable, Iterator, Sequence

from scanner.inventory import Inventory
from scanner.mentions import Phone
from scanner.model import Kind
from scanner.numbers import is_same
from scanner.regions import Region, region
from scanner.signatures import Signatures
from scanner.traces import Match, PageTraces

ID = "highlevel/phone"


class Tally:
    """Takes note of page after page, and says at the end in which country their numbers are."""

    def __init__(self) -> None:
        self._hints: set[str] = set()
        self._numbers: set[str] = set()

    def note(self, traces: PageTraces) -> None:
        """Notes what one page, or script file, says."""
        self._hints.update(traces.regions)
        self._numbers.update(phone.number for phone in traces.phones if phone.number.startswith("+"))

    def region(self, hosts: Iterable[str]) -> Region:
        """The country of all pages together."""
        return region(self._hints, hosts, self._numbers)


def matches(
    found: Sequence[Match], traces: PageTraces, inventory: Inventory, country: str, signatures: Signatures
) -> Iterator[Match]:
    """The numbers on a page that are given up, or of which nobody has decided; `found` is what it shows besides.

    A number that a script of the CRM's puts into a place is a matter of that script.
    """
    if not (inventory.numbers and traces.phones):
        return
    exchanged = any(signatures.by_id(match.signature).kind is Kind.NUMBER_SWAP for match in found)
    for phone in traces.phones:
        listed = inventory.of(phone, country)
        if listed is None or listed.is_kept or (exchanged and _is_exchanged(phone, traces)):
            continue
        yield Match(ID, listed.number, phone.mention)


def _is_exchanged(phone: Phone, traces: PageTraces) -> bool:
    where, number = phone.mention.where, phone.number.replace(" ", "").replace("-", "")
    return any(swap.shown.locator == where.locator and is_same(swap.after, number) for swap in traces.swaps)
