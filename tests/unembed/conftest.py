"""The command line in an empty folder, and a clinic's site for it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from demo.server import SiteServer
from tests.unembed.running import Run


@pytest.fixture
def run(tmp_path: Path) -> Run:
    folder = tmp_path / "work"
    folder.mkdir()
    return Run(folder)


@pytest.fixture
def clinic(site: Callable[[str], SiteServer]) -> SiteServer:
    return site("one-form")
