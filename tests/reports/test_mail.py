"""The mail as a mail program reads it: its parts, its words, its size."""

import email
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses
from typing import Any

import pytest

from reports import letter as words
from reports.envelope import Address, Envelope, address
from reports.html import render as html
from reports.letter import MOST
from reports.mail import LARGEST_PICTURE, MOST_PICTURES, Mail, Picture, mail, render, styled
from reports.mail_text import plain
from scanner.errors import UsageError
from scanner.model import Kind, PlacementType, State
from scanner.scan import Placement, Scan
from scanner.signatures import load
from tests.reports.document import elements
from tests.reports.scans import FINAL_DATE, MEDSPA, SCANS

DATES: dict[str, date | None] = {"medspa": FINAL_DATE, "clear": None, "blocked": FINAL_DATE}
PICTURE = Picture(
    b"\xff\xd8\xff\xe0 a picture \xff\xd9",
    "The chat bubble on the home page, outlined in red in its surroundings", 1080, 640,
    "For example, outlined in red: the chat bubble, on the home page",
)  # fmt: skip
ENVELOPE = Envelope(
    Address("reports@agency.example", "Agency, Müller & Söhne"),
    (Address("owner@clinic.example", "Dr. Ünal"), Address("desk@clinic.example")),
    "<0123456789abcdef@agency.example>",
    datetime(2026, 10, 24, 9, 0, tzinfo=UTC),
    (Address("web@agency.example"), Address("owner@clinic.example")),
    Address("hello@agency.example"),
)


