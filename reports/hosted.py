"""Names below the site's own under which the CRM shows pages: what leads there goes first, then the name."""

from collections import defaultdict

from reports import words
from reports.verdict import pages_of, todo
from scanner.ends import is_own
from scanner.model import How, Kind
from scanner.scan import Finding, Scan


def sentences(scan: Scan) -> tuple[str, ...]:
    """For each such name what is to be done, as a sentence; nothing without one."""
    own = frozenset(scan.target.hosts)
    by_name: dict[str, list[Finding]] = defaultdict(list)
    for finding in todo(scan):
        if finding.kind is Kind.HOSTED_PAGE and finding.how in (How.LINK, How.REDIRECT) and is_own(finding.value, own):
            by_name[finding.value].append(finding)
    return tuple(_sentence(name, tuple(found)) for name, found in sorted(by_name.items()))


def _sentence(name: str, found: tuple[Finding, ...]) -> str:
    places = words.count(len(found), "place")
    pages = words.count(pages_of(found), "page")
    return (
        f"{name} shows pages of the CRM: lead the links to it elsewhere in {places} on {pages}, then the name itself."
    )
