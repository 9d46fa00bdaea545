"""However a trace is delayed, hidden or built, it is recognised, and it is known whether it runs."""

import html as entities
import json

import pytest

from scanner.model import Mode, Page, State
from tests.scanner.extracting import (
    BOOKING,
    FORM,
    FRAME,
    HEX,
    HOME,
    ID,
    INERT,
    LIVE,
    PAY,
    RECOGNISER,
    WAITING,
    WHITE,
    b64,
    named,
)

RESIZER = f"{WHITE}/js/form_embed.js"
FLIGHT = json.dumps(["$", "iframe", None, {"src": FORM}]).replace('"', '\\"')


def u002f(text: str) -> str:
    return text.replace("/", "\\u002F")


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
