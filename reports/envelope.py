"""Who a mail is from and for. Addresses are ASCII, whatever was typed: names of domains as they go over the wire."""

import re
from dataclasses import dataclass
from datetime import datetime

from reports.clean import visible
from scanner.errors import UsageError
from scanner.urls import parse

LONGEST = 254
"""Characters of an address that every mail server takes (RFC 5321)."""

_LONGEST_NAME = 80
_WRITTEN = re.compile(r"(?:(?P<name>[^<>]*)<(?P<named>[^<>]*)>|(?P<bare>[^<>]*))")
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
_DOMAIN = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?|localhost")
_EXAMPLE = "an address such as front-desk@clinic.example, or 'Front desk <front-desk@clinic.example>'"


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox, and the name that goes with it, "" if there is none."""

    mailbox: str
    name: str = ""

    @property
    def domain(self) -> str:
        """What follows the `@`."""
        return self.mailbox.rpartition("@")[2]

    def __str__(self) -> str:
        return f"{self.name} <{self.mailbox}>" if self.name else self.mailbox


@dataclass(frozen=True, slots=True)
class Envelope:
    """What only a mail that is sent has; `identifier` is its Message-ID with the angle brackets."""

    sender: Address
    to: tuple[Address, ...]
    identifier: str
    date: datetime
    cc: tuple[Address, ...] = ()
    reply_to: Address | None = None

    @property
    def recipients(self) -> tuple[str, ...]:
        """The mailboxes that get the mail, each once."""
        return tuple(dict.fromkeys(address.mailbox for address in (*self.to, *self.cc)))


def address(text: str) -> Address:
    """What `name@domain` or `Name <name@domain>` says, the domain as ASCII.

    Raises UsageError for anything else: for control and invisible characters, for letters outside ASCII before the
    `@` and for quoted parts, which many mail servers refuse.
    """
    written = _WRITTEN.fullmatch(text.strip()) if len(text) <= 2 * LONGEST and visible(text) == text else None
    if written is None or not text.strip().isprintable():
        raise UsageError("not a mail address", text[: 2 * LONGEST], _EXAMPLE)
    bare = written["bare"] if written["named"] is None else written["named"]
    local, at, domain = bare.strip().rpartition("@")
    name = " ".join((written["name"] or "").split()).strip('"').strip()
    if not at or not _LOCAL.fullmatch(local) or len(local) > 64 or len(name) > _LONGEST_NAME or "=?" in name:
        raise UsageError("not a mail address", text, _EXAMPLE)
    host = _ascii(domain)
    if not host or len(local) + 1 + len(host) > LONGEST:
        raise UsageError("not a mail address", text, _EXAMPLE)
    return Address(f"{local}@{host}", name)


def _ascii(domain: str) -> str:
    """A domain as it goes over the wire; "" for what is none."""
    if "%" in domain or "\\" in domain:
        return ""
    parsed = parse(f"https://{domain}/")
    if parsed is None or parsed.href != f"https://{parsed.host}/" or not _DOMAIN.fullmatch(parsed.host):
        return ""
    return parsed.host
