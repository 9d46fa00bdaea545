"""Numbers that scripts exchange, as a real browser sees them: the CRM's are found, everybody else's are not."""

from pathlib import Path

import pytest

from scanner.model import Confidence, SeenIn, Severity
from scanner.scan import Evidence
from tests.spiders.visiting import seen, visit

pytestmark = pytest.mark.browser


def test_a_script_of_a_host_that_the_user_knows(tmp_path: Path) -> None:
    visited = visit("visitor-numbers-named", tmp_path / "run", crm_hosts=("numbers.agency.example",))
    assert [(one.value, one.state, one.url) for one in visited.findings] == [
        ("+16465550180", "live", "https://numbers.agency.example/v2/n.js"),
        ("+16465550188", "live", "https://api.leadconnectorhq.com/v2/n.js"),
    ]


def test_the_finding_tells_both_numbers_and_what_to_do() -> None:
    (pool,) = seen("visitor-numbers-pool").findings
    home, link = "http://clinic.example/", "body > main > p > a"
    script = "https://link.agency.example/loc/AbCdEfGhIjKlMnOpQrSt/pool/ZyXwVuTsRqPoNmLkJiHg/number_pool.js"
    assert (pool.url, pool.severity, pool.confidence) == (script, Severity.BREAKS, Confidence.CERTAIN)
    assert [piece for piece in pool.evidence if not piece.locator.startswith("early")] == [
        Evidence(home, SeenIn.HTML, "body > script", f'<script src="{script}">'),
        Evidence(home, SeenIn.NETWORK, "script", script),
        Evidence(home, SeenIn.HTML, link, '<a href="tel:+12125550142">Call (212) 555-0142</a>'),
        Evidence(home, SeenIn.RENDERED, link, '<a href="tel:+16465550180">Call (646) 555-0180</a>'),
    ]
    assert "Find out which number is the clinic's own" in " ".join(pool.remedy.steps)
