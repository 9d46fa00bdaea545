"""One answer on the way of a link: where it sends on to, or what its end is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.ends import is_own
from scanner.model import Hop
from spiders.answers import Answer
from spiders.links import Stop, Way, after_get, after_head, at_end, unseen

URL = "https://a.example/x"


def answer(body: str = "", status: int = 200, kind: str = "text/html", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(URL, status, {"content-type": kind} | named, body.encode())


@pytest.mark.parametrize(
    ("got", "to", "how"),
    [
        (answer(status=302, location="/y"), "https://a.example/y", "location"),
        (answer(refresh="0;url=/y"), "https://a.example/y", "refresh"),
        (answer('<META content="5; URL=\'/y\'" HTTP-EQUIV="Refresh">'), "https://a.example/y", "meta"),
        (answer("<meta http-equiv=refresh content='0;http://b.test/?a=1&amp;b=2'>"), "http://b.test/?a=1&b=2", "meta"),
        (answer("<script>window.location = 'https://b.example/'</script>"), "https://b.example/", "script"),
        (answer("<script>top.location.href=\"\\/y\"</script>"), "https://a.example/y", "script"),
        (answer("<body onload=\"location.assign('/y')\">"), "https://a.example/y", "script"),
        (answer("<script>location . replace( `/y` )</script>"), "https://a.example/y", "script"),
    ],
)  # fmt: skip
def test_ways_on(got: Answer, to: str, how: str) -> None:
    assert after_get(got) == Hop(URL, to, got.status, how)


@pytest.mark.parametrize(
    "got",
    [
        answer("<p>Words</p>"),
        answer("<!-- <meta http-equiv=refresh content='0;url=/y'> -->"),
        answer("<noscript><meta http-equiv=refresh content='0;url=/y'></noscript>"),
        answer(f"<meta http-equiv=refresh content='600;url={URL}'>"),
        answer("<meta http-equiv=refresh content=30>"),
        answer("<script>if (location == '/y') stay()</script>"),
        answer("<script>mylocation = '/y'; my.location.href = '/y'</script>"),
        answer(f"<p>{'Words to be read. ' * 20}</p><script>location.href = '/y'</script>"),
        answer("<script>location.href = '/y'</script>" + " " * 20_000),
        answer("<script>location.href = 'mailto:a@b.example'</script>"),
        answer("{}", kind="application/json"),
        answer(status=302, location="tel:+14155550132"),
    ],
)
def test_ends(got: Answer) -> None:
    assert after_get(got) == Stop()


@pytest.mark.parametrize(
    ("got", "stop"),
    [
        (answer(status=404), Stop("http_404")),
        (answer(status=302), Stop("bad_location", "status 302 with a Location of 0 characters")),
        (answer(status=302, location="file:///etc/passwd"), Stop("blocked_by_policy", "a redirect to a file: address")),
        (answer(status=403, cf_mitigated="challenge"), Stop("bot_challenge", "cf-mitigated: challenge")),
    ],
)
def test_what_is_no_end(got: Answer, stop: Stop) -> None:
    assert after_get(got) == stop


def test_head_decides_where_it_can() -> None:
    assert after_head(answer(status=301, location="/y")) == Hop(URL, "https://a.example/y", 301)
    assert after_head(answer(kind="image/png")) == Stop()
    assert after_head(answer(content_length="500000")) == Stop()
    assert [after_head(answer(status=status)) for status in (200, 403, 404, 405, 501)] == [None] * 5


@given(st.text(st.sampled_from("<!-meta location='\"=/\\.href()> \n`;urlhtp:"), max_size=400))
def test_whatever_a_page_says_an_answer_has_an_end(text: str) -> None:
    got = after_get(answer(text))
    assert got == Stop() or (isinstance(got, Hop) and got.to.startswith("http"))


def test_a_hostile_page_takes_linear_time() -> None:
    for piece in ("<!--", "<meta ", "location", "location.href='", "<noscript", "window . location . href ="):
        text = piece * (16_000 // len(piece))
        begin = time.perf_counter()
        after_get(answer(text))
        assert time.perf_counter() - begin < 1, piece


def test_a_name_that_nobody_answered_for_is_not_gone() -> None:
    gone, _ = at_end(Way(URL), unseen("dns", "no such name"), (), own=False)
    silent, ended = at_end(Way(URL), unseen("dns", "no such name", answered=False), (), own=False)
    assert (gone.ending, silent.ending, ended.reason) == ("checked", "partial", "dns_timeout")


@pytest.mark.parametrize(
    ("url", "ending"),
    [
        ("https://journal.example/articles/sun-and-skin", "partial"),
        ("https://agency.example/", "partial"),
        ("https://bit.ly/whatever-it-is", "unread"),
        ("https://agency.example/l/aB3dE9", "unread"),
        ("https://agency.example/aB3dE9", "unread"),
        ("https://agency.example/leave?to=https%3A%2F%2Fx.example%2F", "unread"),
    ],
)
def test_what_may_lead_to_the_crm_is_a_gap_when_its_end_is_not_seen(url: str, ending: str) -> None:
    assert at_end(Way(url), Stop("http_403"), (), own=False)[0].ending == ending


def test_names_below_the_site_are_its_own() -> None:
    scope = frozenset({"clinic.example", "www.clinic.example", "shop.other.example:8080"})
    own = ("go.clinic.example", "a.shop.other.example", "www.go.clinic.example")
    others = ("clinic.example", "www.clinic.example", "myclinic.example", "other.example", "example")
    assert [host for host in (*own, *others) if is_own(host, scope)] == list(own)


def test_a_way_ends_when_it_goes_round_or_on_and_on() -> None:
    way = Way("https://a.example/0")
    stops = [way.go(Hop(way.url, f"https://a.example/{n}", 302)) for n in range(1, 12)]
    assert stops == [None] * 10 + [Stop("too_many_redirects", "more than 10")]
    assert Way("https://a.example/").go(Hop("https://a.example/", "https://a.example/#x", 302)) == Stop(
        "redirect_loop", "comes back to https://a.example/#x"
    )
