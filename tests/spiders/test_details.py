"""What is said about an address holds no query value and no person, whoever wrote it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.answers import judge
from spiders.crawl import Progress
from spiders.details import MOST, told
from spiders.entries import Ending, Entry, Finish, Outcome
from spiders.frontier import Frontier
from tests.spiders.crawling import START, Serve, moved, page, run

WORTH = "w0rth-much"
LEAKY = f"{START}x?token={WORTH}: http_503; jo.doe@mail.example: too_large: more than 52428800 bytes"
SAFE = f"{START}x?token=: http_503; [redacted]: too_large: more than 52428800 bytes"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        (LEAKY, SAFE),
        (SAFE, SAFE),
        ("the host keeps asking to wait (last: 30 s)", "the host keeps asking to wait (last: 30 s)"),
        (f"http://[::1?token={WORTH}", "http://[::1?token="),
        (f"/next?token={WORTH}", "/next?token="),
        (f"{START}?a={WORTH}, {START}?b={WORTH}.", f"{START}?a=, {START}?b=."),
        ("word " * 200, ("word " * 200)[:MOST]),
    ],
)
def test_a_circumstance_keeps_its_words_and_loses_values(text: str, shown: str) -> None:
    assert told(text) == shown


@given(st.text(max_size=80))
def test_whatever_is_told_is_short(text: str) -> None:
    assert len(told(text)) <= MOST


def test_no_detail_reaches_the_run_file_as_it_was_written(tmp_path: Path) -> None:
    ended = Outcome(Ending.UNREAD, "hang", LEAKY)
    with Frontier(tmp_path / "run.sqlite") as frontier:
        frontier.enter([Entry(START, START), Entry(START + "b", START + "b", outcome=ended)])
        lease = frontier.lease()
        assert lease is not None
        frontier.finish(lease, Finish(ended))
        assert [row.detail for row in frontier.rows()] == [SAFE, SAFE]
    assert WORTH.encode() not in (tmp_path / "run.sqlite").read_bytes()


def test_values_in_addresses_are_told_nowhere(serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(answer: object, kind: object) -> object:
        if "/bad" in getattr(answer, "url", ""):
            raise ValueError(f"cannot read {START}bad?token={WORTH}")
        return judge(answer, kind)  # type: ignore[arg-type] # as given

    monkeypatch.setattr("spiders.hosts.judge", broken)
    secret = f"?token={WORTH}"
    routes = {
        "/": page(f"/a{secret}", f"/loop{secret}", f"/bad{secret}", f"/ok{secret}"), "/bad": page(), "/ok": page(),
        "/a": moved(f"http://[{secret}"), "/loop": moved(f"/loop{secret}"),
    }  # fmt: skip
    shown: list[Progress] = []
    crawled = run(serve(routes), tmp_path / "run", progress=shown.append)
    assert [(unread.reason, unread.detail) for unread in crawled.coverage.unread] == [
        ("bad_location", "http://[?token="),
        ("crash", f"unembed failed on it: ValueError: cannot read {START}bad?token="),
        ("redirect_loop", "comes back to clinic.example/loop"),
    ]
    assert WORTH not in repr((crawled.coverage, shown))
