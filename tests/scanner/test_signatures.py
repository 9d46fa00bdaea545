"""Signature data: the grammar of paths and ids, and every sample against all signatures."""

import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.mentions import Mention, MentionType, Where
from scanner.model import Confidence, How, SeenIn, State
from scanner.samples import Trial, failure, trials
from scanner.signatures import BUILT_IN, Signatures, how, load
from scanner.signatures.paths import PatternError, compile_path, compile_shape, is_placeholder, match, segments
from scanner.signatures.records import read
from scanner.signatures.rules import Known
from tests.scanner.signing import RECORD, written

SIGNATURES = load()
TRIALS = [trial for record in SIGNATURES.records for trial in trials(record)]
ID = "AbCdEfGhIjKlMnOpQrSt"
HEX = "0123456789abcdef01234567"


def mention(url: str, kind: MentionType = MentionType.LINK, **attrs: str) -> Mention:
    return Mention(kind, url, Where(SeenIn.HTML), attrs)


def known(*crm: str, beside: tuple[str, ...] = ()) -> Known:
    return Known(frozenset(crm), {"clinic.example"}.__contains__, frozenset(beside))


def recognised(url: str, kind: MentionType = MentionType.LINK, *crm: str) -> list[tuple[str, str]]:
    found = SIGNATURES.match(mention(url, kind), known(*crm))
    return [(r.signature.id, r.value) for r in found]


# --- samples ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: f"{trial.signature.id}-{trial.name}")
def test_sample_is_recognised_as_its_own_signature_and_nothing_else(trial: Trial) -> None:
    assert failure(trial, SIGNATURES) == ""


def test_meanings_are_for_people_who_do_not_write_code() -> None:
    technical = re.compile(
        r"\b(iframe|script|dom|html|javascript|embed|url|webhook|element|attribute)s?\b", re.IGNORECASE
    )
    assert [r.id for r in SIGNATURES.records if technical.search(r.meaning)] == []


def test_what_nobody_confirmed_is_not_worded_as_a_fact() -> None:
    inferred = [r for r in SIGNATURES.records if r.verified == "D"]
    assert inferred
    assert [r.id for r in inferred if "looks like" not in r.meaning or r.confidence == "certain"] == []


def test_few_words_are_looked_for_on_every_page() -> None:
    assert len(SIGNATURES.keywords) <= 11
    assert [word for word in SIGNATURES.keywords if len(word) < 6 or word != word.lower()] == []


# --- paths, shapes, placeholders --------------------------------------------------------------------------------------


def captured(pattern: str, path: str) -> dict[str, str] | None:
    shapes = {"id": compile_shape("[a-z]{3}"), "hex": compile_shape("[0-9a-f]{4}"), "any": compile_shape(".+")}
    found = match(compile_path(pattern, shapes), segments(path), (compile_shape("YOUR_[A-Z]+"),))
    return None if found is None else {**found.values, **({"!": "placeholder"} if found.placeholder else {})}


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("/a/{x:id}", "/a/abc", {"x": "abc"}),
        ("/a/{x:id}", "/A/abc/", {"x": "abc"}),
        ("/a/{x:id}", "//a//abc", {"x": "abc"}),
        ("/a/{x:id}", "/a/abcd", None),
        ("/a/{x:id}", "/a/abc/d", None),
        ("/a/{x:id}", "/b/a/abc", None),
        ("/a/{x:id}", "/a", None),
        ("/a/{x:id}", "/a/%61bc", {"x": "abc"}),
        ("/a/{x:id}", "/a/aaa", None),
        ("/a/{x:id|hex}", "/a/12ab", {"x": "12ab"}),
        ("/a/{:id}/b", "/a/abc/b", {}),
        ("/a/*/b", "/a/what ever/b", {}),
        ("/a/{x:any*}", "/a/b/c", {"x": "b/c"}),
        ("/a/{x:any*}", "/a", None),
        ("/a/**", "/a", {}),
        ("/a/**", "/a/b/c", {}),
        ("**/f.js", "/f.js", {}),
        ("**/f.js", "/x/y/f.js", {}),
        ("**/f.js", "/x/af.js", None),
        ("**/f.js", "/f.js/x", None),
        ("**/a/b/**", "/x/a/b/y", {}),
        ("**/a/{x:id}", "/a/a/abc", {"x": "abc"}),
        ("/", "/", {}),
        ("/", "/a", None),
        ("/a/{x:id}", "/a/YOUR_ID", {"x": "YOUR_ID", "!": "placeholder"}),
    ],
)
def test_path_pattern(pattern: str, path: str, expected: dict[str, str] | None) -> None:
    assert captured(pattern, path) == expected


