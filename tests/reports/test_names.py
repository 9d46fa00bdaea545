"""What the reports say of the names of a site, and of those that nobody told about."""

from dataclasses import replace

import pytest

from reports.gaps import read
from reports.reasons import LEFT
from reports.verdict import Tone, gap, headline
from scanner.model import Unread, Verdict
from scanner.scan import Coverage, Lookups
from tests.reports.scans import CLEAR

OPEN = (
    Unread("clinic.example", "timeout", "no answer from 192.0.2.53 in 2 s"),
    Unread("shop.clinic.example", "timeout", "no answer from 192.0.2.53 in 2 s"),
)


def coverage(dns: Lookups | None, checked: int = 3, unread: tuple[Unread, ...] = ()) -> Coverage:
    return Coverage(False, checked, 0, (), unread, {}, dns=dns)


@pytest.mark.parametrize(
    ("got", "said"),
    [
        (coverage(Lookups(3, 0, OPEN)), "where 2 names of the domain point could not be looked up"),
        (coverage(Lookups(3, 0, OPEN[:1])), "where 1 name of the domain points could not be looked up"),
        (
            coverage(Lookups(3, 0, OPEN[:1]), unread=(Unread("https://clinic.example/", "timeout"),)),
            "1 of 4 addresses could not be read, and where 1 name of the domain points could not be looked up",
        ),
        (coverage(Lookups(3, 2, (), OPEN)), "the scan stopped before its end"),
        (coverage(None), "the scan stopped before its end"),
    ],
)
def test_a_name_of_which_nothing_is_known_is_a_gap(got: Coverage, said: str) -> None:
    assert gap(got) == said


def test_a_scan_with_such_a_name_is_not_clear_and_says_what_helps() -> None:
    dns = Lookups(33, 31, OPEN)
    scan = replace(CLEAR, verdict=Verdict.INCOMPLETE, coverage=replace(CLEAR.coverage, complete=False, dns=dns))
    head = headline(scan, None)
    assert (head.tone, head.sentence, head.more[-1]) == (
        Tone.INCOMPLETE,
        "Not proven clear: where 2 names of the domain point could not be looked up",
        "What was not read is named below, with what helps.",
    )
    (named,) = read(scan.coverage).names
    assert (named.what, named.entries, named.many) == ("No name server answered in time", OPEN, "names")
    assert "--dns-server" in named.advice


@pytest.mark.parametrize(
    ("dns", "said"),
    [
        (None, ()),
        (Lookups(left="off"), ()),
        (Lookups(1, 0), ("What 1 name of the domain points to was looked up.",)),
        (
            Lookups(35, 31, (), OPEN),
            (
                "What 35 names of the domain point to were looked up, "
                "31 of them because they are usual for such things.",
                "Of names that were only tried these were not answered: clinic.example, shop.clinic.example.",
            ),
        ),
    ],
)
def test_what_was_looked_up_is_told(dns: Lookups | None, said: tuple[str, ...]) -> None:
    assert read(coverage(dns)).looked == said


@pytest.mark.parametrize("left", sorted(LEFT))
def test_why_nothing_was_looked_up_is_told(left: str) -> None:
    assert read(coverage(Lookups(left=left))).asides == (LEFT[left],)
