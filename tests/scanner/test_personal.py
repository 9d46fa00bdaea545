"""What may be about a person never leaves the reading of a page, wherever the page holds it."""

import base64
import html as entities
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.model import Frame, Hop, Mode, Page, Request
from scanner.personal import is_personal, is_personal_name, mask
from scanner.recognise import Learned, Recogniser
from scanner.signatures import load
from scanner.traces import PageTraces

HOME = "https://clinic.example/"
ID = "AbCdEfGhIjKlMnOpQrSt"
HEX = "0123456789abcdef01234567"
WHITE = "https://link.agency.example"
FORM = f"{WHITE}/widget/form/{ID}"
RECOGNISER = Recogniser(load(), frozenset({"clinic.example"}), frozenset({WHITE.partition("//")[2]}))

MAIL = "canary.patient@mail.example"
PHONE = "+1 (415) 555-0123"
SCRAMBLED = "cAnArY0123456789aBcDeFgHiJkLmNoPqRsTuVwXyZ9876"
SESSION = "cafe0123456789abcdefcafe0123456789abcdef"
NAME = "Canary Patient"
ODD = "O'Canary (née Patient); why me? (Patient) born=1970?"
LEAKS = (
    "canary",
    "Canary",
    "cAnArY",
    "patient@",
    "(415",
    "555-0123",
    "5550123",
    "cafe0123",
    "Patient",
    "1970",
    "patient%40",
)
CANARIES = st.sampled_from(
    [MAIL, PHONE, SCRAMBLED, SESSION, NAME, ODD, MAIL.replace("@", "%40"), NAME.replace(" ", "+")]
)
SHAPED = st.sampled_from([MAIL, PHONE, SCRAMBLED, SESSION, "(415) 555-0123", "415.555.0123", "415 555-0123"])


def q(text: str) -> str:
    return entities.escape(text)


def js(text: str) -> str:
    return json.dumps(text)


def frame(canary: str) -> str:
    return f'<iframe src="{FORM}?name={q(canary)}"></iframe>'


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


