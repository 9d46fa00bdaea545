from datetime import date

import pytest

from reports import words
from reports.clean import no_commands, one_line, visible
from reports.gaps import read
from reports.reasons import REASONS, reason
from scanner.model import Confidence, How, Kind, PlacementType, SeenIn, Severity, State, Unread
from scanner.scan import Coverage

VOCABULARY = (
    "too_large", "too_many_codings", "bad_encoding", "truncated", "unknown_encoding", "protocol", "empty",
    "tls", "dns", "refused", "timeout", "bot_challenge", "login", "soft_404", "not_a_sitemap", "not_html", "depth_loss",
    "attribute_flood", "link_cap", "unclosed_comment", "redirect_loop", "too_many_redirects", "bad_location",
    "blocked_by_policy", "robots", "robots_unreachable", "trap", "crash", "crash_loop", "hang", "nav_loop",
    "navigated_away", "download", "not_rendered", "not_quiet", "subresource", "budget", "interrupted", "memory",
    "not_probed",
)  # fmt: skip


def test_every_word_of_the_model_has_its_words() -> None:
    assert set(words.THINGS) == set(Kind)
    assert set(words.HOWS) == set(How)
    assert set(words.STATES) == set(State)
    assert set(words.SEVERITIES) == set(Severity)
    assert set(words.DOUBTS) == set(Confidence)
    assert set(words.SIGHTINGS) == set(SeenIn)
    assert set(words.PLACES) == set(PlacementType)
    assert {thing.group for thing in words.THINGS.values()} == set(words.Group)


def test_every_reason_has_its_sentence() -> None:
    assert set(REASONS) == set(VOCABULARY)
    assert not [entry for entry in REASONS.values() if "_" in entry.what or entry.what.endswith(".")]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("login", "the page asked for a password"),
        ("http_503", "the server answered with error 503"),
        ("http_304", "the server answered with status 304"),
        ("bot_challenge", "a bot check stood in front of the page"),
        ("eaten_by_dog", "the reason given is: eaten by dog"),
    ],
)
def test_reason_is_said_in_words(word: str, said: str) -> None:
    assert reason(word).what == said


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 quizzes"), (1, "1 quiz"), (2, "2 quizzes"), (1200, "1,200 quizzes")]
)
def test_numbers_agree_with_their_nouns(number: int, said: str) -> None:
    assert words.things(Kind.QUIZ, number) == said


def test_sentence_starts_with_a_capital_but_an_address_stays() -> None:
    assert words.sentence("the footer") == "The footer"
    assert words.sentence("https://clinic.example/ sends on") == "https://clinic.example/ sends on"
    assert words.sentence("") == ""


def test_dates_are_written_out() -> None:
    assert words.day(date(2026, 11, 30)) == "30 November 2026"
    assert words.clock("2026-01-02T03:04:05Z") == "2 January 2026, 03:04 UTC"
    assert words.clock("yesterday") == words.date_of("yesterday") == "yesterday"
    assert words.date_of("2026-01-02T03:04:05Z") == "2 January 2026"


def test_platforms_have_names() -> None:
    assert words.platform("wordpress/elementor") == "WordPress with Elementor"
    assert words.platform("homemade") == "homemade"


def test_reasons_are_grouped_the_most_frequent_first() -> None:
    coverage = Coverage(
        False,
        1,
        1,
        (),
        (Unread("a", "login"), Unread("b", "http_500"), Unread("c", "http_500")),
        {"out-of-scope": 1, "odd": 2},
    )
    said = read(coverage)
    assert [(gap.what, len(gap.entries)) for gap in said.missing] == [
        ("The server answered with error 500", 2),
        ("The page asked for a password", 1),
    ]
    assert said.summary == "1 of 4 addresses was read wholly; 1 page was also opened in a browser."
    assert said.asides == ("2 addresses were left aside: odd.", "1 address leads to another site.")


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("https://clinic.example/", "Check the address, or start the scan at a page that exists."),
        ("https://clinic.example/js/main.js?v=2", "Put the file back, or remove the line that loads it."),
        ("https://clinic.example/prices", "Remove the links to it."),
    ],
)
def test_what_helps_against_a_404_depends_on_what_is_missing(url: str, advice: str) -> None:
    coverage = Coverage(False, 0, 0, (), (Unread(url, "http_404"),), {})
    (gap,) = read(coverage, ("https://clinic.example/",)).missing
    assert (gap.what, gap.advice) == ("The server answered with error 404", advice)


@pytest.mark.parametrize(
    ("checked", "missing", "said"),
    [
        (0, 0, "No address was read."),
        (0, 1, "0 of 1 address was read wholly."),
        (2, 1, "2 of 3 addresses were read wholly."),
    ],
)
def test_summary_of_what_was_read_agrees_with_its_number(checked: int, missing: int, said: str) -> None:
    unread = tuple(Unread(str(n), "dns") for n in range(missing))
    assert read(Coverage(False, checked, 0, (), unread, {})).summary == said


def test_what_was_held_back_is_said_in_words() -> None:
    refused = {"not needed": 1200, "POST": 30, "OPTIONS": 11, "measurement": 5, "beacon": 4, "www.ads.example": 1}
    (said,) = read(Coverage(True, 1, 1, (), (), {}, refused)).asides
    assert said == (
        "1,251 requests of the pages were held back: pictures, fonts and videos (1,200), attempts to send something "
        "(41), measurement and advertising (9), www.ads.example (1)."
    )


def test_why_pages_were_not_opened_in_a_browser_is_said_in_words() -> None:
    served = {"only known libraries": 1, "nothing on it can run": 1200, "odd": 1}
    (said,) = read(Coverage(True, 1202, 0, (), (), {}, served=served)).asides
    assert said == (
        "1,202 pages were read without a browser: nothing there can run or change (1,200), "
        "odd (1), all that runs there are well-known libraries (1)."
    )


def test_unseen_characters_show_as_escapes() -> None:
    assert visible("a\x1b[2J\u202e\x9b\ud800\U000e0041\nb\t") == "a\\x1b[2J\\u202e\\x9b\\ud800\\U000e0041\nb\t"
    assert one_line(" a\r\n b\u2028c ") == "a b c"
    assert (
        no_commands("a\n  ::error::x\n##[group]\n#x ##vso[a]") == "a\n  \\x3a:error::x\n#\\x23[group]\n#x #\\x23vso[a]"
    )
