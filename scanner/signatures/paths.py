"""Path grammar of signatures: literal segments and named id shapes, no regular expression over a whole address.

    /widget/form/{id:id20}              exactly these segments; `id` is captured, its shape is one of [shapes]
    /hooks/{:id20}/webhook-trigger/{id:uuid|id20}      several shapes; a capture without a name is only checked
    /widget/bookings/{slug:slug*}       the rest of the path, one segment or more
    **/form_embed.js                    any folders before it
    /wp-content/plugins/leadconnector/**               anything (or nothing) after it
    /countdown-timer/*/{id:hex24}       one segment of any kind

Literal segments compare without regard to case; shapes do not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

LONGEST = 200
Patterns = tuple[re.Pattern[str], ...]
Shapes = Mapping[str, re.Pattern[str]]


class PatternError(ValueError):
    """A path pattern, shape or value that cannot be understood."""


@dataclass(frozen=True, slots=True)
class Part:
    """One segment of a pattern: a literal (lower case), or a capture with shapes; neither means any segment."""

    literal: str = ""
    name: str = ""
    shapes: Patterns = ()
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What was captured, by name, and whether one of the captures is a placeholder instead of an id."""

    values: Mapping[str, str]
    placeholder: bool = False


@dataclass(frozen=True, slots=True)
class PathPattern:
    """A compiled pattern. `key` is the literal segment under which it is filed, "" if it has none."""

    text: str
    parts: tuple[Part, ...]
    open_start: bool
    open_end: bool

    @property
    def key(self) -> str:
        """The longest literal segment."""
        return max((p.literal for p in self.parts), key=len, default="")

    @property
    def literals(self) -> int:
        """How many segments are literal."""
        return sum(1 for p in self.parts if p.literal)

    @property
    def keyword(self) -> str:
        """The longest run of literal text, slashes included: what an address must contain, in lower case."""
        runs = re.split(r"\{[^}]*\}|\*+", self.text.lower())
        return max(runs, key=len)


def compile_shape(text: str) -> re.Pattern[str]:
    """A shape: a regular expression that must fit a whole segment."""
    try:
        return re.compile(text, re.ASCII)
    except re.error as error:
        raise PatternError(f"no regular expression: {text!r} ({error})") from None


def compile_path(text: str, shapes: Shapes) -> PathPattern:
    """Raises PatternError for an unknown shape or a pattern that is not of the grammar above."""
    pieces = text.split("/")
    open_start, open_end = pieces[0] == "**", len(pieces) > 1 and pieces[-1] == "**"
    if not open_start and pieces[0]:
        raise PatternError(f"a path starts with / or **/: {text!r}")
    body = pieces[1 : -1 if open_end else None]
    parts = tuple(_part(piece, shapes) for piece in body if piece)
    if any(part.rest for part in parts[:-1]) or (open_end and parts and parts[-1].rest):
        raise PatternError(f"only the last segment can stand for the rest: {text!r}")
    return PathPattern(text, parts, open_start, open_end)


def _part(piece: str, shapes: Shapes) -> Part:
    if piece == "*":
        return Part()
    if not piece.startswith("{"):
        if set(piece) & set("{}*"):
            raise PatternError(f"a segment is a literal, * or {{name:shape}}: {piece!r}")
        return Part(piece.lower())
    name, colon, wanted = piece[1:-1].partition(":")
    rest = wanted.endswith("*")
    names = wanted.removesuffix("*").split("|")
    unknown = [shape for shape in names if shape not in shapes]
    if not colon or not piece.endswith("}") or unknown:
        raise PatternError(
            f"unknown shape {unknown[0]!r} in {piece!r}" if unknown else f"not {{name:shape}}: {piece!r}"
        )
    return Part("", name, tuple(shapes[shape] for shape in names), rest)


def segments(path: str) -> tuple[str, ...]:
    """The segments of a path, percent-decoded; empty ones (a trailing or doubled slash) are left out."""
    found = path.split("/")
    if "%" in path:
        found = [unquote(segment) for segment in found]
    return tuple(segment for segment in found if segment)


def fits(text: str, shapes: Patterns) -> bool:
    """Whether `text` has one of the shapes and is not one and the same character throughout."""
    if len(text) > LONGEST or (len(text) > 1 and text == text[0] * len(text)):
        return False
    return any(shape.fullmatch(text) for shape in shapes)


def match(pattern: PathPattern, path: tuple[str, ...], placeholders: Patterns) -> Found | None:
    """What `pattern` captures of a path's segments, or None. A placeholder in the place of an id is said to be one."""
    last = len(path) - len(pattern.parts)
    if last < 0:
        return None
    for start in range(last + 1) if pattern.open_start else (0,):
        found = _match_at(pattern, path, start, placeholders)
        if found is not None:
            return found
    return None


def _match_at(pattern: PathPattern, path: tuple[str, ...], start: int, placeholders: Patterns) -> Found | None:
    end = start + len(pattern.parts)
    takes_rest = bool(pattern.parts) and pattern.parts[-1].rest
    if end < len(path) and not (pattern.open_end or takes_rest):
        return None
    values: dict[str, str] = {}
    placeholder = False
    for index, part in enumerate(pattern.parts):
        segment = "/".join(path[start + index :]) if part.rest else path[start + index]
        if part.literal:
            if segment.lower() != part.literal:
                return None
        elif part.shapes and not fits(segment, part.shapes):
            if not is_placeholder(segment, placeholders):
                return None
            placeholder = True
        if part.name:
            values[part.name] = segment
    return Found(values, placeholder)


def is_placeholder(text: str, placeholders: Patterns) -> bool:
    """Whether `text` stands in a template for an id that somebody was to fill in."""
    text = text[:LONGEST]
    if len(text) > 3 and text == text[0] * len(text):
        return True
    return any(pattern.fullmatch(text) for pattern in placeholders)
