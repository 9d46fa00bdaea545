"""The list of consent managers: complete, and written so that a browser understands it."""

import tomllib
from collections.abc import Iterator
from importlib.resources import files

import cssselect
import pytest
from playwright.sync_api import Page, sync_playwright

from spiders.browser import executable, sandboxed
from spiders.consent import ACCEPTING, OTHERWISE, Manager, managers

WANTED = (
    *("Cookiebot", "Complianz", "CookieYes", "OneTrust", "Borlabs Cookie", "Usercentrics", "Osano", "Termly"),
    *("iubenda", "InMobi Choice (Quantcast)", "Didomi", "Klaro", "TrustArc", "Sourcepoint"),
    *("GDPR Cookie Compliance (Moove)", "Real Cookie Banner", "CookieFirst", "tarteaucitron", "Axeptio"),
    *("consentmanager", "Silktide Consent Manager", "Cookie Consent (Osano, open source)", "vanilla-cookieconsent"),
    *("Cookie Notice (WordPress)", "Cookie Compliance (Hu-manity)", "GDPR Cookie Consent (WordPress)"),
    *("Squarespace", "Wix", "Shopify"),
    *("Finsweet Cookie Consent (Webflow)", "GoDaddy Websites + Marketing", "HubSpot"),
    *("Google Funding Choices", "CookieScript", "Civic Cookie Control", "Cookie Information", "CookieHub", "Orejime"),
    *("EU Cookie Compliance (Drupal)", "TermsFeed", "EU Cookie Law (WordPress)", "Jetpack", "WP DSGVO Tools"),
    *("Ultimate GDPR (WordPress)", "Pandectes (Shopify)", "Cloudflare Zaraz", "the CRM's banner"),
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
    assert loaded == [{"then": "", "served": False, **record} for record in written]


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
    for selector in (*manager.present, *manager.accept, *filter(None, (manager.then,))):
        assert len(cssselect.parse(selector)) == 1, selector


def test_no_two_share_a_selector() -> None:
    selectors = [selector for manager in managers() for selector in (*manager.present, *manager.accept)]
    assert sorted(selectors) == sorted(set(selectors))


AGREES = (
    *("Accept", "Accept all", "Accept all cookies", "Accept cookies", "Accept & continue"),
    *("Accept and continue", "Accept recommended", "Accept and close", "Allow all", "Allow all cookies"),
    *("Allow all & close", "Enable all", "I accept", "I agree", "Yes, I agree", "I understand", "Understood"),
    *("OK", "Okay", "Got it!", "Continue", "I'm fine", "Alle akzeptieren", "Alle Cookies akzeptieren"),
    *("Akzeptieren und schließen", "Alles zulassen", "Allen zustimmen", "Ich stimme zu", "Ja, ich akzeptiere"),
    *("Einverstanden", "Tout accepter", "Accepter tous les cookies", "J’accepte", "Accepter et fermer"),
    *("Tout autoriser", "Aceptar", "Aceptar todas las cookies", "Acepto", "Aceitar todos os cookies"),
    *("Sì, accetto", "Accetta tutti i cookie", "Accetta e continua", "Alles accepteren"),
    *("Alle cookies toestaan", "Ja, ik ga akkoord", "Tillåt alla", "Acceptera alla cookies", "Tillad alle"),
    *("Godta alle", "Hyväksy kaikki evästeet", "Akceptuję wszystkie", "Přijmout vše", "✓ Accept"),
)
DOES_NOT = (
    *("Reject", "Reject all", "Decline", "Only necessary", "Accept only necessary", "Accept necessary cookies"),
    *("Manage", "Manage cookies", "Cookie settings", "Accept selected", "Save and accept"),
    *("Continue without accepting", "Book now", "Continue to checkout", "I do not agree", "Accept an offer"),
    *("Accept new patients", "Close", "No", "Yes, book now", "Ablehnen", "Nur notwendige"),
    *("Auswahl akzeptieren", "Termin annehmen", "Refuser", "Continuer sans accepter", "Rechazar"),
    *("Aceptar seleccionadas", "Rifiuta", "Continua senza accettare", "Weigeren", "Avvisa alla", "Odrzuć", ""),
)

OFFERS = ("book", "checkout", "offer", "patients", "termin")
STRANGE = ("avvisa", "odrzuć", "seleccionadas", "senza", "i do not agree", "save and accept", "auswahl akz")


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable() or None, chromium_sandbox=sandboxed())
        yield browser.new_page()
        browser.close()


@pytest.mark.browser
def test_words_that_agree_to_everything(page: Page) -> None:
    code = "([source, said]) => said.filter((words) => new RegExp(source, 'iu').test(words))"
    assert page.evaluate(code, [ACCEPTING, [*AGREES, *DOES_NOT]]) == list(AGREES)


@pytest.mark.browser
def test_words_that_do_not_agree(page: Page) -> None:
    code = "([source, said]) => said.filter((words) => new RegExp(source, 'iu').test(words))"
    others = [words for words in DOES_NOT if not any(word in words.casefold() for word in OFFERS + STRANGE)]
    assert page.evaluate(code, [OTHERWISE, [*others, *AGREES]]) == others
