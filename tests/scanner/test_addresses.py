"""Addresses in text and code: every spelling, what is none, and hostile text."""

import base64
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from scanner.extract import addresses, excerpts, lexing, named_files, parsing, route_tables, routes, sheets, wrapping
from tests.scanner.lasting import linear

FORM = "https://link.agency.example/widget/form/AbCdEfGhIjKlMnOpQrSt"


def found(text: str) -> list[str]:
    return [one.address for one in addresses.find(text)]


SPELLINGS = {
    "plain": FORM,
    "in JSON": FORM.replace("/", "\\/"),
    "in JSON inside JSON": FORM.replace("/", "\\\\/"),
    "in JSON three times over": FORM.replace("/", "\\\\\\/"),
    "in Nuxt state": FORM.replace("/", "\\u002F"),
    "in Nuxt state, lower case": FORM.replace("/", "\\u002f"),
    "in Nuxt state inside a string": FORM.replace("/", "\\\\u002F"),
    "with hexadecimal escapes": FORM.replace("/", "\\x2f"),
    "with an escaped colon": FORM.replace("/", "\\u002F").replace(":", "\\u003A"),
    "with character references": FORM.replace("/", "&#x2F;"),
    "with decimal character references": FORM.replace("/", "&#47;").replace(":", "&#58;"),
    "with named character references": FORM.replace("/", "&sol;").replace(":", "&colon;"),
    "with padded character references": FORM.replace("/", "&#0047;"),
    "percent-encoded": FORM.replace("/", "%2F").replace(":", "%3A"),
    "percent-encoded, lower case": FORM.replace("/", "%2f").replace(":", "%3a"),
    "as escape() writes it": FORM.replace(":", "%3A"),
    "with encoded slashes only": FORM.replace("/", "%2F"),
    "percent-encoded twice": FORM.replace("/", "%252F").replace(":", "%253A"),
    "in capitals": FORM.replace("https", "HTTPS"),
}


