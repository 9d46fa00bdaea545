"""What the user asked `unembed crawl` for, and what that means for the crawl."""

import math
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

from scanner.errors import UsageError
from scanner.model import Target
from scanner.regions import is_region
from scanner.urls import Address, parse
from spiders.guard import parse_pin
from spiders.options import DnsOptions, NameServer, Options, RenderMode
from spiders.scope import www_twin
from spiders.upstream import parse_upstream

_LOGIN = re.compile(r"^([a-z][a-z0-9+.-]*://)?.*@", re.IGNORECASE | re.DOTALL)
_PRINTABLE = re.compile(r"[ -~]+")
_TOKEN = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Arguments:
    """What the user asked for, by option name."""

    url: tuple[str, ...]
    output_dir: Path | None
    formats: tuple[str, ...]
    final_date: date | None
    render: str
    max_pages: int
    max_links: int
    crm_host: tuple[str, ...]
    host: tuple[str, ...]
    signatures: tuple[Path, ...]
    steps: tuple[Path, ...]
    number: tuple[str, ...]
    numbers: Path | None
    region: str | None
    fail_on: str
    resume: bool
    rate: float
    user_agent: str | None
    header: tuple[str, ...]
    auth: str | None
    proxy: str
    resolve: tuple[str, ...]
    dns: bool | None
    dns_server: tuple[str, ...]
    zone: tuple[Path, ...]
    screenshots: bool
    insecure: bool
    browser: Path | None
    allow_unsandboxed_browser: bool
    progress: str
    color: str
    quiet: bool
    verbose: int


def crawl_target(arguments: Arguments) -> Target:
    """The start addresses, `https://` put before a bare host, and the hosts in scope with their `www.` twins.

    Raises UsageError for what is not a web address.
    """
    start = tuple(start_address(text)[0] for text in arguments.url)
    named = (*(address.netloc for address in start), *(netloc("--host", text) for text in arguments.host))
    hosts = [host for one in named for host in (one, www_twin(one)) if host]
    return Target(tuple(dict.fromkeys(address.href for address in start)), tuple(dict.fromkeys(hosts)))


def start_address(text: str) -> tuple[Address, tuple[str, str] | None]:
    """A start address without the login that may stand in it, and that login.

    Raises UsageError, which does not repeat the login, for what is not a web address.
    """
    address = parse(text if "://" in text else f"https://{text}")
    if address is None or address.scheme not in ("http", "https") or not _is_host(address.host):
        raise UsageError("not a web address", _LOGIN.sub(r"\1", text), "an address such as https://clinic.example/")
    parts = urlsplit(address.href)
    before, at, _ = parts.netloc.rpartition("@")
    bare = parse(address.href.replace(before + at, "", 1)) if at else None
    if bare is None:
        return address, None
    return bare, (unquote(parts.username or ""), unquote(parts.password or ""))


def _is_host(host: str) -> bool:
    return "." in host or ":" in host or host == "localhost"


def netloc(option: str, text: str) -> str:
    """The netloc that `option` names; a port that http or https have anyway is left out. Raises UsageError."""
    address = parse(f"https://{text}")
    if address is None or address.href != f"https://{address.netloc}/":
        raise UsageError(f"not a host name for {option}", text, f"a name such as {option} shop.clinic.example")
    return address.netloc.removesuffix(":80")


def login(arguments: Arguments) -> tuple[str, str] | None:
    """User and password: those of --auth, else those of a start address. Raises UsageError if that is not one login."""
    typed = {found for text in arguments.url if (found := start_address(text)[1])}
    if arguments.auth is None:
        if len(typed) > 1:
            raise UsageError("several logins", "the start addresses have different ones", "--auth USER:PASSWORD")
        return next(iter(typed), None)
    user, colon, password = arguments.auth.partition(":")
    if not colon:
        raise UsageError("not a login", "--auth without a colon", "--auth USER:PASSWORD")
    if typed - {(user, password)}:
        raise UsageError("two logins", "--auth, and another one in the address", "leave one of them out")
    return user, password


def header(text: str) -> tuple[str, str]:
    """Name and value of a `NAME: VALUE`. Raises UsageError, which does not repeat the value."""
    name, colon, value = text.partition(":")
    if not colon or not _TOKEN.fullmatch(name.strip()) or not value.strip().isprintable():
        raise UsageError("not a header", name[:100] if colon else "one without a colon", "--header 'Name: value'")
    return name.strip(), value.strip()


def region(text: str | None) -> str:
    """The country that the user says the site's numbers are of, "" if none is said. Raises UsageError."""
    code = (text or "").strip().upper()
    if code and not is_region(code):
        raise UsageError("not a country", f"--region {text}", "two letters, as in --region US")
    return code


def crawl_options(arguments: Arguments) -> Options:
    """The options of the crawl. Raises UsageError for a header, login, host, proxy or pin that is not well formed."""
    if arguments.proxy:
        parse_upstream(arguments.proxy)
    if not math.isfinite(arguments.rate):
        raise UsageError("not a rate", f"--rate {arguments.rate}", "requests a second, as in --rate 2")
    if arguments.user_agent is not None and not _PRINTABLE.fullmatch(arguments.user_agent):
        raise UsageError("not a user agent", f"--user-agent {arguments.user_agent!r}", "plain letters on one line")
    defaults = Options()
    return Options(
        render=RenderMode(arguments.render),
        max_pages=arguments.max_pages,
        max_links=arguments.max_links,
        rate=arguments.rate,
        user_agent=arguments.user_agent or defaults.user_agent,
        headers=tuple(header(text) for text in arguments.header),
        auth=login(arguments),
        proxy=arguments.proxy,
        pins=tuple(parse_pin(text) for text in arguments.resolve),
        insecure=arguments.insecure,
        crm_hosts=tuple(netloc("--crm-host", text) for text in arguments.crm_host),
        browser=arguments.browser,
        allow_unsandboxed_browser=arguments.allow_unsandboxed_browser,
    )


def dns_options(arguments: Arguments) -> DnsOptions:
    """What to ask of the DNS. Raises UsageError for a server that is no address."""
    servers: tuple[NameServer, ...] = ()
    if arguments.dns_server:
        from spiders.dns import parse_server

        servers = tuple(parse_server(text) for text in arguments.dns_server)
    return DnsOptions(servers, arguments.zone, arguments.dns, proxied=bool(arguments.proxy))
