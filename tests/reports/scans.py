"""Three scans of invented sites: a med-spa full of traces, a clear site, and one that let nobody in."""

from dataclasses import replace
from datetime import date

from scanner.model import (
    Act,
    Confidence,
    How,
    Kind,
    Note,
    Opener,
    PlacementType,
    SeenIn,
    Severity,
    State,
    Target,
    Unread,
    Verdict,
)
from scanner.scan import (
    SCAN_SCHEMA,
    Coverage,
    Evidence,
    Finding,
    LinkNote,
    Links,
    ListedNumber,
    Lookups,
    Numbers,
    Placement,
    Remedy,
    Scan,
    SeenNumber,
    Tool,
)

FINAL_DATE = date(2026, 11, 30)
SITE = "https://willowmedspa.example"
CRM = "https://link.radiancesuite.example"
ELEMENTOR = "wordpress/elementor"
TOOL = Tool("unembed", "0.1.0", "3f9c0a7e51d2", "Chromium 156.0.8078.79")

_PATHS = (
    "", "about/", "team/", "book/", "contact/", "specials/", "gift-cards/", "membership/", "skin-quiz/", "careers/",
    "reviews/", "faq/", "financing/", "before-after/", "locations/", "locations/riverside/", "locations/old-town/",
    "treatments/", "treatments/botox/", "treatments/fillers/", "treatments/lip-filler/", "treatments/microneedling/",
    "treatments/hydrafacial/", "treatments/chemical-peel/", "treatments/laser-hair-removal/", "treatments/ipl/",
    "treatments/body-contouring/", "treatments/prp/", "treatments/skin-tightening/", "treatments/acne/",
    "treatments/weight-loss/", "treatments/iv-therapy/", "blog/", "blog/summer-skin/", "blog/botox-myths/",
    "blog/first-visit/", "blog/filler-aftercare/", "blog/spf-guide/", "privacy/", "terms/", "accessibility/",
)  # fmt: skip
PAGES = tuple(f"{SITE}/{path}" for path in _PATHS)


def _evidence(path: str, excerpt: str, locator: str, seen_in: SeenIn = SeenIn.HTML, label: str = "") -> Evidence:
    return Evidence(f"{SITE}/{path}", seen_in, locator, excerpt, None, label)


def _on(path: str, container: str, edit: str) -> Placement:
    return Placement(PlacementType.PAGE, (f"{SITE}/{path}",), ELEMENTOR, container, edit)


def _shared(container: str, edit: str, pages: tuple[str, ...] = PAGES) -> Placement:
    return Placement(PlacementType.SHARED, pages, ELEMENTOR, container, edit)


_FOOTER = "Templates › Theme Builder › Footer"
_HEADER = "Templates › Theme Builder › Header"
_PUBLISH = (
    "Choose Update (or Save), then clear the caches: the cache plugin (WP Rocket, LiteSpeed …), the host's, and a CDN "
    "such as Cloudflare."
)

_CHAT = Finding(
    "c1d2e3f4a5b60001", "R-01", "highlevel/chat-widget", "highlevel", Kind.CHAT, How.EMBED, State.LIVE,
    Severity.BREAKS, Confidence.CERTAIN, "0123456789abcdef01234567", "https://widgets.leadconnectorhq.com/loader.js",
    _shared("HTML widget 1e17443 in the footer template", _FOOTER),
    (
        _evidence("", '<script src="https://widgets.leadconnectorhq.com/loader.js" '
                  'data-resources-url="https://widgets.leadconnectorhq.com/chat-widget/loader.js" '
                  'data-widget-id="0123456789abcdef01234567"></script>',
                  "div.elementor-element-1e17443 script"),
        _evidence("", '<chat-widget location-id="AbCdEfGhIjKlMnOpQrSt" style="--chat-color: #b48a78">',
                  "chat-widget", SeenIn.RENDERED),
    ),
    Remedy("Delete the HTML widget that loads the chat", (
        "Open Templates › Theme Builder and edit the Footer template with Elementor.",
        "Open the Structure panel and find the HTML widget 1e17443, in the last section.",
        "Check that it holds the code shown above, then right-click it and choose Delete.",
        _PUBLISH,
    )),
)  # fmt: skip

