#!/usr/bin/env python3
"""Fills in the digests of `spiders/libraries.toml` from the packages at the npm registry.

    scripts/libraries.py            write the file anew
    scripts/libraries.py --check    only say whether it would change: exit code 1

Needs npm, which checks what it downloads against the registry's own digests. Nothing of a package is kept or run.
"""

import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent.parent / "spiders" / "libraries.toml"
KINDS = ("sha256", "sha384", "sha512")

MADE: dict[str, Callable[[bytes], bytes]] = {
    "": lambda body: body,
    "noConflict": lambda body: body + b"jQuery.noConflict();",
    "unmapped": lambda body: b"".join(
        line for line in body.splitlines(keepends=True) if not line.startswith(b"//# sourceMappingURL=")
    ),
}
"""How a file differs from that of its package, by the `made` of its record."""


@cache
def package(name: str, version: str) -> dict[str, bytes]:
    """The script files and style sheets of a package, by their path in it."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", f"{name}@{version}", "--silent", "--ignore-scripts", "--pack-destination", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - the words are from our own data
        (archive,) = Path(folder).iterdir()
        with tarfile.open(archive) as files:
            members = [member for member in files if member.isfile() and member.name.endswith((".js", ".css"))]
            return {member.name.partition("/")[2]: files.extractfile(member).read() for member in members}  # type: ignore[union-attr] # it is a file


def digests(body: bytes) -> Iterator[str]:
    """All digests of `body`, written as in an integrity attribute."""
    for kind in KINDS:
        yield f"{kind}-{base64.b64encode(hashlib.new(kind, body).digest()).decode()}"


def written(text: str) -> str:
    """The data with all digests filled in, and the head of `text` kept."""
    head = text.partition("[[library]]")[0]
    lines = [head.rstrip("\n"), ""]
    for record in tomllib.loads(text)["library"]:
        lines += ["[[library]]", *(f'{key} = "{value}"' for key, value in record.items() if key != "files")]
        lines.append("files = [")
        for version, file, *_ in record["files"]:
            body = MADE[record.get("made", "")](package(record["package"], version)[file])
            cells = ", ".join(f'"{cell}"' for cell in (version, file, *digests(body)))
            lines.append(f"  [{cells}],")
        lines += ["]", ""]
    return "\n".join(lines)


def main() -> int:
    """Write or check the data."""
    before = DATA.read_text(encoding="utf-8")
    after = written(before)
    if "--check" in sys.argv[1:]:
        return int(before != after)
    DATA.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
