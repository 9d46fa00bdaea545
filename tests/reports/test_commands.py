"""Nothing that people read tells them to type a command that does not exist."""

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from reports.reasons import REASONS, reason
from scanner.signatures import load
from unembed.cli import cli

COMMAND = re.compile(r"\bunembed (?!is\b|was\b|has\b)([a-z]+)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
TEMPLATES = Path(__file__).parents[2] / "templates"


def texts() -> dict[str, str]:
    """All fixed texts that reports are made of, by where they stand."""
    said = {file.name: file.read_text(encoding="utf-8") for file in TEMPLATES.glob("*.j2")}
    book = tomllib.loads(files("scanner").joinpath("remedies.toml").read_text("utf-8"))
    advice = [step for part in ("before", "where", "also", "last") for entry in book[part] for step in entry["steps"]]
    said["remedies"] = "\n".join([*advice, *book["closing"].values()])
    said["signatures"] = "\n".join(step for record in load().records for step in record.remedy.steps)
    known = [*REASONS.values(), *(reason(f"http_{code}") for code in (401, 403, 404, 410, 429, 500))]
    said["reasons"] = "\n".join(f"{entry.what}. {entry.advice}" for entry in known)
    return said


@pytest.mark.parametrize("place", texts())
def test_every_command_that_is_named_exists(place: str) -> None:
    assert set(COMMAND.findall(texts()[place])) <= set(cli.commands)


def test_every_option_that_is_named_exists() -> None:
    known = {name for command in cli.commands.values() for option in command.params for name in option.opts}
    named = {option for place in ("remedies", "signatures", "reasons") for option in OPTION.findall(texts()[place])}
    assert named <= known
