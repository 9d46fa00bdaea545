"""Client portals under the clinic's own name, their apps, and links that ask for a review."""

import pytest

from scanner.findings import FailOn, fails, findings
from scanner.model import How, Kind, Note, State
from scanner.pointing import Pointer, pointers, roles
from scanner.scan import Finding
from scanner.urls import redact, redact_text
from scanner.zone import Name, Record, Why
from tests.scanner.finding import FORM, RECOGNISER, SIGNATURES, form, found, read, served

APPLE = "https://apps.apple.com/us/app/hazel-row-clinic/id1234567890"
GOOGLE = "https://play.google.com/store/apps/details?id=com.hazelrow.clinic"
APPS = f'<h2>App</h2><a href="{APPLE}">App Store</a> <a href="{GOOGLE}&amp;hl=en">Google Play</a>'
PORTAL = '<a href="https://abcde12fghij3klmno45.app.clientclub.net/login">Client log-in</a>'


def told(result: tuple[Finding, ...]) -> list[tuple[str, str, str, Kind, How, State]]:
    return [(one.signature.partition("/")[2], one.value, one.url, one.kind, one.how, one.state) for one in result]


def named(*aliases: tuple[str, str]) -> tuple[Pointer, ...]:
    """The names of the clinic's that these records lead to the CRM."""
    names = [Name(name, "clinic.example", Why.ZONE, (Record(name, "CNAME", to),)) for name, to in aliases]
    return pointers(names, SIGNATURES)


OWN = named(
    ("portal.clinic.example", "clientportal.ludicrous.cloud"),
    ("members.clinic.example", "preview.clientclub.net"),
    ("link.clinic.example", "brand.ludicrous.cloud"),
)


def test_only_records_of_portals_say_what_a_name_is_for() -> None:
    assert roles(OWN) == {"portal.clinic.example": "portal", "members.clinic.example": "portal"}


@pytest.mark.parametrize("host", ["portal.clinic.example", "members.clinic.example"])
@pytest.mark.parametrize("path", ["/", "/login", "/courses/skin-care"])
def test_a_link_to_a_portal_under_an_own_name_is_one_to_the_portal(host: str, path: str) -> None:
    link = f'<h2>Clients</h2><a href="https://{host}{path}">Log in</a>'
    [one] = [one for one in findings(read(served("/", link)), RECOGNISER, pointers=OWN) if one.how is not How.RECORD]
    assert told((one,)) == [("portal", host, f"https://{host}{path}", Kind.PORTAL, How.LINK, State.LIVE)]
    assert [(piece.label, piece.locator) for piece in one.evidence] == [("Log in", "body > a")]
    assert found(served("/", link)) == ()


def test_a_link_to_another_name_of_the_crm_stays_a_page_of_it() -> None:
    link = '<a href="https://link.clinic.example/spring">Spring</a>'
    [one] = [one for one in findings(read(served("/", link)), RECOGNISER, pointers=OWN) if one.how is not How.RECORD]
    assert one.signature == "highlevel/page"


def test_apps_are_asked_about_where_any_page_shows_the_portal() -> None:
    result = found(served("/apps/", APPS), served("/clients/", PORTAL))
    asked = tuple(one for one in result if one.note)
    assert told(asked) == [
        ("branded-app", "id1234567890", APPLE, Kind.PORTAL, How.LINK, State.INERT),
        ("branded-app", "com.hazelrow.clinic", f"{GOOGLE}&hl=", Kind.PORTAL, How.LINK, State.INERT),
    ]
    assert {one.note for one in asked} == {Note.ASK}
    assert [piece.label for one in asked for piece in one.evidence] == ["App Store", "Google Play"]
    assert not any(fails(asked, wanted) for wanted in FailOn)
    assert asked[0].remedy.steps[0].startswith("If this app is the branded app of your client portal it goes too")


def test_apps_are_asked_about_where_a_record_shows_the_portal() -> None:
    result = findings(read(served("/apps/", APPS)), RECOGNISER, pointers=OWN)
    assert sum(one.note is Note.ASK for one in result) == 2


@pytest.mark.parametrize("beside", ["", form(FORM)])
def test_an_app_without_a_portal_is_nobodys_business(beside: str) -> None:
    assert [one.signature for one in found(served("/", APPS + beside))] == (["highlevel/form"] if beside else [])


def test_the_vendors_own_app_is_a_trace_without_anything_beside() -> None:
    kollab = "https://play.google.com/store/apps/details?id=net.clientclub.app.kollab"
    [one] = found(served("/", f'<a href="{kollab}">Google Play</a>'))
    assert told((one,)) == [
        ("portal-app", "net.clientclub.app.kollab", kollab, Kind.PORTAL, How.LINK, State.LIVE),
    ]


def test_the_name_of_an_app_in_a_store_is_kept_and_no_other_id() -> None:
    assert redact(f"{GOOGLE}&hl=en&referrer=jo%40mail.example") == f"{GOOGLE}&hl=&referrer="
    assert redact_text(f'<a href="{GOOGLE}&amp;hl=en">') == f'<a href="{GOOGLE}&amp;hl=">'
    assert redact("https://play.google.com/store/apps/details?id=jo@mail.example").endswith("?id=")
    assert redact("https://play.google.com/store/apps/details?hl=en&id=com.hazelrow").endswith("?hl=&id=")
    assert redact("https://shop.example/store/apps/details?id=com.hazelrow").endswith("?id=")
    assert redact("https://notplay.google.com/store/apps/details?id=com.hazelrow").endswith("?id=")
    assert redact("https://play.google.com/store/search?id=com.hazelrow").endswith("?id=")


def test_a_review_link_is_one_and_googles_is_none() -> None:
    page = (
        '<h2>Tell others</h2><a href="https://link.agency.example/reputation/review/aB3dE9xYz">How was it?</a>'
        '<a href="https://reputationhub.site/r/aB3dE9xYz">Review us</a>'
        '<a href="https://g.page/r/CbcDefGhIjKlEBM/review">Google</a>'
        '<a href="https://search.google.com/local/writereview?placeid=ChIJAbCdEfGhIjKl">Google</a>'
    )
    result = found(served("/", page + form(FORM)))
    assert told(tuple(one for one in result if one.kind is Kind.REVIEWS)) == [
        (
            "review-link",
            f"{host}/{path}/aB3dE9xYz",
            f"https://{host}/{path}/aB3dE9xYz",
            Kind.REVIEWS,
            How.LINK,
            State.LIVE,
        )
        for host, path in (("reputationhub.site", "r"), ("link.agency.example", "reputation/review"))
    ]
    assert {one.kind for one in result} == {Kind.REVIEWS, Kind.FORM}
