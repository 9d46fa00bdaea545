"""The wheel: built from the sdist, installed into an empty environment beside foreign packages, used for a crawl."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from demo.server import SiteServer

ROOT = Path(__file__).parent.parent.parent
DATA = (
    "scanner/signatures/highlevel.toml",
    "scanner/platforms.toml",
    "templates/removal.html.j2",
    "templates/mail.css",
    "spiders/quiet.js",
    "spiders/picturing/camera.js",
    "spiders/picturing/develop.js",
)

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sdist."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, cwd=out)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel, its locked dependencies, and foreign packages."""
    place = tmp_path_factory.mktemp("environment")
    venv.create(place, with_pip=True)
    pip = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements" / "run.txt")], check=True, timeout=500)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    packages = next((place / "lib").glob("python*/site-packages"))
    (packages / "scanner.py").write_text("raise ImportError('a foreign scanner')\n")
    (packages / "spiders").mkdir()
    (packages / "spiders" / "__init__.py").write_text("raise ImportError('foreign spiders')\n")
    return place / "bin"


def test_the_wheel_adds_one_import_name_and_carries_its_data(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"unembed", "unembed-0.1.0.dist-info"}
    assert {f"unembed/_app/{name}" for name in DATA} <= set(names)


def test_a_crawl_runs_from_the_installed_wheel(
    environment: Path, site: Callable[[str], SiteServer], tmp_path: Path
) -> None:
    server = site("one-form")
    command = [str(environment / "unembed"), "crawl", "http://clinic.example/", "--render", "never", "-o", "out"]
    pins = [f"--resolve={pin}" for pin in server.pins]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "UNEMBED"))}
    done = subprocess.run([*command, *pins], cwd=tmp_path, env=clean, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (1, "")
    scan = json.loads((tmp_path / "out" / "scan.json").read_text())
    assert [(f["signature"], f["value"]) for f in scan["findings"]] == [("highlevel/form", "AbCdEfGhIjKlMnOpQrSt")]
    assert (tmp_path / "out" / "report.html").read_text().startswith("<!doctype html>")


def test_scrapy_crawls_in_place(site: Callable[[str], SiteServer], tmp_path: Path) -> None:
    server = site("one-form")
    url = f"http://localhost:{server.port}/"
    command = [sys.executable, "-m", "scrapy", "crawl", "site", "-a", f"url={url}", "-a", f"output_dir={tmp_path}"]
    command += ["-a", "render=never"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert [hit.path for hit in server.hits].count("/") == 1
    assert "highlevel/form AbCdEfGhIjKlMnOpQrSt" in done.stderr
    assert (tmp_path / "run.sqlite").is_file()
