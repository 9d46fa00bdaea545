"""Steps of the user's own: they go before the built-in ones, and a file that cannot be used says where and why."""

from pathlib import Path

import pytest

from scanner.advice import NAMES, SETTINGS, read
from scanner.errors import FileError
from scanner.model import PlacementType, State
from scanner.platforms import catalogue
from scanner.remedies import Case, remedy
from scanner.scan import Placement
from scanner.signatures import load

FORM = load().by_id("highlevel/form")
HERE = Placement(
    PlacementType.PAGE, ("https://clinic.example/book/",), "wordpress/elementor", "HTML widget 1e17443", "…"
)
OWN = """
[[where]]
setting = ["page"]
steps = ["Open a ticket with the web team: {container} on {page}."]

[[last]]
platform = "wordpress"
kind = ["form"]
steps = ["The web team publishes on Thursdays."]

[[also]]
signature = ["highlevel/form"]
steps = ["Tell the front desk which form is new."]

[[also]]
signature = ["highlevel/chat"]
steps = ["Not for forms."]

[closing]
again = "Say so in the ticket."
"""


def steps(folder: Path, text: str, state: State = State.LIVE) -> tuple[str, ...]:
    (folder / "own.toml").write_text(text)
    case = Case(FORM, state, "page", "", HERE, HERE.pages[0], "AbCdEfGhIjKlMnOpQrSt", "", "")
    return remedy(case, read([folder])).steps


def test_own_steps_go_before_those_of_the_builder(tmp_path: Path) -> None:
    assert steps(tmp_path, OWN) == (
        "Ask the clinic what takes its place, and have that ready before you take anything out.",
        "Keep a copy of what you take out: duplicate the page or paste the old code into a document.",
        "Open a ticket with the web team: HTML widget 1e17443 on https://clinic.example/book/.",
        *FORM.remedy.steps,
        "Tell the front desk which form is new.",
        "The web team publishes on Thursdays.",
        "Look at a page that showed it, in a private window: no gap, no error, and what replaces it works.",
        "Say so in the ticket.",
    )


def test_steps_that_are_whole_take_the_place_of_the_signatures_own(tmp_path: Path) -> None:
    whole = '[[where]]\nsignature = ["highlevel/form"]\nwhole = true\nsteps = ["Call the web team."]\n'
    assert not set(FORM.remedy.steps) & set(steps(tmp_path, whole))
    assert "Call the web team." in steps(tmp_path, whole)


def test_several_files_are_one_book_in_the_order_of_their_names(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text('[[where]]\nsteps = ["B."]\n[closing]\nlook = "Look at B."')
    (tmp_path / "a.toml").write_text('[[where]]\nsteps = ["A."]\n[closing]\nlook = "Look at A."\nagain = "Again A."')
    shelf = read([tmp_path])
    assert [entry.steps for entry in shelf.own.where] == [("A.",), ("B.",)]
    assert (shelf.closing("look"), shelf.closing("again")) == ("Look at B.", "Again A.")
    assert shelf.closing("note").startswith("Nothing breaks here")


def test_a_note_ends_with_own_words_too(tmp_path: Path) -> None:
    assert steps(tmp_path, OWN, State.INERT)[-1] == "Say so in the ticket."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[where]\n", "no TOML: Expected ']]' at the end of an array declaration (at line 1, column 8)"),
        ("[[where]]\nsteps = []\n", "where[0].steps: Expected `array` of length >= 1"),
        ('[[where]]\nstep = ["x"]\n', "where[0].step: unknown key"),
        ('[[there]]\nsteps = ["x"]\n', "there: unknown key"),
        ('[[where]]\nsteps = ["x"]\nsetting = ["attic"]\n', "where[0].setting[0]: Invalid enum value 'attic'"),
        ('[[where]]\nsteps = ["x"]\nkind = ["fax"]\n', "where[0].kind[0]: Invalid enum value 'fax'"),
        (
            '[[last]]\nsteps = ["Go to {where}."]\n',
            "[[last]] 1: {where} is not known (there are {container}, {count}, ",
        ),
        ('[[last]]\nsteps = ["a } b"]\n', "[[last]] 1: Single '}' encountered in format string; a brace that is meant"),
        ('[[last]]\nsteps = ["{page!r:>9}{}"]\n', "[[last]] 1: {} is not known"),
        ('[[where]]\nsteps = ["x"]\nplatform = "wrodpress"\n', "[[where]] 1: no platform wrodpress (there are astro, "),
        ('[closing]\nagain = "{when}"\n', "closing.again: {when} is not known"),
    ],
)
def test_what_cannot_be_used_is_named(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        steps(tmp_path, text)
    assert (caught.value.what, caught.value.hint) == ("wrong steps", "see “Steps of your own” in the README")
    assert caught.value.thing.startswith(f"{tmp_path / 'own.toml'}: {said}")


def test_a_folder_without_steps_and_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no steps in"):
        read([tmp_path])
    with pytest.raises(FileError, match=r"cannot read steps: .*gone\.toml \(No such file or directory\)"):
        read([tmp_path / "gone.toml"])


def test_the_readme_names_all_that_steps_may_say() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    section = readme.partition("### Steps of your own")[2].partition("\n### ")[0]
    assert all(f"`{{{name}}}`" in section for name in NAMES)
    assert all(f"`{setting}`" in section for setting in SETTINGS)
    assert all(slug.partition("/")[0] in section for slug in catalogue().platforms)
