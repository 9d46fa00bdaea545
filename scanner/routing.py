"""What one script file says about routes whose rest stands in other files, or that are the rest of routes elsewhere."""

from dataclasses import dataclass

OPEN = "*"
"""What a route loads that leaves its rest to code which is not told by name."""


@dataclass(frozen=True, slots=True)
class Mount:
    """A route that leaves what is below it to `files`, by their names. `alone`: its own place is told elsewhere."""

    path: str
    alone: bool
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of routes in the script file at `url`.

    `names` are what other files call it, `roots` where a router at the root begins (`#` if it reads the fragment).
    `alone` are routes that stand in no other route here. `imports` are the names of files through which it may pass on
    what it is loaded for, if it has no tables itself.
    """

    url: str
    names: tuple[str, ...]
    roots: tuple[str, ...] = ("",)
    alone: tuple[str, ...] = ()
    mounts: tuple[Mount, ...] = ()
    imports: tuple[str, ...] = ()
