"""`unembed crawl`: its options. Everything heavy is imported when the command runs, so that help stays quick."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from unembed.commands.dates import DAY

FC = TypeVar("FC", bound=Callable[..., Any] | click.Command)


class Line(click.ParamType[str]):
    """A text in which spaces count: several of them in an environment variable stand on lines of their own."""

    name = "text"
    envvar_list_splitter = "\n"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002 - click's signature
        """The text as it is."""
        return str(value)


def option(flag: str, *more: str, **settings: Any) -> Callable[[FC], FC]:
    """An option with the environment variable of its name."""
    name = flag.removeprefix("--").replace("-", "_")
    return click.option(flag, *more, envvar=f"UNEMBED_{name.upper()}", **settings)


@click.command()
@click.argument("url", nargs=-1, required=True, metavar="URL…")
@option("--output-dir", "-o", type=click.Path(path_type=Path), help="Where the results go.  [default: unembed-HOST]")
@option("--format", "-f", "formats", multiple=True, metavar="FMT[=PATH]",
        help="Also csv, eml, html, json, jsonl, markdown, pdf or text; without a path it takes the place of the "
        "summary on stdout.")  # fmt: skip
@option("--final-date", type=DAY, help="The day the CRM account closes, as 2026-11-30.")
@option("--render", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True,
        help="Which pages run in the browser; auto leaves out only what cannot change there.")  # fmt: skip
@option("--max-pages", type=click.IntRange(min=1), default=5000, show_default=True, help="Stop after so many pages.")
@option("--max-links", type=click.IntRange(min=0), default=1000, show_default=True,
        help="Follow so many links out of the site to their end.")  # fmt: skip
@option("--crm-host", multiple=True, metavar="HOST", help="A host you know to be the CRM's.")
@option("--host", multiple=True, metavar="HOST", help="A further host in scope.")
@option("--signatures", type=click.Path(path_type=Path), multiple=True, metavar="DIR", help="Signatures of your own.")
@option("--steps", type=click.Path(path_type=Path), multiple=True, metavar="DIR",
        help="Steps of your own, that go before the built-in ones.")  # fmt: skip
@option("--number", multiple=True, metavar="+NUMBER", help="A telephone number that goes when the CRM account closes.")
@option("--numbers", type=click.Path(path_type=Path), metavar="FILE",
        help="Your numbers, as CSV: number,label,keep (yes, no, undecided) and more.")  # fmt: skip
@option(
    "--region", metavar="XX", help="The country of numbers without country code, as US.  [default: as the site says]"
)
@option("--fail-on", type=click.Choice(["any", "embed", "link", "phone", "never"]), default="any", show_default=True,
        help="Which traces end with exit code 1.")  # fmt: skip
@option("--resume", is_flag=True, help="Go on with the scan in the output folder.")
@option(
    "--rate",
    type=click.FloatRange(min=0.01, max=1000),
    default=8.0,
    show_default=True,
    help="Requests a second and host.",
)
@option("--user-agent", help="How the crawler and the browser call themselves.")
@option("--header", type=Line(), multiple=True, metavar="'NAME: VALUE'", help="Sent to the hosts in scope only.")
@option("--auth", metavar="USER:PASSWORD", help="Basic authentication, for the hosts in scope only.")
@option("--proxy", default="", metavar="URL", help="An HTTP proxy for everything.")
@option("--resolve", multiple=True, metavar="HOST:PORT:ADDR[:PORT]", help="As in curl: where a host is to be found.")
@click.option("--dns/--no-dns", "dns", default=None, envvar="UNEMBED_DNS",
              help="Whether to look up what the names of the site's domain point to.  [default: dns]")  # fmt: skip
@option("--dns-server", multiple=True, metavar="ADDR[:PORT]", help="A name server to ask instead of the machine's own.")
@option("--zone", type=click.Path(path_type=Path), multiple=True, metavar="FILE",
        help="A zone file of the site's domain, as DNS providers export it.")  # fmt: skip
@click.option("--screenshots/--no-screenshots", "screenshots", default=True, show_default=True,
              envvar="UNEMBED_SCREENSHOTS", help="Whether to take pictures of what is found.")  # fmt: skip
@option("--insecure", is_flag=True, help="Accept any certificate.")
@option("--browser", type=click.Path(path_type=Path), help="The browser to use.")
@option("--allow-unsandboxed-browser", is_flag=True,
        help="Let the browser run without its sandbox where it cannot have one.")  # fmt: skip
@option("--progress", type=click.Choice(["auto", "plain", "none"]), default="auto", help="Live progress on stderr.")
@option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colour on the terminal.")
@option("--quiet", "-q", is_flag=True, help="No summary, no progress.")
@option("--verbose", "-v", count=True, help="Log on stderr; -vv: why each page was rendered, or not.")
def crawl(**values: object) -> int:
    """Scan the site at URL… and write scan.json, report.html and mail.eml."""
    from unembed.commands.arguments import Arguments
    from unembed.commands.scanning import run

    try:
        return run(Arguments(**values))  # type: ignore[arg-type] # click has converted every value
    except BrokenPipeError as error:  # which click takes for a reader that has had enough
        raise RuntimeError("a pipe broke in the middle of a crawl") from error
