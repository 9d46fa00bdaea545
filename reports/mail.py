"""mail.eml: a whole message with the short of the report, as plain text and with styles, and the report attached.

Without an envelope it is a draft: `X-Unsent: 1` lets mail programs open it for writing. The same scan gives the same
draft, byte for byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from reports import headers, html, verdict, words
from reports import pictures as photographs
from reports.clean import valid
from reports.environment import environment
from reports.letter import Letter, Shown, letter, short, site
from reports.mail_text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from email.message import EmailMessage

    from css_inline import CSSInliner
    from jinja2 import Environment

    from reports.envelope import Envelope
    from scanner.scan import Scan

LARGEST = 15_000_000
"""Bytes of a message; one that would have more goes without the report."""

MOST_PICTURES = 6
LARGEST_PICTURE = 150_000
WIDEST = 540
"""Pixels of a picture as it is shown."""

_FILE_NAME = re.compile(r"[^a-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG, what it shows, its size in pixels, and what stands below it."""

    jpeg: bytes
    alt: str
    width: int
    height: int
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """A message as it goes over the wire, and the words in it; `attached` tells whether the report is in it."""

    wire: bytes
    letter: Letter
    attached: bool


def render(scan: Scan, *, final_date: date | None = None, pictures: photographs.Pictures = photographs.NONE) -> str:
    """The draft of the mail on `scan`, in ASCII, with lines that end in CR and LF."""
    return mail(scan, final_date, None, example(scan, pictures), photos=pictures).wire.decode("ascii")


def mail(
    scan: Scan,
    final_date: date | None = None,
    envelope: Envelope | None = None,
    pictures: tuple[Picture, ...] = (),
    largest: int = LARGEST,
    photos: photographs.Pictures = photographs.NONE,
) -> Mail:
    """The mail on `scan`: a draft, or as it goes to those of `envelope`; of `pictures` those that are small enough.

    The attached report has the `photos`. Where the whole would have more than `largest` bytes, it is attached without
    them; where that is still too much, it is left out, and the mail says so.
    """
    shown = tuple(one for one in pictures if len(one.jpeg) <= LARGEST_PICTURE)[:MOST_PICTURES]
    for found in (photos, photographs.NONE) if photos else (photos,):
        report = html.render(scan, final_date=final_date, extras=False, pictures=found)
        if len(report) <= largest * 3 // 4:  # in base64, four letters hold three bytes
            whole = _made(scan, final_date, envelope, shown, report)
            if len(whole.wire) <= largest:
                return whole
    return _made(scan, final_date, envelope, shown, None)


def example(scan: Scan, photos: photographs.Pictures) -> tuple[Picture, ...]:
    """The picture that the owner sees in the report too, with the words that it has there; none if there is none."""
    findings = verdict.todo(scan)
    best = photographs.example(findings, photographs.figures(findings, photos))
    if best is None or best.shown is None:
        return ()
    page = html.short(best.page, scan)
    where = "the home page" if page == "Home page" else page
    alt = f"{words.sentence(best.words)} on {where}, outlined in red in its surroundings"
    caption = f"For example, outlined in red: {best.words}, on {where}"
    return (Picture(best.shown.data, alt, best.shown.width, best.shown.height, caption),)


def lacks_report(draft: str) -> bool:
    """Whether the report was too large to go with `draft`."""
    return 'filename="removal-report-' not in draft


def styled(said: Letter) -> str:
    """`said` as HTML with its styles in the elements, where every mail program looks for them."""
    page = _environment().get_template("mail.html.j2").render(letter=said)
    return _inliner().inline(page)


def _made(
    scan: Scan,
    final_date: date | None,
    envelope: Envelope | None,
    pictures: tuple[Picture, ...],
    report: str | None,
) -> Mail:
    said = letter(scan, final_date, attached=report is not None, pictures=_shown(pictures))
    message = _message(said, pictures)
    if report is not None:
        name = f"removal-report-{_FILE_NAME.sub('-', site(scan).lower())[:60].strip('.-') or 'site'}.html"
        message.add_attachment(report, subtype="html", cte="base64", filename=name)
    _set_boundaries(message)
    head = "".join(_headers(said, scan, envelope)).encode("ascii")
    return Mail(head + message.as_bytes(), said, report is not None)


def _message(said: Letter, pictures: tuple[Picture, ...]) -> EmailMessage:
    from email.message import EmailMessage
    from email.policy import SMTP

    message = EmailMessage(policy=SMTP)
    message.set_content(plain(said), cte="quoted-printable")
    message.add_alternative(styled(said), subtype="html", cte="quoted-printable")
    *_, page = message.iter_parts()
    for shown, picture in zip(said.pictures, pictures, strict=True):
        page.add_related(
            picture.jpeg, "image", "jpeg", cid=f"<{shown.cid}>", disposition="inline", filename=f"{shown.cid}.jpg"
        )
    message.make_mixed()
    return message


def _headers(said: Letter, scan: Scan, envelope: Envelope | None) -> Iterator[str]:
    from email.utils import format_datetime

    if envelope is None:
        yield headers.text("X-Unsent", "1")
        yield headers.text("Message-ID", f"<{_digest(scan)}@draft.unembed.invalid>")
        date = words.moment(scan.finished)
    else:
        yield headers.mailboxes("From", (envelope.sender,))
        yield headers.mailboxes("To", envelope.to)
        if envelope.cc:
            yield headers.mailboxes("Cc", envelope.cc)
        if envelope.reply_to is not None:
            yield headers.mailboxes("Reply-To", (envelope.reply_to,))
        yield headers.text("Message-ID", envelope.identifier)
        date = envelope.date
    if date is not None:
        yield headers.text("Date", format_datetime(date))
    yield headers.text("Subject", said.subject)
    yield headers.text("Auto-Submitted", "auto-generated")


def _shown(pictures: tuple[Picture, ...]) -> tuple[Shown, ...]:
    return tuple(_shown_as(number, picture) for number, picture in enumerate(pictures, 1))


def _shown_as(number: int, picture: Picture) -> Shown:
    """A picture with double the points that it is shown with, as sharp screens want it, no wider than the mail."""
    width = min(picture.width, WIDEST)
    height = max(round(picture.height * width / picture.width), 1)
    return Shown(f"picture-{number}", short(picture.alt), width, height, short(picture.caption))


def _set_boundaries(message: EmailMessage) -> None:
    """Boundaries that are the same each time; `=_` stands in no part, all being in quoted-printable or base64."""
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_unembed_{number}_=")


def _digest(scan: Scan) -> str:
    from hashlib import sha256

    told = (*scan.target.hosts, scan.started, scan.finished, *(finding.fingerprint for finding in scan.findings))
    return sha256(valid("\n".join(told)).encode()).hexdigest()[:32]


@cache
def _environment() -> Environment:
    return environment()


@cache
def _inliner() -> CSSInliner:
    from css_inline import CSSInliner

    return CSSInliner(load_remote_stylesheets=False)
