"""A plain Playwright loop: `python -m bench.peers.plain_playwright PORT BROWSER`.

Four pages at a time, a new one for each address; a page is kept 700 ms after it loaded, all frames are searched for
forms, and the ids found are printed.
"""

import asyncio
import re
import sys

from playwright.async_api import Browser, async_playwright

from bench.site import HOST

FORM = re.compile(r"/widget/form/(\w{20})")
PAGES = 4
FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]


async def read(browser: Browser, url: str, found: set[str]) -> list[str]:
    """The addresses that a page links to; the forms on it go into `found`."""
    page = await browser.new_page()
    await page.goto(url)
    await page.wait_for_timeout(700)
    for frame in page.frames:
        found.update(FORM.findall(frame.url))
        found.update(FORM.findall(await frame.content()))
    links: list[str] = await page.eval_on_selector_all("a", "links => links.map(link => link.href)")
    await page.close()
    return [link for link in links if link.startswith(f"http://{HOST}/")]


async def main(port: str, path: str) -> None:
    """Follow all links from the start page."""
    found: set[str] = set()
    seen = {f"http://{HOST}/"}
    waiting = list(seen)
    async with async_playwright() as playwright:
        flags = [f"--host-resolver-rules=MAP * 127.0.0.1:{port}", *FLAGS]
        browser = await playwright.chromium.launch(executable_path=path or None, args=flags)
        while waiting:
            now, waiting = waiting[:PAGES], waiting[PAGES:]
            for links in await asyncio.gather(*(read(browser, url, found) for url in now)):
                fresh = [link for link in dict.fromkeys(links) if link not in seen]
                seen.update(fresh)
                waiting += fresh
        await browser.close()
    print("\n".join(sorted(found)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
