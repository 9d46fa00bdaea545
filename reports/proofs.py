"""How an editor sees that a finding is gone: something to search for that is there now, and only because of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from reports import words
from scanner.model import How, Kind, PlacementType, SeenIn, State
from scanner.numbers import spelled
from scanner.scan import Finding, Placement

_SOURCE = "show the page source (Ctrl+U) and search it for"
_ELEMENTS = "open the developer tools (F12), and search the tab Elements (Ctrl+F) for"
_NETWORK = "open the developer tools (F12), choose the tab Network, load the page again and filter for"
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Proof:
    """How to see that a finding is gone: `look` somewhere for the `needle` ("" if none), and `expect` what."""

    look: str
    needle: str
    expect: str


@dataclass(frozen=True, slots=True)
class _Search:
    """One way to look: in what evidence the needle has to stand, and what is seen when the work is done.

    `bare`: the needle has no slash, which code may write in several ways.
    """

    look: str
    seen: frozenset[SeenIn]
    gone: str
    more: str = ""
    bare: bool = False


def proofs(findings: Sequence[Finding]) -> dict[str, Proof]:
    """By reference how each of `findings` is seen to be gone, whatever of the others is still there."""
    on: dict[str, int] = defaultdict(int)
    for number, finding in enumerate(findings):
        for page in finding.placement.pages:
            on[page] |= 1 << number
    texts = [_text(finding) for finding in findings]
    made = {}
    for finding in findings:
        near = reduce(or_, (on[page] for page in finding.placement.pages), 0)
        beside = ((other, text) for n, (other, text) in enumerate(zip(findings, texts, strict=True)) if near >> n & 1)
        others = tuple((other.ref, text) for other, text in beside if not _goes_along(other, finding))
        made[finding.ref] = proof(finding, others)
    return made


def _goes_along(one: Finding, other: Finding) -> bool:
    """Whether the same edit takes both away: all that a plugin brings goes with the plugin."""
    plugin = one.placement.type is PlacementType.PLUGIN
    return one is other or (plugin and one.placement.edit == other.placement.edit)


def proof(finding: Finding, others: Sequence[tuple[str, str]] = ()) -> Proof:
    """How the editor knows that the work is done; `others` are references and texts of what stands on its pages, too.

    What is searched for stands in the evidence, so that it is found as long as nothing was done. It does not stand in
    any of the others; where that cannot be helped, they are named.
    """
    seen = {piece.seen_in for piece in finding.evidence}
    if finding.placement.type is PlacementType.DNS or seen == {SeenIn.DNS}:
        return Proof("Look the record up again, after a day at the latest. It no longer names", needle(finding), ".")
    if seen == {SeenIn.FILE}:
        return Proof("Open the file as it is offered for download, and look for", needle(finding), ". It is not there.")
    if seen == {SeenIn.REDIRECT}:
        return Proof("Open the address in a private window. It no longer ends at", needle(finding), ".")
    ways = [(search, found) for search in _searches(finding, seen) if (found := tuple(_candidates(finding, search)))]
    if not ways:
        return Proof("Scan the site again. It no longer finds", needle(finding), ".")
    for search, found in ways:
        own = next((text for text in found if not _holding(text, others)), "")
        if own:
            return Proof(search.look, own, f". {search.gone}.{search.more}")
    search, (text, *_) = ways[0]
    also = _holding(text, others)
    few = words.listed(also[:3]) if len(also) <= 3 else "the other tasks that name it"
    done = "is" if len(also) == 1 else "are"
    return Proof(search.look, text, f". {search.gone}, once {few} {done} done too.{search.more}")


def needle(finding: Finding) -> str:
    """What to search for: the CRM's own identity of the thing as an excerpt shows it, else its address."""
    if written := _spelled(finding):
        return written
    if finding.value and any(finding.value in piece.excerpt for piece in finding.evidence):
        return finding.value
    return finding.url.partition("?")[0] or finding.value


def _searches(finding: Finding, seen: set[SeenIn]) -> Iterator[_Search]:
    """The ways to look for a thing, the simplest first."""
    window = f"Open {_where(finding.placement)} in a private window"
    if SeenIn.HTML in seen:
        yield _Search(f"{window}, {_SOURCE}", frozenset({SeenIn.HTML}), "There is no hit")
    elif finding.placement.type is PlacementType.TAG_MANAGER and seen == {SeenIn.SCRIPT} and finding.initiator:
        look = f"When a new version is published, open {finding.initiator} in a private window and search its text for"
        yield _Search(look, frozenset({SeenIn.SCRIPT}), "There is no hit", bare=True)
        return
    elif SeenIn.SCRIPT in seen and finding.placement.type is PlacementType.FILE:
        look = "Open the file itself in a private window and search it for"
        yield _Search(look, frozenset({SeenIn.SCRIPT}), "There is no hit")
    more = " The page source alone does not show it."
    opened = ", also after what used to open it" if finding.state is State.WAITING else ""
    elements = _Search(f"{window}, {_ELEMENTS}", frozenset({SeenIn.RENDERED}), f"There is no hit{opened}", more)
    if finding.how not in (How.EMBED, How.SCRIPT) or (SeenIn.RENDERED in seen and finding.state is State.WAITING):
        yield elements
    elif finding.url:
        network = frozenset({SeenIn.NETWORK, SeenIn.FRAME, SeenIn.RENDERED, SeenIn.HTML, SeenIn.SCRIPT})
        yield _Search(f"{window}, {_NETWORK}", network, f"There is no request{opened}", more)
        yield elements
    else:
        yield elements


def _candidates(finding: Finding, search: _Search) -> Iterator[str]:
    """What may be searched for in this way: it is there as long as nothing was done, the most telling first."""
    if search.look.endswith(_NETWORK):
        shown = finding.url
    else:
        shown = "\n".join(piece.excerpt for piece in finding.evidence if piece.seen_in in search.seen)
    names = (text for text in _names(finding) if not (search.bare and "/" in text))
    yield from dict.fromkeys(text for text in names if len(text) >= _SHORTEST and text in shown)


def _names(finding: Finding) -> Iterator[str]:
    """What a finding is known by: its identity, or the folder named by it, else its address or what is left of that."""
    address = finding.url.partition("?")[0]
    host, _, path = address.partition("://")[2].partition("/")
    is_word = finding.value.isalpha() and finding.value.islower()
    if written := _spelled(finding):
        yield written
    if not is_word:
        yield finding.value
    if is_word and f"/{finding.value}/" in f"/{path}":
        before = f"/{path}".partition(f"/{finding.value}/")[0].rpartition("/")[2]
        yield f"{'/' if before else ''}{before}/{finding.value}/"
    yield address
    yield f"{host}/{path}"
    yield f"/{path}"
    yield host
    if is_word:
        yield finding.value


def _spelled(finding: Finding) -> str:
    """A telephone number as the source writes it; words may stand there in pieces."""
    if finding.kind is not Kind.PHONE or finding.how is How.TEXT:
        return ""
    return next(filter(None, (spelled(finding.value, piece.excerpt) for piece in finding.evidence)), "")


def _holding(text: str, others: Iterable[tuple[str, str]]) -> list[str]:
    """The references of those of `others` whose text a search for `text` finds; such a search knows no capitals."""
    wanted = text.lower()
    return [ref for ref, said in others if wanted in said]


def _text(finding: Finding) -> str:
    return "\n".join((finding.url, *(piece.excerpt for piece in finding.evidence))).lower()


def _where(placement: Placement) -> str:
    if len(placement.pages) > 1 and placement.type is not PlacementType.PAGE:
        return "two of the pages"
    return "the page"
