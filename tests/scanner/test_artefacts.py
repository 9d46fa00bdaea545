"""Every artefact of the CRM, in the markup that it is pasted or printed in, is recognised as what it is."""

import pytest

from scanner.model import Mode, Page
from scanner.recognise import Recogniser
from scanner.signatures import load

HOME = "https://clinic.example/"
ID, OTHER = "AbCdEfGhIjKlMnOpQrSt", "ZyXwVuTsRqPoNmLkJiHg"
HEX = "0123456789abcdef01234567"
UUID = "00000000-0000-4000-8000-000000000000"
TK = f"tk_{HEX}89abcdef"
CRM = "https://api.leadconnectorhq.com"
WHITE = "https://link.agency.example"
WIDGETS = "https://widgets.leadconnectorhq.com"
FILES = "https://storage.googleapis.com/msgsndr"
RECOGNISER = Recogniser(load(), frozenset({"clinic.example"}))


def recognised(html: str, *crm_hosts: str) -> list[tuple[str, str]]:
    """What a page shows, also once its hosts are learned; each thing once."""
    knowing = Recogniser(RECOGNISER.signatures, RECOGNISER.hosts, frozenset(crm_hosts))
    traces = knowing.page(Page(HOME, HOME, 200, Mode.SERVED, f"<body><h1>Clinic</h1>{html}</body>"))[1]
    found = (*traces.matches, *knowing.late(traces, knowing.learned([traces])))
    return sorted({(match.signature.removeprefix("highlevel/"), match.value) for match in found})


ROUTES = {
    f"/widget/form/{ID}": ("form", ID),
    f"/widget/survey/{ID}": ("survey", ID),
    f"/widget/quiz/{ID}": ("quiz", ID),
    f"/widget/booking/{ID}": ("calendar", ID),
    f"/widget/booking/{ID},{OTHER}": ("calendar", f"{ID},{OTHER}"),
    f"/widget/group/{ID}": ("calendar", ID),
    f"/v2/preview/{ID}": ("page", ID),
    f"/v2/preview/{ID}/b/first-post": ("page", ID),
    f"/hooks/{ID}/webhook-trigger/{UUID}": ("webhook", UUID),
    f"/hooks/{ID}/webhook-trigger/{OTHER}": ("webhook", OTHER),
    f"/reputation/widgets/review_widget/{ID}?widgetId={HEX}&theme=dark": ("reviews", HEX),
    f"/reputation/widgets/review_widget/{ID}": ("reviews", ID),
}
SLUGS = {
    "/widget/bookings/intro-call": ("calendar", "intro-call"),
    f"/widget/bookings/team/coaching-{UUID}": ("calendar", f"team/coaching-{UUID}"),
    "/widget/groups/all-treatments": ("calendar", "all-treatments"),
    "/widget/appointment/dr-example": ("calendar", "dr-example"),
    "/widget/appointment/dr-example/peel": ("calendar", "dr-example/peel"),
    "/widget/appointment/service/peel/cancel": ("calendar", "service/peel/cancel"),
    "/widget/service-menus/facials": ("service-menu", "facials"),
    "/widget/service-menus/facials/peel": ("service-menu", "facials/peel"),
    "/widget/otl/spring-offer": ("calendar", "spring-offer"),
}
MAYBE = {
    f"/widget/service-menu/{HEX}": ("booking-page", HEX),
    f"/payment-link/{HEX}": ("payment-page", HEX),
}
DOUBTFUL = ("/widget/bookings/", "/widget/groups/", "/widget/service-menus/")
KNOWN_ROUTES = {
    "/widget/booking": ("calendar", "{}/widget/booking"),
    "/widget/booking/cancel-booking": ("calendar", "{}/widget/booking/cancel-booking"),
    "/widget/booking/cancel-bookingV2": ("calendar", "{}/widget/booking/cancel-bookingV2"),
    "/widget/cancel-booking": ("calendar", "{}/widget/cancel-booking"),
    "/widget/otl": ("calendar", "{}/widget/otl"),
    "/widget/quiz-result/12": ("quiz", "{}/widget/quiz-result/12"),
    f"/widget/quiz/{HEX}": ("quiz", HEX),
    f"/widget/service-menu/{HEX}": ("service-menu", HEX),
    f"/widget/rentals/{ID}": ("rentals", ID),
    f"/booking/{ID}": ("calendar", ID),
    "/booking/first-visit": ("calendar", "first-visit"),
    f"/booking/first-visit/sv/{HEX}": ("calendar", "first-visit"),
    "/card/business/aB3dE9": ("business-card", "aB3dE9"),
    "/card/profile/aB3dE9": ("business-card", "aB3dE9"),
    f"/payment-link/{HEX}": ("payment-link", HEX),
    f"/invoice/{HEX}": ("invoice", HEX),
    f"/estimate/{HEX}": ("document", HEX),
    f"/documents/v1/{HEX}": ("document", HEX),
    "/l/aB3dE9xYz": ("trigger-link", "aB3dE9xYz"),
    "/link/aB3dE9xYz": ("trigger-link", "aB3dE9xYz"),
    "/links/aB3dE9xYz": ("trigger-link", "aB3dE9xYz"),
    "/b/first-post": ("page", "{}"),
    "/post/first-post": ("page", "{}"),
    f"/product/{HEX}": ("page", "{}"),
    "/collections/creams": ("page", "{}"),
    "/verifyPayment": ("page", "{}"),
    "/": ("start-page", "{}"),
}


