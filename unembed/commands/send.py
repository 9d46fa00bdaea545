"""`unembed send`: its options. What it does is in `mailing`, imported when the command runs."""

from datetime import date
from pathlib import Path

import click

from unembed.commands.crawl import Line, option
from unembed.commands.dates import DAY


@click.command()
@click.argument("scan", type=click.Path(path_type=Path), metavar="SCAN")
@option("--to", type=Line(), multiple=True, metavar="ADDRESS", help="Who gets it; repeatable.  [required]")
@option("--cc", type=Line(), multiple=True, metavar="ADDRESS", help="Who gets a copy; repeatable.")
@option("--from", "sender", metavar="ADDRESS", help="Who sends it.  [default: the --smtp-user, if that is an address]")
@option("--reply-to", metavar="ADDRESS", help="Where answers go.  [default: --from]")
@option("--final-date", type=DAY, help="The day the CRM account closes, as 2026-11-30.")
@option("--smtp-host", metavar="HOST", help="The mail server that takes it.")
@option("--smtp-port", type=click.IntRange(1, 65535), help="Its port.  [default: 587; 465 for tls, 25 for none]")
@option("--tls", type=click.Choice(["starttls", "tls", "none"]), default="starttls", show_default=True,
        help="How the way to it is encrypted; none is for a server on this machine.")  # fmt: skip
@option("--allow-unencrypted", is_flag=True, help="Let --tls none go out of this machine; never with a login.")
@option("--smtp-user", metavar="USER",
        help="Who logs in; the password is in UNEMBED_SMTP_PASSWORD or in the keyring.")  # fmt: skip
@option("--smtp-timeout", type=click.FloatRange(min=1, max=600), default=60.0, show_default=True,
        help="Seconds to wait for each answer of the server.")  # fmt: skip
@option("--retry-wait", type=click.FloatRange(min=0, max=3600), default=10.0, show_default=True,
        help="Seconds before the one further try, after a temporary refusal.")  # fmt: skip
@option("--yes", is_flag=True, help="Do not ask.")
@option("--dry-run", is_flag=True, help="Show what would be sent, and send nothing.")
def send(
    scan: Path,
    to: tuple[str, ...],
    cc: tuple[str, ...],
    sender: str | None,
    reply_to: str | None,
    final_date: date | None,
    **values: object,
) -> int:
    """Mail the report of SCAN, a scan.json or the folder that holds one."""
    from unembed.commands.mailing import Recipients, Way, run

    people = Recipients(to, cc, sender, reply_to)
    return run(scan, final_date, people, Way(**values))  # type: ignore[arg-type] # click has converted every value
