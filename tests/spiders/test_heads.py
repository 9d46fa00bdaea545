"""HTTP/1 heads and body framing of the proxy: where messages end, and what is passed on."""

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.heads import Chunked, Framing, Length, Malformed, Request, UntilClose, parse_request, parse_response


def head(*lines: str) -> bytes:
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def framing_of(*lines: str, method: bytes = b"GET") -> tuple[type[Framing], int | None]:
    framing = parse_response(head(*lines), method).framing
    return type(framing), framing.left if isinstance(framing, Length) else None


def test_a_plain_request_keeps_its_fields_and_loses_what_belongs_to_the_connection() -> None:
    asked = head(
        "GET http://Clinic.example:8080/a%20b?x=1 HTTP/1.1",
        "Host: other.example",
        "Proxy-Connection: keep-alive",
        "Proxy-Authorization: Basic abc",
        "Connection: X-Mine, keep-alive",
        "X-Mine: 1",
        "TE: trailers",
        "Accept: */*",
        "Cookie: a=b",
    )
    assert parse_request(asked) == Request(
        method=b"GET",
        host="clinic.example",
        port=8080,
        path=b"/a%20b?x=1",
        fields=(b"Accept: */*", b"Cookie: a=b"),
        authorization=b"Basic abc",
        body=0,
        websocket=False,
        preflight=b"",
        keep=True,
    )


@pytest.mark.parametrize(
    ("first", "method", "host", "port", "path"),
    [
        ("CONNECT clinic.example:443 HTTP/1.1", b"CONNECT", "clinic.example", 443, b""),
        ("CONNECT [::1]:8443 HTTP/1.1", b"CONNECT", "[::1]", 8443, b""),
        ("GET http://clinic.example HTTP/1.1", b"GET", "clinic.example", 80, b"/"),
        ("HEAD http://clinic.example?a HTTP/1.0", b"HEAD", "clinic.example", 80, b"/?a"),
        ("GET http://[::1]:81/ HTTP/1.1", b"GET", "[::1]", 81, b"/"),
    ],
)
def test_a_request_names_its_destination_in_the_first_line(
    first: str, method: bytes, host: str, port: int, path: bytes
) -> None:
    request = parse_request(head(first))
    assert (request.method, request.host, request.port, request.path) == (method, host, port, path)


@pytest.mark.parametrize(
    "first",
    [
        *("GET / HTTP/1.1", "GET https://clinic.example/ HTTP/1.1", "GET http://a@clinic.example/ HTTP/1.1"),
        *("GET http://clinic.example/ HTTP/2", "CONNECT clinic.example HTTP/1.1", "GET http:///x HTTP/1.1"),
        *("GET http://clinic.example:0/ HTTP/1.1", "GET http://clinic.example:65536/ HTTP/1.1", "GET"),
        *("GET http://clinic.example/a b HTTP/1.1", "GET ftp://clinic.example/ HTTP/1.1", ""),
    ],
)
def test_anything_but_a_request_to_a_proxy_is_malformed(first: str) -> None:
    with pytest.raises(Malformed):
        parse_request(head(first))


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        ((), 0),
        (("Content-Length: 12",), 12),
        (("Content-Length: 12", "Content-Length: 12"), 12),
        (("Content-Length: 12", "Content-Length: 13"), None),
        (("Content-Length: -1",), None),
        (("Transfer-Encoding: chunked",), None),
    ],
)
def test_the_length_of_a_request_body_is_known_or_said_to_be_unknown(lines: tuple[str, ...], body: int | None) -> None:
    assert parse_request(head("POST http://clinic.example/ HTTP/1.1", *lines)).body == body


OK = "HTTP/1.1 200 OK"


