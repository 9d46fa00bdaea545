"""Which looks at a page are kept: those that show a name which no look before them showed."""

import pytest

from scanner.model import Act, Frame, Look, Opener
from spiders.probing.album import Album

FRAME = '<iframe src="https://link.agency.example/widget/form/AbCdEfGhIjKlMnOpQrSt"></iframe>'
ADDRESS = "https://link.agency.example/js/form_embed.js"
OPENER = Opener(Act.CLICK, "Book now", "button#book")


def is_kept(before: str, after: str) -> bool:
    """Whether a look at a page that was `before` and is `after` something was done shows anything new."""
    album = Album(frozenset({"clinic.example"}))
    first, second = (Look(OPENER, f"<html><body>{body}</body></html>", ()) for body in (before, after))
    album.shows(first)
    return album.shows(second)


@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "<!-- the old <script> is gone -->{}<script>f()</script>",
        "<style>/* <script> */</style>{}<script>f()</script>",
        "<title><script></title>{}<script>f()</script>",
        "<noscript><script></noscript>{}<script>f()</script>",
        '<p title="<!--">{}</p>',
        '<p title="<script>">{}</p><script>f()</script>',
        "<script>f('<!--')</script>{}<!-- x -->",
        '<script data-a="a > b">f()</script>{}',
    ],
)
def test_what_is_new_is_seen_whatever_stands_around_it(around: str) -> None:
    assert is_kept(around.format(""), around.format(FRAME))
    assert not is_kept(around.format(FRAME), around.format(FRAME))


def test_the_address_of_a_script_is_new_and_what_its_code_names_is_not() -> None:
    assert is_kept("", f'<script data-a="a > b" src="{ADDRESS}"></script>')
    assert not is_kept("", f"<script>load('{ADDRESS}')</script>")
    assert not is_kept("", f"""<p onclick="load('{ADDRESS}')">x</p>""")
    assert not is_kept("", f"""<iframe src="/a" onload="load('{ADDRESS}')"></iframe>""")
    assert not is_kept("", f"<script>load('{ADDRESS}')")


def test_what_a_frame_shows_is_new_even_if_the_page_named_it_before() -> None:
    album = Album(frozenset())
    album.shows(Look(OPENER, FRAME, ()))
    assert album.shows(Look(OPENER, FRAME, (Frame(ADDRESS, "<p>x</p>", "iframe"),)))


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ("(212) 555-0100", "(212) 555-0111", True),
        ("212.555.0100", "212.555.0111", True),
        ("+44 20 7946 0123", "+44 20 7946 0999", True),
        ("+49&nbsp;30&nbsp;23125&nbsp;01", "+49&nbsp;30&nbsp;23125&nbsp;99", True),
        ("1 212 555 0100", "1 212 555 0111", True),
        ("(212) 555-0100", "+1 212-555-0100", False),
        ("It is 10:15", "It is 10:16", False),
        ("$ 1,200.50", "$ 1,300.50", False),
    ],
)
def test_a_number_is_new_in_whatever_country_and_one_that_is_only_written_in_another_way_is_not(
    before: str, after: str, kept: bool
) -> None:
    assert is_kept(f"<p>{before}</p>", f"<p>{after}</p>") == kept


@pytest.mark.parametrize(
    "seed",
    [
        "<script>",
        "<script",
        "<script ",
        '<script a="',
        "<!--",
        "<style>",
        "<style ",
        ' ona="',
        " on",
        "</script>",
        "<p '",
        "<p on",
    ],
)
def test_a_hostile_document_takes_linear_time(seed: str) -> None:
    """A quadratic pattern would take minutes for each of these."""
    assert not is_kept("", seed * (300_000 // len(seed)))
