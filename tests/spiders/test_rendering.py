"""Which pages are rendered: every one on which something could run; one that is not shows the same in a browser."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace

import pytest

from demo.server import Reply, Route, SiteServer
from scanner import extract
from scanner.mentions import Reading
from scanner.model import Page, SeenIn
from spiders.answers import Answer, Document, judge
from spiders.entries import Kind
from spiders.libraries import Libraries
from spiders.options import RenderMode
from spiders.rendering import EVERY, INERT, KNOWN, Decision, Rendering
from tests.spiders.browsing import pooled
from tests.spiders.crawling import CRM_FORM, HOST, START, Serve

DIGEST = f"sha256-{'A' * 43}="

CALM = {
    "text and pictures": '<p>x</p><a href="/b">b</a><img src="/a.png"><img srcset="/b.png 2x">',
    "styles": "<style>p { color: red }</style><link rel=stylesheet href=/a.css>",
    "JSON-LD": '<script type="application/ld+json">{"@type": "Dentist", "url": "/b"}</script>',
    "JSON": '<script id=data type="application/json">{"a": 1}</script>',
    "data type in capitals": '<SCRIPT data-a=">" TYPE = \'Application/LD+JSON\'>{"a": 1}</SCRIPT>',
    "client-side template": '<script type="text/template"><p>x</p></script>',
    "import map": '<script type="importmap">{"imports": {}}</script>',
    "speculation rules": '<script type="speculationrules">{}</script>',
    "empty handler": '<p onclick="">x</p>',
    "noscript": "<noscript><img src=/p.png><p>without scripts</p></noscript>",
    "comment in noscript": "<noscript><!-- <script>f()</script> --></noscript>",
    "comment around noscript": "<!-- <noscript><img src=/p.png></noscript> <script>f()</script> -->",
    "template": "<template><p>x</p></template>",
    "declarative shadow root": "<div><template shadowrootmode=open><a href=/b>x</a></template></div>",
    "script in a comment": "<!-- <script>f()</script> --><p>x</p>",
    "icon of SVG": "<svg viewBox='0 0 9 9'><path d='M0 0h9'/><use href='/a.svg#x'/></svg>",
    "hints": "<link rel=preload as=script href=/a.js><link rel=modulepreload href=/a.js>",
    "HTML import": "<link rel=import href=/b.html>",
    "style sheet of XSL": '<?xml-stylesheet type="text/xsl" href="/a.xsl"?><p>x</p>',
    "element of its own": "<my-element><p>x</p></my-element>",
    "film": "<video src=/a.mp4></video>",
    "Internet Explorer's CSS": '<p style="behavior: url(/a.htc); width: expression(f())">x</p>',
    "dialog": "<button command=show-modal commandfor=d>x</button><dialog id=d><a href=/b>y</a></dialog>",
}
ALIVE = {
    "inline script": "<script>f()</script>",
    "script file": '<script src="/a.js"></script>',
    "script file without type in capitals": "<SCRIPT SRC=/a.js></SCRIPT>",
    "module": '<script type="module">f()</script>',
    "module file": "<script type=module src=/a.js></script>",
    "script for old browsers": "<script nomodule src=/a.js></script>",
    "type with a parameter": '<script type="text/javascript; charset=utf-8">f()</script>',
    "language": '<script language="JavaScript1.2">f()</script>',
    "script that waits for consent": '<script type="text/plain" data-src="/a.js" data-category=x></script>',
    "script that waits for a plugin": '<script type="rocketlazyloadscript" data-rocket-src="/a.js"></script>',
    "script without an end": "<p>x<script>f()",
    "handler": '<p onclick="f()">x</p>',
    "handler of the page": '<body onload="f()">x',
    "handler of a picture": '<img src=x onerror="f()">',
    "handler of a hint": '<link rel=preload href=/a.css onload="f()">',
    "handler not known yet": '<p onnewthing="f()">x</p>',
    "javascript: link": '<a href="javascript:f()">x</a>',
    "javascript: link in disguise": '<a href=" &#106;ava\tscript:f()">x</a>',
    "javascript: form": '<form action="javascript:f()"></form>',
    "javascript: button": '<button formaction="javascript:f()">x</button>',
    "javascript: map": '<map><area href="javascript:f()"></map>',
    "javascript: frame": '<iframe src="javascript:f()"></iframe>',
    "frame of the site": '<iframe src="/b"></iframe>',
    "frame of others": '<iframe src="https://other.example/b"></iframe>',
    "frame that loads late": '<iframe data-src="https://other.example/b"></iframe>',
    "frame with its own text": '<iframe srcdoc="<script>f()</script>"></iframe>',
    "frame with data": '<iframe src="data:text/html,<script>f()</script>"></iframe>',
    "frame set": "<frameset><frame src=/b></frameset>",
    "object": "<object data=/b></object>",
    "embed": "<embed src=/b.svg>",
    "script in a declarative shadow root": "<div><template shadowrootmode=open><script>f()</script></template></div>",
    "script in SVG": "<svg><script>f()</script></svg>",
    "script file in SVG": "<svg><script href=/a.js /></svg>",
    "old script file in SVG": '<svg><script xlink:href="/a.js"/></svg>',
    "handler in SVG": '<svg onload="f()"></svg>',
    "link in SVG": '<svg><a xlink:href="javascript:f()">x</a></svg>',
    "link that SVG makes": '<svg><a><set attributeName="href" to="javascript:f()"/>x</a></svg>',
    "script in a title of SVG": "<svg><title><script>f()</script></title></svg>",
    "script in a style of SVG": "<svg><style><script>f()</script></style></svg>",
    "link in MathML": '<math href="javascript:f()">x</math>',
    "service worker": '<script>navigator.serviceWorker.register("/sw.js")</script>',
    "after a comment that is none": "<!--><script>f()</script>-->",
    "after a comment that only begins in noscript": (
        "<noscript><!--</noscript><script>f()</script><noscript>--></noscript>"
    ),
    "after a style that only begins in noscript": (
        "<noscript><style></noscript><script>f()</script><noscript></style></noscript>"
    ),
    "comment without an end": "<p>x<!-- <script>f()</script>",
}


def document(body: str) -> str:
    return f"<!doctype html><html><head><title>x</title></head>{body}</html>"


def read(html: str, seen_in: SeenIn = SeenIn.HTML) -> Reading:
    return extract.read(html, url=START, seen_in=seen_in, in_scope=lambda place: place == HOST, keywords=())


def is_own(place: str) -> bool:
    return place == HOST


def sent(html: str, kind: str = "text/html", **headers: str) -> Document:
    """A page as its server sends it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    got = judge(Answer(START, 200, {"content-type": kind} | named, html.encode()), Kind.PAGE)
    assert isinstance(got, Document)
    return got


