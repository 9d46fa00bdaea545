"""Runs a command where no user namespace can be made, so that no unprivileged sandbox starts.

    python without_namespaces.py all|one COMMAND ARGUMENT…

`all`: the users are those outside, as far as one may have them. `one`: the user is root, and there is no other user.
"""

import ctypes
import os
import sys
from contextlib import suppress
from pathlib import Path

NEW_USER_NAMESPACE = 0x10000000
MOST = Path("/proc/sys/user/max_user_namespaces")
USERS = 65536


def users(which: str) -> tuple[str, str]:
    """The users that are to be there, and what else will do."""
    user = os.geteuid()
    same = f"{user} {user} 1"
    return (f"0 {user} 1",) * 2 if which == "one" else (f"0 0 {USERS}" if user == 0 else same, same)


def map_users(pid: int, which: str) -> None:
    """Say which users there are in the namespace of this process, from outside."""
    for file in ("uid_map", "gid_map") if os.geteuid() == 0 else ("uid_map",):
        for text in users(which):
            with suppress(OSError):
                (Path("/proc") / str(pid) / file).write_text(text)
                break


def main(which: str, *command: str) -> None:
    """Become the command."""
    begun, mapped = os.pipe(), os.pipe()
    pid = os.getpid()
    if os.fork() == 0:
        os.read(begun[0], 1)
        map_users(pid, which)
        os.write(mapped[1], b".")
        os._exit(0)
    made = ctypes.CDLL(None).unshare(NEW_USER_NAMESPACE) == 0
    os.write(begun[1], b".")
    os.read(mapped[0], 1)
    os.wait()
    if made:  # where it cannot be made, there is nothing to forbid
        MOST.write_text("0")
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(*sys.argv[1:])
