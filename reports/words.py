"""Plain words for what a scan holds: kinds, states, severities, places, dates and numbers.

What stands here is read by the owner of the site unless its docstring says that it is for the editor.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from scanner.model import Confidence, How, Kind, PlacementType, SeenIn, Severity, State
from scanner.scan import Finding

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip


class Group(StrEnum):
    """What the owner thinks in."""

    FORMS = "Forms & booking"
    CHAT = "Chat"
    REVIEWS = "Reviews & payments"
    LINKS = "Links & pages"
    PHONES = "Phone numbers"
    BEHIND = "Behind the scenes"


@dataclass(frozen=True, slots=True)
class Thing:
    """What the owner calls a kind, one and many of it, and what happens to it when the CRM closes."""

    group: Group
    one: str
    many: str
    loss: str


THINGS = {
    Kind.FORM: Thing(Group.FORMS, "form", "forms",
        "Where a form was, visitors find a gap or an error, and their requests reach nobody."),
    Kind.SURVEY: Thing(Group.FORMS, "survey", "surveys", "The survey stops working, and its answers reach nobody."),
    Kind.QUIZ: Thing(Group.FORMS, "quiz", "quizzes", "The quiz stops working, and its answers reach nobody."),
    Kind.CALENDAR: Thing(Group.FORMS, "booking calendar", "booking calendars", "Nobody can book online any more."),
    Kind.CHAT: Thing(Group.CHAT, "chat bubble", "chat bubbles",
        "The chat bubble disappears or stays silent; what visitors write reaches nobody."),
    Kind.REVIEWS: Thing(Group.REVIEWS, "review box", "review boxes", "The place where the reviews were stays empty."),
    Kind.PAYMENT: Thing(Group.REVIEWS, "payment link", "payment links",
        "Payment links stop working, so nobody can pay through them."),
    Kind.PORTAL: Thing(Group.LINKS, "client portal link", "client portal links",
        "Clients can no longer reach their portal."),
    Kind.HOSTED_PAGE: Thing(Group.LINKS, "page kept in the CRM", "pages kept in the CRM",
        "Pages that are kept in the CRM disappear; links to them show an error."),
    Kind.CLICK_LINK: Thing(Group.LINKS, "tracked link", "tracked links", "Tracked links lead to an error page."),
    Kind.PHONE: Thing(Group.PHONES, "phone number", "phone numbers",
        "A number that lives in the CRM goes dead, unless it is moved to another provider first."),
    Kind.NUMBER_SWAP: Thing(Group.PHONES, "number swap", "number swaps",
        "The tool that exchanges phone numbers on the page stops; callers may be shown a dead number."),
    Kind.TRACKING: Thing(Group.BEHIND, "visitor tracker", "visitor trackers",
        "The CRM learns nothing more about visits; where new clients come from can no longer be told."),
    Kind.WEBHOOK: Thing(Group.BEHIND, "hidden data connection", "hidden data connections",
        "What the website hands over in the background is lost without a word."),
    Kind.PLUGIN: Thing(Group.BEHIND, "CRM plugin", "CRM plugins",
        "The CRM's plugin is left without its service; if it sends your website's mail, that mail no longer goes out."),
    Kind.ASSET: Thing(Group.LINKS, "picture or file kept in the CRM", "pictures or files kept in the CRM",
        "Pictures and files that are kept in the CRM go missing from the pages."),
    Kind.DNS: Thing(Group.BEHIND, "entry of the domain that names the CRM", "entries of the domain that name the CRM",
        "Names of your domain that point to the CRM show an error page; if the old platform lets someone else add such "
        "a name, they could show pages under your address."),
    Kind.OTHER: Thing(Group.BEHIND, "other thing of the CRM", "other things of the CRM",
        "Something that relies on the CRM stops working."),
}  # fmt: skip

_LINKED = {
    Kind.REVIEWS: Thing(Group.REVIEWS, "review link", "review links",
        "Links that ask clients for a review lead to an error page."),
}  # fmt: skip
"""What is something else where it is no more than a link."""

SEVERITIES = {
    Severity.BREAKS: "visitors will see a gap or an error",
    Severity.LOSES: "data stops arriving",
    Severity.TIDY: "of no use any more",
}

_UNSEEN = (Kind.TRACKING, Kind.WEBHOOK)

DOUBTS = {
    Confidence.CERTAIN: "",
    Confidence.LIKELY: "very likely the CRM’s: look at it before you remove it",
    Confidence.POSSIBLE: "possibly the CRM’s: make sure before you remove it",
}
"""For the editor: how far to trust a finding; "" needs no word."""

STATES = {
    State.LIVE: "",
    State.WAITING: "shows only after a click, scrolling or consent",
    State.INERT: "does nothing",
}

HOWS = {
    How.EMBED: "",
    How.LINK: "as a link",
    How.SCRIPT: "",
    How.TEXT: "as text",
    How.REDIRECT: "as a redirect",
    How.RECORD: "as a DNS record",
    How.FILE: "",
}
"""For the editor: how a thing is there, where that does not go without saying."""

SIGHTINGS = {
    SeenIn.HTML: "in the page source",
    SeenIn.SCRIPT: "in the file itself",
    SeenIn.RENDERED: "in the page after its scripts ran",
    SeenIn.FRAME: "inside a frame of the page",
    SeenIn.NETWORK: "in the browser’s network log",
    SeenIn.REDIRECT: "in a redirect",
    SeenIn.DNS: "in the DNS records",
    SeenIn.FILE: "in a file",
}
"""For the editor."""

PLACES = {
    PlacementType.PAGE: "This page",
    PlacementType.SHARED: "Shared part of the site",
    PlacementType.TAG_MANAGER: "Tag manager",
    PlacementType.PLUGIN: "Plugin",
    PlacementType.REDIRECT: "Redirect",
    PlacementType.DNS: "DNS records of the domain",
    PlacementType.FILE: "File",
}
"""For the editor."""


def platform(slug: str) -> str:
    """`wordpress/elementor` as "WordPress with Elementor"; a builder that is not known stays as it is."""
    from scanner.platforms import catalogue

    known = catalogue().platforms.get(slug)
    return known.label if known else slug


def is_by_hand(slug: str) -> bool:
    """Whether no builder is known to have made a page, so that it may be a file of its own."""
    from scanner.platforms import PLAIN

    return slug == PLAIN


def severity(finding: Finding) -> Severity:
    """What the owner notices: where something only hands data over, nobody sees a gap on the page."""
    unseen = finding.kind in _UNSEEN and finding.severity is Severity.BREAKS
    return Severity.LOSES if unseen else finding.severity


def count(number: int, one: str, many: str = "") -> str:
    """`1 page`, `2 pages`, `1,200 pages`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def thing(finding: Finding) -> Thing:
    """What the owner calls what was found."""
    linked = finding.how in (How.LINK, How.REDIRECT)
    return _LINKED.get(finding.kind, THINGS[finding.kind]) if linked else THINGS[finding.kind]


