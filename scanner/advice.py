"""The steps of remedies as data: the strict reading of `remedies.toml`, and of files of the user's own.

A file is TOML with `[[before]]`, `[[where]]`, `[[also]]`, `[[last]]` and `[closing]`; `remedies.toml` says what each of
them means.
"""

import string
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta, Struct

from scanner.errors import FileError
from scanner.model import Kind
from scanner.platforms import catalogue
from scanner.signatures.records import said

NAMES = frozenset({"container", "edit", "value", "url", "search", "piece", "page", "count", "pages"})
"""What steps may name in braces."""

HINT = "see “Steps of your own” in the README"

Text = Annotated[str, Meta(min_length=1)]
Setting = Literal[
    "page", "template", "region", "code", "content", "plugin", "tag-manager", "redirect", "dns", "file", "copy", "built"
]
SETTINGS: tuple[str, ...] = get_args(Setting)
"""The kinds of place where something is edited."""


class Advice(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Steps for every finding that fits; a part that is empty fits anything.

    `whole` says that they are all there is to do, without the signature's own steps.
    """

    steps: Annotated[tuple[Text, ...], Meta(min_length=1)]
    platform: str = ""
    setting: tuple[Setting, ...] = ()
    kind: tuple[Kind, ...] = ()
    signature: tuple[str, ...] = ()
    whole: bool = False
    source: Text = "own"
    verified_on: date | None = None
    confidence: Literal["verified", "documented", "general", "own"] = "own"

    def fits(self, builder: str, setting: str, kind: Kind, signature: str) -> bool:
        """Whether the advice is for a page of `builder`, a place of this `setting`, and a thing of this kind and id."""
        return (
            self.platform in ("", builder)
            and (not self.setting or setting in self.setting)
            and (not self.kind or kind in self.kind)
            and (not self.signature or signature in self.signature)
        )


class Closing(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Sentences that nearly every remedy has; one that is empty is as in the next book."""

    look: str = ""
    built: str = ""
    again: str = ""
    note: str = ""
    notes: str = ""


class Book(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The advice of one file or more."""

    before: tuple[Advice, ...] = ()
    where: tuple[Advice, ...] = ()
    also: tuple[Advice, ...] = ()
    last: tuple[Advice, ...] = ()
    closing: Closing = Closing()


@dataclass(frozen=True, slots=True)
class Shelf:
    """All advice there is: the user's own goes before what is built in, however special that is."""

    own: Book

    @property
    def books(self) -> tuple[Book, Book]:
        """The user's own, then the one that is built in."""
        return self.own, built_in()

    def closing(self, name: str) -> str:
        """The closing sentence of that name."""
        return next(text for book in self.books if (text := str(getattr(book.closing, name))))


BUILT_IN = Shelf(Book())
"""Nothing but what is built in."""


@cache
def built_in() -> Book:
    """What `remedies.toml` holds; read once."""
    return msgspec.convert(tomllib.loads(files("scanner").joinpath("remedies.toml").read_text("utf-8")), Book)


def read(folders: Iterable[Path]) -> Shelf:
    """The advice in `*.toml` of `folders` (a folder, or a single file), with what is built in.

    Raises FileError, which names file and record, for what cannot be read or does not hold what it must.
    """
    books = [_read(file) for folder in folders for file in _files(folder)]
    return Shelf(
        Book(
            before=tuple(entry for book in books for entry in book.before),
            where=tuple(entry for book in books for entry in book.where),
            also=tuple(entry for book in books for entry in book.also),
            last=tuple(entry for book in books for entry in book.last),
            closing=_closing(book.closing for book in books),
        )
    )


def _closing(closings: Iterable[Closing]) -> Closing:
    said: dict[str, str] = {}
    for closing in closings:
        said |= {name: text for name, text in msgspec.structs.asdict(closing).items() if text}
    return Closing(**said)


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return [folder]
    found = sorted(folder.glob("*.toml"))
    if not found:
        raise FileError("no steps in", str(folder), "put *.toml files there, or leave out --steps")
    return found


def _read(file: Path) -> Book:
    try:
        book = msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Book)
    except OSError as error:
        raise FileError("cannot read steps", f"{file} ({error.strerror})", "give an existing .toml file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _problem(file, f"no TOML: {error}") from None
    except msgspec.ValidationError as error:
        raise _problem(file, said(str(error))) from None
    for part in ("before", "where", "also", "last"):
        for number, entry in enumerate(getattr(book, part), 1):
            _check(file, f"[[{part}]] {number}", entry)
    for name, text in msgspec.structs.asdict(book.closing).items():
        _check_text(file, f"closing.{name}", text)
    return book


def _check(file: Path, record: str, entry: Advice) -> None:
    known = {name for slug in catalogue().platforms for name in (slug, slug.partition("/")[0])}
    if entry.platform and entry.platform not in known:
        raise _problem(file, f"{record}: no platform {entry.platform} (there are {', '.join(sorted(known))})")
    for step in entry.steps:
        _check_text(file, record, step)


def _check_text(file: Path, record: str, text: str) -> None:
    try:
        fields = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise _problem(file, f"{record}: {error}; a brace that is meant is written twice") from None
    if unknown := sorted(fields - NAMES):
        names = ", ".join(f"{{{name}}}" for name in sorted(NAMES))
        raise _problem(file, f"{record}: {{{unknown[0]}}} is not known (there are {names})")


def _problem(file: Path, text: str) -> FileError:
    return FileError("wrong steps", f"{file}: {text}", HINT)
