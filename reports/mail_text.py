"""The mail as plain text, for programs that show nothing else and for people who want nothing else."""

import textwrap
from collections.abc import Iterator

from reports.letter import Letter, Spot

WIDTH = 72


def plain(letter: Letter) -> str:
    """`letter` as text of lines of 72 columns, longer only where a word is."""
    return "\n".join(_lines(letter)).rstrip("\n") + "\n"


def _lines(letter: Letter) -> Iterator[str]:
    for part in _PARTS:
        yield from part(letter)


def _head(letter: Letter) -> Iterator[str]:
    yield from _wrapped(f"{letter.site}: removal report, {letter.day}")
    yield ""
    yield from _wrapped(f"{letter.headline}.")
    yield ""
    yield from _wrapped(" ".join(letter.more))
    yield ""
    yield from _wrapped(letter.why)


def _ends(letter: Letter) -> Iterator[str]:
    if letter.ends:
        yield from _heading("If nothing is done")
    for number, end in letter.ends:
        yield from _wrapped(end, f"{number:>5}  ")


def _found(letter: Letter) -> Iterator[str]:
    if letter.parts:
        yield from _heading("What has to come off")
    for index, part in enumerate(letter.parts):
        if index:
            yield ""
        yield from _wrapped(f"{part.name}: {part.found}.")
        yield from _wrapped(part.loss, "  ")
    for aside in filter(None, (letter.absent, *letter.asides)):
        yield ""
        yield from _wrapped(aside)


def _shares(letter: Letter) -> Iterator[str]:
    if letter.shares:
        yield from _heading("Who does it")
    for share in letter.shares:
        yield from _wrapped(f"{share.who}: {share.tasks}. {share.what}.", "  ")


def _next(letter: Letter) -> Iterator[str]:
    yield from _heading("Your next step")
    yield from _wrapped(letter.next)


def _tasks(letter: Letter) -> Iterator[str]:
    if letter.spots:
        yield from _heading(f"The tasks ({letter.number:,}), for whoever edits the website")
    for spot in letter.spots:
        yield from _spot(spot)
    yield from _wrapped(letter.rest)


def _foot(letter: Letter) -> Iterator[str]:
    yield ""
    yield from _wrapped(f"Made by {letter.made_by}.")


_PARTS = (_head, _ends, _found, _shares, _next, _tasks, _foot)


def _spot(spot: Spot) -> Iterator[str]:
    yield from _wrapped(spot.title)
    yield from _wrapped(spot.effect, "  ")
    for task in spot.tasks:
        yield from _wrapped(task.name, f"  {task.ref:<5} ")
    yield ""


def _heading(text: str) -> Iterator[str]:
    yield from ("", "", text, "-" * len(text))


def _wrapped(text: str, lead: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )
