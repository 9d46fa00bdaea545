"""The addresses of a style sheet, and which of them only stand in its comments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"/\*(?P<comment>.*?)(?:\*/|\Z)"
    r"|(?P<import>@import\s*+)?(?:url\(\s*+(?:\"(?P<double>[^\"\n]*+)\"|'(?P<single>[^'\n]*+)'|(?P<bare>[^\"'()\s]++))\s*+\)"
    r"|(?(import)(?:\"(?P<first>[^\"\n]++)\"|'(?P<second>[^'\n]++)')|(?!)))"
    r"|url\(\s*+[^\"'\s)][^)]*+(?:\)|\Z)"
    r"|\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?",
    re.IGNORECASE | re.DOTALL,
)
_SPELLINGS = ("double", "single", "bare", "first", "second")


@dataclass(frozen=True, slots=True)
class Ref:
    """An address in a style sheet as written, and from where to where. `imports`: it is that of another sheet."""

    address: str
    start: int
    end: int
    imports: bool
    inert: bool = False


def refs(sheet: str) -> Iterator[Ref]:
    """What `url(…)` and `@import` name in a style sheet or `style` attribute, in order."""
    for token in _TOKEN.finditer(sheet):
        if token["comment"]:
            begin = token.start("comment")
            for inner in _TOKEN.finditer(token["comment"]):
                yield from _named(inner, begin, inert=True)
        else:
            yield from _named(token, 0, inert=False)


def _named(token: re.Match[str], begin: int, *, inert: bool) -> Iterator[Ref]:
    name = token.lastgroup
    if name in _SPELLINGS and token[name]:
        start, end = token.span(name)
        yield Ref(token[name], begin + start, begin + end, token["import"] is not None, inert)
