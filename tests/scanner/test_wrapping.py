"""Addresses in lists, style sheets and refreshes, and inside of other addresses."""

import base64

import pytest

from scanner.extract import addresses, sheets, wrapping

FORM = "https://link.agency.example/widget/form/AbCdEfGhIjKlMnOpQrSt"


@pytest.mark.parametrize(
    ("value", "expected"),
    {
        "a.png 1x, b.png 2x": ["a.png", "b.png"],
        "a.png 100w,b.png 200w": ["a.png", "b.png"],
        "//x.example/a.png": ["//x.example/a.png"],
        "https://x.example/w_1,h_2/a.png 1.5x": ["https://x.example/w_1,h_2/a.png"],
        " , a.png , ": ["a.png"],
        "": [],
    }.items(),
)
def test_srcset(value: str, expected: list[str]) -> None:
    assert addresses.srcset(value) == expected


@pytest.mark.parametrize(
    ("sheet", "expected"),
    {
        "a{background:url(x.png)}": ["x.png"],
        "a{background:url( 'x (1).png' )}": ["x (1).png"],
        'a{background:URL("x.png")} @import "y.css"; @import url(z.css)': ["x.png", "y.css", "z.css"],
        "a{background:url()}": [],
        "a{background:none}": [],
    }.items(),
)
def test_style_sheets(sheet: str, expected: list[str]) -> None:
    assert [ref.address for ref in sheets.refs(sheet)] == expected


@pytest.mark.parametrize(
    ("sheet", "expected"),
    {
        "a{b:url(x.png)} /* url(y.png) */ c{d:url(z.png)}": [("x.png", False), ("y.png", True), ("z.png", False)],
        "/* @import 'a.css'": [("a.css", True)],
        "a{b:url(x.png)/**/}": [("x.png", False)],
        "a{content:'/*'} b{c:url(x.png)} /* */": [("x.png", False)],
        'a{content:"\\"/*"} b{c:url("x.png")}': [("x.png", False)],
        "a{b:url(data:image/*;base64,AA==)} c{d:url(x.png)}": [("data:image/*;base64,AA==", False), ("x.png", False)],
        "a{b:url(x /* y)} c{d:url(z.png)}": [("z.png", False)],
        "a{content:'torn\n} b{c:url(x.png)}": [("x.png", False)],
    }.items(),
)
def test_only_what_stands_in_a_comment_of_a_style_sheet_is_inert(sheet: str, expected: list[tuple[str, bool]]) -> None:
    assert [(ref.address, ref.inert) for ref in sheets.refs(sheet)] == expected


def test_what_a_style_sheet_imports_is_told_from_what_it_shows() -> None:
    sheet = "@import\"a.css\"; @import url( 'b.css' ) screen; @IMPORT 'c.css' layer(x); d{e:url(f.css)}"
    found = [(ref.address, ref.imports) for ref in sheets.refs(sheet)]
    assert found == [("a.css", True), ("b.css", True), ("c.css", True), ("f.css", False)]
    assert [sheet[ref.start : ref.end] for ref in sheets.refs(sheet)] == [address for address, _ in found]


@pytest.mark.parametrize(
    ("content", "expected"),
    {
        "0; url=https://a.example/": "https://a.example/",
        "5;URL='/next'": "/next",
        '0, url="/next" ': "/next",
        "0 ; url = /next": "/next",
        "0;/next": "/next",
        ".5; url=/next": "/next",
        "30": "",
        "0; url=": "",
        "soon": "",
    }.items(),
)
def test_meta_refresh(content: str, expected: str) -> None:
    assert addresses.refresh(content) == expected


