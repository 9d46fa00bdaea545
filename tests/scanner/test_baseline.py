"""A fingerprint stays the same while nothing that matters changes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.baseline import fingerprint, identity, presence
from scanner.model import How, Kind, State
from scanner.urls import page_key

FORM = "AbCdEfGhIjKlMnOpQrSt"


def of(
    *, kind: Kind = Kind.FORM, there: str = "embed", value: str = FORM, place: str = "page:p", number: int = 0
) -> str:
    return fingerprint(vendor="highlevel", kind=kind, there=there, value=value, place=place, ordinal=number)


def test_a_fingerprint_is_pinned_because_scans_of_last_month_hold_it() -> None:
    assert of(place="page:clinic.example/contact") == "1b8619896f85c05d481bc36f3fb83cfa"
    assert re.fullmatch("[0-9a-f]{32}", of())


def test_kind_presence_identity_place_and_ordinal_each_make_another_one() -> None:
    others = {
        of(),
        of(kind=Kind.SURVEY),
        of(there="link"),
        of(value=FORM.swapcase()),
        of(place="page:q"),
        of(place="shared:footer"),
        of(number=1),
        fingerprint(vendor="other", kind=Kind.FORM, there="embed", value=FORM, place="page:p"),
    }
    assert len(others) == 8


def test_parts_cannot_run_into_each_other() -> None:
    assert of(there="embed", value="linkA") != of(there="embedlink", value="A")


@pytest.mark.parametrize(
    ("value", "same"),
    [
        (FORM, FORM),
        ("+15550100123", "+15550100123"),
        ("https://www.Link.Agency.example/l/Ab12?utm_source=x#y", "link.agency.example/l/Ab12"),
        ("http://link.agency.example/l/Ab12/", "link.agency.example/l/Ab12"),
        ("//link.agency.example/l/Ab12", "link.agency.example/l/Ab12"),
        ("LINK.agency.example", "link.agency.example"),
        ("link.agency.example:8443/x", "link.agency.example:8443/x"),
        ("/l/Ab12?contact=1", "/l/Ab12"),
        ("intro-call/Ab", "intro-call/Ab"),
        ("/", "/"),
        ("", ""),
    ],
)
def test_an_identity_has_no_scheme_www_query_or_fragment_and_keeps_the_case_of_codes(value: str, same: str) -> None:
    assert identity(value) == same
    assert identity(same) == same


def test_a_frame_and_the_script_that_makes_it_are_there_in_the_same_way() -> None:
    states = (State.LIVE, State.WAITING, State.INERT)
    assert [presence(how, state) for how in (How.EMBED, How.SCRIPT, How.LINK) for state in states] == [
        *("embed", "embed", "inert"),
        *("embed", "embed", "inert"),
        *("link", "link", "inert"),
    ]


paths = st.lists(st.from_regex(r"[a-z0-9-]{1,8}", fullmatch=True), max_size=3).map("/".join)


@given(
    path=paths,
    scheme=st.sampled_from(["http", "https"]),
    www=st.sampled_from(["", "www."]),
    slash=st.sampled_from(["", "/"]),
    query=st.sampled_from(["", "?utm_source=mail", "?page=2", "#top"]),
)
def test_the_page_of_a_fingerprint_has_no_scheme_www_query_or_last_slash(
    path: str, scheme: str, www: str, slash: str, query: str
) -> None:
    spelled = f"{scheme}://{www}clinic.example/{path}{slash if path else ''}{query}"
    assert of(place=f"page:{page_key(spelled)}") == of(place=f"page:{page_key(f'https://clinic.example/{path}')}")


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_has_a_fingerprint(value: str, place: str) -> None:
    assert re.fullmatch("[0-9a-f]{32}", of(value=value, place=place))
