"""What in text, code and paths may be about a person, told by its look and by the name it stands behind."""

import re
from functools import lru_cache
from string import ascii_letters, digits
from urllib.parse import unquote

REDACTED = "[redacted]"
"""The brackets belong to no address, token or name, so that nothing grows together with them."""

_ID = re.compile(r"tk_[0-9a-f]{32}|[A-Za-z0-9]{20}(?:_\d{13})?|[0-9a-f]{24}(?:_service_menu)?")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_FILE = re.compile(
    r"\.(?:m?js|css|html?|php|json|map|png|jpe?g|gif|webp|avif|svg|ico|woff2?|ttf|mp4|webm|pdf)", re.IGNORECASE
)
_MAIL_HOST = re.compile(
    r"(?:@|%40|\\u0040|\\x40|&#(?:64|[xX]40);)(?:[a-z0-9-]{1,63}\.){1,8}[a-z][\w-]{1,63}", re.IGNORECASE | re.ASCII
)
_MAIL_USER = f"{ascii_letters}{digits}_.+%-"
_LONGEST_USER = 64
_JWT = re.compile(r"eyJ[\w-]{8,}+(?P<claims>\.[\w-]+(?:\.[\w-]*)?)?", re.ASCII)
"""Without claims it is no token, but then no later part of the same word is one either: each word is read once."""
_RUN = re.compile(r"[A-Za-z0-9]{28,}")
_PHONE = re.compile(
    r"\+\d[\d ().-]{5,17}\d|(?:1[ .-]?)?\(?[2-9]\d\d\)?[ .-]{0,4}[2-9]\d\d[ .-]{0,4}\d{4}",
    re.ASCII,
)
_NUMBER = re.compile(
    r"(?<![\w.#/%\]-])(?:"
    r"\+\d(?:[ ().-]{0,3}\d){6,14}"
    r"|(?:1[ .-])?(?:\([2-9]\d\d\)[ .-]{0,2}[2-9]\d\d[ .-]?|[2-9]\d\d[ .-]{1,2}[2-9]\d\d[ .-])\d{4}"
    r"|00[1-9](?:[ ()./-]{0,3}\d){8,13}"
    r"|\(0\d{0,4}\)[ .-]{0,2}(?!\d\d?([./-])\d\d?\1\d|\d{4}-\d\d-)\d(?:[ .-]?\d){6,9}"
    r"|0[1-9]\d{1,4}[ ./-]{1,2}(?!\d{4}-\d\d-)\d(?:[ .-]?\d){5,8}"
    r"|0[1-9]([ .-])\d\d(?:\2\d\d){3}"
    r"|0[1-9]\d{8,9}(?!\.\w)"
    r"|(?:[3-6]\d{3}|2[2-7]\d\d)([ -])\d{4}\3\d{4}\3\d{1,7}"
    r"|3[47]\d\d[ -]\d{6}[ -]\d{5}"
    r"|(?P<card>(?:[456]\d\d|2[2-7]\d|3[47])\d{13})(?!\.\w)"
    r"|(?<=tel:)[\d ().-]{5,17}\d"
    r")(?![\w\[-])",
    re.ASCII,
)
"""Telephone numbers as they are written abroad and at home, and the numbers of payment cards."""
_TOKEN = re.compile(r"[\w-]{40,}", re.ASCII)
_BARE_TOKEN = re.compile(r"(?<![\w.@/%-])(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{32,}(?![\w.])")
_QUOTED_TOKEN = re.compile(r"(?<![^\"'`])[\w.~-]{28,}(?![^\"'`])", re.ASCII)

_WHO = "first|last|full|sur|middle|given|family|user|client|customer|patient|visitor|lead|display|nick|sender|recipient"
_KEY = (
    rf"(?:[\w$]{{0,20}}[_-])?(?:(?:{_WHO}|billing|shipping|your)[_-]?name|e?-?mail(?:[_-]?address)?"
    r"|(?:tele|cell|mobile)?[_-]?phone(?:[_-]?number)?|mobile|dob|birth[_-]?(?:day|date)|date[_-]?of[_-]?birth"
    r"|(?:street|home|postal|billing|shipping)?[_-]?address|ssn|token|secret|passw(?:or)?d|nonce|[cx]srf[\w-]{0,20}"
    r"|session(?:[_-]?id)?|auth(?:orization)?|(?:api|access|secret)[_-]?key|greeting"
    r"|patient(?:[_-]?(?:id|no|number))?|(?:credit|debit)[_-]?card|card[_-]?(?:no|number|holder)|iban|cv[cv])|card"
)
_QUOTE = r"(?:\\{0,3}[\"'`]|&quot;|&\#0?39;|&\#34;|\\u0022|\\x22)"
_KEYED = re.compile(
    rf"((?<![\w$\]-])(?:{_QUOTE})?(?:(?:data-)?(?:{_KEY})(?:{_QUOTE})?\s?[:=]|name{_QUOTE}\s?:|name:)\s?)"
    rf"(?:({_QUOTE})(?:(?!\2)(?:\\{{3}}[\"'`]|\\[^<>\n]|[^<>\n])){{1,300}}"
    r"|[+(]{0,2}\d(?:[ ()./-]{0,2}\d){5,18}(?![\w\[]))",
    re.IGNORECASE | re.ASCII,
)
"""In quotes whatever stands there; without them what holds six digits and more, since words are names in the code."""
_BARE_ATTRIBUTE = re.compile(
    rf"((?<!\S)data-(?:{_KEY})=)(?!{_QUOTE}|{re.escape(REDACTED)})[^\s\"'<>=`\]]+", re.IGNORECASE | re.ASCII
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
    *("auth", "key", "greet", "patient", "card", "iban", "cvc", "cvv"),
)
_AT = ("@", "%40", "u0040", "x40", "&#64", "&#X40")
_DIGITS = re.compile(r"\d[\d ()./-]{7,17}\d", re.ASCII)
_NAME = re.compile(rf"(?:data-)?(?:{_KEY})", re.IGNORECASE | re.ASCII)


