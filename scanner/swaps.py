"""Numbers that are others once scripts ran: which place of a page served one number and then shows another.

Two documents are compared, the page as served and as a visitor sees it. A place counts if nothing but its number is
different: the words around it are the same, the old number is shown less often than before, and the new one stands
nowhere in what was served, its code included. Whose doing that is, is not said here.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from scanner.call_tracking import is_at_work
from scanner.extract.shown_numbers import Shown, shown_numbers
from scanner.mentions import Where
from scanner.model import Act, Page, SeenIn
from scanner.numbers import digest, digests, is_same, showing
from scanner.traces import Swap
from scanner.urls import page_key

MOST = 200
"""So many numbers of one document are looked at; a page of more is a list of them."""

MOST_SWAPS = 60
_CHOOSING = frozenset({Act.CLICK, Act.HOVER, Act.NARROW})


def exchanged(served: str, page: Page) -> tuple[Swap, ...]:
    """The numbers that are others on a rendered `page` than in what was `served` at its address.

    What waits for something is told apart, unless that is a click, a hand on it or a narrow screen: those choose what
    the page shows. None are told where another vendor of call tracking is at work, or if the page went on elsewhere.
    """
    if page_key(page.url) != page_key(page.asked):
        return ()
    found = list(swapped(served, page.html))
    for look in page.looks:
        if look.opener.act not in _CHOOSING:
            more = swapped(served, look.html)
            found += [
                replace(m, opener=look.opener) for m in more if not any(is_same(m.after, old.after) for old in found)
            ]
    documents = (served, page.html, *(look.html for look in page.looks))
    if found and is_at_work(documents, (request.url for request in page.requests)):
        return ()
    return tuple(found[:MOST_SWAPS])


def swapped(served: str, shown: str) -> tuple[Swap, ...]:
    """The places that show another number than the page served. Never raises, whatever the documents hold.

    If a number that was shown is gone and no other stands in its place, the page changed its list of numbers: then no
    place counts.
    """
    known = digests(served)
    if showing(shown) <= known:
        return ()
    before, after = shown_numbers(served, MOST + 1), shown_numbers(shown, MOST + 1)
    if len(before) > MOST or len(after) > MOST:
        return ()
    known |= {digest(one.number) for one in before}
    pairs = list(_pairs(before, after, known))
    was, is_now = Counter(one.tail for one in before), Counter(one.tail for one in after)
    replaced = {old.tail for old, _ in pairs}
    if any(not is_now[end] for end in was.keys() - replaced):
        return ()
    links = {(old.locator, old.tail, new.tail) for old, new in pairs if old.calls}
    return tuple(
        Swap(old.number, new.number, _where(old, SeenIn.HTML), _where(new, SeenIn.RENDERED))
        for old, new in pairs
        if is_now[old.tail] < was[old.tail] and not _is_decoded(old, new) and not _is_inside(old, new, links)
    )


def _is_inside(old: Shown, new: Shown, links: Collection[tuple[str, str, str]]) -> bool:
    """Whether it is the words on one of these links, of which the link says enough."""
    if old.calls:
        return False
    steps = old.locator.split(" > ")
    return any((" > ".join(steps[:end]), old.tail, new.tail) in links for end in range(len(steps), 0, -1))


def _where(one: Shown, seen_in: SeenIn) -> Where:
    return Where(seen_in, one.locator, one.excerpt, one.inside)


def _is_decoded(old: Shown, new: Shown) -> bool:
    """Whether the number was only written so that robots do not read it, or in another way."""
    return is_same(old.number, new.number) or old.number.strip("+") == new.number.strip("+")[::-1]


def _pairs(before: Sequence[Shown], after: Sequence[Shown], known: Collection[str]) -> Iterator[tuple[Shown, Shown]]:
    """Each new number with the one that stood at its place: at the same element, else in the same surroundings."""
    places = {_place(one): one for one in before}
    taken: set[int] = set()
    for new in after:
        old = places.get(_place(new))
        if digest(new.number) not in known and old is not None and old.around == new.around:
            taken |= {id(old), id(new)}
            yield old, new
    rest = _alike(one for one in before if id(one) not in taken)
    for alike, found in _alike(one for one in after if id(one) not in taken).items():
        if len(found) == len(rest[alike]) and found[0].around:
            pairs = zip(rest[alike], found, strict=True)
            yield from ((old, new) for old, new in pairs if digest(new.number) not in known)


def _place(one: Shown) -> tuple[object, ...]:
    return one.nth, one.locator, one.inside


def _alike(numbers: Iterable[Shown]) -> dict[tuple[object, ...], list[Shown]]:
    """Numbers of which nothing but their order tells where they stand."""
    groups: dict[tuple[object, ...], list[Shown]] = defaultdict(list)
    for one in numbers:
        groups[one.nth, one.path, one.around].append(one)
    return groups
