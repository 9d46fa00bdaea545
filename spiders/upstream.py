"""The user's own HTTP proxy, through which everything has to go in some networks."""

from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from scanner.errors import UsageError
from spiders.addresses import is_name, literal, plain_host


@dataclass(frozen=True, slots=True)
class Upstream:
    """The user's own HTTP proxy. `authorization` is the value of its Proxy-Authorization header, or ""."""

    host: str
    port: int
    authorization: str = ""

    @property
    def address(self) -> str:
        """As in `http://proxy.example:3128`."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


def parse_upstream(text: str) -> Upstream:
    """`http://[USER:PASSWORD@]HOST[:PORT]`; the scheme, and port 80, may be left out.

    UsageError: it is not of that form, or a proxy of another kind.
    """
    full = text if "://" in text else f"http://{text}"
    try:
        parts = urlsplit(full)
        port = parts.port or 80
    except ValueError as error:
        raise _unusable(text) from error
    host = plain_host(parts.hostname or "")
    if parts.scheme != "http" or not (literal(host) or is_name(host)) or parts.path.strip("/") or parts.query:
        raise _unusable(text)
    authorization = ""
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        authorization = "Basic " + b64encode(pair.encode()).decode("ascii")
    return Upstream(host, port, authorization)


def _unusable(text: str) -> UsageError:
    shown = text.rsplit("@", 1)[-1]
    return UsageError("cannot use this --proxy", shown, "write http://HOST:PORT or http://USER:PASSWORD@HOST:PORT")
