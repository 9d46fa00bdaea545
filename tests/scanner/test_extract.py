"""One reading of a document: what its elements, its styles and its code name."""

import html as entities
import json

import pytest

from scanner.extract import read, read_sheet
from scanner.mentions import MentionType
from scanner.model import SeenIn, State
from tests.scanner.extracting import (
    BOOKING,
    FORM,
    FRAME,
    HEX,
    HOME,
    ID,
    IN_SCOPE,
    INERT,
    LIVE,
    SIGNATURES,
    WAITING,
    X,
    b64,
    named,
    reading,
)

# --- what elements name -----------------------------------------------------------------------------------------------

ELEMENTS = [
    (f'<a href="{X}">x</a>', [("link", X, LIVE)]),
    (f'<a href=" {X} ">x</a>', [("link", X, LIVE)]),
    ('<a href="//x.example/a">x</a>', [("link", X, LIVE)]),
    ('<a href="\\\\x.example\\a">x</a>', [("link", X, LIVE)]),
    ('<a href="https://x.example/a?b=1&amp;c=2">x</a>', [("link", f"{X}?b=1&c=2", LIVE)]),
    (f'<map><area href="{X}"></map>', [("link", X, LIVE)]),
    (f'<svg><a xlink:href="{X}"><text>x</text></a></svg>', [("link", X, LIVE)]),
    (f'<svg><use xlink:href="{X}#i"></use><image href="{X}"></image></svg>', [
        ("image", f"{X}#i", LIVE), ("image", X, LIVE),
    ]),
    (f'<iframe src="{X}"></iframe>', [("frame", X, LIVE)]),
    (f'<frameset><frame src="{X}"></frameset>', [("frame", X, LIVE)]),
    (f'<object data="{X}"></object>', [("frame", X, LIVE)]),
    (f'<embed src="{X}">', [("frame", X, LIVE)]),
    (f'<script src="{X}"></script>', [("script", X, LIVE)]),
    (f'<svg><script href="{X}"></script></svg>', [("script", X, LIVE)]),
    (f'<img src="{X}">', [("image", X, LIVE)]),
    (f'<img srcset="{X} 1x, https://y.example/b 2x">', [("image", X, LIVE), ("image", "https://y.example/b", LIVE)]),
    (f'<picture><source srcset="{X}"></picture>', [("image", X, LIVE)]),
    (f'<video src="{X}" poster="https://y.example/b"></video>', [
        ("image", X, LIVE), ("image", "https://y.example/b", LIVE),
    ]),
    (f'<audio src="{X}"></audio>', [("image", X, LIVE)]),
    (f'<input type="image" src="{X}">', [("image", X, LIVE)]),
    (f'<table background="{X}"></table>', [("image", X, LIVE)]),
    (f'<form action="{X}"></form>', [("form", X, LIVE)]),
    (f'<button formaction="{X}">x</button>', [("form", X, LIVE)]),
    (f'<input type="submit" formaction="{X}">', [("form", X, LIVE)]),
    (f'<link rel="stylesheet" href="{X}">', [("style", X, LIVE)]),
    (f'<link rel="shortcut icon" href="{X}">', [("image", X, LIVE)]),
    (f'<link rel="preconnect" href="{X}">', [("hint", X, LIVE)]),
    ('<link rel="dns-prefetch" href="//x.example">', [("hint", "https://x.example/", LIVE)]),
    (f'<link rel="preload" as="script" href="{X}">', [("hint", X, LIVE)]),
    (f'<link rel="canonical" href="{X}">', [("meta", X, LIVE)]),
    (f'<meta property="og:image" content="{X}">', [("meta", X, LIVE)]),
    (f'<meta http-equiv="refresh" content="0; url={X}">', [("redirect", X, LIVE)]),
    (f'<meta http-equiv="Content-Security-Policy" content="frame-src {X}">', [("hint", X, LIVE)]),
    (f'<p style="background:url({X})">x</p>', [("style", X, LIVE)]),
    (f"<style>p{{background:url('{X}')}}</style>", [("style", X, LIVE)]),
    ('<style>@import "https://x.example/a";</style>', [("style", X, LIVE)]),
    (f'<blockquote cite="{X}">x</blockquote>', [("element", X, LIVE)]),
    (f'<div data-src="{X}">x</div>', [("element", X, WAITING)]),
    (f'<div data-bg="url({X})">x</div>', [("code", X, WAITING)]),
    (f'<div data-href="{X}">x</div>', [("link", X, LIVE)]),
    (f'<div data-whatever="{X}">x</div>', [("element", X, WAITING)]),
    (f'<a href="#" data-popup="{X}">x</a>', [("link", X, LIVE)]),
    (f'<div onclick="window.open(\'{X}\')">x</div>', [("link", X, LIVE)]),
    (f'<div onclick="load(\'{X}\')">x</div>', [("code", X, LIVE)]),
    (f'<body onload="load(\'{X}\')">x', [("code", X, LIVE)]),
    (f'<a href="javascript:window.open(\'{X}\')">x</a>', [("link", X, LIVE)]),
    (f'<a href="javascript:void%20window.open(%22{X}%22)">x</a>', [("link", X, LIVE)]),
    (f'<a href="java\nscript:location=\'{X}\'">x</a>', [("link", X, LIVE)]),
    (f'<a href="https://clinic.example/out?to={X}">x</a>', [("code", X, LIVE)]),
    (f'<img src="https://clinic.example/u_{X}">', [("code", X, LIVE)]),
    (f'<script>fetch("{X}")</script>', [("code", X, LIVE)]),
    (f'<script type="module">import "{X}"</script>', [("code", X, LIVE)]),
    (f'<script language="JavaScript">fetch("{X}")</script>', [("code", X, LIVE)]),
    (f'<script type="text/plain">fetch("{X}")</script>', [("code", X, WAITING)]),
    (f'<script type="application/json">{{"a":"{X}"}}</script>', [("code", X, WAITING)]),
    (f'<script type="application/ld+json">{{"url":"{X}"}}</script>', [("meta", X, LIVE)]),
    (f'<script type="text/template"><a href="{X}">x</a></script>', [("link", X, WAITING)]),
    (f"<noscript><img src='{X}'></noscript>", [("image", X, WAITING)]),
    (f"<noframes><a href='{X}'>x</a></noframes>", [("link", X, WAITING)]),
    (f"<template><a href='{X}'>x</a></template>", [("link", X, WAITING)]),
    (f"<template shadowrootmode='open'><a href='{X}'>x</a></template>", [("link", X, LIVE)]),
    (f"<!-- <a href='{X}'>x</a> -->", [("link", X, INERT)]),
    (f"<!-- moved to {X} -->", [("code", X, INERT)]),
    (f"<!--[if IE]><script src='{X}'></script><![endif]-->", [("script", X, INERT)]),
    (f'<script>/* {X} */ a("{X}")</script>', [("code", X, LIVE)]),
    (f'<iframe srcdoc="{entities.escape(f"<a href={X}>x</a>")}"></iframe>', [("link", X, LIVE)]),
    (f'<iframe src="data:text/html,<a href={X}>x</a>"></iframe>', [("link", X, LIVE)]),
    (f'<iframe src="data:text/html;base64,{b64(f"<a href={X}>x</a>")}"></iframe>', [("link", X, LIVE)]),
    (f'<div data-html="{entities.escape(f"<a href={X}>x</a>")}"></div>', [("link", X, WAITING)]),
    (f'<div data-content="{b64(f"<iframe src={X}></iframe>")}"></div>', [("frame", X, WAITING)]),
    (f'<div data-state="{entities.escape(json.dumps({"a": ["<iframe src=" + X + ">"]}))}"></div>', [
        ("frame", X, WAITING),
    ]),
    (f'<script>f(atob("{b64(X)}"))</script>', [("code", X, LIVE)]),
    ("<script>f('https://x.exa' + 'mple/a')</script>", [("code", X, LIVE)]),
    ("<p>https://x.example/a</p>", []),
    (f"<pre>&lt;a href='{X}'&gt;</pre>", []),
    (f"<textarea><a href='{X}'>x</a></textarea>", []),
    (f"<p>Write to {FORM}</p>", [("text", FORM, LIVE)]),
    ('<a href="/local">x</a><img src="a.png"><form action="/send"></form><script src="/x.js"></script>', []),
    ('<a href="mailto:a@x.example">x</a><a href="tel:+15555550100">x</a><a href="ftp://x.example/a">x</a>', []),
    ('<html xmlns="http://www.w3.org/1999/xhtml" prefix="og: http://ogp.me/ns#"><p>x</p></html>', []),
    ('<script>var svg = "http://www.w3.org/2000/svg"</script>', []),
    ("<p>x</p>", []),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), ELEMENTS, ids=range(len(ELEMENTS)))
