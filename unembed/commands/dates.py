"""Dates on the command line."""

from datetime import date

import click


class Day(click.ParamType[date]):
    """A day such as 2026-11-30."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, also from a date of a TOML file; anything else is wrong use."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2026-11-30", param, ctx)


DAY = Day()
