"""The pictures of a scan: read from the files beside it, and put into reports with the words that go with them."""

import os
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from reports import openers, places, words
from scanner.model import Kind, State
from scanner.scan import OPENER, Evidence, Finding, Scan
from scanner.subjects import FOLDER

MOST = 6_000_000
"""Bytes of the pictures of all tasks, as they are written in a report; what goes beyond it stays in its file.

The owner's example is one of them a second time; with both, 400 findings on 5000 pages stay below 15 MB.
"""

LARGEST = 750_000
"""Bytes of one picture; ten times what the camera makes."""

TALLEST = 4_000
_FILE = re.compile(rf"{FOLDER}/R-\d{{2,6}}\.jpg", re.ASCII)
_SIZES = frozenset((0xC0, 0xC1, 0xC2))
"""The segments of a JPEG that say how large the picture is."""

_LIKED = (Kind.FORM, Kind.CALENDAR, Kind.SURVEY, Kind.QUIZ, Kind.PAYMENT, Kind.CHAT)


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG with its width and height in pixels."""

    data: bytes
    width: int
    height: int

    @property
    def source(self) -> str:
        """The picture as an address that holds all of it."""
        return f"data:image/jpeg;base64,{b64encode(self.data).decode('ascii')}"


Pictures = Mapping[str, Picture]
"""By path, as Evidence has it."""

NONE: Pictures = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of a finding in a report: `shown`, or only told where it lies (`file`)."""

    shown: Picture | None
    file: str
    words: str
    page: str


def read(scan: Scan, folder: Path) -> Pictures:
    """The pictures of a scan that lie in `folder`, that of its scan.json; what is missing or no JPEG is left out."""
    found = {}
    for _, piece in _pieces(scan.findings):
        path = piece.screenshot or ""
        picture = _picture(folder / path) if _FILE.fullmatch(path) else None
        if picture is not None:
            found[path] = picture
    return found


def figures(findings: tuple[Finding, ...], pictures: Pictures) -> dict[str, Figure]:
    """By reference, in the order of findings: those for which there is room are shown."""
    made: dict[str, Figure] = {}
    room = MOST
    for finding, piece in _pieces(findings):
        picture = pictures.get(piece.screenshot or "")
        if picture is None or finding.ref in made:
            continue
        size = len(picture.data) * 4 // 3
        shown = picture if size <= room else None
        room -= size if shown else 0
        made[finding.ref] = Figure(shown, piece.screenshot or "", _words(finding, piece), piece.page)
    return made


def example(findings: tuple[Finding, ...], found: Mapping[str, Figure]) -> Figure | None:
    """The one that tells the owner of the site best what this is about: something to fill in, in plain view."""
    shown = [one for one in findings if one.ref in found and found[one.ref].shown is not None]
    liked = [one for one in shown if one.kind in _LIKED and one.state is State.LIVE]
    best = min(liked, key=lambda one: _LIKED.index(one.kind), default=None)
    return found[best.ref] if best is not None else None


def _pieces(findings: tuple[Finding, ...]) -> Iterator[tuple[Finding, Evidence]]:
    return ((finding, piece) for finding in findings for piece in finding.evidence if piece.screenshot)


def _words(finding: Finding, piece: Evidence) -> str:
    """What the outline is around, as it stands inside a sentence that goes on with the page."""
    thing = words.inside(places.title(finding))
    if piece.outlined != OPENER:
        return f"the {thing}"
    said = openers.label(finding.opener.label) if finding.opener is not None else ""
    return f"what opens the {thing}{f', ‘{said}’' if said else ''}"


def _picture(file: Path) -> Picture | None:
    """The picture in a file; None for one that is not there, not a file, too large, or no JPEG."""
    with suppress(OSError):
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as opened:
            data = opened.read(LARGEST + 1)
        size = _size(data) if len(data) <= LARGEST else None
        return Picture(data, *size) if size else None
    return None


def _size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a JPEG; None if it is none, or of a size that no picture has."""
    if not data.startswith(b"\xff\xd8\xff") or not data.endswith(b"\xff\xd9"):
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        if data[at + 1] in _SIZES:
            height, width = int.from_bytes(data[at + 5 : at + 7]), int.from_bytes(data[at + 7 : at + 9])
            return (width, height) if 0 < width <= TALLEST and 0 < height <= TALLEST else None
        at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4]))
    return None