@pytest.mark.parametrize(("path", "expected"), ROUTES.items())
@pytest.mark.parametrize("host", [CRM, WHITE])
def test_a_route_is_recognised_on_every_host(host: str, path: str, expected: tuple[str, str]) -> None:
    assert recognised(f'<a href="{host}{path}">x</a>') == [expected]
    assert recognised(f'<iframe src="{host}{path}"></iframe>') == [expected]


@pytest.mark.parametrize(("path", "expected"), SLUGS.items())
def test_a_route_with_a_free_name_is_certain_beside_another_trace_alone(path: str, expected: tuple[str, str]) -> None:
    link, form = f'<a href="{WHITE}{path}">x</a>', f'<iframe src="{CRM}/widget/form/{ID}"></iframe>'
    assert recognised(f'<a href="{CRM}{path}">x</a>') == [expected]
    assert recognised(link) == ([("booking-page", expected[1])] if path.startswith(DOUBTFUL) else [])
    offer = f'<a href="{WHITE}/l/aB3dE9xYz">x</a>'
    assert recognised(link + offer) == recognised(link)
    if path.startswith(DOUBTFUL):
        assert recognised(link + form) == sorted([expected, ("form", ID)])
        assert ("trigger-link", "aB3dE9xYz") in recognised(link + form + offer)
    else:
        assert recognised(link + form + offer) == [("booking-page", expected[1]), ("form", ID)]


@pytest.mark.parametrize(("path", "expected"), KNOWN_ROUTES.items())
def test_a_route_is_recognised_on_a_host_known_to_be_the_crms(path: str, expected: tuple[str, str]) -> None:
    link = f'<a href="{WHITE}{path}">x</a>'
    wanted = (expected[0], expected[1].format("link.agency.example"))
    maybe = MAYBE.get(path)
    assert recognised(link) == ([maybe] if maybe else [])
    assert recognised(link, "link.agency.example") == [wanted]
    assert wanted in recognised(f'{link}<iframe src="{WHITE}/widget/form/{ID}"></iframe>')
    if path != "/":
        assert recognised(f'<a href="{CRM}{path}">x</a>')[0][0] == expected[0]


