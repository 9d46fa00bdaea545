"""What a robots.txt allows us, after RFC 9309."""

from collections.abc import Iterable
from dataclasses import dataclass

from protego import Protego

from scanner.urls import join
from spiders.charsets import decode

AGENT = "unembed"
MAX_BYTES = 500 * 1024
MAX_SECONDS = 10
MAX_REDIRECTS = 5
MAX_DELAY = 10.0
MAX_SITEMAPS = 500


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one origin. With a `refusal` nothing of it may be fetched: the reason word and why.

    `delay` is in seconds, `sitemaps` are absolute addresses.
    """

    parsed: Protego | None = None
    delay: float = 0.0
    sitemaps: tuple[str, ...] = ()
    refusal: tuple[str, str] | None = None

    def allows(self, href: str) -> bool:
        """Whether this address may be fetched."""
        return self.parsed is None or bool(self.parsed.can_fetch(href, AGENT))


ALLOW_ALL = Rules()


def unreachable(why: str) -> Rules:
    """The rules where a robots.txt exists, or may exist, and cannot be read: nothing is allowed."""
    return Rules(refusal=("robots_unreachable", why))


def away(netloc: str) -> Rules:
    """The rules where the robots.txt is on a host out of scope, which is not asked: nothing is allowed."""
    return Rules(refusal=("robots_unreachable", f"robots.txt leads to another host, {netloc}"))


def read(url: str, status: int, body: bytes, content_type: str) -> Rules:
    """The rules that an answer for the robots.txt at `url` gives: 2xx as written, 4xx all allowed, 5xx nothing.

    The first 500 KiB count; rules behind them are not read.
    """
    if status >= 500 or status == 429:
        return unreachable(f"robots.txt answered {status}")
    if not 200 <= status < 300:
        return ALLOW_ALL
    text = decode(body[:MAX_BYTES], content_type).replace("\0", "")
    parsed = Protego.parse(text)
    return Rules(
        parsed=parsed,
        delay=min(max(float(parsed.crawl_delay(AGENT) or 0.0), 0.0), MAX_DELAY),
        sitemaps=_absolute(url, parsed.sitemaps),
    )


def _absolute(url: str, found: Iterable[str]) -> tuple[str, ...]:
    joined = dict.fromkeys(absolute for text in found if (absolute := join(url, text.strip())))
    return tuple(joined)[:MAX_SITEMAPS]
