"""Pages that only code names: tables of routes, places to go to, and strings that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.extract import read_script
from tests.scanner.extracting import HOME, IN_SCOPE, SIGNATURES, SITE, reading

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


LETTERS = st.text(st.sampled_from("{}[](),:;\"'`/\\#!* path:to=<a href*component$\n"))
PIECES = st.sampled_from(
    [
        *('{path:"/a",element:x,', "children:[", '{to:"/b"}', "navigate('/c');", 'location.hash="#/d";', "<a href=/e>"),
        *('{path:":id",component:y}', '{"/f":[2],', "`/g/${h}`", "//", "/*", "*/", "{", "}", "[", "]", "(", ")", ","),
        *('{to:"//other.example/i"}', 'open("https://other.example/j")'),
        *(";", '"', "'", "`", "\\", "/", "#", "!", "*", "$", "\n", "\0"),
    ]
)


@given(st.lists(PIECES | LETTERS, max_size=20).map("".join))
def test_code_of_any_kind_is_read(code: str) -> None:
    script = read_script(code, url=f"{SITE}/js/a.js", in_scope=IN_SCOPE, keywords=())
    assert all(route.startswith(f"{SITE}/") for route in script.routes)
