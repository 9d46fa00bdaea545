"""The telephone numbers of a document, each with where it stands: links, words, data for machines, settings of scripts.

What a number is called by the words in front of it, or by the key of a setting, is read along; whose it is, and of
which country, is asked once all pages were read. Forms that visitors fill in are not looked into.
"""

import re
from collections import Counter
from itertools import chain, islice

from lxml import etree

from scanner import phones
from scanner.extract.coded_numbers import (
    LONGEST,
    MOST,
    MOST_ALIKE,
    Found,
    in_card,
    in_code,
    is_fax_name,
    is_person_name,
    is_phone_name,
    vcard,
)
from scanner.extract.excerpts import EXCERPT, attributes, brief, clean
from scanner.extract.keeper import Keeper
from scanner.extract.locate import LABEL, is_comment, words
from scanner.extract.markup import HEADINGS
from scanner.extract.reader import Reader
from scanner.extract.shown_numbers import legible
from scanner.extract.split_numbers import INLINE, Piece, across, short
from scanner.mentions import Mention, MentionType, Phone, Told
from scanner.model import State
from scanner.phones import Written

MOST_BARE = 60
"""So many numbers of a document are kept that may be something else."""

_AROUND = 80
_NEAR = 60
_TEN = 10
_LONGEST_LABEL = 300
_LONGEST_TEXT = 20_000
_UNREAD = frozenset({"script", "style", "noscript", "textarea", "select", "iframe", "noembed", "noframes"})
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "ul", "ol", "table", "form"}
)
_SAID = frozenset(
    {"alt", "aria-label", "aria-description", "title", "data-title", "data-label", "data-text", "data-content"}
)
_META = frozenset({"description", "og:description", "og:title", "twitter:description", "twitter:title"})
_LINKS = ("href", "xlink:href", "action", "formaction")
_BUTTONS = frozenset({"button", "submit", "reset"})
_CALLING = ("tel:", "sms:", "wa.me", "whatsapp", "hone")
_FORMATTED = re.compile(r"\d{3}\)?[ .\u00a0\u2011-]{1,2}\d{3,4}")
_COUNTRY = re.compile(
    r"[\"']addressCountry[\"']\s{0,9}:\s{0,9}"
    r"(?:\{[^{}]{0,200}?[\"']name[\"']\s{0,9}:\s{0,9})?[\"']([A-Za-z .]{2,40})[\"']"
)
_ONE = re.compile(r"\d", re.ASCII)
_TWO = re.compile(r"\d\d", re.ASCII)
_TELLING = re.compile(r"\d\d|tel|elephone|TEL|locale|Country|faxNumber")
"""In the values of attributes: without any of this they hold no number, name none, and tell no country."""

