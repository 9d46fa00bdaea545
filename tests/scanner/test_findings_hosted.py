"""Pages that come from the CRM as a whole: one by one, or all of a name at once; and those that a plugin serves."""

import pytest

from scanner.findings import findings
from scanner.model import Confidence, Frame, Mode, Page
from tests.scanner.finding import HOST, RECOGNISER, Told, found, read, rendered, served, told

PROGRAM = '<script type="module" src="https://stcdn.leadconnectorhq.com/_preview/0a1b2c3d.js"></script>'
PLUGIN = "https://clinic.example/wp-content/plugins/leadconnector/public/css"


def hosted(words: str = "Offer") -> str:
    return f'<div id="__nuxt"><div class="hl_page-preview--content"><h1>{words}</h1></div></div>{PROGRAM}'


def at(address: str, body: str) -> Page:
    html = f"<!doctype html><html><head><title>A page</title></head><body>{body}</body></html>"
    return Page(address, address, 200, Mode.SERVED, html)


def page(path: str) -> Told:
    return Told("hosted-page", HOST, "embed", "live", "page", "the whole page", (path,))


def test_each_page_is_a_thing_to_do_where_the_site_has_others() -> None:
    paths = [f"/offer-{n}" for n in range(1, 6)]
    pages = (served("/", "<p>The clinic</p>"), *(served(path, hosted(path)) for path in paths))
    assert told(found(*pages)) == [page(path) for path in paths]


@pytest.mark.parametrize("number", [1, 2, 9])
def test_a_name_that_shows_nothing_else_is_one_thing_to_do(number: int) -> None:
    paths = tuple(f"/page-{n}" for n in range(1, number + 1))
    [finding] = found(*(served(path, hosted(path)) for path in paths))
    assert told([finding]) == [Told("hosted-page", HOST, "embed", "live", "shared", "the whole page", paths)]
    assert finding.placement.edit == "all pages of clinic.example: the CRM serves them"


def test_names_are_told_apart() -> None:
    own = [at(f"https://{HOST}/{path}", "<p>The clinic</p>") for path in ("", "about")]
    others = [at(f"https://www.{HOST}/{path}", hosted(path)) for path in ("one", "two")]
    [finding] = found(*own, *others)
    assert (finding.value, finding.placement.type) == (f"www.{HOST}", "shared")
    assert len(finding.placement.pages) == 2


def test_further_addresses_of_a_page_are_no_further_pages() -> None:
    [finding] = found(at(f"https://{HOST}/", hosted()), at(f"https://{HOST}/index.html", hosted()))
    assert (finding.placement.type, finding.placement.apart) == ("shared", (f"https://{HOST}/",))


def test_the_page_of_a_plugin_is_one_finding_with_all_that_shows_it() -> None:
    tracked = served(
        "/offer/",
        '<main><div class="lc-native-content"><h1>Offer</h1></div></main>',
        f'<link rel="stylesheet" href="{PLUGIN}/leadconnector-native-page.css?ver=4">',
    )
    [finding] = found(served("/", "<p>The clinic</p>"), tracked)
    assert (finding.signature, finding.placement.type) == ("highlevel/wordpress-page", "plugin")
    assert [piece.locator for piece in finding.evidence] == ["head > link", "body > main > div"]


def test_a_frame_is_certain_where_its_document_was_proved() -> None:
    address = "https://offers.spa.example/june"
    frame = Frame(address, hosted(), "iframe#offer")
    seen = read(rendered("/", f'<iframe id="offer" src="{address}"></iframe>', frames=(frame,)))
    [finding] = findings(seen, RECOGNISER)
    assert (finding.signature, finding.confidence) == ("highlevel/page", Confidence.CERTAIN)


def test_one_sign_and_an_address_like_the_crms_are_not_said_to_be_proof_of_a_page() -> None:
    address = "https://go.spa.example/widget/bookings/peel"
    frame = Frame(address, PROGRAM, "iframe#book")
    [traces] = read(rendered("/", f'<iframe id="book" src="{address}"></iframe>', frames=(frame,)))
    assert [match.mention.attrs["document"] for match in traces.matches] == ["highlevel/page"]
