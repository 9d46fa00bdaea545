"""The looks at a page that are kept: those that show a name which no look before them showed."""

import re
from dataclasses import dataclass, field

from scanner.model import Flaw, Frame, Look, Opener
from scanner.urls import parse
from spiders.answers import names_media
from spiders.documents import Documents, Reader, TooLargeError
from spiders.evidence import names

MOST_LOOKS = 30

_MARKUP = re.compile(
    r"<!--.*?(?:--!?>|\Z)"
    r"|(?P<tag><(?:(?P<text>script|style|title|textarea|xmp|iframe|noembed|noframes|noscript)\b|[a-zA-Z])"
    r"(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)(?(text)(?P<content>>.*?(?:</(?P=text)\b|\Z))?)",
    re.DOTALL,
)
_HANDLER = re.compile(r"\son[a-z]++=\"[^\"]*+\"")

_SHOWN = "shown: "
"""An address that a frame shows is another thing than one that only stands on the page."""


@dataclass(slots=True)
class Album:
    """`known` is all that was named so far; what the site's own pictures and styles are called is no name."""

    hosts: frozenset[str]
    known: set[str] = field(default_factory=set)
    looks: list[Look] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)

    def start(self, documents: Documents) -> None:
        """The page before anything is done to it."""
        self._fresh(documents.html)
        for frame in documents.frames:
            self._fresh_in(frame)

    async def look(self, reader: Reader, opener: Opener) -> bool:
        """Read the page after `opener`; whether it shows something new. NoAnswerError, CallError: it cannot be read."""
        try:
            documents = await reader.all()
        except TooLargeError:
            self.flaws.append(Flaw("too_large", f"the document after: {opener.act} {opener.label}".rstrip()))
            return False
        self.flaws += [flaw for flaw in documents.flaws if flaw not in self.flaws]
        own = self._fresh(documents.html)
        frames = tuple(frame for frame in documents.frames if self._fresh_in(frame))
        if not own and not frames:
            return False
        if len(self.looks) >= MOST_LOOKS:
            self.flaws.append(Flaw("not_probed", f"it went on changing after {MOST_LOOKS} looks at it"))
            return False
        self.looks.append(Look(opener, documents.html, frames))
        return True

    def lacks(self, html: str) -> bool:
        """Whether a document names something that nothing named so far."""
        return any(self._counts(name) for name in names(_MARKUP.sub(_without_code, html)) - self.known)

    def shows(self, look: Look) -> bool:
        """Whether a look shows something new, which is known from now on."""
        own = self._fresh(look.html)
        inside = [self._fresh_in(frame) for frame in look.frames]
        return own or any(inside)

    def _fresh_in(self, frame: Frame) -> bool:
        address = self._new({f"{_SHOWN}{frame.url}"})
        inside = self._fresh(frame.html)
        return address or inside

    def _fresh(self, html: str) -> bool:
        return self._new(names(_MARKUP.sub(_without_code, html)))

    def _new(self, named: set[str]) -> bool:
        fresh = named - self.known
        self.known |= fresh
        return any(self._counts(name) for name in fresh)

    def _counts(self, name: str) -> bool:
        if "/" not in name or name.startswith(_SHOWN):
            return True
        address = parse(f"https:{name}" if name.startswith("//") else name)
        return address is None or address.netloc not in self.hosts or not names_media(address.path)


def _without_code(found: re.Match[str]) -> str:
    """Markup as a browser writes it, without code, which names things before they are there."""
    tag, content = found["tag"], found["content"] or ""
    if tag is None:
        return found[0]
    return (_HANDLER.sub("", tag) if " on" in tag else tag) + (content if found["text"] != "script" else content[:1])
