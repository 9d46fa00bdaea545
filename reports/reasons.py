"""Why an address was not read, or not wholly, in sentences for people, and what helps."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Reason:
    """`what` happened, as a sentence without capital and full stop; `advice` for who runs the scan, or ""."""

    what: str
    advice: str = ""


class Subject(Enum):
    """What an address that was not read leads to: the page where the scan began, a script file, or any other page."""

    START = "start"
    SCRIPT = "script"
    PAGE = "page"


_LATER = "Scan again later."
_FASTER_SITE = "Scan again at a quieter hour, or more slowly with --rate."
_REPAIR = "Have the page repaired, then scan again."
_BY_EYE = "Look at it by eye."

REASONS = {
    "too_large": Reason("the page is larger than a page may be", _BY_EYE),
    "too_many_codings": Reason("the server packed the page several times over", _REPAIR),
    "bad_encoding": Reason("the server packed the page in a way that cannot be undone", _REPAIR),
    "unknown_encoding": Reason("the server packed the page in a way that is not known here", _REPAIR),
    "truncated": Reason("the page was cut off on the way", _LATER),
    "protocol": Reason("the server’s answer broke the rules of the web", _REPAIR),
    "empty": Reason("the page came back empty", _LATER),
    "tls": Reason("the security certificate cannot be trusted",
        "Renew the certificate; --insecure is for test servers."),
    "dns": Reason("the host name could not be found", "Check the spelling, or remove the links to it."),
    "refused": Reason("the server refused the connection", _LATER),
    "timeout": Reason("no answer came in time", _FASTER_SITE),
    "bot_challenge": Reason("a bot check stood in front of the page",
        "Have the scan let through at the firewall, by --user-agent or --header."),
    "login": Reason("the page asked for a password", "Give one with --auth, or look at the page by eye."),
    "soft_404": Reason("the page says that it does not exist, but the server calls it a success",
        "Remove the links to it, or have the server answer 404."),
    "not_a_sitemap": Reason("what came is no sitemap, though it is named as one",
        "Have the sitemap repaired, or remove the line that names it."),
    "not_html": Reason("what came is no web page, though it was linked like one", _BY_EYE),
    "depth_loss": Reason("the page is nested so deeply that a part of it was lost", _BY_EYE),
    "attribute_flood": Reason("a part of the page holds more details than can be read", _BY_EYE),
    "link_cap": Reason("the page has more links than are followed", "Name the missing pages as start addresses."),
    "unclosed_comment": Reason("a comment in the page’s code never ends", _REPAIR),
    "redirect_loop": Reason("the address sends visitors round in a circle", _REPAIR),
    "too_many_redirects": Reason("the address sends visitors on too many times", _REPAIR),
    "bad_location": Reason("the address sends visitors on to one that is not valid", _REPAIR),
    "blocked_by_policy": Reason("the address leads into a private network, where a scan never goes",
        "If it is yours, add it with --host or --resolve."),
    "robots": Reason("the site’s robots.txt closes the page to crawlers", "Allow the scan in robots.txt."),
    "robots_unreachable": Reason("the site’s robots.txt could not be read, so the page was left alone", _LATER),
    "trap": Reason("the page looks like one of an endless series", "Name it as a start address if it matters."),
    "crash": Reason("the page made the browser crash", _BY_EYE),
    "crash_loop": Reason("the page stopped the scan several times", _BY_EYE),
    "memory": Reason("the page took more of the computer’s memory than a page may", _BY_EYE),
    "hang": Reason("the page made the browser hang", _BY_EYE),
    "nav_loop": Reason("the page keeps loading itself again", _BY_EYE),
    "navigated_away": Reason("the page left for another address while it was being read", _BY_EYE),
    "download": Reason("the address started a download instead of showing a page", _BY_EYE),
    "not_rendered": Reason("parts of the page only appear in a browser, and none opened it",
        "Scan with --render auto; unembed doctor says whether a browser is there."),
    "not_quiet": Reason("the page was still loading when its time was up", _FASTER_SITE),
    "subresource": Reason("a part of the page did not load", _LATER),
    "not_probed": Reason("not everything on the page that may open something could be tried", _BY_EYE),
    "budget": Reason("the limit of pages was reached before this one", "Raise --max-pages."),
    "interrupted": Reason("the scan was stopped before this one", "Go on with --resume."),
}  # fmt: skip

UNTOLD = {
    "timeout": Reason("no name server answered in time", "Scan again later, or name another one with --dns-server."),
    "unreachable": Reason("no name server could be reached", "Name one with --dns-server."),
    "servfail": Reason(
        "the name server could not find out", "Scan again later, or name another one with --dns-server."
    ),
    "refused": Reason("the name server does not answer for the name", "Name another one with --dns-server."),
}
"""Why the DNS did not tell what a name points to, by the reason in `Lookups.unanswered`."""

LEFT = {
    "off": "What the names of the domain point to was not looked up, as asked for.",
    "proxy": "What the names of the domain point to was not looked up, because everything goes through a proxy; "
    "--dns-server names a server that may be asked.",
    "private": "What the names of the domain point to was not looked up: none of them is a public one.",
    "interrupted": "What the names of the domain point to was not looked up: the scan was stopped before.",
}
"""Why the DNS was not asked, by the reason in `Lookups.left`."""

SKIPPED = {
    "out-of-scope": ("leads to another site", "lead to other sites"),
    "action": ("does something when opened (log out, add to cart)", "do something when opened (log out, add to cart)"),
    "file": ("is a file, such as a picture or a PDF", "are files, such as pictures and PDFs"),
    "no-page": ("is only named in a script, and no page", "are only named in scripts, and no pages"),
    "duplicate": ("is a second address of a page that was read", "are second addresses of pages that were read"),
}
"""One and many addresses that are none of the scan's business, by the reason in `Coverage.skipped`."""

