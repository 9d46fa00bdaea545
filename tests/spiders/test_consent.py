"""The list of consent managers: complete, and written so that a browser understands it."""

import tomllib
from importlib.resources import files

import cssselect
import pytest

from spiders.consent import Manager, managers

WANTED = (
    *("Cookiebot", "Complianz", "CookieYes", "OneTrust", "Borlabs Cookie", "Usercentrics", "Osano", "Termly"),
    *("iubenda", "InMobi Choice (Quantcast)", "Didomi", "Klaro", "TrustArc", "Sourcepoint"),
    *("GDPR Cookie Compliance (Moove)", "Real Cookie Banner", "CookieFirst", "tarteaucitron", "Axeptio"),
    *("consentmanager", "Silktide Consent Manager", "Cookie Consent (Osano, open source)", "vanilla-cookieconsent"),
    *("Cookie Notice (WordPress)", "GDPR Cookie Consent (WordPress)", "Squarespace", "Wix", "Shopify"),
    *("Finsweet Cookie Consent (Webflow)", "GoDaddy Websites + Marketing", "HubSpot"),
    *("Google Funding Choices", "the CRM's banner"),
)
EVERY = pytest.mark.parametrize("manager", managers(), ids=lambda manager: manager.name)


def test_each_is_there_once() -> None:
    assert tuple(manager.name for manager in managers()) == WANTED


def test_what_stands_in_the_file_is_what_is_loaded() -> None:
    written = tomllib.loads((files("spiders") / "probing" / "consent.toml").read_text("utf-8"))["manager"]
    loaded = [
        {name: list(value) if isinstance(value, tuple) else value for name, value in fields(manager).items()}
        for manager in managers()
    ]
    assert loaded == written


def fields(manager: Manager) -> dict[str, object]:
    return {name: getattr(manager, name) for name in Manager.__slots__}


@EVERY
def test_its_record_is_complete(manager: Manager) -> None:
    assert manager.present
    assert manager.accept
    assert manager.source.startswith("https://")
    assert manager.call == "" or manager.call.endswith(")")


@EVERY
def test_its_selectors_can_be_read(manager: Manager) -> None:
    for selector in (*manager.present, *manager.accept):
        assert len(cssselect.parse(selector)) == 1, selector


def test_no_two_share_a_selector() -> None:
    selectors = [selector for manager in managers() for selector in (*manager.present, *manager.accept)]
    assert sorted(selectors) == sorted(set(selectors))
