"""Writes that only report, and writes that may ask for content."""

import pytest

from spiders.measuring import measures


@pytest.mark.parametrize(
    ("path", "query", "sends"),
    [
        ("/collectPageStats", "", ""),
        ("/wp-json/wp-statistics/v2/hit", "", ""),
        ("/api/v1/pageview", "", ""),
        ("/_vercel/insights/view", "", ""),
        ("/cdn-cgi/rum", "", ""),
        ("/wp-admin/admin-ajax.php", "", "action=wps_record_hit&page=7"),
        ("/wp-admin/admin-ajax.php", "action=post_stats", ""),
        ("/wp-admin/admin-ajax.php", "", "interval=60&action=heartbeat"),
        ("/wp-admin/admin-ajax.php", "", 'content-disposition: form-data; name="action"\r\n\r\nvisitor_log\r\n'),
        ("/", "wc-ajax=get_refreshed_fragments", ""),
    ],
)
def test_a_write_that_only_reports(path: str, query: str, sends: str) -> None:
    assert measures(path, query, sends)


@pytest.mark.parametrize(
    ("path", "query", "sends"),
    [
        ("/graphql", "", '{"query": "{ stats { visits } }"}'),
        ("/wp-admin/admin-ajax.php", "", "action=load_more_posts&page=2"),
        ("/wp-admin/admin-ajax.php", "", ""),
        ("/views/ajax", "", "view_name=team"),
        ("/livewire/update", "", ""),
        ("/", "wc-ajax=add_to_cart", ""),
        ("/blog/log-your-visits-in-a-diary/comments", "", ""),
        ("/catalogue", "", ""),
    ],
)
def test_a_write_that_may_ask_for_content(path: str, query: str, sends: str) -> None:
    assert not measures(path, query, sends)
