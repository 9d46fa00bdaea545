"""The geometry of pictures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.picturing.framing import (
    LEAST_HEIGHT,
    LEAST_WIDTH,
    MOST_HEIGHT,
    MOST_WIDTH,
    WINDOW,
    Box,
    around,
    cut,
    of_quads,
)

SIDE = st.floats(-5000, 5000)
SIZE = st.floats(6, 50_000)


@given(SIDE, SIDE, SIZE, SIZE)
def test_a_picture_lies_in_the_window_shows_the_thing_and_keeps_its_bounds(
    x: float, y: float, width: float, height: float
) -> None:
    thing = Box(x, y, width, height).within(WINDOW)
    if not thing.shows:
        return
    picture = cut(thing)
    assert picture.within(WINDOW) == picture
    assert LEAST_WIDTH <= picture.width <= MOST_WIDTH
    assert LEAST_HEIGHT <= picture.height <= MOST_HEIGHT
    assert thing.within(picture).shows
    assert all(side == int(side) for side in picture.plain)


@pytest.mark.parametrize(
    ("thing", "picture"),
    [
        (Box(400, 400, 100, 40), Box(10, 250, 880, 340)),
        (Box(100, 200, 900, 500), Box(20, 120, 1060, 660)),
        (Box(0, 0, 1280, 960), Box(0, 0, 1184, 900)),
        (Box(1200, 900, 60, 60), Box(400, 620, 880, 340)),
    ],
)
def test_what_is_around_a_thing_is_shown_with_it(thing: Box, picture: Box) -> None:
    assert cut(thing) == picture


def test_boxes_are_taken_together() -> None:
    assert around([]) is None
    assert of_quads([[0, 0, 10, 0, 10, 5, 0, 5], [20, 20, 30, 20, 30, 25, 20, 25], [1, 2]]) == Box(0, 0, 30, 25)
    assert Box(0, 0, 10, 10).is_still(Box(1, 1, 10, 10))
    assert not Box(0, 0, 10, 10).is_still(Box(1, 1, 12, 10))
