"""Which findings are done together, because they are edited at one place."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from scanner.model import PlacementType
from scanner.scan import Finding, Placement


def tasks(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings of each place, in the order in which they came.

    What is called the same on pages of which none shows both is not one place: the sidebar of the blog is not the
    sidebar of the shop.
    """
    groups: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[_key(finding.placement)].append(finding)
    done: list[list[Finding]] = []
    for group in groups.values():
        done += _overlapping(group) if group[0].placement.type is PlacementType.SHARED else [group]
    return done


def _key(placement: Placement) -> tuple[object, ...]:
    if placement.type is PlacementType.PAGE:
        return placement.type, placement.pages[:1]
    return placement.type, placement.platform, placement.edit or placement.container


def _overlapping(group: Sequence[Finding]) -> list[list[Finding]]:
    """Findings that share a page, or share one with another that does."""
    sets: list[tuple[set[str], list[int]]] = []
    for number, finding in enumerate(group):
        pages, members = set(finding.placement.pages), [number]
        apart = []
        for others, theirs in sets:
            if pages.isdisjoint(others):
                apart.append((others, theirs))
            else:
                pages |= others
                members += theirs
        sets = [*apart, (pages, members)]
    return [[group[number] for number in sorted(members)] for _, members in sorted(sets, key=lambda part: min(part[1]))]
