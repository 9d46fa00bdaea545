"""What a mail to the owner of the site says, once for both of its readings: with styles, and as plain text.

All texts are on one line, cleaned and cut: a mail stays short whatever the scan holds.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from reports import owner, verdict, words
from reports.clean import one_line, valid
from reports.places import Place, brief, places
from reports.verdict import Tone
from scanner.model import Kind, PlacementType
from scanner.scan import Finding, Scan

MOST = 40
"""So many tasks are named; the report has all of them."""

LONGEST = 120
"""Characters of a text from the web."""

WHY = (
    "Your website was read page by page to find everything that belongs to the CRM, the system behind its forms, chat "
    "and bookings, before the account there closes."
)

_LONGEST_NAME = 70
_TITLES = 3
"""So many different things without a kind of their own are named."""

_JARGON = re.compile(r"(?<![\w/.-])(?:i?frames?|scripts?|DOM)(?![\w/.-])", re.IGNORECASE)
_FILE = "The script file "
_USUAL = "1 edit on 1 page"
_PLAIN_PLACES = {
    PlacementType.PAGE: "This page",
    PlacementType.SHARED: "A part that many pages share",
    PlacementType.TAG_MANAGER: "The tag manager",
    PlacementType.PLUGIN: "A plugin of the website",
    PlacementType.REDIRECT: "A forwarding of the website",
    PlacementType.DNS: "The entries of the domain",
    PlacementType.FILE: "A program file of the website",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of the mail by its content id, `caption` below it; `width` and `height` are pixels as it is shown."""

    cid: str
    alt: str
    width: int
    height: int
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What was found of one group, where, and what becomes of it."""

    name: str
    found: str
    loss: str


@dataclass(frozen=True, slots=True)
class Share:
    """Who has how many tasks."""

    who: str
    what: str
    tasks: str


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to take off, by the reference that it has in the report."""

    ref: str
    name: str


@dataclass(frozen=True, slots=True)
class Spot:
    """One place to edit, what an edit there does, "" for a page that is edited once, and the tasks."""

    title: str
    effect: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """The whole mail in words. `number` counts the tasks, of which `spots` hold the first 40; `rest` says where the
    others are. `lead` are the first words that a mail program shows beside the subject.
    """

    site: str
    subject: str
    lead: str
    day: str
    tone: Tone
    label: str
    headline: str
    why: str
    more: tuple[str, ...]
    ends: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    absent: str
    asides: tuple[str, ...]
    shares: tuple[Share, ...]
    next: str
    number: int
    spots: tuple[Spot, ...]
    rest: str
    made_by: str
    pictures: tuple[Shown, ...] = ()


def letter(
    scan: Scan, final_date: date | None = None, *, attached: bool = True, pictures: tuple[Shown, ...] = ()
) -> Letter:
    """What the mail on `scan` says; `attached` tells whether the full report goes with it."""
    findings = _plain(verdict.todo(scan))
    found = places(findings)
    head = verdict.headline(scan, final_date)
    named = _first(found, MOST)
    return Letter(
        site=site(scan),
        subject=subject(scan, final_date),
        lead=_lead(head.tone, verdict.deadline(scan, final_date)),
        day=words.date_of(short(scan.finished)),
        tone=head.tone,
        label=head.label,
        headline=head.sentence,
        why=WHY,
        more=tuple(line for line in head.more if line != verdict.BELOW),
        ends=tuple((f"{row.number:,}", words.sentence(row.words)) for row in owner.consequences(findings)),
        parts=tuple(_part(card) for card in owner.cards(findings)),
        absent=_absent(scan, findings),
        asides=owner.unlooked(findings, scan.numbers),
        shares=tuple(
            Share(hand.who, hand.what, words.count(len(hand.findings), "task")) for hand in owner.hands(findings)
        ),
        next=_next(head.tone, attached=attached),
        number=len(findings),
        spots=tuple(_spot(place, scan) for place in named),
        rest=_rest(len(findings), attached=attached),
        made_by=f"{short(scan.tool.name)} {short(scan.tool.version)}, {words.clock(short(scan.finished))}",
        pictures=pictures,
    )


def site(scan: Scan) -> str:
    """The main host of the site."""
    return short(scan.target.hosts[0], _LONGEST_NAME) if scan.target.hosts else "the website"


