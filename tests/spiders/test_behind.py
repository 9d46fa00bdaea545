"""Where the routes that a script file names may lie."""

import pytest

from spiders.behind import behind

SITE = "https://clinic.example"


@pytest.mark.parametrize(
    ("script", "page", "routes", "more"),
    [
        ("/js/app.js", "/", ["/visit"], []),
        ("/portal/app.js", "/portal/", ["/visit", "/pets?cats=1"], ["/portal/visit", "/portal/pets?cats=1"]),
        ("/portal/js/app.js", "/portal/index.html", ["/visit"], ["/portal/visit"]),
        ("/portal/app.js", "/portal/", ["/portal/visit", "/portal"], []),
        ("/portal/app.js", "/portal/", ["/portals"], ["/portal/portals"]),
        ("/js/site.js", "/portal/", ["/visit"], []),
        ("/portals/app.js", "/portal/", ["/visit"], []),
        ("/js/app.js", "/app", ["/#/visit"], ["/app#/visit"]),
        ("/portal/app.js", "/portal/#/old", ["/#/visit"], ["/portal/#/visit"]),
    ],
)
def test_routes_lie_at_the_root_or_where_their_application_is(
    script: str, page: str, routes: list[str], more: list[str]
) -> None:
    given = [SITE + path for path in routes]
    found = list(behind(given, SITE + script, SITE + page))
    assert sorted(found) == sorted([*given, *(SITE + path for path in more)])


def test_a_script_of_another_host_lies_in_no_folder_of_the_page() -> None:
    given = [f"{SITE}/visit"]
    assert list(behind(given, "https://cdn.example/portal/app.js", f"{SITE}/portal/")) == given
    assert list(behind(given, f"{SITE}/portal/app.js", "start")) == given
