"""What makes a thing show that does not show by itself, and what put it there, in words.

What is said of an opener is read by the owner of the site; where it stands, and who inserted a thing, by the editor.
Labels come from the page: they are cleaned and cut, whatever the scan holds.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from reports import words
from reports.clean import one_line
from scanner.makers import container
from scanner.model import Act, Kind, Opener, PlacementType, State
from scanner.scan import Finding

LONGEST = 80
"""Characters of a label."""

MOST = 3
"""So many openers are told apart in one group of the owner's; the rest is counted."""

_SECONDS = re.compile(r"(\d{1,6}(?:\.\d{1,3})?) ?s")
_MADE_BY = (PlacementType.TAG_MANAGER, PlacementType.PLUGIN, PlacementType.FILE)


@dataclass(frozen=True, slots=True)
class _Way:
    """The verb for one thing and for many, and what follows it, with a label and without."""

    one: str
    many: str
    labelled: str
    plain: str


_WAYS = {
    Act.CLICK: _Way("opens", "open", "on ‘{}’", "after a click"),
    Act.HOVER: _Way("appears", "appear", "when the pointer is on ‘{}’", "when the pointer rests on a part of the page"),
    Act.SCROLL: _Way("appears", "appear", "", "after scrolling down"),
    Act.MOVE: _Way("appears", "appear", "", "when the visitor first moves the pointer"),
    Act.CONSENT: _Way("appears", "appear", "after cookies were accepted ({})", "after cookies were accepted"),
    Act.TIME: _Way("appears", "appear", "after {}", "after a while"),
    Act.NARROW: _Way("appears", "appear", "", "on a narrow screen (telephone)"),
    Act.CAMPAIGN: _Way("appears", "appear", "", "to visitors who come from an advertisement"),
}
_TAG_WAITS = "did not show during the scan: it waits for a certain page or for what a visitor does"


def label(text: str) -> str:
    """Words from a page on one line, without unseen characters, cut to 80 characters."""
    text = one_line(text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def opens(opener: Opener) -> str:
    """Such as `opens on ‘Book now’` or `appears after scrolling down`."""
    return f"{_WAYS[opener.act].one} {_upon(opener)}"


def state(finding: Finding) -> str:
    """Whether, and when, visitors see a thing; "" if it shows by itself."""
    if finding.state is State.WAITING and finding.opener is not None:
        return opens(finding.opener)
    if finding.state is State.WAITING and finding.placement.type is PlacementType.TAG_MANAGER:
        return _TAG_WAITS
    return words.STATES[finding.state]


def place(finding: Finding) -> str:
    """For the editor: the selector of what is clicked, pointed at or agreed to; "" if there is none."""
    if finding.state is not State.WAITING or finding.opener is None:
        return ""
    return one_line(finding.opener.locator)


def inserted(finding: Finding) -> str:
    """For the editor: `inserted by …`, where the place to edit does not say it; "" if nothing is to be said."""
    maker, where = finding.initiator, finding.placement
    if not maker or where.type in _MADE_BY or maker in where.container or maker in where.edit:
        return ""
    found = container(maker)
    return f"inserted by {found.words if found else f'the script {one_line(maker)}'}"


def hidden(findings: Iterable[Finding]) -> tuple[str, ...]:
    """For the owner: what of these things does not show by itself, in full sentences."""
    counts: Counter[tuple[Kind, Act, str]] = Counter()
    others = 0
    for finding in findings:
        if finding.state is not State.WAITING:
            continue
        if finding.opener is None:
            others += 1
        else:
            counts[finding.kind, finding.opener.act, label(finding.opener.label)] += 1
    told = tuple(_sentence(kind, Opener(act, said), number) for (kind, act, said), number in counts.items())
    others += sum(list(counts.values())[MOST:])
    if not others:
        return told[:MOST]
    more = f"{others:,} more" if told else f"{others:,} of them"
    rest = f"{more} {'shows' if others == 1 else 'show'} only later, such as after a click or on a certain page."
    return (*told[:MOST], rest)


def _sentence(kind: Kind, opener: Opener, number: int) -> str:
    way = _WAYS[opener.act]
    return f"{words.things(kind, number)} {way.one if number == 1 else way.many} {_upon(opener)}."


def _upon(opener: Opener) -> str:
    way, said = _WAYS[opener.act], label(opener.label)
    if opener.act is Act.TIME:
        said = _duration(said)
    return way.labelled.format(said) if said and way.labelled else way.plain


def _duration(text: str) -> str:
    """`30 s` as "30 seconds"."""
    seconds = _SECONDS.fullmatch(text)
    return text if seconds is None else f"{seconds[1]} {'second' if seconds[1] == '1' else 'seconds'}"