def test_what_an_element_names(html: str, expected: list[tuple[str, str, State]]) -> None:
    assert named(html) == expected


def test_pictures_and_styles_of_dull_hosts_are_not_mentioned() -> None:
    html = (
        f'<img src="{X}"><img srcset="{X} 2x"><link rel="stylesheet" href="{X}"><link rel="preload" href="{X}">'
        f'<p style="background:url({X})"></p><a href="{X}">x</a><iframe src="{X}"></iframe><script src="{X}"></script>'
        f'<img src="{X}/widget/form/{ID}.png"><img src="https://x.example/u_{FORM}">'
    )
    found = read(
        html,
        url=HOME,
        seen_in=SeenIn.HTML,
        in_scope=IN_SCOPE,
        keywords=SIGNATURES.keywords,
        is_dull={"x.example"}.__contains__,
    )
    assert [(m.type.value, m.url) for m in found.mentions] == [
        ("link", X),
        ("frame", X),
        ("script", X),
        ("image", f"{X}/widget/form/{ID}.png"),
        ("image", f"https://x.example/u_{FORM}"),
        ("code", FORM),
    ]


LAZY = [
    *("data-src", "data-lazy-src", "data-rocket-src", "data-litespeed-src", "data-perfmatters-src", "data-cmplz-src"),
    *("data-src-cmplz", "data-cookieblock-src", "data-ezsrc", "data-cfsrc", "data-iframe-src", "data-original"),
    *("data-url", "data-lazy", "data-iframe", "data-lazyload", "data-srcset", "data-suppressedsrc", "data-cookie-src"),
    *("data-uc-src", "data-ot-src", "data-consent-src", "data-opt-src", "data-wpfc-original-src", "data-src-hq"),
    *("consent-original-src-_", "nitro-lazy-src", "lazy-src", "lazysrc", "ng-src", "_src"),
]


