"""The script that does to a page what a visitor does, in a world of its own; and what the page's own world is asked."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from spiders.consent import ACCEPTING, OTHERWISE, managers
from spiders.devtools import Answer, CallError, Session
from spiders.documents import LOCATE, Reader
from spiders.openers import PLAIN, openers
from spiders.settling import CHANNEL

QUIET = 'globalThis[Symbol.for("unembed.quiet")]'
PARTS = ("rolling", "consenting", "veiling", "marking")
"""Scripts beside `probe.js`, each a function of the hand."""

ADOPT = "function () { globalThis.unembed.adopt(this); }"


@cache
def _script() -> str:
    """The script with all that it is told; a call of it gives its functions."""
    known = openers()
    told: Mapping[str, object] = {
        "openers": known.openers,
        "classes": known.classes,
        "attributes": known.attributes,
        "part": known.part,
        "linked": known.linked,
        "within": known.within,
        "never": known.never,
        "hard": known.hard,
        "writes": known.writes,
        "first": known.first,
        "channel": CHANNEL,
        "accepting": ACCEPTING,
        "otherwise": OTHERWISE,
        "managers": [[one.name, one.present, one.accept, one.call, one.then, one.served] for one in managers()],
    }
    parts = ", ".join(f"{name}: {_code(name)}" for name in PARTS)
    functions = f"{parts}, locate: {LOCATE}, plain: {PLAIN}"
    return f"globalThis.unembed ??= ({_code('probe')})({{...{json.dumps(told)}, {functions}}})"


def _code(name: str) -> str:
    return (files("spiders") / "probing" / f"{name}.js").read_text(encoding="utf-8").strip()


class Probe:
    """The hand on one document: `frame` and `document` are the ids of its frame and of its loader."""

    def __init__(self, session: Session, reader: Reader, frame: str, document: str, seconds: float) -> None:
        self._session = session
        self._reader = reader
        self._place = frame, document
        self._seconds = seconds
        self._adopted = 0
        self._mark: int | None = None

    async def start(self) -> None:
        """Bring the script in. CallError: the document is not there any more."""
        await self._evaluate(f"{_script()}, null")

    async def do(self, deed: str, seconds: float = 0.0) -> Any:
        """What the script's function of this name gives. NoAnswerError: it hangs. CallError: the document is gone."""
        return await self._evaluate(f"globalThis.unembed.{deed}()", seconds)

    async def watch(self) -> None:
        """Bring the script in, and remember the document as it is. CallError: it is not there any more."""
        self._mark = await self._evaluate(f"{_script()}, globalThis.unembed.mark()")

    def is_at(self, frame: str, document: str) -> bool:
        """Whether it is the hand on this document."""
        return self._place == (frame, document)

    async def changed(self) -> bool:
        """Whether what may name anything, in the document or in one of its origin in it, is new since it was asked or
        remembered last; at first, yes."""
        before, self._mark = self._mark, await self.do("mark")
        return self._mark is None or self._mark != before

    async def skip(self, tried: list[str]) -> None:
        """Not to try again what was tried on another copy of the page."""
        if tried:
            await self._evaluate(f"globalThis.unembed.skip({json.dumps(tried)})")

    async def ask(self, question: str) -> Any:
        """What the watch in the page's own world says, None if it says nothing."""
        answer = await self._session.call(
            "Runtime.evaluate",
            expression=f"{QUIET}?.{question}",
            awaitPromise=True,
            returnByValue=True,
            seconds=self._seconds,
        )
        return answer["result"].get("value")

    async def call(self, expression: str) -> bool:
        """Evaluate something in the page's own world; what it gives does not matter. False: it throws."""
        answer = await self._session.call("Runtime.evaluate", expression=expression, userGesture=True, silent=True)
        return "exceptionDetails" not in answer

    async def adopt(self, number: int) -> None:
        """Show the script the closed shadow roots, which it cannot see by itself; `number` there are."""
        while self._adopted < number:
            root = await self._handle(f"{QUIET}.closed[{self._adopted}]")
            self._adopted += 1
            if root is not None:
                await self._session.call("Runtime.callFunctionOn", functionDeclaration=ADOPT, objectId=root)

    async def _handle(self, expression: str) -> str | None:
        """What an expression of the page's own world names, for the script's world."""
        answer = await self._session.call("Runtime.evaluate", expression=expression)
        if "objectId" not in answer["result"]:
            return None
        try:
            node = await self._session.call("DOM.describeNode", objectId=answer["result"]["objectId"])
            world = await self._reader.world(*self._place)
            found = await self._session.call(
                "DOM.resolveNode", backendNodeId=node["node"]["backendNodeId"], executionContextId=world
            )
        except CallError:
            return None
        return str(found["object"]["objectId"])

    async def _evaluate(self, expression: str, seconds: float = 0.0) -> Any:
        answer: Answer = await self._session.call(
            "Runtime.evaluate",
            expression=expression,
            contextId=await self._reader.world(*self._place),
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
            seconds=seconds or self._seconds,
        )
        return answer["result"].get("value") if "exceptionDetails" not in answer else None
