"""What the browser's proxy did not let through or could not get: the words for it, the answers, the counts."""

import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass

REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """How HTTP says it: the status, and the error type of RFC 9209."""

    status: str
    error: str


# by reason word
POLICY = {
    "private-address": Answer("403 Forbidden", "destination_ip_prohibited"),
    "beacon": Answer("403 Forbidden", "http_request_denied"),
    "method": Answer("405 Method Not Allowed", "http_request_denied"),
    "upgrade": Answer("403 Forbidden", "http_request_denied"),
    "malformed": Answer("400 Bad Request", "http_request_error"),
    "credentials": Answer("407 Proxy Authentication Required", "http_request_denied"),
    "too-large": Answer("502 Bad Gateway", "http_response_body_size"),
    "headers-too-large": Answer("502 Bad Gateway", "http_response_header_section_size"),
    "too-many": Answer("503 Service Unavailable", "connection_limit_reached"),
}
NETWORK = {
    "dns": Answer("502 Bad Gateway", "dns_error"),
    "refused": Answer("502 Bad Gateway", "connection_refused"),
    "timeout": Answer("504 Gateway Timeout", "connection_timeout"),
    "protocol": Answer("502 Bad Gateway", "http_protocol_error"),
    "truncated": Answer("502 Bad Gateway", "http_response_incomplete"),
}


class Ended(Exception):  # noqa: N818 - says what became of the request
    """A request of the browser cannot go on, for `reason`: a key of `POLICY` or `NETWORK`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Incident:
    """`place` (a netloc) was not reached, or not wholly, for `reason`, at this time of the monotonic clock."""

    place: str
    reason: str
    at: float


class Ledger:
    """`refused` counts by reason what the policy did not allow, `failed` what the network did not give.

    `refusals` holds the last of what the policy did not allow.
    """

    def __init__(self, on_refused: Callable[[Incident], None]) -> None:
        self.refused: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.refusals: deque[Incident] = deque(maxlen=REMEMBERED)
        self._on_refused = on_refused
        self._last: dict[str, Incident] = {}

    def note(self, place: str, reason: str) -> None:
        """Enter an incident."""
        incident = Incident(place, reason, time.monotonic())
        self._last.pop(place, None)
        self._last[place] = incident
        if len(self._last) > REMEMBERED:
            del self._last[next(iter(self._last))]
        if reason in NETWORK:
            self.failed[reason] += 1
            return
        self.refused[reason] += 1
        self.refusals.append(incident)
        self._on_refused(incident)

    def reason(self, place: str, since: float) -> str:
        """The word for the last incident at a netloc; "" if there was none since then on the monotonic clock."""
        incident = self._last.get(place)
        return incident.reason if incident is not None and incident.at >= since else ""


def answer(reason: str, *, keep: bool) -> bytes:
    """The proxy's own answer to a request that ended for `reason`, whole; Proxy-Status repeats the word."""
    meant = (POLICY | NETWORK)[reason]
    text = f"unembed: {reason}\n"
    lines = [
        f"HTTP/1.1 {meant.status}",
        "Content-Type: text/plain; charset=utf-8",
        f"Content-Length: {len(text)}",
        "Cache-Control: no-store",
        f'Proxy-Status: unembed; error={meant.error}; details="{reason}"',
    ]
    if reason == "credentials":
        lines.append('Proxy-Authenticate: Basic realm="unembed"')
    if reason == "method":
        lines.append("Allow: GET, HEAD")
    if not keep:
        lines.append("Connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n" + text).encode("ascii")
