"""From names that lead to the CRM to things to do: one finding for each record, or set of records, to edit."""

from collections.abc import Iterable, Iterator

from scanner.advice import BUILT_IN, Shelf
from scanner.baseline import fingerprint, presence
from scanner.documents import natural
from scanner.model import How, PlacementType, SeenIn, State
from scanner.personal import mask
from scanner.pointing import Pointer
from scanner.remedies import Case, remedy
from scanner.scan import Evidence, Finding, Placement
from scanner.zone import ALIASES, Record, Reply

MOST_EVIDENCE = 12
LONGEST = 300

_ENDS = {
    Reply.NO_NAME: "leads nowhere any more: the target does not exist",
    Reply.NO_DATA: "leads nowhere any more: the target has no address",
    Reply.LOOP: "leads round in a circle",
}


def name_findings(pointers: Iterable[Pointer], shelf: Shelf = BUILT_IN) -> tuple[Finding, ...]:
    """What to do at the DNS provider, sorted by name; `ref` is still to be given."""
    ordered = sorted(pointers, key=lambda one: (one.name.domain, natural(one.name.name), one.signature.id))
    return tuple(_finding(pointer, shelf) for pointer in ordered)


def _finding(pointer: Pointer, shelf: Shelf) -> Finding:
    signature, name = pointer.signature, pointer.name
    where = _placement(pointer)
    case = Case(signature, State.LIVE, "dns", "", where, "", pointer.value, "", "")
    return Finding(
        fingerprint=fingerprint(
            vendor=signature.vendor,
            kind=signature.kind,
            there=presence(How.RECORD, State.LIVE),
            value=pointer.value,
            place=f"shared:dns:{name.name}",
        ),
        ref="",
        signature=signature.id,
        vendor=signature.vendor,
        kind=signature.kind,
        how=How.RECORD,
        state=State.LIVE,
        severity=signature.severity,
        confidence=signature.confidence,
        value=pointer.value,
        url="",
        placement=where,
        evidence=tuple(_evidence(pointer))[:MOST_EVIDENCE],
        remedy=remedy(case, shelf),
        title=signature.title,
    )


def _placement(pointer: Pointer) -> Placement:
    name, first = pointer.name, pointer.records[0]
    said = f"{_types(pointer)} of {first.name}"
    if name.wildcard:
        said = f"{_types(pointer)} of {name.wildcard}, which answers for {name.name}"
    if pointer.below:
        said += f", with {len({record.name for record in pointer.below})} names below it"
    return Placement(PlacementType.DNS, (), "", said, f"the DNS records of {name.domain}")


def _types(pointer: Pointer) -> str:
    """Such as `CNAME record`, `MX and TXT records`."""
    types = dict.fromkeys(record.type for record in pointer.records if record.name == pointer.records[0].name)
    return f"{' and '.join(types)} record{'s' if len(types) > 1 else ''}"


def _evidence(pointer: Pointer) -> Iterator[Evidence]:
    own, name = pointer.name.name, pointer.name
    for record in pointer.records:
        ends = _ENDS.get(name.end, "") if record.type in ALIASES and record.value == name.target else ""
        yield _piece(record, ends or ("" if record.name == own else "where that leads"))
    for record in pointer.below:
        yield _piece(record, "set up together with it")


def _piece(record: Record, locator: str) -> Evidence:
    line = "".join(letter if letter.isprintable() else " " for letter in mask(record.line))
    return Evidence("", SeenIn.DNS, locator, line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…")
