"""What stands in a frame is edited where the frame stands: it is given what is around that in the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from scanner.mentions import Element, Mention, MentionType, Where
from scanner.model import Frame

_DEEPER = " >> "
"""Between the parts of a path: what stands in a frame, or in a shadow root."""


@dataclass(frozen=True, slots=True)
class Around:
    """Where the outermost frames of a page stand in it, by path; of those that are not known nothing is said."""

    frames: Mapping[str, Where]

    def place(self, mentions: Iterable[Mention], path: str) -> tuple[Mention, ...]:
        """`mentions` of the document in the frame at `path`, with what is around that frame in the page."""
        outer = next((where for frame, where in self.frames.items() if _is_within(path, frame)), None)
        return tuple(mentions) if outer is None else tuple(_placed(mention, outer) for mention in mentions)


def around(mentions: Iterable[Mention], frames: Iterable[Frame]) -> Around:
    """What the `mentions` of a page say of where its `frames` stand: by their address, each place counts once."""
    wheres: dict[str, list[Where]] = {}
    for mention in mentions:
        if mention.type is MentionType.FRAME:
            wheres.setdefault(mention.url, []).append(mention.where)
    known: dict[str, Where] = {}
    every = tuple(frames)
    for frame in every:
        inner = any(_is_within(frame.path, other.path) for other in every if other is not frame)
        if not inner and (standing := wheres.get(frame.url)):
            known[frame.path] = standing.pop(0) if len(standing) > 1 else standing[0]
    return Around(known)


def _is_within(path: str, frame: str) -> bool:
    return path == frame or path.startswith(frame + _DEEPER)


def _placed(mention: Mention, outer: Where) -> Mention:
    where = mention.where
    outside = (*outer.ancestors, Element("iframe"))
    return replace(mention, where=replace(where, outside=outside, heading=where.heading or outer.heading))
