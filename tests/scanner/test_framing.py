"""What stands in a frame is placed by what is around that frame in the page."""

from scanner.framing import around
from scanner.mentions import Element, Mention, MentionType, Where
from scanner.model import Frame, SeenIn

CODE = "https://www-clinic-example.filesusr.com/html/0a1b2c.html"
FORM = "https://link.agency.example/widget/form/AbCdEfGhIjKlMnOpQrSt"


def on_page(url: str, identifier: str, heading: str = "", inside: str = "") -> Mention:
    ancestors = (Element("div", identifier),)
    where = Where(SeenIn.RENDERED, f"#{identifier} > iframe", inside=inside, ancestors=ancestors, heading=heading)
    return Mention(MentionType.FRAME, url, where)


def in_frame(path: str, heading: str = "") -> Mention:
    where = Where(SeenIn.FRAME, "iframe", inside=path, ancestors=(Element("p"),), heading=heading)
    return Mention(MentionType.FRAME, FORM, where)


def test_the_heading_and_the_block_around_the_frame_count() -> None:
    placed = around([on_page(CODE, "comp-1", "Write to us")], [Frame(CODE, "", "iframe.x")])
    (mention,) = placed.place([in_frame("iframe.x")], "iframe.x")
    assert mention.where.outside == (Element("div", "comp-1"), Element("iframe"))
    assert mention.where.ancestors == (Element("p"),)
    assert mention.where.heading == "Write to us"


def test_a_heading_inside_the_frame_is_nearer() -> None:
    placed = around([on_page(CODE, "comp-1", "Write to us")], [Frame(CODE, "", "iframe.x")])
    (mention,) = placed.place([in_frame("iframe.x", "Your details")], "iframe.x")
    assert mention.where.heading == "Your details"


def test_a_frame_in_a_frame_stands_where_the_outermost_does() -> None:
    frames = [Frame(CODE, "", "iframe.x"), Frame("https://inner.example/", "", "iframe.x >> iframe")]
    placed = around([on_page(CODE, "comp-1")], frames)
    (mention,) = placed.place([in_frame("iframe.x >> iframe")], "iframe.x >> iframe")
    assert mention.where.outside[0] == Element("div", "comp-1")


def test_of_a_frame_that_the_page_does_not_name_nothing_is_said() -> None:
    placed = around([on_page(CODE, "comp-1")], [Frame("https://other.example/", "", "iframe.y")])
    mention = in_frame("iframe.y")
    assert placed.place([mention], "iframe.y") == (mention,)


def test_a_frame_in_a_shadow_root_is_none_in_a_frame() -> None:
    named = [on_page(CODE, "comp-1"), on_page(FORM, "comp-2", inside="div#host")]
    frames = [Frame(CODE, "", "div#host >> iframe"), Frame(FORM, "", "div#host >> iframe:nth-of-type(2)")]
    placed = around(named, frames)
    assert [placed.frames[frame.path].ancestors[0].id for frame in frames] == ["comp-1", "comp-2"]


def test_the_same_address_twice_stands_at_two_places() -> None:
    frames = [Frame(CODE, "", "iframe.a"), Frame(CODE, "", "iframe.b"), Frame(CODE, "", "iframe.c")]
    placed = around([on_page(CODE, "comp-1"), on_page(CODE, "comp-2")], frames)
    blocks = [placed.frames[frame.path].ancestors[0].id for frame in frames]
    assert blocks == ["comp-1", "comp-2", "comp-2"]
