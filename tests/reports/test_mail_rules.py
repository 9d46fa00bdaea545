"""What mail programs take of HTML and CSS: the page of a mail has nothing beside it.

Decided by what Gmail, Outlook and Apple Mail show (data of caniemail, 2025); test_mail_checked asks that data itself.
"""

import re

import pytest

from reports.mail import mail, styled
from tests.reports.document import elements
from tests.reports.scans import FINAL_DATE, SCANS
from tests.reports.test_mail import PICTURE

ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "div", "table", "tbody", "tr", "td", "h1", "h2", "p", "b", "span",
    "img",
}  # fmt: skip
ATTRIBUTES = {
    "align", "alt", "border", "cellpadding", "cellspacing", "charset", "class", "colspan", "content", "data-css-inline",
    "height", "lang", "name", "role", "src", "style", "width",
}  # fmt: skip
PROPERTIES = {
    "background-color", "border", "border-top", "color", "display", "font-family", "font-size", "font-weight", "height",
    "line-height", "margin", "max-height", "max-width", "overflow", "padding", "padding-bottom", "padding-top",
    "text-align", "vertical-align", "white-space", "width", "word-break",
}  # fmt: skip
ONLY_ON = {
    "padding": {"td", "body"}, "padding-bottom": {"p"}, "padding-top": {"p"}, "max-width": {"table", "img"},
    "height": {"img"}, "word-break": {"table"}, "overflow": {"div"}, "max-height": {"div"}, "display": {"div", "img"},
}  # fmt: skip
VALUE = re.compile(r"(?:#[0-9a-f]{6}|\d+px|100%|[a-zA-Z0 ,-])+")


@pytest.mark.parametrize("name", SCANS)
def test_page_has_only_what_mail_programs_take(name: str) -> None:
    page = styled(mail(SCANS[name], FINAL_DATE, pictures=(PICTURE,)).letter)
    assert page.startswith("<!DOCTYPE html>")
    assert not re.search(r"data:|url\(|https?:|javascript:|<!--", page)
    for element in elements(page):
        assert element.tag in ELEMENTS
        assert {name for name, _ in element.attributes} <= ATTRIBUTES
        for declaration in dict(element.attributes).get("style", "").rstrip(";").split(";"):
            key, _, value = declaration.partition(":")
            if key:
                assert key in PROPERTIES
                assert element.tag in ONLY_ON.get(key, ELEMENTS), key
                assert VALUE.fullmatch(value.strip()), declaration


@pytest.mark.parametrize("name", SCANS)
def test_tables_are_layout_and_pictures_have_words(name: str) -> None:
    page = styled(mail(SCANS[name], FINAL_DATE, pictures=(PICTURE,)).letter)
    assert {table["role"] for table in elements(page, "//table")} == {"presentation"}
    assert all(picture["alt"] and picture["width"] and picture["height"] for picture in elements(page, "//img"))
    assert [element.tag for element in elements(page, "//h1")] == ["h1"]
    first = elements(page, "//body/*")[0]
    assert (first.tag, first["class"]) == ("div", "pre")


@pytest.mark.parametrize("name", SCANS)
def test_no_colour_is_pure_and_every_text_stands_out(name: str) -> None:
    page = styled(mail(SCANS[name], FINAL_DATE).letter)
    colours = set(re.findall(r"#[0-9a-f]{6}", page))
    assert not colours & {"#000000", "#ffffff"}
    backgrounds = {"light": ("#fcfbf9", "#f8e4e1", "#f6e8cc", "#dceee2", "#e7ecf1"), "dark": ("#1d2125", "#26303a")}
    inks = {"light": ("#23282d", "#565e66", "#1c5a86"), "dark": ("#e8e6e1", "#a9b1b9", "#8cc2ea")}
    for theme, papers in backgrounds.items():
        for paper in papers:
            assert all(contrast(ink, paper) >= 4.5 for ink in inks[theme])


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("#962626", "#f8e4e1"),
        ("#744506", "#f6e8cc"),
        ("#165c39", "#dceee2"),
        ("#ffa59c", "#3c2120"),
        ("#f0c070", "#382b12"),
        ("#8ad8a8", "#163121"),
    ],
)
def test_states_stand_out(ink: str, paper: str) -> None:
    page = (
        styled(mail(SCANS["medspa"]).letter)
        + styled(mail(SCANS["clear"]).letter)
        + styled(mail(SCANS["blocked"]).letter)
    )
    assert {ink, paper} <= set(re.findall(r"#[0-9a-f]{6}", page))
    assert contrast(ink, paper) >= 4.5


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
