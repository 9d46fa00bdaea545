"""What a sitemap lists: XML sitemaps and indexes of them, gzipped or not, and plain lists of addresses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from scrapy.utils.sitemap import Sitemap

from scanner.model import Flaw
from spiders.bodies import MAX_BODY, unpack
from spiders.charsets import decode

MAX_LISTED = 50_000
MAX_SITEMAPS = 200
MAX_DEPTH = 3

NEAR_END = 64 * 1024

_GZIP = b"\x1f\x8b"
_BEGINS = re.compile(rb"[\xef\xbb\xbf\s]*<[?!]")
_LIST = re.compile(rb"<\?xml\s|<(?:[\w.-]+:)?(?:urlset|sitemapindex)[\s>]")
_CLOSED = re.compile(rb"</(?:[\w.-]+:)?(?:urlset|sitemapindex)\s*>|<(?:[\w.-]+:)?(?:urlset|sitemapindex)[^<>]*/>")
_LOOSE = re.compile(rb"&(?!#?\w{1,32};)")
_CONTROLS = bytes({*range(9), 0x0B, 0x0C, *range(0x0E, 0x20)})


@dataclass(frozen=True, slots=True)
class Listing:
    """The pages and the further sitemaps that a sitemap lists, as written; `flaw` says why there may be more."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    flaw: Flaw | None = None


def read(body: bytes, content_type: str = "", *, flaw: Flaw | None = None) -> Listing | None:
    """What a sitemap lists, None if this is no sitemap. `flaw` is what was wrong with the body already.

    Entities are not expanded and nothing is loaded. What a server says before the list, as warnings, is passed over.
    Of a body that is cut, the last address is left out.
    """
    if body.startswith(_GZIP):
        unpacked = unpack(body, "gzip", limit=MAX_BODY)
        broken = Listing(flaw=unpacked.flaw) if unpacked.flaw else None
        return _read(unpacked.data, "", flaw or unpacked.flaw) or broken
    return _read(body, content_type, flaw)


def _read(body: bytes, content_type: str, flaw: Flaw | None) -> Listing | None:
    body = _from_its_start(body)
    if not body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return _read_lines(decode(body, content_type), flaw)
    if flaw is None and not _CLOSED.search(body[-NEAR_END:].replace(b"\0", b"")):
        flaw = Flaw("truncated", "the list does not end")
    try:
        document = Sitemap(_repaired(body))
        if document.type == "urlset":
            found = _cut(tuple(islice(_addresses(document), MAX_LISTED + 1)), MAX_LISTED, flaw)
            return Listing(pages=found.pages, flaw=found.flaw)
        if document.type == "sitemapindex":
            found = _cut(tuple(islice(_addresses(document), MAX_SITEMAPS + 1)), MAX_SITEMAPS, flaw)
            return Listing(sitemaps=found.pages, flaw=found.flaw)
    except (SyntaxError, StopIteration):
        # what the XML parser raises when not even a root element is there
        return None
    return None


def _from_its_start(body: bytes) -> bytes:
    begin = None if _BEGINS.match(body) else _LIST.search(body, 0, NEAR_END)
    return body[begin.start() :] if begin else body


def _repaired(body: bytes) -> bytes:
    """XML without what it may not hold: such marks cost addresses."""
    if b"\0" in body[:8]:
        return body
    return _LOOSE.sub(b"&amp;", body.translate(None, _CONTROLS))


def _addresses(document: Sitemap) -> Iterator[str]:
    for entry in document:
        yield from (text for text in (entry["loc"], *entry.get("alternate", ())) if text)


def _read_lines(text: str, flaw: Flaw | None) -> Listing | None:
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    if not lines or not all(line.startswith(("http://", "https://")) for line in lines[:5]):
        return None
    return _cut(lines[: MAX_LISTED + 1], MAX_LISTED, flaw)


def _cut(found: tuple[str, ...], most: int, flaw: Flaw | None) -> Listing:
    listing = Listing(pages=found[:-1] if flaw else found, flaw=flaw)
    if len(found) > most:
        return replace(listing, pages=found[:most], flaw=Flaw("link_cap", f"lists more than {most} addresses"))
    return listing
