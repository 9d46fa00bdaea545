"""What metadata offers to do: the addresses of actions in schema.org's words, as search engines put them on buttons."""

import json
from collections.abc import Iterator
from itertools import islice

from scanner import urls

OFFERED = "offered"
"""On a mention in metadata: a visitor is led there, by whoever shows what the metadata says."""

_ACTIONS = frozenset({"potentialAction", "ReserveAction", "OrderAction", "CommunicateAction"})
_TARGETS = frozenset({"url", "urlTemplate"})
_DIRECT = frozenset({"acceptsReservations", "hasMenu", "menu", "target"})
_LONGEST = 200_000
_MOST = 1_000


def offers(code: str, base: str) -> frozenset[str]:
    """The absolute addresses of the actions that JSON-LD at `base` offers; none where it is no JSON."""
    if len(code) > _LONGEST or not any(f'"{name}"' in code for name in (*_ACTIONS, *_DIRECT)):
        return frozenset()
    try:
        data = json.loads(code)
    except (ValueError, RecursionError):
        return frozenset()
    joined = (urls.join(base, text) for text in islice(_told(data), _MOST))
    return frozenset(url for url in joined if url is not None)


def _told(data: object) -> Iterator[str]:
    stack: list[tuple[object, bool]] = [(data, False)]
    while stack:
        value, acts = stack.pop()
        if isinstance(value, list):
            stack += ((one, acts) for one in value)
        elif isinstance(value, dict):
            kind = value.get("@type")
            within = acts or (isinstance(kind, str) and kind in _ACTIONS)
            for name, one in value.items():
                if not isinstance(one, str):
                    stack.append((one, within or name in _ACTIONS))
                elif name in _DIRECT or (within and name in _TARGETS):
                    yield one
