"""One reading of a document: what it names and where, where it leads, what can run on it, what of it was lost."""

import base64
import hashlib
import html as entities
import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from scanner.extract import read, read_script, read_sheet
from scanner.extract.gathered import LIMIT, MOST_FILES
from scanner.extract.parsing import parse
from scanner.model import Element, Flaw, Mention, MentionType, Mode, Page, Reading, Script, SeenIn, State, Where
from scanner.recognise import Recogniser
from scanner.signatures import load

HOME = "https://clinic.example/treatments/"
ID = "AbCdEfGhIjKlMnOpQrSt"
HEX = "0123456789abcdef01234567"
WHITE = "https://link.agency.example"
FORM = f"{WHITE}/widget/form/{ID}"
BOOKING = f"{WHITE}/widget/booking/{ID}"
PAY = f"https://link.fastpaydirect.com/payment-link/{HEX}"
FRAME = f'<iframe src="{FORM}"></iframe>'
LIVE, WAITING, INERT = State

SIGNATURES = load()
HOSTS = frozenset({"clinic.example", "www.clinic.example"})
RECOGNISER = Recogniser(SIGNATURES, HOSTS)
IN_SCOPE = HOSTS.__contains__


def reading(html: str, url: str = HOME, keywords: tuple[str, ...] = SIGNATURES.keywords) -> Reading:
    return read(html, url=url, seen_in=SeenIn.HTML, in_scope=IN_SCOPE, keywords=keywords)


def named(html: str) -> list[tuple[str, str, State]]:
    return [(m.type.value, m.url, m.state) for m in reading(html).mentions]


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def u002f(text: str) -> str:
    return text.replace("/", "\\u002F")


# --- what elements name ----------------------------------------------------------------------------------------------

X = "https://x.example/a"
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


# --- how code is delayed, hidden or built ----------------------------------------------------------------------------

