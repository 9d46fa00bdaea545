"""The telephone numbers of a document, each with where it stands: links, words, data for machines, settings of scripts.

What a number is called by the words in front of it, or by the key of a setting, is read along; whose it is, and of
which country, is asked once all pages were read. Forms that visitors fill in are not looked into.
"""

import base64
import binascii
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from scanner import phones
from scanner.extract.excerpts import EXCERPT, attributes, brief, clean
from scanner.extract.keeper import Keeper
from scanner.extract.locate import LABEL, is_comment, line_numbers, words
from scanner.extract.markup import HEADINGS, Runs, runs
from scanner.extract.reader import Reader
from scanner.extract.shown_numbers import legible
from scanner.mentions import Mention, MentionType, Phone, Told, Where
from scanner.model import SeenIn, State
from scanner.personal import is_personal_name
from scanner.phones import Written
from scanner.urls import redact

MOST, MOST_ALIKE, MOST_BARE = 300, 6, 60
"""So many numbers of a document are kept: of one number so many places, and so many that may be something else."""

_AROUND = 80
_NEAR = 60
_LONGEST_LABEL = 300
_LONGEST_TEXT, _LONGEST_CODE = 20_000, 2_000_000
_UNREAD = frozenset({"script", "style", "noscript", "textarea", "select", "iframe", "noembed", "noframes", "title"})
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "ul", "ol", "table", "form"}
)
_SAID = frozenset({"alt", "aria-label", "title", "data-title", "data-label", "data-text", "data-content"})
_META = frozenset({"description", "og:description", "og:title", "twitter:description", "twitter:title"})
_KEY = (
    r"(?:[A-Za-z0-9_$.:-]{0,30}?(?:[Pp]hone|PHONE|[Tt]ele(?:f[oe]|ph)|[Ww]hats[Aa]pp|WHATSAPP|[Mm]obile|[Ss]ms|SMS|[Ff]ax|FAX"
    r"|(?<![A-Za-z])[Tt]el|TEL|[Cc]all)[A-Za-z_-]{0,16})"
)
_SETTING = re.compile(
    rf"(?<![\w$-])([\"'`]?)({_KEY})\1\s{{0,3}}[:=]\s{{0,3}}\[?\s{{0,3}}([\"'`])([^\"'`\n<>]{{7,60}})\3"
)
_STRING = re.compile(
    r"[\"'`>]((?:tel:|sms:|callto:|\+|%2B|\\u002[bB])[^\"'`<>\n]{7,60}|\(?[2-9]\d\d\)?[ .-]{1,2}\d{3}[ .-]\d{4})[\"'`<]"
)
_CHATS = re.compile(r"(?:wa\.me/|whatsapp\.com/send|whatsapp://send|viber://)[^\"'`<>\s\\]{0,200}")
_PERSONS = re.compile(
    r"user|client|customer|patient|visitor|lead|billing|shipping|member|guest|my_?phone", re.IGNORECASE
)
"""In keys of what is about a person, not about the clinic."""

_KEYED = re.compile(r"([\w$-]{1,40})[\"'`]?\s{0,3}[:=]\s{0,3}\[?\s{0,3}\Z", re.ASCII)
_NO_KEY = re.compile(r"id$|_id|ids?_|regex|pattern|format|mask|placeholder|example|class|icon|label", re.IGNORECASE)
_PHONE_NAME = re.compile(rf"^{_KEY}$")
_COUNTRY = re.compile(
    r"[\"']addressCountry[\"']\s{0,9}:\s{0,9}"
    r"(?:\{[^{}]{0,200}?[\"']name[\"']\s{0,9}:\s{0,9})?[\"']([A-Za-z .]{2,40})[\"']"
)
_VCARD = re.compile(r"^(?:item\d+\.)?TEL([^:\r\n]{0,200}):(?:tel:)?([^\r\n]{5,60})$", re.IGNORECASE | re.MULTILINE)
_TWO = re.compile(r"\d\d", re.ASCII)
_TELLING = re.compile(r"\d\d|tel|elephone|TEL|locale|Country|faxNumber")
"""In the values of attributes: without any of this they hold no number, name none, and tell no country."""

_LANG = re.compile(r"[a-z]{2,3}[-_](?:[A-Za-z]{4}[-_])?([A-Za-z]{2})(?![A-Za-z])")
_FAX = re.compile(r"fax", re.IGNORECASE)


