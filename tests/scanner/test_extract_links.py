"""Where a document leads: links to follow, what can run on it, and files that it names."""

import html as entities

import pytest

from scanner.extract import read_script
from scanner.extract.gathered import MOST_FILES
from tests.scanner.extracting import IN_SCOPE, SIGNATURES, reading


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


def test_style_sheets_are_no_pages_to_follow() -> None:
    assert reading('<link rel="alternate stylesheet" href="/a.css">').links == ()


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
