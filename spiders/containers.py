"""The texts of tag-manager containers, as the browser ran them: no request is made for them.

A container is known by its address, or, where a site hides it behind one of its own, by what stands in it. Each is read
once in a run. The debugger, which holds the texts, is only there as long as that takes: it slows scripts down.
"""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from scanner.makers import Container, container, is_go_between, told_by
from scanner.model import Loaded
from scanner.urls import parse
from spiders.devtools import CallError, Session
from spiders.harmless import is_harmless
from spiders.journal import Journal, Source
from spiders.traps import without_time

LONGEST = 3_000_000
SHORTEST = 1_000
"""Characters. What is shorter than this can hold no container; only what names itself one is looked at all the same."""

MOST = 40
"""So many scripts of one page are looked at."""

_RENEWED = re.compile(r"([?&](?:v|ver|version|t|ts|cb|_)=)[^&]*")


@dataclass(slots=True)
class Containers:
    """What is known in a run about scripts, by their addresses: which container each proved to be, None for none.

    Pages may be read at the same time, and one that was read may be thrown away: what `read` gives is given again until
    it is `settled`.
    """

    known: dict[str, Container | None] = field(default_factory=dict)
    _waiting: dict[str, Loaded] = field(default_factory=dict)

    async def read(self, session: Session, journal: Journal) -> tuple[Loaded, ...]:
        """The containers of the page of `journal`; those that are settled come without their text.

        From then on the journal names those that can be told by their texts alone. DevtoolsError: the page does not
        answer.
        """
        scripts = {url: _key(url) for url in _scripts(journal)}
        fresh = [url for url, key in scripts.items() if key not in self.known and _may_be(url)][:MOST]
        if fresh:
            await self._look_at(session, journal, fresh)
        found: dict[str, Loaded] = {}
        for url, key in scripts.items():
            proved = self.known.get(key) or container(url)
            if proved is not None:
                journal.callers.names[url] = proved.address
                found[proved.address] = self._waiting.get(key) or Loaded(proved.address, journal.url)
        return tuple(found.values())

    def settled(self, loaded: Collection[Loaded]) -> None:
        """These were read for good."""
        for key in [key for key, waiting in self._waiting.items() if waiting in loaded]:
            del self._waiting[key]

    async def _look_at(self, session: Session, journal: Journal, urls: list[str]) -> None:
        try:
            await session.call("Debugger.enable")
            await session.call("Debugger.setSkipAllPauses", skip=True)
            for url in urls:
                source = journal.sources.get(url)
                if source is not None:
                    await self._read(session, journal.url, url, source)
                elif container(url) is None:
                    self.known[_key(url)] = None
        finally:
            with suppress(CallError):
                await session.call("Debugger.disable")
            journal.sources.clear()

    async def _read(self, session: Session, page: str, url: str, source: Source) -> None:
        if source.length > LONGEST or (source.length < SHORTEST and container(url) is None):
            self.known[_key(url)] = None
            return
        answer = await session.call("Debugger.getScriptSource", scriptId=source.id)
        text = str(answer["scriptSource"])
        proved = self.known[_key(url)] = told_by(url, text)
        if proved is not None:
            self._waiting[_key(url)] = Loaded(proved.address, page, text)


def _may_be(url: str) -> bool:
    """Whether a script can be a container, as far as its address tells."""
    address = parse(url)
    if container(url) is not None or address is None:
        return address is not None
    return not is_go_between(url) and not is_harmless(address.host, address.path)


def _scripts(journal: Journal) -> Iterator[str]:
    """The addresses of script files that were loaded."""
    for entry in journal.entries.values():
        if entry.resource == "script" and entry.done and not (entry.error or entry.refused) and entry.status < 400:
            yield entry.url


def _key(url: str) -> str:
    """The address of a script without what is new at each visit."""
    return _RENEWED.sub(r"\1", without_time(url))