SERVED = {
    "nothing on it can run": "nothing there can run or change",
    "only known libraries": "all that runs there are well-known libraries",
    "rendering is off": "as asked for",
    "the browser did not get it": "the browser did not get them",
}
"""Why pages were not opened in a browser, by the reason in `Coverage.served`; a reason that is not known is shown."""

REFUSED = {
    "not needed": "pictures, fonts and videos",
    "measurement": "measurement and advertising",
    "beacon": "measurement and advertising",
    "action": "things that do something, such as logging out",
    "private-address": "addresses in a private network",
}
"""What a page asked for and did not get, by the reason in `Coverage.refused`; a reason that is not known is shown."""

SENDING = "attempts to send something"
"""The same for a reason that is the method of a request, such as POST."""

_HTTP = re.compile(r"http_(\d{3})")
_HTTP_ADVICE = {
    "401": REASONS["login"].advice,
    "403": REASONS["bot_challenge"].advice,
    "429": "Scan again more slowly with --rate.",
}
_GONE = {"http_404", "http_410", "soft_404"}
_GONE_ADVICE: Mapping[Subject, str] = {
    Subject.START: "Check the address, or start the scan at a page that exists.",
    Subject.SCRIPT: "Put the file back, or remove the line that loads it.",
}


def untold(word: str) -> Reason:
    """The sentence for a reason why the DNS did not tell of a name."""
    return UNTOLD.get(word, Reason("the name server gave no answer that can be used", UNTOLD["timeout"].advice))


def reason(word: str, subject: Subject = Subject.PAGE) -> Reason:
    """The sentence for a reason word; a word that is not known is shown as it is."""
    if word in _GONE and subject in _GONE_ADVICE:
        return Reason(reason(word).what, _GONE_ADVICE[subject])
    if known := REASONS.get(word):
        return known
    if word in _GONE:
        return Reason(f"the server answered with error {word.removeprefix('http_')}", "Remove the links to it.")
    if match := _HTTP.fullmatch(word):
        answer = "error" if match[1] >= "400" else "status"
        return Reason(f"the server answered with {answer} {match[1]}", _HTTP_ADVICE.get(match[1], _LATER))
    return Reason(f"the reason given is: {word.replace('_', ' ')}")
