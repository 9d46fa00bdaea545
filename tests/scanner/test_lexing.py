"""Code in which addresses stand: what is joined, what is a comment for certain, where it goes."""

import pytest

from scanner.extract import addresses, lexing


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
