"""Why a request got no answer, as a reason word and the exact circumstance."""

from collections.abc import Iterator

from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectError, ConnectionClosed, UserError
from twisted.python.failure import Failure

from spiders.bodies import MAX_BODY

UNREACHABLE = frozenset({"dns", "refused", "tls", "blocked_by_policy"})
NO_ANSWER = frozenset({"dns", "refused", "tls", "timeout", "protocol"})
TRANSIENT = frozenset({"refused", "timeout", "protocol", "truncated"})

_REASONS = (
    ((CannotResolveHostError,), "dns", "the name has no address"),
    ((DownloadTimeoutError, UserError), "timeout", "no complete answer in time"),
    ((DownloadConnectionRefusedError,), "refused", "connection refused"),
    ((ConnectError,), "refused", ""),
    ((DownloadCancelledError,), "too_large", f"more than {MAX_BODY} bytes"),
    ((ResponseDataLossError,), "truncated", "the connection ended before the answer did"),
)
FAILURES = (
    *(CannotResolveHostError, DownloadCancelledError, DownloadConnectionRefusedError, DownloadFailedError),
    *(DownloadTimeoutError, ResponseDataLossError, UnsupportedURLSchemeError, TunnelError, ConnectError),
    *(ConnectionClosed, OSError),
)
"""What a download handler raises."""

TLS_MODULES = ("OpenSSL", "service_identity", "twisted.internet._sslverify")


def reason(error: BaseException, refusal: str = "") -> tuple[str, str]:
    """The reason word for a failed request, and why; `refusal` is why our own policy refused to connect, if it did."""
    if refusal:
        return "blocked_by_policy", refusal
    causes = tuple(_causes(error))
    for cause in causes:
        if type(cause).__module__.startswith(TLS_MODULES):
            return "tls", _tls(cause)
    for kinds, word, why in _REASONS:
        if isinstance(error, kinds):
            return word, why or _first_words(error)
    if isinstance(causes[-1], ConnectionClosed):
        return "protocol", "the connection was closed before an answer came"
    return "protocol", _first_words(causes[-1])


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and everything that led to it; Twisted keeps its causes in lists of failures."""
    waiting: list[object] = [error]
    met: set[int] = set()
    while waiting:
        cause = waiting.pop(0)
        if isinstance(cause, Failure):
            cause = cause.value
        if not isinstance(cause, BaseException) or id(cause) in met:
            continue
        met.add(id(cause))
        yield cause
        waiting += (cause.__cause__, *getattr(cause, "reasons", ()))


def _tls(error: BaseException) -> str:
    """What OpenSSL says: it hands over a list of (library, function, reason)."""
    details = error.args[0] if error.args else ""
    if isinstance(details, list):
        said = ", ".join(str(entry[-1]) for entry in details if isinstance(entry, tuple) and entry)
        return said or "the certificate is for another host"
    return "the certificate is for another host" if "Verification" in type(error).__name__ else _first_words(error)


def _first_words(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}"[:200].rstrip(": ")


class Refused(IgnoreRequest):
    """A request that is not sent: the reason word and the exact circumstance."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