_PHONE = Finding(
    "c1d2e3f4a5b60002", "R-02", "highlevel/number", "highlevel", Kind.PHONE, How.LINK, State.LIVE, Severity.BREAKS,
    Confidence.LIKELY, "+12125550142", "", _shared("Button 5c0ffee in the header template", _HEADER),
    (_evidence("", '<a class="elementor-button" href="tel:+12125550142">Call (212) 555-0142</a>',
               "div.elementor-element-5c0ffee a", label="Call (212) 555-0142"),),
    Remedy("Put the number that stays into the button", (
        "Ask the owner which number stays; if this one is moved to another provider, nothing has to change.",
        "Otherwise open Templates › Theme Builder and edit the Header template with Elementor.",
        "Select the button 5c0ffee; change its text and its link (tel:…).",
        _PUBLISH,
    )),
)  # fmt: skip

_POPUP = Finding(
    "c1d2e3f4a5b60003", "R-03", "highlevel/form", "highlevel", Kind.FORM, How.EMBED, State.WAITING, Severity.BREAKS,
    Confidence.CERTAIN, "QrStUvWxYzAbCdEfGhIj", f"{CRM}/widget/form/QrStUvWxYzAbCdEfGhIj",
    _shared("HTML widget 77aa3d1 in the popup “First visit offer”", "Templates › Popups › First visit offer",
            tuple(page for page in PAGES if "/blog/" not in page)),
    (_evidence("treatments/botox/", f'<iframe src="{CRM}/widget/form/QrStUvWxYzAbCdEfGhIj" '
               'id="popup-QrStUvWxYzAbCdEfGhIj" data-layout="{\'id\':\'POPUP\'}" title="First visit offer"></iframe>',
               "div.elementor-popup-modal iframe", SeenIn.RENDERED),),
    Remedy("Replace the form in the popup, or switch the popup off", (
        "Open Templates › Popups and edit “First visit offer” with Elementor.",
        "Delete the HTML widget 77aa3d1 and put your own form in its place.",
        _PUBLISH,
    )),
    opener=Opener(Act.CLICK, "Your first visit", "header a.elementor-button:nth-of-type(2)"),
    initiator=f"{SITE}/wp-content/uploads/offer/start.js",
)  # fmt: skip

_TRACKER = Finding(
    "c1d2e3f4a5b60004", "R-04", "highlevel/external-tracking", "highlevel", Kind.TRACKING, How.SCRIPT, State.LIVE,
    Severity.LOSES, Confidence.CERTAIN, "tk_0123456789abcdef0123456789abcdef", f"{CRM}/js/external-tracking.js",
    Placement(PlacementType.TAG_MANAGER, PAGES, ELEMENTOR, "a tag in container GTM-ABC1234",
              "Google Tag Manager container GTM-ABC1234"),
    (_evidence("", f"{CRM}/js/external-tracking.js", "asked for by gtm.js?id=GTM-ABC1234", SeenIn.NETWORK),),
    Remedy("Delete the tag and publish the container", (
        "Open the container GTM-ABC1234, choose Tags and search for link.radiancesuite.example.",
        "Open the tag (usually of the type Custom HTML), then ⋮ › Delete.",
        "Choose Submit › Publish: until then the tag stays live.",
    )),
    initiator="https://www.googletagmanager.com/gtm.js?id=GTM-ABC1234",
)  # fmt: skip

