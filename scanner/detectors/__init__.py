"""What data cannot say: a module each, with the `ID` of its record, which names it as `detector`."""

from collections.abc import Callable, Iterator, Mapping

from scanner.detectors import custom_value, hosted_page
from scanner.detectors.view import View
from scanner.traces import Match

DETECTORS: Mapping[str, Callable[[View], Iterator[Match]]] = {
    "hosted_page": hosted_page.detect,
    "custom_value": custom_value.detect,
}
"""Asked after the signatures, for what those leave. `assembled` needs no record of its own: it goes before them, and
completes what signatures know."""

LATE = frozenset({"number_swap", "phone"})
"""Asked by `scanner.recognise` once all pages were read, about what is known by then."""
