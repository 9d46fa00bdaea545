"""Shapes met on public sites that nobody here wrote: mirrored files, doubled embeds, popups inside menus.

The markup has their shape; every id, host and word in it is made up.
"""

from collections.abc import Mapping

import pytest

from scanner.model import How, PlacementType, State
from tests.scanner.shaped import AGENCY, BRAND, FORM, OTHER, THIRD, WIDGET, code_widget, form, found, lines, page

FILES = f"https://storage.googleapis.com/msgsndr/{FORM}/media"
LOGO, BACKDROP = f"{FILES}/0123456789abcdef01234567.png", f"{FILES}/89abcdef0123456789abcdef.png"


# --- one resizer for several forms -----------------------------------------------------------------------------------


def copied(title: str, body: str = "") -> str:
    """A page of a site whose footer and popup are copied into every file; the footer brings the script for both."""
    return page(
        f"<main><h1>{title}</h1>{body}</main>"
        f'<footer><div class="footer-col"><h4>News</h4>{form(FORM, "News")}'
        f'<script src="{AGENCY}/js/form_embed.js"></script></div></footer>'
        f'<div class="scan-modal-overlay" id="scanModal"><div class="scan-modal">{form(OTHER, "Scan")}</div></div>'
    )


def test_forms_in_a_copied_footer_and_popup_are_two_shared_findings() -> None:
    files = {f"/{name}.html": copied(name) for name in ("about", "blog", "prices")}
    pages = tuple(files)
    assert lines(files) == [
        ("highlevel/form", FORM, How.EMBED, State.LIVE, PlacementType.SHARED, pages),
        ("highlevel/form", OTHER, How.EMBED, State.LIVE, PlacementType.SHARED, pages),
    ]


def test_a_third_form_on_one_of_those_pages_is_that_page_s_own() -> None:
    contact = form(THIRD, "Contact") + f'<script src="{AGENCY}/js/form_embed.js"></script>'
    files = {"/about.html": copied("About"), "/contact.html": copied("Contact", contact)}
    own = [line for line in lines(files) if line[4] is PlacementType.PAGE]
    assert own == [("highlevel/form", THIRD, How.EMBED, State.LIVE, PlacementType.PAGE, ("/contact.html",))]


def test_a_calendar_for_phones_and_one_for_large_screens_are_two_edits_on_the_page() -> None:
    body = code_widget("booking", FORM, 1700000000001, "mobile-only") + code_widget("booking", FORM, 1700000000002, "")
    expected = ("highlevel/calendar", FORM, How.EMBED, State.LIVE, PlacementType.PAGE, ("/book.html",))
    assert lines({"/book.html": page(f"<h2>Pick a time</h2>{body}")}) == [expected, expected]


def test_comments_with_odd_ends_hide_nothing() -> None:
    body = code_widget("survey", FORM, 1700000000001, "") + code_widget("booking", OTHER, 1700000000002, "")
    html = page(f"<!-- /><div></div> */ /**/ <!-- -->{body}<!-- */ <!-- -->")
    assert [(line[0], line[1], line[3]) for line in lines({"/": html})] == [
        ("highlevel/calendar", OTHER, State.LIVE),
        ("highlevel/survey", FORM, State.LIVE),
    ]


def test_a_local_copy_of_the_resizer_belongs_to_the_frame_before_it() -> None:
    (calendar,) = found({"/book.html": page(code_widget("booking", FORM, 1700000000001, ""))})
    assert [piece.excerpt for piece in calendar.evidence][1:] == ['<script src="js/form_embed.js">']


def test_the_id_in_the_address_counts_and_not_the_one_on_the_frame() -> None:
    body = f'<iframe src="{AGENCY}/widget/booking/{FORM}" id="{OTHER}_1700000000000"></iframe>'
    assert [finding.value for finding in found({"/": page(body)})] == [FORM]


# --- a site copied together with the vendor's files ------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "https://beta.leadconnectorhq.com/loader.js",
        "../beta.leadconnectorhq.com/loader.js",
        "../../beta.leadconnectorhq.com/loader.js",
        "/mirror/beta.leadconnectorhq.com/loader.js",
    ],
)
def test_a_mirrored_chat_loader_is_the_chat(source: str) -> None:
    loader = f"""<script
       src="{source}"
       data-resources-url="https://beta.leadconnectorhq.com/chat-widget/loader.js"
      data-widget-id="{WIDGET}"
      >
      </script>"""
    files = {"/blog/a.html": page(f"<main>a</main>{loader}"), "/blog/b.html": page(f"<main>b</main>{loader}")}
    shared = (PlacementType.SHARED, ("/blog/a.html", "/blog/b.html"))
    assert lines(files) == [("highlevel/chat", WIDGET, How.EMBED, State.LIVE, *shared)]


