"""What a mail server says, and what goes wrong on the way to it, as errors that name the thing and one next step."""

import socket
import ssl
from collections.abc import Callable
from smtplib import SMTPResponseException, SMTPServerDisconnected
from typing import Any

from reports.clean import one_line
from scanner.errors import MailError
from unembed.posting.server import Security, Server

LONGEST = 200
"""Characters of a server's answer that are repeated."""

NOTHING = "nothing was sent"
LATER = "the same command in some minutes; many servers let unknown senders wait"

_OTHER_NAME = (62, 64)
_OUT_OF_DATE = 10
"""Codes of OpenSSL for a certificate of another host or address, and for one that has expired."""


class PassingError(MailError):
    """An error that may be gone in a moment: a temporary refusal, or a connection that was lost."""


def error(code: int, what: str, thing: str, hint: str) -> MailError:
    """The error of a reply; one in the four hundreds may be gone in a moment, or in some minutes."""
    said = f"{thing} ({NOTHING})"
    return PassingError(what, said, LATER) if 400 <= code < 500 else MailError(what, said, hint)


def reply(code: int, text: bytes | str) -> str:
    """A reply on one line, cut, without anything that could harm a terminal."""
    said = one_line(text.decode("utf-8", "replace") if isinstance(text, bytes) else text)
    return f"{code} {said[:LONGEST]}".strip()


def greeting(server: Server, code: int, text: bytes | str) -> MailError:
    """The server did not greet, or spoke no SMTP."""
    if code < 0:
        return MailError("this is no mail server", str(server), "--smtp-host and --smtp-port as your provider says")
    hint = "--smtp-host as your mail provider says"
    return error(code, "the mail server is not at your service", f"{server}: {reply(code, text)}", hint)


def encryption(server: Server, code: int, text: bytes | str) -> MailError:
    """The server does not begin to encrypt."""
    return error(code, "the mail server does not encrypt", f"{server}: {reply(code, text)}", "--tls tls, on port 465")


def no_encryption(server: Server) -> MailError:
    """STARTTLS is not offered, or somebody on the way took the offer out."""
    thing = f"{server} offers no STARTTLS ({NOTHING})"
    return MailError("the mail server does not encrypt", thing, "--tls tls, on port 465")


def open_way(server: Server) -> MailError:
    """Without encryption out of this machine."""
    hint = "--tls starttls; --allow-unencrypted sends it nevertheless, without login"
    return MailError("the mail could be read on its way", f"{server} with --tls none ({NOTHING})", hint)


def login(server: Server, user: str, code: int, text: bytes | str) -> MailError:
    """Wrong user or password, or none of them is taken."""
    hint = "check --smtp-user and the password; many providers want one made for programs (app password)"
    return error(code, "the mail server refuses the login", f"{user} at {server}: {reply(code, text)}", hint)


def no_login(server: Server, offered: str) -> MailError:
    """No way to log in that is known here."""
    thing = f"{server} offers {one_line(offered)[:LONGEST] or 'none'}, not PLAIN or LOGIN ({NOTHING})"
    return MailError("no way to log in at the mail server", thing, "the server that your provider names for programs")


def sender(address: str, code: int, text: bytes | str) -> MailError:
    """The server does not take mails from this address, or none without login."""
    if code == 530:
        thing = reply(code, text)
        return error(code, "the mail server wants a login", thing, "--smtp-user, and UNEMBED_SMTP_PASSWORD")
    hint = "--from with an address that may send there"
    return error(code, "the mail server refuses the sender", f"{address}: {reply(code, text)}", hint)


def recipients(refused: dict[str, tuple[int, bytes]]) -> MailError:
    """Those that the server does not take; one that it will never take decides."""
    said = "; ".join(f"{address}: {reply(*answer)}" for address, answer in refused.items())
    code = max(code for code, _ in refused.values())
    if code == 530:
        return sender("", *next(answer for answer in refused.values() if answer[0] == 530))
    what = "the mail server refuses a recipient" if len(refused) == 1 else "the mail server refuses recipients"
    return error(code, what, said, "check the address, or send without it")