@pytest.mark.parametrize(
    ("href", "expected"),
    {
        "https://out.example/?to=https%3A%2F%2Fa.example%2Fx": ["https://a.example/x"],
        "https://out.example/?to=https://a.example/x&b=1": ["https://a.example/x"],
        "https://out.example/?to=https%253A%252F%252Fa.example%252Fx": ["https://a.example/x"],
        "https://images.example/image/f_webp/q_80/r_1200/u_https://a.example/x.png": ["https://a.example/x.png"],
        "https://images.example/image/u_https:/a.example/x.png": ["https://a.example/x.png"],
        "https://out.example/?to=https%3A//a.example/x": ["https://a.example/x"],
        "https://out.example/?to=//a.example/x": ["https://a.example/x"],
        "https://out.example/?to=%2F%2Fa.example%2Fx": ["https://a.example/x"],
        "https://out.example/#url=https%3A%2F%2Fa.example%2Fx": ["https://a.example/x"],
        "https://out.example/#https://a.example/x": ["https://a.example/x"],
        "https://out.example/?https://a.example/x": ["https://a.example/x"],
        "https://out.example/#section": [],
        "https://clinic.example/cdn-cgi/image/width=80,quality=75/https://a.example/x.png": ["https://a.example/x.png"],
        "https://images.example/demo/image/fetch/f_auto,q_auto/https://a.example/x.png": ["https://a.example/x.png"],
        "https://images.example/fetch/https%3A%2F%2Fa.example%2Fx.png": ["https://a.example/x.png"],
        "https://one.example/https://two.example/https://a.example/x": [
            "https://two.example/https://a.example/x",
            "https://a.example/x",
        ],
        "https://images.example/a.example/team/x.png?w=80": ["https://a.example/team/x.png"],
        "https://images.example/?url=a.example/team/x.png&w=80": ["https://a.example/team/x.png"],
        "https://images.example/?url=a.example%2Fteam%2Fx.png": ["https://a.example/team/x.png"],
        "https://images.example/?url=team.png": [],
        "https://out.example/index.php/widget/x": [],
        "https://out.example/js/main.min.js/x": [],
        "https://a.example": [],
        "https://out.example/?to=/x": [],
        "https://out.example/?u=https%3A%2F%2Fin.example%2F%3Fq%3Dhttps%253A%252F%252Fa.example%252Fx": [
            "https://in.example/?q=https%3A%2F%2Fa.example%2Fx",
            "https://a.example/x",
        ],
        "https://out.example/?to=aHR0cHM6Ly9hLmV4YW1wbGUveA": ["https://a.example/x"],
        "https://out.example/?to=aHR0cHM6Ly9hLmV4YW1wbGUveD8%3D": ["https://a.example/x"],
        "https://out.example/?to=aHR0cCBpcyBub25lIA": [],
        "https://out.example/x": [],
        "https://out.example/?to=javascript:alert(1)": [],
    }.items(),
)
def test_addresses_that_an_address_carries(href: str, expected: list[str]) -> None:
    assert [inner.address for inner in wrapping.wrapped(href)] == expected


def test_an_address_without_a_scheme_is_carried_as_one_that_may_be_none() -> None:
    href = "https://images.example/a.example/x.png?url=b.example/y.png&to=https://c.example/z"
    carried = [("https://a.example/x.png", True), ("https://b.example/y.png", True), ("https://c.example/z", False)]
    assert wrapping.wrapped(href) == carried
    assert wrapping.wrapped(href, bare_paths=False) == carried[1:]


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (encoded(FORM), FORM),
        (encoded(FORM).rstrip("="), FORM),
        (base64.urlsafe_b64encode(f"{FORM}?ÿ>".encode()).decode(), f"{FORM}?ÿ>"),
        (encoded("<iframe>\n<p>ü</p></iframe>"), "<iframe>\n<p>ü</p></iframe>"),
        (encoded("short"), ""),
        ("not base64 at all, no", ""),
        (base64.b64encode(b"\xff\xfe" * 20).decode(), ""),
        ("A" * 17, ""),
    ],
)
def test_base64(value: str, expected: str) -> None:
    assert addresses.base64_text(value) == expected


def test_base64_in_code_is_an_address_or_html() -> None:
    markup = f'<iframe src="{FORM}"></iframe>'
    code = f"a = atob('{encoded(FORM)}'); b = '{encoded(markup)}'; c = '{encoded('just some words here')}'"
    assert addresses.base64_in_code(code) == [(FORM, 10), (markup, code.index("b = '") + 5)]


@pytest.mark.parametrize("space", ["", "\n", " ", "\t", "\r\n", "\n\n    ", "  "])
@pytest.mark.parametrize("text", ["<iframe src='x'></iframe>", "<!-- x --><b>", FORM])
def test_base64_in_code_may_begin_with_white_space(space: str, text: str) -> None:
    if space or "<" in text:
        text = f"{space}{text}" if "<" in text else f"{space}<a href={text}>"
    assert addresses.base64_in_code(f"atob('{encoded(text)}')") == [(text, 6)]


@pytest.mark.parametrize(
    ("href", "expected"),
    {
        "data:text/html,<p>x</p>": "<p>x</p>",
        "data:text/html,%3Cp%3Ex": "<p>x",
        f"data:text/html;base64,{encoded('<p>hello you</p>')}": "<p>hello you</p>",
        f"data:text/html;charset=utf-8;base64 ,{encoded('<p>hello you</p>')}": "<p>hello you</p>",
        "data:text/html": "",
    }.items(),
)
def test_data_addresses(href: str, expected: str) -> None:
    assert addresses.data_text(href) == expected
