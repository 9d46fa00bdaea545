"""Becomes another user, and then a browser: `python -I -S stepdown.py UID GID HOME PROGRAM ARGUMENT…`, run by root.

The browser finds nothing of root's in its environment, and its profile belongs to it.
"""

import os
import sys

CANNOT = "cannot become another user"
KEPT = (
    "PATH",
    "LANG",
    "LANGUAGE",
    "TZ",
    "LD_LIBRARY_PATH",
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
    "CHROME_DEVEL_SANDBOX",
)
PROFILE = "--user-data-dir="


def step_down(uid: int, gid: int, home: str, program: str, *arguments: str) -> None:
    """Run `program` as this user in place of this process."""
    try:
        for argument in arguments:
            if argument.startswith(PROFILE):
                os.chown(argument.removeprefix(PROFILE), uid, gid, follow_symlinks=False)
        os.setgroups(())
        os.setgid(gid)
        os.setuid(uid)
    except OSError as error:
        sys.exit(f"{CANNOT}: {error.strerror}")
    os.chdir(home)
    kept = {name: value for name, value in os.environ.items() if name in KEPT or name.startswith("LC_")}
    os.execve(program, (program, *arguments), kept | {"HOME": home, "TMPDIR": home})  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    step_down(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
