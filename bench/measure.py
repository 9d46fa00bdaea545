"""CPU seconds and memory of a command with everything it starts."""

import ctypes
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Cost:
    """`cpu` seconds of the command and all its descendants; MB of its own process at most, and of the whole tree."""

    cpu: float
    own: float
    tree: float
    output: str


def adopt_orphans() -> None:
    """Make this process the parent of orphaned descendants, so that their CPU time is counted here (Linux)."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def run(command: list[str], folder: Path) -> Cost:
    """Run `command` in `folder` to its end. Raises RuntimeError if it fails to start its work (exit codes above 3).

    Its CPU time is what the system adds up, or what was seen of the processes while they ran, whichever is more: a
    browser's processes that end with their namespace are in no sum, and a process that was just seen goes on a little.
    """
    before, others = resource.getrusage(resource.RUSAGE_CHILDREN), _children()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    seen = _Seen()
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, seen, done))
    watcher.start()
    output, errors = process.communicate()
    done.set()
    watcher.join()
    _reap_orphans(others)
    if process.returncode not in (0, 1, 3):
        raise RuntimeError(f"{command} ended with {process.returncode}: {errors[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    summed = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(max(summed, sum(seen.spent.values())), seen.own, seen.tree, output)


@dataclass(slots=True)
class _Seen:
    """The peaks of the command's own and its whole tree's memory in MB, and the CPU seconds of each process."""

    own: float = 0.0
    tree: float = 0.0
    spent: dict[int, float] = field(default_factory=dict)


def _children() -> set[int]:
    return {int(child) for task in Path("/proc/self/task").glob("*/children") for child in task.read_text().split()}


def _reap_orphans(others: set[int]) -> None:
    deadline = time.monotonic() + 10
    while (orphans := _children() - others) and time.monotonic() < deadline:
        for orphan in orphans:
            os.waitpid(orphan, os.WNOHANG)
        time.sleep(0.05)


def _watch(pid: int, seen: _Seen, done: threading.Event) -> None:
    while not done.wait(0.1):
        members = _tree(pid)
        sizes = [_resident(member) for member in members]
        seen.own = max(seen.own, sizes[0] if sizes else 0.0)
        seen.tree = max(seen.tree, sum(sizes))
        for member in members:
            seen.spent[member] = max(seen.spent.get(member, 0.0), _spent(member))


def _tree(pid: int) -> list[int]:
    found, queue = [], [pid]
    while queue:
        member = queue.pop()
        found.append(member)
        try:
            tasks = list(Path(f"/proc/{member}/task").glob("*/children"))
            queue += [int(child) for task in tasks for child in task.read_text().split()]
        except OSError:
            continue
    return found


def _spent(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * resource.getpagesize() / 1e6


@contextmanager
def server(kind: str, pages: int) -> Iterator[int]:
    """The port of a generated site that a process of its own serves."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.site", kind, str(pages)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
