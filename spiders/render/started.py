"""A program that is started as a browser is: with a pipe to it, in a process group of its own, and with a profile."""

import asyncio
import fcntl
import os
import shutil
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Self

from spiders import processes
from spiders.render.pipe import Lines, Pipe
from spiders.stepdown import PROFILE

ERRORS, ASKED, SAID = 2, 3, 4
"""File descriptors: a browser started with `--remote-debugging-pipe` reads from the second and writes to the third."""

_ABOVE = 10
KEPT = 16 << 10
"""Bytes of what it says on its standard error; the first ones tell why it does not start."""

POLL = 0.02
"""Seconds."""


class Started:
    """A program that runs, the leader of the process group `pid`; `pipe` leads to it. End it in any case."""

    def __init__(
        self, pid: int, pipe: Pipe, errors: "_Errors", ways: Sequence[asyncio.Transport], profile: Path
    ) -> None:
        self.pid = pid
        self.pipe = pipe
        self._errors = errors
        self._ways = ways
        self._profile = profile
        self._over = False

    @classmethod
    async def start(cls, program: Path, arguments: Sequence[str], folder: Path) -> Self:
        """OSError: it cannot be started. Its profile lies in `folder`."""
        pipe, errors = Pipe(), _Errors()
        with ExitStack() as stack:
            to, its = await _connected(stack, lambda: Lines(pipe))
            beside, told = await _connected(stack, lambda: errors)
            profile = Path(mkdtemp(prefix="profile-", dir=folder))
            stack.callback(shutil.rmtree, profile)
            arguments = (*arguments, f"{PROFILE}{profile}", "--remote-debugging-pipe")
            pid = _spawned(program, arguments, its, told)
            stack.pop_all()
        its.close()
        told.close()
        return cls(pid, pipe, errors, (to, beside), profile)

    @property
    def complaint(self) -> str:
        """What it said on its standard error, from the beginning."""
        return self._errors.text.decode(errors="replace")

    async def complained(self, seconds: float) -> str:
        """As `complaint`, once it has closed its standard error, or after so many seconds."""
        await asyncio.wait({self._errors.over}, timeout=seconds)
        return self.complaint

    async def end(self, seconds: float) -> None:
        """End it and all that it started, whatever they do, and wait at most so long until it is over."""
        self.kill()
        end = asyncio.get_running_loop().time() + seconds
        while not self._is_over() and asyncio.get_running_loop().time() < end:  # noqa: ASYNC110 - who ends tells nobody
            await asyncio.sleep(POLL)
        for way in self._ways:
            way.abort()
        await asyncio.to_thread(shutil.rmtree, self._profile, ignore_errors=True)

    def kill(self) -> None:
        """End it and all that it started, whatever they do."""
        if not self._over:
            processes.kill_group(self.pid)
        self.pipe.lose()

    def _is_over(self) -> bool:
        """Whether it has ended; from then on its number may be that of another process."""
        if not self._over:
            try:
                self._over = os.waitpid(self.pid, os.WNOHANG) != (0, 0)
            except ChildProcessError:
                self._over = True
        return self._over


async def _connected(stack: ExitStack, make: Callable[[], asyncio.Protocol]) -> tuple[asyncio.Transport, socket.socket]:
    """A way between us and a program to come, and the program's end of it; `stack` undoes both."""
    ours, its = socket.socketpair()
    stack.callback(its.close)
    way, _ = await asyncio.get_running_loop().create_connection(make, sock=ours)
    stack.callback(way.abort)
    return way, its


def _spawned(program: Path, arguments: Sequence[str], pipe: socket.socket, errors: socket.socket) -> int:
    """The process of a program that finds these behind its file descriptors, and nothing else of ours."""
    with ExitStack() as stack:
        its = [fcntl.fcntl(one, fcntl.F_DUPFD_CLOEXEC, _ABOVE) for one in (errors, pipe)]
        for one in its:
            stack.callback(os.close, one)
        files = (
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            *((os.POSIX_SPAWN_CLOSE, one) for one in _inherited() if one > SAID),
            (os.POSIX_SPAWN_DUP2, its[0], ERRORS),
            (os.POSIX_SPAWN_DUP2, its[1], ASKED),
            (os.POSIX_SPAWN_DUP2, its[1], SAID),
        )
        words = (str(program), *arguments)
        return os.posix_spawn(program, words, os.environ, file_actions=files, setpgroup=0)


def _inherited() -> Iterator[int]:
    """The file descriptors that every program gets that is started from here."""
    for entry in Path("/dev/fd").iterdir():
        with suppress(OSError):
            if os.get_inheritable(int(entry.name)):
                yield int(entry.name)


class _Errors(asyncio.Protocol):
    """Keeps the beginning of what comes."""

    def __init__(self) -> None:
        self.text = b""
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def data_received(self, data: bytes) -> None:
        """As asyncio calls it."""
        self.text += data[: KEPT - len(self.text)]

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """As asyncio calls it."""
        if not self.over.done():
            self.over.set_result(None)
