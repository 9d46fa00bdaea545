"""`unembed crawl` as a process that is stopped: in a terminal or not, with everything it started watched."""

import os
import pty
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from demo.server import SiteServer
from spiders.browser import MACHINE

ROOT = Path(__file__).parents[2]
PATIENCE = 180.0


def offspring(ancestor: int) -> set[tuple[int, str]]:
    """All processes below `ancestor`: the number of each, and when it began, for numbers are used again."""
    below: dict[int, list[tuple[int, str]]] = {}
    for place in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            fields = (place / "stat").read_text().rpartition(")")[2].split()
            below.setdefault(int(fields[1]), []).append((int(place.name), fields[19]))
    found: set[tuple[int, str]] = set()
    waiting = [ancestor]
    while waiting:
        for process in below.get(waiting.pop(), []):
            found.add(process)
            waiting.append(process[0])
    return found


def alive(processes: set[tuple[int, str]]) -> set[int]:
    """Those that still run."""
    left = set()
    for number, began in processes:
        with suppress(OSError, IndexError):
            fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
            if fields[19] == began and fields[0] != "Z":
                left.add(number)
    return left


def wait_until(condition: Callable[[], bool]) -> bool:
    """Whether `condition` came true in time."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True


@dataclass(slots=True)
class Scan:
    """A crawl that runs; `terminal` is the end of its terminal that a user sits at, if it has one."""

    process: subprocess.Popen[bytes]
    terminal: int = -1
    seen: set[tuple[int, str]] = field(default_factory=set)
    shown: bytearray = field(default_factory=bytearray)

    def look(self) -> None:
        """Note what it has started so far."""
        self.seen |= offspring(self.process.pid)

    def type(self, keys: bytes) -> None:
        """Press keys in the terminal."""
        os.write(self.terminal, keys)

    def end(self) -> tuple[int, str]:
        """Wait for its end: exit code, and all it wrote. Everything that it started has to be gone."""
        said = b"".join(self.process.communicate(timeout=PATIENCE)[0:1]) if self.terminal < 0 else b""
        code = self.process.wait(PATIENCE)
        assert wait_until(lambda: not alive(self.seen)), f"left behind: {alive(self.seen)}"
        return code, (said or bytes(self.shown)).decode()

    def read_terminal(self) -> None:
        with suppress(OSError):  # how Linux says that nobody writes there any more
            while data := os.read(self.terminal, 65536):
                self.shown += data


@contextmanager
def scanning(server: SiteServer, folder: Path, *options: str, terminal: bool = False) -> Iterator[Scan]:
    """`unembed crawl` of clinic.example into `folder`; it is killed if it does not end by itself."""
    where = ["-o", str(folder), *(f"--resolve={pin}" for pin in server.pins)]
    command = [sys.executable, "-m", "unembed", "crawl", "http://clinic.example/", *where, *options]
    clean = {name: value for name, value in os.environ.items() if name in MACHINE or not name.startswith("UNEMBED")}
    environment = clean | {"PYTHONPATH": str(ROOT), "TERM": "xterm"}
    ours, theirs = pty.openpty() if terminal else (-1, subprocess.PIPE)
    process = subprocess.Popen(
        [sys.executable, "-c", _LEAD, *command] if terminal else command,
        cwd=folder.parent, env=environment, stdin=theirs if terminal else subprocess.DEVNULL, stdout=theirs,
        stderr=theirs if terminal else subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    scan = Scan(process, ours)
    reader = Thread(target=scan.read_terminal, daemon=True)
    if terminal:
        os.close(theirs)
        reader.start()
    try:
        yield scan
    finally:
        process.kill()
        process.wait()
        if terminal:
            reader.join(PATIENCE)
            os.close(ours)
        elif process.stdout is not None:
            process.stdout.close()


# Makes the terminal on stdin the controlling one, so that Ctrl-C in it sends the signal to the whole group.
_LEAD = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