class _Found(NamedTuple):
    """A number, the text it was found in, and how the place names it."""

    written: Written
    text: str
    kind: MentionType


def walk(reader: Reader, root: etree._Element) -> None:
    """Read the tree for numbers, and for what it says of the country; what is found goes to what the reader gathers."""
    if reader.setting.state is not State.INERT:
        _Walk(reader).read(root)


class _Walk:
    """One pass over a tree in the order of its words. `near` are the last of these."""

    def __init__(self, reader: Reader) -> None:
        self._gathered = reader.setting.gathered
        self._keeper = Keeper(reader.setting, reader.places)
        self._near = ""
        self._link: tuple[etree._Element, str] | None = None
        self._named: etree._Element | None = None
        self._named_fax = False
        self._alike: Counter[str] = Counter(phone.number for phone in self._gathered.phones)
        self._bare = 0

    def read(self, root: etree._Element) -> None:
        """Reads the whole tree."""
        unread = 0
        for event, node in etree.iterwalk(root, events=("start", "end", "comment")):
            if len(self._gathered.phones) >= MOST:
                return
            if event == "start":
                self._start(node)
                unread += node.tag in _UNREAD
                if node.text and not unread:
                    self._words(node.text, node)
            elif event == "end":
                unread -= node.tag in _UNREAD
                self._end(node)
            if event != "start" and node.tail and not unread:
                parent = node.getparent()
                if parent is not None:
                    self._words(node.tail, parent)

    def _start(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag in HEADINGS:
            self._keeper.pass_heading(element)
        if tag in _BLOCKS:
            self._near = f"{self._near[-_NEAR:]}\n"
        if tag == "script":
            self._script(element)
            return
        values: list[str] = element.values()  # type: ignore[assignment]  # lxml gives bytes for no HTML document
        if values and (tag == "html" or _TELLING.search(" ".join(values))):
            self._attributes(element, tag, attributes(element))

    def _end(self, element: etree._Element) -> None:
        if self._link is not None and self._link[0] is element:
            self._link = None
        if self._named is element:
            self._named = None

    def _attributes(self, element: etree._Element, tag: str, attrs: dict[str, str]) -> None:
        href = attrs.get("href", "")
        if ":" in href or "//" in href:
            self._href(element, href)
        lang = attrs.get("lang", "") if tag == "html" else ""
        if lang and (region := _LANG.match(lang)):
            self._says("lang", region[1])
        self._microdata(element, attrs)
        if tag == "meta":
            self._meta(element, attrs)
            return
        for name, value in attrs.items():
            if len(value) < 7 or name == "href" or tag in ("input", "textarea"):
                continue
            if name in _SAID:
                self._say(element, value, MentionType.TEXT)
            elif name.startswith(("on", "data-")):
                self._setting(element, name, value)

    def _href(self, element: etree._Element, href: str) -> None:
        if href[:11].lower() == "data:text/v" or href[:10].lower() == "data:text/":
            for card in in_card(_data(href)):
                self._keep(element, card)
        one = phones.called(href[:600])
        if one is None:
            return
        own = _text_of(element)
        said = next(phones.found(own, self._near), None)
        told = said.told if said is not None else phones.told_behind(f"{self._near} {own}")
        fax = told is Told.FAX
        self._link = element, one.number
        self._keep(element, _Found(one._replace(told=Told.FAX if fax else Told.NAMED), own, MentionType.LINK))

    def _microdata(self, element: etree._Element, attrs: dict[str, str]) -> None:
        names = f"{attrs.get('itemprop', '')} {attrs.get('property', '')}".split()
        classes = attrs.get("class", "").split()
        if "addressCountry" in names:
            self._says("address", attrs.get("content") or words(element))
        told = next((name for name in names if name in ("telephone", "faxNumber", "schema:telephone")), "")
        told = told or next((name for name in classes if name in ("tel", "p-tel")), "")
        if told and self._named is None:
            self._named, self._named_fax = element, told == "faxNumber"
            if "content" in attrs:
                self._whole(element, attrs["content"], MentionType.META, fax=told == "faxNumber")

    def _meta(self, element: etree._Element, attrs: dict[str, str]) -> None:
        name, content = (attrs.get("property") or attrs.get("name") or "").lower(), attrs.get("content", "")
        if name == "og:locale" and (region := _LANG.match(content)):
            self._says("lang", region[1])
        elif name in _META:
            self._say(element, content, MentionType.META)
        elif _PHONE_NAME.match(name) and not _NO_KEY.search(name):
            self._whole(element, content, MentionType.META, fax=bool(_FAX.search(name)))

    def _whole(self, element: etree._Element, text: str, kind: MentionType, *, fax: bool) -> None:
        number = phones.whole(text)
        if number:
            written = Written(number, Told.FAX if fax else Told.NAMED, 0, len(text))
            self._keep(element, _Found(written, text, kind))

    def _setting(self, element: etree._Element, name: str, value: str) -> None:
        if name.startswith("data-") and _PHONE_NAME.match(name) and not _NO_KEY.search(name):
            self._whole(element, value, MentionType.ELEMENT, fax=bool(_FAX.search(name)))
        elif name.startswith("on") or any(mark in value for mark in ("tel:", "sms:", "wa.me", "whatsapp", "hone")):
            for found in in_code(f'"{value}"' if value.startswith(("tel:", "sms:")) else value):
                self._keep(element, found._replace(kind=MentionType.ELEMENT))

    def _script(self, element: etree._Element) -> None:
        kind, code = element.get("type") or "", (element.text or "")[:_LONGEST_CODE]
        if not code or runs(kind) is Runs.MARKUP:
            return
        is_data = "ld+json" in kind
        if is_data:
            for country in list(_COUNTRY.finditer(code))[:3]:
                self._says("address", country[1])
        for found in in_code(code):
            self._keep(element, found._replace(kind=MentionType.META) if is_data else found)

    def _words(self, text: str, element: etree._Element) -> None:
        text = text[:_LONGEST_TEXT]
        if not text.strip():
            return
        if _TWO.search(text):
            self._say(element, text, MentionType.TEXT)
        self._near = f"{self._near} {text[-_NEAR:]}"[-_NEAR:]

    def _say(self, element: etree._Element, text: str, kind: MentionType) -> None:
        for one in phones.found(text, self._near):
            named = one
            if self._named is not None and one.told in (Told.BARE, Told.SHAPED):
                named = one._replace(told=Told.FAX if self._named_fax else Told.NAMED)
            if self._link is None or not _is_same(one.number, self._link[1]):
                self._keep(element, _Found(named, text, kind))

    def _says(self, how: str, what: str) -> None:
        if len(self._gathered.regions) < 10:
            self._gathered.regions[f"{how}:{brief(what, 40)}"] = None

    def _keep(self, element: etree._Element, found: _Found) -> None:
        number, told = found.written.number, found.written.told
        self._alike[number] += 1
        self._bare += told is Told.BARE
        full = len(self._gathered.phones) >= MOST or (told is Told.BARE and self._bare > MOST_BARE)
        if full or self._alike[number] > MOST_ALIKE or is_comment(element):
            return
        label = clean(legible(found.text, _plain(number)), LABEL) if found.kind is MentionType.LINK else ""
        where = self._keeper.where(element, _excerpt(element, found), label)
        state = self._keeper.state(element)
        mention = Mention(found.kind, "", where, state=State.LIVE if element.tag == "script" else state)
        self._gathered.phones.append(Phone(number, told, mention, found.written.extension))


def _text_of(element: etree._Element) -> str:
    """The words in an element, of very many the first."""
    return "".join(map(str, islice(element.itertext(etree.Element), 20)))[:_LONGEST_LABEL]


def _plain(number: str) -> str:
    return number.replace(" ", "").replace("-", "")


def _is_same(one: str, other: str) -> bool:
    """Whether two numbers as written have the same end."""
    digits = [re.sub(r"\D", "", number)[-8:] for number in (one, other)]
    return digits[0].endswith(digits[1]) or digits[1].endswith(digits[0])


def _excerpt(element: etree._Element, found: _Found) -> str:
    """What stands at the number: nothing else in it is a number that can be read."""
    written, text = found.written, found.text
    if found.kind is MentionType.LINK:
        said = legible(text, _plain(written.number))
        return clean(f'<a href="tel:{written.number}">{said}</a>', EXCERPT)
    if found.kind is MentionType.ELEMENT:
        return clean(f"<{element.tag} … {text[written.start : written.end]} …>", EXCERPT)
    before, behind = legible(text[max(0, written.start - 400) : written.start]), legible(text[written.end :][:400])
    return clean(f"{before[-_AROUND:]}{text[written.start : written.end]}{behind[:_AROUND]}", EXCERPT)


def in_code(code: str) -> Iterator[_Found]:
    """The numbers in the settings of a script, or in data: what a key calls so, and strings that are nothing else."""
    taken: list[tuple[int, int]] = []
    for setting in _SETTING.finditer(code):
        number = (
            "" if _NO_KEY.search(setting[2]) or _PERSONS.search(setting[2]) else phones.whole(_unescaped(setting[4]))
        )
        if number:
            told = Told.FAX if _FAX.search(setting[2]) else Told.NAMED
            taken.append(setting.span())
            yield _Found(Written(number, told, setting.start(4), setting.end(4)), code, MentionType.CODE)
    spans = iter([*taken, (len(code) + 1, len(code) + 1)])
    first, last = next(spans)
    for string in _STRING.finditer(code):
        while last < string.start():
            first, last = next(spans)
        if first <= string.start(1) <= last or _is_of_person(code, string.start()):
            continue
        one = _string(_unescaped(string[1]))
        if one is not None:
            yield _Found(one._replace(start=string.start(1), end=string.end(1)), code, MentionType.CODE)
    for chat in _CHATS.finditer(code):
        one = phones.called(f"https://{chat[0]}" if chat[0].startswith("wa.me") else f"https://api.{chat[0]}")
        if one is not None:
            yield _Found(one._replace(start=chat.start(), end=chat.end()), code, MentionType.CODE)


def _is_of_person(code: str, at: int) -> bool:
    """Whether the string that begins there stands behind a key of what may be about a person."""
    key = _KEYED.search(code[max(0, at - 60) : at])
    return key is not None and (is_personal_name(key[1]) or _PERSONS.search(key[1]) is not None)


def _string(text: str) -> Written | None:
    if ":" in text[:8]:
        return phones.called(text)
    number = phones.whole(text)
    if not number or (number.startswith("+") and not phones.e164(number)):
        return None
    return Written(number, Told.NAMED if number.startswith("+") else Told.SHAPED, 0, 0)


def _unescaped(text: str) -> str:
    return text.replace("\\u002B", "+").replace("\\u002b", "+").replace("%2B", "+").replace("\\/", "/")


def in_card(text: str) -> Iterator[_Found]:
    """The numbers of a vCard."""
    for line in _VCARD.finditer(text.replace("\r", "")[:_LONGEST_CODE]):
        number = phones.whole(line[2])
        if number:
            told = Told.FAX if _FAX.search(line[1]) else Told.NAMED
            yield _Found(Written(number, told, line.start(2), line.end(2)), text.replace("\r", ""), MentionType.CODE)


def _data(href: str) -> str:
    head, _, body = href[:100_000].partition(",")
    try:
        raw = base64.b64decode(unquote(body)) if head.lower().endswith(";base64") else unquote(body).encode()
    except (binascii.Error, ValueError):
        return ""
    return raw.decode("utf-8", "replace")


def in_file(text: str, url: str) -> list[Phone]:
    """The numbers in a script file, a vCard or other text at `url`; their locator is `line N`."""
    text = text[:_LONGEST_CODE]
    line = line_numbers(text)
    found = in_card(text) if "BEGIN:VCARD" in text[:1000].upper() else in_code(text)
    counts: Counter[str] = Counter()
    kept: list[Phone] = []
    for one in found:
        counts[one.written.number] += 1
        if len(kept) >= MOST:
            break
        if counts[one.written.number] <= MOST_ALIKE:
            around = text[max(0, one.written.start - 400) : one.written.end + 400]
            shift = max(0, one.written.start - 400)
            near = one.written._replace(start=one.written.start - shift, end=one.written.end - shift)
            before, behind = legible(around[: near.start])[-_AROUND:], legible(around[near.end :])[:_AROUND]
            excerpt = clean(f"{before}{around[near.start : near.end]}{behind}", EXCERPT)
            where = Where(SeenIn.SCRIPT, f"line {line(one.written.start)}", excerpt)
            mention = Mention(MentionType.CODE, redact(url), where)
            kept.append(Phone(one.written.number, one.written.told, mention, one.written.extension))
    return kept