def read(made: Mail) -> EmailMessage:
    message = email.message_from_bytes(made.wire, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def tree(part: Any) -> Any:
    """The types of a message and its parts; every part must be in good order."""
    assert part.defects == []
    kind = part.get_content_type()
    return (kind, *map(tree, part.iter_parts())) if part.is_multipart() else kind


def many(number: int) -> Scan:
    """A scan with so many things, half of them in pages that show two."""
    first = MEDSPA.findings[0]
    found = tuple(
        replace(
            first,
            ref=f"R-{index}",
            fingerprint=f"{index:016x}",
            value=f"{index:024x}",
            placement=replace(
                first.placement,
                type=PlacementType.PAGE,
                pages=(f"https://willowmedspa.example/treatments/a-page-with-a-long-name/{index // 2}/",),
            ),
        )
        for index in range(1, number + 1)
    )
    return replace(MEDSPA, findings=found)


@pytest.mark.parametrize("name", SCANS)
def test_mail_is_as_expected(name: str, golden: Callable[[str, str], str]) -> None:
    made = mail(SCANS[name], DATES[name])
    head = "".join(f"{key}: {value}\n" for key, value in read(made).items())
    for ending, got in (("mail.txt", f"{head}\n{plain(made.letter)}"), ("mail.html", styled(made.letter) + "\n")):
        assert got == golden(f"{name}.{ending}", got)


def test_mail_with_a_picture_is_as_expected(golden: Callable[[str, str], str]) -> None:
    got = styled(mail(SCANS["clear"], pictures=(PICTURE,)).letter) + "\n"
    assert got == golden("clear.picture.mail.html", got)


def test_a_draft_holds_both_readings_and_the_report() -> None:
    made = mail(MEDSPA, FINAL_DATE)
    message = read(made)
    assert tree(message) == ("multipart/mixed", ("multipart/alternative", "text/plain", "text/html"), "text/html")
    both, report = message.iter_parts()
    text, page = both.iter_parts()
    assert text.get_content().replace("\r\n", "\n") == plain(made.letter)
    assert page.get_content().replace("\r\n", "\n").rstrip("\n") == styled(made.letter)
    assert (report.get_content_disposition(), report.get_filename()) == (
        "attachment",
        "removal-report-willowmedspa.example.html",
    )
    assert report.get_content().replace("\r\n", "\n").rstrip("\n") == html(MEDSPA, final_date=FINAL_DATE, extras=False)
    assert message["X-Unsent"] == "1"
    assert message["Auto-Submitted"] == "auto-generated"
    assert {"From", "To", "Cc", "Reply-To"}.isdisjoint(message.keys())


def test_the_same_scan_gives_the_same_draft() -> None:
    said = render(MEDSPA, final_date=FINAL_DATE)
    assert said == render(MEDSPA, final_date=FINAL_DATE)
    assert "\n" not in said.replace("\r\n", "")
    assert max(map(len, said.split("\r\n"))) <= 78


def test_a_mail_that_is_sent_says_from_whom_and_for_whom() -> None:
    message = read(mail(MEDSPA, FINAL_DATE, ENVELOPE))
    assert {key: message[key] for key in ("From", "To", "Cc", "Reply-To", "Message-ID", "X-Unsent")} == {
        "From": '"Agency, Müller & Söhne" <reports@agency.example>',
        "To": '"Dr. Ünal" <owner@clinic.example>, desk@clinic.example',
        "Cc": "web@agency.example, owner@clinic.example",
        "Reply-To": "hello@agency.example",
        "Message-ID": "<0123456789abcdef@agency.example>",
        "X-Unsent": None,
    }
    assert message["Date"].datetime == ENVELOPE.date
    assert ENVELOPE.recipients == ("owner@clinic.example", "desk@clinic.example", "web@agency.example")


@pytest.mark.parametrize(
    "name",
    [
        "Praxis, Haut & Laser; Dr. Müller",
        "x" * 80,
        "ü" * 80,
        "皮" * 80,
        'a "b" c\\',
        "a,b@c.example",
        "=?utf-8?q?=0D?=",
    ],
)
def test_names_of_all_shapes_come_back_as_they_went(name: str) -> None:
    to = tuple(Address(f"person-{index}@clinic.example", name) for index in range(30))
    made = mail(MEDSPA, FINAL_DATE, replace(ENVELOPE, to=to))
    (header,) = email.message_from_bytes(made.wire).get_all("To", [])
    back = [(str(make_header(decode_header(said))), mailbox) for said, mailbox in getaddresses([header])]
    assert back == [(name, one.mailbox) for one in to]
    assert max(map(len, made.wire.split(b"\r\n"))) <= 80


def test_pictures_go_beside_the_page_that_shows_them() -> None:
    made = mail(MEDSPA, FINAL_DATE, pictures=(PICTURE,))
    related = ("multipart/related", "text/html", "image/jpeg")
    message = read(made)
    assert tree(message) == ("multipart/mixed", ("multipart/alternative", "text/plain", related), "text/html")
    picture = next(part for part in message.walk() if part.get_content_type() == "image/jpeg")
    assert (picture.get_content(), picture["Content-ID"], picture.get_content_disposition()) == (
        PICTURE.jpeg,
        "<picture-1>",
        "inline",
    )
    (shown,) = elements(styled(made.letter), "//img")
    assert dict(shown.attributes) | {"style": ""} == {
        "src": "cid:picture-1", "alt": PICTURE.alt, "width": "540", "height": "320", "style": "",
    }  # fmt: skip


def test_pictures_are_few_and_small() -> None:
    large = replace(PICTURE, jpeg=b"x" * (LARGEST_PICTURE + 1))
    assert len(mail(MEDSPA, pictures=(large, *(PICTURE,) * 9)).letter.pictures) == MOST_PICTURES


def test_a_mail_on_400_things_stays_small_and_says_what_it_leaves_out() -> None:
    made = mail(many(400), FINAL_DATE)
    page = styled(made.letter)
    assert len(page.encode()) < 90_000
    shown = elements(page, "//td[@class='task']")
    assert len(shown) == MOST
    for said in (page, plain(made.letter)):
        assert "and 360 more in the attached report" in said
        assert len(set(re.findall(r"\bR-\d+", said))) == MOST


def test_a_mail_on_400_things_on_5000_pages_takes_the_report_along() -> None:
    pages = tuple(f"https://willowmedspa.example/treatments/a-page-with-a-long-name/{index}/" for index in range(5000))
    found = tuple(
        replace(one, placement=replace(one.placement, type=PlacementType.SHARED, edit=f"template {index}", pages=where))
        for index, one in enumerate(many(400).findings)
        for where in (pages if index < 5 else pages[index * 12 : index * 12 + 12],)
    )
    made = mail(replace(MEDSPA, findings=found), FINAL_DATE)
    assert made.attached
    assert len(made.wire) < 5_000_000
    assert len(styled(made.letter).encode()) < 90_000
    assert sum(len(spot.tasks) for spot in made.letter.spots) == MOST


def test_a_report_that_is_too_large_is_left_out_and_the_mail_says_so() -> None:
    report = len(html(MEDSPA, final_date=FINAL_DATE).encode())
    whole = mail(MEDSPA, FINAL_DATE)
    assert mail(MEDSPA, FINAL_DATE, largest=len(whole.wire)) == whole
    for largest in (len(whole.wire) - 1, report):
        made = mail(MEDSPA, FINAL_DATE, largest=largest)
        assert (made.attached, tree(read(made))) == (False, ("multipart/mixed", tree(read(whole))[1]))
        assert "It is too large for a mail" in plain(made.letter)
        assert "attached" not in plain(made.letter) + styled(made.letter)


def test_the_owner_reads_no_word_of_the_trade() -> None:
    titles = {record.title: record.kind for record in load().records}
    assert any("script" in title for title in titles), "there is something to leave out"
    found = tuple(
        replace(MEDSPA.findings[0], ref=f"R-{index}", title=title, kind=kind)
        for index, (title, kind) in enumerate(titles.items())
    )
    odd = replace(found[0], kind=Kind.OTHER, title="Frame of a helper script")
    edit = replace(found[0].placement, edit="the script in the header", type=PlacementType.SHARED)
    for findings in (found, (odd,), (replace(found[0], placement=edit),), MEDSPA.findings):
        made = mail(replace(MEDSPA, findings=findings), FINAL_DATE)
        assert not re.search(r"\b(iframes?|frames?|scripts?|DOM)\b", plain(made.letter), re.IGNORECASE)


def test_files_are_named_in_plain_words() -> None:
    where = Placement(PlacementType.FILE, (), "", "", "the script file https://willowmedspa.example/scripts/book.js")
    scan = replace(MEDSPA, findings=(replace(MEDSPA.findings[0], placement=where),))
    assert [spot.title for spot in words.letter(scan).spots] == ["The program file /scripts/book.js"]


def test_what_an_edit_does_is_said_of_all_but_single_pages() -> None:
    effects = [spot.effect for spot in words.letter(many(2)).spots]
    spots = words.letter(MEDSPA).spots
    assert set(effects) == {""}
    assert "1 edit on 1 page" not in [spot.effect for spot in spots]
    assert spots[0].effect.startswith("1 edit removes")


def test_left_overs_are_no_tasks() -> None:
    refs = {task.ref for spot in words.letter(MEDSPA).spots for task in spot.tasks}
    assert refs == {finding.ref for finding in MEDSPA.findings if finding.state is not State.INERT}


@pytest.mark.parametrize(
    ("written", "mailbox", "name"),
    [
        ("owner@clinic.example", "owner@clinic.example", ""),
        (" Front desk <desk@clinic.example> ", "desk@clinic.example", "Front desk"),
        ('"Müller, Haut" <a.b+c@clinic.example>', "a.b+c@clinic.example", "Müller, Haut"),
        ("owner@praxis-müller.example", "owner@xn--praxis-mller-klb.example", ""),
        ("O'Neil@CLINIC.Example", "O'Neil@clinic.example", ""),
    ],
)
def test_addresses_are_understood(written: str, mailbox: str, name: str) -> None:
    assert address(written) == Address(mailbox, name)


@pytest.mark.parametrize(
    "written",
    [
        "", "clinic.example", "@clinic.example", "a@", "a b@clinic.example", "a@b@clinic.example", "a@clinic",
        "a@clinic.example\r\nBcc: x@evil.example", "a@clinic.example\nX: y", "a@clinic.example\0",
        "a\x00@clinic.example",
        "A\r\nBcc: x@evil.example <a@clinic.example>", "\u202eA <a@clinic.example>", "a\u200b@clinic.example",
        "=?utf-8?q?=0D=0ABcc:_x?= <a@clinic.example>", "a@clinic.example, b@clinic.example", "a@[192.0.2.1]",
        "a@192.0.2.1", "a@clinic.example:25", "a@clinic.example/x", "a@clinic.example?x", "a@clinic.example#x",
        "a@x:y@clinic.example", "ü@clinic.example", '"a b"@clinic.example', "a..b@clinic.example", "-x <-",
        "<a@b.example",
        f"{'a' * 65}@clinic.example", f"a@{'b.' * 130}example", "x" * 5000, "a@clinic%2eexample", "a@clinic\\.example",
        "a<b@clinic.example>c",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match="not a mail address"):
        address(written)
