"""Which parts of JavaScript are comments. Only what is proven to be one counts: code that cannot be told has none."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

_PLAIN = r"[^{}\"'`/<\\]++|\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\$]|\\.|\$(?!\{))*+`|<(?!!--)|\\(?!/)"
_OUTSIDE = re.compile(rf"(?:{_PLAIN.replace('{}', '')})*+", re.DOTALL)
_IN_TEMPLATE = re.compile(rf"(?:{_PLAIN})*+", re.DOTALL)
"""What holds no comment by itself: within `${…}` braces are counted."""

_TEMPLATE_PART = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*+(`|\$\{)", re.DOTALL)
_REGEX = re.compile(r"/(?![*/])(?:[^/\\\n\[]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*+\])++/")
_LITERAL = re.compile(r"\\.|\[(?:[^\]\\]|\\.)*+\]")
_BEHIND_REGEX = re.compile(r"[dgimsuvy]*+(?![\w$(\"'`])")
_LINE = re.compile(r"[^\n\r\u2028\u2029]*")
_WORD = re.compile(r"(\.?)([\w$]+)\Z")
_UNQUOTED = re.compile(r"(?:https?|wss?):\Z|[\\=]\Z", re.IGNORECASE)
"""What stands before `//` where text that is no code holds an address."""

_BEFORE_REGEX = frozenset("(,=:[!&|?{;+-*%~^")
_KEYWORDS = frozenset(
    {"return", "typeof", "case", "in", "delete", "void", "throw", "new", "instanceof", "do", "else", "default"}
)
_DOUBTFUL = frozenset({"of", "yield", "await"})
_CONDITIONS = re.compile(r"(?<![.\w$])(?:if|while|for|with)\s*\Z")
_NEAR = 400
_MOST_MISSES = 100


class Spans:
    """Pieces of a text, in order of their starts."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._ends = [end for _, end in ordered]

    def __contains__(self, position: int) -> bool:
        index = bisect_right(self._starts, position) - 1
        return index >= 0 and position < self._ends[index]


class _TornError(Exception):
    """The code ends inside a string, a template, a regular expression or a comment: it is not read rightly."""


@lru_cache(maxsize=4)
def comments(code: str) -> tuple[tuple[int, int], ...]:
    """From where to where comments run in JavaScript, in order.

    Where a slash may divide or begin a regular expression, only what is a comment either way counts; in code that does
    not end as code must, nothing does.
    """
    if "//" not in code and "/*" not in code and "<!--" not in code:
        return ()
    divided = _Lexer(code, regex_in_doubt=False)
    spans = divided.spans()
    if not divided.doubts:
        return tuple(spans or ())
    other = _Lexer(code, regex_in_doubt=True).spans()
    if spans is None or other is None:
        return tuple(other or ())
    both = set(other)
    return tuple(span for span in spans if span in both)


