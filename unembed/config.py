"""The settings of one clinic: `unembed.toml`, or `[tool.unembed]` in `pyproject.toml`, in the current folder.

A key is the long name of an option of `unembed crawl` or `send`, or `url` for the addresses. Flags and environment
variables go before the file; a key that no option has, or a value of another kind than the option takes, is an error.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scanner.errors import FileError, UsageError

FILES = (Path("unembed.toml"), Path("pyproject.toml"))

SAID: dict[type, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    date: "a date such as 2026-11-30",
    str: "a text in quotes",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What an option takes: a value of this kind, and, if `several`, also a list of them."""

    kind: type
    several: bool = False

    def takes(self, value: object) -> bool:
        """Whether the option can have this value of a TOML file; a number may stand for one with a fraction."""
        if self.several and isinstance(value, list):
            return all(self._is_one(item) for item in value)
        return self._is_one(value)

    def _is_one(self, value: object) -> bool:
        if self.kind is date:
            return isinstance(value, str | date)
        return type(value) is self.kind or (self.kind is float and type(value) is int)


def read(known: Mapping[str, Setting], folder: Path | None = None) -> dict[str, object]:
    """Settings by option name with `_` for `-`, from the first file that has some; empty if there is none.

    Raises FileError for a file that is not TOML, UsageError for a key that is not in `known`, and for a value that
    the option cannot have.
    """
    for name in FILES:
        file = (folder or Path()) / name
        if not file.is_file():
            continue
        table = _table(file)
        if table is not None:
            return {_checked(key, value, known, file): value for key, value in table.items()}
    return {}


def _table(file: Path) -> Mapping[str, object] | None:
    import tomllib

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


def _checked(key: str, value: object, known: Mapping[str, Setting], file: Path) -> str:
    name = key.replace("-", "_")
    if name not in known:
        raise UsageError(
            "unknown setting",
            f"{key} in {file}",
            nearest(
                key, [name.replace("_", "-") for name in known], "the long name of an option of `unembed crawl --help`"
            ),
        )
    setting = known[name]
    if not setting.takes(value):
        wanted = SAID[setting.kind] + (", or a list of them" if setting.several else "")
        raise UsageError("a setting of the wrong kind", f"{key} in {file}", f"{key} = {wanted}")
    return name


def nearest(name: str, known: Collection[str], otherwise: str) -> str:
    """A hint for a name that is not among the known ones: the one that was probably meant."""
    from difflib import get_close_matches

    close = get_close_matches(name, known, n=1)
    return f"did you mean {close[0]}?" if close else otherwise
