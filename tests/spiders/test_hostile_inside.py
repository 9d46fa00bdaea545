"""Pages that reach for what is inside: no connection is made to a place that nobody typed, whatever a page tries."""

import asyncio
from contextlib import ExitStack

import pytest

from demo.server import Reply
from scanner.model import Page, Unread
from tests.spiders.hostile import (
    BASE,
    CALM,
    IMPATIENT,
    dripping,
    harmed,
    outcome,
    page,
    pool,
    reasons,
    served,
    writes,
)
from tests.spiders.listeners import Listener, listening

pytestmark = pytest.mark.browser

HTML = {"Content-Type": "text/html"}
REFUSED = {path: {"blocked_by_policy"} for path in ("/redirect", "/decimal", "/backslash", "/user", "/slow")}
LED_AWAY = ("/header", "/meta", "/script")


def spelled(one: Listener, two: Listener, six: Listener) -> tuple[str, ...]:
    """The places inside, in all spellings."""
    return (
        f"127.0.0.1:{one.port}",
        f"localhost:{one.port}",
        f"sub.localhost:{one.port}",
        f"[::ffff:127.0.0.1]:{one.port}",
        f"0:{one.port}",
        two.netloc,
        f"127.2:{two.port}",
        f"2130706434:{two.port}",
        f"0x7f000002:{two.port}",
        six.netloc,
    )


def test_whatever_a_page_tries_nothing_inside_is_reached_and_nothing_of_it_is_shown() -> None:
    with ExitStack() as stack:
        inside = tuple(stack.enter_context(listening(address)) for address in ("127.0.0.1", "127.0.0.2", "::1"))
        places = spelled(*inside)
        body = "".join(f'<link rel="preconnect" href="http://{place}/">' for place in places)
        body += f'<body><h1>Inside</h1><script src="/inside.js?places={",".join(places)}"></script>'
        worker = f"for (const place of {list(places)}) fetch(`http://${{place}}/service`).catch(() => 0);"
        routes = {
            "/inside": Reply(200, HTML, body.encode()),
            "/inside-service.js": Reply(200, {"Content-Type": "text/javascript"}, worker.encode()),
        }
        server = stack.enter_context(served(routes))

        async def go() -> list[Page | Unread]:
            async with pool(server, patience=IMPATIENT) as browser:
                return await asyncio.gather(*map(browser.render, (f"{BASE}inside", CALM)))

        got, beside = asyncio.run(go())
    assert isinstance(got, Page)
    assert "Inside" in got.html
    assert "data-leaked" not in got.html
    assert [frame.html for frame in got.frames if "internal" in frame.html] == []
    assert [listener.connections for listener in inside] == [0, 0, 0]
    assert harmed([beside]) == []
    assert writes(server.hits) == []


def leads(one: Page | Unread, place: str) -> bool:
    """Whether it is told that a page would go to `place`."""
    return isinstance(one, Page) and place in {*(hop.to for hop in one.hops), *(door.url for door in one.reached)}


def test_a_page_that_goes_inside_shows_nothing_of_it() -> None:
    with ExitStack() as stack:
        inside = stack.enter_context(listening("127.0.0.2"))
        place = f"http://{inside.netloc}/"
        decimal = f"http://2130706434:{inside.port}/"
        routes = {
            "/redirect": Reply(302, {"Location": place}),
            "/decimal": Reply(302, {"Location": decimal}),
            "/backslash": Reply(302, {"Location": rf"/\\{inside.netloc}/"}),
            "/user": Reply(302, {"Location": f"http://hostile.example:80@{inside.netloc}/"}),
            "/header": Reply(200, HTML | {"Refresh": f"0; url={place}"}, b"<h1>Header</h1>"),
            "/meta": Reply(200, HTML, f'<meta http-equiv="refresh" content="0; url={place}"><h1>Meta</h1>'.encode()),
            "/script": Reply(200, HTML, f"<h1>Script</h1><script>location = '{place}'</script>".encode()),
            "/posts": Reply(
                200,
                HTML,
                f"<form method=post action={place}></form><script>document.forms[0].submit()</script>".encode(),
            ),
            "/slow": dripping(b"HTTP/1.1 302 Found\r\nLocation: " + place.encode() + b"\r\n\r\n", b" ", pause=0.1),
        }
        server = stack.enter_context(served(routes))

        async def go() -> dict[str, Page | Unread]:
            async with pool(server, patience=IMPATIENT) as browser:
                got = await asyncio.gather(*(browser.render(f"{BASE}{path[1:]}") for path in (*routes, "/calm.html")))
                return dict(zip((*routes, "/calm.html"), got, strict=True))

        got = asyncio.run(go())
    assert {path: reasons(one) for path, one in got.items() if path in REFUSED} == REFUSED
    assert outcome(got["/posts"]) == page("posts")
    assert [path for path in LED_AWAY if not (reasons(got[path]) or leads(got[path], place))] == []
    assert [one for one in got.values() if isinstance(one, Page) and "internal" in one.html] == []
    assert inside.connections == 0
    assert harmed([got["/calm.html"]]) == []
