"""Which addresses do something when they are asked for, and which only tell about it."""

from pathlib import Path

import pytest

from demo.server import SiteServer
from spiders.actions import acts
from tests.spiders.crawling import START, Serve, page, run

ACTS = (
    "/logout",
    "/wp-login.php?action=logout&_wpnonce=abc",
    "/user/sign-out/",
    "/shop/?add-to-cart=7",
    "/?wc-ajax=add_to_cart",
    "/cart/add.js?id=7",
    "/cart/?remove_item=0123abcd",
    "/unsubscribe?u=1",
    "/appointments/4711/cancel",
    "/cancel-appointment/?token=abc",
    "/photos/0123456789abcdef/delete",
    "/unsubscribe/7712345",
    "/unsubscribe/abcdefghijklmnop",
    "/index.php?option=com_users&task=user.logout&return=abc",
    "/?logout=1",
    "/account/logout/confirm",
    "/logout/all/",
)
TELLS = (
    "/",
    "/cancel-appointment/",
    "/cancellation-policy/",
    "/unsubscribe",
    "/opt-out/",
    "/services/tattoo/remove",
    "/blog/how-to-log-out",
    "/cart/",
    "/checkout/",
    "/delete-my-data/?lang=en",
    "/blog/how-to-cancel-a-membership/",
    "/unsubscribe/",
    "/unsubscribe/preferences/",
    "/cancel/the-small-print/",
    "/logout-policy/",
    "/login?loggedout=true",
    "/help/logout/how-it-works/",
    "/index.php?option=com_users&task=user.profile",
    "/buy/",
    "/buy/7",
    "/buy/gift-cards/",
    "/subscribe/",
    "/newsletter/subscribe/",
)


SIGNS = (
    *("/buy/7", "/checkout/place-order", "/checkout/pay-now/", "/order/0123abcd", "/sign-up?mobile=1"),
    *("/subscribe?email=x@y.z", "/newsletter/subscribe", "/lists/newsletter?EMAIL=x%40y.z", "/subscribe.php?u_mail=x"),
)
READS = (
    *("/", "/cancellation-policy/", "/api/prices.json", "/blog/how-to-log-out", "/buy/", "/buy/gift-cards/"),
    *("/checkout/", "/checkout/?step=2", "/order/", "/subscribe/", "/subscribe?lang=en", "/newsletter/"),
    *("/js/subscribe.js", "/newsletter/subscribe.html", "/plugins/buy/now.css", "/sign-up/", "/logout-policy/"),
)


@pytest.mark.parametrize("address", ACTS)
def test_an_address_that_does_something(address: str) -> None:
    path, _, query = address.partition("?")
    assert acts(path, query)


@pytest.mark.parametrize("address", TELLS)
def test_a_page_that_tells_about_it(address: str) -> None:
    path, _, query = address.partition("?")
    assert not acts(path, query)


@pytest.mark.parametrize(
    "address", [*ACTS, "/booking/cancel", "/account/delete", "/unsubscribe", "/remove/seat", *SIGNS]
)
def test_upon_a_click_the_name_alone_counts(address: str) -> None:
    path, _, query = address.partition("?")
    assert acts(path, query, tried=True)


@pytest.mark.parametrize("address", READS)
def test_what_a_click_may_ask_for(address: str) -> None:
    path, _, query = address.partition("?")
    assert not acts(path, query, tried=True)


def test_the_crawler_never_asks_for_one_and_says_so(serve: Serve, tmp_path: Path) -> None:
    routes = {"/": page(*ACTS, "/cancel-appointment/"), "/cancel-appointment/": page(title="How to cancel")}
    server: SiteServer = serve(routes)
    crawled = run(server, tmp_path / "run", start=(START,))
    assert crawled.coverage.skipped == {"action": len(ACTS)}
    assert crawled.coverage.checked == 2
    assert sorted({hit.path for hit in server.hits if "robots" not in hit.path and "sitemap" not in hit.path})[:2] == [
        "/",
        "/cancel-appointment/",
    ]
    assert not [hit for hit in server.hits if hit.path in ACTS]
