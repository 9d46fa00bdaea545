"""Writes the generated files of the demo: `python -m demo.build` after a change in content.toml or templates/.

Every .html, .xml and .svg file under site/ and crm/ comes from here; style sheets, scripts, robots.txt and
`_routes.toml` are written by hand where they lie.
"""

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

DEMO = Path(__file__).parent
GENERATED = (".html", ".xml", ".svg")
UPLOADS = "wp-content/uploads/2026/01"
ART_OF_CRM = ("terrace", "quiet-room", "countdown")

Entry = dict[str, Any]


class Ids:
    """The builder's element ids: seven hexadecimal digits, the same in every build."""

    def __init__(self) -> None:
        self._seed = ""
        self._count = 0

    def start(self, document: str) -> str:
        """Begin the ids of `document`, a page or a shared template; returns nothing to print."""
        self._seed, self._count = document, 0
        return ""

    def next(self) -> str:
        """The id of the next element."""
        self._count += 1
        return hashlib.sha256(f"{self._seed} {self._count}".encode()).hexdigest()[:7]


def category_page(category: Entry) -> Entry:
    """What a category's archive says that content.toml leaves out."""
    return {"path": f"/category/{category['slug']}/", "about": f"From the journal: {category['title']}."}


def content() -> Entry:
    """What content.toml says, every page, treatment, post and category with all the keys that templates ask for."""
    data = tomllib.loads((DEMO / "content.toml").read_text(encoding="utf-8"))
    common = {"day": "", "file": "", "slug": "", "sitemap": True}
    data["page"] = [common | each for each in data["page"]]
    data["treatment"] = [common | {"path": f"/treatments/{each['slug']}/"} | each for each in data["treatment"]]
    data["post"] = [common | {"path": f"/blog/{each['slug']}/"} | each for each in reversed(data["post"])]
    data["category"] = [common | each | category_page(each) for each in data["category"]]
    data["person"] = [{"books": False} | each for each in data["person"]]
    missing = {"fields": [], "hours": [], "lines": [], "button": ""}
    data["widget"] = [missing | each for each in data["widget"]]
    return data


def long_date(day: str) -> str:
    """2026-03-03 as March 3, 2026."""
    when = date.fromisoformat(day)
    return f"{when:%B} {when.day}, {when.year}"


def linked_data(clinic: Entry) -> Callable[[Entry], Markup]:
    """The function that gives a page's JSON-LD, as the SEO plugin of the site would print it."""

    def of(page: Entry) -> Markup:
        address = f"https://{clinic['host']}{page['path']}"
        place: Entry = {
            "@type": "HealthAndBeautyBusiness",
            "name": clinic["name"],
            "telephone": clinic["phone"],
            "url": f"https://{clinic['host']}/",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": clinic["street"],
                "addressLocality": clinic["town"],
                "addressRegion": clinic["region"],
                "postalCode": clinic["zip"],
            },
        }
        node: Entry = {"@type": "WebPage", "@id": address, "url": address, "name": page["title"]}
        if page["day"]:
            node |= {"@type": "BlogPosting", "datePublished": page["day"], "author": page["author"]}
        graph = [node, place] if page["path"] == "/" else [node]
        return Markup(json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False))  # noqa: S704 - own data without "<"

    return of


def environment(data: Entry) -> Environment:
    """Jinja with all that the templates may name."""
    jinja = Environment(
        loader=FileSystemLoader(DEMO / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    jinja.globals |= {
        "clinic": data["clinic"],
        "crm": data["crm"],
        "look_alike": data["look_alike"],
        "menu": data["menu"],
        "treatments": data["treatment"],
        "people": data["person"],
        "categories": data["category"],
        "root": f"https://{data['clinic']['host']}",
        "ids": Ids(),
        "linked_data": linked_data(data["clinic"]),
        "long_date": long_date,
    }
    return jinja


def pages(data: Entry, jinja: Environment) -> Iterator[tuple[str, str]]:
    """The pages of the website."""
    posts, titles = data["post"], {each["slug"]: each["title"] for each in data["category"]}
    for page in data["page"]:
        yield page["path"], jinja.get_template(f"pages/{page['file']}.html.j2").render(page=page, listed=posts)
    for page in data["treatment"]:
        yield page["path"], jinja.get_template("treatment.html.j2").render(page=page)
    for page in posts:
        yield (
            page["path"],
            jinja.get_template("post.html.j2").render(page=page, category_title=titles[page["category"]]),
        )
    for page in data["category"]:
        listed = [post for post in posts if post["category"] == page["slug"]]
        yield page["path"], jinja.get_template("archive.html.j2").render(page=page, listed=listed)
    yield "/login/", jinja.get_template("login.html.j2").render()


def site(data: Entry, jinja: Environment) -> Iterator[tuple[str, str]]:
    """The clinic's website: path under site/<host>/ and text."""
    for path, text in pages(data, jinja):
        yield f"{path.lstrip('/')}index.html", text
    yield f"api/widget/quiz/{data['look_alike']['own_quiz']}.html", jinja.get_template("own-quiz.html.j2").render()
    lists = {
        "wp-sitemap-posts-page-1.xml": [each for each in data["page"] if each["sitemap"]] + data["treatment"],
        "wp-sitemap-posts-post-1.xml": data["post"],
        "wp-sitemap-taxonomies-category-1.xml": data["category"],
    }
    for name, listed in lists.items():
        yield name, jinja.get_template("sitemap.xml.j2").render(listed=listed)
    yield "wp-sitemap.xml", jinja.get_template("sitemap-index.xml.j2").render(listed=lists)
    yield "feed/feed.xml", jinja.get_template("feed.xml.j2").render(listed=data["post"])
    for file in sorted((DEMO / "templates/art").glob("[!_]*.svg.j2")):
        name = file.name.removesuffix(".svg.j2")
        if name not in ART_OF_CRM:
            yield f"{UPLOADS}/{name}.svg", jinja.get_template(f"art/{file.name}").render()


def crm(data: Entry, jinja: Environment) -> Iterator[tuple[str, str]]:
    """The stand-in CRM: path under crm/ and text."""
    known = data["crm"]
    for kind in ("widget", "hosted"):
        for each in data[kind]:
            address = each["address"].format(**known)
            each["object"] = address.split("/")[-2] if "/" in address else ""
            yield f"{address}.html", jinja.get_template(f"crm/{kind}.html.j2").render(widget=each)
    media = f"{known['location']}/media"
    art = {
        "terrace": f"assets.cdn.filesafe.space/{media}/{known['terrace']}.svg",
        "quiet-room": f"images.leadconnectorhq.com/{media}/{known['room']}.svg",
        "countdown": "services.leadconnectorhq.com/countdown-timer/countdown.svg",
    }
    for name, path in art.items():
        yield path, jinja.get_template(f"art/{name}.svg.j2").render()


def outputs() -> dict[Path, str]:
    """Every generated file and its text."""
    data = content()
    jinja = environment(data)
    home = DEMO / "site" / data["clinic"]["host"]
    files = {home / path: text for path, text in site(data, jinja)}
    return files | {DEMO / "crm" / path: text for path, text in crm(data, jinja)}


def on_disk() -> frozenset[Path]:
    """Every file that lies where generated files lie."""
    return frozenset(
        file for folder in ("site", "crm") for file in (DEMO / folder).rglob("*") if file.suffix in GENERATED
    )


def main() -> None:
    """Write what changed, and delete what is no longer generated."""
    files = outputs()
    for file in on_disk() - files.keys():
        file.unlink()
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
