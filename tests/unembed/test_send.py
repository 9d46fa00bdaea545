"""Sending as a user does it: the real command line, a real mail server with TLS and login, and all its refusals."""

import email
import os
import pty
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from email.policy import default
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from reports.json import render as to_json
from reports.letter import letter
from scanner.scan import Scan
from tests.reports.scans import FINAL_DATE, MEDSPA
from tests.reports.test_injection import filled
from tests.unembed.mail_server import PASSWORD, USER, Inbox, Said, certified, listening, mail_server, trusted
from tests.unembed.running import ROOT, Run, error
from unembed.posting import refusals

TO = ("--to", "owner@clinic.example")
FROM = ("--from", "Agency, Müller <reports@agency.example>")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    folder = tmp_path / "work"
    folder.mkdir()
    put(folder, MEDSPA)
    return Run(folder)


def put(folder: Path, scan: Scan) -> None:
    (folder / "scan.json").write_text(to_json(scan))


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def port(inbox: Inbox) -> Iterator[int]:
    """A server with STARTTLS, under the name localhost."""
    with mail_server(inbox, starttls=certified("localhost")) as number:
        yield number


def send(
    run: Run, port: int, *arguments: str, to: tuple[str, ...] = TO, **variables: str
) -> subprocess.CompletedProcess[str]:
    """`unembed send` with what every test needs; it asks nobody and waits for nothing."""
    return run(
        "send", ".", *FROM, *to, "--yes", "--retry-wait", "0", "--smtp-host", "localhost", "--smtp-port", str(port),
        *arguments, most_bytes=None, **(trusted(run.folder) | variables),
    )  # fmt: skip


def test_a_mail_arrives_as_it_was_made(run: Run, inbox: Inbox, port: int) -> None:
    done = send(
        run, port, "--cc", "web@agency.example", "--reply-to", "hello@agency.example", "--final-date", "2026-11-30"
    )
    assert (done.returncode, done.stderr) == (0, "")
    (arrived,) = inbox.mails
    assert inbox.encrypted
    assert (arrived.mail_from, arrived.rcpt_tos) == (
        "reports@agency.example",
        ["owner@clinic.example", "web@agency.example"],
    )
    assert isinstance(arrived.content, bytes)
    message = email.message_from_bytes(arrived.content, policy=default)
    assert message["From"] == '"Agency, Müller" <reports@agency.example>'
    assert (message["To"], message["Cc"]) == ("owner@clinic.example", "web@agency.example")
    assert message["Reply-To"] == "hello@agency.example"
    assert message["Subject"] == letter(MEDSPA, FINAL_DATE).subject
    assert re.fullmatch(r"<[0-9a-f]{32}@agency\.example>", message["Message-ID"])
    assert done.stdout == f"sent to 2 recipients: {message['Message-ID']} (250 2.0.0 queued as 4711)\n"
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/html",
    ]  # fmt: skip


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_the_password_comes_from_the_environment(run: Run, inbox: Inbox, mechanism: str) -> None:
    other = {"PLAIN": "LOGIN", "LOGIN": "PLAIN"}[mechanism]
    settings: dict[str, Any] = {"auth_required": True, "auth_exclude_mechanism": [other]}
    with mail_server(inbox, starttls=certified("localhost"), **settings) as port:
        done = send(run, port, "--smtp-user", USER, UNEMBED_SMTP_PASSWORD=PASSWORD)
    assert (done.returncode, done.stderr, inbox.logins) == (0, "", [(USER, PASSWORD)])
    assert len(inbox.mails) == 1


