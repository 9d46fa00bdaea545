"""What the browser tells about one visit of one page, as it goes into the journal of the visit.

Events of the DevTools protocol go in; nothing here talks to a browser.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from scanner.model import Hop
from scanner.urls import parse
from spiders.documents import ERROR_PAGE
from spiders.exchange import Entry
from spiders.initiators import nearest
from spiders.journal import INSERTS, MAX_ADDRESS, MAX_REQUESTS, Journal, Source, place
from spiders.neterrors import BY_RULE, NO_SCRIPT, PLAIN, PRIVATE, TUNNEL_FAILED
from spiders.reads import HELD, PREFLIGHT, READS

MAX_SENT = 2000
MAX_PUSHED = 50

LOADS = ("http:", "https:")
"""What a page can become; `tel:` and its like are for other programs, and the page stays."""

PAGES = frozenset(("text/html", "application/xhtml+xml"))
"""What a server sends in the place of a script that is not there any more."""

NO_PAGES = ("about:blank", ERROR_PAGE)
"""What a tab shows between two visits. A visit that cannot load its page is told so by the call, not by an event."""

_NOT_RUN = re.compile(r"Failed to load module script|Refused to execute script from '([^']+)'")
_REFRESH = {"metaTagRefresh": "meta", "httpHeaderRefresh": "refresh"}
_OURS = frozenset(("inspector", "other"))

WRITES = "websocket"
"""Why a WebSocket is refused: a page can write on it."""

Event = Mapping[str, Any]


def record(journal: Journal, method: str, event: Event) -> None:
    """Take in one event; those of no interest are ignored."""
    handler = _HANDLERS.get(method)
    if handler is not None:
        handler(journal, event)


def _request_will_be_sent(journal: Journal, event: Event) -> None:
    url, loader, key = event["request"]["url"], event.get("loaderId", ""), event["requestId"]
    if (loader and loader in journal.stale) or url.startswith(("data:", "blob:")):
        return
    before, via = journal.entries.get(key), tuple[str, ...]()
    if before is not None and "redirectResponse" in event:
        _redirect(journal, before, event)
        via = (*before.via, before.url)
    elif len(journal.entries) >= MAX_REQUESTS:
        journal.dropped += 1
        return
    entry = journal.entries[key] = _entry(journal, event)
    entry.via = via
    journal.loaders.add(loader)
    if entry.top and journal.held:
        entry.refused = HELD
        journal.reach(url)
    elif entry.top and url.startswith(LOADS):
        if before is None and journal.goes_on(entry):
            status = journal.document.status if journal.document else 200
            journal.hops.append(Hop(journal.url, entry.url, status, journal.wanted.pop(url, "script")))
        journal.top = entry
    _touch(journal, entry)


def _entry(journal: Journal, event: Event) -> Entry:
    request, frame = event["request"], event.get("frameId", "")
    resource = event.get("type", "Other").lower()
    document = event["documentURL"]
    entry = Entry(request["url"][:MAX_ADDRESS], request["method"], resource, opener=journal.opener)
    entry.initiator = nearest(event.get("initiator", {}), document)
    entry.callers = journal.callers.note(entry.url, resource, event.get("initiator", {}))
    if resource == "document":
        entry.top = frame == journal.main
        entry.frame = journal.urls.get(journal.parents.get(frame, ""), "")
    else:
        entry.frame = document
        entry.done = document == entry.url  # a worker's own script, whose end is not told to the page
    if entry.method not in READS:
        entry.sends = request.get("postData", "")[:MAX_SENT]
    if entry.method == "OPTIONS":
        entry.asked_method = next((v for name, v in request["headers"].items() if name.lower() == PREFLIGHT), "")
    return entry


def _redirect(journal: Journal, entry: Entry, event: Event) -> None:
    entry.status = event["redirectResponse"]["status"]
    entry.done = True
    journal.redirected.append(entry)
    if entry.top:
        journal.hops.append(Hop(entry.url, event["request"]["url"][:MAX_ADDRESS], entry.status))


def _response_received(journal: Journal, event: Event) -> None:
    entry = journal.entries.get(event["requestId"])
    if entry is None:
        return
    response = event["response"]
    entry.answered = journal.clock()
    entry.status = response["status"]
    entry.mime = response["mimeType"]
    if entry.resource == "script" and entry.mime in PAGES and entry.status < 400:
        entry.error = NO_SCRIPT
    if word := _proxy_word(entry, response["headers"]):
        _blame_proxy(entry, word)
    _touch(journal, entry)


def _response_received_extra_info(journal: Journal, event: Event) -> None:
    entry = journal.entries.get(event["requestId"])
    if entry is not None:
        entry.told = event["statusCode"]


def _proxy_word(entry: Entry, headers: Event) -> str:
    """What the proxy says in its own answer. On https it has no word: there the header would be the server's."""
    status = next((str(value) for name, value in headers.items() if name.lower() == "proxy-status"), "")
    if not (status.startswith("unembed;") and entry.url.startswith("http:")):
        return ""
    return status.partition('details="')[2].partition('"')[0] or "protocol"


def _blame_proxy(entry: Entry, word: str) -> None:
    if word == PRIVATE:
        entry.refused = word
    else:
        entry.error = word


def _loading_finished(journal: Journal, event: Event) -> None:
    entry = journal.entries.get(event["requestId"])
    if entry is not None:
        entry.done = True
        journal.answered_paths.add(place(entry.url))
        _touch(journal, entry)


