"""No document, script or style sheet breaks the reading, and none hides what follows it."""

import html as entities
import re

from hypothesis import example, given
from hypothesis import strategies as st

from scanner.extract import read_script, read_sheet
from scanner.extract.parsing import parse
from tests.scanner.extracting import FORM, HOME, ID, IDENTIFIERS, IN_SCOPE, LIVE, SIGNATURES, WHITE, X, reading

TAGS = st.sampled_from(["div", "p", "a", "iframe", "script", "template", "noscript", "svg", "x-y", "li", "table", "td"])
NAMES = st.sampled_from(["id", "data-id", "class", "href", "src", "srcdoc", "onclick", "data-src", "style", "title"])
VALUES = st.sampled_from(
    [
        *IDENTIFIERS[:17],
        "x",
        "x",
        f"{X}/1",
        f"{X}/2",
        FORM,
        "javascript:open('/x')",
        "#",
        "",
        "//",
        "url(//y.example/z)",
    ]
) | st.text(max_size=12)
ATTRIBUTES = st.builds(lambda name, value: f' {name}="{entities.escape(value)}"', NAMES, VALUES)
START = st.builds("<{}{}>".format, TAGS, st.lists(ATTRIBUTES, max_size=3).map("".join))
END = TAGS.map("</{}>".format)
OTHER = st.sampled_from(
    ["<!--", "-->", "<![CDATA[", "<body>", "</html>", "\0", "&#x41;", "<", '"', "\ud800", "<!doctype x>"]
)
DOCUMENTS = st.lists(START | START | END | OTHER | st.text(max_size=8), max_size=25).map("".join)
CODE = st.lists(
    st.sampled_from(
        [
            *(f'f.src="{FORM}";', f"go('{X}')", "'//y.example/z'", "a='https://x.exa'+'mple/b'", 'import("/a.js");'),
            *("`https://x.example/${a}`", "</script>", "/*", "*/", "//", "\n", '"', "'", "`", "${", "}", "\\", "/"),
            "x();" * 100,
        ]
    ),
    max_size=25,
).map("".join)
SHEETS = st.lists(
    st.sampled_from(
        [
            *(f"a{{b:url({X})}}", "c{d:url('//y.example/z')}", "@import '/b.css';", "@import url(c.css) screen;"),
            *("url(", ")", "/*", "*/", "{", "}", ";", '"', "'", "\\", "\n", "\0", "\ud800", "content:'x'"),
            *("@import 'https://y.example/d.css';", "e{f:g}" * 60),
        ]
    ),
    max_size=25,
).map("".join)

HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@given(DOCUMENTS)
@example("<p id='x\b'><a href='//y.example'>")
@example("<p id='x'><p id='x'><a href='//y.example'>")
@example("<x:y><a href='//y.example'></x:y>")
def test_no_document_breaks_the_reading_and_locators_select_one_element(html: str) -> None:
    found = reading(html)
    root, _ = parse(html.replace("\0", "").encode("utf-8", "replace"))
    for mention in found.mentions:
        where = mention.where
        assert len(where.excerpt) <= 300
        assert len(where.label) <= 120
        assert len(where.heading) <= 120
        assert not HIDDEN.search(where.excerpt + where.label + where.heading + where.locator)
        if where.inside == "" and mention.state is LIVE and not where.locator.startswith("line "):
            assert root is not None
            assert len(root.cssselect(where.locator)) == 1, where.locator
    assert all(link.startswith(("https://clinic.example", "https://www.clinic.example")) for link in found.links)
    assert found == reading(html)


@given(CODE | CODE | st.text(max_size=300) | DOCUMENTS)
def test_no_script_breaks_the_reading(text: str) -> None:
    found = read_script(text, url=HOME, in_scope=IN_SCOPE, keywords=SIGNATURES.keywords)
    assert len(found.mentions) <= len(text)
    assert all(len(mention.where.excerpt) <= 300 for mention in found.mentions)


@given(SHEETS | SHEETS | st.text(max_size=300) | DOCUMENTS)
def test_no_style_sheet_breaks_the_reading(text: str) -> None:
    found = read_sheet(text, url=HOME, in_scope=IN_SCOPE, keywords=SIGNATURES.keywords)
    assert all(mention.url and len(mention.where.excerpt) <= 300 for mention in found.mentions)
    assert all(file.startswith("https://clinic.example/") for file in found.files)


@given(DOCUMENTS, st.sampled_from(["form", "booking", "survey"]))
def test_a_frame_of_the_crm_is_found_in_every_document(html: str, what: str) -> None:
    """Whatever stands before it, unless that swallows it as text or as a comment."""
    address = f"{WHITE}/widget/{what}/{ID}"
    found = reading(f'{html}\'"></script></noscript></template></svg></iframe>--><iframe src="{address}"></iframe>')
    assert address in {mention.url for mention in found.mentions}
