"""How tests for humans, and other pages of scripts only, show themselves.

The marks also stand on ordinary pages behind the same services, so they only count on a small page with few words.
"""

import re
from collections.abc import Mapping

from scanner.urls import host_matches, parse
from spiders.charsets import decode

SMALL = 30_000
SHELL = 4_000
FEW_WORDS = 500

CHALLENGE_HEADERS = {
    "cf-mitigated": ("challenge",),
    "x-amzn-waf-action": ("challenge", "captcha"),
    "x-vercel-mitigated": ("challenge", "deny"),
}
CHALLENGE_HOSTS = (
    *("captcha-delivery.com", "perfdrive.com", "queue-it.net", "challenges.cloudflare.com", "hcaptcha.com"),
    *("arkoselabs.com", "px-cloud.net", "perimeterx.net"),
)
CHALLENGE_PATHS = ("/.well-known/sgcaptcha", "/.well-known/captcha", "/cdn-cgi/challenge", "/.lsrecap/", "/_sec/cp_ch")
CHALLENGE_MARKS = tuple(
    mark.encode()
    for mark in (
        *("_incapsula_resource", "incapsula incident", "captcha-delivery.com", "/cdn-cgi/challenge-platform/"),
        *("__cf_chl_", "cf-browser-verification", "px-captcha", "/.well-known/sgcaptcha", "/.lsrecap/"),
        *("bm-verify", "awswafintegration", "awswafcaptcha", "sucuri_cloudproxy_js", "ddos-guard", "wsidchk"),
        *("<title>just a moment", "<title>one moment, please", "pardon our interruption"),
        *("<title>attention required! | cloudflare", "robot challenge screen", "checking your browser before"),
        *("perfdrive.com", "_kpsdk", "verifying you are human"),
    )
)


_SILENT = re.compile(
    r"<!--.*?(?:-->|$)|<(script|style|noscript|template|head|title)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"<[^>]*>?")
_BLANK = re.compile(r"\s+")
_BARE_TAG = re.compile(
    r"<!--.*?-->|</?(?:!doctype|html|head|body|meta|link|script|noscript|style|title|base)\b[^>]*>",
    re.IGNORECASE | re.DOTALL,
)


def challenge(headers: Mapping[str, str], body: bytes) -> str:
    """By what an answer shows itself to be a test for humans in the place of the page; "" if it does not."""
    for name, values in CHALLENGE_HEADERS.items():
        if headers.get(name, "").strip().lower() in values:
            return f"{name}: {headers[name].strip()}"
    if len(body) > SMALL or "html" not in headers.get("content-type", "html").lower():
        return ""
    lowered = body.lower()
    for mark in CHALLENGE_MARKS:
        if mark in lowered and len(words(decode(body))) < FEW_WORDS:
            return mark.decode().removeprefix("<title>")
    return ""


def leads_to_challenge(to: str) -> str:
    """Which test for humans an address is, "" if it is none."""
    address = parse(to)
    if address is None:
        return ""
    if any(host_matches(address.host, host) for host in CHALLENGE_HOSTS):
        return f"a redirect to {address.host}"
    return next((f"a redirect to {path}" for path in CHALLENGE_PATHS if address.path.startswith(path)), "")


def words(html: str) -> str:
    """The words a visitor without scripts would see, roughly: for telling small pages from each other."""
    return _BLANK.sub(" ", _TAG.sub(" ", _SILENT.sub(" ", html))).strip()


def is_shell(html: str) -> bool:
    """Whether a page is scripts and nothing else: no words, and no element that a script could fill."""
    if len(html) > SHELL or "<script" not in html.lower() or words(html):
        return False
    return "<" not in _BARE_TAG.sub("", _SILENT.sub("", html))
