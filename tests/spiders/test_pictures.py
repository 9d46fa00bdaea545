"""Pictures of what was found: the right element, outlined, with what people say covered; and none where none may be."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from demo.server import Reply
from scanner.model import Act, Opener
from scanner.scan import OPENER, THING
from scanner.subjects import Clues, Hint
from spiders.options import Options, RenderMode
from spiders.pictures import why_not
from spiders.picturing.camera import Taken
from tests.reports.screen import Show
from tests.spiders.crawling import Serve, page
from tests.spiders.photographs import FORM, FORM_ID, FRAME, Pixels, decoder, photographed, pixels, subject

CRM = f"crm.example/widget/form/{FORM_ID}"
FORM_PAGE = page(body='<form><input name="a"><button>Send</button></form>', title="Ask us")
TALL = '<p style="height:1500px">Above</p>'
BELOW = '<p style="height:1500px">Below</p>'


@pytest.fixture(scope="module")
def show() -> Iterator[Show]:
    with decoder() as found:
        yield found


@pytest.mark.browser
def test_a_form_far_down_is_outlined_in_its_surroundings(serve: Serve, show: Show) -> None:
    server = serve({"/": page(body=TALL + FRAME + BELOW), CRM: FORM_PAGE})
    taken = photographed(server, subject())["R-01"]
    picture = pixels(show, taken.jpeg)
    outline = picture.outline()
    assert taken.outlined == THING
    assert taken.jpeg[:2] == b"\xff\xd8"
    assert (picture.width, picture.height) == (880, 460)
    assert outline is not None
    left, top, right, bottom = outline
    assert (right - left, bottom - top) == pytest.approx((614, 314), abs=4)
    assert top == pytest.approx(picture.height - bottom, abs=6)
    assert {hit.method for hit in server.hits} == {"GET"}


@pytest.mark.browser
def test_the_element_is_found_in_frames_and_shadow_roots(serve: Serve, show: Show) -> None:
    rooted = (
        '<div id="host"></div><script>host.attachShadow({ mode: "closed" })'
        f".innerHTML = '<p>Book</p>{FRAME}'</script>"
    )
    server = serve({
        "/framed": page(body='<iframe id="outer" src="/inner" style="width:900px;height:700px"></iframe>'),
        "/inner": page(body=FRAME),
        "/rooted": page(body=rooted),
        CRM: FORM_PAGE,
    })  # fmt: skip
    tag = f'<iframe src="{FORM}">'
    taken = photographed(
        server,
        subject("/framed", Hint("iframe#outer >> iframe#f", tag), ref="R-01"),
        subject("/rooted", Hint("div#host >> iframe#f", tag), ref="R-02"),
    )
    sizes = []
    for ref in ("R-01", "R-02"):
        left, top, right, bottom = pixels(show, taken[ref].jpeg).outline() or (0, 0, 0, 0)
        sizes.append((right - left, bottom - top))
    assert sizes == [pytest.approx((614, 314), abs=4)] * 2


@pytest.mark.browser
def test_a_locator_that_leads_elsewhere_is_not_believed(serve: Serve, show: Show) -> None:
    others = '<iframe id="f" src="/other" style="width:300px;height:100px"></iframe>' * 1500
    server = serve(
        {"/": page(body=FRAME.replace('id="f"', "")), "/many": page(body=others), "/other": page(), CRM: FORM_PAGE}
    )
    taken = photographed(
        server,
        subject("/", Hint("div:nth-of-type(3) > iframe", f'<iframe src="{FORM}">'), ref="R-01"),
        subject("/", Hint("body", "<body>"), ref="R-02", clues=Clues(("no-such-thing-here",))),
        subject("/", Hint("line 12 of ((", f'<iframe src="{FORM}">'), ref="R-03", clues=Clues(("not-there",))),
        subject("/many", ref="R-04"),
    )
    assert list(taken) == ["R-01"]
    left, _, right, _ = pixels(show, taken["R-01"].jpeg).outline() or (0, 0, 0, 0)
    assert right - left == pytest.approx(614, abs=4)


@pytest.mark.browser
def test_what_is_shut_is_shown_by_its_opener_and_what_is_hidden_not_at_all(serve: Serve, show: Show) -> None:
    hidden = FRAME.replace("display:block", "display:none")
    button = (
        '<button id="b" style="width:200px;height:60px" onclick="f.style.display = \'block\'">Book a visit</button>'
    )
    server = serve({
        "/opens": page(body=button + hidden),
        "/hidden": page(body=hidden),
        "/clear": page(body=FRAME.replace("border:0", "opacity:0")),
        "/small": page(body=FRAME.replace("width:600px;height:300px", "width:1px;height:1px")),
        CRM: FORM_PAGE,
    })  # fmt: skip
    opener = Opener(Act.CLICK, "Book a visit", "button#b")
    taken = photographed(
        server,
        subject("/opens", ref="R-01", opener=opener),
        subject("/opens", ref="R-02", opener=replace(opener, label="Something else")),
        subject("/hidden", ref="R-03"),
        subject("/clear", ref="R-04"),
        subject("/small", ref="R-05"),
    )
    assert {ref: one.outlined for ref, one in taken.items()} == {"R-01": OPENER}
    left, top, right, bottom = pixels(show, taken["R-01"].jpeg).outline() or (0, 0, 0, 0)
    assert (right - left, bottom - top) == pytest.approx((214, 74), abs=4)


def test_only_public_pages_are_photographed_and_only_where_the_browser_may_run() -> None:
    assert why_not(Options()) == ""
    assert why_not(Options(auth=("owner", "secret"))) != ""
    assert why_not(Options(headers=(("Cookie", "session=1"),))) != ""
    assert why_not(Options(render=RenderMode.NEVER)) != ""


def words_in(taken: dict[str, Taken], show: Show) -> list[Pixels]:
    """The pictures, in the order of their references."""
    return [pixels(show, taken[ref].jpeg) for ref in sorted(taken)]


REVIEWS = "http://reputationhub.site/reputation/widgets/review_widget/AbCdEfGhIjKlMnOpQrSt"
SAID = ("Dr Vale saved my skin. Anna B.", "Never again, I wept for a week! Yours, Otto C.")
CHAT_ID = "0123456789abcdef01234567"


def reviews(text: str) -> Reply:
    """A page of a review widget."""
    html = f'<!doctype html><p style="font-size:40px;height:200px;margin:0;overflow:hidden">{text}</p>'
    return Reply(200, {"Content-Type": "text/html"}, html.encode())


def chat(text: str, mode: str) -> str:
    """A chat that greets, in a shadow root of this mode."""
    box = "position:fixed;right:20px;bottom:20px;background:#fff;font:30px/40px monospace"
    size = "display:block;width:300px;height:120px;overflow:hidden"
    return (
        f'<chat-widget widget-id="{CHAT_ID}"></chat-widget><script>document.querySelector("chat-widget")'
        f'.attachShadow({{ mode: "{mode}" }}).innerHTML = '
        f'\'<div style="{box}"><span style="{size}">{text}</span></div>\'</script>'
    )


@pytest.mark.browser
@pytest.mark.parametrize("how", ["frame", "open", "closed", "words", "field", "mail"])
def test_what_people_say_cannot_be_told_from_a_picture(how: str, serve: Serve, show: Show) -> None:
    """Two sites that differ in nothing but that give the same picture."""
    box = '<div style="width:600px;height:60px;overflow:hidden;font:20px/30px monospace">{}</div>'
    same = [text.ljust(50, ".")[:36] for text in SAID]
    bodies = {
        "frame": [f'<iframe id="r" src="{REVIEWS}" style="width:600px;height:300px;border:0"></iframe>'] * 2,
        "open": [chat(text, "open") for text in same],
        "closed": [chat(text, "closed") for text in same],
        "words": [FRAME + f'<section class="testimonials">{box.format(text)}</section>' for text in same],
        "field": [FRAME + f'<input value="{text}" style="width:500px">' for text in same],
        "mail": [FRAME + box.format(f"Ask {name}@private.example") for name in ("anna.b", "otto.c")],
    }
    clues = Clues(("AbCdEfGhIjKlMnOpQrSt",), ("AbCdEfGhIjKlMnOpQrSt",))
    subjects = {
        "frame": subject("/", Hint("iframe#r", f'<iframe src="{REVIEWS}">'), clues=clues, secret=True),
        "chat": subject("/", Hint("chat-widget", "<chat-widget>"), clues=Clues((CHAT_ID,), (CHAT_ID,)), secret=True),
    }
    wanted = subjects.get("chat" if how in ("open", "closed") else how, subject())
    seen = []
    for body, text in zip(bodies[how], SAID, strict=True):
        server = serve({
            "/": page(body=body),
            CRM: FORM_PAGE,
            "reputationhub.site/reputation/widgets/review_widget/AbCdEfGhIjKlMnOpQrSt": reviews(text),
        })  # fmt: skip
        seen += words_in(photographed(server, wanted), show)
    assert len(seen) == 2
    assert seen[0] == seen[1]


@pytest.mark.browser
def test_the_words_of_the_site_itself_and_its_own_mail_address_are_shown(serve: Serve, show: Show) -> None:
    """So the comparison of two texts compares something."""
    seen = []
    for text in ("hello@clinic.example", "howdy@clinic.example", "We are open on Mondays"):
        server = serve({"/": page(body=f"{FRAME}<p style='font:40px monospace'>{text}</p>"), CRM: FORM_PAGE})
        seen += words_in(photographed(server, subject()), show)
    assert len({one.data for one in seen}) == 3


@pytest.mark.browser
def test_a_review_beside_a_form_is_covered_wherever_it_stands(serve: Serve, show: Show) -> None:
    framed = FRAME + f'<iframe src="{REVIEWS}" style="width:600px;height:200px;border:0"></iframe>'
    seen = []
    for text in SAID:
        server = serve({
            "/": page(body='<iframe id="outer" src="/inner" style="width:900px;height:700px;border:0"></iframe>'),
            "/inner": page(body=framed),
            CRM: FORM_PAGE,
            "reputationhub.site/reputation/widgets/review_widget/AbCdEfGhIjKlMnOpQrSt": reviews(text),
        })  # fmt: skip
        wanted = subject("/", Hint("iframe#outer >> iframe#f", f'<iframe src="{FORM}">'))
        seen += words_in(photographed(server, wanted), show)
    assert len(seen) == 2
    assert seen[0] == seen[1]
