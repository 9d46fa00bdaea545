"""Text from the web inside GitHub-flavoured Markdown: it stays text, whatever stands in it.

Backslashes would not do: mail addresses, `@names`, `#numbers` and digests of commits become links after they are taken
away. So plain words stand as they are, and all else stands in code spans, in which nothing means anything.
"""

import re
from collections.abc import Iterable
from itertools import groupby
from urllib.parse import quote

from reports.clean import one_line, visible

LONGEST = 400
"""Characters of one text."""

_ADDRESS = 2000
_WORD = r"[^\W_]+(?:[’'.,/+–-][^\W_]+)*"
_PLAIN = re.compile(rf"[(“‘«„\"']{{0,3}}(?:{_WORD})?[…”’»)\"'.,:;!?]{{0,6}}|[–—›→·⋮&]|\d\d:\d\d")
_LINKED = re.compile(r"www\.|^\W*(?:gh-\d|[0-9a-f]{7,}\W*$)", re.IGNORECASE)
_ITEM = re.compile(r"\d+[.)]")
_TICKS = re.compile("`+")
_KEPT = "-._~:/?#@!$&*+,;=%"


def prose(text: str) -> str:
    """A sentence on one line: its plain words as they are, addresses, code and the like as code."""
    words = one_line(cut(text)).split(" ")
    told = [(_is_plain(word) and not (first and _ITEM.match(word)), word) for first, word in _firsts(words)]
    runs = ((plain, " ".join(word for _, word in run)) for plain, run in groupby(told, key=lambda one: one[0]))
    return " ".join(run if plain else _in_code(run) for plain, run in runs)


def code(text: str) -> str:
    """A text as one code span; "" for one of blanks alone."""
    text = one_line(cut(text))
    if not text:
        return ""
    ticks = "`" * (max(map(len, _TICKS.findall(text)), default=0) + 1)
    pad = " " if "`" in (text[0], text[-1]) else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def block(text: str, indent: str = "") -> str:
    """A text on lines of its own, as code; `indent` makes it part of a list item."""
    text = visible(cut(text))
    ticks = "`" * max(3, max(map(len, _TICKS.findall(text)), default=0) + 1)
    return "\n".join(f"{indent}{line}" for line in (ticks, *text.split("\n"), ticks))


def link(url: str, text: str) -> str:
    """A link to `url`, with `text` as code; the text alone if that is no address of the web, or an endless one."""
    said = code(text)
    if not said or len(url) > _ADDRESS or not url.lower().startswith(("https://", "http://")):
        return said
    return f"[{said}]({quote(url, safe=_KEPT, errors='replace').replace('&', '&amp;')})"


def row(cells: Iterable[str]) -> str:
    """A line of a table. A bar in a cell becomes an escape, as readers of tables part at it even inside of code."""
    return f"| {' | '.join(cell.replace('|', chr(92) + 'x7c') for cell in cells)} |"


def cut(text: str) -> str:
    """At most `LONGEST` characters of a text."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _in_code(run: str) -> str:
    """A run as code, without the punctuation around it."""
    bare = run.lstrip("(“‘")
    core = bare.rstrip(")”’.,:;!?")
    if core.count("(") > core.count(")"):
        core = bare.rstrip("”’.,:;!?")
    before, after = run[: len(run) - len(bare)], bare[len(core) :]
    return f"{before}{code(core)}{after}" if core else code(run)


def _firsts(words: list[str]) -> Iterable[tuple[bool, str]]:
    return ((number == 0, word) for number, word in enumerate(words))


def _is_plain(word: str) -> bool:
    return bool(_PLAIN.fullmatch(word)) and not _LINKED.search(word)
