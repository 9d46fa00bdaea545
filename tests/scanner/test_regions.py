"""The country of a site: by what says most, and none where that is several."""

import pytest

from scanner.regions import Region, is_region, region


@pytest.mark.parametrize(
    ("hints", "hosts", "numbers", "code", "why"),
    [
        (["address:US"], ["clinic.example"], [], "US", "the address on the site"),
        (["address:United States of America", "lang:GB"], ["clinic.co.uk"], [], "US", "the address on the site"),
        (["address:U.S.A.", "address:Canada"], [], [], "CA", "the address on the site"),
        (
            ["address:US", "address:United Kingdom"],
            [],
            [],
            "",
            "the address on the site says several countries: GB, US",
        ),
        (["lang:US"], ["clinic.co.uk", "www.clinic.co.uk"], [], "GB", "the name of the site"),
        (["lang:US"], ["clinic.io:8443"], ["+44 20 7946 0018"], "GB", "its numbers with a country code"),
        ([], [], ["+18005550199"], "", "the site does not say its country"),
        (["lang:US"], ["clinic.example"], ["415 555-0132"], "US", "the language of its pages"),
        (["lang:us", "lang:DE"], [], [], "", "the language of its pages says several countries: DE, US"),
        (["address:Nowhere", "lang:ZZ"], ["192.0.2.7", "[::1]"], [], "", "the site does not say its country"),
    ],
)
def test_region(hints: list[str], hosts: list[str], numbers: list[str], code: str, why: str) -> None:
    assert region(hints, hosts, numbers) == Region(code, why)


def test_what_is_a_region() -> None:
    assert [code for code in ("US", "GB", "us", "XX", "", "001", "USA") if is_region(code)] == ["US", "GB"]
