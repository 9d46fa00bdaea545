"""What is opened on a page and what is never touched: the data, judged by the browser that it is written for."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from spiders.browser import executable, sandboxed
from spiders.openers import PLAIN, openers

NEVER = (
    *(
        "Log out",
        "Sign out",
        "Add to cart",
        "ADD TO BAG",
        "Buy now",
        "Place order",
        "Order now",
        "Pay deposit",
        "Cancel",
    ),
    *(
        "Delete account",
        "Unsubscribe",
        "Cancel my appointment",
        "Submit",
        "Send message",
        "Call us",
        "Call (555) 555 0100",
    ),
    *("Decline", "Print", "Download", "Share", "Chat with us", "Remove", "Remove from cart", "Checkout", "No thanks"),
    *("Jetzt kaufen", "In den Warenkorb", "Termin absagen", "Konto löschen", "Abmelden", "Absenden", "Ablehnen"),
    *("Ajouter au panier", "Se déconnecter", "SE DECONNECTER", "Annuler", "Envoyer", "Tout accepter", "Refuser"),
    *("Cerrar sesión", "Añadir al carrito", "Finalizar compra", "Enviar", "Darse de baja", "Eliminar"),
    *("Aggiungi al carrello", "Disdici", "Invia", "Esci", "Uitloggen", "In winkelwagen", "Annuleren", "Afrekenen"),
    *("Adicionar ao carrinho", "Finalizar pedido", "Excluir conta", "Enviar pedido"),
    *(
        "× · btn cancel btn",
        "+ · qty plus · / add to cart 7",
        "Go · chat launcher",
        "Exit · wp login php action logout",
    ),
)
WELCOME = (
    *(
        "Book now",
        "Book now, cancel any time",
        "Payment options",
        "Cancellation policy",
        "How do I cancel my appointment",
    ),
    *("Request a callback", "Check out our specials", "Remove wrinkles", "Save 20% today", "Next day appointments"),
    *("Download our guide", "Shareholders", "Buyers guide", "Clear skin quiz", "Phone consultation", "Sending love"),
    *("Tattoo entfernen", "Termin vereinbaren", "Broschüre herunterladen", "Mitteilen"),
    *("Supprimer les rides", "Prendre rendez-vous", "Facilités de paiement", "Eliminar arrugas", "Elimina le rughe"),
    *("Afspraak maken", "Tatoeage verwijderen", "Marcar consulta", "Questions · col order 2", "Order 1 · order 1 col"),
)
OPENERS = (
    *("<button>x</button>", "<button type=submit>x</button>", "<form><button type=button>x</button></form>"),
    *(
        "<a href='#'>x</a>",
        "<a href='#book'>x</a>",
        "<a href='javascript:open()'>x</a>",
        "<a>x</a>",
        "<summary>x</summary>",
    ),
    *(
        "<div role=button>x</div>",
        "<div role=tab>x</div>",
        "<p aria-haspopup=dialog>x</p>",
        "<p aria-expanded=false>x</p>",
    ),
    *("<span onclick='f()'>x</span>", "<i tabindex=0>x</i>", "<p data-bs-toggle=modal>x</p>", "<p data-popup=3>x</p>"),
    *("<p @click.prevent='open = true'>x</p>", "<p x-on:click='open = true'>x</p>", "<p hx-get='/form'>x</p>"),
    *(
        "<a href='/#elementor-action%3Aaction%3Dpopup'>x</a>",
        "<div class=e-n-tab-title>x</div>",
        "<h5 class=et_pb_toggle_title>x</h5>",
    ),
    *(
        "<span class=popmake-12>x</span>",
        "<div class=w-tab-link>x</div>",
        "<div data-w-id=1>x</div>",
        "<div data-fancybox>x</div>",
    ),
    *(
        "<nav><ul><li>x<ul></ul></li></ul></nav>",
        "<div class=menu-item-has-children>x</div>",
        "<p onmouseenter='f()'>x</p>",
    ),
    "<div data-micromodal-close><button>in a modal</button></div>",
)
OTHERS = (
    *(
        "<p>x</p>",
        "<form><button>x</button></form>",
        "<form id=f></form><button form=f>x</button>",
        "<a href='/b'>x</a>",
    ),
    *(
        "<input>",
        "<i tabindex=-1>x</i>",
        "<div class=overlay>x</div>",
        "<p aria-haspopup=false>x</p>",
        "<button type=reset>x</button>",
    ),
    *("<dialog tabindex=0>x</dialog>", "<form hx-get='/search'></form>", "<div class=pum>x</div>"),
)
SHUT = (
    *(
        "<chat-widget><button>x</button></chat-widget>",
        "<div id=lc_text-widget><b>x</b></div>",
        "<div class=crisp-client><b>x</b></div>",
    ),
    *(
        "<div id=intercom-container><b>x</b></div>",
        "<form class=cart><b>x</b></form>",
        "<div id=wpadminbar><b>x</b></div>",
    ),
    *(
        "<form><button>x</button></form>",
        "<div contenteditable><b>x</b></div>",
        "<video></video>",
        "<b data-bs-dismiss=modal>x</b>",
    ),
    *(
        "<div id=onetrust-consent-sdk><b>x</b></div>",
        "<a href='/a.jpg'>x</a>",
        "<a href='/a' download>x</a>",
        "<b hx-post='/a'>x</b>",
    ),
    "<b data-confirm='Sure?'>x</b>",
)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable() or None, chromium_sandbox=sandboxed())
        yield browser.new_page()
        browser.close()


def inside(page: Page, markup: str, question: str, *told: str) -> bool:
    """Whether the question is answered yes for one of the elements of the markup."""
    page.evaluate("(html) => { document.body.innerHTML = html; }", markup)
    code = f"(told) => [...document.body.querySelectorAll('*')].some({question})"
    return bool(page.evaluate(code, list(told)))


@pytest.mark.browser
@pytest.mark.parametrize(
    ("label", "forbidden"), [(label, True) for label in NEVER] + [(label, False) for label in WELCOME]
)
def test_words_that_forbid_a_click(label: str, forbidden: bool, page: Page) -> None:
    assert (
        page.evaluate(f"([source, label]) => new RegExp(source).test(({PLAIN})(label))", [openers().never, label])
        == forbidden
    )


@pytest.mark.browser
def test_words_that_put_an_opener_first(page: Page) -> None:
    said = ["Book now", "Termin", "Réserver", "Contact us", "popup link", "Our team", "Facebook", "Bookkeeping"]
    code = f"([source, said]) => said.filter((words) => new RegExp(source).test(({PLAIN})(words)))"
    assert page.evaluate(code, [openers().first, said]) == said[:5]


@pytest.mark.browser
@pytest.mark.parametrize(("markup", "opens"), [(html, True) for html in OPENERS] + [(html, False) for html in OTHERS])
def test_what_opens(markup: str, opens: bool, page: Page) -> None:
    known = openers()
    classes, attributes = " ".join(known.classes), " ".join(known.attributes)
    question = """(one) => one.matches(told[0]) || [...one.classList].some((name) => told[1].split(" ").includes(name))
        || one.getAttributeNames().some((name) => told[2].split(" ").includes(name))
        || new RegExp(told[3], "i").test(one.className)"""
    assert inside(page, markup, question, known.openers, classes, attributes, known.part) == opens


@pytest.mark.browser
@pytest.mark.parametrize(("markup", "shut"), [(html, True) for html in SHUT] + [(html, False) for html in OPENERS])
def test_what_is_never_touched(markup: str, shut: bool, page: Page) -> None:
    assert inside(page, markup, "(element) => element.closest(told[0])", openers().within) == shut


@pytest.mark.browser
def test_links_that_open_something_instead(page: Page) -> None:
    kept = (
        "<a href='/book/' class=js-popup>x</a>",
        "<a href='/book/' data-fancybox>x</a>",
        "<a href='/page#elementor-action'>x</a>",
    )
    left = ("<a href='/book/'>x</a>", "<a href='/team/' class=nav-link>x</a>")
    question = "(element) => element.matches(told[0])"
    assert [inside(page, html, question, openers().linked) for html in (*kept, *left)] == [True] * 3 + [False] * 2


@pytest.mark.browser
def test_words_that_open_what_is_to_be_written(page: Page) -> None:
    said = ["Send us a message", "Submit an enquiry", "Text us", "Nachricht jetzt absenden", "Envoyer une demande"]
    others = ["Send", "Submit", "Send a gift", "Enviar pedido", "Submit your order", "Message · send"]
    code = f"([source, said]) => said.filter((words) => new RegExp(source).test(({PLAIN})(words)))"
    assert page.evaluate(code, [openers().writes, said + others]) == said
    assert page.evaluate(code, [openers().hard, [*said, *others[:3], "Log out", "Call us to send a message"]]) == [
        "Log out",
        "Call us to send a message",
    ]
