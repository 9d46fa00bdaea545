"""Consent managers that are known by name: how their banners are recognised, and how a visitor agrees to everything.

On banners that nobody knows, `ACCEPTING` are the words of the button that agrees, `OTHERWISE` those of one that closes,
refuses, chooses or explains; both for a browser (flags `iu`).
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_DATA = files("spiders") / "probing" / "consent.toml"

_WORDS = (
    # English
    r"(?:yes,? )?(?:i )?(?:accept|allow|enable|agree|consent)(?: to)?(?: all)?(?: recommended)?(?: the)?(?: cookies)?"
    r"(?: (?:and|&) (?:close|continue|proceed))?",
    r"(?:ok(?:ay)?,? )?(?:ok(?:ay)?|got it|(?:i )?(?:understand|understood)|i agree)",
    r"(?:that['’]s |i['’]?m )?fine(?: with me)?|continue|yes",
    # German
    r"(?:ja,? )?(?:ich )?(?:(?:allen?|alles) )?(?:cookies )?"
    r"(?:akzeptieren?|zulassen|erlauben|annehmen|zustimmen|stimme zu)"
    r"(?: (?:und|&) (?:schlie(?:ß|ss)en|weiter|fortfahren))?",
    r"einverstanden|verstanden|alles klar",
    # French
    r"(?:oui,? )?(?:j['’]|je )?(?:accept|autoris)e[rz]?(?: tout)?(?: tous)?(?: les)?(?: cookies)?"
    r"(?: (?:et|&) (?:fermer|continuer))?",
    r"tout (?:accepter|autoriser)(?: (?:et|&) (?:fermer|continuer))?|j['’]ai compris|d['’]accord",
    # Spanish, Portuguese, Italian
    r"(?:s[íi],? )?(?:aceptar|acepto|permitir)(?: tod[oa]s?)?(?: las)?(?: cookies)?"
    r"(?: y (?:cerrar|continuar))?|entendido|de acuerdo",
    r"(?:sim,? )?(?:aceitar|aceito|permitir)(?: tod[oa]s?)?(?: os)?(?: cookies)?"
    r"(?: e (?:fechar|continuar))?|entendi|concordo",
    r"(?:s[ìi],? )?(?:accetta(?:re)?|accetto|consenti)(?: tutt[oi])?(?: i)?(?: cookies?)?"
    r"(?: e (?:chiudi|continua))?|ho capito",
    # Dutch
    r"(?:ja,? )?(?:ik )?(?:ga )?(?:alles? )?(?:cookies )?(?:accepteren|accepteer|toestaan|toelaten|akkoord)"
    r"(?: alles?)?(?: cookies)?(?: en (?:sluiten|doorgaan))?",
    # Swedish, Danish, Norwegian, Finnish
    r"(?:ja,? )?(?:jag |jeg )?(?:tillåte?r?|acceptera[r]?"
    r"|godkänne?r?|tillade?r?|acceptere?r?|godkende?r?|tillat|godta|aksepter)"
    r"(?: all[ae])?(?: cookies| kakor)?|(?:jag|jeg) förstår|(?:jag|jeg) forstår",
    r"hyväksyn?(?: kaikki)?(?: evästeet)?",
    # Polish, Czech
    r"(?:za)?akceptuję?(?: wszystkie| wszystko)?(?: (?:pliki )?cookies?)?|zgadzam się|rozumiem",
    r"(?:přijmout|povolit)(?: vše| všechny?)?(?: cookies)?|souhlasím",
)
ACCEPTING = rf"^[^\p{{L}}\p{{N}}]*(?:{'|'.join(_WORDS)})[^\p{{L}}\p{{N}}]*$"


_OTHERWISE = (
    r"[×✕x]?|close|dismiss|hide|later|not now|no(?: thanks)?|disagree|back",
    r"(?:accept |allow |use |save )?(?:only )?(?:the )?"
    r"(?:necessary|essential|required|selected|selection|functional)\b.*",
    r"(?:i )?(?:reject|decline|deny|refuse|disable|withdraw|opt out|do not|don['’]t)\b.*",
    r"only .*|(?:continue )?without .*",
    r"(?:manage|custom\w+|configure|change|choose|adjust|set|view|show|see|read|learn|find|more|details?|save)\b.*",
    r"(?:cookies? |privacy |consent |your |my )*(?:settings|preferences|options|choices|policy|notice|info\w*)",
    r"schlie(?:ß|ss)en|ablehnen|nein.*|nur .*|(?:cookie-?)?(?:einstellungen|auswahl).*|mehr .*|anpassen",
    r"fermer|refuser.*|non.*|paramét.*|paramètr.*|personnaliser.*|en savoir plus|plus .*|continuer sans .*",
    r"cerrar|rechazar.*|configur.*|ajustes.*|preferencias|más .*|leer .*",
    r"fechar|recusar.*|rejeitar.*|definições|saiba .*",
    r"chiudi|rifiuta.*|impostazioni|personalizza|preferenze|scopri .*",
    r"sluiten|weiger.*|instellingen.*|meer .*|aanpassen",
)
OTHERWISE = rf"^[^\p{{L}}\p{{N}}]*(?:{'|'.join(_OTHERWISE)})[^\p{{L}}\p{{N}}]*$"


@dataclass(frozen=True, slots=True)
class Manager:
    """One consent manager; `consent.toml` says what each field holds.

    `present` and `accept` are CSS selectors that hold in open shadow roots as well; `call` is an expression for the
    page's own world, "" if the manager documents none. `verified`: its names were seen in use. `then` is a selector of
    what has to be pressed after that, "" for most. `served`: the server may leave out what waits for consent.
    """

    name: str
    present: tuple[str, ...]
    accept: tuple[str, ...]
    call: str
    source: str
    verified: bool
    then: str
    served: bool


@cache
def managers() -> tuple[Manager, ...]:
    """All of them, in the order of the file."""
    return tuple(map(_manager, tomllib.loads(_DATA.read_text(encoding="utf-8"))["manager"]))


def _manager(record: dict[str, Any]) -> Manager:
    return Manager(
        name=record["name"],
        present=tuple(record["present"]),
        accept=tuple(record["accept"]),
        call=record["call"],
        source=record["source"],
        verified=record["verified"],
        then=record.get("then", ""),
        served=record.get("served", False),
    )
