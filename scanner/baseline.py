"""What a finding is over several scans: its fingerprint."""

import hashlib
import re

from scanner.model import How, Kind, State

VERSION = "unembed-1"

_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?", re.IGNORECASE)


def identity(value: str) -> str:
    """The CRM's own identity of a thing, without scheme, `www.`, query and fragment where it is an address.

    The host is in lower case; ids, codes and paths keep their case, which tells them apart.
    """
    value = value.strip()
    address = _ADDRESS.match(value)
    text = value[address.end() :] if address else value
    text = re.split(r"[?#]", text, maxsplit=1)[0].rstrip("/") or text
    host, slash, path = text.partition("/")
    if address or _HOST.fullmatch(host):
        host = host.lower().removeprefix("www.")
    return f"{host}{slash}{path}"


def presence(how: How, state: State) -> str:
    """How a thing is there, without what only a browser tells: whether a script or a frame shows it."""
    if state is State.INERT:
        return "inert"
    return How.EMBED if how is How.SCRIPT else how


def fingerprint(*, vendor: str, kind: Kind, there: str, value: str, place: str, ordinal: int = 0) -> str:
    """32 hex digits that are the same for the same thing to do in every scan.

    `there` is its presence, so that an embed and a link to the same thing differ; `place` is the key of the page, or
    the name of the shared place; `ordinal` tells identical things at one place apart.
    """
    parts = (VERSION, vendor, kind, there, identity(value), place, str(ordinal))
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
