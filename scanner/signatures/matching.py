"""All rules, filed so that a mention meets only those that could fit it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from scanner import urls
from scanner.mentions import Mention
from scanner.signatures.paths import Patterns, segments
from scanner.signatures.rules import Known, Place, Recognised, Rule, fit


class Index:
    """Filed by what a mention must show: a path segment, a host, an attribute, code, or a host of the CRM."""

    __slots__ = ("_attrs", "_crm", "_hosts", "_placeholders", "_roles", "_segments", "_text")

    def __init__(self, rules: Iterable[Rule], roles: Mapping[str, str], placeholders: Patterns) -> None:
        self._roles = roles
        self._placeholders = placeholders
        self._segments: defaultdict[str, list[Rule]] = defaultdict(list)
        self._hosts: defaultdict[str, list[Rule]] = defaultdict(list)
        self._attrs: defaultdict[str, list[Rule]] = defaultdict(list)
        self._text: list[Rule] = []
        self._crm: list[Rule] = []
        for rule in rules:
            self._file(rule)

    def _file(self, rule: Rule) -> None:
        keys = {pattern.key for pattern in rule.paths}
        if keys and "" not in keys:
            for key in keys:
                self._segments[key].append(rule)
        elif isinstance(rule.sign.host, tuple):
            for host in rule.sign.host:
                self._hosts[host.removeprefix("*.")].append(rule)
        elif rule.attrs:
            self._attrs[rule.attrs[0].name].append(rule)
        elif rule.text:
            self._text.append(rule)
        else:
            self._crm.append(rule)

    def role(self, host: str) -> str:
        """What the vendor uses `host` for, "" for everybody else's hosts."""
        host = host.rstrip(".")
        found = self._roles.get(host)
        while found is None and "." in host:
            host = host.partition(".")[2]
            found = self._roles.get(f"*.{host}")
        return found or ""

    def is_first_party(self, host: str) -> bool:
        """Whether `host` is one on which the CRM runs."""
        return self.role(host) not in ("", "marketing")

    def match(self, mention: Mention, known: Known) -> tuple[Recognised, ...]:
        """The signatures that fit best: by path before by attribute, by attribute before by host alone."""
        best = (3, 0)
        found: dict[str, Recognised] = {}
        for copied, place in self._places(mention, known):
            for rule in self._candidates(mention, place):
                order = (rule.rank, -rule.weight)
                if order > best or mention.type not in rule.sign.on or (copied and rule.rank):
                    continue
                recognised = fit(rule, mention, place, known, self._placeholders)
                if recognised is None:
                    continue
                if order < best:
                    best = order
                    found.clear()
                _keep(found, recognised)
        return tuple(found.values())

    def _places(self, mention: Mention, known: Known) -> Iterator[tuple[bool, Place]]:
        """The address of a mention, and the one whose copy it may be, which counts only by its path."""
        address = urls.parse(mention.url) if mention.url else None
        if address is None:
            yield False, Place()
            return
        place = self._place(address, known)
        yield False, place
        if not place.foreign:
            mirrored = self._mirrored(place)
            if mirrored is not None:
                yield True, self._place(mirrored, known)

    def _place(self, address: urls.Address, known: Known) -> Place:
        path = segments(address.path)
        role = self.role(address.host) or known.roles.get(address.netloc, "")
        crm = role not in ("", "marketing") or address.netloc in known.crm
        lower = tuple(segment.lower() for segment in path)
        return Place(address, path, lower, crm, role, foreign=not known.in_scope(address.netloc))

    def _mirrored(self, place: Place) -> urls.Address | None:
        """What a mirroring tool saved under the name of the CRM's host: `/saved/link.msgsndr.com/js/form_embed.js`."""
        for number, segment in enumerate(place.lower, 1):
            if "." in segment and self.is_first_party(segment):
                rest = "/".join(place.path[number:])
                return urls.parse(f"https://{segment}/{rest.removesuffix('.html')}")
        return None

    def _candidates(self, mention: Mention, place: Place) -> Iterable[Rule]:
        sets = [self._segments[segment] for segment in place.lower if segment in self._segments]
        if place.address is not None:
            host = place.address.host
            while host:
                if host in self._hosts:
                    sets.append(self._hosts[host])
                host = host.partition(".")[2]
            if place.crm:
                sets.append(self._crm)
        sets += [self._attrs[name] for name in mention.attrs if name in self._attrs]
        if mention.text:
            sets.append(self._text)
        return chain.from_iterable(sets)


def _keep(found: dict[str, Recognised], recognised: Recognised) -> None:
    """Of several signs of one signature the first that gives an identity counts."""
    before = found.get(recognised.signature.id)
    if before is None or (recognised.value and not before.value) or (before.placeholder and not recognised.placeholder):
        found[recognised.signature.id] = recognised
