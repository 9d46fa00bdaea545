"""What may still prove to be the CRM’s: hosts that a site proves, and addresses that are kept until it does."""

from dataclasses import replace

import pytest

from scanner.ends import KEY, link_key
from scanner.mentions import MentionType
from scanner.model import Frame
from scanner.recognise import Learned
from tests.scanner.recognising import RECOGNISER, rendered, served, summary, traces

ID = "AbCdEfGhIjKlMnOpQrSt"
HEX = "0123456789abcdef01234567"
CRM = "https://api.leadconnectorhq.com"
WHITE = "https://link.agency.example"


def test_host_that_proved_to_be_the_crms_makes_traces_of_earlier_pages() -> None:
    home = traces(served(f'<a href="{WHITE}/">More</a><a href="https://friend.example/">Friend</a>'))
    form = traces(served(f'<iframe src="{WHITE}/widget/form/{ID}"></iframe>', "https://clinic.example/contact"))
    assert home.matches == ()
    assert [lead.url for lead in home.leads] == [f"{WHITE}/", "https://friend.example/"]
    learned = RECOGNISER.learned([home, form])
    assert learned.hosts == {"link.agency.example"}
    assert summary(RECOGNISER.late(home, learned)) == [("start-page", "link.agency.example", "html", "live")]
    assert RECOGNISER.late(home, Learned()) == ()


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (f"https://go.spa.example/widget/service-menu/{HEX}", ("service-menu", HEX)),
        (f"https://pay.spa.example/payment-link/{HEX}", ("payment-link", HEX)),
        ("https://go.spa.example/widget/bookings/peel", ("calendar", "peel")),
    ],
)
def test_second_sign_may_stand_on_another_page(link: str, expected: tuple[str, str]) -> None:
    home = traces(served(f'<a href="{link}">Book</a>'))
    form = traces(served(f'<iframe src="{CRM}/widget/form/{ID}"></iframe>', "https://clinic.example/contact"))
    assert home.matches == ()
    found = RECOGNISER.late(home, RECOGNISER.learned([home, form]))
    assert summary(found) == [(*expected, "html", "live")]
    alone = RECOGNISER.late(home, RECOGNISER.learned([home]))
    assert [m.signature for m in alone] == ["highlevel/payment-page" if "payment" in link else "highlevel/booking-page"]


def test_script_that_sounds_like_the_crms_does_not_make_its_vendor_the_crm() -> None:
    html = f'<script src="{WHITE}/js/external-tracking.js"></script><a href="{WHITE}/pricing">Prices</a>'
    kept = traces(served(html))
    found = RECOGNISER.late(kept, RECOGNISER.learned([kept]))
    assert summary(found) == [("tracking-script", "link.agency.example", "html", "live")]


def test_frame_at_an_address_like_the_crms_is_the_crms_if_its_program_draws_it() -> None:
    url = "https://go.spa.example/widget/bookings/peel"
    program = '<script type="module" src="https://stcdn.leadconnectorhq.com/_preview/entry.0a1b.js"></script>'
    page = rendered(f'<iframe id="book" src="{url}"></iframe>', frames=(Frame(url, program, "iframe#book"),))
    kept = traces(page)
    assert summary(kept.matches) == [("calendar", "peel", "frame", "live")]
    assert RECOGNISER.learned([kept]).hosts == {"go.spa.example"}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<script type="application/ld+json">{"target":"%s"}</script>', [("form", ID)]),
        ('<meta property="og:video" content="%s">', [("form", ID)]),
        ('<script type="application/ld+json">{"text":"It is at %s today"}</script>', []),
        ('<script type="application/ld+json">{"text":"It is at %s today","target":"%s"}</script>', [("form", ID)]),
        ('<script>self.__next_f.push([1,"{\\"src\\":\\"%s\\"}"])</script>', [("form", ID)]),
        ('<script>self.__next_f.push([1,"{\\"text\\":\\"It is at %s today\\"}"])</script>', []),
        ('<script>console.log("see %s for help")</script>', []),
        ('<script>console.log("see %s for help"); frame.src = "%s"</script>', [("form", ID)]),
        ('<script>el.innerHTML = "<iframe width=1 src=%s height=2></iframe>"</script>', [("form", ID)]),
        ("<script>el.innerHTML = \"<img srcset='a.jpg 1x, %s 2x'>\"</script>", [("form", ID)]),
        ('<button data-clipboard-text="%s">Copy</button>', []),
        ('<button data-clipboard-text="%s">Copy</button><a href="%s">Write</a>', [("form", ID)]),
    ],
)
def test_address_in_a_sentence_is_no_trace_and_a_whole_one_is(html: str, expected: list[tuple[str, str]]) -> None:
    found = traces(served(html.replace("%s", f"{CRM}/widget/form/{ID}"))).matches
    assert sorted({(m.signature.removeprefix("highlevel/"), m.value) for m in found}) == expected


