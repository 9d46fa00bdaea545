"""Containers by their addresses and texts, and which of the scripts that led to something is to be named."""

import pytest

from scanner.makers import Container, cause, container, is_go_between, named, proved, told_by

GTM = "https://www.googletagmanager.com/gtm.js?id=GTM-ABC1234"
SITE = "https://clinic.example"
TEXT = '{"resource": {"macros":[], "tags":[], "predicates":[]}}; var x = {ctid:"GTM-XYZ9876"}; link("GTM-ABC1234")'


@pytest.mark.parametrize(
    ("address", "words", "plain"),
    [
        (f"{GTM}&l=dataLayer&gtm_auth=x", "Google Tag Manager container GTM-ABC1234", GTM),
        (
            f"{SITE}/metrics/x.js?st=1&id=GTM-ABC1234",
            *("Google Tag Manager container GTM-ABC1234", f"{SITE}/metrics/x.js?id=GTM-ABC1234"),
        ),
        ("https://www.googletagmanager.com/ns.html?id=GTM-ABC1234", "Google Tag Manager container GTM-ABC1234", GTM),
        ("https://www.googletagmanager.com/gtm.js?id=", "Google Tag Manager", GTM.partition("?")[0]),
        (
            "https://cdn.matomo.cloud/a/container_AbC12345.js?v=1",
            *("Matomo Tag Manager container AbC12345", "https://cdn.matomo.cloud/a/container_AbC12345.js"),
        ),
        (
            "https://tags.tiqcdn.com/utag/hazelrow/main/prod/utag.js?utv=1",
            "Tealium iQ Tag Management container hazelrow/main",
            "https://tags.tiqcdn.com/utag/hazelrow/main/prod/utag.js",
        ),
        (
            "https://assets.adobedtm.com/0123456789ab/launch-0123456789ab.min.js",
            "Adobe Experience Platform Tags container launch-0123456789ab",
            "https://assets.adobedtm.com/0123456789ab/launch-0123456789ab.min.js",
        ),
        (
            "https://clinic.containers.piwik.pro/00000000-0000-4000-8000-000000000000.js",
            "Piwik PRO Tag Manager container 00000000-0000-4000-8000-000000000000",
            "https://clinic.containers.piwik.pro/00000000-0000-4000-8000-000000000000.js",
        ),
        (f"{SITE}/cdn-cgi/zaraz/s.js?z=JTdCJTIy", "Cloudflare Zaraz", f"{SITE}/cdn-cgi/zaraz/s.js"),
    ],
)
def test_a_container_is_known_by_its_address(address: str, words: str, plain: str) -> None:
    found = container(address)
    assert found is not None
    assert (found.words, found.address) == (words, plain)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.googletagmanager.com/gtag/js?id=G-ABC1234567",
        f"{SITE}/js/gtm.js",
        f"{SITE}/js/container.js",
        f"{SITE}/x.js?id=GTM-",
        f"{SITE}/utag.js",
        f"{SITE}/launch.js",
    ],
)
def test_what_is_called_alike_is_no_container(address: str) -> None:
    assert container(address) is None


def test_a_container_behind_another_address_is_known_by_its_text() -> None:
    bare = f"{SITE}/m/a.js"
    assert told_by(f"{bare}?st=1", TEXT) == Container("Google Tag Manager", "GTM-XYZ9876", f"{bare}?id=GTM-XYZ9876")
    assert told_by(bare, TEXT.replace("ctid:", "other:")) == Container(
        *("Google Tag Manager", "GTM-XYZ9876", f"{bare}?id=GTM-XYZ9876")
    )
    assert told_by(bare, "load('https://www.googletagmanager.com/gtm.js?id=GTM-ABC1234')") is None
    assert told_by(GTM, "") == container(GTM)


def test_a_container_that_is_redirected_is_told_by_the_first_of_its_addresses_that_can_name_it() -> None:
    asked, matomo = f"{SITE}/t/main.js", "https://cdn.matomo.cloud/a/container_AbC12345.js"
    assert named((asked, GTM)) == container(GTM)
    assert named((asked, f"{SITE}/t/b.js")) is None
    assert proved((asked, GTM), TEXT) == Container("Google Tag Manager", "GTM-XYZ9876", f"{asked}?id=GTM-XYZ9876")
    assert proved((asked, matomo), "tags()") == container(matomo)
    assert proved((asked, f"{SITE}/t/b.js"), "tags()") is None


def test_the_same_container_is_one_wherever_it_lies() -> None:
    keys = {found.key for found in map(container, (GTM, "https://sst.clinic.example/gtm.js?id=GTM-ABC1234")) if found}
    assert keys == {"GTM-ABC1234"}


@pytest.mark.parametrize(
    ("chain", "named"),
    [
        ((), ""),
        ((f"{SITE}/js/loader.js", f"{SITE}/js/main.js"), f"{SITE}/js/main.js"),
        ((f"{SITE}/js/loader.js", f"{GTM}&l=x", f"{SITE}/js/main.js"), GTM),
        ((f"{SITE}/js/jquery-3.7.1.min.js", f"{SITE}/js/main.js"), f"{SITE}/js/main.js"),
        ((f"{SITE}/js/main.js", f"{SITE}/js/jquery.min.js?ver=3"), f"{SITE}/js/main.js"),
        ((f"{SITE}/js/main.js", "https://consent.cookiebot.com/uc.js"), f"{SITE}/js/main.js"),
        ((f"{SITE}/wp-includes/js/jquery/jquery.min.js", f"{SITE}/cdn-cgi/scripts/rocket-loader.min.js"), ""),
    ],
)
def test_who_is_named_is_the_container_else_the_first_cause(chain: tuple[str, ...], named: str) -> None:
    assert cause(chain) == named


@pytest.mark.parametrize("file", ["main.js", "jquery-booking-widget/book.js", "vendor-forms/app.js", "framework.css"])
def test_a_file_of_the_sites_own_is_no_go_between(file: str) -> None:
    assert not is_go_between(f"{SITE}/js/{file}")


@pytest.mark.parametrize(
    "path",
    [
        "/js/bootstrap.bundle.min.js",
        "/js/swiper-bundle.min.js",
        "/wp-content/plugins/elementor-pro/assets/js/frontend.min.js?ver=3.29.2",
        "/wp-content/plugins/popup-maker/assets/js/site.min.js",
        "/wp-content/themes/Divi/js/custom.unified.js",
    ],
)
def test_what_only_shows_what_a_page_holds_is_a_go_between(path: str) -> None:
    assert is_go_between(f"{SITE}{path}")


@pytest.mark.parametrize(
    "address",
    [
        "https://sdk.privacy-center.org/0a1b2c3d/loader.js",
        "https://cdn.consentmanager.net/delivery/js/semiautomatic.min.js",
        "https://consent.cookiefirst.com/sites/clinic.example/consent.js",
        f"{SITE}/wp-content/plugins/gdpr-cookie-compliance/dist/scripts/main.js",
        f"{SITE}/js/klaro-no-css.js",
        f"{SITE}/js/tarteaucitron.min.js",
    ],
)
def test_what_only_lets_the_scripts_of_a_page_run_is_a_go_between(address: str) -> None:
    assert is_go_between(address)


@pytest.mark.parametrize("path", ["/wp-content/themes/bricks-child/book.js", "/wp-content/plugins/clinic-book/book.js"])
def test_files_beside_a_builder_are_the_sites_own(path: str) -> None:
    assert not is_go_between(f"{SITE}{path}")