def subject(scan: Scan, final_date: date | None) -> str:
    """The site, the count, the day, and the time of the scan, which keeps two scans from being one conversation."""
    findings, when = verdict.todo(scan), words.clock(short(scan.finished, _LONGEST_NAME))
    if findings:
        amount = words.count(len(findings), "thing")
        state = f"{amount if scan.coverage.complete else f'at least {amount}'} to take off"
        days = verdict.days_left(scan, final_date)
        if final_date is not None:
            over = days is not None and days < 0
            state += f", {words.day(final_date)} has passed" if over else f" before {words.day(final_date)}"
    else:
        clear = verdict.headline(scan, final_date).tone is Tone.CLEAR
        state = "clear, no trace of the CRM" if clear else "not proven clear"
    return f"{site(scan)}: {state} (scan of {when})"


def _plain(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """`findings` without titles that only an editor understands, or that would be too many for a sentence."""
    titles = {finding.title for finding in findings if finding.kind is Kind.OTHER}
    return tuple(
        replace(finding, title="" if len(titles) > _TITLES or _JARGON.search(finding.title) else short(finding.title))
        for finding in findings
    )


def _part(card: owner.Card) -> Part:
    pages = f" on {words.count(card.pages, 'page')}" if card.pages else ""
    return Part(
        card.group.value, words.sentence(words.listed(card.found)) + pages, " ".join((*card.losses, *card.hidden))
    )


def _absent(scan: Scan, findings: tuple[Finding, ...]) -> str:
    absent = owner.absent(findings) if findings else ()
    if not absent:
        return ""
    return f"Nothing was found of: {', '.join(absent)}{'' if scan.coverage.complete else ', in what was read'}."


def _first(found: tuple[Place, ...], most: int) -> tuple[Place, ...]:
    """The first places with no more than `most` findings in all."""
    some = []
    for place in found:
        if most <= 0:
            break
        some.append(replace(place, findings=place.findings[:most]) if len(place.findings) > most else place)
        most -= len(place.findings)
    return tuple(some)


def _spot(place: Place, scan: Scan) -> Spot:
    title = brief(place.title, scan)
    if title == "/":
        title = "Home page"
    elif title.startswith(_FILE):
        title = f"The program file {title.removeprefix(_FILE)}"
    elif place.type is not PlacementType.PAGE and _JARGON.search(title):
        title = _PLAIN_PLACES[place.type]
    effect = "" if place.effect == _USUAL else place.effect
    return Spot(short(title), effect, tuple(Task(short(f.ref, 20), _name(f)) for f in place.findings))


def _name(finding: Finding) -> str:
    thing = words.THINGS[finding.kind].one
    return words.sentence((finding.title if finding.kind is Kind.OTHER else "") or thing)


def _lead(tone: Tone, deadline: str) -> str:
    if tone is Tone.CLEAR:
        return "What was read for that, and how, is in the report."
    if tone is Tone.INCOMPLETE:
        return "What could not be read, and what helps, is in the report."
    return f"{deadline} What it is, what happens if nothing is done, and who does it.".strip()


def _next(tone: Tone, *, attached: bool) -> str:
    where = "The attached report" if attached else "The full report, report.html,"
    missing = "" if attached else " It is too large for a mail: ask whoever sent you this one for it."
    if tone is Tone.CLEAR:
        return f"Nothing has to be done. {where} says what was read, and how.{missing}"
    if tone is Tone.INCOMPLETE:
        return (
            f"{where} names everything that was not read, with what helps.{missing} "
            "Until then nobody can say that the website is clear."
        )
    return (
        "Forward this mail to whoever edits the website. "
        f"{where} tells them for each task what to search for and what to do; it opens in any browser.{missing} "
        "What replaces each thing is for you to decide."
    )


def _rest(number: int, *, attached: bool) -> str:
    if number <= MOST:
        return ""
    return f"and {number - MOST:,} more in the {'attached' if attached else 'full'} report"


def short(text: str, longest: int = LONGEST) -> str:
    """`text` on one line, without anything unseen, cut to `longest` characters."""
    text = one_line(valid(text))
    return text if len(text) <= longest else text[: longest - 1] + "…"