RESIZER = f"{WHITE}/js/form_embed.js"
FLIGHT = json.dumps(["$", "iframe", None, {"src": FORM}]).replace('"', '\\"')
TECHNIQUES = {
    "1 frame with data-src": (f'<iframe data-src="{FORM}" id="inline-{ID}"></iframe>', "form", WAITING),
    "2 blank frame": (f'<iframe src="about:blank" data-src="{BOOKING}" loading="lazy"></iframe>', "calendar", WAITING),
    "3 WP Rocket, before": (
        f'<iframe data-lazy-src="{FORM}" data-rocket-lazyload="fitvidscompatible" src="about:blank"></iframe>',
        *("form", WAITING),
    ),
    "3 WP Rocket, after": (
        f'<iframe src="{FORM}" data-lazy-src="{FORM}" data-ll-status="loaded" class="entered lazyloaded"></iframe>',
        *("form", LIVE),
    ),
    "4 div": (
        f'<div class="inline-form-wrapper" id="inline-{ID}-div" data-hl-type="inline" data-src="{FORM}"></div>',
        *("form", WAITING),
    ),
    "5 popup built from strings": (
        f"<script>var SRC = '{FORM}', FORM = '{ID}'; overlay.innerHTML = '<iframe id=\"popup-' + FORM + '\">';"
        "frame.src = SRC;</script>",
        *("form", LIVE),
    ),
    "6 script made after load": (
        "<script>addEventListener('load', function () { setTimeout(function () {"
        "var s = document.createElement('script'); s.src = 'https://chat.agency.example/loader.js';"
        "s.setAttribute('data-resources-url', 'https://chat.agency.example/chat-widget/loader.js');"
        f"s.setAttribute('data-widget-id', '{HEX}'); document.body.appendChild(s) }}, 2500) }})</script>",
        *("chat", LIVE),
    ),
    "7 next/script in the payload": (
        f'<script>self.__next_f.push([1,"7:[\\"$\\",\\"$L8\\",null,{{\\"src\\":\\"{RESIZER}\\",'
        '\\"strategy\\":\\"lazyOnload\\"}]"])</script>',
        *("resizer", LIVE),
    ),
    "8 behind consent": (
        f"<script>if (consent) {{ g.src='{WHITE}/js/external-tracking.js';"
        f"g.setAttribute('data-tracking-id','tk_{HEX}89abcdef') }}</script>",
        *("external-tracking", LIVE),
    ),
    "9 frame of a state": (
        f'<script>e("iframe",{{src:popupOpen?"{FORM}":"about:blank"}})</script>',
        *("form", LIVE),
    ),
    "10 minified bundle": (f'<script>d.jsx("iframe",{{src:"{BOOKING}"}})</script>', "calendar", LIVE),
    "13 click handler": (f"<button onclick=\"window.open('{PAY}','_blank')\">Pay</button>", "payment-link", LIVE),
    "13 after a fetch": (
        f"<script>fetch('/send').then(() => {{ window.location.href='{BOOKING}' }})</script>",
        *("calendar", LIVE),
    ),
    "14 template string": (
        f"<script>const HOST='{WHITE}', ID='{ID}'; f.src=`${{HOST}}/widget/form/${{ID}}`</script>",
        *("form", LIVE),
    ),
    "16 stored JSON": (
        f'<script type="application/json">{{"html":"{json.dumps(FRAME)[1:-1].replace("/", chr(92) + "/")}"}}</script>',
        *("form", WAITING),
    ),
    "16 Nuxt state": (
        f'<script id="__NUXT_DATA__" type="application/json">["{u002f(FORM)}"]</script>',
        *("form", WAITING),
    ),
    "16 Nuxt state in code": (f'<script>window.__NUXT__={{src:"{u002f(FORM)}"}}</script>', "form", LIVE),
    "17 am.js put in by a function": (
        f"<script>!function(){{var t=document.createElement('script');t.src='{WHITE}/js/am.js';t.onload=function(){{"
        f"affiliateManager.init('{ID}','https://backend.leadconnectorhq.com','.clinic.example')}};"
        "document.head.append(t)}()</script>",
        *("affiliate", LIVE),
    ),
    "18 WP Rocket script": (
        f'<script type="rocketlazyloadscript" data-rocket-type="text/javascript" data-rocket-src="{RESIZER}"></script>',
        *("resizer", WAITING),
    ),
    "18 noscript": (f"<noscript>{FRAME}</noscript>", "form", WAITING),
    "18 noscript that shuts a comment": (
        f"<noscript><!-- x</noscript>{FRAME}<noscript>--></noscript>",
        *("form", LIVE),
    ),
    "18 noscript that begins a style": (
        f"<noscript><style></noscript>{FRAME}<noscript></style></noscript>",
        *("form", LIVE),
    ),
    "18 noscript that begins a tag": (f"<noscript><p title='</noscript>{FRAME}<noscript>'></noscript>", "form", LIVE),
    "18 noscript cut in two": (f"<noscript>{FRAME}<!--</noscript><p>--></p>", "form", WAITING),
    "18 noscript in a comment": (f"<!-- <noscript><!-- </noscript>{FRAME} -->", "form", INERT),
    "18 noscript with a comment": (f"<noscript><!-- {FRAME} --></noscript>", "form", INERT),
    "19 LiteSpeed": (
        f'<script type="litespeed/javascript" data-litespeed-src="{RESIZER}"></script>',
        *("resizer", WAITING),
    ),
    "19 LiteSpeed frame": (f'<iframe data-litespeed-src="{FORM}" src="about:blank"></iframe>', "form", WAITING),
    "20 Perfmatters": (
        f'<script type="pmdelayedscript" data-perfmatters-type="text/javascript" src="{RESIZER}"></script>',
        *("resizer", WAITING),
    ),
    "20 Perfmatters source": (
        f'<script type="pmdelayedscript" data-perfmatters-src="{RESIZER}"></script>',
        *("resizer", WAITING),
    ),
    "21 Rocket Loader": (
        f'<script type="0a1b2c3d4e5f-text/javascript" src="{RESIZER}"></script>'
        '<script src="/cdn-cgi/scripts/rocket-loader.min.js" data-cf-settings="0a1b2c3d4e5f-|49"></script>',
        *("resizer", WAITING),
    ),
    "22 Flying Scripts": (f'<script data-type="lazy" data-src="{RESIZER}"></script>', "resizer", WAITING),
    "23 Autoptimize": (f'<iframe class="lazyload" data-src="{FORM}"></iframe>', "form", WAITING),
    "24 Complianz script": (
        f'<script type="text/plain" data-service="crm" data-category="marketing" data-cmplz-src="{RESIZER}"></script>',
        *("resizer", WAITING),
    ),
    "24 Complianz frame": (
        f'<iframe class="cmplz-placeholder-element" data-src-cmplz="{FORM}" src="about:blank"></iframe>',
        *("form", WAITING),
    ),
    "25 CookieYes": (
        f'<script type="text/plain" data-cookieyes="cookieyes-advertisement" src="{RESIZER}"></script>',
        *("resizer", WAITING),
    ),
    "26 Cookiebot": (
        f'<script type="text/plain" data-cookieconsent="marketing" src="{RESIZER}"></script>',
        *("resizer", WAITING),
    ),
    "26 Cookiebot frame": (f'<iframe data-cookieblock-src="{FORM}"></iframe>', "form", WAITING),
    "27 OneTrust": (
        f'<script type="text/plain" class="optanon-category-C0004" src="{RESIZER}"></script>',
        *("resizer", WAITING),
    ),
    "27 OneTrust, inline": (
        f'<script type="text/plain" class="optanon-category-C0004">f.src="{FORM}"</script>',
        *("form", WAITING),
    ),
    "28 Borlabs": (
        f'<div data-borlabs-cookie-content="{b64(FRAME)}" data-borlabs-cookie-type="content-blocker"></div>',
        *("form", WAITING),
    ),
    "28 Borlabs script": (
        f'<script type="text/template" data-borlabs-cookie-content>{b64(FRAME)}</script>',
        *("form", WAITING),
    ),
    "28 Borlabs template": (
        '<div class="borlabs-hide" data-borlabs-cookie-type="content-blocker"><script type="text/template">'
        f"{b64(FRAME)}</script></div>",
        *("form", WAITING),
    ),
    "28 Borlabs, without padding": (
        f'<div data-borlabs-cookie-content="{b64(FRAME + " " * (-len(FRAME) % 3))}"></div>',
        *("form", WAITING),
    ),
    "Real Cookie Banner": (
        f'<iframe consent-original-src-_="{FORM}" consent-required="7" consent-by="services"></iframe>',
        *("form", WAITING),
    ),
    "NitroPack": (f'<iframe nitro-lazy-src="{FORM}" class="nitro-lazy"></iframe>', "form", WAITING),
    "Vue": (f'<iframe :src="open ? \'{FORM}\' : null"></iframe>', "form", WAITING),
    "29 srcdoc": (f'<iframe srcdoc="{entities.escape(FRAME)}"></iframe>', "form", LIVE),
    "29 template": (f"<template>{FRAME}</template>", "form", WAITING),
    "29 srcdoc in a template": (
        f'<template><iframe srcdoc="{entities.escape(FRAME)}"></iframe></template>',
        *("form", WAITING),
    ),
    "30 Next.js state": (
        f'<script id="__NEXT_DATA__" type="application/json">{{"props":{{"src":"{FORM}"}}}}</script>',
        *("form", WAITING),
    ),
    "30 Next.js payload": (f'<script>self.__next_f.push([1,"{FLIGHT}"])</script>', "form", LIVE),
    "31 tag manager's custom HTML": (
        f'<script>var data={{"vtp_html":"\\u003ciframe src=\\"{FORM}\\"\\u003e\\u003c\\/iframe\\u003e"}}</script>',
        *("form", LIVE),
    ),
    "31 tag manager's custom HTML, hexadecimal": (
        f"<script>var data={{'vtp_html':'\\x3ciframe src\\x3d\\x22{FORM}\\x22\\x3e\\x3c/iframe\\x3e'}}</script>",
        *("form", LIVE),
    ),
    "33 Squarespace": (
        f'<div class="sqs-block code-block sqs-block-code"><div class="sqs-block-content">{FRAME}</div></div>',
        *("form", LIVE),
    ),
    "33 Divi": (f'<div class="et_pb_code"><div class="et_pb_code_inner">{FRAME}</div></div>', "form", LIVE),
    "33 GoDaddy": (
        f'<div data-aid="HTML_IFRAME"><iframe srcdoc="{entities.escape(FRAME)}"></iframe></div>',
        *("form", LIVE),
    ),
    "33 Elementor popup": (f'<div data-elementor-type="popup" data-elementor-id="7">{FRAME}</div>', "form", LIVE),
    "33 Elementor settings": (
        f'<div data-settings="{entities.escape(json.dumps({"html": FRAME}))}"></div>',
        *("form", WAITING),
    ),
    "meta refresh": (f'<meta http-equiv="refresh" content="0; url={BOOKING}">', "calendar", LIVE),
    "redirect parameter": (
        f'<a href="/out?to={FORM.replace(":", "%3A").replace("/", "%2F")}">Write</a>',
        *("form", LIVE),
    ),
    "JSON-LD": (
        f'<script type="application/ld+json">{{"@type":"ReserveAction","target":"{BOOKING}"}}</script>',
        *("calendar", LIVE),
    ),
    "comment": (f"<!-- {FRAME} -->", "form", INERT),
    "comment in code": (f"<script>/* f.src = '{FORM}' */</script>", "form", INERT),
    "escaped HTML in an attribute": (
        f'<div data-html="{entities.escape(entities.escape(FRAME))}"></div>',
        *("form", WAITING),
    ),
    "base64 frame": (f'<iframe src="data:text/html;base64,{b64(FRAME)}"></iframe>', "form", LIVE),
    "atob": (f'<script>f.src = atob("{b64(FORM)}")</script>', "form", LIVE),
    "document.write": (f"<script>document.write('{FRAME.replace('/', chr(92) + '/')}')</script>", "form", LIVE),
    "deferred in base64": (
        f'<script src="data:text/javascript;base64,{b64("f.src = " + json.dumps(FORM))}" defer></script>',
        *("form", LIVE),
    ),
    "deferred in a data address": (
        f'<script type="litespeed/javascript" data-src="data:text/javascript,f.src%3D%22{FORM}%22"></script>',
        *("form", WAITING),
    ),
    "AMP": (f'<amp-iframe src="{FORM}" layout="responsive"></amp-iframe>', "form", LIVE),
    "framework's handler": (f"<button @click=\"window.open('{FORM}')\">Write</button>", "form", LIVE),
    "object": (f'<object data="{FORM}"></object>', "form", LIVE),
    "shadow root": (f'<div><template shadowrootmode="open">{FRAME}</template></div>', "form", LIVE),
}  # fmt: skip


