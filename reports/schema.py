"""The JSON Schema of scan.json, made from the model, so that the two cannot drift apart."""

import json
from typing import Any

from scanner.scan import SCAN_SCHEMA, Scan

DESCRIPTIONS = {
    "Scan.schema": "Name and version of this format. A key may be added; removing or renaming one makes a new version.",
    "Scan.verdict": "clear: every address in scope was checked, and nothing is left. traces: something is left. "
    "incomplete: nothing was found, but not everything could be checked.",
    "Scan.started": "UTC, as 2026-01-02T03:04:05Z.",
    "Scan.finished": "UTC, as 2026-01-02T03:04:05Z.",
    "Scan.findings": "One entry for each thing to do; those in state inert are notes only.",
    "Scan.numbers": "The telephone numbers on the site, and those of the inventory that are not on it.",
    "Numbers.region": "The country of numbers without country code, as two letters; empty if it is not known.",
    "Numbers.told_by": "What tells the country, or why nothing does.",
    "Numbers.compared": "Whether an inventory of numbers was given.",
    "Numbers.missing": "Numbers of the inventory that were not seen on the site.",
    "SeenNumber.number": "E.164; as written where its country is not known.",
    "SeenNumber.keep": "yes, no or undecided, as the inventory says; unknown if it does not name the number; "
    "empty if no inventory was given.",
    "SeenNumber.count": "In how many places it stands.",
    "SeenNumber.ways": "How often it is there as link, text, data, script, short (a code for text messages), or "
    "swapped in by a script.",
    "Tool.signatures": "Digest of all signature data; two scans with the same digest looked for the same things.",
    "Tool.browser": "The browser that rendered pages; empty if none ran.",
    "Target.start": "The addresses the crawl started from.",
    "Target.hosts": "The hosts in scope, with a port where it is not the scheme's own.",
    "Coverage.complete": "Whether every address in scope was checked wholly, and the DNS told of every name in use.",
    "Coverage.checked": "How many addresses were read wholly.",
    "Coverage.rendered": "How many pages also ran in the browser.",
    "Coverage.partial": "Addresses that were read in part only.",
    "Coverage.unread": "Addresses in scope that were not read at all.",
    "Coverage.skipped": "How many addresses are none of the scan's business, by reason.",
    "Coverage.refused": "How many requests of pages the scan's own policy refused.",
    "Coverage.served": "How many pages were read and did not run in the browser, by why not.",
    "Coverage.dns": "What was asked of the DNS; null in scans that did not know of it.",
    "Lookups.names": "How many names were answered for wholly.",
    "Lookups.usual": "How many of those names were only tried because they are usual.",
    "Lookups.unanswered": "Names that the site uses and of which nothing is known, as url.",
    "Lookups.guesses": "Names that were only tried and of which nothing is known, as url.",
    "Lookups.shared": "Names with an address that pages of the CRM and of others have; nothing else shows whose it is.",
    "Lookups.left": "Why nothing was asked: off, proxy, private or interrupted; empty if something was.",
    "Coverage.unfollowed": "How many links out of the site have an end that was not seen and may be the CRM's.",
    "Scan.links": "Links out of the site that are no traces.",
    "Links.checked": "How many links were followed to their end, the broken ones included.",
    "Links.broken": "Links that lead to an error already.",
    "Links.unseen": "Links whose end could not be seen; they need not be broken.",
    "Links.left": "How many addresses outside the site were not asked for, by reason.",
    "LinkNote.reason": "One word, such as http_404, dns or bot_challenge.",
    "LinkNote.detail": "The exact circumstance; may be empty.",
    "LinkNote.way": "The addresses that it led on to, in order.",
    "LinkNote.pages": "Pages that hold it, at most 50.",
    "LinkNote.number": "How many pages hold it.",
    "LinkNote.label": "The words on it, where it is met first.",
    "LinkNote.may_lead_on": "Its end was not seen and may be the CRM's: with one such link a scan is not complete.",
    "Unread.reason": "One word, such as timeout or http_503.",
    "Unread.detail": "The exact circumstance; may be empty.",
    "Finding.fingerprint": "Identity of the finding over scans; holds no position and no query.",
    "Finding.ref": "Short name within this scan, such as R-01.",
    "Finding.signature": "What recognised it: a signature or a detector, such as highlevel/form.",
    "Finding.value": "The CRM's own identity of the thing: id, slug, number or host.",
    "Finding.url": "The address it leads to; empty if it has none.",
    "Finding.title": "What the owner of the site would call it.",
    "Finding.opener": "What a visitor does, or is, before it shows; null if it shows by itself or if nobody knows.",
    "Finding.initiator": "The address of the script that inserts it; empty if it stands in the page itself.",
    "Finding.linked": "What of the site leads to this page, or to this redirect, of its own; null if nothing is known.",
    "Linked.links": "How many links are to be edited; one in a menu, header or footer counts once.",
    "Linked.pages": "On how many pages they stand.",
    "Linked.redirects": "How many redirects of the site lead there.",
    "Linked.sitemaps": "How many addresses in sitemaps lead there.",
    "Linked.places": "The places that lead there, at most 500.",
    "Inlink.way": "How it leads there: what visitors click, or what tells programs of it.",
    "Inlink.part": "The part of the page that it stands in, where pages share that; else empty.",
    "Inlink.label": "The words on it.",
    "Inlink.locator": "A CSS selector; loc in a sitemap; empty for a redirect.",
    "Inlink.to": "The address that it names: that of the page itself, or of a redirect to it.",
    "Inlink.pages": "Pages that hold it, at most 50.",
    "Inlink.number": "How many pages hold it.",
    "Finding.note": "Why it is only a note (state inert): left-over (it never runs), text (words that name the CRM) or "
    "ask (only the clinic can tell); null for any other, and in scans that did not know of it.",
    "Opener.label": "The words on what is clicked, the name of the consent manager, or a time such as 30 s.",
    "Opener.locator": "A CSS selector of what is clicked, pointed at or agreed to; empty if it is no element.",
    "Placement.documents": "The pages without further addresses of the same document; empty if there are none such.",
    "Placement.pages": "Every page on which it was seen; what is edited on a page of its own names that page first.",
    "Placement.platform": "The site builder, such as wordpress/elementor.",
    "Placement.container": "The block that holds it.",
    "Placement.edit": "Where it is edited, in one line.",
    "Evidence.locator": "A CSS selector, or a line in a script.",
    "Evidence.excerpt": "The verbatim piece, cut and without control characters.",
    "Evidence.screenshot": "A picture of it, as a path from the folder of this file; null if none was taken.",
    "Evidence.outlined": "What the picture outlines: thing, or the opener of it; empty without a picture.",
    "Evidence.label": "The words on the link or button.",
    "Remedy.steps": "What to do, in order.",
}
"""By `Class.key` of scanner.scan."""

_COUNTS = ("checked", "rendered")
_TIMES = ("started", "finished")


def scan_schema() -> str:
    """JSON Schema 2020-12 of `unembed.scan/1`, indented; keys that are not named are allowed."""
    import msgspec

    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCAN_SCHEMA.replace('.', ':').replace('/', ':')}",
        "title": f"{SCAN_SCHEMA}: what a scan for traces of a CRM found",
        **msgspec.json.schema(Scan),
    }
    definitions = schema["$defs"]
    for place, text in DESCRIPTIONS.items():
        name, _, key = place.partition(".")
        definitions[name]["properties"][key]["description"] = text
    scan = definitions["Scan"]["properties"]
    scan["schema"]["const"] = SCAN_SCHEMA
    for key in _TIMES:
        scan[key]["format"] = "date-time"
    for key in _COUNTS:
        definitions["Coverage"]["properties"][key]["minimum"] = 0
    return json.dumps(schema, indent=2, ensure_ascii=True) + "\n"
