"""What an address was, now that it is known what came of it."""

from dataclasses import replace

from spiders.answers import names_file, skipped, unread
from spiders.entries import NO_PAGE, Finish, Kind, Lease, Outcome
from spiders.listing import guessed
from spiders.reading import START

GONE = frozenset({"http_404", "http_410"})
NO_PAGES = GONE | {"http_405"}
NO_FILE = GONE | {"http_401", "http_403", "soft_404"}


def settled(lease: Lease, finish: Finish) -> Finish:
    """The finish that counts.

    A file that is not there is none, and a route then no page: what it links to does not count, the scripts that its
    application loaded for it do. A start address is none of the files that a site may hold: it was to be read.
    """
    outcome = finish.outcome
    if lease.kind is Kind.SITEMAP and not lease.via:
        outcome = guessed(outcome)
    if (lease.kind is Kind.FILE and outcome.reason in GONE) or (is_named_file(lease) and outcome.reason in NO_FILE):
        outcome = skipped("file", outcome.reason)
    if lease.kind is Kind.ROUTE and _is_no_page(outcome):
        loaded = tuple(entry for entry in finish.entries if not entry.kind.shows)
        return Finish(skipped(NO_PAGE, outcome.reason), loaded)
    if lease.via == START and outcome.reason == "file":
        outcome = unread("not_html", outcome.detail)
    return replace(finish, outcome=outcome)


def _is_no_page(outcome: Outcome) -> bool:
    """Whether nothing is there; not so if something came in its place that may show a page all the same."""
    return outcome.reason == "soft_404" or (outcome.reason in NO_PAGES and not outcome.detail)


def is_named_file(lease: Lease) -> bool:
    """Whether the address that a site links to is that of a file, by its name."""
    return lease.kind.shows and lease.via != START and names_file(lease.url.partition("?")[0])
