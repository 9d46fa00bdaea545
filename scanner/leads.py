"""Leads: foreign addresses on a page that matched nothing, and may still prove to be the CRM's by host or by end."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from scanner import urls
from scanner.ends import KEY, is_own, is_shortener, link_key
from scanner.extract.offers import OFFERED
from scanner.mentions import Mention, MentionType
from scanner.observed import bare, redacted
from scanner.signatures import Signatures
from scanner.uniting import lead_key

NO_LEADS = frozenset({MentionType.HINT, MentionType.TEXT})
"""What leads nobody anywhere."""

BULK = frozenset({MentionType.IMAGE, MentionType.STYLE, MentionType.REQUEST, MentionType.META})
"""What nobody follows; but of what a page says of itself (META) the names below the site's own are, and what it offers
to do.
"""

MOST_BULK = 20
"""So many of these of one foreign host stay as leads of a page; of links and frames all do."""

MOST_WHOLE = 300
"""Of further leads of a page little but the address stays, so that a page of links cannot fill the store."""


def leads_among(mentions: Iterable[Mention], hosts: frozenset[str], signatures: Signatures) -> tuple[Mention, ...]:
    """The leads among `mentions`, those of a page that matched nothing: each place once, in their order, redacted.

    `hosts` are the netlocs in scope. On those that lead somewhere stands the key of their link (`scanner.ends.KEY`).
    """
    leads = enumerate(_leads(mentions, hosts, signatures))
    return tuple(redacted(lead if number < MOST_WHOLE else bare(lead)) for number, lead in leads)


def may_be_learned(address: urls.Address, hosts: frozenset[str], signatures: Signatures) -> bool:
    """Whether the host of an address may prove to be the CRM's: one out of scope, of which nothing is known."""
    return not (address.netloc in hosts or signatures.role(address.host) or signatures.is_harmless(address.host))


def may_be_late(lead: Mention, signatures: Signatures) -> bool:
    """Whether a signature may match a lead by its path, once all pages were read; False is certain."""
    url = lead.url.lower()
    return any(word in url for word in signatures.late_words)


def _leads(mentions: Iterable[Mention], hosts: frozenset[str], signatures: Signatures) -> Iterator[Mention]:
    seen: set[tuple[object, ...]] = set()
    bulk: Counter[tuple[MentionType, str]] = Counter()
    for named in mentions:
        address = urls.parse(named.url) if named.url else None
        if address is None or not _may_lead(address, hosts, signatures):
            continue
        if named.type in NO_LEADS:
            continue
        is_told = named.type is MentionType.META and (OFFERED in named.attrs or is_own(address.netloc, hosts))
        is_bulk = named.type in BULK and not is_told
        mention = named if is_bulk else _with_key(named)
        key = lead_key(mention)
        bulk[mention.type, address.netloc] += 1
        if key in seen or (is_bulk and bulk[mention.type, address.netloc] > MOST_BULK):
            continue
        seen.add(key)
        yield mention


def _may_lead(address: urls.Address, hosts: frozenset[str], signatures: Signatures) -> bool:
    """By its host, by its end, or by what other pages show."""
    if address.netloc in hosts:
        return False
    return (
        may_be_learned(address, hosts, signatures)
        or is_shortener(address.host)
        or address.host in signatures.late_hosts
    )


def _with_key(mention: Mention) -> Mention:
    return replace(mention, attrs={**mention.attrs, KEY: link_key(mention.url)})
