"""What pictures are to be taken of: the findings that a visitor can see, each on one page, and how it is told there.

A picture shows a person where to look. It proves nothing, and nothing depends on it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scanner.model import Act, How, Kind, Opener, SeenIn, State
from scanner.scan import Coverage, Evidence, Finding

MOST = 60
"""Pictures of one scan; the findings that come first have one."""

FOLDER = "pictures"
"""Where they lie, beside scan.json."""

_SHOWN = (How.EMBED, How.LINK, How.TEXT, How.FILE)
_UNSEEN = (Kind.TRACKING, Kind.NUMBER_SWAP, Kind.WEBHOOK, Kind.PLUGIN, Kind.DNS)
_SECRET = (Kind.REVIEWS, Kind.CHAT)
_ON_PAGES = (SeenIn.HTML, SeenIn.RENDERED, SeenIn.FRAME)
_OPENED = (Act.CLICK, Act.HOVER)
_ID = re.compile(r"[\w-]{10,}")
_TELLING = 6
_DIGITS = 7
_LOCAL = 10


@dataclass(frozen=True, slots=True)
class Hint:
    """Where a thing was seen: its locator as in Evidence, and the start tag that stood there."""

    locator: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Clues:
    """What the element names, if it is the thing: one of `texts`, or, for a telephone number, the `digits`.

    `ids` are those of the texts that tell the thing wherever they stand.
    """

    texts: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """The finding `ref` on `page`. `opener` is the element that opens it, to be shown where the thing itself is shut.

    `secret`: what stands in it is said by or to people, and is covered.
    """

    ref: str
    page: str
    hints: tuple[Hint, ...]
    clues: Clues
    opener: Opener | None = None
    secret: bool = False


def subjects(findings: Iterable[Finding], coverage: Coverage) -> tuple[Subject, ...]:
    """The findings to be pictured, in their order, on as few pages as may be; only on pages that were wholly read."""
    unsure = {gap.url for gap in (*coverage.partial, *coverage.unread)}
    pages: dict[str, None] = {}
    chosen: list[Subject] = []
    for finding in findings:
        seen = [piece for piece in finding.evidence if _tells(piece)]
        places = [piece.page for piece in seen if piece.page not in unsure and piece.page in finding.placement.pages]
        if not places or not _is_shown(finding):
            continue
        page = next((place for place in places if place in pages), places[0])
        pages[page] = None
        chosen.append(_subject(finding, page, seen))
        if len(chosen) == MOST:
            break
    return tuple(chosen)


def secrets(findings: Iterable[Finding]) -> tuple[Clues, ...]:
    """What tells the reviews and chats of a site on any of its pages."""
    return tuple(dict.fromkeys(clues(finding) for finding in findings if finding.kind in _SECRET))


def clues(finding: Finding) -> Clues:
    """What an element names if it is what this finding is about."""
    if finding.kind is Kind.PHONE:
        digits = "".join(filter(str.isdigit, finding.value))
        return Clues(digits=digits[-_LOCAL:] if len(digits) >= _DIGITS else "")
    address = finding.url.partition("?")[0].partition("#")[0].partition("://")[2]
    texts = [text for text in (finding.value, address) if len(text) >= _TELLING]
    return Clues(tuple(texts), tuple(text for text in texts if _ID.fullmatch(text)))


def pictured(findings: Iterable[Finding], taken: Mapping[str, tuple[str, str, str]]) -> tuple[Finding, ...]:
    """The findings with their pictures: `taken` has, by reference, the path of the file, its page, what it outlines."""
    return tuple(_with_picture(one, *taken[one.ref]) if one.ref in taken else one for one in findings)


def _tells(piece: Evidence) -> bool:
    """Whether it tells an element of a page."""
    return bool(piece.locator) and piece.seen_in in _ON_PAGES


def _is_shown(finding: Finding) -> bool:
    return finding.state is not State.INERT and finding.how in _SHOWN and finding.kind not in _UNSEEN


def _subject(finding: Finding, page: str, seen: Sequence[Evidence]) -> Subject:
    opener = finding.opener
    opens = opener is not None and opener.act in _OPENED and bool(opener.locator)
    hints = tuple(dict.fromkeys(Hint(piece.locator, piece.excerpt) for piece in seen if piece.page == page))
    return Subject(finding.ref, page, hints, clues(finding), opener if opens else None, finding.kind in _SECRET)


def _with_picture(finding: Finding, file: str, page: str, outlined: str) -> Finding:
    """The finding; its picture stands with the first piece of evidence on its page."""
    at = next((n for n, piece in enumerate(finding.evidence) if piece.page == page and _tells(piece)), None)
    if at is None:
        return finding
    piece = replace(finding.evidence[at], screenshot=file, outlined=outlined)
    return replace(finding, evidence=(*finding.evidence[:at], piece, *finding.evidence[at + 1 :]))
