"""What the tests of reading have in common: addresses that they name, and documents read as those of one clinic."""

import base64

from scanner.extract import read
from scanner.mentions import Reading
from scanner.model import SeenIn, State
from scanner.recognise import Recogniser
from scanner.signatures import load

SITE = "https://clinic.example"
HOME = f"{SITE}/treatments/"
X = "https://x.example/a"
ID = "AbCdEfGhIjKlMnOpQrSt"
HEX = "0123456789abcdef01234567"
WHITE = "https://link.agency.example"
FORM = f"{WHITE}/widget/form/{ID}"
BOOKING = f"{WHITE}/widget/booking/{ID}"
PAY = f"https://link.fastpaydirect.com/payment-link/{HEX}"
FRAME = f'<iframe src="{FORM}"></iframe>'
LIVE, WAITING, INERT = State

SIGNATURES = load()
HOSTS = frozenset({"clinic.example", "www.clinic.example"})
RECOGNISER = Recogniser(SIGNATURES, HOSTS)
IN_SCOPE = HOSTS.__contains__

PLACED = f"""<!doctype html><html><head><title> Hazel
 Row </title></head><body class="home">
<header id="top"><nav><a href="/">Home</a></nav></header>
<section class="contact hero" data-id="1e17443" data-element_type="section" onclick="x()">
<h2>Write <em>to</em> us</h2>
<div><p>Hello</p><iframe
  SRC='{FORM}?notrack=true&amp;email=jo@mail.example'  title="Contact form"></iframe></div>
<a class=btn href="{PAY}"><b>Pay</b> your deposit</a>
</section></body></html>"""
"""A page as clinics have them, with an embed and a link."""

IDENTIFIERS = [
    *("a", "A1", "form:1", "1st", "-x", "-1", "--x", "ü", "a b", 'q"q', "q'q", "a.b", "a#b", "[x]", "\\", "_", "-"),
    *("shopify-section-template--15843127525475__custom_liquid_JqEGkM", "comp-lx3k2j1h", "i" * 80, "i" * 81, "😀"),
    *("a1B2" * 15, "jo.patient@mail.example", "+1 (415) 555-0123"),
]
"""What elements are called; the last three may be about a person."""


def reading(html: str, url: str = HOME, keywords: tuple[str, ...] = SIGNATURES.keywords) -> Reading:
    return read(html, url=url, seen_in=SeenIn.HTML, in_scope=IN_SCOPE, keywords=keywords)


def named(html: str) -> list[tuple[str, str, State]]:
    return [(m.type.value, m.url, m.state) for m in reading(html).mentions]


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
