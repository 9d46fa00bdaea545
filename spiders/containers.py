"""The texts of tag-manager containers, as the browser ran them: no request is made for them.

A container is known by its address or, where a site hides it behind one of its own, by what stands in it. One that is
redirected is told by the address that was asked for. The debugger, which holds the texts, is there only as long as it
takes to get one for the first time: it slows scripts down.
"""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from scanner.makers import LONGEST, is_go_between, named, proved
from scanner.model import Flaw, Loaded
from scanner.urls import parse
from spiders.devtools import CallError, Session
from spiders.exchange import Entry
from spiders.harmless import is_harmless
from spiders.journal import Journal, Source
from spiders.traps import without_time

SHORTEST = 1_000
"""Characters. What is shorter than this can hold no container; only what names itself one is looked at all the same."""

MOST, MOST_KNOWN = 40, 20_000
"""So many scripts of one page, and of all, are looked at."""

_RENEWED = re.compile(r"([?&](?:v|ver|version|t|ts|cb|_)=)[^&]*")


@dataclass(frozen=True, slots=True)
class Script:
    """A script file: the address that the page asked for, those that it led to, and last where it came from."""

    addresses: tuple[str, ...]

    @property
    def key(self) -> str:
        """The address that the page asked for, without what is new at each visit."""
        return _RENEWED.sub(r"\1", without_time(self.addresses[0]))

    @property
    def ends(self) -> tuple[str, str]:
        """What the browser calls it: a module by where it came from, any other script by what was asked for."""
        return self.addresses[0], self.addresses[-1]


@dataclass(slots=True)
class Containers:
    """What the scripts of a run proved to be, by their addresses: a container, or None for anything else."""

    known: dict[str, Loaded | None] = field(default_factory=dict)

    async def read(self, session: Session, journal: Journal) -> tuple[tuple[Loaded, ...], tuple[Flaw, ...]]:
        """The containers that ran on the page of `journal`, and what of them was not read.

        From then on the journal knows them by name. DevtoolsError: the page does not answer.
        """
        scripts = tuple(_scripts(journal))
        busy = {caller for entry in journal.entries.values() for caller in entry.callers}
        strangers = [script for script in scripts if script.key not in self.known and _may_be(script, busy)]
        if strangers and len(self.known) < MOST_KNOWN:
            strangers.sort(key=lambda script: named(script.addresses) is None)
            await self._look_at(session, journal, strangers[:MOST])
        found: dict[str, Loaded] = {}
        for script in scripts:
            if loaded := self.known.get(script.key):
                journal.callers.names.update(dict.fromkeys(script.ends, loaded.url))
                found[loaded.url] = loaded
        lost = (told for script in scripts if script.key not in self.known and (told := named(script.addresses)))
        flaws = [Flaw("not_probed", f"tag manager {one.address}, whose text the browser does not have") for one in lost]
        flaws += [Flaw("too_large", f"tag manager {one.url}") for one in found.values() if not one.text]
        return tuple(found.values()), (*flaws, *_led_astray(journal))

    async def _look_at(self, session: Session, journal: Journal, scripts: list[Script]) -> None:
        try:
            await session.call("Debugger.enable")
            await session.call("Debugger.setSkipAllPauses", skip=True)
            for script in scripts:
                source = next((journal.sources[url] for url in script.ends if url in journal.sources), None)
                if source is not None:
                    self.known[script.key] = await _loaded(session, journal.url, script, source)
                elif named(script.addresses) is None:
                    self.known[script.key] = None
        finally:
            with suppress(CallError):
                await session.call("Debugger.disable")
            journal.sources.clear()


async def _loaded(session: Session, page: str, script: Script, source: Source) -> Loaded | None:
    """The script, if it is a container."""
    told = named(script.addresses)
    if source.length > LONGEST or (source.length < SHORTEST and told is None):
        return None if told is None else Loaded(told.address, page)
    text = str((await session.call("Debugger.getScriptSource", scriptId=source.id))["scriptSource"])
    found = proved(script.addresses, text)
    return None if found is None else Loaded(found.address, page, text)


def _may_be(script: Script, busy: Collection[str]) -> bool:
    """Whether a script can be a container: at another address one asks for something, if only to measure the visit."""
    if named(script.addresses) is not None:
        return True
    return any(url in busy for url in script.ends) and not any(map(_is_other, script.ends))


def _is_other(url: str) -> bool:
    """Whether a script at this address is something else than a container."""
    address = parse(url)
    return address is None or is_go_between(url) or is_harmless(address.host, address.path)


def _scripts(journal: Journal) -> Iterator[Script]:
    """The script files that were loaded."""
    for entry in journal.entries.values():
        if entry.resource == "script" and entry.done and _came(entry):
            yield Script((*entry.via, entry.url))


def _came(entry: Entry) -> bool:
    return not (entry.error or entry.refused) and entry.status < 400


def _led_astray(journal: Journal) -> Iterator[Flaw]:
    """The containers in whose place a redirect brought something that is no script, or nothing."""
    for entry in journal.entries.values():
        if entry.resource == "script" and entry.via and not _came(entry):
            told = named((*entry.via, entry.url))
            if told is not None:
                why = f"tag manager {told.address}, which leads to {entry.url}, where no script came"
                yield Flaw("not_probed", why)
