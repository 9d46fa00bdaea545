"""Telephone numbers: as people and code write them, and as E.164. The only place that knows phonenumbers.

    plain       words without what nobody sees in them, such as soft hyphens
    found       the numbers in words, each with what tells that it is one
    called      the number that a link calls, texts or opens a chat with
    e164        a number as written, in a country, as E.164
    is_written  whether a number as written is a known number, whatever the country of the site

In a text no country is known yet, so that numbers are kept as their groups of digits:
`415 555-0132`, `+44 20 7946 0018`. Which of them are numbers of a country is asked once all pages were read.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from scanner import number_words
from scanner.mentions import Told

LONGEST = 40
MOST = 200
"""So many numbers of one text are read; a text of more is a list of them."""

_REACH = 40
_SHORTEST, _MOST_DIGITS, _WHOLE = 7, 15, 8


class Written(NamedTuple):
    """A number in a text: its groups of digits, what tells it, from where to where it stands; with its extension."""

    number: str
    told: Told
    start: int
    end: int
    extension: str = ""


_DASH = r".\u2010-\u2015\u2212\-"
_SPACE = r" \t\n\r\u00a0\u2007\u2009\u202f"
_GAP = rf"[{_SPACE}{_DASH}]"
_POINT = rf"[{_SPACE}{_DASH}·•∙⋅|]"
_BEFORE = r"(?<![\w.+%=#$€£¥@&-])(?<![^\d\s]/)"
_BEHIND = r"(?!\d|[.\u2010-\u2015-]\d|%)(?!(?!x[ ]?\d|ext|[A-Z][a-z]{2})[^\W\d_])"
_TOLL_FREE = r"8(?:00|88|77|66|55|44|33)"
_SHAPES = re.compile(
    rf"(?P<plus>(?<![\w=&?@%])\+[{_SPACE}]?\(?\d(?:[{_SPACE}{_DASH}()/]{{0,3}}\d){{6,14}})(?!\d|\.\d)"
    rf"|{_BEFORE}(?:"
    rf"(?P<vanity>(?:1{_GAP})?\(?{_TOLL_FREE}(?:\){_GAP}?|-)(?=[\dA-Z-]{{0,9}}[A-Z]{{3}})[\dA-Z](?:-?[\dA-Z]){{6,9}}"
    rf"|1{_GAP}{_TOLL_FREE}{_GAP}(?=[\dA-Z -]{{0,9}}[A-Z]{{3}})[\dA-Z](?:[ -]?[\dA-Z]){{6,9}}"
    rf"|\([2-9]\d\d\){_GAP}?(?:[2-9]\d\d-[A-Z]{{4}}|[A-Z]{{3}}-[A-Z]{{4}}))(?![\w-])"
    rf"|(?P<nanp>(?:\(?1\)?(?:{_GAP}{{1,3}}|(?=\()))?"
    rf"(?:\([{_SPACE}]?[2-9]\d\d[{_SPACE}]?\)[{_SPACE}{_DASH}/]{{0,3}}[2-9]\d\d{_GAP}{{0,3}}"
    rf"|[2-9]\d\d(?:{_POINT}{{1,3}}|/)[2-9]\d\d{_POINT}{{1,3}})\d{{4}}){_BEHIND}"
    rf"|(?P<service>1[38]00[ \u00a0-]\d{{3}}[ \u00a0-]\d{{3}}){_BEHIND}"
    rf"|(?P<trunk>(?:\(0[ ]\d{{1,5}}\)|\(?0\d{{0,5}}\)?)(?:[{_SPACE}{_DASH}/]{{0,3}}\d){{5,13}}){_BEHIND}"
    rf"|(?P<bare>\d(?:{_GAP}?\d){{7,14}}){_BEHIND}"
    r")"
)
"""How numbers are written: with their country, in letters, in North America, for everybody in Australia, with a
trunk 0, as mere digits.
"""

_GROUP_GAP = re.compile(r"\D+", re.ASCII)
_WIDE = re.compile(rf"[{_SPACE}]")
_GOES_ON = re.compile(r"[,.]\s?-?\d")
_READ_AS: Mapping[int, str | None] = {
    **{sign: chr(sign - 0xFEE0) for sign in range(0xFF01, 0xFF5F)},
    **{zero + digit: str(digit) for zero in (0x660, 0x6F0) for digit in range(10)},
    **dict.fromkeys((*range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " "),
    **dict.fromkeys((0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))),
    **dict.fromkeys((0x20E3, *range(0xFE00, 0xFE10), 0xFEFF)),
}
"""Wide and Arabic digits as usual ones, all spaces as one; signs that nobody sees fall away."""

_PARTED = re.compile(r"[\n·•∙⋅|]")
_POINTED = re.compile(r"\d[·•∙⋅]\d")
_TIMES = re.compile(r"[ \u00a0]{1,2}\d{1,2}(?:[:.]\d\d)?[ ]?(?:[ap]\.?m\b|[–/-][ ]?\d)", re.IGNORECASE)
_THREE = re.compile(r"\d{3}|\d\d\D{1,3}\d", re.ASCII)
_DATE = re.compile(
    r"(?:19|20)\d\d\D{1,3}\d\d?\D{1,3}\d\d?(?!\d)|\d\d?\D{1,3}\d\d?\D{1,3}(?:19|20)\d\d(?!\d)"
    r"|\d\d?([./-])\d\d?\1\d\d(?![./-]?\d)|\d\d?\.\d\d\D{2,3}\d\d?\.\d\d|(?:19|20)\d\d\D{1,3}(?:19|20)\d\d(?!\d)"
)
_DECIMAL = re.compile(r"[+-]?(?:0|[1-9]\d{0,2})\.\d{4,}(?:\D{1,3}\d{1,3}\.\d{3,})?", re.ASCII)
_EXTENSION = re.compile(
    r"[\s,;(]{0,3}(?:ext(?:ension|n)?\b[.:=]?|x(?=[ .:]?\d)|#(?=\d)|poste\b|durchwahl\b)\s{0,2}(\d{1,6})(?!\d)",
    re.IGNORECASE,
)
_NO_GAPS = str.maketrans("", "", "+ -")
_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_LINK = re.compile(
    r"\s*(?:(?:https?:)?/{1,2})?(?:tel|callto|sms|smsto|mms|facetime|facetime-audio|imessage|skype|sips?):/{0,2}"
    r"(?:open/?\?(?:[^#]{0,500}&)?addresses=([^&,]*)|([^?&@]*))",
    re.IGNORECASE,
)
_CHAT = re.compile(
    r"\s*(?:(?:https?:)?//(?:www\.)?(?:wa\.me/(?!send)|signal\.me/#p/|t\.me/(?=\+\d{7}))|tg://resolve/?\?(?:[^#]{0,500}&)?phone=|sgnl://signal\.me/#p/|wa\.me/"
    r"|(?:whatsapp:/{0,2}send/?|(?:https?:)?//(?:(?:api|web|www|chat)\.whatsapp\.com|(?:www\.)?wa\.me)/send/?)\?(?:[^#]{0,500}&)?phone="
    r"|viber:/{0,2}[a-z]{1,20}/?\?(?:[^#]{0,500}&)?(?:number|phone)=)([^?&#/]{7,60})",
    re.IGNORECASE,
)
_SHORT = re.compile(r"\s*(?:sms|smsto):/{0,2}(\d{5,6})(?![\d-])", re.IGNORECASE)
_DIALLED = re.compile(rf"[+\dA-Za-z{_SPACE}{_DASH}()/]+", re.ASCII)
_BEHIND_NUMBER = re.compile(
    r";ext=(\d{1,6})|[;,#]+(\d{0,6})|(?<=\d)[pw]+(\d{0,6})\Z|[ ]?(?:ext|x)\.?[ ]?(\d{1,6})\Z", re.IGNORECASE
)
_UNWRAPPED = re.compile(r"[\s\"'()\[\]:;,]+")


def plain(text: str) -> str:
    """Words as they are read: without signs that nobody sees, with usual digits and spaces."""
    return text if text.isascii() else text.translate(_READ_AS)


def found(text: str, before: str = "") -> Iterator[Written]:
    """The numbers in words, from left to right, of very many the first; `before` are words in front of the text.

    Prices, dates, times, coordinates, and ids that are called so are none, nor is a part of a longer number. The work
    grows with the length of the text.
    """
    if _THREE.search(text) is None:
        return
    at = read = 0
    while read < MOST and (match := _next(text, at)) is not None:
        read += 1
        one = _one(text, match, before)
        if one is not None:
            yield one
        at = max(one.end if one is not None else match.end(), match.start() + 1)


def _next(text: str, at: int) -> re.Match[str] | None:
    """The next shape; among figures in a row one that looks like a number counts before the whole row."""
    match = _SHAPES.search(text, at)
    if match is None or match.lastgroup != "bare":
        return match
    inner = _SHAPES.search(text, match.start() + 1)
    is_inside = inner is not None and inner.lastgroup in ("plus", "nanp", "vanity") and inner.start() < match.end()
    return inner if is_inside else match


def _one(text: str, match: re.Match[str], before: str) -> Written | None:
    """What a shape in a text is; None if it is no number."""
    shape, piece = match.lastgroup or "", match[0]
    start, end = match.start(), match.end()
    near = f"{before[-_REACH:]} {text[max(0, start - _REACH) : start]}"[-_REACH:]
    if _DECIMAL.match(piece) or (shape in ("trunk", "bare") and _is_date(piece)):
        return None
    number = _groups(piece)
    if shape == "vanity":
        number = _dialled_letters(number)
    is_unknown = False
    if shape == "plus":
        abroad = _abroad(number)
        is_unknown = not abroad and _is_possible(number)
        number = abroad or (number if is_unknown else "")
        end = _end_of(text, start, number)
        if not number or _DECIMAL.match(text, start) or _GOES_ON.match(text, end):
            return None
    told = _told(shape, number, text, start, end, near)
    if told is None:
        return None
    told = Told.BARE if is_unknown and told is not Told.FAX else told
    extension = _EXTENSION.match(text, end)
    return Written(number, told, start, extension.end() if extension else end, extension[1] if extension else "")


def _told(shape: str, number: str, text: str, start: int, end: int, near: str) -> Told | None:
    """What tells a number in its surroundings; None if it is called something else."""
    if number_words.is_fax(near, text[end : end + _REACH]):
        return Told.FAX
    is_sure = shape == "plus" or (shape == "nanp" and ")" in text[start:end])
    if number_words.is_other(near, number_words.AMOUNT if is_sure else number_words.OTHER):
        return None
    if number_words.is_named(near):
        return Told.NAMED
    return None if number_words.is_measure(text[end : end + _REACH]) else _by_shape(shape, number, text, start, end)


def _by_shape(shape: str, number: str, text: str, start: int, end: int) -> Told | None:
    """What the way in which a number is written tells; None for a part of a row of figures."""
    loose = shape == "nanp" and is_loose(text[start:end])
    if (loose or (shape == "bare" and not number.isdigit())) and _has_neighbours(text, start, end):
        return None
    if loose:
        is_all = text.strip(" \t\r\n\u00a0|•·-") == text[start:end].strip()
        return Told.SHAPED if is_all and not _PARTED.search(text, start, end) else Told.BARE
    if shape == "trunk" and (number.isdigit() or not 9 <= len(_digits(number)) <= 14):
        return Told.BARE
    return Told.BARE if shape == "bare" else Told.SHAPED


def told_behind(words: str) -> Told:
    """What a number would be that stood behind these words, in itself plain."""
    return Told.FAX if number_words.is_fax(words[-_REACH:], "") else Told.NAMED


def is_loose(piece: str) -> bool:
    """Whether nothing but spaces holds a number together: so do rows of figures."""
    return not any(sign in piece for sign in "().-/‐‑‒–—―−") and piece[0] != "1" and not _POINTED.search(piece)


def _has_neighbours(text: str, start: int, end: int) -> bool:
    """Whether further figures stand in the same row, and no times of day."""
    if re.search(r"\d[ \u00a0]{1,2}\Z", text[max(0, start - 3) : start]):
        return True
    return re.match(r"[ \u00a0]{1,2}\d", text[end : end + 3]) is not None and not _TIMES.match(text, end)


def _is_date(piece: str) -> bool:
    return _DATE.match(piece.lstrip("(")) is not None


def _groups(piece: str) -> str:
    """The groups of digits of a number, with a `+` if it is written with one: spaces between them stay spaces."""
    piece = piece.upper().translate(_LETTERS)
    digits = _GROUP_GAP.sub(lambda gap: " " if _WIDE.search(gap[0]) else "-", piece.strip("+ ().-"))
    return f"+{digits}" if piece.lstrip(" (").startswith("+") else digits


def _dialled_letters(number: str) -> str:
    """Of a number in letters what is dialled: of a longer word only the first letters count."""
    most = 11 if number.startswith("1") else 10
    return _digits(number)[:most]


def _cuts(number: str) -> Iterator[str]:
    """A number as written, then without the figures that stand behind a space: what follows it may be opening hours."""
    groups = number.split(" ")
    for count in range(len(groups), max(0, len(groups) - 4), -1):
        yield " ".join(groups[:count])


def _abroad(number: str) -> str:
    """Of a number with its country the groups that belong to it; "" if it is a number of no country."""
    return next((whole for whole in _cuts(number) if _is_valid(whole, "")), "")


def _end_of(text: str, start: int, number: str) -> int:
    """Where a number that begins at `start` ends."""
    left = len(_digits(number))
    for at in range(start, min(len(text), start + 3 * LONGEST)):
        left -= text[at].isdigit()
        if left <= 0:
            return at + 1
    return start


def _digits(number: str) -> str:
    return number.translate(_NO_GAPS)


def whole(text: str) -> str:
    """The groups of a text that is one number and nothing else, as a setting may hold it; "" if it is none."""
    text = plain(text).strip()
    if not 0 < len(text) <= LONGEST:
        return ""
    number, _ = _dialled(text)
    letters = any(map(str.isalpha, text))
    return number if not letters or called(f"tel:{text}") is not None else ""


def called(href: str) -> Written | None:
    """The number that an address calls, texts or opens a chat with; None if it does none of these."""
    if ":" not in href[:40] and "//" not in href[:40]:
        return None
    chat = _CHAT.match(href)
    link = None if chat else _LINK.match(href)
    if chat is None and link is None:
        return None
    said = chat[1] if chat else (link[1] or link[2] or "") if link else ""
    text = plain(unquote(said)).strip().strip("\"'")
    number, extension = _dialled(text)
    if not number:
        return None
    if chat and not number.startswith("+"):
        number = f"+{number}"
    return Written(number, Told.NAMED, 0, len(href), extension)


def texted(href: str) -> str:
    """The short code, of five or six digits, that a link sends a text message to; "" if it sends none to one."""
    link = _SHORT.match(href)
    return link[1] if link else ""


def _dialled(text: str) -> tuple[str, str]:
    """The groups of what is dialled, and the extension."""
    text = text.replace("\u2011", "-").replace("+-", "+")
    behind = _BEHIND_NUMBER.search(text, _SHORTEST - 1) if len(text) >= _SHORTEST else None
    extension = next(filter(None, behind.groups()), "") if behind else ""
    text = text[: behind.start()].strip() if behind else text
    if len(text) > LONGEST or not _DIALLED.fullmatch(text) or not any(map(str.isdigit, text)):
        return "", ""
    if sum(map(str.isalpha, text)) > 9 or _is_date(text) or _DECIMAL.fullmatch(text):
        return "", ""
    number = _groups(text)
    return (number, extension) if _SHORTEST <= len(_digits(number)) <= _MOST_DIGITS else ("", "")


@lru_cache(maxsize=8192)
def e164(number: str, region: str = "") -> str:
    """A number as written, in the country `region` ("US"), as E.164; "" if it is none there.

    Figures behind a number, such as opening hours, are left out. Without a region only numbers with their country are
    known.
    """
    whole = next((cut for cut in _cuts(number) if _is_valid(cut, region)), "")
    parsed = _parsed(whole, region) if whole else None
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164) if parsed is not None else ""


@lru_cache(maxsize=8192)
def _is_valid(number: str, region: str) -> bool:
    """Whether it is a number of its country's plan."""
    parsed = _parsed(number, region)
    return parsed is not None and phonenumbers.is_valid_number(parsed)