@pytest.mark.parametrize(
    ("lines", "framing"),
    [
        ((OK, "Content-Length: 5"), (Length, 5)),
        ((OK, "content-length : 5", "Content-Length: 5"), (Length, 5)),
        ((OK, "Transfer-Encoding: Chunked"), (Chunked, None)),
        ((OK, "Transfer-Encoding: chunked", "Content-Length: 5"), (Chunked, None)),
        ((OK,), (UntilClose, None)),
        ((OK, "Content-Length: 5", "Content-Length: 6"), (UntilClose, None)),
        ((OK, "Content-Length: 5, 5"), (UntilClose, None)),
        ((OK, "Content-Length: -1"), (UntilClose, None)),
        ((OK, "Content-Length: +5"), (UntilClose, None)),
        ((OK, "Transfer-Encoding: gzip, chunked"), (UntilClose, None)),
        ((OK, "Transfer-Encoding: chunked", "Transfer-Encoding: chunked"), (UntilClose, None)),
        (("HTTP/1.0 200 OK", "Transfer-Encoding: chunked"), (UntilClose, None)),
        (("HTTP/1.1 204 No Content", "Content-Length: 5"), (Length, 0)),
        (("HTTP/1.1 304 Not Modified", "Transfer-Encoding: chunked"), (Length, 0)),
        (("HTTP/1.1 103 Early Hints",), (Length, 0)),
        ((OK, "Connection: content-length", "Content-Length: 5"), (Length, 5)),
    ],
)
def test_the_end_of_an_answer_is_where_its_head_says(
    lines: tuple[str, ...], framing: tuple[type[Framing], int | None]
) -> None:
    assert framing_of(*lines) == framing


def test_the_answer_to_head_has_no_body() -> None:
    assert framing_of(OK, "Content-Length: 5", method=b"HEAD") == (Length, 0)


def test_an_answer_loses_what_belongs_to_the_connection_and_what_only_the_proxy_may_say() -> None:
    answer = parse_response(
        head(
            "HTTP/1.1 200 Fine",
            "Connection: close, X-Mine",
            "X-Mine: 1",
            "Keep-Alive: timeout=5",
            "Proxy-Status: unembed; error=http_request_denied",
            "Proxy-Authenticate: Basic realm=x",
            "Upgrade: h2c",
            "X-Folded: a",
            "\tb",
            "Transfer-Encoding: chunked",
            "Content-Length: 5",
        ),
        b"GET",
    )
    assert answer.lines == (b"HTTP/1.1 200 Fine", b"X-Folded: a b", b"Transfer-Encoding: chunked")
    assert (answer.keep, answer.current) == (False, True)


@pytest.mark.parametrize("first", ["HTTP/2 200 OK", "ICY 200 OK", "HTTP/1.1 20 OK", "SSH-2.0-x", "<html>", ""])
def test_anything_but_an_http_1_answer_is_malformed(first: str) -> None:
    with pytest.raises(Malformed):
        parse_response(head(first), b"GET")


def test_a_header_line_without_a_colon_is_malformed() -> None:
    with pytest.raises(Malformed):
        parse_response(head(OK, "nonsense"), b"GET")


CHUNKED = b"5;ext=1\r\nhello\r\n0A \r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n"


@given(st.lists(st.integers(0, len(CHUNKED)), max_size=12))
def test_a_chunked_body_ends_at_the_same_byte_however_it_is_cut(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(CHUNKED)]
    pieces = [CHUNKED[start:end] for start, end in pairwise(edges)] + [b"HTTP/1.1 200"]
    chunked = Chunked()
    assert sum(chunked.feed(piece) for piece in pieces) == len(CHUNKED)
    assert chunked.done


@pytest.mark.parametrize("body", [b"x\r\n", b"5\r\nhelloo\r\n", b"-1\r\n", b"\r\n", b"0x5\r\n", b"1" * 20_000])
def test_a_chunk_that_cannot_be_read_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        Chunked().feed(body)


NOISE = st.binary(max_size=6)
ENDS = st.sampled_from([b"\r\n"] * 8 + [b"\n", b"\r", b"\r\r\n", b"\n\r", b"\r\n ", b"\n\t", b"\0", b""])


def any_of(*texts: str) -> st.SearchStrategy[bytes]:
    """One of these."""
    return st.sampled_from([text.encode("latin-1") for text in texts])