def decide(html: str, mode: RenderMode = RenderMode.AUTO, kind: str = "text/html", **headers: str) -> Decision:
    rendering = Rendering(mode, is_own, Libraries({DIGEST: "a library 1.0"}))
    return rendering.decide(read(html), sent(html, kind, **headers))


@pytest.mark.parametrize("body", CALM.values(), ids=CALM)
def test_a_page_on_which_nothing_can_run_is_not_rendered(body: str) -> None:
    html = document(body)
    assert replace(decide(html), sheets=()) == decide(html, RenderMode.NEVER) == Decision(False, INERT)
    assert decide(html, RenderMode.ALWAYS) == Decision(True, EVERY)


@pytest.mark.parametrize("body", ALIVE.values(), ids=ALIVE)
def test_a_page_on_which_something_could_run_is_rendered_and_missed_if_it_may_not_be(body: str) -> None:
    html = document(body)
    auto, never, always = (decide(html, mode) for mode in (RenderMode.AUTO, RenderMode.NEVER, RenderMode.ALWAYS))
    assert (auto.render, never.render, always.render) == (True, False, True)
    assert (auto.loses, never.loses, always.loses) == (False, True, False)
    assert auto.why == never.why == always.why != ""


def test_a_page_that_was_not_wholly_read_is_rendered() -> None:
    assert decide("<p>x<!-- y").why == "not wholly read (unclosed_comment): scripts may be in what is missing"


LIB = '<script src="/lib.js"></script>'
SEALED = f'<script src="https://cdn.example/lib.js" integrity="{DIGEST}" crossorigin></script>'
UNSEALED = '<script src="https://cdn.example/lib.js"></script>'
OWN = f"http://{HOST}"


@pytest.mark.parametrize(
    ("body", "unless"),
    [
        (LIB, ("/lib.js",)),
        (f'{LIB}<script src="/two.js" defer></script>{LIB}', ("/lib.js", "/two.js")),
        (LIB + SEALED, ("/lib.js",)),
        ("<!-- <script>f()</script> -->" + LIB, ("/lib.js",)),
        (LIB + '<script type="application/ld+json">{}</script>', ("/lib.js",)),
        (LIB + UNSEALED, ()),
        (LIB + "<script>f()</script>", ()),
        (LIB + '<p onclick="f()">x</p>', ()),
        (LIB + '<a href="javascript:f()">x</a>', ()),
        (LIB + '<iframe src="/b"></iframe>', ()),
        (LIB + "<template><script>f()</script></template>", ()),
        (LIB + "<template><script src=/b.js></script></template>", ()),
        (LIB + "<svg><script href=/b.js></script></svg>", ()),
        (LIB + "<svg><script src=/b.js href=/c.js></script></svg>", ()),
        ("<base href=/x/>" + LIB, ("/lib.js",)),
        ("<base href=/x/><script src=lib.js></script>", ()),
        ('<script href="/lib.js">f()</script>', ()),
        ('<script data-src="/lib.js">f()</script>', ()),
        ('<script type="text/plain" src="/lib.js"></script>', ()),
        ("<script src='data:text/javascript,f()'></script>", ()),
        ('<link rel=stylesheet href="//cdn.example/a.css">' + LIB, ()),
        ('<meta http-equiv="refresh" content="9; url=/b">' + LIB, ()),
    ],
)
def test_script_files_that_are_all_there_is_are_compared_with_known_libraries(
    body: str, unless: tuple[str, ...]
) -> None:
    decision = decide(document(body))
    assert (decision.render, decision.unless) == (True, tuple(OWN + path for path in unless))


