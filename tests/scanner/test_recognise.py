"""What stays of a page: matches, and nothing that is about a person or the CRM's own."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.mentions import MentionType
from scanner.model import Frame, Hop, Mode, Page, Request, SeenIn, State
from scanner.recognise import Learned
from scanner.traces import PageTraces
from scanner.uniting import unite
from tests.scanner.recognising import HOME, RECOGNISER, rendered, served, summary, traces

ID = "AbCdEfGhIjKlMnOpQrSt"
OTHER = "ZyXwVuTsRqPoNmLkJiHg"
HEX = "0123456789abcdef01234567"
CRM = "https://api.leadconnectorhq.com"
WHITE = "https://link.agency.example"
FORM = f'<iframe src="{CRM}/widget/form/{ID}" id="inline-{ID}"></iframe>'
LOOKALIKES = Path(__file__).parents[1] / "sites" / "lookalikes" / "clinic.example"


# --- served pages -----------------------------------------------------------------------------------------------------


F, B, R = f"{CRM}/widget/form/{ID}", f"{CRM}/widget/booking/{ID}", f"{WHITE}/js/form_embed.js"
WAITING_FORM, LIVE_FORM, INERT_FORM = (("form", ID, state) for state in (State.WAITING, State.LIVE, State.INERT))
WAITING_SCRIPT = ("resizer", "link.agency.example", State.WAITING)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f'<iframe data-src="{F}"></iframe>', WAITING_FORM),
        (f'<iframe src="about:blank" data-src="{B}" loading="lazy"></iframe>', ("calendar", ID, State.WAITING)),
        (f'<iframe data-lazy-src="{F}" data-rocket-lazyload="fitvidscompatible"></iframe>', WAITING_FORM),
        (f'<div data-src="{F}" data-hl-type="inline"></div>', WAITING_FORM),
        (f'<script type="rocketlazyloadscript" data-rocket-src="{R}"></script>', WAITING_SCRIPT),
        (f'<script type="litespeed/javascript" data-src="{R}"></script>', WAITING_SCRIPT),
        (f'<script type="text/plain" data-cookieconsent="marketing" src="{R}"></script>', WAITING_SCRIPT),
        (f'<noscript><iframe src="{F}"></iframe></noscript>', WAITING_FORM),
        (f'<template><iframe src="{F}"></iframe></template>', WAITING_FORM),
        (f'<iframe srcdoc="&lt;iframe src=&quot;{F}&quot;&gt;&lt;/iframe&gt;"></iframe>', LIVE_FORM),
        (f"<button onclick=\"window.open('{B}')\">Book</button>", ("calendar", ID, State.LIVE)),
        (f'<a href="{B}">Book</a>', ("calendar", ID, State.LIVE)),
        (f'<meta http-equiv="refresh" content="0; url={B}">', ("calendar", ID, State.LIVE)),
        (f'<script>self.__next_f.push([1,"{{\\"src\\":\\"{F}\\"}}"])</script>', LIVE_FORM),
        (f'<script type="application/json">{{"u":"{F.replace("/", chr(92) + "u002F")}"}}</script>', WAITING_FORM),
        (f"<!-- {FORM} -->", INERT_FORM),
        (f'<script>// f.src = "{F}"\n</script>', INERT_FORM),
        (f'<iframe src="{CRM}/widget/form/YOUR_FORM_ID"></iframe>', ("form", "YOUR_FORM_ID", State.INERT)),
    ],
)
def test_however_it_is_delayed_or_hidden_it_is_found_with_its_state(
    html: str, expected: tuple[str, str, State]
) -> None:
    found = traces(served(f"<body><h1>Clinic</h1>{html}</body>")).matches
    assert {(m.signature.removeprefix("highlevel/"), m.value, m.mention.state) for m in found} == {expected}


def test_form_and_link_to_it_are_two_matches_of_one_identity() -> None:
    found = traces(served(f'{FORM}<a href="{CRM}/widget/form/{ID}">Open</a>')).matches
    assert [(m.signature, m.value, m.mention.type) for m in found] == [
        ("highlevel/form", ID, MentionType.FRAME),
        ("highlevel/form", ID, MentionType.LINK),
    ]


def test_reading_is_handed_on_with_links_and_scripts_as_they_are() -> None:
    html = '<title>Home</title><a href="/about?id=7">About</a><script src="/js/site.js?ver=2"></script>'
    reading, kept = RECOGNISER.page(served(html))
    assert reading.links == ("https://clinic.example/about?id=7",)
    assert [s.src for s in reading.scripts] == ["https://clinic.example/js/site.js?ver=2"]
    assert (kept.title, kept.matches, kept.leads) == ("Home", (), ())


def test_page_names_its_script_files_as_the_files_name_themselves() -> None:
    url = "https://clinic.example/js/site.js?ver=2&utm_source=x"
    kept = traces(served(f'<script src="{url.replace("&", "&amp;")}"></script>'))
    script = RECOGNISER.script(url, f'f.src = "{CRM}/widget/form/{ID}"')
    assert kept.scripts == (script.url,)
    assert summary(script.matches) == [("form", ID, "script", "live")]
    assert script.matches[0].mention.where.locator == "line 1"


def test_script_files_of_other_hosts_are_not_the_sites_own() -> None:
    assert traces(served('<script src="https://cdn.other.example/x.js"></script>')).scripts == ()


def test_address_put_together_in_code_is_named_as_what_it_is() -> None:
    code = f"const HOST = '{CRM}'; const FORM = '{ID}'; frame.src = `${{HOST}}/widget/form/${{FORM}}`;"
    found = traces(served(f"<script>{code}</script>")).matches
    assert [(m.signature, m.value) for m in found] == [("highlevel/form", ID)]


def test_address_put_together_on_a_white_label_host_needs_its_id_or_the_proof_of_its_host() -> None:
    near = f"const HOST = '{WHITE}'; const FORM = '{ID}'; frame.src = HOST + '/widget/form/' + FORM;"
    far = f"const HOST = '{WHITE}'; frame.src = HOST + '/widget/form/' + settings.form;"
    assert summary(traces(served(f"<script>{near}</script>")).matches) == [("form", ID, "html", "live")]
    kept = traces(served(f"<script>{far}</script>"))
    assert kept.matches == ()
    late = RECOGNISER.late(kept, Learned(frozenset({"link.agency.example"})))
    assert summary(late) == [("form", "link.agency.example", "html", "live")]


def test_blank_that_nothing_filled_in_is_read_by_visitors() -> None:
    found = traces(served("<p>Call {{custom_values.clinic_phone}} or {{ custom_values.clinic_phone }}</p>")).matches
    assert summary(found) == [("custom-value", "clinic_phone", "html", "live")]
    assert "{{custom_values.clinic_phone}}" in found[0].mention.where.excerpt


@pytest.mark.parametrize(
    ("html", "state"),
    [
        ("<!-- {{custom_values.clinic_phone}} -->", "inert"),
        ("<script>var a = '{{custom_values.clinic_phone}}'</script>", "inert"),
        ("<p>Write <CODE>{{custom_values.clinic_phone}}</CODE> there</p>", "inert"),
        ("<!-- {{custom_values.clinic_phone}} --><p>{{custom_values.clinic_phone}}</p>", "live"),
        ("<script>a</script><p>{{custom_values.clinic_phone}}</p><style>b</style>", "live"),
        ('<a href="tel:{{custom_values.clinic_phone}}">Call</a>', "live"),
        ("İ<pre>" * 3 + "<p>{{custom_values.clinic_phone}}</p>", "live"),
        ("<p>{{custom_values.clinic_phone}}</p><!-- {{custom_values.clinic_phone}} -->", "live"),
    ],
)
def test_blank_in_a_comment_or_in_code_is_a_note(html: str, state: str) -> None:
    assert summary(traces(served(html)).matches) == [("custom-value", "clinic_phone", "html", state)]


# --- rendered pages ---------------------------------------------------------------------------------------------------


def test_frame_of_another_vendor_is_read_and_located() -> None:
    frame = Frame("https://www-clinic-example.filesusr.example/html/1.html", FORM, "iframe#comp-1")
    found = traces(rendered("<p>Hello</p>", frames=(frame,))).matches
    assert summary(found) == [("form", ID, "frame", "live")]
    assert found[0].mention.where.inside == "iframe#comp-1"


def test_inside_of_the_crms_own_frames_is_nobodys_trace() -> None:
    html = f"<body>{FORM}</body>"
    program = "https://stcdn.leadconnectorhq.com/_preview/x.js"
    inner = f'<script src="{program}"></script><a href="{WHITE}/widget/form/{OTHER}">x</a>'
    frames = (
        Frame(f"{CRM}/widget/form/{ID}", inner, f"iframe#inline-{ID}"),
        Frame("https://pay.other.example/", f'<a href="{CRM}/x">x</a>', f"iframe#inline-{ID} >> iframe"),
    )
    requests = (
        Request(program, "script", frame=f"{CRM}/widget/form/{ID}"),
        Request(f"{CRM}/widget/form/{ID}", "document", frame=f"{CRM}/widget/form/{ID}", initiator=HOME),
        Request(f"{CRM}/inner", "document", frame=f"{CRM}/inner", initiator=f"{CRM}/widget/form/{ID}"),
        Request("https://link.msgsndr.com/js/form_embed.js", "script", frame=HOME, initiator=HOME, outcome="failed"),
    )
    found = traces(rendered(html, frames=frames, requests=requests)).matches
    assert summary(found) == [
        ("form", ID, "rendered", "live"),
        ("form", ID, "network", "live"),
        ("resizer", "link.msgsndr.com", "network", "live"),
    ]


def test_frame_that_cannot_be_told_from_the_crms_by_its_place_is_read_all_the_same() -> None:
    frames = (
        Frame(f"{CRM}/widget/form/{ID}", "<p>form</p>", "iframe"),
        Frame("https://html.builder.example/1", f'<iframe src="{CRM}/widget/survey/{OTHER}"></iframe>', "iframe"),
    )
    assert summary(traces(rendered("<p>x</p>", frames=frames)).matches) == [("survey", OTHER, "frame", "live")]


def test_requests_keep_their_initiator_and_outcome() -> None:
    loader = "https://www.googletagmanager.com/gtm.js?id=GTM-ABC123"
    request = Request(f"{WHITE}/js/form_embed.js", "script", frame=HOME, initiator=loader, outcome="refused")
    mention = traces(rendered("<p>x</p>", requests=(request,))).matches[0].mention
    assert mention.initiator == loader
    assert mention.attrs == {"resource": "script", "frame": HOME, "outcome": "refused"}


def test_measurement_that_reports_an_address_is_no_trace() -> None:
    beacon = f"https://www.google-analytics.com/g/collect?dl=https%3A%2F%2Flink.msgsndr.com%2Fwidget%2Fform%2F{ID}"
    kept = traces(rendered("<p>x</p>", requests=(Request(beacon, "ping", frame=HOME),)))
    assert (kept.matches, kept.leads) == ((), ())


def test_request_for_a_placeholder_adds_nothing_to_the_note() -> None:
    url = f"{CRM}/widget/form/YOUR_FORM_ID"
    kept = traces(rendered(f'<iframe src="{url}"></iframe>', requests=(Request(url, "document", url, HOME),)))
    assert summary(kept.matches) == [("form", "YOUR_FORM_ID", "rendered", "inert")]
    assert kept.leads == ()


def test_window_that_a_click_opened_is_a_link() -> None:
    found = traces(rendered("<p>x</p>", opened=(f"https://link.fastpaydirect.com/payment-link/{HEX}",))).matches
    assert [(m.signature, m.value, m.mention.type) for m in found] == [
        ("highlevel/payment-link", HEX, MentionType.LINK)
    ]


def test_frame_that_shows_itself_as_a_page_of_the_crm_is_one_match_and_teaches_its_host() -> None:
    hosted = (
        '<div class="hl_page-preview--content"><p>Offer</p></div>'
        '<script type="module" src="https://stcdn.leadconnectorhq.com/_preview/entry.0a1b.js"></script>'
        f'<iframe src="{CRM}/widget/form/{ID}"></iframe>'
    )
    frame = Frame("https://offers.spa.example/june", hosted, "iframe#offer")
    requests = (Request("https://apisystem.tech/x", "xhr", frame="https://offers.spa.example/june"),)
    html = '<iframe id="offer" src="https://offers.spa.example/june"></iframe>'
    kept = traces(rendered(html, frames=(frame,), requests=requests))
    assert summary(kept.matches) == [("page", "offers.spa.example", "frame", "live")]
    learned = RECOGNISER.learned([kept])
    assert learned.hosts == {"offers.spa.example"}
    assert [(m.signature, m.value) for m in RECOGNISER.late(kept, learned)] == [
        ("highlevel/page", "offers.spa.example")
    ]


def test_page_in_scope_that_the_crm_serves_is_said_to_be_one() -> None:
    html = (
        '<html data-capo=""><body><div class="hl_page-preview--content">Offer</div>'
        '<script src="https://stcdn.leadconnectorhq.com/_preview/entry.0a1b.js"></script></body></html>'
    )
    found = traces(served(html, "https://www.clinic.example/offer")).matches
    assert ("hosted-page", "www.clinic.example", "html", "live") in summary(found)


def test_one_script_of_the_crm_does_not_make_a_hosted_page() -> None:
    html = '<script src="https://stcdn.leadconnectorhq.com/_preview/entry.0a1b.js"></script>'
    assert [m.signature for m in traces(served(html)).matches] == ["highlevel/crm-address"]


# --- the way there ----------------------------------------------------------------------------------------------------


def test_redirect_to_the_crm_is_a_match_of_the_address_asked_for() -> None:
    asked, target = "https://clinic.example/book", f"{WHITE}/widget/booking/{ID}"
    page = Page(asked, target, 200, Mode.SERVED, FORM, hops=(Hop(asked, target, 302),))
    reading, kept = RECOGNISER.page(page)
    assert (kept.url, reading.mentions) == (asked, ())
    assert summary(kept.matches) == [("calendar", ID, "redirect", "live")]
    assert kept.matches[0].mention.where.locator == "location 302 of https://clinic.example/book"


def test_redirect_elsewhere_is_a_lead() -> None:
    asked, target = "https://clinic.example/go", "https://link.agency.example/"
    page = Page(asked, target, 200, Mode.SERVED, "", hops=(Hop(asked, target, 301),))
    kept = traces(page)
    assert kept.matches == ()
    assert [(lead.type, lead.url) for lead in kept.leads] == [(MentionType.REDIRECT, target)]


# --- served and rendered ----------------------------------------------------------------------------------------------


def test_what_was_served_is_not_found_again_when_rendered() -> None:
    html = f'<title>Home</title>{FORM}<a href="{WHITE}/">x</a><script src="/a.js"></script>'
    first = traces(served(html))
    second = traces(rendered(html.replace("<a ", '<div class="added"></div><a ')))
    both = unite(first, second)
    assert both == first


def test_what_only_rendering_shows_is_added() -> None:
    popup = f'<div id="popup">{FORM}</div><iframe src="{CRM}/widget/survey/{OTHER}"></iframe>'
    first = traces(served(FORM))
    second = traces(rendered(FORM + popup, requests=(Request(f"{WHITE}/js/form_embed.js", "script", frame=HOME),)))
    assert summary(unite(first, second).matches) == [
        ("form", ID, "html", "live"),
        ("form", ID, "rendered", "live"),
        ("survey", OTHER, "rendered", "live"),
        ("resizer", "link.agency.example", "network", "live"),
    ]


def test_frame_that_waited_and_then_loaded_is_kept_in_both_states() -> None:
    lazy = f'<iframe id="f" data-src="{CRM}/widget/form/{ID}"></iframe>'
    live = f'<iframe id="f" data-src="{CRM}/widget/form/{ID}" src="{CRM}/widget/form/{ID}"></iframe>'
    states = [m.mention.state for m in unite(traces(served(lazy)), traces(rendered(live))).matches]
    assert states[0] is State.WAITING
    assert State.LIVE in states


# --- what is about a person -------------------------------------------------------------------------------------------


def test_nothing_that_may_be_about_a_person_is_kept() -> None:
    person = "jo.patient@mail.example"
    html = (
        f"<title>Hello {person}</title>"
        f'<iframe src="{CRM}/widget/survey/{ID}?email={person}&name=Jo" title="{person}"></iframe>'
        f'<div role="note" aria-label="{person}"><a href="https://friend.example/user/{person}?token=abc">x</a></div>'
        f'<script>var u = "{CRM}/widget/form/{OTHER}?email={person}"; send("{person}")</script>'
    )
    requests = (Request(f"{CRM}/x/{person}?e={person}", "xhr", frame=HOME, initiator=f"{HOME}?e={person}"),)
    page = replace(rendered(html, requests=requests), url=f"{HOME}?email={person}")
    kept = traces(page)
    assert len(kept.matches) == 3
    assert len(kept.leads) == 1
    assert "patient" not in repr(kept)
    assert "token=abc" not in repr(kept)
    assert kept.url == "https://clinic.example/?email="


@given(st.text(st.sampled_from("abcXYZ019@._-/?&=%+ eyJ"), min_size=1, max_size=60))
def test_matches_stay_what_they_are_when_redacted_twice(tail: str) -> None:
    kept = traces(served(f'<a href="{WHITE}/widget/form/{ID}?{tail.replace(chr(34), "")}">x</a>'))
    known = replace(RECOGNISER, crm_hosts=frozenset({"link.agency.example"}))
    assert [(m.signature, m.value) for m in kept.matches] == [("highlevel/form", ID)]
    assert known.learned([kept]).hosts == {"link.agency.example"}


# --- look-alikes ------------------------------------------------------------------------------------------------------


def lookalike_traces() -> dict[str, PageTraces]:
    found = {}
    for file in sorted(LOOKALIKES.rglob("*")):
        name = file.relative_to(LOOKALIKES).as_posix().removesuffix("index.html")
        if file.suffix == ".html":
            found[name] = traces(served(file.read_text("utf-8"), HOME + name))
        elif file.suffix == ".js":
            found[name] = RECOGNISER.script(HOME + name, file.read_text("utf-8"))
    return found


def test_site_of_lookalikes_has_notes_and_nothing_else() -> None:
    found = lookalike_traces()
    notes = {name: summary(kept.matches) for name, kept in found.items() if kept.matches}
    assert notes == {
        "contact/": [
            ("form", "YOUR_FORM_ID", "html", "inert"),
            ("calendar", ID, "html", "inert"),
            ("form", ID, "html", "inert"),
            ("resizer", "link.msgsndr.com", "html", "inert"),
        ],
        "old-forms/": [
            ("form", "YOUR_FORM_ID", "html", "inert"),
            ("survey", "xxxxxxxxxx", "html", "inert"),
            ("calendar", "PLACEHOLDER", "html", "inert"),
            ("calendar", "YOUR_CALENDAR_ID", "html", "inert"),
            ("form", "GHL_FORM_ID", "html", "inert"),
            ("form", "<FORM_ID>", "html", "inert"),
            ("survey", "SURVEY_ID_HERE", "html", "inert"),
        ],
        "privacy/": [("policy-text", "HighLevel", "html", "inert")],
    }
    assert RECOGNISER.learned(found.values()).hosts == frozenset()
    late = [match for kept in found.values() for match in RECOGNISER.late(kept, RECOGNISER.learned(found.values()))]
    assert late == []
    assert len(found) == 22


PARTNERS = [
    ("highlevel/booking-page", "abc"),
    ("highlevel/booking-page", "clinic-name"),
    ("highlevel/portal-page", "community.school.example"),
    ("highlevel/portal-page", "lms.school.example"),
]
"""Where the CRM is in use, these are worth a look; nothing more is claimed of them, or of their hosts."""


def test_lookalikes_stay_lookalikes_beside_a_real_form() -> None:
    """A trace on the page, and a learned host, must not drag the look-alikes around it along."""
    for name, kept in lookalike_traces().items():
        if not name.endswith(".js"):
            html = (LOOKALIKES / name / "index.html").read_text("utf-8")
            beside = traces(
                served(
                    html.replace("</main>", f'<iframe src="{WHITE}/widget/form/{OTHER}"></iframe></main>'), HOME + name
                )
            )
            late = RECOGNISER.late(beside, RECOGNISER.learned([beside]))
            added = [(m.signature, m.value) for m in (*beside.matches, *late)]
            before = [(m.signature, m.value) for m in kept.matches]
            looks = PARTNERS if name == "partners/" else []
            assert sorted(set(added) - set(before)) == sorted([("highlevel/form", OTHER), *looks]), name


def test_seen_in_says_where_a_page_was_looked_at() -> None:
    assert traces(served(FORM)).matches[0].mention.where.seen_in is SeenIn.HTML
    assert traces(rendered(FORM)).matches[0].mention.where.seen_in is SeenIn.RENDERED
