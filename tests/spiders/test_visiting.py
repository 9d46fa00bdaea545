"""Every site `tests/sites/visitor-*` that says what a scan has to find there: it is found, no more and no less."""

import pytest

from demo.server import Hit
from tests.spiders.visiting import as_expected, only_read, sites


@pytest.mark.browser
@pytest.mark.parametrize("site", sites("visitor-"))
def test_site(site: str) -> None:
    got, wanted = as_expected(site)
    assert got == wanted


@pytest.mark.parametrize(
    "hit",
    [
        Hit("POST", "clinic.example", "/"),
        Hit("GET", "region1.google-analytics.com", "/g/collect?v=2"),
        Hit("GET", "www.facebook.com", "/tr?id=1"),
        Hit("GET", "clinic.example", "/matomo.php?idsite=1&rec=1"),
        Hit("GET", "sst.clinic.example", "/g/collect?v=2&tid=G-ABC1234567"),
        Hit("GET", "clinic.example", "/collect?v=1&tid=UA-1234567-1"),
        Hit("GET", "clinic.example", "/tr/?id=123456789012345&ev=PageView"),
        Hit("GET", "clinic.example", "/shop/?add-to-cart=7"),
        Hit("GET", "clinic.example", "/wp-login.php?action=logout"),
        Hit("GET", "clinic.example", "/unsubscribe/"),
    ],
    ids=lambda hit: f"{hit.method} {hit.path}",
)
def test_what_does_more_than_read_is_noticed(hit: Hit) -> None:
    with pytest.raises(AssertionError):
        only_read((Hit("GET", "clinic.example", "/"), hit))
