"""`whowhom new`: begin a document."""

from __future__ import annotations

import re
from pathlib import Path

import click

from whowhom.spec.errors import ResultError


@click.command(short_help="Begin a document, every line of it explained.")
@click.argument("name")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("."),
    help="The folder to write into.",
)
def new(name: str, out: Path) -> None:
    """Write NAME.toml, a small organisation that runs as it stands, every line explained.

    Prints the path. Never writes over a file.
    """
    from whowhom.spec.starter import starter

    path = out / f"{file_name(name)}.toml"
    out.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(starter(name))
    except FileExistsError:
        raise ResultError(f"{path}: is there already; expected a name that is not") from None
    click.echo(path)


def file_name(name: str) -> str:
    """Return a file name for any text: letters, digits, - and _."""
    return re.sub(r"[^\w-]+", "_", name).strip("_") or "untitled"
