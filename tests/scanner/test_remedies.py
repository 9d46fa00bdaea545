"""Remedies say what to do for this builder, this place and this kind of thing."""

import tomllib
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest

from scanner.model import PlacementType, State
from scanner.platforms import catalogue
from scanner.remedies import Case, remedy
from scanner.scan import Placement, Remedy
from scanner.signatures import load

SIGNATURES = load()
FORM = "AbCdEfGhIjKlMnOpQrSt"
FORM_URL = f"https://link.agency.example/widget/form/{FORM}"
SETTINGS = (
    "page",
    "template",
    "region",
    "code",
    "content",
    "plugin",
    "tag-manager",
    "redirect",
    "dns",
    "file",
    "built",
    "copy",
)
ASK = "Ask the clinic what takes its place, and have that ready before you take anything out."
COPY = "Keep a copy of what you take out: duplicate the page or paste the old code into a document."
LOOK = "Look at a page that showed it, in a private window: no gap, no error, and what replaces it works."
AGAIN = "Run unembed crawl again: it says whether this is gone."


def placed(platform: str, container: str, edit: str, pages: int = 1) -> Placement:
    addresses = ("https://clinic.example/", *(f"https://clinic.example/{n}/" for n in range(2, pages + 1)))
    kind = PlacementType.SHARED if pages > 1 else PlacementType.PAGE
    return Placement(kind, addresses, platform, container, edit)


def case(
    signature: str,
    setting: str,
    where: Placement,
    *,
    state: State = State.LIVE,
    value: str = FORM,
    url: str = FORM_URL,
    code: str = "",
) -> Case:
    return Case(SIGNATURES.by_id(signature), state, setting, "", where, where.pages[0], value, url, code)


def test_a_form_in_an_elementor_page_has_the_steps_of_that_builder() -> None:
    where = placed("wordpress/elementor", "HTML widget 1e17443 under the heading ‘Contact’", "this page, in …")
    assert remedy(case("highlevel/form", "page", where)) == Remedy(
        "Replace the form",
        (
            ASK,
            COPY,
            "In WordPress, open the page, then Edit with Elementor, then the Structure panel (Navigator).",
            f"Find HTML widget 1e17443 under the heading ‘Contact’; check that it holds {FORM}.",
            *SIGNATURES.by_id("highlevel/form").remedy.steps,
            "Choose Update (or Save), then clear the caches: the cache plugin (WP Rocket, LiteSpeed …), the host's, "
            "and a CDN such as Cloudflare.",
            LOOK,
            AGAIN,
        ),
    )


def test_a_template_says_how_many_pages_one_edit_changes() -> None:
    where = placed(
        "wordpress/elementor", "HTML widget 9 in the footer template", "Templates › Theme Builder › Footer", 12
    )
    assert remedy(case("highlevel/chat", "template", where)).steps[2:4] == (
        "In WordPress, go to Templates › Theme Builder › Footer and choose Edit with Elementor. "
        "One edit there changes these 12 pages.",
        f"Find HTML widget 9 in the footer template in the Structure panel (Navigator); check that it holds {FORM}.",
    )


def test_a_builder_without_advice_of_its_own_has_that_of_its_platform() -> None:
    where = placed("wordpress/thrive", "script in the head of the page", "…", 3)
    assert remedy(case("highlevel/attribution", "code", where)).steps[1].startswith("In WordPress, search for")


def test_an_unknown_platform_is_told_that_menus_may_differ() -> None:
    where = placed("someday", "frame under the heading ‘Book’", "this page, under the heading ‘Book’")
    assert remedy(case("highlevel/calendar", "page", where)).steps[2:4] == (
        "Open https://clinic.example/ for editing and find frame under the heading ‘Book’ (menu names may differ).",
        f"Check that it holds {FORM}.",
    )


def test_a_tag_is_gone_only_when_a_version_is_published() -> None:
    container = "Google Tag Manager container GTM-ABC1234"
    steps = remedy(case("highlevel/chat", "tag-manager", placed("wix", container, "…"))).steps
    assert steps[1] == (
        f"Log in to the tag manager, open {container}, and search its tags for {FORM}; "
        "it is usually a tag of the type Custom HTML."
    )
    assert steps[-3].startswith(
        "Publish a new version (in Google Tag Manager: Submit › Publish): until then the live site keeps the old tag."
    )


def test_the_plugin_goes_only_after_what_hangs_on_it() -> None:
    where = placed("wordpress", "LeadConnector plugin", "…", 5)
    steps = remedy(case("highlevel/chat", "plugin", where, value="0123456789abcdef01234567")).steps
    assert [step.partition(":")[0] for step in steps[1:4]] == ["Funnel pages", "Mail", "Search engines"]
    assert "{{custom_value" in steps[4]
    assert steps[5] == "Switch the chat widget off, then go to Plugins › Deactivate › Delete."
    assert not set(SIGNATURES.by_id("highlevel/chat").remedy.steps) & set(steps)


