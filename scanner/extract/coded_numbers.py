"""The telephone numbers in code, in data for machines and in vCards: settings, strings, and links that code makes.

What a key calls a number, and a string that is nothing but a number, count. A number between other words of a string,
or that a key such as `number` holds, is told `BARE`: it counts if somebody knows it. In data for machines (`is_data`)
words are as on the page.
"""

import base64
import binascii
import re
from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple
from urllib.parse import unquote

from scanner import phones
from scanner.extract.excerpts import EXCERPT, clean
from scanner.extract.locate import line_numbers
from scanner.extract.shown_numbers import legible
from scanner.mentions import Mention, MentionType, Phone, Told, Where
from scanner.model import SeenIn
from scanner.personal import is_personal_name
from scanner.phones import Written

MOST, MOST_ALIKE = 300, 6
"""So many numbers of a document are kept: of one number so many places."""

LONGEST = 2_000_000
_MOST_SAID, _MOST_FOUND = 5_000, 1_000
_AROUND, _NEAR, _REACH = 80, 40, 300

_KEY = (
    r"(?:[A-Za-z0-9_$.:-]{0,30}?(?:[Pp]hone|PHONE|[Tt]ele(?:f[oe]|ph)|[Ww]hats[Aa]pp|WHATSAPP|[Mm]obile|[Ss]ms|SMS|[Ff]ax|FAX"
    r"|(?<![A-Za-z])[Tt]el|TEL|[Cc]all)[A-Za-z_-]{0,16})"
)
_SETTING = re.compile(
    rf"(?<![\w$-])([\"'`]?)({_KEY})\1\s{{0,3}}[:=]\s{{0,3}}\[?\s{{0,3}}([\"'`])([^\"'`\n<>]{{7,60}})\3"
)
_DIGITS = re.compile(
    r"(?<![\w$-])([\"']?)(?:(?:tele)?phone(?:_?[nN]umber)?|tel|(number|num|to))\1\s{0,3}[:=]\s{0,3}"
    r"([\"']?)(\d{10,15})\3(?![\w.\"'])"
)
_STRING = re.compile(
    r"[\"'`>]((?:tel:|sms:|callto:|\+|%2B)[^\"'`<>\n]{7,60}|\(?[2-9]\d\d\)?[ .-]{1,2}\d{3}[ .-]\d{4})[\"'`<]"
)
_JOINED = re.compile(r"[\"'`](?:tel|sms):(?://)?[\"'`]\s{0,3}\+\s{0,3}([\"'`])(\+?[\d() .-]{7,24})\1")
_SAID = re.compile(
    r"(?<![\w.,/=#$%&@+-])[(+]?\d(?:[ ().\u00a0\u2010-\u2013/-]{0,3}\d){8,14}(?![\w%]|[.,-]\d)", re.ASCII
)
_CHATS = re.compile(r"(?:wa\.me/|whatsapp\.com/send|whatsapp://send|viber://)[^\"'`<>\s\\]{0,200}")
_PERSONS = re.compile(
    r"user|client|customer|patient|visitor|lead|billing|shipping|member|guest|my_?phone|^name$|mail", re.IGNORECASE
)
"""In keys of what is about a person, not about the clinic."""

_KEYED = re.compile(r"([\w$-]{1,40})[\"'`]?\s{0,3}[:=]\s{0,3}\[?\s{0,3}\Z", re.ASCII)
_QUOTE = re.compile(r"[\"'`]")
_NO_KEY = re.compile(r"id$|_id|ids?_|regex|pattern|format|mask|placeholder|example|class|icon|label", re.IGNORECASE)
_PHONE_NAME = re.compile(rf"^{_KEY}$")
_ESCAPED = re.compile(r"\\{1,3}u00(2[89bBdD]|[aA]0)|(%2B)|\\{1,3}([\"'/])")
_VCARD = re.compile(r"^(?:item\d+\.)?TEL([^:\r\n]{0,200}):(?:tel:)?([^\r\n]{5,60})$", re.IGNORECASE | re.MULTILINE)
_IS_VCARD = re.compile(r"BEGIN(?::|%3A)VCARD|QkVHSU46VkNBUk", re.IGNORECASE)
_FAX = re.compile(r"fax", re.IGNORECASE)


class Found(NamedTuple):
    """A number, the text it was found in, and how the place names it."""

    written: Written
    text: str
    kind: MentionType


def is_phone_name(name: str) -> bool:
    """Whether an attribute or a key of this name holds a telephone number."""
    return _PHONE_NAME.match(name) is not None and not _NO_KEY.search(name)


def is_fax_name(name: str) -> bool:
    """Whether it is one of a fax line."""
    return _FAX.search(name) is not None


def is_person_name(name: str) -> bool:
    """Whether what a key or an attribute of this name holds may be about a person."""
    return is_personal_name(name) or _PERSONS.search(name) is not None


def in_code(code: str, *, is_data: bool = False) -> Iterator[Found]:
    """The numbers in the code of a script, or in data for machines."""
    code = _unescaped(code)
    taken: list[int] = []
    said = _data_words(code) if is_data else _said(code)
    for one in islice(chain(_set(code), _strings(code), _linked(code), said), _MOST_FOUND):
        place = bisect_right(taken, one.end)
        if place and taken[place - 1] >= one.start:
            continue
        insort(taken, one.start)
        insort(taken, one.end - 1)
        yield Found(one, code, MentionType.CODE)