@pytest.mark.parametrize(("html", "signature", "state"), TECHNIQUES.values(), ids=TECHNIQUES)
def test_a_trace_is_recognised_however_it_is_delayed_hidden_or_built(html: str, signature: str, state: State) -> None:
    body = f'<header><a href="/">Clinic</a></header><main><h1>Contact</h1>{html}</main>'
    matches = RECOGNISER.page(Page(HOME, HOME, 200, Mode.SERVED, body))[1].matches
    assert {(m.signature, m.mention.state) for m in matches} == {(f"highlevel/{signature}", state)}
    values = {m.value for m in matches}
    assert values <= {ID, HEX, f"tk_{HEX}89abcdef", "link.agency.example"}
    assert len(values) == 1
    for match in matches:
        assert match.mention.where.excerpt
        assert match.mention.where.locator


def test_a_preconnect_is_a_lead_and_no_more() -> None:
    page = Page(HOME, HOME, 200, Mode.SERVED, '<link rel="preconnect" href="https://beta.leadconnectorhq.com">')
    assert RECOGNISER.page(page)[1].matches == ()
    assert named(page.html) == [("hint", "https://beta.leadconnectorhq.com/", LIVE)]


# --- where it stands -------------------------------------------------------------------------------------------------

PLACED = f"""<!doctype html><html><head><title> Hazel
 Row </title></head><body class="home">
<header id="top"><nav><a href="/">Home</a></nav></header>
<section class="contact hero" data-id="1e17443" data-element_type="section" onclick="x()">
<h2>Write <em>to</em> us</h2>
<div><p>Hello</p><iframe
  SRC='{FORM}?notrack=true&amp;email=jo@mail.example'  title="Contact form"></iframe></div>
<a class=btn href="{PAY}"><b>Pay</b> your deposit</a>
</section></body></html>"""
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