class _Lexer:
    """Goes through code once. `doubts` counts slashes whose meaning it took as told."""

    def __init__(self, code: str, *, regex_in_doubt: bool) -> None:
        self._code = code
        self._regex_in_doubt = regex_in_doubt
        self._braces: list[int] = []
        self._comment = (-1, -1)
        self._misses = 0
        self.doubts = 0

    def spans(self) -> list[tuple[int, int]] | None:
        """Where the comments are; None if the code is torn."""
        try:
            return list(self._spans())
        except _TornError:
            return None

    def _spans(self) -> Iterator[tuple[int, int]]:
        code, position = self._code, 0
        while True:
            skip = _IN_TEMPLATE if self._braces else _OUTSIDE
            position = skip.match(code, position).end()  # type: ignore[union-attr]  # it also matches nothing
            if position == len(code):
                break
            end = self._comment_end(position)
            if end:
                if not self._is_text(position):
                    yield position, end
                self._comment = self._last_before(position) + 1, end
                position = end
            else:
                position = self._next(position)
        if self._braces:
            raise _TornError

    def _comment_end(self, position: int) -> int:
        """Where the comment that begins at `position` ends; 0 if none does."""
        code = self._code
        if code.startswith("/*", position):
            end = code.find("*/", position + 2)
            if end < 0:
                raise _TornError
            return end + 2
        if code.startswith("//", position) or (code[position] == "<" and self._begins_line(position)):
            return _LINE.match(code, position).end()  # type: ignore[union-attr]  # it also matches nothing
        return 0

    def _begins_line(self, position: int) -> bool:
        before = self._code[max(0, position - _NEAR) : position]
        return not before.rpartition("\n")[2].strip() and (len(before) == position or "\n" in before)

    def _is_text(self, position: int) -> bool:
        before = _UNQUOTED.search(self._code, max(0, position - 6), position)
        return before is not None and self._code.startswith("//", position)

    def _next(self, position: int) -> int:
        """Behind what begins at `position`, which is no comment."""
        match self._code[position]:
            case "/":
                return self._slash(position)
            case "`":
                return self._template(position + 1)
            case "{":
                self._braces[-1] += 1
            case "}":
                self._braces[-1] -= 1
                if self._braces[-1] < 0:
                    self._braces.pop()
                    return self._template(position + 1)
            case '"' | "'":
                raise _TornError
        return position + 1

    def _template(self, position: int) -> int:
        part = _TEMPLATE_PART.match(self._code, position)
        if part is None:
            raise _TornError
        if part[1] == "${":
            self._braces.append(0)
        return part.end()

    def _slash(self, position: int) -> int:
        begins = self._begins_regex(position)
        regex = None if begins is False else _REGEX.match(self._code, position)
        if regex is None:
            self._misses += begins is None
            if begins or self._misses > _MOST_MISSES:
                raise _TornError
            return position + 1
        if begins is None:
            if not _is_sound(regex):
                return position + 1
            self.doubts += 1
        return regex.end() if begins or self._regex_in_doubt else position + 1

    def _begins_regex(self, position: int) -> bool | None:
        """Whether a slash begins a regular expression; None if that is not told."""
        last = self._last_before(position)
        if last < 0 or self._code.startswith("=>", last - 1):
            return True
        sign = self._code[last]
        if sign in _BEFORE_REGEX:
            return self._code[max(0, last - 1) : last + 1] not in ("++", "--")
        if sign == ")":
            return self._after_condition(last)
        if sign == "}":
            return None
        word = _WORD.search(self._code, max(0, last - 12), last + 1)
        if word is None or word[1]:
            return False
        return None if word[2] in _DOUBTFUL else word[2] in _KEYWORDS

    def _last_before(self, position: int) -> int:
        """Where the last character before `position` is that is neither white space nor in a comment; -1 if none is."""
        while position > 0:
            if position == self._comment[1]:
                position = self._comment[0]
            elif self._code[position - 1].isspace():
                position -= 1
            else:
                break
        return position - 1

    def _after_condition(self, closing: int) -> bool | None:
        """Whether the parenthesis closed there is that of `if (…)` and the like; None if its start is not in sight."""
        code, at, depth = self._code, closing, 0
        while at > closing - _NEAR and at >= 0:
            sign = code[at]
            if sign in "\"'`":
                at = code.rfind(sign, max(0, closing - _NEAR), at)
                if at < 1 or code[at - 1] == "\\":
                    return None
            elif sign == "/" or (sign == "\n" and "//" in code[max(0, at - _NEAR) : at].rpartition("\n")[2]):
                return None
            elif sign in "()":
                depth += 1 if sign == ")" else -1
                if depth == 0:
                    return _CONDITIONS.search(code, max(0, at - 12), at) is not None
            at -= 1
        return None


def _is_sound(regex: re.Match[str]) -> bool:
    """Whether what looks like a regular expression can be one: its groups are closed, and an operator follows it."""
    bare = _LITERAL.sub("", regex[0])
    return bare.count("(") == bare.count(")") and _BEHIND_REGEX.match(regex.string, regex.end()) is not None
