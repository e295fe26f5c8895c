"""`whowhom report`: a results folder to a page."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(short_help="Write the report of a results folder.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def report(folder: Path, as_json: bool) -> None:
    """Write the report of FOLDER, where `whowhom run` put its results, and print its path.

    Nothing is simulated again.
    """
    from whowhom.report import report as reported

    path = reported(folder)
    click.echo(json.dumps({"folder": str(folder), "report": str(path)}) if as_json else path)
