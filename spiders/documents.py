"""The documents of a rendered page as the browser holds them: its own and those in its frames, with all shadow roots.

They are read from outside the page's own world, where its scripts can neither see nor change what is read.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from scanner.model import Flaw, Frame
from spiders.devtools import Answer, CallError, NoAnswerError, Session

MAX_FRAMES = 50
MAX_ELEMENTS = 300_000
MAX_TEXT = 20_000_000
"""Characters."""

WORLD = "unembed"
ERROR_PAGE = "chrome-error:"

_LOCATE = (files("spiders") / "locate.js").read_text()
_DOCUMENT = (
    f"document.getElementsByTagName('*').length > {MAX_ELEMENTS}"
    f" || (document.documentElement?.textContent.length ?? 0) > {MAX_TEXT} ? null : document"
)
_BLANK = "<html><head></head><body></body></html>"


class TooLargeError(CallError):
    """A document of more than MAX_ELEMENTS elements or MAX_TEXT characters of text."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The page's own document, those in its frames, and what of them could not be read."""

    html: str
    frames: tuple[Frame, ...]
    flaws: tuple[Flaw, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    id: str
    parent: str
    url: str


async def read(session: Session) -> Documents:
    """Read everything. NoAnswerError, CallError, TooLargeError: not even the page's own document can be read."""
    tree = (await session.call("Page.getFrameTree"))["frameTree"]
    own, *places = _places(tree)
    html = await outer_html(session, own.id)
    paths = {own.id: ""}
    frames, flaws = [], []
    for place in places[:MAX_FRAMES]:
        if place.parent not in paths:
            continue
        try:
            path = paths[place.id] = await _path(session, place, paths[place.parent])
            inner = await outer_html(session, place.id)
        except TooLargeError:
            flaws.append(Flaw("too_large", f"frame {place.url}"))
        except NoAnswerError:
            flaws.append(Flaw("hang", f"frame {place.url}"))
        except CallError:
            continue
        else:
            if inner != _BLANK:
                frames.append(Frame(place.url, inner, path))
    if len(places) > MAX_FRAMES:
        flaws.append(Flaw("too_large", f"{len(places)} frames, {MAX_FRAMES} of them read"))
    return Documents(html, tuple(frames), tuple(flaws))


async def outer_html(session: Session, frame: str) -> str:
    """The document in a frame, open and closed shadow roots as `<template shadowrootmode=…>`.

    CallError: the frame is gone. TooLargeError: nothing was read, to spare the machine.
    """
    world = await _world(session, frame)
    found = (await session.call("Runtime.evaluate", expression=_DOCUMENT, contextId=world))["result"]
    if "objectId" not in found:
        raise TooLargeError(frame)
    answer = await session.call("DOM.getOuterHTML", objectId=found["objectId"], includeShadowDOM=True)
    return str(answer["outerHTML"])


async def _world(session: Session, frame: str) -> int:
    answer = await session.call("Page.createIsolatedWorld", frameId=frame, worldName=WORLD)
    return int(answer["executionContextId"])


async def _path(session: Session, place: _Place, parent_path: str) -> str:
    owner = (await session.call("DOM.getFrameOwner", frameId=place.id))["backendNodeId"]
    world = await _world(session, place.parent)
    element = await session.call("DOM.resolveNode", backendNodeId=owner, executionContextId=world)
    answer = await session.call(
        "Runtime.callFunctionOn",
        functionDeclaration=_LOCATE,
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
            yield _Place(frame["id"], frame.get("parentId", ""), url)
            queue.extend(branch.get("childFrames", ()))
