import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from reports.html import MOST, render
from scanner.model import PlacementType, Unread
from scanner.scan import Finding, Scan
from tests.reports.document import elements
from tests.reports.scans import BLOCKED, CLEAR, FINAL_DATE, MEDSPA, PAGES, SCANS, SITE

CSS = (Path(__file__).parents[2] / "templates" / "removal.css").read_text()
EXTRAS = (Path(__file__).parents[2] / "templates" / "extras.js").read_text()
TECHNICAL = re.compile(
    r"\b(i?frames?|scripts?|DOM|HTML|CSS|embed(s|ded)?|DNS|CNAME|URLs?|selectors?|widgets?)\b", re.IGNORECASE
)
REFERENCES = ("src", "srcset", "data", "action", "poster", "background", "formaction", "ping", "xlink:href")


@pytest.fixture(params=SCANS)
def page(request: pytest.FixtureRequest) -> str:
    return render(SCANS[request.param], final_date=FINAL_DATE)


def with_findings(*findings: Finding) -> Scan:
    return replace(MEDSPA, findings=findings)


def test_document_needs_nothing_but_itself(page: str) -> None:
    scripts = [script.text for script in elements(page, "//script")]
    assert scripts in ([], [" ".join(EXTRAS.split())])
    assert not elements(page, "//link|//iframe|//object|//embed|//base|//form|//img")
    assert not [
        e for e in elements(page) if any(name in REFERENCES or name.startswith("on") for name, _ in e.attributes)
    ]
    assert "url(" not in page
    assert "@import" not in page


def test_policy_of_the_document_lets_nothing_in(page: str) -> None:
    (policy,) = elements(page, "//meta[@http-equiv='Content-Security-Policy']")
    digest = b64encode(sha256(EXTRAS.encode()).digest()).decode()
    script = f"script-src 'sha256-{digest}'; " if elements(page, "//script") else ""
    rest = "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    assert policy["content"] == f"default-src 'none'; {script}{rest}"


def test_only_tasks_have_extras_and_only_if_wished_for() -> None:
    with_them = {name: len(elements(render(scan), "//script")) for name, scan in SCANS.items()}
    assert with_them == {"medspa": 1, "clear": 0, "blocked": 0}
    bare = render(MEDSPA, extras=False)
    assert elements(bare, "//script") == ()
    assert "script-src" not in bare


def test_a_large_scan_makes_a_report_that_can_be_mailed() -> None:
    pages = tuple(f"{SITE}/treatments/number-{number:04d}/" for number in range(5000))
    reach = (1, 3, 50, 5000)
    found = tuple(
        replace(
            (one := MEDSPA.findings[number % len(MEDSPA.findings)]),
            ref=f"R-{number:02d}",
            placement=replace(one.placement, pages=pages[: reach[number % 4]], edit=f"{one.placement.edit} {number}"),
        )
        for number in range(400)
    )
    assert len(render(with_findings(*found), final_date=FINAL_DATE)) < 8_000_000


def test_links_lead_to_the_web_or_into_the_document(page: str) -> None:
    ids = {element["id"] for element in elements(page, "//*[@id]")}
    for link in elements(page, "//a"):
        if link["href"].startswith("#"):
            assert link["href"][1:] in ids
        else:
            assert re.match(r"https?://", link["href"])
            assert link["rel"] == "noreferrer nofollow"


