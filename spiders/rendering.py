"""Which served pages have to run in the browser: all of which it is not certain that nothing on them can change."""

from dataclasses import dataclass

from scanner.model import MentionType, Reading, State
from spiders.options import RenderMode


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a page is rendered, and why. `loses`: it is not, though something on it could have run."""

    render: bool
    why: str
    loses: bool = False


def needs_rendering(reading: Reading, mode: RenderMode) -> Decision:
    """Decide about one page."""
    why = _what_could_change(reading)
    match mode:
        case RenderMode.ALWAYS:
            return Decision(True, why or "every page is rendered")
        case RenderMode.NEVER:
            return Decision(False, why or "nothing on it can run", loses=bool(why))
        case RenderMode.AUTO:
            return Decision(bool(why), why or "nothing on it can run")


def _what_could_change(reading: Reading) -> str:
    if reading.scripts:
        files = sum(bool(script.src) for script in reading.scripts)
        return f"{files} script files and {len(reading.scripts) - files} pieces of inline code"
    frames = sum(m.type is MentionType.FRAME and m.state is not State.INERT for m in reading.mentions)
    if frames:
        return f"{frames} frames, whose documents have scripts of their own"
    if reading.flaws:
        return f"not wholly read ({reading.flaws[0].reason}): scripts may be in what is missing"
    return ""
