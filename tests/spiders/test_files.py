"""What a page names beside pages: style sheets, code that loads later, data that its scripts fetch."""

from pathlib import Path

import pytest

from demo.server import Reply, Route
from spiders.entries import Kind
from spiders.options import RenderMode
from tests.spiders.crawling import Serve, page, run, verdicts

PICTURE = "https://storage.googleapis.com/msgsndr/AbCdEfGhIjKlMnOpQrSt/media/0123456789abcdef01234567.png"
FORM = "https://link.agency.example/widget/form/AbCdEfGhIjKlMnOpQrSt"
CALENDAR = r"https:\/\/link.agency.example\/widget\/booking\/BcDeFgHiJkLmNoPqRsTu"


def css(text: str) -> Reply:
    return Reply(200, {"Content-Type": "text/css"}, text.encode())


def script(text: str) -> Reply:
    return Reply(200, {"Content-Type": "text/javascript"}, text.encode())


def found(crawled_traces: object) -> list[tuple[str, str]]:
    """Signature and address of where it was found, for every match."""
    return sorted(
        (match.signature, traces.url)
        for traces in crawled_traces  # type: ignore[attr-defined] # traces can be iterated
        for match in traces.matches
    )


def test_style_sheets_are_read_with_all_they_import_and_a_missing_one_is_no_flaw(serve: Serve, tmp_path: Path) -> None:
    sheets = '<link rel="stylesheet" href="/site.css?ver=3"><link rel="stylesheet" href="/gone.css">'
    routes: dict[str, Route] = {
        "/": page("/about", body=sheets),
        "/about": page(body=sheets),
        "/site.css": css("@import 'parts/menu.css';"),
        "/parts/menu.css": css(f".menu:hover {{ background: url({PICTURE}) }}"),
        "/gone.css": Reply(404),
    }
    crawled = run(serve(routes), tmp_path / "run")
    assert found(crawled.traces) == [("highlevel/asset", "http://clinic.example/parts/menu.css")]
    assert crawled.coverage.complete
    assert verdicts(tmp_path / "run", kinds=(Kind.FILE,)) == {
        "/site.css?ver=3": "checked",
        "/parts/menu.css": "checked",
        "/gone.css": "skipped file",
    }


@pytest.mark.browser
def test_code_that_is_loaded_later_and_data_that_is_fetched_are_read(serve: Serve, tmp_path: Path) -> None:
    code = "<script>onbeforeprint = () => import('./late.js'); fetch('/data.json')</script>"
    routes: dict[str, Route] = {
        "/": page(body=code),
        "/late.js": script(f"import('./later.mjs'); open('{FORM}')"),
        "/later.mjs": script(f"open('{PICTURE}')"),
        "/data.json": Reply(200, {"Content-Type": "application/json"}, f'{{"book": "{CALENDAR}"}}'.encode()),
    }
    crawled = run(serve(routes), tmp_path / "run", render=RenderMode.AUTO)
    assert found(crawled.traces) == [
        ("highlevel/asset", "http://clinic.example/later.mjs"),
        ("highlevel/calendar", "http://clinic.example/data.json"),
        ("highlevel/form", "http://clinic.example/late.js"),
    ]
    assert crawled.coverage.complete