def test_a_redirect_is_changed_where_it_is_kept() -> None:
    where = placed("squarespace", "https://clinic.example/book", "…")
    assert remedy(case("highlevel/calendar", "redirect", where)).steps == (
        ASK,
        "Decide with the clinic where https://clinic.example/book leads from now on.",
        "Find the redirect: usually under Settings › Developer Tools › URL Mappings.",
        "Change where it leads, or delete it.",
        "Save.",
        LOOK,
        AGAIN,
    )


def test_a_dns_record_goes_last() -> None:
    where = placed("html", "DNS record link.clinic.example", "the DNS provider")
    assert remedy(case("highlevel/hosted-page", "dns", where)).steps[1:3] == (
        "Do this last, when nothing leads to the name any more.",
        "At the DNS provider, delete DNS record link.clinic.example. Left behind, it points to a host that may "
        "one day be somebody else's.",
    )


def test_what_nobody_will_miss_needs_no_replacement() -> None:
    where = placed("html", "script in the code of the page", "…")
    steps = remedy(case("highlevel/resizer", "code", where, value="link.agency.example")).steps
    assert steps[0] == COPY
    assert ASK not in steps


def test_what_never_runs_is_a_note_without_haste() -> None:
    where = placed("squarespace", "Code block block-1", "this page, in the Code block block-1")
    assert remedy(case("highlevel/form", "page", where, state=State.INERT)) == Remedy(
        "Replace the form",
        (
            "Nothing breaks here: this never runs. Delete it when this page is edited next, so that nobody switches it "
            "on again.",
            "In Squarespace, open the page and choose Edit.",
            f"Find Code block block-1 and move over it; check that it holds {FORM}.",
            AGAIN,
        ),
    )


def test_the_identity_is_looked_for_where_the_code_shows_it_and_else_the_host_of_the_address() -> None:
    where = placed("html", "script file", "the script file https://clinic.example/app.js")
    steps = remedy(case("highlevel/calendar", "file", where, value="A,B")).steps
    assert "git grep -n -F 'link.agency.example' finds it." in steps[2]
    steps = remedy(case("highlevel/calendar", "file", where, code="'https://link.agency.example' + path")).steps
    assert "git grep -n -F 'link.agency.example' finds it." in steps[2]
    steps = remedy(case("highlevel/calendar", "file", where, value="A,B", code='data-id="A,B"')).steps
    assert "git grep -n -F 'A,B' finds it." in steps[2]


def test_nobody_searches_a_script_for_an_id_that_it_does_not_hold() -> None:
    where = placed("wordpress/elementor", "script file", "the script file https://clinic.example/app.js")
    steps = remedy(case("highlevel/form", "built", where)).steps
    assert steps[2:5] == (
        f"Open the script file https://clinic.example/app.js. It puts the address together while the page runs, so the "
        f"file need not hold {FORM} in one piece: search it for widget, and for what makes or fills an element "
        "(createElement, innerHTML).",
        f"Take that part out. The id {FORM} may stand in the page itself, as a setting of an element there: take that "
        "out, too.",
        "If a build makes this file, change its source.",
    )


def test_what_only_a_browser_shows_is_said_to_be_put_together() -> None:
    where = placed("squarespace", "Code block block-1", "this page, in the Code block block-1")
    said = f"The code need not hold {FORM} in one piece: it may be put together while the page runs."
    assert said in remedy(replace(case("highlevel/form", "page", where), built=True)).steps
    assert said not in remedy(case("highlevel/form", "page", where)).steps


@pytest.mark.parametrize("platform", [*catalogue().platforms, "unknown"])
def test_every_thing_at_every_kind_of_place_has_steps_without_gaps(platform: str) -> None:
    for signature in SIGNATURES.records:
        for setting in SETTINGS:
            for state in State:
                where = placed(platform, "CONTAINER {x}", "EDIT", 2)
                done = remedy(case(signature.id, setting, where, state=state, value="a{b}c", url=""))
                assert done.title == signature.remedy.title
                assert len(set(done.steps)) == len(done.steps) >= 3
                assert done.steps[-1] == AGAIN
                assert all(step.strip() == step and step.endswith((".", "first.")) for step in done.steps)


RECORDS = tomllib.loads(files("scanner").joinpath("remedies.toml").read_text("utf-8"))


def test_every_record_names_its_source_the_day_it_was_looked_at_and_how_sure_it_is() -> None:
    keys = {"platform", "setting", "kind", "whole", "steps", "source", "verified_on", "confidence"}
    for part in ("before", "where", "also", "last"):
        for record in RECORDS[part]:
            assert set(record) <= keys
            assert record.get("platform", "html") in catalogue().platforms
            assert set(record.get("setting", ())) <= set(SETTINGS)
            assert isinstance(record["verified_on"], date)
            assert record["confidence"] in ("verified", "documented", "general")
            assert record["source"].startswith("https://") == (record["confidence"] == "documented")
            assert record["source"]


def test_menus_known_only_in_general_are_worded_softly() -> None:
    soft = ("usually", "may differ", "else", "If ", "git grep", "decide", "Do this last", "look for", "look in")
    for record in RECORDS["where"]:
        if record["confidence"] == "general":
            assert any(word.lower() in " ".join(record["steps"]).lower() for word in soft), record["steps"]
