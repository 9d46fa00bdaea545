"""The frozen values of what the DNS says of a site's names (made by spiders), matched by `scanner.pointing`."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

POLICY = "v=spf1"
ALIASES = ("CNAME", "ALIAS", "ANAME")
"""Records that hand a name over to another one; the latter two stand in zone files only."""


class Reply(StrEnum):
    """What came of a question. Only the first three are answers: of all others nothing is known about the name.

    `NO_DATA`: the name exists, but not with such a record; `NO_NAME`: it does not exist. `SILENCE`: nobody answered in
    time; `UNASKED`: nobody was asked, because the user wanted it so.
    """

    RECORDS = "records"
    NO_DATA = "no-data"
    NO_NAME = "no-name"
    SILENCE = "timeout"
    UNREACHABLE = "unreachable"
    SERVFAIL = "servfail"
    REFUSED = "refused"
    FAILED = "failed"
    LOOP = "loop"
    UNASKED = "unasked"

    @property
    def is_answer(self) -> bool:
        """Whether the question is settled."""
        return self in (Reply.RECORDS, Reply.NO_DATA, Reply.NO_NAME)


class Why(StrEnum):
    """How a name came to be looked up: it is the site's, pages or other records name it, a zone file holds it, or it is
    one of the names that are usual for such things.
    """

    SITE = "site"
    SEEN = "seen"
    ZONE = "zone"
    USUAL = "usual"


@dataclass(frozen=True, slots=True)
class Record:
    """One record: names in lower case and without final dot; of an MX the host, of a TXT its strings joined.

    `order` is the preference of an MX.
    """

    name: str
    type: str
    value: str
    order: int = 0

    @property
    def line(self) -> str:
        """As it stands in a zone file; a TTL is left out, for a resolver tells how long it still keeps the record."""
        match self.type:
            case "MX":
                value = f"{self.order} {self.value}."
            case kind if kind in ALIASES:
                value = f"{self.value}."
            case "TXT":
                value = f'"{self.value}"'
            case _:
                value = self.value
        return f"{self.name}. IN {self.type} {value}"

    @property
    def included(self) -> tuple[str, ...]:
        """The names that an SPF policy takes in, by include or redirect; none for any other record."""
        return tuple(_included(self.value)) if self.type == "TXT" else ()


def _included(text: str) -> Iterator[str]:
    first, *terms = text.lower().split(" ")
    if first != POLICY:
        return
    for term in terms:
        for start in ("include:", "redirect="):
            if term.lstrip("+-~?").startswith(start):
                yield term.partition(start)[2].rstrip(".")


@dataclass(frozen=True, slots=True)
class Name:
    """What is known of one name of `domain`, the site's own.

    `records` are its own, then those of the names that its CNAME leads to, hop by hop; `end` is what came of the last
    hop. `below` are records of names below it that are set up together with it. `wildcard` is the name `*.…` that
    answers the same, "" if none does.
    """

    name: str
    domain: str
    why: Why
    records: tuple[Record, ...]
    end: Reply = Reply.RECORDS
    below: tuple[Record, ...] = ()
    wildcard: str = ""

    @property
    def own(self) -> tuple[Record, ...]:
        """The records of the name itself."""
        return tuple(record for record in self.records if record.name == self.name)

    @property
    def target(self) -> str:
        """Where its chain ends: the name itself if it is no alias."""
        aliases = [record.value for record in self.records if record.type in ALIASES]
        return aliases[-1] if aliases else self.name
