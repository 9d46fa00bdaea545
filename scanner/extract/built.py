"""Addresses that code puts together from what it says elsewhere in the same text: worked out, not guessed.

    const H="https://crm.example",I="abc";      `${H}/form/${I}`  H+"/form/"+I  H.concat("/form/",I)
                                                [H,"form",I].join("/")  "cba".split("").reverse().join("")
    const c={host:"crm.example",id:"abc"};      "https://"+c.host+"/form/"+c.id

A name counts if the text binds it to one string only. What stands behind something unknown is left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import unquote

from scanner.extract.addresses import Found, base64_text, meant, unescape

_MOST = 1_000
_NAMES = 100
_PLACES = 200
_BEFORE = 200
_BEHIND = 600
_LONGEST = 2_000
_UNKNOWN = "\0"

_STRING = r"(?:\"(?:[^\"\\\n]|\\.){0,300}+\"|'(?:[^'\\\n]|\\.){0,300}+'|`(?:[^`\\$]|\\.|\$(?!\{)){0,300}+`)"
_NAME = r"[A-Za-z_$][\w$]{0,60}+"
_PATH = rf"{_NAME}(?:\.{_NAME}){{0,2}}"
_CALLED = rf"(?:atob|decodeURIComponent|unescape)\(\s*{_STRING}\s*\)"
_CODES = r"String\.fromCharCode\(\s*\d{1,4}(?:\s*,\s*\d{1,4}){3,300}\s*\)"
_PLAIN = rf"(?:{_CALLED}|{_CODES}|{_STRING}|(?<![\w$.]){_PATH}(?![\w$(\[]))"
_TEMPLATE = rf"`(?:[^`\\$]|\\.|\$(?!\{{)|\$\{{\s*{_PATH}\s*\}}){{1,600}}+`"
_OPERAND = re.compile(rf"{_TEMPLATE}|{_PLAIN}")
_SUM = re.compile(rf"(?:{_TEMPLATE}|{_PLAIN})(?:\s*\+\s*(?:{_TEMPLATE}|{_PLAIN})){{1,30}}")
_CONCAT = re.compile(rf"({_PLAIN})((?:\.concat\(\s*{_PLAIN}(?:\s*,\s*{_PLAIN}){{0,20}}\s*\)){{1,20}})")
_JOIN = re.compile(rf"\[\s*({_PLAIN}(?:\s*,\s*{_PLAIN}){{1,30}})\s*,?\]\.join\(\s*({_STRING})?\s*\)")
_REVERSED = re.compile(rf"({_STRING})\.split\((?:\"\"|''|``)\)\.reverse\(\)\.join\((?:\"\"|''|``)\)")
_ALONE = re.compile(rf"{_TEMPLATE}|{_CODES}")
_HOLE = re.compile(rf"\$\{{\s*({_PATH})\s*\}}")
_NUMBER = re.compile(r"\d+")

_ANCHOR = re.compile(
    r"[\"'`](?:(?:https?:)?//|https?:/?[\"'`]|https?%3[aA])|//:s?ptth[\"'`]|String\.fromCharCode\(|\batob\([\"'`]aHR0c"
)
_NAMED = re.compile(rf"(?<![\w$.])({_NAME})\s*=\s*\Z")
_HELD = re.compile(rf"(?<![\w$.])({_NAME})\s*=\s*(?:Object\.freeze\()?\{{[^{{}}]{{0,300}}\Z")
_VALUE = re.compile(rf"\s*({_STRING})\s*(?=[,;\n)}}]|$)")
_OBJECT = re.compile(rf"\s*(?:Object\.freeze\()?\{{((?:[^{{}}\"'`]|{_STRING}){{0,200}}+)\}}")
_PARAMETER = re.compile(rf"\s*=>|(?:\s*,\s*{_NAME}){{0,20}}+\s*\)\s*(?:=>|\{{)")
_PROPERTY = re.compile(rf"(?:^|,)\s*[\"']?({_NAME})[\"']?\s*:\s*({_STRING})\s*(?=,|$)")


def built(code: str) -> Iterator[Found]:
    """Addresses that expressions of `code` give, with the places of these expressions. Never raises."""
    known = Bindings(code)
    for start, end in _windows(code):
        part = code[start:end]
        for pattern in (_SUM, _CONCAT, _JOIN, _REVERSED, _ALONE):
            for match in islice(pattern.finditer(part), _MOST):
                text = _value(pattern, match, known).split(_UNKNOWN, 1)[0]
                address = meant(text) if text[:8].lower().startswith(("http://", "https://", "//")) else ""
                if address:
                    yield Found(address, start + match.start(), start + match.end())


def _windows(code: str) -> Iterator[tuple[int, int]]:
    """The pieces of code around what begins an address, and around the uses of names for such."""
    places: set[int] = set()
    names: dict[str, None] = {}
    for anchor in islice(_ANCHOR.finditer(code), _MOST):
        places.add(anchor.start())
        before = code[max(0, anchor.start() - _BEFORE) : anchor.start()]
        named = _NAMED.search(before) or _HELD.search(before)
        if named and len(names) < _NAMES:
            names[named[1]] = None
    for name in names:
        places.update(islice(_uses(code, name), _PLACES))
    last = 0
    for place in sorted(places):
        start, end = max(last, place - _BEFORE), min(len(code), place + _BEHIND)
        if place >= last:
            yield start, end
            last = end


def _uses(code: str, name: str) -> Iterator[int]:
    """Where a name stands as a whole word."""
    at = code.find(name)
    while at >= 0:
        end = at + len(name)
        if not _is_word(code[at - 1 : at]) and code[at - 1 : at] != "." and not _is_word(code[end : end + 1]):
            yield at
        at = code.find(name, end)


def _is_word(sign: str) -> bool:
    return bool(sign) and (sign.isalnum() or sign in "_$")


def _value(pattern: re.Pattern[str], match: re.Match[str], known: "Bindings") -> str:
    """The text that an expression gives; what is not known of it is `_UNKNOWN`."""
    if pattern is _REVERSED:
        return _literal(match[1])[::-1]
    if pattern is _JOIN:
        glue = _literal(match[2]) if match[2] else ","
        return glue.join(_operand(one[0], known) for one in _OPERAND.finditer(match[1]))
    if pattern is _CONCAT:
        rest = match[2].replace(".concat(", " (")
        return "".join(_operand(one[0], known) for part in (match[1], rest) for one in _OPERAND.finditer(part))
    return "".join(_operand(one[0], known) for one in _OPERAND.finditer(match[0]))


def _operand(text: str, known: "Bindings") -> str:
    if text[0] == "`":
        return _HOLE.sub(lambda hole: known.of(hole[1]), _literal(text))
    if text[0] in "\"'":
        return _literal(text)
    head, _, inner = text.partition("(")
    match head:
        case "atob":
            return base64_text(_literal(inner[:-1].strip()))
        case "String.fromCharCode":
            return "".join(chr(int(number)) for number in _NUMBER.findall(inner))
        case "decodeURIComponent" | "unescape":
            return unquote(_literal(inner[:-1].strip()))
    return known.of(text)


def _literal(text: str) -> str:
    return unescape(text[1:-1])[:_LONGEST]


@dataclass(slots=True)
class Bindings:
    """What names, and properties of objects with names, stand for in `code`; looked up when asked for."""

    code: str
    known: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """The one string that a name is bound to; `_UNKNOWN` if there is none, or more than one."""
        if name not in self.known:
            self.known[name] = self._look_up(name) if len(self.known) < _NAMES else _UNKNOWN
        return self.known[name]

    def _look_up(self, name: str) -> str:
        owner, _, key = name.partition(".")
        values: set[str] = set()
        for at in islice(_uses(self.code, owner), _PLACES):
            end = at + len(owner)
            if _PARAMETER.match(self.code, end):
                return _UNKNOWN
            sign = self.code[end : end + 8].lstrip()
            if not sign.startswith("=") or sign.startswith(("==", "=>")):
                continue
            values.add(self._bound(self.code.index("=", end) + 1, key))
        return values.pop() if len(values) == 1 else _UNKNOWN

    def _bound(self, at: int, key: str) -> str:
        if not key:
            value = _VALUE.match(self.code, at)
            return _literal(value[1]) if value else _UNKNOWN
        held = _OBJECT.match(self.code, at)
        values = {_literal(one[2]) for one in _PROPERTY.finditer(held[1]) if one[1] == key} if held else set()
        return values.pop() if len(values) == 1 else _UNKNOWN
