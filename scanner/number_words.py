"""What figures are called by the words around them: a telephone number, a fax line, something else."""

import re
from collections.abc import Iterator

_SEVEN, _REACH = 7, 40
_NO_GAPS = str.maketrans("", "", " \u00a0.-\u2010\u2011\u2012\u2013")
_FEWEST = 6
"""So many digits behind a word are a number of their own."""

_NAMES = re.compile(
    r"(?<![^\W\d_])(?:(?:tele)?phones?|tel(?:efono?|éfono|ephone)?|t[ée]l[ée]phone|ph|call(?:s|ing|ed)?|text(?:s|ing)?|sms"
    r"|mobile|mob|cell(?:ular)?|whatsapp|viber|dial|ring|hotline|toll[- ]?free|free ?(?:phone|call)|appelez|llame"
    r"|llámenos|anrufen?|rufnummer|handy|numbers? is|number on|[tpmc](?=[ \t]?[:.|]))(?![^\W\d_])|[☎✆📞📱☏]",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?]\s+(?=[A-Z\d])")
_FAX = re.compile(
    r"(?:(?<![^\W\d_])(?:(?:tele|e-?)?fax\w{0,5}(?:[ ]?/[ ]?e-?mail)?|facsimile|facs|fx|t[ée]l[ée]copie\w{0,3}"
    r"|f(?=[ \t]?[:.|)]))|📠|(?:^|[|/·•,;\n\d])[ ]{0,3}f(?=[ ]{1,3}\Z))"
    r"(?:[\s.:]{1,3}(?:us|to|at|it|is|on|no|nr|number|line|nummer|referrals?|records?|forms?|your|them|the|a|and|#)(?![^\W\d_])){0,5}"
    r"[^\w]{0,6}\Z",
    re.IGNORECASE,
)
_FAX_BEHIND = re.compile(
    r"[\s,]{0,3}[(\[]?[\s–-]{0,3}(?:tele)?fax(?![^\W\d_])(?!\W{0,6}[\d(+])|[ ]?\(f\)", re.IGNORECASE
)
OTHER = re.compile(
    r"(?<![^\W\d_])(?:isbn(?:-1[03])?|issn|ean|upc|gtin|sku|asin|npi|ein|tin|vat|gst|abn|acn|clia|dea|duns|siret|siren|iban|bic"
    r"|licen[sc]e|lic|registration|reg|policy|order|invoice|ref(?:erence)?|account|acct|case|claim|ticket|tracking|serial"
    r"|model|lot|batch|patent|pmid|pmcid|doi|chart|record|mrn|ids?|zip"
    r"|postcode|lat(?:itude)?|lo?ng(?:itude)?|coordinates|gps|routing|sort code|card|pin|version|build|article"
    r"|barcode|product|code|ust-?id\w{0,3}|usd|eur|gbp|cad|aud|nzd|chf)"
    r"(?:[\s._-]{0,2}(?:no|nr|num|number|nummer|id|code|#|№)(?![^\W\d_])){0,2}[\s.:#№=(-]{0,5}\Z"
    r"|(?<![^\W\d_])(?:user|customer|patient|member|client|part|item|bank|company|charity|orders)"
    r"(?:[\s._-]{0,2}(?:no|nr|num|number|nummer|id|code|#|№)(?![^\W\d_])){1,2}[\s.:#№=(-]{0,5}\Z|[$€£¥№#][ ]?\Z",
    re.IGNORECASE,
)
"""What ids are called; whom they are of, only with a word such as "number"."""

AMOUNT = re.compile(r"[$€£¥№#][ ]?\Z")
_MEASURE = re.compile(r"\s?(?:mg|ml|mcg|iu|kg|mm|px|dpi|cal|kcal|calories|steps|units|usd|eur|gbp)\b", re.IGNORECASE)

_LOCAL = re.compile(
    r"(?<![\w.+%=#$€£¥@&/()-])(?<!\d[ \u00a0])(?<!\) )[2-9]\d\d[ \u00a0.\u2010-\u2013-]\d{4}(?![\w%]|[ .,/-]\d)"
)
_TEXT_TO = re.compile(
    r"(?<![^\W\d_])(?:text|txt|sms|message|send)\s{1,3}(?:the word\s{1,3})?"
    r"[\"'“‘]?[A-Za-z0-9]{1,20}[\"'”’]?\s{1,3}to\s{1,3}("
    r"\d{5,6}|\d{3}-\d{3})(?![\w-]|[.,]\d|\s?(?:people|patients|clients|women|members))",
    re.IGNORECASE,
)


def short_codes(line: str) -> Iterator[tuple[str, int, int]]:
    """The numbers of five or six digits that a line says to text a word to, each from where to where it stands."""
    for found in _TEXT_TO.finditer(line):
        yield found[1], found.start(1), found.end(1)


def is_local(number: str, known: str) -> bool:
    """Whether `number`, as written, is what people in its own area dial for the E.164 number `known` of +1."""
    digits = number.translate(_NO_GAPS)
    return len(digits) == _SEVEN and digits.isdigit() and known[:2] == "+1" and known.endswith(digits)


def local_numbers(line: str, before: str) -> Iterator[tuple[str, int, int]]:
    """Seven digits that a line calls a number, as people of one area dial it, each from where to where it stands."""
    for found in _LOCAL.finditer(line):
        near = f"{before} {line[max(0, found.start() - _REACH) : found.start()]}"[-_REACH:]
        if is_named(near) and not is_fax(near, line[found.end() : found.end() + _REACH]) and not is_other(near):
            yield found[0], found.start(), found.end()


def is_named(near: str) -> bool:
    """Whether the words in front, of the same sentence, say that a telephone number follows."""
    for name in _NAMES.finditer(near):
        rest = near[name.end() :]
        if not _SENTENCE.search(rest) and sum(map(str.isdigit, rest)) < _FEWEST:
            return True
    return False


def is_fax(near: str, behind: str) -> bool:
    """Whether the words in front, or those behind, say that it is a fax line, and no telephone as well."""
    fax = _FAX.search(near)
    if fax is None:
        return _FAX_BEHIND.match(behind) is not None
    return not _NAMES.search(near[max(0, fax.start() - 12) : fax.start()])


def is_other(near: str, called: re.Pattern[str] = OTHER) -> bool:
    """Whether the words in front call it an id, an amount or the like."""
    return called.search(near) is not None


def is_measure(behind: str) -> bool:
    """Whether a unit follows."""
    return _MEASURE.match(behind) is not None