def _set(code: str) -> Iterator[Written]:
    """What keys call a number."""
    for setting in _SETTING.finditer(code):
        if _NO_KEY.search(setting[2]) or _PERSONS.search(setting[2]):
            continue
        number = phones.whole(setting[4].removeprefix("tel:"))
        if number:
            told = Told.FAX if is_fax_name(setting[2]) else Told.NAMED
            yield Written(number, told, setting.start(4), setting.end(4))
    for digits in _DIGITS.finditer(code):
        if not digits[3] or digits[2]:
            yield Written(digits[4], Told.BARE if digits[2] else Told.NAMED, digits.start(4), digits.end(4))


def _strings(code: str) -> Iterator[Written]:
    """Strings that are nothing but a number, or a link that calls one."""
    for string in _STRING.finditer(code):
        if not _is_of_person(code, string.start()):
            one = _string(string[1])
            if one is not None:
                yield one._replace(start=string.start(1), end=string.end(1))


def _linked(code: str) -> Iterator[Written]:
    """Links that code makes."""
    for chat in _CHATS.finditer(code):
        one = phones.called(f"https://{chat[0]}" if chat[0].startswith("wa.me") else f"https://api.{chat[0]}")
        if one is not None:
            yield one._replace(start=chat.start(), end=chat.end())
    for joined in _JOINED.finditer(code):
        number = phones.whole(joined[2])
        if number:
            yield Written(number, Told.NAMED, joined.start(2), joined.end(2))


def _said(code: str) -> Iterator[Written]:
    """Numbers between other words; only what is written as nothing but a number is."""
    for piece in islice(_SAID.finditer(code), _MOST_SAID):
        before = code[max(0, piece.start() - _NEAR) : piece.start()]
        if piece[0].isdigit() or _is_personal(code, piece.start()):
            continue
        for one in phones.found(piece[0], before):
            if one.told is not Told.BARE:
                told = Told.FAX if one.told is Told.FAX else Told.BARE
                yield one._replace(told=told, start=piece.start() + one.start, end=piece.start() + one.end)


def _data_words(code: str) -> Iterator[Written]:
    """Numbers in the words of data for machines."""
    for one in phones.found(code[:LONGEST]):
        if one.told is not Told.BARE and not _is_personal(code, one.start):
            yield one


def _is_personal(code: str, at: int) -> bool:
    """Whether what stands there is a value in an address, or in a string behind a key of what may be about a person."""
    start = max(0, at - _REACH)
    quote = max((mark.start() for mark in _QUOTE.finditer(code, start, at)), default=-1)
    before = code[max(start, quote + 1) : at]
    return (
        "://" in before
        or ("=" in before and ("?" in before or "&" in before))
        or (quote >= 0 and _is_of_person(code, quote))
    )


def _is_of_person(code: str, at: int) -> bool:
    """Whether the string that begins there stands behind a key of what may be about a person."""
    key = _KEYED.search(code[max(0, at - 60) : at])
    return key is not None and is_person_name(key[1])


def _string(text: str) -> Written | None:
    if ":" in text[:8]:
        return phones.called(text)
    number = phones.whole(text)
    if not number or (number.startswith("+") and not phones.e164(number)):
        return None
    return Written(number, Told.NAMED if number.startswith("+") else Told.SHAPED, 0, 0)


def _unescaped(code: str) -> str:
    """Code with what is escaped around numbers as it is read; its lines stay."""
    return _ESCAPED.sub(_escape, phones.plain(code)) if "\\" in code or "%2B" in code else phones.plain(code)


def _escape(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return "+" if found[2] else found[3]


# --- vCards and files ------------------------------------------------------------------------------------------------


def in_card(text: str) -> Iterator[Found]:
    """The numbers of a vCard."""
    text = phones.plain(text.replace("\r", ""))[:LONGEST]
    for line in _VCARD.finditer(text):
        number = phones.whole(line[2])
        if number:
            told = Told.FAX if is_fax_name(line[1]) else Told.NAMED
            yield Found(Written(number, told, line.start(2), line.end(2)), text, MentionType.CODE)


def vcard(href: str) -> str:
    """The vCard that an address holds itself, "" if it holds none."""
    if href[:5].lower() != "data:" or not (_IS_VCARD.search(href[:2000]) or href[:11].lower() == "data:text/v"):
        return ""
    head, _, body = href[:100_000].partition(",")
    try:
        raw = base64.b64decode(unquote(body)) if head.lower().endswith(";base64") else unquote(body).encode()
    except (binascii.Error, ValueError):
        return ""
    return raw.decode("utf-8", "replace")


def in_file(text: str) -> list[Phone]:
    """The numbers in a script file, a vCard or other text; their locator is `line N`."""
    text = _unescaped(text[:LONGEST])
    line = line_numbers(text)
    found = in_card(text) if "BEGIN:VCARD" in text[:1000].upper() else in_code(text)
    counts: Counter[str] = Counter()
    kept: list[Phone] = []
    for one in found:
        counts[one.written.number] += 1
        if len(kept) >= MOST:
            break
        if counts[one.written.number] <= MOST_ALIKE:
            where = Where(SeenIn.SCRIPT, f"line {line(one.written.start)}", _excerpt(one))
            mention = Mention(MentionType.CODE, "", where)
            kept.append(Phone(one.written.number, one.written.told, mention, one.written.extension))
    return kept


def _excerpt(one: Found) -> str:
    start = max(0, one.written.start - 400)
    before, behind = one.text[start : one.written.start], one.text[one.written.end : one.written.end + 400]
    own = one.text[one.written.start : one.written.end]
    return clean(f"{legible(before)[-_AROUND:]}{own}{legible(behind)[:_AROUND]}", EXCERPT)
