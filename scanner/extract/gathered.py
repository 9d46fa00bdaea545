"""What one reading gathers, and in what it reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from scanner.extract.excerpts import brief
from scanner.extract.lens import Lens, Target
from scanner.inward import Inward
from scanner.mentions import Mention, MentionType, Phone, Reading, Script, Where
from scanner.model import Flaw, SeenIn, State

LIMIT = 5_000
TITLE = 300
MOST_FILES = 200
MOST_ROUTES = 2_000


@dataclass(slots=True)
class Gathered:
    """What was found so far in a document and in what it holds. `comment` is the last comment that was read."""

    links: dict[str, None] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    scripts: dict[Script, None] = field(default_factory=dict)
    flaws: dict[str, Flaw] = field(default_factory=dict)
    title: str = ""
    comment: str | None = None
    files: dict[str, None] = field(default_factory=dict)
    routes: dict[str, None] = field(default_factory=dict)
    phones: list[Phone] = field(default_factory=list)
    regions: dict[str, None] = field(default_factory=dict)
    inward: tuple[Inward, ...] = ()

    def flaw(self, reason: str, detail: str) -> None:
        """Note what was lost; the first of each reason stays."""
        self.flaws.setdefault(reason, Flaw(reason, detail))

    def keep(self, mention: Mention) -> None:
        """Keep a mention."""
        self.mentions.append(mention)

    def name_file(self, target: Target | None) -> None:
        """Note a script file or style sheet that may be loaded, if it is in scope; of very many the first."""
        if target is not None and target.inside and len(self.files) < MOST_FILES:
            self.files[target.page] = None

    def name_route(self, target: Target | None) -> None:
        """Note a page that code names, if it is in scope; of very many the first."""
        if target is not None and target.inside and len(self.routes) < MOST_ROUTES:
            self.routes[target.page] = None

    def full(self) -> bool:
        """Whether no further mention is kept; that is a flaw."""
        if len(self.mentions) < LIMIT:
            return False
        self.flaw("link_cap", f"more than {LIMIT} addresses of other hosts")
        return True

    def reading(self, url: str) -> Reading:
        """All of it as a value; of very many links the first."""
        if len(self.links) > LIMIT:
            self.flaw("link_cap", f"{len(self.links)} links, of which {LIMIT} are followed")
        loaded = {script.src for script in self.scripts}
        return Reading(
            url,
            brief(self.title, TITLE),
            tuple(self.links)[:LIMIT],
            tuple(self.mentions),
            tuple(self.scripts),
            tuple(self.flaws.values()),
            tuple(file for file in self.files if file not in loaded),
            tuple(route for route in self.routes if route not in self.links and route not in self.files),
            phones=tuple(self.phones),
            regions=tuple(self.regions),
            inward=self.inward,
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """In what a tree is read.

    `holder` is the place of the element that holds this tree as text, if one does; `state` is the least that all of it
    is; `counts` says whether scripts in it can run. `keys` are the keywords that occur in the document, `names` the
    names that do; `based` says that its own `<base>` holds.
    """

    lens: Lens
    gathered: Gathered
    url: str
    seen_in: SeenIn
    inside: str = ""
    keys: tuple[str, ...] = ()
    based: bool = True
    counts: bool = True
    state: State = State.LIVE
    holder: Where | None = None
    depth: int = 0
    names: tuple[str, ...] = ()


class Named(NamedTuple):
    """What an element names, before it is known where that stands.

    `value` is the attribute value it was read from; `excerpt` the code around it, if it was read from code.
    """

    type: MentionType
    url: str
    state: State = State.LIVE
    value: str = ""
    text: str = ""
    excerpt: str = ""
    extra: Mapping[str, str] = MappingProxyType({})


_ORDER = (State.LIVE, State.WAITING, State.INERT)


def later(first: State, second: State) -> State:
    """The less live of two states."""
    return first if _ORDER.index(first) >= _ORDER.index(second) else second
