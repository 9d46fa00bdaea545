"""References as sites write them, and as attackers do, made from their parts: each with the page it stands on."""

from collections.abc import Iterator
from itertools import product

BASE = "https://clinic.example/a/b?x=1#f"
BASES = (
    BASE,
    "http://clinic.example:8080/",
    "https://u:p@clinic.example/über/?q#",
    "https://clinic.example/a//b/../c/",
)

SCHEMES = ("", "https:", "HTTP:", "ht\ttps:", " https:")
SLASHES = ("", "/", "//", "///", "\\\\", "/\\", "\\/\\")
AUTHORITIES = (
    *("a.test", "A.TEST", "a.test.", "a%2etest", "a_b.test", "-a.test", "bücher.test", "faß.test", "ＡＢＣ.test"),
    *("xn--bcher-kva.test", "u@a.test", "u:p@a.test", "u:@b@a.test", ":@a.test", "a.test:443", "a.test:80", "a.test:"),
    *("a.test:0080", "a.test:65536", "a.test:8a", "127.1", "0x7f.1", "0177.0.0.1", "2130706433", "256.1.1.1"),
    *("1.2.3.4.5", "1.2.3", "0x.0x.0", "[::1]", "[::1]:81", "[1::2::3]", "[::ffff:127.0.0.1]", "[::1", "a b.test"),
    *("a<b.test", "a%00.test", "a%zz.test", "a^b.test", "", "%41.test", "1.2.3.08", "09.test", "a..test", "."),
)
PATHS = (
    *("", "/", "x", "./x", "../../../x", "/x/./y/../z", "/%2e%2e/x", "/.%2E/x", "/x/%2E/", "//x", "/x//y", "\\x\\y"),
    *("/%61", "/%zz", "/%", "/ü", "/a b", "/a|b", "/a'b", '/a"b', "/<b>", "/{x}", "/[x]", "/^`", "/a\tb", "/a\nb"),
    *("/\x00", "/\x7f", "/;a=b", "/a:b", "a:b", "/@x", "/C|/x", "/\ud800", "/😀", "/a\u00a0b", "/widget/form/%41b"),
)
TAILS = (
    "",
    "?",
    "?ü=ü",
    "?a b'c\"<>",
    "?x?y#z?",
    "#",
    '#ü `<>"',
    "#/route",
    "?%zz&a=%61",
    "?a\tb\n",
    "  ",
    "\x00",
    "?\\..\\",
)


def cases() -> Iterator[tuple[str, str]]:
    """Some 1,900 pairs of a page and a reference on it; the same ones each time."""
    for base, tail, path in product(BASES, TAILS[:7], PATHS):
        yield base, path + tail
    for scheme, slashes, authority in product(SCHEMES, SLASHES, AUTHORITIES):
        yield BASE, f"{scheme}{slashes}{authority}/x"
    for path, tail in product(PATHS, TAILS):
        yield BASE, f"//a.test{path}{tail}"
