"""All pages that were read: which addresses are one document, which builder and which template makes them."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from sys import intern

from scanner import urls
from scanner.platforms import PLAIN
from scanner.traces import PageTraces

NaturalKey = tuple[tuple[tuple[int, str], ...], str]

_ENDING = re.compile(r"(?:/(?:index|default|home))?\.(?:x?html?|php|aspx?|jsp)$|/index$")
_PIECES = re.compile(r"(\d+)")


@lru_cache(maxsize=16384)
def natural(page: str) -> NaturalKey:
    """Sorts addresses as people number them: the start page first, page 9 before page 10."""
    pieces = _PIECES.split(urls.page_key(page))
    return tuple((int(piece[:18]), piece) if piece.isdecimal() else (0, piece) for piece in pieces), page


def _name(page: str) -> str:
    """What the addresses of one document have in common: host and path without a route, an index, an ending."""
    return _ENDING.sub("", urls.page_key(page).partition("#")[0].rstrip("/")).rstrip("/")


def _netloc(page: str) -> str:
    address = urls.parse(page)
    return "" if address is None else address.netloc


def _plainest(page: str) -> tuple[int, NaturalKey]:
    return len(urls.page_key(page)), natural(page)


@dataclass(frozen=True, slots=True)
class _Known:
    """The plainest address of each document that has several, by all of them; how many documents there are; and how
    many pages of each template and of each host, by address and by document.
    """

    first: Mapping[str, str]
    documents: int
    made_with: Counter[tuple[str, bool]]
    at: Counter[tuple[str, bool]]


class Documents:
    """Takes note of page after page.

    Pages of the same name whose served text is the same are one document, such as `/`, `/index.html` and
    `/?from=mail`. Under another name the same text is a copy, which is edited too. An address that, without the values
    that are never kept, stands for different texts is one of its own. All that says nothing about what only a browser
    shows: on each page of one text scripts may show something else.
    """

    def __init__(self) -> None:
        self._platforms: dict[str, str] = {}
        self._templates: dict[str, str] = {}
        self._digests: dict[str, str] = {}
        self._known: _Known | None = None

    def note(self, page: PageTraces) -> None:
        """Notes that a page was read; a script file is none."""
        if not page.platform:
            return
        self._known = None
        self._platforms[page.url] = intern(page.platform)
        if page.digest:
            known = self._digests.setdefault(page.url, page.digest)
            self._digests[page.url] = known if known == page.digest else ""
        if page.template:
            self._templates[page.url] = intern(min(self._templates.get(page.url, page.template), page.template))

    def of(self, page: str) -> str:
        """The plainest address of the document at `page`."""
        return self._all().first.get(page, page)

    def apart(self, pages: Collection[str]) -> tuple[str, ...]:
        """The documents at `pages`, each by its plainest address, in the same order; empty if every page is one."""
        different = tuple(dict.fromkeys(map(self.of, pages)))
        return different if len(different) < len(pages) else ()

    def count(self, pages: Collection[str], *, served: bool) -> int:
        """How many documents are at `pages`; of what only a browser shows, each address counts."""
        return len({self.of(page) for page in pages} if served else set(pages))

    def total(self, *, served: bool) -> int:
        """The same for all pages of the site."""
        return self._all().documents if served else len(self._platforms)

    def made_with(self, template: str, *, served: bool) -> int:
        """The same for all pages that one template of the builder's makes."""
        return self._all().made_with[template, served]

    def at(self, netloc: str, *, served: bool) -> int:
        """The same for all pages of one host."""
        return self._all().at[netloc, served]

    def _all(self) -> "_Known":
        if self._known is None:
            texts: dict[tuple[str, str], list[str]] = defaultdict(list)
            for page, digest in self._digests.items():
                if digest:
                    texts[_name(page), digest].append(page)
            twins = [pages for pages in texts.values() if len(pages) > 1]
            first = {page: plainest for pages in twins for plainest in [min(pages, key=_plainest)] for page in pages}
            made = Counter((template, False) for template in self._templates.values())
            once = {(first.get(page, page), template) for page, template in self._templates.items()}
            made.update((template, True) for _, template in once)
            documents = len(self._platforms) - sum(len(pages) - 1 for pages in twins)
            at = Counter((_netloc(page), False) for page in self._platforms)
            at.update((_netloc(page), True) for page in {first.get(page, page) for page in self._platforms})
            self._known = _Known(first, documents, made, at)
        return self._known

    def made_by(self, page: str) -> str:
        """The builder of one page, "" if it was not read."""
        return self._platforms.get(page, "")

    def platform(self, pages: Iterable[str]) -> str:
        """The builder of most of `pages`, else of most pages of the site."""
        known = [self._platforms[page] for page in pages if page in self._platforms]
        counts = Counter(known or self._platforms.values())
        return max(sorted(counts), key=counts.__getitem__, default=PLAIN)
