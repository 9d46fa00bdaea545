"""What leads to pages that the CRM serves, and to redirects of the site: counted, and named with page and place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scanner.findings import findings
from scanner.inward import Inward, Part, Way
from scanner.linked import MOST_PAGES, Known
from scanner.model import Hop, Mode, Page
from scanner.scan import Finding, Inlink
from scanner.urls import inward_key
from tests.scanner.finding import AGENCY, FORM, HOST, RECOGNISER, read, served, url
from tests.scanner.test_findings_hosted import hosted

HOME = served("/", "<p>The clinic</p>")
BOOK = url("/go/book")
REDIRECT = Page(BOOK, f"{AGENCY}/widget/booking/{FORM}", 200, Mode.SERVED, "", hops=(
    Hop(BOOK, f"{AGENCY}/widget/booking/{FORM}", 302),
))  # fmt: skip


@dataclass(frozen=True)
class Stored:
    """What a crawl would have stored."""

    known: tuple[Known, ...]
    pages: tuple[tuple[str, tuple[Inward, ...]], ...]

    def addresses(self) -> Iterable[Known]:
        return self.known

    def __iter__(self) -> Iterator[tuple[str, tuple[Inward, ...]]]:
        return iter(self.pages)


def stored(pages: dict[str, tuple[Inward, ...]], moved: dict[str, str] | None = None) -> Stored:
    moved = moved or {}
    paths = dict.fromkeys((*pages, *moved, *moved.values(), "/offer", "/thanks", "/go/book"))
    known = (
        Known(url(path), frozenset({inward_key(url(path))}), inward_key(url(moved[path])) if path in moved else "")
        for path in paths
    )
    return Stored(tuple(known), tuple((url(path), places) for path, places in pages.items()))


def to(path: str, way: Way = Way.LINK, part: Part = Part.NONE, label: str = "Go", locator: str = "a") -> Inward:
    return Inward(inward_key(url(path)), way, part, label, locator)


def found(pages: list[Page], inwards: Stored) -> dict[str, Finding]:
    result = findings(read(*pages), RECOGNISER, inwards=inwards)
    return {one.placement.pages[0].removeprefix(f"https://{HOST}"): one for one in result}


def test_each_place_is_named_and_counted_once() -> None:
    menu = to("/offer", part=Part.MENU, label="Our offer", locator="nav > a")
    inwards = stored(
        {
            "/": (menu, to("/offer", Way.BUTTON, label="Claim it", locator="a.btn"), to("/about")),
            "/about": (menu, to("/offer", Way.CANONICAL, label="", locator="head > link")),
            "/sitemap.xml": (to("/offer", Way.SITEMAP, label="", locator="loc"), to("/", Way.SITEMAP)),
        }
    )
    linked = found([HOME, served("/offer", hosted())], inwards)["/offer"].linked
    assert linked is not None
    assert (linked.links, linked.pages, linked.redirects, linked.sitemaps) == (3, 2, 0, 1)
    offer = url("/offer")
    assert linked.places == (
        Inlink(Way.LINK, Part.MENU, "Our offer", "nav > a", offer, (url("/"), url("/about")), 2),
        Inlink(Way.BUTTON, Part.NONE, "Claim it", "a.btn", offer, (url("/"),), 1),
        Inlink(Way.CANONICAL, Part.NONE, "", "head > link", offer, (url("/about"),), 1),
        Inlink(Way.SITEMAP, Part.NONE, "", "loc", offer, (url("/sitemap.xml"),), 1),
    )


def test_ways_over_redirects_of_the_site_count_and_so_do_these() -> None:
    moved = {"/old": "/go/offer", "/go/offer": "/offer", "/offer/": "/offer"}
    inwards = stored({"/": (to("/go/offer"), to("/old"))}, moved)
    linked = found([HOME, served("/offer", hosted())], inwards)["/offer"].linked
    assert linked is not None
    assert (linked.links, linked.redirects) == (2, 2)
    told = [(one.way, one.to, one.pages) for one in linked.places]
    assert told == [
        (Way.LINK, url("/go/offer"), (url("/"),)),
        (Way.LINK, url("/old"), (url("/"),)),
        (Way.REDIRECT, url("/offer"), (url("/go/offer"),)),
        (Way.REDIRECT, url("/go/offer"), (url("/old"),)),
    ]


def test_redirects_that_go_round_end() -> None:
    inwards = stored({"/": (to("/a"),)}, {"/a": "/b", "/b": "/a"})
    assert found([HOME, served("/offer", hosted())], inwards)["/offer"].linked is None


def test_links_on_pages_that_the_crm_serves_go_with_these() -> None:
    inwards = stored({"/offer": (to("/thanks"),), "/thanks": (to("/offer"), to("/go/book"))})
    result = found([HOME, REDIRECT, served("/offer", hosted()), served("/thanks", hosted("Thanks"))], inwards)
    assert (result["/offer"].linked, result["/thanks"].linked) == (None, None)
    assert result["/go/book"].placement.pages == (BOOK, url("/thanks"))


def test_a_redirect_to_the_crm_is_on_every_page_that_leads_to_it_under_the_same_fingerprint() -> None:
    pages = [HOME, served("/about", "<p>About us</p>"), REDIRECT]
    inwards = stored(
        {
            "/page-10": (to("/go/book", label="Book a visit"),),
            "/page-9": (to("/go/book", Way.BUTTON),),
            "/sitemap.xml": (to("/go/book", Way.SITEMAP),),
        }
    )
    [alone] = findings(read(*pages), RECOGNISER)
    [finding] = findings(read(*pages), RECOGNISER, inwards=inwards)
    assert finding.placement.pages == (BOOK, url("/page-9"), url("/page-10"))
    assert finding.fingerprint == alone.fingerprint
    assert finding.linked is not None
    assert [(one.pages[0], one.label, one.locator) for one in finding.linked.places][:2] == [
        (url("/page-9"), "Go", "a"),
        (url("/page-10"), "Book a visit", "a"),
    ]


def test_of_very_many_pages_the_number_is_told_and_the_first() -> None:
    inwards = stored({f"/page-{n}": (to("/offer", part=Part.FOOTER),) for n in range(500)})
    linked = found([HOME, served("/offer", hosted())], inwards)["/offer"].linked
    assert linked is not None
    assert (linked.links, linked.pages) == (1, 500)
    [place] = linked.places
    assert (place.number, len(place.pages)) == (500, MOST_PAGES)


def test_where_nothing_leads_nothing_is_read() -> None:
    class Unread(Stored):
        def addresses(self) -> Iterable[Known]:
            raise AssertionError

    assert findings(read(HOME), RECOGNISER, inwards=Unread((), ())) == ()
