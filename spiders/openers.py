"""What is opened on a page while it is looked at, and what is never touched.

What is known about openers is data: `probing/openers.toml` beside this module says what each list is for.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain

PLAIN = r"(words) => words.normalize('NFC').toLowerCase().replace(/[^\p{L}\p{N}·]+/gu, ' ')"
"""A browser's function: words in small letters, whatever else stands between them is one blank. Patterns for plain
words need no flags and no classes of Unicode, which a browser takes tens of milliseconds to compile."""

_BEFORE, _AFTER = r"(?<![^ ·])", r"(?![^ ·])"
_START, _END = r"(?:^|·) ?", r" ?(?:·|$)"
_GAP, _WORD = " ", r"[^ ·]+"
_NUMBER = rf"{_BEFORE}\d{{3}} \d{{3}} \d{{4}}(?!\d)"
_CLASS = re.compile(r"\.([\w-]+)")
_PART = re.compile(r"\[class\*='([\w-]+)'(?: i)?\]")
_ATTRIBUTE = re.compile(r"\[([\w\\@:.-]+)\]")
_LONG_QUESTION = 3
"""Words after the first."""


@dataclass(frozen=True, slots=True)
class Openers:
    """Selectors, and sources of regular expressions for a browser: `part` with the flag `i`, others for PLAIN words.

    `openers` are what to open; so is what has one of `classes` or `attributes`, or a class in which `part` is found:
    looked up, these cost little. `linked` says which links to elsewhere are among them, `within` what is never touched.
    `never` and `first` are tested against all that an element says and is called, the pieces parted by ` · `, their
    words by spaces. `writes` are the words of `never` that outside of forms open what is to be written; what `never`
    forbids and `hard` does not may have opened something.
    """

    openers: str
    classes: tuple[str, ...]
    attributes: tuple[str, ...]
    part: str
    linked: str
    within: str
    never: str
    hard: str
    writes: str
    first: str


@cache
def openers() -> Openers:
    """What `openers.toml` says."""
    data = tomllib.loads(files("spiders").joinpath("probing", "openers.toml").read_text(encoding="utf-8"))
    lists = {name: tuple(_all(by_language)) for name, by_language in data["words"].items()}
    marks = tuple(_all(data["click"]))
    classes, attributes, parts = (_inside(pattern, marks) for pattern in (_CLASS, _ATTRIBUTE, _PART))
    return Openers(
        openers=", ".join(mark for mark in marks if not any(p.fullmatch(mark) for p in (_CLASS, _ATTRIBUTE, _PART))),
        classes=classes,
        attributes=tuple(name.replace("\\", "") for name in attributes),
        part="|".join(parts),
        linked=", ".join(_all(data["linked"])),
        within=", ".join(_all(data["within"])),
        never=_never(lists),
        hard=_never(_without(lists, {*lists["sends"], *lists["doubtful"]})),
        writes=_writes(lists),
        first=f"{_BEFORE}{_any(lists['first'])}{_AFTER}",
    )


def _all(lists: Mapping[str, Iterable[str]]) -> Iterable[str]:
    """Every entry of the lists once, in their order."""
    return dict.fromkeys(chain.from_iterable(lists.values()))


def _inside(pattern: re.Pattern[str], marks: Iterable[str]) -> tuple[str, ...]:
    return tuple(found[1] for found in map(pattern.fullmatch, marks) if found)


def _never(lists: Mapping[str, Iterable[str]]) -> str:
    question = rf"(?!{_any(lists['questions'])}(?:{_GAP}{_WORD}){{{_LONG_QUESTION}}})"
    said = rf"{_START}{question}(?:[^·]*{_GAP})?{_any(lists['said'])}{_AFTER}"
    begins = rf"{_START}{_any(lists['begins'])}(?! \d| first| last){_AFTER}"
    alone = rf"{_START}{_any(lists['alone'])}{_END}"
    named = rf"{_BEFORE}{_any(lists['named'])}{_AFTER}"
    return f"{said}|{begins}|{alone}|{named}|{_NUMBER}"


def _without(lists: Mapping[str, tuple[str, ...]], words: set[str]) -> Mapping[str, tuple[str, ...]]:
    fewer = {name: tuple(word for word in lists[name] if word not in words) for name in ("said", "named")}
    return {**lists, **fewer}


def _writes(lists: Mapping[str, Iterable[str]]) -> str:
    sends, letters = _any(lists["sends"]), _any(lists["letters"])
    before = rf"{_BEFORE}{sends}(?=(?:{_GAP}{_WORD}){{0,3}}{_GAP}{letters}{_AFTER})"
    after = rf"(?<={_BEFORE}{letters}{_GAP}(?:{_WORD}{_GAP}){{0,2}}){sends}{_AFTER}"
    return f"{before}|{after}|{_BEFORE}{_any(('text us',))}{_AFTER}"


def _any(phrases: Iterable[str]) -> str:
    """A group of phrases, with or without their accents."""
    return f"(?:{'|'.join(dict.fromkeys(map(_pattern, phrases)))})"


def _pattern(phrase: str) -> str:
    parts = re.split(r"[^\w]+", phrase.lower())
    return _GAP.join("".join(map(_letter, part)) for part in parts)


def _letter(letter: str) -> str:
    plain = _plain(letter)
    return letter if plain == letter else f"[{letter}{plain}]"


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