@pytest.mark.parametrize("spelled", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize(
    "around", ['"{}"', "'{}'", "`{}`", " {} ", "({})", '\\"{}\\"', "&quot;{}&quot;", "src={}>", "{}", "x='{}';y"]
)
def test_every_spelling_of_an_address_means_the_same(spelled: str, around: str) -> None:
    assert [one.lower() for one in found(around.format(spelled))] == [FORM.lower()]


PIECES = {
    "f.src='//link.agency.example/x'": ["//link.agency.example/x"],
    "f.src='\\/\\/link.agency.example\\/x'": ["//link.agency.example/x"],
    "url(//link.agency.example/x.png)": ["//link.agency.example/x.png"],
    "<a href=//link.agency.example/x>": ["//link.agency.example/x"],
    "'wss://live.agency.example/socket'": ["wss://live.agency.example/socket"],
    "See https://a.example/x, https://b.example/y. And (https://c.example/z)!": [
        *("https://a.example/x", "https://b.example/y", "https://c.example/z"),
    ],
    "https://a.example/wiki/Skin_(organ)": ["https://a.example/wiki/Skin_(organ)"],
    "https://a.example/x?a=1&amp;b=2#c": ["https://a.example/x?a=1&b=2#c"],
    '"https://a.example/x?a=1\\u0026b=2"': ["https://a.example/x?a=1&b=2"],
    "https://a.example/x\\nNext line": ["https://a.example/x"],
    "https://a.example/x\\\\nNext": ["https://a.example/x"],
    "https://localhost:8000/x": ["https://localhost:8000/x"],
    "http://127.0.0.1/x http://[::1]:8080/y": ["http://127.0.0.1/x", "http://[::1]:8080/y"],
    "https://user:pw@a.example/x": ["https://user:pw@a.example/x"],
    "https://bücher.example/x": ["https://bücher.example/x"],
    "'https://a.example/' + path": ["https://a.example/"],
    "`https://a.example/widget/form/${ID}`": ["https://a.example/widget/form/"],
    "`https://a.example/x?id=${ID}&k=1`": ["https://a.example/x?id="],
    "'https://a.example/l/{{code}}'": ["https://a.example/l/"],
    "'https://a.example/%s/x'": ["https://a.example/"],
}
NOTHING = [
    *("", "no address", "a // comment", "https://", "http:///", "'//'", "x = y // z.example/a", "'// note.example'"),
    *("`https://${HOST}/widget/form/x`", "'https://{{host}}/x'", "'https://%s/x'", "'https://#{host}/x'"),
    *("https://word/x", "'https:' + '//'", "//example", "ftp://a.example/x", "'//-->'", "https://*.a.example/x"),
    *("\"\\\\.leadconnectorhq\\\\.com/\"", r"/^https:\/\/[^/]+\.leadconnectorhq\.com\//", r"'https?://(.*)\.a\.example'"),
    *(r'"https:\/\/(www\\.)?a\\.example/"', r"new RegExp('^https://[a-z]+\\.a\\.example/')"),
    *('"//.leadconnectorhq.com/"', "'https://.leadconnectorhq.com/x'", "'https://a..example/x'"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PIECES.items())
def test_addresses_are_cut_out_of_their_surroundings(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_what_has_no_whole_host_is_no_address(text: str) -> None:
    assert found(text) == []


def test_an_address_says_from_where_to_where_it_is_written() -> None:
    text = "a = 'https:\\/\\/link.agency.example\\/x'; b"
    (one,) = addresses.find(text)
    assert text[one.start : one.end] == "https:\\/\\/link.agency.example\\/x"


def test_an_endless_address_is_cut_off() -> None:
    (one,) = addresses.find("https://a.example/" + "x" * 100_000)
    assert len(one.address) == addresses.LONGEST


# --- code ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "joined"),
    {
        "f.src = 'https://link.' + 'agency.example' + \"/x\"": "f.src = 'https://link.agency.example/x\"",
        "'a'+'b'": "'ab'",
        "'a' + b + 'c'": "'a' + b + 'c'",
        "f('+', '+')": "f('+', '+')",
        "1 + 2": "1 + 2",
        "'it\\'' + 's'": "'it\\'s'",
    }.items(),
)
def test_literals_that_stand_next_to_each_other_are_joined(code: str, joined: str) -> None:
    assert addresses.joined(code).text == joined


def test_a_position_in_joined_code_leads_back_to_the_code_as_written() -> None:
    code = "x('https://' + 'link.agency.example' +\n '/form'); y"
    joined = addresses.joined(code)
    (one,) = addresses.find(joined.text)
    assert one.address == "https://link.agency.example/form"
    assert code[joined.original(one.start) :].startswith("https://' + 'link")
    assert code[joined.original(one.end) :] == "'); y"


COMMENTS = {
    "a; // b": ["// b"],
    "a; /* b */ c": ["/* b */"],
    "x = 'https://a.example'; // y": ["// y"],
    'x = "// no"; y': [],
    "x = '/* no */'": [],
    "x = `\n// no\n`": [],
    "x = 'it\\'s // no'": [],
    "x = /[/*]/; y = 1 // yes": ["// yes"],
    "x = a / b; // yes": ["// yes"],
    "u = https://a.example": [],
    "// one\n// two": ["// one", "// two"],
    "/* one *//* two */": ["/* one */", "/* two */"],
    "s.replace(/\"/g, ''); // yes": ["// yes"],
    "<!-- don't\na; // yes\n//-->": ["<!-- don't", "// yes", "//-->"],
    "switch(a){case 1:// don't\nb}": ["// don't"],
    "a = `${b ? `c // no` : '/* no */'} // no`; // yes": ["// yes"],
    "a = `${ {b: {c: `}`}}.b /* yes */ }`": ["/* yes */"],
    "if (a(')')) /[/*]/.exec(b); // yes": ["// yes"],
    "f(a('x')) / 2; // yes": ["// yes"],
    "a++ / b; // it's\nc": ["// it's"],
    "return /* one */ // two\n /['/*]/.test(a)": ["/* one */", "// two"],
    "x.return / 2; // yes '": ["// yes '"],
    'a = b => /[/*"]/; // yes': ["// yes"],
    "/re'/.test(a) // yes": ["// yes"],
    "a()\n}/['\"]/.test(b); // yes": ["// yes"],
    "a = 'b\\\n// no'; // yes": ["// yes"],
    "a = /[/\\\\]'/*2; // yes": ["// yes"],
    "a < b; c > /*yes*/ d": ["/*yes*/"],
    "'use strict'//yes\n": ["//yes"],
}
TORN = [
    "/* a",
    "a; // b\n'c",
    'a; // b\n"c\nd"',
    "a; // b\n`c",
    "a; // b\n`${c",
    "a; // b\n= /c",
    "/* <a href='//x.example'>don't</a> */ it's",
]


@pytest.mark.parametrize(("code", "expected"), COMMENTS.items())
def test_comments_are_told_from_strings_and_regular_expressions(code: str, expected: list[str]) -> None:
    assert [code[start:end] for start, end in lexing.comments(code)] == expected


@pytest.mark.parametrize("code", TORN)
def test_code_that_does_not_end_as_code_must_has_no_proven_comment(code: str) -> None:
    assert lexing.comments(code) == ()


HALVES = [
    'return/["\']/.test(s)}var h={Accept:"text/html,*/*"},g={accept:"image/*"};LIVE;a="*/"',
    "return/[/*]/.test(x);LIVE;y='*/'",
    "f=x=>/'/.test(x);y='*/*';LIVE;z='*/'",
    'a=`a${b?`c "d`:""}`;z="image/*";LIVE;y="*/*"',
    "if(a)/[/*]/.exec(b);LIVE;y='*/'",
    "if(a(')'))/[/*]/.exec(b);LIVE;y='*/'",
    "typeof/[/*]/;LIVE;y='*/'",
    "{a()}/[/*]/.exec(b);LIVE;y='*/'",
    "for(a of/[/*]/.exec(b))LIVE;y='*/'",
    "a=yield/[/*]/;LIVE;y='*/'",
    "(b)/c;a=/[/*]/;LIVE;y='*/'",
    "f(" + "x," * 300 + "x)/c;g=/[/*]/;LIVE;y='*/'",
    "a=/[\\]/*]/;LIVE;y='*/'",
    "/* a;LIVE",
    "u=https://x.example/*;LIVE;*/",
]


@pytest.mark.parametrize("code", HALVES)
def test_live_code_is_never_taken_for_a_comment(code: str) -> None:
    at = code.index("LIVE")
    assert not any(start <= at < end for start, end in lexing.comments(code))


@pytest.mark.parametrize(
    ("code", "goes", "destinations"),
    [
        ("window.open('/book', '_blank')", True, ["/book"]),
        ("window.location.href = '/book'", True, ["/book"]),
        ("location='/book'", True, ["/book"]),
        ('location.assign("\\/book")', True, ["/book"]),
        ("top.location.replace(`/book`)", True, ["/book"]),
        ("router.push('/book')", True, []),
        ("navigate(url)", True, []),
        ("this.form.submit()", True, []),
        ("a.href = url", True, []),
        ("toggle('menu')", False, []),
        ("reopened(1)", False, []),
    ],
)
def test_handlers_that_go_somewhere(code: str, goes: bool, destinations: list[str]) -> None:
    assert (addresses.navigates(code), addresses.destinations(code)) == (goes, destinations)


@pytest.mark.parametrize(
    ("code", "at", "literal"),
    [
        ("f('/widget/x')", "widget", "/widget/x"),
        ("f('/widget/x\")", "widget", None),
        ("f( /widget/x )", "widget", None),
        ("'a /widget/x'", "widget", None),
        ("'" + "x" * 600 + "widget'", "widget", None),
    ],
)
def test_a_literal_is_found_around_a_position(code: str, at: str, literal: str | None) -> None:
    bounds = addresses.literal_around(code, code.find(at))
    assert (None if bounds is None else code[slice(*bounds)]) == literal


# --- lists, style sheets, wrappings ----------------------------------------------------------------------------------


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


# --- hostile text ----------------------------------------------------------------------------------------------------

HOSTILE = st.lists(
    st.sampled_from(
        [
            *(
                "https://",
                "//",
                "\\/",
                "\\u002F",
                "\\x2f",
                "%2F",
                "%253A",
                "&#x2f;",
                "&amp;",
                "a.example",
                "/",
                "'",
                '"',
            ),
            *(
                '"',
                "`",
                "${",
                "}",
                "{{",
                "(",
                ")",
                ".",
                ",",
                "\n",
                "\\",
                "+",
                "=",
                "/*",
                "*/",
                "//x",
                "?",
                "#",
                "url(",
                ";",
            ),
            *("https://b.example/c?d=e", "//b.example/c", "'https://b.'+'example'", "url(x.png)", "location='/d'"),
            *("https://a.example/?to=https://b.example/", "%2F%2Fb.example%2Fc", "https:\\/\\/b.example\\/c"),
            *("aHR0cHM6Ly9hLmV4YW1wbGU=", "\ud800", "\x00", "é", "[", "]", "@", ":", "data:text/html,", "&", "%"),
        ]
    ),
    max_size=40,
).map("".join)


@given(HOSTILE | st.text())
@example("https://[/")
@example("&#x110000;https://a.example/")
@example("\\ud800https://a.example/\\ud800")
def test_nothing_breaks_the_search_and_what_it_gives_is_bounded(text: str) -> None:
    for one in addresses.find(text):
        assert 0 <= one.start < one.end <= len(text)
        assert 0 < len(one.address) <= addresses.LONGEST
        assert re.match(r"(?:https?:|wss?:)?//[^/]", one.address, re.IGNORECASE)
    joined = addresses.joined(text)
    assert [joined.original(n) for n in range(len(joined.text))] == sorted(
        {joined.original(n) for n in range(len(joined.text))}
    )
    assert all(0 <= start < end <= len(text) for start, end in lexing.comments(text))
    assert all(text[ref.start : ref.end] == ref.address for ref in sheets.refs(text))
    for read in (addresses.srcset, addresses.destinations):
        assert sum(map(len, read(text))) <= 3 * len(text)
    assert all(len(inner.address) <= len(text) + 8 for inner in wrapping.wrapped(text))
    for read_one in (addresses.refresh, addresses.base64_text, addresses.data_text, addresses.unquoted):
        assert len(read_one(text)) <= len(text)


@pytest.mark.parametrize(
    "seed",
    [
        "https://",
        "//a.",
        "'+'",
        "%2F",
        "\\/",
        "/*",
        "'",
        "&#",
        "url(",
        "u_https:/",
        "a,",
        "/a.js",
        ".js?",
        "@import ",
        "<!--",
        "}/",
        ")/",
        "=/",
        "`${",
        "/[",
        " /",
        "/**/",
        "{",
        "<noscript",
        "<noscript a ",
        "<noscript>",
        "<noscript></noscript><!--",
        "<noscript><style></noscript>",
        "<noscript><p a='</noscript>",
    ],
)
def test_hostile_text_takes_linear_time(seed: str) -> None:
    text = "'" + seed * (300_000 // len(seed))
    with linear():
        assert len(list(addresses.find(text))) <= len(text)
        lexing.comments(text)
        lexing.comments(text[1:])
        lexing.comments("}/" + text[1:])
        addresses.joined(text)
        addresses.destinations(text)
        list(sheets.refs(text))
        named_files.script_refs(text)
        wrapping.wrapped(text)
        wrapping.wrapped(f"https://x.example/{text}")
        addresses.base64_in_code(text)
        routes.routes_in(text)
        parsing.as_scripts_run(text.encode())
        excerpts.tag_as_written(etree.fromstring("<a/>"), text)


@pytest.mark.parametrize("between", ["/* ", "/*", "*/ /*", '\\"', "\\'", "\\`", "import('/* ", "//", "[", "f(a,{"])
def test_a_hostile_table_of_routes_takes_linear_time(between: str) -> None:
    """What stands between two paths is one piece with all others."""
    table = ('path:"a",' + between * (7_000 // len(between))) * 40
    with linear():
        assert list(route_tables.paths(f"x={{{table}")) == []


def test_a_comment_in_a_table_of_routes_is_passed_over_only_if_it_ends() -> None:
    ended = '[{path:"/a",/* it\'s {old */element:x,children:[{path:"b",element:y}]}]'
    open_ended = '[{path:"/a",match:/[/*]/,element:x,children:[{path:"b",element:y}]}]'
    assert [[path for path, _ in route_tables.paths(code)] for code in (ended, open_ended)] == [["/a", "/a/b"]] * 2