def test_reviews_with_a_mirrored_script_are_one_finding() -> None:
    body = f"""<div class="widget_script w-embed w-iframe w-script"><script type='text/javascript'
      src='../../api.leadconnectorhq.com/js/reviews_widget.js' async></script><iframe class='lc_reviews_widget'
      src='https://services.leadconnectorhq.com/reputation/widgets/review_widget/{FORM}'
      frameborder='0'></iframe></div>"""
    (reviews,) = found({"/services/skin.html": page(body)})
    assert (reviews.signature, reviews.value, len(reviews.evidence)) == ("highlevel/reviews", FORM, 2)


def test_a_countdown_twice_in_a_popup_inside_the_menu_is_edited_once_for_all_pages() -> None:
    timer = f"""<div class="w-embed"><img
      src="https://services.leadconnectorhq.com/countdown-timer/render/{WIDGET}?uniqueId=" alt="Countdown Timer" />
      </div>"""
    menu = f"""<div class="navbar-component w-nav"><a href="/">Home</a><div class="exit_card is-show">
      <div class="intent-wrapper hide">{timer}</div><div class="intent-wrapper">{timer}</div></div></div>"""
    files = {f"/{n}": page(f"{menu}<main><h1>{n}</h1></main>", attributes=' data-wf-page="p"') for n in ("a", "b", "c")}
    shared = (PlacementType.SHARED, ("/a", "/b", "/c"))
    assert lines(files) == [("highlevel/countdown", WIDGET, How.EMBED, State.LIVE, *shared)]


# --- links and files -------------------------------------------------------------------------------------------------


def test_payment_links_are_found_on_a_host_that_only_another_page_proves() -> None:
    link = f'<a href="{BRAND}/payment-link/{WIDGET}" class="button">Unlock the guide</a>'
    files = {
        "/guide": page(
            f'<section class="hero"><h2>The guide</h2>{link}{link}</section>'
            f'<section class="cta"><h2>Still unsure?</h2>{link}{link}</section>'
        ),
        "/mentor": page(f'<iframe src="{BRAND}/widget/booking/{FORM}"></iframe>'),
    }
    paid = ("highlevel/payment-link", WIDGET, How.LINK, State.LIVE, PlacementType.PAGE, ("/guide",))
    assert [line for line in lines(files) if line[2] is How.LINK] == [paid, paid]


def test_videos_in_the_crm_are_named_where_they_play() -> None:
    names = [f"0123456789abcdef0123456{digit}.mp4" for digit in "789"]
    body = "".join(
        f'<h2>{n}</h2><div class="w-embed"><video id="autoplayVideo{n}" muted playsinline>'
        f'<source src="{FILES}/{name}" type="video/mp4"></video></div>'
        for n, name in enumerate(names)
    )
    assert [(line[0], line[1], line[2]) for line in lines({"/work": page(body)})] == [
        ("highlevel/asset", f"{FORM}/media/{name}", How.FILE) for name in names
    ]


def test_pictures_named_in_a_settings_file_are_edited_there_for_all_pages_that_load_it() -> None:
    settings = f'const SITE = {{\n  assets: {{\n    logo: "{LOGO}",\n    background: "{BACKDROP}"\n  }}\n}};'
    script = '<script src="shared/js/constants.js"></script>'
    files = {
        "/a.html": page(f"<h1>a</h1>{script}"),
        "/b.html": page(f"<h1>b</h1>{script}"),
        "/shared/js/constants.js": settings,
    }
    assert {(line[2], line[4], line[5]) for line in lines(files)} == {
        (How.FILE, PlacementType.FILE, ("/a.html", "/b.html"))
    }
    assert len(found(files)) == 2


# --- code ------------------------------------------------------------------------------------------------------------


def test_a_webhook_in_a_home_made_survey_is_found_beside_the_pictures_its_script_writes() -> None:
    hook = "https://services.leadconnectorhq.com/hooks/AbCdEfGhIjKlMnOpQrSt/webhook-trigger"
    body = f"""<div class="card"><img src="{LOGO}" alt="Clinic"></div><form id="survey"></form><script>
      // STEP 1: PASTE YOUR WEBHOOK ADDRESS HERE
      const WEBHOOK_URL = '{hook}/00000000-0000-4000-8000-000000000001';
      async function send(data) {{ await fetch(WEBHOOK_URL, {{ method: 'POST', body: JSON.stringify(data) }}); }}
      document.body.innerHTML = `<div class="card"><img src="{LOGO}" alt="Clinic"></div><h2>Thank you</h2>`;
    </script>"""
    assert [(line[0], line[1], line[3]) for line in lines({"/survey.html": page(body)})] == [
        ("highlevel/asset", f"{FORM}/media/0123456789abcdef01234567.png", State.LIVE),
        ("highlevel/asset", f"{FORM}/media/0123456789abcdef01234567.png", State.LIVE),
        ("highlevel/webhook", "00000000-0000-4000-8000-000000000001", State.LIVE),
    ]


