"""Pages of a clinic, and what is recognised of them."""

from scanner.model import Frame, Mode, Page, Request
from scanner.recognise import Recogniser
from scanner.signatures import load
from scanner.traces import Match, PageTraces

HOME = "https://clinic.example/"

RECOGNISER = Recogniser(load(), frozenset({"clinic.example", "www.clinic.example"}))


def served(html: str, url: str = HOME) -> Page:
    return Page(url, url, 200, Mode.SERVED, html)


def rendered(
    html: str, *, frames: tuple[Frame, ...] = (), requests: tuple[Request, ...] = (), opened: tuple[str, ...] = ()
) -> Page:
    return Page(HOME, HOME, 200, Mode.RENDERED, html, frames=frames, requests=requests, opened=opened)


def traces(page: Page, recogniser: Recogniser = RECOGNISER) -> PageTraces:
    return recogniser.page(page)[1]


def summary(matches: tuple[Match, ...]) -> list[tuple[str, str, str, str]]:
    return [
        (m.signature.removeprefix("highlevel/"), m.value, m.mention.where.seen_in.value, m.mention.state.value)
        for m in matches
    ]