def test_document_can_be_walked_by_ear(page: str) -> None:
    (root,) = elements(page, "/html")
    assert root["lang"] == "en"
    assert len(elements(page, "//h1")) == 1
    assert [len(elements(page, f"//{tag}")) for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    assert elements(page, "//body/*")[0]["href"] == "#main"
    ids = [element["id"] for element in elements(page, "//*[@id]")]
    assert len(ids) == len(set(ids))
    for section in elements(page, "//section|//article"):
        assert section["aria-labelledby"] in ids
    levels = [int(element.tag[1]) for element in elements(page, "//h1|//h2|//h3|//h4")]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_owner_reads_no_technical_word() -> None:
    page = render(MEDSPA, final_date=FINAL_DATE)
    layer = elements(page, "//div[@class='hero']|//section[following-sibling::section[@id='tasks']]")
    assert len(layer) == 4
    assert [word for part in layer for word in TECHNICAL.findall(part.text)] == []


def test_first_thing_in_the_document_is_the_verdict() -> None:
    page = render(MEDSPA, final_date=FINAL_DATE)
    assert (
        elements(page, "//h1")[0].text
        == "At least 14 things on 41 pages and 1 entry of the domain must come off before 30 November 2026"
    )
    assert [e.text for e in elements(page, "//ul[@class='figures']/li")] == [
        "37 days left",
        "15 things to take off",
        "13 places to edit",
        "38 of 50 addresses read wholly",
    ]


def test_every_finding_is_one_task_with_its_reference_and_a_checkbox() -> None:
    page = render(MEDSPA)
    live = [finding.ref for finding in MEDSPA.findings if finding.state.value != "inert"]
    assert sorted(task["id"] for task in elements(page, "//article")) == live
    assert len(elements(page, "//article//label/input[@type='checkbox']")) == len(live)
    assert [note["id"] for note in elements(page, "//section[@id='notes']//li[@id]")] == ["R-16", "R-17"]


def test_only_a_clear_scan_says_clear() -> None:
    assert re.search(r"\bclear\b", elements(render(CLEAR), "//main")[0].text, re.IGNORECASE)
    for scan in (MEDSPA, BLOCKED, replace(CLEAR, coverage=replace(CLEAR.coverage, complete=False))):
        said = elements(render(scan), "//div[@class='hero']")[0].text
        assert not re.search(r"(?<!not proven )\bclear\b", said, re.IGNORECASE)


def test_blocked_site_says_how_little_was_checked() -> None:
    page = render(BLOCKED, final_date=FINAL_DATE)
    assert elements(page, "//h1")[0].text == "Not proven clear: 0 of 8 addresses could be checked"
    assert "A bot check stood in front of the page 7 addresses" in elements(page, "//section[@id='reading']")[0].text


def test_more_than_five_pages_are_folded() -> None:
    finding = MEDSPA.findings[0]
    for number, folded in ((5, 0), (6, 1)):
        few = replace(
            finding, evidence=finding.evidence[:1], placement=replace(finding.placement, pages=PAGES[:number])
        )
        page = render(with_findings(few))
        assert len(elements(page, "//section[@id='tasks']//details")) == folded
        assert len(elements(page, "//section[@id='tasks']//ul[@class='pages']/li")) == number


def test_long_lists_are_cut_and_say_so() -> None:
    many = tuple(f"https://willowmedspa.example/p/{n}/" for n in range(MOST + 3))
    finding = replace(MEDSPA.findings[0], placement=replace(MEDSPA.findings[0].placement, pages=many))
    unread = tuple(Unread(url, "budget") for url in many)
    page = render(replace(with_findings(finding), coverage=replace(MEDSPA.coverage, unread=unread)))
    assert "and 3 more pages, all of them in scan.json" in elements(page, "//section[@id='tasks']")[0].text
    assert "and 3 more addresses, all of them in scan.json" in elements(page, "//section[@id='reading']")[0].text


@pytest.mark.parametrize(("things", "pages", "named"), [(3, 500, 500), (40, 200, 200), (41, 600, 200), (400, 5000, 20)])
def test_the_more_lists_of_pages_the_shorter_they_are(things: int, pages: int, named: int) -> None:
    shown = tuple(f"https://willowmedspa.example/p/{n}/" for n in range(pages))
    finding = replace(MEDSPA.findings[0], evidence=MEDSPA.findings[0].evidence[:1])
    found = tuple(
        replace(finding, ref=f"R-{n}", placement=replace(finding.placement, pages=shown, edit=f"the part {n}"))
        for n in range(things)
    )
    page = render(with_findings(*found))
    assert len(elements(page, "(//section[@class='place'])[1]//details[1]/ul[@class='pages']/li")) == named
    assert len(page.encode()) < 15_000_000


@pytest.mark.parametrize(("number", "shown", "said"), [(13, 13, ""), (14, 12, "and 2 more")])
def test_many_references_are_counted(number: int, shown: int, said: str) -> None:
    found = tuple(replace(MEDSPA.findings[5], ref=f"R-{n:02d}") for n in range(1, number + 1))
    page = render(with_findings(*found))
    for cell in ("//p[@class='refs']", "//table//td[3]"):
        assert len(elements(page, f"{cell}/a")) == shown
        assert elements(page, cell)[0].text.partition(f"R-{shown:02d}")[2].strip() == said


def test_what_is_no_web_address_is_text() -> None:
    finding = replace(MEDSPA.findings[0], url="wss://chat.vendor.test/socket", evidence=())
    page = render(with_findings(replace(finding, placement=replace(finding.placement, pages=("file:///etc/passwd",)))))
    assert not elements(page, "//a[contains(@href, 'wss:') or contains(@href, 'file:')]")
    assert "wss://chat.vendor.test/socket" in elements(page, "//article")[0].text


def test_one_of_everything_is_in_the_singular() -> None:
    page_of = replace(MEDSPA.findings[4].placement, type=PlacementType.SHARED, edit="Footer", pages=PAGES[:1])
    scan = replace(
        with_findings(replace(MEDSPA.findings[4], placement=page_of)), coverage=replace(CLEAR.coverage, checked=1)
    )
    page = elements(render(scan, final_date=FINAL_DATE.replace(month=10, day=25)), "//main")[0].text
    assert "1 thing on 1 page must come off before 25 October 2026" in page
    assert "It belongs to the CRM and stops working when its account closes. 1 day is left" in page
    assert "1 edit removes it from 1 page" in page
    assert not re.search(r"\b1 (things|pages|days|edits|tasks|forms|addresses)\b", page)


def colors(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", range(3), ids=["light", "dark", "print"])
def test_every_text_stands_out_from_what_is_behind_it(mode: int) -> None:
    palette = colors(CSS.split(":root {")[mode + 1])
    for ground in ("paper", "card", "sunk", "breaks-bg", "loses-bg", "clear-bg"):
        for ink in ("ink", "soft", "link"):
            assert contrast(palette[ink], palette[ground]) >= 4.5, (ink, ground)
    for tone in ("breaks", "loses", "tidy", "clear"):
        for ground in (f"{tone}-bg", "paper", "card"):
            assert contrast(palette[tone], palette[ground]) >= 4.5, (tone, ground)
