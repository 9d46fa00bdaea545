"""Tag managers in a real browser: what their containers hold, who put what onto a page, and at what cost."""

import asyncio
from pathlib import Path

import pytest

from demo.server import Hit, Reply, SiteServer, joined
from scanner.makers import LONGEST
from scanner.model import Flaw, Loaded, Page, Request
from spiders.initiators import Callers
from tests.spiders.browsing import pooled
from tests.spiders.visiting import SITES, VENDORS, seen

SITE = "http://clinic.example"
GTM = "https://www.googletagmanager.com/gtm.js?id=GTM-ABC1234"
CRM = "https://api.leadconnectorhq.com"
FORM = "AbCdEfGhIjKlMnOpQrSt"


def stack(*urls: str) -> dict[str, object]:
    """What the browser says of scripts that run, the innermost first."""
    return {"type": "script", "stack": {"callFrames": [{"url": url} for url in urls]}}


def caused(callers: Callers, *urls: str, initiator: str = "") -> str:
    """Who is named for a request that scripts of these addresses make on the page."""
    found = callers.note("https://other.example/x", "fetch", stack(*urls))
    return callers.cause(found, initiator or (found[0] if found else SITE), {f"{SITE}/"})


def test_the_first_cause_is_followed_through_the_log() -> None:
    callers = Callers()
    callers.note("https://a.example/loader.js", "script", stack(f"{SITE}/js/main.js", f"{SITE}/"))
    callers.note("https://b.example/widget.js", "script", stack("https://a.example/loader.js"))
    assert caused(callers, "https://b.example/widget.js") == f"{SITE}/js/main.js"
    assert caused(callers, f"{SITE}/js/main.js") == ""
    assert caused(callers, f"{SITE}/") == ""
    assert caused(callers) == ""


def test_a_container_on_the_way_is_named_even_where_only_its_text_tells() -> None:
    callers = Callers()
    callers.note(f"{GTM}&l=x", "script", stack(f"{SITE}/js/main.js"))
    callers.note("https://b.example/widget.js", "script", stack("", f"{GTM}&l=x"))
    assert caused(callers, "https://b.example/widget.js") == GTM
    hidden = "https://load.example/x.js?st=1"
    assert caused(callers, hidden) == ""
    callers.names[hidden] = "https://load.example/x.js?id=GTM-ABC1234"
    assert caused(callers, hidden) == "https://load.example/x.js?id=GTM-ABC1234"


def test_a_module_was_brought_by_the_one_that_imports_it() -> None:
    callers = Callers()
    callers.note(f"{SITE}/js/form.js", "script", {"type": "script", "url": f"{SITE}/js/main.js"})
    assert caused(callers, f"{SITE}/js/form.js") == f"{SITE}/js/main.js"


def test_scripts_that_bring_each_other_end() -> None:
    callers = Callers()
    for number in range(100):
        callers.note(f"{SITE}/{number}.js", "script", stack(f"{SITE}/{(number + 1) % 100}.js"))
    assert caused(callers, f"{SITE}/0.js") == f"{SITE}/23.js"
    callers.note(f"{SITE}/a.js", "script", stack(f"{SITE}/b.js"))
    callers.note(f"{SITE}/b.js", "script", stack(f"{SITE}/a.js"))
    assert caused(callers, f"{SITE}/a.js") == f"{SITE}/b.js"


# --- in the browser --------------------------------------------------------------------------------------------------


def rendered(server: SiteServer, *paths: str) -> list[Page]:
    """These pages of clinic.example, one after the other."""

    async def all_of_them() -> list[Page]:
        async with pooled(server, insecure=True) as pool:
            got = [await pool.render(f"{SITE}{path}") for path in paths]
        assert all(isinstance(page, Page) for page in got)
        return [page for page in got if isinstance(page, Page)]

    return asyncio.run(all_of_them())