IDENTIFIERS = [
    *("a", "A1", "form:1", "1st", "-x", "-1", "--x", "ü", "a b", 'q"q', "q'q", "a.b", "a#b", "[x]", "\\", "_", "-"),
    *("shopify-section-template--15843127525475__custom_liquid_JqEGkM", "comp-lx3k2j1h", "i" * 80, "i" * 81, "😀"),
    *("a1B2" * 15, "jo.patient@mail.example", "+1 (415) 555-0123"),
]


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


# --- links and what can run -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ('<a href="/a">x</a><a href="b">x</a><a href="?c=1">x</a><a href="https://www.clinic.example/d">x</a>', [
            *("https://clinic.example/a", "https://clinic.example/treatments/b"),
            *("https://clinic.example/treatments/?c=1", "https://www.clinic.example/d"),
        ]),
        ('<a href="/a#x">x</a><a href="/a#y">x</a><a href="/a">x</a>', ["https://clinic.example/a"]),
        ('<base href="/de/"><a href="a">x</a>', ["https://clinic.example/de/a"]),
        ('<a href="a">x</a><base href="/de/"><base href="/fr/">', ["https://clinic.example/de/a"]),
        ('<base href="https://x.example/"><a href="a">x</a>', []),
        ('<a href="https://clinic.example:8443/a">x</a><a href="http://clinic.example/a">x</a>', [
            "http://clinic.example/a",
        ]),
        ('<a href="https://x.example/a">x</a><a href="mailto:a@b.example">x</a><a href="#top">x</a>', []),
        ('<a href="http://[::1">x</a><a href="/ok">x</a>', ["https://clinic.example/ok"]),
        ('<iframe src="/frame"></iframe><map><area href="/area"></map>', [
            "https://clinic.example/frame", "https://clinic.example/area",
        ]),
        ('<link rel="next" href="/2"><link rel="alternate" href="/de/"><link rel="canonical" href="/c">', [
            *("https://clinic.example/2", "https://clinic.example/de/", "https://clinic.example/c"),
        ]),
        ('<link rel="alternate" type="application/rss+xml" href="/feed"><link rel="stylesheet" href="/a.css">', []),
        ('<meta http-equiv="refresh" content="3; url=/next">', ["https://clinic.example/next"]),
        ("<button onclick=\"location.href='/go'\">x</button>", ["https://clinic.example/go"]),
        ("<button onclick=\"location.href='/go/' + id\">x</button>", ["https://clinic.example/go/"]),
        ("<a href=\"javascript:window.open('/win')\">x</a>", ["https://clinic.example/win"]),
        ('<div data-href="/data">x</div><a data-link="/card">x</a>', [
            "https://clinic.example/data", "https://clinic.example/card",
        ]),
        ("<noscript><a href='/n'>x</a></noscript><template><a href='/t'>x</a></template>", [
            "https://clinic.example/n", "https://clinic.example/t",
        ]),
        (f'<iframe srcdoc="{entities.escape("<a href=/inner>x</a>")}"></iframe>', ["https://clinic.example/inner"]),
        ("<!-- <a href='/old'>x</a> -->", []),
        ('<form action="/send"></form><img src="/a.png"><script src="/a.js"></script>', []),
        ("<script>var a = '/in-code'</script>", []),
    ],
)  # fmt: skip
def test_links_that_a_crawler_may_follow(html: str, links: list[str]) -> None:
    assert list(reading(html).links) == links


