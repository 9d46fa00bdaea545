"""Generated sites, and the server process that shows them: `python -m bench.site KIND PAGES` prints its port.

`articles`: pages of about 50 kB with 60 links each; every tenth carries a CRM form. `widgets`: pages with five script
files; on every second one a script adds a CRM form after a while, on every fifth one inside a closed shadow root; on
every third one a button opens one, and on every seventh one comes when the visitor has scrolled down to it.
"""

import asyncio
import gzip
import random
import sys
from collections.abc import Callable

HOST = "bench.example"
FORM = "http://forms.bench-crm.example/widget/form/"
WORDS = [
    "skin",
    "care",
    "laser",
    "clinic",
    "gentle",
    "result",
    "visit",
    "team",
    "light",
    "treatment",
    "calm",
    "face",
    "fresh",
    "water",
    "natural",
]
LINKS = 60
SCRIPTS = 5


def form_id(number: int) -> str:
    """A made-up form id of the right shape for page `number`."""
    return f"Bench{number:05d}AbCdEfGhIj"


def opened_id(number: int) -> str:
    """That of the form that a button of page `number` opens."""
    return f"Click{number:05d}AbCdEfGhIj"


def scrolled_id(number: int) -> str:
    """That of the form that page `number` shows to whoever scrolls down to it."""
    return f"Below{number:05d}AbCdEfGhIj"


def opens(number: int) -> bool:
    """Whether page `number` has such a button."""
    return number % 3 == 0


def scrolls(number: int) -> bool:
    """Whether page `number` shows something to whoever scrolls."""
    return number % 7 == 3


def article(number: int, pages: int) -> str:
    """Page `number` of the articles site."""
    chance = random.Random(number)
    links = {0, *(min(number * 10 + step, pages - 1) for step in range(1, 11))}
    while len(links) < min(LINKS - 4, pages):
        links.add(chance.randrange(pages))
    blocks = []
    for link in sorted(links):
        text = " ".join(chance.choices(WORDS, k=128))
        blocks.append(
            f'<section class="wp-block-group"><h2>{link}</h2><p>{text}</p><a href="/page/{link}/">More</a></section>'
        )
    frame = f'<iframe src="{FORM}{form_id(number)}" id="inline-{form_id(number)}"></iframe>' if number % 10 == 3 else ""
    outside = "".join(f'<a href="https://social{n}.example/clinic">Follow</a>' for n in range(4))
    return (
        f"<!doctype html><html lang=en><head><title>Page {number}</title></head><body>"
        f"<main>{''.join(blocks)}{frame}</main><footer>{outside}</footer></body></html>"
    )


def widget_page(number: int, pages: int) -> str:
    """Page `number` of the widgets site."""
    following = "".join(f'<a href="/page/{n}/">{n}</a> ' for n in range(number * 8 + 1, min(number * 8 + 9, pages)))
    scripts = "".join(f'<script src="/js/part{n}.js"></script>' for n in range(SCRIPTS))
    text = " ".join(random.Random(number).choices(WORDS, k=3000))
    menu = "".join(f"<button type=button class=menu aria-expanded=false>{word}</button>" for word in WORDS[:6])
    opener = (
        f"<button type=button class=open data-form='{opened_id(number)}'>Book now</button>" if opens(number) else ""
    )
    below = f"<div class=below data-form='{scrolled_id(number)}'></div>" if scrolls(number) else ""
    return (
        f"<!doctype html><html lang=en><head><title>Page {number}</title></head>"
        f"<body data-form='{form_id(number)}' data-page={number}>"
        f"<header>{menu}</header><main>{opener}<p>{text}</p>{following}{below}</main>{scripts}</body></html>"
    )


def widget_script(number: int) -> str:
    """Script file `number`; the last one adds the form."""
    ballast = "".join(f"function f{number}_{n}(a){{return a*{n}+1}}\n" for n in range(400))
    if number < SCRIPTS - 1:
        return ballast
    return ballast + (
        "const b = document.body.dataset; const n = Number(b.page);\n"
        "function frame(id = b.form) { const f = document.createElement('iframe');\n"
        f"  f.src = ['{FORM}', id].join(''); return f; }}\n"
        "const main = document.querySelector('main');\n"
        "for (const item of document.querySelectorAll('.menu')) item.onclick = () => item.classList.toggle('open');\n"
        "for (const button of document.querySelectorAll('.open')) button.addEventListener('click', () =>\n"
        "  main.append(frame(button.dataset.form)));\n"
        "new IntersectionObserver((seen, watch) => { for (const one of seen) if (one.isIntersecting) {\n"
        "  watch.disconnect(); one.target.append(frame(one.target.dataset.form)); } })\n"
        "  .observe(document.querySelector('.below') ?? document.createElement('p'));\n"
        "if (n % 2 === 0) setTimeout(() => main.append(frame()), 150);\n"
        "if (n % 5 === 1) { const d = document.createElement('div'); document.body.append(d);\n"
        "  setTimeout(() => d.attachShadow({mode: 'closed'}).append(frame()), 200); }\n"
    )


def embeds(kind: str, pages: int) -> set[str]:
    """The ids of all forms that a visitor of the site meets."""
    if kind == "articles":
        return {form_id(n) for n in range(pages) if n % 10 == 3}
    by_itself = {form_id(n) for n in range(pages) if n % 2 == 0 or n % 5 == 1}
    clicked = {opened_id(n) for n in range(pages) if opens(n)}
    return by_itself | clicked | {scrolled_id(n) for n in range(pages) if scrolls(n)}


def answers(kind: str, pages: int) -> dict[str, tuple[str, bytes]]:
    """Content type and gzipped body by path."""
    make: Callable[[int, int], str] = article if kind == "articles" else widget_page
    made = {f"/page/{n}/": ("text/html", make(n, pages)) for n in range(pages)}
    made["/"] = made["/page/0/"]
    made |= {f"/js/part{n}.js": ("text/javascript", widget_script(n)) for n in range(SCRIPTS)}
    return {path: (kind, gzip.compress(body.encode(), 6)) for path, (kind, body) in made.items()}


async def serve(kind: str, pages: int) -> None:
    """Answer until killed; forms answer with a small page whatever their address."""
    known = answers(kind, pages)
    form = ("text/html", gzip.compress(b"<!doctype html><title>Form</title><form><input name=name></form>"))

    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            path = head.split(b" ", 2)[1].decode().partition("?")[0]
            kind, body = known.get(path) or (form if path.startswith("/widget/") else ("", b""))
            status = "200 OK" if kind else "404 Not Found"
            packing = "Content-Encoding: gzip\r\n" if body else ""
            age = "Cache-Control: max-age=3600\r\n" if path.startswith("/js/") else ""
            writer.write(
                f"HTTP/1.1 {status}\r\nContent-Type: {kind or 'text/plain'}\r\n{packing}{age}"
                f"Content-Length: {len(body)}\r\n\r\n".encode()
                + body
            )
            await writer.drain()

    async def guarded(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await client(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(guarded, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2])))
