"""What is read in the texts of tag-manager containers, and what in them is no tag."""

import json

import pytest

from scanner.containers import Unfolded, traces
from scanner.model import Loaded, SeenIn, State
from scanner.recognise import Recogniser
from scanner.signatures import load
from scanner.traces import PageTraces

RECOGNISER = Recogniser(load(), frozenset({"clinic.example"}))
GTM = "https://www.googletagmanager.com/gtm.js?id=GTM-ABC1234"
FORM, WIDGET = "AbCdEfGhIjKlMnOpQrSt", "0123456789abcdef01234567"
AGENCY = "https://link.agency.example"
LOADER = "https://widgets.leadconnectorhq.com/loader.js"
CHAT = (
    f'<script type="text/gtmscript" data-gtmsrc="{LOADER}" data-widget-id="{WIDGET}" '
    'data-resources-url="https://widgets.leadconnectorhq.com/chat-widget/loader.js"></script>'
)
FRAME = f'<iframe src="{AGENCY}/widget/form/{FORM}"></iframe>'
OPEN, CLOSE = f'<iframe src="{AGENCY}/widget/form/{FORM}?from=', '"></iframe>'
INLINE = f'<script type="text/gtmscript">var f=make("iframe");f.src="{AGENCY}/widget/form/{FORM}";</script>'


def escaped(html: str, less: str = "\\u003C") -> str:
    """As containers write it, in quotes."""
    return json.dumps(html).replace("<", less).replace("/", "\\/").replace("&", "\\u0026")


def tag(html: str, less: str = "\\u003C", more: str = "") -> str:
    """A container with one tag of this HTML."""
    return f'var data = {{"resource": {{"tags":[{{"function":"__html","vtp_html":{escaped(html, less)}}}]{more}}}}};'


def read(text: str) -> PageTraces:
    return traces(Loaded(GTM, "https://clinic.example/", text), RECOGNISER)


def found(text: str, *states: State) -> set[tuple[str, str]]:
    return {
        (match.signature.removeprefix("highlevel/"), match.value)
        for match in read(text).matches
        if match.mention.state in (states or (State.WAITING, State.LIVE))
    }


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        (tag(CHAT), ("chat", WIDGET)),
        (tag(CHAT, "\\x3c"), ("chat", WIDGET)),
        (tag(FRAME), ("form", FORM)),
        (tag(INLINE), ("form", FORM)),
        (tag(f"<a href='{AGENCY}/widget/booking/{FORM}'>Book</a>"), ("calendar", FORM)),
        (
            tag(f'<script>var HOST="{AGENCY}",ID="{FORM}";frame.src=HOST+"/widget/form/"+ID</script>'),
            ("form", FORM),
        ),
        (
            f'{{"vtp_html":["template",{escaped(OPEN)},["escape",["macro",13],12],{escaped(CLOSE)}]}}',
            ("form", FORM),
        ),
        (f"""u.html = "<ifr" + 'ame src="{AGENCY}/widget/form/{FORM}"' + "></iframe>";""", ("form", FORM)),
        (f"""load({{"key": "{LOADER}"}})""", ("chat-loader", "widgets.leadconnectorhq.com")),
        (f"""load.script("{LOADER}")""", ("chat-loader", "widgets.leadconnectorhq.com")),
        (
            f'{{"function":"__cvt_1","vtp_url":"{LOADER}"}}'.replace("/", "\\/"),
            ("chat-loader", "widgets.leadconnectorhq.com"),
        ),
    ],
)
def test_a_tag_is_read_however_it_is_written(text: str, thing: tuple[str, str]) -> None:
    assert found(text) == {thing}


@pytest.mark.parametrize(
    "code",
    [
        f'var whiteLabel=["{LOADER}"];add(whiteLabel[0])',
        f'var blocks=["{LOADER}"];blocks.forEach(add)',
        f'var allowedScripts=["{LOADER}"];allowedScripts.forEach(add)',
        f'["{LOADER}"].some(function(u){{return add(u)}})',
        f'["{LOADER}"].every(add)',
    ],
)
def test_a_list_that_is_loaded_is_a_trace_in_code_and_in_html(code: str) -> None:
    assert found(code) == found(tag(f"<script>{code}</script>")) == {("chat-loader", "widgets.leadconnectorhq.com")}


