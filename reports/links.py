"""Links out of the site that are no traces, in words: those that are broken already, and those of unknown end."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reports import words
from reports.reasons import reason
from scanner.scan import LinkNote, Links, Scan

_HTTP = re.compile(r"http_(\d{3})")
_WHY = {
    "http_404": "the page does not exist (404)",
    "http_410": "the page was taken away for good (410)",
    "dns": "the host name does not exist any more",
    "tls": "browsers warn of its security certificate",
    "redirect_loop": "it sends visitors round in a circle",
    "too_many_redirects": "it sends visitors on too many times",
    "bad_location": "it sends visitors on to an address that is not valid",
    "bot_challenge": "a bot check stands in front of it",
    "robots": "its robots.txt asks crawlers to stay away",
    "robots_unreachable": "its robots.txt could not be read, so it was left alone",
    "dns_timeout": "nobody answered who was asked for the host name",
    "refused": "the server refused the connection",
    "timeout": "no answer came in time",
    "blocked_by_policy": "it leads to where a scan never goes",
    "budget": "the limit of links was reached before this one: raise --max-links",
}
_WALLS = frozenset({"401", "403", "405", "406", "429", "451", "503", "999"})
_LEFT = {
    "harmless": "to services that everybody uses, such as maps and social networks",
    "vendor": "to what the maker of the CRM tells everybody",
    "action": "to something that happens when it is asked for, such as logging out",
    "personal": "to something made for one person",
    "too many": "beyond what can be listed",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One link: `why`, as a sentence, and where it is found; `place` is short, `way` the addresses it led on to."""

    url: str
    why: str
    label: str
    place: str
    pages: tuple[str, ...]
    way: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """What is to be said about links; `asides` are full sentences."""

    summary: str
    broken: tuple[Told, ...]
    unseen: tuple[Told, ...]
    asides: tuple[str, ...]


def section(scan: Scan) -> Section | None:
    """The links of `scan` for people, None if there is nothing to say."""
    links = scan.links
    if not (links.checked or links.unseen or links.left):
        return None
    followed = words.count(links.checked, "link") + " out of the site"
    was = "was" if links.checked == 1 else "were"
    return Section(
        f"{followed} {was} followed to the end.",
        tuple(map(_told, links.broken)),
        tuple(map(_told, links.unseen)),
        tuple(_asides(links)),
    )


def _told(note: LinkNote) -> Told:
    place = f"on {words.count(note.number, 'page')}" if note.number > 1 else ""
    detail = f": {note.detail}" if note.detail and note.reason in ("tls", "blocked_by_policy") else ""
    may = "; it may lead to the CRM" if note.may_lead_on else ""
    return Told(note.url, words.sentence(f"{_why(note.reason)}{detail}{may}"), note.label, place, note.pages, note.way)


def _why(word: str) -> str:
    if known := _WHY.get(word):
        return known
    if match := _HTTP.fullmatch(word):
        wall = ", as servers do to programs" if match[1] in _WALLS else ""
        return f"the server answered with status {match[1]}{wall}"
    return reason(word).what


def _asides(links: Links) -> Iterator[str]:
    left: Mapping[str, int] = links.left
    for word, number in sorted(left.items(), key=lambda item: (-item[1], item[0])):
        leads = "leads" if number == 1 else "lead"
        was = "was" if number == 1 else "were"
        yield f"{words.count(number, 'link')} {leads} {_LEFT.get(word, word)}, and {was} not followed."
