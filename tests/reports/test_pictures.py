"""Pictures in reports: those that are there, with words that say what they show, and never too many to mail."""

import email
import email.policy
import os
import re
from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from reports import document, pictures, verdict
from reports.html import render
from reports.json import render as to_json
from reports.mail import example, mail
from reports.pictures import Picture, figures, read
from scanner.model import Act, Kind, Opener
from scanner.scan import OPENER, THING, Scan
from scanner.subjects import MOST, pictured
from tests.reports.document import elements
from tests.reports.scans import MEDSPA, SITE
from unembed.cli import cli

SMALL = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgy"
    "PC4zNDL/wAALCAACAAMBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAABv/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8Af//Z"
)
"""A JPEG, three pixels wide and two high."""


def with_pictures(*refs: str, outlined: str = THING) -> Scan:
    """MEDSPA, of which these findings have pictures."""
    taken = {
        one.ref: (f"pictures/{one.ref}.jpg", one.evidence[0].page, outlined)
        for one in MEDSPA.findings
        if one.ref in refs
    }
    return replace(MEDSPA, findings=pictured(MEDSPA.findings, taken))


def kept(folder: Path, *refs: str) -> Path:
    """A folder with pictures of these."""
    (folder / "pictures").mkdir()
    for ref in refs:
        (folder / "pictures" / f"{ref}.jpg").write_bytes(SMALL)
    return folder


def test_a_picture_stands_with_its_task_and_says_what_it_shows(tmp_path: Path) -> None:
    scan = with_pictures("R-01")
    page = document("html", scan, pictures=read(scan, kept(tmp_path, "R-01")))
    (image,) = elements(page, "//article[@id='R-01']//img")
    assert image["src"].startswith("data:image/jpeg;base64,")
    assert b64decode(image["src"].partition(",")[2]) == SMALL
    assert (image["width"], image["height"]) == ("3", "2")
    assert image["alt"] == "The chat bubble on the home page, outlined in red in its surroundings"
    assert elements(page, "//article[not(@id='R-01')]//img") == ()
    assert len(elements(page, "//section//img")) == 2
    assert len(elements(page, "//figure[contains(@class, 'example')]//img")) == 1


def test_an_opener_is_called_so() -> None:
    (first, *others) = with_pictures("R-01", outlined=OPENER).findings
    waiting = replace(first, opener=Opener(Act.CLICK, "Chat <b>now</b>", "a"))
    made = figures((waiting, *others), {"pictures/R-01.jpg": Picture(SMALL, 3, 2)})
    assert made["R-01"].words == "what opens the chat bubble, ‘Chat <b>now</b>’"
    page = render(replace(MEDSPA, findings=(waiting, *others)), pictures={"pictures/R-01.jpg": Picture(SMALL, 3, 2)})
    assert "<b>now</b>" not in page


def test_a_scan_without_its_pictures_makes_the_same_report_as_one_that_never_had_any(tmp_path: Path) -> None:
    scan = with_pictures("R-01", "R-02")
    assert document("html", scan, pictures=read(scan, tmp_path)) == render(MEDSPA)


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg onload=alert(1)>", SMALL[:-2], SMALL + b"<script>", b"\xff\xd8\xff\xd9", SMALL * 20_000],
)
def test_what_is_no_picture_is_left_out(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "R-01.jpg").write_bytes(content)
    assert read(with_pictures("R-01"), tmp_path) == {}


@pytest.mark.parametrize(
    "path", ["../R-01.jpg", "/etc/passwd", "pictures/../R-01.jpg", "pictures/R-01.jpg\n", "R-01.jpg"]
)
def test_nothing_but_the_pictures_of_a_scan_is_read(path: str, tmp_path: Path) -> None:
    kept(tmp_path, "R-01")
    (tmp_path / "R-01.jpg").write_bytes(SMALL)
    scan = replace(
        MEDSPA, findings=pictured(MEDSPA.findings, {"R-01": (path, MEDSPA.findings[0].evidence[0].page, THING)})
    )
    assert read(scan, tmp_path) == {}


def test_a_link_to_another_file_and_a_pipe_are_no_pictures(tmp_path: Path) -> None:
    folder = kept(tmp_path)
    (tmp_path / "other.jpg").write_bytes(SMALL)
    (folder / "pictures" / "R-01.jpg").symlink_to(tmp_path / "other.jpg")
    os.mkfifo(folder / "pictures" / "R-02.jpg")
    assert read(with_pictures("R-01", "R-02"), folder) == {}


