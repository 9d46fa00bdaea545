"""A developer tools connection of Playwright's, as `spiders.devtools` describes one."""

import asyncio

from playwright.async_api import CDPSession, Error

from spiders.devtools import Answer, CallError, NoAnswerError, PageLostError

_LOST = ("has been closed", "crashed", "Connection closed", "Session closed")


class PageSession:
    """A connection to one page, or to the browser itself. A call may take `seconds` unless it says otherwise."""

    def __init__(self, connection: CDPSession, seconds: float) -> None:
        self._connection = connection
        self._seconds = seconds

    async def call(self, method: str, *, seconds: float = 0.0, **parameters: object) -> Answer:
        try:
            async with asyncio.timeout(seconds or self._seconds):
                answer: Answer = await self._connection.send(method, parameters)
                return answer
        except TimeoutError as silence:
            raise NoAnswerError(method) from silence
        except Error as error:
            if any(word in error.message for word in _LOST):
                raise PageLostError(method) from error
            raise CallError(error.message) from error
