"""Who caused a request: the scripts that ran when it was made, and those that had brought these into the page.

The stack of a timer or a promise ends at the script that set it: Chromium would tell more, but then timers and promises
take ten times as long. That script's own request tells who brought it, and so on up to the page.
"""

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from scanner.makers import cause
from spiders.devtools import Answer

MOST_CALLERS = 8
LONGEST_CHAIN = 24
MAX_ADDRESS = 8192


@dataclass(slots=True)
class Callers:
    """Of one visit: by address of a script the scripts that asked for it, the nearest first.

    `names` holds by address what containers are called that cannot be told by their address.
    """

    of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def note(self, url: str, resource: str, initiator: Answer) -> tuple[str, ...]:
        """The scripts that ran when `url` was asked for."""
        found = tuple(dict.fromkeys(_on_stack(initiator)))[:MOST_CALLERS]
        if resource == "script" and found:
            self.of.setdefault(url, found)
        return found

    def cause(self, callers: tuple[str, ...], initiator: str, documents: Collection[str]) -> str:
        """Which script is to be named for a request, "" if that is its `initiator`; code in `documents` is none."""
        if not callers:
            return ""
        named = cause(self.names.get(url, url) for url in self._chain(callers) if url not in documents)
        return "" if named == initiator else named

    def _chain(self, callers: tuple[str, ...]) -> Iterator[str]:
        waiting, seen = deque(callers), set[str]()
        while waiting and len(seen) < LONGEST_CHAIN:
            url = waiting.popleft()
            if url not in seen:
                seen.add(url)
                yield url
                waiting.extend(self.of.get(url, ()))


def nearest(initiator: Answer, document: str) -> str:
    """The script or document that asked for something on behalf of `document`."""
    stack: Answer | None = initiator.get("stack")
    while stack:
        for call in stack["callFrames"]:
            if call["url"] and call["url"] != document:
                return str(call["url"])[:MAX_ADDRESS]
        stack = stack.get("parent")
    return str(initiator.get("url") or document)[:MAX_ADDRESS]


def _on_stack(initiator: Answer) -> Iterator[str]:
    """The addresses of files whose code ran, the innermost first; of the module that imports another one."""
    importer = [{"url": initiator["url"]}] if initiator.get("type") == "script" and "url" in initiator else []
    for call in (*initiator.get("stack", {}).get("callFrames", ()), *importer):
        url = str(call["url"])
        if url.startswith(("http:", "https:")):
            yield url.partition("#")[0][:MAX_ADDRESS]
