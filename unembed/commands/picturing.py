"""The pictures of a scan: taken after everything else, and kept as files beside scan.json."""

import logging
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.errors import FileError
from scanner.scan import Finding
from scanner.subjects import FOLDER, pictured, secrets, subjects
from spiders.options import Options
from unembed.commands.outputs import write_private
from unembed.commands.progress import ProgressLine

if TYPE_CHECKING:
    from spiders.crawl import Crawled

logger = logging.getLogger(__name__)


def with_pictures(
    found: tuple[Finding, ...], crawled: "Crawled", options: Options, folder: Path, line: ProgressLine, *, wanted: bool
) -> tuple[tuple[Finding, ...], bool]:
    """The findings with their pictures, now in `folder`, and whether Ctrl-C ended that early.

    Those of an earlier run are gone. A picture that cannot be taken, or written, is left out.
    """
    forget(folder / FOLDER)
    if crawled.interrupted or not wanted:
        return found, False
    from spiders.pictures import take, why_not

    if why := why_not(options):
        logger.info("no pictures: %s", why)
        return found, False
    chosen = subjects(found, crawled.coverage)
    try:
        pictures = take(
            chosen,
            secrets(found),
            options,
            crawled.hosts,
            lambda done, total: line.say(f"{done} of {total} pictures"),
        )
    finally:
        line.close()
    pages = {subject.ref: subject.page for subject in chosen}
    taken = {}
    for ref, picture in pictures.taken.items():
        name = f"{FOLDER}/{ref}.jpg"
        try:
            (folder / FOLDER).mkdir(mode=0o700, exist_ok=True)
            write_private(folder / name, picture.jpeg)
        except (OSError, FileError) as error:
            logger.info("no picture of %s: %s", ref, error)
        else:
            taken[ref] = (name, pages[ref], picture.outlined)
    return pictured(found, taken), pictures.interrupted


def forget(folder: Path) -> None:
    """Remove the pictures of an earlier run, and nothing else."""
    with suppress(OSError):
        for file in folder.glob("R-*.jpg"):
            file.unlink()
        folder.rmdir()
