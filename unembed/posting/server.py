"""The mail server that takes the mail, and the way to it."""

from dataclasses import dataclass, field
from enum import StrEnum


class Security(StrEnum):
    """How the way to the server is encrypted: after a first word in the clear, from the start, or not at all."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
"""Where servers usually listen for it."""


@dataclass(frozen=True, slots=True)
class Login:
    """Who sends; the password is shown nowhere."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Server:
    """`timeout` is in seconds, for each answer; `may_be_open`: go without encryption out of this machine, too."""

    host: str
    port: int
    security: Security
    login: Login | None = None
    timeout: float = 60.0
    may_be_open: bool = False

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
