"""A mail from arguments to the server's answer: shown, asked about, handed over."""

import re
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import click

from reports.clean import visible
from reports.envelope import Address, Envelope, address
from reports.json import load
from reports.mail import LARGEST, Mail, example, mail
from reports.mail_text import plain
from reports.pictures import read
from scanner.errors import UsageError
from scanner.urls import parse
from unembed.commands.outputs import to_stderr, to_stdout
from unembed.posting.password import password
from unembed.posting.server import PORTS, Login, Security, Server

MANY = 10
"""More recipients than that have to be meant: with --yes."""

MOST = 100
"""Recipients of one mail."""

_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*|\[[0-9a-f:.]+\]")
_PORT = re.compile(r"[^:]+:\d+")


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who sends to whom, as the user wrote it."""

    to: tuple[str, ...]
    cc: tuple[str, ...]
    sender: str | None
    reply_to: str | None


@dataclass(frozen=True, slots=True)
class Way:
    """How it is sent, by option name."""

    smtp_host: str | None
    smtp_port: int | None
    tls: str
    allow_unencrypted: bool
    smtp_user: str | None
    smtp_timeout: float
    retry_wait: float
    yes: bool
    dry_run: bool


def run(scan: Path, final_date: date | None, people: Recipients, way: Way) -> int:
    """Show the mail on a scan, ask, and send it; with --dry-run show it whole and send nothing."""
    envelope = enveloped(people, way)
    file = scan / "scan.json" if scan.is_dir() else scan
    result = load(file)
    photos = read(result, file.parent)
    made = mail(result, final_date, envelope, example(result, photos), photos=photos)
    host = server_name(way)
    if not made.attached:
        to_stderr(f"warning: the report is left out: with it, the mail would have more than {LARGEST // 1_000_000} MB")
    if way.dry_run:
        to_stdout(f"{summary(made, envelope, host, way)}\n\n{plain(made.letter)}".rstrip("\n"))
        return 0
    server = mail_server(host, way)
    if not way.yes:
        ask(summary(made, envelope, host, way), envelope)
    from unembed.posting.post import post

    answer = post(made.wire, envelope.sender.mailbox, envelope.recipients, server, wait=way.retry_wait, tell=to_stderr)
    number = len(envelope.recipients)
    to_stdout(f"sent to {number} {'recipient' if number == 1 else 'recipients'}: {envelope.identifier} ({answer})")
    return 0


def enveloped(people: Recipients, way: Way) -> Envelope:
    """Who the mail is from and for. Raises UsageError for what is no address, for no sender, and for too many."""
    if not people.to:
        raise UsageError("nobody to send to", "no --to", "--to owner@clinic.example")
    user = way.smtp_user if way.smtp_user and "@" in way.smtp_user else None
    if not people.sender and not user:
        raise UsageError("no sender", "no --from", "--from you@agency.example")
    sender = address(people.sender or user or "")
    envelope = Envelope(
        sender,
        tuple(address(text) for text in people.to),
        f"<{uuid4().hex}@{sender.domain}>",
        datetime.now(UTC),
        tuple(address(text) for text in people.cc),
        address(people.reply_to) if people.reply_to else None,
    )
    number = len(envelope.recipients)
    if number > MOST:
        raise UsageError("too many recipients", f"{number:,}", f"{MOST} at most, in one mail")
    if number > MANY and not (way.yes or way.dry_run):
        raise UsageError("many recipients", f"{number}, more than {MANY}", "--yes if all of them are meant")
    return envelope


def server_name(way: Way) -> str:
    """The host that was named; "" if none was, which only a dry run may. Raises UsageError."""
    if not way.smtp_host:
        if way.dry_run:
            return ""
        raise UsageError("no mail server", "no --smtp-host", "--smtp-host smtp.agency.example, as your provider says")
    if _PORT.fullmatch(way.smtp_host):
        raise UsageError(
            "a port in the name of the mail server", way.smtp_host, "--smtp-host without, --smtp-port for it"
        )
    text = f"[{way.smtp_host}]" if way.smtp_host.count(":") > 1 and "[" not in way.smtp_host else way.smtp_host
    parsed = parse(f"https://{text}/")
    if parsed is None or parsed.href != f"https://{parsed.netloc}/" or not _HOST.fullmatch(parsed.netloc):
        raise UsageError("not the name of a mail server", way.smtp_host, "a name such as smtp.agency.example")
    return parsed.netloc.removeprefix("[").removesuffix("]")


def mail_server(host: str, way: Way) -> Server:
    """The server with all that is needed to reach it. Raises MailError without a password for a login."""
    security = Security(way.tls)
    login = Login(way.smtp_user, password(host, way.smtp_user)) if way.smtp_user else None
    port = way.smtp_port or PORTS[security]
    return Server(host, port, security, login, way.smtp_timeout, way.allow_unencrypted)


def summary(made: Mail, envelope: Envelope, host: str, way: Way) -> str:
    """What is sent to whom, and by which way."""
    port = way.smtp_port or PORTS[Security(way.tls)]
    attached = "with the report attached" if made.attached else "without the report, which is too large"
    rows = (
        ("From", str(envelope.sender)),
        ("To", listed(envelope.to)),
        ("Cc", listed(envelope.cc)),
        ("Reply-To", str(envelope.reply_to or "")),
        ("Subject", made.letter.subject),
        ("Size", f"{len(made.wire) / 1000:,.0f} kB, {attached}"),
        ("Server", f"{host}, port {port}, {way.tls}{f', as {way.smtp_user}' if way.smtp_user else ''}" if host else ""),
    )
    return "\n".join(visible(f"{name:<9} {value}") for name, value in rows if value)


def listed(addresses: tuple[Address, ...]) -> str:
    """Addresses side by side."""
    return ", ".join(map(str, addresses))


def ask(said: str, envelope: Envelope) -> None:
    """Show what is sent and ask. Raises Abort upon a no, UsageError where nobody can answer."""
    if not sys.stdin.isatty():
        raise UsageError(
            "nobody to ask", "stdin is no terminal", "--yes sends without asking, --dry-run shows the mail"
        )
    to_stderr(said)
    number = len(envelope.recipients)
    who = envelope.recipients[0] if number == 1 else f"these {number} recipients"
    click.confirm(f"Send it to {who}?", abort=True, err=True)