def test_host_given_by_the_user_is_the_crms_from_the_start() -> None:
    knowing = replace(RECOGNISER, crm_hosts=frozenset({"link.agency.example"}))
    kept = traces(served(f'<a href="{WHITE}/l/AbC123">Offer</a>'), knowing)
    assert (summary(kept.matches), kept.leads) == ([("trigger-link", "AbC123", "html", "live")], ())


@pytest.mark.parametrize(
    "html",
    [
        f'<!-- <iframe src="{WHITE}/widget/form/{ID}"></iframe> -->',
        f'<iframe src="{WHITE}/widget/form/YOUR_FORM_ID"></iframe>',
        f'<iframe src="/widget/form/{ID}"></iframe>',
        f'<iframe src="{CRM}/widget/form/{ID}"></iframe>',
        '<script src="https://cdn.jsdelivr.net/gh/example/site/js/form_embed.js"></script>',
        '<script src="https://files.cdn.example/assets/form_embed.js"></script>',
        '<script src="js/form_embed.js"></script>',
        f'<script src="{WHITE}/js/form_embed.js"></script>',
        f'<script src="{WHITE}/js/external-tracking.js"></script>',
        f'<a href="{WHITE}/widget/bookings/first-visit">Book</a>',
        f'<a href="{WHITE}/widget/form/ClinicIntakeForm2024">Form</a>',
        f'<a href="https://web.archive.example/{WHITE}/widget/form/{ID}">Archive</a>',
        f'<a href="https://www.facebook.com/widget/form/{ID}">Odd</a>',
    ],
)
def test_host_is_not_learned_from(html: str) -> None:
    assert RECOGNISER.learned([traces(served(html))]).hosts == frozenset()


@pytest.mark.parametrize(
    "html",
    [
        f'<iframe src="{WHITE}/widget/form/{ID}"></iframe>',
        f'<script src="{WHITE}/js/form_embed.js"></script><iframe src="{CRM}/widget/form/{ID}"></iframe>',
        f'<a href="{WHITE}/widget/bookings/first-visit">Book</a><iframe src="{CRM}/widget/form/{ID}"></iframe>',
        f'<script src="{WHITE}/js/external-tracking.js" data-tracking-id="tk_{HEX}01234567"></script>',
        f'<iframe src="{WHITE}/reputation/widgets/review_widget/{ID}"></iframe>',
        f'<script>f.src="{WHITE}/widget/survey/{ID}"</script>',
    ],
)
def test_host_is_learned_from(html: str) -> None:
    assert RECOGNISER.learned([traces(served(html))]).hosts == {"link.agency.example"}


def test_leads_are_foreign_addresses_that_may_still_prove_to_be_something() -> None:
    html = (
        '<link rel="preconnect" href="https://beta.leadconnectorhq.com"><link rel="preconnect" href="https://a.example">'
        '<a href="https://www.facebook.com/clinic">f</a><a href="https://www.gohighlevel.com/">HighLevel</a>'
        '<a href="/about">About</a><a href="mailto:a@clinic.example">Mail</a><a href="https://b.example/x?who=jo">b</a>'
        '<ul><li><a href="https://b.example/x?who=jo">b</a></li></ul><nav><a href="https://b.example/x?who=jo">b</a></nav>'
    )
    leads = traces(served(html)).leads
    assert [(lead.url, len(lead.where.ancestors)) for lead in leads] == [
        ("https://b.example/x?who=", 0),
        ("https://b.example/x?who=", 2),
        ("https://b.example/x?who=", 1),
    ]


def test_pictures_of_one_foreign_host_do_not_fill_the_store() -> None:
    html = "".join(f'<p><img src="https://pics.example/{n}.jpg"></p>' for n in range(100))
    links = "".join(f'<a href="https://friend.example/{n}">x</a>' for n in range(100))
    leads = traces(served(html + links)).leads
    assert sum(lead.type is MentionType.IMAGE for lead in leads) == 20
    assert sum(lead.type is MentionType.LINK for lead in leads) == 100


def test_page_of_thousands_of_links_keeps_every_address_but_little_else() -> None:
    html = "".join(
        f'<p class="x"><a href="https://friend{n}.example/" title="{"t" * 200}">x</a></p>' for n in range(1000)
    )
    leads = traces(served(html)).leads
    assert [lead.url for lead in leads] == [f"https://friend{n}.example/" for n in range(1000)]
    assert all(lead.where.locator for lead in leads)
    assert sum(bool(lead.attrs.keys() - {KEY} or lead.where.ancestors) for lead in leads) == 300
    assert [lead.attrs[KEY] for lead in leads] == [link_key(f"https://friend{n}.example/") for n in range(1000)]
