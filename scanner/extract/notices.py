"""What privacy and cookie texts say in words: the sentences and table rows that name what is looked for.

A page is such a text if its address or its title says so, in one of many languages; of any other page it is the part
below such a heading. Articles are none, nor are questions. What a consent banner says counts on every page.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from lxml import etree

from scanner import urls
from scanner.extract.excerpts import EXCERPT, brief, excerpt_at
from scanner.extract.gathered import Named
from scanner.extract.keeper import Keeper
from scanner.extract.locate import words
from scanner.extract.markup import HEADINGS
from scanner.extract.reader import Reader
from scanner.mentions import MentionType
from scanner.model import State

NAMED = "named"
"""On a mention: the names in its words, a line each."""

TOLD_IN = "told-in"
"""On a mention: the locator of the consent banner that it stands in, "" for the text of a page."""

MOST, MOST_LOOKED = 20, 500
"""So many places of a document are kept, and so many looked at."""

_WORDS = 9
_LONGEST = 4_000
_ROOTS = (
    *("privacy", "data protection", "data processing", "gdpr", "ccpa"),
    *("datenschutz", "privatsphäre", "dsgvo", "personvern", "persondata", "privatliv"),
    *(
        "integritetspolicy",
        "personuppgift",
        "tietosuoja",
        "confidentialit",
        "vie privée",
        "données personnelles",
        "rgpd",
    ),
    *("privacidad", "protección de datos", "dados pessoais", "riservatezza", "dati personali", "date personale"),
    *(
        "prywatność",
        "prywatności",
        "danych osobowych",
        "osobních údajů",
        "osobných údajov",
        "adatvédel",
        "adatkezel",
        "privatnost",
    ),
    *("zasebnost", "gizlilik", "kişisel veri", "απορρήτ", "προσωπικών δεδομένων", "конфиденциальн", "персональн"),
    *("конфіденційн", "поверителност", "פרטיות", "الخصوصية", "隐私", "隱私", "プライバシ", "個人情報", "개인정보"),
    *("riêng tư", "ความเป็นส่วนตัว"),
    *("cookie", "eväste", "ciasteczk", "çerez", "クッキ", "עוגיות", "ملفات تعريف الارتباط"),
)
"""Of what a title, a heading or a part of an address holds one."""

_NO_TITLE = re.compile(
    r"[?？]|\b(?:how|why|what|when|which|best|top|vs|versus|tips?|guide|review(?:s|ed)?|compar\w*|choos\w*|chose|crms?"
    r"|warum|wieso|vergleich|pourquoi|comparatif|mejores|migliori)\b"
)
_ARTICLES = frozenset(
    {"blog", "blogs", "news", "article", "articles", "post", "posts", "magazine", "magazin", "journal", "aktuelles"}
    | {"actualites", "noticias", "notizie", "novedades", "ratgeber", "insights", "stories", "press", "category", "tag"}
)
_DATED = re.compile(r"/(?:19|20)\d\d/[01]\d/")
_POSTING = re.compile(r"\"@type\"\s{0,3}:\s{0,3}\[?\s{0,3}\"(?:BlogPosting|NewsArticle)\"")
_POST = frozenset({"single-post", "blog-post", "type-post"})
_PARTS = re.compile(r"\s[|–—·•:»>-]\s|[|»]")
_GAPS = re.compile(r"[\s_.+\u00a0-]+")
_BANNER = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|dsgvo|cmplz|cky|complianz|borlabs|onetrust|ot|klaro|didomi|termly|iubenda"
    r"|usercentrics|cookiebanner|cookieconsent|cookienotice)(?:$|[\s_-])|cookiebot|borlabscookie|cookiefirst|cookieyes",
    re.IGNORECASE,
)
_WHOLE_PAGE = frozenset({"html", "body", "main", "article", "form"})
_FRAMEWORK = frozenset({"header", "footer", "nav"})
_UNREAD = frozenset({"script", "style", "template", "noscript", "textarea", "iframe", "noembed", "noframes", "title"})
_LEAVES = frozenset(
    {"p", "li", "tr", "dt", "dd", "blockquote", "caption", "figcaption", "summary", "label", *HEADINGS}
    | {"div", "section", "table", "body"}
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\sa-z(])|(?<=[。！？])|\n{2,}")


def walk(reader: Reader, root: etree._Element) -> None:
    """Read the tree for the names of the setting; the mentions are notes: what they name need not be in use."""
    setting = reader.setting
    if setting.names and setting.depth == 0 and setting.state is not State.INERT:
        _read(reader, root, _pattern(setting.names))


def _read(reader: Reader, root: etree._Element, names: re.Pattern[str]) -> None:
    keeper = Keeper(reader.setting, reader.places)
    article = _is_article(reader.setting.url, root)
    whole = not article and (is_address(reader.setting.url) or is_title(reader.setting.gathered.title))
    under = looked = 0
    seen: set[etree._Element] = set()
    for node, text, owner in _pieces(root):
        if node is owner and node.tag in HEADINGS:
            keeper.pass_heading(node)
            level = int(str(node.tag)[1])
            if not under or level <= under:
                under = level if is_title(words(node)) else 0
        if not names.search(text) or owner.tag in _UNREAD:
            continue
        looked += 1
        block = _block(owner)
        banner = _banner(owner)
        if looked > MOST_LOOKED or len(seen) >= MOST:
            return
        if block in seen or (banner is None and (article or not (whole or under) or _is_framework(owner))):
            continue
        seen.add(block)
        said, found = _said(block, text, names)
        told = {NAMED: "\n".join(found), TOLD_IN: reader.places.selector(banner) if banner is not None else ""}
        keeper.keep(block, [Named(MentionType.TEXT, "", State.INERT, "", said, said, told)])


@lru_cache(maxsize=16)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these as whole words: neither a letter nor a digit stands beside it."""
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, longest_first))})(?![^\W_])")


