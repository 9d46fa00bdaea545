"""What an answer is worth: only a document that was wholly read may count towards a clean site."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.model import Flaw, Hop
from spiders.answers import (
    Answer,
    Document,
    Moved,
    asks_password,
    is_login,
    is_turned_away,
    judge,
    names_file,
    skipped,
    unread,
)
from spiders.challenges import is_shell, words
from spiders.entries import Kind, Outcome

URL = "https://clinic.example/a/b"
PAGE = b"<!doctype html><title>Hello</title><p>Hello from the clinic."
RANDOM = random.Random(7).randbytes(3000)


def answer(status: int = 200, body: bytes = PAGE, kind: str = "text/html", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(URL, status, {"content-type": kind} | named, body)


# --- redirects -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    ("location", "to"),
    [
        ("/x", "https://clinic.example/x"),
        ("c?d#e", "https://clinic.example/a/c?d#e"),
        ("//Other.Example/", "https://other.example/"),
        ("/\\127.0.0.2/x", "https://127.0.0.2/x"),
        ("http://clinic.example:80@127.0.0.2/", "http://clinic.example:80@127.0.0.2/"),
        ("HTTPS://clinic.example", "https://clinic.example/"),
    ],
)
def test_a_redirect_leads_where_a_browser_would_go(status: int, location: str, to: str) -> None:
    assert judge(answer(status, location=location), Kind.PAGE) == Moved(Hop(URL, to, status))


@pytest.mark.parametrize("location", ["tel:+1-555-0100", "mailto:a@clinic.example", "sms:5550100"])
def test_a_redirect_to_a_telephone_is_no_page(location: str) -> None:
    assert judge(answer(302, location=location), Kind.PAGE) == Moved(Hop(URL, location, 302), web=False)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("", "bad_location"),
        ("  ", "bad_location"),
        ("/" + "x" * 8192, "bad_location"),
        ("http://[::1", "bad_location"),
        ("javascript:alert(1)", "bad_location"),
        ("file:///etc/hosts", "blocked_by_policy"),
        ("data:,x", "blocked_by_policy"),
        ("ftp://x/", "blocked_by_policy"),
        ("gopher://x/", "blocked_by_policy"),
        ("wss://x/", "blocked_by_policy"),
        ("https://validate.perfdrive.com/?x", "bot_challenge"),
        ("/.well-known/sgcaptcha/?r=%2F", "bot_challenge"),
    ],
)
def test_a_redirect_that_cannot_be_followed_is_named(location: str, reason: str) -> None:
    judged = judge(answer(302, location=location), Kind.PAGE)
    assert isinstance(judged, Outcome)
    assert judged.reason == reason


# --- errors, challenges, nothing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [300, 304, 400, 401, 403, 404, 410, 418, 429, 451, 500, 503, 599, 999])
def test_an_error_is_unread_with_its_status(status: int) -> None:
    assert judge(answer(status), Kind.PAGE) == unread(f"http_{status}")


CHALLENGES = {
    "cloudflare header": answer(403, cf_mitigated="challenge"),
    "cloudflare page": answer(
        403, b"<title>Just a moment...</title><script src=/cdn-cgi/challenge-platform/x></script>"
    ),
    "incapsula": answer(
        200, b'<html><head><script src="/_Incapsula_Resource?S=1"></script></head><body></body></html>'
    ),
    "datadome": answer(200, b"<html><body><script>var dd={'host':'geo.captcha-delivery.com'}</script></body></html>"),
    "siteground": answer(202, b'<meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2F">'),
    "aws": answer(202, b"", x_amzn_waf_action="challenge"),
    "vercel": answer(429, b"x", x_vercel_mitigated="challenge"),
    "imunify": answer(200, b"<title>One moment, please...</title><script>wsidchk=1</script>Loader"),
}


@pytest.mark.parametrize("name", CHALLENGES)
def test_a_test_for_humans_is_no_page(name: str) -> None:
    judged = judge(CHALLENGES[name], Kind.PAGE)
    assert isinstance(judged, Outcome)
    assert judged.reason == "bot_challenge"


def test_a_real_page_behind_the_same_service_is_a_page() -> None:
    text = "<p>Our treatments are gentle and our team is kind.</p>" * 20
    body = f'<script src="/_Incapsula_Resource?x"></script><script src="/cdn-cgi/challenge-platform/x"></script>{text}'
    assert isinstance(judge(answer(200, body.encode()), Kind.PAGE), Document)


@pytest.mark.parametrize(
    ("html", "shell"),
    [
        (
            "<html><head><title>x</title><script src=/a.js></script></head><body><noscript>JS</noscript></body></html>",
            True,
        ),
        ("<!doctype html><script>1</script>", True),
        ("<body><div id=root></div><script src=/a.js></script>", False),
        ("<body><iframe src=https://crm.example/></iframe><script src=/a.js></script>", False),
        ("<p>Hello</p><script>1</script>", False),
        ("<body></body>", False),
    ],
)
def test_a_page_of_scripts_and_nothing_else_is_a_shell(html: str, shell: bool) -> None:
    assert is_shell(html) is shell


@pytest.mark.parametrize("given_", [answer(204, b""), answer(205, b""), answer(200, b""), answer(200, b" \n\0 ")])
def test_nothing_is_no_page_but_an_empty_script_is_a_script(given_: Answer) -> None:
    judged = judge(given_, Kind.PAGE)
    assert isinstance(judged, Outcome)
    assert judged.reason == "empty"
    assert isinstance(judge(given_, Kind.SCRIPT), Document)


@pytest.mark.parametrize("reason", ["too_large", "bad_encoding", "too_many_codings", "unknown_encoding"])
def test_a_body_that_was_not_got_is_unread(reason: str) -> None:
    flawed = Answer(URL, 200, {"content-type": "text/html"}, b"<p>x", Flaw(reason, "why"))
    assert judge(flawed, Kind.PAGE) == unread(reason, "why")


def test_a_cut_body_is_read_and_says_so() -> None:
    judged = judge(Answer(URL, 200, {"content-type": "text/html"}, PAGE, Flaw("truncated", "why")), Kind.PAGE)
    assert isinstance(judged, Document)
    assert judged.flaws == (Flaw("truncated", "why"),)


def test_a_page_behind_a_password_of_its_own_is_partly_read() -> None:
    body = b'<form action="/wp-login.php?action=postpass"><input name="post_password" type="password"></form>'
    judged = judge(answer(200, body), Kind.PAGE)
    assert isinstance(judged, Document)
    assert judged.flaws == (Flaw("login", "the content is behind a password"),)


# --- kinds of documents ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "body", "html"),
    [
        ("text/html; charset=utf-8", PAGE, True),
        ("TEXT/HTML", PAGE, True),
        ("application/xhtml+xml", PAGE, True),
        ("text/html charset=utf-8", PAGE, True),
        ("text/html, text/html", PAGE, True),
        ("text/html\tx", PAGE, True),
        ("text/html(comment)", PAGE, True),
        ("html", PAGE, True),
        ("text/htm", PAGE, True),
        ("text/x-page", b"<!-- made by hand -->\n<html><p>Hello", True),
        ("text/x-page", b"Hello", False),
        ("text/css", PAGE, False),
        ("", PAGE, True),
        ("application/octet-stream", PAGE, True),
        ("text/plain", PAGE, False),
        ("application/json", b'{"a": 1}', False),
        ("application/ld+json", b"{}", False),
        ("text/xml", b"<a/>", False),
        ("application/xml", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', True),
        ("application/rss+xml", b"<rss/>", False),
        ("application/javascript", b"x()", False),
        ("bogus", b"hello", False),
        ("", b"hello", False),
    ],
)
def test_text_of_every_kind_is_read(kind: str, body: bytes, html: bool) -> None:
    judged = judge(answer(200, body, kind), Kind.PAGE)
    assert isinstance(judged, Document)
    assert (judged.html, judged.text) == (html, body.decode())


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("image/png", b"\x89PNG"),
        ("application/pdf", b"%PDF-1.7"),
        ("application/zip", b"PK\x03\x04"),
        ("video/mp4", b"x"),
        ("application/octet-stream", RANDOM),
        ("", b"%PDF-1.7"),
        ("font/woff2", b"wOF2"),
        ("application/msword", b"\xd0\xcf"),
    ],
)
def test_files_are_none_of_our_business(kind: str, body: bytes) -> None:
    judged = judge(answer(200, body, kind), Kind.PAGE)
    assert isinstance(judged, Outcome)
    assert (judged.ending, judged.reason) == ("skipped", "file")


@pytest.mark.parametrize("kind", [Kind.SCRIPT, Kind.FILE])
@pytest.mark.parametrize("type_", ["application/x-httpd-php", "application/octet-stream", "text/html", "bogus", ""])
def test_what_a_browser_runs_is_read_whatever_it_says_it_is(kind: Kind, type_: str) -> None:
    judged = judge(answer(200, b"embed()", type_, content_disposition="attachment; filename=app.js"), kind)
    assert isinstance(judged, Document)
    assert (judged.html, judged.text) == (False, "embed()")


@pytest.mark.parametrize("type_", ["image/png", "audio/mpeg", "video/mp4", "font/woff2"])
def test_what_no_browser_runs_is_a_file(type_: str) -> None:
    assert judge(answer(200, b"embed()", type_), Kind.SCRIPT) == skipped("file", type_)


def test_data_that_is_no_text_is_a_file_and_such_a_script_was_not_read() -> None:
    sent = answer(200, b"%PDF-1.7", "application/pdf")
    assert judge(sent, Kind.FILE) == skipped("file", "application/pdf")
    assert judge(sent, Kind.SCRIPT) == unread("not_html", "PDF, sent as application/pdf")


def test_a_page_that_visitors_get_as_a_file_was_not_read() -> None:
    sent = unread("not_html", "a page, sent as application/x-httpd-php")
    assert judge(answer(200, PAGE, "application/x-httpd-php"), Kind.PAGE) == sent
    table = answer(200, b"<html><table></table>", "application/vnd.ms-excel")
    assert judge(table, Kind.PAGE) == skipped("file", "application/vnd.ms-excel")


def test_a_part_that_nobody_asked_for_is_partly_read() -> None:
    judged = judge(answer(206), Kind.PAGE)
    assert isinstance(judged, Document)
    assert judged.flaws == (Flaw("truncated", "the server sent a part that nobody asked for"),)


def test_a_download_is_a_file_whatever_it_says_it_is() -> None:
    sent = answer(200, PAGE, content_disposition='Attachment; filename="x.html"')
    assert judge(sent, Kind.PAGE) == skipped("file", "sent as a download")


@pytest.mark.parametrize("body", [b"%PDF-1.7 x", b"\x89PNG\r\n", b"GIF89a", b"PK\x03\x04", RANDOM, b"\x1f\x8b\x08"])
def test_a_file_sent_as_html_is_not_html(body: bytes) -> None:
    judged = judge(answer(200, body), Kind.PAGE)
    assert isinstance(judged, Outcome)
    assert judged.reason == "not_html"


@pytest.mark.parametrize("body", [PAGE.decode().encode("utf-16"), b"\0" * 1000 + PAGE, b"<p>\x01\x02a" + b"b" * 200])
def test_odd_text_is_still_text(body: bytes) -> None:
    assert isinstance(judge(answer(200, body), Kind.PAGE), Document)


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/a.pdf", True),
        ("/A.JPG", True),
        ("/a.tar.gz", True),
        ("/a.html", False),
        ("/a.php", False),
        ("/dr.smith", False),
        ("/v1.2/", False),
        ("/pdf", False),
        ("/a.pdf/x", False),
    ],
)
def test_a_file_is_known_by_its_name(path: str, file: bool) -> None:
    assert names_file(path) is file


@pytest.mark.parametrize(
    ("path", "login"),
    [
        ("/login", True),
        ("/Login/", True),
        ("/wp-login.php", True),
        ("/users/sign_in", True),
        ("/patient-login", True),
        ("/login-help/how", False),
        ("/blog/login-tips", False),
        ("/", False),
    ],
)
def test_a_login_is_known_by_its_path(path: str, login: bool) -> None:
    assert is_login(path) is login


@pytest.mark.parametrize(
    ("asked", "came", "away"),
    [
        ("/members/", "/login/", True),
        ("/files", "/my-account/", True),
        ("/members", "/members/", False),
        ("/wp-admin/", "/wp-login.php", False),
        ("/old", "/new", False),
    ],
)
def test_a_redirect_to_a_login_turns_a_visitor_away(asked: str, came: str, away: bool) -> None:
    assert is_turned_away(asked, came) is away


def test_a_password_field_is_seen_in_every_spelling() -> None:
    assert all(
        asks_password(f"<input {text}>") for text in ("type=password", "TYPE = 'Password'", 'name=x type="password"')
    )
    assert not asks_password("<p>Forgot your password?</p>")


def test_a_refresh_header_is_a_hop() -> None:
    judged = judge(answer(200, refresh="0; URL='/next'"), Kind.PAGE)
    assert isinstance(judged, Document)
    assert judged.refresh == Hop(URL, "https://clinic.example/next", 200, "refresh")


def test_words_are_what_a_visitor_sees() -> None:
    unseen = "<title>t</title><!-- c --><style>a{}</style><script>three</script><noscript>four</noscript>"
    assert words(f"{unseen}<p>One <b>two</b></p>{unseen}") == "One two"


@given(
    status=st.sampled_from([200, 204, 302, 403, 503]),
    body=st.binary(max_size=300),
    kind=st.sampled_from(["text/html", "", "text/plain", "application/octet-stream", "image/png"]),
    location=st.text(max_size=40),
    asked=st.sampled_from(list(Kind)),
)
def test_every_answer_is_worth_something(status: int, body: bytes, kind: str, location: str, asked: Kind) -> None:
    judged = judge(answer(status, body, kind, location=location, refresh=location), asked)
    assert isinstance(judged, Document | Moved | Outcome)


@pytest.mark.parametrize("type_", ["text/vcard", "text/x-vcard; charset=utf-8"])
def test_a_card_is_read_although_it_is_sent_as_a_download(type_: str) -> None:
    body = b"BEGIN:VCARD\r\nTEL:+14155550132\r\nEND:VCARD\r\n"
    judged = judge(answer(200, body, type_, content_disposition="attachment; filename=card.vcf"), Kind.PAGE)
    assert isinstance(judged, Document)
    assert (judged.html, judged.text) == (False, body.decode())
