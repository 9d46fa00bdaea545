import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(code: str, *path: Path) -> str:
    setup = f"import sys; sys.path[:0] = {[str(p) for p in path]!r}; "
    return subprocess.run([sys.executable, "-c", setup + code], capture_output=True, text=True, check=True).stdout


def test_names_of_the_formats_cost_no_heavy_library() -> None:
    heavy = ("jinja2", "msgspec", "lxml", "tomllib", "scrapy", "playwright", "email", "css_inline")
    code = f"import reports; print([m for m in {heavy!r} if m in sys.modules])"
    assert run(code, ROOT) == "[]\n"


def test_templates_are_our_own_beside_a_foreign_package(tmp_path: Path) -> None:
    app, foreign = tmp_path / "app", tmp_path / "foreign"
    for name in ("reports", "scanner", "templates"):
        shutil.copytree(ROOT / name, app / name, ignore=shutil.ignore_patterns("__pycache__"))
    (foreign / "templates").mkdir(parents=True)
    (foreign / "templates" / "__init__.py").touch()
    code = (
        "from pathlib import Path; from reports import REPORTS; from reports.json import load; "
        f"print(REPORTS['html'](load(Path({str(ROOT / 'tests/golden/clear.json')!r})))[:15])"
    )
    assert run(code, app, foreign) == "<!doctype html>\n"
