"""`unembed schema`."""

import click


def run(name: str) -> int:
    """Print the JSON Schema of the result `name`; only `scan` exists."""
    from reports.schema import scan_schema

    click.echo({"scan": scan_schema}[name]())
    return 0
