"""Where the routes that a script file names lie, if not at the root of the site."""

from collections.abc import Iterable, Iterator

from scanner.urls import parse, route
from spiders.scope import origin


def behind(routes: Iterable[str], script: str, page: str) -> Iterator[str]:
    """The `routes` that the file `script` names, wherever the application that `page` shows may have them as well."""
    for url in routes:
        yield url
        yield from fragments(url, page)
        yield from beneath(url, script, page)


def fragments(url: str, page: str) -> Iterator[str]:
    """A route in a fragment, which a script file gives behind the front page, behind the page that loads it."""
    front, fragment = page.partition("#")[0], route(url)
    if fragment and parse(front) is not None:
        yield front + fragment


def beneath(url: str, script: str, page: str) -> Iterator[str]:
    """A route of an application in a folder: its script lies there beside the page, and no route names the folder."""
    app, file, to = parse(page), parse(script), parse(url)
    if app is None or file is None or to is None or route(url):
        return
    folder = app.path.rpartition("/")[0]
    inside = app.netloc == file.netloc == to.netloc and file.path.startswith(f"{folder}/")
    if folder and inside and not f"{to.path}/".startswith(f"{folder}/"):
        yield f"{origin(app)}{folder}{to.path}{'?' + to.query if to.query else ''}"
