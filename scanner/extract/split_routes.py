"""Tables of routes that a build has split over files: what a script leaves to others, and what others call it.

{path:"book",loadChildren:()=>import("./chunk-A.js")}         below /book is what chunk-A.js has
{path:"book",loadChildren:()=>n.e(847).then(n.bind(n,6847))}  … what the file with `.push([[847],{` has
{path:"book/*",element:jsx(S,{})}                             … what S is loaded from, or else any file may have
"""

import re
from itertools import islice

from scanner import urls
from scanner.extract.lexing import Spans, comments
from scanner.extract.named_files import in_script
from scanner.extract.route_tables import Found, imported, tables
from scanner.extract.routes import roots, whole
from scanner.routing import OPEN, Mount, Tables

MOST_ALONE, MOST_MOUNTS = 500, 200
_MOST_NAMES = 20
_CHUNKS = re.compile(r"(?:\.push\(\s*\[|webpackJsonp[\w$]{0,80}\()\s*\[([^\[\]]{1,2000})\]\s*,\s*[{\[]")
_CHUNK = re.compile(r"[\w~.@+/-]{1,120}")
_PASSED_ON = re.compile(r"""\bexport\s*(?:\*|\{[^{}]{0,1000}\})\s*from\s*(["'])(\.{0,2}/[^"'\s]{1,300})\1""")
_EXPORTED = re.compile(r"\bexport\s*\{([^{}]{0,4000})\}(?!\s*from)")
_FIRST_WORDS = re.compile(r"(?:\A|,)\s*([\w$]+)")


def tables_of(code: str, url: str) -> Tables | None:
    """The tables of the script file at `url`, as far as they matter to other files. Never raises."""
    address = urls.parse(url)
    if address is None:
        return None
    found = tables(code) if "path" in code else ()
    if found:
        unread = Spans(comments(code))
        found = tuple(one for one in found if one.at not in unread)
    alone = tuple(dict.fromkeys(one.path for one in found if one.alone and _may_be(one.path)))
    mounts = tuple(dict.fromkeys(mount for one in found if (mount := _mount(one, url)) is not None))
    imports = () if found else _imports(code, url)
    if not (alone or mounts or imports):
        return None
    names = (_name(url), *(f"{address.netloc}#{chunk}" for chunk in _chunks(code)))
    return Tables(url, names, roots(code), alone[:MOST_ALONE], mounts[:MOST_MOUNTS], imports)


def _mount(one: Found, url: str) -> Mount | None:
    path = one.path.removesuffix("*").rstrip("/")
    files = tuple(name for load in one.loads if (name := _called(load, url)))
    if not files or not _may_be(path) or (files == (OPEN,) and not path):
        return None
    return Mount(path, one.alone, files)


def _may_be(path: str) -> bool:
    """Whether a path has no part to be filled in."""
    return whole(path if path.startswith("/") else f"/{path}") != ""


def _called(load: str, url: str) -> str:
    """The name of what a route in the file at `url` loads, "" if it has none."""
    if load == OPEN:
        return OPEN
    if load.startswith("#"):
        address = urls.parse(url)
        return f"{address.netloc}{load}" if address else ""
    return _name(in_script(load, url) or "")


def _name(url: str) -> str:
    """An address as a name: however it is asked for, it means one file."""
    address = urls.parse(url)
    return f"{address.netloc.removeprefix('www.')}{address.path}" if address else ""


def _chunks(code: str) -> tuple[str, ...]:
    """What a bundler calls the chunk that this file is."""
    listed = islice(_CHUNKS.finditer(code), _MOST_NAMES)
    return tuple(dict.fromkeys(name[0] for one in listed for name in islice(_CHUNK.finditer(one[1]), _MOST_NAMES)))


def _imports(code: str, url: str) -> tuple[str, ...]:
    """The files of which this one hands on something that it only imports."""
    if "export" not in code:
        return ()
    bound = imported(code)
    exported = (word for listed in _EXPORTED.finditer(code) for word in _FIRST_WORDS.findall(listed[1]))
    refs = (*(found[2] for found in _PASSED_ON.finditer(code)), *(bound[word] for word in exported if word in bound))
    return tuple(islice(dict.fromkeys(filter(None, (_called(ref, url) for ref in refs))), _MOST_NAMES))
