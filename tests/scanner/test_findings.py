"""One finding for each thing and place where it is edited: its whole value, its order and its identity."""

import random
import tracemalloc

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.documents import natural
from scanner.findings import FailOn, fails, findings, verdict
from scanner.model import Frame, Mode, Page, PlacementType, Request, SeenIn, Verdict
from scanner.scan import Coverage, Evidence, Finding, Placement
from scanner.traces import Match, PageTraces
from tests.scanner.finding import (
    AGENCY,
    CHAT,
    FORM,
    HOST,
    OTHER_FORM,
    PATHS,
    RECOGNISER,
    RESIZER,
    SIGNATURES,
    both,
    form,
    found,
    link,
    read,
    rendered,
    served,
    site,
    url,
)


def test_a_form_with_its_helper_script_is_one_finding_with_all_that_is_known_of_it() -> None:
    [finding] = found(served("/contact/", f"<main><h2>Write to us</h2>{form()}{RESIZER}</main>"))
    steps = SIGNATURES.by_id("highlevel/form").remedy.steps
    assert finding.remedy.title == "Replace the form"
    assert [step for step in finding.remedy.steps if step in steps] == list(steps)
    assert finding == Finding(
        fingerprint=finding.fingerprint,
        ref="R-01",
        signature="highlevel/form",
        vendor="highlevel",
        kind=SIGNATURES.by_id("highlevel/form").kind,
        how=finding.how.EMBED,
        state=finding.state.LIVE,
        severity=finding.severity.BREAKS,
        confidence=finding.confidence.CERTAIN,
        value=FORM,
        url=f"{AGENCY}/widget/form/{FORM}",
        placement=Placement(
            PlacementType.PAGE,
            (url("/contact/"),),
            "html",
            "frame under the heading ‘Write to us’",
            "this page, under the heading ‘Write to us’",
        ),
        evidence=(
            Evidence(
                url("/contact/"),
                SeenIn.HTML,
                f"iframe#inline-{FORM}",
                f'<iframe src="{AGENCY}/widget/form/{FORM}" id="inline-{FORM}" data-form-id="{FORM}">',
            ),
            Evidence(
                url("/contact/"),
                SeenIn.HTML,
                "body > main > script",
                f'<script src="{AGENCY}/js/form_embed.js">',
            ),
        ),
        remedy=finding.remedy,
        title="Form",
    )


def test_no_pages_have_no_findings() -> None:
    assert findings([], RECOGNISER) == ()


def test_a_thing_without_an_identity_is_named_by_its_host() -> None:
    [traces] = read(served("/", f"<main>{form()}</main>"))
    nameless = tuple(Match(match.signature, "", match.mention) for match in traces.matches)
    [finding] = findings([PageTraces(traces.url, "", "html", nameless, ())], RECOGNISER)
    assert finding.value == "link.agency.example"


def test_evidence_is_at_most_twelve_pieces_with_every_kind_in_page_order() -> None:
    pages = [
        both(
            served(path, f"<footer>{CHAT}</footer>"),
            rendered(
                path,
                f"<footer>{CHAT}</footer>",
                requests=(Request("https://widgets.leadconnectorhq.com/loader.js", "script", url(path), url(path)),),
            ),
        )
        for path in (f"/p/{n}/" for n in range(100))
    ]
    [finding] = findings(pages, RECOGNISER)
    kinds = {piece.seen_in for piece in finding.evidence}
    assert (len(finding.evidence), kinds) == (12, {SeenIn.HTML, SeenIn.NETWORK})
    listed = [piece.page for piece in finding.evidence]
    assert listed == sorted(listed, key=natural)
    assert len(finding.placement.pages) == 100


# --- states and order -------------------------------------------------------------------------------------------------


def test_what_never_runs_is_a_note_at_the_end_and_no_trace() -> None:
    page = served("/", f"<main><!-- {form()} --></main>")
    [note] = found(page)
    complete = Coverage(True, 1, 0, (), (), {})
    assert (note.state.value, note.severity.value, note.ref) == ("inert", "tidy", "R-01")
    assert verdict([note], complete) is Verdict.CLEAR
    assert [fails([note], each) for each in FailOn] == [False] * 5


def test_a_note_stays_apart_from_the_same_thing_where_it_runs() -> None:
    page = served("/", f"<main><!-- {form()} --><p>{form()}</p></main>")
    live, note = found(page)
    assert (live.state.value, note.state.value) == ("live", "inert")
    assert live.fingerprint == found(served("/", f"<main><p>{form()}</p></main>"))[0].fingerprint


def test_findings_are_numbered_by_effect() -> None:
    def body(path: str) -> str:
        own = f"<p>{form()}</p>" if path == "/page-2/" else ""
        note = f"<!-- {form(OTHER_FORM)} -->" if path == "/" else ""
        return f"<main>{own}{note}</main><footer>{link('/l/aB3dE')}</footer>"

    tracking = f'<script src="{AGENCY}/js/external-tracking.js" data-tracking-id="tk_{"0a" * 16}"></script>'
    pages = [*site(PATHS, body), served("/t/", "<main></main>", tracking)]
    assert [(f.ref, f.kind.value, f.severity.value, f.state.value) for f in found(*pages)] == [
        ("R-01", "click-link", "breaks", "live"),
        ("R-02", "form", "breaks", "live"),
        ("R-03", "tracking", "loses", "live"),
        ("R-04", "form", "tidy", "inert"),
    ]


