"""Addresses in text: every spelling, what is none, and hostile text and code."""

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
