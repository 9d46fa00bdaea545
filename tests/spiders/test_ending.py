"""What an address was, once it is known what came of it."""

import pytest

from spiders.answers import skipped, unread
from spiders.ending import settled
from spiders.entries import NO_PAGE, Ending, Entry, Finish, Kind, Lease, Outcome
from spiders.listing import NO_SITEMAP
from spiders.reading import SOFT_404, START

SITE = "https://clinic.example"
LINK, SCRIPT = Entry(f"{SITE}/a", "a"), Entry(f"{SITE}/b.js", "b", Kind.SCRIPT)
READ = Outcome(Ending.CHECKED)
GONE = unread("http_404")


def ended(kind: Kind, outcome: Outcome, path: str = "/x", via: str = SITE) -> Outcome:
    """What becomes of an address that ended so."""
    return settled(Lease(1, f"{SITE}{path}", "x", kind, 1, via, ()), Finish(outcome)).outcome


@pytest.mark.parametrize(
    ("kind", "path", "outcome", "wanted"),
    [
        (Kind.PAGE, "/x", READ, READ),
        (Kind.PAGE, "/x", GONE, GONE),
        (Kind.PAGE, "/x", SOFT_404, SOFT_404),
        (Kind.SCRIPT, "/x.js", GONE, GONE),
        (Kind.FILE, "/x.json", GONE, skipped("file", "http_404")),
        (Kind.FILE, "/x.json", unread("http_503"), unread("http_503")),
        (Kind.PAGE, "/price-list.pdf", GONE, skipped("file", "http_404")),
        (Kind.PAGE, "/price-list.pdf", unread("http_403"), skipped("file", "http_403")),
        (Kind.PAGE, "/price-list.pdf", READ, READ),
        (Kind.ROUTE, "/x", READ, READ),
        (Kind.ROUTE, "/x", GONE, skipped(NO_PAGE, "http_404")),
        (Kind.ROUTE, "/x", unread("http_405"), skipped(NO_PAGE, "http_405")),
        (Kind.ROUTE, "/x", SOFT_404, skipped(NO_PAGE, "soft_404")),
        (Kind.ROUTE, "/x", unread("http_404", "an application came"), unread("http_404", "an application came")),
        (Kind.ROUTE, "/x", unread("timeout"), unread("timeout")),
        (Kind.SITEMAP, "/sitemap.xml", GONE, GONE),
    ],
)
def test_what_an_address_was(kind: Kind, path: str, outcome: Outcome, wanted: Outcome) -> None:
    assert ended(kind, outcome, path) == wanted


def test_a_sitemap_that_nobody_names_may_be_missing() -> None:
    assert ended(Kind.SITEMAP, GONE, "/sitemap.xml", via="") == NO_SITEMAP


def test_a_start_address_was_to_be_read_whatever_it_is_called() -> None:
    assert ended(Kind.PAGE, skipped("file", "application/pdf"), "/x.pdf", START) == unread(
        "not_html", "application/pdf"
    )
    assert ended(Kind.PAGE, GONE, "/x.pdf", START) == GONE


def test_of_a_route_that_is_no_page_only_the_scripts_count_that_it_loaded() -> None:
    finish = Finish(SOFT_404, (LINK, SCRIPT), refused={"policy": 1})
    route = Lease(1, f"{SITE}/x", "x", Kind.ROUTE, 1, SITE, ())
    assert settled(route, finish) == Finish(skipped(NO_PAGE, "soft_404"), (SCRIPT,))
    page = Lease(1, f"{SITE}/x", "x", Kind.PAGE, 1, SITE, ())
    assert settled(page, finish) == finish
