"""`python -m bench.share`: which share of the pages of three kinds of sites `--render auto` renders, and why not more.

`wordpress`: what its themes send with every page: settings in inline code, jQuery, a menu. `static`: pages written by
hand, with Bootstrap from a CDN; one has a map in a frame, one a gallery, one a form of the CRM that a script adds.
`application`: one shell for all addresses, filled by a bundle.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bench.site import FORM, HOST, form_id
from demo.server import Reply, Route, SiteServer

PAGES = 30
ROOT = Path(__file__).parent.parent
BOOTSTRAP = "https://cdn.jsdelivr.net/npm/bootstrap@5.3.3/dist"
SCRIPT_SEAL = "sha384-YvpcrYf0tY3lHB60NNkmXc5s9fDVZLESaAA55NDzOxhy9GkcIdslK1eN7N6jIeHz"
SHEET_SEAL = "sha384-QWTKZyjpPEjISv5WaRU9OFeRpok6YctnYmDr5pNlyT2bRjXh0JMhjY6hW+ALEwIH"


def path(number: int) -> str:
    """The path of page `number`."""
    return f"/page-{number}/" if number else "/"


def html(number: int, head: str, body: str) -> Reply:
    """A page with links to all others."""
    links = "".join(f'<li><a href="{path(n)}">{n}</a></li>' for n in range(PAGES))
    main = f"<nav><ul>{links}</ul></nav><main><h1>Page {number}</h1><p>Words about skin.</p></main>"
    text = (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Page {number}</title>{head}</head>"
        f"<body>{main}{body}</body></html>"
    )
    return Reply(200, {"Content-Type": "text/html; charset=utf-8"}, text.encode())


def code(text: str) -> Reply:
    """A script file."""
    return Reply(200, {"Content-Type": "text/javascript"}, text.encode())


def wordpress() -> Mapping[str, Route]:
    """A theme with the scripts that WordPress and its plugins send along."""
    head = (
        '<script>window._settings = {"ajax": "/wp-admin/admin-ajax.php"};</script>'
        '<script src="/wp-includes/js/jquery/jquery.min.js?ver=3.7.1" id="jquery-core-js"></script>'
        '<link rel="stylesheet" href="/wp-content/themes/clinic/style.css">'
    )
    body = '<script src="/wp-content/themes/clinic/menu.js" defer></script>'
    return {path(n): html(n, head, body) for n in range(PAGES)} | {
        "/wp-includes/js/jquery/jquery.min.js": code("window.jQuery = window.$ = () => ({});"),
        "/wp-content/themes/clinic/menu.js": code("document.querySelector('nav').classList.add('ready');"),
        "/wp-content/themes/clinic/style.css": Reply(200, {"Content-Type": "text/css"}, b"nav { display: block }"),
    }


def static() -> Mapping[str, Route]:
    """Pages written by hand; three of them have something of their own."""
    sheet, file = f"{BOOTSTRAP}/css/bootstrap.min.css", f"{BOOTSTRAP}/js/bootstrap.bundle.min.js"
    head = f'<link rel="stylesheet" href="{sheet}" integrity="{SHEET_SEAL}" crossorigin="anonymous">'
    script = f'<script src="{file}" integrity="{SCRIPT_SEAL}" crossorigin="anonymous"></script>'
    own = {
        3: '<iframe src="https://maps.bench.example/clinic"></iframe>',
        5: "<script>document.querySelector('h1').onclick = () => alert('Gallery');</script>",
        7: '<script src="/form.js"></script>',
    }
    frame = f"Object.assign(document.createElement('iframe'), {{src: ['{FORM}', '{form_id(7)}'].join('')}})"
    return {path(n): html(n, head, own.get(n, "") + script) for n in range(PAGES)} | {
        "/form.js": code(f"document.body.append({frame});")
    }


def application() -> Mapping[str, Route]:
    """One shell for every address, and the bundle that fills it."""
    bundle = "document.getElementById('app').textContent = 'Words about ' + location.pathname;"
    shell = '<div id="app"></div><script type="module" src="/assets/index-4f2a.js"></script>'
    return {path(n): html(n, "", shell) for n in range(PAGES)} | {"/assets/index-4f2a.js": code(bundle)}


SITES = {"wordpress": wordpress, "static": static, "application": application}


def coverage(routes: Mapping[str, Route], folder: Path) -> dict[str, object]:
    """What a scan of a site checked."""
    empty = folder / "empty"
    empty.mkdir()
    with SiteServer(empty, routes={HOST + place: route for place, route in routes.items()}, hosts=(HOST,)) as server:
        pins = [f"--resolve={pin}" for pin in server.pins]
        options = ["--rate", "1000", "--progress", "none", "-q", "-o", str(folder / "out")]
        command = [sys.executable, "-m", "unembed", "crawl", f"http://{HOST}/", *options, *pins]
        subprocess.run(command, cwd=ROOT, check=False)
    return dict(json.loads((folder / "out" / "scan.json").read_text())["coverage"])


def main() -> None:
    """Print a table."""
    print(f"{'':14}{'pages':>7}{'rendered':>10}{'share':>8}  not rendered, because")
    for name, routes in SITES.items():
        with tempfile.TemporaryDirectory() as place:
            got = coverage(routes(), Path(place))
        rendered, served = int(str(got["rendered"])), dict(got["served"])  # type: ignore[call-overload] # it is JSON
        pages = rendered + sum(served.values())
        reasons = ", ".join(f"{why}: {count}" for why, count in served.items())
        print(f"{name:14}{pages:7}{rendered:10}{rendered / pages:8.0%}  {reasons}")


if __name__ == "__main__":
    main()