@pytest.mark.parametrize(
    "code",
    [
        f'var blockedHosts=["{LOADER}"];',
        f'o={{ignore:["{LOADER}"]}}',
        f'var exclusionList = ["{LOADER}"];',
        f'["{LOADER}"].some(function(u){{return u===s.src}})',
        f'["{LOADER}"].find(u=>s.src.startsWith(u))',
        f'if("{LOADER}"==s.src)x()',
    ],
)
def test_a_list_that_is_only_compared_with_is_kept_aside_in_code_and_in_html(code: str) -> None:
    assert found(code) == found(tag(f"<script>{code}</script>")) == set()
    aside = {("chat-loader", "widgets.leadconnectorhq.com")}
    assert found(code, State.INERT) == found(tag(f"<script>{code}</script>"), State.INERT) == aside


@pytest.mark.parametrize(
    "html",
    [
        f"<!-- {CHAT} {FRAME} -->",
        f'<script>/* f.src="{AGENCY}/widget/form/{FORM}" */ // {LOADER}\n</script>',
        f'<script>var blocked=["{LOADER}","{AGENCY}/widget/form/{FORM}"];blocked.forEach(stop)</script>',
        f'<script>if(["{LOADER}"].includes(s.src))s.remove()</script>',
        f'<script>if(s.src==="{LOADER}"||"{AGENCY}/widget/form/{FORM}"==a.href)x()</script>',
        f'<script>if(a.href.indexOf("{AGENCY}/widget/booking/{FORM}")>-1)x()</script>',
        f"<script>document.querySelector(\"iframe[src*='{AGENCY}/widget/form/{FORM}']\")</script>",
        "<p>We have left GoHighLevel.</p>",
    ],
)
def test_what_a_tag_only_looks_for_or_tells_is_no_trace(html: str) -> None:
    assert found(tag(html)) == set()


@pytest.mark.parametrize(
    "more",
    [
        f'"predicates":[{{"function":"_cn","arg0":["macro",2],"arg1":{escaped(f"{AGENCY}/widget/booking/{FORM}")}}}]',
        f'"tags":[{{"function":"__gaawe","vtp_linkerDomains":{escaped(f"{AGENCY}/widget/form/{FORM}")}}}]',
        f'"macros":[{{"vtp_map":["list",["map","key",{escaped(LOADER)},"value","chat"]]}}]',
    ],
)
def test_what_a_trigger_compares_with_is_no_trace(more: str) -> None:
    assert found(tag("<p>x</p>", more=f",{more}")) == set()


def test_what_is_no_trace_is_kept_aside_to_explain_what_the_page_says_then() -> None:
    blocked = f'<script>var blocked=["{LOADER}"];</script>'
    assert found(tag(blocked), State.INERT) == {("chat-loader", "widgets.leadconnectorhq.com")}
    both = blocked + CHAT
    assert found(tag(both)) == {("chat", WIDGET)}


def test_what_stays_of_a_container_waits_and_is_said_to_stand_in_it() -> None:
    got = read(tag(FRAME))
    assert got.url == GTM
    (match,) = got.matches
    where = match.mention.where
    assert (match.mention.state, where.seen_in, where.locator, where.ancestors) == (
        *(State.WAITING, SeenIn.SCRIPT),
        "",
        (),
    )
    assert where.excerpt == FRAME.removesuffix("</iframe>")


def test_an_address_that_may_prove_to_be_the_crms_is_a_lead() -> None:
    (lead,) = read(tag(f'<script src="{AGENCY}/js/widget.js"></script>')).leads
    assert (lead.url, lead.state) == (f"{AGENCY}/js/widget.js", State.WAITING)


def test_a_container_read_on_several_pages_counts_once_each_time_the_pages_are_gone_through() -> None:
    container, other = read(tag(FRAME)), read(tag(CHAT))
    pages = [page("/", container), page("/a", container), page("/b", other, container)]
    unfolded = Unfolded(pages)
    expected = [pages[0], container, pages[1], pages[2], other]
    assert [list(unfolded), list(unfolded)] == [expected, expected]


def page(path: str, *containers: PageTraces) -> PageTraces:
    return PageTraces(f"https://clinic.example{path}", "", "html", (), (), containers=containers)


HOSTILE = (
    '"' * 200_000,
    "[" * 200_000,
    '"<a' * 60_000,
    "'\\" * 100_000,
    "block" * 60_000,
    "allow_list=[" * 25_000,
    "[a].some(" * 30_000,
    "[].find(" + "u" * 100_000,
    '"a"+' * 60_000,
    '"vtp_' + "block" * 40_000,
    "== '" * 60_000,
    '\\"' * 100_000,
    '"<a ' + " " * 190_000 + '"',
    '"\\ud800<iframe src=x>"',
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_container_is_read_to_its_end(text: str) -> None:
    assert found(text + f";u='{FRAME}'") == {("form", FORM)}
