"""Routes that several scripts make together: one says where, another, which it loads, what is below that.

Where a table belongs that no script says it loads cannot be told: each script's routes are tried at the root in any
case, and those of such a script besides below the routes that leave their rest to anybody.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Self

import msgspec

from scanner.extract.routes import whole
from scanner.routing import OPEN, Tables
from scanner.urls import parse

MOST_FILES = 300
MOST_TOLD = 10_000
"""So many scripts, and so many routes in them, are compared with each other."""

MOST_PLACES = 8
"""So many places one script may be loaded for, and so many routes may leave their rest to anybody."""

MOST_MADE = 2_000
DEEPEST = 10


class _Place(NamedTuple):
    """A path below which a script's routes stand, and the scripts through which that is told."""

    path: str
    way: tuple[str, ...]


@dataclass(slots=True)
class Branches:
    """What the scripts of a run say about each other's routes. `cut` tells that not all of it was followed."""

    known: dict[str, Tables] = field(default_factory=dict)
    cut: bool = False
    _by_name: dict[str, list[Tables]] = field(default_factory=dict)
    _places: dict[str, dict[str, _Place]] = field(default_factory=dict)
    _made: dict[str, None] = field(default_factory=dict)
    _guesses: set[tuple[str, str]] = field(default_factory=set)
    _told: int = 0

    def learn(self, tables: Tables) -> tuple[str, ...]:
        """Learn what one script says; the addresses that this makes with others. If it was known, it is all so far."""
        if tables.url in self.known:
            return tuple(self._made)
        size = len(tables.alone) + len(tables.mounts)
        if len(self.known) >= MOST_FILES or self._told + size > MOST_TOLD:
            self.cut |= size > 0
            return ()
        self._told += size
        before = len(self._made)
        self.known[tables.url] = tables
        for name in tables.names:
            self._by_name.setdefault(name, []).append(tables)
        told = (place for name in tables.names for place in self._places.get(name, {}).values())
        waiting = deque((tables, place) for place in (*(_Place(root, ()) for root in tables.roots), *told))
        while waiting:
            waiting.extend(self._spread(*waiting.popleft()))
        self._guess()
        return tuple(self._made)[before:]

    def _guess(self) -> None:
        """Make the routes of scripts that nobody says to load, at the places that leave their rest to anybody."""
        for place in self._places.get(OPEN, {}).values():
            for tables in self.known.values():
                guess = tables.url, place.path
                if guess not in self._guesses and self._may_be_left(tables, place):
                    self._guesses.add(guess)
                    self._make(tables, place.path)

    def _may_be_left(self, tables: Tables, place: _Place) -> bool:
        """Whether a script may be what a place leaves its rest to: another one of that host, which nobody loads."""
        near = _host(tables.url) == _host(place.way[0]) and tables.url not in place.way
        return near and self._places.keys().isdisjoint(tables.names)

    def _spread(self, tables: Tables, place: _Place) -> Iterator[tuple[Tables, _Place]]:
        """Make the routes of a script at a place; what that says about others."""
        if tables.url in place.way or len(place.way) > DEEPEST:
            return
        way = (*place.way, tables.url)
        if place.way:
            self._make(tables, place.path)
            for name in tables.imports:
                yield from self._put(name, _Place(place.path, way))
        for mount in tables.mounts:
            if mount.alone or not place.way:
                path = _below(place.path, mount.path)
                for name in mount.files if path else ():
                    yield from self._put(name, _Place(path, way))

    def _put(self, name: str, place: _Place) -> Iterator[tuple[Tables, _Place]]:
        """Note where the scripts of a name belong, and give those that are known."""
        places = self._places.setdefault(name, {})
        if place.path in places:
            return
        if len(places) >= MOST_PLACES:
            self.cut = True
            return
        places[place.path] = place
        yield from ((tables, place) for tables in self._by_name.get(name, ()))

    def _make(self, tables: Tables, place: str) -> None:
        address = parse(tables.url)
        for alone in tables.alone if address else ():
            path = _below(place, alone)
            if path and len(self._made) >= MOST_MADE:
                self.cut = True
                return
            if path and address:
                front = "/" if path.startswith("#") else ""
                self._made[f"{address.scheme}://{address.netloc}{front}{path}"] = None

    def as_text(self) -> str:
        """All that was learned; `Branches.read` is its inverse."""
        return msgspec.json.encode(list(self.known.values())).decode()

    @classmethod
    def read(cls, text: str) -> Self:
        """What `as_text` wrote; nothing of nothing."""
        branches = cls()
        for tables in msgspec.json.decode(text or "[]", type=list[Tables]):
            branches.learn(tables)
        return branches


def _host(url: str) -> str:
    address = parse(url)
    return address.netloc if address else ""


def _below(place: str, path: str) -> str:
    """The route `path` below `place`, "" if it is none."""
    return whole(f"{place}/{path.strip('/')}" if path.strip("/") else place or "/")
