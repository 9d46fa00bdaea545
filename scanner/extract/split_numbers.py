"""Numbers that stand in several elements of one line: `<span>(415)</span> <b>555-0132</b>`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import NamedTuple

from lxml import etree

from scanner import number_words, phones
from scanner.mentions import Told
from scanner.phones import Written

INLINE = frozenset(
    (
        *("abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "em", "font", "i", "ins", "mark", "s"),
        *("small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)
"""Elements that begin no line of their own. What a link holds is read by itself."""

_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of a line and its element; `known` are the places in it of numbers that it holds by itself.

    `named` is what data for machines call it there; `calls` the number that a link around it calls.
    """

    text: str
    element: etree._Element
    known: tuple[tuple[int, int], ...] = ()
    named: Told | None = None
    calls: str = ""


class Split(NamedTuple):
    """A number, the line that it stands in, the element around all of it, and the number a link around it calls."""

    written: Written
    text: str
    element: etree._Element
    calls: str


def across(pieces: Sequence[Piece], before: str) -> Iterator[Split]:
    """The numbers of a line of which no text holds all; `before` are words in front of it.

    What only spaces hold together may be a list of prices: it counts as mere digits.
    """
    if sum(any(map(str.isdigit, piece.text)) for piece in pieces) < 2:
        return
    line = "".join(piece.text for piece in pieces)[:_LONGEST]
    starts = [0, *accumulate(len(piece.text) for piece in pieces)]
    known = [(at + start, at + end) for at, piece in zip(starts, pieces, strict=False) for start, end in piece.known]
    for one in phones.found(line, before):
        first = _at(starts, one.start)
        last = _at(starts, one.end - 1)
        if first == last or any(start < one.end and one.start < end for start, end in known):
            continue
        parts = pieces[first : last + 1]
        told = next((part.named for part in parts if part.named is not None), one.told)
        if told is Told.SHAPED and phones.is_loose(line[one.start : one.end]):
            told = Told.BARE
        calls = next((part.calls for part in parts if part.calls), "")
        yield Split(one._replace(told=told), line, _around(parts), calls)


def short(pieces: Sequence[Piece], before: str) -> Iterator[Split]:
    """The short codes that a line says to text a word to, and the numbers without area code that it names."""
    line = "".join(piece.text for piece in pieces)[:_LONGEST]
    starts = [0, *accumulate(len(piece.text) for piece in pieces)]
    codes = ((code.replace("-", ""), Told.SHORT, start, end) for code, start, end in number_words.short_codes(line))
    local = ((number, Told.BARE, start, end) for number, start, end in number_words.local_numbers(line, before))
    for number, told, start, end in chain(codes, local):
        parts = pieces[_at(starts, start) : _at(starts, end - 1) + 1]
        calls = next((part.calls for part in parts if part.calls), "")
        yield Split(Written(number, told, start, end), line, _around(parts), calls)


def _at(starts: Sequence[int], place: int) -> int:
    return next(number for number, start in enumerate(starts[1:]) if place < start)


def _around(parts: Sequence[Piece]) -> etree._Element:
    """The innermost element around all parts."""
    last = parts[-1].element
    inner = {id(last): last} | {id(one): one for one in last.iterancestors()}
    first = parts[0].element
    return next((one for one in (first, *first.iterancestors()) if id(one) in inner), first)