def test_the_password_comes_from_the_keyring(run: Run, inbox: Inbox, tmp_path: Path) -> None:
    package = tmp_path / "packages" / "keyring"
    package.mkdir(parents=True)
    (package / "errors.py").write_text("class KeyringError(Exception): pass\n")
    (package / "__init__.py").write_text(
        "from keyring.errors import KeyringError\n"
        "def get_password(service, user):\n"
        "    if user == 'shut': raise KeyringError('the user closed it')\n"
        f"    return {PASSWORD!r} if (service, user) == ('unembed:localhost', {USER!r}) else None\n"
    )
    path = f"{ROOT}{os.pathsep}{package.parent}"
    with mail_server(inbox, starttls=certified("localhost"), auth_required=True) as port:
        assert send(run, port, "--smtp-user", USER, PYTHONPATH=path).returncode == 0
        shut = send(run, port, "--smtp-user", "shut", PYTHONPATH=path)
        nobody = send(run, port, "--smtp-user", "nobody", PYTHONPATH=path)
    assert inbox.logins == [(USER, PASSWORD)]
    assert error(shut) == (
        "error: the keyring cannot be opened: the user closed it\n  try: unlock it, or set UNEMBED_SMTP_PASSWORD\n"
    )
    assert error(nobody) == (
        "error: no password for the mail server: nobody at localhost\n"
        "  try: set UNEMBED_SMTP_PASSWORD, or keep it with: keyring set unembed:localhost nobody\n"
    )


def test_without_the_keyring_package_it_says_what_to_install(run: Run, inbox: Inbox, port: int, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text('import sys\nsys.modules["keyring"] = None\n')
    done = send(run, port, "--smtp-user", USER, PYTHONPATH=f"{ROOT}{os.pathsep}{tmp_path}")
    assert error(done) == (
        f"error: no password for the mail server: {USER} at localhost\n"
        "  try: set UNEMBED_SMTP_PASSWORD, or install unembed[keyring] to keep it in the system's keyring\n"
    )
    assert inbox.connections == 0


def test_tls_from_the_start(run: Run, inbox: Inbox) -> None:
    with mail_server(inbox, tls=certified("localhost")) as port:
        assert send(run, port, "--tls", "tls").returncode == 0
    assert len(inbox.mails) == 1


def test_without_encryption_only_on_this_machine(run: Run, inbox: Inbox) -> None:
    with mail_server(inbox, auth_require_tls=False) as port:
        assert send(run, port, "--tls", "none").returncode == 0
        assert send(run, port, "--tls", "none", "--smtp-user", USER, UNEMBED_SMTP_PASSWORD=PASSWORD).returncode == 0
    assert len(inbox.mails) == 2


ANSWERED = {
    "RCPT 550": (
        {"RCPT": ["250 OK", "550 5.1.1 no such user"]},
        "the mail server refuses a recipient: web@agency.example: 550 5.1.1 no such user (nothing was sent)",
        "check the address, or send without it",
    ),
    "RCPT 550, 553": (
        {"RCPT": ["550 no such user", "553 nor such a one"]},
        "the mail server refuses recipients: owner@clinic.example: 550 no such user; web@agency.example: "
        "553 nor such a one (nothing was sent)",
        "check the address, or send without it",
    ),
    "MAIL 553": (
        {"MAIL": ["553 5.7.1 not your address"]},
        "the mail server refuses the sender: reports@agency.example: 553 5.7.1 not your address (nothing was sent)",
        "--from with an address that may send there",
    ),
    "MAIL 552": (
        {"MAIL": ["552 too big"]},
        "the mail is too large: 171,000 bytes: 552 too big (nothing was sent)",
        "send report.html another way, as by a link to a shared folder",
    ),
    "DATA 552": (
        {"DATA": ["552 5.3.4 message size exceeds fixed limit"]},
        "the mail is too large: 171,000 bytes: 552 5.3.4 message size exceeds fixed limit (nothing was sent)",
        "send report.html another way, as by a link to a shared folder",
    ),
    "DATA 554": (
        {"DATA": ["554 5.7.1 looks like \x1b[31mspam"]},
        "the mail server refuses the mail: localhost:25: 554 5.7.1 looks like \\x1b[31mspam (nothing was sent)",
        "ask whoever runs the mail server",
    ),
}


@pytest.mark.parametrize("name", ANSWERED)
def test_each_refusal_is_one_clear_error(run: Run, name: str) -> None:
    answers, what, hint = ANSWERED[name]
    inbox = Inbox(answers)
    with mail_server(inbox, starttls=certified("localhost")) as port:
        done = send(run, port, "--cc", "web@agency.example")
    said = re.sub(r"\b1\d\d,\d\d\d bytes", "171,000 bytes", error(done)).replace(f":{port}", ":25")
    assert said == f"error: {what}\n  try: {hint}\n"
    assert (inbox.mails, inbox.connections) == ([], 1)


@pytest.mark.parametrize(
    ("command", "answer"),
    [("MAIL", "451 4.3.0 later"), ("RCPT", "451 4.7.1 greylisted"), ("DATA", "452 4.3.1 full"), ("DATA", "hang up")],
)
def test_a_temporary_refusal_is_tried_once_more(run: Run, command: str, answer: str) -> None:
    inbox = Inbox({command: [answer]})
    with mail_server(inbox, starttls=certified("localhost")) as port:
        done = send(run, port)
    assert (done.returncode, len(inbox.mails), inbox.connections) == (0, 1, 2), done.stderr
    assert re.fullmatch(r"the mail server .*; once more in 0 s\n", done.stderr)
    inbox = Inbox({command: [answer, answer]})
    with mail_server(inbox, starttls=certified("localhost")) as port:
        done = send(run, port)
    assert (done.returncode, inbox.mails, inbox.connections) == (2, [], 2)
    hint = "later, or another --tls" if answer == "hang up" else refusals.LATER
    assert re.fullmatch(rf"the mail server .*\nerror: the mail server .*\n  try: {hint}\n", done.stderr)


def test_a_wrong_password_is_named_and_not_shown(run: Run, inbox: Inbox) -> None:
    with mail_server(inbox, starttls=certified("localhost"), auth_required=True) as port:
        wrong = send(run, port, "--smtp-user", USER, UNEMBED_SMTP_PASSWORD=PASSWORD[:-1])
        missing = send(run, port)
    assert PASSWORD[:-1] not in wrong.stderr
    assert error(wrong).replace(f":{port}", "") == (
        f"error: the mail server refuses the login: {USER} at localhost: 535 5.7.8 Authentication credentials invalid "
        "(nothing was sent)\n"
        "  try: check --smtp-user and the password; many providers want one made for programs (app password)\n"
    )
    assert error(missing) == (
        "error: the mail server wants a login: 530 5.7.0 Authentication required (nothing was sent)\n"
        "  try: --smtp-user, and UNEMBED_SMTP_PASSWORD\n"
    )


def test_a_server_without_login_is_named(run: Run, inbox: Inbox) -> None:
    settings: dict[str, Any] = {"auth_exclude_mechanism": ["PLAIN", "LOGIN"]}
    with mail_server(inbox, starttls=certified("localhost"), **settings) as port:
        done = send(run, port, "--smtp-user", USER, UNEMBED_SMTP_PASSWORD=PASSWORD)
    assert error(done).startswith("error: no way to log in at the mail server: localhost:")
    assert inbox.logins == []


def test_a_mail_that_is_too_large_is_not_even_offered(run: Run, inbox: Inbox) -> None:
    with mail_server(inbox, starttls=certified("localhost"), data_size_limit=5000) as port:
        done = send(run, port)
    assert re.match(
        r"error: the mail is too large: 1\d\d,\d{3} bytes; localhost:\d+ takes 5,000 \(nothing", error(done)
    )
    assert inbox.connections == 0


def test_a_certificate_that_cannot_be_trusted_is_named(run: Run, inbox: Inbox, port: int) -> None:
    stranger = send(run, port, SSL_CERT_FILE=os.devnull)
    with mail_server(inbox, starttls=certified("elsewhere.example")) as number:
        other = send(run, number)
    with mail_server(inbox, tls=certified("elsewhere.example")) as number:
        tls = send(run, number, "--tls", "tls")
    with mail_server(inbox, starttls=certified("localhost", not_after=datetime(2026, 1, 2, tzinfo=UTC))) as number:
        old = send(run, number)
    name = "--smtp-host with the name in the certificate"
    for done, why, hint in (
        (stranger, "unable to get local issuer", "if the authority is your own, its certificate in SSL_CERT_FILE"),
        (other, "Hostname mismatch", name),
        (tls, "Hostname mismatch", name),
        (old, "certificate has expired", "ask whoever runs the mail server for a new one"),
    ):
        assert error(done).startswith("error: the certificate of the mail server cannot be trusted: localhost:")
        assert why in done.stderr
        assert done.stderr.endswith(f"\n  try: {hint}\n")
    assert (inbox.mails, inbox.connections) == ([], 0)


def test_a_server_that_does_not_encrypt_gets_nothing(run: Run, inbox: Inbox) -> None:
    with mail_server(inbox) as port:
        plain = send(run, port)
        tls = send(run, port, "--tls", "tls")
    assert error(plain).startswith(f"error: the mail server does not encrypt: localhost:{port} offers no STARTTLS")
    assert error(tls).startswith(
        f"error: no encrypted connection to the mail server: localhost:{port} with --tls tls ("
    )
    assert (inbox.mails, inbox.connections) == ([], 0)


@pytest.mark.parametrize(
    ("greeting", "what"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "this is no mail server"),
        (b"554 5.7.1 not from here\r\n", "the mail server is not at your service"),
        (b"", "the mail server does not answer in time"),
        (b"220 hello\r\n", "the mail server does not answer in time"),
        (b"220 " + b"x" * 100_000 + b"\r\n", "the mail server is not at your service"),
    ],
)
def test_what_is_no_mail_server_is_named(run: Run, greeting: bytes, what: str) -> None:
    with listening(partial(Said, greeting)) as port:
        done = send(run, port, "--smtp-timeout", "1")
    assert error(done).startswith(f"error: {what}: localhost:{port}")


