"""What only reports, and what may ask for content."""

import pytest

from spiders.measuring import collects, measures
from spiders.reads import MEASUREMENT, refusal


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


@pytest.mark.parametrize(
    "address",
    [
        "/matomo.php?action_name=Home&idsite=1&rec=1&r=123",
        "/stats/piwik.php?idsite=3&rec=1",
        "/g/collect?v=2&tid=G-ABC1234567&en=page_view",
        "/metrics/g/collect?v=2",
        "/j/collect?t=dc&v=1&tid=UA-1234567-1",
        "/collect?v=1&tid=UA-1234567-1&t=pageview",
        "/tr/?id=123456789012345&ev=PageView&dl=x",
        "/tr?id=123456789012345&ev=Lead",
        "/__utm.gif?utmwv=5.7.2&utmac=UA-1234567-1",
        "/b/ss/hazelrow/1/JS-2.22.0/s123?AQB=1&ndh=1",
        "/i?e=pv&p=web&tv=js-3.5.0",
        "/wp-json/wp-statistics/v2/hit?source_id=7",
    ],
)
@pytest.mark.parametrize("resource", ["xhr", "fetch", "script", "eventsource"])
def test_a_read_that_only_leaves_a_hit_on_whatever_host(address: str, resource: str) -> None:
    path, _, query = address.partition("?")
    assert collects(path, query)
    assert refusal("GET", resource, f"https://sst.clinic.example{address}") == MEASUREMENT


@pytest.mark.parametrize(
    "address",
    [
        *("/matomo.php", "/piwik.php", "/matomo.js?rec=1", "/collect/", "/collect/?v=2", "/collect?page=2"),
        *("/tr/", "/tr/?id=7", "/tr/?id=7&ev=3", "/tr/hizmetler/?id=123456789012345", "/i?e=1", "/i"),
        *("/api/collect?v=2", "/blog/collect?v=1", "/b/ss/", "/wp-json/wp/v2/pages", "/js/collect.js?v=2"),
    ],
)
def test_a_read_that_may_bring_content(address: str) -> None:
    path, _, query = address.partition("?")
    assert not collects(path, query)
    assert refusal("GET", "fetch", f"https://clinic.example{address}") == ""
