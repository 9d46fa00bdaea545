"""What the tests of findings have in common: pages of one clinic, and findings told in short."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from scanner.findings import findings
from scanner.model import Mode, Page
from scanner.recognise import Recogniser
from scanner.scan import Finding
from scanner.signatures import load
from scanner.traces import PageTraces
from scanner.uniting import unite

HOST = "clinic.example"
AGENCY = "https://link.agency.example"
FORM, OTHER_FORM = "AbCdEfGhIjKlMnOpQrSt", "ZyXwVuTsRqPoNmLkJi01"
WIDGET = "0123456789abcdef01234567"
SIGNATURES = load()
RECOGNISER = Recogniser(SIGNATURES, frozenset({HOST, f"www.{HOST}"}))


def form(identifier: str = FORM, host: str = AGENCY) -> str:
    return (
        f'<iframe src="{host}/widget/form/{identifier}" id="inline-{identifier}" data-form-id="{identifier}"></iframe>'
    )


RESIZER = f'<script src="{AGENCY}/js/form_embed.js"></script>'
CHAT = (
    '<script src="https://widgets.leadconnectorhq.com/loader.js" '
    'data-resources-url="https://widgets.leadconnectorhq.com/chat-widget/loader.js" '
    f'data-widget-id="{WIDGET}"></script>'
)


def link(address: str = f"/widget/form/{FORM}", words: str = "Write to us") -> str:
    return f'<a href="{AGENCY}{address}">{words}</a>'


def url(path: str) -> str:
    return f"https://{HOST}{path}"


def served(path: str, body: str, head: str = "", **more: object) -> Page:
    html = f"<!doctype html><html><head><title>{path}</title>{head}</head><body>{body}</body></html>"
    return Page(url(path), url(path), 200, Mode.SERVED, html, **more)  # type: ignore[arg-type]  # fields of Page


def rendered(path: str, body: str, head: str = "", **more: object) -> Page:
    return replace(served(path, body, head, **more), mode=Mode.RENDERED)


def read(*pages: Page) -> list[PageTraces]:
    return [RECOGNISER.page(page)[1] for page in pages]


def both(first: Page, second: Page) -> PageTraces:
    return unite(*read(first, second))


def found(*pages: Page) -> tuple[Finding, ...]:
    return findings(read(*pages), RECOGNISER)


@dataclass(frozen=True)
class Told:
    """A finding, reduced to what most tests compare."""

    signature: str
    value: str
    how: str
    state: str
    placement: str
    container: str
    pages: tuple[str, ...]


def told(result: Iterable[Finding]) -> list[Told]:
    return [
        Told(
            f.signature.removeprefix("highlevel/"),
            f.value,
            f.how.value,
            f.state.value,
            f.placement.type.value,
            f.placement.container,
            tuple(page.removeprefix(f"https://{HOST}") for page in f.placement.pages),
        )
        for f in result
    ]


def site(paths: Sequence[str], body: Callable[[str], str]) -> list[Page]:
    return [served(path, body(path)) for path in paths]


PATHS = ("/", *(f"/page-{n}/" for n in range(2, 13)))
"""Twelve pages."""
