"""Which groups of one thing are one edit: the same part of the same template, however its class names vary."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from scanner.documents import Documents
from scanner.groups import Group
from scanner.placement import settled
from scanner.surroundings import Spread

_CLASSES = re.compile(r"\.[^\s.>#]+")


def families(groups: Iterable[Group], documents: Documents) -> Iterator[Group]:
    """Groups of one thing, those united that stand in the same header, footer … of the same template.

    Where such a part looks the same but is built differently on other pages, it is another template; on the same
    pages it is another corner of the same one. A single page that differs in class names only is no template.
    """
    by_key: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        by_key[group.place.key].append(group)
    for alike in by_key.values():
        if len(alike) == 1 or alike[0].place.setting != "region":
            yield from alike
        else:
            yield from _templates(alike, documents)


def _templates(groups: list[Group], documents: Documents) -> Iterator[Group]:
    """Groups that look alike, those united that share a page."""
    ordered = sorted(groups, key=lambda group: (-len(group.pages), group.place.chain))
    roots = list(range(len(ordered)))

    def root(number: int) -> int:
        while roots[number] != number:
            roots[number] = number = roots[roots[number]]
        return number

    first_on: dict[str, int] = {}
    first_built: dict[str, int] = {}
    for number, group in enumerate(ordered):
        bare = _CLASSES.sub("", group.place.chain)
        neighbours = {first_on[page] for page in group.pages if page in first_on}
        if documents.count(group.pages, served=group.served) == 1 and bare in first_built:
            neighbours.add(first_built[bare])
        for neighbour in neighbours:
            one, other = sorted((root(neighbour), root(number)))
            roots[other] = one
        first_built.setdefault(bare, number)
        for page in group.pages:
            first_on.setdefault(page, number)
    united: dict[int, Group] = {}
    for number, group in enumerate(ordered):
        owner = united.setdefault(root(number), Group(group.thing, group.place))
        owner.take(group)
    yield from united.values()


def by_template(group: Group, documents: Documents) -> tuple[tuple[Group, ...], Group | None]:
    """What templates of the builder's bring to nearly all of their pages, template by template; beside it the rest."""
    if group.place.spread is not Spread.CONTENT:
        return (), group
    parts = defaultdict(list)
    for spot in group.spots:
        parts[spot.place.template].append(spot)
    brought = []
    for template in sorted(filter(None, parts)):
        number = documents.count({spot.page for spot in parts[template]}, served=group.served)
        if settled(group.place, number, documents.made_with(template, served=group.served)):
            brought.append(group.part(parts.pop(template)))
    if not brought:
        return (), group
    if not parts:
        brought[0].framed += group.framed
        return tuple(brought), None
    return tuple(brought), group.part((spot for spots in parts.values() for spot in spots), group.framed)
