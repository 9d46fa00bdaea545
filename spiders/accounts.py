"""As whom the browser runs: never as root, whose sandbox would not start.

Root becomes `nobody` before it becomes the browser, by a small start script. What `nobody` needs lies in the pool's own
folder: a home, and the browser itself if it lies where only root gets, as in root's cache folder.
"""

import os
import shlex
import shutil
import stat
import sys
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir

from spiders import stepdown

NOBODY = 65534
PLACES = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))  # noqa: S108 - only the places; the folder in it is made safely

_DATA = "icudtl.dat"
"""Every Chromium has it beside its program."""


@dataclass(frozen=True, slots=True)
class Account:
    """A user of this machine."""

    uid: int
    gid: int


def is_root() -> bool:
    """Whether this process is root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def nobody() -> Account:
    """The user who owns nothing."""
    import pwd  # not on every system

    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return Account(NOBODY, NOBODY)
    return Account(entry.pw_uid, entry.pw_gid)


def place() -> Path | None:
    """Where the pool's folder is to be, so that `nobody` can get into it and run what lies in it; None: anywhere."""
    if not is_root():
        return None
    named = Path(gettempdir())
    return next((folder for folder in (named, *PLACES) if _usable(folder)), named)


def _usable(folder: Path) -> bool:
    return folder.is_dir() and reachable(folder) and not os.statvfs(folder).f_flag & os.ST_NOEXEC


def reachable(path: Path) -> bool:
    """Whether every user gets at what lies at `path`, and may run it."""
    real = path.resolve()
    return all(_open_to_all(one) for one in (real, *real.parents))


def _open_to_all(path: Path) -> bool:
    return bool(path.stat().st_mode & stat.S_IXOTH)


def start_script(program: Path, account: Account, folder: Path) -> Path:
    """A program in `folder` that runs `program` as `account`."""
    program = lent(program, folder)
    home = folder / "home"
    if not home.exists():
        home.mkdir(mode=0o700)
        os.chown(home, account.uid, account.gid)
    name = sha256(os.fsencode(program)).hexdigest()[:8]
    script = folder / f"{program.name}-{name}"
    if not script.exists():
        words = (sys.executable, "-I", "-S", stepdown.__file__, account.uid, account.gid, home, program)
        script.write_text(f'#!/bin/sh\nexec {shlex.join(map(str, words))} "$@"\n', encoding="utf-8")
        script.chmod(0o755)
    return script


def lent(program: Path, folder: Path) -> Path:
    """The program, or a copy in `folder` if not every user can run it: with all that a browser has beside it."""
    real = program.resolve()
    if reachable(real) and real.stat().st_mode & stat.S_IROTH:
        return program
    copy = folder / f"lent-{sha256(os.fsencode(real)).hexdigest()[:8]}"
    if not copy.exists() and (real.parent / _DATA).is_file():
        shutil.copytree(real.parent, copy, copy_function=_link)
    elif not copy.exists():
        copy.mkdir()
        _link(str(real), str(copy / real.name))
    for one in (copy, *copy.rglob("*")):
        if one.is_dir():
            one.chmod(0o755)
    return copy / real.name


def _link(source: str, target: str) -> None:
    """The same file again where it may be read by all, else a copy."""
    mode = stat.S_IMODE(Path(source).stat().st_mode)
    wanted = mode | 0o444 | (0o111 if mode & stat.S_IXUSR else 0)
    if mode == wanted:
        with suppress(OSError):  # another file system, or one without links
            Path(target).hardlink_to(source)
            return
    shutil.copyfile(source, target)
    Path(target).chmod(wanted)