def request(page: Page, url: str) -> Request:
    """The first request of a page for `url`."""
    return next(request for request in page.requests if request.url == url)


@pytest.mark.browser
def test_a_container_is_read_once_and_without_a_request() -> None:
    site = SITES / "visitor-tags-google"
    text = "".join(file.read_text() for file in (site / "gtm.js", VENDORS / "macros.js", VENDORS / "container.js"))
    with SiteServer(site, VENDORS) as server:
        first, second = rendered(server, "/", "/about/")
        loads = [hit for hit in server.hits if hit.path.partition("?")[0] in ("/", "/about/")]
        asked = [hit for hit in server.hits if hit.host == "www.googletagmanager.com"]
    assert first.containers == (Loaded(GTM, f"{SITE}/", text),)
    assert second.containers[0] is first.containers[0]
    assert asked == [Hit("GET", "www.googletagmanager.com", "/gtm.js?id=GTM-ABC1234")] * len(loads)


@pytest.mark.browser
def test_a_container_at_an_address_of_its_own_is_named_where_it_inserts() -> None:
    with SiteServer(SITES / "visitor-tags-elsewhere", VENDORS) as server:
        (page,) = rendered(server, "/")
    named = "https://load.metrics.example/x7k2.js?id=GTM-ABC1234"
    assert [loaded.url for loaded in page.containers] == [named]
    frame = request(page, f"{CRM}/widget/form/{FORM}")
    assert (frame.initiator, frame.cause) == ("https://load.metrics.example/x7k2.js?st=1", named)


@pytest.mark.browser
def test_who_inserted_a_frame_is_told_through_loaders_libraries_and_code_in_the_page() -> None:
    with SiteServer(SITES / "visitor-tags-scripts", VENDORS) as server:
        main, wrapped, foreign = rendered(server, "/", "/wrapped/", "/foreign/")
    frame = request(main, f"{CRM}/widget/form/{FORM}")
    assert (frame.initiator, frame.cause) == ("https://tools.helper.example/load.js", f"{SITE}/js/main.js")
    frame = request(wrapped, f"{CRM}/widget/booking/B{FORM[1:]}")
    assert (frame.initiator, frame.cause) == (f"{SITE}/js/jquery.min.js", f"{SITE}/js/site.js")
    frame = request(foreign, f"{CRM}/widget/survey/C{FORM[1:]}")
    assert (frame.initiator, frame.cause) == ("https://tools.helper.example/other.js", "")


IDS = {letter: f"{letter}{FORM[1:]}" for letter in "ABCDE"}
WIDGET = "0123456789abcdef01234567"
CONTAINERS: dict[str, dict[str, tuple[str, ...]]] = {
    "visitor-tags-elsewhere": {
        "Google Tag Manager container GTM-ABC1234": (IDS["A"], IDS["B"]),
        "Google Tag Manager container GTM-XYZ9876": (IDS["C"], IDS["D"]),
        "Google Tag Manager container GTM-DEF5678": (IDS["E"], WIDGET),
    },
    "visitor-tags-others": {
        "Matomo Tag Manager container AbC12345": (IDS["A"], IDS["B"]),
        "Tealium iQ Tag Management container hazelrow/main": (WIDGET, IDS["C"]),
        "Adobe Experience Platform Tags container launch-0123456789ab": (IDS["E"],),
    },
}


@pytest.mark.browser
@pytest.mark.parametrize("site", CONTAINERS)
def test_every_tag_is_edited_in_its_container(site: str) -> None:
    told = {(finding.value, finding.placement.container, finding.placement.edit) for finding in seen(site).findings}
    assert told == {
        (value, container, f"{container} › Tags") for container, values in CONTAINERS[site].items() for value in values
    }


