"""The texts of tag-manager containers, as the browser ran them: no request is made for them.

A container is known by its address or, where a site hides it behind one of its own, by what stands in it. The debugger,
which holds the texts, is there only as long as it takes to get one for the first time: it slows scripts down.
"""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from scanner.makers import LONGEST, container, is_go_between, told_by
from scanner.model import Flaw, Loaded
from scanner.urls import parse
from spiders.devtools import CallError, Session
from spiders.harmless import is_harmless
from spiders.journal import Journal, Source
from spiders.traps import without_time

SHORTEST = 1_000
"""Characters. What is shorter than this can hold no container; only what names itself one is looked at all the same."""

MOST, MOST_KNOWN = 40, 20_000
"""So many scripts of one page, and of all, are looked at."""

_RENEWED = re.compile(r"([?&](?:v|ver|version|t|ts|cb|_)=)[^&]*")


@dataclass(slots=True)
class Containers:
    """What the scripts of a run proved to be, by their addresses: a container, or None for anything else."""

    known: dict[str, Loaded | None] = field(default_factory=dict)

    async def read(self, session: Session, journal: Journal) -> tuple[tuple[Loaded, ...], tuple[Flaw, ...]]:
        """The containers that ran on the page of `journal`, and what of them was not read.

        From then on the journal knows them by name. DevtoolsError: the page does not answer.
        """
        scripts = {url: _key(url) for url in _scripts(journal)}
        busy = {caller for entry in journal.entries.values() for caller in entry.callers}
        strangers = [url for url, key in scripts.items() if key not in self.known and _may_be(url, busy)]
        if strangers and len(self.known) < MOST_KNOWN:
            strangers.sort(key=lambda url: container(url) is None)
            await self._look_at(session, journal, strangers[:MOST])
        found: dict[str, Loaded] = {}
        for url, key in scripts.items():
            if loaded := self.known.get(key):
                journal.callers.names[url] = loaded.url
                found[loaded.url] = loaded
        lost = (named.address for url, key in scripts.items() if key not in self.known and (named := container(url)))
        flaws = [Flaw("not_probed", f"tag manager {address}, whose text the browser does not have") for address in lost]
        flaws += [Flaw("too_large", f"tag manager {one.url}") for one in found.values() if not one.text]
        return tuple(found.values()), tuple(flaws)

    async def _look_at(self, session: Session, journal: Journal, urls: list[str]) -> None:
        try:
            await session.call("Debugger.enable")
            await session.call("Debugger.setSkipAllPauses", skip=True)
            for url in urls:
                source = journal.sources.get(url)
                if source is not None:
                    self.known[_key(url)] = await _loaded(session, journal.url, url, source)
                elif container(url) is None:
                    self.known[_key(url)] = None
        finally:
            with suppress(CallError):
                await session.call("Debugger.disable")
            journal.sources.clear()


async def _loaded(session: Session, page: str, url: str, source: Source) -> Loaded | None:
    """The script at `url`, if it is a container."""
    named = container(url)
    if source.length > LONGEST or (source.length < SHORTEST and named is None):
        return None if named is None else Loaded(named.address, page)
    text = str((await session.call("Debugger.getScriptSource", scriptId=source.id))["scriptSource"])
    proved = told_by(url, text)
    return None if proved is None else Loaded(proved.address, page, text)


def _may_be(url: str, busy: Collection[str]) -> bool:
    """Whether a script can be a container: at another address one asks for something, if only to measure the visit."""
    address = parse(url)
    if container(url) is not None or address is None:
        return address is not None
    return url in busy and not is_go_between(url) and not is_harmless(address.host, address.path)


def _scripts(journal: Journal) -> Iterator[str]:
    """The addresses of script files that were loaded."""
    for entry in journal.entries.values():
        if entry.resource == "script" and entry.done and not (entry.error or entry.refused) and entry.status < 400:
            yield entry.url


def _key(url: str) -> str:
    """The address of a script without what is new at each visit."""
    return _RENEWED.sub(r"\1", without_time(url))
