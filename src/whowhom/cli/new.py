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
@click.option(
    "--statute", "of_rules", is_flag=True, help="Rules to be audited, instead of a history to be run."
)
@click.option("--claim", "of_claim", is_flag=True, help="A claim to be judged.")
def new(name: str, out: Path, of_rules: bool, of_claim: bool) -> None:
    """Write NAME.toml, a small organisation that runs as it stands, every line explained.

    With --statute: the rules of a club, which `whowhom audit` takes as they stand. With --claim: a claim,
    which `whowhom judge` takes as it stands. Prints the path. Never writes over a file.
    """
    if of_rules and of_claim:
        raise click.UsageError("--statute and --claim: expected one of them")
    from whowhom.spec.claim_starter import claim_starter
    from whowhom.spec.starter import starter
    from whowhom.spec.statute import statute

    path = out / f"{file_name(name)}.toml"
    out.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            of_history = starter if not of_claim else claim_starter
            file.write(statute(name, path.name) if of_rules else of_history(name))
    except FileExistsError:
        raise ResultError(f"{path}: is there already; expected a name that is not") from None
    click.echo(path)


def file_name(name: str) -> str:
    """Return a file name for any text: letters, digits, - and _."""
    return re.sub(r"[^\w-]+", "_", name).strip("_") or "untitled"
