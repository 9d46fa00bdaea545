"""Where a document leads its visitors without their doing: a meta refresh, or a frame in which all of it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from scanner import urls
from scanner.extract import addresses
from scanner.extract.locate import is_comment
from scanner.extract.parsing import base_of, floods, parse

_LEADS = re.compile(rb"refresh|<frame\b|<iframe\b", re.IGNORECASE)
_HELD = frozenset({"template", "noscript"})
_SILENT = frozenset({*_HELD, "script", "style", "title", "head", "iframe"})
_SHOWN = frozenset({"a", "area", "audio", "button", "canvas", "form", "img", "input", "object", "svg", "video"})


@dataclass(frozen=True, slots=True)
class Leading:
    """Absolute addresses, "" for none: `refresh` is where a document goes on to by itself, `mask` what stands in its
    only frame, if that is another host's and nothing but it is shown, as where a domain is forwarded with masking.
    """

    refresh: str = ""
    mask: str = ""


def leading(html: str, url: str) -> Leading:
    """Where a document at `url` leads. Never raises, whatever `html` holds; scripts count as run."""
    raw = html.encode("utf-8", "replace").replace(b"\0", b"")
    root = parse(raw)[0] if _LEADS.search(raw) and not floods(raw) else None
    if root is None:
        return Leading()
    base = base_of(root, url) or url
    return Leading(_refresh(root, base), _mask(root, base, url))


def _refresh(root: etree._Element, base: str) -> str:
    for meta in _live(root, "meta"):
        ref = addresses.refresh(meta.get("content") or "") if _refreshes(meta) else ""
        to = urls.join(base, ref) if ref else None
        if to is not None:
            return to
    return ""


def _refreshes(meta: etree._Element) -> bool:
    return (meta.get("http-equiv") or "").lower() == "refresh"


def _mask(root: etree._Element, base: str, url: str) -> str:
    here = urls.parse(url)
    framed = root.find(".//frameset") is not None
    if here is None or not (framed or _is_bare(root)):
        return ""
    sources = (urls.parse(frame.get("src") or "", base) for frame in _live(root, "frame" if framed else "iframe"))
    abroad = [one.href for one in sources if one is not None and one.netloc != here.netloc]
    return abroad[0] if len(abroad) == 1 else ""


def _is_bare(root: etree._Element) -> bool:
    """Whether a document shows nothing but what stands in its frames."""
    body = root.find("body")
    if body is None or (body.text or "").strip():
        return False
    for element in body.iterdescendants():
        if (element.tail or "").strip() or element.tag in _SHOWN:
            return False
        if element.tag not in _SILENT and not is_comment(element) and (element.text or "").strip():
            return False
    return True


def _live(root: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The elements with this tag, but for those that no browser makes."""
    for element in root.iter(tag):
        if not any(outer.tag in _HELD for outer in element.iterancestors()):
            yield element
