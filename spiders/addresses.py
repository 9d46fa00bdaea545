"""What an address says about itself: public, or a place where a crawler has no business. Resolves nothing."""

import re
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

GLOBAL_UNICAST = ip_network("2000::/3")
NAT64 = ip_network("64:ff9b::/96")

# Python's `is_global` differs between releases and calls several of these global.
DENIED = tuple(
    ip_network(block)
    for block in (
        "100.64.0.0/10",  # carrier-grade NAT; Alibaba's metadata service
        "168.63.129.16/32",  # Azure's wire server
        "192.0.0.0/24",  # protocol assignments; Oracle's metadata service
        "192.88.99.0/24",  # 6to4 relays
        "2001::/23",  # Teredo, ORCHID and other protocol assignments
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)

INTERNAL_SUFFIXES = (
    # never delegated in the public DNS
    *(
        "localhost",
        "local",
        "localdomain",
        "internal",
        "intranet",
        "lan",
        "home",
        "corp",
        "private",
        "home.arpa",
        "test",
    ),
    # public names that answer with the address written into them, or with loopback
    *("nip.io", "sslip.io", "xip.io", "traefik.me", "localtest.me", "lvh.me", "vcap.me", "lacolhost.com"),
)

# inet_aton also takes trailing words after a space
_NUMBERS = re.compile(r"[0-9a-fx.]+", re.IGNORECASE)
_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")


def is_public(address: str) -> bool:
    """Whether a literal IPv4 or IPv6 address is one of the public internet.

    An IPv4 address carried inside an IPv6 one (v4-mapped, NAT64) is judged itself; 6to4 and Teredo never are public.
    ValueError: `address` is no literal address.
    """
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        ip = _carried(ip) or ip
    if ip.version == 6 and ip not in GLOBAL_UNICAST:
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in block for block in DENIED)


def literal(host: str) -> str | None:
    """The address that `host` spells, or None for a name.

    Also understands what C libraries and browsers take for one: `0x7f000001`, `127.1`, `2130706433`, `0177.0.0.1`.
    """
    try:
        return str(ip_address(host))
    except ValueError:
        pass
    if not _NUMBERS.fullmatch(host):
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


def is_name(host: str) -> bool:
    """Whether `host`, as `plain_host` gives it, is something to ask a resolver for."""
    return len(host) <= 253 and _NAME.fullmatch(host) is not None


def is_internal_name(host: str) -> bool:
    """Whether a lower-case name, by itself, leads inside: a single label, or one of `INTERNAL_SUFFIXES`."""
    return "." not in host or any(host == suffix or host.endswith("." + suffix) for suffix in INTERNAL_SUFFIXES)


def plain_host(host: str) -> str:
    """`host` as names are compared here: lower case, no brackets, no final dot, each foreign label in punycode."""
    name = host.strip("[]").lower().removesuffix(".")
    if name.isascii():
        return name
    return ".".join(
        label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii") for label in name.split(".")
    )


def netloc(host: str, port: int) -> str:
    """`host:port`, the port left out where it is 80 or 443, IPv6 in brackets."""
    shown = f"[{host}]" if ":" in host else host
    return shown if port in (80, 443) else f"{shown}:{port}"


def _carried(ip: IPv6Address) -> IPv4Address | None:
    if ip in NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped
