"""What in text, code and paths may be about a person, told by its look and by the name it stands behind."""

import re
from functools import lru_cache
from urllib.parse import unquote

REDACTED = "[redacted]"
"""The brackets belong to no address, token or name, so that nothing grows together with them."""

_ID = re.compile(r"tk_[0-9a-f]{32}|[A-Za-z0-9]{20}(?:_\d{13})?|[0-9a-f]{24}(?:_service_menu)?")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_FILE = re.compile(
    r"\.(?:m?js|css|html?|php|json|map|png|jpe?g|gif|webp|avif|svg|ico|woff2?|ttf|mp4|webm|pdf)", re.IGNORECASE
)
_MAIL = re.compile(
    r"[\w.+%-]{1,64}?(?:@|%40|\\u0040|\\x40|&#(?:64|[xX]40);)(?:[a-z0-9-]{1,63}\.){1,8}[a-z][\w-]{1,63}",
    re.IGNORECASE | re.ASCII,
)
_JWT = re.compile(r"eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?", re.ASCII)
_RUN = re.compile(r"[A-Za-z0-9]{28,}")
_PHONE = re.compile(
    r"\+\d[\d ().-]{5,17}\d|(?:1[ .-]?)?\(?[2-9]\d\d\)?[ .-]*[2-9]\d\d[ .-]*\d{4}",
    re.ASCII,
)
_PHONE_IN_TEXT = re.compile(
    r"(?<![\w.#/%\]-])(?:\+\d(?:[ ().-]{0,3}\d){6,14}"
    r"|(?:1[ .-])?(?:\([2-9]\d\d\)[ .-]{0,2}|[2-9]\d\d[ .-]{1,2})[2-9]\d\d[ .-]\d{4}"
    r"|(?<=tel:)[\d ().-]{5,17}\d)(?![\w\[-])",
    re.ASCII,
)
_TOKEN = re.compile(r"[\w-]{40,}", re.ASCII)
_BARE_TOKEN = re.compile(r"(?<![\w.@/%-])(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{32,}(?![\w.])")
_SCRAMBLED = re.compile(r"(?=[A-Za-z]*\d)(?=[\dA-Z]*[a-z])(?=[\da-z]*[A-Z])[A-Za-z0-9]{12,}")
_QUOTED_TOKEN = re.compile(r"(?<![^\"'`])[\w.~-]{28,}(?![^\"'`])", re.ASCII)

_WHO = "first|last|full|sur|middle|given|family|user|client|customer|patient|visitor|lead|display|nick|sender|recipient"
_KEY = (
    rf"(?:[\w$]{{0,20}}[_-])?(?:(?:{_WHO}|billing|shipping|your)[_-]?name|e?-?mail(?:[_-]?address)?"
    r"|(?:tele|cell|mobile)?[_-]?phone(?:[_-]?number)?|mobile|dob|birth[_-]?(?:day|date)|date[_-]?of[_-]?birth"
    r"|(?:street|home|postal|billing|shipping)?[_-]?address|ssn|token|secret|passw(?:or)?d|nonce|[cx]srf[\w-]{0,20}"
    r"|session(?:[_-]?id)?|auth(?:orization)?|(?:api|access|secret)[_-]?key|greeting)"
)
_QUOTE = r"(?:\\{0,3}[\"'`]|&quot;|&\#0?39;|&\#34;|\\u0022|\\x22)"
_KEYED = re.compile(
    rf"((?<![\w$-])(?:{_QUOTE})?(?:(?:data-)?{_KEY}(?:{_QUOTE})?\s?[:=]|name{_QUOTE}\s?:|name:)\s?({_QUOTE}))"
    r"((?:(?!\2)[^<>\n]){1,300})",
    re.IGNORECASE | re.ASCII,
)
_WORDS = (
    *(
        "name",
        "mail",
        "phone",
        "mobile",
        "dob",
        "birth",
        "addr",
        "ssn",
        "token",
        "secret",
        "pass",
        "nonce",
        "srf",
        "sess",
    ),
    *("auth", "key", "greet"),
)
_AT = ("@", "%40", "u0040", "x40", "&#64", "&#X40")
_DIGITS = re.compile(r"\d{3}[ .-]\d{4}")
_NAME = re.compile(rf"(?:data-)?{_KEY}", re.IGNORECASE | re.ASCII)


def mask(text: str) -> str:
    """`text` without mail addresses, telephone numbers, long tokens, and what stands behind names such as `email:`."""
    lower = text.lower()
    if any(word in lower for word in _WORDS):
        text = _KEYED.sub(rf"\1{REDACTED}", text)
    if any(sign in text for sign in _AT):
        text = _MAIL.sub(REDACTED, text)
    if "eyJ" in text:
        text = _JWT.sub(REDACTED, text)
    if "+" in text or "tel:" in text or _DIGITS.search(text):
        text = _PHONE_IN_TEXT.sub(REDACTED, text)
    if len(text) < 28:
        return text
    text = _BARE_TOKEN.sub(REDACTED, _QUOTED_TOKEN.sub(_mask_part, text))
    return _TOKEN.sub(_mask_token, text)


def _mask_part(part: re.Match[str]) -> str:
    return REDACTED if is_personal(part[0]) else part[0]


def _mask_token(token: re.Match[str]) -> str:
    """Ids of elements are long words with numbers in between; what is scrambled throughout is a token."""
    runs = (run for run in re.split("[_-]", _UUID.sub("", token[0])) if not _ID.fullmatch(run))
    return REDACTED if any(_SCRAMBLED.search(run) for run in runs) else token[0]


def is_personal(part: str) -> bool:
    """Whether a part of a path, or a whole string, looks like a mail address, a telephone number or a long token."""
    if len(part) < 7:
        return False
    plain = unquote(part)
    if _MAIL.search(plain) or _PHONE.fullmatch(plain) or _JWT.search(plain):
        return True
    if _ID.fullmatch(plain) or _FILE.search(plain[-6:]):
        return False
    rest = _UUID.sub("", plain)
    if any(re.search(r"\d", run) and re.search(r"[A-Za-z]", run) for run in _RUN.findall(rest)):
        return True
    return _TOKEN.sub(_mask_token, rest) != rest


@lru_cache(maxsize=4096)
def is_personal_name(name: str) -> bool:
    """Whether what an attribute of this name holds may be about a person."""
    return _NAME.fullmatch(name) is not None
