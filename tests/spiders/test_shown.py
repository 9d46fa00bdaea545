"""Whether a page shows what an address that cannot exist shows, for all the small things that differ each time."""

import pytest

from scanner.model import Frame, Mode, Page
from scanner.recognise import Recogniser
from spiders.hosts import Host
from spiders.shown import Shown
from tests.spiders.crawling import SIGNATURES, START

NOWHERE = f"{START}unembed-0a1b2c3d"
RECOGNISER = Recogniser(SIGNATURES, frozenset({"clinic.example"}))


def shown(url: str, body: str, *frames: str) -> Shown:
    documents = tuple(Frame(frame, "<p></p>", f"iframe#f{number}") for number, frame in enumerate(frames))
    page = Page(url, url, 404, Mode.RENDERED, f"<html><body>{body}</body></html>", frames=documents)
    return Shown.of(page, *RECOGNISER.page(page), url)


@pytest.mark.parametrize(
    ("at", "body", "nowhere"),
    [
        ("a", "<p>There is a page that is not a page</p>", "<p>There is a page that is not a page</p>"),
        ("my-page", "<p>No my-page. My page is gone.</p>", "<p>No unembed-0a1b2c3d. Unembed 0a1b2c3d is gone.</p>"),
        ("a/b%20c", "<p>No /a/b c (Home / A / B C)</p>", "<p>No /unembed-0a1b2c3d (Home / Unembed-0a1b2c3d)</p>"),
        ("x?from=mail", "<p>No /x?from=mail here</p>", "<p>No /unembed-0a1b2c3d here</p>"),
        ("x", "<p>21:59:58, id 9fe1-77ab, 1 of 3</p>", "<p>22:00:01, id 0b3c-d2e1, 2 of 3</p>"),
        ("x", "<a href='https://a.example/in?to=%2Fx'>In</a>", "<a href='https://a.example/in?to=%2Funembed-0a1b2c3d'>In</a>"),
        ("x", "<img src='https://a.example/p.gif?t=17'>", "<img src='https://a.example/p.gif?t=18'><i id=b></i>"),
        ("x", "<p>Gone</p>", "<p>Gone</p><img src='https://a.example/p.gif'>"),
    ],
    ids=["a", "words", "crumbs", "query", "time", "link", "picture", "less"],
)  # fmt: skip
def test_small_things_make_no_other_page(at: str, body: str, nowhere: str) -> None:
    assert shown(START + at, body).is_nothing_but(shown(NOWHERE, nowhere))


CHAT = "<script src='https://widgets.leadconnectorhq.com/loader.js' data-widget-id='{}'></script>"
FORM = "https://api.leadconnectorhq.com/widget/form/"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>Gone for good</p>", "<p>Gone</p>"),
        ("<p>Gone</p><a href='https://a.example/more'></a>", "<p>Gone</p>"),
        ("<p>Gone</p><a href='/more'></a>", "<p>Gone</p>"),
        ("<a href='https://a.example/f/10'></a>", "<a href='https://a.example/f/11'></a>"),
        (CHAT.format("665f0c0f0c0f0c0f0c0f0c0a"), CHAT.format("665f0c0f0c0f0c0f0c0f0c0b")),
        (f"<iframe src='{FORM}AbCdEfGhIjKlMnOpQr10'></iframe>", f"<iframe src='{FORM}AbCdEfGhIjKlMnOpQr11'></iframe>"),
        ("<div><template shadowrootmode=open>Ours</template></div>", "<div></div>"),
    ],
    ids=["words", "link", "way", "id", "chat", "form", "shadow"],
)
def test_what_is_of_its_own_makes_another_page(one: str, other: str) -> None:
    assert not shown(f"{START}x", one).is_nothing_but(shown(NOWHERE, other))


def test_a_frame_makes_another_page() -> None:
    assert not shown(f"{START}x", "<p>Gone</p>", "https://a.example/f").is_nothing_but(shown(NOWHERE, "<p>Gone</p>"))


@pytest.mark.parametrize(
    ("url", "files", "home", "folder"),
    [
        ("http://clinic.example/x", (), "", "/"),
        ("http://clinic.example/team/x", (), "http://clinic.example/", "/"),
        ("http://clinic.example/row/team/x", (), "http://clinic.example/row/", "/row/"),
        ("http://clinic.example/row/x", ("http://clinic.example/row/js/a.js", ""), "http://clinic.example/", "/row/"),
        ("http://clinic.example/row/x", ("http://clinic.example/js/a.js",), "http://clinic.example/row/", "/"),
        ("http://clinic.example/row/x", ("http://cdn.example/row/a.js",), "http://clinic.example/", "/"),
    ],
)
def test_an_address_that_cannot_exist_is_where_the_application_is(
    url: str, files: tuple[str, ...], home: str, folder: str
) -> None:
    host = Host("http://clinic.example", home=home, unknown="none")
    assert host.beside(url, files) == f"http://clinic.example{folder}none"
