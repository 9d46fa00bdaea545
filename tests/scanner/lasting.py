"""How long hostile text may keep the scanner busy."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time

MOST_SECONDS = 10
"""Of the processor's time, for what takes less than one; a quadratic pattern takes half a minute and more."""


@contextmanager
def linear() -> Iterator[None]:
    """Assert that what is done within takes no more than linear time, as far as that can be told."""
    begun = process_time()
    yield
    assert process_time() - begun < MOST_SECONDS
