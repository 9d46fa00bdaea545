"""scan.json: the scan itself, for machines and for a later recheck."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from reports.clean import valid
from scanner.errors import FileError
from scanner.model import State, Verdict
from scanner.scan import SCAN_SCHEMA, Scan

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_MISSING = re.compile(r"Object missing required field `(.+?)`(?: - at `\$\.?(.*)`)?")
_AGAIN = "make a new scan with unembed crawl"
_WRITTEN = "the scan.json that unembed crawl wrote"


def render(scan: Scan, *, final_date: date | None = None) -> str:  # noqa: ARG001 - every report is called alike
    """`scan` as indented JSON in plain ASCII, keys in the order of the model; lone surrogates become U+FFFD."""
    import json

    import msgspec

    compact = json.dumps(values(scan), ensure_ascii=True, allow_nan=False)
    return msgspec.json.format(compact, indent=2) + "\n"


def values(scan: Scan) -> dict[str, Any]:
    """`scan` as scan.json holds it."""
    import msgspec

    plain: dict[str, Any] = _valid(msgspec.to_builtins(scan, order="deterministic", enc_hook=_plain))
    return plain


def load(path: Path) -> Scan:
    """The scan in the file at `path`; keys that are not known are passed over.

    Raises FileError, naming the file and the key, for a file that cannot be read, is no JSON, is of another version,
    lacks a key, or contradicts itself.
    """
    import json

    import msgspec

    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise FileError("cannot read the scan", f"{path}: {error.strerror}", _WRITTEN) from error
    except (ValueError, RecursionError) as error:
        raise FileError("not a scan", f"{path}: this is no JSON", _WRITTEN) from error
    _check_version(path, data)
    try:
        scan = msgspec.convert(data, Scan)
    except msgspec.ValidationError as error:
        raise FileError("not a scan", f"{path}: {_explain(str(error))}", _AGAIN) from error
    if problem := _contradiction(scan):
        raise FileError("a scan that contradicts itself", f"{path}: {problem}", _AGAIN)
    return scan


def _check_version(path: Path, data: object) -> None:
    schema = data.get("schema") if isinstance(data, dict) else None
    if not isinstance(schema, str):
        raise FileError("not a scan", f"{path}: it has no key schema", _WRITTEN)
    if schema != SCAN_SCHEMA:
        problem = f"{path}: {schema}, but this version reads {SCAN_SCHEMA}"
        raise FileError("a scan of another version", problem, "the version of unembed that wrote the file")


def _contradiction(scan: Scan) -> str:
    live = sum(finding.state is not State.INERT for finding in scan.findings)
    if scan.verdict is Verdict.CLEAR and live:
        return f"verdict says clear, but findings holds {live} that are live"
    if scan.verdict is Verdict.CLEAR and not scan.coverage.complete:
        return "verdict says clear, but coverage.complete is false"
    if scan.verdict is Verdict.CLEAR and not scan.coverage.checked:
        return "verdict says clear, but coverage.checked is 0"
    return ""


def _explain(error: str) -> str:
    match = _MISSING.fullmatch(error)
    if match is None:
        return error
    return f"the key {f'{match[2]}.' if match[2] else ''}{match[1]} is missing"


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def _valid(value: Any) -> Any:
    match value:
        case str():
            return valid(value)
        case dict():
            return {valid(key): _valid(item) for key, item in value.items()}
        case list() | tuple():
            return [_valid(item) for item in value]
        case _:
            return value
