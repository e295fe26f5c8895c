"""`whowhom explain`: what a scenario is made of."""

from __future__ import annotations

import json

import click


@click.command(short_help="Tell what a scenario is made of.")
@click.argument("scenario")
@click.option(
    "--with", "interventions", multiple=True, metavar="NAME", help="Edited by this intervention; repeatable."
)
@click.option("--odd", "as_odd", is_flag=True, help="Write the model description of the ODD protocol.")
@click.option("--json", "as_json", is_flag=True, help="Print the explanation as JSON.")
def explain(scenario: str, interventions: tuple[str, ...], as_odd: bool, as_json: bool) -> None:
    """Tell who fills whose seats in SCENARIO, and which mechanism reads and writes what."""
    from whowhom.explain import explain as explained
    from whowhom.explain import odd
    from whowhom.spec.toml import read

    found = read(scenario)
    if interventions:
        found = found.edit(*interventions)
    if as_odd:
        text = odd(found)
        click.echo(json.dumps({"odd": text}, ensure_ascii=False) if as_json else text)
        return
    explanation = explained(found)
    click.echo(json.dumps(explanation.to_dict(), ensure_ascii=False) if as_json else explanation.text())
