"""What stands in a tag-manager container: its tags, also those that did not run on any page that was looked at.

The text of a container is a script in which most tags are HTML in strings: `"vtp_html":"\\u003Cscript …"`. That HTML is
read like a page, all the rest like a script. What a container only compares with is no tag: the conditions of its
triggers, its tables, its lists of hosts.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from scanner.mentions import Mention
from scanner.model import Loaded, Mode, Page, SeenIn, State
from scanner.recognise import Recogniser
from scanner.traces import Match, PageTraces
from scanner.urls import redact

MOST_TAGS = 300
LONGEST_TAG = 200_000

_STRING = re.compile(r"(?<!\\)(?:\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+')")
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.|\n))", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\n", "t": " ", "b": "", "f": "", "v": "", "0": "", "\n": ""}
_HTML = re.compile(r"<(?:[a-zA-Z][\w-]*[\s/>]|!--)")
_JOINED = re.compile(r"\s*\+\s*")
_VARIABLE = re.compile(
    r",\s*(?:\[\s*\"escape\"\s*,\s*\[\s*\"macro\"\s*,\s*\d+\s*\](?:\s*,\s*\d+)*\s*\]|\[\s*\"macro\"\s*,\s*\d+\s*\])(\s*,)?"
)
"""Within a template a container puts in what a variable holds."""

_COMPARED = re.compile(
    r"(\"(?:arg[01]|vtp_\w{0,40}?(?:domain|linker|referr|exclu|ignore|block|allow|deny|consent)\w{0,40})\"\s*:\s*"
    r"|\"key\"\s*,\s*)"
    r"(?:\"(?:[^\"\\\n]|\\.)*+\"|\[[^\[\]]*\])",
    re.IGNORECASE,
)
_KINDS = r"[-_]?(?:list|host|domain|origin|ur[il]|link|site|page|path|refer|source|src|script|vendor|pattern)\w{0,40}"
_LISTED = re.compile(
    rf"(?:(?:(?:black|block(?:ed)?|den(?:y|ied)|exclu(?:ded?|sion)|ignored?){_KINDS}"
    r"|blocked|denied|deny|excluded?|exclusions?|ignored?)\s{0,9}[:=]\s{0,9}"
    rf"|(?:white|allow(?:ed)?){_KINDS}\s{{0,9}}[:=]\s{{0,9}}(?=\[(?![^\[\]]*(?:\.js\b|/widget/))))\[[^\[\]]*\]"
    r"|\[[^\[\]]*\](?=\s*\.\s*(?:(?:indexOf|includes|test)\b|(?:some|every|find|findIndex)\s*\([^;\[\]]{0,160}?"
    r"(?:[!=]==?|\.\s*(?:indexOf|includes|startsWith|endsWith|match|search|test)\s*\()))",
    re.IGNORECASE,
)
"""Lists that are only compared with: by their names, or by what is done with them. What is allowed may be loaded."""

_ASKED = re.compile(
    r"(?:\.\s*(?:indexOf|includes|startsWith|endsWith|match|search|test)\s*\(\s*|[!=]==?\s*)"
    r"(?:\"[^\"\\\n]*\"|'[^'\\\n]*')|(?:\"[^\"\\\n]*\"|'[^'\\\n]*')(?=\s*[!=]==?)"
)
"""What code looks for: a list of hosts, an address that something is compared with."""

_GOOGLES_TYPE = re.compile(r"""(?<!\s)\s*+\btype=(["'])text/gtmscript\1""")
_GOOGLES_SOURCE = re.compile(r"\bdata-gtmsrc(?=\s*=)")


def traces(loaded: Loaded, recogniser: Recogniser) -> PageTraces:
    """What stays of a container: what waits in it to be put onto a page.

    What it only looks for, or has in a comment, is inert: it explains why pages name it once the tag has run.
    """
    text = _VARIABLE.sub(lambda found: "+" if found[1] else "", _COMPARED.sub(r'\1""', loaded.text))
    tags, rest = _taken_apart(text)
    meant = _unasked(rest)
    read = [recogniser.text(loaded.url, meant, css=False)[1]]
    asked = meant.count("/") < rest.count("/")
    aside = [recogniser.text(loaded.url, rest, css=False)[1]] if asked else []
    for html in tags:
        body = _GOOGLES_SOURCE.sub("src", _GOOGLES_TYPE.sub("", html))
        meant = _unasked(body)
        read.append(recogniser.page(_document(loaded.page, meant))[1])
        if meant != body:
            aside.append(recogniser.page(_document(loaded.page, body))[1])
    matches = [replace(match, mention=_waiting(match.mention)) for one in read for match in one.matches]
    known = {(match.signature, match.value) for match in matches}
    told = (match for one in aside for match in one.matches if (match.signature, match.value) not in known)
    inert = (replace(match, mention=replace(_waiting(match.mention), state=State.INERT)) for match in told)
    leads = (_waiting(lead) for one in read for lead in one.leads)
    return PageTraces(
        redact(loaded.url),
        "",
        "",
        tuple(_once((*matches, *inert))),
        tuple(x for x in leads if x.state is not State.INERT),
    )


def _document(url: str, html: str) -> Page:
    return Page(url, url, 200, Mode.SERVED, html)


@dataclass(frozen=True, slots=True)
class Unfolded:
    """Pages, and after each the containers that were read on it; one that was read on several counts once."""

    pages: Iterable[PageTraces]

    def __iter__(self) -> Iterator[PageTraces]:
        known: dict[str, list[PageTraces]] = {}
        for page in self.pages:
            yield page
            for container in page.containers:
                others = known.setdefault(container.url, [])
                if container not in others:
                    others.append(container)
                    yield container


def _unasked(text: str) -> str:
    return _ASKED.sub('("")', _LISTED.sub("[]", text))


def _waiting(mention: Mention) -> Mention:
    """As what stands in a script file and has not run yet."""
    where = replace(mention.where, seen_in=SeenIn.SCRIPT, ancestors=(), heading="", inside="")
    where = where if mention.where.seen_in is SeenIn.SCRIPT else replace(where, locator="")
    return replace(mention, where=where, state=State.WAITING if mention.state is State.LIVE else mention.state)


def _once(matches: Iterable[Match]) -> Iterator[Match]:
    """One thing may stand in several tags, or several times in one: each way in which it is there counts once."""
    seen: set[tuple[object, ...]] = set()
    for match in matches:
        key = match.signature, match.value, match.mention.type, match.mention.url, match.mention.state
        if key not in seen:
            seen.add(key)
            yield match


def _taken_apart(text: str) -> tuple[list[str], str]:
    """The HTML in the strings of a script, and the script without it."""
    tags: list[str] = []
    rest: list[str] = []
    end = 0
    for first, last, whole in _strings(text):
        if len(tags) < MOST_TAGS and len(whole) <= LONGEST_TAG and _HTML.search(whole):
            tags.append(whole)
            rest += text[end:first], '""'
            end = last
    return tags, "".join((*rest, text[end:]))


def _strings(text: str) -> Iterator[tuple[int, int, str]]:
    """From where to where strings run that hold a `<`, and what they say; those that are added up are one."""
    first, last, parts = -1, -1, list[str]()
    for found in _STRING.finditer(text):
        if parts and _JOINED.fullmatch(text, last, found.start()):
            parts.append(found[0][1:-1])
        else:
            if parts:
                yield first, last, _said(parts)
            first, parts = found.start(), [found[0][1:-1]]
        last = found.end()
    if parts:
        yield first, last, _said(parts)


def _said(parts: list[str]) -> str:
    joined = "".join(parts)
    return _ESCAPE.sub(_unescaped, joined) if "\\" in joined else joined


def _unescaped(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2] or escape[3]
    if code is None:
        return _PLAIN.get(escape[4], escape[4])
    number = int(code, 16)
    return chr(number) if number < 0x110000 else ""
