"""Script files that code names without having loaded them: `import("./chunk.js")`, `s.src = "/late.js"`."""

import re
from collections.abc import Iterator

from scanner import urls
from scanner.extract import addresses
from scanner.extract.lexing import Spans, comments

_ENDING = re.compile(r"\.m?js(?:[?#](?:[^\s\"'`<>\\]|\\+u0026){0,200}+)?(?=\\*[\"'`])")
_LONGEST = 500
_BEFORE = 120
_QUOTES = "\"'`"
_PATH = re.compile(r"(?:https?:)?[\w~.@:,;+!$&%/-]*[\w~-]\.m?js(?:[?#].*)?")
_RELATIVE = re.compile(r"\.{0,2}/|https?:")
_IMPORTED = re.compile(r"\b(?:import|from)\s*+\(?\s*+(?:/\*[^*]*+\*/\s*+)?\Z")
_LOADED = re.compile(r"(?:\bsrc\\*[\"']?\s*+[=:,]|\b(?:importScripts|getScript|loadScript|Worker)\s*+\()\s*+\Z")
_APPENDED = re.compile(r"(?<!\borigin)(?<!\borigin )\+\s*+\Z")
_OF_NEXT = re.compile(r"static/(?:chunks|css|[\w-]{21})/")
"""Next.js writes the addresses of its files without the `/_next/` before them."""


def script_refs(code: str, *, of_file: bool = False) -> tuple[str, ...]:
    """References to script files in strings of `code`, as meant, without repeats.

    What stands in a comment or is put together at run time is none; nor is, unless the code loads it right there, a
    name without a path. In a script file (`of_file`) neither is a path without `/` or `./` before it: bundles name
    their modules so.
    """
    if ".js" not in code and ".mjs" not in code:
        return ()
    joined = addresses.joined(code)
    found = list(_refs(joined.text, of_file))
    if not found:
        return ()
    unread = Spans(comments(code))
    live = (ref for ref, at in found if joined.original(at) not in unread)
    return tuple(dict.fromkeys(live))


def _refs(code: str, of_file: bool) -> Iterator[tuple[str, int]]:
    for ending in _ENDING.finditer(code):
        first = max(0, ending.start() - _LONGEST)
        start = 1 + max(code.rfind(quote, first, ending.start()) for quote in _QUOTES)
        if start <= first or code[start - 1] != code[ending.end() :].lstrip("\\")[:1]:
            continue
        ref = addresses.unescape(code[start : ending.end()])
        before = code[max(0, start - 1 - _BEFORE) : start - 1].rstrip("\\")
        if _PATH.fullmatch(ref) and not addresses.is_template(ref) and _is_whole(ref, before, of_file):
            yield ref, start


def _is_whole(ref: str, before: str, of_file: bool) -> bool:
    if _IMPORTED.search(before):
        return _RELATIVE.match(ref) is not None
    if "//" not in ref[:8] and _APPENDED.search(before):
        return False
    told = _RELATIVE.match(ref) or _OF_NEXT.match(ref) if of_file else "/" in ref
    return bool(told or _LOADED.search(before))


def on_page(ref: str, base: str) -> str | None:
    """The address that such a reference has in code of a document whose base address is `base`."""
    return urls.join(base, f"/_next/{ref}" if _OF_NEXT.match(ref) else ref)


def in_script(ref: str, url: str) -> str | None:
    """The address that such a reference has in the script file at `url`: without `./` it is one of the site's root."""
    return on_page(ref if _RELATIVE.match(ref) or _OF_NEXT.match(ref) else f"/{ref}", url)
