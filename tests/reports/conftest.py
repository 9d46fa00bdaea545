"""The expected reports in tests/golden: compared by default, rewritten with --golden."""

from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite the expected reports in tests/golden")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], str]:
    """The expected report of a name in tests/golden; with --golden, what was got becomes it."""

    def expected(name: str, got: str) -> str:
        file = GOLDEN / name
        if request.config.getoption("--golden", default=False):
            file.write_bytes(got.encode())
        return file.read_bytes().decode()

    return expected
