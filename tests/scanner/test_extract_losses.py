"""What of a document is lost is said; what only looks broken is read as browsers read it."""

import html as entities

import pytest

from scanner.extract.gathered import LIMIT
from scanner.mentions import MentionType
from scanner.model import Flaw
from tests.scanner.extracting import FORM, FRAME, LIVE, PLACED, X, named, reading


def reasons(html: str) -> list[str]:
    return [flaw.reason for flaw in reading(html).flaws]


def test_an_ordinary_page_has_no_flaw() -> None:
    assert reading(PLACED).flaws == ()


@pytest.mark.parametrize("depth", [300, 2000])
def test_deep_nesting_is_read_to_its_ground(depth: int) -> None:
    assert named("<div>" * depth + FRAME) == [("frame", FORM, LIVE)]
    assert reasons("<div>" * depth + FRAME) == []


@pytest.mark.parametrize("depth", [2100, 20_000])
def test_what_nesting_hides_is_named_all_the_same_and_said_to_be_lost(depth: int) -> None:
    html = f"<a href='{X}'>x</a>" + "<div>" * depth + FRAME
    found = reading(html)
    assert [flaw.reason for flaw in found.flaws] == ["depth_loss"]
    assert {(m.type, m.url) for m in found.mentions} == {(MentionType.LINK, X), (MentionType.CODE, FORM)}
    assert [m.where.locator for m in found.mentions] == ["body > a", "line 1"]


def test_html_inside_html_inside_html_has_an_end() -> None:
    html = FRAME
    for _ in range(7):
        html = f'<iframe srcdoc="{entities.escape(html)}"></iframe>'
    assert reasons(html) == ["depth_loss"]


def test_a_flood_of_attributes_is_not_parsed_but_read() -> None:
    html = f"<p {' '.join(f'a{n}' for n in range(20_000))}>{FRAME}</p>"
    found = reading(html)
    assert found.flaws == (Flaw("attribute_flood", "more than 1000 attributes in one tag; not parsed"),)
    assert [(m.type, m.url) for m in found.mentions] == [(MentionType.CODE, FORM)]


def test_many_attributes_in_comments_and_scripts_are_no_flood() -> None:
    many = f"<p {' '.join(f'attribute{n}=1' for n in range(8_000))}>"
    assert reasons(f"<!-- {many} --><script>x = '{many}'</script><textarea>{many}</textarea>") == []


@pytest.mark.parametrize(
    ("html", "flawed"),
    [
        (f"<p>x</p><!-- {FRAME}<p>y</p>", True),
        ("<p>x</p><!--", True),
        ("<p>x</p><!-- a -- b --", True),
        ("<p>x</p><!-- a --><p>y</p>", False),
        ("<p>x</p><!-- a -->", False),
        ("<p>x</p><!-- a -->\n", False),
        ("<p>x</p><!-->y", False),
        ("<script>a = '<!--'</script><p>x</p>", False),
    ],
)
def test_a_comment_without_an_end_is_a_flaw(html: str, flawed: bool) -> None:
    assert reasons(html) == (["unclosed_comment"] if flawed else [])


def test_links_have_a_limit_that_is_said() -> None:
    found = reading("".join(f'<a href="/{n}">x</a>' for n in range(LIMIT + 5)))
    assert len(found.links) == LIMIT
    assert found.flaws == (Flaw("link_cap", f"{LIMIT + 5} links, of which {LIMIT} are followed"),)


def test_addresses_of_other_hosts_have_a_limit_that_is_said() -> None:
    found = reading("".join(f'<a href="https://x.example/{n}">x</a>' for n in range(LIMIT + 5)))
    assert len(found.mentions) == LIMIT
    assert [flaw.reason for flaw in found.flaws] == ["link_cap"]


@pytest.mark.parametrize("html", ["", " ", "\0", "\n\n", "<", "<!doctype html>", "<!-- x -->", "plain text", "\ud800"])
def test_hardly_anything_is_read_without_a_flaw(html: str) -> None:
    found = reading(html)
    assert (found.links, found.mentions, found.scripts, found.flaws) == ((), (), (), ())


def test_nul_bytes_hide_nothing() -> None:
    assert named(f"<ifr\0ame src='{FORM[:20]}\0{FORM[20:]}'></iframe>") == [("frame", FORM, LIVE)]


@pytest.mark.parametrize(
    "html",
    [
        f"<p>x</body></html>{FRAME}",
        f"</body></html><html><body>{FRAME}",
        f"<body><p>x</p></body><body>{FRAME}</body>",
        f"<table><tr>{FRAME}</table>",
        f"<p><b><i>x</p>{FRAME}",
        f"<select><option>{FRAME}</select>",
        f"<ul><li>{FRAME}",
        f"<svg><foreignObject>{FRAME}</foreignObject></svg>",
        f"<xyz:abc>{FRAME}</xyz:abc>",
        f"<?php echo 1 ?>{FRAME}",
        f"<![CDATA[ x ]]>{FRAME}",
        f"\ufeff<!doctype html>{FRAME}",
        FRAME[:-9],
        FRAME.replace('"', ""),
        FRAME.replace("src", "\nSRC\n"),
        FRAME.replace("<iframe ", "<iframe/"),
    ],
)
def test_broken_markup_is_read_as_browsers_do(html: str) -> None:
    assert [(m.type, m.url) for m in reading(html).mentions] == [(MentionType.FRAME, FORM)]
