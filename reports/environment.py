"""The Jinja environment that every template runs in: escaped always, nothing undefined, nothing unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports import words
from reports.clean import visible

if TYPE_CHECKING:
    from jinja2 import Environment


def environment() -> Environment:
    """A new environment with the words that all templates share; a report adds filters of its own."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("templates", ""),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_show,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"count": words.count, "sentence": words.sentence, "clock": words.clock, "date_of": words.date_of}
    return made


def _show(value: Any) -> Any:
    """Text from the web without anything unseen in it; what a macro made has been through here already."""
    return visible(value) if type(value) is str else value
