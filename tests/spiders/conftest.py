"""A small website of routes, on loopback."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from demo.server import Route, SiteServer
from tests.spiders.crawling import HOST, Serve


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Serves routes until the test ends; a key is a path of clinic.example, or `host/path`."""
    with ExitStack() as stack:
        empty = tmp_path / "empty"
        empty.mkdir()

        def start(routes: Mapping[str, Route]) -> SiteServer:
            placed = {HOST + place if place.startswith("/") else place: route for place, route in routes.items()}
            return stack.enter_context(SiteServer(empty, routes=placed, hosts=(HOST, f"www.{HOST}")))

        yield start
