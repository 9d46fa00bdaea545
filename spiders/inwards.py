"""What leads to pages of the site, as it lies in a run file: little for each page, read when it is asked for."""

import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from scanner.errors import FileError
from scanner.inward import Inward
from scanner.linked import Known
from scanner.urls import inward_key, redact
from spiders import tables
from spiders.scope import Origins

_places = msgspec.json.Decoder(tuple[Inward, ...])


def packed(places: Sequence[Inward]) -> bytes:
    """The places of one page as they are stored: about 20 bytes each."""
    return zlib.compress(msgspec.json.encode(places))


@dataclass(frozen=True, slots=True)
class StoredInwards:
    """What leads to pages of the site. `origins` are those that a page may name for another one of the site."""

    path: Path
    origins: Origins

    def addresses(self) -> Iterator[Known]:
        """The addresses of the site. Raises FileError for a run file that cannot be read."""
        for url, key, target in self._each(tables.KNOWN):
            names = {name for place in (url, key) for name in self._names(place)}
            yield Known(redact(url), frozenset(map(inward_key, names)), inward_key(target) if target else "")

    def __iter__(self) -> Iterator[tuple[str, tuple[Inward, ...]]]:
        for url, document in self._each(tables.INWARD):
            yield redact(url), _places.decode(zlib.decompress(document))

    def _names(self, url: str) -> Iterator[str]:
        """An address as pages may write it: also under the origins that send on to its own."""
        yield url
        for before, after in self.origins.moved.items():
            if url.startswith(f"{after}/"):
                yield before + url.removeprefix(after)

    def _each(self, statement: str) -> Iterator[Any]:
        try:
            with closing(sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)) as file:
                yield from file.execute(statement)
        except (sqlite3.Error, msgspec.DecodeError, zlib.error) as error:
            raise FileError("not a run file", f"{self.path} ({error})", "another --output-dir") from error
