"""An answer judged: a document to read, a redirect, or nothing that was read, with the reason why.

Only a document counts towards a clean site. Whatever a server sends in the place of the page asked for (a challenge,
an error, a file, half a page) has a reason word of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from scanner.extract import addresses
from scanner.model import Flaw, Hop
from scanner.urls import join, route
from spiders.challenges import challenge, is_shell, leads_to_challenge, words
from spiders.charsets import decode
from spiders.details import told
from spiders.entries import Ending, Kind, Outcome

MAX_LOCATION = 8 * 1024
ENOUGH_WORDS = 20
"""So many characters of text say something; less may be a page that its scripts fill."""

INSTEAD = "an application comes in its place"

GONE = frozenset({404, 410})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PART = 206
NO_BODY = frozenset({204, 205})
OTHER_SCHEMES = frozenset({"file", "data", "ftp", "gopher", "blob", "about", "chrome", "view-source", "ws", "wss"})
NOWHERE_SCHEMES = frozenset({"http", "https", "javascript", "vbscript"})
"""Schemes that lead nowhere in a redirect: code, and those of the web where what is behind them is no address."""

LOGIN_WORDS = frozenset(
    {
        *("login", "log-in", "logon", "signin", "sign-in", "sign_in", "anmelden", "auth", "sso", "saml", "session"),
        *("wp-login.php", "wp-login", "wp-admin", "admin"),
    }
)
GATE_WORDS = frozenset({"account", "my-account", "members", "member", "password", "portal"})
LOGIN_ENDINGS = ("login", "signin", "sign-in", "log-in", "login.php", "login.aspx", "login.html")

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
UNSURE_TYPES = frozenset({"", "application/octet-stream", "application/x-unknown", "unknown/unknown", "*/*"})
TEXT_TYPES = frozenset(
    f"text/{name}"
    for name in ("plain", "css", "csv", "calendar", "javascript", "ecmascript", "json", "markdown", "vcard", "x-vcard")
)
"""Text that browsers show, or load, as what it says it is."""

CARD_TYPES = frozenset({"text/vcard", "text/x-vcard"})
"""Cards with telephone numbers, which are read although they are made to be saved."""

SEEN_OR_HEARD = ("image/", "audio/", "video/", "font/")
"""What no browser runs as a script, whatever is in it. Under every other type it runs what a script element names."""

OFFICE_TYPES = ("application/vnd.", "application/ms")
FILE_KINDS = ("image/", "audio/", "video/", "font/", "model/", "application/")
MAGIC = (
    *((b"%PDF", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"RIFF", "RIFF")),
    *((b"PK\x03\x04", "ZIP"), (b"\x1f\x8b", "gzip"), (b"7z\xbc\xaf", "7-Zip"), (b"\xd0\xcf\x11\xe0", "Office file")),
    *((b"Rar!", "RAR"), (b"OggS", "Ogg"), (b"wOFF", "font"), (b"wOF2", "font"), (b"\x7fELF", "program")),
    *((b"MZ\x90", "program"), (b"ID3", "MP3"), (b"\x00\x00\x01\x00", "icon")),
)
_MEDIA_NAMES = """
aac avi avif bmp eot flac flv gif heic heif ico jpeg jpg m4a m4v mkv mov mp3 mp4 mpeg mpg ogg ogv opus otf png psd tif
tiff ttf wav webm webp wma wmv woff woff2
"""
_FILE_NAMES = """
7z apk bin bz2 csv dmg doc docx dot eps epub exe gz ics iso jar key msi numbers odp ods odt pages pdf pps ppt pptx ps
rar rtf svgz swf tar tgz xls xlsm xlsx xz zip
"""
MEDIA_NAMES = frozenset(_MEDIA_NAMES.split())
FILE_NAMES = MEDIA_NAMES | frozenset(_FILE_NAMES.split())

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:\S", re.IGNORECASE)
"""What an application of the visitor's takes: `tel:`, `mailto:`, `intent:`, `itms-apps:`, `zoommtg:` and the like."""

_ENDS_TYPE = re.compile(r"[\s;,(]")
_HTML_STARTS = re.compile(
    rb"\s*(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE | re.DOTALL
)
_SCREEN = re.compile(r"\*|user-agent|sec-ch-.*|width|dpr|.*(?:device|mobile|viewport).*")
"""Request headers by which a server may know a narrow screen."""

_PASSWORD = re.compile(r"""type\s*=\s*["']?password""", re.IGNORECASE)
_CONTROLS = bytes({*range(1, 9), *range(0x0E, 0x1B), *range(0x1C, 0x20)})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for `url`: header names are lower case, the body is out of its content codings."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    flaw: Flaw | None = None

    @property
    def type(self) -> str:
        """The media type, lower case, without parameters; "" for what is none, as `html`."""
        return media_type(self.headers.get("content-type", ""))