def test_the_order_of_pages_changes_nothing() -> None:
    def body(path: str) -> str:
        mine = form() if path in PATHS[3:5] else ""
        return (
            f"<header>{link()}</header><main>{mine}{RESIZER}</main><footer class={path[-2:-1]}>{CHAT}{link()}</footer>"
        )

    traces = read(*site(PATHS, body))
    first = findings(traces, RECOGNISER)
    for seed in range(3):
        random.Random(seed).shuffle(traces)
        assert findings(traces, RECOGNISER) == first


PIECES = (
    form(),
    form(OTHER_FORM),
    RESIZER,
    CHAT,
    link(),
    link("/l/aB3dE"),
    f"<!-- {form()} -->",
    f'<iframe data-src="{AGENCY}/widget/form/{FORM}"></iframe>',
    f'<script>open("{AGENCY}/widget/form/{FORM}")</script>',
)
FRAMES = ("<main>{}</main>", "<footer>{}</footer>", "<div class=a>{}</div>", "{}", "<noscript>{}</noscript>")
piece = st.builds(str.format, st.sampled_from(FRAMES), st.sampled_from(PIECES))
bodies = st.lists(piece, max_size=5).map("".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(bodies, bodies, bodies, st.booleans()), min_size=1, max_size=6), st.sampled_from(PIECES))
def test_no_trace_of_any_page_is_lost(site_of: list[tuple[str, str, str, bool]], code: str) -> None:
    traces = [RECOGNISER.script(url("/a.js"), f"box.innerHTML = `{code}`")]
    for number, (first, second, inner, opened) in enumerate(site_of):
        head = '<script src="/a.js"></script>' if number % 2 else ""
        page = served(f"/{number}/", first, head)
        frame = Frame(url("/0/"), f"<html><body>{inner}</body></html>", "iframe")
        after = rendered(f"/{number}/", first + second, head, frames=(frame,))
        traces.append(both(page, after) if opened else read(page)[0])
    result = findings(traces, RECOGNISER)
    assert len({f.fingerprint for f in result}) == len(result)
    for page_traces in traces:
        for match in page_traces.matches:
            joins = SIGNATURES.by_id(match.signature).joins
            assert any(
                (page_traces.url in f.placement.pages or not page_traces.platform)
                and (f.signature in joins or (f.signature, f.value) == (match.signature, match.value))
                and (f.state.value != "inert" or match.mention.state.value == "inert")
                for f in result
            ), match


def test_many_alike_pages_cost_little_memory() -> None:
    def peak(number: int) -> int:
        pages = site([f"/p/{n}/" for n in range(number)], lambda _: f"<main>{body}</main>")
        traces = read(*pages)
        tracemalloc.start()
        findings(traces, RECOGNISER)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    body = form() + "".join(f"<h3>{n}</h3><p>{link(f'/l/Code{n}xyz', f'Offer {n}')}</p>" for n in range(30))
    assert peak(120) - peak(60) < 60 * 30 * 400


# --- identity ---------------------------------------------------------------------------------------------------------

names = st.permutations(["src", "id", "data-form-id", "title", "data-height"])


@settings(max_examples=40, deadline=None)
@given(
    order=names,
    height=st.integers(100, 900),
    scheme=st.sampled_from(["https:", "http:", ""]),
    www=st.sampled_from(["", "www."]),
    page_scheme=st.sampled_from(["https", "http"]),
    query=st.sampled_from(["", "?utm_source=a", "?notrack=true&email=x%40y.example", "#top"]),
    number=st.integers(1, 99),
)
def test_a_fingerprint_does_not_change_with_attributes_addresses_or_surroundings(
    order: list[str], height: int, scheme: str, www: str, page_scheme: str, query: str, number: int
) -> None:
    values = {
        "src": f"{scheme}//link.agency.example/widget/form/{FORM}{query}",
        "id": f"hero-inline-{FORM}-{number}",
        "data-form-id": FORM,
        "title": f"Contact {number}",
        "data-height": str(height),
    }
    frame = "<iframe " + " ".join(f'{name}="{values[name]}"' for name in order) + "></iframe>"
    body = f"<main><div id='w{number}'><h2>Contact {number}</h2>{frame}</div></main>"
    address = f"{page_scheme}://{www}{HOST}/contact/"
    page = Page(address, address, 200, Mode.SERVED, f"<html><body>{body}</body></html>")
    plain = served("/contact", f"<main>{form()}</main>")
    assert [f.fingerprint for f in found(page)] == [f.fingerprint for f in found(plain)]


def test_shared_fingerprints_do_not_depend_on_how_many_pages_share_the_place() -> None:
    few = found(*site(PATHS[:3], lambda _: f"<footer class=a>{CHAT}</footer>"))
    many = found(*site(PATHS[1:], lambda _: f"<footer class=b>{CHAT}</footer>"))
    assert [f.fingerprint for f in few] == [f.fingerprint for f in many]
