"""Which pages have to run in the browser."""

from dataclasses import dataclass

from scanner.model import Reading
from spiders.options import RenderMode

MANY = 3


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a page `needed` the browser to show all that a visitor can meet, and `why` (or why not)."""

    needed: bool
    why: str


def needs_rendering(reading: Reading, mode: RenderMode) -> Decision:
    """A page needs the browser unless nothing on it can run; in mode ALWAYS every page does.

    A page that only looks static is never guessed at: inline handlers and `javascript:` links count as scripts, and a
    script is not judged by its name.
    """
    if mode is RenderMode.ALWAYS:
        return Decision(True, "asked for")
    if not reading.scripts:
        return Decision(False, "nothing on it can run")
    names = [script.src.rsplit("/", 1)[-1] or script.src for script in reading.scripts if script.src]
    inline = len(reading.scripts) - len(names)
    parts = names[:MANY] + ([f"{len(names) - MANY} more files"] if len(names) > MANY else [])
    if inline:
        parts.append(f"{inline} pieces of code in the page" if inline > 1 else "code in the page")
    return Decision(True, f"can change when scripts run: {', '.join(parts)}")
