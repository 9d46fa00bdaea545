"""What a page says: the places on it that name something, and all that one parse of it gave (made by scanner.extract).

All addresses are absolute and normalised by `scanner.urls` unless a field says otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from scanner.inward import Inward
from scanner.model import Flaw, Opener, SeenIn, State
from scanner.routing import Tables


class MentionType(StrEnum):
    """What kind of place names something."""

    LINK = "link"
    FRAME = "frame"
    SCRIPT = "script"
    IMAGE = "image"
    STYLE = "style"
    FORM = "form"
    HINT = "hint"
    META = "meta"
    CODE = "code"
    ELEMENT = "element"
    TEXT = "text"
    REQUEST = "request"
    REDIRECT = "redirect"


@dataclass(frozen=True, slots=True)
class Element:
    """An ancestor of a mention, reduced to what a builder or a person knows it by.

    `handles` are the attributes that builders put their own names in (`data-id`, `data-elementor-type`, `role` …).
    """

    tag: str
    id: str = ""
    classes: tuple[str, ...] = ()
    handles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Where:
    """Where a mention stands, so that a person finds it again.

    `locator` is a short CSS selector that selects exactly this element, or `line 12` in a script; `inside` is the
    frame or shadow path of the document it stands in (empty for the page itself). `excerpt` is the verbatim piece,
    cut to 300 characters, without control characters. `ancestors` run from the outermost (below body) to the parent;
    `outside` are those of the frame it stands in, in the page, where they are known.
    `heading` is the nearest heading before it, `label` the words on the link or button.
    """

    seen_in: SeenIn
    locator: str = ""
    excerpt: str = ""
    inside: str = ""
    ancestors: tuple[Element, ...] = ()
    heading: str = ""
    label: str = ""
    outside: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that names something.

    `url` is the absolute address it names ("" if it names none); `attrs` are the element's attributes, names in lower
    case, values as the parser decoded them (cut to 500 characters); `text` is the code around an address in a script
    (300 characters either side) or the visible text. `initiator` is the script that made it, where the browser knows,
    `cause` the one to be named for it, "" if that is the same; `opener` what it waits for, None if it shows by itself
    or if nobody knows.
    """

    type: MentionType
    url: str
    where: Where
    attrs: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    state: State = State.LIVE
    initiator: str = ""
    opener: Opener | None = None
    cause: str = ""


class Told(StrEnum):
    """What tells that digits are a telephone number.

    `NAMED`: a link, a key or a word in front says so. `SHAPED`: nothing else is written like that. `BARE`: nothing
    does; it is one only if it is a known number. `FAX`: it is one, of a fax machine. `SHORT`: people text words to it.
    """

    NAMED = "named"
    SHAPED = "shaped"
    BARE = "bare"
    FAX = "fax"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number at one place of a page: its groups of digits as written, with a `+` if it has one.

    In the excerpt of `mention` this number can be read, and no other.
    """

    number: str
    told: Told
    mention: Mention
    extension: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """Something on a page that can run: `src` of a file or "" for inline code, and the SHA-256 of inline code."""

    src: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one parse of one document gave.

    `links` are absolute http(s) addresses a crawler may follow, in document order, without repeats; `scripts` what
    can run on it (scripts, handlers, `javascript:` links: anything that is not proven inert); `flaws` what was lost.
    `files` are addresses in scope of script files and style sheets that it names and may load, now or later, none of
    which is among `scripts`; those that code names are read from its strings, so that one may not exist. `routes` are
    pages in scope that only code names as places to go to: one may not exist. `tables` are those of a script file.
    `phones` are the telephone numbers in it, `regions` what it says of the country it is for (`scanner.regions`).
    `inward` are the places that lead to other pages in scope.
    """

    url: str
    title: str
    links: tuple[str, ...]
    mentions: tuple[Mention, ...]
    scripts: tuple[Script, ...]
    flaws: tuple[Flaw, ...]
    files: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    tables: Tables | None = None
    phones: tuple[Phone, ...] = ()
    regions: tuple[str, ...] = ()
    inward: tuple[Inward, ...] = ()