_CALENDAR = Finding(
    "c1d2e3f4a5b60005", "R-05", "highlevel/calendar", "highlevel", Kind.CALENDAR, How.EMBED, State.LIVE,
    Severity.BREAKS, Confidence.CERTAIN, "ZyXwVuTsRqPoNmLkJiHg", f"{CRM}/widget/booking/ZyXwVuTsRqPoNmLkJiHg",
    _on("book/", "HTML widget 3b9d20e under the heading “Book your visit”", "Pages › Book › Edit with Elementor"),
    (
        _evidence("book/", f'<iframe src="{CRM}/widget/booking/ZyXwVuTsRqPoNmLkJiHg" style="width:100%;border:none" '
                  'scrolling="no" id="ZyXwVuTsRqPoNmLkJiHg_1700000000000"></iframe>',
                  "div.elementor-element-3b9d20e iframe"),
        _evidence("book/", f'<script src="{CRM}/js/form_embed.js" type="text/javascript"></script>',
                  "div.elementor-element-3b9d20e script"),
    ),
    Remedy("Replace the calendar with the booking tool that stays", (
        "Open Pages › Book › Edit with Elementor.",
        "Open the Structure panel and find the HTML widget 3b9d20e under “Book your visit”.",
        "Replace its code, from <iframe to the end of the script, with that of your new booking tool.",
        _PUBLISH,
    )),
)  # fmt: skip

_FORM = Finding(
    "c1d2e3f4a5b60006", "R-06", "highlevel/form", "highlevel", Kind.FORM, How.EMBED, State.LIVE, Severity.BREAKS,
    Confidence.CERTAIN, "AbCdEfGhIjKlMnOpQrSt", f"{CRM}/widget/form/AbCdEfGhIjKlMnOpQrSt",
    _on("contact/", "HTML widget 9fe1a04 under the heading “Write to us”", "Pages › Contact › Edit with Elementor"),
    (_evidence("contact/", f'<iframe data-src="{CRM}/widget/form/AbCdEfGhIjKlMnOpQrSt" '
               'id="inline-AbCdEfGhIjKlMnOpQrSt" data-form-name="Contact" class="lazyload"></iframe>',
               "div.elementor-element-9fe1a04 iframe"),),
    Remedy("Replace the form with one of your website’s own", (
        "Open Pages › Contact › Edit with Elementor.",
        "Delete the HTML widget 9fe1a04 and put an Elementor form in its place.",
        _PUBLISH,
    )),
)  # fmt: skip

_HOOK = Finding(
    "c1d2e3f4a5b60007", "R-07", "highlevel/webhook", "highlevel", Kind.WEBHOOK, How.SCRIPT, State.LIVE, Severity.LOSES,
    Confidence.CERTAIN, "AbCdEfGhIjKlMnOpQrSt/00000000-0000-4000-8000-000000000000",
    "https://services.leadconnectorhq.com/hooks/AbCdEfGhIjKlMnOpQrSt/webhook-trigger/00000000-0000-4000-8000-000000000000",
    _on("contact/", "Custom code of the page", "Pages › Contact › Edit with Elementor"),
    (_evidence("contact/", "fetch('https://services.leadconnectorhq.com/hooks/AbCdEfGhIjKlMnOpQrSt/webhook-trigger/"
               "00000000-0000-4000-8000-000000000000', {method: 'POST', body: data})",
               "script:nth-of-type(4)"),),
    Remedy("Send the data to the system that stays", (
        "Search the page’s custom code and its HTML widgets for webhook-trigger.",
        "Delete the call, or point it to the system that follows the CRM.",
        _PUBLISH,
    )),
)  # fmt: skip

_QUIZ = Finding(
    "c1d2e3f4a5b60008", "R-08", "highlevel/quiz", "highlevel", Kind.QUIZ, How.EMBED, State.LIVE, Severity.BREAKS,
    Confidence.CERTAIN, "KlMnOpQrStUvWxYzAbCd", f"{CRM}/widget/quiz/KlMnOpQrStUvWxYzAbCd",
    _on("skin-quiz/", "HTML widget 04cc7b2 under the heading “Which treatment suits you?”",
        "Pages › Skin quiz › Edit with Elementor"),
    (_evidence("skin-quiz/", f'<iframe src="{CRM}/widget/quiz/KlMnOpQrStUvWxYzAbCd" title="Skin quiz"></iframe>',
               "div.elementor-element-04cc7b2 iframe"),),
    Remedy("Remove the quiz, or the whole page", (
        "Open Pages › Skin quiz › Edit with Elementor and delete the HTML widget 04cc7b2.",
        "If the page is empty then, set it to Draft and take it out of the menu.",
        _PUBLISH,
    )),
)  # fmt: skip

