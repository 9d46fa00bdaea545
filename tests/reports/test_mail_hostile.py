"""Whatever stands in a scan, a mail on it has no header, part, element or address of the web's making."""

import email
import re
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given, settings

from reports.mail import mail, styled
from reports.mail_text import plain
from tests.reports.document import elements, skeleton
from tests.reports.scans import FINAL_DATE
from tests.reports.test_injection import ANY_TEXT, CORPUS, PILE, UNSEEN, filled
from tests.reports.test_mail import ENVELOPE, many, tree

HOSTILE = (
    *CORPUS,
    "x\r\nBcc: victim@evil.test",
    "x\nContent-Type: text/html\n\n<b>",
    "=?utf-8?q?x=0D=0ABcc=3A_victim=40evil.test?=",
    "=?utf-8?b?DQpCY2M6IHZpY3RpbUBldmlsLnRlc3Q=?= " * 30,
    "--=_unembed_0_=--",
    "\r\n--=_unembed_1_=\r\nContent-Type: text/html\r\n\r\n<script>",
    ".\r\n.\r\nQUIT\r\n",
    "x" * 2000,
    "&" * 5000,
    "\U0001d4b3" * 5000,
    "<i>" * 2000,
)
HEADERS = ("From", "To", "Cc", "Reply-To", "Message-ID", "Subject", "Auto-Submitted", "MIME-Version", "Content-Type")


def check(payload: str) -> None:
    scan = filled(payload)
    made = mail(scan, FINAL_DATE, ENVELOPE)
    message = email.message_from_bytes(made.wire, policy=default)
    assert isinstance(message, EmailMessage)
    assert sorted(message.keys()) == sorted((*HEADERS, "Date"))
    report = ("text/html",) if made.attached else ()
    assert made.attached or len(payload) >= 5000
    assert tree(message) == ("multipart/mixed", ("multipart/alternative", "text/plain", "text/html"), *report)
    assert made.wire.isascii()
    assert max(map(len, made.wire.split(b"\r\n"))) <= 78
    assert b"\n" not in made.wire.replace(b"\r\n", b"")
    for part in message.iter_attachments():
        assert re.fullmatch(r"removal-report-[a-z0-9.-]{1,60}\.html", part.get_filename() or "")
    (said,) = email.message_from_bytes(made.wire).get_all("Subject", [])
    subject = str(make_header(decode_header(said.replace("\r\n", ""))))
    assert not re.search(r"[\r\n]", subject)
    assert len(subject) < 300
    page, text = styled(made.letter), plain(made.letter)
    for shown in (subject, page, text):
        assert shown.encode()
        assert not UNSEEN.search(shown)
        assert not PILE.search(shown)
    assert len(page.encode()) < 90_000
    assert not elements(page, "//a | //img | //script | //link | //form | //iframe | //svg")


@pytest.mark.parametrize("payload", HOSTILE)
def test_mail_has_no_header_part_or_element_of_the_webs_making(payload: str) -> None:
    check(payload)
    harmless = "x" if payload.strip() else payload
    assert skeleton(styled(mail(filled(payload)).letter)) == skeleton(styled(mail(filled(harmless)).letter))


@settings(max_examples=25, deadline=None)
@given(ANY_TEXT.map(lambda tail: "x" + tail))
def test_any_text_stays_text(payload: str) -> None:
    check(payload)


@pytest.mark.parametrize("payload", ["&" * 5000, "\U0001d4b3" * 5000, "<i>" * 2000])
def test_400_things_with_hostile_names_stay_small(payload: str) -> None:
    scan = many(400)
    found = tuple(
        replace(one, title=payload, placement=replace(one.placement, pages=(f"https://a.test/{index}{payload}",)))
        for index, one in enumerate(scan.findings)
    )
    assert len(styled(mail(replace(scan, findings=found)).letter).encode()) < 90_000
