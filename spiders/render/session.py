"""A connection to one page, or to the browser itself, as `spiders.devtools` describes one."""

import asyncio

from spiders.devtools import Answer, NoAnswerError
from spiders.render.pipe import Hear, Pipe


class PageSession:
    """The session `name` of a browser, "" the browser's own. A call may take `seconds` unless it says otherwise."""

    def __init__(self, pipe: Pipe, name: str, seconds: float) -> None:
        self._pipe = pipe
        self._name = name
        self._seconds = seconds

    async def call(self, method: str, *, seconds: float = 0.0, **parameters: object) -> Answer:
        try:
            async with asyncio.timeout(seconds or self._seconds):
                return await self._pipe.ask(self._name, method, parameters)
        except TimeoutError as silence:
            raise NoAnswerError(method) from silence

    def hear(self, method: str, hear: Hear) -> None:
        """From now on `hear` gets these events."""
        self._pipe.hear(self._name, method, hear)

    def end(self) -> None:
        """What was asked gets no answer any more. PageLostError for all who wait for one."""
        self._pipe.end(self._name)
