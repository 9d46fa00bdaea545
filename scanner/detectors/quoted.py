"""Addresses that are only told: in a sentence, a pattern, a selector, a share link. And data of a page, which runs not.

What is doubtful counts as meant: an address is told only if every place of it in the document is such a place.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from scanner.mentions import Mention, MentionType
from scanner.model import State
from scanner.urls import Address, parse

DATA = "page-data"
"""On a mention in the data that a page carries for its own program, such as that of Next.js."""

_REACH = 300
_MOST = 200
_SCHEME = re.compile(r"(?:https?:)?(?:\\{0,4}/){2}$", re.IGNORECASE)
_SENTENCE_BEFORE = re.compile(r"[A-Za-z.:;!?)\]/](?:\s|\\{1,4}[nrt])[\s(]{0,9}$")
_SENTENCE_AFTER = re.compile(r"[.,;:!?]?\s{1,9}[A-Za-z]{2,40}(?![\w-]{0,40}=)")
_SELECTOR = re.compile(r"\[[\w-]{1,40}[~|^$*]?=\s?\\{0,4}[\"']?$")
_SHARED = re.compile(
    r"(?:/intent/|/shar|/pin/create|/submit)[^\s\"'<>]{0,60}[?&](?:u|url|text)=(?:https?%3A%2F%2F)?$", re.IGNORECASE
)
_BODY = re.compile(r"[^\s\"'`<>\\]{0,400}(?:\\{1,4}/[^\s\"'`<>\\]{0,400}){0,40}")
_FILE = re.compile(r"[^\"'`<>]{0,100}\.[A-Za-z0-9]{2,5}\\{0,4}[\"'`]")
_COPIED = re.compile(r"data-(?:clipboard-text|clipboard|copy-text|copy)\s?=\s?(?:\"[^\"]{0,600}|'[^']{0,600})$")
_COPY = ("data-clipboard", "data-copy")
_OPENS = "\"'`"
_SHARES = frozenset(
    {"intent", "share", "sharer", "sharer.php", "sharing", "sharearticle", "create", "submit", "compose"}
)
_NAMES = ("application/json", "__next_f", "__NEXT_DATA__", "__NUXT_DATA__", "__NUXT__")
_READS = frozenset({MentionType.CODE, MentionType.META})


def settled(mention: Mention, document: str, is_harmless: Callable[[str], bool]) -> Mention:
    """`mention` as text where it is only told; with the attribute `DATA` where it stands in the data of the page."""
    address = parse(mention.url) if mention.url else None
    if address is None or mention.state is State.INERT or mention.type in (MentionType.TEXT, MentionType.REQUEST):
        return mention
    if _is_shared(mention, is_harmless) or _is_told(mention, address, document):
        return replace(mention, type=MentionType.TEXT)
    if mention.type is MentionType.CODE and _is_data(mention, address, document):
        return replace(mention, attrs={**mention.attrs, DATA: "true"})
    return mention


def _is_shared(mention: Mention, is_harmless: Callable[[str], bool]) -> bool:
    """Whether the address is what a button hands to a service that everybody uses, for others to see."""
    outer = parse(mention.attrs.get("wrapped-in", ""))
    return outer is not None and is_harmless(outer.host) and not _SHARES.isdisjoint(outer.path.lower().split("/"))


def _is_told(mention: Mention, address: Address, document: str) -> bool:
    if mention.type is MentionType.CODE and address.path.endswith("*"):
        return True
    if any(name in document for name in _COPY) and _is_copied(address, document):
        return True
    if mention.type in _READS and mention.text:
        return _only_told(address, mention.text) and _only_told(address, document or mention.text)
    values = [value for value in mention.attrs.values() if address.host in value and "<" not in value]
    whole = mention.type is MentionType.META
    return bool(values) and all(_only_told(address, value, may_open=whole) for value in values)


def _is_copied(address: Address, document: str) -> bool:
    """Whether a button puts the address into the clipboard, and no place of it is more than told."""
    places = list(islice(_places(address, document), _MOST + 1))
    copied = [_COPIED.search(document, max(start - 620, 0), start) is not None for start, _ in places]
    return (
        any(copied)
        and len(places) <= _MOST
        and all(
            one or _is_sentence(document, start, end, may_open=False)
            for one, (start, end) in zip(copied, places, strict=True)
        )
    )


def _only_told(address: Address, text: str, *, may_open: bool = True) -> bool:
    """Whether `text` holds the address, and nowhere but in a sentence (which it `may_open`) or a selector."""
    places = 0
    for start, end in _places(address, text):
        places += 1
        if places > _MOST or not _is_sentence(text, start, end, may_open=may_open):
            return False
    return places > 0


def _places(address: Address, text: str) -> Iterator[tuple[int, int]]:
    """From where to where the address is written; of what cannot be told apart, more rather than less."""
    last = address.path.rstrip("/").rpartition("/")[2]
    start = text.find(address.host)
    while start >= 0:
        body = _BODY.match(text, start)
        end = body.end() if body else start
        written = text[start + len(address.host) : end]
        if last in written and (last or not written.strip("\\/.,;")):
            scheme = _SCHEME.search(text, max(start - 20, 0), start)
            yield (scheme.start() if scheme else start), end
        start = text.find(address.host, start + len(address.host))


def _is_sentence(text: str, start: int, end: int, *, may_open: bool) -> bool:
    before = text[max(start - 80, 0) : start]
    if any(pattern.search(before) for pattern in (_SELECTOR, _SENTENCE_BEFORE, _SHARED)):
        return True
    opens = may_open and (not before or before[-1] in _OPENS)
    after = text[end : end + 120]
    return opens and bool(_SENTENCE_AFTER.match(after)) and not _FILE.match(after)


def _is_data(mention: Mention, address: Address, document: str) -> bool:
    """Whether a mention in code stands in data: a script of JSON, or what frameworks push for their program."""
    if "json" in mention.attrs.get("type", "") or mention.attrs.get("id", "") in _NAMES:
        return True
    if not any(name in document for name in _NAMES):
        return False
    for start, _ in _places(address, document):
        opening = document.rfind("<script", 0, start)
        head = document[opening : opening + _REACH] if opening >= 0 else ""
        if not any(name in head for name in _NAMES):
            return False
    return True
