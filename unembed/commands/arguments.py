"""What the user asked `unembed crawl` for, and what that means for the crawl."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scanner.errors import UsageError
from scanner.model import Target
from scanner.urls import parse
from spiders.guard import parse_pin
from spiders.options import Options, RenderMode


@dataclass(frozen=True, slots=True)
class Arguments:
    """What the user asked for, by option name."""

    url: tuple[str, ...]
    output_dir: Path | None
    formats: tuple[str, ...]
    final_date: date | None
    render: str
    max_pages: int
    crm_host: tuple[str, ...]
    host: tuple[str, ...]
    signatures: tuple[Path, ...]
    fail_on: str
    resume: bool
    rate: float
    user_agent: str | None
    header: tuple[str, ...]
    auth: str | None
    proxy: str
    resolve: tuple[str, ...]
    insecure: bool
    browser: Path | None
    progress: str
    color: str
    quiet: bool
    verbose: int


def crawl_target(arguments: Arguments) -> Target:
    """The start addresses, `https://` put before a bare host, and the hosts in scope with their `www.` twins.

    Raises UsageError for what is not a web address.
    """
    start, hosts = [], []
    for text in arguments.url:
        address = parse(text if "://" in text else f"https://{text}")
        if address is None or address.scheme not in ("http", "https") or not _is_host(address.host):
            raise UsageError("not a web address", text, "an address such as https://clinic.example/")
        start.append(address.href)
        hosts += [address.netloc, _twin(address.netloc)]
    for text in arguments.host:
        address = parse(f"https://{text}")
        if address is None or address.path != "/":
            raise UsageError("not a host name", text, "a name such as --host shop.clinic.example")
        hosts.append(address.netloc)
    return Target(tuple(dict.fromkeys(start)), tuple(dict.fromkeys(hosts)))


def _is_host(host: str) -> bool:
    return "." in host or ":" in host or host == "localhost"


def _twin(netloc: str) -> str:
    return netloc.removeprefix("www.") if netloc.startswith("www.") else f"www.{netloc}"


def crawl_options(arguments: Arguments) -> Options:
    """The options of the crawl. Raises UsageError for a header, login or pin that is not well formed."""
    headers = []
    for text in arguments.header:
        name, colon, value = text.partition(":")
        if not colon or not name.strip():
            raise UsageError("not a header", text, "--header 'Name: value'")
        headers.append((name.strip(), value.strip()))
    user, colon, password = (arguments.auth or "").partition(":")
    if arguments.auth is not None and not colon:
        raise UsageError("not a login", "--auth without a colon", "--auth USER:PASSWORD")
    defaults = Options()
    return Options(
        render=RenderMode(arguments.render),
        max_pages=arguments.max_pages,
        rate=arguments.rate,
        user_agent=arguments.user_agent or defaults.user_agent,
        headers=tuple(headers),
        auth=(user, password) if arguments.auth is not None else None,
        proxy=arguments.proxy,
        pins=tuple(parse_pin(text) for text in arguments.resolve),
        insecure=arguments.insecure,
        crm_hosts=tuple(host.lower() for host in arguments.crm_host),
        browser=arguments.browser,
    )