@pytest.mark.browser
def test_a_container_that_is_too_long_is_said_not_to_be_read(tmp_path: Path) -> None:
    text = f"/*{'x' * LONGEST}*/ addEventListener('load', function () {{}});"
    page = f'<!doctype html><title>x</title><script src="{GTM}"></script><p>x</p>'
    routes = {
        "clinic.example/": Reply(200, {"Content-Type": "text/html"}, page.encode()),
        "www.googletagmanager.com/gtm.js": Reply(200, {"Content-Type": "text/javascript"}, text.encode()),
    }
    with SiteServer(tmp_path, routes=routes) as server:
        (got,) = rendered(server, "/")
    assert got.containers == (Loaded(GTM, f"{SITE}/"),)
    assert got.flaws == (Flaw("too_large", f"tag manager {GTM}"),)


@pytest.mark.browser
def test_a_page_that_watches_for_a_debugger_is_read_like_any_other(tmp_path: Path) -> None:
    text = """
        setInterval(function () { debugger; }, 1);
        setInterval(function () {
          var before = Date.now();
          debugger;
          if (Date.now() - before > 5000) document.body.textContent = "caught";
        }, 10);
        fetch("/counted.json");
    """
    page = f'<!doctype html><title>x</title><p>Welcome</p><script src="{GTM}"></script>'
    routes = {
        "clinic.example/": Reply(200, {"Content-Type": "text/html"}, page.encode()),
        "clinic.example/counted.json": Reply(200, {"Content-Type": "application/json"}, b"{}"),
        "www.googletagmanager.com/gtm.js": Reply(200, {"Content-Type": "text/javascript"}, text.encode()),
    }
    with SiteServer(tmp_path, routes=routes) as server:
        (got,) = rendered(server, "/")
    assert (got.containers, got.flaws) == ((Loaded(GTM, f"{SITE}/", text),), ())
    assert "<p>Welcome</p>" in got.html
    assert not got.looks


@pytest.mark.browser
def test_a_container_whose_text_the_browser_does_not_have_is_said_not_to_be_read(tmp_path: Path) -> None:
    other = "https://www.googletagmanager.com/gtm.js?id=GTM-DEF5678"
    page = (
        f'<!doctype html><title>x</title><link rel="preload" as="script" href="{GTM}"><p>x</p>'
        f'<script src="{other}"></script>'
    )
    routes = {
        "clinic.example/": Reply(200, {"Content-Type": "text/html"}, page.encode()),
        "www.googletagmanager.com/gtm.js": Reply(200, {"Content-Type": "text/javascript"}, b"onload = function () {}"),
    }
    with SiteServer(tmp_path, routes=routes) as server:
        (got,) = rendered(server, "/")
    assert [loaded.url for loaded in got.containers] == [other]
    assert got.flaws == (Flaw("not_probed", f"tag manager {GTM}, whose text the browser does not have"),)


@pytest.mark.browser
def test_a_module_that_is_redirected_is_read_where_it_came_from(tmp_path: Path) -> None:
    text = joined(
        SITES / "visitor-tags-elsewhere", ["x7k2.js", "../vendors/macros.js", "../vendors/container.js"]
    ).decode()
    script = {"Content-Type": "text/javascript", "Access-Control-Allow-Origin": "*"}
    page = (
        b'<!doctype html><title>x</title><p>x</p><script>dataLayer = [{event: "gtm.js"}]</script>'
        b'<script type="module" src="/t/main.js"></script>'
    )
    routes = {
        "clinic.example/": Reply(200, {"Content-Type": "text/html"}, page),
        "clinic.example/t/main.js": Reply(302, {"Location": "https://cdn.metrics.example/c.js"}),
        "cdn.metrics.example/c.js": Reply(200, script, text.encode()),
    }
    with SiteServer(tmp_path, VENDORS, routes=routes) as server:
        (got,) = rendered(server, "/")
    named = f"{SITE}/t/main.js?id=GTM-ABC1234"
    assert (got.containers, got.flaws) == ((Loaded(named, f"{SITE}/", text),), ())
    assert request(got, f"{CRM}/widget/form/{FORM}").cause == named
