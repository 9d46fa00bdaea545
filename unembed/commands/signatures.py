"""`unembed signatures`: what the CRM is recognised by, and the trying of one's own data."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from scanner.errors import SignatureError, UsageError
from scanner.samples import failure, trials
from scanner.signatures import Signatures, load
from scanner.signatures.records import HINT, RecordSign, Sign, Signature

HONESTY = {
    "A": "seen in the vendor's own code, or in saved real pages",
    "B": "stated in the vendor's help, or seen in several independent places",
    "C": "seen once, or second-hand",
    "D": "inferred: not confirmed anywhere",
}
HOSTS = {
    "any": "any host, the site's own included",
    "foreign": "any host but the site's own",
    "crm": "hosts of the CRM: the vendor's, those learned in the run, those given with --crm-host",
    "learned": "hosts that are the CRM's and not the vendor's own: learned in the run, or given with --crm-host",
}


def list_signatures(folders: Iterable[Path] = (), *, markdown: bool = False) -> int:
    """Print all signatures, as a table or as the page docs/signatures.md."""
    signatures = load(folders)
    click.echo(as_markdown(signatures) if markdown else as_table(signatures), nl=False)
    return 0


def explain(identifier: str, folders: Iterable[Path] = ()) -> int:
    """Print what a signature means, how it is recognised and how it is removed. Raises UsageError for an unknown id."""
    signatures = load(folders)
    record = signatures.by.get(identifier) or signatures.by.get(f"highlevel/{identifier}")
    if record is None:
        raise UsageError("no such signature", identifier, "unembed signatures list")
    click.echo(as_text(record), nl=False)
    return 0


def check(files: Sequence[Path]) -> int:
    """Run the samples of the signatures in `files` against all signatures.

    Raises FileError or SignatureError for a file that cannot be used, SignatureError for samples that fail.
    """
    signatures = load(files)
    names = {file.name for given in files for file in (given.glob("*.toml") if given.is_dir() else (given,))}
    records = [record for record in signatures.records if signatures.origins[record.id] in names]
    tried = [trial for record in records for trial in trials(record)]
    failed = [(trial, said) for trial in tried if (said := failure(trial, signatures))]
    for trial, said in failed:
        click.echo(f"{signatures.origins[trial.signature.id]} [{trial.signature.id}] {trial.name}: {said}")
    if failed:
        trial, said = failed[0]
        place = f"{signatures.origins[trial.signature.id]} [{trial.signature.id}] {trial.name}"
        raise SignatureError(f"{_count(len(failed), 'sample')} of {len(tried)} failed", f"{place}: {said}", HINT)
    click.echo(f"{_count(len(records), 'signature')}, {_count(len(tried), 'sample')}: fine")
    return 0


def as_table(signatures: Signatures) -> str:
    """Id, kind and title of every signature, aligned."""
    rows = [("ID", "KIND", "TITLE"), *((r.id, r.kind.value, r.title) for r in signatures.records)]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    return "".join(f"{a:<{widths[0]}}  {b:<{widths[1]}}  {c}\n" for a, b, c in rows)


def as_text(record: Signature) -> str:
    """Everything that a person may want to know of a signature."""
    steps = "\n".join(f"  {number}. {step}" for number, step in enumerate(record.remedy.steps, 1))
    signs = "\n".join(f"  - {said}" for said in recognised_by(record))
    return (
        f"{record.id}: {record.title}\n\n{record.meaning}\n\n"
        f"kind {record.kind.value} · {record.severity.value} · {record.confidence.value}\n\n"
        f"Recognised by\n{signs}\n\n{record.remedy.title}\n{steps}\n\n"
        f"Known from: {record.reference}\n{record.verified}: {HONESTY[record.verified]}\n"
    )


def recognised_by(record: Signature) -> tuple[str, ...]:
    """Each way in which a thing shows itself, as a line of text."""
    if record.detector:
        return (f"the detector {record.detector}, which looks at the whole page",)
    if record.names:
        return (
            f"a privacy or cookie text, or a consent banner, in which these words stand: {', '.join(record.names)}",
        )
    return (*(_sign(sign) for sign in record.sign), *(_record(sign) for sign in record.record))


def _sign(sign: Sign) -> str:
    host = HOSTS[sign.host] if isinstance(sign.host, str) else ", ".join(sign.host)
    said = [" or ".join(sign.path)] if sign.path else []
    said += [f"<{sign.tag}>"] if sign.tag else []
    said += [f"attribute {name}" for name in sign.attrs]
    said += [f"parameter {name}" for name in sign.query]
    said += [f"code with {' or '.join(condition.contains)}" for condition in sign.text]
    said += [f"for {', '.join(sign.role)}"] if sign.role else []
    said += [f"beside {' or '.join(sign.beside)} on the same page or another"] if sign.beside else []
    said += ["once all pages were read, if nothing else fits"] if sign.weak else []
    return f"{'; '.join(said)} ({host})" if said else f"every address ({host})"


def _record(sign: RecordSign) -> str:
    said = [f"a DNS record {sign.type} with {' or '.join(sign.value)}"]
    said += ["below the domain, not at the domain itself"] if sign.below else []
    said += [f"beside {' or '.join(sign.beside)} at the same name"] if sign.beside else []
    return "; ".join(said)


def as_markdown(signatures: Signatures) -> str:
    """The page docs/signatures.md."""
    rows = "".join(f"| [{r.id}](#{_anchor(r)}) | {r.kind.value} | {r.title} |\n" for r in signatures.records)
    return (
        "# Signatures\n\n"
        "What `unembed` recognises. This page is made from the data by `unembed signatures list --markdown`;\n"
        "[scanner/signatures/README.md](../scanner/signatures/README.md) says how to add a signature.\n\n"
        f"| Id | Kind | What it is |\n|--|--|--|\n{rows}" + "".join(_section(record) for record in signatures.records)
    )


def _section(record: Signature) -> str:
    signs = "".join(f"- {_literal(said)}\n" for said in recognised_by(record))
    steps = "".join(f"{number}. {step}\n" for number, step in enumerate(record.remedy.steps, 1))
    return (
        f"\n## {record.id}\n\n**{record.title}** · {record.kind.value} · {record.severity.value} · "
        f"{record.confidence.value}\n\n{record.meaning}\n\n{signs}\n**{record.remedy.title}**\n\n{steps}\n"
        f"Known from: {record.reference}. {record.verified}: {HONESTY[record.verified]}.\n"
    )


def _literal(text: str) -> str:
    """Patterns hold characters that mean something in Markdown."""
    return "".join(f"\\{character}" if character in "*_<>|[]`\\" else character for character in text)


def _anchor(record: Signature) -> str:
    return record.id.replace("/", "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