@pytest.mark.parametrize(
    ("html", "sources"),
    [
        ('<script src="/a.js"></script><script src="https://x.example/b.js"></script>', [
            "https://clinic.example/a.js", "https://x.example/b.js",
        ]),
        ("<script>a()</script><script>a()</script><script> </script>", [""]),
        ('<script type="module" src="/a.mjs"></script>', ["https://clinic.example/a.mjs"]),
        ('<script type="rocketlazyloadscript" data-rocket-src="/a.js"></script>', ["https://clinic.example/a.js"]),
        ('<script type="text/plain" data-cookieconsent="x">a()</script>', [""]),
        ('<script type="application/ld+json">{}</script><script type="text/template"><p>x</p></script>', []),
        ('<p onclick="a()">x</p>', [""]),
        ('<a href="javascript:a()">x</a>', [""]),
        ("<!-- <script>a()</script> -->", []),
        ("<template><script>a()</script></template>", []),
        ("<p>x</p>", []),
    ],
)  # fmt: skip
def test_what_can_run_is_counted(html: str, sources: list[str]) -> None:
    assert [script.src for script in reading(html).scripts] == sources


# --- what was lost ----------------------------------------------------------------------------------------------------


HERE = "https://clinic.example/treatments"
FILES = {
    '<link rel="stylesheet" href="/a.css">': ["/a.css"],
    '<link rel="alternate stylesheet" href="a.css#x">': ["/treatments/a.css"],
    '<link rel="preload" as="style" href="/a.css" onload="this.rel=\'stylesheet\'">': ["/a.css"],
    '<link rel="prefetch" as="style" href="/a.css">': ["/a.css"],
    '<link rel="prefetch" as="script" href="/a.js">': ["/a.js"],
    '<link rel="preload" as="script" href="/a.js">': ["/a.js"],
    '<link rel="modulepreload" href="/a.js">': ["/a.js"],
    '<link rel="modulepreload" href="/a.js"><script type="module" src="/a.js"></script>': [],
    '<link rel="prefetch" href="/next/">': [],
    '<link rel="preload" as="image" href="/a.png">': [],
    '<link rel="stylesheet" href="https://other.example/a.css">': [],
    '<style>@import "/a.css"; @import url(b.css); /* @import "c.css" */</style>': ["/a.css", "/treatments/b.css"],
    '<base href="/w/"><script>import("./a.js")</script>': ["/w/a.js"],
    '<script>import("./a.js"); import x from "../b.mjs"</script>': ["/treatments/a.js", "/b.mjs"],
    '<script>import(/* name: "a" */ "/a.js")</script>': ["/a.js"],
    '<script>import "bare.js"; import("lib/bare.js")</script>': [],
    '<script>s.src="/late.js?v=1.2"; t.src=\'late.js\'</script>': ["/late.js?v=1.2", "/treatments/late.js"],
    '<script>s.src="https:\\/\\/clinic.example\\/late.js"</script>': ["/late.js"],
    '<script>s.src="/la"+"te.js"</script>': ["/late.js"],
    '<script>s.src=location.origin+"/late.js"</script>': ["/late.js"],
    '<script>s.src=folder+"/late.js"; t.src=`${folder}/late.js`; u.src=folder+".js"</script>': [],
    '<script>s.src="https://other.example/late.js"</script>': [],
    '<script>say("Node.js, Three.js"); say("Node.js")</script>': [],
    '<script>// s.src="/late.js"\n/* import("/later.js") */</script>': [],
    '<script type="importmap">{"imports":{"app":"/app.js"}}</script>': ["/app.js"],
    '<script>self.__next_f.push([1,"[\\"static/chunks/12-ab.js\\"]"])</script>': ["/_next/static/chunks/12-ab.js"],
    '<button onclick="s.src=\'/late.js\'">x</button>': ["/late.js"],
    '<template><script src="/late.js"></script></template>': ["/late.js"],
    '<div data-html="&lt;script src=/late.js&gt;&lt;/script&gt;&lt;a href=https://other.example/&gt;">': ["/late.js"],
    '<!-- <script src="/late.js"></script><a href="https://other.example/"> -->': [],
    '<script type="application/ld+json">{"url":"/late.js"}</script>': [],
    '<script src="/late.js"></script><script>s.src="/late.js"</script>': [],
}  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), FILES.items())
def test_files_that_a_page_names_without_necessarily_loading_them(html: str, expected: list[str]) -> None:
    for repeat in (1, 2):
        files = reading(html, f"{HERE}/?{repeat}").files
        assert files == tuple(f"https://clinic.example{path}" for path in expected)


