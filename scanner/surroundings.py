"""What stands around a trace: the block that holds it, and the part of the site that pages share."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from scanner.mentions import Element
from scanner.platforms import Part, Pattern, Platform, catalogue, platform

_STATE_CLASS = re.compile(
    r"(?:is|has|js|no)[-_].*|.*(?:sticky|scroll|transparent|active|open|loaded|visible|hidden|current|home|front).*"
)
_NEAREST = 8
_DIGIT = re.compile(r"\d")
_LONGEST = 80
_REGION_WORDS = {"nav": "the menu", "aside": "the sidebar", "popup": "a popup"}


class Spread(Enum):
    """How far one edit reaches: known to be `ONCE` for all pages; a `POSITION` that pages share as soon as two have
    it; page `CONTENT`, shared only where nearly every page has it; content made for this page `ALONE`.
    """

    ONCE = "once"
    POSITION = "position"
    CONTENT = "content"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the ancestors of a trace say: in which block it stands, and in which part of the site.

    `part` is "" in the content of a page; `builder` is what that is edited with. `chain` is the way down to the trace
    from there, without what differs from page to page.
    """

    builder: str
    block: str = ""
    block_key: str = ""
    part: str = ""
    part_words: str = ""
    part_edit: str = ""
    part_key: str = ""
    spread: Spread = Spread.CONTENT
    in_content: bool = False
    chain: str = ""


def clip(text: str) -> str:
    """`text` on one line, cut to 80 characters."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


@lru_cache(maxsize=512)
def surroundings(name: str, how: str, ancestors: tuple[Element, ...]) -> Surroundings:
    """What `ancestors`, the outermost first, say on a page of the builder called `name`."""
    standing, depth = _part_of(platform(name), ancestors)
    block = _block_of(platform(standing.builder), how, ancestors, depth)
    if block is None:
        return standing
    part, index, found = block
    words = _words(part.words, found)
    owner = (
        next((c for c in ancestors[index - 1].classes if not c.startswith("w-")), "") if part.owner and index else ""
    )
    if owner:
        words = f"{words} inside ‘{clip(owner)}’"
    key = f"{words}#{found.get('handle', '')}"
    if part.shared and standing.spread is not Spread.ONCE:
        standing = replace(
            standing,
            part=standing.part or part.part or "block",
            part_words=standing.part_words or words,
            part_edit=_words(part.edit, found),
            part_key=f"block:{key}",
            spread=Spread.ONCE,
        )
    return replace(standing, block=words, block_key=key)


def _part_of(builder: Platform, ancestors: tuple[Element, ...]) -> tuple[Surroundings, int]:
    """The builder's own marks, the innermost first; where it has none, the header, footer … of any page.

    Beside it, from which ancestor on blocks are looked for.
    """
    for depth in range(len(ancestors), 0, -1):
        element = ancestors[depth - 1]
        for content in builder.contents:
            if content.pattern.match(element) is not None:
                name = content.builder or builder.name
                return Surroundings(name, spread=Spread.ALONE, in_content=True), depth
        for template in builder.templates:
            found = template.pattern.match(element)
            if found is not None:
                return _template(builder, template, found), depth
    return _region(builder, ancestors), 0


def _template(builder: Platform, template: Part, found: Mapping[str, str]) -> Surroundings:
    part = (template.part or found.get("part", "template")).lower()
    names = {**found, "part": part}
    words = _words(template.words, names)
    return Surroundings(
        builder.name,
        part=part,
        part_words=words,
        part_edit=_words(template.edit, names),
        part_key=f"template:{part}:{found.get('handle', words)}",
        spread=Spread.ONCE,
    )


def _region(builder: Platform, ancestors: tuple[Element, ...]) -> Surroundings:
    known = catalogue()
    content = 0
    for depth, element in enumerate(ancestors, 1):
        if not content and _any(known.contents, element):
            content = depth
        part = next((region.part for region in known.regions if region.pattern.match(element) is not None), "")
        if part and not (content and part in ("header", "footer", "nav")):
            named = part == "popup" and element.id
            words = f"the popup {clip(element.id)}" if named else _REGION_WORDS.get(part, f"the {part}")
            return Surroundings(
                builder.name,
                part=part,
                part_words=words,
                part_edit=builder.regions.get(part, ""),
                part_key=f"region:{part}:{_region_step(element)}",
                spread=Spread.POSITION,
                chain=_chain(ancestors[depth:]),
            )
    inner = ancestors[content:] if content else ancestors[-_NEAREST:]
    return Surroundings(builder.name, in_content=content > 0, chain=_chain(inner))


def _block_of(
    builder: Platform, how: str, ancestors: tuple[Element, ...], depth: int
) -> tuple[Part, int, dict[str, str]] | None:
    for index in range(len(ancestors) - 1, depth - 1, -1):
        for block in builder.blocks:
            if block.how and how not in block.how:
                continue
            found = block.pattern.match(ancestors[index])
            if found is not None:
                return block, index, found
    return None


def _any(patterns: tuple[Pattern, ...], element: Element) -> bool:
    return any(pattern.match(element) is not None for pattern in patterns)


def _words(template: str, found: Mapping[str, str]) -> str:
    names = {name: clip(value) for name, value in found.items()}
    if "index" in names:
        names["nth"] = ordinal(int(names["index"]) + 1)
    if "part" in names:
        names["Part"] = names["part"].capitalize()
    if "kind" in names:
        names["kind"] = names["kind"].replace("-", " ").replace("_", " ").capitalize()
    return template.format_map(names)


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `11th`."""
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _chain(ancestors: tuple[Element, ...]) -> str:
    return " > ".join(map(_step, ancestors))


def _step(element: Element) -> str:
    """An element in a chain, without what differs from page to page or changes while a page runs."""
    own_id = "" if _DIGIT.search(element.id) else element.id
    classes = sorted(c for c in element.classes if not _DIGIT.search(c) and not _STATE_CLASS.fullmatch(c))
    return "".join((element.tag, f"#{own_id}" if own_id else "", *(f".{c}" for c in classes)))


def _region_step(element: Element) -> str:
    """An element that may be one of several templates: its id and classes as they are, without states."""
    if element.id:
        return f"{element.tag}#{element.id}"
    return "".join((element.tag, *(f".{c}" for c in sorted(set(element.classes)) if not _STATE_CLASS.fullmatch(c))))
