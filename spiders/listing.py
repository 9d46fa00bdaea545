"""What the answer for a sitemap is worth: what it lists, or why there may be pages that nobody knows."""

from spiders import sitemaps
from spiders.answers import Answer, unread
from spiders.challenges import challenge
from spiders.entries import Ending, Outcome
from spiders.sitemaps import Listing

NO_SITEMAP = Outcome(Ending.CHECKED, detail="no sitemap")

NOT_THERE = frozenset({404, 410})
HIDES = frozenset(
    {
        *("truncated", "too_large", "too_many_codings", "bad_encoding", "unknown_encoding"),
        *("bot_challenge", "timeout", "http_408", "http_429"),
    }
)
"""What leaves open whether something is there at all; a server's error does as well."""


def listed(answer: Answer) -> Listing | Outcome:
    """What a sitemap that was asked for lists. One that does not exist hides nothing; any other trouble may."""
    if 200 <= answer.status < 300:
        listing = sitemaps.read(answer.body, answer.headers.get("content-type", ""), flaw=answer.flaw)
        if listing is not None:
            return listing
    if mark := challenge(answer.headers, answer.body):
        return unread("bot_challenge", mark)
    if answer.status in NOT_THERE:
        return NO_SITEMAP
    if not 200 <= answer.status < 300:
        return unread(f"http_{answer.status}")
    if answer.flaw is not None:
        return unread(answer.flaw.reason, answer.flaw.detail)
    return unread("not_a_sitemap", f"sent as {answer.type}" if answer.body.strip() and answer.type else "")


def guessed(outcome: Outcome) -> Outcome:
    """The verdict on a sitemap that nobody names: where nothing shows that there is one, there is none."""
    if outcome.ending in (Ending.CHECKED, Ending.PARTIAL):
        return outcome
    return outcome if outcome.reason in HIDES or outcome.reason.startswith("http_5") else NO_SITEMAP