def test_style_sheets_are_no_pages_to_follow() -> None:
    assert reading('<link rel="alternate stylesheet" href="/a.css">').links == ()


def test_files_that_a_page_names_have_a_limit() -> None:
    code = "".join(f'import("/{n}.js");' for n in range(MOST_FILES + 5))
    assert len(reading(f"<script>{code}</script>").files) == MOST_FILES


def test_script_files_that_a_script_names_stand_beside_it_if_dotted_else_at_the_root() -> None:
    code = (
        'import("./a.js");import b from"../b.js";m=["lib/no.js","static/chunks/d.js","/e.js"];s.src="c.js";// "/f.js"'
    )
    found = read_script(code, url="https://clinic.example/js/app.js", in_scope=IN_SCOPE, keywords=SIGNATURES.keywords)
    paths = ("/js/a.js", "/b.js", "/_next/static/chunks/d.js", "/e.js", "/c.js")
    assert found.files == tuple(f"https://clinic.example{path}" for path in paths)


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


def test_what_stands_in_a_comment_of_a_style_is_inert() -> None:
    style = "/* a{background:url(https://x.example/a)} */"
    assert named(f"<style>{style}</style>") == [("style", "https://x.example/a", INERT)]
    assert named('<p style="color:red;/*background:url(https://x.example/a)*/">') == [
        ("style", "https://x.example/a", INERT)
    ]


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


# --- hostile documents ------------------------------------------------------------------------------------------------

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


@given(st.text(max_size=300) | DOCUMENTS)
def test_no_script_breaks_the_reading(text: str) -> None:
    found = read_script(text, url=HOME, in_scope=IN_SCOPE, keywords=SIGNATURES.keywords)
    assert len(found.mentions) <= len(text)
    assert all(len(mention.where.excerpt) <= 300 for mention in found.mentions)


@given(st.text(max_size=300) | DOCUMENTS)
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


# --- pages that only code names --------------------------------------------------------------------------------------

