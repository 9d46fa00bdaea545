"""The frozen values of what signatures and detectors recognised on a page (made by scanner.recognise)."""

from dataclasses import dataclass

from scanner.mentions import Mention, Phone, Where
from scanner.model import Opener


@dataclass(frozen=True, slots=True)
class Match:
    """A signature or detector that recognised a mention. `value` is the CRM's own identity of the thing.

    `proof` are other places of the page that show what it does.
    """

    signature: str
    value: str
    mention: Mention
    proof: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Swap:
    """A telephone number that a page serves, `before`, and in the place of which visitors see another, `after`.

    Both are digits, with a leading `+` if they are written so; `served` and `shown` are the two sightings of the place,
    in whose excerpts these numbers can be read. `opener` is what it waits for, None if scripts do it by themselves.
    """

    before: str
    after: str
    served: Where
    shown: Where
    opener: Opener | None = None


@dataclass(frozen=True, slots=True)
class PageTraces:
    """All that stays of a page once it was read.

    `leads` are mentions of foreign addresses that no signature recognised: they become findings if their host proves
    to be the CRM's later in the run. `scripts` are the addresses of script files in scope, and of tag-manager
    containers, that the page loads; `containers` is what stands in those that were read on this page first.
    `digest` is that of the served text ("" if it was only rendered): the same at two addresses of one document.
    `template` names the template of the builder's that makes the page, "" if none shows. `swaps` are numbers that
    scripts exchanged, whoever's those are; `numbers` are digests of all that the page serves. `phones` are the
    telephone numbers on it, whoever's those are, `regions` what it says of the country it is for.
    """

    url: str
    title: str
    platform: str
    matches: tuple[Match, ...]
    leads: tuple[Mention, ...]
    scripts: tuple[str, ...] = ()
    digest: str = ""
    template: str = ""
    containers: tuple["PageTraces", ...] = ()
    swaps: tuple[Swap, ...] = ()
    numbers: tuple[str, ...] = ()
    phones: tuple[Phone, ...] = ()
    regions: tuple[str, ...] = ()
