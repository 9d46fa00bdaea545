"""What a detector sees of one document."""

from collections.abc import Callable
from dataclasses import dataclass

from scanner.mentions import Mention
from scanner.model import SeenIn
from scanner.urls import Address


@dataclass(frozen=True, slots=True)
class View:
    """A document with its mentions; `inside` is its frame path, as in `Where`. `is_crm` says whose an address is."""

    url: str
    html: str
    seen_in: SeenIn
    inside: str
    mentions: tuple[Mention, ...]
    is_crm: Callable[[Address], bool]
