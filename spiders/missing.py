"""What a page asked for and did not get, though it might have brought something onto it."""

from collections.abc import Iterable

from scanner.model import Request
from scanner.urls import parse
from spiders.beacons import is_beacon
from spiders.harmless import is_harmless
from spiders.neterrors import PRIVATE, is_settled
from spiders.reads import ACTION, MEASUREMENT, NOT_NEEDED

RUNS = frozenset(("script", "document"))
ASKED = frozenset(("xhr", "fetch", "eventsource", "websocket"))
ABORTED = "net::ERR_ABORTED"
CONCEALED = ("http_401", "http_403", "http_429", "http_5")
"""How an answer begins that the next visitor may get otherwise; any other is what the site's code reckons with."""


def missing(requests: Iterable[Request], hosts: frozenset[str]) -> tuple[Request, ...]:
    """Those of the requests of a page that leave it partly read; `hosts` are the netlocs in scope.

    Scripts and frames that did not load; and what the site's own code, or anything on the page from the site's own
    hosts, asks for without an answer, or with a method that a scan does not send. Nothing is missed of hosts that are
    known to be harmless, nor by what the page itself forbids.
    """
    return tuple(request for request in requests if _is_missing(request, hosts) and not _is_idle(request, hosts))


def given_up(requests: Iterable[Request], hosts: frozenset[str]) -> tuple[Request, ...]:
    """What the site's own code asked for and gave up: if it was not the page that did, that does not happen twice."""
    return tuple(
        request
        for request in requests
        if request.resource in ASKED and request.detail == ABORTED and _is_own(request.url, hosts)
    )


def why(request: Request) -> str:
    """Why a request got nothing, for people."""
    if request.outcome == "refused" and request.detail != PRIVATE:
        return f"{request.detail}, which a scan does not send"
    return request.detail


def _is_missing(request: Request, hosts: frozenset[str]) -> bool:
    if request.resource in RUNS:
        return _did_not_load(request) or (request.outcome == "refused" and request.detail == PRIVATE)
    if request.resource not in ASKED or not (_is_own(request.url, hosts) or _is_own(request.initiator, hosts)):
        return False
    if request.outcome == "refused":
        return request.detail not in (ACTION, MEASUREMENT, NOT_NEEDED)
    return _did_not_load(request) and (not request.detail.startswith("http_") or request.detail.startswith(CONCEALED))


def _did_not_load(request: Request) -> bool:
    return request.outcome == "failed" and not is_settled(request.detail)


def _is_own(url: str, hosts: frozenset[str]) -> bool:
    address = parse(url)
    return address is not None and address.netloc in hosts


def _is_idle(request: Request, hosts: frozenset[str]) -> bool:
    address = parse(request.url)
    if address is None:
        return True
    return address.netloc not in hosts and (is_beacon(address.host) or is_harmless(address.host, address.path))
