"""Fixtures that every test may use."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings

from demo.server import SiteServer

SITES = Path(__file__).parent / "sites"

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("deep", max_examples=3000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

SLOW = ("browser", "kill", "wheel")
LONG = (
    *("test_visiting", "test_hostile_pages", "test_pool", "test_stop", "test_auto", "test_hostile_probing"),
    *("test_demo", "test_sandbox", "test_render_missing", "test_cli"),
)
"""Modules that take long, the longest first: of the slow ones they begin, so that none runs alone in the end."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--soak`: also what loads the machine for minutes."""
    parser.addoption("--soak", action="store_true", help="run the tests marked soak as well")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The fast tests go first; those that load the machine for minutes only if asked for."""
    items.sort(key=_turn)
    if not config.getoption("--soak"):
        left = [item for item in items if item.get_closest_marker("soak")]
        items[:] = [item for item in items if not item.get_closest_marker("soak")]
        config.hook.pytest_deselected(items=left)


def _turn(item: pytest.Item) -> int:
    if item.path.stem in LONG:
        return 1 + LONG.index(item.path.stem)
    return 1 + len(LONG) if any(item.get_closest_marker(name) for name in SLOW) else 0


@pytest.fixture
def site() -> Iterator[Callable[[str], SiteServer]]:
    """Serves `tests/sites/<name>/` on loopback until the test ends."""
    with ExitStack() as stack:
        yield lambda name: stack.enter_context(SiteServer(SITES / name))