def is_title(text: str) -> bool:
    """Whether a title or heading, or a part of one, says that a privacy or cookie text follows."""
    plain = _plain(text)
    if _NO_TITLE.search(plain):
        return False
    return any(len(part.split()) <= _WORDS and any(root in part for root in _roots()) for part in _PARTS.split(plain))


def is_address(url: str) -> bool:
    """Whether a part of the path says that a privacy or cookie text stands at an address."""
    address = urls.parse(url)
    return address is not None and any(
        is_title(_GAPS.sub(" ", part)) for part in unquote(address.path).split("/") if len(part) <= 100
    )


@lru_cache(maxsize=1)
def _roots() -> tuple[str, ...]:
    return tuple(map(_plain, _ROOTS))


def _plain(text: str) -> str:
    """Small letters without accents, gaps as one space."""
    apart = unicodedata.normalize("NFKD", text[:300].lower())
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())


def _is_article(url: str, root: etree._Element) -> bool:
    address = urls.parse(url)
    path = address.path.lower() if address else ""
    if _DATED.search(path) or not _ARTICLES.isdisjoint(path.split("/")[:-1]):
        return True
    body = root.find(".//body")
    if body is not None and not _POST.isdisjoint((body.get("class") or "").split()):
        return True
    return any(
        _POSTING.search((script.text or "")[:20_000]) for script in root.iter("script") if "ld+json" in _type(script)
    )


def _type(script: etree._Element) -> str:
    return (script.get("type") or "").lower()


def _pieces(root: etree._Element) -> Iterator[tuple[etree._Element, str, etree._Element]]:
    """The pieces of text with the element each stands in; each element comes once as its own, even without text."""
    for node in root.iter():
        if node.tag.__class__ is str:
            yield node, node.text or "", node
        owner = node.getparent()
        if node.tail and owner is not None:
            yield node, node.tail, owner


def _block(element: etree._Element) -> etree._Element:
    """The paragraph, list item or table row around."""
    node = element
    while node.tag not in _LEAVES:
        parent = node.getparent()
        if parent is None:
            return node
        node = parent
    return node


def _banner(element: etree._Element) -> etree._Element | None:
    """The outermost element around that is, by its name, a consent banner."""
    found = None
    for node in (element, *element.iterancestors()):
        if node.tag not in _WHOLE_PAGE and _BANNER.search(f"{node.get('id') or ''} {node.get('class') or ''}"[:500]):
            found = node
    return found


def _is_framework(element: etree._Element) -> bool:
    return any(node.tag in _FRAMEWORK for node in element.iterancestors())


def _said(block: etree._Element, piece: str, names: re.Pattern[str]) -> tuple[str, list[str]]:
    """The sentence or row that names something, redacted and short, and the names in the block."""
    text = _row(block) if block.tag == "tr" else _text(block)
    first = names.search(text)
    if first is None:
        text = piece
        first = names.search(text)
    found = list(dict.fromkeys(names.findall(text)))
    start, end = (first.start(), first.end()) if first else (0, 0)
    cuts = [cut.end() for cut in _SENTENCE.finditer(text)]
    begin = max((cut for cut in cuts if cut <= start), default=0)
    stop = min((cut for cut in cuts if cut >= end), default=len(text))
    if stop - begin <= EXCERPT:
        return brief(text[begin:stop], EXCERPT), found
    return excerpt_at(text, start, end), found


def _row(row: etree._Element) -> str:
    return " | ".join(" ".join(_text(cell).split()) for cell in row.iterchildren("td", "th"))


def _text(element: etree._Element) -> str:
    pieces: list[str] = []
    length = 0
    for piece in element.itertext(etree.Element):
        pieces.append(str(piece))
        length += len(piece)
        if length > _LONGEST:
            break
    return "".join(pieces)[:_LONGEST]
