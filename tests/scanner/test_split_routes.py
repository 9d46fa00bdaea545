"""Tables of routes that a build has split over files: what a script says of others, and what others call it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.extract import read_script, route_tables, split_routes
from scanner.routing import Mount, Tables
from tests.scanner.lasting import linear

SITE = "https://clinic.example"
HERE = f"{SITE}/assets/main.js"
NAME = "clinic.example/assets/main.js"


def tables_of(code: str) -> Tables | None:
    """What a script file of the site says."""
    return read_script(code, url=HERE, in_scope=lambda netloc: netloc == "clinic.example", keywords=()).tables


def file(name: str) -> str:
    """What a file beside this one is called."""
    return f"clinic.example/assets/{name}"


MOUNTS = [
    ('[{path:"book",loadChildren:()=>import("./chunk-A.js").then(t=>t.r)}]', ("book",), {"book": file("chunk-A.js")}),
    (
        '[{path:"",component:C,children:[{path:"a",loadChildren:()=>import("./a.js").then(t=>t.M)},{path:"",component:D}]}]',
        ("", "a"),
        {"a": file("a.js")},
    ),
    (
        '[{path:"faq",loadChildren:()=>Promise.all([n.e(1),n.e(7)]).then(n.bind(null,"ujeN")).then(e=>e.F)}]',
        ("faq",),
        {"faq": "clinic.example#1 clinic.example#7"},
    ),
    (
        '{path:"faq",loadChildren:()=>n.e(/*! import() */ "src_faq").then(n.bind(n,"./src/faq.ts"))}',
        ("faq",),
        {"faq": "clinic.example#src_faq"},
    ),
    ('R([{path:"/care",lazy:()=>import("./care.js")}])', (), {"/care": file("care.js")}),
    ('R([{path:"/care",lazy:()=>v(()=>import("./care.js"),__d([0,1]))}])', (), {"/care": file("care.js")}),
    ('{path:"/a",component:A,loadChildren(){return import("/js/a.js")}}', (), {"/a": "clinic.example/js/a.js"}),
    (
        'const S=(0,r.lazy)((()=>n.e(5e3).then(n.bind(n,75e3))));'
        'j(R,{path:"/care/*",element:(0,j.jsx)(Q,{children:(0,j.jsx)(S,{})})})',
        (),
        {"/care": "clinic.example#5e3"},
    ),
    (
        'const S=v.lazy(()=>w(()=>import("./s.js"),[]).then(m=>m));j(R,{path:"care/*",element:j.jsx(S,{})})',
        ("care/*",),
        {"care": file("s.js")},
    ),
    ('function S(){}j(R,{path:"/care/*",element:j.jsx(S,{})})', (), {"/care": "*"}),
    (
        'const A=()=>import("./a.js"),B=()=>f(),C=l(()=>Promise.all([n.e(1),n.e(2)]).then(n.bind(n,3)));'
        '[{path:"/a",lazy:A},{path:"/b",loadChildren:B},{path:"/c/*",element:h.createElement(C,null)}]',
        (),
        {"/a": file("a.js"), "/b": "*", "/c": "clinic.example#1 clinic.example#2"},
    ),
    ('[{path:"a",loadChildren:()=>import("./"+x+".js")},{path:"b",lazy:!0,element:y}]', ("a", "b"), {"a": "*"}),
    ('import{r as S,t}from"./s.js";R([{path:"/care",element:x,children:S}])', (), {"/care": file("s.js")}),
    ('import{r as S}from"./s.js";R([{path:"/a",element:x,children:[...S,{path:"b"}]}])', (), {"/a": file("s.js")}),
    ('import*as S from"./s.js";R([{path:"/care",element:x,children:S.routes}])', (), {"/care": file("s.js")}),
    (
        '[{path:"care",component:C,routes:[{path:"a",lazy:()=>import("./a.js")},{path:"b",component:()=>import("./b.js")}]}]',
        ("care", "care/a", "care/b"),
        {"care/a": file("a.js")},
    ),
    ('R([{path:"care",element:x,children:d.routes}])', ("care",), {"care": "*"}),
    ('const r=[{path:"b",component:B}];R([{path:"/care",component:A,children:r}])', ("b",), {}),
    (
        'const r=[{path:"b",loadChildren:()=>import("./b.js")}];R([{path:"/care",loadChildren:()=>r}])',
        ("b",),
        {"b": file("b.js"), "/care/b": file("b.js")},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("code", "alone", "mounts"), MOUNTS)
def test_what_a_script_leaves_to_others(code: str, alone: tuple[str, ...], mounts: dict[str, str]) -> None:
    told = tables_of(code)
    assert told is not None
    left = {mount.path: " ".join(mount.files) for mount in told.mounts}
    assert (told.alone, left) == (alone, mounts)
    assert all(mount.alone is (not mount.path.startswith("/")) for mount in told.mounts)


def test_a_table_with_a_name_stands_below_what_names_it_in_the_same_text() -> None:
    code = 'var r=[{path:"",component:A,children:[{path:"b",component:B}]}],q=[{path:"/a",component:C,children:r}];'
    assert [path for path, _ in route_tables.paths(code)] == ["/", "/b", "/a", "/a", "/a/b"]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ('(self.webpackChunkx=self.webpackChunkx||[]).push([[847],{6847:(t,e,n)=>{[{path:"a",component:A}]}}])', "847"),
        ('(w.webpackJsonp=w.webpackJsonp||[]).push([["a-b",5e3],[function(){[{path:"a",component:A}]}]])', "a-b 5e3"),
        ('webpackJsonpclinic([0],{12:function(){[{path:"a",component:A}]}})', "0"),
        ('list.push([1,2]);[{path:"a",component:A}]', ""),
    ],
)  # fmt: skip
def test_what_other_scripts_call_a_script(code: str, names: str) -> None:
    told = tables_of(code)
    assert told is not None
    assert told.names == (NAME, *(f"clinic.example#{name}" for name in names.split()))


@pytest.mark.parametrize(
    ("code", "imports"),
    [
        ('import{a as Q,b}from"./c.js";import{z}from"./z.js";export{Q as routes};', "c.js"),
        ('export{a as routes}from"./c.js";export*from"./d.js"', "c.js d.js"),
    ],
)
def test_a_script_without_tables_passes_on_what_it_hands_on(code: str, imports: str) -> None:
    assert tables_of(code) == Tables(HERE, (NAME,), imports=tuple(map(file, imports.split())))


@pytest.mark.parametrize(
    "code",
    [
        'import{a as Q}from"./c.js";Q();export{z}',
        '[{path:":id",loadChildren:()=>import("./a.js")},{path:"/x",component:A},{path:"/y",loadComponent:()=>import("./y.js")}]',
        '// [{path:"a",loadChildren:()=>import("./a.js")}]\n',
        'cookie={path:"a",maxAge:1};{path:"b",title:"c"}',
        '[{"path":"a","component":"b"}]',
    ],
)  # fmt: skip
def test_scripts_that_say_nothing_of_others(code: str) -> None:
    assert tables_of(code) is None


def test_a_router_that_reads_the_fragment_or_has_a_base_begins_there_as_well() -> None:
    told = tables_of('createHashRouter([{path:"a",element:x}],{basename:"/app/"})')
    assert told is not None
    assert told.roots == ("", "#", "/app")


def test_of_very_many_routes_the_first_count() -> None:
    listed = ",".join(f'{{path:"a{number}",loadChildren:()=>import("./{number}.js")}}' for number in range(2_000))
    told = tables_of(f"[{listed}]")
    assert told is not None
    assert (len(told.alone), len(told.mounts)) == (split_routes.MOST_ALONE, split_routes.MOST_MOUNTS)
    assert told.mounts[-1] == Mount("a199", True, (file("199.js"),))


PIECES = (
    *('path:"a",', "path:'b/*'", "children:", "loadChildren:", "lazy:", "element:", '()=>import("./x.js")', "n.e(1)"),
    *(".then(", "[", "]", "{", "}", "(", ")", ",", "r=", "r", "...r", ".push([[1],{", 'import{r as q}from"./y.js";'),
    *("export{r as s};", "=lazy((()=>", "j.jsx(r,{", "/*", "*/", "//", "\n", '"', "`", "\\", " "),
)


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_code_of_any_kind_is_read(code: str) -> None:
    told = tables_of(code)
    assert told is None or told.url == HERE


BEGUN = ("import ", "import{", "export{", "r=lazy(", "r=f(()=>", "webpackJsonp", "push([[", "a,")


@pytest.mark.parametrize("piece", [*PIECES, *BEGUN])
def test_hostile_code_takes_linear_time(piece: str) -> None:
    part = piece * (250_000 // len(piece))
    with linear():
        within = tables_of(f'[{{path:"a",children:r,{part}')
        after = tables_of(f'x=[{{path:"a",children:r}}];{part}')
    assert within is not None
    assert after is not None
    assert (len(within.alone), len(within.mounts)) == (1, 1)
    assert (after.alone, after.mounts) == (("a",), (Mount("a", True, ("*",)),))


def test_tables_that_name_each_other_end() -> None:
    each = ",".join(f'r{one}=[{{path:"{one}",component:A,children:r{(one + 1) % 50}}}]' for one in range(50))
    assert len(list(route_tables.paths(f"const {each};"))) <= 6_000
    assert len(list(route_tables.paths('const r=[{path:"a",component:A,children:r}];'))) == 2
