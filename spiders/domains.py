"""Which names belong to a site: its domain, as far as nobody else's names are below it. Fetches nothing."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from spiders.addresses import INTERNAL_SUFFIXES, is_internal_name, is_name, literal

if TYPE_CHECKING:
    from tldextract import TLDExtract

RESERVED = ("example", "invalid", "alt", "onion", "example.com", "example.net", "example.org")
"""For documentation, or outside the DNS: nobody's site stands there (RFC 2606, 6761, 7686, 9476)."""


def is_public_name(host: str) -> bool:
    """Whether the public DNS may know `host`: it is a name, below a public suffix, and not reserved for other uses."""
    if not is_name(host) or literal(host) is not None or is_internal_name(host):
        return False
    reserved = any(host == suffix or host.endswith(f".{suffix}") for suffix in (*RESERVED, *INTERNAL_SUFFIXES))
    return not reserved and bool(_suffixes()(host).top_domain_under_public_suffix)


def domain_of(host: str, hosts: Iterable[str]) -> str:
    """The domain of a site on `host`, "" for what has none; `hosts` are all hosts of the site, without ports.

    It is the registered one if the site stands right there, or at its `www.`: other customers' names may be below the
    registered domain of the agency that hosts `clinic.agency.example`. Then the site's own name is all that is its own.
    """
    domain = registered(host)
    if not domain:
        return host if is_name(host) and "." in host and literal(host) is None else ""
    return domain if {domain, f"www.{domain}"} & {*hosts, host} else host.removeprefix("www.")


def registered(host: str) -> str:
    """The domain that somebody registered and `host` belongs to, "" for an address, a word or a public suffix."""
    if literal(host) is not None or not is_name(host) or "." not in host:
        return ""
    parts = _suffixes()(host)
    return parts.top_domain_under_public_suffix if parts.suffix else ".".join(host.split(".")[-2:])


def is_below(name: str, domain: str) -> bool:
    """Whether `name` is `domain` or below it."""
    return name == domain or name.endswith(f".{domain}")


@cache
def _suffixes() -> "TLDExtract":
    """The list of public suffixes that comes with the library: those of companies count, too (`clinic.wixsite.com`)."""
    from tldextract import TLDExtract

    return TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)