def test_a_server_that_is_not_there_is_named(run: Run) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        closed_port = holder.getsockname()[1]
        done = send(run, closed_port)
    assert error(done).startswith(
        f"error: the mail server does not answer: localhost:{closed_port}: connection refused\n"
    )
    done = send(run, 25, "--smtp-host", "mail.invalid")
    assert error(done) == ("error: no such mail server: mail.invalid\n  try: --smtp-host as your mail provider says\n")


WRONG = {
    "nobody": ((), "nobody to send to: no --to"),
    "address": (("--to", "owner"), "not a mail address: owner"),
    "header": (("--to", "a@clinic.example\r\nBcc: b@evil.test"), "not a mail address: a@clinic.example"),
    "copy": ((*TO, "--cc", "\u202ea@clinic.example"), "not a mail address: "),
    "reply": ((*TO, "--reply-to", "x"), "not a mail address: x"),
    "host": ((*TO, "--smtp-host", "a b"), "not the name of a mail server: a b"),
    "port": ((*TO, "--smtp-host", "smtp.example:25"), "a port in the name of the mail server: smtp.example:25"),
    "endless host": ((*TO, "--smtp-host", "x" * 300), "not the name of a mail server: xxx"),
    "empty label": ((*TO, "--smtp-host", "smtp..example"), "not the name of a mail server: smtp..example"),
    "too many": (tuple(x for i in range(101) for x in ("--to", f"a{i}@clinic.example")), "too many recipients: 101"),
    "password": ((*TO, "--smtp-user", USER), f"no password for the mail server: {USER} at localhost"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_use_is_named_before_anybody_is_asked(run: Run, inbox: Inbox, port: int, name: str) -> None:
    arguments, what = WRONG[name]
    assert error(send(run, port, *arguments, to=())).startswith(f"error: {what}")
    assert inbox.connections == 0


def test_nothing_is_sent_without_a_yes(run: Run, inbox: Inbox, port: int) -> None:
    command = ("send", ".", *FROM, *TO, "--smtp-host", "localhost", "--smtp-port", str(port))
    assert error(run(*command)) == (
        "error: nobody to ask: stdin is no terminal\n  try: --yes sends without asking, --dry-run shows the mail\n"
    )
    many = tuple(x for i in range(11) for x in ("--to", f"a{i}@clinic.example"))
    assert error(run(*command, *many)).startswith("error: many recipients: 12, more than 10\n  try: --yes")
    assert inbox.connections == 0


@pytest.mark.parametrize(("answer", "code", "sent"), [("y", 0, 1), ("n", 130, 0), ("", 130, 0)])
def test_on_a_terminal_it_shows_and_asks(run: Run, inbox: Inbox, port: int, answer: str, code: int, sent: int) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    command = [
        sys.executable,
        "-m",
        "unembed",
        "send",
        ".",
        *FROM,
        *TO,
        "--smtp-host",
        "localhost",
        "--smtp-port",
        str(port),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **trusted(run.folder)}
    done = subprocess.run(
        command, stdin=theirs, cwd=run.folder, env=environment, capture_output=True, text=True, timeout=60
    )
    os.close(ours)
    os.close(theirs)
    assert (done.returncode, len(inbox.mails)) == (code, sent), done.stderr
    size = re.search(r"Size +(\d+) kB, with the report attached", done.stderr)
    assert size is not None
    assert 90 < int(size[1]) < 400
    for row in (
        "From      Agency, Müller <reports@agency.example>",
        "To        owner@clinic.example",
        f"Subject   {letter(MEDSPA).subject}",
        f"Server    localhost, port {port}, starttls",
    ):
        assert f"{row}\n" in done.stderr
    assert "Send it to owner@clinic.example? [y/N]" in done.stderr


def test_a_dry_run_shows_the_mail_and_sends_nothing(run: Run, inbox: Inbox, port: int) -> None:
    done = send(run, port, "--dry-run", "--smtp-user", USER)
    assert (done.returncode, done.stderr, inbox.connections) == (0, "", 0)
    head, _, text = done.stdout.partition("\n\n")
    assert head.splitlines()[:2] == [
        "From      Agency, Müller <reports@agency.example>",
        "To        owner@clinic.example",
    ]
    assert text.startswith("willowmedspa.example: removal report, 24 October 2026\n")
    assert run("send", ".", *FROM, *TO, "--dry-run").returncode == 0


@pytest.mark.parametrize(
    "payload",
    ["x\r\n.\r\nQUIT\r\nBcc: a@evil.test", "=?utf-8?q?=0D=0ABcc=3A_a=40evil.test?=", "\u202e\x00\ud800", "." * 3000],
)
def test_a_hostile_scan_cannot_break_the_sending(run: Run, inbox: Inbox, port: int, payload: str) -> None:
    put(run.folder, filled(payload))
    done = send(run, port, "--to", "owner@praxis-müller.example")
    assert (done.returncode, done.stderr) == (0, "")
    (arrived,) = inbox.mails
    assert arrived.rcpt_tos == ["owner@clinic.example", "owner@xn--praxis-mller-klb.example"]
    assert isinstance(arrived.content, bytes)
    message = email.message_from_bytes(arrived.content, policy=default)
    assert message["Bcc"] is None
    assert [part.defects for part in message.walk()] == [[]] * 5


def test_settings_come_from_variables_and_the_file(run: Run, inbox: Inbox, port: int) -> None:
    (run.folder / "unembed.toml").write_text(
        f'to = "owner@clinic.example"\nfrom = "reports@agency.example"\nsmtp-port = {port}\nfinal-date = 2026-11-30\n'
        "max-pages = 10\nretry-wait = 0\n"
    )
    variables = {"UNEMBED_CC": "Web desk <web@agency.example>\ntwo@agency.example", "UNEMBED_SMTP_HOST": "localhost"}
    done = run("send", ".", "--yes", most_bytes=None, **variables, **trusted(run.folder))
    assert (done.returncode, done.stderr) == (0, "")
    (arrived,) = inbox.mails
    assert arrived.rcpt_tos == ["owner@clinic.example", "web@agency.example", "two@agency.example"]
    assert isinstance(arrived.content, bytes)
    assert b"before 30" in arrived.content.partition(b"\r\n\r\n")[0]
    (run.folder / "unembed.toml").write_text("yes = true\n")
    assert error(run("send", ".", *FROM, *TO)).startswith("error: unknown setting: yes in unembed.toml\n")


def test_a_report_that_is_too_large_is_left_out_with_a_warning(run: Run, inbox: Inbox, port: int) -> None:
    put(run.folder, filled("\U0001d4b3" * 5000))
    done = send(run, port, "--dry-run")
    assert (done.returncode, done.stderr) == (
        0,
        "warning: the report is left out: with it, the mail would have more than 15 MB\n",
    )
    assert "without the report, which is too large" in done.stdout
    written = run("report", ".", "-f", "eml=mail.eml")
    assert (written.returncode, written.stderr) == (
        0,
        "warning: mail.eml is without the report: both would have more than 15 MB\n",
    )
    assert (run.folder / "mail.eml").stat().st_size < 500_000
