"""Documents that become others while they are read."""

from pathlib import Path

import pytest

from demo.server import Reply
from spiders.devtools import Answer
from spiders.render.session import PageSession
from tests.spiders.crawling import Serve, page
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
