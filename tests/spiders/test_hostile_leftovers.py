"""What the visit before left in a tab and the browser tells late: it is none of the next page's."""

from typing import Any

from spiders.heard import record
from spiders.journal import Journal

OLD, NEW = "http://hostile.example/old", "http://hostile.example/new"


def navigated(loader: str, url: str) -> tuple[str, dict[str, Any]]:
    """The page's own frame became another document."""
    return "Page.frameNavigated", {"frame": {"id": "main", "loaderId": loader, "url": url}}


def test_a_document_a_window_and_a_socket_of_the_visit_before_do_not_count() -> None:
    journal = Journal("main", frozenset({"old"}))
    for method, event in (
        navigated("old", OLD),
        ("Page.windowOpen", {"url": OLD}),
        ("Network.webSocketCreated", {"requestId": "1", "url": "ws://hostile.example/old"}),
        navigated("new", NEW),
        ("Page.windowOpen", {"url": NEW}),
    ):
        record(journal, method, event)
    assert (journal.url, journal.committed, list(journal.opened), journal.entries) == (NEW, 1, [NEW], {})


def test_how_the_visit_before_failed_is_no_document_of_this_one_but_how_the_page_itself_goes_on_is() -> None:
    journal = Journal("main")
    record(journal, *navigated("failed", "chrome-error://chromewebdata/"))
    record(journal, *navigated("rest", "about:blank"))
    assert (journal.url, journal.committed) == ("", 0)
    record(journal, *navigated("new", NEW))
    assert (journal.url, journal.committed) == (NEW, 1)
    record(journal, *navigated("gone", "chrome-error://chromewebdata/"))
    assert (journal.url, journal.committed) == ("chrome-error://chromewebdata/", 2)


def test_a_page_that_stops_loading_is_parsed_and_its_frames_are_no_matter() -> None:
    journal = Journal("main")
    record(journal, "Page.frameStoppedLoading", {"frameId": "main"})
    assert not journal.parsed
    record(journal, *navigated("new", NEW))
    record(journal, "Page.frameStoppedLoading", {"frameId": "inner"})
    assert not journal.parsed
    record(journal, "Page.frameStoppedLoading", {"frameId": "main"})
    assert journal.parsed
