"""An address that code puts together: the host here, `/widget/form/` and the id a few lines on, never in one piece."""

import re
from collections.abc import Iterator

from scanner.detectors.view import View
from scanner.mentions import MentionType
from scanner.signatures.paths import LONGEST
from scanner.traces import Match
from scanner.urls import Address, parse

KINDS = {
    "/widget/form/": "highlevel/form",
    "/widget/survey/": "highlevel/survey",
    "/widget/quiz/": "highlevel/quiz",
    "/widget/booking/": "highlevel/calendar",
    "/widget/group/": "highlevel/calendar",
    "/widget/service-menu/": "highlevel/service-menu",
    "/payment-link/": "highlevel/payment-link",
    "/webhook-trigger/": "highlevel/webhook",
}
ID = r"[A-Za-z0-9]{20}|[0-9a-f]{24}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
QUOTED = re.compile(rf"""["'`]({ID})["'`]""")
PIECES = {path: re.compile(rf"[\"'`}}]{re.escape(path)}(?:[\"'`$]|(?:{ID})(?![\w-]))") for path in KINDS}
"""A path as code writes it when it puts an address together; in a sentence it stands otherwise."""

WHOLE = re.compile(rf"({ID})(?![\w-])")


def detect(view: View) -> Iterator[Match]:
    """The thing whose path stands near a bare host in code, or at the end of an address, with the id if one is near.

    On a host of which it is not known that it is the CRM's, the id must be there.
    """
    page = parse(view.url)
    for mention in view.mentions:
        if mention.type is not MentionType.CODE or not mention.text or len(mention.url) > LONGEST:
            continue
        address = parse(mention.url)
        if address is None or (page is not None and address.netloc == page.netloc):
            continue
        paths = _paths(address, mention.text)
        named = {KINDS[path] for path in paths}
        if len(named) == 1:
            value = _identity(mention.text, paths) or (address.netloc if view.is_crm(address) else "")
            if value:
                yield Match(named.pop(), value, mention)


def _paths(address: Address, text: str) -> tuple[str, ...]:
    """The paths that may continue an address: it ends with one, or with its host or `/hooks/` and they stand near."""
    if address.path in KINDS:
        return (address.path,)
    if address.path not in ("/", "/hooks/"):
        return ()
    return tuple(path for path, piece in PIECES.items() if piece.search(text))


def _identity(text: str, paths: tuple[str, ...]) -> str:
    """The id right behind a path, else the only id among the strings around; of a webhook, its trigger's."""
    for path in paths:
        for place in re.finditer(re.escape(path), text):
            whole = WHOLE.match(text, place.end())
            if whole:
                return str(whole[1])
    ids: list[str] = list(dict.fromkeys(QUOTED.findall(text)))
    uuids = [one for one in ids if "-" in one]
    if "/webhook-trigger/" in paths and len(uuids) == 1:
        return uuids[0]
    return ids[0] if len(ids) == 1 else ""
