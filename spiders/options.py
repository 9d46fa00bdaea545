"""What a user may decide about a crawl."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class RenderMode(StrEnum):
    """`AUTO` renders every page on which something could run; `NEVER` leaves such pages partly read."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Pin:
    """As curl's --resolve, with an optional port behind the address: `host` may be `*`.

    Connections to `host`:`port` go to `address`:`to_port` instead; the pinned host may then have a private address.
    """

    host: str
    port: int
    address: str
    to_port: int


@dataclass(frozen=True, slots=True)
class NameServer:
    """A name server: a literal address and a port."""

    address: str
    port: int = 53

    def __str__(self) -> str:
        host = f"[{self.address}]" if ":" in self.address and self.port != 53 else self.address
        return host if self.port == 53 else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class DnsOptions:
    """What to ask of the DNS: `servers`, or else those that the machine is set up to ask; nobody if not `live`.

    `live` None: as usual, which means nobody if all else goes through a proxy and no server is named. `zones` are zone
    files, which go before what servers say.
    """

    servers: tuple[NameServer, ...] = ()
    zones: tuple[Path, ...] = ()
    live: bool | None = None
    proxied: bool = False

    @property
    def asks(self) -> bool:
        """Whether name servers are asked at all."""
        return bool(self.servers) or not self.proxied if self.live is None else self.live


@dataclass(frozen=True, slots=True)
class Options:
    """Limits and manners of one crawl.

    `rate` is requests a second and host; `headers` and `auth` are sent to hosts in scope only; `crm_hosts` are hosts
    that the user knows to be the CRM's; `workers` is the number of browser pages at once. `allow_unsandboxed_browser`
    lets the browser run without its sandbox where it cannot have one. Without `probe` pages that run in the browser are
    not tried out, and say so. `max_links` are the addresses outside the site of which the end is looked at.
    """

    render: RenderMode = RenderMode.AUTO
    max_pages: int = 5000
    max_depth: int = 15
    max_links: int = 1000
    rate: float = 8.0
    user_agent: str = "unembed/0.1 (site audit for its owner)"
    headers: tuple[tuple[str, str], ...] = ()
    auth: tuple[str, str] | None = None
    proxy: str = ""
    pins: tuple[Pin, ...] = ()
    insecure: bool = False
    crm_hosts: tuple[str, ...] = ()
    browser: Path | None = None
    allow_unsandboxed_browser: bool = False
    workers: int = 4
    probe: bool = True
