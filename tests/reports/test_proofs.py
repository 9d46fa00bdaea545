"""What an editor is told to search for is there before the work is done, and gone afterwards."""

from dataclasses import replace

import pytest

from reports.proofs import Proof, proof, proofs
from scanner.model import How, Kind, PlacementType, SeenIn, Severity, State
from scanner.scan import Evidence, Finding
from tests.reports.scans import MEDSPA

FORM = MEDSPA.findings[5]
ID = FORM.value
SOURCE = "Open the page in a private window, show the page source (Ctrl+U) and search it for"
NETWORK = (
    "Open the page in a private window, open the developer tools (F12), choose the tab Network, load the page again "
    "and filter for"
)
ELEMENTS = "Open the page in a private window, open the developer tools (F12), and search the tab Elements (Ctrl+F) for"
NOT_IN_SOURCE = " The page source alone does not show it."


def seen(seen_in: SeenIn, excerpt: str = FORM.evidence[0].excerpt, **more: object) -> Finding:
    """The form, seen in one way only."""
    return replace(FORM, evidence=(Evidence(FORM.placement.pages[0], seen_in, "", excerpt),), **more)  # type: ignore[arg-type]  # fields of Finding


def test_what_the_page_serves_is_looked_for_in_its_source() -> None:
    assert proof(FORM) == Proof(SOURCE, ID, ". There is no hit.")


def test_what_scripts_put_together_is_looked_for_where_the_browser_asks_for_it() -> None:
    gone = Proof(NETWORK, ID, f". There is no request.{NOT_IN_SOURCE}")
    assert proof(seen(SeenIn.RENDERED)) == gone
    assert proof(seen(SeenIn.NETWORK, FORM.url)) == gone


def test_an_address_that_code_holds_in_pieces_is_not_looked_for_in_that_code() -> None:
    code = 'box.src = "https://link." + name + "/widget/" + "form/" + first + second'
    assert proof(seen(SeenIn.HTML, code)).look == NETWORK
    file = replace(FORM.placement, type=PlacementType.FILE)
    assert proof(seen(SeenIn.SCRIPT, code, placement=file)).look == NETWORK


def test_a_link_that_only_a_browser_shows_is_looked_for_among_the_elements() -> None:
    assert proof(seen(SeenIn.RENDERED, how=How.LINK)) == Proof(ELEMENTS, ID, f". There is no hit.{NOT_IN_SOURCE}")


def test_what_opens_after_a_click_is_looked_for_after_that_click() -> None:
    assert proof(seen(SeenIn.NETWORK, FORM.url, state=State.WAITING)).expect == (
        f". There is no request, also after what used to open it.{NOT_IN_SOURCE}"
    )


def test_files_redirects_and_records_are_looked_at_themselves() -> None:
    file = replace(FORM.placement, type=PlacementType.FILE)
    assert proof(seen(SeenIn.SCRIPT, placement=file)).look == (
        "Open the file itself in a private window and search it for"
    )
    assert proof(seen(SeenIn.FILE)).look == "Open the file as it is offered for download, and look for"
    assert proof(seen(SeenIn.REDIRECT)).look == "Open the address in a private window. It no longer ends at"
    record = replace(FORM, url="", value="brand.vendor.test", evidence=(Evidence("", SeenIn.DNS, "", "a CNAME b"),))
    assert proof(record) == Proof(
        "Look the record up again, after a day at the latest. It no longer names", "brand.vendor.test", "."
    )


def test_a_tag_that_showed_nowhere_is_looked_for_in_its_container() -> None:
    container = "https://www.googletagmanager.com/gtm.js?id=GTM-ABC1234"
    where = replace(FORM.placement, type=PlacementType.TAG_MANAGER)
    tag = seen(SeenIn.SCRIPT, placement=where, state=State.WAITING, initiator=container)
    look = f"When a new version is published, open {container} in a private window and search its text for"
    assert proof(tag) == Proof(look, ID, ". There is no hit.")
    built = seen(SeenIn.SCRIPT, f'host + "{FORM.url.partition(ID)[0]}" + id', placement=where, initiator=container)
    assert proof(replace(built, value="x")).look == look
    assert "/" not in proof(replace(built, value="x")).needle
    shown = replace(tag, evidence=(*tag.evidence, *seen(SeenIn.RENDERED).evidence))
    assert proof(shown).look == ELEMENTS


def test_the_plugin_is_not_proved_by_a_word_that_the_chat_beside_it_holds() -> None:
    address = "https://willowmedspa.example/wp-content/plugins/leadconnector/public/js/lc-public.js"
    plugin = replace(
        seen(SeenIn.HTML, f'<script src="{address}?ver=1.9"></script>', value="leadconnector", url=f"{address}?ver="),
        ref="R-02",
        kind=Kind.PLUGIN,
        severity=Severity.TIDY,
    )
    chat = replace(MEDSPA.findings[0], ref="R-01")
    assert proofs((chat, plugin))["R-02"] == Proof(SOURCE, "/plugins/leadconnector/", ". There is no hit.")


def test_what_a_plugin_brings_goes_with_the_plugin() -> None:
    where = replace(FORM.placement, type=PlacementType.PLUGIN, edit="the plugin")
    excerpt = '<link href="/wp-content/plugins/leadconnector/a.css">'
    url = "https://willowmedspa.example/wp-content/plugins/leadconnector/a.css"
    plugin = seen(SeenIn.HTML, excerpt, ref="R-01", placement=where, value="leadconnector", url=url)
    page = replace(plugin, ref="R-02", value="page")
    assert proofs((plugin, page))["R-01"] == Proof(SOURCE, "/plugins/leadconnector/", ". There is no hit.")


def test_where_another_task_has_the_same_identity_it_is_named() -> None:
    link = replace(FORM, ref="R-07", how=How.LINK)
    both = proofs((FORM, link))
    assert (both[FORM.ref].needle, both[FORM.ref].expect) == (ID, ". There is no hit, once R-07 is done too.")
    elsewhere = replace(link, placement=replace(link.placement, pages=("https://willowmedspa.example/other/",)))
    assert proofs((FORM, elsewhere))[FORM.ref].expect == ". There is no hit."


@pytest.mark.parametrize("finding", MEDSPA.findings, ids=lambda finding: finding.ref)
def test_what_is_searched_for_stands_in_the_evidence_or_is_the_address(finding: Finding) -> None:
    wanted = proofs(MEDSPA.findings)[finding.ref].needle
    assert wanted
    assert any(wanted in text for text in (finding.url, finding.value, *(e.excerpt for e in finding.evidence)))
