"""What the owner of the site wants to know: what comes off, what happens otherwise, and whose work it is."""

from collections import Counter
from dataclasses import dataclass
from itertools import chain

from reports import openers, words
from reports.verdict import pages_of
from reports.words import Group
from scanner.inward import WHOLE
from scanner.model import Kind, PlacementType, SeenIn, Severity
from scanner.scan import Finding, Numbers


@dataclass(frozen=True, slots=True)
class Card:
    """One group: what was found, on how many pages, and what happens to it when the CRM closes.

    `hidden` says what of it does not show by itself, so that the owner can look at it.
    """

    group: Group
    findings: tuple[Finding, ...]
    found: tuple[str, ...]
    pages: int
    losses: tuple[str, ...]
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Consequence:
    """How many things end in the same way, and which."""

    severity: Severity
    number: int
    words: str
    found: str


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who has work, and which findings are theirs."""

    who: str
    what: str
    findings: tuple[Finding, ...]


_EDITOR = ("Whoever edits the website", "A web designer, an agency, or you")
_MARKETING = ("Whoever looks after the tag manager", "Often the marketing agency")
_DOMAIN = ("Whoever looks after the domain name", "Often the web agency or the provider of the domain")
_DEVELOPER = ("Whoever programs the website", "A developer or the agency: these are in program files of the site")
_PAPERS = ("Whoever made the documents", "They have to be made anew and uploaded again")
_OWNER = (
    "You, with your phone provider",
    "First decide which number stays; one that lives in the CRM has to move before the account closes",
)

_HANDS = {
    PlacementType.TAG_MANAGER: _MARKETING,
    PlacementType.DNS: _DOMAIN,
    PlacementType.FILE: _DEVELOPER,
}


def cards(findings: tuple[Finding, ...]) -> tuple[Card, ...]:
    """The groups in which something was found."""
    made = (_card(group, tuple(f for f in findings if words.THINGS[f.kind].group is group)) for group in Group)
    return tuple(card for card in made if card.findings)


def absent(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """The groups in which nothing was found; never phone numbers, of which only what exchanges them is a trace."""
    present = {words.THINGS[finding.kind].group for finding in findings}
    return tuple(words.inside(group.value) for group in Group if group not in (*present, Group.PHONES))


def unlooked(findings: tuple[Finding, ...], numbers: Numbers) -> tuple[str, ...]:
    """What no scan of pages can tell and no other part of the report says, in full sentences."""
    if numbers.compared or numbers.seen or any(finding.kind is Kind.PHONE for finding in findings):
        return ()
    return (
        "Phone numbers were not compared: one that lives in the CRM looks like any other. "
        "Hold those on the website against the list in the CRM.",
    )


def consequences(findings: tuple[Finding, ...]) -> tuple[Consequence, ...]:
    """What happens if nothing is done, the worst first."""
    rows = []
    for severity, said in words.SEVERITIES.items():
        same = tuple(finding for finding in findings if words.severity(finding) is severity)
        if same:
            rows.append(Consequence(severity, len(same), said, words.listed(kinds(same))))
    return tuple(rows)


def hands(findings: tuple[Finding, ...]) -> tuple[Hand, ...]:
    """Who has to do something. Phone numbers are the owner's decision before they are the editor's work."""
    by: dict[tuple[str, str], list[Finding]] = {_OWNER: [], _EDITOR: []}
    by |= {_DEVELOPER: [], _MARKETING: [], _DOMAIN: [], _PAPERS: []}
    for finding in findings:
        if finding.kind is Kind.PHONE:
            by[_OWNER].append(finding)
        paper = {piece.seen_in for piece in finding.evidence} == {SeenIn.FILE}
        by[_PAPERS if paper else _HANDS.get(finding.placement.type, _EDITOR)].append(finding)
    return tuple(Hand(who, what, tuple(theirs)) for (who, what), theirs in by.items() if theirs)


def kinds(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """`2 forms`, `1 booking calendar` … in the order of the groups; what has no kind of its own by its title.

    Of pages that are the CRM's as a whole each counts, also where they are one thing to do.
    """
    numbers = Counter[words.Thing]()
    for finding in findings:
        numbers[words.thing(finding)] += len(finding.placement.apart) if finding.signature in WHOLE else 1
    titles = [finding.title for finding in findings if finding.kind is Kind.OTHER]
    named = tuple(f"1 {words.inside(title)}" for title in titles if title)
    counted = tuple(
        (words.count(numbers[thing], thing.one, thing.many),)
        if kind is not Kind.OTHER or len(set(named)) < len(titles)
        else named
        for kind, thing in words.every()
        if numbers[thing]
    )
    return tuple(chain.from_iterable(counted))


def _card(group: Group, findings: tuple[Finding, ...]) -> Card:
    felt = {words.thing(f) for f in findings if f.severity is not Severity.TIDY or f.kind is Kind.PLUGIN}
    losses = tuple(thing.loss for _, thing in words.every() if thing in felt)
    if findings and not losses:
        losses = ("Visitors notice nothing, but the CRM’s address stays in your website.",)
    return Card(group, findings, kinds(findings), pages_of(findings), losses, openers.hidden(findings))