RESIZER = ("resizer", "link.msgsndr.com")
PASTED = {
    "form": (
        f"""<iframe src="{CRM}/widget/form/{ID}" style="width:100%;height:100%;border:none;border-radius:4px"
        id="inline-{ID}" data-layout="{{'id':'INLINE'}}" data-trigger-type="alwaysShow" data-trigger-value=""
        data-activation-type="alwaysActivated" data-deactivation-type="neverDeactivate" data-form-name="Contact"
        data-height="722" data-layout-iframe-id="inline-{ID}" data-form-id="{ID}" title="Contact"></iframe>
        <script src="https://link.msgsndr.com/js/form_embed.js"></script>""",
        [("form", ID), RESIZER],
    ),
    "popup form": (
        f"""<iframe src="{WHITE}/widget/form/{ID}" style="display:none" id="popup-{ID}"
        data-layout='{{"id":"POPUP"}}' data-trigger-type="showAfter" data-trigger-value="5"></iframe>""",
        [("form", ID)],
    ),
    "trimmed form": (
        f"""<iframe src="{WHITE}/x" data-layout="{{'id':'POLITE_SLIDE_IN'}}" data-trigger-type="showAfter"></iframe>""",
        [("form", "link.agency.example")],
    ),
    "form without a frame": (
        f"""<div class="inline-form-wrapper" id="inline-{ID}-div" data-layout="true" data-hl-type="inline"
        data-src="{CRM}/widget/form/{ID}"></div>""",
        [("form", ID)],
    ),
    "calendar, whose frame bears another id": (
        f"""<iframe src="{CRM}/widget/booking/{ID}" style="width:100%;border:none;overflow:hidden" scrolling="no"
        id="{OTHER}_1700000000000"></iframe><br><script src="https://link.msgsndr.com/js/form_embed.js"></script>""",
        [("calendar", ID), RESIZER],
    ),
    "service menu": (
        f"""<iframe src="{WHITE}/widget/service-menu/{HEX}" id="{HEX}_service_menu"></iframe>""",
        [("service-menu", HEX)],
    ),
    "chat by its loader": (
        f"""<script src="{WIDGETS}/loader.js" data-resources-url="{WIDGETS}/chat-widget/loader.js"
        data-widget-id="{HEX}" data-source="WEB_USER"></script>""",
        [("chat", HEX)],
    ),
    "chat in a container": (
        f"""<div data-chat-widget data-widget-id="{HEX}" data-location-id="{ID}"></div>
        <script src="{WIDGETS}/loader.js" data-resources-url="{WIDGETS}/chat-widget/loader.js"></script>""",
        [("chat", HEX), ("chat-loader", "widgets.leadconnectorhq.com")],
    ),
    "chat by its element": (
        f"""<chat-widget location-id="{ID}" style="--chat-widget-primary-color:#188bf6" heading="Questions?"
        sub-heading="Write to us" agency-name="Agency" agency-website="agency.example" locale="en-us"></chat-widget>""",
        [("chat-element", ID)],
    ),
    "chat of the first generation": (
        f"""<script src="https://cdn.msgsndr.com/text-widget/loader.js" data-cdn-url="https://cdn.msgsndr.com/text-widget"
        data-location-id="{ID}"></script>""",
        [("chat", ID)],
    ),
    "chat of the plugin": (
        f"""<script id="leadconnector-chat-widget-js" src="{WIDGETS}/loader.js?ver=4.0.3"
        data-resources-url="{WIDGETS}/chat-widget/loader.js" data-widget-id="{HEX}"
        data-server-u-r-l="https://services.leadconnectorhq.com" data-no-optimize="1" data-no-minify="1"></script>""",
        [("chat", HEX)],
    ),
    "chat of the older plugin": (
        f"""<script src="{WIDGETS}/loader.js" id="leadconnector-text-widget-js"></script>
        <script id="leadconnector-public-js-extra">var leadconnector_public_js = {{"text_widget_location_id":"{ID}"}};
        </script>""",
        [("chat", ID), ("chat-loader", "widgets.leadconnectorhq.com"), ("wordpress-plugin", "leadconnector")],
    ),
    "reviews": (
        f"""<script type="text/javascript" src="https://reputationhub.site/reputation/assets/review-widget.js"></script>
        <iframe class="lc_reviews_widget" frameborder="0" scrolling="no" style="min-width:100%;width:100%"
        src="https://reputationhub.site/reputation/widgets/review_widget/{ID}?widgetId={HEX}"></iframe>""",
        [("reviews", HEX), ("reviews-script", "reputationhub.site")],
    ),
    "external tracking": (
        f'<script src="https://link.clinic-crm.example/js/external-tracking.js" data-tracking-id="{TK}"></script>',
        [("external-tracking", TK)],
    ),
    "attribution": (
        '<script src="https://services.leadconnectorhq.com/appengine/cors/js/user-session.js"></script>',
        [("attribution", "visits")],
    ),
    "affiliates": (
        f"""<script src="{WHITE}/js/am.js"></script>
        <script>affiliateManager.init('{ID}','https://backend.leadconnectorhq.com','.clinic.example')</script>""",
        [("affiliate", ID), ("affiliate-script", "link.agency.example")],
    ),
    "number pool": (
        f'<script src="{CRM}/loc/{ID}/pool/{OTHER}/number_pool.js"></script>',
        [("number-pool", OTHER)],
    ),
    "payment": (
        f"""<button onclick="window.open('https://link.fastpaydirect.com/payment-link/{HEX}','_blank')">Pay</button>""",
        [("payment-link", HEX)],
    ),
    "portal": (
        f'<a href="https://abcde12fghij3klmno45.app.clientclub.net/courses/offers/{UUID}">Course</a>',
        [("portal", "abcde12fghij3klmno45.app.clientclub.net")],
    ),
    "portal under another name": (
        f'''<a href="https://portal.agency.example/communities/groups/skin-care/home">Community</a>
        <img src="{CRM}/countdown-timer/render/{HEX}">''',
        [("countdown", HEX), ("portal-page", "portal.agency.example")],
    ),
    "countdown": (
        f'<img src="https://services.leadconnectorhq.com/countdown-timer/render/{HEX}?uniqueId=">',
        [("countdown", HEX)],
    ),
    "short link": ('<a href="https://msgsndr.com/l/aB3dE9">Offer</a>', [("short-link", "aB3dE9")]),
    "log-in": ('<a href="https://app.gohighlevel.com/">Staff</a>', [("login", "app.gohighlevel.com")]),
    "picture": (f'<img src="{FILES}/{ID}/media/team.png">', [("asset", f"{ID}/media/team.png")]),
    "preview picture": (
        f'<meta property="og:image" content="{FILES}/{ID}/media/team.png">',
        [("asset", f"{ID}/media/team.png")],
    ),
    "icon": (f'<link rel="shortcut icon" href="{FILES}/{ID}/media/i.png">', [("asset", f"{ID}/media/i.png")]),
    "picture through the image service": (
        f'<img src="https://images.leadconnectorhq.com/image/f_webp/q_80/r_1200/u_{FILES}/{ID}/media/team.png">',
        [("asset", f"{ID}/media/team.png")],
    ),
    "file of the portal": (
        '<img src="https://assets.clientclub.net/school/logo.png">',
        [("asset", "school/logo.png")],
    ),
    "plugin": (
        '<link rel="stylesheet" href="/wp-content/plugins/leadconnector/public/css/lc-public.css">',
        [("wordpress-plugin", "leadconnector")],
    ),
    "page of the plugin": (
        """<link rel="stylesheet" id="leadconnector-funnel-iframe-css"
        href="/wp-content/plugins/leadconnector/public/css/leadconnector-funnel-iframe.css?ver=4.0.3">""",
        [("wordpress-page", "clinic.example")],
    ),
    "blank": ("<p>Call {{custom_value.clinic_phone}}</p>", [("custom-value", "clinic_phone")]),
    "mirrored scripts": (
        f"""<script src="../../link.msgsndr.com/js/form_embed.js"></script><script src="js/form_embed.js"></script>
        <iframe src="{CRM}/widget/form/{ID}"></iframe>""",
        [("form", ID), ("resizer", "clinic.example"), RESIZER],
    ),
    "mirrored script beside a script of the same name": (
        """<script src="../../link.msgsndr.com/js/form_embed.js"></script><script src="js/form_embed.js"></script>""",
        [RESIZER],
    ),
    "home-made form": (
        f"""<script>form.onsubmit = () => fetch('https://services.leadconnectorhq.com/hooks/{ID}/webhook-trigger/{UUID}',
        {{method: 'POST', body: new FormData(form)}})</script>""",
        [("webhook", UUID)],
    ),
    "hosted page": (
        """<div id="__nuxt"><div class="hl_page-preview--content"></div></div>
        <script type="module" src="https://stcdn.leadconnectorhq.com/_preview/entry.0a1b2c3d.js"></script>""",
        [("crm-address", "stcdn.leadconnectorhq.com/_preview/entry.0a1b2c3d.js"), ("hosted-page", "clinic.example")],
    ),
    "marketing": (
        """<a href="https://www.gohighlevel.com/?fp_ref=x">HighLevel</a><a href="https://aesthetixcrm.com/">Maker</a>
        <a href="https://help.aesthetixcrm.com/en/articles/1393-leaving">Help</a>""",
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), PASTED.values(), ids=PASTED)
def test_what_the_crm_gives_out_to_paste_is_recognised(html: str, expected: list[tuple[str, str]]) -> None:
    assert recognised(html) == sorted(expected)


def test_a_page_of_the_plugin_is_known_by_its_own_address() -> None:
    url = f"{HOME}Offer/?utm_source=mail"
    page = Page(url, url, 200, Mode.SERVED, '<main><div class="lc-native-content"><p>Offer</p></div></main>')
    assert [match.value for match in RECOGNISER.page(page)[1].matches] == ["clinic.example/offer"]