QUERIES: dict[str, Callable[[str], str]] = {
    "frame": lambda c: f'<iframe src="{FORM}?name={q(c)}&amp;x=1"></iframe>',
    "frame, the first of two": lambda c: f'<iframe src="{FORM}?first_name={q(c)}&amp;email=x&amp;v=1"></iframe>',
    "frame, in single quotes": lambda c: f"<iframe src='{FORM}?name={q(c)}'></iframe>",
    "frame that waits": lambda c: f'<iframe data-src="{FORM}?user[name]={q(c)}"></iframe>',
    "frame, protocol-relative": lambda c: f'<iframe src="{FORM[6:]}?a:b={q(c)}"></iframe>',
    "link": lambda c: f'<a href="{FORM}?a=1&amp;contact.name={q(c)}#x">Write</a>',
    "fragment": lambda c: f'<a href="{FORM}#name={q(c)}">Write</a>',
    "matrix": lambda c: f'<a href="{FORM};name={q(c)}">Write</a>',
    "link through": lambda c: f'<a href="/out?to={FORM}?name={q(c)}">Write</a>',
    "form": lambda c: f'<form action="{WHITE}/hooks/{ID}/webhook-trigger/{ID}?name={q(c)}"></form>',
    "picture": lambda c: f'<img src="{WHITE}/pixel.gif?name={q(c)}">',
    "pictures": lambda c: f'<img srcset="{WHITE}/pixel.gif?name={q(c.replace(" ", "+"))} 2x">',
    "foreign link": lambda c: f'<a href="https://friend.example/x?name={q(c)}">Friend</a>',
    "refresh": lambda c: f'<meta http-equiv="refresh" content="0; url={FORM}?name={q(c)}">',
    "script": lambda c: f"<script>f.src = {js(f'{FORM}?name={c}&x=1')}; g()</script>",
    "script, relative": lambda c: f"<script>track({js(f'/seen?name={c}')}); f.src = {js(FORM)}</script>",
    "script, before": lambda c: f"<script>a({js(f'https://x.example/?name={c}')}); f.src = {js(FORM)}</script>",
    "handler": lambda c: f'<p onclick="{q("open(" + js(f"{FORM}?name={c}") + ")")}">x</p>',
    "comment": lambda c: f'<!-- <iframe src="{FORM}?name={q(c).replace("--", "")}"></iframe> -->',
    "template": lambda c: f'<template><iframe src="{FORM}?name={q(c)}"></iframe></template>',
    "srcdoc": lambda c: f'<iframe srcdoc="{q(frame(c))}"></iframe>',
    "settings": lambda c: f'<div data-settings="{q(json.dumps({"url": f"{FORM}?name={c}"}))}"></div>',
    "base64": lambda c: f'<p data-x="{b64(frame(c))}"></p>',
    "redirect": lambda c: f"<script>location.href={js(f'{FORM}?return=https://clinic.example/?name={c}')}</script>",
}
NEAR: dict[str, Callable[[str], str]] = {
    "title of the frame": lambda c: f'<iframe src="{FORM}" title="{q(c)}"></iframe>',
    "some attribute": lambda c: f'<iframe src="{FORM}" data-prefill="{q(c)}"></iframe>',
    "words on a link": lambda c: f'<a href="{FORM}">{q(c)}</a>',
    "name of a block": lambda c: f'<div id="{q(c)}" aria-label="{q(c)}"><a href="{FORM}">x</a></div>',
    "name of a frame": lambda c: f'<iframe id="{q(c)}" name="{q(c)}" srcdoc="{q(f"<a href={FORM}>x</a>")}"></iframe>',
    "heading": lambda c: f"<h2>Hello {q(c)}</h2><iframe src='{FORM}'></iframe>",
    "title of the page": lambda c: f"<title>{q(c)}</title><iframe src='{FORM}'></iframe>",
    "path": lambda c: f'<a href="{WHITE}/l/{c.replace(" ", "%20")}">x</a>',
    "path of a friend": lambda c: f'<a href="https://friend.example/u/{c.replace(" ", "%20")}/x">x</a>',
    "script, before": lambda c: f"<script>var who = {js(c)}; f.src = {js(FORM)};</script>",
    "script, behind": lambda c: f"<script>f.src = {js(FORM)}; var who = {js(c)};</script>",
    "script, far before": lambda c: f"<script>var who = {js(c)}; {'x();' * 70} f.src = {js(FORM)};</script>",
    "script, far behind": lambda c: f"<script>f.src = {js(FORM)}; {'x();' * 70} var who = {js(c)};</script>",
    "remark in a script": lambda c: f"<script>// for {c}\nf.src = {js(FORM)};</script>",
    "words in a comment": lambda c: f"<!-- {q(c)} uses {FORM} -->",
    "text": lambda c: f"<p>{q(c)}: {FORM}</p><iframe src='{FORM}'></iframe>",
    "blank": lambda c: f"<p>{q(c)} {{{{custom_values.phone}}}} {q(c)}</p>",
    "cut off in an attribute": lambda c: (
        f'<iframe src="{FORM}" data-x="https://x.example/?{"a=" + "b" * 665}&amp;y {q(c)} {"z " * 300}"></iframe>'
    ),
    "cut off in words": lambda c: f"<a href='{FORM}'>{'word ' * 62}{q(c)} {'z ' * 300}</a>",
    "cut off in a tag": lambda c: (
        f"<iframe src='{FORM}' {' '.join(f'data-a{n}=x' for n in range(22))} data-z='{q(c)}'>"
    ),
    "deep": lambda c: f"{'<b>' * 2100}<i>{q(c)}</i><iframe src='{FORM}' title='{q(c)}'></iframe>",
}
NAMED: dict[str, Callable[[str], str]] = {
    "script": lambda c: f"<script>var p = {{firstName: {js(c)}, lastName: {js(c)}}}; f.src = {js(FORM)};</script>",
    "JSON": lambda c: f'<script type="application/json">{json.dumps({"src": FORM, "patient_name": c})}</script>',
    "JSON in a string": lambda c: f"<script>p({js(json.dumps({'name': c, 'src': FORM}))})</script>",
    "settings": lambda c: f'<div data-settings="{q(json.dumps({"name": c, "src": FORM}))}"></div>',
    "attribute": lambda c: f'<iframe src="{FORM}" data-first-name="{q(c)}" data-email="{q(c)}"></iframe>',
    "field": lambda c: f'<input type="hidden" name="leadconnector" value="{q(c)}"><iframe src="{FORM}"></iframe>',
    "fields around": lambda c: f'<form action="{FORM}"><input type="hidden" name="n" value="{q(c)}"></form>',
    "token": lambda c: f"<script>var s = {{csrfToken: {js(c)}, 'session_id': {js(c)}}}, u = {js(FORM)};</script>",
}  # fmt: skip


