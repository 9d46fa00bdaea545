"""Addresses that code puts together: what is in sight is read, and nothing is guessed."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.extract import read_script
from tests.scanner.extracting import FORM, ID, IN_SCOPE, SIGNATURES, SITE, WHITE

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


LETTERS = st.text(st.sampled_from("\"'`+${}[](),.=ab\\/:https concatjoin"), max_size=8)
PIECES = st.sampled_from(
    [
        *("const a='https://b.example';", 'b="/c";', "f(a+b)", "f(`${a}/d`)", "f(x+'/e')", "f(''.concat(a,b))"),
        *("['//b.example',b].join('/')", "f(atob('aHR0cHM6Ly9iLmV4YW1wbGUv'))", "decodeURIComponent('%2F%2Fb')"),
        *("f('lm.h/elpmaxe.b//:sptth'.split('').reverse().join(''))", "f(String.fromCharCode(104,116))", "a=1;", "//"),
        *("+", "${", "}", ")", "(", "'", '"', "`", "\\", ",", ";", "[", "]", "/*", "\n", "\0"),
    ]
)


@given(st.lists(PIECES | LETTERS, max_size=20).map("".join))
def test_code_that_puts_anything_together_is_read(code: str) -> None:
    script = read_script(f'x="https://a.example";{code}', url=SITE, in_scope=IN_SCOPE, keywords=())
    assert all(mention.url.startswith(("http", "ws")) for mention in script.mentions)
