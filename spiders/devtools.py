"""What one needs of a connection to a browser's developer tools, whoever makes it."""

from collections.abc import Mapping
from typing import Any, Protocol

Answer = Mapping[str, Any]


class Session(Protocol):
    """A connection to one page, with all its frames."""

    async def call(self, method: str, *, seconds: float = ..., **parameters: object) -> Answer:
        """Ask, and wait for the answer.

        CallError: the browser cannot do it (any more). NoAnswerError: nothing came within `seconds`. PageLostError: the
        page is gone.
        """
        ...


class DevtoolsError(Exception):
    """A call to the browser did not give an answer."""


class CallError(DevtoolsError):
    """The browser answered that it cannot do this: the document is not there any more, or never was."""


class NoAnswerError(DevtoolsError):
    """The browser did not answer in time."""


class PageLostError(DevtoolsError):
    """The page crashed or was closed."""