SITE = "https://clinic.example"
NEXT = (
    'self.__BUILD_MANIFEST=function(s,c){return{__rewrites:{afterFiles:[]},"/":[s],"/booking":["static/chunks/b.js"],'
    '"/blog/[slug]":[c],sortedPages:["/","/_app","/_error","/blog/[slug]","/booking","/thanks"]}}("a","b")'
)
REMIX = (
    'window.__remixManifest={"routes":{"root":{"id":"root","path":"","hasLoader":true},'
    '"routes/team":{"id":"routes/team","parentId":"root","path":"team","hasLoader":false},'
    '"routes/team.anna":{"id":"routes/team.anna","parentId":"routes/team","path":"anna","hasLoader":false}}}'
)
HASHED = 'const r=N({history:H(),routes:[{path:"/x",component:A}]});function H(e){return e.includes("#")||(e+="#")}'
ROUTES = [
    ('[{path:"/a",component:A,children:[{path:"b",component:B},{path:"",component:C}]}]', "/a /a/b"),
    ('[{children:[{path:"b",component:B}],path:"/a",component:A},{path:"/c",component:()=>i("./c.js")}]', "/a/b /a /c"),
    ('j(R,{path:"/a",element:x,children:[j(R,{path:"b",element:y}),j(R,{index:!0,element:z})]})', "/a /a/b"),
    ('h(R,{path:"/a",element:x},h(R,{path:"b",element:y}),h(R,{path:"c",element:y})),h(R,{path:"d",element:y})',
     "/a /a/b /a/c /d"),
    ('[{path:"",component:S,children:[{path:"book",component:B},{path:"t/:id",component:T}]},{path:"**",redirectTo:""}]',
     "/ /book"),
    ('{path:"/docs/*",element:x},{path:"/:lang?/about",component:A},{path:"/[[...slug]]",page:1}', "/docs /about /"),
    ('const q=createFileRoute("/_layout/(shop)/team")({loader:z}),c=X("/book_")({component:Y})', "/team /book"),
    ('const u=c.update({id:"/_in/booking",path:"/booking",getParentRoute:()=>r})', "/booking"),
    ('const D={"/":[2],"/(shop)/booking":[3],"/blog/[slug]":[4,[2]],"/about":[~5]};', "/ /booking /about"),
    (NEXT, "/ /booking /thanks"),
    (REMIX, "/ /team /team/anna"),
    ('self.__next_f.push([1,"5:[\\"$\\",\\"$L6\\",null,{\\"href\\":\\"/book-now\\"}]"])', "/book-now"),
    ('[{path:"/a/*",element:x}];function S(){return j(Q,{children:j(R,{path:"b",element:y})})}', "/a /b /a/b"),
    ('{version:1,prerendered:["/","/about","/book"]}', "/ /about /book"),
    ('{"component---src-pages-thank-you-js":()=>i("./x"),"component---src-pages-index-tsx":1}',
     "/thank-you/ /thank/you/"),
    ('fetch("/page-data/team/page-data.json")', "/team/"),
    ('router.push("/a");r.replace("/b");navigateTo("/c",{replace:!0});s.goto("/d");x.navigateByUrl("/e");y.navigate(["/f"])',
     "/a /b /c /d /e /f"),
    ('h.pushState({a:1},"","/a");history.replaceState(null,"",\'/b\');', "/a /b"),
    ('location.href="/a";window.location="/b";location.assign(`/c`);open("/d")', "/a /b /c /d"),
    ('{to:"/a"},{href:"/b?s=1#c"},{pathname:"/c"},["routerLink","/d"],{path:"/old",redirect:"/new"}',
     "/a /b?s=1 /c /d /old /new"),
    ('{onClick:()=>t("/a"),onSelect:function(e){return n("/b")}}', "/a /b"),
    ('{HOME:"/",BOOK:"/book"},["/","/team"]', "/ /book /team"),
    ('t(`<a class=x href="/a">`+"<a href=/b>x</a>")', "/a /b"),
    ('{"href":"\\/a","to":"\\u002Fb"}', "/a /b"),
    (HASHED, "/x /#/x"),
    ('location.hash="#/a";{to:"#!/b"}', "/#/a /#!/b"),
    ('createRouter({basename:"/app",routes:[{path:"/x",element:y}]})', "/x /app/x"),
]  # fmt: skip
NO_ROUTES = [
    'fetch("/api/leads");axios.get("/contact");$.ajax({url:"/x"});new XMLHttpRequest().open("GET","/x")',
    'navigate("/api/v2/book");to("/x");{href:"/wp-json/x"},{to:"/v1/users"},{to:"/_next/data"},{to:"/graphql"}',
    'navigate("/p/"+id);push(`/q/${id}`);{to:"/r/".concat(id)};{href:a?"/s":"/t"}',
    'cookie.set("a",1,{path:"/x",domain:"y"});{path:"/y",method:"GET",component:A};{path:"M0 0h24",fill:"x"}',
    '{path:"/blog/:slug",component:A},{path:"/c/[id]",page:1},{to:"/d/$id"},{path:"*",element:x}',
    's.replace("/x","");s.replace("/y",()=>"");s.split("/z");if(location.pathname==="/w")f()',
    '{LOGIN:"/users/login",USERS:"/users"},["/a","/b"],{HOME:"/",NAME:"x",WHERE:"/nowhere"}',
    '{href:"/logo.png"},{href:"/site.webmanifest"},{to:"/main.js"},{href:"/style.css"}',
    '// navigate("/a")\n/* {to:"/b"} */',
    '{path:"/x"},{path:"/x",label:"y"},"see /booking for more","/booking"',
    '{to:"//other.example/a"},{href:"https://other.example/b"}',
]


@pytest.mark.parametrize(("code", "refs"), ROUTES)
def test_pages_that_code_names_as_places_to_go_to(code: str, refs: str) -> None:
    script = read_script(code, url=f"{SITE}/js/a.js", in_scope=IN_SCOPE, keywords=SIGNATURES.keywords)
    assert [ref for ref in script.routes if ref != SITE + "/"] == [SITE + ref for ref in refs.split() if ref != "/"]


@pytest.mark.parametrize("code", NO_ROUTES)
def test_strings_that_are_no_pages(code: str) -> None:
    script = read_script(code, url=f"{SITE}/js/a.js", in_scope=IN_SCOPE, keywords=SIGNATURES.keywords)
    assert [ref for ref in script.routes if ref != SITE + "/"] == []


