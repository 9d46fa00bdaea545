"""Markdown as a reader of GitHub-flavoured Markdown sees it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reports.gfm import block, code, link, prose, row
from reports.markdown import MOST, render
from scanner.model import PlacementType
from scanner.scan import Scan
from tests.reports.scans import BLOCKED, CLEAR, FINAL_DATE, MEDSPA, PAGES, SITE
from tests.reports.test_injection import CORPUS, PILE, UNSEEN, filled

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TRICKS = (
    "[x](https://evil.test/)",
    "![x](https://evil.test/x.png)",
    "[x]: https://evil.test/",
    "<https://evil.test/>",
    "<img src=x>",
    "https://evil.test/",
    "www.evil.test",
    "mail@evil.test",
    "@everyone and @org/team",
    "#1 GH-1 org/repo#1 org/repo@deadbeefdeadbeef deadbeefdeadbeef",
    "| a | b |",
    "a|b\\|c\\\\|d",
    "`x` ``y`` ```",
    "` <b>x</b> `",
    "```\n# x\n```",
    "~~~\nx",
    "# heading",
    "x\n===",
    "x\n---",
    "> quoted",
    "- item\n- [ ] task",
    "1. first",
    "1) first",
    "+",
    "    indented",
    "*a* **b** _c_ __d__ ~~e~~",
    ":smile: $x$ $$y$$ [^1] [!NOTE]",
    "&lt;b&gt; &#60; &copy;",
    "\\",
    "\\`x\\`",
    "<!-- x",
    "https://evil.test/)[x](javascript:alert(1))",
    'https://evil.test/ "title" <b>',
    "https://evil.test/&quot;&copy=1",
    "https://evil.test/`|`",
)  # fmt: skip
ACTIVE = re.compile(r"[@#<>\[\]*_`~|\\$]|://|www\.|:\w+:|\bgh-\d|\b[0-9a-f]{7,}\b", re.IGNORECASE)


def tokens(text: str) -> Iterator[Token]:
    for token in READER.parse(text):
        yield token
        yield from token.children or ()


def shape(text: str) -> Counter[str]:
    """How often there is what, links and code spans aside, of which a text may make more or fewer."""
    aside = ("code_inline", "text", "link_open", "link_close", "softbreak")
    return Counter(token.type for token in tokens(text) if token.type not in aside)


def spoken(text: str) -> str:
    """What stands there outside of code and links."""
    return "\n".join(token.content for token in tokens(text) if token.type == "text")


@pytest.mark.parametrize("payload", [*CORPUS, *TRICKS])
def test_nothing_in_a_scan_makes_a_link_a_picture_or_anything_else(payload: str) -> None:
    said = render(filled(payload), final_date=FINAL_DATE)
    plain = "https://evil.test/" if payload.startswith("https://") else "x" if payload.strip() else payload
    assert shape(said) == shape(render(filled(plain), final_date=FINAL_DATE))
    hrefs = {str(token.attrs["href"]) for token in tokens(said) if token.type == "link_open"}
    assert all(href.startswith("https://evil.test/") for href in hrefs)
    assert bool(hrefs) == payload.startswith("https://")
    left = re.sub(r"^\[ \]", "", spoken(said), flags=re.MULTILINE)
    assert ACTIVE.findall(left) == []
    assert said.encode()
    assert not UNSEEN.search(said)
    assert not PILE.search(said)
    assert not re.search(r"^\s*::|##\w*\[", said, re.MULTILINE)


ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
MARKS = st.lists(st.sampled_from([*"`*_[]()<>#@|\\!&;:~-+=1.a \n\t", "www.", "http://", "&amp;", "```"]), max_size=20)


@given(ANY_TEXT | MARKS.map("".join))
def test_any_text_stays_one_paragraph_of_words_and_code(text: str) -> None:
    said = prose(text)
    read = list(READER.parse(said))
    assert [token.type for token in read] in ([], ["paragraph_open", "inline", "paragraph_close"])
    assert {token.type for one in read for token in one.children or ()} <= {"text", "code_inline"}
    assert ACTIVE.findall(spoken(said)) == []


@given(ANY_TEXT | MARKS.map("".join))
def test_any_text_is_one_code_span_one_block_and_one_cell(text: str) -> None:
    span = [token.type for one in READER.parse(f"x {code(text)} y") for token in one.children or ()]
    assert span in (["text", "code_inline", "text"], ["text"])
    assert [token.type for token in READER.parse(block(text))] == ["fence"]
    table = READER.parse("\n".join((row(("a", "b")), "|--|--|", row((code(text), prose(text))))))
    assert Counter(token.type for token in table)["td_open"] == 2


@given(ANY_TEXT | MARKS.map("".join))
def test_a_link_leads_where_it_says_and_nowhere_else(text: str) -> None:
    said = link(f"https://clinic.example/{text}", "here")
    (inline,) = (one for one in READER.parse(said) if one.type == "inline")
    start, inside, _ = inline.children or []
    assert (start.type, inside.type) == ("link_open", "code_inline")
    assert str(start.attrs["href"]).startswith("https://clinic.example/")
    assert link(f"javascript:{text}", "here") == "`here`"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Open Pages › Book, and “Save” (or Update): it’s done…",
            "Open Pages › Book, and “Save” (or Update): it’s done…",
        ),
        ("Find the widget 3b9d20e; delete it.", "Find the widget `3b9d20e`; delete it."),
        ("From <iframe to </script>.", "From `<iframe` to `</script>`."),
        ("Call +14155550132 (tel:…).", "Call `+14155550132` (tel:…)."),
        ("Ask a@b.test or @team at 08:16", "Ask `a@b.test` or `@team` at 08:16"),
        ("1. first", "`1`. first"),
        ("", ""),
    ],
)
def test_prose_reads_well(text: str, said: str) -> None:
    assert prose(text) == said


def test_every_task_has_its_row_its_heading_and_its_steps_to_tick() -> None:
    said = render(MEDSPA, final_date=FINAL_DATE)
    live = {finding.ref for finding in MEDSPA.findings} - {"R-16", "R-17", "R-18", "R-19"}
    assert set(re.findall(r"^\| `(R-\d+)` \|", said, re.MULTILINE)) == live
    assert set(re.findall(r"^#### `(R-\d+)` ", said, re.MULTILINE)) == live
    assert all("\n- [ ] " in task for task in said.split("\n#### ")[1:])


def test_a_clear_site_has_no_task_and_a_blocked_one_says_what_is_missing() -> None:
    assert "Tasks" not in render(CLEAR)
    assert render(CLEAR).splitlines()[2] == "**Clear: no trace of the CRM at any of the 41 addresses of this site.**"
    said = render(BLOCKED)
    assert "**Not proven clear: 0 of 8 addresses could be checked.**" in said
    assert "- **A bot check stood in front of the page**: 7 addresses." in said


def many(number: int, text: str) -> Scan:
    """A scan of `number` findings, each on a page of its own and full of `text`."""
    first = MEDSPA.findings[5]
    found = tuple(
        replace(
            first,
            ref=f"R-{index}",
            fingerprint=f"{index:016x}",
            placement=replace(
                first.placement, type=PlacementType.PAGE, pages=(f"{SITE}/{index}/",), container=f"{text}{index}"
            ),
            evidence=(replace(first.evidence[0], page=f"{SITE}/{index}/", excerpt=text),),
        )
        for index in range(1, number + 1)
    )
    return replace(MEDSPA, findings=found)


def test_the_table_names_fifty_tasks_and_counts_the_others() -> None:
    said = render(many(53, "x"))
    assert len(re.findall(r"^\| `R-", said, re.MULTILINE)) == 50
    assert "\nand 3 more tasks\n" in said
    assert len(re.findall("^#### ", said, re.MULTILINE)) == 53


@pytest.mark.parametrize("text", ["x" * 4000, "##[x" * 100, "é`" * 2000, "::\n" * 2000])
def test_it_is_never_longer_than_github_takes_and_always_says_what_was_not_read(text: str) -> None:
    said = render(many(1500, text), final_date=FINAL_DATE)
    assert MOST * 0.8 < len(said.encode()) <= MOST
    assert said.count("*The rest is too long for this place") == 1
    assert "### Not read (9)" in said


def test_every_part_may_be_too_long() -> None:
    scan = replace(filled("é`\n" * 3000), findings=many(600, "é`" * 3000).findings)
    gaps = tuple(
        replace(scan.coverage.unread[0], url=f"{PAGES[0]}{index}", reason=f"why {index}") for index in range(3000)
    )
    said = render(replace(scan, coverage=replace(scan.coverage, unread=gaps)))
    assert len(said.encode()) <= MOST
    assert said.count("*The rest is too long for this place") == 2
