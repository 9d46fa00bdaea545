"""Mails as neutral judges see them: the data of caniemail for what mail programs take, axe-core, html-validate.

A mail has no landmarks, which axe-core misses, and its layout is made of tables with attributes, which html-validate
calls out of date, with the older name of their role: mail programs want it so.
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page

from reports.mail import mail, styled
from tests.reports.scans import FINAL_DATE, SCANS
from tests.reports.screen import Show, screen
from tests.reports.test_checked import AXE, NODE, VALIDATE, WEB
from tests.reports.test_mail import PICTURE

PAGES = {name: styled(mail(scan, FINAL_DATE).letter) for name, scan in SCANS.items()}
PAGES["picture"] = styled(mail(SCANS["medspa"], FINAL_DATE, pictures=(PICTURE,)).letter)


@pytest.fixture(scope="module")
def show() -> Iterator[Show]:
    with screen() as (_, shown):
        yield shown


def node(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(NODE), *map(str, arguments)], capture_output=True, text=True, timeout=100)


def test_mail_programs_take_all_but_what_is_allowed(tmp_path: Path) -> None:
    for name, page in PAGES.items():
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
    done = node(WEB / "mail.mjs", *sorted(tmp_path.iterdir()))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{len(PAGES)} pages: ")


def test_what_is_not_allowed_is_named(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGES["medspa"].replace("display: none", "display: flex"), encoding="utf-8")
    done = node(WEB / "mail.mjs", page)
    assert done.returncode == 1
    assert "page.html: display:flex: outlook.windows\n" in done.stderr
    assert "allowed, but nothing needs it: border\n" in done.stderr


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "wide"), [("light", 1280), ("dark", 1280), ("light", 360)])
@pytest.mark.parametrize("name", PAGES)
def test_nobody_is_kept_out(name: str, scheme: str, wide: int, show: Show) -> None:
    async def look(page: Page) -> object:
        await page.set_content(PAGES[name])
        assert await page.evaluate("document.documentElement.scrollWidth") == wide
        await page.evaluate(AXE.read_text(encoding="utf-8"))
        rules = {"landmark-one-main": {"enabled": False}, "region": {"enabled": False}}
        told = await page.evaluate("rules => axe.run({resultTypes: ['violations'], rules})", rules)
        assert told["passes"]
        return [(v["id"], v["impact"], [node["target"] for node in v["nodes"]][:3]) for v in told["violations"]]

    assert show(look, viewport={"width": wide, "height": 900}, color_scheme=scheme) == []


@pytest.mark.parametrize("name", PAGES)
def test_the_html_is_valid(name: str, tmp_path: Path) -> None:
    config = json.loads((WEB / ".htmlvalidate.json").read_text(encoding="utf-8"))
    config["rules"] |= {"no-deprecated-attr": "off", "presentation-role-style": "off"}
    (tmp_path / ".htmlvalidate.json").write_text(json.dumps(config), encoding="utf-8")
    (tmp_path / "mail.html").write_text(PAGES[name], encoding="utf-8")
    done = node(VALIDATE, "--config", tmp_path / ".htmlvalidate.json", "-f", "json", tmp_path / "mail.html")
    messages = [(m["ruleId"], m["message"], m["line"]) for told in json.loads(done.stdout) for m in told["messages"]]
    assert (done.returncode, messages) == (0, []), done.stderr
