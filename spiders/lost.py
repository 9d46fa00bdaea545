"""Why a start address cannot be read at all, as errors that name the way out."""

from scanner.errors import TargetError
from scanner.model import Hop
from scanner.urls import parse, redact
from spiders.scope import origin


def leads_away(hops: tuple[Hop, ...], netloc: str) -> TargetError:
    """The error for a start address that leads out of the site: to another host, or, without one, to no page at all."""
    begin, scheme = redact(hops[0].url), hops[-1].to.partition(":")[0]
    if not netloc:
        thing = f"{begin} → {scheme}: address"
        return TargetError("the site sends visitors on to no page", thing, "the address of a page of it")
    hint = f"--host {netloc}, if that is the site as well"
    return TargetError("the site sends visitors on to another host", f"{begin} → {netloc}", hint)


def no_proxy(proxy: str, why: str) -> TargetError:
    """The error for a user's proxy that nobody answers."""
    return TargetError("the proxy does not answer", f"{proxy} ({why})", "check --proxy, or leave it out")


def unreachable(url: str, word: str, why: str) -> TargetError:
    """The error for a start address that nobody answers."""
    address = parse(url)
    place, host = (origin(address), address.netloc) if address else (url, url)
    instead = ", or try http://" if place.startswith("https:") else " and the port"
    what, hint = {
        "dns": ("no such host", "check the spelling of the address"),
        "refused": ("the host does not answer", f"check the address{instead}"),
        "tls": ("no secure connection to the host", f"check the address{instead}"),
        "blocked_by_policy": ("the host has a private address", f"--host {host}, if that is the site"),
    }[word]
    if word == "tls" and "certificate" in why:
        what, hint = "the certificate of the site cannot be trusted", "--insecure reads it anyway"
    return TargetError(what, f"{place} ({why})", hint)