@dataclass(frozen=True, slots=True)
class Document:
    """Something to read: `html`, or else plain text, JSON, XML, a script. `shell`: a page of scripts and nothing else.

    `refresh` is where its Refresh header sends a visitor. `varies` are the request headers that tell one visitor's
    screen from another's by which the server says it chooses what to send, "" if there are none. `instead` is what the
    address is worth where it came with the word that nothing is there, unless its scripts show something all the same.
    """

    text: str
    html: bool
    content_type: str
    flaws: tuple[Flaw, ...] = ()
    refresh: Hop | None = None
    shell: bool = False
    varies: str = ""
    instead: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A redirect. `web` is False for one to a telephone, a mail or another application."""

    hop: Hop
    web: bool = True


def media_type(content_type: str) -> str:
    """The media type in a Content-Type header as servers write it."""
    words = _ENDS_TYPE.split(content_type.strip().lower(), maxsplit=1)
    return words[0] if "/" in words[0] else ""


def judge(answer: Answer, kind: Kind) -> Document | Moved | Outcome:
    """What an answer to an address of this kind is worth."""
    if answer.status in REDIRECTS:
        return _moved(answer)
    if mark := challenge(answer.headers, answer.body):
        return unread("bot_challenge", mark)
    if not 200 <= answer.status < 300:
        return unread(f"http_{answer.status}", _instead(answer) if kind is Kind.ROUTE else "")
    return _missing(answer, kind) or _document(answer, kind)


def unread(reason: str, detail: str = "") -> Outcome:
    """The outcome of an address that was not read."""
    return Outcome(Ending.UNREAD, reason, detail)


def skipped(reason: str, detail: str = "") -> Outcome:
    """The outcome of an address that is none of the scan's business."""
    return Outcome(Ending.SKIPPED, reason, detail)


def _moved(answer: Answer) -> Moved | Outcome:
    location = answer.headers.get("location", "").strip()
    if not location or len(location) > MAX_LOCATION:
        return unread("bad_location", f"status {answer.status} with a Location of {len(location)} characters")
    to = join(answer.url, location)
    if to is not None and to.startswith("http"):
        to = to if "#" in to else to + route(answer.url)
        if mark := leads_to_challenge(to):
            return unread("bot_challenge", mark)
        return Moved(Hop(answer.url, to, answer.status))
    scheme = location.partition(":")[0].lower()
    if scheme in OTHER_SCHEMES:
        return unread("blocked_by_policy", f"a redirect to a {scheme}: address")
    if scheme in NOWHERE_SCHEMES or not _SCHEME.match(location):
        return unread("bad_location", told(location)[:200])
    return Moved(Hop(answer.url, location, answer.status), web=False)


def _missing(answer: Answer, kind: Kind) -> Outcome | None:
    """Why there is nothing to read, if there is nothing; a body that was cut is read as far as it goes."""
    empty = answer.status in NO_BODY or not answer.body.strip(b" \t\r\n\0")
    if answer.flaw is not None and (empty or answer.flaw.reason != "truncated"):
        return unread(answer.flaw.reason, answer.flaw.detail)
    if empty and kind.shows:
        return unread("empty", f"status {answer.status} without content")
    return None


def _instead(answer: Answer) -> str:
    """What comes with the word that nothing is there, if it is an application, which may show something yet."""
    return INSTEAD if may_run(answer) and len(words(decode(answer.body))) < ENOUGH_WORDS else ""


def despite(answer: Answer, kind: Kind, instead: Outcome) -> Document | None:
    """The page that comes with the word that nothing is there, if there is one whose scripts may show something."""
    if answer.status not in GONE or not kind.shows or names_file(answer.url.partition("?")[0]):
        return None
    if not may_run(answer) or _missing(answer, kind):
        return None
    got = _document(answer, kind)
    return replace(got, instead=instead) if isinstance(got, Document) and got.html else None


def may_run(answer: Answer) -> bool:
    """Whether an answer, whatever its status, is a page with a script on it."""
    return b"<script" in answer.body.lower() and _HTML_STARTS.match(answer.body) is not None


def _document(answer: Answer, kind: Kind) -> Document | Outcome:
    is_download = "attachment" in answer.headers.get("content-disposition", "").lower()
    if kind.shows and is_download and answer.type not in CARD_TYPES:
        return skipped("file", "sent as a download")
    flaws = () if answer.flaw is None else (answer.flaw,)
    if answer.status == PART:
        flaws = (*flaws, Flaw("truncated", "the server sent a part that nobody asked for"))
    magic = binary(answer.body)
    html = kind.shows and _is_html(answer)
    kinds = FILE_KINDS if kind.shows else SEEN_OR_HEARD
    unsure = answer.type in UNSURE_TYPES or kind is Kind.FILE
    if not html and (is_file(answer.type, kinds) or (magic and unsure)):
        if kind.shows and _is_page_by_mistake(answer):
            return unread("not_html", f"a page, sent as {answer.type}")
        return skipped("file", answer.type or magic)
    if magic:
        return unread("not_html", f"{magic}, sent as {answer.type}")
    return _as_html(answer, flaws) if html else _as_text(answer, flaws)


