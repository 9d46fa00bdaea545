"""The geometry of pictures: boxes on a page, in CSS pixels from the corner of the window, and what is cut out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor

WINDOW_WIDTH = 1280
WINDOW_HEIGHT = 960
AROUND = 80
"""Pixels of surroundings on each side."""

LEAST_WIDTH = 880
LEAST_HEIGHT = 340
MOST_WIDTH = 1184
MOST_HEIGHT = 900
"""Of a picture, in pixels: little things are shown with more around them, so that a person knows the place again."""

SMALLEST = 6.0
"""Pixels; what is narrower or lower than that cannot be seen."""

STILL = 2.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends to the right."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.y + self.height

    @property
    def plain(self) -> tuple[float, float, float, float]:
        """As scripts are told it."""
        return self.x, self.y, self.width, self.height

    @property
    def shows(self) -> bool:
        """Whether it is large enough to be seen."""
        return self.width >= SMALLEST and self.height >= SMALLEST

    def within(self, other: "Box") -> "Box":
        """The part of it that lies in `other`; without width or height if none does."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(x, y, max(0.0, right - x), max(0.0, bottom - y))

    def moved(self, x: float, y: float) -> "Box":
        """The same, from a corner that is elsewhere."""
        return Box(self.x + x, self.y + y, self.width, self.height)

    def is_still(self, other: "Box") -> bool:
        """Whether it is where the other one is, but for a hair."""
        pairs = ((self.x, other.x), (self.y, other.y), (self.right, other.right), (self.bottom, other.bottom))
        return all(abs(one - two) <= STILL for one, two in pairs)


WINDOW = Box(0, 0, WINDOW_WIDTH, WINDOW_HEIGHT)


def around(boxes: Iterable[Box]) -> Box | None:
    """The smallest box around all of these; None if there is none."""
    all_of_them = list(boxes)
    if not all_of_them:
        return None
    x, y = min(box.x for box in all_of_them), min(box.y for box in all_of_them)
    right, bottom = max(box.right for box in all_of_them), max(box.bottom for box in all_of_them)
    return Box(x, y, right - x, bottom - y)


def of_quads(quads: Sequence[Sequence[float]]) -> Box | None:
    """The box around quads as the developer tools give them: four corners, x and y in turn."""
    return around(
        Box(min(quad[::2]), min(quad[1::2]), max(quad[::2]) - min(quad[::2]), max(quad[1::2]) - min(quad[1::2]))
        for quad in quads
        if len(quad) == 8
    )


def cut(thing: Box) -> Box:
    """What a picture of `thing` shows of the window, in whole pixels: it, as far as that fits, and what is around."""
    shown = thing.within(WINDOW)
    x, width = _span(shown.x, shown.width, LEAST_WIDTH, MOST_WIDTH, WINDOW_WIDTH)
    y, height = _span(shown.y, shown.height, LEAST_HEIGHT, MOST_HEIGHT, WINDOW_HEIGHT)
    return Box(x, y, width, height)


def _span(start: float, length: float, least: int, most: int, window: int) -> tuple[int, int]:
    """Where a picture begins and how long it is, in one direction; of what is too long the beginning is shown."""
    size = min(most, max(least, ceil(length) + 2 * AROUND))
    before = (size - length) / 2 if length + 2 * AROUND <= size else AROUND / 2
    return max(0, min(floor(start - before), window - size)), size