def size(server: Server, octets: int, most: int) -> MailError:
    """The server said beforehand that the mail is too large."""
    thing = f"{octets:,} bytes; {server} takes {most:,} ({NOTHING})"
    return MailError("the mail is too large", thing, "send report.html another way, as by a link to a shared folder")


def content(server: Server, octets: int, code: int, text: bytes | str) -> MailError:
    """The server does not take the mail itself."""
    if code == 552:
        hint = "send report.html another way, as by a link to a shared folder"
        return error(code, "the mail is too large", f"{octets:,} bytes: {reply(code, text)}", hint)
    hint = "ask whoever runs the mail server"
    return error(code, "the mail server refuses the mail", f"{server}: {reply(code, text)}", hint)


def lost(server: Server, problem: OSError) -> MailError:
    """What a connection that broke, or never came about, means."""
    if isinstance(problem, SMTPServerDisconnected) and isinstance(problem.__context__, TimeoutError):
        problem = problem.__context__
    return next(explain(server, problem) for kind, explain in _PROBLEMS if isinstance(problem, kind))


def _hung_up(server: Server, problem: Any) -> MailError:
    return PassingError("the mail server hung up", f"{server} ({_known(problem)})", "later, or another --tls")


def _refused(server: Server, problem: SMTPResponseException) -> MailError:
    return greeting(server, problem.smtp_code, problem.smtp_error)


def _untrusted(server: Server, problem: ssl.SSLCertVerificationError) -> MailError:
    thing = f"{server} ({one_line(problem.verify_message)[:LONGEST].rstrip('.')})"
    if problem.verify_code in _OTHER_NAME:
        hint = "--smtp-host with the name in the certificate"
    elif problem.verify_code == _OUT_OF_DATE:
        hint = "ask whoever runs the mail server for a new one"
    else:
        hint = "if the authority is your own, its certificate in SSL_CERT_FILE"
    return MailError("the certificate of the mail server cannot be trusted", thing, hint)


def _unencrypted(server: Server, problem: ssl.SSLError) -> MailError:
    other = Security.TLS if server.security is Security.STARTTLS else Security.STARTTLS
    thing = f"{server} with --tls {server.security} ({(problem.reason or 'broken').replace('_', ' ').lower()})"
    return MailError("no encrypted connection to the mail server", thing, f"--tls {other}, and its port")


def _unknown(server: Server, problem: socket.gaierror) -> MailError:  # noqa: ARG001 - all are called alike
    return MailError("no such mail server", server.host, "--smtp-host as your mail provider says")


def _late(server: Server, problem: TimeoutError) -> MailError:  # noqa: ARG001 - all are called alike
    hint = "later; a server that encrypts from the start (port 465) wants --tls tls"
    return MailError("the mail server does not answer in time", f"{server}, {server.timeout:g} s", hint)


def _closed(server: Server, problem: ConnectionRefusedError) -> MailError:
    hint = "--smtp-host, --smtp-port and --tls as your mail provider says"
    return MailError("the mail server does not answer", f"{server}: {_known(problem)}", hint)


def _unreachable(server: Server, problem: Any) -> MailError:
    return MailError("no connection to the mail server", f"{server}: {_known(problem)}", "check the network")


_PROBLEMS: tuple[tuple[type[Exception], Callable[[Server, Any], MailError]], ...] = (
    (SMTPServerDisconnected, _hung_up),
    (SMTPResponseException, _refused),
    (ssl.SSLCertVerificationError, _untrusted),
    (ssl.SSLError, _unencrypted),
    (socket.gaierror, _unknown),
    (TimeoutError, _late),
    (ConnectionRefusedError, _closed),
    (ConnectionError, _hung_up),
    (Exception, _unreachable),
)
"""Some are subclasses of others, so that the order counts."""


def _known(problem: OSError) -> str:
    return one_line(problem.strerror or str(problem))[:LONGEST].lower()