def kept(html: str) -> PageTraces:
    traces = RECOGNISER.page(Page(HOME, HOME, 200, Mode.SERVED, f"<body><h1>Clinic</h1>{html}</body>"))[1]
    late = RECOGNISER.late(traces, Learned(frozenset({"friend.example"})))
    return replace(traces, matches=(*traces.matches, *late))


def leaked(traces: PageTraces) -> list[str]:
    shown = repr(traces)
    return [leak for leak in LEAKS if leak in shown]


NUMBER = ("(415", "555-0123", "5550123")


def leaked_beside_numbers(traces: PageTraces) -> list[str]:
    """As `leaked`; but what stands on a page as its telephone number is one, and kept as such."""
    numbers = repr(traces.phones)
    kept_with = [leak for leak in LEAKS if leak in numbers and leak not in NUMBER]
    return leaked(replace(traces, phones=())) + kept_with


@pytest.mark.parametrize("place", QUERIES.values(), ids=QUERIES)
@given(canary=CANARIES)
def test_no_query_value_is_kept(place: Callable[[str], str], canary: str) -> None:
    traces = kept(place(canary))
    assert traces.matches or traces.leads
    assert leaked(traces) == [], traces


@pytest.mark.parametrize("place", NEAR.values(), ids=NEAR)
@given(canary=SHAPED)
def test_no_mail_telephone_number_or_token_is_kept(place: Callable[[str], str], canary: str) -> None:
    traces = kept(place(canary))
    assert traces.matches or traces.leads
    assert leaked_beside_numbers(traces) == [], traces


AT: dict[str, Callable[[str, str, str], str]] = {
    "words on a link": lambda before, c, behind: f"<a href='{FORM}'>{before} {q(c)} {behind}</a>",
    "heading": lambda before, c, behind: f"<h2>{before} {q(c)} {behind}</h2><iframe src='{FORM}'></iframe>",
    "title": lambda before, c, behind: f"<title>{before} {q(c)} {behind}</title><iframe src='{FORM}'></iframe>",
    "attribute": lambda before, c, behind: f"<iframe src='{FORM}' data-x='{before} {q(c)} {behind}'></iframe>",
    "attribute before": lambda before, c, behind: f"<iframe data-x='{before} {q(c)} {behind}' src='{FORM}'></iframe>",
    "code before": lambda before, c, behind: f"<script>'{c}';{before}; f.src = '{FORM}'; {behind}</script>",
    "code behind": lambda before, c, behind: f"<script>f.src = '{FORM}'; {before}; '{c}'; {behind}</script>",
    "queries": lambda before, c, behind: (
        f"<script>'{c}'; g('/?{'a=b&' * 60}'); {before}; f.src = '{FORM}'; {behind}</script>"
    ),
}


