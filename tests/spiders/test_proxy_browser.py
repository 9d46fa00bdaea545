"""A real Chromium behind the proxy: it reaches what is trusted and nothing else, whatever a page tries."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from spiders.browser import executable
from spiders.guard import AddressPolicy
from spiders.proxy import PolicyProxy
from tests.spiders.listeners import Listener, listening

pytestmark = pytest.mark.browser

SUBRESOURCES = """async target => {
  const settled = (element, place = document.body) => new Promise(done => {
    element.onload = element.onerror = done;
    place.append(element);
  });
  const element = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const worker = new Worker(URL.createObjectURL(new Blob([
    `fetch('${target}/worker', {mode: 'no-cors'}).catch(() => 0).finally(() => postMessage(0))`
  ])));
  await settled(element('link', {rel: 'preconnect', href: target, onload: null}), {append: link => {
    document.head.append(link);
    link.onload();
  }});
  navigator.sendBeacon(`${target}/beacon`, 'x');
  await Promise.allSettled([
    fetch(`${target}/fetch`, {mode: 'no-cors'}),
    fetch(`${target}/post`, {method: 'POST', mode: 'no-cors', body: 'x'}),
    settled(element('img', {src: `${target}/img`})),
    settled(element('iframe', {src: `${target}/iframe`})),
    settled(element('script', {src: `${target}/script.js`})),
    settled(element('link', {rel: 'stylesheet', href: `${target}/css`})),
    settled(element('object', {data: `${target}/object`})),
    new Promise(done => { new WebSocket(target.replace('http', 'ws') + '/websocket').onclose = done; }),
    new Promise(done => { const source = new EventSource(`${target}/events`); source.onerror = done; }),
    new Promise(done => { worker.onmessage = done; }),
  ]);
}"""
FORM = """target => {
  const form = document.createElement('form');
  form.method = 'POST';
  form.action = target;
  document.body.append(form);
  form.submit();
}"""
# what arrives where it is allowed; `post`, `beacon` and `form` never do
LOADED = frozenset(("fetch", "img", "iframe", "script.js", "css", "object", "websocket", "events", "worker"))
OPENED = frozenset(("location", "popup", "redirect"))


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable() or None, chromium_sandbox=False)
        try:
            yield browser
        finally:
            await browser.close()


async def sign_in(context: BrowserContext, proxy: PolicyProxy, url: str) -> Page:
    """A page at `url`; the proxy's credentials are given once, through the devtools."""
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    tasks: list[asyncio.Task[Any]] = []

    def pause(event: dict[str, Any]) -> None:
        call = session.send("Fetch.continueRequest", {"requestId": event["requestId"]})
        tasks.append(asyncio.ensure_future(call))

    def ask(event: dict[str, Any]) -> None:
        said = {
            "response": "ProvideCredentials",
            "username": proxy.credentials.username,
            "password": proxy.credentials.password,
        }
        answer = {"requestId": event["requestId"], "authChallengeResponse": said}
        tasks.append(asyncio.ensure_future(session.send("Fetch.continueWithAuth", answer)))

    session.on("Fetch.requestPaused", pause)
    session.on("Fetch.authRequired", ask)
    await session.send("Fetch.enable", {"handleAuthRequests": True})
    await page.goto(url)
    await session.send("Fetch.disable")
    await session.detach()
    await asyncio.gather(*tasks)
    return page


async def attack(page: Page, home: str, target: str) -> None:
    """Everything a page can try to get at `target`, which is an origin such as `http://127.0.0.2:8000`."""
    await page.evaluate(SUBRESOURCES, target)
    for script, ending in ((FORM, "form"), ("target => { location = target }", "location")):
        await page.goto(home)
        await page.evaluate(script, f"{target}/{ending}")
        await page.wait_for_url(f"{target}/{ending}")
    await page.goto(f"{home}to/{target}/redirect")
    await page.goto(home)
    async with page.expect_popup() as opened:
        await page.evaluate("target => { window.open(target) }", f"{target}/popup")
    popup = await opened.value
    await popup.wait_for_url(f"{target}/popup")
    await popup.close()


def arrived(listener: Listener) -> frozenset[str]:
    """The last parts of the paths asked for; the browser's own question for an icon does not count."""
    return frozenset(request.rpartition("/")[2] for request in listener.requests) - {"favicon.ico"}


def test_no_way_out_of_a_page_leads_to_an_address_that_is_not_trusted() -> None:
    async def test(site: Listener, *inside: Listener) -> None:
        home = f"http://{site.netloc}/"
        targets = (inside[0].netloc, inside[1].netloc, f"localhost:{inside[2].port}")
        trusting = AddressPolicy(frozenset({site.netloc, inside[0].netloc}))
        strict = AddressPolicy(frozenset({site.netloc}))
        async with PolicyProxy(trusting) as open_proxy, PolicyProxy(strict) as proxy, chromium() as browser:
            said = open_proxy.credentials
            allowed = await browser.new_context(
                proxy={
                    "server": open_proxy.address,
                    "bypass": "<-loopback>",
                    "username": said.username,
                    "password": said.password,
                }
            )
            page = await allowed.new_page()
            await page.goto(home)
            await attack(page, home, f"http://{inside[0].netloc}")
            assert arrived(inside[0]) == LOADED | OPENED
            assert {request.split()[0] for request in inside[0].requests} == {"GET"}
            await allowed.close()

            inside[0].requests.clear()
            inside[0].connections = 0
            refused = await browser.new_context(proxy={"server": proxy.address, "bypass": "<-loopback>"})
            page = await sign_in(refused, proxy, home)
            for target in targets:
                await attack(page, home, f"http://{target}")
            assert [listener.connections for listener in inside] == [0, 0, 0]
            assert [proxy.reason(target) for target in targets] == ["private-address"] * 3
            assert set(proxy.refused) == {"private-address", "method"}
            await refused.close()

    with ExitStack() as stack:
        addresses = ("127.0.0.1", "127.0.0.2", "::1", "127.0.0.1")
        asyncio.run(test(*(stack.enter_context(listening(address)) for address in addresses)))


def test_tunnels_are_signed_in_too_and_names_are_left_to_the_policy() -> None:
    asked: list[str] = []

    async def resolve(host: str) -> tuple[str, ...]:
        asked.append(host)
        return ("127.0.0.1",)

    async def test(site: Listener) -> None:
        home = f"http://clinic.test:{site.port}/"
        policy = AddressPolicy(frozenset({f"clinic.test:{site.port}"}), resolve=resolve)
        async with PolicyProxy(policy) as proxy, chromium() as browser:
            context = await browser.new_context(proxy={"server": proxy.address, "bypass": "<-loopback>"})
            page = await sign_in(context, proxy, home)
            assert await page.title() == "inside"
            for url in ("https://rebind.test/", "https://127.0.0.1/", "wss://[::1]/"):
                await page.evaluate(
                    "url => url.startsWith('w') ? new Promise(done => { new WebSocket(url).onclose = () => done(0) })"
                    " : fetch(url).catch(() => 0)",
                    url,
                )
            places = ("rebind.test", "127.0.0.1", "[::1]")
            assert [proxy.reason(place) for place in places] == ["private-address"] * 3
            assert set(asked) == {"clinic.test", "rebind.test"}
            assert proxy.refused == {"private-address": 3}
            await context.close()

    with listening("127.0.0.1") as site:
        asyncio.run(test(site))
        assert site.connections > 0