_REVIEWS = Finding(
    "c1d2e3f4a5b60009", "R-09", "highlevel/reviews", "highlevel", Kind.REVIEWS, How.EMBED, State.LIVE, Severity.BREAKS,
    Confidence.CERTAIN, "AbCdEfGhIjKlMnOpQrSt",
    "https://reputationhub.site/reputation/widgets/review_widget/AbCdEfGhIjKlMnOpQrSt",
    Placement(PlacementType.PAGE, (f"{SITE}/reviews/", f"{SITE}/"), ELEMENTOR,
              "HTML widget under the heading “What clients say”",
              f"the page {SITE}/reviews/, in the HTML widget under the heading “What clients say”"),
    (
        _evidence("", '<iframe class="lc_reviews_widget" src="https://reputationhub.site/reputation/widgets/'
                  'review_widget/AbCdEfGhIjKlMnOpQrSt" frameborder="0"></iframe>', "section#reviews iframe"),
        _evidence("reviews/", '<iframe class="lc_reviews_widget" src="https://reputationhub.site/reputation/widgets/'
                  'review_widget/AbCdEfGhIjKlMnOpQrSt" frameborder="0"></iframe>', "main iframe"),
    ),
    Remedy("Remove the review box, or show the reviews from where they were written", (
        "Choose Edit with Elementor and find the HTML widget under “What clients say”.",
        "Delete it, or replace it with the reviews widget of your choice.",
        _PUBLISH,
    )),
)  # fmt: skip

_PAYMENT = Finding(
    "c1d2e3f4a5b60010", "R-10", "highlevel/payment-link", "highlevel", Kind.PAYMENT, How.LINK, State.LIVE,
    Severity.BREAKS, Confidence.CERTAIN, "89abcdef0123456789abcdef", f"{CRM}/payment-link/89abcdef0123456789abcdef",
    _on("gift-cards/", "Button 61d00aa under the heading “Give a glow”", "Pages › Gift cards › Edit with Elementor"),
    (_evidence("gift-cards/", f'<a class="elementor-button" href="{CRM}/payment-link/89abcdef0123456789abcdef">'
               "Buy a gift card</a>", "div.elementor-element-61d00aa a", label="Buy a gift card"),),
    Remedy("Lead the button to the shop or payment service that stays", (
        "Open Pages › Gift cards › Edit with Elementor and select the button 61d00aa.",
        "Put the new address into its Link field.",
        _PUBLISH,
    )),
)  # fmt: skip

_PORTAL = Finding(
    "c1d2e3f4a5b60011", "R-11", "highlevel/client-portal", "highlevel", Kind.PORTAL, How.LINK, State.LIVE,
    Severity.BREAKS, Confidence.CERTAIN, "willow.app.clientclub.net", "https://willow.app.clientclub.net/login",
    _shared("Menu entry “Member login” in the header template", _HEADER),
    (_evidence("", '<a class="elementor-item" href="https://willow.app.clientclub.net/login">Member login</a>',
               "nav.elementor-nav-menu a:nth-of-type(7)", label="Member login"),),
    Remedy("Take the entry out of the menu", (
        "Open Appearance › Menus and choose the main menu.",
        "Open the entry “Member login” and remove it, or lead it to the new portal.",
        "Save the menu, then clear the site’s cache.",
    )),
)  # fmt: skip

_SHORT = Finding(
    "c1d2e3f4a5b60012", "R-12", "highlevel/click-link", "highlevel", Kind.CLICK_LINK, How.LINK, State.LIVE,
    Severity.BREAKS, Confidence.LIKELY, "link.radiancesuite.example/l/Fall26", f"{CRM}/l/Fall26",
    _on("specials/", "Text editor 2f71b90 under the heading “Autumn offer”", "Pages › Specials › Edit with Elementor"),
    (_evidence("specials/", f'<a href="{CRM}/l/Fall26">Save your spot</a>', "div.elementor-element-2f71b90 p a",
               label="Save your spot"),),
    Remedy("Link straight to the page that is meant", (
        "Open Pages › Specials › Edit with Elementor and select the text under “Autumn offer”.",
        "Replace the link of “Save your spot” with the address that it leads to today.",
        _PUBLISH,
    )),
)  # fmt: skip

