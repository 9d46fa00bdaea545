"""So many at once; who waits is served by priority, then in order of arrival."""

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count


class Turns:
    """At most `places` bodies of `async with turns.take(…)` run at once."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._order = count()
        self._queue: list[tuple[int, int, asyncio.Future[None]]] = []

    @property
    def waiting(self) -> bool:
        """Whether anybody waits."""
        return any(not future.done() for _, _, future in self._queue)

    @asynccontextmanager
    async def take(self, priority: int = 0) -> AsyncIterator[None]:
        """Wait for a place and hold it; the higher `priority` goes first."""
        await self._enter(priority)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, priority: int) -> None:
        if self._free:
            self._free -= 1
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._queue, (-priority, next(self._order), future))
        try:
            await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled():
                self._leave()
            raise

    def _leave(self) -> None:
        while self._queue:
            _, _, future = heapq.heappop(self._queue)
            if not future.done():
                future.set_result(None)
                return
        self._free += 1
