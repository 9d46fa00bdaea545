"""The README names every command and option that there is, and none that there is not."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from unembed.cli import cli
from unembed.commands.crawl import crawl
from unembed.commands.send import send

README = (Path(__file__).parents[2] / "README.md").read_text()
COMMANDS = README[README.index("## Reference") : README.index("### Options of")]
OPTIONS = README[README.index("### Options of") : README.index("### Exit codes")]
SENDING = README[README.index("### Sending") : README.index("### Manners")]


def names(group: click.Group, prefix: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from names(command, f"{prefix}{name} ")
        else:
            yield prefix + name


def test_the_readme_names_every_command() -> None:
    shown = re.findall(r"^\| `unembed ([a-z]+(?: [a-z]+)*)", COMMANDS, re.MULTILINE)
    assert sorted(shown) == sorted(names(cli))


@pytest.mark.parametrize(("command", "table"), [(crawl, OPTIONS), (send, SENDING)])
def test_the_readme_names_every_option(command: click.Command, table: str) -> None:
    shown = re.findall(r"(?<![\w-])--?[a-z][a-z-]*", " ".join(re.findall(r"^\| (.*?) \| ", table, re.MULTILINE)))
    options = {flag for parameter in command.params for flag in parameter.opts if flag.startswith("-")}
    assert sorted(shown) == sorted(options)