def every() -> tuple[tuple[Kind, Thing], ...]:
    """All things in the order of the groups, what is only a link after what it is else."""
    both = ((kind, (thing, _LINKED.get(kind))) for kind, thing in THINGS.items())
    return tuple((kind, thing) for kind, pair in both for thing in pair if thing is not None)


def things(kind: Kind, number: int) -> str:
    """`1 quiz`, `2 booking calendars`."""
    return count(number, THINGS[kind].one, THINGS[kind].many)


def listed(parts: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last


def sentence(text: str) -> str:
    """`text` with a capital letter at its start, unless an address stands there."""
    return text if "://" in text.partition(" ")[0] else text[:1].upper() + text[1:]


def inside(text: str) -> str:
    """A title as it stands inside a sentence: with a small letter at its start, unless it begins with an acronym."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def day(when: date) -> str:
    """`30 November 2026`, in any locale."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def moment(text: str) -> datetime | None:
    """The time that a scan writes as 2026-01-02T03:04:05Z; None for anything else."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def date_in(text: str) -> date | None:
    """The day of a time that a scan writes; None for anything else."""
    when = moment(text)
    return when.date() if when else None


def date_of(text: str) -> str:
    """`2 January 2026`; a text that is no time stays as it is."""
    when = moment(text)
    return day(when) if when else text


def clock(text: str) -> str:
    """`2 January 2026, 03:04 UTC`; a text that is no time stays as it is."""
    when = moment(text)
    return f"{day(when)}, {when:%H:%M} UTC" if when else text
