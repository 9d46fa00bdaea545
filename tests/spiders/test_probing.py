"""What another visitor is shown, and where it does not go."""

import logging
import re
from pathlib import Path

import pytest

from demo.server import Reply, Route, SiteServer
from spiders.options import RenderMode
from spiders.probing.another import CAMPAIGN
from tests.spiders.crawling import ROBOTS, Serve, moved, page, run
from tests.spiders.visiting import Opened, visit

pytestmark = pytest.mark.browser

FORM = "AbCdEfGhIjKlMnOpQrSt"
NARROW = f"""<meta name="viewport" content="width=device-width"><script>
if (innerWidth < 600) {{
  const frame = document.createElement("iframe");
  frame.src = ["https://api.leadconnectorhq.com/widget/form/", "{FORM}"].join("");
  document.documentElement.append(frame);
}}
</script>"""
FIRST_SOURCE = f"""<script>
if (!localStorage.source) localStorage.source = new URLSearchParams(location.search).get("utm_source") || "direct";
if (localStorage.source === "google") {{
  const frame = document.createElement("iframe");
  frame.src = ["https://api.leadconnectorhq.com/widget/form/", "{FORM}"].join("");
  document.documentElement.append(frame);
}}
</script>"""


def openers(server: SiteServer, folder: Path) -> set[tuple[str, str]]:
    """What was found in the browser, and upon what."""
    crawled = run(server, folder, render=RenderMode.AUTO)
    matches = [match for traces in crawled.traces for match in traces.matches]
    return {(match.value, opener.act) for match in matches if (opener := match.mention.opener) is not None}


def test_the_address_of_an_advertisement_is_not_asked_for_where_robots_forbids_it(serve: Serve, tmp_path: Path) -> None:
    robots = Reply(200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /*?\n")
    server = serve({"/": page(body=NARROW), ROBOTS: robots})
    assert openers(server, tmp_path / "run") == {(FORM, "narrow")}
    assert not [hit for hit in server.hits if "?" in hit.path]


def test_it_is_asked_for_where_nothing_forbids_it(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page(body=NARROW)})
    assert openers(server, tmp_path / "run") == {(FORM, "narrow")}
    assert {hit.path for hit in server.hits if "?" in hit.path} == {f"/?{CAMPAIGN}"}


def test_another_visitor_has_never_been_there(serve: Serve, tmp_path: Path) -> None:
    server = serve({"/": page(body=FIRST_SOURCE)})
    assert openers(server, tmp_path / "run") == {(FORM, "campaign")}


def test_another_visitor_comes_to_a_sample_of_pages_with_the_same_scripts(serve: Serve, tmp_path: Path) -> None:
    names = [f"/{number}/" for number in range(12)]
    same = "<script>document.title += '.'</script>"
    other = "<script>document.title += '!'</script>"
    routes = {name: page(title=name, body=same) for name in names}
    server = serve({"/": page(*names, "/other/", body=same), "/other/": page(body=other), **routes})
    crawled = run(server, tmp_path / "run", render=RenderMode.AUTO)
    assert (crawled.coverage.checked, crawled.coverage.rendered) == (14, 14)
    came = [hit.path for hit in server.hits if CAMPAIGN in hit.path]
    assert f"/other/?{CAMPAIGN}" in came
    assert 3 <= len(came) <= 6


def test_it_comes_to_all_of_them_where_it_saw_something_new(serve: Serve, tmp_path: Path) -> None:
    names = [f"/{number}/" for number in range(8)]
    routes = {name: page(title=name, body=NARROW) for name in names}
    server = serve({"/": page(*names, body=NARROW), **routes})
    crawled = run(server, tmp_path / "run", render=RenderMode.AUTO)
    seen = {traces.url for traces in crawled.traces if any(match.mention.opener for match in traces.matches)}
    assert len(seen) == 9


STEPS_OF_A_PAGE = ("go", "settle", "read", "move", "stay", "agree", "scroll", "open")
VIEWPORT = '<meta name="viewport" content="width=device-width">'
ADD = (
    "function add(id) { const f = document.createElement('iframe');"
    " f.src = ['https://api', 'leadconnectorhq', 'com'].join('.') + '/widget/form/' + id + 'bCdEfGhIjKlMnOpQrSt';"
    " document.body.append(f); }"
)
SCROLLED = f"""{VIEWPORT}<div style="height: 3000px"></div><script>{ADD}
addEventListener("scroll", () => {{ if (scrollY > 300 && innerWidth < 600 && !self.on) add(self.on = "A"); }});
</script>"""
AGREED = f"""<div id="cookie-notice" role="dialog" style="position: fixed; bottom: 0"><p>We use cookies.</p>
<button id="cn-accept-cookie">Accept</button></div><script>{ADD}
document.getElementById("cn-accept-cookie").onclick = () => {{ if (/gclid=/.test(location.search)) add("B"); }};
</script>"""
TELEPHONE = (
    f"{VIEWPORT}<script>{ADD}"
    + """
if (innerWidth < 600) document.addEventListener("DOMContentLoaded", () => add("C"));
</script>"""
)


def unless_advertised(otherwise: Reply) -> Route:
    """A page that those who come from an advertisement get another answer for."""
    return lambda handler: otherwise if "gclid=" in handler.path else page(body=TELEPHONE)


def test_another_visitor_agrees_and_scrolls_as_well(serve: Serve, tmp_path: Path) -> None:
    got = visit(serve({"/": page("/agreed", body=SCROLLED), "/agreed": page(body=AGREED)}), tmp_path)
    assert [(found.value[0], found.state, found.opener) for found in got.found] == [
        ("A", "waiting", Opened("scroll")),
        ("B", "waiting", Opened("consent", "Cookie Notice (WordPress)", "button#cn-accept-cookie")),
    ]
    assert got.gaps == ()


@pytest.mark.parametrize(("answer", "gaps"), [(moved("/lp"), ()), (Reply(429), (("/", "not_probed"),))])
def test_what_comes_of_an_advertisement_keeps_nobody_from_coming_with_a_telephone(
    serve: Serve, tmp_path: Path, answer: Reply, gaps: tuple[tuple[str, str], ...]
) -> None:
    got = visit(serve({"/": unless_advertised(answer), "/lp": page()}), tmp_path)
    assert [(found.value[0], found.state, found.opener) for found in got.found] == [("C", "waiting", Opened("narrow"))]
    assert got.gaps == gaps


SPINS = '<script>addEventListener("mousemove", () => { for (;;); });</script>'
CRASHES = """<script>addEventListener("mousemove", () => {
  for (const kept = [];;) kept.push(new Array(1e6).fill(0));
});</script>"""


@pytest.mark.parametrize(
    ("body", "phases"),
    [
        (SPINS, ["go", "settle", "read", "move"]),
        (CRASHES, ["go", "settle", "read", "move"]),
        ("<script>f()</script>", [*STEPS_OF_A_PAGE, "containers", "another"]),
    ],
)
def test_what_a_page_cost_is_told_however_it_ended(
    serve: Serve, tmp_path: Path, caplog: pytest.LogCaptureFixture, body: str, phases: list[str]
) -> None:
    caplog.set_level(logging.DEBUG, "spiders.visit")
    visit(serve({"/": page(body=body)}), tmp_path)
    assert re.findall(r"([a-z]+) \d+(?:, | ms$)", caplog.messages[-1]) == phases
