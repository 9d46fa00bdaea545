"""The documents of a rendered page as the browser holds them: its own and those in its frames, with all shadow roots.

They are read from outside the page's own world, where its scripts can neither see nor change what is read.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files

from scanner.model import Flaw, Frame
from scanner.urls import parse
from spiders.devtools import Answer, CallError, DevtoolsError, NoAnswerError, Session

MAX_FRAMES = 50
MAX_ELEMENTS = 300_000
MAX_TEXT = 20_000_000
"""Characters, markup and all."""

WORLD = "unembed"
ERROR_PAGE = "chrome-error:"

LOCATE = (files("spiders") / "locate.js").read_text()
"""A function that is called on an element and gives a short selector for it."""

_DOCUMENT = (
    f"document.getElementsByTagName('*').length > {MAX_ELEMENTS}"
    f" || (document.documentElement?.outerHTML.length ?? 0) > {MAX_TEXT} ? null : document"
)
_BLANK = "<html><head></head><body></body></html>"


class TooLargeError(CallError):
    """A document of more than MAX_ELEMENTS elements or MAX_TEXT characters."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The page's own document, those in its frames, and what of them could not be read."""

    html: str
    frames: tuple[Frame, ...]
    flaws: tuple[Flaw, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A frame, the id of the document's loader in it, the frame it stands in, and its address."""

    id: str
    document: str
    parent: str
    url: str


class Reader:
    """Reads the documents of one visit. A world once made in a document serves for all that is asked of it.

    `frames` are, by their paths, the ids of frame and document and the address of those that were read last.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._worlds: dict[tuple[str, str], int] = {}
        self.frames: dict[str, tuple[str, str, str]] = {}

    async def all(self) -> Documents:
        """Everything. NoAnswerError, CallError, TooLargeError: not even the page's own document can be read."""
        tree = (await self._session.call("Page.getFrameTree"))["frameTree"]
        own, *places = _places(tree)
        html = await self._outer_html(own)
        known = {own.id: (own, "")}
        frames, flaws = [], []
        self.frames = {}
        for place in places[:MAX_FRAMES]:
            if place.parent not in known:
                continue
            try:
                path = await self._path(place, *known[place.parent])
                known[place.id] = (place, path)
                self.frames[path] = (place.id, place.document, place.url)
                inner = await self._outer_html(place)
            except TooLargeError:
                flaws.append(Flaw("too_large", f"frame {place.url}"))
            except NoAnswerError:
                flaws.append(Flaw("hang", f"frame {place.url}"))
            except CallError as gone:
                if await self._is_there(place):
                    flaws.append(Flaw("subresource", f"frame {place.url}: {gone}"))
            else:
                if inner != _BLANK:
                    frames.append(Frame(await self._address(place), inner, path))
        if len(places) > MAX_FRAMES:
            flaws.append(Flaw("too_large", f"{len(places)} frames, {MAX_FRAMES} of them read"))
        return Documents(html, tuple(frames), tuple(flaws))

    async def _address(self, place: _Place) -> str:
        """Where the document in a frame is from: one that was blank when the frames were told may be another by now."""
        if parse(place.url) is not None:
            return place.url
        world = await self._world(place)
        answer = await self._session.call("Runtime.evaluate", expression="document.URL", contextId=world)
        return str(answer["result"].get("value", place.url))

    async def _is_there(self, place: _Place) -> bool:
        tree = (await self._session.call("Page.getFrameTree"))["frameTree"]
        return any((now.id, now.document) == (place.id, place.document) for now in _places(tree))

    async def own(self, frame: str, document: str) -> str:
        """The page's own document, as its frame holds it now; `document` is the id of its loader.

        CallError: it is gone. TooLargeError: nothing was read, to spare the machine.
        """
        return await self._outer_html(_Place(frame, document, "", ""))

    async def world(self, frame: str, document: str) -> int:
        """The world of our own beside that of a document's scripts, by its id. CallError: the document is gone."""
        return await self._world(_Place(frame, document, "", ""))

    async def ask(self, frame: str, document: str, expression: str, seconds: float) -> None:
        """Evaluate something in a frame's document, and wait for what it promises, at most so long."""
        with suppress(DevtoolsError):
            world = await self.world(frame, document)
            try:
                await self._session.call(
                    "Runtime.evaluate", expression=expression, contextId=world, awaitPromise=True, seconds=seconds
                )
            except CallError:
                self._worlds.pop((frame, document), None)

    async def _outer_html(self, place: _Place) -> str:
        """The document in a frame, open and closed shadow roots as `<template shadowrootmode=…>`."""
        try:
            found = await self._document(place)
        except CallError:
            if self._worlds.pop((place.id, place.document), None) is None:
                raise
            found = await self._document(place)
        if "objectId" not in found:
            raise TooLargeError(place.id)
        answer = await self._session.call("DOM.getOuterHTML", objectId=found["objectId"], includeShadowDOM=True)
        return str(answer["outerHTML"])

    async def _document(self, place: _Place) -> Answer:
        world = await self._world(place)
        answer = await self._session.call("Runtime.evaluate", expression=_DOCUMENT, contextId=world)
        result: Answer = answer["result"]
        return result

    async def _world(self, place: _Place) -> int:
        key = place.id, place.document
        if key not in self._worlds:
            answer = await self._session.call("Page.createIsolatedWorld", frameId=place.id, worldName=WORLD)
            self._worlds[key] = int(answer["executionContextId"])
        return self._worlds[key]

    async def _path(self, place: _Place, parent: _Place, parent_path: str) -> str:
        owner = (await self._session.call("DOM.getFrameOwner", frameId=place.id))["backendNodeId"]
        world = await self._world(parent)
        element = await self._session.call("DOM.resolveNode", backendNodeId=owner, executionContextId=world)
        answer = await self._session.call(
            "Runtime.callFunctionOn",
            functionDeclaration=LOCATE,
            objectId=element["object"]["objectId"],
            returnByValue=True,
        )
        path = str(answer["result"].get("value", "iframe"))
        return f"{parent_path} >> {path}" if parent_path else path


def _places(tree: Answer) -> Iterator[_Place]:
    """All frames, the page itself first, then level by level; error pages of the browser's own are none."""
    queue = deque([tree])
    while queue:
        branch = queue.popleft()
        frame = branch["frame"]
        if not frame["url"].startswith(ERROR_PAGE) or "parentId" not in frame:
            url = frame["url"] + frame.get("urlFragment", "")
            yield _Place(frame["id"], frame["loaderId"], frame.get("parentId", ""), url)
            queue.extend(branch.get("childFrames", ()))
