"""Payment, trigger and short links where no link element is: in handlers, data for machines, cards, and words."""

import pytest

from scanner.extract.cards import unfolded
from scanner.findings import FailOn, fails, findings
from scanner.model import How, Note, State
from scanner.scan import Finding
from tests.scanner.finding import AGENCY, FORM, RECOGNISER, WIDGET, form, found, read, served, url

PAY = f"https://link.fastpaydirect.com/payment-link/{WIDGET}"
SHORT = "https://msgsndr.com/l/aB3dE9xYz"
TRIGGER = f"{AGENCY}/l/aB3dE9xYz"
IDS = {PAY: WIDGET, SHORT: "aB3dE9xYz", TRIGGER: "aB3dE9xYz"}
NAMES = {PAY: "highlevel/payment-link", SHORT: "highlevel/short-link", TRIGGER: "highlevel/trigger-link"}
PLACES = {
    """<button onclick="window.open('{}', '_blank')">Go</button>""": ("body > button", "Go"),
    """<button onclick="location.href='{}'">Go</button>""": ("body > button", "Go"),
    """<div role="button" onclick="window.location.assign(&quot;{}&quot;)">Go</div>""": ("body > div", "Go"),
    """<button @click="window.open('{}')">Go</button>""": ("body > button", "Go"),
    """<a href="javascript:window.open('{}')">Go</a>""": ("body > a", "Go"),
    """<button id="go">Go</button><script>go.onclick = () => window.open("{}")</script>""": ("body > script", ""),
    """<map><area href="{}" alt="Go"></map>""": ("body > map > area", "Go"),
    """<script type="application/ld+json">{{"@type": "Offer", "url": "{}"}}</script>""": ("body > script", ""),
    """<script type="application/ld+json">{{"@type": "MedicalClinic", "sameAs": ["{}"]}}</script>""": (
        "body > script",
        "",
    ),
    """<div itemscope><link itemprop="url" href="{}"></div>""": ("body > div > link", ""),
}


def of(result: tuple[Finding, ...]) -> list[Finding]:
    return [one for one in result if one.signature != "highlevel/form"]


@pytest.mark.parametrize("address", IDS)
@pytest.mark.parametrize("markup", PLACES)
def test_a_link_of_any_make_is_found_with_its_page_words_and_place(markup: str, address: str) -> None:
    """The host of the trigger link proves to be the CRM's on another page."""
    [one] = of(found(served("/offer/", markup.format(address)), served("/contact/", form(FORM))))
    assert (one.signature, one.value, one.how, one.state) == (NAMES[address], IDS[address], How.LINK, State.LIVE)
    assert one.placement.pages == (url("/offer/"),)
    assert [(piece.locator, piece.label) for piece in one.evidence] == [PLACES[markup]]


def test_data_for_search_engines_is_called_by_its_name() -> None:
    markup = f'<script type="application/ld+json">{{"@type": "Offer", "url": "{PAY}"}}</script>'
    [one] = found(served("/", markup))
    assert one.placement.container.startswith("structured data (JSON-LD)")


@pytest.mark.parametrize("shown", [PAY, PAY.removeprefix("https://"), SHORT, SHORT.removeprefix("https://")])
def test_an_address_that_is_written_out_is_a_note(shown: str) -> None:
    [one] = found(served("/flyer/", f"<h2>Deposit</h2><p>Scan the code, or open {shown} on your phone.</p>"))
    assert (one.signature, one.note, one.how) == ("highlevel/written-link", Note.TEXT, How.TEXT)
    assert "on your phone." in one.evidence[0].excerpt
    assert not any(fails((one,), wanted) for wanted in FailOn)


CARD = f"""BEGIN:VCARD
VERSION:3.0
FN:Hazel Row Clinic
URL:{SHORT}
item1.URL;type=pref:https\\://link.fastpaydirect.com/payment-li
 nk/{WIDGET}
NOTE:Ask us
 \tanything
URL;TYPE=work:{TRIGGER}
END:VCARD
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_links_of_a_card_are_found_on_their_lines_also_where_these_are_folded(end: str) -> None:
    traces = RECOGNISER.text(url("/hazel-row.vcf"), CARD.replace("\n", end), css=False)[1]
    result = of(findings([traces, *read(served("/contact/", form(FORM)))], RECOGNISER))
    assert sorted((one.signature, one.value, one.how, one.evidence[0].locator) for one in result) == [
        ("highlevel/payment-link", WIDGET, How.LINK, "line 5"),
        ("highlevel/short-link", "aB3dE9xYz", How.LINK, "line 4"),
        ("highlevel/trigger-link", "aB3dE9xYz", How.LINK, "line 9"),
    ]
    assert {one.placement.edit for one in result} == {f"the file {url('/hazel-row.vcf')}"}


def test_only_cards_are_unfolded() -> None:
    assert unfolded("let a = 1\n  + 2\n") == "let a = 1\n  + 2\n"
    assert unfolded("BEGIN:VCARD\r\nURL:a\r\n b\r\nEND:VCARD") == "BEGIN:VCARD\r\nURL:ab\r\n\nEND:VCARD"
