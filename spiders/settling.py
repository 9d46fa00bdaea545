"""How long a page is waited for: until nothing on it is about to change it any more."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice
from secrets import token_hex

from spiders.devtools import CallError, Session
from spiders.documents import MAX_FRAMES, Reader
from spiders.journal import Journal

MAX_DOCUMENTS = 5
POLL = 0.02
"""Seconds."""

CHANNEL = token_hex(16)
"""The name of the event by which a page's watch is asked from another world."""

WATCH = (files("spiders") / "quiet.js").read_text().replace("unembed.channel", CHANNEL)
"""The script that runs in every document before its own."""

QUIET = 'globalThis[Symbol.for("unembed.quiet")]?.quiet({still}, {cap}) ?? true'

CALM = f"""new Promise((done) => {{{{
  addEventListener("{CHANNEL}.calm", () => done(), {{{{ once: true }}}});
  if (dispatchEvent(new CustomEvent("{CHANNEL}", {{{{ cancelable: true, detail: "{{still}} {{cap}}" }}}}))) done();
}}}})"""
"""The same, asked from another world, where a document can be reached only so."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. `parsed`: for the document; `still`: for how long nothing happens on a quiet page; `quiet`: waited for
    that at most; `answer`: for the answer to a call; `page`: for everything until it is read; `probe`: after that for
    all that a visitor may do; `calm`: for what one such deed brings; `pause`: as `still`, between two of them.
    """

    parsed: float = 20.0
    still: float = 0.25
    quiet: float = 8.0
    answer: float = 3.0
    page: float = 25.0
    probe: float = 45.0
    calm: float = 3.0
    pause: float = 0.06


@dataclass(slots=True)
class Settling:
    """Waits for the page of one visit, and for the documents in its frames."""

    session: Session
    journal: Journal
    reader: Reader
    patience: Patience

    async def parsed(self, seconds: float) -> bool:
        """Whether the document was read to its end in time, or another one came too often."""
        journal = self.journal
        await self.until(lambda: journal.parsed or journal.committed > MAX_DOCUMENTS, seconds)
        return journal.parsed or journal.committed > MAX_DOCUMENTS

    async def quiet(self, number: int, seconds: float, still: float) -> bool:
        """Whether the `number`th document became quiet in time, or is not there any more. NoAnswerError: it hangs."""
        journal = self.journal
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if journal.committed != number:
                return True
            try:
                calm = await self._own_quiet(left, still)
            except CallError:
                await asyncio.sleep(POLL)
                continue
            await self.until(lambda: not journal.holding() or journal.committed != number, end - time.monotonic())
            await self._settle_frames(max(POLL, end - time.monotonic()))
            idle = time.monotonic() - journal.last
            if calm and idle >= still and not journal.holding():
                return True
            await asyncio.sleep(max(POLL, still - idle))
        return False

    async def _settle_frames(self, seconds: float) -> None:
        """Wait until the documents in frames are quiet as well, at most so long."""
        frames = list(islice(self.journal.frames.items(), MAX_FRAMES))
        if frames:
            asked = CALM.format(still=round(self.patience.still * 1000), cap=round(seconds * 1000))
            waits = (self.reader.ask(frame, document, asked, seconds + POLL) for frame, document in frames)
            await asyncio.gather(*waits)

    async def _own_quiet(self, seconds: float, still: float) -> bool:
        expression = QUIET.format(still=round(still * 1000), cap=round(seconds * 1000))
        answer = await self.session.call(
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
            seconds=seconds + self.patience.answer,
        )
        return bool(answer["result"].get("value", True))

    async def until(self, reached: Callable[[], bool], seconds: float) -> None:
        """Wait until `reached`, at most so long."""
        end = time.monotonic() + seconds
        while not reached() and time.monotonic() < end:  # noqa: ASYNC110 - what is waited for also changes by time alone
            await asyncio.sleep(POLL)