_LANG = re.compile(r"[a-z]{2,3}[-_](?:[A-Za-z]{4}[-_])?([A-Za-z]{2})(?![A-Za-z])")


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
        self._line: list[Piece] = []
        self._figures = False
        self._before = ""

    def read(self, root: etree._Element) -> None:
        """Reads the whole tree."""
        unread = 0
        for event, node in etree.iterwalk(root, events=("start", "end", "comment")):
            if len(self._gathered.phones) >= MOST:
                return
            if event != "comment" and node.tag not in INLINE:
                self._end_line()
            if event == "start":
                if node.tag == "br":
                    self._line.append(Piece("\n", node))
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
        self._end_line()

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
        for name in filter(attrs.__contains__, _LINKS):
            if ":" in attrs[name] or "//" in attrs[name]:
                self._href(element, attrs[name])
        lang = attrs.get("lang", "") if tag == "html" else ""
        if lang and (region := _LANG.match(lang)):
            self._says("lang", region[1])
        self._microdata(element, attrs)
        if tag == "meta":
            self._meta(element, attrs)
        elif tag not in ("input", "textarea"):
            self._said_or_set(element, attrs)
        elif (attrs.get("type") or "").lower() in _BUTTONS:
            self._say(element, phones.plain(attrs.get("value", "")), MentionType.TEXT)

    def _said_or_set(self, element: etree._Element, attrs: dict[str, str]) -> None:
        for name, value in attrs.items():
            if len(value) < 7 or name in _LINKS:
                continue
            if name in _SAID:
                self._say(element, phones.plain(value), MentionType.TEXT)
            elif name.startswith(("on", "data-")) or name == "srcdoc":
                self._setting(element, name, value)

    def _href(self, element: etree._Element, href: str) -> None:
        for card in in_card(vcard(href)):
            self._keep(element, card)
        if href[:20].strip().lower().startswith("javascript:"):
            self._code(element, href)
            return
        one = phones.called(href[:600])
        if one is None:
            self._short(element, phones.texted(href[:40]))
            return
        own = phones.plain(_text_of(element))
        said = next(phones.found(own, self._near), None)
        told = said.told if said is not None else phones.told_behind(f"{self._near} {own}")
        fax = told is Told.FAX
        self._link = element, one.number
        self._keep(element, Found(one._replace(told=Told.FAX if fax else Told.NAMED), own, MentionType.LINK))

    def _short(self, element: etree._Element, code: str) -> None:
        if code:
            self._keep(element, Found(Written(code, Told.SHORT, 0, 0), _text_of(element), MentionType.LINK))

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
            self._say(element, phones.plain(content), MentionType.META)
        elif is_phone_name(name):
            self._whole(element, content, MentionType.META, fax=is_fax_name(name))

    def _whole(self, element: etree._Element, text: str, kind: MentionType, *, fax: bool) -> None:
        number = phones.whole(text)
        if number:
            written = Written(number, Told.FAX if fax else Told.NAMED, 0, len(text))
            self._keep(element, Found(written, text, kind))

    def _setting(self, element: etree._Element, name: str, value: str) -> None:
        if name.startswith("data-") and is_phone_name(name):
            self._whole(element, value, MentionType.ELEMENT, fax=is_fax_name(name))
        elif name in ("data-number", "data-num", "data-to") and value.isdigit() and len(value) >= _TEN:
            self._keep(element, Found(Written(value, Told.BARE, 0, len(value)), value, MentionType.ELEMENT))
        elif is_person_name(name):
            return
        elif name.startswith("on") or any(mark in value for mark in _CALLING) or _FORMATTED.search(value):
            self._code(element, f'"{value}"' if value.startswith(("tel:", "sms:")) else value)

    def _code(self, element: etree._Element, code: str) -> None:
        for found in in_code(code):
            self._keep(element, found._replace(kind=MentionType.ELEMENT))

    def _script(self, element: etree._Element) -> None:
        kind, code = element.get("type") or "", (element.text or "")[:LONGEST]
        is_data = "ld+json" in kind
        if is_data:
            for country in list(_COUNTRY.finditer(code))[:3]:
                self._says("address", country[1])
        for found in in_code(code, is_data=is_data):
            self._keep(element, found._replace(kind=MentionType.META) if is_data else found)

    def _words(self, text: str, element: etree._Element) -> None:
        text = phones.plain(text[:_LONGEST_TEXT])
        if not self._line:
            self._before = self._near
        known: tuple[tuple[int, int], ...] = ()
        if _ONE.search(text):
            self._figures = True
            known = self._say(element, text, MentionType.TEXT) if _TWO.search(text) else ()
        named = (Told.FAX if self._named_fax else Told.NAMED) if self._named is not None else None
        self._line.append(Piece(text, element, known, named, self._link[1] if self._link else ""))
        if text.strip():
            self._near = f"{self._near} {text[-_NEAR:]}"[-_NEAR:]

    def _end_line(self) -> None:
        """Reads what only several elements together say."""
        if self._figures:
            self._read_line()
            self._figures = False
        if self._line:
            self._line.clear()

    def _read_line(self) -> None:
        for one in chain(across(self._line, self._before), short(self._line, self._before)):
            if not (one.calls and _is_same(one.written.number, one.calls)):
                self._keep(one.element, Found(one.written, one.text, MentionType.TEXT))

    def _say(self, element: etree._Element, text: str, kind: MentionType) -> tuple[tuple[int, int], ...]:
        """Keeps the numbers in words; where they stand."""
        places = []
        for one in phones.found(text, self._near):
            places.append((one.start, one.end))
            named = one
            if self._named is not None and one.told in (Told.BARE, Told.SHAPED):
                named = one._replace(told=Told.FAX if self._named_fax else Told.NAMED)
            if self._link is None or not _is_same(one.number, self._link[1]):
                self._keep(element, Found(named, text, kind))
        return tuple(places)

    def _says(self, how: str, what: str) -> None:
        if len(self._gathered.regions) < 10:
            self._gathered.regions[f"{how}:{brief(what, 40)}"] = None

    def _keep(self, element: etree._Element, found: Found) -> None:
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


def _excerpt(element: etree._Element, found: Found) -> str:
    """What stands at the number: nothing else in it is a number that can be read."""
    written, text = found.written, found.text
    if found.kind is MentionType.LINK:
        said = legible(text, _plain(written.number))
        return clean(f'<a href="tel:{written.number}">{said}</a>', EXCERPT)
    if found.kind is MentionType.ELEMENT:
        return clean(f"<{element.tag} … {text[written.start : written.end]} …>", EXCERPT)
    before, behind = legible(text[max(0, written.start - 400) : written.start]), legible(text[written.end :][:400])
    return clean(f"{before[-_AROUND:]}{text[written.start : written.end]}{behind[:_AROUND]}", EXCERPT)
