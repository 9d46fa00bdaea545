"""A mail server on loopback that speaks real SMTP, and answers as a test wants it to."""

import asyncio
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from demo.server import authority

USER, PASSWORD = "reports@agency.example", "über geheim 1!"


@dataclass(slots=True)
class Inbox:
    """What arrived; `answers` are given to a command one after the other, then it is answered as usual."""

    answers: Mapping[str, list[str]] = field(default_factory=dict)
    mails: list[Envelope] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    connections: int = 0
    encrypted: bool = False

    def _answer(self, command: str, server: SMTP) -> str | None:
        waiting = self.answers.get(command, [])
        if not waiting:
            return None
        answer = waiting.pop(0)
        if answer == "hang up" and server.transport is not None:
            server.transport.close()
        return answer

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, _: SMTP, session: Session, __: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.encrypted = session.ssl is not None
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, _: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.connections += 1
        if answer := self._answer("MAIL", server):
            return answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _: Session, envelope: Envelope, address: str, __: list[str]
    ) -> str:
        if answer := self._answer("RCPT", server):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802
        if answer := self._answer("DATA", server):
            return answer
        self.mails.append(envelope)
        return "250 2.0.0 queued as 4711"

    def authenticate(self, _: SMTP, __: Session, ___: Envelope, ____: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=self.logins[-1] == (USER, PASSWORD), handled=False)


def certified(*names: str, not_after: datetime | None = None) -> ssl.SSLContext:
    """The server's side of TLS with a certificate of the tests' own authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority().issue_cert(*names, not_after=not_after).configure_cert(context)
    return context


def trusted(folder: Path) -> dict[str, str]:
    """The variables with which a program trusts the tests' own authority."""
    authority().cert_pem.write_to_path(str(folder / "authority.pem"))
    return {"SSL_CERT_FILE": str(folder / "authority.pem")}


@contextmanager
def listening(make: Any, *, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """The port on which what `make` makes listens; with `tls` encrypted from the start."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    started = asyncio.run_coroutine_threadsafe(loop.create_server(make, "127.0.0.1", 0, ssl=tls), loop)
    server = started.result(10)

    async def stop() -> None:
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


@contextmanager
def mail_server(
    inbox: Inbox, *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None, **settings: Any
) -> Iterator[int]:
    """The port of a mail server that puts what it takes into `inbox`."""

    def make() -> SMTP:
        return SMTP(inbox, tls_context=starttls, authenticator=inbox.authenticate, **settings)

    with listening(make, tls=tls) as port:
        yield port


class Said(asyncio.Protocol):
    """Says one thing to whoever connects, and nothing more."""

    def __init__(self, text: bytes) -> None:
        self.text = text

    def connection_made(self, transport: Any) -> None:
        transport.write(self.text)