@pytest.mark.parametrize("pattern", ["a/b", "/a/{x}", "/a/{x:none}", "/a/{x:any*}/b", "/a*b", "/{x:any*}/**"])
def test_pattern_outside_the_grammar_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_path(pattern, {"any": compile_shape(".+")})


PLACEHOLDERS = [compile_shape(text) for text in read(sorted(BUILT_IN.glob("*.toml"))).placeholders]


@pytest.mark.parametrize(
    "text",
    [
        *("YOUR_CALENDAR_ID", "YOUR-FORM-ID", "<FORM_ID>", "xxxxxxxxxx", "GHL_FORM_ID", "PLACEHOLDER", "FORM_ID_HERE"),
        *("your_form_id", "insert-id-here", "{x}", "[FORM ID]", "{{form_id}}", ":id", "aaaaaaaaaaaaaaaaaaaa", "formId"),
        *("XXXX", "0000000000", "REPLACE_ME", "example-form"),
    ],
)
def test_placeholder(text: str) -> None:
    assert is_placeholder(text, tuple(PLACEHOLDERS))


@pytest.mark.parametrize(
    "text", [ID, HEX, "intro-call", "${FORM_ID}", "grid", "abcd", "jquery.form.min.js", "widgets", "yourself", "hereby"]
)
def test_id_and_word_are_no_placeholders(text: str) -> None:
    assert not is_placeholder(text, tuple(PLACEHOLDERS))


