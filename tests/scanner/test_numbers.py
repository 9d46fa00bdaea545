"""Telephone numbers: what is one and what is none, in words, in links and in whole documents."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.numbers import called, digest, digests, is_same, written


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Call 212-555-0142 now", ["2125550142"]),
        ("Call 212.555.0142.", ["2125550142"]),
        ("(212) 555-0142", ["2125550142"]),
        ("(212)555-0142", ["2125550142"]),
        ("212\u00a0555\u20110142", ["2125550142"]),
        ("1-212-555-0142", ["12125550142"]),
        ("1 (212) 555-0142", ["12125550142"]),
        ("+1 (212) 555-0142", ["+12125550142"]),
        ("+44 20 7946 0018", ["+442079460018"]),
        ("T: 212-555-0142, F: 212-555-0143", ["2125550142", "2125550143"]),
        ("212-555-0142 212-555-0143", ["2125550142", "2125550143"]),
        ("2125550142", []),
        ("2026-11-23 10:30", []),
        ("from 10.11.2026 to 12.11.2026", []),
        ("$212 555 0142", []),
        ("costs 1.250.1200,50", []),
        ("#212-555-0142", []),
        ("A212-555-0142", []),
        ("212-555-0142-7", []),
        ("ISBN 978-3-555-01421-7", []),
        ("10,000,000 visitors", []),
        ("112-555-0142", []),
        ("555-0142", []),
        ("192.168.255.1234", []),
        ("Show (212) 555-01…", []),
        ("(212) 555-XXXX", []),
        ("+1", []),
    ],
)
def test_numbers_in_words(text: str, numbers: list[str]) -> None:
    assert [found.number for found in written(text)] == numbers
    assert all(text[found.start : found.end].strip() == text[found.start : found.end] for found in written(text))


@pytest.mark.parametrize(
    ("href", "number"),
    [
        ("tel:+12125550142", "+12125550142"),
        ("tel:212-555-0142", "2125550142"),
        ("TEL: (212) 555 0142", "2125550142"),
        ("tel:%2B1%20212%20555%200142", "+12125550142"),
        ("tel://2125550142", "2125550142"),
        ("tel:2125550142,5", "2125550142"),
        ("tel:2125550142;ext=5", "2125550142"),
        ("sms:+12125550142?body=Hello", "+12125550142"),
        ("callto:2125550142", "2125550142"),
        ("tel:1-800-CLINICS", ""),
        ("tel:911", ""),
        ("tel:", ""),
        ("tel:{{phone}}", ""),
        ("mailto:2125550142@mail.example", ""),
        ("/tel:2125550142", ""),
        ("", ""),
    ],
)
def test_numbers_that_links_call(href: str, number: str) -> None:
    assert called(href) == number


DIALLED = st.lists(
    st.sampled_from(
        [
            *("212", "212", "555-0142", "555 0142", "+1", "+", "%2B1", "(", ")", " ", "%20", "\u00a0", ".", "/"),
            *(",5", ";ext=5", "０１２", "CALL", "{{phone}}", "\ud800", "%"),
        ]
    ),
    max_size=6,
).map("".join)


@given(DIALLED)
def test_what_a_link_calls_is_digits_or_nothing(dialled: str) -> None:
    assert re.fullmatch(r"(?:\+?[0-9]{7,15})?", called(f"tel:{dialled}"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2125550142", "+12125550142", True),
        ("2125550142", "12125550142", True),
        ("5550142", "2125550142", True),
        ("02079460018", "+442079460018", True),
        ("2125550142", "2125550143", False),
        ("2125550142", "6465550142", False),
    ],
)
def test_a_number_is_the_same_however_it_is_written(one: str, other: str, *, same: bool) -> None:
    assert is_same(one, other) is is_same(other, one) is same
    if len(one) > 8:
        assert (digest(one) == digest(other)) is same


@pytest.mark.parametrize(
    "text",
    [
        "tel:+12125550142",
        '{"phone":"2125550142"}',
        "(212)&nbsp;555&#8209;0142",
        "212.555.0142",
        "var n = ['1-212-555-0142']",
        "tel:%2B1%20212%20555%200142",
    ],
)
def test_digests_know_a_number_again_wherever_it_stands_in_a_document(text: str) -> None:
    assert digest("2125550142") in digests(text)
    assert digest("2125550143") not in digests(text)
    assert "555" not in "".join(digests(text))
