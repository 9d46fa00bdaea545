"""What a signature file holds, and the strict reading of one: nothing unknown, nothing missing, every name resolved.

A file is TOML with any of these tables: `[shapes]`, `[hosts]`, `placeholders`, `keywords`, `harmless`, `[[signature]]`.
"""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from scanner.errors import FileError, SignatureError
from scanner.mentions import MentionType
from scanner.model import Confidence, How, Kind, Note, Severity

Role = Literal["widgets", "chat", "api", "pages", "assets", "login", "portal", "payment", "marketing"]
Mark = Literal["A", "B", "C", "D"]

DETECTED: Mapping[str, str] = {
    "hosted_page": "highlevel/hosted-page",
    "custom_value": "highlevel/custom-value",
    "number_swap": "highlevel/number-swap",
    "phone": "highlevel/phone",
}
"""The modules of scanner.detectors that records may name, and the record of each."""

HINT = "unembed signatures check FILE…; the fields are described in scanner/signatures/README.md"
Id = Annotated[str, Meta(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
Text = Annotated[str, Meta(min_length=1)]
Below = Annotated[str, Meta(pattern=r"^(TXT [a-z0-9_.-]+|CNAME [a-z0-9_.-]+ [a-z0-9_.-]+)$")]
Line = Annotated[str, Meta(pattern=r"^[a-z0-9._*-]+ (CNAME|A|AAAA|MX|TXT) .+$")]


class Condition(Struct, frozen=True, forbid_unknown_fields=True):
    """What an attribute or query value must be: one of `equals`, holding one of `contains`, of one of the shapes."""

    equals: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    shape: tuple[str, ...] = ()


class TextCondition(Struct, frozen=True, forbid_unknown_fields=True):
    """Code that holds one of `contains`; with `then`, the next word after it must have one of these shapes."""

    contains: tuple[str, ...]
    then: tuple[str, ...] = ()


class Sign(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One way in which a thing shows itself. All conditions hold together.

    `on` are the types of mention it looks at: unless given, all but hints and visible text. `host`: any, foreign (not
    in scope), crm (first-party, learned or named by the user), learned (those but the first-party ones), or a list of
    hosts. `role` narrows crm to first-party hosts of these roles. `value` names sources of the identity, the first that
    gives one counts: {capture}, @attribute, @attribute:shape, ?parameter, text, host, path, =literal. `teaches`: the
    host is the CRM's. `beside`: signatures of which one must be recognised on the same page too, or else on another
    page of the site (`vendor/*` for any of the vendor's). `weak`: it proves little, so it is only asked once all pages
    were read, of what nothing else recognised; it teaches nothing and is no second sign for anything.
    """

    on: tuple[MentionType, ...] = tuple(t for t in MentionType if t not in (MentionType.HINT, MentionType.TEXT))
    host: Literal["any", "foreign", "crm", "learned"] | tuple[str, ...] = "any"
    role: tuple[Role, ...] = ()
    path: tuple[str, ...] = ()
    query: Mapping[str, bool | Condition] = {}
    tag: str = ""
    attrs: Mapping[str, bool | Condition] = {}
    text: tuple[TextCondition, ...] = ()
    value: tuple[str, ...] = ()
    teaches: bool = False
    beside: tuple[str, ...] = ()
    weak: bool = False
    keywords: tuple[str, ...] = ()

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the host of an address is asked for."""
        literal = any(piece and piece[0] not in "{*" for path in self.path for piece in path.split("/"))
        return not (literal or self.role or self.attrs or self.query or self.text)


class RecordSign(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One way in which a DNS record of the site's domain shows that it leads to the CRM.

    `type`: CNAME (any hop of the chain), A or AAAA (its end), MX, or SPF (what the policy takes in). `value` are the
    addresses or hosts it names, `*.x` stands for all below x. `beside`: signatures of which one must be recognised at
    the same name too, by another record or by a page; a name that the user knows to be the CRM's needs none. `below`:
    only at names below the domain, never at the domain itself. `role`: what the name is for, as one of the vendor's own
    hosts; links to it are of that kind. `set`: names below this one that are set
    up together with it, each with its type before it, and for a CNAME with the target behind it.
    """

    type: Literal["CNAME", "A", "AAAA", "MX", "SPF"]
    value: Annotated[tuple[Text, ...], Meta(min_length=1)]
    beside: tuple[str, ...] = ()
    below: bool = False
    role: Role | None = None
    set: tuple[Below, ...] = ()


class Sample(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A page for trying a signature: its HTML and what it requested while it ran.

    `zone` are records of the domain of that page, as in `book.clinic.example CNAME sites.ludicrous.cloud`.

    `shown` is what visitors see once scripts ran, if that is not what its HTML says. `crm` are hosts known to be the
    CRM's, `numbers` telephone numbers that are given up, `also` further signatures that this page shows, `inert` says
    that the trace is only a note (commented out, a placeholder).
    """

    html: str = ""
    requests: tuple[str, ...] = ()
    shown: str = ""
    page: str = "https://clinic.example/"
    crm: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    inert: bool = False
    zone: tuple[Line, ...] = ()


class Steps(Struct, frozen=True, forbid_unknown_fields=True):
    """The remedy in general; steps for a certain site builder are added elsewhere."""

    title: Text
    steps: Annotated[tuple[Text, ...], Meta(min_length=1)]


class Signature(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One feature of a CRM and how it shows itself. README.md describes each field."""

    id: Id
    title: Text
    kind: Kind
    severity: Severity
    confidence: Confidence
    meaning: Text
    reference: Text
    verified: Mark
    remedy: Steps
    hits: Annotated[tuple[str | Sample, ...], Meta(min_length=1)]
    misses: Annotated[tuple[str | Sample, ...], Meta(min_length=1)]
    sign: tuple[Sign, ...] = ()
    record: tuple[RecordSign, ...] = ()
    detector: str = ""
    how: How | None = None
    joins: tuple[str, ...] = ()
    note: Note | None = None
    names: tuple[Text, ...] = ()

    @property
    def vendor(self) -> str:
        """The part of the id before the slash."""
        return self.id.partition("/")[0]


class Data(Struct, frozen=True):
    """Everything that one or more files hold together."""

    shapes: Mapping[str, str] = {}
    hosts: Mapping[str, Role] = {}
    placeholders: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    harmless: frozenset[str] = frozenset()
    signatures: tuple[Signature, ...] = ()
    origins: Mapping[str, str] = {}


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    shapes: dict[str, str] = {}
    hosts: dict[Role, tuple[str, ...]] = {}
    placeholders: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()


def read(files: Iterable[Path], onto: Data | None = None) -> Data:
    """The data of `files` on top of `onto`.

    Raises FileError for a file that cannot be read, SignatureError for one that does not hold what it must; the error
    names file, record and key.
    """
    data = onto or Data()
    for file in files:
        data = _read(file, data)
    return data


def _read(file: Path, onto: Data) -> Data:
    table = _toml(file)
    entries = table.pop("signature", [])
    try:
        head = msgspec.convert(table, _File)
    except msgspec.ValidationError as error:
        raise problem(file.name, "", said(str(error))) from None
    if not isinstance(entries, list):
        raise problem(file.name, "", "signature is no list: write [[signature]]")
    taken = dict(onto.origins)
    signatures = []
    for number, entry in enumerate(entries, 1):
        signature = _signature(file.name, number, entry)
        if signature.id in taken:
            raise problem(file.name, signature.id, f"id: already used in {taken[signature.id]}")
        taken[signature.id] = file.name
        signatures.append(signature)
    for shape in head.shapes:
        if shape in onto.shapes:
            raise problem(file.name, "", f"shapes: {shape} is already there")
    return Data(
        {**onto.shapes, **head.shapes},
        {**onto.hosts, **{host: role for role, hosts in head.hosts.items() for host in hosts}},
        (*onto.placeholders, *head.placeholders),
        (*onto.keywords, *(keyword.lower() for keyword in head.keywords)),
        onto.harmless | {host.lower() for host in head.harmless},
        (*onto.signatures, *signatures),
        taken,
    )


def _toml(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise FileError("cannot read signatures", f"{file} ({error.strerror})", "give an existing .toml file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise problem(file.name, "", f"no TOML: {error}") from None


def _signature(file: str, number: int, entry: object) -> Signature:
    name = entry.get("id") if isinstance(entry, dict) else None
    record = name if isinstance(name, str) else f"signature {number}"
    try:
        signature = msgspec.convert(entry, Signature)
    except msgspec.ValidationError as error:
        raise problem(file, record, said(str(error))) from None
    if sum(map(bool, (signature.sign, signature.record, signature.detector, signature.names))) != 1:
        raise problem(file, record, "sign: either [[signature.sign]], [[signature.record]], names or a detector")
    if signature.note is Note.LEFT_OVER:
        raise problem(file, record, "note: text or ask; what never runs is a left-over by itself")
    if signature.names and signature.note is not Note.TEXT:
        raise problem(file, record, 'names: what only words name is a note: note = "text"')
    if signature.detector and DETECTED.get(signature.detector) != signature.id:
        found = DETECTED.get(signature.detector)
        why = f"finds {found}" if found else f"there is none (there are {', '.join(sorted(DETECTED))})"
        raise problem(file, record, f"detector: {signature.detector}: {why}")
    return signature


def said(message: str) -> str:
    """msgspec's sentence as `key: what is wrong`."""
    text, _, place = message.partition(" - at `$")
    key = place.rstrip("`").lstrip(".")
    for start, short in (
        ("Object contains unknown field", "unknown key"),
        ("Object missing required field", "missing"),
    ):
        if text.startswith(start):
            key, text = f"{key}.{text.split('`')[1]}".lstrip("."), short
    return f"{key}: {text}" if key else text


def problem(file: str, record: str, text: str) -> SignatureError:
    """The error for a file, naming the record and what is wrong with which key."""
    where = f"{file} [{record}]" if record else file
    return SignatureError("wrong signature data", f"{where}: {text}", HINT)
