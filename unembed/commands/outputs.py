"""Where results go: which format to which place, and files that only their owner may read."""

import errno
import os
import sys
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import click

from scanner.errors import FileError, UsageError

PDF = "pdf"
"""The one format that is no text."""


@dataclass(frozen=True, slots=True)
class Output:
    """One `-f FMT[=PATH]`; without a path the result goes to stdout."""

    format: str
    path: Path | None


def parse_outputs(values: tuple[str, ...], formats: Collection[str]) -> tuple[Output, ...]:
    """The outputs asked for.

    Raises UsageError for an unknown format, for two that both want stdout, and for a PDF on a terminal.
    """
    outputs = []
    for value in values:
        name, _, path = value.partition("=")
        if name not in formats:
            raise UsageError("unknown format", name or value, f"one of {', '.join(sorted(formats))}")
        outputs.append(Output(name, Path(path) if path else None))
    loose = [output.format for output in outputs if output.path is None]
    if len(loose) > 1:
        raise UsageError("two formats for one stdout", " and ".join(loose), f"-f {loose[-1]}=FILE")
    if loose == [PDF] and sys.stdout.isatty():
        raise UsageError("a terminal cannot show it", f"-f {PDF}", f"-f {PDF}=report.pdf")
    return tuple(outputs)


def make_folder(folder: Path) -> None:
    """Create `folder` for its owner alone, and make sure that files can be written in it. Raises FileError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try_out(folder)
    except OSError as error:
        raise FileError(
            "cannot write into the folder", f"{folder}: {error.strerror}", "-o with a folder of your own"
        ) from error


def try_out(folder: Path) -> None:
    """Make sure that files can be written in `folder`. Raises OSError."""
    probe = folder / f".unembed-probe.{os.getpid()}"
    probe.touch(mode=0o600)
    probe.unlink()


def check_places(outputs: tuple[Output, ...]) -> None:
    """Make sure, before anything is crawled, that every output can be written later. Raises FileError."""
    for path in (output.path for output in outputs if output.path is not None):
        try:
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            try_out(path.parent)
        except OSError as error:
            raise _unwritable(path, error) from error


def deliver(output: Output, content: str | bytes) -> None:
    """Put a result where it belongs: into its file or to stdout; a mail without report is told of. Raises FileError."""
    _tell_left_out(output, content)
    if output.path is not None:
        write_private(output.path, content)
    elif isinstance(content, str):
        to_stdout(content.rstrip("\n"))
    else:
        to_stdout(content, nl=False)


def _tell_left_out(output: Output, content: str | bytes) -> None:
    if output.format != "eml" or not isinstance(content, str):
        return
    from reports.mail import LARGEST, lacks_report

    if lacks_report(content):
        name = output.path or "the mail"
        to_stderr(f"warning: {name} is without the report: both would have more than {LARGEST // 1_000_000} MB")


def write_private(path: Path, content: str | bytes) -> None:
    """Put `content` at `path`, whole or not at all, readable by its owner alone. Raises FileError."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise _unwritable(path, error) from error


def to_stdout(content: str | bytes, *, nl: bool = True) -> None:
    """Print a result; whoever reads it may stop reading at any point, which is no error."""
    try:
        click.echo(content, nl=nl)
    except BrokenPipeError:
        silence(sys.stdout)


def to_stderr(text: str) -> None:
    """Say something beside the result; that nobody listens any more changes nothing."""
    try:
        click.echo(text, err=True)
    except BrokenPipeError:
        silence(sys.stderr)


def silence(stream: TextIO) -> None:
    """Let all that is still written to `stream` go nowhere: its reader is gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _unwritable(path: Path, error: OSError) -> FileError:
    return FileError("cannot write", f"{path}: {error.strerror}", "another place for it")
