"""Where a mention stands: its locator, what is around it, and what is shown of it."""

import hashlib
import html as entities

import pytest
from lxml import etree

from scanner.extract import read_script
from scanner.extract.parsing import parse
from scanner.inward import Inward, Part, Way
from scanner.mentions import Element, Mention, MentionType, Reading, Script, Where
from scanner.model import Mode, Page, SeenIn
from scanner.urls import inward_key
from tests.scanner.extracting import (
    BOOKING,
    FORM,
    FRAME,
    HOME,
    ID,
    IDENTIFIERS,
    IN_SCOPE,
    INERT,
    LIVE,
    PAY,
    PLACED,
    RECOGNISER,
    SIGNATURES,
    X,
    reading,
)

SECTION = Element("section", "", ("contact", "hero"), (("data-id", "1e17443"), ("data-element_type", "section")))


def test_a_mention_says_all_about_its_place() -> None:
    assert reading(PLACED) == Reading(
        url=HOME,
        title="Hazel Row",
        links=("https://clinic.example/",),
        mentions=(
            Mention(
                MentionType.FRAME,
                f"{FORM}?notrack=true&email=jo@mail.example",
                Where(
                    SeenIn.HTML,
                    locator='section[data-id="1e17443"] > div > iframe',
                    excerpt=f"<iframe SRC='{FORM}?notrack=&amp;email=' title=\"Contact form\">",
                    ancestors=(SECTION, Element("div")),
                    heading="Write to us",
                    label="Contact form",
                ),
                {"src": f"{FORM}?notrack=&email=", "title": "Contact form"},
            ),
            Mention(
                MentionType.LINK,
                PAY,
                Where(
                    SeenIn.HTML,
                    locator='section[data-id="1e17443"] > a',
                    excerpt=f'<a class=btn href="{PAY}">',
                    ancestors=(SECTION,),
                    heading="Write to us",
                    label="Pay your deposit",
                ),
                {"class": "btn", "href": PAY},
            ),
        ),
        scripts=(Script("", hashlib.sha256(b"x()").hexdigest()),),
        flaws=(),
        inward=(Inward(inward_key("https://clinic.example/"), Way.LINK, Part.MENU, "Home", "header#top > nav > a"),),
    )


def test_code_is_shown_around_the_address_and_located_by_its_element() -> None:
    code = f"/* {'-' * 400} */ open('{FORM}'); /* {'-' * 400} */"
    (mention,) = reading(f"<p>x</p><script id='embed'>{code}</script>").mentions
    at = code.index(FORM)
    assert mention.text == code[at - 300 : at + len(FORM) + 300]
    assert mention.where.locator == "script#embed"
    assert mention.where.excerpt in code
    assert FORM in mention.where.excerpt
    assert len(mention.where.excerpt) <= 300
    assert mention.attrs == {"id": "embed"}


def test_a_script_file_is_located_by_lines() -> None:
    code = f"// one\nvar a = '{FORM}';\n// {BOOKING}\nvar b = '/local', c = '/widget/form/{ID}';"
    found = read_script(code, url=f"{HOME}site.js", in_scope=IN_SCOPE, keywords=SIGNATURES.keywords)
    assert [(m.type, m.url, m.state, m.where.seen_in, m.where.locator, m.where.inside) for m in found.mentions] == [
        (MentionType.CODE, FORM, LIVE, SeenIn.SCRIPT, "line 2", ""),
        (MentionType.CODE, BOOKING, INERT, SeenIn.SCRIPT, "line 3", ""),
        (MentionType.CODE, f"https://clinic.example/widget/form/{ID}", LIVE, SeenIn.SCRIPT, "line 4", ""),
    ]
    assert (found.links, found.scripts, found.flaws) == ((), (), ())


@pytest.mark.parametrize(
    ("html", "locator", "inside"),
    [
        (f'<div id="w"><template shadowrootmode="open"><p>{FRAME}</p></template></div>', "p > iframe", "div#w"),
        (
            f'<x-a id="o"><template shadowrootmode="open"><x-b><template shadowrootmode="closed">{FRAME}</template>'
            "</x-b></template></x-a>",
            *("iframe", "x-a#o >> x-b"),
        ),
        (f'<iframe id="f" srcdoc="{entities.escape(f"<main>{FRAME}</main>")}"></iframe>',
         "body > main > iframe", "iframe#f"),
        (f'<template id="t">{FRAME}</template>', "template#t > iframe", ""),
        (f'<noscript id="n">{FRAME}</noscript>', "noscript#n > iframe", ""),
        (f"<div id='c'><!-- {FRAME} --></div>", "div#c", ""),
        (f'<div id="d" data-html="{entities.escape(FRAME)}"></div>', "div#d", ""),
        (f'<script id="s" type="text/template">{FRAME}</script>', "script#s", ""),
    ],
)  # fmt: skip
def test_what_stands_in_something_else_is_located_there(html: str, locator: str, inside: str) -> None:
    (mention,) = reading(f"<body>{html}</body>").mentions
    assert (mention.where.locator, mention.where.inside) == (locator, inside)


@pytest.mark.parametrize("identifier", IDENTIFIERS)
@pytest.mark.parametrize("name", ["id", "data-id"])
def test_a_locator_selects_its_element_whatever_it_is_called(name: str, identifier: str) -> None:
    html = f'<div><p>x</p><p {name}="{entities.escape(identifier)}"><a href="{X}">x</a></p></div>'
    (mention,) = reading(html).mentions
    assert selected(html, mention) == X
    page = Page(HOME, HOME, 200, Mode.SERVED, html)
    assert [lead.where.locator for lead in RECOGNISER.page(page)[1].leads] == [mention.where.locator]


def test_an_element_called_by_what_may_be_a_person_is_located_without() -> None:
    for identifier in IDENTIFIERS[-3:]:
        (mention,) = reading(f'<div><p id="{identifier}"><a href="{X}">x</a></p></div>').mentions
        assert mention.where.locator == "body > div > p > a"


def selected(html: str, mention: Mention) -> str:
    """The address of the one element that the locator of a mention selects."""
    root, _ = parse(html.encode("utf-8", "replace"))
    assert root is not None
    chosen: list[etree._Element] = root.cssselect(mention.where.locator)
    assert len(chosen) == 1, mention.where.locator
    return chosen[0].get("href") or chosen[0].get("src") or ""