@pytest.mark.parametrize("name", LAZY)
@pytest.mark.parametrize(("tag", "kind"), [("iframe", "frame"), ("script", "script"), ("img", "image")])
def test_an_address_that_waits_in_an_attribute(name: str, tag: str, kind: str) -> None:
    assert named(f'<{tag} {name}="{X}"></{tag}>') == [(kind, X, WAITING)]
    assert named(f'<{tag} src="about:blank" {name}="{X}"></{tag}>') == [(kind, X, WAITING)]
    assert named(f'<{tag} src="{X}" {name}="{X}"></{tag}>') == [(kind, X, LIVE)]


# --- addresses in addresses, in code and in styles --------------------------------------------------------------------

CARRIED = {
    "https://i0.wp.com/{}?w=80": True,
    "https://clinic.example/cdn-cgi/image/width=80/https://{}": True,
    "https://images.example/demo/image/fetch/f_auto/https://{}": True,
    "https://wsrv.nl/?url={}&w=80": True,
    "https://images.example/?src={}": True,
    "https://images.example/x/{}": True,
    "https://clinic.example/mirror/{}": False,
}


@pytest.mark.parametrize(("outer", "found"), CARRIED.items())
def test_a_picture_of_the_crm_is_named_behind_every_proxy(outer: str, found: bool) -> None:
    picture = f"storage.googleapis.com/msgsndr/{ID}/media/{HEX}.png"
    inner = [m for m in reading(f'<img src="{outer.format(picture)}">').mentions if "wrapped-in" in m.attrs]
    assert [m.url for m in inner] == ([f"https://{picture}"] if found else [])


