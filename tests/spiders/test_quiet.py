"""The watch in the page: which timers it knows of, in which documents, and what becomes of errors of pictures."""

from html import escape
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
}}
function link(letter, where) {{
  const link = document.createElement("a");
  link.href = ["https://api.leadconnectorhq.com/widget/form/", letter, "{FORM}"].join("");
  (where ?? document.body).append(link);
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
setInterval(() => clearInterval(last), 9000);
const last = setInterval(add, 9000, "F");
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


def framed(code: str, body: str = "") -> str:
    """A frame of the page's own with such a document."""
    return f'<iframe srcdoc="{escape(f"<body>{body}<script>{ADD} {code}</script>")}"></iframe>'


WRITTEN = f"""
const inner = document.body.appendChild(document.createElement("iframe")).contentDocument;
inner.open();
inner.write({f"<body><script>{ADD} setTimeout(link, 5000, 'C')<"!r} + "/script>");
inner.close();
"""
CLOCK = """
const since = Date.now();
setInterval(() => Date.now() - since > 60000 && document.links.length < 2 && link("E"), 500);
"""


def test_time_passes_in_frames_of_one_origin_as_well(serve: Serve, tmp_path: Path) -> None:
    frames = framed("setTimeout(link, 4000, 'A')") + framed("", framed("setTimeout(link, 5000, 'B')"))
    start = scripted(WRITTEN, f'{frames}<iframe src="/inside"></iframe>')
    found = waiting(serve, tmp_path / "run", start, inside=scripted("setTimeout(link, 5000, 'D');" + CLOCK))
    brought = {
        ("A", "time", "4 s"),
        ("B", "time", "5 s"),
        ("C", "time", "5 s"),
        ("D", "time", "5 s"),
        ("E", "time", ""),
    }
    assert found == brought


def test_a_frame_that_goes_away_while_time_passes_holds_nothing_up(serve: Serve, tmp_path: Path) -> None:
    leave = "setInterval(() => frameElement.remove(), 9000); setTimeout(() => link('A'), 5000);"
    start = scripted("setInterval(() => document.links.length > 3 || link('B'), 20000);", framed(leave))
    assert waiting(serve, tmp_path / "run", start) == {("A", "time", "5 s"), ("B", "time", "")}


def test_what_a_click_in_a_frame_brings_is_seen(serve: Serve, tmp_path: Path) -> None:
    opens = "<button type='button' onclick='link(`A`)'>Book now</button>"
    assert waiting(serve, tmp_path / "run", scripted("", framed("", opens))) == {("A", "click", "Book now")}


def test_what_comes_into_a_shadow_root_of_the_markup_is_seen(serve: Serve, tmp_path: Path) -> None:
    root = "<template shadowrootmode='open'><button type='button' onclick='link(`A`, getRootNode())'>Book</button>"
    start = scripted("", f"<div>{root}</template></div>")
    assert waiting(serve, tmp_path / "run", start) == {("A", "click", "Book")}


def test_an_address_that_is_kept_for_later_is_seen(serve: Serve, tmp_path: Path) -> None:
    later = "this.nextElementSibling.dataset.src = ['https://api.leadconnectorhq.com/widget/form/A', FORM].join('')"
    body = f'<button type="button" onclick="{later}">Book</button><iframe></iframe>'
    start = scripted(f"const FORM = '{FORM}';", body)
    assert waiting(serve, tmp_path / "run", start) == {("A", "click", "Book")}


# --- errors of pictures ----------------------------------------------------------------------------------------------

PICTURES = """
const tricks = [
  ["", "add('A')"],
  ["data:image/png;base64,AAAA", "add('B')"],
  ["about:blank", "add('C')"],
  ["//:0", "add('I')"],
  ["x", "add('D')"],
  ["/none.png", "this.src = 'other.png'; add(this.dataset.again ? 'F' : 'E'); this.dataset.again = 1"],
];
for (const [address, code] of tricks) {
  const picture = document.createElement("img");
  picture.setAttribute("onerror", code);
  picture.setAttribute("src", address);
  document.body.append(picture);
}
const late = document.createElement("img");
late.onerror = () => add("G");
late.onload = () => add("H");
late.src = "/team.jpg";
document.body.append(late);
"""


def test_pictures_that_cannot_come_fail_at_once_and_others_at_the_end_once(serve: Serve, tmp_path: Path) -> None:
    at_once = {(letter, "", "") for letter in "ABCHI"}
    assert waiting(serve, tmp_path / "run", scripted(PICTURES)) == at_once | {(one, "time", "") for one in "DEG"}


def test_a_picture_that_may_be_missing_takes_nothing_away_that_is_not_tried(serve: Serve, tmp_path: Path) -> None:
    picture = '<img src="/team/ada.jpg" onerror="this.closest(`div`).remove()">'
    opens = '<button type="button" onclick="add(`A`)">Book with Ada</button>'
    start = scripted("", f"<div>{picture}{opens}</div>")
    assert waiting(serve, tmp_path / "run", start) == {("A", "click", "Book with Ada")}


def test_what_a_missing_picture_brings_is_opened_too(serve: Serve, tmp_path: Path) -> None:
    opens = "this.insertAdjacentHTML(`afterend`, `<button type=button onclick=add('A')>Book</button>`); link(`B`)"
    start = scripted("", f'<img src="x" onerror="{opens}">' + framed("", '<img src="x" onerror="link(`C`)">'))
    found = waiting(serve, tmp_path / "run", start)
    assert found == {("A", "click", "Book"), ("B", "time", ""), ("C", "time", "")}
