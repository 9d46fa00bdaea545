"""Which served pages have to run in the browser: all of which it is not certain that nothing on them can change."""

import re
from dataclasses import dataclass

from scanner.model import MentionType, Reading, State
from spiders.options import RenderMode

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


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a page is rendered, and why. `loses`: it is not, though something on it could have run."""

    render: bool
    why: str
    loses: bool = False


def needs_rendering(reading: Reading, html: str, mode: RenderMode) -> Decision:
    """Decide about one page: `html` as it was served, `reading` what was read of it."""
    why = _what_could_change(reading, html)
    match mode:
        case RenderMode.ALWAYS:
            return Decision(True, why or "every page is rendered")
        case RenderMode.NEVER:
            return Decision(False, why or "nothing on it can run", loses=bool(why))
        case RenderMode.AUTO:
            return Decision(bool(why), why or "nothing on it can run")


def _what_could_change(reading: Reading, html: str) -> str:
    if reading.scripts:
        files = sum(bool(script.src) for script in reading.scripts)
        return f"{files} script files and {len(reading.scripts) - files} pieces of inline code"
    if any(m.type is MentionType.FRAME and m.state is not State.INERT for m in reading.mentions):
        return "a frame, whose document has scripts of its own"
    if reading.flaws:
        return f"not wholly read ({reading.flaws[0].reason}): scripts may be in what is missing"
    found = _ALIVE.search(_COMMENT.sub("", html))
    return f"<{(found[1] or found[2]).lower()}> in its source" if found else ""
