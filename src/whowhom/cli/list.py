"""`whowhom list`: what there is to choose from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click


@click.command("list", short_help="List scenarios, claims, mechanisms and observables.")
@click.argument("scenario", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def list_(scenario: str | None, as_json: bool) -> None:
    """List what is shipped: scenarios, organisations, claims, mechanisms, observables; of SCENARIO, what if.

    Scenarios are run, organisations are audited, claims are judged.
    """
    sections = _of_scenario(scenario) if scenario else _of_package()
    if as_json:
        click.echo(json.dumps(sections, ensure_ascii=False))
        return
    width = max((len(item["name"]) for items in sections.values() for item in items), default=0)
    for number, (title, items) in enumerate(sections.items()):
        click.echo(f"{'' if number == 0 else chr(10)}{title}")
        for item in items:
            click.echo(f"  {item['name']:<{width}}  {item['says']}")


def _of_package() -> dict[str, list[dict[str, Any]]]:
    """Return what is shipped, each with a name and its first sentence."""
    from whowhom import mechanisms, observables
    from whowhom.spec.claim_file import claim_of, shipped_claims
    from whowhom.spec.toml import organisations, parse, shipped

    def titles(paths: dict[str, Path]) -> list[dict[str, Any]]:
        return [
            {"name": name, "says": parse(path.read_text(encoding="utf-8")).title}
            for name, path in paths.items()
        ]

    return {
        "scenarios": titles(shipped()),
        "organisations": titles(organisations()),
        "claims": [{"name": name, "says": claim_of(path).says} for name, path in shipped_claims().items()],
        "mechanisms": [{"name": name, "says": mechanisms.load(name).says} for name in mechanisms.names()],
        "observables": [
            {"name": item.name, "says": _measured(item), "unit": item.unit, "needs": list(item.needs)}
            for item in observables.find().values()
        ],
    }


def _measured(item: Any) -> str:
    """Say what an observable measures and what it must be told."""
    of = f" ({', '.join(item.needs)})" if item.needs else ""
    return f"{item.says}{of}"


def _of_scenario(name: str) -> dict[str, list[dict[str, Any]]]:
    """Return the interventions and arms of a scenario."""
    from whowhom.simulate.planning import label_of
    from whowhom.spec.toml import read

    scenario = read(name)
    return {
        "interventions": [{"name": key, "says": item.label} for key, item in scenario.interventions.items()],
        "arms": [
            {"name": arm.name, "says": label_of(scenario, arm), "interventions": list(arm.interventions)}
            for arm in scenario.arms
        ],
    }
