"""What waits for a consent manager is recognised in what the server sends, in whatever form that one holds it back."""

import json

import pytest

from scanner.model import Mode, Page, State
from tests.scanner.extracting import FORM, FRAME, HOME, ID, LIVE, RECOGNISER, WAITING, WHITE

RESIZER = f"{WHITE}/js/form_embed.js"


def defined(code: str) -> str:
    """What GDPR Cookie Compliance keeps on a page until consent: JSON in JSON, with slashes as PHP writes them."""
    kept = json.dumps({"thirdparty": {"header": code, "body": "", "footer": ""}}).replace("/", "\\/")
    page = json.dumps({"scripts_defined": kept.replace("<script", "<script data-gdpr")}).replace("/", "\\/")
    return f"<script>var moove_frontend_gdpr_scripts = {page};</script>"


# How consent managers hold back what waits for them, and where that was read.
HELD = {
    # readme of klaro-org/klaro-js, src/consent-manager.js
    "Klaro script": (
        f'<script type="text/plain" data-type="application/javascript" data-name="crm" data-src="{RESIZER}"></script>',
        *("resizer", WAITING),
    ),
    # readme of boscop-fr/orejime, versions 2 and 3
    "Orejime 2": (f'<script type="opt-in" data-name="crm" data-src="{RESIZER}"></script>', "resizer", WAITING),
    "Orejime 3": (f'<template data-purpose="crm" data-contextual>{FRAME}</template>', "form", WAITING),
    # docs/advanced/manage-scripts.md of orestbida/cookieconsent
    "vanilla-cookieconsent": (
        f'<script type="text/plain" data-category="ads" data-src="{RESIZER}"></script>',
        *("resizer", WAITING),
    ),
    # tarteaucitron.services.js of AmauriC/tarteaucitron.js
    "tarteaucitron": (f'<div class="tac_iframe" data-url="{FORM}"></div>', "form", WAITING),
    "tarteaucitron, a plain name": (f'<div class="tac_iframe" url="{FORM}" width="100%"></div>', "form", WAITING),
    # assets/scripts/main.js and controllers/ of the WordPress plugin gdpr-cookie-compliance
    "Moove script": (defined(f"<script>f.src = '{FORM}'</script>"), "form", LIVE),
    "Moove frame": (f'<iframe src="" data-gdpr-iframesrc="{FORM}"></iframe>', "form", WAITING),
    # support.cookieinformation.com, “Third-party cookie blocking”
    "Cookie Information": (
        f'<script src="" data-consent-src="{RESIZER}" data-category-consent="cookie_cat_marketing"></script>',
        *("resizer", WAITING),
    ),
    # help.cookie-script.com, “Blocking of third-party cookies”, and sites that use it
    "CookieScript": (
        f'<script type="text/plain" data-cookiescript="accepted" data-cookiecategory="targeting" data-src="{RESIZER}">'
        "</script>",
        *("resizer", WAITING),
    ),
    "CookieScript frame": (f'<iframe data-cookiescript="accepted" data-src="{FORM}"></iframe>', "form", WAITING),
    # sites that use them
    "Usercentrics": (
        f'<script type="text/plain" data-usercentrics="CRM" src="{RESIZER}"></script>',
        *("resizer", WAITING),
    ),
    "TrustArc": (
        f'<script class="trustecm" trackertype="functional" type="text/plain" src="{RESIZER}"></script>',
        *("resizer", WAITING),
    ),
    "Axeptio": (f'<iframe src="" data-requires-vendor-consent="crm" data-src="{FORM}"></iframe>', "form", WAITING),
    "Cookie Compliance": (
        f'<script type="javascript/blocked" class="hu-blocked" data-hu-category="2" data-src="{RESIZER}"></script>',
        *("resizer", WAITING),
    ),
    # finsweet.com/cookie-consent, and sites that use its successor
    "Finsweet": (f'<script type="fs-cc" fs-cc-categories="marketing" src="{RESIZER}"></script>', "resizer", WAITING),
    "Finsweet Consent Pro": (
        f'<script type="fs-consent" fs-consent-categories="marketing">f.src = "{FORM}"</script>',
        *("form", WAITING),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("html", "signature", "state"), HELD.values(), ids=HELD)
def test_a_trace_is_recognised_while_a_consent_manager_holds_it_back(html: str, signature: str, state: State) -> None:
    matches = RECOGNISER.page(Page(HOME, HOME, 200, Mode.SERVED, f"<main>{html}</main>"))[1].matches
    assert {(m.signature, m.mention.state) for m in matches} == {(f"highlevel/{signature}", state)}


@pytest.mark.parametrize("held", ['data-cookiescript="accepted"', 'data-category-consent="x"', 'data-name="crm"'])
def test_a_picture_that_is_held_back_is_no_embed(held: str) -> None:
    html = f'<img {held} alt="Form" data-src="https://pictures.example/widget/form/{ID}.jpg">'
    assert RECOGNISER.page(Page(HOME, HOME, 200, Mode.SERVED, html))[1].matches == ()
