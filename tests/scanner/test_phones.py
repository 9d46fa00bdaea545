# ruff: noqa: E501
"""Telephone numbers in text and links, as people write them, and what only looks like one."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.mentions import Told
from scanner.phones import called, e164, found, is_written, possible
from tests.scanner.phones_in_context import NONE_THERE, NUMBERS


def numbers(text: str, region: str) -> tuple[str, ...]:
    told = (one for one in found(text) if one.told in (Told.NAMED, Told.SHAPED))
    return tuple(filter(None, (e164(one.number, region) for one in told)))


def test_there_are_many_of_both() -> None:
    assert len({*NUMBERS}) >= 100
    assert len({*NONE_THERE}) >= 150


@pytest.mark.parametrize(("text", "region", "expected"), NUMBERS)
def test_numbers_in_words(text: str, region: str, expected: tuple[str, ...]) -> None:
    assert numbers(text, region) == expected


@pytest.mark.parametrize(("text", "region"), NONE_THERE)
def test_what_is_no_number_in_words(text: str, region: str) -> None:
    assert numbers(text, region) == ()


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("Phone", Told.NAMED),
        ("Fax:", Told.FAX),
        ("Our fax number is", Told.FAX),
        ("Tel/Fax", Told.NAMED),
        ("", Told.SHAPED),
    ],
)
def test_words_in_front_that_stand_in_another_element(before: str, told: Told) -> None:
    assert [one.told for one in found("(415) 555-0132", before)] == [told]


@pytest.mark.parametrize(
    ("href", "number", "extension"),
    [
        ("tel:+14155550132", "+14155550132", ""),
        ("tel:+1-415-555-0132", "+14155550132", ""),
        ("TEL:(415)%20555-0132", "+14155550132", ""),
        ("tel://4155550132", "+14155550132", ""),
        ("tel:4155550132;ext=12", "+14155550132", "12"),
        ("tel:4155550132,,12", "+14155550132", "12"),
        ("tel:4155550132p12", "+14155550132", "12"),
        ("tel:415-555-0132 ext. 12", "+14155550132", "12"),
        ("tel:1-800-FLOWERS", "+18003569377", ""),
        ("sms:+14155550132?body=Hello", "+14155550132", ""),
        ("sms:+14155550132;?&body=Hello", "+14155550132", ""),
        ("callto:+14155550132", "+14155550132", ""),
        ("skype:+14155550132?call", "+14155550132", ""),
        ("facetime:+14155550132", "+14155550132", ""),
        ("whatsapp://send?text=Hi&phone=14155550132", "+14155550132", ""),
        ("https://wa.me/14155550132?text=Hi", "+14155550132", ""),
        ("https://api.whatsapp.com/send/?phone=%2B1415%20555%200132&text=Hi", "+14155550132", ""),
        ("https://web.whatsapp.com/send?phone=14155550132", "+14155550132", ""),
        ("viber://chat?number=%2B14155550132", "+14155550132", ""),
        ("https://t.me/+14155550132", "+14155550132", ""),
        ("https://signal.me/#p/+14155550132", "+14155550132", ""),
        ("https://wa.me/send?phone=14155550132", "+14155550132", ""),
        ("tg://resolve?domain=x&phone=14155550132", "+14155550132", ""),
        ("sms:4155550132&body=Hello", "+14155550132", ""),
        ("sms:/open?addresses=+14155550132,+14155550133&body=Hello", "+14155550132", ""),
        ("sip:+14155550132@voice.example", "+14155550132", ""),
        ("http://tel:4155550132", "+14155550132", ""),
        ("//tel:+14155550132", "+14155550132", ""),
        ("/tel:+14155550132", "+14155550132", ""),
        ("tel:415\u00ad555\u200b0132", "+14155550132", ""),
    ],
)
def test_links_that_call(href: str, number: str, extension: str) -> None:
    one = called(href)
    assert one is not None
    assert (e164(one.number, "US"), one.extension) == (number, extension)


@pytest.mark.parametrize(
    "href",
    [
        "tel:911", "tel:", "tel:+", "sms:55555", "mailto:a@clinic.example", "skype:clinic?chat",
        "https://wa.me/message/ABCDEFGH",        "https://t.me/clinic", "https://t.me/+AbCdEfGhIjK", "https://clinic.example/14155550132", "fax:+14155550132",
        "/tel/4155550132",
        "https://clinic.example/?u=tel:4155550132", "tel:2024-11-30", "tel:37.7749295", "tel:CLINIC",
    ],
)  # fmt: skip
def test_links_that_call_nobody(href: str) -> None:
    assert called(href) is None


@pytest.mark.parametrize(
    ("written", "known", "same"),
    [
        ("415-555-0132", "+14155550132", True),
        ("4155550132", "+14155550132", True),
        ("1 415 555 0132", "+14155550132", True),
        ("+1 415 555 0132", "+14155550132", True),
        ("020 7946 0018", "+442079460018", True),
        ("0044 20 7946 0018 9-5", "+442079460018", True),
        ("4155550132", "+442079460018", False),
        ("020 7946 0018", "+12079460018", False),
        ("5550132", "+14155550132", False),
        ("4415555501329", "+14155550132", False),
        ("415-555-0132-99", "+14155550132", False),
        ("+44 4155550132", "+14155550132", False),
    ],
)
def test_a_number_is_known_again(written: str, known: str, same: bool) -> None:
    assert is_written(written, known) is same


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("+1 415 555 0132", "", ("+14155550132", True, "")),
        ("(415) 555-0132 x23", "US", ("+14155550132", True, "23")),
        ("415-555-0132", "", ("", False, "")),
        ("+1 200 555 0132", "", ("+12005550132", False, "")),
        ("4.15E+09", "US", ("", False, "")),
        ("4155550132.0", "US", ("", False, "")),
        ("55555", "US", ("", False, "")),
        ("", "US", ("", False, "")),
    ],
)
def test_what_a_person_gives_as_a_number(text: str, region: str, expected: tuple[str, bool, str]) -> None:
    assert possible(text, region) == expected


@given(
    st.text(alphabet="0123456789 +-().,/:x#AZ \u00a0\u2011faxtel$;", max_size=200),
    st.sampled_from(["", "US", "GB", "ES"]),
)
def test_nothing_written_raises(text: str, region: str) -> None:
    end = 0
    for one in found(text):
        assert end <= one.start < one.end <= len(text)
        assert not e164(one.number, region) or e164(one.number, region).startswith("+")
        end = one.end
    called(f"tel:{text}")
    possible(text, region)


@pytest.mark.parametrize(
    "piece",
    [
        "0 ",
        "1-",
        "(4",
        "+1",
        "415 ",
        "8 0 0 A",
        "call ",
        "1-800-A",
        "9",
        "+1 415 555 0132 ",
        "fax us to ",
        "000-",
        "(0)",
    ],
)
def test_time_grows_with_the_length(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    start = time.process_time()
    list(found(text))
    called(f"tel:{text}")
    called(f"whatsapp://send?{text}")
    assert time.process_time() - start < 2