def test_a_host_without_a_scheme_that_no_proxy_holds_is_named_only_with_a_keyword() -> None:
    urls = ("https://images.example/x/other.example/a.png", "https://i1.wp.com/other.example/a.png")
    found = [named(f'<img src="{url}">') for url in urls]
    assert found == [
        [("image", urls[0], LIVE)],
        [("image", urls[1], LIVE), ("code", "https://other.example/a.png", LIVE)],
    ]


def test_a_scripts_address_is_read_however_it_is_encoded() -> None:
    for code in (
        f"document.write(unescape('%3Ciframe src=%22{FORM.replace(':', '%3A')}%22%3E'))",
        f"document.write(atob('{b64(chr(10) + '  ' + FRAME)}'))",
        f"location='/out#url={FORM}'",
        f"location='https://other.example/out?u=//link.agency.example/widget/form/{ID}'",
    ):
        assert FORM in [mention.url for mention in reading(f"<script>{code}</script>").mentions]


def test_live_code_behind_a_regular_expression_is_live() -> None:
    code = (
        'function k(s){return/["\']/.test(s)}var h={Accept:"text/html,*/*"},g={accept:"image/*"};'
        f'function go(){{location="{BOOKING}"}}document.body.ondblclick=go'
    )
    assert named(f"<script>{code}</script>") == [("code", BOOKING, LIVE)]


def test_a_style_sheet_names_pictures_and_sheets() -> None:
    picture = "https://storage.googleapis.com/msgsndr/hero.png"
    sheet = f"@import 'b.css';\na{{b:url({picture})}}\n/* c{{d:url('https://x.example/e.png')}} */ f{{g:url(/h.png)}}"
    url = "https://clinic.example/css/a.css"
    found = read_sheet(sheet, url=url, in_scope=IN_SCOPE, keywords=SIGNATURES.keywords)
    assert [(m.type, m.url, m.state, m.where.seen_in, m.where.locator) for m in found.mentions] == [
        (MentionType.STYLE, picture, LIVE, SeenIn.SCRIPT, "line 2"),
        (MentionType.STYLE, "https://x.example/e.png", INERT, SeenIn.SCRIPT, "line 3"),
    ]
    assert all(m.url in m.where.excerpt for m in found.mentions)
    assert (found.url, found.files, found.links) == (url, ("https://clinic.example/css/b.css",), ())


def test_pictures_of_dull_hosts_in_a_style_sheet_are_not_mentioned() -> None:
    sheet = "a{b:url(https://fonts.example/a.woff2)} c{d:url(https://x.example/e.png)}"
    dull = frozenset({"fonts.example"}).__contains__
    found = read_sheet(sheet, url=HOME, in_scope=IN_SCOPE, keywords=(), is_dull=dull)
    assert [mention.url for mention in found.mentions] == ["https://x.example/e.png"]


def test_what_stands_in_a_comment_of_a_style_is_inert() -> None:
    style = "/* a{background:url(https://x.example/a)} */"
    assert named(f"<style>{style}</style>") == [("style", "https://x.example/a", INERT)]
    assert named('<p style="color:red;/*background:url(https://x.example/a)*/">') == [
        ("style", "https://x.example/a", INERT)
    ]
