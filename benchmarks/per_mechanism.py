"""Microseconds of each mechanism and observable of the declared model: `python -m benchmarks.per_mechanism`.

The clock is read by `benchmarks.clocked`; what it costs has its own row. Never compare with another run.
"""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from benchmarks.clocked import Row, clocked
from benchmarks.library_model import model_of
from benchmarks.parameters import MONTHS, PEOPLE, PLACES

SEED = 7


def measure(histories: int, people: int = PEOPLE, places: int = PLACES) -> list[Row]:
    """Return the table: medians over histories of the mean time of a call."""
    return clocked(model_of(MONTHS, people, places), histories, SEED, from_priors=False).rows


def table_of(rows: list[Row]) -> Table:
    """Return the rows as a table to print."""
    table = Table(title="Microseconds, this run, this machine (never compare with another run)")
    for heading in ("what", "calls a history", "a call", "a month"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    for row in rows:
        table.add_row(row.name, str(row.calls), f"{row.microseconds:.2f}", f"{row.a_month:.2f}")
    table.add_row("sum", "", "", f"{sum(row.a_month for row in rows[:-1]):.2f}")
    return table


@click.command()
@click.option("--histories", default=32, show_default=True, help="Histories of 600 months.")
def main(histories: int) -> None:
    """Print the table."""
    Console().print(table_of(measure(histories)))


if __name__ == "__main__":
    main()