def _is_possible(number: str) -> bool:
    """Whether it has as many digits as numbers of its country, though no plan that is known holds it."""
    parsed = _parsed(number, "")
    return parsed is not None and phonenumbers.is_possible_number(parsed)


def _parsed(number: str, region: str) -> phonenumbers.PhoneNumber | None:
    if number.startswith("00") and not region:
        number = f"+{number[2:]}"
    try:
        return phonenumbers.parse(number, region or None)
    except NumberParseException:
        return None


def possible(text: str, region: str = "") -> tuple[str, bool, str]:
    """What a person gave as a number: as E.164, whether its country's plan knows it, and its extension.

    "" if it cannot be one: too short or long, or without country code where no region says it.
    """
    if not 0 < len(text) <= 3 * LONGEST or re.search(r"\d[eE]\+?\d|\d\.0\Z", text):
        return "", False, ""
    try:
        parsed = phonenumbers.parse(text, region or None)
    except NumberParseException:
        return "", False, ""
    if not phonenumbers.is_possible_number(parsed):
        return "", False, ""
    extension = parsed.extension or ""
    whole_number = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    return whole_number, phonenumbers.is_valid_number(parsed), extension


def region_of(number: str) -> str:
    """The country of an E.164 number, "" for numbers of no single one, such as those that are free of charge."""
    parsed = _parsed(number, "")
    if parsed is None or phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.TOLL_FREE:
        return ""
    region = phonenumbers.region_code_for_number(parsed) or ""
    return region if region.isalpha() else ""


def country_code(region: str) -> int:
    """The country code of a region; 0 for what is none."""
    return int(phonenumbers.country_code_for_region(region))


@lru_cache(maxsize=2048)
def ways(number: str) -> frozenset[str]:
    """All digits that people write for an E.164 number."""
    parsed = _parsed(number, "")
    if parsed is None:
        return frozenset()
    own = phonenumbers.national_significant_number(parsed)
    at_home = _digits(_groups(phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)))
    abroad = f"{parsed.country_code}{own}"
    return frozenset({own, at_home, abroad, f"00{abroad}", f"011{abroad}", f"{parsed.country_code}{at_home}"})


def read_as(number: str) -> Iterator[str]:
    """The digits of a number as written, without and with the figures behind it: what `ways` may hold.

    Fewer than eight digits say nothing, and a number with a `+` is only what it says.
    """
    for cut in _cuts(number):
        digits = _digits(cut)
        if len(digits) >= _WHOLE:
            yield f"+{cut}" if cut.startswith("+") and e164(cut) else digits


def is_written(number: str, known: str) -> bool:
    """Whether `number`, as written anywhere, is the E.164 number `known`: digit by digit, with or without country."""
    return e164(number) == known or any(digits in ways(known) for digits in read_as(number))
