"""The words for what is found, and a page as got: what the network and the browser gave (made by spiders).

What a page says is in `scanner.mentions`, what is recognised of that in `scanner.traces`, what becomes of it in
`scanner.scan`; all of them are frozen values that travel through the house.
All addresses are absolute and normalised by `scanner.urls` unless a field says otherwise.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the owner of the site would call the thing."""

    FORM = "form"
    SURVEY = "survey"
    QUIZ = "quiz"
    CALENDAR = "calendar"
    CHAT = "chat"
    REVIEWS = "reviews"
    PAYMENT = "payment"
    PORTAL = "portal"
    HOSTED_PAGE = "hosted-page"
    CLICK_LINK = "click-link"
    PHONE = "phone"
    NUMBER_SWAP = "number-swap"
    TRACKING = "tracking"
    WEBHOOK = "webhook"
    PLUGIN = "plugin"
    ASSET = "asset"
    DNS = "dns"
    OTHER = "other"


class How(StrEnum):
    """How the thing is there: `EMBED` is a frame or script widget."""

    EMBED = "embed"
    LINK = "link"
    SCRIPT = "script"
    TEXT = "text"
    REDIRECT = "redirect"
    RECORD = "record"
    FILE = "file"


class State(StrEnum):
    """`WAITING`: lazy, behind consent, opens on click. `INERT`: no trace but a note; a `Note` says why."""

    LIVE = "live"
    WAITING = "waiting"
    INERT = "inert"


class Note(StrEnum):
    """Why something is no more than a note. `LEFT_OVER`: commented out or a placeholder, never runs; `TEXT`: words that
    name the CRM and should be brought up to date; `ASK`: only the clinic can tell whether it is the CRM's.
    """

    LEFT_OVER = "left-over"
    TEXT = "text"
    ASK = "ask"


class SeenIn(StrEnum):
    """Where a mention was read: served HTML, a script file, rendered DOM, a frame, the browser's network log …"""

    HTML = "html"
    SCRIPT = "script"
    RENDERED = "rendered"
    FRAME = "frame"
    NETWORK = "network"
    REDIRECT = "redirect"
    DNS = "dns"
    FILE = "file"


class Severity(StrEnum):
    """`BREAKS`: visitors meet a hole, an error or a dead number. `LOSES`: data stops silently."""

    BREAKS = "breaks"
    LOSES = "loses"
    TIDY = "tidy"


class Confidence(StrEnum):
    """How sure the tool is that this is the CRM's."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


class PlacementType(StrEnum):
    """Where the thing is edited once."""

    PAGE = "page"
    SHARED = "shared"
    TAG_MANAGER = "tag-manager"
    PLUGIN = "plugin"
    REDIRECT = "redirect"
    DNS = "dns"
    FILE = "file"


class Verdict(StrEnum):
    """`CLEAR` is only said when every address in scope was checked and nothing was found."""

    CLEAR = "clear"
    TRACES = "traces"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Target:
    """The site asked for: start addresses, and the host names in scope (lower case, punycode, without port)."""

    start: tuple[str, ...]
    hosts: tuple[str, ...]


# --- what the network and the browser gave ---------------------------------------------------------------------------


class Act(StrEnum):
    """What a visitor does, or is, before something shows.

    `MOVE`: anything at all, for the first time (pointer, wheel, key); `TIME`: stays; `NARROW`: has a narrow screen;
    `CAMPAIGN`: comes from an advertisement.
    """

    CLICK = "click"
    HOVER = "hover"
    SCROLL = "scroll"
    MOVE = "move"
    CONSENT = "consent"
    TIME = "time"
    NARROW = "narrow"
    CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True)
class Opener:
    """What makes something show that does not show by itself.

    `label`: the words on what is clicked, the name of the consent manager, or how long it takes, as in `30 s`;
    `locator`: a CSS selector of what is clicked, pointed at or agreed to, "" if it is no element.
    """

    act: Act
    label: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect: `url` answered with `status` and sent on to `to`; `how` is location, refresh or meta."""

    url: str
    to: str
    status: int
    how: str = "location"


@dataclass(frozen=True, slots=True)
class Frame:
    """A document inside a rendered page. `path` locates it from the page: `iframe#booking`, `div#w >> iframe`."""

    url: str
    html: str
    path: str


@dataclass(frozen=True, slots=True)
class Look:
    """A rendered page once more, after `opener`: kept only where it names something that was not named before."""

    opener: Opener
    html: str
    frames: tuple[Frame, ...] = ()


@dataclass(frozen=True, slots=True)
class Reached:
    """An address that a page would have gone on to, or opened in a new window, upon `opener`."""

    url: str
    opener: Opener


@dataclass(frozen=True, slots=True)
class Revealed:
    """A frame of the page, of the address `url`, that stands there hidden until its opener shows it."""

    url: str
    opener: Opener


@dataclass(frozen=True, slots=True)
class Request:
    """One request of the browser while it rendered a page.

    `resource` is Chromium's word (script, document, xhr, fetch, image, stylesheet, websocket, ping, other);
    `frame` is the address of the frame that asked; `initiator` the address of the script or document that caused it.
    `outcome` is ok, failed, or refused (by our own policy); `detail` says why it was not ok. `opener` is what it waited
    for, None if it was made by itself. `cause` is the script or tag-manager container to be named for it, "" if that is
    `initiator`, or if nobody knows.
    """

    url: str
    resource: str
    frame: str = ""
    initiator: str = ""
    outcome: str = "ok"
    detail: str = ""
    opener: Opener | None = None
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The text of a tag-manager container, "" if it is too long; `url` is the container's address
    (`scanner.makers`), `page` one that loaded it.
    """

    url: str
    page: str
    text: str = ""


class Mode(StrEnum):
    """How a page was got."""

    SERVED = "served"
    RENDERED = "rendered"


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a page was not wholly read: a reason word such as `truncated`, and the exact circumstance."""

    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One document as got. `asked` is the address asked for, `url` the final one after `hops`.

    `html` is decoded text. A served page has no frames and no requests. In a rendered page `html` is the DOM after
    scripts ran, open and closed shadow roots written out in place as `<template shadowrootmode=…>`; `frames` are all
    documents inside it; `opened` are addresses it opened in new windows; `missing` are those of its requests that might
    have brought something onto it and did not. `looks` are what it was after something was done to it that a visitor
    does, `reached` where that would have led, `revealed` what that showed. `containers` are the tag-manager containers
    it loaded.
    """

    asked: str
    url: str
    status: int
    mode: Mode
    html: str
    content_type: str = "text/html"
    hops: tuple[Hop, ...] = ()
    frames: tuple[Frame, ...] = ()
    requests: tuple[Request, ...] = ()
    opened: tuple[str, ...] = ()
    missing: tuple[Request, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    looks: tuple[Look, ...] = ()
    reached: tuple[Reached, ...] = ()
    revealed: tuple[Revealed, ...] = ()
    containers: tuple[Loaded, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """An address that was not read at all, with the reason word and the exact circumstance. Never dropped silently."""

    url: str
    reason: str
    detail: str = ""
