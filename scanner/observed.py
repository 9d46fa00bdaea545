"""What a page did, as mentions: where it was redirected, what it opened, what it requested. All redacted."""

from dataclasses import replace
from functools import lru_cache

from scanner import urls
from scanner.model import Element, Hop, Mention, MentionType, Request, SeenIn, Where

redact = lru_cache(maxsize=4096)(urls.redact)
"""Headers and footers repeat on every page of a site, and so do the addresses that are kept of them."""


def redirected(hop: Hop) -> Mention:
    """A redirect, naming where it leads; its locator says from where and how."""
    source, target = redact(hop.url), redact(hop.to)
    where = Where(SeenIn.REDIRECT, f"{hop.how} {hop.status} of {source}", f"{source} → {target} ({hop.status})")
    return Mention(MentionType.REDIRECT, hop.to, where)


def opened(url: str) -> Mention:
    """A window that a page opened."""
    return Mention(MentionType.LINK, url, Where(SeenIn.RENDERED, "new window", redact(url)))


def requested(request: Request) -> Mention:
    """A request of a page, also one that failed or was refused."""
    attrs = {"resource": request.resource, "frame": request.frame, "outcome": request.outcome}
    where = Where(SeenIn.NETWORK, request.resource, redact(request.url))
    return Mention(MentionType.REQUEST, request.url, where, attrs, initiator=request.initiator)


def bare(mention: Mention) -> Mention:
    """`mention` with no more than its address, its locator and the beginning of its excerpt."""
    where = replace(mention.where, excerpt=mention.where.excerpt[:120], ancestors=(), heading="")
    return replace(mention, attrs={}, text="", where=where)


@lru_cache(maxsize=4096)
def _element(element: Element) -> Element:
    handles = tuple((name, urls.redact_text(value)) for name, value in element.handles)
    return replace(element, id=urls.redact_text(element.id), handles=handles)


def redacted(mention: Mention) -> Mention:
    """`mention` without what may be about a person: addresses, attributes, code, label and excerpt."""
    where = mention.where
    return replace(
        mention,
        url=redact(mention.url) if mention.url else "",
        attrs={name: urls.redact_value(name, value) for name, value in mention.attrs.items()},
        text=urls.redact_text(mention.text),
        initiator=redact(mention.initiator) if mention.initiator else "",
        where=replace(
            where,
            excerpt=urls.redact_text(where.excerpt),
            inside=urls.redact_text(where.inside),
            heading=urls.redact_text(where.heading),
            label=urls.redact_text(where.label),
            ancestors=tuple(_element(element) for element in where.ancestors),
        ),
    )
