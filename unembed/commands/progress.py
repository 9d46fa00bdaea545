"""Live progress on stderr: one line that renews itself on a terminal, one line every ten seconds elsewhere."""

import shutil
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

from unembed.commands.outputs import silence

if TYPE_CHECKING:
    from spiders.crawl import Progress

PLAIN_EVERY = 10.0


def choose(wish: str, stream: TextIO) -> str:
    """What `auto` means for `stream`: `line` on a terminal, else `plain`; `plain` and `none` stay as they are."""
    if wish != "auto":
        return wish
    return "line" if stream.isatty() else "plain"


def sentence(progress: "Progress") -> str:
    """The state of a crawl in one line without the current address."""
    parts = [f"{progress.checked} checked", f"{progress.queued} to go", f"{progress.rendered} rendered"]
    if progress.unread:
        parts.append(f"{progress.unread} not read")
    if progress.links:
        parts.append(f"{progress.links} {'link' if progress.links == 1 else 'links'} followed")
    parts.append(f"{progress.traces} {'trace' if progress.traces == 1 else 'traces'}")
    return " · ".join(parts)


@dataclass(slots=True)
class ProgressLine:
    """Shows Progress values on `stream` in `style` (line, plain or none)."""

    style: str
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    _next: float = field(default_factory=lambda: time.monotonic() + PLAIN_EVERY)

    def __call__(self, progress: "Progress") -> None:
        if self.style == "line":
            width = shutil.get_terminal_size().columns - 1
            current = "".join(c if c.isprintable() else "�" for c in progress.current)
            text = f"{sentence(progress)} · {current}"
            self._show(f"\r\x1b[2K{text[:width]}")
        elif self.style == "plain" and time.monotonic() >= self._next:
            self._next = time.monotonic() + PLAIN_EVERY
            self._show(sentence(progress) + "\n")

    def say(self, text: str) -> None:
        """Show what is done besides reading pages, as often as Progress."""
        if self.style == "line":
            self._show(f"\r\x1b[2K{text[: shutil.get_terminal_size().columns - 1]}")
        elif self.style == "plain" and time.monotonic() >= self._next:
            self._next = time.monotonic() + PLAIN_EVERY
            self._show(text + "\n")

    def close(self) -> None:
        """Take the renewing line away."""
        if self.style == "line":
            self._show("\r\x1b[2K")

    def _show(self, text: str) -> None:
        try:
            self.stream.write(text)
            self.stream.flush()
        except BrokenPipeError:  # nobody looks any more, and the crawl goes on
            self.style = "none"
            silence(self.stream)
