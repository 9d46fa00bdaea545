"""What an answer says of the way on: a Location, a refresh, a script, a frame that stands for the page, or nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.extract.addresses import is_template, joined, meant, unescape
from scanner.extract.leading import leading
from scanner.extract.lexing import Spans, comments
from scanner.model import Hop
from scanner.urls import join
from spiders.answers import GONE, REDIRECTS, Answer, Moved, judge, refresh
from spiders.challenges import challenge, is_shell, leads_to_challenge, words
from spiders.charsets import decode
from spiders.entries import Kind, Outcome

ENOUGH = 64 * 1024
"""Bytes of a page in which a redirect stands; a longer one is there to be read."""

STUB = 16 * 1024
STUB_WORDS = 200
FEW_WORDS = 1000
"""A page of no more bytes may do nothing but lead on: if it says next to nothing, or little and its scripts move."""

NO_ANSWER_TO_HEAD = range(400, 600)

_SCRIPTED = re.compile(
    r"(?<![\w.$])(?:(?:window|document|self|top|parent)\s{0,5}\.\s{0,5}){0,2}location(?:\s{0,5}\.\s{0,5}href)?\s{0,5}"
    r"(?:=(?!=)\s{0,5}|\.\s{0,5}(?:replace|assign)\s{0,5}\(\s{0,5})([\"'`])([^\"'`\s]{1,2000})\1(?!\s{0,5}[+.?|&])"
)
_ONLOAD = re.compile(r"\bonload\s{0,5}=\s{0,5}(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_DEPENDS = re.compile(r"\bif\s*\(|\belse\b|\bcase\b|\bfunction\s+\w|\bonclick\b|\baddEventListener\b")
"""What may keep a script from going where it names: only a browser tells."""

_MOVES = re.compile(r"\blocation\b|\.\s*(?:submit|requestSubmit|click|navigate)\s*\(|\bopen\s*\(")


@dataclass(frozen=True, slots=True)
class Stop:
    """The way ends here: `reason` is "" if that is an end like any other.

    `leads_on`: what was seen is there to lead on, so that the end is somewhere else.
    """

    reason: str = ""
    detail: str = ""
    leads_on: bool = False


def after_head(answer: Answer) -> Hop | Stop | None:
    """What an answer to HEAD says; None: only a GET tells.

    Servers that refuse HEAD answer as if nothing were there, and a page may lead on in what HEAD does not bring.
    """
    if answer.status in REDIRECTS:
        return _moved(answer)
    if answer.status in NO_ANSWER_TO_HEAD or not 200 <= answer.status < 300:
        return None
    length = answer.headers.get("content-length", "")
    is_long = length.isascii() and length.isdigit() and int(length[:12]) > ENOUGH
    is_page = answer.type in ("", "text/html", "application/xhtml+xml")
    return None if "refresh" in answer.headers or (is_page and not is_long) else Stop()


def after_get(answer: Answer) -> Hop | Stop:
    """Where an answer to GET leads on to, or that it is the end; `answer.body` may be no more than the beginning.

    What says that nothing is there may lead on all the same.
    """
    if answer.status in REDIRECTS:
        return _moved(answer)
    if mark := challenge(answer.headers, answer.body):
        return Stop("bot_challenge", mark)
    fine = 200 <= answer.status < 300
    hop = _led_on(answer) if fine or answer.status in GONE else None
    if hop is not None and (mark := leads_to_challenge(hop.to)):
        return Stop("bot_challenge", mark)
    return hop or Stop("" if fine else f"http_{answer.status}")


def _moved(answer: Answer) -> Hop | Stop:
    judged = judge(answer, Kind.PAGE)
    if isinstance(judged, Moved):
        return judged.hop if judged.web else Stop()
    return Stop(judged.reason, judged.detail) if isinstance(judged, Outcome) else Stop()


def _led_on(answer: Answer) -> Hop | None:
    """Where a page leads by itself, unless it only loads itself again."""
    hop = refresh(answer)
    if hop is None and "html" in (answer.type or "html"):
        text = decode(answer.body[:ENOUGH], answer.headers.get("content-type", ""))
        led = leading(text, answer.url)
        to, how = (led.refresh, "meta") if led.refresh else (_scripted(text, answer), "script")
        to, how = (to, how) if to else (led.mask if len(answer.body) <= STUB else "", "frame")
        hop = Hop(answer.url, to, answer.status, how) if to.startswith("http") else None
    if hop is None or hop.to.partition("#")[0] == answer.url.partition("#")[0]:
        return None
    return hop


def _scripted(text: str, answer: Answer) -> str:
    """Where a page that has hardly a word on it sends a visitor by script, if only one address comes into question."""
    if len(answer.body) > STUB or "location" not in text or len(words(text)) > STUB_WORDS:
        return ""
    ways = dict.fromkeys(_destinations(_apart(text, "<!--", "-->")[0]))
    way = next(iter(ways)) if len(ways) == 1 else ""
    return (join(answer.url, way) or "") if way else ""


def _destinations(html: str) -> Iterator[str]:
    """What a page goes to as soon as its scripts run, as far as that is written in one piece; "" where it depends."""
    markup, scripts = _apart(html, "<script", "</script")
    for code in (*(unescape(value[1] or value[2]) for value in _ONLOAD.finditer(markup)), *scripts):
        text = joined(code).text
        unread = Spans(comments(text))
        found = [match for match in _SCRIPTED.finditer(text) if match.start() not in unread]
        if found and _DEPENDS.search(text):
            yield ""
        for written in (unescape(match[2]) for match in found):
            yield "" if is_template(written) else meant(written) or written


def only_moves(answer: Answer) -> bool:
    """Whether a page may do nothing but lead on, to an address that its scripts make up."""
    if len(answer.body) > STUB or "html" not in (answer.type or "html"):
        return False
    text = decode(answer.body, answer.headers.get("content-type", ""))
    lower = text.lower()
    if "<script" not in lower and "onload" not in lower:
        return False
    said = len(words(text))
    return said <= STUB_WORDS or (said <= FEW_WORDS and _MOVES.search(text) is not None)


def moves(answer: Answer) -> bool:
    """Whether the scripts of a page that may only lead on go somewhere, or are all there is of it."""
    text = decode(answer.body, answer.headers.get("content-type", ""))
    return is_shell(text) or _MOVES.search(text) is not None


def _apart(text: str, start: str, end: str) -> tuple[str, list[str]]:
    """`text` without what stands between each `start` and the `end` that follows, and these; the last may not end."""
    lower = text.lower()
    kept, inside, at = [], [], 0
    while (begin := lower.find(start, at)) >= 0:
        kept.append(text[at:begin])
        stop = lower.find(end, begin)
        last = len(text) if stop < 0 else stop
        inside.append(text[begin + len(start) : last].partition(">")[2])
        at = len(text) if stop < 0 else stop + len(end)
    return "".join((*kept, text[at:])), inside