def test_what_the_browser_makes_sure_of_is_known_at_once() -> None:
    assert decide(document(SEALED)) == Decision(False, KNOWN)
    assert decide(document(SEALED), RenderMode.NEVER).loses
    assert decide(document(SEALED), RenderMode.ALWAYS).render


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"vary": "Accept-Encoding, Cookie"}, INERT),
        ({"vary": "Accept-Encoding, User-Agent"}, "the server sends it differently to others (by user-agent)"),
        ({"vary": "*"}, "the server sends it differently to others (by *)"),
        ({"vary": "X-Device-Type"}, "the server sends it differently to others (by x-device-type)"),
        ({"accept-ch": "Sec-CH-UA-Mobile"}, "the server sends it differently to others (by sec-ch-ua-mobile)"),
        ({"refresh": "5; url=/b"}, "it goes on by itself"),
    ],
)
def test_what_the_headers_say_about_other_visitors_counts(headers: dict[str, str], why: str) -> None:
    decision = decide(document("<p>x</p>"), RenderMode.AUTO, **headers)
    assert (decision.why, decision.render) == (why, why != INERT)


@pytest.mark.parametrize(
    ("head", "why", "sheets"),
    [
        ('<link rel="stylesheet" href="/a.css?v=1&amp;b">', INERT, ("/a.css?v=1&b",)),
        ("<style>@import '/a.css'; @import url(/b.css);</style>", INERT, ("/a.css", "/b.css")),
        ('<link rel=icon href="//cdn.example/a.png">', INERT, ()),
        ('<link rel="stylesheet" href="https://fonts.googleapis.com/css2?family=Lora">', INERT, ()),
        (f'<link rel="stylesheet" href="//cdn.example/a.css" integrity="{DIGEST}">', INERT, ()),
        ("<!--[if IE]><link rel=stylesheet href=//cdn.example/a.css><![endif]-->", INERT, ()),
        ('<link rel="alternate stylesheet" href="//cdn.example/a.css">', "a style sheet of cdn.example", ()),
        ("<style>@import url( '//cdn.example/a.css' );</style>", "a style sheet of cdn.example", ()),
        ("<link/rel=stylesheet href=/a.css>", "a style sheet, at an address that was not understood", ()),
        ("<base href=/x/><link rel=stylesheet href=a.css>", "a style sheet, at an address that was not understood", ()),
    ],
)
def test_style_sheets_count_for_what_they_may_load(head: str, why: str, sheets: tuple[str, ...]) -> None:
    decision = decide(document(head))
    assert (decision.why, decision.render) == (why, why != INERT)
    assert decision.sheets == tuple(OWN + path for path in sheets)


def test_what_is_read_by_other_rules_is_rendered() -> None:
    kind = "application/xhtml+xml"
    assert decide(document("<p>x</p>"), kind=kind).why == f"sent as {kind}: a browser reads it by other rules"


def test_the_reason_counts_what_can_run() -> None:
    html = document('<script src="/a.js"></script><script src="/b.js"></script><p onclick="f()">x</p>')
    assert decide(html) == Decision(True, "2 script files and 1 pieces of inline code")


@pytest.mark.parametrize("piece", ["<script type=text/template ", "<script type='", "<!--", '<script a="" '])
def test_the_time_it_takes_grows_with_the_page_and_no_faster(piece: str) -> None:
    empty = read(document(""))
    rendering = Rendering(RenderMode.NEVER, is_own, Libraries({}))
    assert not rendering.decide(empty, sent(document(piece * 50_000))).render


def shown(reading: Reading) -> tuple[object, ...]:
    """What of a page can make a finding or lead on."""
    return reading.title, reading.links, [(mention.type, mention.url, mention.attrs) for mention in reading.mentions]


@pytest.mark.browser
def test_pages_that_are_skipped_show_the_same_in_a_browser(serve: Serve) -> None:
    crm = f'{CRM_FORM}<a href="tel:+12025550100">Call</a>'
    htmls = [document(body + crm) for body in CALM.values()]
    kind = {"Content-Type": "text/html"}
    routes: dict[str, Route] = {f"/{n}": Reply(200, kind, html.encode()) for n, html in enumerate(htmls)}
    server = serve({**routes, "/a.js": Reply(200, {"Content-Type": "text/javascript"}, b"document.body.append('ran')")})
    rendered = asyncio.run(render(server, (f"{START}{n}" for n in range(len(htmls)))))
    for name, html, got in zip(CALM, htmls, rendered, strict=True):
        assert isinstance(got, Page), name
        assert (got.frames, got.hops, got.opened, got.flaws) == ((), (), (), ()), name
        assert shown(read(got.html, SeenIn.RENDERED)) == shown(read(html)), name


async def render(server: SiteServer, urls: Iterable[str]) -> list[object]:
    async with pooled(server) as pool:
        return list(await asyncio.gather(*map(pool.render, urls)))
