"""Bodies out of their content codings, and bytes as text: nothing lost, nothing silently cut."""

import gzip
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders import bodies, charsets
from spiders.bodies import Body, unpack

RANDOM = random.Random(7).randbytes(3000)
LONG = b"".join(b"<a href=/%d>page %d</a>" % (n, n) for n in range(3000))
PACKED = gzip.compress(LONG)
RAW_DEFLATE = zlib.compress(LONG)[2:-4]


@pytest.mark.parametrize(
    ("data", "codings"),
    [
        (LONG, ""),
        (LONG, "identity"),
        (PACKED, "gzip"),
        (PACKED, "GZIP"),
        (PACKED, "x-gzip"),
        (zlib.compress(LONG), "deflate"),
        (RAW_DEFLATE, "deflate"),
        (gzip.compress(PACKED), "gzip, gzip"),
        (PACKED + b"padding", "gzip"),
        (gzip.compress(LONG[:9]) + gzip.compress(LONG[9:]), "gzip"),
    ],
)
def test_every_coding_is_undone(data: bytes, codings: str) -> None:
    assert unpack(data, codings) == Body(LONG)


@pytest.mark.parametrize("cut", [1, 4, 8, 9, 200, len(PACKED) - 300])
def test_a_cut_gzip_stream_is_no_whole_page(cut: int) -> None:
    body = unpack(PACKED[:-cut], "gzip")
    assert body.flaw is not None
    assert body.flaw.reason == "truncated"
    assert LONG.startswith(body.data)


@pytest.mark.parametrize(
    ("data", "codings", "reason"),
    [
        (PACKED, "gzip,gzip,gzip,gzip", "too_many_codings"),
        (LONG, "br", "unknown_encoding"),
        (LONG, "xpress", "unknown_encoding"),
        (LONG, "gzip", "bad_encoding"),
        (RANDOM, "deflate", "bad_encoding"),
    ],
)
def test_a_body_that_cannot_be_unpacked_says_why(data: bytes, codings: str, reason: str) -> None:
    body = unpack(data, codings)
    assert body.data == b""
    assert body.flaw is not None
    assert body.flaw.reason == reason


@pytest.mark.parametrize("codings", ["gzip", "gzip, gzip", "deflate"])
def test_a_bomb_ends_at_the_limit(codings: str) -> None:
    bomb = b"\0" * 50_000_000
    data = zlib.compress(bomb) if codings == "deflate" else gzip.compress(bomb)
    body = unpack(gzip.compress(data) if "," in codings else data, codings)
    assert len(body.data) == bodies.MAX_BODY
    assert body.flaw is not None
    assert body.flaw.reason == "too_large"


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "gzip, deflate", "", "br", ",,", "gzip" * 9]))
def test_any_bytes_are_unpacked_or_flawed(data: bytes, codings: str) -> None:
    assert isinstance(unpack(data, codings), Body)


# --- charsets --------------------------------------------------------------------------------------------------------

GERMAN = "<p>Für Gäste – 5 € das Stück</p>"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (GERMAN.encode(), "text/html"),
        (GERMAN.encode("cp1252"), "text/html"),
        (GERMAN.encode("utf-8-sig"), "text/html"),
        (GERMAN.encode("utf-16"), "text/html"),
        (GERMAN.encode("utf-16-le"), "text/html"),
        (GERMAN.encode("utf-16-be"), "x"),
        (GERMAN.encode("cp1252"), "text/html; charset=ISO-8859-1"),
        (GERMAN.encode(), 'text/html; charset="utf8"'),
        (GERMAN.encode("utf-8-sig"), "text/html; charset=windows-1252"),
    ],
)
def test_text_is_read_as_a_browser_reads_it(body: bytes, kind: str) -> None:
    assert charsets.decode(body, kind) == GERMAN


@pytest.mark.parametrize("label", ["iso-8859-1", "ISO-8859-1", "windows-1252", "latin1", "us-ascii"])
def test_the_document_may_say_how_it_is_written(label: str) -> None:
    for mark in (f"<meta charset={label}>", f'<meta http-equiv="Content-Type" content="text/html; charset={label}">',
                 f'<?xml version="1.0" encoding="{label}"?>'):  # fmt: skip
        assert charsets.decode((mark + GERMAN).encode("cp1252"), "text/html") == mark + GERMAN


@pytest.mark.parametrize("label", ["rot13", "idna", "klingon", "utf-7", "base64", "zlib", "unicode_escape", ""])
def test_a_label_that_is_no_charset_loses_nothing(label: str) -> None:
    assert charsets.decode(GERMAN.encode(), f"text/html; charset={label}") == GERMAN


def test_a_page_cut_inside_a_character_is_still_utf_8() -> None:
    assert charsets.decode(GERMAN[:5].encode()[:-1]) == "<p>F\ufffd"


def test_every_codec_of_the_table_exists_and_decodes_any_bytes() -> None:
    for codec in set(charsets.CODECS.values()):
        assert isinstance(RANDOM.decode(codec, "replace"), str)


@given(st.binary(max_size=100), st.text(max_size=20))
def test_any_bytes_are_text(body: bytes, label: str) -> None:
    assert isinstance(charsets.decode(body, f"text/html; charset={label}"), str)
