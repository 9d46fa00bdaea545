from dataclasses import replace

import pytest

from reports.html import render as html
from reports.openers import hidden, inserted, opens, place, state
from reports.text import render as text
from scanner.model import Act, How, Opener, PlacementType, State
from scanner.scan import Finding
from tests.reports.document import elements
from tests.reports.scans import MEDSPA, SITE

CHAT, _, POPUP, TAG, CALENDAR, FORM = MEDSPA.findings[:6]
GTM = "https://www.googletagmanager.com/gtm.js?id=GTM-ABC1234"


def waiting(finding: Finding, opener: Opener | None) -> Finding:
    return replace(finding, state=State.WAITING, opener=opener)


@pytest.mark.parametrize(
    ("opener", "said"),
    [
        (Opener(Act.CLICK, "Book now", "a.book"), "opens on ‘Book now’"),
        (Opener(Act.CLICK), "opens after a click"),
        (Opener(Act.HOVER, "Menu"), "appears when the pointer is on ‘Menu’"),
        (Opener(Act.HOVER), "appears when the pointer rests on a part of the page"),
        (Opener(Act.SCROLL), "appears after scrolling down"),
        (Opener(Act.MOVE), "appears when the visitor first moves the pointer"),
        (Opener(Act.CONSENT, "Cookiebot", "#accept"), "appears after cookies were accepted (Cookiebot)"),
        (Opener(Act.CONSENT), "appears after cookies were accepted"),
        (Opener(Act.TIME, "30 s"), "appears after 30 seconds"),
        (Opener(Act.TIME, "1 s"), "appears after 1 second"),
        (Opener(Act.TIME, "2 min"), "appears after 2 min"),
        (Opener(Act.TIME), "appears after a while"),
        (Opener(Act.NARROW), "appears on a narrow screen (telephone)"),
        (Opener(Act.CAMPAIGN), "appears to visitors who come from an advertisement"),
        (Opener(Act.CLICK, "a\u202eb\x1b[2J  c\n"), "opens on ‘a\\u202eb\\x1b[2J c’"),
        (Opener(Act.CLICK, "x" * 200), f"opens on ‘{'x' * 79}…’"),
        (Opener(Act.CLICK, "{0} {1}"), "opens on ‘{0} {1}’"),
    ],
)
def test_every_opener_is_said_in_words(opener: Opener, said: str) -> None:
    assert opens(opener) == said


def test_every_act_has_its_words() -> None:
    assert all(opens(Opener(act)) for act in Act)


def test_what_nobody_saw_opening_is_said_in_general() -> None:
    assert state(waiting(FORM, None)) == "shows only after a click, scrolling or consent"
    assert state(waiting(TAG, None)) == (
        "did not show during the scan: it waits for a certain page or for what a visitor does"
    )
    assert (state(FORM), state(replace(FORM, opener=Opener(Act.SCROLL)))) == ("", "")
    assert place(replace(FORM, opener=Opener(Act.CLICK, "", "a"))) == ""


@pytest.mark.parametrize(
    ("finding", "initiator", "said"),
    [
        (FORM, "", ""),
        (FORM, f"{SITE}/js/main.js", f"inserted by the script {SITE}/js/main.js"),
        (FORM, GTM, "inserted by Google Tag Manager container GTM-ABC1234"),
        (FORM, "https://www.googletagmanager.com/gtm.js", "inserted by Google Tag Manager"),
        (TAG, GTM, ""),
        (replace(FORM, placement=replace(FORM.placement, type=PlacementType.FILE)), f"{SITE}/js/main.js", ""),
        (
            replace(FORM, placement=replace(FORM.placement, container=f"requested by the script {SITE}/js/x.js")),
            *(f"{SITE}/js/x.js", ""),
        ),
    ],
)
def test_who_inserted_it_is_said_where_the_place_does_not(finding: Finding, initiator: str, said: str) -> None:
    assert inserted(replace(finding, initiator=initiator)) == said


def test_the_owner_reads_what_of_a_group_does_not_show_by_itself() -> None:
    click, scroll = Opener(Act.CLICK, "Book now", "a.one"), Opener(Act.SCROLL)
    form, link = waiting(FORM, click), replace(waiting(FORM, click), how=How.LINK)
    assert hidden((FORM, CHAT)) == ()
    assert hidden((form, replace(link, opener=replace(click, locator="a.two")), waiting(CALENDAR, scroll))) == (
        *("2 forms open on ‘Book now’.", "1 booking calendar appears after scrolling down."),
    )
    assert hidden((FORM, waiting(FORM, None))) == (
        "1 of them shows only later, such as after a click or on a certain page.",
    )
    many = tuple(waiting(FORM, Opener(Act.CLICK, f"Button {n}")) for n in range(5))
    assert hidden((*many, waiting(FORM, None))) == (
        *(f"1 form opens on ‘Button {n}’." for n in range(3)),
        "3 more show only later, such as after a click or on a certain page.",
    )


def test_the_editor_reads_where_the_opener_is() -> None:
    page = html(MEDSPA)
    (task,) = elements(page, "//article[@id='R-03']")
    assert "Opens on ‘Your first visit’" in task.text
    assert "Openerheader a.elementor-button:nth-of-type(2)" in task.text
    assert "SourceInserted by the script /wp-content/uploads/offer/start.js" in task.text
    assert elements(page, "//p[@class='hidden']")[0].text == "1 form opens on ‘Your first visit’."
    said = text(MEDSPA, width=1000)
    assert "Opens on ‘Your first visit’: header a.elementor-button:nth-of-type(2)\n" in said
    assert "Inserted by the script /wp-content/uploads/offer/start.js\n" in said
