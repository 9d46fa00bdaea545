"""Holds one whole browser, every page, frame, worker and popup in it, to the rule that a scan only reads.

Requests are judged on the connection to the browser itself, which sees all of them before they are made, without a gap
for frames and workers that have just begun.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from spiders.devtools import Answer, DevtoolsError, Session
from spiders.reads import ACTING, CHECKED, PREFLIGHT, OwnHeaders, refusal

Call = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Login:
    """What the browser says to the policy proxy."""

    username: str
    password: str


@dataclass(slots=True)
class Warden:
    """`session` leads to the browser itself.

    The first page of a browser context is a tab and stands in `pages`; any further one is a popup, which loads nothing
    and is closed. The pages whose main frames are in `held` are being tried out and become no other document; `around`
    is the frame that each frame within a page stands in.
    """

    session: Session
    login: Login
    headers: OwnHeaders
    pages: dict[str, str] = field(default_factory=dict)
    popups: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)
    around: dict[str, str] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self) -> None:
        """From now on the rules hold. DevtoolsError: the browser cannot be held to them."""
        patterns = [{"urlPattern": "*", "resourceType": kind} for kind in CHECKED]
        patterns += [{"urlPattern": f"*{word}*", "resourceType": "Script"} for word in ACTING]
        await self.session.call("Target.setDiscoverTargets", discover=True, filter=[{"type": "page"}])
        await self.session.call("Fetch.enable", patterns=patterns + self.headers.patterns(), handleAuthRequests=True)

    def hold(self, page: str, held: bool) -> None:
        """From now on the page with this main frame is tried out and becomes no other document, or no longer."""
        (self.held.add if held else self.held.discard)(page)

    def attached(self, frame: str, parent: str) -> None:
        """A frame now stands in another one."""
        self.around[frame] = parent

    def detached(self, frame: str) -> None:
        """A frame is gone."""
        self.around.pop(frame, None)

    def is_tried(self, frame: str) -> bool:
        """Whether the page of a frame is being tried out; a frame of which nothing is known, as a worker's, may be."""
        while frame in self.around:
            frame = self.around[frame]
        return frame in self.held or (bool(self.held) and frame not in self.pages.values())

    def heard(self, method: str, event: Answer) -> None:
        """Take in an event of the browser's, and act on it."""
        judge = _JUDGES.get(method)
        call = judge(self, event) if judge is not None else None
        if call is not None:
            task = asyncio.get_running_loop().create_task(self._send(*call))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def _send(self, method: str, parameters: dict[str, Any]) -> None:
        try:
            await self.session.call(method, **parameters)
        except DevtoolsError:
            return  # the request or popup is gone already


def _request_paused(warden: Warden, event: Answer) -> Call:
    request, resource = event["request"], event["resourceType"].lower()
    headers = request["headers"]
    asked_method = next((value for name, value in headers.items() if name.lower() == PREFLIGHT), "")
    popup = event["frameId"] in warden.popups
    tried = warden.is_tried(event["frameId"])
    stays = event["frameId"] in warden.held and resource == "document"
    if popup or stays or refusal(request["method"], resource, request["url"], asked_method, tried=tried):
        # an aborted navigation leaves the page as it is; any other error would put an error page in its place
        error = "Aborted" if resource == "document" else "BlockedByClient"
        return "Fetch.failRequest", {"requestId": event["requestId"], "errorReason": error}
    parameters: dict[str, Any] = {"requestId": event["requestId"]}
    own = warden.headers.add(request["url"], headers)
    if own is not None:
        parameters["headers"] = own
    return "Fetch.continueRequest", parameters


def _auth_required(warden: Warden, event: Answer) -> Call:
    response: dict[str, Any] = {"response": "CancelAuth"}
    if event["authChallenge"].get("source") == "Proxy":
        login = warden.login
        response = {"response": "ProvideCredentials", "username": login.username, "password": login.password}
    return "Fetch.continueWithAuth", {"requestId": event["requestId"], "authChallengeResponse": response}


def _target_created(warden: Warden, event: Answer) -> Call | None:
    target = event["targetInfo"]
    own = warden.pages.setdefault(target.get("browserContextId", ""), target["targetId"])
    if own == target["targetId"]:
        return None
    warden.popups.add(target["targetId"])
    return "Target.closeTarget", {"targetId": target["targetId"]}


def _target_destroyed(warden: Warden, event: Answer) -> None:
    warden.popups.discard(event["targetId"])


_JUDGES: dict[str, Callable[[Warden, Answer], Call | None]] = {
    "Fetch.requestPaused": _request_paused,
    "Fetch.authRequired": _auth_required,
    "Target.targetCreated": _target_created,
    "Target.targetDestroyed": _target_destroyed,
}

HEARD = tuple(_JUDGES)
"""The events of interest."""
