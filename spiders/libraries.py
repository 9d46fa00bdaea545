"""Files that by themselves change nothing on a page, known to the byte by what is in them; never by name or host.

Which ones, and why: `libraries.toml` and docs/decisions/0011-known-libraries.md.
"""

import asyncio
import base64
import hashlib
import re
import tomllib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class Shelf:
    """What the script files of a site are. `fetch` gives the whole of one, as the site serves it, or why it cannot.

    Each file is fetched once, however many pages ask for it.
    """

    libraries: Libraries
    fetch: Callable[[str], Awaitable[bytes | str]]
    _known: dict[str, asyncio.Future[str]] = field(default_factory=dict)

    async def stranger(self, urls: Iterable[str]) -> str:
        """Why these files are not all known ones: which is the first that is not, "" if all are."""
        for url in urls:
            if url not in self._known:
                self._known[url] = asyncio.ensure_future(self._look(url))
            if why := await asyncio.shield(self._known[url]):
                return why
        return ""

    async def _look(self, url: str) -> str:
        got = await self.fetch(url)
        if isinstance(got, str):
            return f"{url} could not be compared with known libraries ({got})"
        return "" if self.libraries.of(got) else f"{url} is no known library"
