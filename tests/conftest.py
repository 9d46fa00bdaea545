"""Fixtures that every test may use."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from demo.server import SiteServer

SITES = Path(__file__).parent / "sites"


@pytest.fixture
def site() -> Iterator[Callable[[str], SiteServer]]:
    """Serves `tests/sites/<name>/` on loopback until the test ends."""
    with ExitStack() as stack:
        yield lambda name: stack.enter_context(SiteServer(SITES / name))
