"""Privacy and cookie texts that name the CRM: notes, one for the text of a page and one for each consent banner."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from scanner.extract.notices import NAMED, TOLD_IN
from scanner.mentions import Mention
from scanner.signatures.records import Signature
from scanner.traces import Match


def detect(mentions: Iterable[Mention], records: Iterable[Signature]) -> Iterator[Match]:
    """What `records` with names find among the `mentions` of one document.

    The value is the first name of the record, whichever is there: the text stays the same one when a sentence goes. The
    other places are proof.
    """
    told = [mention for mention in mentions if NAMED in mention.attrs]
    if not told:
        return
    for record in records:
        texts: dict[str, list[Mention]] = defaultdict(list)
        for mention in told:
            if not _names(mention).isdisjoint(record.names):
                texts[mention.attrs[TOLD_IN]].append(mention)
        for first, *others in texts.values():
            yield Match(record.id, record.names[0], first, tuple(others))


def _names(mention: Mention) -> frozenset[str]:
    return frozenset(mention.attrs[NAMED].split("\n"))
