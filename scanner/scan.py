"""The result, scan.json version 1: what reports and later scans have of a site.

Finding, Placement, Evidence   one thing to do (made by scanner.findings)
Scan                           target, findings and coverage: the only input of reports
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scanner.inward import Part, Way
from scanner.model import (
    Confidence,
    How,
    Kind,
    Note,
    Opener,
    PlacementType,
    SeenIn,
    Severity,
    State,
    Target,
    Unread,
    Verdict,
)

SCAN_SCHEMA = "unembed.scan/1"
UNSANDBOXED = "without its sandbox"

THING = "thing"
OPENER = "opener"
"""What a picture outlines: the thing itself, or what opens it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a person can find again: the page, where on it, and the verbatim excerpt.

    `screenshot` is the path of a picture, from the folder of the scan; `outlined` says of what (THING, OPENER), and is
    "" without one.
    """

    page: str
    seen_in: SeenIn
    locator: str
    excerpt: str
    screenshot: str | None = None
    label: str = ""
    outlined: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a finding is edited once. `pages` always lists every page it was seen on; `edit` says it in one line.

    What is edited on a page of its own names that page first; others are further addresses of it, or show it in a
    frame. `documents` are `pages` without further addresses of the same document; empty if there are none such.
    """

    type: PlacementType
    pages: tuple[str, ...]
    platform: str
    container: str
    edit: str
    documents: tuple[str, ...] = ()

    @property
    def apart(self) -> tuple[str, ...]:
        """The pages, each document once."""
        return self.documents or self.pages


@dataclass(frozen=True, slots=True)
class Inlink:
    """One place of the site's own that leads to what a finding is about, at the address `to`.

    It is the same on `number` pages, of which `pages` names the first 50; in a `part` that pages share it is one edit.
    """

    way: Way
    part: Part
    label: str
    locator: str
    to: str
    pages: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Linked:
    """What of the site leads to what a finding is about: so many `links` to edit on so many `pages`, `redirects`, and
    addresses in `sitemaps`. `places` are all of them, at most 500.

    A link in a menu, header or footer counts once, on however many pages it is.
    """

    links: int
    pages: int
    redirects: int
    sitemaps: int
    places: tuple[Inlink, ...]


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do, for this builder and this block."""

    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to do. `value` is the CRM's own identity of the thing: id, slug, widget id, number or host.

    `title` is what the owner of the site would call it: that of the signature. `opener` is what it waits for (state
    `waiting`), as far as the browser saw it; `initiator` is the address of the script that inserts it, "" if it stands
    in the page itself or if nobody knows. `linked` is what of the site leads there, where that is a page or a redirect
    of the site itself. `note` says why it is only a note (state `inert`), None if it is none.
    """

    fingerprint: str
    ref: str
    signature: str
    vendor: str
    kind: Kind
    how: How
    state: State
    severity: Severity
    confidence: Confidence
    value: str
    url: str
    placement: Placement
    evidence: tuple[Evidence, ...]
    remedy: Remedy
    title: str = ""
    opener: Opener | None = None
    initiator: str = ""
    linked: Linked | None = None
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Lookups:
    """What was asked of the DNS. `names` counts the names of which everything asked was answered, `usual` how many of
    those were only tried because they are usual for such things.

    `unanswered` are names (as `url`) of which nothing is known, `guesses` are such ones that were only tried; `shared`
    are names with an address of the CRM's that others have, too, when nothing else shows that it is the CRM. `left`
    says why nothing was asked at all: off, proxy, private, interrupted; "" if something was.
    """

    names: int = 0
    usual: int = 0
    unanswered: tuple[Unread, ...] = ()
    guesses: tuple[Unread, ...] = ()
    left: str = ""
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was checked. `complete` holds when every address in scope was checked wholly or is out of scope, and every
    name that the site is known to use was answered for by the DNS, as far as it was asked.

    `checked` counts wholly read addresses; `rendered` how many pages ran in the browser; `skipped` counts addresses
    that are none of the scan's business, by reason; `refused` counts requests of pages that our own policy refused;
    `served` counts the pages that were read and did not run in the browser, by why not. `dns` is None in scans that are
    older than the looking up of names. `unfollowed` counts links out of the site whose end was not seen and may be the
    CRM's: with one of them the scan is not complete.
    """

    complete: bool
    checked: int
    rendered: int
    partial: tuple[Unread, ...]
    unread: tuple[Unread, ...]
    skipped: Mapping[str, int]
    refused: Mapping[str, int] = field(default_factory=dict)
    served: Mapping[str, int] = field(default_factory=dict)
    dns: Lookups | None = None
    unfollowed: int = 0


@dataclass(frozen=True, slots=True)
class SeenNumber:
    """A telephone number on the site, as E.164, or as written (`415 555-0132`) where its country is not known.

    `keep`: yes, no, undecided as the inventory says, `unknown` if it does not name the number, "" if there is none.
    `count` places on `pages`; `ways` counts how it is there: link, text, data (for machines), script, swapped (a script
    puts it in the place of another).
    """

    number: str
    keep: str
    count: int
    ways: Mapping[str, int]
    pages: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class LinkNote:
    """A link that leads out of the site, not to the CRM: broken, or of an end that was not seen, for `reason`.

    `way` are the addresses that it led on to, `pages` those that hold it (`number` of them, the first 50 by name),
    `label` the words on it. `may_lead_on`: its end was not seen and may be the CRM's, so that the scan is incomplete.
    All addresses are redacted.
    """

    url: str
    reason: str
    detail: str = ""
    way: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    number: int = 0
    label: str = ""
    may_lead_on: bool = False


@dataclass(frozen=True, slots=True)
class ListedNumber:
    """A number of the inventory that was not seen on the site."""

    number: str
    keep: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The telephone numbers of a site beside the inventory, if there is one (`compared`).

    `region` is the country of those without country code, as two letters, "" if it is not known; `told_by` says why.
    """

    region: str = ""
    told_by: str = ""
    compared: bool = False
    seen: tuple[SeenNumber, ...] = ()
    missing: tuple[ListedNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class Links:
    """The links that lead out of the site. `checked` counts those whose end was seen, broken ones included.

    `broken` lead to an error already, whoever closes an account; of `unseen` nobody knows. `left` counts addresses that
    were not asked for, by reason.
    """

    checked: int = 0
    broken: tuple[LinkNote, ...] = ()
    unseen: tuple[LinkNote, ...] = ()
    left: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tool:
    """What made the scan: versions, the digest of all signature data, and the browser ("" if none ran).

    `browser` ends with UNSANDBOXED if it ran without its sandbox.
    """

    name: str
    version: str
    signatures: str
    browser: str


@dataclass(frozen=True, slots=True)
class Scan:
    """A finished scan; `started` and `finished` are UTC, as in 2026-01-02T03:04:05Z. The only input of reports."""

    schema: str
    tool: Tool
    target: Target
    started: str
    finished: str
    verdict: Verdict
    coverage: Coverage
    findings: tuple[Finding, ...]
    numbers: Numbers = Numbers()
    links: Links = field(default_factory=Links)
