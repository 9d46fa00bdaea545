"""One answer on the way of a link: where it sends on to, or what its end is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.ends import is_own
from scanner.model import Hop
from spiders.answers import Answer
from spiders.links import Way, at_end, unseen
from spiders.onward import Stop, after_get, after_head, only_moves

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
        (answer(refresh=".5 /y"), "https://a.example/y", "refresh"),
        (answer("<p>Wait<meta content='0 url=/y' data-content=x http-equiv=refresh>"), "https://a.example/y", "meta"),
        (answer("<meta name='a>b' http-equiv=refresh content='.5;url=/y'>"), "https://a.example/y", "meta"),
        (answer("<base href=//b.example/c/><meta http-equiv=refresh content='0,y'>"), "https://b.example/c/y", "meta"),
        (answer(f"<meta http-equiv=refresh content='0;url={URL}?utm_source=z'>"), f"{URL}?utm_source=z", "meta"),
        (answer("<meta http-equiv=refresh content='9;url=/y'>", 404), "https://a.example/y", "meta"),
        (answer("<script>window.top.location.href = '//b.ex' + 'ample/y'</script>"), "https://b.example/y", "script"),
        (answer("<script>// location = '/old'\nlocation = '/y'</script>"), "https://a.example/y", "script"),
        (answer("<frameset rows='100%,*'><frame src=//b.example/y><frame></frameset>"), "https://b.example/y", "frame"),
        (answer("<title>x</title><div><iframe src=//b.example/y></iframe></div>"), "https://b.example/y", "frame"),
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
        answer("<template><meta http-equiv=refresh content='0;url=/y'></template>"),
        answer("<textarea><meta http-equiv=refresh content='0;url=/y'></textarea>"),
        answer("<script>a = \"<meta http-equiv=refresh content='0;url=/y'>\"</script>"),
        answer("<meta http-equiv=refresh content='0x;url=/y'>"),
        answer("<script>location.href = '/y' + id; location.assign(`/z/${id}`)</script>"),
        answer("<script>if (app) location.href = '/y'</script>"),
        answer("<script>function go() { location.href = '/y' }</script><button onclick='go()'>Go</button>"),
        answer("<button onclick=\"location.href = '/y'\">Go</button>"),
        answer("<script>location = '/y'</script><script>location = '/z'</script>"),
        answer("<h1>Book</h1><iframe src=//b.example/y></iframe>"),
        answer("<iframe src=//b.example/y></iframe><iframe src=//c.example/y></iframe>"),
        answer("<iframe src=/y></iframe>"),
        answer("<noscript><iframe src=//b.example/y></iframe></noscript>"),
        answer("<meta http-equiv=refresh content=30>"),
        answer("<script>if (location == '/y') stay()</script>"),
        answer("<script>mylocation = '/y'; my.location.href = '/y'</script>"),
        answer(f"<p>{'Words to be read. ' * 20}</p><script>location.href = '/y'</script>"),
        answer("<script>location.href = '/y'</script>" + " " * 20_000),
        answer("<script>location.href = 'mailto:a@b.example'</script>"),
        answer("{}", kind="application/json"),
        answer(status=302, location="tel:+14155550132"),
        answer(status=302, location="itms-apps://apps.example/app/id1"),
    ],
)
def test_ends(got: Answer) -> None:
    assert after_get(got) == Stop()


@pytest.mark.parametrize(
    ("got", "stop"),
    [
        (answer(status=404), Stop("http_404")),
        (answer("<meta http-equiv=refresh content='0;url=/y'>", 403), Stop("http_403")),
        (answer(status=302, location="javascript:go()"), Stop("bad_location", "javascript:go()")),
        (answer("<meta http-equiv=refresh content='5;url=/_sec/cp_ch?r=x'>"),
         Stop("bot_challenge", "a redirect to /_sec/cp_ch")),
        (answer(status=302), Stop("bad_location", "status 302 with a Location of 0 characters")),
        (answer(status=302, location="file:///etc/passwd"), Stop("blocked_by_policy", "a redirect to a file: address")),
        (answer(status=403, cf_mitigated="challenge"), Stop("bot_challenge", "cf-mitigated: challenge")),
    ],
)  # fmt: skip
def test_what_is_no_end(got: Answer, stop: Stop) -> None:
    assert after_get(got) == stop


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        ("<p>Words</p>", False),
        ("<h1>One moment</h1><script src=/x.js></script>", True),
        ("<form id=f action=/y></form><script>f.submit()</script>", True),
        ("<body onload='f.submit()'><form id=f action=/y></form>", True),
        (f"<p>{'Words. ' * 60}</p><script>location.href = to</script>", True),
        (f"<p>{'Words. ' * 60}</p><script>play()</script>", False),
        (f"<p>{'Words. ' * 200}</p><script>location.href = to</script>", False),
        ("<script>location.href = to</script>" + " " * 20_000, False),
    ],
)
def test_which_pages_may_do_nothing_but_lead_on(body: str, asked: bool) -> None:
    assert only_moves(answer(body)) is asked


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
    stops = [way.go(Hop(way.url, f"https://a.example/{n}", 302)) for n in range(1, 22)]
    assert stops == [None] * 20 + [Stop("too_many_redirects", "more than 20")]
    assert Way("https://a.example/").go(Hop("https://a.example/", "https://a.example/#x", 302)) == Stop(
        "redirect_loop", "comes back to https://a.example/#x"
    )
