"""Documents that become others while they are read, and requests that end before they have to."""

from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from demo.server import Reply
from spiders.devtools import Answer
from spiders.render.session import PageSession
from tests.spiders.browsing import read
from tests.spiders.crawling import HOST, Serve, page
from tests.spiders.visiting import visit

pytestmark = pytest.mark.browser

FORM = "https://api.leadconnectorhq.com/widget/form/AbCdEfGhIjKlMnOpQrSt"
WIDGET = page(body='<script src="https://stcdn.leadconnectorhq.com/_preview/form.7d0be91f.js" defer></script>')
LOADS = f"""new Promise((loaded) => {{
  const frame = document.querySelector("iframe");
  frame.onload = loaded;
  frame.src = "{FORM}";
}})"""


def test_a_frame_that_gets_its_document_while_the_frames_are_told_is_no_part_of_the_page(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = PageSession.call
    loaded: list[Answer] = []

    async def late(self: PageSession, method: str, *, seconds: float = 0.0, **parameters: object) -> Answer:
        answer = await call(self, method, seconds=seconds, **parameters)
        if method == "Page.getFrameTree" and "childFrames" in answer["frameTree"] and not loaded:
            loaded.append(await call(self, "Runtime.evaluate", expression=LOADS, awaitPromise=True, seconds=20))
        return answer

    monkeypatch.setattr(PageSession, "call", late)
    server = serve(
        {
            "/": page(body="<script></script><iframe></iframe>"),
            "api.leadconnectorhq.com/widget/form/AbCdEfGhIjKlMnOpQrSt": WIDGET,
            "stcdn.leadconnectorhq.com/_preview/form.7d0be91f.js": Reply(200, {"Content-Type": "text/javascript"}),
        }
    )
    got = visit(server, tmp_path, probe=False)
    assert loaded
    assert [(found.kind, found.value) for found in got.found] == [("form", "AbCdEfGhIjKlMnOpQrSt")]


MOVES = """<div></div><div><iframe src="http://book.partner.example/slow"></iframe></div><script>
let times = 0;
const moving = setInterval(() => {
  document.querySelectorAll("div")[times % 2].append(document.querySelector("iframe"));
  times += 1;
  if (times > 4) clearInterval(moving);
}, 60);
</script>"""


def test_a_frame_that_is_moved_while_it_loads_is_waited_for(serve: Serve) -> None:
    inside = replace(page(body=f'<a href="{FORM}">Book</a>'), delay=0.3)
    server = serve({"/": page(body=MOVES), "book.partner.example/slow": inside})
    (got,) = read(server, HOST, "/")
    assert [(frame.url, FORM in frame.html) for frame in got.frames] == [("http://book.partner.example/slow", True)]
    assert (got.flaws, got.missing) == ((), ())


LATE = f"""<p>Soon</p><script>
setTimeout(() => {{ document.body.innerHTML = `<a href="{FORM}">Book</a>`; }}, 1500);
</script>"""


def test_a_frame_of_another_host_is_waited_for_until_it_is_quiet(serve: Serve) -> None:
    outer = page(body='<iframe src="http://book.partner.example/late"></iframe>')
    (got,) = read(serve({"/": outer, "book.partner.example/late": page(body=LATE)}), HOST, "/", probe=False)
    assert [FORM in frame.html and "Soon" not in frame.html for frame in got.frames] == [True]


ASKS = """<div id="form"></div><script>
const giving = new AbortController();
fetch("/form.html", {{ signal: giving.signal }})
  .then((answer) => answer.text())
  .then((text) => {{ document.getElementById("form").innerHTML = text; }});
if ({gives_up}) setTimeout(() => giving.abort(), 50);
</script>"""


@pytest.mark.parametrize(("times", "state"), [(1, "live"), (9, None)])
def test_a_page_that_gives_up_what_it_asked_for_is_looked_at_once_more(
    serve: Serve, tmp_path: Path, times: int, state: str | None
) -> None:
    visits = []

    def asks(_: BaseHTTPRequestHandler) -> Reply:
        visits.append("")
        return page(body=ASKS.format(gives_up="true" if 1 < len(visits) <= 1 + times else "false"))

    form = page(body=f'<iframe src="{FORM}"></iframe>')
    got = visit(serve({"/": asks, "/form.html": replace(form, delay=0.3)}), tmp_path, probe=False, max_depth=0)
    assert {found.state for found in got.found} == ({state} if state else set())
    assert len(visits) == 3
