"""The conversation with the mail server, command by command: all recipients get the mail, or nobody does."""

import smtplib
import ssl
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address

from scanner.errors import MailError
from unembed.posting import refusals
from unembed.posting.refusals import PassingError
from unembed.posting.server import Security, Server


def post(
    wire: bytes,
    sender: str,
    recipients: tuple[str, ...],
    server: Server,
    *,
    wait: float,
    tell: Callable[[str], None],
) -> str:
    """Hand the message `wire` over to `server` and return what it answered.

    After a temporary refusal, or when the connection is lost, it is tried once more, `wait` seconds later; `tell` says
    so. A server that hangs up while it takes the mail in may then have it twice, with the same Message-ID. Raises
    MailError.
    """
    try:
        return _hand_over(wire, sender, recipients, server)
    except PassingError as error:
        tell(f"{error}; once more in {wait:g} s")
    time.sleep(wait)
    return _hand_over(wire, sender, recipients, server)


def _hand_over(wire: bytes, sender: str, recipients: tuple[str, ...], server: Server) -> str:
    with _connected(server) as connection:
        _log_in(connection, server)
        _envelope(connection, server, sender, recipients, len(wire))
        try:
            code, text = connection.data(wire)
        except smtplib.SMTPDataError as error:
            raise refusals.content(server, len(wire), error.smtp_code, error.smtp_error) from error
        if code != 250:
            raise refusals.content(server, len(wire), code, text)
        return refusals.reply(code, text)


@contextmanager
def _connected(server: Server) -> Iterator[smtplib.SMTP]:
    """A connection that is encrypted as asked for, and greeted. Raises MailError for all that is not a refusal."""
    connection: smtplib.SMTP | None = None
    try:
        context = ssl.create_default_context()
        if server.security is Security.TLS:
            connection = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=context)
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
        _greet(connection, server, context)
        try:
            yield connection
        except MailError:
            _leave(connection)
            raise
        _leave(connection)
    except (OSError, smtplib.SMTPException) as error:
        raise refusals.lost(server, error) from error
    finally:
        if connection is not None:
            connection.close()


def _leave(connection: smtplib.SMTP) -> None:
    """Say good-bye; what is said by then counts, whether or not the server hears it."""
    with suppress(OSError, smtplib.SMTPException):
        connection.quit()


def _greet(connection: smtplib.SMTP, server: Server, context: ssl.SSLContext) -> None:
    may_be_open = server.security is not Security.NONE or (server.may_be_open and server.login is None)
    if not may_be_open and not _stays_here(connection):
        raise refusals.open_way(server)
    connection.ehlo_or_helo_if_needed()
    if server.security is Security.STARTTLS:
        if not connection.has_extn("starttls"):
            raise refusals.no_encryption(server)
        try:
            connection.starttls(context=context)
        except smtplib.SMTPResponseException as error:
            raise refusals.encryption(server, error.smtp_code, error.smtp_error) from error
        connection.ehlo_or_helo_if_needed()


def _stays_here(connection: smtplib.SMTP) -> bool:
    return connection.sock is not None and ip_address(connection.sock.getpeername()[0]).is_loopback


def _log_in(connection: smtplib.SMTP, server: Server) -> None:
    """Log in with PLAIN or LOGIN, which the encryption keeps secret."""
    if server.login is None:
        return
    user, password = server.login.user.encode(), server.login.password.encode()
    offered = connection.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in offered:
        code, text = connection.docmd("AUTH", "PLAIN " + _encoded(b"\0%b\0%b" % (user, password)))
    elif "LOGIN" in offered:
        code, text = connection.docmd("AUTH", "LOGIN")
        for word in (user, password):
            if code == 334:
                code, text = connection.docmd(_encoded(word))
    else:
        raise refusals.no_login(server, " ".join(offered))
    if code != 235:
        raise refusals.login(server, server.login.user, code, text)


def _encoded(secret: bytes) -> str:
    return b64encode(secret).decode("ascii")


def _envelope(connection: smtplib.SMTP, server: Server, sender: str, recipients: tuple[str, ...], octets: int) -> None:
    options = []
    if connection.has_extn("size"):
        most = connection.esmtp_features["size"].strip()
        if most.isascii() and most.isdecimal() and 0 < int(most[:18]) < octets:
            raise refusals.size(server, octets, int(most[:18]))
        options.append(f"size={octets}")
    code, text = connection.mail(sender, options)
    if code == 552:
        raise refusals.content(server, octets, code, text)
    if code != 250:
        raise refusals.sender(sender, code, text)
    refused = {}
    for recipient in recipients:
        code, text = connection.rcpt(recipient)
        if code not in (250, 251):
            refused[recipient] = (code, text)
        if code == 421:
            break
    if refused:
        raise refusals.recipients(refused)
