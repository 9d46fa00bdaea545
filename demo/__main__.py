"""`python -m demo`: serves the demo clinic and its stand-in CRM, and has the command line scan them.

It ends with 0 if the scan found exactly what expected.toml lists, and reached nothing but the demo's own server, with
nothing but GET and HEAD; else with 1.
"""

import os
import shlex
import shutil
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from demo.expected import HOST, differences, expected, found
from demo.server import Hit, SiteServer
from spiders.browser import MACHINE

DEMO = Path(__file__).parent
START = f"https://{HOST}/"
OUT = Path("demo-out")
RESULTS = ("run.sqlite", "run.sqlite-wal", "run.sqlite-shm", "scan.json", "report.html", "mail.eml")
NOTICE = timedelta(weeks=4)
TRACES_LEFT = 1


def clinic() -> SiteServer:
    """The clinic's website, the stand-in CRM, and the few other vendors whose scripts the site loads."""
    return SiteServer(DEMO / "site", DEMO / "crm", DEMO / "others")


def crawl_arguments(server: SiteServer) -> list[str]:
    """The arguments of `unembed` for a scan of the clinic as `server` serves it."""
    final = datetime.now(UTC).date() + NOTICE
    pins = [part for pin in server.pins for part in ("--resolve", pin)]
    return ["crawl", START, "-o", str(OUT), "--final-date", final.isoformat(), *pins, "--insecure"]


def crawl(server: SiteServer) -> int:
    """Scan the clinic in a process of its own, in place of an earlier demo's results; returns its exit code."""
    for name in RESULTS:
        (OUT / name).unlink(missing_ok=True)
    shutil.rmtree(OUT / "pictures", ignore_errors=True)
    own = {name: value for name, value in os.environ.items() if name in MACHINE or not name.startswith("UNEMBED")}
    command = [sys.executable, "-m", "unembed", *crawl_arguments(server)]
    return subprocess.run(command, env=own, check=False).returncode  # noqa: S603 - our own command line


def strays(hits: list[Hit], hosts: tuple[str, ...]) -> tuple[str, ...]:
    """Requests that a scan must not make: other than GET and HEAD, or to a host that is not the demo's."""
    return tuple(
        f"must not have been asked for: {hit.method} {hit.host}{hit.path}"
        for hit in hits
        if hit.method not in {"GET", "HEAD"} or hit.host not in hosts
    )


def serve(server: SiteServer) -> int:
    """Serve until Ctrl-C."""
    rules = f"MAP *:80 127.0.0.1:{server.port}, MAP *:443 127.0.0.1:{server.tls_port}"
    look = ["chromium", f"--host-resolver-rules={rules}", "--ignore-certificate-errors", "--incognito", START]
    click.echo(
        f"The demo clinic is served on 127.0.0.1. To scan it:\n\n  {shlex.join(['unembed', *crawl_arguments(server)])}"
    )
    click.echo(f"\nTo look at it:\n\n  {shlex.join(look)}\n\nCtrl-C ends it.")
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        click.echo()
    return 0


def demonstrate(server: SiteServer) -> int:
    """Scan the clinic, and say how the result differs from what is expected."""
    click.echo(f"$ {shlex.join(['unembed', *crawl_arguments(server)])}\n")
    code = crawl(server)
    if code != TRACES_LEFT:
        click.echo(f"\nThe scan ended with exit code {code}, expected was {TRACES_LEFT}.", err=True)
        return 1
    wanted = expected()
    wrong = (*differences(wanted, found(OUT / "scan.json")), *strays(server.hits, server.hosts))
    for line in wrong:
        click.echo(line, err=True)
    if wrong:
        return 1
    click.echo(f"\nAll {len(wanted.traces)} traces of the demo were found, and nothing else.")
    click.echo(f"{len(server.hits)} requests reached the demo's server: none but GET and HEAD, none to any other host.")
    click.echo(f"Open {(OUT / 'report.html').resolve()}")
    return 0


@click.command()
@click.option("--serve", "only_serve", is_flag=True, help="Only serve, and say how to scan by hand.")
@click.option("--requests", type=click.Path(path_type=Path), help="Write every request that arrived to this file.")
def main(only_serve: bool, requests: Path | None) -> None:
    """Scan the bundled demo clinic, and compare the result with what is expected."""
    with clinic() as server:
        code = serve(server) if only_serve else demonstrate(server)
        if requests is not None:
            requests.write_text(
                "".join(f"{hit.method} {hit.host} {hit.path}\n" for hit in server.hits), encoding="utf-8"
            )
    sys.exit(code)


if __name__ == "__main__":
    main(prog_name="python -m demo")