@pytest.mark.parametrize(
    ("html", "refs"),
    [
        ('<script>router.push("/a")</script><button onclick="go(1);navigate(\'/b\')">x</button>', "/a /b"),
        ('<script id="__NEXT_DATA__" type="application/json">{"nav":[{"url":"/a"},{"src":"/no"}]}</script>', "/a"),
        ('<script type="application/json" id="__NUXT_DATA__">[{"to":1,"x":2},"/a","/no"]</script>', "/a"),
        ('<astro-island props=\'{"to":[0,"/a"]}\'></astro-island><div data-page=\'{"url":"/b"}\'></div>', "/a /b"),
        ('<script>f({to:"/a"})</script><a href="/a">x</a>', ""),
        ('<script type="application/ld+json">{"url":"/a"}</script><!-- <script>navigate("/b")</script> -->', ""),
        ('<script>f("#/a");location.hash="#/b"</script>', "/treatments/#/b"),
    ],
)
def test_pages_that_the_code_in_a_page_names(html: str, refs: str) -> None:
    assert list(reading(html).routes) == [SITE + ref for ref in refs.split()]


def test_code_without_a_wish_names_the_same_pages_on_the_next_page() -> None:
    html = '<script>f({to:"/a"})</script>'
    assert [reading(html, url).routes for url in (HOME, f"{SITE}/team/")] == [(f"{SITE}/a",)] * 2


def test_what_a_router_reads_from_the_fragment_is_an_address_of_its_own() -> None:
    html = '<a href="#/book">x</a><a href="#!/team">x</a><a href="#top">x</a><a href="#!">x</a><a href="/#/book">x</a>'
    assert reading(html).links == (f"{HOME}#/book", f"{HOME}#!/team", f"{SITE}/#/book")


@given(st.text(st.sampled_from("{}[](),:;\"'`/\\#!* path:to=<a href*component$\n")))
def test_code_of_any_kind_is_read(code: str) -> None:
    script = read_script(code, url=f"{SITE}/js/a.js", in_scope=IN_SCOPE, keywords=())
    assert all(route.startswith(f"{SITE}/") for route in script.routes)


# --- addresses that code puts together --------------------------------------------------------------------------------

BUILT = [
    f'const h="{WHITE}",i="{ID}";f.src=`${{h}}/widget/form/${{i}}`',
    f"const h='{WHITE}',i='{ID}';f.src=h+'/widget/form/'+i",
    f'var h="{WHITE}",i="{ID}";f.src="".concat(h,"/widget/form/").concat(i)',
    f'const c={{host:"link.agency.example",path:"widget/form",id:"{ID}"}};f(["https:/",c.host,c.path,c.id].join("/"))',
    f'const c=Object.freeze({{"base":"{WHITE}/widget/",id:"{ID}"}});f(c.base+"form/"+c.id)',
    f'open(atob("{base64.b64encode(WHITE.encode()).decode()}")+"/widget/form/{ID}")',
    f'f("{FORM[::-1]}".split("").reverse().join(""))',
    f"f(String.fromCharCode({','.join(str(ord(letter)) for letter in FORM)}))",
    f'f(decodeURIComponent("https%3A%2F%2Flink.agency.example")+"/widget/form/{ID}")',
    f'const A="https://",B="link.agency.example",C="/widget/form/",D="{ID}";{"x();" * 400}f(A+B+C+D)',
    f'const H="{WHITE}",P="/widget/form/",I="{ID}";{"x();" * 400}b.onClick=()=>window.open(H+P+I)',
]
NOT_BUILT = [
    f'let h="{WHITE}";h="https://other.example";f(h+"/widget/form/{ID}")',
    f'const t="{ID}";function g(t){{return "{WHITE}/widget/form/"+t}}',
    f'const t="{ID}",g=t=>"{WHITE}/widget/form/"+t',
    f'const c={{id:"{ID}"}},d={{id:"x"}};f("{WHITE}/widget/form/"+e.id)',
    f'const h="{WHITE}";s="Their forms live at /widget/form/ and "+h',
]


@pytest.mark.parametrize("code", BUILT)
def test_addresses_that_code_puts_together(code: str) -> None:
    script = read_script(code, url=f"{SITE}/js/a.js", in_scope=IN_SCOPE, keywords=SIGNATURES.keywords)
    assert [m.url for m in script.mentions if "link.agency.example" in m.url] == [FORM]


@pytest.mark.parametrize("code", NOT_BUILT)
def test_of_what_is_not_in_sight_nothing_is_guessed(code: str) -> None:
    script = read_script(code, url=f"{SITE}/js/a.js", in_scope=IN_SCOPE, keywords=SIGNATURES.keywords)
    assert FORM not in [m.url for m in script.mentions]


@given(st.text(st.sampled_from("\"'`+${}[](),.=ab\\/:https concatjoin")))
def test_code_that_puts_anything_together_is_read(code: str) -> None:
    script = read_script(f'x="https://a.example";{code}', url=SITE, in_scope=IN_SCOPE, keywords=())
    assert all(mention.url.startswith(("http", "ws")) for mention in script.mentions)
