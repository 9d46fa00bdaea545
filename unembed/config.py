"""The settings of one clinic: `unembed.toml`, or `[tool.unembed]` in `pyproject.toml`, in the current folder.

A key is the long name of an option of `unembed crawl`, or `url` for the addresses. Flags and environment variables go
before the file; a key that no option has is an error.
"""

import tomllib
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path

from scanner.errors import FileError, UsageError

FILES = (Path("unembed.toml"), Path("pyproject.toml"))


def read(known: Collection[str], folder: Path | None = None) -> dict[str, object]:
    """Settings by option name with `_` for `-`, from the first file that has some; empty if there is none.

    Raises FileError for a file that is not TOML, UsageError for a key that is not in `known`.
    """
    for name in FILES:
        file = (folder or Path()) / name
        if not file.is_file():
            continue
        table = _table(file)
        if table is not None:
            return {_checked(key, known, file): value for key, value in table.items()}
    return {}


def _table(file: Path) -> Mapping[str, object] | None:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileError("not a valid TOML file", f"{file}: {error}", "mend the line it names") from error
    except OSError as error:
        raise FileError("cannot read the settings", f"{file}: {error.strerror}", "check its permissions") from error
    if file.name != "pyproject.toml":
        return content
    tool = content.get("tool", {})
    found = tool.get("unembed") if isinstance(tool, dict) else None
    return found if isinstance(found, dict) else None


def _checked(key: str, known: Collection[str], file: Path) -> str:
    name = key.replace("-", "_")
    if name in known:
        return name
    close = get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0].replace('_', '-')}?" if close else "see `unembed crawl --help` for the names"
    raise UsageError("unknown setting", f"{key} in {file}", hint)
