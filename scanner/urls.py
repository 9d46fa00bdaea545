"""The one place that parses addresses: by the WHATWG rules, as browsers do, so that filter, fetch and report agree.

parse, join          text → normalised address
crawl_key, page_key  identities of a page: while crawling, and in fingerprints
redact, redact_text  addresses and texts without what may be about a person
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from ada_url import URL, join_url

from scanner.personal import REDACTED, is_personal, is_personal_name, mask

_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_CACHEABLE = 512
"""Longer texts are worked out anew each time, so that hostile ones cannot fill the caches."""


@dataclass(frozen=True, slots=True)
class Address:
    """A normalised http, https, ws or wss address.

    `host` is lower case and punycode, an IPv6 address stands in brackets; `port` is the one to connect to; `netloc` is
    the host, plus `:port` only when the port is not the scheme's default; `path` begins with `/`; `query` comes
    without its question mark. `href` is the whole address, user information and fragment included.
    """

    href: str
    scheme: str
    host: str
    port: int
    netloc: str
    path: str
    query: str


def parse(text: str, base: str = "") -> Address | None:
    """The address that `text` names on a page at `base`, or None if it names none that a browser would fetch."""
    if len(text) + len(base) > _CACHEABLE:
        return _parse(text, base)
    return _parse_cached(text, base)


def _parse(text: str, base: str) -> Address | None:
    try:
        url = URL(_scalar(text), _scalar(base) if base else None)
    except ValueError:
        return None
    scheme = url.protocol[:-1]
    default = _DEFAULT_PORTS.get(scheme)
    if default is None:
        return None
    return Address(
        href=url.href,
        scheme=scheme,
        host=url.hostname,
        port=int(url.port or default),
        netloc=url.host,
        path=url.pathname,
        query=url.search[1:],
    )


_parse_cached = lru_cache(maxsize=8192)(_parse)


def join(base: str, ref: str) -> str | None:
    """The absolute form of `ref` on a page at `base`; None unless it is an http, https, ws or wss address."""
    try:
        href = join_url(_scalar(base), _scalar(ref))
    except ValueError:
        return None
    return href if href.startswith(("https:", "http:", "wss:", "ws:")) else None


def _scalar(text: str) -> str:
    """`text` with lone surrogates replaced, as a browser does before it parses."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


_ROUTE = re.compile(r"#!?/[\w~%-]|#![\w~%-]")


def is_route(fragment: str) -> bool:
    """Whether what follows `#`, that included, is read by a router: `#/booking`, `#!/booking`, `#!booking`."""
    return _ROUTE.match(fragment) is not None


def route(href: str) -> str:
    """The fragment of an address, with its `#`, if a router reads it; else nothing."""
    front = href.partition("#")[0]
    fragment = href[len(front) :]
    return fragment if is_route(fragment) else ""


def page(href: str) -> str:
    """An address without its fragment, unless a router reads that: then it is a page of its own."""
    return href.partition("#")[0] + route(href)


def host_matches(host: str, suffix: str) -> bool:
    """Whether `host` is `suffix` or a name below it."""
    return host == suffix or host.endswith("." + suffix)


# --- identities ------------------------------------------------------------------------------------------------------

_TRACKING = re.compile(
    r"utm_.*|gclid|gclsrc|dclid|gbraid|wbraid|gad_source|gad_campaignid|fbclid|msclkid|twclid|ttclid|li_fat_id|igshid"
    r"|yclid|epik|mc_cid|mc_eid|_ga|_gl|_hsenc|_hsmi|__hstc|__hssc|__hsfp|hsctatracking|mkt_tok|vero_id|oly_anon_id"
    r"|oly_enc_id|rb_clickid|s_cid|wickedid|srsltid",
    re.IGNORECASE,
)
_NORMAL = re.compile(r"https?://(?:[a-z0-9-]+\.)*+[a-z][a-z0-9-]*+(?::[1-9]\d{0,4})?/(?:[\w~][\w.~-]*+/?)*+", re.ASCII)


def crawl_key(href: str) -> str:
    """Identity of a page while crawling: no user information, no tracking parameters, no fragment but a router's.

    The other parameters stay in their order. Two spellings of one address have one key; text that is no address is
    its own key.
    """
    if _NORMAL.fullmatch(href) and ":80/" not in href and ":443/" not in href:
        return href
    address = parse(href)
    if address is None:
        return href
    kept = "&".join(p for p in address.query.split("&") if p and not _is_tracking(p))
    return f"{address.scheme}://{address.netloc}{address.path}{'?' + kept if kept else ''}{route(address.href)}"


