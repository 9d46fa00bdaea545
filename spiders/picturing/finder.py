"""Finds in the browser, by its locator, the element that a finding is about, through frames and shadow roots."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from scanner.model import Opener
from scanner.subjects import Clues, Hint, Subject
from spiders.devtools import Answer, CallError, Session
from spiders.documents import Reader
from spiders.picturing.darkroom import Cover
from spiders.picturing.framing import Box, around, of_quads

WITHIN = " >> "
MOST_INSIDE = 300
"""Nodes of a widget whose places are asked for."""

TEXT = 3
"""The number of text nodes in the DOM."""

_SEEN = (
    "function () { return (this.nodeType === Node.TEXT_NODE ? this.parentElement ?? this.getRootNode().host : this)"
    "?.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }); }"
)

DRAWN = frozenset(("svg", "BUTTON", "A"))
UNSEEN = frozenset(("STYLE", "SCRIPT", "TEMPLATE", "NOSCRIPT", "LINK", "META", "#comment"))

SHOWING = frozenset(("IFRAME", "CANVAS", "VIDEO", "IMG", "OBJECT", "EMBED", "INPUT", "TEXTAREA"))
"""Elements that show something without any text in them."""


@cache
def _script() -> str:
    code = (files("spiders") / "picturing" / "camera.js").read_text(encoding="utf-8").strip()
    return f"globalThis.camera ??= ({code})()"


@dataclass(frozen=True, slots=True)
class Found:
    """An element by its object's id. `frame` is the element of the page that shows it, itself if it is the page's."""

    element: str
    frame: str


@dataclass(slots=True)
class Finder:
    """Looks about in one page, whose main frame and loader have the ids `main` and `loader`.

    `frames` are the ids of the frames in it, with those of their loaders.
    """

    session: Session
    reader: Reader
    main: str
    loader: str
    frames: Mapping[str, str]

    async def document(self, frame: str = "", loader: str = "") -> str:
        """The document in a frame, the page's own if none is named. CallError: it is not there."""
        world = await self.reader.world(frame or self.main, loader if frame else self.loader)
        await self.session.call("Runtime.evaluate", expression=f"{_script()}, null", contextId=world)
        answer = await self.session.call("Runtime.evaluate", expression="document", contextId=world)
        return str(answer["result"]["objectId"])

    async def value(self, deed: str, element: str, *arguments: object) -> Any:
        """What a function of the script gives, called with an element of its world first. CallError: it throws."""
        answer = await self._call(deed, element, arguments, by_value=True)
        return answer["result"].get("value")

    async def element(self, deed: str, element: str, *arguments: object) -> str | None:
        """As `value`, for functions that give an element."""
        found: str | None = (await self._call(deed, element, arguments, by_value=False))["result"].get("objectId")
        return found

    async def elements(self, deed: str, element: str, *arguments: object) -> list[str]:
        """As `value`, for functions that give several elements."""
        listed = (await self._call(deed, element, arguments, by_value=False))["result"].get("objectId")
        if listed is None:
            return []
        told = await self.session.call("Runtime.getProperties", objectId=listed, ownProperties=True)
        found = (one.get("value", {}).get("objectId") for one in told["result"] if one["name"].isdigit())
        return [one for one in found if one]

    async def _call(self, deed: str, element: str, arguments: tuple[object, ...], *, by_value: bool) -> Answer:
        answer = await self.session.call(
            "Runtime.callFunctionOn",
            functionDeclaration=f"function (...more) {{ return globalThis.camera.{deed}(this, ...more); }}",
            objectId=element,
            arguments=[{"value": msgspec.to_builtins(one)} for one in arguments],
            awaitPromise=True,
            returnByValue=by_value,
        )
        if "exceptionDetails" in answer:
            raise CallError(deed)
        return answer

    async def thing(self, subject: Subject) -> Found | None:
        """The element that the subject is about: by its locators, else by what it names; a visible one, if one is."""
        unseen = None
        for hint in subject.hints:
            found = await self._by_hint(hint, subject.clues)
            if found is not None and await self.sees(found):
                return found
            unseen = unseen or found
        element = await self.element("search", await self.document(), subject.clues)
        return Found(element, element) if element else unseen

    async def sees(self, found: Found) -> bool:
        """Whether an element, and the frame that shows it, are visible, as far as their styles say."""
        return all([await self.value("visible", element) for element in dict.fromkeys((found.element, found.frame))])

    async def is_thing(self, found: Found, subject: Subject) -> bool:
        """Whether what was found is there still, and still what the subject is about."""
        return bool(await self.value("isThing", found.element, list(subject.hints), subject.clues))

    async def is_opener(self, found: Found, opener: Opener) -> bool:
        """Whether what was found as an opener is there still, and still says so."""
        return bool(await self.value("isOpener", found.element, opener.label))

    async def opener(self, opener: Opener) -> Found | None:
        """The element that opens the subject."""
        root, frame, last = await self._root(opener.locator)
        element = await self.element("opener", root, last, opener.label) if root else None
        return Found(element, frame or element) if element else None

    async def _by_hint(self, hint: Hint, clues: Clues) -> Found | None:
        root, frame, last = await self._root(hint.locator)
        element = await self.element("find", root, last, hint, clues) if root else None
        return Found(element, frame or element) if element else None

    async def _root(self, locator: str) -> tuple[str, str, str]:
        """The document or shadow root that holds what a locator names, "" if it is not there; the frame of the page's
        own in which that is, "" if it is in none; and the rest of the locator."""
        *outer, last = locator.split(WITHIN)
        root, frame = await self.document(), ""
        for step in outer:
            host = await self._first(root, step)
            inner = await self._inside(host) if host else None
            if host is None or inner is None:
                return "", "", last
            root, framed = inner
            frame = frame or (host if framed else "")
        return root, frame, last

    async def _first(self, root: str, selector: str) -> str | None:
        answer = await self.session.call(
            "Runtime.callFunctionOn",
            functionDeclaration="function (selector) { return this.querySelector(selector); }",
            objectId=root,
            arguments=[{"value": selector}],
        )
        return None if "exceptionDetails" in answer else answer["result"].get("objectId")

    async def _inside(self, host: str) -> tuple[str, bool] | None:
        """The document in a frame, or the shadow root of an element, and whether it is a frame's."""
        node = (await self.session.call("DOM.describeNode", objectId=host, depth=1, pierce=True))["node"]
        if "contentDocument" in node and "frameId" in node:
            return await self.document(node["frameId"]), True
        roots = [root for root in node.get("shadowRoots", ()) if root.get("shadowRootType") != "user-agent"]
        if not roots:
            return None
        world = await self.reader.world(self.main, self.loader)
        return await self._resolved(roots[0]["backendNodeId"], world), False

    async def _resolved(self, node: int, world: int) -> str:
        found = await self.session.call("DOM.resolveNode", backendNodeId=node, executionContextId=world)
        return str(found["object"]["objectId"])

    async def box(self, element: str) -> Box | None:
        """Where an element is in the page's window; of one without a place of its own, where all is that it shows."""
        own = await self._quads(objectId=element)
        if own is not None and own.shows:
            return own
        shown = []
        for node in await self._nodes(element):
            box = await self._quads(backendNodeId=node["backendNodeId"])
            if box is not None and box.shows and await self._is_seen(node["backendNodeId"]):
                shown.append(box)
        return around(shown)

    async def inside(self, element: str) -> list[Cover] | None:
        """Covers for all words and the like in an element, closed shadow roots and all. None: it is too much."""
        covers = []
        nodes = [node for node in await self._nodes(element) if node["nodeType"] == TEXT or node["nodeName"] in SHOWING]
        if len(nodes) > MOST_INSIDE:
            return None
        for node in nodes:
            box = await self._quads(backendNodeId=node["backendNodeId"])
            if box is not None and box.shows:
                covers.append(Cover("talk" if node["nodeName"] == "IFRAME" else "words", box))
        return covers

    async def _nodes(self, element: str) -> list[Answer]:
        """The innermost nodes in an element, through all shadow roots: texts, and what shows something by itself."""
        node = (await self.session.call("DOM.describeNode", objectId=element, depth=-1, pierce=True))["node"]
        found: list[Answer] = []
        waiting = [node]
        while waiting and len(found) <= MOST_INSIDE:
            one = waiting.pop()
            inner = (*one.get("shadowRoots", ()), *one.get("children", ()))
            if one["nodeName"] in SHOWING or one["nodeName"] in DRAWN or (not inner and one["nodeName"] not in UNSEEN):
                found.append(one)
            if one["nodeName"] not in (*SHOWING, *UNSEEN, "svg"):
                waiting += inner
        return found

    async def _is_seen(self, node: int) -> bool:
        """Whether a node, or what a text stands in, is visible."""
        answer = await self.session.call("DOM.resolveNode", backendNodeId=node)
        told = await self.session.call(
            "Runtime.callFunctionOn",
            functionDeclaration=_SEEN,
            objectId=answer["object"]["objectId"],
            returnByValue=True,
        )
        return bool(told["result"].get("value"))

    async def _quads(self, **node: object) -> Box | None:
        try:
            answer = await self.session.call("DOM.getContentQuads", **node)  # type: ignore[arg-type] # an id
        except CallError:  # it has no place on the page
            return None
        return of_quads(answer["quads"])

    async def corner(self, frame: str) -> Box | None:
        """Where the document in a frame begins in the page's window, and how much of it is seen."""
        try:
            owner = await self.session.call("DOM.getFrameOwner", frameId=frame)
            model = await self.session.call("DOM.getBoxModel", backendNodeId=owner["backendNodeId"])
        except CallError:
            return None
        return of_quads([model["model"]["content"]])
