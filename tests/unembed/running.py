"""The real command line in an empty folder."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from demo.server import SiteServer
from spiders.browser import MACHINE

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Run:
    """Runs `unembed` in `folder`, which is empty at first."""

    folder: Path

    def __call__(
        self, *arguments: str, most_bytes: int | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """No file that it writes may become larger than `most_bytes`."""
        clean = {name: value for name, value in os.environ.items() if name in MACHINE or not name.startswith("UNEMBED")}
        command = [sys.executable, "-m", "unembed", *arguments]
        if most_bytes is not None:
            code = (
                "import os, resource, sys; most = int(sys.argv[1]);"
                "resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)); os.execv(sys.argv[2], sys.argv[2:])"
            )
            command = [sys.executable, "-c", code, str(most_bytes), *command]
        return subprocess.run(
            command,
            cwd=self.folder,
            env=clean | {"PYTHONPATH": str(ROOT)} | variables,
            capture_output=True,
            text=True,
            timeout=100,
        )


def error(done: subprocess.CompletedProcess[str]) -> str:
    """The one error that `done` ended with."""
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 2, done.stderr
    assert lines[0].startswith("error: ")
    assert lines[1].startswith("  try: ")
    return done.stderr


def pins(server: SiteServer) -> list[str]:
    return [f"--resolve={pin}" for pin in server.pins]