@lru_cache(maxsize=16_384)
def inward_key(href: str) -> str:
    """Identity of a page among those of one site: 12 hex digits that tell nothing about its address."""
    return sha256(crawl_key(href).encode("utf-8", "replace")).hexdigest()[:12]


def _is_tracking(parameter: str) -> bool:
    return _TRACKING.fullmatch(parameter.partition("=")[0]) is not None


def page_key(href: str) -> str:
    """Identity of a page in fingerprints: host without `www.`, lower-case path without its last slash, no query.

    A fragment that a router reads counts as a part of the path.
    """
    address = parse(href)
    if address is None:
        return href.strip().lower()
    fragment = route(address.href).lower().rstrip("/")
    return address.netloc.removeprefix("www.") + address.path.lower().rstrip("/") + ("/" + fragment if fragment else "")


# --- what may be about a person --------------------------------------------------------------------------------------

_KEPT_VALUES = frozenset(("widgetid", "v", "lang", "p", "page", "page_id"))
_KEPT_VALUE = re.compile(r"[\w.-]{1,40}", re.ASCII)
_CONTAINER = re.compile(r"(?:GTM|GT|G|AW|DC|UA)-[A-Z0-9]{4,16}(?:-\d{1,4})?")
"""Ids of tag managers and measurement accounts: they name a site, never a visitor."""

_APP_PAGE = "//play.google.com/store/apps/details"
_APP = re.compile(r"[A-Za-z]\w{0,40}(?:\.[A-Za-z]\w{0,40}){1,6}", re.ASCII)
"""The name of an app, which Google's store has in the query of its pages."""

_LONGEST = 8192
_WHOLE_PARTS = re.compile(r".*[/?#&]", re.DOTALL)
_PARTS = re.compile(r"(\\?/|%2[fF]|[,;:=])")
_BEHIND_PATH = re.compile("[?#]")
_PARAMETERS = re.compile(r"(^\?|[&#]|\\u0026)")
_MATRIX = re.compile(r"(;[\w.-]{1,80}=)[^/;]+", re.ASCII)
_HEAD = re.compile(r"((?:(?:https?|wss?):)?(?:\\?/){2})(?:[^/?#\\]*@)?([^/?#\\]*)", re.IGNORECASE)
_INNER_USER = re.compile(r"(:(?:\\?/){2})[^/?#\s]*@")
_IN_TEXT = re.compile(
    r"(?<![A-Za-z0-9])(?:https?|wss?):(?:\\?/){2}(?:[^\s\"'<>`()&]++|&(?!quot;)|\((?:[^\s\"'<>`()&]++|&(?!quot;))*+\)?)+",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"(\"|'|`|&quot;)(?:(?P<path>(?:(?!&quot;)[^\s\"'`?<>(){}=;]){1,2000}\?(?:(?!\1)[^\n<>])*)"
    r"|(?P<query>\?(?:(?!&quot;)[^\n<>\"'`])*))(?=\1)"
)
_REFERENCE = re.compile(
    r"(\s*+(?:[\d.]++\s*+[;,]\s*+(?:url\s*+=\s*+)?)?[\"']?)"
    r"((?:[^\s?#\"'<>(){}=;]*\?|(?:https?:|/|\#)[^\s?\"'<>(){}=;\#]*+[;\#]).*=.*)",
    re.DOTALL | re.IGNORECASE,
)
"""A value that is an address as a whole, with something behind its path; in front the seconds of a meta refresh."""

_PAIR = re.compile(
    r"(\?|#|(?<!&)&(?!&)(?:amp;)?|\\u0026)([\w.\[\]~*+%@-]{1,500})=(?!=)([^\s&\"'<>#\\`]+)", re.IGNORECASE | re.ASCII
)
_ENCODED_PAIR = re.compile(
    r"(%3f|%26)([\w.~*+-]{1,80})(%3d)((?:(?!%26|%23|%22)[^\s&\"'<>#\\`])+)", re.IGNORECASE | re.ASCII
)


def redact(href: str) -> str:
    """`href` without user information, without query values, without path parts that may be about a person.

    Names of parameters stay, and the values of a few that never hold personal data. Path parts that look like a mail
    address, a telephone number or a long token become `[redacted]`; ids of a CRM (20 letters and digits, 24 hex digits,
    `tk_` and 32 hex digits, UUIDs) stay. Text that is no address is treated as `redact_text` does.

    Of what is longer than 8192 characters only the start is redacted and given back, up to the last part that is whole.
    """
    address = parse(href)
    if address is None:
        return _start(redact_text(_start(href)))
    return _start(_redact_reference(_start(address.href)))


