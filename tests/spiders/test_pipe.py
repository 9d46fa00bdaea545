"""What goes through the pipe to a browser: whole messages, whatever pieces they come in, each to whom it belongs."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from functools import partial
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.devtools import Answer, CallError, NoAnswerError, PageLostError
from spiders.render import pipe as piping
from spiders.render.pipe import Lines, Pipe
from spiders.render.session import PageSession

texts = st.text(st.characters(codec="utf-8"), max_size=40)
events = st.lists(
    st.builds(
        lambda method, session, text: {"method": method, "params": {"text": text}, "sessionId": session},
        st.sampled_from(("Page.loaded", "Page.left", "Page.unheard")),
        st.sampled_from(("", "one", "two")),
        texts,
    ),
    max_size=12,
)


class Browser:
    """The other end: what was asked, and what comes."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.pipe = Pipe()
        self.pipe.write = lambda text: self.asked.append(json.loads(text.removesuffix(b"\0")))
        self.lines = Lines(self.pipe)

    def says(self, *messages: object) -> None:
        """All of these come at once."""
        self.lines.data_received(b"".join(json.dumps(one).encode() + b"\0" for one in messages))


def talk(conversation: Callable[[Browser], Coroutine[Any, Any, None]]) -> None:
    """Hold a conversation with a browser."""

    async def go() -> None:
        await conversation(Browser())

    asyncio.run(go())


@given(messages=events, cuts=st.lists(st.integers(1, 50)))
def test_events_reach_who_hears_them_in_their_order_however_they_are_cut(
    messages: list[dict[str, Any]], cuts: list[int]
) -> None:
    heard: list[tuple[str, str, Answer]] = []

    async def go(browser: Browser) -> None:
        def hear(session: str, method: str, event: Answer) -> None:
            heard.append((session, method, event))

        for key in product(("one", ""), ("Page.loaded", "Page.left")):
            browser.pipe.hear(*key, partial(hear, *key))
        text = b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\0" for one in messages)
        for size in (*cuts, len(text)):
            browser.lines.data_received(text[:size])
            text = text[size:]

    talk(go)
    wanted = [(m["sessionId"], m["method"], m["params"]) for m in messages]
    assert heard == [one for one in wanted if one[0] != "two" and one[1] != "Page.unheard"]


def test_every_call_gets_its_own_answer_also_out_of_turn() -> None:
    async def go(browser: Browser) -> None:
        page, root = PageSession(browser.pipe, "one", 5), PageSession(browser.pipe, "", 5)
        first = asyncio.create_task(page.call("Page.navigate", url="https://clinic.example/"))
        second = asyncio.create_task(root.call("Browser.getVersion"))
        await asyncio.sleep(0)
        assert browser.asked == [
            {"id": 1, "method": "Page.navigate", "params": {"url": "https://clinic.example/"}, "sessionId": "one"},
            {"id": 2, "method": "Browser.getVersion", "params": {}},
        ]
        browser.says({"id": 2, "result": {"product": "Chrome/1"}}, {"id": 1, "result": {}, "sessionId": "one"})
        assert (await first, await second) == ({}, {"product": "Chrome/1"})

    talk(go)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"code": -32000, "message": "Cannot find context"}, CallError("Cannot find context")),
        (
            {"code": -32001, "message": "Session with given id not found."},
            PageLostError("Session with given id not found."),
        ),
    ],
)
def test_what_the_browser_cannot_do_is_told_from_a_page_that_is_gone(fault: Answer, error: Exception) -> None:
    async def go(browser: Browser) -> None:
        asked = asyncio.create_task(PageSession(browser.pipe, "one", 5).call("Runtime.evaluate"))
        await asyncio.sleep(0)
        browser.says({"id": 1, "error": fault})
        with pytest.raises(type(error)) as raised:
            await asked
        assert str(raised.value) == str(error)

    talk(go)


def test_an_answer_that_comes_too_late_is_nobodys() -> None:
    async def go(browser: Browser) -> None:
        page = PageSession(browser.pipe, "one", 5)
        with pytest.raises(NoAnswerError):
            await page.call("Runtime.evaluate", seconds=0.01)
        browser.says({"id": 1, "result": {"late": True}})
        asked = asyncio.create_task(page.call("Runtime.evaluate"))
        await asyncio.sleep(0)
        browser.says({"id": 2, "result": {"late": False}})
        assert await asked == {"late": False}
        assert browser.pipe._open == {}

    talk(go)


def test_what_cannot_be_said_is_not_asked() -> None:
    async def go(browser: Browser) -> None:
        with pytest.raises(CallError, match=r"Page\.navigate"):
            await PageSession(browser.pipe, "one", 5).call("Page.navigate", url="https://clinic.example/\udce9")
        assert (browser.asked, browser.pipe._open) == ([], {})

    talk(go)


def test_half_a_character_that_a_page_says_costs_nothing_but_itself() -> None:
    heard: list[Answer] = []

    async def go(browser: Browser) -> None:
        browser.pipe.hear("one", "Page.loaded", heard.append)
        said = b'{"method":"Page.loaded","params":{"text":"a\\ud83d b \\u00e9"},"sessionId":"one"}\0'
        browser.lines.data_received(said)

    talk(go)
    assert heard == [{"text": "a? b é"}]


@pytest.mark.parametrize("nonsense", [b"", b"{", b"[]", b'{"id":"x"}', b"\xff\xfe", b'{"id":' + b"[" * 100_000])
def test_what_cannot_be_read_is_passed_over(nonsense: bytes) -> None:
    heard: list[Answer] = []

    async def go(browser: Browser) -> None:
        browser.pipe.hear("", "Page.loaded", heard.append)
        browser.lines.data_received(nonsense + b"\0")
        browser.says({"method": "Page.loaded", "params": {}})

    talk(go)
    assert heard == [{}]


def test_a_message_that_is_too_large_is_dropped_and_the_next_one_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piping, "MOST", 100)
    heard: list[Answer] = []

    async def go(browser: Browser) -> None:
        browser.pipe.hear("", "Page.loaded", heard.append)
        for _ in range(3):
            browser.lines.data_received(b'{"method":"Page.loaded","params":{"text":"' + b"x" * 40)
        browser.lines.data_received(b'"}}\0')
        browser.says({"method": "Page.loaded", "params": {"text": "whole"}})

    talk(go)
    assert heard == [{"text": "whole"}]


def test_a_session_that_is_over_leaves_nobody_waiting_and_nobody_hearing() -> None:
    heard: list[Answer] = []

    async def go(browser: Browser) -> None:
        one, two = PageSession(browser.pipe, "one", 5), PageSession(browser.pipe, "two", 5)
        one.hear("Page.loaded", heard.append)
        asked, other = asyncio.create_task(one.call("Page.enable")), asyncio.create_task(two.call("Page.enable"))
        await asyncio.sleep(0)
        one.end()
        with pytest.raises(PageLostError):
            await asked
        browser.says({"method": "Page.loaded", "params": {}, "sessionId": "one"}, {"id": 2, "result": {}})
        assert await other == {}

    talk(go)
    assert heard == []


def test_when_the_pipe_breaks_everything_that_was_asked_is_lost_and_all_that_will_be() -> None:
    async def go(browser: Browser) -> None:
        page = PageSession(browser.pipe, "one", 5)
        asked = asyncio.create_task(page.call("Page.enable"))
        await asyncio.sleep(0)
        browser.lines.connection_lost(None)
        for lost in (asked, page.call("Page.enable")):
            with pytest.raises(PageLostError):
                await lost
        assert browser.pipe.lost.done()
        assert len(browser.asked) == 1

    talk(go)
