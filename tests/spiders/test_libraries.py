"""Known libraries: what an integrity attribute lets through, what a tag must look like, what the data holds."""

import base64
import hashlib
import tomllib
from itertools import chain

import pytest

from spiders import libraries, tags
from spiders.checks import loaded
from spiders.libraries import Libraries

LIBRARY, OTHER = b"window.helpers = {};\n", b"window.helpers = { };\n"
URL = "http://clinic.example/css/site.css"

JQUERY = "sha256-/JqT3SQfawRcv/BIHPThkBvs0OEvtFFmqPF/lYI/Cxo="
POPPER = "sha384-I7E8VVD/ismYTF4hNIPjVp/Zjvgyol6VFvRkX/vR+Vc4jQkC+hVqc2pM8ODewa9r"
BOOTSTRAP = "sha384-YvpcrYf0tY3lHB60NNkmXc5s9fDVZLESaAA55NDzOxhy9GkcIdslK1eN7N6jIeHz"


def sri(kind: str, body: bytes) -> str:
    """What an integrity attribute says about `body`."""
    return f"{kind}-{base64.b64encode(hashlib.new(kind, body).digest()).decode()}"


HELPERS = Libraries({sri(kind, LIBRARY): "Helpers 1.0" for kind in libraries.KINDS})


def test_a_file_is_known_by_its_content_to_the_byte() -> None:
    assert [HELPERS.of(body) for body in (LIBRARY, OTHER, LIBRARY[:-1], b"\xef\xbb\xbf" + LIBRARY, b"")] == [
        "Helpers 1.0",
        *("", "", "", ""),
    ]


@pytest.mark.parametrize("kind", libraries.KINDS)
def test_an_integrity_that_only_a_known_file_has_is_known(kind: str) -> None:
    assert HELPERS.demanded(sri(kind, LIBRARY)) == "Helpers 1.0"
    assert HELPERS.demanded(f"\n {sri(kind, LIBRARY)}\t{sri(kind, LIBRARY)} ") == "Helpers 1.0"
    assert HELPERS.demanded(sri(kind, OTHER)) == ""


@pytest.mark.parametrize(
    "integrity",
    [
        "",
        " ",
        f"{sri('sha384', LIBRARY)} {sri('sha384', OTHER)}",  # either is let through
        f"{sri('sha256', LIBRARY)} {sri('sha512', OTHER)}",  # only the strongest kind counts
        f"{sri('sha512', LIBRARY)}?x",
        sri("sha512", LIBRARY).upper(),
        f"md5-AAAA {sri('sha256', LIBRARY)}",
        sri("sha256", LIBRARY)[:-1],
        "sha256-",
    ],
)
def test_an_integrity_that_may_let_another_file_through_is_not(integrity: str) -> None:
    assert HELPERS.demanded(integrity) == ""


def test_of_several_kinds_the_strongest_counts() -> None:
    assert HELPERS.demanded(f"{sri('sha512', LIBRARY)} {sri('sha256', OTHER)}") == "Helpers 1.0"


def test_the_data_knows_what_the_makers_publish() -> None:
    known = libraries.load()
    assert [known.demanded(one) for one in (JQUERY, POPPER, BOOTSTRAP)] == [
        "jQuery 3.7.1",
        "Popper 2.11.8",
        "Bootstrap 5.3.3",
    ]


def test_each_file_in_the_data_has_one_digest_of_each_kind_and_each_library_a_reason() -> None:
    records = tomllib.loads(libraries.DATA.read_text(encoding="utf-8"))["library"]
    rows = list(chain.from_iterable(record["files"] for record in records))
    sizes = {"sha256": 32, "sha384": 48, "sha512": 64}
    for _, file, *digests in rows:
        kinds = {digest.partition("-")[0]: len(base64.b64decode(digest.partition("-")[2])) for digest in digests}
        assert (kinds, file.endswith((".min.js", ".min.css"))) == (sizes, True)
    assert all(record["because"] for record in records)
    assert len({row[2] for row in rows}) == len(rows) > 100


PLAIN = {
    '<script src="/a.js"></script>': "/a.js",
    "<SCRIPT SRC='/a.js' DEFER></SCRIPT >": "/a.js",
    '<script src="/a.js?v=1&amp;b" async type="text/javascript" id=x data-cfasync="false"> \n</script>': "/a.js?v=1&b",
    '<script type=module crossorigin="anonymous" nonce=x src="/a.js" charset="UTF-8"/></script>': "/a.js",
}
STRANGE = [
    '<script src="/a.js">f()</script>',
    '<script src="/a.js"><!-- x --></script>',
    '<script src=""></script>',
    "<script src></script>",
    "<script></script>",
    '<script data-src="/a.js"></script>',
    '<script src="/a.js" src="/b.js"></script>',
    '<script src="/a.js" SRC="/b.js"></script>',
    '<script src="/a.js" href="/b.js"></script>',
    '<script src="/a.js" onload="f()"></script>',
    '<script src="/a.js" onerror="f()"></script>',
    '<script/src="/a.js"></script>',
    '<script src="/a.js"',
    '<script src="/a.js">',
    '<script src="/a.js" type="text/plain"></script>',
    '<script src="/a.js" charset="utf-16"></script>',
    '<script src="/a.js" language="vbscript"></script>',
    '<script src="/a.js"x></script>',
    "<scripts src=/a.js></scripts>",
]


@pytest.mark.parametrize(("tag", "ref"), PLAIN.items())
def test_a_plain_script_element_shows_its_file(tag: str, ref: str) -> None:
    assert tags.script_file(f"<p>{tag}", 3) == tags.File(ref)


@pytest.mark.parametrize("tag", STRANGE)
def test_a_script_element_with_anything_unusual_shows_none(tag: str) -> None:
    assert tags.script_file(tag, 0) is None


def test_the_time_it_takes_grows_with_the_tag_and_no_faster() -> None:
    for piece in (" a=", " a='", ' a="x"', " a", "\t\n", " a=b=c"):
        assert tags.script_file("<script src=x" + piece * 50_000, 0) is None


@pytest.mark.parametrize(
    ("sheet", "why"),
    [
        (b"body { background: url(/a.png) url('b.png') url(\"http://clinic.example/c.png\") }", ""),
        (b"/* (http://other.example/) */ a { color: red } /*! @import x */", ""),
        (b"a { background: url(\"data:image/svg+xml,%3csvg xmlns='http://www.w3.org/2000/svg'%3e\") }", ""),
        (b"@font-face { src: url(https://fonts.gstatic.com/a.woff2) }", ""),
        (b"a { background: URL( '//other.example/a.png' ) }", f"{URL} loads from other hosts"),
        (b'a { background: image-set("https://other.example/a.png" 1x) }', f"{URL} loads from other hosts"),
        (b"@import 'more.css';", f"{URL} imports others, or hides what it loads"),
        (b"@IMPORT url(more.css);", f"{URL} imports others, or hides what it loads"),
        (rb"a { background: \75rl(//other.example/a.png) }", f"{URL} imports others, or hides what it loads"),
        ("a { color: red }".encode("utf-16"), f"{URL} imports others, or hides what it loads"),
    ],
)
def test_of_a_style_sheet_is_known_what_it_loads(sheet: bytes, why: str) -> None:
    assert loaded(URL, sheet, lambda place: place == "clinic.example") == why
