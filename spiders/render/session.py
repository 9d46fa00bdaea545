"""A connection to one page, or to the browser itself, as `spiders.devtools` describes one."""

import asyncio
import logging
from functools import partial

from spiders.devtools import Answer, NoAnswerError
from spiders.render.pipe import Hear, Pipe

logger = logging.getLogger("spiders.visit")

ODD = (LookupError, TypeError, ValueError, AttributeError)
"""What reading an event raises that is not as events are."""


class PageSession:
    """The session `name` of a browser, "" the browser's own. A call may take `seconds` unless it says otherwise.

    `failed` is done, with what was raised, once an event could not be taken in: what it told is not known.
    """

    def __init__(self, pipe: Pipe, name: str, seconds: float) -> None:
        self._pipe = pipe
        self._name = name
        self._seconds = seconds
        self.failed: asyncio.Future[Exception] = asyncio.get_running_loop().create_future()

    async def call(self, method: str, *, seconds: float = 0.0, **parameters: object) -> Answer:
        try:
            async with asyncio.timeout(seconds or self._seconds):
                return await self._pipe.ask(self._name, method, parameters)
        except TimeoutError as silence:
            raise NoAnswerError(method) from silence

    def hear(self, method: str, hear: Hear) -> None:
        """From now on `hear` gets these events. One that it fails on ends no other session: it is logged."""
        self._pipe.hear(self._name, method, partial(self._take_in, method, hear))

    def _take_in(self, method: str, hear: Hear, event: Answer) -> None:
        try:
            hear(event)
        except ODD as fault:
            logger.warning("unembed failed on an event of the browser's: %s: %s", method, type(fault).__name__)
            if not self.failed.done():
                self.failed.set_result(fault)

    def end(self) -> None:
        """What was asked gets no answer any more. PageLostError for all who wait for one."""
        self._pipe.end(self._name)