def test_what_would_be_too_much_to_mail_stays_in_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    scan = with_pictures("R-01", "R-02", "R-03")
    found = {f"pictures/R-0{n}.jpg": Picture(SMALL, 3, 2) for n in (1, 2, 3)}
    monkeypatch.setattr(pictures, "MOST", len(SMALL) * 4 // 3 * 2)
    page = render(scan, pictures=found)
    assert {one["id"] for one in elements(page, "//article[.//img]")} == {"R-01", "R-02"}
    (told,) = re.findall(r"A picture lies in the file <code>([^<]*)</code> beside scan.json", page)
    assert told == "pictures/R-03.jpg"


def test_a_large_scan_with_large_pictures_makes_a_report_that_can_be_mailed() -> None:
    pages = tuple(f"{SITE}/treatments/number-{number:04d}/" for number in range(5000))
    reach = (1, 3, 50, 5000)
    todo = verdict.todo(MEDSPA)
    large = SMALL[:-2] + b"\0" * (pictures.LARGEST - len(SMALL)) + SMALL[-2:]
    found, shown = [], {}
    for number in range(400):
        one = todo[number % len(todo)]
        path = f"pictures/R-{number + 1:02d}.jpg"
        piece = replace(one.evidence[0], screenshot=path, outlined=THING)
        placement = replace(one.placement, pages=pages[: reach[number % 4]], edit=f"{one.placement.edit} {number}")
        found.append(replace(one, ref=f"R-{number + 1:02d}", placement=placement, evidence=(piece,)))
        if number < MOST:
            shown[path] = Picture(large, 1184, 900)
    page = render(replace(MEDSPA, findings=tuple(found)), pictures=shown)
    assert 5_000_000 < len(page.encode()) < 15_000_000
    assert page.count("data:image/jpeg;base64,") + page.count("A picture lies in the file") == MOST + 1


def test_the_owner_sees_one_thing_to_fill_in_or_none() -> None:
    shown = {f"pictures/{one.ref}.jpg": Picture(SMALL, 3, 2) for one in MEDSPA.findings}
    found = with_pictures(*(one.ref for one in MEDSPA.findings)).findings
    made = figures(found, shown)
    best = pictures.example(found, made)
    forms = [one.ref for one in found if one.kind is Kind.FORM and one.ref in made and one.state.value == "live"]
    assert best is made[forms[0]]
    assert pictures.example(tuple(one for one in found if one.kind is Kind.PHONE), made) is None


def test_the_command_finds_the_pictures_beside_the_scan_and_does_without_them_elsewhere(tmp_path: Path) -> None:
    scan = with_pictures("R-01")
    here, elsewhere = kept(tmp_path, "R-01"), tmp_path / "elsewhere"
    elsewhere.mkdir()
    for folder in (here, elsewhere):
        (folder / "scan.json").write_text(to_json(scan))
    with_them = CliRunner().invoke(cli, ["report", str(here), "-f", "html"]).output
    by_file = CliRunner().invoke(cli, ["report", str(here / "scan.json"), "-f", "html"]).output
    without = CliRunner().invoke(cli, ["report", str(elsewhere), "-f", "html"]).output
    assert ("data:image/jpeg" in with_them, by_file == with_them) == (True, True)
    assert "data:image" not in without


def test_the_mail_shows_the_owners_picture_and_the_attached_report_all(tmp_path: Path) -> None:
    scan = with_pictures("R-01", "R-02")
    found = read(scan, kept(tmp_path, "R-01", "R-02"))
    message = email.message_from_string(document("eml", scan, pictures=found), policy=email.policy.default)
    (inline,) = [part for part in message.walk() if part.get_content_type() == "image/jpeg"]
    (attached,) = message.iter_attachments()
    assert inline.get_content() == SMALL
    assert attached.get_content().splitlines() == render(scan, extras=False, pictures=found).splitlines()
    (shown,) = example(scan, found)
    assert shown.alt == "The chat bubble on the home page, outlined in red in its surroundings"
    assert shown.caption == "For example, outlined in red: the chat bubble, on the home page"
    assert example(scan, {}) == ()


def test_a_mail_that_would_be_too_large_has_the_report_without_pictures() -> None:
    scan = with_pictures("R-01")
    bare = len(mail(MEDSPA).wire)
    large = {"pictures/R-01.jpg": Picture(b"x" * 200_000, 800, 600)}
    made = mail(scan, photos=large, largest=bare + 100_000)
    assert (made.attached, bare - 1000 < len(made.wire) < bare + 1000) == (True, True)
