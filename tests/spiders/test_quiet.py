"""The watch in the page: which timers it knows of, in which documents, and what becomes of errors of pictures."""

from pathlib import Path

import pytest

from demo.server import Route
from spiders.options import RenderMode
from tests.spiders.crawling import Serve, page, run

pytestmark = pytest.mark.browser

FORM = "bCdEfGhIjKlMnOpQrSt"
ADD = f"""function add(letter, where) {{
  const frame = document.createElement("iframe");
  frame.src = ["https://api.leadconnectorhq.com/widget/form/", letter, "{FORM}"].join("");
  (where ?? document.documentElement).append(frame);
}}"""


def scripted(code: str, body: str = "") -> Route:
    """A page with this body that can `add` forms of the CRM's, and runs this code."""
    return page(body=f"{body}<script>{ADD}\n{code}</script>")


def waiting(serve: Serve, folder: Path, start: Route, **others: Route) -> set[tuple[str, str, str]]:
    """The letters of the forms that were found in the browser, upon what, in words."""
    server = serve({"/": start} | {f"/{name}": route for name, route in others.items()})
    crawled = run(server, folder, render=RenderMode.AUTO, probe=True)
    matches = [match for traces in crawled.traces for match in traces.matches if match.value.endswith(FORM)]
    openers = {(match.value.removesuffix(FORM), match.mention.opener) for match in matches}
    return {(letter, "" if one is None else one.act, "" if one is None else one.label) for letter, one in openers}


CLEARED = """
clearInterval(setTimeout(add, 5000, "A"));
clearTimeout(setInterval(add, 5000, "B"));
clearInterval(String(setTimeout(add, 5000, "C")));
setTimeout(() => clearTimeout(other), 6000);
const other = setTimeout(add, 6000, "D");
setTimeout(add, 7000, "E");
"""


def test_what_the_page_clears_never_runs_whatever_it_is_cleared_with(serve: Serve, tmp_path: Path) -> None:
    assert waiting(serve, tmp_path / "run", scripted(CLEARED)) == {("E", "time", "7 s")}


def test_a_page_that_clears_a_timer_as_an_interval_does_not_wait_for_it(serve: Serve, tmp_path: Path) -> None:
    never = "clearInterval(setTimeout(() => {}, 2900)); const since = performance.now();"
    asked = 'addEventListener("mousemove", () => performance.now() - since < 7000 && add("A"), { once: true });'
    assert waiting(serve, tmp_path / "run", scripted(never + asked)) == {("A", "move", "")}


TWICE = """
let times = 0;
setTimeout("times += 1; add(times === 1 ? 'A' : 'B')", 3100);
setTimeout(() => setTimeout(() => {}, 2000), 2000);
"""


def test_code_that_is_text_runs_once(serve: Serve, tmp_path: Path) -> None:
    assert waiting(serve, tmp_path / "run", scripted(TWICE)) == {("A", "", "")}