_PICTURES = Finding(
    "c1d2e3f4a5b60013", "R-13", "highlevel/asset", "highlevel", Kind.ASSET, How.EMBED, State.LIVE, Severity.BREAKS,
    Confidence.CERTAIN, "AbCdEfGhIjKlMnOpQrSt", "https://assets.cdn.filesafe.space/AbCdEfGhIjKlMnOpQrSt/media/banner.jpg",
    _shared("Image at the top of the treatment template", "Templates › Theme Builder › template 88 (single)",
            PAGES[18:26]),
    (_evidence("treatments/botox/", '<img alt="Treatment room" src="https://assets.cdn.filesafe.space/'
               'AbCdEfGhIjKlMnOpQrSt/media/banner.jpg">', "section.hero img"),),
    Remedy("Keep the picture in your own media library", (
        "Download the picture from its address and upload it under Media › Add New.",
        "Edit the template with Elementor, select the image and choose the new one.",
        _PUBLISH,
    )),
)  # fmt: skip

_RECORD = Finding(
    "c1d2e3f4a5b60014", "R-14", "highlevel/dns-brand", "highlevel", Kind.DNS, How.RECORD, State.LIVE, Severity.BREAKS,
    Confidence.CERTAIN, "brand.ludicrous.cloud", "",
    Placement(PlacementType.DNS, (), "", "CNAME record of go.willowmedspa.example",
              "the DNS records of willowmedspa.example"),
    (
        Evidence("", SeenIn.DNS, "", "go.willowmedspa.example. IN CNAME links.radiancesuite.example."),
        Evidence("", SeenIn.DNS, "where that leads", "links.radiancesuite.example. IN CNAME brand.ludicrous.cloud."),
    ),
    Remedy("Re-point or delete the name", (
        "Log in where the DNS records of willowmedspa.example are kept, and find the CNAME record of "
        "go.willowmedspa.example.",
        "Before the account closes, let the record point to what takes its place, or delete it if nothing does.",
    )),
)  # fmt: skip

_HINT = Finding(
    "c1d2e3f4a5b60015", "R-15", "highlevel/preconnect", "highlevel", Kind.OTHER, How.LINK, State.LIVE, Severity.TIDY,
    Confidence.CERTAIN, "stcdn.leadconnectorhq.com", "https://stcdn.leadconnectorhq.com/",
    _shared("Custom code in the head", "Elementor › Custom Code › Speed hints"),
    (_evidence("", '<link rel="preconnect" href="https://stcdn.leadconnectorhq.com">', "head link:nth-of-type(9)"),),
    Remedy("Delete the line", (
        "Open Elementor › Custom Code and edit “Speed hints”.",
        "Delete the line shown above, then click Update.",
    )),
)  # fmt: skip

_OLD_FORM = Finding(
    "c1d2e3f4a5b60016", "R-16", "highlevel/form", "highlevel", Kind.FORM, How.EMBED, State.INERT, Severity.TIDY,
    Confidence.CERTAIN, "MnOpQrStUvWxYzAbCdEf", f"{CRM}/widget/form/MnOpQrStUvWxYzAbCdEf",
    _on("careers/", "HTML comment in the page", "Pages › Careers › Edit with Elementor"),
    (_evidence("careers/", f'<!-- <iframe src="{CRM}/widget/form/MnOpQrStUvWxYzAbCdEf"></iframe> -->', "main"),),
    Remedy("Delete the comment", ("Open the page, search for MnOpQrStUvWxYzAbCdEf and delete the comment.",)),
)  # fmt: skip

