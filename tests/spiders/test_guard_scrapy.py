"""Scrapy connects only where the address policy allows, whatever links, redirects and DNS answers say."""

import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

from demo.server import Reply, SiteServer
from tests.spiders.listeners import listening


def crawled(
    *urls: str,
    trusted: tuple[str, ...] = (),
    pins: tuple[str, ...] = (),
    answers: dict[str, list[list[str]]] | None = None,
) -> dict[str, str]:
    """What became of each address, and of each link on those pages."""
    asked = {"trusted": trusted, "pins": pins, "answers": answers or {}, "urls": urls}
    done = subprocess.run(
        [sys.executable, "-m", "tests.spiders.one_crawl"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        timeout=60,
    )
    assert done.stderr == ""
    outcomes: dict[str, str] = json.loads(done.stdout)
    return outcomes


def test_links_literals_redirects_and_other_ports_never_reach_a_private_address() -> None:
    with ExitStack() as stack:
        site, other_port, other_address, six = (
            stack.enter_context(listening(address)) for address in ("127.0.0.1", "127.0.0.1", "127.0.0.2", "::1")
        )
        port = other_address.port
        inside = {
            f"http://{other_address.netloc}/": "127.0.0.2",
            f"http://{six.netloc}/": "::1",
            f"http://{other_port.netloc}/": "127.0.0.1",
            f"http://localhost:{other_port.port}/": None,
            f"http://127.2:{port}/": "127.0.0.2",
            f"http://2130706434:{port}/": "127.0.0.2",
            f"http://0x7f000002:{port}/": "127.0.0.2",
            f"http://0177.0.0.2:{port}/": "127.0.0.2",
            f"http://[::ffff:127.0.0.2]:{port}/": "::ffff:7f00:2",
            f"http://0:{other_port.port}/": "0.0.0.0",  # noqa: S104 - it is not bound
            f"https://{other_address.netloc}/": "127.0.0.2",
            f"http://site.test:{port}/": "127.0.0.2",
        }
        redirects = {f"http://{site.netloc}/to/{quote(target, safe='')}": inside[target] for target in list(inside)[:7]}
        refresh = f'<meta http-equiv="refresh" content="0; url=http://{other_address.netloc}/">'
        site.pages["/"] = "".join(f"<a href='{url}'>" for url in inside).encode()
        site.pages["/refresh"] = refresh.encode()
        found = crawled(
            f"http://{site.netloc}/",
            f"http://{site.netloc}/refresh",
            *redirects,
            trusted=(site.netloc,),
            answers={"site.test": [["127.0.0.2"]]},
        )
        refused = {
            url: f"CannotResolveHostError: {address} is not a public address"
            for url, address in (inside | redirects | {f"http://{site.netloc}/refresh": "127.0.0.2"}).items()
            if address
        }
        by_name = {url: outcome for url, outcome in found.items() if url not in refused}
        assert {url: found[url] for url in refused} == refused
        assert set(by_name) == {
            f"http://{site.netloc}/",
            *(u for u, address in (inside | redirects).items() if not address),
        }
        assert by_name.pop(f"http://{site.netloc}/") == "200"
        assert set(by_name.values()) <= {
            f"CannotResolveHostError: {address} is not a public address" for address in ("::1", "127.0.0.1")
        }
        assert (other_port.connections, other_address.connections, six.connections) == (0, 0, 0)


def test_a_name_that_turns_private_is_refused_and_only_checked_addresses_are_tried() -> None:
    with listening("127.0.0.1") as inside, listening("127.0.0.2") as right:
        first, second = (f"http://rebind.test:{inside.port}/{path}" for path in ("first", "second"))
        mixed = f"http://mixed.test:{inside.port}/"
        staging = f"http://staging.test:{right.port}/"
        # 3000::/16 is global unicast that nobody has been given
        answers = {
            "rebind.test": [["3000::1"], ["127.0.0.1"]],
            "mixed.test": [["3000::1", "127.0.0.1"]],
            "staging.test": [["127.0.0.2"], ["127.0.0.1"]],
        }
        found = crawled(first, second, mixed, staging, trusted=(f"staging.test:{right.port}",), answers=answers)
        assert not found.pop(first).startswith(("200", "CannotResolveHostError"))
        refused = "CannotResolveHostError: 127.0.0.1 is not a public address"
        assert found == {second: refused, mixed: refused, staging: "200"}
        assert (right.requests, inside.connections) == (["GET /"], 0)


def test_pins_lead_http_and_https_to_their_own_ports_also_for_foreign_names(tmp_path: Path) -> None:
    routes = {"*/": Reply(200, {"Content-Type": "text/html"}, b"<a href='http://127.0.0.3/'>")}
    with SiteServer(tmp_path, routes=routes, hosts=("clinic.example",)) as site:
        foreign = "xn--strae-oqa.example"
        pins = (f"clinic.example:80:127.0.0.1:{site.port}", f"{foreign}:80:127.0.0.1:{site.port}", site.pins[1])
        found = crawled("http://clinic.example/", "https://clinic.example/", f"http://{foreign}/", pins=pins)
        assert found == {
            "http://clinic.example/": "200",
            "https://clinic.example/": "200",
            f"http://{foreign}/": "200",
            "http://127.0.0.3/": "CannotResolveHostError: 127.0.0.3 is not a public address",
        }
        assert sorted(hit.host for hit in site.hits) == ["clinic.example", "clinic.example", foreign]