def _is_html(answer: Answer) -> bool:
    """Whether a page is read as HTML: as a browser would, and where the type says nothing, if it looks like it."""
    if answer.type in HTML_TYPES:
        return True
    if answer.type.endswith("xml"):
        return b"<html" in answer.body[:1024].lower()
    if answer.type in UNSURE_TYPES:
        return b"<" in answer.body[:512].lstrip()[:64] and not binary(answer.body)
    unknown = answer.type.startswith("text/") and answer.type not in TEXT_TYPES
    return unknown and _HTML_STARTS.match(answer.body) is not None


def _is_page_by_mistake(answer: Answer) -> bool:
    """Whether a visitor is given a file where a page was meant; what offices save as HTML is a file."""
    return not answer.type.startswith(OFFICE_TYPES) and _HTML_STARTS.match(answer.body) is not None


def _as_text(answer: Answer, flaws: tuple[Flaw, ...]) -> Document:
    return Document(decode(answer.body, answer.headers.get("content-type", "")), False, answer.type, flaws)


def _as_html(answer: Answer, flaws: tuple[Flaw, ...]) -> Document:
    text = decode(answer.body, answer.headers.get("content-type", ""))
    if "action=postpass" in text:
        flaws = (*flaws, Flaw("login", "the content is behind a password"))
    kind = answer.type or "text/html"
    return Document(text, True, kind, flaws, refresh(answer), is_shell(text), _varies(answer.headers))


def _varies(headers: Mapping[str, str]) -> str:
    asked = ",".join(headers.get(name, "") for name in ("vary", "accept-ch")).lower()
    return ", ".join(dict.fromkeys(name for name in map(str.strip, asked.split(",")) if _SCREEN.fullmatch(name)))


def refresh(answer: Answer) -> Hop | None:
    """Where the Refresh header of an answer sends a visitor, None if nowhere."""
    ref = addresses.refresh(answer.headers.get("refresh", "")[:MAX_LOCATION])
    to = join(answer.url, ref) if ref else None
    return Hop(answer.url, to, answer.status, "refresh") if to else None


# --- login walls ------------------------------------------------------------------------------------------------------


def asks_password(text: str) -> bool:
    """Whether a page has a password field."""
    return _PASSWORD.search(text) is not None


def is_login(path: str) -> bool:
    """Whether a path is that of a place to log in, and nothing else."""
    last = _last(path)
    return last in LOGIN_WORDS or last.endswith(LOGIN_ENDINGS)


def is_turned_away(asked: str, came: str) -> bool:
    """Whether a redirect between two paths looks like one to a login: what it asks for is behind that."""
    if is_login(asked) or asked.rstrip("/").lower() == came.rstrip("/").lower():
        return False
    return is_login(came) or _last(came) in GATE_WORDS


def _last(path: str) -> str:
    return path.lower().rstrip("/").rpartition("/")[2]


# --- files -----------------------------------------------------------------------------------------------------------


def is_file(kind: str, kinds: tuple[str, ...] = FILE_KINDS) -> bool:
    """Whether a media type is that of a file, not of something with words and links."""
    if kind in UNSURE_TYPES or not kind.startswith(kinds):
        return False
    return not kind.endswith(("xml", "json", "javascript", "ecmascript"))


def may_be_page(content_type: str) -> bool:
    """Whether a Content-Type header, or that there is none, announces something that a browser may show as a page."""
    kind = media_type(content_type)
    return not kind or kind in HTML_TYPES or kind.endswith("xml")


def names_file(path: str) -> bool:
    """Whether a path ends like a picture, a PDF, an archive or another file: whether it is one, its answer says."""
    return _ending(path) in FILE_NAMES


def names_media(path: str) -> bool:
    """Whether a path ends like a picture, a film, a sound or a font: what pages show, and lead nobody to."""
    return _ending(path) in MEDIA_NAMES


def _ending(path: str) -> str:
    last = path.rpartition("/")[2]
    return last.rpartition(".")[2].lower() if "." in last else ""


def binary(body: bytes) -> str:
    """What a body is, if it is no text at all; else ""."""
    for magic, name in MAGIC:
        if body.startswith(magic):
            return name
    if body[4:8] == b"ftyp":
        return "video"
    head = body[:2048]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[:4].count(b"\0") == 2:
        return ""
    return "random bytes" if len(head) - len(head.translate(None, _CONTROLS)) > max(len(head) // 20, 3) else ""
