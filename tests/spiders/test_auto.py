"""`--render auto` leaves out what nothing can change, says why, and finds exactly what `--render always` finds."""

import base64
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from demo.__main__ import DEMO, START
from demo.expected import HOST as DEMO_HOST
from demo.server import SiteServer
from scanner.scan import Finding
from spiders import libraries
from spiders.entries import Kind
from spiders.frontier import Frontier
from spiders.options import RenderMode
from spiders.rendering import INERT, KNOWN
from tests.spiders.visiting import HOST, SITES, VENDORS, Visited, expected, told, visit

pytestmark = pytest.mark.browser

LIBRARY = SITES / "auto-libraries" / HOST / "js" / "helpers.js"

UNLIKE = {"rendered-hostile": "its pages do what no page should for as long as they may, each time"}
"""Sites that are not compared, and why."""

STARTS = {
    "lookalikes": ("https://clinic.example/",),
    "rendered-embeds": ("/plain.html", "/inline.html", "/tag-manager.html"),
    "rendered-reads": ("http://reads.example/",),
}


@pytest.fixture(autouse=True)
def a_known_library(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stand-in for a library is known beside the real ones."""
    body = LIBRARY.read_bytes()
    digests = [
        f"{kind}-{base64.b64encode(hashlib.new(kind, body).digest()).decode()}" for kind in ("sha256", "sha384", "sha512")
    ]
    record = f'\n[[library]]\nname = "Helpers"\nfiles = [{json.dumps(["1.0", "helpers.js", *digests])}]\n'
    data = tmp_path_factory.mktemp("data") / "libraries.toml"
    data.write_text(libraries.DATA.read_text(encoding="utf-8") + record, encoding="utf-8")
    monkeypatch.setattr(libraries, "DATA", data)


def left_out(run: Path) -> dict[str, str]:
    """The pages of the run in `run` that were not rendered, and why."""
    with Frontier(run / "run.sqlite") as frontier:
        rows = [row for row in frontier.rows() if row.kind is Kind.PAGE and row.served]
    return {row.url.removeprefix(f"http://{HOST}"): row.served for row in rows}


def test_pages_are_left_out_for_what_is_in_their_scripts_and_never_for_a_name(tmp_path: Path) -> None:
    got = visit("auto-libraries", tmp_path)
    assert left_out(tmp_path) == {
        "/": INERT,
        "/plain/": INERT,
        "/known/": KNOWN,
        "/renamed/": KNOWN,
        "/twice/": KNOWN,
        "/integrity/": KNOWN,
        "/integrity-broken/": KNOWN,
    }
    assert got.coverage.served == {INERT: 2, KNOWN: 5}
    wanted = expected("auto-libraries")
    assert told(got.found, got.gaps) == told(wanted.found, wanted.gaps)
