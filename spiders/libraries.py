"""Files that by themselves change nothing on a page, known to the byte by what is in them; never by name or host.

Which ones, and why: `libraries.toml` and docs/decisions/0011-known-libraries.md.
"""

import base64
import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("libraries.toml")

KINDS = ("sha256", "sha384", "sha512")
"""What an integrity attribute may be made with; browsers take the last of them that it names."""

_TOKEN = re.compile(rf"({'|'.join(KINDS)})-([A-Za-z0-9+/]+={{0,2}})")


@dataclass(frozen=True, slots=True)
class Libraries:
    """Name and version of each known file, by every digest of it, written as in an integrity attribute."""

    names: Mapping[str, str]

    def of(self, body: bytes) -> str:
        """Which known file this is, "" if it is none."""
        return self.names.get(f"sha256-{base64.b64encode(hashlib.sha256(body).digest()).decode()}", "")

    def demanded(self, integrity: str) -> str:
        """Which known file a browser accepts under this integrity attribute; "" if it might accept another one."""
        tokens = [_TOKEN.fullmatch(token) for token in integrity.split()]
        digests = [(token[1], token[0]) for token in tokens if token]
        if not digests or len(digests) < len(tokens):
            return ""
        strongest = max((kind for kind, _ in digests), key=KINDS.index)
        names = {self.names.get(digest, "") for kind, digest in digests if kind == strongest}
        return "" if "" in names else " or ".join(sorted(names))


def load() -> Libraries:
    """The files that are known."""
    return _read(DATA)


@cache
def _read(file: Path) -> Libraries:
    names: dict[str, str] = {}
    for record in tomllib.loads(file.read_text(encoding="utf-8"))["library"]:
        for version, _, *digests in record["files"]:
            names |= dict.fromkeys(digests, f"{record['name']} {version}")
    return Libraries(names)