def test_no_regular_expression_takes_more_than_linear_time() -> None:
    """Each one meets 50,000 hostile characters of several kinds; a polynomial one would not end within minutes."""
    code = """
import re
from scanner.detectors import assembled, custom_value, quoted
from scanner.signatures import BUILT_IN, rules
from scanner.signatures.paths import compile_shape
from scanner.signatures.records import read
data = read(sorted(BUILT_IN.glob("*.toml")))
tries = [compile_shape(text).fullmatch for text in (*data.shapes.values(), *data.placeholders)]
tries += [p.search for p in (rules.WORD, rules.PARTS, custom_value.START, custom_value.BLANK, assembled.QUOTED)]
tries += [lambda text, p=p: p.search(text, max(len(text) - 620, 0)) for p in vars(quoted).values()
          if isinstance(p, re.Pattern)]
seeds = ["a", "A", "0", "aA0", "_", "a_", "-", "your_", "x", "xX_", "/", "<", "{", "{{ ", "custom_value.", "'", '"aA0']
seeds += ["\\\\/", " a", "[a=", "?u=", "data-copy='"]
seeds += ["id,", "f.", "pool", "é", "0123456789abcdef-", "AbCdEfGhIjKlMnOpQrSt,"]
for attempt in tries:
    for seed in seeds:
        text = seed * (50_000 // len(seed))
        for hostile in (text, text + "!", "<" + text, "{" + text):
            attempt(hostile)
print(len(tries))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert int(done.stdout) > 20


# --- matching ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spelling",
    [
        f"https://api.leadconnectorhq.com/widget/form/{ID}",
        f"http://link.agency.example/widget/form/{ID}?email=x",
        f"https://link.agency.example//widget/form/{ID}/#top",
        f"https://LINK.agency.example/Widget/Form/{ID}",
        f"https://clinic.example/saved/api.leadconnectorhq.com/widget/form/{ID}.html",
    ],
)
@pytest.mark.parametrize("kind", [MentionType.FRAME, MentionType.CODE, MentionType.REQUEST, MentionType.LINK])
def test_all_spellings_of_one_thing_have_one_identity(spelling: str, kind: MentionType) -> None:
    assert recognised(spelling, kind) == [("highlevel/form", ID)]


def test_id_in_the_address_beats_the_id_of_the_element() -> None:
    frame = mention(
        f"https://link.agency.example/widget/survey/{ID}",
        MentionType.FRAME,
        **{"id": "inline-ZyXwVuTsRqPoNmLkJiHg", "data-layout": "{'id':'INLINE'}", "data-trigger-type": "alwaysShow"},
    )
    found = SIGNATURES.match(frame, known())
    assert [(r.signature.id, r.value) for r in found] == [("highlevel/survey", ID)]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"https://menu.agency.example/widget/service-menu/{HEX}", []),
        (f"https://pay.agency.example/payment-link/{HEX}", []),
        (f"https://book.agency.example/booking/{ID}", []),
        ("https://menu.agency.example/anything", []),
        ("https://www.gohighlevel.com/affiliate", []),
        ("https://status.gohighlevel.com/", []),
        ("https://api.leadconnectorhq.com.evil.example/x", []),
        ("https://notmsgsndr.com/l/abcdef", []),
    ],
)
def test_what_one_sign_alone_does_not_prove(url: str, expected: list[tuple[str, str]]) -> None:
    assert recognised(url) == expected


def test_on_a_known_host_every_address_is_a_trace() -> None:
    host = "link.agency.example"
    assert {
        path: recognised(f"https://{host}{path}", MentionType.LINK, host)
        for path in ("/", "/l/AbC123", f"/payment-link/{HEX}", "/spring-offer", f"/widget/service-menu/{HEX}")
    } == {
        "/": [("highlevel/start-page", host)],
        "/l/AbC123": [("highlevel/trigger-link", "AbC123")],
        f"/payment-link/{HEX}": [("highlevel/payment-link", HEX)],
        "/spring-offer": [("highlevel/page", host)],
        f"/widget/service-menu/{HEX}": [("highlevel/service-menu", HEX)],
    }


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"/widget/service-menu/{HEX}", [("highlevel/booking-page", HEX)]),
        ("/widget/bookings/intro-call", [("highlevel/booking-page", "intro-call")]),
        (f"/payment-link/{HEX}", [("highlevel/payment-page", HEX)]),
        ("/js/external-tracking.js", []),
        ("/widget/bookings/new", []),
        ("/widget/appointment/clinic-name", []),
        ("/communities/groups/skin/home", []),
        ("/widget/form/newpatientintake2024", []),
        ("/widget/group/AdministratorsGroup1", []),
    ],
)
def test_what_looks_like_the_crms_is_said_once_all_pages_were_read(path: str, expected: list[tuple[str, str]]) -> None:
    link = mention(f"https://go.agency.example{path}")
    assert SIGNATURES.match(link, known()) == ()
    found = SIGNATURES.match_late(link, known())
    assert [(r.signature.id, r.value) for r in found] == expected
    assert {r.signature.confidence for r in found} <= {Confidence.LIKELY, Confidence.POSSIBLE}


@pytest.mark.parametrize("word", ["newpatientintake2024", "consultationBooking1", "ClinicIntakeForm2024"])
def test_a_name_is_an_id_only_where_the_crm_is_known(word: str) -> None:
    for host in ("forms.other.example", "api.leadconnectorhq.com"):
        found = recognised(f"https://{host}/widget/form/{word}")
        assert found == ([("highlevel/form", word)] if host.startswith("api.") else [])


def test_second_sign_on_the_same_page_is_enough() -> None:
    link = mention(f"https://pay.agency.example/payment-link/{HEX}")
    assert SIGNATURES.match(link, known()) == ()
    found = SIGNATURES.match(link, known(beside=("highlevel/form",)))
    assert [(r.signature.id, r.value) for r in found] == [("highlevel/payment-link", HEX)]


def test_first_party_hosts_have_roles_and_marketing_is_none_of_them() -> None:
    assert {
        host: (SIGNATURES.role(host), SIGNATURES.is_first_party(host))
        for host in ("api.leadconnectorhq.com", "new.leadconnectorhq.com", "www.gohighlevel.com", "clinic.example",
                     "x.app.clientclub.net", "help.aesthetixcrm.com", "link.aesthetixcrm.com", "link.msgsndr.com.")
    } == {
        "api.leadconnectorhq.com": ("widgets", True),
        "new.leadconnectorhq.com": ("api", True),
        "www.gohighlevel.com": ("marketing", False),
        "x.app.clientclub.net": ("portal", True),
        "help.aesthetixcrm.com": ("marketing", False),
        "link.aesthetixcrm.com": ("", False),
        "link.msgsndr.com.": ("widgets", True),
        "clinic.example": ("", False),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (MentionType.FRAME, "", How.EMBED),
        (MentionType.ELEMENT, "", How.EMBED),
        (MentionType.LINK, "", How.LINK),
        (MentionType.REDIRECT, "", How.REDIRECT),
        (MentionType.REQUEST, "", How.EMBED),
        (MentionType.CODE, 'f.src = "https://api.leadconnectorhq.com/', How.EMBED),
        (MentionType.CODE, 'window.open("https://api.leadconnectorhq.com/', How.LINK),
        (MentionType.CODE, "window.location.href = `https://api.leadconnectorhq.com/", How.LINK),
        (MentionType.CODE, 'jsx("a",{href:"https://api.leadconnectorhq.com/', How.LINK),
    ],
)
def test_how_a_form_is_there_follows_from_the_mention(kind: MentionType, text: str, expected: How) -> None:
    url = f"https://api.leadconnectorhq.com/widget/form/{ID}"
    seen = Mention(kind, url, Where(SeenIn.HTML), {}, f"{text}widget/form/{ID}")
    assert how(SIGNATURES.by_id("highlevel/form"), seen) is expected


def test_record_may_say_how_it_is_there() -> None:
    seen = mention("https://widgets.leadconnectorhq.com/loader.js", MentionType.SCRIPT)
    assert how(SIGNATURES.by_id("highlevel/chat"), seen) is How.EMBED
    assert how(SIGNATURES.by_id("highlevel/resizer"), seen) is How.SCRIPT


def test_harmless_hosts_hold_for_all_names_below_them() -> None:
    assert [
        SIGNATURES.is_harmless(host)
        for host in ("facebook.com", "www.facebook.com", "notfacebook.com", "cdnjs.cloudflare.com", "agency.example")
    ] == [True, True, False, True, False]


def test_hosts_that_a_signature_names_are_never_dull(tmp_path: Path) -> None:
    hosts = ("cdn.shopify.com", "cdn.shopify.com:8443", "storage.googleapis.com", "fonts.googleapis.com",
             "msgsndr-private.storage.googleapis.com", "cdn.agency.example")  # fmt: skip
    assert [SIGNATURES.is_dull(host) for host in hosts] == [True, True, False, True, False, False]
    written(tmp_path, RECORD.replace("forms.acme.example", "shopify.com"))
    assert [load([tmp_path]).is_dull(host) for host in hosts[:2]] == [False, False]


def test_no_first_party_host_is_called_harmless() -> None:
    hosts = read(sorted(BUILT_IN.glob("*.toml"))).hosts
    shared = {"msgsndr-private.storage.googleapis.com"}
    assert [h for h in hosts if SIGNATURES.is_harmless(h.removeprefix("*.")) and h not in shared] == []


ADDRESSES = st.builds(
    "https://{}/{}".format,
    st.sampled_from(["api.leadconnectorhq.com", "link.agency.example", "clinic.example", "[::1]", "x..y"]),
    st.text(st.sampled_from("/%?&=#{}<>:;.,_-aZ09é\\ widgetform"), max_size=80),
)


@given(
    url=st.one_of(ADDRESSES, st.text(max_size=60)),
    kind=st.sampled_from(MentionType),
    attrs=st.dictionaries(st.sampled_from(["id", "class", "data-widget-id", "data-layout", "location-id"]), st.text()),
    text=st.text(max_size=200),
)
def test_nothing_from_the_web_makes_matching_fail(
    url: str, kind: MentionType, attrs: dict[str, str], text: str
) -> None:
    seen = Mention(kind, url, Where(SeenIn.HTML, excerpt=text), attrs, text, State.LIVE)
    for one in SIGNATURES.match(seen, known("link.agency.example", beside=("highlevel/form",))):
        assert one.signature.id in SIGNATURES.by
        assert isinstance(one.value, str)


def test_records_survive_a_round_trip() -> None:
    """The digest stands for all that decides what is recognised; a record is only data."""
    record = SIGNATURES.by_id("highlevel/chat")
    assert msgspec.convert(msgspec.to_builtins(record), type(record)) == record
    assert isinstance(SIGNATURES, Signatures)
