"""One request of a page, from its beginning to what became of it."""

from dataclasses import dataclass

from scanner.model import Opener, Request
from spiders.neterrors import BY_RULE
from spiders.reads import refusal


@dataclass(slots=True)
class Entry:
    """One request as it goes on. `top`: it is for the page itself. Times are those of the journal's clock.

    `told` is the status on the wire, also of an answer that the browser keeps from the page. `via` are the addresses
    that redirected to `url`, the one that the page asked for first.
    """

    url: str
    method: str
    resource: str
    frame: str = ""
    initiator: str = ""
    top: bool = False
    asked_method: str = ""
    sends: str = ""
    answered: float = 0.0
    status: int = 0
    told: int = 0
    mime: str = ""
    done: bool = False
    error: str = ""
    refused: str = ""
    opener: Opener | None = None
    callers: tuple[str, ...] = ()
    via: tuple[str, ...] = ()

    def _asked(self) -> tuple[str, str, str, str, str]:
        return self.method, self.resource, self.url, self.asked_method, self.sends

    def outcome(self) -> tuple[str, str]:
        """`ok`, `failed` or `refused`, and the circumstance."""
        if self.refused:
            return "refused", self.refused
        if self.error and (why := refusal(*self._asked(), tried=self.opener is not None)):
            return "refused", why
        if self.error or self.status >= 400:
            hidden = self.error.startswith(BY_RULE) and self.told >= 400
            return "failed", f"http_{self.told}" if hidden else self.error or f"http_{self.status}"
        return "ok", "" if self.done else "still open"

    def value(self, cause: str = "") -> Request:
        """As it stands now; `cause` is the script to be named for it."""
        return Request(self.url, self.resource, self.frame, self.initiator, *self.outcome(), self.opener, cause)
