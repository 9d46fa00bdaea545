"""What only some visitors get from the server.

The sites `visitor-documents-*` and `visitor-narrow-*` themselves are compared by test_visiting.
"""

from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from demo.server import Reply, Route, SiteServer
from tests.spiders.crawling import CRM_FORM, page
from tests.spiders.visiting import SITES, VENDORS, Found, Opened, visit

pytestmark = pytest.mark.browser

PLAIN = "<p>Welcome</p><script>document.body.dataset.ready = 1;</script>"


def by_agent(body: str) -> Route:
    """Answers telephones with `body`, and all others with a page on which nothing is."""

    def answer(request: BaseHTTPRequestHandler) -> Reply:
        narrow = "Mobi" in request.headers.get("User-Agent", "")
        return page(body=body if narrow else PLAIN, Vary="User-Agent")

    return answer


def test_what_the_server_gives_to_telephones_only(tmp_path: Path) -> None:
    routes = {"clinic.example/": by_agent(f"{PLAIN}{CRM_FORM}")}
    with SiteServer(SITES / "one-form", VENDORS, routes=routes, hosts=("clinic.example",)) as server:
        visited = visit(server, tmp_path)
    link = "AbCdEfGhIjKlMnOpQrSt"
    assert visited.found == (Found("form", link, "waiting", "link", Opened("narrow"), "", "page", ("/",)),)
    assert visited.gaps == ()


def test_telephones_that_are_sent_to_a_page_of_their_own(tmp_path: Path) -> None:
    def start(request: BaseHTTPRequestHandler) -> Reply:
        narrow = "Mobi" in request.headers.get("User-Agent", "")
        return Reply(302, {"Location": "/m/", "Vary": "User-Agent"}) if narrow else page(body=PLAIN)

    routes: dict[str, Route] = {"clinic.example/": start, "clinic.example/m/": page(body=CRM_FORM)}
    with SiteServer(SITES / "one-form", VENDORS, routes=routes, hosts=("clinic.example",)) as server:
        visited = visit(server, tmp_path)
    link = "AbCdEfGhIjKlMnOpQrSt"
    assert [(found.kind, found.value, found.pages) for found in visited.found] == [("form", link, ("/m/",))]
    assert visited.gaps == ()