def _start(text: str) -> str:
    """The part that is cut off goes as a whole: half a mail address, or half a token, is not known for what it is."""
    if len(text) <= _LONGEST:
        return text
    whole = _WHOLE_PARTS.match(text, 0, _LONGEST - len(REDACTED))
    return (whole[0] if whole else "") + REDACTED


def redact_value(name: str, value: str) -> str:
    """What may be kept of the value of an attribute."""
    if is_personal_name(name):
        return REDACTED if value else ""
    reference = _REFERENCE.fullmatch(value) if "=" in value else None
    return redact_text(reference[1] + _redact_reference(reference[2]) if reference else value)


def redact_text(text: str) -> str:
    """Running text or code, with the addresses in it redacted, and mails, telephone numbers and tokens masked."""
    return _redact_text_cached(text) if len(text) <= _CACHEABLE else _redact_text(text)


def _redact_text(text: str) -> str:
    if "?" in text:
        text = _QUOTED.sub(_redact_quoted, text)
    if "//" in text or "\\/" in text:
        text = _IN_TEXT.sub(lambda found: _redact_found(found[0]), text)
    text = _redact_pairs(text)
    masked = mask(text)
    return masked if masked == text else _redact_pairs(masked)


_redact_text_cached = lru_cache(maxsize=8192)(_redact_text)


def _redact_quoted(quoted: re.Match[str]) -> str:
    reference = quoted["path"] or quoted["query"]
    return quoted[1] + (_redact_found(reference) if "=" in reference else reference)


def _redact_reference(text: str) -> str:
    """An address, whole or relative, with all that follows it."""
    head = _HEAD.match(text)
    lead, rest = (head[1] + head[2], text[head.end() :]) if head else ("", text)
    if "@" in rest:
        rest = _INNER_USER.sub(rf"\1{REDACTED}@", rest)
    path = _BEHIND_PATH.split(rest, maxsplit=1)[0]
    tail = _PARAMETERS.split(rest[len(path) :])
    if len(tail) > 2 and _names_app(lead + path, tail[1], *tail[2].partition("=")[::2]):
        return f"{lead}{path}{tail[1]}{tail[2]}" + _redact_parameters(tail[3:])
    if "%3" in path:
        path = _ENCODED_PAIR.sub(r"\1\2\3", path)
    if ";" in path:
        path = _MATRIX.sub(r"\1", path)
    return lead + _redact_parts(path) + _redact_parameters(["", *tail])


def _redact_parameters(parts: list[str]) -> str:
    """Marks and what is behind each, in turns, a mark first."""
    return "".join(_redact_parameter(part) if n % 2 else part for n, part in enumerate(parts))


@lru_cache(maxsize=2048)
def _redact_short(text: str) -> str:
    return _redact_reference(text)


def _redact_found(text: str) -> str:
    return _redact_short(text) if len(text) <= _CACHEABLE else _redact_reference(text)


def _redact_parameter(parameter: str) -> str:
    name, equals, value = parameter.partition("=")
    kept = equals and _is_kept(name.removeprefix("amp;"), value)
    shown = REDACTED if " " in name or "%20" in name else _redact_parts(name)
    return f"{shown}{equals}{value if kept else ''}"


def _names_app(before: str, mark: str, name: str, value: str) -> bool:
    """Whether the first parameter of an address names an app in a store."""
    return mark == "?" and name == "id" and before.lower().endswith(_APP_PAGE) and _APP.fullmatch(value) is not None


def _is_kept(name: str, value: str) -> bool:
    if _CONTAINER.fullmatch(value):
        return True
    return name.lower() in _KEPT_VALUES and _KEPT_VALUE.fullmatch(value) is not None and not is_personal(value)


def _redact_parts(text: str) -> str:
    parts = _PARTS.split(text)
    return "".join(part if i % 2 or not is_personal(part) else REDACTED for i, part in enumerate(parts))


def _redact_pairs(text: str) -> str:
    if "=" in text:
        text = _PAIR.sub(_redact_pair, text)
    if "%3" in text:
        text = _ENCODED_PAIR.sub(r"\1\2\3", text)
    return text


def _redact_pair(pair: re.Match[str]) -> str:
    mark, name, value = pair.groups()
    before = pair.string[max(0, pair.start() - len(_APP_PAGE)) : pair.start()]
    if _names_app(before, mark, name, value):
        return pair[0]
    return f"{mark}{name}={value if _is_kept(name, value) else ''}"
