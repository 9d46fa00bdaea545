"""The processes of a browser, and their end. What they take is known only where /proc tells."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Process:
    """`resident` is the memory it holds, in bytes, with its share of what others hold as well."""

    pid: int
    resident: int

    @property
    def is_renderer(self) -> bool:
        """Whether pages run in it."""
        return any("--type=renderer" in argument for argument in command_line(self.pid))


def command_line(pid: int) -> tuple[str, ...]:
    """Program and arguments of a process; empty if it is gone, or where there is no /proc."""
    try:
        text = (PROC / str(pid) / "cmdline").read_text(errors="replace")
    except OSError:
        return ()
    return tuple(text.removesuffix("\0").split("\0"))


def members(group: int) -> tuple[Process, ...]:
    """The processes of this process group that still run; none where there is no /proc."""
    return tuple(
        Process(pid, int(fields[21]) * os.sysconf("SC_PAGE_SIZE"))
        for pid, fields in _running()
        if int(fields[2]) == group
    )


def _running() -> Iterator[tuple[int, list[bytes]]]:
    """All processes that still run, with what /proc says of each: state, parent, group …"""
    if not PROC.is_dir():
        return
    with os.scandir(PROC) as entries:
        pids = [int(entry.name) for entry in entries if entry.name.isdigit()]
    for pid in pids:
        try:
            stat = (PROC / str(pid) / "stat").read_bytes()
        except OSError:
            continue
        fields = stat.rpartition(b")")[2].split()  # the program's name, before, may hold anything
        if fields[0] not in (b"Z", b"X"):
            yield pid, fields


def kill(pid: int) -> None:
    """End one process, whatever it does."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def kill_group(group: int) -> None:
    """End all processes of a group at once, whatever they do. Our own group is left alone."""
    if group != os.getpgrp():
        with suppress(ProcessLookupError, PermissionError):  # macOS forbids it where all of them have ended
            os.killpg(group, signal.SIGKILL)
