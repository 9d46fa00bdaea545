"""Which addresses belong to the site, and under which origin they are asked for."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from scanner.model import Target
from scanner.urls import Address, parse
from spiders.addresses import literal


def hosts_in_scope(target: Target) -> frozenset[str]:
    """The netlocs of the target and the `www.` twin of each."""
    return frozenset(target.hosts) | frozenset(twin for host in target.hosts if (twin := www_twin(host)))


def www_twin(netloc: str) -> str:
    """The netloc of the same site without, or with, `www.`, on the same port; "" for an address or a single word."""
    host = netloc.rpartition(":")[0] if ":" in netloc and not netloc.endswith("]") else netloc
    if "." not in host.removeprefix("www.") or literal(host.strip("[]")) is not None:
        return ""
    return netloc.removeprefix("www.") if netloc.startswith("www.") else f"www.{netloc}"


def origin(address: Address) -> str:
    """Scheme and netloc, as in `https://clinic.example`."""
    return f"{address.scheme}://{address.netloc}"


@dataclass(slots=True)
class Origins:
    """Which origins of the site send on to another one with the same paths, as http to https or the apex to `www.`.

    What is learned from one redirect saves the redirect of every further address. It is only learned between the two
    names of one site: a booking host whose front page sends on to the main one may hold pages of its own.
    """

    moved: dict[str, str] = field(default_factory=dict)

    def learn(self, before: Address, after: Address) -> bool:
        """Learn from a redirect between two addresses in scope; False if it says nothing about other paths."""
        same = (before.path, before.query) == (after.path, after.query)
        twins = before.netloc.removeprefix("www.") == after.netloc.removeprefix("www.")
        if not same or not twins or origin(before) == origin(after) or origin(before) in self.moved:
            return False
        self.moved[origin(before)] = origin(after)
        return True

    def canonical(self, address: Address) -> Address:
        """The address under the origin that really answers it."""
        place, passed = origin(address), {origin(address)}
        while (following := self.moved.get(place)) is not None and following not in passed:
            place = following
            passed.add(place)
        if place == origin(address):
            return address
        tail = address.href[len(origin(address)) :] if address.href.startswith(origin(address)) else address.path
        return parse(place + tail) or address

    def as_text(self) -> str:
        """All that was learned, one move a line; `Origins.read` is its inverse."""
        return "\n".join(f"{before} {after}" for before, after in self.moved.items())

    @classmethod
    def read(cls, lines: Iterable[str]) -> "Origins":
        """What `as_text` wrote."""
        return cls(dict(line.split(" ", 1) for line in lines if line))
