"""Addresses without end: calendars, sessions in addresses, facets, relative links that pile up.

Every address has a pattern: its path with numbers and long hexadecimal runs as `*`, and the names of its parameters.
A pattern has a budget; a plain address is its own pattern, so a blog of any length is never cut.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

MAX_SEGMENTS = 20
MAX_LENGTH = 2000
MAX_REPEATS = 2
SHALLOW = 5
BUDGETS = {  # varying parts: (up to SHALLOW clicks from the start, farther away)
    "one": (2000, 50),
    "path": (500, 50),
    "query": (50, 50),
}
SESSION_NAMES = frozenset({"phpsessid", "jsessionid", "oscsid", "zenid", "cfid", "cftoken"})
MAYBE_SESSION_NAMES = frozenset({"sessionid", "session_id", "sessid", "sid", "s_id"})
"""Names that are also given to what a page is about, such as a service or an appointment: its value tells."""

_DATE = re.compile(r"(?<=/)(?:19|20)\d\d(?:[-/]\d{1,2}){1,2}(?=/|$)")
_VARYING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<![a-z])[0-9a-f]{16,}(?![a-z])|\d+", re.IGNORECASE)
_WORDS = re.compile(r"[a-z]{3,}", re.IGNORECASE)
_RANDOM = re.compile(r"[0-9a-f]{16,}|(?=[^/]*\d)(?=[^/]*[a-z])[a-z0-9]{20,}", re.IGNORECASE)
_EVER_NEW = re.compile(r"(?:[^=]*=)?(?:1[5-9]\d{8}(?:\d{3})?|0\.\d{6,})")
_SESSION_PATH = re.compile(r";(?:jsessionid|sid|phpsessid)=[^/?]*|(?<=/)\([a-z]\([a-z0-9]{16,}\)\)/?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pattern:
    """What addresses of one kind have in common. `kind` names its budget in `BUDGETS`, "" for none."""

    text: str
    kind: str


@dataclass(slots=True)
class Traps:
    """How many addresses of each pattern were let through."""

    passed: Counter[str] = field(default_factory=Counter)

    def pattern(self, host: str, path: str, query: str, depth: int) -> str:
        """The pattern that has run out of budget and holds this address back, or "" if it may be fetched."""
        if endless := endless_path(path, query):
            return f"{host}{endless}"
        found = pattern(path, query)
        if not found.kind:
            return ""
        shallow, deep = BUDGETS[found.kind]
        name = f"{host}{found.text}"
        if self.passed[name] >= (shallow if depth <= SHALLOW else deep):
            return name
        self.passed[name] += 1
        return ""


def endless_path(path: str, query: str) -> str:
    """Why an address can only come from a trap: too long, too deep, or repeating itself; "" if it does not."""
    if len(path) + len(query) > MAX_LENGTH:
        return f"/… (longer than {MAX_LENGTH} characters)"
    segments = [segment for segment in path.split("/") if segment]
    if len(segments) > MAX_SEGMENTS:
        return f"/{segments[0]}/… (more than {MAX_SEGMENTS} segments)"
    for period in (1, 2, 3):
        if repeated := _repeated(segments, period):
            return f"/…/{repeated}/{repeated}/…"
    return ""


def _repeated(segments: list[str], period: int) -> str:
    runs = 0
    for index in range(period, len(segments)):
        runs = runs + 1 if segments[index] == segments[index - period] else 0
        if runs >= period * MAX_REPEATS:
            return "/".join(segments[index - period + 1 : index + 1])
    return ""


def pattern(path: str, query: str) -> Pattern:
    """The pattern of an address.

    A path without numbers varies in nothing, nor does one that ends in words and has no long random part before them.
    """
    parts = [part for part in query.split("&") if part]
    if parts:
        names = sorted(part.partition("=")[0] for part in parts)
        base = _VARYING.sub("*", path)
        if len(parts) > 1 or base != path:
            return Pattern(f"{base}?…" if len(parts) > 1 else f"{base}?{names[0]}", "query")
        return Pattern(f"{path}?{names[0]}", "query" if _RANDOM.search(parts[0].partition("=")[2]) else "one")
    return _path_pattern(path) if any(character.isdigit() for character in path) else Pattern(path, "")


def _path_pattern(path: str) -> Pattern:
    segments = _DATE.sub("*", path).strip("/").split("/")
    last = segments[-1]
    if _WORDS.search(_VARYING.sub("", last)) and not _RANDOM.fullmatch(last):
        shown = ["*" if _RANDOM.fullmatch(segment) else segment for segment in path.strip("/").split("/")]
        return Pattern("/" + "/".join(shown), "path") if "*" in shown else Pattern(path, "")
    text = "/" + "/".join(_VARYING.sub("*", segment) if "*" not in segment else segment for segment in segments)
    return Pattern(text, "one" if text.count("*") <= 1 and not _RANDOM.search(path) else "path")


def without_session(path: str, query: str) -> tuple[str, str]:
    """Path and query without session ids, which make one page look like many."""
    return _SESSION_PATH.sub("", path), "&".join(part for part in query.split("&") if not _is_session(part))


def _is_session(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    if name.lower() in SESSION_NAMES:
        return True
    return name.lower() in MAYBE_SESSION_NAMES and _RANDOM.fullmatch(value) is not None


def without_time(url: str) -> str:
    """The address of a script without parameters that hold the time or a random number, new at each visit."""
    head, mark, query = url.partition("?")
    kept = "&".join(part for part in query.split("&") if not _EVER_NEW.fullmatch(part)) if mark else ""
    return f"{head}?{kept}" if kept else head


def in_order(query: str) -> str:
    """The query with its parameters sorted by name: two orders of them name the same page.

    Of several with one name, servers take the last or all of them in their order, which therefore stays.
    """
    return "&".join(sorted(query.split("&"), key=lambda parameter: parameter.partition("=")[0]))
