"""What one needs of a connection to a browser's developer tools, whoever makes it."""

from collections.abc import Mapping
from typing import Any, Protocol

Answer = Mapping[str, Any]

PROBE = "data:text/html,<title>.</title><script>document.title = 6 * 7</script>"

TITLE = (
    "new Promise((done) => document.readyState === 'complete' ? done() : addEventListener('load', done))"
    ".then(() => document.title)"
)


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


async def computes(session: Session) -> bool:
    """Whether the browser shows a page made up on the spot, and runs its script. DevtoolsError: it does not work."""
    await session.call("Page.navigate", url=PROBE)
    answer = await session.call("Runtime.evaluate", expression=TITLE, awaitPromise=True, returnByValue=True)
    return bool(answer["result"].get("value") == "42")
