"""Makes pictures of photographs: cuts them out, covers and outlines on an empty page, and gives them as JPEG."""

from base64 import b64decode
from dataclasses import dataclass
from importlib.resources import files

from spiders.devtools import CallError, Session
from spiders.picturing.framing import Box

QUALITY = 0.7
DEVELOPED = 10.0
"""Seconds for one picture."""

_DEVELOP = (files("spiders") / "picturing" / "develop.js").read_text(encoding="utf-8").strip()
_WORLD = "unembed"


@dataclass(frozen=True, slots=True)
class Cover:
    """What is made unseen: `words`, a `photo`, or all of a `talk`, a frame in which people say something."""

    kind: str
    box: Box


@dataclass(frozen=True, slots=True)
class Shot:
    """The window as it was, a PNG in base64, with the `thing` in it, what is to be cut out, and what to be covered."""

    png: str
    thing: Box
    cut: Box
    covers: tuple[Cover, ...]


class Darkroom:
    """An empty page, in the place of the one that was photographed. CallError: the browser cannot draw."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._world = 0

    async def enter(self, frame: str) -> None:
        """Leave the page that is shown in this main frame."""
        await self._session.call("Page.navigate", url="about:blank")
        made = await self._session.call("Page.createIsolatedWorld", frameId=frame, worldName=_WORLD)
        self._world = int(made["executionContextId"])

    async def developed(self, shot: Shot) -> bytes:
        """The picture, a JPEG."""
        covers = [[cover.kind, *cover.box.plain] for cover in shot.covers]
        told = (shot.png, list(shot.cut.plain), list(shot.thing.plain), covers, QUALITY)
        answer = await self._session.call(
            "Runtime.callFunctionOn",
            functionDeclaration=_DEVELOP,
            executionContextId=self._world,
            arguments=[{"value": one} for one in told],
            awaitPromise=True,
            returnByValue=True,
            seconds=DEVELOPED,
        )
        value = answer["result"].get("value")
        if "exceptionDetails" in answer or not isinstance(value, str):
            raise CallError("develop")
        return b64decode(value)