_PLACEHOLDER = Finding(
    "c1d2e3f4a5b60017", "R-17", "highlevel/calendar", "highlevel", Kind.CALENDAR, How.LINK, State.INERT, Severity.TIDY,
    Confidence.POSSIBLE, "YOUR_CALENDAR_ID", f"{CRM}/widget/booking/YOUR_CALENDAR_ID",
    Placement(PlacementType.PAGE, PAGES[33:38], ELEMENTOR, "Call to action at the end of the article",
              "Posts › each article"),
    (_evidence("blog/summer-skin/", f'<a href="{CRM}/widget/booking/YOUR_CALENDAR_ID" hidden>Book</a>', "article a",
               label="Book"),),
    Remedy("Delete the link", ("Open each article, search for YOUR_CALENDAR_ID and delete the link.",)),
)  # fmt: skip

_APP = Finding(
    "c1d2e3f4a5b60018", "R-18", "highlevel/branded-app", "highlevel", Kind.PORTAL, How.LINK, State.INERT, Severity.TIDY,
    Confidence.POSSIBLE, "id1234567890", "https://apps.apple.com/us/app/willow-medspa/id1234567890",
    _on("membership/", "link ‘Download on the App Store’", "Pages › Membership › Edit with Elementor"),
    (_evidence("membership/", '<a href="https://apps.apple.com/us/app/willow-medspa/id1234567890">', "div.store a",
               label="Download on the App Store"),),
    Remedy("Ask whose app it is", (
        "If this app is the branded app of your client portal it goes too: tell your clients, delete the link and the "
        "store's badge, and have the app taken out of the stores.",
        "If it is another app, such as that of your booking or health-record tool, leave the link.",
        "Run unembed crawl again: it says whether this is gone.",
    )),
    title="App that may be that of the client portal", note=Note.ASK,
)  # fmt: skip

_POLICY = Finding(
    "c1d2e3f4a5b60019", "R-19", "highlevel/policy-text", "highlevel", Kind.OTHER, How.TEXT, State.INERT, Severity.TIDY,
    Confidence.LIKELY, "HighLevel", "",
    _on("privacy/", "text under the heading ‘Who we share data with’", "Pages › Privacy › Edit with Elementor"),
    (_evidence("privacy/", "Enquiries are kept by HighLevel Inc. (GoHighLevel), Dallas.", "main > p:nth-of-type(3)"),
     _evidence("privacy/", "msgsndr_id | Knows you again | 1 year", "main > table > tbody > tr:nth-of-type(2)")),
    Remedy("Bring the text up to date", (
        "Ask whoever answers for privacy at the clinic what the text shall say once the account is closed.",
        "Run unembed crawl again: it says whether this is gone.",
    )),
    title="Privacy or cookie text that names the CRM", note=Note.TEXT,
)  # fmt: skip

_TITLES = {
    "chat-widget": "Chat bubble", "number": "Phone number", "form": "Form", "calendar": "Booking calendar",
    "external-tracking": "Tracking of page visits and forms", "webhook": "Form that sends to the CRM", "quiz": "Quiz",
    "reviews": "Reviews", "payment-link": "Payment link", "client-portal": "Client portal",
    "click-link": "Link that counts clicks", "asset": "File kept in the CRM", "preconnect": "Advance call to the CRM",
    "dns-brand": "Name that the CRM's forms, calendars and links live under",
}  # fmt: skip


def _titled(*findings: Finding) -> tuple[Finding, ...]:
    return tuple(
        finding if finding.title else replace(finding, title=_TITLES[finding.signature.partition("/")[2]])
        for finding in findings
    )