def test_a_calendar_that_was_never_filled_in_is_a_note() -> None:
    body = """<div class="calendar-fallback"><h3>Online booking coming soon</h3></div>
      <!-- Uncomment when the calendar is ready:
      <iframe class="calendar" src="https://api.leadconnectorhq.com/widget/booking/YOUR_CALENDAR_ID" scrolling="no">
      </iframe>
      -->"""
    assert [(line[0], line[1], line[3]) for line in lines({"/booking.html": page(body)})] == [
        ("highlevel/calendar", "YOUR_CALENDAR_ID", State.INERT)
    ]


def test_words_and_names_that_only_sound_like_the_crm_are_no_traces() -> None:
    body = """<p>Tools we know: HubSpot, HighLevel, Zapier. It takes a high level of trust.</p>
      <span class="tag">GHL Partner</span><div class="countdown-timer" id="countdown-timer"></div>
      <style>.countdown-timer{color:red}.ghl-calendar{border:0}</style>
      <script>import useModal from '../hooks/useModal'; startCountdown('.countdown-timer');</script>
      <iframe src="https://calendly.com/clinic/intro?embed_domain=app.gohighlevel.com"></iframe>
      <iframe src="https://fast.wistia.net/embed/iframe/abcdefghij"></iframe>
      <img src="https://storage.googleapis.com/clinic-files/logo.png">"""
    assert found({"/": page(body)}) == ()


def test_an_excerpt_shows_the_very_element() -> None:
    link = f'<a class="{{}}" alt="" href="https://link.fastpaydirect.com/payment-link/{WIDGET}">Pay</a>'
    body = f"<h2>One</h2>{link.format('first')}<h2>Two</h2>{link.format('second')}"
    excerpts = [finding.evidence[0].excerpt for finding in found({"/": page(body)})]
    assert sorted(excerpts) == [link.format(name).partition("Pay")[0] for name in ("first", "second")]


def test_the_excerpt_of_a_live_picture_is_not_the_one_commented_out() -> None:
    body = f'<!-- <img src="{LOGO}" class="old"> --><img src="{LOGO}" class="new">'
    live = next(finding for finding in found({"/": page(body)}) if finding.state is State.LIVE)
    assert live.evidence[0].excerpt == f'<img src="{LOGO}" class="new">'


# --- places told apart -----------------------------------------------------------------------------------------------


def containers(files: Mapping[str, str]) -> list[str]:
    return [finding.placement.container for finding in found(files)]


def test_two_embeds_under_one_heading_are_told_apart_by_the_id_around_them() -> None:
    body = code_widget("booking", FORM, 1700000000001, "mobile-only") + code_widget("booking", FORM, 1700000000002, "")
    assert containers({"/": page(f"<h2>Pick a time</h2>{body}")}) == [
        "frame under the heading ‘Pick a time’, inside ‘code-widget-1700000000001’",
        "frame under the heading ‘Pick a time’, inside ‘code-widget-1700000000002’",
    ]


def test_embeds_without_any_id_around_them_are_counted() -> None:
    frame = '<div><iframe src="https://api.leadconnectorhq.com/widget/booking/{}"></iframe></div>'
    body = "".join(frame.format(identifier) for identifier in (THIRD, FORM, OTHER))
    result = found({"/": page(body)})
    assert [(finding.value, finding.placement.container) for finding in result] == [
        (THIRD, "frame in the page, the 1st of 3"),
        (FORM, "frame in the page, the 2nd of 3"),
        (OTHER, "frame in the page, the 3rd of 3"),
    ]
    assert result[1].placement.edit == "this page, the 2nd of 3"


def test_two_things_in_one_script_need_no_number() -> None:
    hook = "https://services.leadconnectorhq.com/hooks/AbCdEfGhIjKlMnOpQrSt/webhook-trigger"
    body = f"<script>fetch('{hook}/00000000-0000-4000-8000-000000000001'); show('{LOGO}');</script>"
    assert containers({"/": page(body)}) == ["script in the code of the page"] * 2


def test_findings_of_one_page_come_in_the_order_of_the_page() -> None:
    names = (OTHER, FORM, THIRD, FORM)
    body = "".join(code_widget("booking", name, 1700000000000 + n, "") for n, name in enumerate(names))
    assert [finding.value for finding in found({"/": page(body)})] == list(names)


def test_a_finding_of_several_places_says_how_many() -> None:
    twice = f"<footer><p>{form(FORM, 'a')}</p><p>{form(FORM, 'b')}</p></footer>"
    (one,) = found({f"/{n}": page(f"<main>{n}</main>{twice}") for n in "ab"})
    assert one.placement.container == "frame ‘a’ in the footer, 2 places on the page"


def test_the_address_of_a_mirrored_chat_is_the_crm_s_own() -> None:
    real = "https://beta.leadconnectorhq.com/chat-widget/loader.js"
    loader = f'<script src="/mirror/loader.js" data-resources-url="{real}" data-widget-id="{WIDGET}"></script>'
    assert [finding.url for finding in found({"/": page(loader)})] == [real]