def _loading_failed(journal: Journal, event: Event) -> None:
    entry = journal.entries.get(event["requestId"])
    if entry is None:
        return
    entry.done = True
    blocked = event.get("blockedReason", "inspector")
    rule = event.get("corsErrorStatus", {}).get("corsError") or (blocked if blocked not in _OURS else "")
    if event["errorText"] == TUNNEL_FAILED:
        address = parse(entry.url)
        _blame_proxy(entry, (address and journal.proxy_reason(address.netloc)) or TUNNEL_FAILED)
    elif not entry.error and entry.status < 400:
        error = event["errorText"] or "net::ERR_BLOCKED_BY_CLIENT"
        entry.error = BY_RULE + rule if rule else PLAIN.get(error, error)
    _touch(journal, entry)


def _web_socket_created(journal: Journal, event: Event) -> None:
    if journal.committed and len(journal.entries) < MAX_REQUESTS and parse(event["url"]) is not None:
        entry = Entry(event["url"][:MAX_ADDRESS], "GET", "websocket", done=True, refused=WRITES)
        entry.initiator = nearest(event.get("initiator", {}), journal.url)
        journal.entries[event["requestId"]] = entry


def _log_entry_added(journal: Journal, event: Event) -> None:
    """Chromium did not run a script that did arrive: of the wrong type, or not what its digest says."""
    entry = event["entry"]
    if entry["level"] == "error" and (told := _NOT_RUN.match(entry["text"])):
        url = told[1] or entry.get("url", "")
        for script in journal.entries.values():
            if script.resource == "script" and script.url == url and script.status < 400 and not script.error:
                script.error = NO_SCRIPT


def _touch(journal: Journal, entry: Entry) -> None:
    if entry.resource in INSERTS:
        journal.last = journal.clock()


def _frame_attached(journal: Journal, event: Event) -> None:
    journal.parents[event["frameId"]] = event["parentFrameId"]
    journal.frames[event["frameId"]] = ""


def _frame_detached(journal: Journal, event: Event) -> None:
    journal.frames.pop(event["frameId"], None)


def _frame_navigated(journal: Journal, event: Event) -> None:
    frame = event["frame"]
    if frame["loaderId"] in journal.stale or (not journal.committed and frame["url"].startswith(NO_PAGES)):
        return  # the visit before, how it failed, or the rest after it
    journal.urls[frame["id"]] = frame["url"]
    if frame["id"] in journal.frames:
        journal.frames[frame["id"]] = frame["loaderId"]
    if frame["id"] == journal.main:
        journal.frames.clear()
        journal.committed += 1
        journal.parsed = False
        journal.at = ""
        journal.loader = frame["loaderId"]
        journal.document = journal.entries.get(journal.loader)
        journal.first = len(journal.entries)


def _frame_requested_navigation(journal: Journal, event: Event) -> None:
    if event["reason"].startswith("formSubmission"):
        journal.sent.add(event["url"])
        journal.reached.pop(event["url"][:MAX_ADDRESS], None)
        journal.opened.pop(event["url"][:MAX_ADDRESS], None)
    how = _REFRESH.get(event["reason"])
    if event["frameId"] == journal.main and how is not None:
        journal.wanted[event["url"]] = how


def _dom_content_event_fired(journal: Journal, _: Event) -> None:
    journal.parsed = journal.committed > 0


def _frame_stopped_loading(journal: Journal, event: Event) -> None:
    """The document is complete; or it never will be, because the page itself stopped loading it."""
    if event["frameId"] == journal.main and journal.committed:
        journal.parsed = True
        if journal.document is not None:
            journal.document.done = True


def _window_open(journal: Journal, event: Event) -> None:
    if not journal.committed:
        return  # the visit before opened it
    if event["url"] in ("", "about:blank"):
        journal.blank = True
        return
    if journal.opener is not None:
        journal.reach(event["url"])
    elif len(journal.opened) < MAX_REQUESTS:
        journal.opened[event["url"][:MAX_ADDRESS]] = None


def _navigated_within_document(journal: Journal, event: Event) -> None:
    """An application shows another page of its own, under an address that it gives to itself."""
    url = event["url"][:MAX_ADDRESS]
    if event["frameId"] != journal.main or not journal.committed:
        return
    known = {_route(journal.url), _route(journal.at), *map(_route, journal.pushed)}
    if _route(url) not in known and len(journal.pushed) < MAX_PUSHED:
        journal.pushed[url] = journal.opener
    journal.at = url


def _route(url: str) -> str:
    """An address without its fragment, unless that is a route of an application."""
    place, _, fragment = url.partition("#")
    return url if fragment.startswith(("/", "!")) else place


def _script_parsed(journal: Journal, event: Event) -> None:
    if event["url"].startswith(LOADS) and len(journal.sources) < MAX_REQUESTS:
        journal.sources[event["url"][:MAX_ADDRESS]] = Source(event["scriptId"], event.get("length", 0))


_HANDLERS: dict[str, Callable[[Journal, Event], None]] = {
    "Network.requestWillBeSent": _request_will_be_sent,
    "Network.responseReceived": _response_received,
    "Network.responseReceivedExtraInfo": _response_received_extra_info,
    "Network.loadingFinished": _loading_finished,
    "Network.loadingFailed": _loading_failed,
    "Network.webSocketCreated": _web_socket_created,
    "Page.frameAttached": _frame_attached,
    "Page.frameDetached": _frame_detached,
    "Page.frameNavigated": _frame_navigated,
    "Page.frameRequestedNavigation": _frame_requested_navigation,
    "Page.navigatedWithinDocument": _navigated_within_document,
    "Page.domContentEventFired": _dom_content_event_fired,
    "Page.frameStoppedLoading": _frame_stopped_loading,
    "Page.windowOpen": _window_open,
    "Log.entryAdded": _log_entry_added,
    "Debugger.scriptParsed": _script_parsed,
}

JOURNALLED = tuple(_HANDLERS)
"""The events of interest."""
