"""Telephone numbers as digits: how they are written in words, in `tel:` links and in code, and when two are the same.

    called      the number that a link calls
    written     the numbers in words that people read; masked: those words without them
    in_markup   the same in the source of a document: an end of each, which tells it
    is_same     whether two are one number, written in two ways
    spelled     how a text writes a number
    digests     what stays of all the numbers in a document: enough to know one of them again, too little to read it

A number is a string of digits, with a leading `+` if it is written so.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2s
from itertools import chain, islice
from typing import NamedTuple
from urllib.parse import unquote

MOST_DIGESTS = 300
_SHORTEST, _LONGEST = 7, 15
_TELLING = 8
"""So many digits at the end tell two numbers apart, whatever country code or leading zero stands before them."""

_GAP = r"[ .\u00a0\u2007\u2009\u2010-\u2015\u202f-]"
_BEFORE = r"(?<![\w.+%/=#$€£-].)"
_BEHIND = r"(?![\w€£%]|[.,/-]\d)"
_WRITTEN = re.compile(
    rf"(?:\+{_BEFORE}\d(?:[ .()\u00a0\u2007\u2009\u2010-\u2015\u202f-]{{0,3}}\d){{6,14}}"
    rf"|1{_BEFORE}{_GAP}{{1,2}}\(?[2-9]\d\d\)?{_GAP}{{1,2}}\d{{3}}{_GAP}\d{{4}}"
    rf"|\({_BEFORE}[2-9]\d\d\){_GAP}{{0,3}}\d{{3}}{_GAP}\d{{4}}"
    rf"|[2-9]{_BEFORE}\d\d{_GAP}{{1,2}}\d{{3}}{_GAP}\d{{4}}){_BEHIND}",
    re.ASCII,
)
"""Telephone numbers that nothing else looks like: dates, prices and ids are none, nor are ten digits in a row."""

_FORMATTED = re.compile(
    rf"[+(0-9](?<!\d.)(?:(?<=\+)\d(?:[()]?{_GAP}{{0,2}}[()]?\d){{6,14}}"
    rf"|(?<!\+)\d{{0,3}}\)?{_GAP}{{0,3}}\d{{3}}{_GAP}\d{{4}}"
    rf"|(?<=0)\d{{1,4}}\)?{_GAP}{{1,2}}\d(?:{_GAP}?\d){{5,8}})(?!\d)",
    re.ASCII,
)
_DIGITS = re.compile(r"\+?\d{7,15}", re.ASCII)
_BARE = re.compile(r"[0-9](?<!\d.)\d{8,13}(?!\d)", re.ASCII)
_LINKED = re.compile(r"(?:tel|callto|sms):[^\"'<>]{7,60}", re.IGNORECASE)
_CALLS = re.compile(r"\s*(?:tel|callto|sms):(?://)?\s*([^;,?#]*)", re.IGNORECASE)
_DIALLED = re.compile(r"[+\d ().\u00a0\u2007\u2009\u2010-\u2015\u202f/-]+", re.ASCII)
_SPELLED = re.compile(r"[+(]{0,2}\d(?:[^\w\[\]<>\"',;:]{0,3}\d){6,14}(?!\d)", re.ASCII)
_GAPS = (("&nbsp;", " "), ("&#160;", " "), ("&#xa0;", " "), ("&#8209;", "-"), ("%20", " "), ("%2B", "+"), ("%2b", "+"))
_NO_DIGIT = re.compile(r"\D", re.ASCII)


class Written(NamedTuple):
    """A number in a text, and from where to where it stands."""

    number: str
    start: int
    end: int


def called(href: str) -> str:
    """The number that an address calls, "" if it calls none."""
    link = _CALLS.match(href)
    dialled = unquote(link[1]).strip() if link else ""
    return _number(dialled) if _DIALLED.fullmatch(dialled) else ""


def written(text: str) -> Iterator[Written]:
    """The numbers in words, from left to right."""
    for found in _WRITTEN.finditer(text):
        number = _number(found[0])
        if number:
            yield Written(number, found.start(), found.end())


def in_markup(html: str) -> frozenset[str]:
    """The ends of the numbers in the words of a document, as its source writes them."""
    return frozenset(tail(one.number) for one in written(_plain(html)))


def spelled(number: str, text: str) -> str:
    """How `text` writes a number, "" if it does not."""
    return next((one[0] for one in _SPELLED.finditer(text) if is_same(_NO_DIGIT.sub("", one[0]), number)), "")


def masked(text: str) -> str:
    """Words on one line, with a `#` for each number."""
    return " ".join(_DIGITS.sub("#", _WRITTEN.sub("#", text)).split())


def _number(text: str) -> str:
    digits = _NO_DIGIT.sub("", text)
    if not _SHORTEST <= len(digits) <= _LONGEST:
        return ""
    return f"+{digits}" if text.startswith("+") else digits


def is_same(one: str, other: str) -> bool:
    """Whether two numbers are one, with and without country code, area code or leading zero."""
    mine, others = tail(one), tail(other)
    return mine.endswith(others) or others.endswith(mine)


def tail(number: str) -> str:
    """The end of a number, which is the same however it is written."""
    return number.lstrip("+0")[-_TELLING:]


@lru_cache(maxsize=4096)
def digest(number: str) -> str:
    """A number as something that cannot be read: the same for all ways to write it."""
    return blake2s(tail(number).encode(), digest_size=6).hexdigest()


def digests(text: str) -> frozenset[str]:
    """Digests of all that may be a telephone number anywhere in a document, its code and attributes included."""
    plain = _plain(text)
    return _digests(chain(_FORMATTED.finditer(plain), _BARE.finditer(plain)))


def showing(text: str) -> frozenset[str]:
    """Digests of what may be a number that people see or call in a document; ten digits in a row are none by itself."""
    plain = _plain(text)
    return _digests(chain(_FORMATTED.finditer(plain), _LINKED.finditer(plain)))


def _plain(text: str) -> str:
    """`text` with gaps between digits as they are read."""
    for code, gap in _GAPS:
        text = text.replace(code, gap)
    return text


def _digests(found: Iterable[re.Match[str]]) -> frozenset[str]:
    tails = dict.fromkeys(tail(_NO_DIGIT.sub("", one[0])) for one in found)
    return frozenset(digest(end) for end in islice(tails, MOST_DIGESTS))
