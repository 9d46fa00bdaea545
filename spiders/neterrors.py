"""Chromium's and the proxy's words for what went wrong, as reason words, and which of it every visitor meets alike."""

BY_RULE = "rule: "
"""Begins the detail of what a rule of the web stopped in the browser: Content-Security-Policy, CORS, mixed content …"""

TUNNEL_FAILED = "net::ERR_TUNNEL_CONNECTION_FAILED"
"""What Chromium says of everything that the proxy does not connect it to; the proxy knows the reason."""

PRIVATE = "private-address"

NO_SCRIPT = "what came is no script, perhaps an error page"
PLAIN = {"net::ERR_BLOCKED_BY_ORB": NO_SCRIPT}
"""What Chromium's words mean where they do not say it."""

_WORDS = {
    "ERR_NAME_NOT_RESOLVED": "dns",
    "ERR_NAME_RESOLUTION_FAILED": "dns",
    "ERR_ADDRESS_INVALID": "dns",
    "ERR_ADDRESS_UNREACHABLE": "refused",
    "ERR_CONNECTION_FAILED": "refused",
    "ERR_CONNECTION_REFUSED": "refused",
    "ERR_INTERNET_DISCONNECTED": "refused",
    "ERR_CONNECTION_TIMED_OUT": "timeout",
    "ERR_TIMED_OUT": "timeout",
    "ERR_TOO_MANY_REDIRECTS": "redirect_loop",
    "ERR_INVALID_REDIRECT": "bad_location",
    "ERR_UNSAFE_REDIRECT": "bad_location",
    "ERR_BLOCKED_BY_ADMINISTRATOR": "blocked_by_policy",
    "ERR_BLOCKED_BY_CLIENT": "blocked_by_policy",
    "ERR_DISALLOWED_URL_SCHEME": "blocked_by_policy",
    "ERR_UNKNOWN_URL_SCHEME": "blocked_by_policy",
    "ERR_UNSAFE_PORT": "blocked_by_policy",
    "ERR_CONTENT_DECODING_FAILED": "bad_encoding",
    "ERR_CONTENT_LENGTH_MISMATCH": "truncated",
    "ERR_INCOMPLETE_CHUNKED_ENCODING": "truncated",
    "ERR_EMPTY_RESPONSE": "empty",
    "ERR_INVALID_AUTH_CREDENTIALS": "http_401",
    "ERR_UNEXPECTED_PROXY_AUTH": "http_407",
}
_FAMILIES = (
    ("ERR_CERT_", "tls"),
    ("ERR_SSL_", "tls"),
    ("ERR_BAD_SSL_", "tls"),
    ("ERR_TLS", "tls"),
    ("ERR_DNS_", "dns"),
)
_PROXY = {
    "dns": "dns",
    "refused": "refused",
    "timeout": "timeout",
    "truncated": "truncated",
    "too-large": "too_large",
    "too-many": "refused",
    PRIVATE: "blocked_by_policy",
    "beacon": "blocked_by_policy",
    "method": "blocked_by_policy",
    "upgrade": "blocked_by_policy",
}

_SETTLED = frozenset(
    (
        "net::ERR_ABORTED",
        "net::ERR_BLOCKED_BY_CSP",
        "net::ERR_BLOCKED_BY_RESPONSE",
        "net::ERR_DISALLOWED_URL_SCHEME",
        "net::ERR_FILE_NOT_FOUND",
        "net::ERR_INVALID_URL",
        "net::ERR_UNKNOWN_URL_SCHEME",
        "net::ERR_UNSAFE_REDIRECT",
    )
)


def reason(error: str) -> str:
    """The reason word for `net::ERR_CONNECTION_REFUSED` and its like, `http_503`, or a word of the proxy's.

    `protocol` stands for whatever has no better word.
    """
    if error.startswith("http_"):
        return error
    name = _name(error)
    known = _PROXY.get(error) or _WORDS.get(name)
    return known or next((word for start, word in _FAMILIES if name.startswith(start)), "protocol")


def is_settled(error: str) -> bool:
    """Whether a failure is the page's own doing and the same for every visitor, so that nothing was missed by it.

    That is a request that the page itself gave up, and whatever the browser's own rules stop. An answer such as 404 is
    none: servers also give it to who comes from the wrong country, or looks like a robot.
    """
    return error.startswith(BY_RULE) or f"net::{_name(error)}" in _SETTLED or error in _SETTLED


def _name(error: str) -> str:
    return error.removeprefix("net::").removesuffix(".Inspector")
