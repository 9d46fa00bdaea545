"""Which served pages have to run in the browser: all of which it is not certain that nothing on them can change."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from scanner.extract.parsing import as_scripts_run
from scanner.mentions import MentionType, Reading, Script
from scanner.model import State
from scanner.urls import join, parse
from spiders import tags
from spiders.answers import Document
from spiders.harmless import is_harmless
from spiders.libraries import Libraries
from spiders.options import RenderMode

INERT = "nothing on it can run"
KNOWN = "only known libraries"
OFF = "rendering is off"
LOST = "the browser did not get it"
"""Why a page that was read is not rendered: what coverage counts."""

EVERY = "every page is rendered"
XHTML = "application/xhtml+xml"

DATA = r"application/(?:[\w.-]+\+)?json|importmap|speculationrules|text/(?:x-)?(?:template|handlebars|mustache|html)"
"""Types of script elements that hold data."""

_ALIVE = re.compile(
    rf"""<(?:(script)\b(?!(?:[^>"']|"[^"]{{0,300}}"|'[^']{{0,300}}'){{0,300}}\stype\s*=\s*["']?\s*(?:{DATA})\s*["'\s>;])"""
    r"|(iframe|frame|embed|object|applet|portal|fencedframe|animate|set)\b)",
    re.IGNORECASE,
)
"""Source text that lets a page change, even where a parser may have taken it for something else. A document shown
inside a page can reach into the page, and an animation of SVG can make a link run code."""

_COMMENT = re.compile(r"<!--(?!-?>).*?(?:--!?>|\Z)", re.DOTALL)
_REFRESH = re.compile(r"""http-equiv\s*=\s*["']?\s*refresh""", re.IGNORECASE)
_BASE = re.compile(r"<base\b", re.IGNORECASE)

InScope = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a page is rendered, and why. `loses`: it is not, though something could have changed it.

    `unless`: it is not rendered after all if these files, by their content, turn out to be known libraries.
    `sheets`: it is, after all, if these style sheets load anything that is not the site's own.
    """

    render: bool
    why: str
    loses: bool = False
    unless: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendering:
    """Decides which pages are rendered. `in_scope` says which netlocs are the site's own."""

    mode: RenderMode
    in_scope: InScope
    libraries: Libraries

    def decide(self, reading: Reading, document: Document) -> Decision:
        """Decide about one page: `document` as it was served, `reading` what was read of it."""
        why = self._what_could_change(reading, document)
        match self.mode:
            case RenderMode.ALWAYS:
                return Decision(True, why or EVERY)
            case RenderMode.NEVER:
                return Decision(False, why or INERT, loses=bool(why))
            case RenderMode.AUTO:
                if why := why or leads_on(document):
                    return self._by_its_libraries(reading, document, why)
                return self._left_out(INERT, reading, document)

    def _what_could_change(self, reading: Reading, document: Document) -> str:
        if reading.scripts:
            files = sum(bool(script.src) for script in reading.scripts)
            return f"{files} script files and {len(reading.scripts) - files} pieces of inline code"
        return self._beside_scripts(reading, document) or alive(without_comments(document.text))

    def _beside_scripts(self, reading: Reading, document: Document) -> str:
        """What but scripts could make the page another one than was read."""
        if any(m.type is MentionType.FRAME and m.state is not State.INERT for m in reading.mentions):
            return "a frame, whose document has scripts of its own"
        if reading.flaws:
            return f"not wholly read ({reading.flaws[0].reason}): scripts may be in what is missing"
        if document.content_type == XHTML:
            return f"sent as {XHTML}: a browser reads it by other rules"
        if document.varies:
            return f"the server sends it differently to others (by {document.varies})"
        return self._foreign_sheet(reading.url, document.text)

    def _foreign_sheet(self, url: str, html: str) -> str:
        """A style sheet of another host may load what nobody has read; one in scope is read by itself."""
        text = without_comments(html)
        rebased = _BASE.search(text) is not None
        for sheet in tags.sheets(text):
            if sheet is None or rebased:
                return "a style sheet, at an address that was not understood"
            address = parse(join(url, sheet.ref) or "")
            if address is None or self.in_scope(address.netloc) or is_harmless(address.host, address.path):
                continue
            if not self.libraries.demanded(sheet.integrity):
                return f"a style sheet of {address.netloc}"
        return ""

    def _by_its_libraries(self, reading: Reading, document: Document, why: str) -> Decision:
        """Whether the page is the same without its scripts, if they are what they seem to be."""
        if self._beside_scripts(reading, document) or leads_on(document):
            return Decision(True, why)
        files = plain_files(reading, without_comments(document.text))
        strangers = dict.fromkeys(file.ref for file in files if not self.libraries.demanded(file.integrity))
        if not files or not all(self._is_own(url) for url in strangers):
            return Decision(True, why)
        left_out = self._left_out(KNOWN, reading, document)
        return replace(left_out, render=True, why=why, unless=tuple(strangers)) if strangers else left_out

    def _left_out(self, why: str, reading: Reading, document: Document) -> Decision:
        sheets = (join(reading.url, sheet.ref) for sheet in tags.sheets(without_comments(document.text)) if sheet)
        return Decision(False, why, sheets=tuple(dict.fromkeys(url for url in sheets if url and self._is_own(url))))

    def _is_own(self, url: str) -> bool:
        address = parse(url)
        return address is not None and self.in_scope(address.netloc)


def leads_on(document: Document) -> str:
    """Whether a page goes on to another one by itself: then it is that one that the browser shows."""
    return "it goes on by itself" if document.refresh or _REFRESH.search(document.text) else ""


def without_comments(html: str) -> str:
    """The source of a page without what is commented out for every parser, and for a browser that runs scripts."""
    return _COMMENT.sub("", as_scripts_run(html.encode(errors="replace")).decode())


def alive(text: str) -> str:
    """What in a source lets the page change, "" if nothing does."""
    found = _ALIVE.search(text)
    return f"<{(found[1] or found[2]).lower()}> in its source" if found else ""


def plain_files(reading: Reading, text: str) -> tuple[tags.File, ...]:
    """The script files of a page, with their addresses.

    None, unless they are all that can change it, and its source and what was read of it name the same ones.
    """
    files: list[tags.File] = []
    for found in _ALIVE.finditer(text):
        file = tags.script_file(text, found.start())
        url = join(reading.url, file.ref) if file else None
        if file is None or url is None:
            return ()
        files.append(tags.File(url, file.integrity))
    return tuple(files) if {Script(file.ref) for file in files} == set(reading.scripts) else ()