@pytest.mark.parametrize("place", AT.values(), ids=AT)
@pytest.mark.parametrize("canary", [MAIL, "(415) 555-0123", SCRAMBLED])
def test_nothing_personal_is_cut_so_that_it_is_no_longer_known(
    place: Callable[[str, str, str], str], canary: str
) -> None:
    found = {n: kept(place("x " * (n // 2) + "x" * (n % 2), canary, "y " * 400)) for n in range(0, 720, 5)}
    assert [n for n, traces in found.items() if not traces.matches] == []
    assert [n for n, traces in found.items() if leaked_beside_numbers(traces)] == []


@pytest.mark.parametrize("place", NAMED.values(), ids=NAMED)
@given(canary=CANARIES)
def test_nothing_that_is_said_to_be_a_person_is_kept(place: Callable[[str], str], canary: str) -> None:
    traces = kept(place(canary))
    assert traces.matches
    assert leaked(traces) == [], traces


@given(canary=CANARIES)
def test_no_query_value_of_what_the_browser_saw_is_kept(canary: str) -> None:
    url = f"{FORM}?name={canary}"
    page = Page(
        f"{HOME}?name={canary}",
        f"{HOME}?name={canary}",
        200,
        Mode.RENDERED,
        "<p>x</p>",
        hops=(Hop(f"{HOME}old?name={canary}", url, 302),),
        frames=(Frame(f"https://friend.example/?name={canary}", f'<a href="{q(url)}">x</a>', "iframe#x"),),
        requests=(Request(url, "xhr", f"{HOME}?name={canary}", f"https://friend.example/?name={canary}"),),
        opened=(url,),
    )
    traces = RECOGNISER.page(page)[1]
    assert [match.signature for match in traces.matches] == ["highlevel/form"] * 4
    assert leaked(traces) == [], traces


@given(canary=CANARIES)
def test_no_query_value_in_a_script_file_is_kept(canary: str) -> None:
    code = f"var a = {js(f'{FORM}?name={canary}')};\n// {js(f'{FORM}?name={canary}')}\nb({{email: {js(canary)}}})"
    traces = RECOGNISER.script(f"{HOME}site.js?token={canary}", code)
    assert traces.matches
    assert leaked(traces) == [], traces


@pytest.mark.parametrize(
    ("text", "left"),
    {
        "call (415) 555-0123 now": "call [redacted] now",
        "call 415.555.0123": "call [redacted]",
        "1-415-555-0123": "[redacted]",
        "+49 30 1234567": "[redacted]",
        "tel:4155550123": "tel:[redacted]",
        "write to a.b@mail.example.": "write to [redacted].",
        "a%40mail.example a\\u0040mail.example a&#64;mail.example": "[redacted] [redacted] [redacted]",
        '{email: \'a\', "firstName":"B", last_name=\'C\', name: "D"}': (
            '{email: \'[redacted]\', "firstName":"[redacted]", last_name=\'[redacted]\', name: "[redacted]"}'
        ),
        "{&quot;phone&quot;:&quot;x y&quot;}": "{&quot;phone&quot;:&quot;[redacted]&quot;}",
        '{\\"address\\":\\"x y\\"}': '{\\"address\\":\\"[redacted]\\"}',
        f"nonce='{SESSION}' {SESSION}": "nonce='[redacted]' [redacted]",
        "x = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2ln'": "x = '[redacted]'",
        "lastName:'O\\'Hara', x": "lastName:'[redacted]', x",
        'lastName: "O\\"Hara\\\\", x: "y"': 'lastName: "[redacted]", x: "y"',
        'p("{\\"name\\":\\"O\\\\\\"Hara x\\"}")': 'p("{\\"name\\":\\"[redacted]\\"}")',
        "{phone:4155550142,x:1}": "{phone:[redacted],x:1}",
        '{"phone": 4155550142}': '{"phone": [redacted]}',
        "phone: +1 (415) 555-0142": "phone: [redacted]",
        "dob: 1/2/1970, ssn:123-45-6789": "dob: [redacted], ssn:[redacted]",
        '{"patient":"Jane Doe","patient_id":"4711"}': '{"patient":"[redacted]","patient_id":"[redacted]"}',
        '<p data-patient="Jane Doe" data-card="x">': '<p data-patient="[redacted]" data-card="[redacted]">',
        "<p data-patient=Jane data-email=>": "<p data-patient=[redacted] data-email=>",
        'card:"4111 1111 1111 1111", cvc: "123"': 'card:"[redacted]", cvc: "[redacted]"',
        "pay 4111 1111 1111 1111 or 4111-1111-1111-1111": "pay [redacted] or [redacted]",
        "pay 4111111111111111 or 3782 822463 10005": "pay [redacted] or [redacted]",
        "(020) 7946 0958": "[redacted]",
        "020 7946 0958, 07911 123456, 030/1234567": "[redacted], [redacted], [redacted]",
        "0044 20 7946 0958 or 00442079460958": "[redacted] or [redacted]",
        "01 23 45 67 89 or 02079460958": "[redacted] or [redacted]",
        "(415)5550142": "[redacted]",
        "@a.test%40mail.example a%40b%40mail.example": "@[redacted] [redacted]",
        "eyJhbGciOiJI eyJhbGciOiJIUzI1.eyJz": "eyJhbGciOiJI [redacted]",
    }.items(),
)
def test_what_text_loses(text: str, left: str) -> None:
    assert mask(text) == left
    assert mask(left) == left


@pytest.mark.parametrize(
    "text",
    [
        *(ID, HEX, f"tk_{HEX}01234567", f"{ID}_1700000000000", f"{HEX}_service_menu", f"popup-callback-{ID}"),
        *("shopify-section-template--15843127525475__custom_liquid_JqEGkM", "3174124045", "1700000000", "1-2-3"),
        *("00000000-0000-4000-8000-000000000000", "M10.5 200.25 300.4 500", "grid-template-columns: 200px 300px"),
        *("data-form-name='Contact'", 'id="form-name"', "data-name='Contact Form'", "elementor-element-0a1b2c3d"),
        *("s.setAttribute('data-widget-id', '0123456789abcdef01234567')", "main.0a1b2c3d4e5f60718293a4b5c6d7e8f9.js"),
        *("window.open('https://link.agency.example/', '_blank')", "x = a ? b : c", "2024-03-15 10:00:00 +0100"),
        *("2024-03-15T10:00:00", "01-02-2024 10:30", "01.02.2024 10:30", "at 10:00 2024-01-15 12:30"),
        "(01) 12.12.2024",
        *("1,234,567.89", "10 000 000 €", "1 250 000", "$299 $599 $1299", "2024 2023 2022 2021", "08.30-17.00 Mo-Fr"),
        *('viewBox="0 0 1920 1080"', "M10 20 300 4000 5000", "0.0123456789", "0123456789.jpg", "4111111111111112"),
        *("{mobile: 768, phone:320}", "phone: e.phone, token = get()", "{email:a.email}"),
        *("card: x", "eyJhbGciOiJIUzI1"),
        *(f"card {HEX} {ID}", f"location/{ID}/1700000000000", "1700000000000", "summary_large_image"),
    ],
)  # fmt: skip
def test_what_text_keeps(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("name", "personal"),
    {
        **dict.fromkeys(("data-first-name", "email", "data-user-email", "phone", "data-token", "data-lastname"), True),
        **dict.fromkeys(("data-patient", "patient", "data-patient-id", "data-card", "card_number", "cvc"), True),
        **dict.fromkeys(
            ("name", "data-name", "data-form-name", "title", "agency-name", "data-tracking-id", "id", "data-card-type"),
            False,
        ),
    }.items(),
)
def test_names_of_attributes_that_hold_a_person(name: str, personal: bool) -> None:
    assert is_personal_name(name) is personal


def test_parts_of_paths_that_are_personal() -> None:
    parts = {MAIL: True, PHONE: True, SCRAMBLED: True, SESSION: True, ID: False, HEX: False, "team": False}
    assert {part: is_personal(part) for part in parts} == parts