MEDSPA = Scan(
    SCAN_SCHEMA, TOOL, Target((f"{SITE}/",), ("willowmedspa.example", "www.willowmedspa.example")),
    "2026-10-24T08:12:31Z", "2026-10-24T08:16:02Z", Verdict.TRACES,
    Coverage(
        False, 38, 41,
        (
            Unread(f"{SITE}/before-after/", "not_quiet", "12 requests were under way after 20 s"),
            Unread(f"{SITE}/financing/", "subresource", "https://calc.lender.example/embed.js: time-out"),
            Unread(f"{SITE}/locations/", "subresource", "https://maps.directory.example/pin.js: 503"),
        ),
        (
            Unread(f"{SITE}/vip/", "login", "401 Basic realm=\"Members\""),
            Unread(f"{SITE}/shop/", "bot_challenge", "“Just a moment…”"),
            *(Unread(f"{SITE}/events/{month}/", "http_503", "") for month in
              ("june", "july", "august", "september", "october", "november", "december")),
        ),
        {"out-of-scope": 63, "file": 118, "duplicate": 9},
        {"www.google-analytics.com": 82, "connect.facebook.net": 41, "bat.bing.com": 41},
        dns=Lookups(
            35, 31, (Unread("shop.willowmedspa.example", "timeout", "no answer from 192.0.2.53 in 2 s"),),
            (Unread("promo.willowmedspa.example", "servfail", "192.0.2.53 answered SERVFAIL"),),
        ),
        unfollowed=1,
    ),
    _titled(_CHAT, _PHONE, _POPUP, _TRACKER, _CALENDAR, _FORM, _HOOK, _QUIZ, _REVIEWS, _PAYMENT, _PORTAL, _SHORT,
            _PICTURES, _RECORD, _HINT, _OLD_FORM, _PLACEHOLDER, _APP, _POLICY),
    Numbers(
        "US", "the address on the site", True,
        (
            SeenNumber("+14155550132", "no", 45, {"data": 2, "link": 41, "swapped": 2}, PAGES, "Front desk"),
            SeenNumber("+14155550136", "undecided", 1, {"text": 1}, (PAGES[4],)),
            SeenNumber("+14155550137", "unknown", 2, {"script": 1, "text": 1}, (PAGES[4], PAGES[9])),
            SeenNumber("+14155550138", "yes", 1, {"text": 1}, (PAGES[4],), "<b>Emergencies</b>"),
        ),
        (ListedNumber("+14155550139", "no", "Old flyer"), ListedNumber("+14155550140", "yes")),
    ),
    Links(
        24,
        (
            LinkNote("https://friends.example/spa-day", "http_404", pages=(f"{SITE}/", f"{SITE}/about/"), number=2,
                     label="A day at the spa"),
            LinkNote("https://short.example/aB3", "dns", way=("https://gone.example/",), pages=(f"{SITE}/blog/",),
                     number=1, label="<b>An offer</b>"),
        ),
        (LinkNote("https://bit.ly/3aB", "http_429", pages=(f"{SITE}/vip/",), number=1, may_lead_on=True),),
        {"harmless": 12, "action": 1},
    ),
)  # fmt: skip

CLEAR = Scan(
    SCAN_SCHEMA, TOOL, Target((f"{SITE}/",), ("willowmedspa.example", "www.willowmedspa.example")),
    "2026-11-21T17:40:10Z", "2026-11-21T17:43:55Z", Verdict.CLEAR,
    Coverage(
        True, 41, 38, (), (),
        {"out-of-scope": 58, "file": 117}, {"www.google-analytics.com": 82}, {"nothing on it can run": 3},
        dns=Lookups(35, 31),
    ),
    (),
    Numbers("", "the site does not say its country", False, (SeenNumber("415 555-0132", "", 41, {"link": 41}, PAGES),)),
)  # fmt: skip

BLOCKED = Scan(
    SCAN_SCHEMA, TOOL,
    Target(("https://northlakeskin.example/",), ("northlakeskin.example", "www.northlakeskin.example")),
    "2026-11-02T09:00:00Z", "2026-11-02T09:00:41Z", Verdict.INCOMPLETE,
    Coverage(
        False, 0, 0, (),
        (
            *(Unread(f"https://northlakeskin.example/{path}", "bot_challenge", "403, “Attention Required!”")
              for path in ("", "about/", "book/", "contact/", "services/", "team/", "blog/")),
            Unread("https://northlakeskin.example/members/", "login", "redirected to /wp-login.php"),
        ),
        {"out-of-scope": 1},
    ),
    (),
)  # fmt: skip

SCANS = {"medspa": MEDSPA, "clear": CLEAR, "blocked": BLOCKED}