def joined(*parts: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """These, one after the other."""
    return st.tuples(*parts).map(b"".join)


PORTS = st.integers(-1, 70_000).map(b":%d".__mod__) | any_of("", ":", ":0", ":00080", ":0x50", ":65536", ":\u00b2")
REQUESTS = joined(
    any_of("GET http://", "OPTIONS http://", "POST HTTP://", "CONNECT ", "GET ", "get http://"),
    any_of("clinic.example", "clinic.example", "[::1]", "a@b", "", "x_~"),
    PORTS,
    any_of("", "/", "/a?b", "?b", "/\r", "/a b"),
    any_of(" HTTP/1.1", " HTTP/1.1", " HTTP/1.0", " HTTP/2", "\r HTTP/1.1"),
)
ANSWERS = joined(
    any_of("HTTP/1.1 ", "HTTP/1.0 ", "HTTP/1.1  ", "HTTP/2 "),
    any_of("200", "101", "204", "999", "000", "20", "2000", "\u00b2"),
    any_of("", " ", " OK", " O\rK", "O\rK"),
)
FIELDS = joined(
    any_of("Host:", "Connection: ", "X-Mine:", "Content-Length : ", "Transfer-Encoding:", "Proxy-Authorization:")
    | any_of("Access-Control-Request-Method: ", "Proxy-Status:", ":", " x:", "\rx:", "x"),
    any_of("5", "-1", "chunked", "close", "X-Mine", "a\rProxy-Status: b", "a\rb", "websocket", "POST\r") | NOISE,
    ENDS,
)
CHUNKS = st.lists(
    any_of("5", "a", "0", "00", "-1", "fffffffffffffff", ";x=1", "hello", "0123456789", "\r\n", "\r\n", "\n", " ")
    | any_of("5\r\nhello\r\n", "0\r\n\r\n", "0\r\nTrailer: x\r\n\r\n")
    | NOISE,
    max_size=12,
)


def heads(first: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """Heads with such a first line, more or less."""
    return joined(first, ENDS, st.lists(FIELDS, max_size=5).map(b"".join), ENDS)


def is_one_line(text: bytes) -> bool:
    """Whether nobody reads two lines in it."""
    return not {*b"\r\n"} & {*text}


@given(heads(REQUESTS) | heads(ANSWERS) | st.binary(max_size=300))
def test_a_request_of_any_pieces_has_a_port_and_whole_lines_or_is_malformed(data: bytes) -> None:
    with suppress(Malformed):
        request = parse_request(data)
        texts = (request.method, request.host.encode("ascii"), request.path, request.authorization, request.preflight)
        assert 0 < request.port < 65536
        assert [text for text in (*texts, *request.fields) if not is_one_line(text)] == []
        assert request.body is None or request.body >= 0


@given(heads(ANSWERS) | heads(REQUESTS) | st.binary(max_size=300))
def test_an_answer_of_any_pieces_has_whole_lines_or_is_malformed(data: bytes) -> None:
    with suppress(Malformed):
        answer = parse_response(data, b"GET")
        assert 0 <= answer.status < 1000
        assert [line for line in answer.lines if not is_one_line(line)] == []
        assert not isinstance(answer.framing, Length) or answer.framing.left >= 0


@given(CHUNKS)
def test_of_any_pieces_no_more_belong_to_a_body_than_there_are(pieces: list[bytes]) -> None:
    chunked = Chunked()
    with suppress(Malformed):
        for piece in pieces:
            ended = chunked.done
            taken = chunked.feed(piece)
            assert 0 <= taken <= len(piece)
            assert taken == (0 if ended else len(piece)) or (chunked.done and not ended)


@pytest.mark.parametrize("hidden", ["Proxy-Status: unembed; error=x", "Transfer-Encoding: chunked"])
def test_a_line_that_a_lone_carriage_return_hides_stays_in_the_one_it_is_hidden_in(hidden: str) -> None:
    answer = parse_response(head(f"{OK}\r{hidden}", f"X-Mine: 1\r{hidden}", "Content-Length: 5"), b"GET")
    lines = (f"{OK} {hidden}".encode(), f"X-Mine: 1 {hidden}".encode(), b"Content-Length: 5")
    assert (answer.lines, isinstance(answer.framing, Length)) == (lines, True)
    asked = parse_request(head("GET http://clinic.example/ HTTP/1.1", f"X-Mine: 1\r{hidden}"))
    assert asked.fields == (f"X-Mine: 1 {hidden}".encode(),)
