"""No pattern holds what Python's own matcher stumbles over."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _constants, _parser  # type: ignore[attr-defined] # what a pattern consists of, nothing public tells
from types import ModuleType
from typing import Any

import pytest

import reports
import scanner
import spiders
import unembed

GREEDY_FOR_GOOD = (_constants.POSSESSIVE_REPEAT, _constants.ATOMIC_GROUP)


def modules() -> Iterator[ModuleType]:
    for package in (scanner, spiders, reports, unembed):
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def patterns() -> list[tuple[str, re.Pattern[Any]]]:
    return [
        (f"{module.__name__}.{name}", value)
        for module in modules()
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern)
    ]


def captures_within(parsed: Any, *, kept: bool = False) -> bool:
    """Whether a group is captured within what a possessive repeat or an atomic group holds."""
    if isinstance(parsed, tuple) and len(parsed) == 2 and isinstance(parsed[0], type(_constants.LITERAL)):
        what, more = parsed
        if kept and what is _constants.SUBPATTERN and more[0] is not None:
            return True
        return captures_within(more, kept=kept or what in GREEDY_FOR_GOOD)
    if isinstance(parsed, list | tuple | _parser.SubPattern):
        return any(captures_within(part, kept=kept) for part in parsed)
    return False


def test_a_group_that_a_possessive_repeat_captures_is_seen() -> None:
    wrong = (r"(?:(a)b)*+", r"(?>(a)|b)", r"x(?:y|(?:(?P<n>z)))?+", r"(a)(?(1)(b)?+)")
    right = (r"((?:ab)*+)", r"(a)(?>b)", r"(?:(a)b)*", r"(?:(?:a)b)*+")
    assert [captures_within(_parser.parse(one)) for one in wrong] == [True] * len(wrong)
    assert [captures_within(_parser.parse(one)) for one in right] == [False] * len(right)


def test_no_possessive_repeat_captures_a_group() -> None:
    """Python 3.11 then ends some matches with `SystemError: The span of capturing group is wrong`."""
    found = patterns()
    assert len(found) > 100
    assert [name for name, one in found if captures_within(_parser.parse(one.pattern, one.flags & re.VERBOSE))] == []


@pytest.mark.parametrize("name", ["script", "style", "title", "iframe"])
def test_a_closed_noscript_is_left_alone(name: str) -> None:
    from scanner.extract.parsing import as_scripts_run

    raw = f"<p><noscript><{name}>\n  a {{ b: c }}\n</{name}><img src='x' alt=''/></noscript><p>".encode()
    assert as_scripts_run(raw) == raw
