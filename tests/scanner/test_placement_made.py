"""What something else puts on a page is edited where that is: in a tag manager, a file, a record."""

from collections.abc import Iterable

import pytest

from scanner.mentions import Element, Mention, MentionType, Where
from scanner.model import How, PlacementType, SeenIn, State
from scanner.placement import file_of_site, locate
from scanner.sightings import Sighting, unite
from scanner.traces import PageTraces
from tests.scanner.placing import FORM, FORM_URL, PAGE, RECOGNISER

GTM = "https://www.googletagmanager.com/gtm.js?id=GTM-ABC1234"


def sighting(*mentions: Mention) -> Sighting:
    return Sighting("highlevel/form", FORM, How.EMBED, State.LIVE, 0, mentions)


def requested(initiator: str) -> Mention:
    return Mention(MentionType.REQUEST, FORM_URL, Where(SeenIn.NETWORK, "document"), initiator=initiator)


def shown(*ancestors: Element, seen_in: SeenIn = SeenIn.RENDERED, inside: str = "") -> Mention:
    return Mention(MentionType.FRAME, FORM_URL, Where(seen_in, "body > iframe", "<iframe>", inside, ancestors))


def traces(platform: str = "html", scripts: Iterable[str] = ()) -> PageTraces:
    return PageTraces(PAGE, "Contact", platform, (), (), tuple(scripts))


def test_what_a_tag_manager_put_there_is_a_tag() -> None:
    found = locate(sighting(shown(), requested(GTM)), traces())
    assert (found.type, found.container, found.shared, found.anchor) == (
        *(PlacementType.TAG_MANAGER, "Google Tag Manager container GTM-ABC1234"),
        *("Google Tag Manager container GTM-ABC1234 › Tags", "tag-manager:GTM-ABC1234"),
    )


def test_a_tag_manager_is_known_without_its_container_too() -> None:
    found = locate(sighting(requested(GTM.partition("?")[0] + "?id=")), traces())
    assert (found.type, found.container) == (PlacementType.TAG_MANAGER, "Google Tag Manager")


def test_what_was_served_was_not_put_there_by_a_tag_manager() -> None:
    found = locate(sighting(shown(seen_in=SeenIn.HTML), requested(GTM)), traces())
    assert found.type is PlacementType.PAGE


def test_what_a_file_of_site_of_the_site_put_there_is_edited_in_the_file() -> None:
    file = "https://clinic.example/js/app.js"
    found = locate(sighting(shown(), requested(file)), traces(scripts=[file]))
    assert (found.type, found.container, found.shared) == (
        *(PlacementType.FILE, f"script file {file}"),
        f"the script file {file}",
    )


def test_what_only_a_foreign_script_asks_for_names_that_script() -> None:
    found = locate(sighting(requested("https://tools.other.example/x.js?client=1")), traces())
    assert (found.type, found.container) == (
        PlacementType.PAGE,
        "requested by the script https://tools.other.example/x.js?client=",
    )


def test_what_only_a_foreign_style_sheet_asks_for_names_that_style_sheet() -> None:
    found = locate(sighting(requested("https://tools.other.example/x.css?v=1")), traces())
    assert (found.type, found.container, found.alone) == (
        PlacementType.PAGE,
        "requested by the style sheet https://tools.other.example/x.css?v=1",
        "wherever the style sheet https://tools.other.example/x.css?v=1 is put into the site",
    )


def test_what_a_style_sheet_of_the_site_asks_for_is_edited_in_the_style_sheet() -> None:
    found = locate(sighting(requested("https://clinic.example/wp-content/s.css?ver=7")), traces())
    assert (found.type, found.container, found.shared) == (
        PlacementType.FILE,
        "style sheet https://clinic.example/wp-content/s.css",
        "the style sheet https://clinic.example/wp-content/s.css",
    )


def test_a_frame_in_a_builders_frame_is_placed_by_the_frame_around_it() -> None:
    inner = shown(seen_in=SeenIn.FRAME, inside="div#comp-lx1a2b > iframe")
    assert locate(sighting(inner), traces("wix")).container == "embedded HTML element comp-lx1a2b"


def test_a_trace_in_a_file_of_site_is_edited_in_the_file() -> None:
    got = RECOGNISER.script("https://clinic.example/assets/app.js", f'let a=1;\nshow("{FORM_URL}");\n')
    [found] = [locate(s, got) for s in unite(got.matches, RECOGNISER.signatures)]
    assert (found.type, found.shared) == (
        PlacementType.FILE,
        "the script file https://clinic.example/assets/app.js",
    )


@pytest.mark.parametrize(
    ("path", "edit"),
    [
        ("/assets/app.mjs", "the script file https://clinic.example/assets/app.mjs"),
        ("/assets/app.css?v=2", "the style sheet https://clinic.example/assets/app.css"),
        ("/feed/", "the feed https://clinic.example/feed/"),
        ("/comments/feed", "the feed https://clinic.example/comments/feed"),
        ("/blog-feed.xml", "the feed https://clinic.example/blog-feed.xml"),
        ("/blog.rss", "the feed https://clinic.example/blog.rss"),
        ("/?feed=rss2", "the feed https://clinic.example/?feed="),
        ("/forms.json", "the data file https://clinic.example/forms.json"),
        ("/wp-json/wp/v2/posts", "the data file https://clinic.example/wp-json/wp/v2/posts"),
        ("/site.webmanifest", "the data file https://clinic.example/site.webmanifest"),
        ("/loader.php", "the file https://clinic.example/loader.php"),
        ("/feeding-times.js", "the script file https://clinic.example/feeding-times.js"),
    ],
)
def test_a_file_is_called_what_its_address_says_that_it_is(path: str, edit: str) -> None:
    got = RECOGNISER.script(f"https://clinic.example{path}", f'x = "{FORM_URL}";')
    [found] = [locate(s, got) for s in unite(got.matches, RECOGNISER.signatures)]
    assert (found.type, found.shared) == (PlacementType.FILE, edit)


@pytest.mark.parametrize(
    ("name", "anchor"),
    [
        ("main.3f2a1c9b.js", "main.js"),
        ("index-BqZ3xk9P.js", "index.js"),
        ("app.min.js", "app.min.js"),
        ("booking-calendar.js", "booking-calendar.js"),
        ("contact-form-loader.mjs", "contact-form-loader.mjs"),
        ("app.js?ver=1.4", "app.js"),
    ],
)
def test_the_digest_of_a_build_does_not_make_another_file(name: str, anchor: str) -> None:
    assert file_of_site(f"https://www.clinic.example/a/{name}").anchor == f"file:clinic.example/a/{anchor}"


def test_a_record_and_a_document_are_edited_where_they_are() -> None:
    record = Mention(MentionType.TEXT, "", Where(SeenIn.DNS, "link.clinic.example CNAME"))
    leaflet = Mention(MentionType.LINK, FORM_URL, Where(SeenIn.FILE, "page 1"))
    found = [locate(sighting(mention), traces()) for mention in (record, leaflet)]
    assert [(p.type, p.container) for p in found] == [
        (PlacementType.DNS, "DNS record link.clinic.example CNAME"),
        (PlacementType.FILE, f"file {PAGE}"),
    ]