def mask(text: str) -> str:
    """`text` without mail addresses, the numbers of telephones and payment cards, long tokens, and what stands behind
    names such as `email:`. The work grows with the length of the text, whatever it holds."""
    if ":" in text or "=" in text:
        text = _mask_keyed(text)
    if any(sign in text for sign in _AT):
        text = _mask_mails(text)
    if "eyJ" in text:
        text = _JWT.sub(_mask_jwt, text)
    if "+" in text or "tel:" in text or _DIGITS.search(text):
        text = _NUMBER.sub(_mask_number, text)
    if len(text) < 28:
        return text
    text = _BARE_TOKEN.sub(REDACTED, _QUOTED_TOKEN.sub(_mask_part, text))
    return _TOKEN.sub(_mask_token, text)


def _mask_keyed(text: str) -> str:
    lower = text.lower()
    if any(word in lower for word in _WORDS):
        text = _KEYED.sub(rf"\1\2{REDACTED}", text)
        if "data-" in lower:
            text = _BARE_ATTRIBUTE.sub(rf"\1{REDACTED}", text)
    return text


def _mask_mails(text: str) -> str:
    """The name in front of a host is looked for backwards, so that a long run without a host is walked once."""
    pieces: list[str] = []
    end = 0
    for host in _MAIL_HOST.finditer(text):
        before = text[max(end, host.start() - _LONGEST_USER) : host.start()]
        named = len(before) - len(before.rstrip(_MAIL_USER))
        if named:
            pieces += text[end : host.start() - named], REDACTED
            end = host.end()
    return "".join((*pieces, text[end:]))


def _mask_jwt(token: re.Match[str]) -> str:
    return REDACTED if token["claims"] else token[0]


def _mask_number(number: re.Match[str]) -> str:
    return REDACTED if number["card"] is None or _is_card(number["card"]) else number[0]


def _is_card(number: str) -> bool:
    """Whether the check digit fits: ids of other things are as long."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(map(int, number[-1::-2])) + sum(doubled)) % 10 == 0


def _mask_part(part: re.Match[str]) -> str:
    return REDACTED if is_personal(part[0]) else part[0]


def _mask_token(token: re.Match[str]) -> str:
    """Ids of elements are long words with numbers in between; what is scrambled throughout is a token."""
    runs = re.split("[_-]", _UUID.sub("", token[0]))
    return REDACTED if any(_is_scrambled(run) and not _ID.fullmatch(run) for run in runs) else token[0]


def _is_scrambled(run: str) -> bool:
    """Whether a word of ASCII letters and digits holds capitals, small letters and digits."""
    return len(run) >= 12 and not run.isalpha() and run not in (run.lower(), run.upper())


def is_personal(part: str) -> bool:
    """Whether a part of a path, or a whole string, looks like a mail address, a telephone number or a long token."""
    if len(part) < 7:
        return False
    plain = unquote(part)
    if _is_number(plain) or _mask_mails(plain) != plain or any(token["claims"] for token in _JWT.finditer(plain)):
        return True
    if _ID.fullmatch(plain) or _FILE.search(plain[-6:]):
        return False
    rest = _UUID.sub("", plain)
    if any(not (run.isalpha() or run.isdigit()) for run in _RUN.findall(rest)):
        return True
    return _TOKEN.sub(_mask_token, rest) != rest


def _is_number(text: str) -> bool:
    number = _NUMBER.fullmatch(text)
    return _PHONE.fullmatch(text) is not None if number is None else _mask_number(number) == REDACTED


@lru_cache(maxsize=4096)
def is_personal_name(name: str) -> bool:
    """Whether what an attribute of this name holds may be about a person."""
    return _NAME.fullmatch(name) is not None
