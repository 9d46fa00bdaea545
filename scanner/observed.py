"""What a page did, as mentions: where it was redirected, what it opened, what it requested. All redacted."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from scanner import urls
from scanner.ends import KEY
from scanner.extract.excerpts import brief
from scanner.inward import Inward, Part, Way
from scanner.mentions import Mention, MentionType, Where
from scanner.model import Hop, Opener, Page, Reached, Request, SeenIn, State

LONGEST_LABEL = 80
LONGEST_LOCATOR = 300
"""Characters."""

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


def reached(door: Reached) -> Mention:
    """Where a page would have gone on to upon its opener."""
    opener = told(door.opener)
    where = Where(SeenIn.RENDERED, opener.locator or opener.act, redact(door.url), label=opener.label)
    return Mention(MentionType.LINK, door.url, where, state=State.WAITING, opener=opener)


def led(page: Page, in_scope: Callable[[str], bool]) -> tuple[Inward, ...]:
    """What led, or would have led, to other pages of the site when something was done to a page."""
    doors = ((one.url, reached(one).where) for one in page.reached)
    windows = ((url, opened(url).where) for url in page.opened)
    return tuple(
        Inward(urls.inward_key(urls.page(url)), Way.BUTTON, Part.NONE, where.label, where.locator)
        for url, where in (*doors, *windows)
        if (address := urls.parse(url)) is not None and in_scope(address.netloc)
    )


def requested(request: Request) -> Mention:
    """A request of a page, also one that failed or was refused."""
    attrs = {"resource": request.resource, "frame": redact(request.frame), "outcome": request.outcome}
    where = Where(SeenIn.NETWORK, request.resource, redact(request.url))
    state = State.LIVE if request.opener is None else State.WAITING
    return Mention(
        MentionType.REQUEST,
        request.url,
        where,
        attrs,
        state=state,
        initiator=request.initiator,
        opener=request.opener,
        cause=request.cause,
    )


@lru_cache(maxsize=1024)
def told(opener: Opener) -> Opener:
    """`opener` with words that may be kept: on one line, redacted, without direction and control characters, short."""
    return Opener(opener.act, brief(opener.label, LONGEST_LABEL), brief(opener.locator, LONGEST_LOCATOR))


def bare(mention: Mention) -> Mention:
    """`mention` with no more than its address, its key, its locator and the beginning of its excerpt."""
    where = replace(mention.where, excerpt=mention.where.excerpt[:120], ancestors=(), heading="")
    attrs = {KEY: mention.attrs[KEY]} if KEY in mention.attrs else {}
    return replace(mention, attrs=attrs, text="", where=where)


def redacted(mention: Mention) -> Mention:
    """`mention` with its addresses redacted; the reading has redacted all that it cut out of a document."""
    where = mention.where
    return replace(
        mention,
        url=redact(mention.url) if mention.url else "",
        initiator=redact(mention.initiator) if mention.initiator else "",
        cause=redact(mention.cause) if mention.cause else "",
        opener=told(mention.opener) if mention.opener else None,
        where=replace(where, inside=urls.redact_text(where.inside)),
    )
