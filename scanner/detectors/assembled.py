"""An address that code puts together: the host here, `/widget/form/` and the id a few lines on, never in one piece."""

import re
from collections.abc import Iterator

from scanner.detectors.view import View
from scanner.model import Match, MentionType
from scanner.signatures.paths import LONGEST
from scanner.urls import parse

KINDS = {
    "/widget/form/": "highlevel/form",
    "/widget/survey/": "highlevel/survey",
    "/widget/quiz/": "highlevel/quiz",
    "/widget/booking/": "highlevel/calendar",
    "/widget/group/": "highlevel/calendar",
    "/payment-link/": "highlevel/payment-link",
}
QUOTED = re.compile(r"""["'`]([A-Za-z0-9]{20}|[0-9a-f]{24})["'`]""")


def detect(view: View) -> Iterator[Match]:
    """The thing whose path stands near a bare host in code, with the id if just one stands there too.

    On a host of which it is not known that it is the CRM's, the id must be there.
    """
    for mention in view.mentions:
        if mention.type is not MentionType.CODE or len(mention.url) > LONGEST or not mention.text:
            continue
        named = {identifier for path, identifier in KINDS.items() if path in mention.text}
        address = parse(mention.url) if len(named) == 1 else None
        if address is None or address.path != "/":
            continue
        ids = set(QUOTED.findall(mention.text))
        if len(ids) == 1:
            yield Match(named.pop(), ids.pop(), mention)
        elif view.is_crm(address):
            yield Match(named.pop(), address.netloc, mention)
